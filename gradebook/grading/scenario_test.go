package grading_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// desk is an assessed scenario about two competencies: the best path has 6 points
// in C and 1 in D.
func desk() *quiz.Scenario {
	choice := func(text, to string, points map[string]int) quiz.Choice {
		return quiz.Choice{Text: text, To: to, Points: points, Critical: points["C-1"] == -2, Feedback: "Why."}
	}
	return &quiz.Scenario{ID: "desk", Title: "At the desk", Mode: quiz.Assessed, Exposure: quiz.Private,
		Scenes: []quiz.Scene{
			{ID: "lobby", Title: "Lobby", Text: "Sam is shouting.", Choices: []quiz.Choice{
				choice("Step back", "talk", map[string]int{"C-1": 3}),
				choice("Stand still", "talk", map[string]int{"C-1": 1}),
				choice("Threaten", "held", map[string]int{"C-1": -2}),
			}},
			{ID: "talk", Title: "Talk", Text: "Sam talks.", Choices: []quiz.Choice{
				choice("Ask", "home", map[string]int{"C-2": 3, "D-1": 1}),
				choice("Tell", "home", map[string]int{"C-2": 1}),
				choice("Wait", "lobby", map[string]int{"C-2": -1}),
			}},
			{ID: "home", Title: "Home", Text: "Sam goes home.", Ending: quiz.GoodEnd},
			{ID: "held", Title: "Held", Text: "Four people run.", Ending: quiz.PoorEnd},
		}}
}

// walks is a project with the scenario in its rule, and people who walk it.
type walks struct {
	*fixture
	scenario *quiz.PublishedScenario
	limits   quiz.Limits
}

func newWalks(t testing.TB) *walks {
	f := newFixture(t)
	f.write("standards/frameworks/x.toml", strings.NewReplacer(
		"[validity]", "[[evidence]]\nkind = \"scenario\"\nmax_level = 2\ncuts = [{ level = 1, percent = 60 }, { level = 2, percent = 80 }]\n[validity]",
		`demands = [["quiz"], ["practice"]]`, `demands = [["quiz"], ["scenario"]]`,
		`banks = ["talk"]`, "banks = [\"talk\", \"desk\"]\nscenarios = [\"desk\"]",
		"[[roles]]\nid = \"nurse\"",
		"[[competencies]]\nid = \"D\"\ndomain = \"d\"\ntitle = \"Asking\"\n[[competencies.indicators]]\nid = \"D-1\"\ntext = \"one\"\nscope = \"person\"\n[competencies.rule]\ndemands = [[\"scenario\"]]\nbanks = [\"desk\"]\nscenarios = [\"desk\"]\n[[roles]]\nid = \"nurse\"",
	).Replace(framework))
	w := &walks{fixture: f}
	w.publishScenario(desk())
	return w
}

// publishScenario does what build does: archives the key.
func (w *walks) publishScenario(s *quiz.Scenario) {
	w.t.Helper()
	w.scenario = s.Publish()
	faults := w.archive.RecordScenario(w.scenario)
	w.check(faults.Err())
	lines, err := w.archive.Encode(s.ID)
	w.check(err)
	w.write("answerkeys/"+s.ID+".ndjson", string(lines))
}

// kit is the project's grading kit, with the scenario in its list of modules.
func (w *walks) kit() *project.Project {
	w.t.Helper()
	modules := []project.Module{{Path: "calm/talk", Course: "Calm", Title: "Talking", Version: "m1-abcdefghij",
		Minutes: 45,
		Scenarios: []project.Scenario{{ID: "desk", Path: "calm/talk/desk", Title: "At the desk",
			Revision: w.scenario.Revision, Limits: w.limits}}}}
	content, err := w.project.Kit("test", modules)
	w.check(err)
	p, faults := project.OpenKit("grading-kit.zip", bytes.NewReader(content), int64(len(content)))
	w.check(faults.Err())
	return p
}

// path returns the IDs of choices by their words; "back" is a step back.
func (w *walks) path(words ...string) []string {
	w.t.Helper()
	at := []string{w.scenario.Start}
	out := []string{}
	for _, word := range words {
		if word == quiz.StepBack {
			out, at = append(out, word), at[:len(at)-1]
			continue
		}
		scene := w.scenario.Scenes[slices.IndexFunc(w.scenario.Scenes,
			func(s quiz.PublishedScene) bool { return s.ID == at[len(at)-1] })]
		i := slices.IndexFunc(scene.Choices, func(c quiz.PublishedChoice) bool { return c.Text == word })
		if i < 0 {
			w.t.Fatalf("no choice %q in %q", word, scene.Title)
		}
		out, at = append(out, scene.Choices[i].ID), append(at, scene.Choices[i].To)
	}
	return out
}

