package spreadsheet

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Known is a column that a reader knows, with the other names that people give it,
// the likeliest first. Case, spaces, hyphens and accents do not matter.
type Known struct {
	Name    string
	Aliases []string
}

// Columns says where the known columns of a table are.
type Columns struct {
	header []string
	at     map[string]int
}

// Find finds the known columns by their names first, and the missing ones by their
// aliases, the likeliest first: where a table has "Personeelsnummer" and
// "Medewerker", the second is the name of the person.
func (t Table) Find(known []Known) Columns {
	c := Columns{header: t.Header, at: map[string]int{}}
	folded := make([]string, len(t.Header))
	for i, h := range t.Header {
		folded[i] = Squeeze(h)
	}
	claim := func(name, header string) {
		i := slices.Index(folded, Squeeze(header))
		if _, found := c.at[name]; !found && i >= 0 && folded[i] != "" {
			c.at[name], folded[i] = i, ""
		}
	}
	for _, k := range known {
		claim(k.Name, k.Name)
	}
	for _, k := range known {
		for _, alias := range k.Aliases {
			claim(k.Name, alias)
		}
	}
	return c
}

// Has reports whether the table has a column.
func (c Columns) Has(name string) bool {
	_, ok := c.at[name]
	return ok
}

// Cell returns a cell of a row; "" where the table has no such column.
func (c Columns) Cell(row Row, name string) string {
	i, ok := c.at[name]
	if !ok || i >= len(row.Cells) {
		return ""
	}
	return strings.TrimSpace(row.Cells[i])
}

// Others lists the columns that have a header and are none of the known ones.
func (c Columns) Others() []int {
	taken := map[int]bool{}
	for _, i := range c.at {
		taken[i] = true
	}
	var out []int
	for i, h := range c.header {
		if !taken[i] && strings.TrimSpace(h) != "" {
			out = append(out, i)
		}
	}
	return out
}

// Squeeze drops what people write differently: case, spaces, hyphens, dots and
// accents.
func Squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}
