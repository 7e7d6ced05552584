package course

import (
	"cmp"
	"maps"
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/standards"
)

// vocabulary holds the IDs that a framework defines.
type vocabulary struct {
	known        map[string]bool // indicators
	indicators   []string
	competencies []string
	roles        []string
}

func vocabularyOf(f *standards.Framework) *vocabulary {
	v := &vocabulary{known: map[string]bool{}}
	for _, c := range f.Competencies {
		v.competencies = append(v.competencies, c.ID)
		for _, i := range c.Indicators {
			v.indicators = append(v.indicators, i.ID)
			v.known[i.ID] = true
		}
	}
	for _, r := range f.Roles {
		v.roles = append(v.roles, r.ID)
	}
	return v
}

// unknownIndicator reports whether the framework lacks an indicator. If it has none at
// all, the fault is in the framework itself, and nothing is reported.
func (v *vocabulary) unknownIndicator(id string) (fault diag.Message, unknown bool) {
	if len(v.known) == 0 || v.known[id] {
		return fault, false
	}
	return unknownIndicator.With(id, diag.Suggest(id, v.indicators)), true
}

// sortedKeys returns the keys of a map, sorted.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
