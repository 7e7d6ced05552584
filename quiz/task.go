package quiz

import (
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/internal/diag"
)

// Task is a part of an assessment without an answer key, as written. Tasks belong to no
// draw, no form, no bank's revision and no attempt; the response to a task is a record of
// its own kind (package results).
type Task struct {
	ID         string   `toml:"id"` // unique among the bank's questions and tasks
	Type       TaskType `toml:"type"`
	Prompt     string   `toml:"prompt"`     // CommonMark
	Competency string   `toml:"competency"` // rating and written; written: where absent, that of its indicators
	Indicators []string `toml:"indicators"` // written: what it is about; none = all of the competency

	// Rating: a scale from 1 to MaxRating, with words for each step or for none.
	MaxRating int      `toml:"max_rating"` // 5 where absent
	Labels    []string `toml:"labels"`     // plain text

	// Written: advice on the length, and the rubric for the assessor, which is never
	// published.
	MinWords int    `toml:"min_words"`
	MaxWords int    `toml:"max_words"`
	Rubric   string `toml:"rubric"`
}

// TaskType is a kind of task.
type TaskType string

const (
	SelfRating TaskType = "rating"     // how somebody sees themselves, from 1 to the top of a scale
	Written    TaskType = "written"    // a text that an assessor marks
	Reflection TaskType = "reflection" // a text that stays with its writer unless they share it
)

// TaskTypes returns all types of task.
func TaskTypes() []string { return []string{string(SelfRating), string(Written), string(Reflection)} }

// Bounds of tasks.
const (
	maxTasks      = 20 // of a bank: they are all asked
	minRating     = 2
	maxRating     = 10 // nobody can tell more steps apart
	defaultRating = 5
	maxWords      = 2000 // of advice
)

// settle fills in the defaults of what the author left out.
func (t *Task) settle() {
	if t.Type != SelfRating || t.MaxRating != 0 {
		return
	}
	t.MaxRating = defaultRating
	if len(t.Labels) > 0 {
		t.MaxRating = len(t.Labels)
	}
}

func (t *Task) check(report diag.Report) {
	name := string(t.Type)
	switch {
	case Type(name).Known():
		report(taskTypeOfQuestion.With(name), "type")
		return
	case !slices.Contains(TaskTypes(), name):
		report(taskTypeUnknown.With(name, diag.Suggest(name, TaskTypes())), "type")
		return
	}
	if Normalise(t.Prompt) == "" {
		report(taskWithoutPrompt.With(), "prompt")
	}
	t.checkMembers(report)
	switch t.Type {
	case SelfRating:
		t.checkRating(report)
	case Written:
		t.checkWritten(report)
	}
}

// checkMembers reports keys that belong to tasks of another type.
func (t *Task) checkMembers(report diag.Report) {
	for _, m := range []struct {
		key       string
		written   bool
		usable    bool // for tasks of this type
		misplaced diag.Kind
	}{
		{"competency", t.Competency != "", t.Type != Reflection, competencyMisplaced},
		{"indicators", len(t.Indicators) > 0, t.Type == Written, indicatorsMisplaced},
		{"max_rating", t.MaxRating != 0, t.Type == SelfRating, ofRatingMisplaced},
		{"labels", len(t.Labels) > 0, t.Type == SelfRating, ofRatingMisplaced},
		{"min_words", t.MinWords != 0, t.Type == Written, ofWrittenMisplaced},
		{"max_words", t.MaxWords != 0, t.Type == Written, ofWrittenMisplaced},
		{"rubric", t.Rubric != "", t.Type == Written, rubricMisplaced},
	} {
		if m.written && !m.usable {
			report(m.misplaced.With(string(t.Type), m.key), m.key)
		}
	}
}

func (t *Task) checkWritten(report diag.Report) {
	if t.Competency == "" && len(t.Indicators) == 0 {
		report(writtenWithoutCompetency.With(), "type")
	}
	if Normalise(t.Rubric) == "" {
		report(taskWithoutRubric.With(), "type")
	}
	if t.MinWords < 0 || t.MinWords > maxWords {
		report(wordsOutOfRange.With("min_words", maxWords), "min_words")
	}
	if t.MaxWords < 0 || t.MaxWords > maxWords {
		report(wordsOutOfRange.With("max_words", maxWords), "max_words")
	}
	if t.MaxWords > 0 && t.MinWords > t.MaxWords {
		report(wordsReversed.With(), "min_words")
	}
}

func (t *Task) checkRating(report diag.Report) {
	if t.Competency == "" {
		report(ratingWithoutCompetency.With(), "type")
	}
	if t.MaxRating < minRating || t.MaxRating > maxRating {
		report(scaleOutOfRange.With(minRating, maxRating), "max_rating")
		return
	}
	if len(t.Labels) > 0 && len(t.Labels) != t.MaxRating {
		report(labelsDoNotFit.With(len(t.Labels), t.MaxRating), "labels")
	}
	seen := map[string]int{}
	for i, label := range t.Labels {
		reportRepeats(seen, i, "label", label, report, "labels", i)
	}
}

// PublishedTask is a task as learners may see it: without its rubric.
type PublishedTask struct {
	ID         string // public ID
	Revision   string
	Type       TaskType
	Prompt     string // CommonMark
	Competency string
	Indicators []string
	MaxRating  int
	Labels     []string // plain text, as many as MaxRating or none
	MinWords   int
	MaxWords   int
}

// publish derives the public part of a task. competencyOf returns the competency of an
// indicator, or "".
func (t *Task) publish(bank string, competencyOf func(indicator string) string) PublishedTask {
	p := PublishedTask{
		ID: PublicID(bank, t.ID), Type: t.Type, Prompt: Normalise(t.Prompt),
		Competency: t.Competency, Indicators: t.Indicators,
		MaxRating: t.MaxRating, MinWords: t.MinWords, MaxWords: t.MaxWords,
	}
	if p.Competency == "" && len(t.Indicators) > 0 {
		p.Competency = competencyOf(t.Indicators[0])
	}
	parts := []string{string(t.Type), p.Prompt, strconv.Itoa(t.MaxRating)}
	for _, label := range t.Labels {
		p.Labels = append(p.Labels, Normalise(label))
	}
	p.Revision = taskRevision.of(append(parts, p.Labels...)...)
	return p
}
