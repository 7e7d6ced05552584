package verdict

import (
	"strings"
	"unicode"
)

// Printable replaces what could steer a terminal or hide in a cell.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

// Clip makes what somebody wrote printable, and short enough for a sentence.
func Clip(s string) string {
	s = Printable(s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