// walk makes an attempt as the format says: after every step an event with the
// path so far.
func (w *walks) walk(staff string, ordinal int, day string, path []string) *results.Attempt {
	w.t.Helper()
	a := &results.Attempt{ID: results.AttemptID(sha256.Sum256([]byte(fmt.Sprint(staff, ordinal, day, path)))),
		Site: "ward", Bank: "desk", BankRevision: w.scenario.Revision, Ordinal: ordinal, Staff: staff,
		Name: "typed", Lang: "en", Started: day + "T09:00:00+01:00", Submitted: day + "T09:20:00+01:00"}
	w.rewalk(a, path)
	return a
}

// rewalk writes responses and log for another path.
func (w *walks) rewalk(a *results.Attempt, path []string) {
	w.t.Helper()
	a.Log = []string{`{"e":"start"}`}
	r := results.Response{Question: w.scenario.Start, Revision: w.scenario.Revision, Shown: []string{},
		Response: []byte("null")}
	for n := range path {
		response, err := json.Marshal(map[string][]string{"path": path[:n+1]})
		w.check(err)
		r.Response = response
		a.Log = append(a.Log, fmt.Sprintf(`{"e":"answer","q":%q,"r":%s}`, w.scenario.Start, response))
	}
	a.Log = append(a.Log, `{"e":"review"}`, `{"e":"submit"}`)
	a.Responses = []results.Response{r}
}

func (w *walks) options() grading.Options {
	return grading.Options{Projects: []*project.Project{w.kit()}, Results: []string{w.results},
		Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: []byte(w.roster)}}, AsOf: w.asOf,
		Now: w.now, Tool: "gradebook test"}
}

func (w *walks) grade(change ...func(*grading.Options)) *gradebook.Matrix {
	w.t.Helper()
	o := w.options()
	for _, c := range change {
		c(&o)
	}
	m, faults := grading.Grade(w.t.Context(), o)
	w.check(faults.Err())
	balanced(w.t, m)
	return m
}

// walked returns the evidence of a kind for a competency, one line each.
func walked(m *gradebook.Matrix, competency string) []string {
	out := []string{}
	for _, e := range m.Evidence.All() {
		if e.Competency != competency {
			continue
		}
		level := "-"
		if e.Level != nil {
			level = fmt.Sprint(*e.Level)
		}
		line := fmt.Sprintf("%s %s %d %g/%g %s %t", e.Kind, e.Staff, e.Attempt, e.Raw, e.Max, level, e.Counts)
		for _, flag := range e.Flags {
			if flag != "SELF-DECLARED" {
				line += " " + string(flag)
			}
		}
		out = append(out, line)
	}
	return out
}

