package markdown

import (
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/sourcetext"
)

// Bounds of a text. A lesson of a megabyte would take a week to read; nesting
// costs the parser a level of its stack each.
const (
	MaxSize      = 1 << 20 // bytes
	maxNesting   = 32      // containers in each other
	maxMarkers   = 64      // quote and list markers at the head of a line
	maxInlineRun = 1000    // brackets or emphasis marks in a row
	maxMarks     = 4000    // of one kind between two blank lines: the parser looks back at each from each
	maxFaults    = 100     // of one page
)

// unparsable finds what would cost the parser more than it may cost, and where.
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

// inlineMarks counts the marks that the parser looks back at.
type inlineMarks struct {
	counts [256]int // since the last blank line, by mark
	run    int      // of the same mark
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
	head  bool // only marks, digits and blanks came before
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
