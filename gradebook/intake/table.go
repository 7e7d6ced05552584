package intake

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

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
}

// readTable reads a spreadsheet and finds its columns. One that is required and
// absent is a single fault that names the columns found.
func readTable(file, what string, src []byte, columns []column, required ...string) (*table, diag.List) {
	var faults diag.List
	raw, err := spreadsheet.ReadTable(file, src)
	if err != nil {
		var fault diag.Fault
		if !errors.As(err, &fault) {
			fault = diag.Fault{File: file, What: "the " + what + " cannot be read: " + err.Error()}
		}
		faults.Add(fault)
		return nil, faults
	}
	t := &table{Table: raw, at: map[string]int{}}
	var found []string
	for i, header := range raw.Header {
		if strings.TrimSpace(header) == "" {
			continue
		}
		found = append(found, printable(strings.Join(strings.Fields(header), " ")))
		known := false
		for _, c := range columns {
			if _, taken := t.at[c.name]; !taken && c.matches(header) {
				t.at[c.name] = i
				known = true
				break
			}
		}
		if !known {
			t.unknown = append(t.unknown, found[len(found)-1])
		}
	}
	for _, name := range required {
		if _, ok := t.at[name]; ok {
			continue
		}
		hint := fmt.Sprintf("call the column %q; it may stand anywhere in the header row", name)
		if name == "staff_id" {
			hint = `call the column with the staff IDs "staff_id": the IDs that people type on the site`
		}
		has := "it has no column names at all"
		if len(found) > 0 {
			has = "its columns are " + strings.Join(found, ", ")
		}
		faults.Add(diag.Fault{File: file, What: fmt.Sprintf("the %s has no column %q; %s", what, name, has), Hint: hint})
		return nil, faults // without it no row can be understood
	}
	return t, faults
}

// misspelt is a hint about a column that is absent.
func (t *table) misspelt(name string) string {
	if near := diag.Nearest(name, t.unknown); near != "" {
		return fmt.Sprintf("is it the column %q? call it %q", near, name)
	}
	return fmt.Sprintf("call the column %q", name)
}

func (c column) matches(header string) bool {
	squeezed := squeeze(header)
	if squeezed == squeeze(c.name) {
		return true
	}
	for _, a := range c.aliases {
		if squeezed == squeeze(a) {
			return true
		}
	}
	return false
}

// squeeze drops what people write differently: case, spaces, hyphens, dots.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// cell gives a cell of a row; "" where the table has no such column.
func (t *table) cell(row spreadsheet.Row, name string) string {
	i, ok := t.at[name]
	if !ok || i >= len(row.Cells) {
		return ""
	}
	return strings.TrimSpace(row.Cells[i])
}

var errDate = errors.New("the date cannot be understood without guessing")

// readDate reads a calendar date: 2026-11-30, also with a time behind it. Other
// ways of writing one are not guessed at: 03/04 is March in one office and April
// in the next.
func readDate(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	if len(text) > 10 && (text[10] == ' ' || text[10] == 'T') {
		text = text[:10]
	}
	for _, layout := range []string{time.DateOnly, "2006/01/02", "2006-1-2"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1900 {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", errDate
}
