package workbook

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// typedColumns is how many columns of a sheet people fill in.
const typedColumns = 4

// TypedRow is what people typed into a row of Gaps or Sign-off.
type TypedRow struct {
	Sheet      string // Gaps or Sign-off
	Staff      string
	Name       string
	Competency string // ID; "" on Sign-off
	Title      string // of the competency
	Values     [typedColumns]string
	Level      string // what the row said of the level, or levels, when it was typed

	stray bool // read from the sheet of entries without a row
}

// TypedRows are what people typed into a workbook.
type TypedRows []TypedRow

// rowKey identifies a row of a sheet from one workbook to the next.
type rowKey struct{ staff, competency string }

// openColumns returns the columns of a sheet that people fill in.
func openColumns(sheet string) []spreadsheet.Column {
	columns := []spreadsheet.Column{
		{Header: "Owner", Width: 15, Prompt: "Who makes sure that the gap is closed."},
		{Header: "Plan", Width: 24, Prompt: "What will be done. Name no person who uses the service."},
		{Header: "Planned for", Width: 13, Kind: spreadsheet.Day, Prompt: "A date, for example 2026-03-01."},
		{Header: "Progress", Width: 13, Choices: []string{"open", "planned", "under way", "done"}},
	}
	if sheet == sheetSignOff {
		columns = []spreadsheet.Column{
			{Header: "Employee", Width: 21, Prompt: "Name of the employee, who has seen these levels. " + noSignature},
			{Header: "Assessor", Width: 21, Prompt: "Name of the assessor, who stands by these levels. " + noSignature},
			{Header: "HR", Width: 21, Prompt: "Name of the person who checked this row for HR. " + noSignature},
			{Header: "Signed on", Width: 13, Kind: spreadsheet.Day,
				Prompt: "The date of signing, for example 2026-03-01."},
		}
	}
	for i := range columns {
		c := &columns[i]
		c.Header += fillIn
		c.Wrap, c.Open, c.Shade = c.Kind != spreadsheet.Day, true, 1
	}
	return columns
}

const (
	fillIn      = " (fill in)"
	noSignature = "A name typed here, and the protection of this sheet, are not a signature: sign on paper."
	headerCode  = "Entry code"
)

// carryColumns returns the columns that show that an entry was carried over, at which
// level it was typed, and a code of it. If the code no longer fits, somebody has typed
// again, and the level of this workbook is the one that they saw.
func carryColumns(sheet string) []spreadsheet.Column {
	level := "Level when written"
	if sheet == sheetSignOff {
		level = "Levels when signed"
	}
	return []spreadsheet.Column{
		{Header: "Carried over", Width: 30, Wrap: true, Shade: 2},
		{Header: level, Width: 20, Wrap: true, Shade: 2},
		{Header: headerCode, Width: 11, Shade: 2},
	}
}

// code identifies what was typed, whatever the white space in it.
func (e TypedRow) code() string {
	h := sha256.New()
	for _, v := range e.Values {
		fmt.Fprintf(h, "%q\n", strings.Fields(v))
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil))[:8])
}

// heading normalises a header: people drop "(fill in)" and change the case.
func heading(s string) string {
	return strings.TrimSuffix(strings.ToLower(strings.Join(strings.Fields(s), " ")), fillIn)
}

// layout says in which columns of a sheet that was read the typed rows stand.
type layout struct {
	sheet                          int // the column that names it; -1 where the whole sheet is one
	staff, name, competency, title int
	level, levelThen, code         int
	values                         map[string][typedColumns]int
}

// layoutOf finds the columns by their headers, since people move, add and delete
// columns; ok is false where the sheet has none to fill in.
func layoutOf(header []string) (l layout, ok bool) {
	at := map[string]int{}
	for i, h := range header {
		if _, dup := at[heading(h)]; !dup {
			at[heading(h)] = i
		}
	}
	column := func(names ...string) int {
		for _, n := range names {
			if i, ok := at[n]; ok {
				return i
			}
		}
		return -1
	}
	l = layout{sheet: column("written on"), staff: column("staff id"), name: column("name"),
		competency: column("competency id"), title: column("competency"),
		level: column("current", "levels"), levelThen: column("level when written", "levels when signed"),
		code: column("entry code"), values: map[string][typedColumns]int{}}
	if l.staff < 0 {
		return l, false
	}
	for _, sheet := range []string{sheetGaps, sheetSignOff} {
		var values [typedColumns]int
		found := 0
		for i, c := range openColumns(sheet) {
			if values[i] = column(heading(c.Header)); values[i] >= 0 {
				found++
			}
		}
		// The name of one column proves nothing: Evidence has an assessor too.
		if found >= 2 && (sheet == sheetSignOff || l.competency >= 0) {
			l.values[sheet] = values
		}
	}
	return l, len(l.values) > 0
}

// read returns what was typed for a sheet into the cells of a row; ok is false if that
// is nothing.
func (l layout) read(sheet string, cells []string) (e TypedRow, ok bool) {
	cell := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return cells[i]
	}
	values, ok := l.values[sheet]
	if !ok || l.sheet >= 0 && !strings.EqualFold(cell(l.sheet), sheet) {
		return e, false
	}
	e = TypedRow{Sheet: sheet, Staff: cell(l.staff), Name: cell(l.name), Level: cell(l.level), stray: l.sheet >= 0}
	if sheet == sheetGaps {
		e.Competency, e.Title = cell(l.competency), cell(l.title)
	}
	for i, at := range values {
		e.Values[i] = cell(at)
	}
	if l.levelThen >= 0 && (e.stray || cell(l.code) == e.code()) {
		e.Level = cell(l.levelThen)
	}
	return e, e.Values != [typedColumns]string{}
}

// ReadTyped reads what people typed into the columns that a workbook of this
// package leaves open, whatever they did to the rest of it. Formulas come as text.
// An error is a diag.Fault about the file.
func ReadTyped(name string, src []byte) (TypedRows, error) {
	tables, err := spreadsheet.ReadTables(name, src, func(header []string) bool {
		_, ok := layoutOf(header)
		return ok
	})
	if err != nil {
		return nil, err
	}
	var out TypedRows
	for _, t := range tables {
		l, _ := layoutOf(t.Header)
		for _, r := range t.Rows {
			for _, sheet := range []string{sheetGaps, sheetSignOff} {
				if row, ok := l.read(sheet, r.Cells); ok {
					out = append(out, row)
				}
			}
		}
	}
	// Entries in their rows come before entries that had lost theirs.
	slices.SortStableFunc(out, func(x, y TypedRow) int {
		switch {
		case x.stray == y.stray:
			return 0
		case x.stray:
			return 1
		}
		return -1
	})
	return out, nil
}
