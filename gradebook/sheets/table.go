package sheets

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// table is a spreadsheet whose columns were found by name.
type table struct {
	spreadsheet.Table
	spreadsheet.Columns
	sha     string   // SHA-256 of the file
	unknown []string // names of columns that are not known
	dates   DateOrder
}

// readTable reads a spreadsheet and finds its columns. If a required one is missing, that
// is a single fault that names the columns found, and the table is nil.
func readTable(file, what string, src []byte, dates DateOrder, columns []Column, required ...string) (*table,
	diag.List) {
	var faults diag.List
	raw, err := spreadsheet.ReadTable(file, src)
	if err != nil {
		var fault diag.Fault
		if !errors.As(err, &fault) {
			fault = unreadableSheet.With(what, err).In(file)
		}
		faults.Add(fault)
		return nil, faults
	}
	sum := sha256.Sum256(src)
	t := &table{Table: raw, Columns: raw.Find(known(columns)), sha: hex.EncodeToString(sum[:]), dates: dates}
	for _, i := range t.Others() {
		t.unknown = append(t.unknown, shownHeader(raw.Header[i]))
	}
	for _, name := range required {
		if !t.Has(name) {
			faults.Add(t.without(name, what).In(file))
			return nil, faults // without it no row can be understood
		}
	}
	return t, faults
}

func known(columns []Column) []spreadsheet.Known {
	out := make([]spreadsheet.Known, len(columns))
	for i, c := range columns {
		out[i] = spreadsheet.Known{Name: c.Name, Aliases: c.Aliases}
	}
	return out
}

func shownHeader(header string) string {
	return verdict.Printable(strings.Join(strings.Fields(header), " "))
}

// without says that a column is missing.
func (t *table) without(name, what string) diag.Message {
	var found []string
	for _, header := range t.Header {
		if shown := shownHeader(header); shown != "" {
			found = append(found, shown)
		}
	}
	kind := noColumn
	switch {
	case found == nil:
		kind = noColumns
	case name == "staff_id":
		kind = noIDColumn
	}
	return kind.With(what, name, strings.Join(found, ", "))
}

// misspelt returns a hint about a column that is missing.
func (t *table) misspelt(name string) diag.Message {
	if near := diag.Nearest(name, t.unknown); near != "" {
		return misspelt.With(near, name)
	}
	return callColumn.With(name)
}

// date reads a date of a row, or says what is wrong with it.
func (t *table) date(row spreadsheet.Row, column string) (string, verdict.Note) {
	text := t.Cell(row, column)
	date, err := t.dates.read(text)
	if bad := (*dateError)(nil); errors.As(err, &bad) {
		return "", bad.code.With(strings.ReplaceAll(column, "_", " "), verdict.Clip(text), bad.year)
	}
	return date, verdict.Note{}
}

// exception returns a row that is not counted, as an exception.
func (t *table) exception(row spreadsheet.Row, staff string, why verdict.Note, also ...verdict.Note) verdict.Exception {
	e := why.Exception(t.Name, t.sha, strconv.Itoa(row.Number), staff, verdict.Quarantined)
	e.Notes = also
	return e
}

// parts returns the values of a cell that may hold several, separated by ;.
func parts(text string) []string {
	var out []string
	for _, part := range strings.Split(text, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
