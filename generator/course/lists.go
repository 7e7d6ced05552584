package course

import (
	"path"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/standards"
)

// addLists collects what the glossary, the bibliography and the pages of modules and
// roles show.
func (m *Model) addLists() {
	terms := make(map[string]*Term, len(m.Terms))
	for _, t := range m.Terms {
		terms[t.ID] = t
	}
	works := map[string]*Work{}
	for _, p := range m.Pages() {
		for _, key := range p.Body.Citations {
			if works[key] == nil {
				works[key] = &Work{Key: key}
			}
			works[key].Pages = append(works[key].Pages, p)
		}
		for _, id := range p.Body.Terms {
			terms[id].Pages = append(terms[id].Pages, p)
		}
	}
	for _, key := range m.References.Sorted(sortedKeys(works)) {
		m.Works = append(m.Works, works[key])
	}
	for _, module := range m.Modules {
		module.addLists(m)
	}
	leading := m.leading()
	for i := range m.Framework.Roles {
		m.Roles = append(m.Roles, m.role(&m.Framework.Roles[i], leading))
	}
}

// addLists collects what the page of a module shows.
func (m *Module) addLists(of *Model) {
	pages := m.Pages()
	m.Terms = of.TermsOf(pages...)
	var keys []string
	for _, p := range pages {
		keys = append(keys, p.Body.Citations...)
	}
	m.Citations = of.References.Sorted(keys)
	for _, id := range m.Front.Roles {
		if role := of.Framework.Role(id); role != nil {
			m.Roles = append(m.Roles, role.Title)
		}
	}
}

// leading returns the modules that lead to each competency: those whose pages name one of
// its indicators, or whose bank its rule names. The indicators of single questions are
// not used, because they are not published.
func (m *Model) leading() map[string][]*Module {
	competencyOf := m.Framework.CompetencyOf()
	leading := map[string][]*Module{}
	for _, module := range m.Modules {
		indicators := slices.Clone(module.Front.Indicators)
		for _, lesson := range module.Lessons {
			indicators = append(indicators, lesson.Front.Indicators...)
		}
		for _, c := range m.Framework.Competencies {
			teaches := slices.ContainsFunc(indicators, func(id string) bool { return competencyOf(id) == c.ID })
			tests := module.Assessment != nil && c.Rule != nil &&
				slices.Contains(c.Rule.Banks, module.Assessment.Bank.ID)
			if teaches || tests {
				leading[c.ID] = append(leading[c.ID], module)
			}
		}
	}
	return leading
}

// role finds the modules that lead to what a role requires.
func (m *Model) role(r *standards.Role, leading map[string][]*Module) *Role {
	role := &Role{Role: r, Address: roleAddress(r.ID)}
	var needed []*Module
	for _, required := range r.Requires {
		c := m.Framework.Competency(required.Competency)
		if c == nil {
			continue // a fault of the framework
		}
		modules := leading[required.Competency]
		level := m.Framework.Level(required.Level)
		role.Needs = append(role.Needs, Need{Requirement: required, Competency: c, Level: level, Modules: modules})
		needed = append(needed, modules...)
	}
	for _, module := range m.Modules {
		if slices.Contains(module.Front.Roles, r.ID) && !slices.Contains(needed, module) {
			role.Also = append(role.Also, module)
		}
	}
	return role
}

// roleAddress returns the folder of a role's page in the site.
func roleAddress(id string) string { return path.Join(rolesFolder, strings.ToLower(id)) }
