package verdict

import "github.com/coursemark/coursemark/quiz"

// Exception is a file, record or row that was not counted, or that was counted and
// has something said about it.
type Exception struct {
	File    string  `json:"file"`
	SHA256  string  `json:"sha256"`
	Record  string  `json:"record"` // ID or row number; "" = the whole file
	Staff   string  `json:"staff"`  // as far as known
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"` // stable: unknown-staff, malformed, …
	What    string  `json:"what"`
	Hint    string  `json:"hint"` // the way out
	// Case is the ID of what somebody can decide about; "" = nothing.
	Case string `json:"case,omitempty"`
}

// Settled reports whether nothing is left to do: it counts, or somebody decided.
func (e Exception) Settled() bool { return e.Verdict == Noted || e.Verdict == Decided }

// Uncounted returns how many exceptions are not settled.
func Uncounted(exceptions []Exception) int {
	n := 0
	for _, e := range exceptions {
		if !e.Settled() {
			n++
		}
	}
	return n
}

// CaseID names an open case, the same in every run: by its reason and what it is
// about, and not by where its file lies.
func CaseID(reason string, about ...string) string {
	sum := quiz.Digest(append([]string{"coursemark-case/1", reason}, about...)...)
	return "c-" + quiz.Base32(sum[:])[:12]
}
