package course

import (
	"path"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/standards"
)

// Work is a work of the bibliography.
type Work struct {
	Key   string
	Pages []*Page // that cite it, in the order of the site
}

// Role is a role of the framework, with what leads to its competencies.
type Role struct {
	*standards.Role
	Address string // of its page's folder
	Needs   []Need
	Also    []*Module // for the role, and leading to none of its needs
}

// Path is the role's file in the site.
func (r *Role) Path() string { return path.Join(r.Address, "index.html") }

// Minutes is the sum over the modules that the role needs, each counted once.
func (r *Role) Minutes() int {
	sum := 0
	counted := map[*Module]bool{}
	for _, n := range r.Needs {
		for _, m := range n.Modules {
			if !counted[m] {
				counted[m] = true
				sum += m.Minutes()
			}
		}
	}
	return sum
}

// Need is a competency that a role requires.
type Need struct {
	standards.Requirement
	Competency *standards.Competency
	Level      standards.Level
	Modules    []*Module // that lead to it, in the order of the site
}

// claimLists enters the addresses of the pages that the site makes by itself.
func (l *loader) claimLists() {
	if _, ok := l.tree.files[markdown.GlossaryFile]; ok {
		l.claim(GlossaryFolder, "the glossary's page", nil)
	}
	if _, ok := l.tree.files[bibFile]; ok {
		l.claim(WorksFolder, "the page of works cited", nil)
	}
	if len(l.model.Framework.Roles) > 0 {
		l.claim(rolesFolder, "the pages of the roles", nil)
	}
}

// Pages are all pages that authors wrote, in the order of the site.
func (m *Model) Pages() []*Page {
	pages := []*Page{m.Home}
	for _, c := range m.Courses {
		pages = append(pages, c.Page)
		for _, module := range c.Modules {
			pages = append(pages, module.Page)
			for _, lesson := range module.Lessons {
				pages = append(pages, lesson.Page)
			}
		}
	}
	return pages
}

// lists brings together what the glossary, the bibliography and the pages of
// roles show.
func (l *loader) lists() {
	works := map[string]*Work{}
	for _, p := range l.model.Pages() {
		for _, key := range p.Body.Citations {
			if works[key] == nil {
				works[key] = &Work{Key: key}
			}
			works[key].Pages = append(works[key].Pages, p)
		}
		for _, id := range p.Body.Terms {
			l.terms[id].Pages = append(l.terms[id].Pages, p)
		}
	}
	for _, key := range l.works.Sorted(sortedKeys(works)) {
		l.model.Works = append(l.model.Works, works[key])
	}
	for _, m := range l.model.Modules {
		pages := []*Page{m.Page}
		for _, lesson := range m.Lessons {
			pages = append(pages, lesson.Page)
		}
		m.Terms = l.model.TermsOf(pages...)
	}
	l.roles()
}

// TermsOf gives the terms that some pages name, by title.
func (m *Model) TermsOf(pages ...*Page) []*Term {
	named := map[string]bool{}
	for _, p := range pages {
		for _, id := range p.Body.Terms {
			named[id] = true
		}
	}
	if len(named) == 0 {
		return nil
	}
	var terms []*Term
	for _, t := range m.Terms {
		if named[t.ID] {
			terms = append(terms, t)
		}
	}
	return terms
}

// roles finds the modules that lead to what each role requires: those whose
// pages name an indicator of the competency, or whose bank its rule names. What
// single questions are tagged with stays out of it: that is not published.
func (l *loader) roles() {
	f := l.model.Framework
	competencyOf := f.CompetencyOf()
	leads := map[string][]*Module{} // by competency
	for _, m := range l.model.Modules {
		indicators := slices.Clone(m.Front.Indicators)
		for _, lesson := range m.Lessons {
			indicators = append(indicators, lesson.Front.Indicators...)
		}
		for _, c := range f.Competencies {
			teaches := slices.ContainsFunc(indicators, func(id string) bool { return competencyOf(id) == c.ID })
			tests := m.Assessment != nil && c.Rule != nil && slices.Contains(c.Rule.Banks, m.Assessment.Bank.ID)
			if teaches || tests {
				leads[c.ID] = append(leads[c.ID], m)
			}
		}
	}
	for i := range f.Roles {
		role := &Role{Role: &f.Roles[i], Address: path.Join(rolesFolder, strings.ToLower(f.Roles[i].ID))}
		var needed []*Module
		for _, r := range role.Requires {
			at := slices.IndexFunc(f.Competencies, func(c standards.Competency) bool { return c.ID == r.Competency })
			if at < 0 {
				continue // a fault of the framework
			}
			role.Needs = append(role.Needs, Need{Requirement: r, Competency: &f.Competencies[at], Level: f.Level(r.Level), Modules: leads[r.Competency]})
			needed = append(needed, leads[r.Competency]...)
		}
		for _, m := range l.model.Modules {
			if slices.Contains(m.Front.Roles, role.ID) && !slices.Contains(needed, m) {
				role.Also = append(role.Also, m)
			}
		}
		l.claim(role.Address, "the page of the role "+role.ID, nil)
		l.model.Roles = append(l.model.Roles, role)
	}
}
