// Package bibliography reads the works that texts may cite from a BibTeX file, and
// writes them in the style of the APA: as labels of citations and as entries of a
// list of works.
package bibliography

import (
	"cmp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// References are the works that texts may cite. The zero value, and nil, hold none.
type References struct {
	works map[string]*work
	keys  []string // in the order of the file
}

// work is an entry of a BibTeX file.
type work struct {
	key    string
	fields map[string]string // as written, by their names in small letters
	label  string            // "Richmond et al., 2012"
	year   string            // as the label has it: "2012", "2012a", "n.d."
	sort   string
}

// Parse reads a BibTeX file; name is what faults call it. The References are never
// nil.
func Parse(name string, source []byte) (*References, diag.List) {
	p := newParser(name, source)
	if p.readable() {
		for p.entry() {
		}
	}
	p.refs.makeLabels()
	return p.refs, p.faults
}

// Has reports whether there is a work of that key.
func (r *References) Has(key string) bool { return r != nil && r.works[key] != nil }

// Keys are the keys of all works, in the order of the file.
func (r *References) Keys() []string {
	if r == nil {
		return nil
	}
	return r.keys
}

// Label names a work where it is cited: "Richmond et al., 2012".
func (r *References) Label(key string) string {
	if r.Has(key) {
		return r.works[key].label
	}
	return key
}

// Sorted brings keys of works into the order of a list of works, by author and
// year, each once.
func (r *References) Sorted(keys []string) []string {
	sorted := slices.Clone(keys)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return cmp.Or(cmp.Compare(r.works[a].sort, r.works[b].sort), cmp.Compare(a, b))
	})
	return slices.Compact(sorted)
}

// ID is the ID of a work in a page's list of works.
func ID(key string) string {
	return "ref-" + strings.Map(func(r rune) rune {
		if strings.ContainsRune("/:+.", r) {
			return '-'
		}
		return r
	}, key)
}
