// Package report shows a matrix as pages and texts: the page for the meeting, the
// record of one person, the explanation of one level, and CSV tables. Levels are
// said in words and with a symbol; the colour only repeats them.
package report

import (
	"cmp"
	"slices"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/standards"
)

// facts is a matrix with what its readers ask of it.
type facts struct {
	*words.Words
	m            *gradebook.Matrix
	staff        []*gradebook.Person // active, in the matrix's order
	person       map[string]*gradebook.Person
	cells        map[string][]*competence.Cell     // by staff
	evidence     map[string][]*competence.Evidence // by staff
	training     map[string][]intake.Training      // by staff
	competencies []*standards.Competency           // that somebody has a cell of, by domain
}

func newFacts(m *gradebook.Matrix) *facts {
	f := &facts{Words: words.New(m), m: m, person: map[string]*gradebook.Person{}, cells: map[string][]*competence.Cell{}, evidence: map[string][]*competence.Evidence{}, training: map[string][]intake.Training{}}
	for i := range m.Staff {
		p := &m.Staff[i]
		f.person[p.ID] = p
		if p.Status == competence.Active {
			f.staff = append(f.staff, p)
		}
	}
	for i := range m.Evidence {
		e := &m.Evidence[i]
		f.evidence[e.Staff] = append(f.evidence[e.Staff], e)
	}
	for _, t := range m.Training {
		f.training[t.Staff] = append(f.training[t.Staff], t)
	}
	seen := map[string]bool{}
	for i := range m.Cells {
		c := &m.Cells[i]
		f.cells[c.Staff] = append(f.cells[c.Staff], c)
		if !seen[c.Competency] {
			seen[c.Competency] = true
			f.competencies = append(f.competencies, f.Competency(c.Competency))
		}
	}
	order := map[string]int{}
	for i := range f.Standards.Competencies {
		order[f.Standards.Competencies[i].ID] = i
	}
	domains := map[string]int{}
	for i, d := range f.Standards.Domains {
		domains[d.ID] = i
	}
	slices.SortStableFunc(f.competencies, func(a, b *standards.Competency) int {
		return cmp.Or(cmp.Compare(domains[a.Domain], domains[b.Domain]), cmp.Compare(order[a.ID], order[b.ID]), cmp.Compare(a.ID, b.ID))
	})
	return f
}

func (f *facts) cell(staff, competency string) *competence.Cell {
	for _, c := range f.cells[staff] {
		if c.Competency == competency {
			return c
		}
	}
	return nil
}

// roles are the titles of a person's roles.
func (f *facts) roles(p *gradebook.Person) string { return cmp.Or(f.Roles(p), "no role") }
