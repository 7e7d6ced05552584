package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// ids makes the IDs of headings: the letters and digits of their text in small
// letters, so that they stay the same as long as the heading does, in any script.
type ids struct {
	taken map[string]bool
	last  map[string]int // the last number that was given to a base
}

// themeIDs are IDs that the shipped templates use on the pages that hold
// authors' text. A heading of the same name gets a number.
const themeIDs = " main modules module lessons lesson courses course objectives references content-note assessment " +
	"assessment-next about words module-nav-title terms roles "

// Generate makes the ID of a heading without one of its own.
func (s *ids) Generate(value []byte, _ ast.NodeKind) []byte {
	base := slug(string(value))
	if base == "" {
		base = "section"
	}
	id := base
	for n := max(2, s.last[base]+1); s.taken[id] || strings.Contains(themeIDs, " "+id+" "); n++ {
		id = base + "-" + strconv.Itoa(n)
		s.last[base] = n
	}
	s.taken[id] = true
	return []byte(id)
}

// slug joins the letters and digits of a text with hyphens.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’':
			// "person’s" is one word.
		default:
			gap = true
		}
	}
	return b.String()
}

// Put enters an ID that an author wrote.
func (s *ids) Put(value []byte) { s.taken[string(value)] = true }
