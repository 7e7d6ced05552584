package workbook

import (
	"fmt"
	"iter"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// tooWide is where one sheet of competencies becomes an overview by domain and a
// sheet for each domain.
const tooWide = 60

// cellMarks returns the tones of cell texts in a range of columns.
func cellMarks(from, to int) []spreadsheet.Mark {
	if to < from {
		return nil
	}
	return []spreadsheet.Mark{
		{From: from, To: to, Symbol: "✗", Tone: spreadsheet.Bad},
		{From: from, To: to, Symbol: "▲", Tone: spreadsheet.Gap},
		{From: from, To: to, Symbol: "?", Tone: spreadsheet.Waiting},
		{From: from, To: to, Symbol: "⌛", Tone: spreadsheet.Soon},
		{From: from, To: to, Symbol: "–", Tone: spreadsheet.Quiet},
		{From: from, To: to, Symbol: "✓", Anywhere: true, Also: "missing", Tone: spreadsheet.Partly},
		{From: from, To: to, Symbol: "✓", Anywhere: true, Tone: spreadsheet.Good},
	}
}

// identity returns the fields that say whom a row is about.
func identity[T any](b *book, person func(T) *gradebook.Person) []spreadsheet.Field[T] {
	return []spreadsheet.Field[T]{
		spreadsheet.Line("Staff ID", 10, func(v T) string { return person(v).ID }),
		spreadsheet.Wrapped("Name", 21, func(v T) string { return person(v).Name }),
		spreadsheet.Wrapped("Role", 18, func(v T) string { return b.Roles(person(v).Roles) }),
		spreadsheet.Wrapped("Team", 13, func(v T) string { return person(v).Team }),
	}
}

// identityOf is identity by staff ID, which is all there is about somebody who is not
// on the roster.
func identityOf[T any](b *book, staff func(T) string) []spreadsheet.Field[T] {
	return identity(b, func(v T) *gradebook.Person {
		if p := b.Person[staff(v)]; p != nil {
			return p
		}
		return &gradebook.Person{ID: staff(v)}
	})
}

// staffRow is a person with their cells by competency.
type staffRow struct {
	person *gradebook.Person
	cells  map[string]*competence.Cell
}

func (r staffRow) who() *gradebook.Person { return r.person }

// staffRows are the rows of active staff, one made after the other.
func (b *book) staffRows() iter.Seq[staffRow] {
	return func(yield func(staffRow) bool) {
		for _, p := range b.Active {
			row := staffRow{p, map[string]*competence.Cell{}}
			for c := range b.Cells(p.ID) {
				row.cells[c.Competency] = c
			}
			if !yield(row) {
				return
			}
		}
	}
}

// tally counts the person's requirements in some competencies.
func (r staffRow) tally(in []*standards.Competency) (t gradebook.Tally) {
	for _, comp := range in {
		if c := r.cells[comp.ID]; c != nil && c.Required > 0 {
			t.Add(c)
		}
	}
	return t
}

// staffFields returns the fields that say whom a row of the matrix is about: the staff
// ID links to the person's first row on Evidence. The cells of a matrix are not links:
// LibreOffice draws a link on one line and in a colour of its own, so the text of the
// cell would be cut off and hard to read.
func (b *book) staffFields() []spreadsheet.Field[staffRow] {
	fields := identity(b, staffRow.who)
	fields[0].Show = func(r staffRow) spreadsheet.Cell {
		if at, ok := b.first[r.person.ID]; ok {
			return spreadsheet.LinkRow(r.person.ID, sheetEvidence, at)
		}
		return spreadsheet.Text(r.person.ID)
	}
	return fields
}

// metFields say how much is required, and how much of it is met.
func metFields[T any](tally func(T) gradebook.Tally) []spreadsheet.Field[T] {
	return []spreadsheet.Field[T]{
		spreadsheet.Figure("Required", 9, spreadsheet.Integer,
			func(v T) spreadsheet.Cell { return spreadsheet.Int(tally(v).Required) }),
		spreadsheet.Figure("Met", 6, spreadsheet.Integer,
			func(v T) spreadsheet.Cell { return spreadsheet.Int(tally(v).Met) }),
		spreadsheet.Figure("Percent met", 9, spreadsheet.Share,
			func(v T) spreadsheet.Cell { return percentMet(tally(v)) }),
	}
}

// percentMet is left blank where nothing is required.
func percentMet(t gradebook.Tally) spreadsheet.Cell {
	if t.Required == 0 {
		return spreadsheet.Cell{}
	}
	return spreadsheet.Percent(100 * float64(t.Met) / float64(t.Required))
}

// matrix returns the sheet of staff by competency, or an overview and a sheet for
// each domain.
func (b *book) matrix() []spreadsheet.Sheet {
	if len(b.Competencies) <= tooWide {
		return []spreadsheet.Sheet{b.matrixOf(sheetMatrix, b.Competencies, true)}
	}
	sheets := []spreadsheet.Sheet{b.overview()}
	for _, d := range b.domains() {
		sheets = append(sheets, b.matrixOf(sheetMatrix+" "+b.Domain(d.id), d.competencies, false))
	}
	return sheets
}

type domain struct {
	id           string
	competencies []*standards.Competency
}

// domains groups the competencies, which stand in the order of their domains.
func (b *book) domains() []domain {
	var out []domain
	for _, c := range b.Competencies {
		if len(out) == 0 || out[len(out)-1].id != c.Domain {
			out = append(out, domain{id: c.Domain})
		}
		out[len(out)-1].competencies = append(out[len(out)-1].competencies, c)
	}
	return out
}

func (b *book) matrixOf(name string, competencies []*standards.Competency, showDomain bool) spreadsheet.Sheet {
	met := metFields(func(r staffRow) gradebook.Tally { return r.tally(competencies) })
	if !showDomain {
		for i := range met {
			met[i].Header += " in domain"
			met[i].Width = 10
		}
	}
	fields := append(b.staffFields(), met...)
	fixed := len(fields)
	shade := 1
	for i, c := range competencies {
		title := c.Title
		if showDomain && len(b.Standards.Domains) > 0 {
			if i > 0 && competencies[i-1].Domain != c.Domain {
				shade++
			}
			title += " · " + b.Domain(c.Domain)
		}
		fields = append(fields, spreadsheet.Wrapped(title, 18, func(r staffRow) string {
			if cell := r.cells[c.ID]; cell != nil {
				return b.Cell(cell)
			}
			return "– not required"
		}).Shaded(shade))
	}
	return spreadsheet.Lay(spreadsheet.Sheet{
		Name: name, Identity: 4, Marks: cellMarks(fixed, len(fields)-1), Tab: "2F6F9F",
		Empty: "No active staff on this date.",
	}, fields, b.staffRows())
}

// overview counts, for every person and domain, what is required and met.
func (b *book) overview() spreadsheet.Sheet {
	fields := append(b.staffFields(), metFields(func(r staffRow) gradebook.Tally { return r.tally(b.Competencies) })...)
	fixed := len(fields)
	for i, d := range b.domains() {
		title := fmt.Sprintf("%s (%d competencies)", b.Domain(d.id), len(d.competencies))
		fields = append(fields, spreadsheet.Wrapped(title, 23, func(r staffRow) string {
			return domainText(r.tally(d.competencies))
		}).Shaded(1+i))
	}
	marks := []spreadsheet.Mark{{From: fixed, To: len(fields) - 1, Symbol: "✓", Tone: spreadsheet.Good}}
	return spreadsheet.Lay(spreadsheet.Sheet{
		Name: sheetMatrix, Identity: 4, Marks: append(marks, cellMarks(fixed, len(fields)-1)...),
		Tab: "2F6F9F", Empty: "No active staff on this date.",
	}, fields, b.staffRows())
}

// domainText sums up a person's requirements in a domain, with a symbol.
func domainText(t gradebook.Tally) string {
	text := fmt.Sprintf("%d of %d met", t.Met, t.Required)
	switch {
	case t.Required == 0:
		return "– not required"
	case t.Expired > 0:
		return fmt.Sprintf("✗ %s, %d expired", text, t.Expired)
	case t.Met < t.Required:
		return "▲ " + text
	}
	return "✓ " + text
}
