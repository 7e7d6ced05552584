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

// standing is a cell, by its row in the matrix, and what it is sorted by.
type standing struct {
	date string
	row  int
}

// at gives the cell of a standing, with its person.
func (b *book) at(s standing) (*gradebook.Person, *competence.Cell) {
	c := b.Matrix.Cells.At(s.row)
	return b.Person[c.Staff], c
}

// standings gives the cells of active staff that a condition holds for, sorted by
// a date; without a date at the end. Otherwise they keep the matrix's order.
func (b *book) standings(holds func(*competence.Cell) bool, date func(*competence.Cell) string) []standing {
	var out []standing
	for _, p := range b.Active {
		for row, c := range b.Matrix.Cells.Group(p.ID) {
			if c.Required > 0 && holds(c) {
				out = append(out, standing{cmp.Or(date(c), "9999"), row})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y standing) int { return strings.Compare(x.date, y.date) })
	return out
}

// proof leads to the evidence behind a cell; the rows beside it there are of the
// same person and competency.
func (b *book) proof(c *competence.Cell) spreadsheet.Cell {
	p, ok := b.proofs[[2]string{c.Staff, c.Competency}]
	if !ok {
		return spreadsheet.Cell{}
	}
	return spreadsheet.LinkRow(p.id, sheetEvidence, p.row)
}

func (b *book) gaps() spreadsheet.Sheet {
	gaps := b.standings(func(c *competence.Cell) bool { return !c.Met }, func(c *competence.Cell) string { return c.Due })
	columns := append(identity(),
		spreadsheet.Column{Header: "Competency ID", Width: 14},
		spreadsheet.Column{Header: "Competency", Width: 25, Wrap: true},
		spreadsheet.Column{Header: "Required", Width: 11},
		spreadsheet.Column{Header: "Current", Width: 11},
		spreadsheet.Column{Header: "Gap (levels)", Width: 8, Kind: spreadsheet.Integer, Middle: true},
		spreadsheet.Column{Header: "Cause", Width: 32, Wrap: true},
		spreadsheet.Column{Header: "Evidence", Width: 15},
		spreadsheet.Column{Header: "Due", Width: 11, Kind: spreadsheet.Day},
		spreadsheet.Column{Header: "Due when", Width: 14, Wrap: true},
		spreadsheet.Column{Header: "Next step", Width: 30, Wrap: true},
		spreadsheet.Column{Header: "Module", Width: 22, Wrap: true},
	)
	typed := len(columns)
	columns = append(columns, openColumns(sheetGaps)...)
	if len(b.carried[sheetGaps]) > 0 {
		columns = append(columns, carryColumns("Level when written")...)
		// Together they are wider than a page that can be read: what wraps gives way.
		const narrower = 0.8
		for i := range columns {
			if columns[i].Wrap {
				columns[i].Width *= narrower
			}
		}
	}
	return spreadsheet.Sheet{
		Name:     sheetGaps,
		Columns:  columns,
		Identity: 2,
		Tab:      "E08E45",
		Empty:    "No gaps: every requirement is met.",
		Marks: []spreadsheet.Mark{
			{From: 12, To: 12, Symbol: "▲", Tone: spreadsheet.Gap},
			{From: typed + fields, To: typed + fields, Symbol: "▲", Tone: spreadsheet.Gap},
		}[:min(2, 1+len(b.carried[sheetGaps]))],
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, g := range gaps {
				person, c := b.at(g)
				clear(row)
				b.identify(row, person)
				current, level := b.Reached(c.Level), 0
				if c.Level != nil {
					level = *c.Level
				}
				row[4], row[5] = spreadsheet.Text(c.Competency), spreadsheet.Text(b.Competency(c.Competency).Title)
				row[6], row[7] = spreadsheet.Text(b.Level(c.Required)), spreadsheet.Text(current)
				row[8] = spreadsheet.Int(max(c.Required-level, 0))
				row[9] = spreadsheet.Text(b.Gap(c))
				when := b.Due(c)
				if b.Overdue(c) {
					when = "▲ " + when
				}
				row[10] = b.proof(c)
				row[11], row[12] = spreadsheet.Date(c.Due), spreadsheet.Text(when)
				step := b.Next(c)
				row[13], row[14] = spreadsheet.Text(words.Upper(step.Text)), spreadsheet.URL(step.Module, step.URL)
				b.fill(row[typed:], sheetGaps, rowKey{c.Staff, c.Competency}, current)
				if !yield(row) {
					return
				}
			}
		},
	}
}

func (b *book) renewals() spreadsheet.Sheet {
	renewals := b.standings(func(c *competence.Cell) bool { return c.Expires != "" }, func(c *competence.Cell) string { return c.Expires })
	columns := append([]spreadsheet.Column{
		{Header: "Expires", Width: 11, Kind: spreadsheet.Day},
		{Header: "Days left", Width: 7, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Status", Width: 13},
	}, identity()...)
	columns = append(columns,
		spreadsheet.Column{Header: "Competency ID", Width: 14},
		spreadsheet.Column{Header: "Competency", Width: 30, Wrap: true},
		spreadsheet.Column{Header: "Level", Width: 11},
		spreadsheet.Column{Header: "Valid from", Width: 11, Kind: spreadsheet.Day},
		spreadsheet.Column{Header: "How it is renewed", Width: 34, Wrap: true},
	)
	return spreadsheet.Sheet{
		Name:     sheetRenewals,
		Columns:  columns,
		Identity: 1,
		Tab:      "E9C46A",
		Empty:    "Nothing expires.",
		Marks: []spreadsheet.Mark{
			{From: 2, To: 2, Symbol: "✗", Tone: spreadsheet.Bad},
			{From: 2, To: 2, Symbol: "⌛", Tone: spreadsheet.Soon},
		},
		Rows: renewalRows(b, renewals, len(columns)),
	}
}

func renewalRows(b *book, renewals []standing, width int) iter.Seq[[]spreadsheet.Cell] {
	return func(yield func([]spreadsheet.Cell) bool) {
		row := make([]spreadsheet.Cell, width)
		for _, r := range renewals {
			person, c := b.at(r)
			row[0], row[1] = spreadsheet.Date(c.Expires), spreadsheet.Cell{}
			if n, ok := b.Days(c.Expires); ok {
				row[1] = spreadsheet.Int(n)
			}
			status := "✓ in date"
			switch c.Status {
			case competence.Expired:
				status = "✗ expired"
			case competence.Expiring:
				status = "⌛ expiring"
			}
			row[2] = spreadsheet.Text(status)
			b.identify(row[3:], person)
			level := spreadsheet.Cell{}
			if c.Level != nil {
				level = spreadsheet.Text(b.Level(*c.Level))
			}
			row[7], row[8], row[9] = spreadsheet.Text(c.Competency), spreadsheet.Text(b.Competency(c.Competency).Title), level
			row[10], row[11] = spreadsheet.Date(c.ValidFrom), b.renewal(c.Competency)
			if !yield(row) {
				return
			}
		}
	}
}

// renewal names what is shown again to renew a competency.
func (b *book) renewal(id string) spreadsheet.Cell {
	rule := b.Rule(id)
	if rule == nil {
		return spreadsheet.Cell{}
	}
	return spreadsheet.Text(words.Upper(b.Demands(rule)))
}
