package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// tally counts requirements: required = met + pending + missing + expired.
type tally struct {
	staff, required, met, pending, expired int
	soon                                   [3]int // of the met: within 30, 60 and 90 days
}

func (t tally) missing() int { return t.required - t.met - t.pending - t.expired }

func (b *book) add(t *tally, c *competence.Cell) {
	t.required++
	switch {
	case c.Met:
		t.met++
		if n, ok := b.Days(c.Expires); ok && c.Expires != "" {
			for i := range t.soon {
				if n <= 30*(i+1) {
					t.soon[i]++
				}
			}
		}
	case c.Status == competence.Expired:
		t.expired++
	case c.Status == competence.Pending:
		t.pending++
	}
}

type group struct {
	by, name string
	tally    tally
}

// groups gives the rows of Summary: all staff, every role, every team. A role
// counts what the role itself requires, so that people with two roles do not carry
// the demands of one into the other.
func (b *book) groups() []group {
	all := group{by: "All", name: "All active staff"}
	roles, teams := map[string]*tally{}, map[string]*tally{}
	get := func(m map[string]*tally, key string) *tally {
		if m[key] == nil {
			m[key] = &tally{}
		}
		m[key].staff++
		return m[key]
	}
	requires := map[string]map[string]bool{}
	for _, r := range b.Standards.Roles {
		requires[r.ID] = map[string]bool{}
		for _, q := range r.Requires {
			requires[r.ID][q.Competency] = true
		}
	}
	for _, p := range b.staff {
		all.tally.staff++
		team := get(teams, p.Team)
		var mine []*tally
		var demands []map[string]bool
		for _, r := range p.Roles {
			mine, demands = append(mine, get(roles, r)), append(demands, requires[r])
		}
		for _, c := range b.cells(p.ID) {
			if c.Required == 0 {
				continue
			}
			b.add(&all.tally, c)
			b.add(team, c)
			for i, t := range mine {
				if demands[i] == nil || demands[i][c.Competency] {
					b.add(t, c)
				}
			}
		}
	}
	out := []group{all}
	rows := func(by string, m map[string]*tally, name func(string) string) {
		from := len(out)
		for key, t := range m {
			out = append(out, group{by, name(key), *t})
		}
		slices.SortFunc(out[from:], func(x, y group) int {
			return cmp.Or(strings.Compare(strings.ToLower(x.name), strings.ToLower(y.name)), strings.Compare(x.name, y.name))
		})
	}
	rows("Role", roles, b.Role)
	rows("Team", teams, func(t string) string { return cmp.Or(t, "(no team)") })
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
				row[0], row[1], row[2] = spreadsheet.Text(g.by).As(look), spreadsheet.Link(g.name, sheetMatrix).As(look), spreadsheet.Int(t.staff)
				metCells(row[3:], t.required, t.met)
				for i, v := range [...]int{t.pending, t.missing(), t.expired, t.soon[0], t.soon[1], t.soon[2]} {
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
		if g.by == "Role" && g.tally.required > 0 {
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
		parts[i] = fmt.Sprintf("%s: %d of %d met, %d pending, %d missing, %d expired", g.name, t.met, t.required, t.pending, t.missing(), t.expired)
	}
	return "Stacked bars, one for each role, of the requirements that are met, pending, missing and expired. " + strings.Join(parts, "; ") + "."
}
