package intake

import (
	"crypto/sha256"
	"slices"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// Trace is the part of an attempt that is compared with the attempts of other people.
type Trace struct {
	Answers            [sha256.Size]byte
	Started, Submitted string
	Mistakes           int // answered, and not right
}

// traceOf returns nil if nothing was answered.
func traceOf(a *results.Attempt, s *competence.Submission) *Trace {
	t := &Trace{Started: a.Started, Submitted: a.Submitted}
	answered := false
	for _, i := range s.Items {
		answered = answered || !i.Blank
		if !i.Blank && !i.Right {
			t.Mistakes++
		}
	}
	if !answered {
		return nil
	}
	// The order in which questions and options were shown is not an answer.
	lines := make([]string, 0, len(a.Responses))
	for _, r := range a.Responses {
		lines = append(lines, r.Question+"\x00"+string(r.Response))
	}
	slices.Sort(lines)
	t.Answers = quiz.Digest(append([]string{"coursemark-answers/1", a.Bank, a.BankRevision}, lines...)...)
	return t
}
