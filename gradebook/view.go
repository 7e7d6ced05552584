package gradebook

import (
	"cmp"
	"iter"
	"slices"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/standards"
)

// View is a matrix as readers see it: with its words, the staff that is shown, and the
// competencies in order.
type View struct {
	*words.Words
	Matrix       *Matrix
	Active       []*Person // in the matrix's order
	Person       map[string]*Person
	Competencies []*standards.Competency // graded, or with a cell; by domain, and unknown ones last
	Shown        map[string]bool         // the competencies with a cell
}

// NewView prepares a matrix for its readers.
func NewView(m *Matrix) *View {
	v := &View{Words: m.Words(), Matrix: m, Person: map[string]*Person{}, Shown: map[string]bool{}}
	for i := range m.Staff {
		p := &m.Staff[i]
		v.Person[p.ID] = p
		if p.Active() {
			v.Active = append(v.Active, p)
		}
	}
	for _, c := range m.Cells.All() {
		v.Shown[c.Competency] = true
	}
	v.Competencies = v.ordered()
	return v
}

// Inactive returns how many people of the roster have left or not yet started.
func (v *View) Inactive() int { return len(v.Matrix.Staff) - len(v.Active) }

// Cells yields the cells of a person.
func (v *View) Cells(staff string) iter.Seq[*competence.Cell] {
	return func(yield func(*competence.Cell) bool) {
		for _, c := range v.Matrix.Cells.Group(staff) {
			if !yield(c) {
				return
			}
		}
	}
}

func (v *View) ordered() []*standards.Competency {
	var out []*standards.Competency
	known := map[string]bool{}
	for i := range v.Standards.Competencies {
		c := &v.Standards.Competencies[i]
		known[c.ID] = true
		if v.Rule(c.ID) != nil || v.Shown[c.ID] {
			out = append(out, c)
		}
	}
	domain := func(c *standards.Competency) int {
		i := slices.IndexFunc(v.Standards.Domains, func(d standards.Domain) bool { return d.ID == c.Domain })
		if i < 0 {
			return len(v.Standards.Domains)
		}
		return i
	}
	slices.SortStableFunc(out, func(a, b *standards.Competency) int { return cmp.Compare(domain(a), domain(b)) })
	from := len(out)
	for id := range v.Shown {
		if !known[id] {
			out = append(out, v.Competency(id))
		}
	}
	slices.SortFunc(out[from:], func(a, b *standards.Competency) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Tally counts requirements: Required = Met + Pending + Missing + Expired.
type Tally struct {
	Staff, Required, Met, Pending, Missing, Expired int
	Soon                                            [3]int // of Met: expire within 30, 60 and 90 days
}

// Tallies are the requirements of all active staff, and of parts of them.
type Tallies struct {
	All                          Tally
	ByCompetency, ByRole, ByTeam map[string]*Tally
	Expiring                     int // cells that expire soon, required or not
}

// Tallies counts the requirements. A role counts what the role itself requires, so
// that the demands of one role of a person are not counted for the other.
func (v *View) Tallies() Tallies {
	t := Tallies{ByCompetency: map[string]*Tally{}, ByRole: map[string]*Tally{}, ByTeam: map[string]*Tally{}}
	for _, p := range v.Active {
		t.All.Staff++
		of(t.ByTeam, p.Team).Staff++
		for _, role := range p.Roles {
			of(t.ByRole, role).Staff++
		}
		for c := range v.Cells(p.ID) {
			if c.Status == competence.Expiring {
				t.Expiring++
			}
			if c.Required > 0 {
				v.add(&t, p, c)
			}
		}
	}
	return t
}

// add counts a requirement of a person wherever it belongs.
func (v *View) add(t *Tallies, p *Person, c *competence.Cell) {
	v.count(&t.All, c)
	v.count(of(t.ByTeam, p.Team), c)
	v.count(of(t.ByCompetency, c.Competency), c)
	for _, id := range p.Roles {
		role := v.Standards.Role(id)
		requires := func(r standards.Requirement) bool { return r.Competency == c.Competency }
		if role == nil || slices.ContainsFunc(role.Requires, requires) {
			v.count(of(t.ByRole, id), c)
		}
	}
}

// Add counts a requirement.
func (t *Tally) Add(c *competence.Cell) {
	t.Required++
	switch {
	case c.Met:
		t.Met++
	case c.Status == competence.Expired:
		t.Expired++
	case c.Status == competence.Pending:
		t.Pending++
	default:
		t.Missing++
	}
}

// count counts a requirement, and whether it expires soon.
func (v *View) count(t *Tally, c *competence.Cell) {
	t.Add(c)
	n, ok := v.Days(c.Expires)
	for i := range t.Soon {
		if c.Met && ok && n <= 30*(i+1) {
			t.Soon[i]++
		}
	}
}

// of returns the tally of a key, and creates it the first time.
func of(m map[string]*Tally, key string) *Tally {
	if m[key] == nil {
		m[key] = &Tally{}
	}
	return m[key]
}
