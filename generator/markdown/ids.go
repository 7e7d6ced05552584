package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// ids makes the IDs of headings from the letters and digits of their text, in any
// script. It implements goldmark's parser.IDs.
type ids struct {
	taken map[string]bool
	last  map[string]int // the last number given to a base
}

// themeIDs are the IDs in the shipped templates of pages with authors' text. A heading
// of the same name gets a number.
const themeIDs = " main modules module lessons lesson courses course objectives references content-note assessment " +
	"assessment-next about words module-nav-title terms roles "

// Generate returns an ID for a heading that has none.
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

// slug returns the words of a text in lower case, joined by hyphens.
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

// Put adds an ID that an author wrote.
func (s *ids) Put(value []byte) { s.taken[string(value)] = true }
