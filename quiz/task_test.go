package quiz

import (
	"slices"
	"strings"
	"testing"
)

const taskBank = `id = "talk"
title = "Talk"
module = "talk/01-listen"
mode = "assessed"

[[questions]]
id = "who-speaks"
type = "truefalse"
indicators = ["D-1"]
prompt = "One speaks."
[[questions.options]]
text = "True"
correct = true
feedback = "Yes."
[[questions.options]]
text = "False"
feedback = "No."
`

const tasks = `
[[tasks]]
id = "how-sure"
type = "rating"
competency = "D-TALK"
prompt = "How sure are you?"
labels = [" not yet", "mostly", "sure"]

[[tasks]]
id = "how-often"
type = "rating"
competency = "D-TALK"
prompt = "How often?"

[[tasks]]
id = "a-text"
type = "written"
indicators = ["D-1"]
prompt = "What did you say?"
rubric = "Says it."
max_words = 100

[[tasks]]
id = "a-note"
type = "reflection"
prompt = "What stays?"
`

func published(t *testing.T, source string) *Published {
	t.Helper()
	b, faults := ParseBank("talk.toml", []byte(source))
	if faults.Failed() {
		t.Fatal(faults.Sorted())
	}
	p, faults := b.Publish(func(string) string { return "D-TALK" })
	if faults.Failed() {
		t.Fatal(faults.Sorted())
	}
	return p
}

// Tasks are asked beside the form: a bank's revision, its form and its
// archive do not change with them.
func TestTasksAreNoPartOfTheForm(t *testing.T) {
	without, with := published(t, taskBank), published(t, taskBank+tasks)
	if without.Revision != with.Revision || without.FormSize() != with.FormSize() || len(with.Questions) != 1 {
		t.Errorf("%s with %d questions became %s with %d", without.Revision, without.FormSize(), with.Revision,
			with.FormSize())
	}
	archive := func(p *Published) string {
		a := NewArchive()
		if faults := a.Record(p); faults.Failed() {
			t.Fatal(faults.Sorted())
		}
		lines, err := a.Encode("talk")
		if err != nil {
			t.Fatal(err)
		}
		return string(lines)
	}
	if archive(without) != archive(with) {
		t.Error("the archive changed")
	}
	if len(with.Tasks) != 4 {
		t.Fatalf("%d tasks", len(with.Tasks))
	}
	labelled, plain, written := with.Tasks[0], with.Tasks[1], with.Tasks[2]
	if labelled.MaxRating != 3 || !slices.Equal(labelled.Labels, []string{"not yet", "mostly", "sure"}) ||
		plain.MaxRating != 5 || plain.Labels != nil {
		t.Errorf("%+v\n%+v", labelled, plain)
	}
	if written.Competency != "D-TALK" || with.Tasks[3].Competency != "" {
		t.Errorf("%+v\n%+v", written, with.Tasks[3])
	}
	if task := with.Bank.Task(written.ID); task == nil || task.Rubric != "Says it." ||
		with.Bank.Task("abcdefghij") != nil {
		t.Errorf("%+v", task)
	}
}

// A task's revision follows what its reader sees, and nothing else.
func TestTaskRevisions(t *testing.T) {
	revisions := func(source string) []string {
		var out []string
		for _, task := range published(t, source).Tasks {
			if !strings.HasPrefix(task.Revision, "t1-") || len(task.Revision) != 3+revisionLength {
				t.Errorf("revision %q", task.Revision)
			}
			out = append(out, task.Revision)
		}
		return out
	}
	was := revisions(taskBank + tasks)
	const none = -1
	for _, c := range []struct {
		old, text string
		task      int // whose revision changes
	}{
		{"Says it.", "Says more.", none},
		{"max_words = 100", "max_words = 90", none},
		{`indicators = ["D-1"]` + "\nprompt = \"What", `competency = "D-TALK"` + "\nprompt = \"What", none},
		{"mostly", "rather", 0},
		{"How often?", "How rarely?", 1},
		{"prompt = \"How often?\"", "prompt = \"How often?\"\nmax_rating = 6", 1},
		{"What did", "What else did", 2},
		{"What stays?", "What stays with you?", 3},
	} {
		changed := strings.Replace(tasks, c.old, c.text, 1)
		if changed == tasks {
			t.Fatalf("no task has %q", c.old)
		}
		for i, now := range revisions(taskBank + changed) {
			if same := now == was[i]; same == (i == c.task) {
				t.Errorf("%s for %s: task %d is the same: %v", c.text, c.old, i, same)
			}
		}
	}
}