func TestScenarioAttempts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		words []string
		want  string // in C
		asked string // in D
		path  competence.Path
	}{
		"the best path": {[]string{"Step back", "Ask"}, "scenario H0001 1 6/6 2 true",
			"scenario H0001 1 1/1 2 true", competence.Path{Choices: 2, Ended: true}},
		"a poorer path": {[]string{"Stand still", "Ask"}, "scenario H0001 1 4/6 1 true",
			"scenario H0001 1 1/1 2 true", competence.Path{Choices: 2, Ended: true}},
		"round the loop": {[]string{"Step back", "Wait", "Step back", "Tell"},
			"scenario H0001 1 3/6 0 true", "scenario H0001 1 0/1 0 true", competence.Path{Choices: 4, Ended: true}},
		"a critical choice": {[]string{"Threaten"}, "scenario H0001 1 0/6 0 true CRITICAL-FAILED",
			"scenario H0001 1 0/1 0 true", competence.Path{Choices: 1, Ended: true}},
		"taken back, and it was said": {[]string{"Threaten", "back", "Step back", "Ask"},
			"scenario H0001 1 4/6 0 true CRITICAL-FAILED", "scenario H0001 1 1/1 2 true",
			competence.Path{Choices: 3, Back: 1, Ended: true}},
		"stopped before the end": {[]string{"Step back"}, "scenario H0001 1 3/6 0 true NOT-ENDED",
			"scenario H0001 1 0/1 0 true NOT-ENDED", competence.Path{Choices: 1}},
		"nothing done": {nil, "scenario H0001 1 0/6 0 true NOT-ENDED",
			"scenario H0001 1 0/1 0 true NOT-ENDED", competence.Path{}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWalks(t)
			w.handIn("a.json", w.file(w.walk("H0001", 1, "2026-02-01", w.path(c.words...))))
			m := w.grade()
			if got := walked(m, "C"); len(m.Exceptions) > 0 || !slices.Equal(got, []string{c.want}) {
				t.Errorf("C: %q %q", got, reasons(m))
			}
			if got := walked(m, "D"); !slices.Equal(got, []string{c.asked}) {
				t.Errorf("D: %q", got)
			}
			if e := m.Evidence.At(0); *e.Path != c.path || e.Bank != "desk" || e.BankRevision != w.scenario.Revision ||
				e.Receipt == "" || e.Expires == "" && *e.Level > 0 {
				t.Errorf("%+v %+v", e.Path, e)
			}
			// Wherever it was written, it is read again as it was.
			text, err := encode(m)
			w.check(err)
			read, faults := gradebook.ReadMatrix("matrix.json", bytes.NewReader(text), "ward")
			w.check(faults.Err())
			if *read.Evidence.At(0).Path != c.path {
				t.Errorf("read again: %+v", read.Evidence.At(0).Path)
			}
		})
	}
}

// The level of a competency whose rule demands a quiz and a scenario takes both,
// and the scenario's words say what was done.
func TestScenarioAndQuiz(t *testing.T) {
	t.Parallel()
	w := newWalks(t)
	w.handIn("walk.json", w.file(w.walk("H0003", 1, "2026-02-01", w.path("Stand still", "back", "Step back", "Ask"))))
	if level, status := cellOf(t, w.grade(), "H0003"); level != "-" || status != "not-yet" {
		t.Errorf("the scenario alone: %s %s", level, status)
	}
	w.handIn("sit.json", w.file(w.sit("H0003", 1, "2026-02-02", right)))
	m := w.grade()
	if level, status := cellOf(t, m, "H0003"); level != "2" || status != "current" {
		t.Errorf("%s %s %q", level, status, walked(m, "C"))
	}
	for _, c := range m.Cells.All() {
		if c.Staff == "H0003" && c.Competency == "C" &&
			!strings.Contains(c.Why,
				"scenario (At the desk): 6 of 6 points that the best path earns, 100% on 2026-02-01 (cut 80%)") {
			t.Error(c.Why)
		}
	}
	const says = `"At the desk", attempt 1 of 2026-02-01, path of 3 choices, 1 step back: 6 of 6 points that the best path earns, 100%, cut 80%: level 2, knows how`
	if text := strings.Join(strings.Fields(report.Explain(m, "H0003", "C").Text()),
		" "); !strings.Contains(text, says) {
		t.Error(text)
	}
	var book bytes.Buffer
	w.check(workbook.Write(&book, m, workbook.Options{}))
	tables, err := spreadsheet.ReadTables("matrix.xlsx", book.Bytes(), func(header []string) bool {
		return slices.Contains(header, "Evidence ID") && slices.Contains(header, "Path")
	})
	w.check(err)
	if len(tables) != 1 || !slices.ContainsFunc(tables[0].Rows, func(row spreadsheet.Row) bool {
		return slices.Contains(row.Cells, "Path of 3 choices, 1 step back") && slices.Contains(row.Cells, "desk")
	}) {
		t.Errorf("%+v", tables)
	}
	// Items of banks are analysed, and a path is none.
	o := w.options()
	items, faults := grading.Items(t.Context(),
		grading.ItemOptions{Projects: o.Projects, Results: o.Results, Now: o.Now})
	w.check(faults.Err())
	if len(items.Banks) != 1 || items.Banks[0].Attempts != 1 {
		t.Errorf("%+v", items.Banks)
	}
}

// Whoever has the quiz and no scenario reads which scenario to take.
func TestNextStepIsTheScenario(t *testing.T) {
	t.Parallel()
	w := newWalks(t)
	w.handIn("sit.json", w.file(w.sit("H0003", 1, "2026-02-02", right)))
	if text := strings.Join(strings.Fields(report.Explain(w.grade(), "H0003", "C").Text()),
		" "); !strings.Contains(text, `take the scenario "At the desk"`) {
		t.Error(text)
	}
}

func TestScenarioAttemptsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(w *walks, a *results.Attempt)
		want   string
	}{
		"a choice of another scene": {func(w *walks,
			a *results.Attempt) {
			w.rewalk(a, w.path("Step back", "Ask")[1:])
		}, "foreign-option"},
		"a choice that nobody has": {func(w *walks, a *results.Attempt) { w.rewalk(a, []string{"aaaaaaaaaa"}) },
			"foreign-option"},
		"back from the first scene": {func(w *walks, a *results.Attempt) { w.rewalk(a, []string{"back"}) },
			"malformed"},
		"another answer than the log's": {func(w *walks, a *results.Attempt) {
			a.Responses[0].Response = []byte(`{"path":["` + w.path("Step back")[0] + `"]}`)
		}, "altered"},
		"a step gone from the log": {func(w *walks, a *results.Attempt) {
			log := a.Log
			w.rewalk(a, w.path("Threaten", "back", "Step back", "Ask"))
			threat := a.Log[1]
			w.rewalk(a, w.path("Step back", "Ask"))
			a.Log = append([]string{log[0], threat}, a.Log[1:]...)
		}, "altered"},
		"points of one's own": {func(w *walks, a *results.Attempt) {
			a.Responses[0].Response = []byte(`{"path":["x"],"points":6}`)
			a.Log = []string{`{"e":"start"}`,
				`{"e":"answer","q":"` + w.scenario.Start + `","r":{"path":["x"],"points":6}}`, `{"e":"submit"}`}
		}, "malformed"},
		"another scene as the beginning": {func(w *walks, a *results.Attempt) {
			a.Responses[0].Question = w.scenario.Scenes[0].ID
			if w.scenario.Scenes[0].ID == w.scenario.Start {
				a.Responses[0].Question = w.scenario.Scenes[1].ID
			}
			a.Responses[0].Response = []byte("null")
		}, "foreign-question"},
		"another wording": {func(w *walks, a *results.Attempt) { a.Responses[0].Revision = "s1-other" },
			"wrong-question-revision"},
		"options shown": {func(w *walks, a *results.Attempt) { a.Responses[0].Shown = []string{"x"} },
			"foreign-option"},
		"an answer twice": {func(w *walks,
			a *results.Attempt) {
			a.Responses = append(a.Responses, a.Responses[0])
		}, "question-twice"},
		"unknown revision": {func(w *walks, a *results.Attempt) { a.BankRevision = "s1-other" },
			"unknown-scenario-revision"},
		"unknown scenario": {func(w *walks, a *results.Attempt) { a.Bank = "gate" }, "unknown-bank"},
		"a revision of a bank": {func(w *walks, a *results.Attempt) { a.BankRevision = w.bank.Revision },
			"unknown-scenario-revision"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWalks(t)
			a := w.walk("H0001", 1, "2026-02-01", w.path("Step back", "Ask"))
			c.change(w, a)
			w.handIn("a.json", w.file(a))
			m := w.grade()
			if got := reasons(m); m.Evidence.Len() != 0 || len(got) != 1 ||
				!strings.HasPrefix(got[0], "quarantined "+c.want+" ") {
				t.Errorf("%q, %d pieces of evidence", got, m.Evidence.Len())
			}
			for _, e := range m.Exceptions {
				if e.Hint == "" || e.Case == "" {
					t.Errorf("no way out: %+v", e)
				}
			}
		})
	}
	// What was cut out of the file counts as blank, and is flagged.
	w := newWalks(t)
	a := w.walk("H0001", 1, "2026-02-01", w.path("Step back", "Ask"))
	a.Responses = nil
	w.handIn("a.json", w.file(a))
	if got := walked(w.grade(), "C"); !slices.Equal(got,
		[]string{"scenario H0001 1 0/6 0 true ANSWERS-MISSING NOT-ENDED"}) {
		t.Errorf("%q", got)
	}
}

