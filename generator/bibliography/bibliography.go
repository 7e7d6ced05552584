// Package bibliography reads the works that texts can cite from a BibTeX file. It
// writes them in APA style, as labels of citations and as entries of a list of works.
package bibliography

import (
	"cmp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// References are the works that texts can cite. The zero value and nil are empty.
type References struct {
	works map[string]*work
	keys  []string // in the order of the file
}

// work is an entry of a BibTeX file.
type work struct {
	key    string
	fields map[string]string // values as written, by lower-case name
	label  string            // "Richmond et al., 2012"
	year   string            // as in the label: "2012", "2012a", "n.d."
	sort   string            // authors and year, to sort by
}

// Parse reads a BibTeX file. Faults call it by its name. The References are never nil.
func Parse(name string, source []byte) (*References, diag.List) {
	p := newParser(name, source)
	if p.readable() {
		for p.entry() {
		}
	}
	p.refs.makeLabels()
	return p.refs, p.faults
}

// Has reports whether there is a work with that key.
func (r *References) Has(key string) bool { return r != nil && r.works[key] != nil }

// Keys returns the keys of all works, in the order of the file.
func (r *References) Keys() []string {
	if r == nil {
		return nil
	}
	return r.keys
}

// Label returns what a citation calls a work: "Richmond et al., 2012".
func (r *References) Label(key string) string {
	if r.Has(key) {
		return r.works[key].label
	}
	return key
}

// Sorted returns keys in the order of a list of works, by author and year, each once.
// All of them must be known.
func (r *References) Sorted(keys []string) []string {
	sorted := slices.Clone(keys)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return cmp.Or(cmp.Compare(r.works[a].sort, r.works[b].sort), cmp.Compare(a, b))
	})
	return slices.Compact(sorted)
}

// ID returns the HTML ID of a work in a page's list of works.
func ID(key string) string {
	return "ref-" + strings.Map(func(r rune) rune {
		if strings.ContainsRune("/:+.", r) {
			return '-'
		}
		return r
	}, key)
}
