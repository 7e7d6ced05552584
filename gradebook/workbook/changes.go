package workbook

import (
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// kindOfChange names the first reason for a change.
func kindOfChange(k gradebook.ChangeKind) string {
	switch k {
	case gradebook.Joined:
		return "joined"
	case gradebook.LeftStaff:
		return "left"
	case gradebook.Lapse:
		return "expiry"
	case gradebook.RuleChanged:
		return "another rule"
	case gradebook.RoleChanged:
		return "another role"
	case gradebook.RequirementChange:
		return "another requirement"
	case gradebook.Unexplained:
		return "▲ unexplained"
	}
	return strings.ReplaceAll(string(k), "-", " ")
}

// changesSheet lists what differs from the earlier matrix, and why.
func (b *book) changesSheet() spreadsheet.Sheet {
	columns := append(identity(),
		spreadsheet.Column{Header: "Competency ID", Width: 14},
		spreadsheet.Column{Header: "Competency", Width: 26, Wrap: true},
		spreadsheet.Column{Header: "Reason", Width: 18},
		spreadsheet.Column{Header: "Level before", Width: 12},
		spreadsheet.Column{Header: "Status before", Width: 12},
		spreadsheet.Column{Header: "Level now", Width: 12, Shade: 1},
		spreadsheet.Column{Header: "Status now", Width: 12, Shade: 1},
		spreadsheet.Column{Header: "Up or down", Width: 9},
		spreadsheet.Column{Header: "Why", Width: 50, Wrap: true},
		spreadsheet.Column{Header: "Evidence", Width: 15},
	)
	return spreadsheet.Sheet{
		Name:     sheetChanges,
		Columns:  columns,
		Identity: 2,
		Tab:      "E9C46A",
		Empty:    "No changes: nothing differs from the earlier matrix, or none was given to compare with.",
		Marks: []spreadsheet.Mark{
			{From: 6, To: 6, Symbol: "▲", Tone: spreadsheet.Gap},
			{From: 11, To: 11, Symbol: "↑", Tone: spreadsheet.Good},
			{From: 11, To: 11, Symbol: "↓", Tone: spreadsheet.Gap},
		},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, c := range b.Matrix.Changes {
				clear(row)
				row[0] = spreadsheet.Text(c.Staff)
				if p := b.Person[c.Staff]; p != nil {
					b.identify(row, p)
				}
				if c.Competency != "" {
					now := &competence.Cell{Staff: c.Staff, Competency: c.Competency, Level: c.NewLevel}
					row[4], row[5] = spreadsheet.Text(c.Competency), spreadsheet.Text(b.Competency(c.Competency).Title)
					row[7], row[8] = spreadsheet.Text(b.Reached(c.OldLevel)), spreadsheet.Text(words.Status(c.OldStatus))
					row[9], row[10] = spreadsheet.Text(b.Reached(c.NewLevel)), spreadsheet.Text(words.Status(c.NewStatus))
					row[11] = spreadsheet.Text(direction(c.OldLevel, c.NewLevel))
					row[13] = b.proof(now)
				}
				row[6], row[12] = spreadsheet.Text(kindOfChange(c.Kind)), spreadsheet.Text(words.Upper(c.Why))
				if !yield(row) {
					return
				}
			}
		},
	}
}

// direction says which way a level went.
func direction(before, now *int) string {
	value := func(l *int) int {
		if l == nil {
			return 0
		}
		return *l
	}
	switch old, new := value(before), value(now); {
	case new > old:
		return "↑ up"
	case new < old:
		return "↓ down"
	}
	return "= same"
}

// rolesSheet lists what every role requires.
func (b *book) rolesSheet() spreadsheet.Sheet {
	staff := map[string]int{}
	for _, p := range b.Active {
		for _, r := range p.Roles {
			staff[r]++
		}
	}
	columns := []spreadsheet.Column{
		{Header: "Role ID", Width: 16},
		{Header: "Role", Width: 26, Wrap: true},
		{Header: "Staff in the role", Width: 9, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Competency ID", Width: 14},
		{Header: "Competency", Width: 32, Wrap: true},
		{Header: "Domain", Width: 26, Wrap: true},
		{Header: "Level required", Width: 13},
		{Header: "Due within days of the start", Width: 12, Kind: spreadsheet.Integer, Middle: true},
		{Header: "May work supervised until then", Width: 13, Middle: true},
		{Header: "Evidence demanded", Width: 30, Wrap: true},
	}
	return spreadsheet.Sheet{
		Name:     sheetRoles,
		Columns:  columns,
		Identity: 2,
		Tab:      "3B5266",
		Empty:    "The standards name no roles.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, r := range b.Standards.Roles {
				clear(row)
				row[0], row[1], row[2] = spreadsheet.Text(r.ID), spreadsheet.Text(b.Role(r.ID)), spreadsheet.Int(staff[r.ID])
				if len(r.Requires) == 0 {
					row[4] = spreadsheet.Text("– nothing is required")
					if !yield(row) {
						return
					}
				}
				for _, q := range r.Requires {
					c := b.Competency(q.Competency)
					demands := ""
					if rule := b.Rule(c.ID); rule != nil {
						demands = words.Upper(b.Demands(rule))
					}
					row[3], row[4], row[5] = spreadsheet.Text(q.Competency), spreadsheet.Text(c.Title), spreadsheet.Text(b.Domain(c.Domain))
					row[6], row[7] = spreadsheet.Text(b.Level(q.Level)), spreadsheet.Int(q.DueWithinDays)
					row[8], row[9] = spreadsheet.Text(words.YesNo(q.SupervisedOK)), spreadsheet.Text(demands)
					if !yield(row) {
						return
					}
				}
			}
		},
	}
}
