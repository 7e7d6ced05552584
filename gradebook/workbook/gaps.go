package workbook

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// standing is a cell, by its row in the matrix, and what it is sorted by.
type standing struct {
	date string
	row  int
}

// at gives the cell of a standing, with its person.
func (b *book) at(s standing) (*gradebook.Person, *competence.Cell) {
	c := b.m.Cells.At(s.row)
	return b.person[c.Staff], c
}

// standings gives the cells of active staff that a condition holds for, sorted by
// a date; without a date at the end. Otherwise they keep the matrix's order.
func (b *book) standings(holds func(*competence.Cell) bool, date func(*competence.Cell) string) []standing {
	var out []standing
	for _, p := range b.staff {
		for row, c := range b.cells(p.ID) {
			if c.Required > 0 && holds(c) {
				out = append(out, standing{cmp.Or(date(c), "9999"), row})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y standing) int { return strings.Compare(x.date, y.date) })
	return out
}

// causeText says why a requirement is not met.
func (b *book) causeText(c *competence.Cell) string {
	text := ""
	switch c.Cause {
	case competence.NotAttempted:
		text = "Nothing handed in yet"
	case competence.Failed:
		text = "Result below the level required"
	case competence.InsufficientEvidence:
		text = "Too few questions answered for a level"
		if n := b.items[[2]string{c.Staff, c.Competency}]; n > 0 {
			text += fmt.Sprintf(" (n=%d)", n)
		}
	case competence.ExpiredEvidence:
		text = strings.TrimSpace("Expired " + c.Expires)
	case competence.ObservationMissing:
		text = "Knowledge shown; observation missing"
		if c.Level == nil || *c.Level == 0 {
			text = "Observation missing"
		}
	case competence.KnowledgeMissing:
		text = "Observed; knowledge quiz missing"
	case competence.CriticalFailed:
		text = "A critical question was not fully right"
	case competence.MandatoryUnmet:
		text = "A mandatory indicator is below its percentage"
	case competence.AwaitingConfirmation:
		text = "An observation awaits confirmation by its assessor"
	default:
		text = string(c.Cause)
	}
	if c.Status == competence.Pending && c.Cause != competence.AwaitingConfirmation {
		text = strings.TrimPrefix(text+"; awaiting marking", "; ")
	}
	switch missing := strings.Join(c.Missing, "; "); {
	case missing == "" || c.Cause == competence.NotAttempted:
	case strings.HasSuffix(text, "missing"):
		text += ": " + missing
	default:
		text += ". Missing: " + missing
	}
	return upper(text)
}

// nextStep says what closes a gap, and names the module that does, with a link.
func (b *book) nextStep(c *competence.Cell) (step string, module spreadsheet.Cell) {
	comp := b.competency(c.Competency)
	var kinds []string
	if comp.Rule != nil {
		for _, k := range kindsOf(comp.Rule) {
			if k == standards.Simulation || k == standards.Practice {
				kinds = append(kinds, strings.ToLower(b.kind(string(k))))
			}
		}
	}
	observe := "Arrange with a qualified assessor: " + strings.Join(kinds, " or ")
	switch {
	case c.Cause == competence.AwaitingConfirmation:
		return "Ask the assessor to confirm the observation", module
	case c.Status == competence.Pending:
		return "Have the written work marked", module
	case c.Cause == competence.ObservationMissing && len(kinds) > 0:
		return observe, module
	}
	if comp.Rule != nil {
		for _, bank := range comp.Rule.Banks {
			if m, ok := b.m.Modules[bank]; ok {
				module = spreadsheet.URL(cmp.Or(m.Title, bank), m.URL)
				step = "Take the module and its assessment"
				if len(kinds) > 0 && c.Cause != competence.KnowledgeMissing {
					step += "; an observation is demanded too"
				}
				return step, module
			}
		}
	}
	if len(kinds) > 0 {
		return observe, module
	}
	return "", module
}

// due says how far off a date is.
func (b *book) due(date string) string {
	n, ok := b.days(date)
	switch {
	case !ok:
		return ""
	case n < 0:
		return "▲ overdue by " + count(-n, "day", "days")
	case n == 0:
		return "today"
	}
	return "in " + count(n, "day", "days")
}

// levelText is the level of a cell in words.
func (b *book) levelText(c *competence.Cell) string {
	if c.Level == nil {
		return "none"
	}
	return b.level(*c.Level)
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
				current, level := b.levelText(c), 0
				if c.Level != nil {
					level = *c.Level
				}
				row[4], row[5] = spreadsheet.Text(c.Competency), spreadsheet.Text(b.competency(c.Competency).Title)
				row[6], row[7] = spreadsheet.Text(b.level(c.Required)), spreadsheet.Text(current)
				row[8] = spreadsheet.Int(max(c.Required-level, 0))
				row[9] = spreadsheet.Text(b.causeText(c))
				when := b.due(c.Due)
				if n, ok := b.days(c.Due); c.Supervised && ok && n >= 0 {
					when += ", supervised until then"
				}
				row[10] = b.proof(c)
				row[11], row[12] = spreadsheet.Date(c.Due), spreadsheet.Text(when)
				step, module := b.nextStep(c)
				row[13], row[14] = spreadsheet.Text(step), module
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
			if n, ok := b.days(c.Expires); ok {
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
				level = spreadsheet.Text(b.level(*c.Level))
			}
			row[7], row[8], row[9] = spreadsheet.Text(c.Competency), spreadsheet.Text(b.competency(c.Competency).Title), level
			row[10], row[11] = spreadsheet.Date(c.ValidFrom), b.renewal(c.Competency)
			if !yield(row) {
				return
			}
		}
	}
}

// renewal names what is shown again to renew a competency.
func (b *book) renewal(id string) spreadsheet.Cell {
	comp := b.competency(id)
	if comp.Rule == nil {
		return spreadsheet.Cell{}
	}
	return spreadsheet.Text(upper(b.demands(comp.Rule)))
}

// demands says which kinds of evidence a rule wants.
func (b *book) demands(r *standards.Rule) string {
	parts := make([]string, len(r.Demands))
	for i, demand := range r.Demands {
		kinds := make([]string, len(demand))
		for k, kind := range demand {
			kinds[k] = strings.ToLower(b.kind(string(kind)))
		}
		parts[i] = strings.Join(kinds, " or ")
	}
	return strings.Join(parts, ", and ")
}
