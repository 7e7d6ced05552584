package verdict

import (
	"strings"
	"unicode"
)

// Printable replaces characters that could control a terminal, or that nobody would see
// in a cell.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

// Clip returns what somebody wrote, printable and short enough for a sentence.
func Clip(s string) string {
	s = Printable(s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
