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
		return cmp.Or(strings.Compare(strings.ToLower(x.name), strings.ToLower(y.name)),
			strings.Compare(x.name, y.name))
	})
	return out
}

// chartRoles is how many roles the chart shows at most.
const chartRoles = 16

func (b *book) summary() spreadsheet.Sheet {
	groups := b.groups()
	s := spreadsheet.Sheet{Name: sheetSummary, Identity: 2, Tab: "2F6F9F", Chart: chartOf(groups)}
	return spreadsheet.Lay(s, summaryFields(), slices.Values(groups))
}

func summaryFields() []spreadsheet.Field[group] {
	n := func(header string, width float64, number func(gradebook.Tally) int) spreadsheet.Field[group] {
		return spreadsheet.Figure(header, width, spreadsheet.Integer, func(g group) spreadsheet.Cell {
			return spreadsheet.Int(number(g.tally))
		})
	}
	strong := func(g group, c spreadsheet.Cell) spreadsheet.Cell {
		if g.by == "All" {
			return c.As(spreadsheet.Strong)
		}
		return c
	}
	soon := func(i int) spreadsheet.Field[group] {
		return n(fmt.Sprintf("Of met: expire within %d days", 30*(i+1)), 13,
			func(t gradebook.Tally) int { return t.Soon[i] })
	}
	return []spreadsheet.Field[group]{
		{
			Column: spreadsheet.Column{Header: "By", Width: 8},
			Show:   func(g group) spreadsheet.Cell { return strong(g, spreadsheet.Text(g.by)) },
		},
		{
			Column: spreadsheet.Column{Header: "Role or team", Width: 40},
			Show:   func(g group) spreadsheet.Cell { return strong(g, spreadsheet.Link(g.name, sheetMatrix)) },
		},
		n("Staff", 8, func(t gradebook.Tally) int { return t.Staff }),
		n("Required", 10, func(t gradebook.Tally) int { return t.Required }),
		n("Met", 8, func(t gradebook.Tally) int { return t.Met }),
		spreadsheet.Figure("Percent met", 10, spreadsheet.Share,
			func(g group) spreadsheet.Cell { return percentMet(g.tally) }),
		n("Pending", 9, func(t gradebook.Tally) int { return t.Pending }),
		n("Missing", 9, func(t gradebook.Tally) int { return t.Missing }),
		n("Expired", 9, func(t gradebook.Tally) int { return t.Expired }),
		soon(0), soon(1), soon(2),
	}
}

// chartOf shows the first roles of which something is required; nil without any.
func chartOf(groups []group) *spreadsheet.Chart {
	first := slices.IndexFunc(groups, func(g group) bool { return g.by == "Role" && g.tally.Required > 0 })
	if first < 0 {
		return nil
	}
	last := first
	for i, g := range groups {
		if g.by == "Role" && g.tally.Required > 0 && i < first+chartRoles {
			last = i
		}
	}
	title := "Requirements by role"
	if last+1 < len(groups) && groups[last+1].by == "Role" {
		title = fmt.Sprintf("Requirements by role (the first %d)", last-first+1)
	}
	return &spreadsheet.Chart{
		Title: title, Alt: chartText(groups[first : last+1]), Category: 1, First: first, Last: last,
		Series: []spreadsheet.Series{
			{Column: 4, Tone: spreadsheet.Good},
			{Column: 6, Tone: spreadsheet.Waiting},
			{Column: 7, Tone: spreadsheet.Gap},
			{Column: 8, Tone: spreadsheet.Bad},
		},
	}
}

// chartText says what the chart shows to those who do not see it.
func chartText(groups []group) string {
	parts := make([]string, len(groups))
	for i, g := range groups {
		t := g.tally
		parts[i] = fmt.Sprintf("%s: %d of %d met, %d pending, %d missing, %d expired", g.name, t.Met, t.Required,
			t.Pending, t.Missing, t.Expired)
	}
	return "Stacked bars, one for each role, of the requirements that are met, pending, missing and expired. " +
		strings.Join(parts, "; ") + "."
}
