package workbook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// stray is an entry whose row is not in this workbook, and why.
type stray struct {
	TypedRow
	why string
}

// carry finds the row of every entry; an entry without one is kept with the reason. A
// matrix of some of the staff goes to people who may not read about the others: what
// was typed about the others is left out.
func (b *book) carry(entries TypedRows) {
	b.carried = map[string]map[rowKey]TypedRow{sheetGaps: {}, sheetSignOff: {}}
	kept := map[TypedRow]bool{}
	for _, e := range entries {
		e.stray = false
		key := rowKey{e.Staff, e.Competency}
		if b.Person[e.Staff] == nil && b.Matrix.Narrowed || b.carried[e.Sheet] == nil {
			continue
		}
		why := b.rowless(e)
		if first, taken := b.carried[e.Sheet][key]; why == "" && taken {
			if first.Values == e.Values {
				continue
			}
			why = "Another entry is in the row"
		}
		switch {
		case why == "":
			b.carried[e.Sheet][key] = e
		case !kept[e]:
			kept[e] = true
			b.stray = append(b.stray, stray{e, why})
		}
	}
}

// rowless says why an entry has no row, or "".
func (b *book) rowless(e TypedRow) string {
	p := b.Person[e.Staff]
	switch {
	case p == nil:
		return "The person is not on the roster"
	case !p.Active():
		return "The person has left or has not started"
	case e.Sheet == sheetSignOff:
		return ""
	}
	for c := range b.Cells(e.Staff) {
		switch {
		case c.Competency != e.Competency:
		case c.Required == 0:
			return "The competency is no longer required of the person"
		case c.Met:
			return "The requirement is met now"
		default:
			return ""
		}
	}
	return "The competency is no longer required of the person"
}

