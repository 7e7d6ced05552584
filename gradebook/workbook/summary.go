package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// group is a row of Summary.
type group struct {
	by, name string
	tally    gradebook.Tally
}

// groups are the rows of Summary: all staff, every role, every team.
func (b *book) groups() []group {
	tallies := b.Tallies()
	out := []group{{by: "All", name: "All active staff", tally: tallies.All}}
	out = append(out, sortedGroups("Role", tallies.ByRole, b.Role)...)
	return append(out, sortedGroups("Team", tallies.ByTeam, func(t string) string { return cmp.Or(t, "(no team)") })...)
}

func sortedGroups(by string, tallies map[string]*gradebook.Tally, name func(string) string) []group {
	var out []group
	for key, t := range tallies {
		out = append(out, group{by, name(key), *t})
	}
	slices.SortFunc(out, func(x, y group) int {
		return cmp.Or(strings.Compare(strings.ToLower(x.name), strings.ToLower(y.name)), strings.Compare(x.name, y.name))
	})
	return out
}

// chartRoles is how many roles the chart shows at most.
const chartRoles = 16

func (b *book) summary() spreadsheet.Sheet {
	groups := b.groups()
	n := func(header string, width float64) spreadsheet.Column {
		return spreadsheet.Column{Header: header, Width: width, Kind: spreadsheet.Integer, Middle: true}
	}
	columns := []spreadsheet.Column{
		{Header: "By", Width: 8},
		{Header: "Role or team", Width: 40},
		n("Staff", 8), n("Required", 10), n("Met", 8),
		{Header: "Percent met", Width: 10, Kind: spreadsheet.Share, Middle: true},
		n("Pending", 9), n("Missing", 9), n("Expired", 9),
		n("Of met: expire within 30 days", 13), n("Of met: expire within 60 days", 13), n("Of met: expire within 90 days", 13),
	}
	s := spreadsheet.Sheet{
		Name:     sheetSummary,
		Columns:  columns,
		Identity: 2,
		Tab:      "2F6F9F",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, g := range groups {
				t := g.tally
				look := spreadsheet.Plain
				if g.by == "All" {
					look = spreadsheet.Strong
				}
				row[0], row[1], row[2] = spreadsheet.Text(g.by).As(look), spreadsheet.Link(g.name, sheetMatrix).As(look), spreadsheet.Int(t.Staff)
				metCells(row[3:], t.Required, t.Met)
				for i, v := range [...]int{t.Pending, t.Missing, t.Expired, t.Soon[0], t.Soon[1], t.Soon[2]} {
					row[6+i] = spreadsheet.Int(v)
				}
				if !yield(row) {
					return
				}
			}
		},
	}
	first, last := -1, -1
	for i, g := range groups {
		if g.by == "Role" && g.tally.Required > 0 {
			if first < 0 {
				first = i
			}
			if i-first < chartRoles {
				last = i
			}
		}
	}
	if first >= 0 {
		title := "Requirements by role"
		if last+1 < len(groups) && groups[last+1].by == "Role" {
			title = fmt.Sprintf("Requirements by role (the first %d)", last-first+1)
		}
		s.Chart = &spreadsheet.Chart{
			Title: title, Alt: chartText(groups[first : last+1]), Category: 1, First: first, Last: last,
			Series: []spreadsheet.Series{
				{Column: 4, Tone: spreadsheet.Good},
				{Column: 6, Tone: spreadsheet.Waiting},
				{Column: 7, Tone: spreadsheet.Gap},
				{Column: 8, Tone: spreadsheet.Bad},
			},
		}
	}
	return s
}

// chartText says what the chart shows to those who do not see it.
func chartText(groups []group) string {
	parts := make([]string, len(groups))
	for i, g := range groups {
		t := g.tally
		parts[i] = fmt.Sprintf("%s: %d of %d met, %d pending, %d missing, %d expired", g.name, t.Met, t.Required, t.Pending, t.Missing, t.Expired)
	}
	return "Stacked bars, one for each role, of the requirements that are met, pending, missing and expired. " + strings.Join(parts, "; ") + "."
}
