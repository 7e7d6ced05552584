package workbook

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// changesSheet lists what differs from the earlier matrix, and why.
func (b *book) changesSheet() spreadsheet.Sheet {
	s := spreadsheet.Sheet{
		Name: sheetChanges, Identity: 2, Tab: "E9C46A",
		Empty: "No changes: nothing differs from the earlier matrix, or none was given to compare with.",
		Marks: []spreadsheet.Mark{
			{From: 6, To: 6, Symbol: "▲", Tone: spreadsheet.Gap},
			{From: 11, To: 11, Symbol: "↑", Tone: spreadsheet.Good},
			{From: 11, To: 11, Symbol: "↓", Tone: spreadsheet.Gap},
		},
	}
	fields := slices.Concat(identityOf(b, func(c gradebook.Change) string { return c.Staff }), b.changeFields())
	return spreadsheet.Lay(s, fields, slices.Values(b.Matrix.Changes))
}

// changeFields say what changed. Who joined or left is a change without a competency.
func (b *book) changeFields() []spreadsheet.Field[gradebook.Change] {
	type C = gradebook.Change
	ofCell := func(show func(C) string) func(C) string {
		return func(c C) string {
			if c.Competency == "" {
				return ""
			}
			return show(c)
		}
	}
	return []spreadsheet.Field[C]{
		spreadsheet.Line("Competency ID", 14, func(c C) string { return c.Competency }),
		spreadsheet.Wrapped("Competency", 26, ofCell(func(c C) string { return b.Competency(c.Competency).Title })),
		spreadsheet.Line("Reason", 18, func(c C) string { return words.ChangeKind(c.Kind) }),
		spreadsheet.Line("Level before", 12, ofCell(func(c C) string { return b.Reached(c.OldLevel) })),
		spreadsheet.Line("Status before", 12, ofCell(func(c C) string { return words.Status(c.OldStatus) })),
		spreadsheet.Line("Level now", 12, ofCell(func(c C) string { return b.Reached(c.NewLevel) })).Shaded(1),
		spreadsheet.Line("Status now", 12, ofCell(func(c C) string { return words.Status(c.NewStatus) })).Shaded(1),
		spreadsheet.Line("Up or down", 9, ofCell(func(c C) string { return direction(c.OldLevel, c.NewLevel) })),
		spreadsheet.Wrapped("Why", 50, func(c C) string { return words.Upper(c.Why) }),
		{
			Column: spreadsheet.Column{Header: "Evidence", Width: 15},
			Show:   func(c C) spreadsheet.Cell { return b.proof(c.Staff, c.Competency) },
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

// roleRow is a role with one of its requirements.
type roleRow struct {
	role     *standards.Role
	required *standards.Requirement // nil for a role that requires nothing
}

// rolesSheet lists what every role requires.
func (b *book) rolesSheet() spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: sheetRoles, Identity: 2, Tab: "3B5266", Empty: "The standards name no roles."}
	return spreadsheet.Lay(s, b.roleFields(), func(yield func(roleRow) bool) {
		for i := range b.Standards.Roles {
			role := &b.Standards.Roles[i]
			if len(role.Requires) == 0 && !yield(roleRow{role: role}) {
				return
			}
			for k := range role.Requires {
				if !yield(roleRow{role: role, required: &role.Requires[k]}) {
					return
				}
			}
		}
	})
}

func (b *book) roleFields() []spreadsheet.Field[roleRow] {
	staff := map[string]int{}
	for _, p := range b.Active {
		for _, r := range p.Roles {
			staff[r]++
		}
	}
	ofRequirement := func(show func(*standards.Requirement) string) func(roleRow) string {
		return func(r roleRow) string {
			if r.required == nil {
				return ""
			}
			return show(r.required)
		}
	}
	type R = *standards.Requirement
	return []spreadsheet.Field[roleRow]{
		spreadsheet.Line("Role ID", 16, func(r roleRow) string { return r.role.ID }),
		spreadsheet.Wrapped("Role", 26, func(r roleRow) string { return b.Role(r.role.ID) }),
		spreadsheet.Figure("Staff in the role", 9, spreadsheet.Integer, func(r roleRow) spreadsheet.Cell {
			return spreadsheet.Int(staff[r.role.ID])
		}),
		spreadsheet.Line("Competency ID", 14, ofRequirement(func(q R) string { return q.Competency })),
		spreadsheet.Wrapped("Competency", 32, func(r roleRow) string {
			if r.required == nil {
				return "– nothing is required"
			}
			return b.Competency(r.required.Competency).Title
		}),
		spreadsheet.Wrapped("Domain", 26, ofRequirement(func(q R) string {
			return b.Domain(b.Competency(q.Competency).Domain)
		})),
		spreadsheet.Line("Level required", 13, ofRequirement(func(q R) string { return b.Level(q.Level) })),
		spreadsheet.Figure("Due within days of the start", 12, spreadsheet.Integer, func(r roleRow) spreadsheet.Cell {
			if r.required == nil {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Int(r.required.DueWithinDays)
		}),
		centred(spreadsheet.Line("May work supervised until then", 13,
			ofRequirement(func(q R) string { return words.YesNo(q.SupervisedOK) }))),
		spreadsheet.Wrapped("Evidence demanded", 30,
			ofRequirement(func(q R) string { return b.demanded(q.Competency) })),
	}
}

func centred[T any](f spreadsheet.Field[T]) spreadsheet.Field[T] {
	f.Middle = true
	return f
}
