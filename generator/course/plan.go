package course

import (
	"cmp"
	"path"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// plan says where each page belongs: in which course and module, and at which address. It
// includes drafts that are left out, so that their names are known.
type plan struct {
	home      *Page
	courses   []*Course
	modules   map[string]*Module // by folder under content/
	pages     []*Page            // by file, without those that belong nowhere
	byFile    map[string]*Page
	scenarios map[*Page]*Scenario
	addresses addresses
	folders   map[string]string // address of a folder under content/
	aliases   []Alias
	faults    diag.List
}

// addresses are those that are taken, in lower case: two that differ only in case are the
// same, because Windows and macOS keep them in one folder.
type addresses map[string]claim

// claim says what has an address.
type claim struct {
	by      string // the file of a page, or words for a page that the site makes
	address string
}

// moduleOf returns the module that a bank names; nil if no module has that name.
func (p *plan) moduleOf(b *quiz.Bank) *Module { return p.modules[strings.Trim(b.Module, "/")] }

// prerequisite finds a module by its folder, its address, or its name within the
// course.
func (p *plan) prerequisite(m *Module, name string) *Module {
	name = strings.Trim(name, "/")
	course := path.Dir(m.folder)
	if found := cmp.Or(p.modules[name], p.modules[path.Join(course, name)]); found != nil {
		return found
	}
	for _, folder := range sortedKeys(p.modules) {
		other := p.modules[folder]
		if other.Address == name || path.Dir(folder) == course && path.Base(other.Address) == name {
			return other
		}
	}
	return nil
}
