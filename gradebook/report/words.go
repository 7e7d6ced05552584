// Package report shows a matrix as pages and texts: the page for the meeting, the
// record of one person, the explanation of one level, and CSV tables. Levels are
// shown in words and with a symbol; the colour only repeats them.
package report

import (
	"cmp"
	"iter"
	"slices"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/standards"
)

// facts is a matrix with what several pages need to know about it.
type facts struct {
	*gradebook.View
	competencies []*standards.Competency // that somebody has a cell of, by domain
}

func newFacts(m *gradebook.Matrix) *facts {
	f := &facts{View: gradebook.NewView(m)}
	for _, c := range f.Competencies {
		if f.Shown[c.ID] {
			f.competencies = append(f.competencies, c)
		}
	}
	return f
}

// cells, evidence and training return those of one person, because those of everybody
// may not fit into memory.
func (f *facts) cells(staff string) []*competence.Cell {
	return slices.Collect(f.Cells(staff))
}

func (f *facts) evidence(staff string) []*competence.Evidence {
	return slices.Collect(values(f.Matrix.Evidence.Group(staff)))
}

func (f *facts) training(staff string) []*sheets.Training {
	return slices.Collect(values(f.Matrix.Training.Group(staff)))
}

func values[T any](rows iter.Seq2[int, *T]) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}

func (f *facts) cell(staff, competency string) *competence.Cell {
	for _, c := range f.cells(staff) {
		if c.Competency == competency {
			return c
		}
	}
	return nil
}

// roles returns the titles of a person's roles.
func (f *facts) roles(p *gradebook.Person) string { return cmp.Or(f.Roles(p.Roles), "no role") }
