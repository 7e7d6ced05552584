package gradebook_test

import (
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// A kit that holds the keys of scenarios grades what it graded before, also where
// two kits hold the same key; one that a later version wrote is refused with a
// way out.
func TestKitWithScenarioKeys(t *testing.T) {
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	before := f.grade()

	desk := &quiz.Scenario{ID: "desk", Title: "At the desk", Mode: quiz.Assessed, Exposure: quiz.Private, Scenes: []quiz.Scene{
		{ID: "lobby", Title: "Lobby", Text: "Sam is shouting.", Choices: []quiz.Choice{{Text: "Step back", To: "home", Points: map[string]int{"X-1": 2}, Feedback: "Room helps."}}},
		{ID: "home", Title: "Home", Text: "Sam goes home.", Ending: quiz.GoodEnd},
	}}
	archive := quiz.NewArchive()
	found := archive.RecordScenario(desk.Publish())
	f.check(found.Err())
	lines, err := archive.Encode("desk")
	f.check(err)
	f.write("answerkeys/desk.ndjson", string(lines))
	o := gradebook.Options{Projects: []*project.Project{f.kit(), f.kit()}, Results: []string{f.results}, Roster: gradebook.Document{Path: "roster.csv", Content: []byte(f.roster)}, AsOf: f.asOf, Now: f.now}
	after, faults := gradebook.Grade(t.Context(), o)
	f.check(faults.Err())
	if len(after.Exceptions) != 0 || after.Evidence.Len() != 1 || after.Evidence.At(0).Percent != before.Evidence.At(0).Percent {
		t.Errorf("%q %+v", reasons(after), after.Evidence.At(0))
	}

	f.write("answerkeys/desk.ndjson", strings.Replace(string(lines), `"kind":"scenario"`, `"kind":"hologram"`, 1))
	o.Projects = []*project.Project{f.kit()}
	_, faults = gradebook.Grade(t.Context(), o)
	if err := faults.Err(); err == nil || !strings.Contains(err.Error(), "desk.ndjson:1: this is not a line of a key archive: unknown kind \"hologram\"\n  hint: a newer Coursemark wrote it") {
		t.Errorf("%v", err)
	}
}
