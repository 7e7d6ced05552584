package verdict

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// Code names a reason or a note, as "reason" or "reason/detail" in kebab case. It
// stays the same in every version and every language.
type Code string

// Reason is the part before the slash: what programs and people sort by.
func (c Code) Reason() string {
	reason, _, _ := strings.Cut(string(c), "/")
	return reason
}

// With fills in what the words of a code leave open. A list of texts becomes one
// argument for each of them, and belongs at the end; so does a suggestion, which
// becomes the nearest name or "", and without one the first of the known names.
func (c Code) With(args ...any) Note {
	n := Note{Code: c}
	for _, a := range args {
		switch a := a.(type) {
		case []string:
			n.Args = append(n.Args, a...)
		case diag.Suggestion:
			n.Args = append(n.Args, suggested(a)...)
		default:
			n.Args = append(n.Args, fmt.Sprint(a))
		}
	}
	return n
}

func suggested(s diag.Suggestion) []string {
	if near := s.Nearest(); near != "" {
		return []string{near}
	}
	const most = 12
	out := append([]string{""}, s.Known[:min(len(s.Known), most)]...)
	if len(s.Known) > most {
		out = append(out, "…")
	}
	return out
}

// Note says why something was not counted, or what one should know of something
// that was. As an error it is a refusal.
type Note struct {
	Code Code     `json:"code"`
	Args []string `json:"args,omitempty"`
}

// Error shows the code and its arguments, for programmers; package words has the
// words for everybody else.
func (n Note) Error() string { return strings.TrimSpace(fmt.Sprintf("%s %q", n.Code, n.Args)) }

// IsZero reports whether there is nothing to say.
func (n Note) IsZero() bool { return n.Code == "" }

// Equal reports whether two notes say the same.
func (n Note) Equal(o Note) bool { return n.Error() == o.Error() }
