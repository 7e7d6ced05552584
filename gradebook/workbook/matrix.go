package workbook

import (
	"fmt"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// tooWide is where one sheet of competencies becomes an overview by domain and a
// sheet for each domain.
const tooWide = 60

// cellMarks gives the tones of cell texts in a range of columns.
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

// identity are the columns that say who a row is about.
func identity() []spreadsheet.Column {
	return []spreadsheet.Column{
		{Header: "Staff ID", Width: 10},
		{Header: "Name", Width: 21, Wrap: true},
		{Header: "Role", Width: 18, Wrap: true},
		{Header: "Team", Width: 13, Wrap: true},
	}
}

func (b *book) identify(row []spreadsheet.Cell, p *gradebook.Person) {
	row[0], row[1], row[2], row[3] = spreadsheet.Text(p.ID), spreadsheet.Text(p.Name), spreadsheet.Text(b.Roles(p.Roles)), spreadsheet.Text(p.Team)
}

// toEvidence is a staff ID that leads to the person's first row on Evidence. The
// cells of a matrix are no links: LibreOffice draws a link on one line and in a
// colour of its own, and what the cell says would be cut off and hard to read.
func (b *book) toEvidence(p *gradebook.Person) spreadsheet.Cell {
	if at, ok := b.first[p.ID]; ok {
		return spreadsheet.LinkRow(p.ID, sheetEvidence, at)
	}
	return spreadsheet.Text(p.ID)
}

func metColumns() []spreadsheet.Column {
	return []spreadsheet.Column{
		{Header: "Required", Width: 9, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Met", Width: 6, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Percent met", Width: 9, Kind: spreadsheet.Share, Middle: true},
	}
}

func metCells(row []spreadsheet.Cell, required, met int) {
	row[0], row[1], row[2] = spreadsheet.Int(required), spreadsheet.Int(met), spreadsheet.Cell{}
	if required > 0 {
		row[2] = spreadsheet.Percent(100 * float64(met) / float64(required))
	}
}

// matrix gives the sheet of staff by competency, or an overview and a sheet for
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
	columns := append(identity(), metColumns()...)
	fixed := len(columns)
	if !showDomain {
		for i := 4; i < fixed; i++ {
			columns[i].Header += " in domain"
			columns[i].Width = 10
		}
	}
	at := map[string]int{}
	shade := 0
	for i, c := range competencies {
		title := c.Title
		if showDomain && len(b.Standards.Domains) > 0 {
			if i > 0 && competencies[i-1].Domain != c.Domain {
				shade++
			}
			title = c.Title + " · " + b.Domain(c.Domain)
		}
		at[c.ID] = fixed + i
		columns = append(columns, spreadsheet.Column{Header: title, Width: 18, Wrap: true, Shade: 1 + shade})
	}
	none := "– not required"
	return spreadsheet.Sheet{
		Name:     name,
		Columns:  columns,
		Identity: 4,
		Marks:    cellMarks(fixed, len(columns)-1),
		Tab:      "2F6F9F",
		Empty:    "No active staff on this date.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, p := range b.Active {
				b.identify(row, p)
				row[0] = b.toEvidence(p)
				for i := fixed; i < len(row); i++ {
					row[i] = spreadsheet.Text(none)
				}
				required, met := 0, 0
				for c := range b.Cells(p.ID) {
					i, ok := at[c.Competency]
					if !ok {
						continue
					}
					row[i] = spreadsheet.Text(b.Cell(c))
					if c.Required > 0 {
						required++
						if c.Met {
							met++
						}
					}
				}
				metCells(row[4:], required, met)
				if !yield(row) {
					return
				}
			}
		},
	}
}

// overview counts, for every person and domain, what is required and met.
func (b *book) overview() spreadsheet.Sheet {
	domains := b.domains()
	columns := append(identity(), metColumns()...)
	fixed := len(columns)
	at := map[string]int{}
	for i, d := range domains {
		for _, c := range d.competencies {
			at[c.ID] = i
		}
		columns = append(columns, spreadsheet.Column{Header: b.Domain(d.id) + fmt.Sprintf(" (%d competencies)", len(d.competencies)), Width: 23, Wrap: true, Shade: 1 + i})
	}
	type tally struct{ required, met, expired int }
	marks := append([]spreadsheet.Mark{{From: fixed, To: len(columns) - 1, Symbol: "✓", Tone: spreadsheet.Good}}, cellMarks(fixed, len(columns)-1)...)
	return spreadsheet.Sheet{
		Name:     sheetMatrix,
		Columns:  columns,
		Identity: 4,
		Marks:    marks,
		Tab:      "2F6F9F",
		Empty:    "No active staff on this date.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, p := range b.Active {
				b.identify(row, p)
				row[0] = b.toEvidence(p)
				sums := make([]tally, len(domains))
				all := tally{}
				for c := range b.Cells(p.ID) {
					i, ok := at[c.Competency]
					if !ok || c.Required == 0 {
						continue
					}
					sums[i].required++
					all.required++
					if c.Met {
						sums[i].met++
						all.met++
					}
					if c.Status == competence.Expired {
						sums[i].expired++
					}
				}
				metCells(row[4:], all.required, all.met)
				for i, t := range sums {
					text := fmt.Sprintf("%d of %d met", t.met, t.required)
					switch {
					case t.required == 0:
						text = "– not required"
					case t.expired > 0:
						text = fmt.Sprintf("✗ %s, %d expired", text, t.expired)
					case t.met < t.required:
						text = "▲ " + text
					default:
						text = "✓ " + text
					}
					row[fixed+i] = spreadsheet.Text(text)
				}
				if !yield(row) {
					return
				}
			}
		},
	}
}
