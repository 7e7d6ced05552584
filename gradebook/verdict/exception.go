package verdict

import "github.com/coursemark/coursemark/quiz"

// Exception is a file, record or row that was not counted, or was counted with a
// remark.
type Exception struct {
	File    string  `json:"file"`
	SHA256  string  `json:"sha256"`
	Record  string  `json:"record"` // ID or row number; "" = the whole file
	Staff   string  `json:"staff"`  // as far as known
	Verdict Verdict `json:"verdict"`
	// Reason is the first part of Code: unknown-staff, malformed, …
	Reason string   `json:"reason"`
	Code   Code     `json:"code"`
	Args   []string `json:"args,omitempty"`
	Notes  []Note   `json:"notes,omitempty"` // further notes: who decided, and why
	// What and Hint (the way out) say in English what Code and Notes mean. Package
	// words fills them in.
	What string `json:"what"`
	Hint string `json:"hint"`
	// Case is the ID of the case that somebody can decide about; "" = there is none.
	Case string `json:"case,omitempty"`
}

// Settled reports whether nothing is left to do: it counts, or somebody has decided.
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

// CaseID returns the ID of an open case. It is the same in every run: it depends on
// the reason and on what the case is about, not on where the file is.
func CaseID(reason string, about ...string) string {
	sum := quiz.Digest(append([]string{"coursemark-case/1", reason}, about...)...)
	return "c-" + quiz.Base32(sum[:])[:12]
}

// Exception returns the note as an exception about a file, or a record or row of it.
func (n Note) Exception(file, sha, record, staff string, v Verdict) Exception {
	return Exception{File: file, SHA256: sha, Record: record, Staff: staff, Verdict: v, Reason: n.Code.Reason(),
		Code: n.Code, Args: n.Args}
}
