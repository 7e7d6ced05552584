package inbox

import (
	"bytes"
	"fmt"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// pasted looks for results that were pasted into a mail or a text. It returns nil if the
// text is a results file and nothing else, or has nothing to do with results.
func (s source) pasted(text []byte) ([]source, verdict.Note) {
	if !bytes.Contains(text, []byte(format)) {
		return nil, verdict.Note{}
	}
	starts := begins.FindAllIndex(text, maxLines+1)
	switch {
	case len(starts) == 0 && bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")):
		return nil, verdict.Note{} // reading the file shows what is wrong with it
	case len(starts) == 0:
		return nil, verdict.PastedWithoutStart.With()
	case len(starts) > maxLines:
		return nil, verdict.TooManyPasted.With(maxLines)
	case len(starts) == 1 && len(bytes.TrimSpace(text[:starts[0][0]])) == 0 &&
		bytes.HasSuffix(bytes.TrimSpace(text), []byte("}")):
		return nil, verdict.Note{} // by far the most usual file, which need not be mended
	case len(starts) == 1:
		m := s.cut(s.path, text[starts[0][0]:])
		m.note, m.sum = s.note, s.sum
		return []source{m}, verdict.Note{}
	}
	var out []source
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		out = append(out, s.cut(fmt.Sprintf("%s/results %d", s.path, i+1), text[at[0]:end]))
	}
	return out, verdict.Note{}
}

// cut takes the results file out of the text that begins with it.
func (s source) cut(path string, text []byte) source {
	found, why := mend(text)
	m := s.member(path, func() ([]byte, error) { return found, nil })
	m.whole, m.note = true, verdict.Note{}
	if !why.IsZero() {
		m.verdict, m.why = verdict.Quarantined, why
	}
	return m
}
