package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// stray is an entry whose row is not in this workbook, and why.
type stray struct {
	Entry
	why string
}

// carry finds the row of every entry; what has none is kept with the reason. A
// matrix of some of the staff goes to people who may not read about the others:
// what was typed about those is left out.
func (b *book) carry(entries Entries) {
	b.carried = map[string]map[rowKey]Entry{sheetGaps: {}, sheetSignOff: {}}
	kept := map[Entry]bool{}
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
			why = "Another entry stands in the row"
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
func (b *book) rowless(e Entry) string {
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

// fill writes what was carried over into the open cells of a row, and behind them
// what became of the level since.
func (b *book) fill(row []spreadsheet.Cell, sheet string, key rowKey, level string) {
	e, ok := b.carried[sheet][key]
	if !ok {
		return
	}
	for i, c := range openColumns(sheet) {
		row[i] = spreadsheet.Text(e.Values[i])
		if c.Kind == spreadsheet.Day {
			row[i] = spreadsheet.Date(e.Values[i])
		}
	}
	note := "Carried over; the level is the same"
	if e.Level != "" && e.Level != level {
		note = fmt.Sprintf("▲ written before this level changed: %s then, %s now", e.Level, level)
		if sheet == sheetSignOff {
			note = "▲ signed before this level changed: " + changedLevels(e.Level, level)
		}
	}
	then := e.Level
	if then == "" {
		then = level
	}
	row[fields], row[fields+1], row[fields+2] = spreadsheet.Text(note), spreadsheet.Text(then), spreadsheet.Text(e.code())
}

// levels lists what is required of a person, with the level reached: what those
// who sign stand by. A long list is counted, with a code that any change changes.
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
	return fmt.Sprintf("%d of %d met (code %s)", met, len(list), hex.EncodeToString(sum[:4]))
}

// changedLevels says what differs between two lists of levels.
func changedLevels(then, now string) string {
	parse := func(s string) (order []string, level map[string]string) {
		level = map[string]string{}
		for part := range strings.SplitSeq(s, "; ") {
			id, l, _ := strings.Cut(part, " ")
			if level[id] == "" {
				order = append(order, id)
			}
			level[id] = l
		}
		return order, level
	}
	before, was := parse(then)
	after, is := parse(now)
	if strings.Contains(then, "(code ") || strings.Contains(now, "(code ") {
		return then + " then, " + now + " now"
	}
	var parts []string
	for _, id := range before {
		switch {
		case id == "":
		case is[id] == "":
			parts = append(parts, id+" no longer required")
		case is[id] != was[id]:
			parts = append(parts, fmt.Sprintf("%s %s then, %s now", id, was[id], is[id]))
		}
	}
	for _, id := range after {
		if id != "" && was[id] == "" {
			parts = append(parts, fmt.Sprintf("%s newly required, %s", id, is[id]))
		}
	}
	const most = 3
	if len(parts) > most {
		parts = append(parts[:most], fmt.Sprintf("and %d more", len(parts)-most))
	}
	return strings.Join(parts, "; ")
}

// signOff has a row for every active person.
func (b *book) signOff() spreadsheet.Sheet {
	columns := append(identity(), metColumns()...)
	columns = append(columns, spreadsheet.Column{Header: "Levels", Width: 44, Wrap: true})
	typed := len(columns)
	columns = append(columns, openColumns(sheetSignOff)...)
	s := spreadsheet.Sheet{
		Name:     sheetSignOff,
		Identity: 2,
		Locked:   true,
		Tab:      "2F6F9F",
		Empty:    "No active staff on this date.",
		Note:     "The protection of this sheet guards against slips. It is no signature, and neither is a name typed here: sign on paper.",
	}
	if len(b.carried[sheetSignOff]) > 0 {
		columns = append(columns, carryColumns("Levels when signed")...)
		s.Marks = []spreadsheet.Mark{{From: typed + fields, To: typed + fields, Symbol: "▲", Tone: spreadsheet.Gap}}
	}
	s.Columns = columns
	s.Rows = func(yield func([]spreadsheet.Cell) bool) {
		row := make([]spreadsheet.Cell, len(columns))
		for _, p := range b.Active {
			clear(row)
			b.identify(row, p)
			required, met := 0, 0
			for c := range b.Cells(p.ID) {
				if c.Required > 0 {
					required++
					if c.Met {
						met++
					}
				}
			}
			metCells(row[4:], required, met)
			levels := b.levels(p)
			row[typed-1] = spreadsheet.Text(levels)
			b.fill(row[typed:], sheetSignOff, rowKey{staff: p.ID}, levels)
			if !yield(row) {
				return
			}
		}
	}
	return s
}

// carriedOver keeps what was typed into rows that this workbook does not have.
func (b *book) carriedOver() spreadsheet.Sheet {
	columns := []spreadsheet.Column{
		{Header: "Written on", Width: 10},
		{Header: "Staff ID", Width: 10},
		{Header: "Name", Width: 20, Wrap: true},
		{Header: "Competency ID", Width: 14},
		{Header: "Competency", Width: 22, Wrap: true},
		{Header: "Why it stands here", Width: 24, Wrap: true},
		{Header: "Level when written", Width: 22, Wrap: true},
	}
	first := len(columns)
	for _, sheet := range []string{sheetGaps, sheetSignOff} {
		for _, c := range openColumns(sheet) {
			columns = append(columns, spreadsheet.Column{Header: strings.TrimSuffix(c.Header, fillIn), Width: c.Width, Kind: c.Kind, Wrap: c.Wrap, Shade: 1})
		}
	}
	return spreadsheet.Sheet{
		Name:     sheetCarriedOver,
		Columns:  columns,
		Identity: 3,
		Tab:      "A9B4BE",
		Note:     "What was typed into an earlier workbook, in rows that this one does not have. Delete what is no longer needed: what stands here is carried over to the next workbook.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, s := range b.stray {
				clear(row)
				for i, text := range [...]string{s.Sheet, s.Staff, s.Name, s.Competency, s.Title, s.why, s.Level} {
					row[i] = spreadsheet.Text(text)
				}
				at := first
				if s.Sheet == sheetSignOff {
					at += fields
				}
				for i, v := range s.Values {
					row[at+i] = spreadsheet.Text(v)
					if columns[at+i].Kind == spreadsheet.Day {
						row[at+i] = spreadsheet.Date(v)
					}
				}
				if !yield(row) {
					return
				}
			}
		},
	}
}
