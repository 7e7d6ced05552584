package gradebook

import (
	"cmp"
	"slices"

	"github.com/coursemark/coursemark/gradebook/sheets"
)

// Year is a person's training in one calendar year, in minutes.
type Year struct {
	Year    string
	Stated  int // by HR's table
	Planned int // of modules of this site
}

// Years adds up a person's training up to the as-of date, the latest year first.
// What is later is in the list but not in the sum.
func (m *Matrix) Years(training []*sheets.Training) []Year {
	var out []Year
	for _, t := range training {
		if t.Date > m.AsOf || len(t.Date) < 4 {
			continue
		}
		i := slices.IndexFunc(out, func(y Year) bool { return y.Year == t.Date[:4] })
		if i < 0 {
			out, i = append(out, Year{Year: t.Date[:4]}), len(out)
		}
		if t.Planned {
			out[i].Planned += t.Minutes
		} else {
			out[i].Stated += t.Minutes
		}
	}
	slices.SortFunc(out, func(a, b Year) int { return cmp.Compare(b.Year, a.Year) })
	return out
}
