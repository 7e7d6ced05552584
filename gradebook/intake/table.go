package intake

import (
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// column is one that a table may have, with the other names that offices give it.
type column struct {
	name    string
	aliases []string
}

// table is a spreadsheet whose columns were found by name.
type table struct {
	spreadsheet.Table
	at      map[string]int
	unknown []string
	dates   DateOrder
}

// readTable reads a spreadsheet and finds its columns. One that is required and
// absent is a single fault that names the columns found.
func readTable(file, what string, src []byte, dates DateOrder, columns []column, required ...string) (*table, diag.List) {
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
	t := &table{Table: raw, at: map[string]int{}, dates: dates}
	taken := t.find(columns)
	var found []string
	for i, header := range raw.Header {
		if strings.TrimSpace(header) == "" {
			continue
		}
		found = append(found, printable(strings.Join(strings.Fields(header), " ")))
		if !taken[i] {
			t.unknown = append(t.unknown, found[len(found)-1])
		}
	}
	for _, name := range required {
		if _, ok := t.at[name]; ok {
			continue
		}
		kind := noColumn
		switch {
		case found == nil:
			kind = noColumns
		case name == "staff_id":
			kind = noIDColumn
		}
		faults.Add(kind.With(what, name, strings.Join(found, ", ")).In(file))
		return nil, faults // without it no row can be understood
	}
	return t, faults
}

// misspelt is a hint about a column that is absent.
func (t *table) misspelt(name string) diag.Message {
	if near := diag.Nearest(name, t.unknown); near != "" {
		return misspelt.With(near, name)
	}
	return callColumn.With(name)
}

// find finds the columns by their names, and those that are still missing by
// the other names, the likelier ones first: where a table has "Personeelsnummer"
// and "Medewerker", the second is the name of the person.
func (t *table) find(columns []column) map[int]bool {
	taken := map[int]bool{}
	headers := make([]string, len(t.Header))
	for i, h := range t.Header {
		headers[i] = squeeze(h)
	}
	claim := func(c column, name string) {
		if _, ok := t.at[c.name]; ok {
			return
		}
		name = squeeze(name)
		for i, h := range headers {
			if h == name && !taken[i] {
				t.at[c.name], taken[i] = i, true
				return
			}
		}
	}
	for _, c := range columns {
		claim(c, c.name)
	}
	for _, c := range columns {
		for _, alias := range c.aliases {
			claim(c, alias)
		}
	}
	return taken
}

// squeeze drops what people write differently: case, spaces, hyphens, dots and
// accents.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// date reads a date of a row, or says what is wrong with it.
func (t *table) date(row spreadsheet.Row, column string) (string, verdict.Note) {
	text := t.cell(row, column)
	date, err := t.dates.read(text)
	if bad := (*dateError)(nil); errors.As(err, &bad) {
		return "", bad.code.With(strings.ReplaceAll(column, "_", " "), clip(text), bad.year)
	}
	return date, verdict.Note{}
}

// cell gives a cell of a row; "" where the table has no such column.
func (t *table) cell(row spreadsheet.Row, name string) string {
	i, ok := t.at[name]
	if !ok || i >= len(row.Cells) {
		return ""
	}
	return strings.TrimSpace(row.Cells[i])
}