// Older wordings are scored by their own keys, corrected ones to nobody's harm.
func TestScenarioRevisionsAndCorrections(t *testing.T) {
	t.Parallel()
	w := newWalks(t)
	old := w.walk("H0001", 1, "2026-02-01", w.path("Step back", "Tell"))
	oldRevision := w.scenario.Revision
	reworded := desk()
	reworded.Scenes[0].Text = "Sam is shouting at the desk."
	reworded.Corrections = []quiz.Correction{{Revisions: []string{oldRevision},
		Date: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Reason: "nobody could know", Change: quiz.VoidFull}}
	w.handIn("a.json", w.file(old))
	if got := walked(w.grade(), "C"); !slices.Equal(got, []string{"scenario H0001 1 4/6 1 true"}) {
		t.Errorf("%q", got)
	}
	w.publishScenario(reworded)
	if got := walked(w.grade(), "C"); !slices.Equal(got,
		[]string{"scenario H0001 1 6/6 2 true CORRECTED-KEY STALE-REVISION"}) {
		t.Errorf("corrected: %q", got)
	}
}

// A kit that holds the keys of scenarios grades what it graded before, also where
// two kits hold the same key; one that a later version wrote is refused with a
// way out.
func TestKitWithScenarioKeys(t *testing.T) {
	t.Parallel()
	w := newWalks(t)
	w.handIn("a.json", w.file(w.sit("H0001", 1, "2026-02-01", right)))
	before := w.grade()
	after := w.grade(func(o *grading.Options) { o.Projects = append(o.Projects, w.kit()) })
	if len(after.Exceptions) != 0 || after.Evidence.Len() != 1 ||
		after.Evidence.At(0).Percent != before.Evidence.At(0).Percent {
		t.Errorf("%q %+v", reasons(after), after.Evidence.At(0))
	}
	lines, err := w.archive.Encode("desk")
	w.check(err)
	w.write("answerkeys/desk.ndjson", strings.Replace(string(lines), `"kind":"scenario"`, `"kind":"hologram"`, 1))
	_, faults := grading.Grade(t.Context(), w.options())
	if err := faults.Err(); err == nil ||
		!strings.Contains(err.Error(),
			"desk.ndjson:1: this is not a line of a key archive: unknown kind \"hologram\"\n  hint: a newer version of Coursemark wrote it") {
		t.Errorf("%v", err)
	}
}

// The key is made ready once: a hundred attempts cost little more than one.
func BenchmarkScenarioAttempts(b *testing.B) {
	w := newWalks(b)
	var lines []byte
	for n := range 1000 {
		a := w.walk("H0001", n+1, "2026-02-01", w.path("Stand still", "back", "Step back", "Ask"))
		lines = append(append(lines, bytes.ReplaceAll(bytes.TrimSpace(w.file(a)), []byte("\n"), nil)...), '\n')
	}
	w.handIn("a.ndjson", lines)
	o := w.options()
	for b.Loop() {
		if m, faults := grading.Grade(b.Context(), o); faults.Failed() || m.Counts.Records.Accepted != 1000 {
			b.Fatal(faults.Err(), m.Counts)
		}
	}
}

// Whatever stands in a record as a path is refused or scored, and nothing is lost.
func FuzzScenarioAttempt(f *testing.F) {
	w := newWalks(f)
	good := w.walk("H0001", 1, "2026-02-01", w.path("Step back", "Wait", "back", "Ask"))
	f.Add(string(good.Responses[0].Response), good.Log[1], good.Log[2])
	f.Add(`{"path":["back"]}`, `{"e":"answer","q":"","r":null}`, `{"e":"resume"}`)
	o := w.options()
	f.Fuzz(func(t *testing.T, response, event, other string) {
		a := *good
		a.Responses = []results.Response{{Question: w.scenario.Start, Revision: w.scenario.Revision,
			Response: []byte(response)}}
		a.Log = []string{`{"e":"start"}`, event, other,
			`{"e":"answer","q":"` + w.scenario.Start + `","r":` + response + `}`, `{"e":"submit"}`}
		record, err := a.Record()
		if err != nil {
			return // it is no JSON
		}
		content, err := (&results.File{Site: "ward", Player: "test", Records: []results.Record{record}}).Encode()
		if err != nil {
			return
		}
		name := t.TempDir() + "/a.json"
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
		o.Results = []string{name}
		m, faults := grading.Grade(t.Context(), o)
		if faults.Failed() {
			t.Fatal(faults.Err())
		}
		balanced(t, m)
		for _, e := range m.Evidence.All() {
			if e.Percent < 0 || e.Percent > 100 || e.Path == nil {
				t.Errorf("%+v", e)
			}
		}
	})
}
