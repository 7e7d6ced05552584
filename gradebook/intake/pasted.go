package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// mark is what tells results in the middle of other text.
const mark = `"coursemark-results/`

// begins finds where a results file begins in other text. In a mail that was
// answered, lines begin with > and blanks.
var begins = regexp.MustCompile(`\{[\s>\x{a0}]*"format"[\s>\x{a0}]*:[\s>\x{a0}]*"coursemark-results/`)

// pasted looks for results that were pasted into a mail or a text. nil where the
// text is a results file and nothing else, or has nothing to do with results.
func (s source) pasted(text []byte) ([]source, verdict.Note) {
	if !bytes.Contains(text, []byte("coursemark-results/")) {
		return nil, verdict.Note{}
	}
	starts := begins.FindAllIndex(text, maxLines+1)
	switch {
	case len(starts) == 0 && bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")):
		return nil, verdict.Note{} // told where the file is read
	case len(starts) == 0:
		return nil, verdict.PastedWithoutStart.With()
	case len(starts) > maxLines:
		return nil, verdict.TooManyPasted.With(maxLines)
	}
	if len(starts) == 1 && len(bytes.TrimSpace(text[:starts[0][0]])) == 0 && bytes.HasSuffix(bytes.TrimSpace(text), []byte("}")) {
		return nil, verdict.Note{} // the most usual file of all, which is not read twice
	}
	var out []source
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		name := s.path
		if len(starts) > 1 {
			name = fmt.Sprintf("%s/results %d", s.path, i+1)
		}
		found, r := mend(text[at[0]:end])
		m := s.member(name, func() ([]byte, error) { return found, nil })
		m.whole, m.noted = true, s.noted
		if len(starts) == 1 {
			m.sum = s.sum
		} else {
			m.noted = verdict.Note{}
		}
		if !r.IsZero() {
			m.verdict, m.refused = verdict.Quarantined, r
		}
		out = append(out, m)
	}
	return out, verdict.Note{}
}

// parse reads a results file, also one whose lines were broken on their way.
func parse(content []byte) (*results.File, error) {
	text := plainText(content)
	f, err := results.Parse(text)
	if err == nil || !bytes.Contains(text, []byte(mark)) {
		return f, err
	}
	at := begins.FindIndex(text)
	if at == nil || len(bytes.TrimSpace(text[:at[0]])) > 0 {
		return nil, err
	}
	mended, r := mend(text[at[0]:])
	if !r.IsZero() {
		return nil, r
	}
	if f, errMended := results.Parse(mended); errMended == nil {
		return f, nil
	}
	return nil, err
}

// mend cuts a results file out of the text that begins with it, and undoes what
// mail programs do to it where there is only one way to undo it: marks of quoting,
// hard blanks between values, and line breaks inside base64, where no blank can
// have stood. A line break inside any other text is not undone: nobody knows what
// stood there. What is cut off at its end stays cut off.
func mend(text []byte) ([]byte, verdict.Note) {
	const broken, hint = "the results were broken into lines on their way, in a place where they cannot be put together again without guessing", "ask the person to send the file itself as an attachment, or to paste the text once more into a new mail"
	out := make([]byte, 0, len(text))
	depth := 0
	inText, escaped, lineStart, breaks := false, false, false, false
	begin, key, last := 0, "", "" // of the text at hand; its member's name; the last text
	for i := 0; i < len(text); i++ {
		c := text[i]
		if lineStart && (c == '>' || inText && (c == ' ' || c == '\t')) {
			continue
		}
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			lineStart = false
		}
		switch {
		case c == '\r' || c == '\n':
			lineStart = true
			if inText {
				breaks = true
				continue
			}
		case inText:
			switch {
			case escaped:
				escaped = false
			case c == '\\':
				escaped = true
			case c == '"':
				inText = false
				if breaks {
					whole := bytes.Map(func(r rune) rune {
						if r == ' ' || r == '\t' {
							return -1
						}
						return r
					}, out[begin:])
					if _, err := base64.StdEncoding.Strict().DecodeString(string(whole)); err != nil || key != "bytes" {
						return nil, verdict.PastedBroken.With()
					}
					out = append(out[:begin], whole...)
				}
				last = string(out[begin:min(len(out), begin+32)])
			}
		case c == '"':
			inText, breaks, begin = true, false, len(out)+1
		case c == ':':
			key = last
		case c == ',':
			key = ""
		case c == '{' || c == '[':
			depth++
			key = ""
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return append(out, c), verdict.Note{}
			}
		case c == 0xc2 && i+1 < len(text) && text[i+1] == 0xa0:
			c, i = ' ', i+1
		}
		out = append(out, c)
	}
	return bytes.TrimSpace(out), verdict.Note{}
}
