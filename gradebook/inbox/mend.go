package inbox

import (
	"bytes"
	"encoding/base64"
	"regexp"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// format marks results in the middle of other text; mark is the same with the quotation
// mark before it.
const format, mark = "coursemark-results/", `"coursemark-results/`

// begins finds where a results file begins in other text. In a mail that was
// answered, lines begin with > and spaces.
var begins = regexp.MustCompile(`\{[\s>\x{a0}]*"format"[\s>\x{a0}]*:[\s>\x{a0}]*"coursemark-results/`)

// Mend undoes what mail programs do to a results file, if there is only one way to undo
// it. It reports false if the text does not begin with results.
func Mend(text []byte) (mended []byte, why verdict.Note, ok bool) {
	at := begins.FindIndex(text)
	if at == nil || len(bytes.TrimSpace(text[:at[0]])) > 0 {
		return nil, verdict.Note{}, false
	}
	mended, why = mend(text[at[0]:])
	return mended, why, true
}

// mend cuts a results file out of the text that begins with it, and undoes what mail
// programs do to it, if there is only one way to undo it: marks of quoting,
// non-breaking spaces between values, and line breaks inside base64, where no space
// can have stood. A line break inside any other text is not undone: nobody knows
// what stood there. What is cut off at its end stays cut off.
func mend(text []byte) ([]byte, verdict.Note) {
	m := mender{out: make([]byte, 0, len(text))}
	for i := 0; i < len(text) && !m.done; i++ {
		c := text[i]
		if m.lineStart && (c == '>' || m.inText && (c == ' ' || c == '\t')) {
			continue
		}
		if c == 0xc2 && !m.inText && i+1 < len(text) && text[i+1] == 0xa0 {
			m.lineStart = false
			c, i = ' ', i+1
		}
		if !m.take(c) {
			return nil, verdict.PastedBroken.With()
		}
	}
	if m.done {
		return m.out, verdict.Note{}
	}
	return bytes.TrimSpace(m.out), verdict.Note{}
}

// mender goes through JSON byte by byte.
type mender struct {
	out       []byte
	depth     int  // of objects and lists
	lineStart bool // only marks of quoting and spaces were seen in this line
	done      bool // the outermost object has ended

	// The text at hand.
	inText, escaped, broken bool
	begin                   int    // of it, in out
	member, last            string // the name of the member whose value it is; the text before it
}

// take takes a byte, and reports false if a broken text cannot be put together again.
func (m *mender) take(c byte) bool {
	switch c {
	case '\r', '\n':
		m.lineStart = true
		if m.inText {
			m.broken = true
			return true
		}
	case ' ', '\t':
	default:
		m.lineStart = false
	}
	ok := true
	if m.inText {
		ok = m.takeInText(c)
	} else {
		m.takeBetween(c)
	}
	m.out = append(m.out, c)
	return ok
}

func (m *mender) takeInText(c byte) bool {
	switch {
	case m.escaped:
		m.escaped = false
	case c == '\\':
		m.escaped = true
	case c == '"':
		m.inText = false
		if m.broken && !m.join() {
			return false
		}
		m.last = string(m.out[m.begin:min(len(m.out), m.begin+32)])
	}
	return true
}

// join removes the spaces from a broken text, which is allowed only in base64.
func (m *mender) join() bool {
	joined := bytes.Map(func(r rune) rune {
		if r == ' ' || r == '\t' {
			return -1
		}
		return r
	}, m.out[m.begin:])
	if _, err := base64.StdEncoding.Strict().DecodeString(string(joined)); err != nil || m.member != "bytes" {
		return false
	}
	m.out = append(m.out[:m.begin], joined...)
	return true
}

func (m *mender) takeBetween(c byte) {
	switch c {
	case '"':
		m.inText, m.broken, m.begin = true, false, len(m.out)+1
	case ':':
		m.member = m.last
	case ',':
		m.member = ""
	case '{', '[':
		m.depth++
		m.member = ""
	case '}', ']':
		m.depth--
		m.done = m.depth == 0
	}
}
