package spreadsheet

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxText is what a cell holds, in UTF-16 units.
const maxText = 32767

// clean makes text fit for a cell: what XML cannot hold becomes U+FFFD, line ends
// become one character, and text that is too long ends visibly in "…".
func clean(s string) string {
	plain := len(s) <= maxText
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' && s[i] < utf8.RuneSelf
	}
	if plain {
		return s
	}
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r >= 0x20 && r < 0xd800, r >= 0xe000 && r < 0xfffe, r >= 0x10000:
			return r
		}
		return utf8.RuneError
	}, s)
	return cut(s, maxText)
}

// cut shortens a text to so many UTF-16 units, with "…" where something is gone.
func cut(s string, units int) string {
	if len(s) <= units {
		return s
	}
	n, keep := 0, 0
	for i, r := range s {
		if n <= units-1 {
			keep = i // the last place where "…" still fits
		}
		if n++; r >= 0x10000 {
			n++
		}
	}
	if n <= units {
		return s
	}
	return s[:keep] + "…"
}

// startsFormula reports whether a program that is given the text again, through a
// text file or by pasting, might take it for a formula.
func startsFormula(s string) bool {
	return s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0
}

// names makes names of sheets and headers of a table unique, as Excel compares
// them: whatever their case.
type names map[string]bool

// take returns the name, or the name with a number behind it, within so many units.
func (n names) take(name string, units int) string {
	try := cut(name, units)
	for i := 2; n[strings.ToLower(try)]; i++ {
		suffix := fmt.Sprintf(" (%d)", i)
		try = cut(name, units-len(suffix)) + suffix
	}
	n[strings.ToLower(try)] = true
	return try
}

// sheetName makes a name that Excel accepts for a sheet, before it is made unique.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case ':', '\\', '/', '?', '*', '[', ']', '\n', '\t', utf8.RuneError:
			return ' '
		}
		return r
	}, clean(s))
	// Excel refuses an apostrophe at the ends; the library measures blanks too.
	s = strings.Trim(strings.Join(strings.Fields(s), " "), "' ")
	switch {
	case s == "":
		return "Sheet"
	case strings.EqualFold(s, "History"):
		return s + " sheet" // Excel keeps the name for itself
	}
	return s
}

var escape = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// header makes the text of a header: one line, not blank, within what Excel takes
// for the name of a table's column.
func header(s string, index int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if s == "" {
		s = fmt.Sprintf("Column %d", index+1)
	}
	// An escape of the format, which the library undoes in the name of the column
	// and not in the cell: Excel finds the two unequal and offers to repair.
	return escape.ReplaceAllString(s, "_ $1")
}
