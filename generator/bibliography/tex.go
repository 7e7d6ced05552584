package bibliography

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// texLetters are the letters that TeX spells with a command.
var texLetters = map[string]string{
	"ss": "ß", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
	"l": "ł", "L": "Ł", "i": "ı",
}

// accents are TeX's accents, each before its combining character.
var accents = []rune("`\u0300'\u0301^\u0302~\u0303\"\u0308=\u0304.\u0307u\u0306v\u030cH\u030bc\u0327k\u0328r\u030a")

// text turns the TeX that bibliographies use into plain text.
func text(tex string) string {
	t := texReader{source: []rune(tex)}
	for t.at < len(t.source) {
		t.next()
	}
	return norm.NFC.String(strings.Join(strings.FieldsFunc(t.out.String(), isBlank), " "))
}

// isBlank reports whether a character is white space that may be collapsed.
func isBlank(r rune) bool { return strings.ContainsRune(" \n\t\r", r) }

// texReader turns TeX into text. It has read the source up to at.
type texReader struct {
	source []rune
	at     int
	out    strings.Builder
}

// pair reports whether the next two characters are both c.
func (t *texReader) pair(c rune) bool {
	return t.source[t.at] == c && t.at+1 < len(t.source) && t.source[t.at+1] == c
}

func (t *texReader) next() {
	c := t.source[t.at]
	switch {
	case c == '\\' && t.at+1 < len(t.source):
		t.at++
		t.command()
		return
	case c == '{' || c == '}':
	case c == '~':
		t.out.WriteRune('\u00a0')
	case t.pair('-'):
		t.out.WriteRune('–')
		for t.at+1 < len(t.source) && t.source[t.at+1] == '-' {
			t.at++
		}
	case t.pair('`'):
		t.out.WriteRune('“')
		t.at++
	case t.pair('\''):
		t.out.WriteRune('”')
		t.at++
	case c == '\'':
		t.out.WriteRune('’')
	default:
		t.out.WriteRune(c)
	}
	t.at++
}

// command reads a command after its backslash: an escaped mark, a letter, an accent
// and its letter, or an unknown command, whose name is kept.
func (t *texReader) command() {
	first := t.source[t.at]
	if strings.ContainsRune("&%$#_{}", first) {
		t.out.WriteRune(first)
		t.at++
		return
	}
	start := t.at
	for t.at++; unicode.IsLetter(first) && t.at < len(t.source) && unicode.IsLetter(t.source[t.at]); {
		t.at++
	}
	name := string(t.source[start:t.at])
	if letter, known := texLetters[name]; known {
		t.out.WriteString(letter)
	} else if k := slices.Index(accents, first); k >= 0 && k%2 == 0 && t.at == start+1 {
		t.accent(accents[k+1])
	} else {
		t.out.WriteString(name)
	}
}

// accent writes the next letter with a combining character.
func (t *texReader) accent(combining rune) {
	next := t.at
	for next < len(t.source) && (t.source[next] == '{' || t.source[next] == ' ') {
		next++
	}
	if next < len(t.source) && unicode.IsLetter(t.source[next]) {
		t.out.WriteRune(t.source[next])
		t.out.WriteRune(combining)
		t.at = next + 1
	}
}
