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

// With returns a note with the arguments that the words of the code need. A []string
// becomes one argument for each text, and must come last. So must a diag.Suggestion:
// it becomes the nearest name, or else "" followed by the first of the known names.
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

// Note says why something was not counted, or what a reader should know about
// something that was. As an error it is a refusal.
type Note struct {
	Code Code     `json:"code"`
	Args []string `json:"args,omitempty"`
}

// Error returns the code and its arguments, for programmers. Package words has the
// sentences for everybody else.
func (n Note) Error() string { return strings.TrimSpace(fmt.Sprintf("%s %q", n.Code, n.Args)) }

// IsZero reports whether the note is empty.
func (n Note) IsZero() bool { return n.Code == "" }

// Equal reports whether two notes say the same.
func (n Note) Equal(o Note) bool { return n.Error() == o.Error() }
