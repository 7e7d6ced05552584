package course

import (
	"slices"
	"time"

	"github.com/coursemark/coursemark/internal/diag"
)

// checkFronts checks the front matter of all pages against the rest of the project.
func (c *checker) checkFronts(today time.Time) {
	modules := map[*Page]bool{}
	for _, m := range c.plan.modules {
		modules[m.Page] = true
	}
	for _, p := range c.plan.pages {
		if p.omitted || p.source.toml == nil {
			continue
		}
		if modules[p] {
			c.checkRoles(p)
		} else {
			c.refuseKeys(p, belongsToModule, indexFile, keysOfModules(p.Front))
		}
		if !p.isScenario() {
			c.refuseKeys(p, belongsToScenario, scenarioEnding, keysOfScenarios(p.Front))
		}
		for i, id := range p.Front.Indicators {
			if fault, unknown := c.names.unknownIndicator(id); unknown {
				c.faults.Add(p.source.fault(fault, "indicators", i))
			}
		}
		c.checkReviewDate(p, today)
	}
}

// writtenKey is a key of the front matter, and whether the page has it.
type writtenKey struct {
	key     string
	written bool
}

// keysOfModules returns the keys that only modules can have.
func keysOfModules(f *Front) []writtenKey {
	return []writtenKey{
		{"quiz", f.Quiz != ""}, {"roles", len(f.Roles) > 0}, {"prerequisites", len(f.Prerequisites) > 0},
	}
}

// keysOfScenarios returns the keys that only scenarios can have.
func keysOfScenarios(f *Front) []writtenKey {
	return []writtenKey{
		{"id", f.ID != ""}, {"mode", f.Mode != ""}, {"exposure", f.Exposure != ""},
		{"corrections", len(f.Corrections) > 0},
		{"attempts", f.Attempts != 0}, {"attempts_months", f.AttemptsMonths != 0},
		{"cooling_off_days", f.CoolingOffDays != 0},
	}
}

// refuseKeys reports keys that belong in another kind of file.
func (c *checker) refuseKeys(p *Page, kind diag.Kind, file string, keys []writtenKey) {
	for _, k := range keys {
		if k.written {
			c.faults.Add(p.source.toml.FaultAtKey(kind.With(k.key, file), k.key))
		}
	}
}

func (c *checker) checkRoles(p *Page) {
	if len(c.names.roles) == 0 {
		return
	}
	for i, id := range p.Front.Roles {
		if !slices.Contains(c.names.roles, id) {
			c.faults.Add(p.source.fault(unknownRole.With(id, diag.Suggest(id, c.names.roles)), "roles", i))
		}
	}
}

func (c *checker) checkReviewDate(p *Page, today time.Time) {
	by := p.Front.ReviewBy
	if by.IsZero() || today.IsZero() {
		return
	}
	if day := by.Format(time.DateOnly); day < today.Format(time.DateOnly) {
		c.faults.Add(p.source.fault(reviewOverdue.With(day), "review_by").Notice())
	}
}

// checkPrerequisites finds prerequisites that do not exist or form a circle.
func (c *checker) checkPrerequisites() {
	w := &circleWalk{checker: c, before: map[string][]prerequisite{}, state: map[string]walkState{}}
	folders := sortedKeys(c.plan.modules)
	for _, folder := range folders {
		if m := c.plan.modules[folder]; !m.omitted {
			w.before[folder] = c.knownPrerequisites(m, folders)
		}
	}
	for _, folder := range folders {
		if w.state[folder] == unvisited {
			w.visit(folder)
		}
	}
}

// prerequisite is an entry in a module's list of prerequisites.
type prerequisite struct {
	folder string // of the module that it names
	index  int    // in the list
}

// knownPrerequisites returns the prerequisites of a module that are other modules,
// and reports the rest.
func (c *checker) knownPrerequisites(m *Module, folders []string) (known []prerequisite) {
	for i, name := range m.Front.Prerequisites {
		before := c.plan.prerequisite(m, name)
		switch {
		case before == nil:
			others := slices.DeleteFunc(slices.Clone(folders), func(f string) bool { return f == m.folder })
			c.faults.Add(m.source.fault(unknownPrerequisite.With(name, diag.Suggest(name, others)), "prerequisites", i))
		case before == m:
			c.faults.Add(m.source.fault(ownPrerequisite.With(), "prerequisites", i))
		default:
			known = append(known, prerequisite{before.folder, i})
		}
	}
	return known
}

// circleWalk follows prerequisites and reports each circle once.
type circleWalk struct {
	*checker
	before map[string][]prerequisite // by folder
	state  map[string]walkState
	way    []string
}

type walkState int

const (
	unvisited walkState = iota
	onTheWay
	visited
)

// visit follows the prerequisites of a module.
func (w *circleWalk) visit(folder string) {
	w.state[folder] = onTheWay
	w.way = append(w.way, folder)
	for _, p := range w.before[folder] {
		switch w.state[p.folder] {
		case unvisited:
			w.visit(p.folder)
		case onTheWay:
			circle := append(slices.Clone(w.way[slices.Index(w.way, p.folder):]), p.folder)
			fault := w.plan.modules[folder].source.fault(circularPrerequisites.With(needs(circle)), "prerequisites",
				p.index)
			w.faults.Add(fault)
		}
	}
	w.way = w.way[:len(w.way)-1]
	w.state[folder] = visited
}
