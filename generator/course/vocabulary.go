package course

import (
	"cmp"
	"maps"
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/standards"
)

// vocabulary is what a framework has names for.
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

// unknownIndicator reports an indicator that the framework does not have. Without any
// indicator the framework itself is at fault.
func (v *vocabulary) unknownIndicator(id string) (fault diag.Message, unknown bool) {
	if len(v.known) == 0 || v.known[id] {
		return fault, false
	}
	return unknownIndicator.With(id, diag.Suggest(id, v.indicators)), true
}

// sortedKeys are the keys of a map in their order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
