package quiz

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/internal/diag"
)

// Task is what an assessment asks besides its questions, as written. Nothing of it
// is scored by a key: tasks are in no draw and no form, and neither a bank's
// revision nor an attempt tells of them. What is handed in for one is a record of
// its own kind (package results).
type Task struct {
	ID         string   `toml:"id"` // unique among the bank's questions and tasks
	Type       TaskType `toml:"type"`
	Prompt     string   `toml:"prompt"`     // CommonMark
	Competency string   `toml:"competency"` // rating and written; of written, where absent, that of its indicators
	Indicators []string `toml:"indicators"` // written: what it is about; none = all of the competency

	// Rating: a scale from 1 to MaxRating, with words for each step or for none.
	MaxRating int      `toml:"max_rating"` // 5 where absent
	Labels    []string `toml:"labels"`     // plain text

	// Written: advice on its length, and what the assessor goes by. The rubric is
	// never published.
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

// TaskTypes lists them.
func TaskTypes() []string { return []string{string(SelfRating), string(Written), string(Reflection)} }

// Bounds of tasks.
const (
	maxTasks        = 20 // of a bank: they are all asked
	minRating       = 2
	maxRating       = 10 // more than that nobody tells apart
	defaultRating   = 5
	maxWords        = 2000 // of advice
	taskRevisionTag = "coursemark-task-revision/1"
)

// settle fills in what an author may leave out.
func (t *Task) settle() {
	if t.Type != SelfRating || t.MaxRating != 0 {
		return
	}
	t.MaxRating = defaultRating
	if len(t.Labels) > 0 {
		t.MaxRating = len(t.Labels)
	}
}

func (b *Bank) checkTasks(taken map[string]bool, faults *diag.List) {
	if len(b.Tasks) > maxTasks {
		faults.Add(b.File.FaultText(fmt.Sprintf("the bank has %d tasks; at most %d", len(b.Tasks), maxTasks), "every one of them is asked at every attempt", "tasks"))
		return
	}
	for i := range b.Tasks {
		t := &b.Tasks[i]
		fault := func(what, hint string, path ...any) {
			faults.Add(b.File.FaultText(fmt.Sprintf("task %q: %s", t.ID, what), hint, append([]any{"tasks", i}, path...)...))
		}
		switch {
		case !slugPattern.MatchString(t.ID):
			faults.Add(b.File.FaultText(fmt.Sprintf("task %d: the id %q is not usable", i+1, t.ID), "use small letters, digits and hyphens, for example how-sure", "tasks", i, "id"))
		case taken[t.ID]:
			fault("the id was used before", "IDs of questions and tasks are unique in a bank and never reused", "id")
		}
		taken[t.ID] = true
		if b.Mode == Practice {
			fault("the bank is for practice, and practice has no tasks", "a lesson asks its readers to think something over with :::reflect", "type")
		}
		t.check(fault)
	}
}

func (t *Task) check(fault func(what, hint string, path ...any)) {
	if !slices.Contains(TaskTypes(), string(t.Type)) {
		hint := diag.DidYouMean(string(t.Type), TaskTypes())
		if slices.Contains(Types(), string(t.Type)) {
			hint = "what is scored stands in [[questions]] tables"
		}
		fault(fmt.Sprintf("type %q is not known", t.Type), hint, "type")
		return
	}
	if Normalise(t.Prompt) == "" {
		fault("the prompt is missing", `write prompt = """…"""`, "prompt")
	}
	misplaced(fmt.Sprintf("a task of type %q", t.Type), []member{
		{"competency", t.Competency != "", t.Type != Reflection, "a reflection is evidence of nothing"},
		{"indicators", len(t.Indicators) > 0, t.Type == Written, `they are for type = "written"; a self-rating names its competency`},
		{"max_rating", t.MaxRating != 0, t.Type == SelfRating, `it is for type = "rating"`},
		{"labels", len(t.Labels) > 0, t.Type == SelfRating, `they are for type = "rating"`},
		{"min_words", t.MinWords != 0, t.Type == Written, `it is for type = "written"`},
		{"max_words", t.MaxWords != 0, t.Type == Written, `it is for type = "written"`},
		{"rubric", t.Rubric != "", t.Type == Written, `it is for type = "written": nobody marks the others`},
	}, fault)
	switch t.Type {
	case SelfRating:
		t.checkRating(fault)
	case Written:
		if t.Competency == "" && len(t.Indicators) == 0 {
			fault("it names no competency", `write competency = "…", or indicators = ["…"]: what does the text show?`, "type")
		}
		if Normalise(t.Rubric) == "" {
			fault("it has no rubric", `write rubric = """…""": what the assessor looks for; it is never published`, "type")
		}
		for _, n := range []struct {
			name  string
			words int
		}{{"min_words", t.MinWords}, {"max_words", t.MaxWords}} {
			if n.words < 0 || n.words > maxWords {
				fault(fmt.Sprintf("%s must lie between 0 and %d", n.name, maxWords), "it is advice for the writer; 0 gives none", n.name)
			}
		}
		if t.MaxWords > 0 && t.MinWords > t.MaxWords {
			fault("min_words is more than max_words", "min_words is the smaller of the two", "min_words")
		}
	}
}

func (t *Task) checkRating(fault func(what, hint string, path ...any)) {
	if t.Competency == "" {
		fault("it names no competency", `write competency = "…": what do people rate themselves in?`, "type")
	}
	if t.MaxRating < minRating || t.MaxRating > maxRating {
		fault(fmt.Sprintf("max_rating must lie between %d and %d", minRating, maxRating), "it is the top of a scale that begins at 1", "max_rating")
		return
	}
	if len(t.Labels) == 0 {
		return
	}
	if len(t.Labels) != t.MaxRating {
		fault(fmt.Sprintf("there are %d labels for %d steps", len(t.Labels), t.MaxRating), "write one for each step, the lowest first, or none", "labels")
	}
	seen := map[string]int{}
	for i, label := range t.Labels {
		distinct(seen, i, "label", label, fault, "labels", i)
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

// publish derives what of a task is public. competencyOf gives the competency of
// an indicator, or "".
func (t *Task) publish(bank string, competencyOf func(indicator string) string) PublishedTask {
	p := PublishedTask{
		ID: PublicID(bank, t.ID), Type: t.Type, Prompt: Normalise(t.Prompt), Competency: t.Competency, Indicators: t.Indicators,
		MaxRating: t.MaxRating, MinWords: t.MinWords, MaxWords: t.MaxWords,
	}
	if p.Competency == "" && len(t.Indicators) > 0 {
		p.Competency = competencyOf(t.Indicators[0])
	}
	parts := []string{taskRevisionTag, string(t.Type), p.Prompt, strconv.Itoa(t.MaxRating)}
	for _, label := range t.Labels {
		p.Labels = append(p.Labels, Normalise(label))
	}
	sum := Digest(append(parts, p.Labels...)...)
	p.Revision = "t1-" + Base32(sum[:])[:revisionLength]
	return p
}

// Task gives the task of a public ID, or nil.
func (b *Bank) Task(public string) *Task {
	for i := range b.Tasks {
		if PublicID(b.ID, b.Tasks[i].ID) == public {
			return &b.Tasks[i]
		}
	}
	return nil
}
