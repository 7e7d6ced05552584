package quiz

import (
	"slices"

	"github.com/coursemark/coursemark/internal/tomlfile"
)

// TOML returns a bank as a trainer would write it by hand, without the defaults that
// ParseBank fills in. ParseBank reads the same bank from it.
func (b *Bank) TOML() []byte {
	written := *b
	if written.Exposure == Private {
		written.Exposure = ""
	}
	written.Questions, written.Tasks = slices.Clone(b.Questions), slices.Clone(b.Tasks)
	for i := range written.Questions {
		written.Questions[i].unsettle()
	}
	for i := range written.Tasks {
		written.Tasks[i].unsettle()
	}
	return tomlfile.Encode(written)
}

// unsettle removes the defaults that Settle fills in.
func (q *Question) unsettle() {
	if q.Points == 1 {
		q.Points = 0
	}
	if rules := q.Type.Scorings(); rules != nil && q.Scoring == rules[0] {
		q.Scoring = ""
	}
}

// unsettle removes the defaults that settle fills in.
func (t *Task) unsettle() {
	without := *t
	without.MaxRating = 0
	without.settle()
	if without.MaxRating == t.MaxRating {
		t.MaxRating = 0
	}
}
