package markdown

import (
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/sourcetext"
)

// Bounds of a text. Each level of nesting costs the parser a level of its stack.
const (
	MaxSize      = 1 << 20 // bytes
	maxNesting   = 32      // containers in each other
	maxMarkers   = 64      // quote and list markers at the start of a line
	maxInlineRun = 1000    // brackets or emphasis marks in a row
	maxMarks     = 4000    // of one kind between two blank lines: parsing them takes quadratic time
	maxFaults    = 100     // on one page
)

// unparsable returns why and where a text must not be parsed: it is not UTF-8, or it
// would take the parser too long.
func unparsable(body []byte) (offset int, _ diag.Message, found bool) {
	if len(body) > MaxSize {
		return 0, textTooLarge.With(len(body)>>10, MaxSize>>10), true
	}
	if at := sourcetext.Invalid(body); at >= 0 {
		return at, textNotUTF8.With(), true
	}
	marks, markers := inlineMarks{}, lineMarkers{head: true}
	for i, c := range body {
		if marks.add(c) {
			return i, tooManyMarks.With(string(rune(c))), true
		}
		if markers.add(c, i+1 < len(body) && (body[i+1] == ' ' || body[i+1] == '\t')) {
			return i, tooManyMarkers.With(maxMarkers), true
		}
	}
	return 0, diag.Message{}, false
}

// inlineMarks counts the marks that make the parser look back.
type inlineMarks struct {
	counts [256]int // since the last blank line, by mark
	run    int      // length of the current run of one mark
	last   byte
}

// add takes the next byte of a text, and reports whether there are too many marks.
func (m *inlineMarks) add(c byte) (tooMany bool) {
	switch c {
	case '\n':
		if m.last == '\n' {
			clear(m.counts[:])
		}
	case '[', ']', '*', '_', '~', '!', '<', '`':
		if m.run++; c != m.last {
			m.run = 0
		}
		m.counts[c]++
		tooMany = m.run > maxInlineRun || m.counts[c] > maxMarks
	}
	m.last = c
	return tooMany
}

// lineMarkers counts the quotes and lists that begin in a line.
type lineMarkers struct {
	count int
	head  bool // only marks, digits and spaces came before
}

// add takes the next byte of a text, and reports whether there are too many.
func (m *lineMarkers) add(c byte, beforeBlank bool) (tooMany bool) {
	switch {
	case c == '\n':
		m.count, m.head = 0, true
	case !m.head || c == ' ' || c == '\t':
	case c == '>', strings.IndexByte("-+*.)", c) >= 0 && beforeBlank:
		m.count++
		return m.count > maxMarkers
	case c < '0' || c > '9':
		m.head = false
	}
	return false
}
