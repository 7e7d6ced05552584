package workbook

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// standing is a cell with its person.
type standing struct {
	person *gradebook.Person
	cell   *competence.Cell
}

// standings returns the cells of active staff for which a condition holds, sorted by
// a date; those without a date come last. Otherwise they keep the matrix's order.
func (b *book) standings(holds func(*competence.Cell) bool, date func(*competence.Cell) string) iter.Seq[standing] {
	type place struct {
		date string
		row  int // in the matrix: cells may be more than memory holds
	}
	var places []place
	for _, p := range b.Active {
		for row, c := range b.Matrix.Cells.Group(p.ID) {
			if c.Required > 0 && holds(c) {
				places = append(places, place{cmp.Or(date(c), "9999"), row})
			}
		}
	}
	slices.SortStableFunc(places, func(x, y place) int { return strings.Compare(x.date, y.date) })
	return func(yield func(standing) bool) {
		for _, at := range places {
			c := b.Matrix.Cells.At(at.row)
			if !yield(standing{b.Person[c.Staff], c}) {
				return
			}
		}
	}
}

func person(s standing) *gradebook.Person { return s.person }

// proof links to the evidence behind a cell; the rows next to it are about the same
// person and competency.
func (b *book) proof(staff, competency string) spreadsheet.Cell {
	p, ok := b.proofs[[2]string{staff, competency}]
	if !ok {
		return spreadsheet.Cell{}
	}
	return spreadsheet.LinkRow(p.id, sheetEvidence, p.row)
}

func (b *book) gaps() spreadsheet.Sheet {
	fields := slices.Concat(identity(b, person), b.gapFields())
	s := spreadsheet.Sheet{
		Name: sheetGaps, Identity: 2, Tab: "E08E45", Empty: "No gaps: every requirement is met.",
		Marks: []spreadsheet.Mark{{From: 12, To: 12, Symbol: "▲", Tone: spreadsheet.Gap}},
	}
	typed := typedFields(b, sheetGaps,
		func(s standing) rowKey { return rowKey{s.person.ID, s.cell.Competency} },
		func(s standing) string { return b.Reached(s.cell.Level) })
	fields = append(fields, typed...)
	if len(typed) > typedColumns {
		s.Marks = append(s.Marks, changedMark(len(fields)-len(typed)))
		// Together they are too wide for a readable page: columns that wrap get narrower.
		const narrower = 0.8
		for i := range fields {
			if fields[i].Wrap {
				fields[i].Width *= narrower
			}
		}
	}
	return spreadsheet.Lay(s, fields, b.standings(
		func(c *competence.Cell) bool { return !c.Met }, func(c *competence.Cell) string { return c.Due }))
}

// gapFields say what is missing, and what closes the gap.
func (b *book) gapFields() []spreadsheet.Field[standing] {
	level := func(s standing) int {
		if s.cell.Level == nil {
			return 0
		}
		return *s.cell.Level
	}
	return []spreadsheet.Field[standing]{
		spreadsheet.Line("Competency ID", 14, func(s standing) string { return s.cell.Competency }),
		spreadsheet.Wrapped("Competency", 25, func(s standing) string { return b.Competency(s.cell.Competency).Title }),
		spreadsheet.Line("Required", 11, func(s standing) string { return b.Level(s.cell.Required) }),
		spreadsheet.Line("Current", 11, func(s standing) string { return b.Reached(s.cell.Level) }),
		spreadsheet.Figure("Gap (levels)", 8, spreadsheet.Integer, func(s standing) spreadsheet.Cell {
			return spreadsheet.Int(max(s.cell.Required-level(s), 0))
		}),
		spreadsheet.Wrapped("Cause", 32, func(s standing) string { return b.Gap(s.cell) }),
		{
			Column: spreadsheet.Column{Header: "Evidence", Width: 15},
			Show:   func(s standing) spreadsheet.Cell { return b.proof(s.cell.Staff, s.cell.Competency) },
		},
		spreadsheet.Calendar("Due", 11, func(s standing) string { return s.cell.Due }),
		spreadsheet.Wrapped("Due when", 14, func(s standing) string {
			if b.Overdue(s.cell) {
				return "▲ " + b.Due(s.cell)
			}
			return b.Due(s.cell)
		}),
		spreadsheet.Wrapped("Next step", 30, func(s standing) string { return words.Upper(b.Next(s.cell).Text) }),
		{
			Column: spreadsheet.Column{Header: "Module", Width: 22, Wrap: true},
			Show: func(s standing) spreadsheet.Cell {
				step := b.Next(s.cell)
				return spreadsheet.URL(step.Module, step.URL)
			},
		},
	}
}

func (b *book) renewals() spreadsheet.Sheet {
	s := spreadsheet.Sheet{
		Name: sheetRenewals, Identity: 1, Tab: "E9C46A", Empty: "Nothing expires.",
		Marks: []spreadsheet.Mark{
			{From: 2, To: 2, Symbol: "✗", Tone: spreadsheet.Bad},
			{From: 2, To: 2, Symbol: "⌛", Tone: spreadsheet.Soon},
		},
	}
	ends := []spreadsheet.Field[standing]{
		spreadsheet.Calendar("Expires", 11, func(s standing) string { return s.cell.Expires }),
		spreadsheet.Figure("Days left", 7, spreadsheet.Integer, func(s standing) spreadsheet.Cell {
			if n, ok := b.Days(s.cell.Expires); ok {
				return spreadsheet.Int(n)
			}
			return spreadsheet.Cell{}
		}),
		spreadsheet.Line("Status", 13, func(s standing) string { return renewalStatus(s.cell) }),
	}
	return spreadsheet.Lay(s, slices.Concat(ends, identity(b, person), b.renewalFields()), b.standings(
		func(c *competence.Cell) bool { return c.Expires != "" }, func(c *competence.Cell) string { return c.Expires }))
}

func renewalStatus(c *competence.Cell) string {
	switch c.Status {
	case competence.Expired:
		return "✗ expired"
	case competence.Expiring:
		return "⌛ expiring"
	}
	return "✓ in date"
}

// renewalFields say which level ends, and how it is renewed.
func (b *book) renewalFields() []spreadsheet.Field[standing] {
	return []spreadsheet.Field[standing]{
		spreadsheet.Line("Competency ID", 14, func(s standing) string { return s.cell.Competency }),
		spreadsheet.Wrapped("Competency", 30, func(s standing) string { return b.Competency(s.cell.Competency).Title }),
		spreadsheet.Line("Level", 11, func(s standing) string {
			if s.cell.Level == nil {
				return ""
			}
			return b.Level(*s.cell.Level)
		}),
		spreadsheet.Calendar("Valid from", 11, func(s standing) string { return s.cell.ValidFrom }),
		spreadsheet.Wrapped("How it is renewed", 34, func(s standing) string { return b.demanded(s.cell.Competency) }),
	}
}

// demanded says which evidence a competency demands; "" if it is not graded.
func (b *book) demanded(competency string) string {
	rule := b.Rule(competency)
	if rule == nil {
		return ""
	}
	return words.Upper(b.Demands(rule))
}
