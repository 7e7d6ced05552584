package grading

import (
	"cmp"
	"net/url"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// rules are the standards, answer keys and titles of the projects.
type rules struct {
	framework *standards.Framework
	archive   *quiz.Archive
	newest    map[string]string      // revision by bank or scenario
	titles    map[string]string      // by bank or scenario
	limits    map[string]quiz.Limits // by bank or scenario
	modules   map[string]words.Module
	hours     hours
}

func loadRules(projects []*project.Project) (rules, diag.List) {
	r := rules{archive: quiz.NewArchive(), newest: map[string]string{}, titles: map[string]string{},
		limits:  map[string]quiz.Limits{},
		modules: map[string]words.Module{},
		hours:   hours{modules: map[string]project.Module{}, banks: map[string]string{}}}
	var faults diag.List
	if len(projects) == 0 {
		faults.Add(nothingToGradeBy.With().In(""))
		return r, faults
	}
	first := projects[0]
	r.hours.provider = cmp.Or(first.Config.Site.Organisation, first.Config.Site.Title)
	framework, more := first.LoadFramework()
	faults.Append(more)
	r.framework = framework
	for _, p := range projects {
		if p.Config.Site.ID != first.Config.Site.ID {
			faults.Add(anotherSite.With(p.Config.Site.ID, first.Name, first.Config.Site.ID).In(p.Name))
			continue
		}
		faults.Append(p.ReadArchive(r.archive))
	}
	faults.Append(r.addModules(first))
	faults.Append(r.addBanks(first))
	return r, faults
}

// addModules adds the modules with their scenarios.
func (r *rules) addModules(p *project.Project) diag.List {
	modules, faults := p.LoadModules()
	for _, m := range modules {
		r.hours.modules[m.Path] = m
		for _, s := range m.Scenarios {
			r.titles[s.ID], r.newest[s.ID], r.limits[s.ID] = s.Title, s.Revision, s.Limits
			r.modules[s.ID] = words.Module{Title: s.Title, URL: siteURL(p.Config.Site.BaseURL, s.Path), Scenario: true}
		}
	}
	return faults
}

// addBanks adds the quiz banks.
func (r *rules) addBanks(p *project.Project) diag.List {
	banks, faults := p.LoadBanks()
	competencyOf := r.framework.CompetencyOf()
	for _, b := range banks {
		module := project.Address(b.Module)
		r.titles[b.ID], r.limits[b.ID], r.hours.banks[b.ID] = b.Title, b.Limits(), module
		r.modules[b.ID] = words.Module{Title: b.Title, URL: siteURL(p.Config.Site.BaseURL, module)}
		if b.Mode != quiz.Assessed {
			continue
		}
		published, more := b.Publish(competencyOf)
		faults.Append(more)
		if !more.Failed() {
			r.newest[b.ID] = published.Revision
		}
	}
	return faults
}

// title returns the title of a bank or a scenario, or its ID if it has none.
func (r *rules) title(id string) string { return cmp.Or(r.titles[id], id) }

// siteURL returns the address of a folder of the site.
func siteURL(base, folder string) string {
	address := folder + "/"
	if base == "" || folder == "" {
		return address
	}
	at, err := url.JoinPath(base, address)
	if err != nil {
		return address
	}
	return at
}

// Attach adds the standards and modules of a project or grading kit, which
// matrix.json does not hold, to a matrix that was read. Whether a rule changed since
// the matrix was made shows in its hash.
func Attach(m *gradebook.Matrix, projects []*project.Project) diag.List {
	r, faults := loadRules(projects)
	if faults.Failed() {
		return faults
	}
	if site := projects[0].Config.Site.ID; site != m.Site {
		faults.Add(matrixOfOtherSite.With(m.Site, projects[0].Name, site).In(""))
		return faults
	}
	if r.framework.ID != m.Framework.ID {
		faults.Add(matrixOfOtherStandards.With(m.Framework.ID, projects[0].Name, r.framework.ID).In(""))
		return faults
	}
	m.Standards, m.Modules = r.framework, r.modules
	return faults
}
