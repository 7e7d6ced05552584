package intake

import (
	"errors"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/sourcetext"
	"github.com/coursemark/coursemark/results"
)

// parse reads a results file, even if its lines were broken on the way.
func parse(content []byte) (*results.File, error) {
	text := sourcetext.Open(content)
	f, err := results.Parse(text)
	if err == nil {
		return f, nil
	}
	mended, why, ok := inbox.Mend(text)
	switch {
	case !ok:
		return nil, err
	case !why.IsZero():
		return nil, why
	}
	if f, errMended := results.Parse(mended); errMended == nil {
		return f, nil
	}
	return nil, err
}

// note returns the note that an error is, or a note with its words.
func note(err error) verdict.Note {
	if n := (verdict.Note{}); errors.As(err, &n) {
		return n
	}
	return quoting(verdict.Malformed, err)
}

// quoting returns a note in the words of package results: what is wrong, the way out and
// the code of the fault.
func quoting(code verdict.Code, err error) verdict.Note {
	if fault := (diag.Fault{}); errors.As(err, &fault) {
		return code.With(fault.What, fault.Hint, fault.Code)
	}
	return code.With(err, "")
}

func isMatrix(content []byte) bool {
	var head struct {
		Format string `json:"format"`
	}
	return json.Unmarshal(content, &head) == nil && strings.HasPrefix(head.Format, "coursemark-matrix/")
}