// typedFields returns the columns that people fill in, with what was carried over. If
// anything was, further columns say how the level has changed since.
func typedFields[T any](b *book, sheet string, key func(T) rowKey, level func(T) string) []spreadsheet.Field[T] {
	var out []spreadsheet.Field[T]
	for i, c := range openColumns(sheet) {
		out = append(out, spreadsheet.Field[T]{Column: c, Show: func(v T) spreadsheet.Cell {
			return typedCell(c, b.carried[sheet][key(v)].Values[i])
		}})
	}
	if len(b.carried[sheet]) == 0 {
		return out
	}
	for i, c := range carryColumns(sheet) {
		out = append(out, spreadsheet.Field[T]{Column: c, Show: func(v T) spreadsheet.Cell {
			e, ok := b.carried[sheet][key(v)]
			if !ok {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Text(e.since(level(v))[i])
		}})
	}
	return out
}

// typedCell is what was typed into a column.
func typedCell(c spreadsheet.Column, value string) spreadsheet.Cell {
	if c.Kind == spreadsheet.Day {
		return spreadsheet.Date(value)
	}
	return spreadsheet.Text(value)
}

// since says how the level has changed since an entry was typed: a note, the level at
// that time, and the code of what was typed.
func (e TypedRow) since(level string) [3]string {
	note := "Carried over; the level is the same"
	if e.Level != "" && e.Level != level {
		note = fmt.Sprintf("▲ written before this level changed: %s then, %s now", e.Level, level)
		if e.Sheet == sheetSignOff {
			note = "▲ signed before this level changed: " + changedLevels(e.Level, level)
		}
	}
	return [3]string{note, cmp.Or(e.Level, level), e.code()}
}

// changedMark marks the notes of entries whose level changed; typed is the first of
// the columns that people fill in.
func changedMark(typed int) spreadsheet.Mark {
	return spreadsheet.Mark{From: typed + typedColumns, To: typed + typedColumns, Symbol: "▲", Tone: spreadsheet.Gap}
}

// codeMark begins the code of a list of levels that is too long to be written out.
const codeMark = "(code "

// levels lists what is required of a person, with the level reached: this is what
// people sign. A long list becomes a count and a code, which differs for any other list.
func (b *book) levels(p *gradebook.Person) string {
	var list []string
	met := 0
	for c := range b.Cells(p.ID) {
		if c.Required == 0 {
			continue
		}
		symbol := "▲"
		if c.Met {
			symbol = "✓"
			met++
		}
		list = append(list, c.Competency+" "+b.Reached(c.Level)+" "+symbol)
	}
	const most = 20
	if len(list) <= most {
		return strings.Join(list, "; ")
	}
	sum := sha256.Sum256([]byte(strings.Join(list, "; ")))
	return fmt.Sprintf("%d of %d met "+codeMark+"%s)", met, len(list), hex.EncodeToString(sum[:4]))
}

// changedLevels says what differs between two lists of levels.
func changedLevels(then, now string) string {
	if strings.Contains(then, codeMark) || strings.Contains(now, codeMark) {
		return then + " then, " + now + " now"
	}
	before, was := parseLevels(then)
	after, is := parseLevels(now)
	var parts []string
	for _, id := range before {
		switch {
		case is[id] == "":
			parts = append(parts, id+" no longer required")
		case is[id] != was[id]:
			parts = append(parts, fmt.Sprintf("%s %s then, %s now", id, was[id], is[id]))
		}
	}
	for _, id := range after {
		if was[id] == "" {
			parts = append(parts, fmt.Sprintf("%s newly required, %s", id, is[id]))
		}
	}
	const most = 3
	if len(parts) > most {
		parts = append(parts[:most], fmt.Sprintf("and %d more", len(parts)-most))
	}
	return strings.Join(parts, "; ")
}

// parseLevels reads a list of levels: the competencies in order, and the level of each.
func parseLevels(list string) (order []string, level map[string]string) {
	level = map[string]string{}
	for part := range strings.SplitSeq(list, "; ") {
		id, l, _ := strings.Cut(part, " ")
		if level[id] == "" && id != "" {
			order = append(order, id)
		}
		level[id] = l
	}
	return order, level
}

// signOff has a row for every active person.
func (b *book) signOff() spreadsheet.Sheet {
	type P = *gradebook.Person
	fields := slices.Concat(
		identity(b, func(p P) P { return p }),
		metFields(b.tally),
		[]spreadsheet.Field[P]{spreadsheet.Wrapped("Levels", 44, b.levels)})
	s := spreadsheet.Sheet{
		Name: sheetSignOff, Identity: 2, Locked: true, Tab: "2F6F9F", Empty: "No active staff on this date.",
		Note: "The protection of this sheet guards against slips. It is not a signature, and neither is a name typed here: sign on paper.",
	}
	typed := typedFields(b, sheetSignOff, func(p P) rowKey { return rowKey{staff: p.ID} }, b.levels)
	if len(typed) > typedColumns {
		s.Marks = []spreadsheet.Mark{changedMark(len(fields))}
	}
	return spreadsheet.Lay(s, append(fields, typed...), slices.Values(b.Active))
}

// tally counts what is required of a person.
func (b *book) tally(p *gradebook.Person) (t gradebook.Tally) {
	for c := range b.Cells(p.ID) {
		if c.Required > 0 {
			t.Add(c)
		}
	}
	return t
}

// carriedOver keeps what was typed into rows that this workbook does not have.
func (b *book) carriedOver() spreadsheet.Sheet {
	fields := []spreadsheet.Field[stray]{
		spreadsheet.Line("Written on", 10, func(s stray) string { return s.Sheet }),
		spreadsheet.Line("Staff ID", 10, func(s stray) string { return s.Staff }),
		spreadsheet.Wrapped("Name", 20, func(s stray) string { return s.Name }),
		spreadsheet.Line("Competency ID", 14, func(s stray) string { return s.Competency }),
		spreadsheet.Wrapped("Competency", 22, func(s stray) string { return s.Title }),
		spreadsheet.Wrapped("Why it is here", 24, func(s stray) string { return s.why }),
		spreadsheet.Wrapped("Level when written", 22, func(s stray) string { return s.Level }),
	}
	for _, sheet := range []string{sheetGaps, sheetSignOff} {
		for i, c := range openColumns(sheet) {
			column := spreadsheet.Column{Header: strings.TrimSuffix(c.Header, fillIn), Width: c.Width, Kind: c.Kind,
				Wrap: c.Wrap, Shade: 1}
			fields = append(fields, spreadsheet.Field[stray]{Column: column, Show: func(s stray) spreadsheet.Cell {
				if s.Sheet != sheet {
					return spreadsheet.Cell{}
				}
				return typedCell(c, s.Values[i])
			}})
		}
	}
	return spreadsheet.Lay(spreadsheet.Sheet{
		Name: sheetCarriedOver, Identity: 3, Tab: "A9B4BE",
		Note: "What was typed into an earlier workbook, in rows that this one does not have. " +
			"Delete what is no longer needed: what is left here is carried over to the next workbook.",
	}, fields, slices.Values(b.stray))
}
