package grading_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// fixture is a small project with its kit, and learners who sit its bank the way
// the player does it: real draws, real keys, real logs.
type fixture struct {
	t       testing.TB
	dir     string // of the project
	results string // folder of results
	project *project.Project
	archive *quiz.Archive
	keys    map[string]*quiz.Key // present keys by public question ID
	bank    *quiz.Published
	roster  string
	seen    string // table of observations
	now     time.Time
	asOf    string
}

const config = `[site]
id = "ward"
title = "Ward"
organisation = "Hospital"
time_zone = "Europe/Amsterdam"
`

const framework = `id = "X"
version = "1"
title = "Framework"
[[levels]]
ordinal = 0
label = "not yet"
[[levels]]
ordinal = 1
label = "knows"
[[levels]]
ordinal = 2
label = "knows how"
[[evidence]]
kind = "quiz"
max_level = 1
min_items = 4
cuts = [{ level = 1, percent = 80 }]
[[evidence]]
kind = "practice"
max_level = 2
min_items = 1
cuts = [{ level = 1, percent = 40 }, { level = 2, percent = 75 }]
[validity]
months = 12
[[domains]]
id = "d"
title = "D"
[[competencies]]
id = "C"
domain = "d"
title = "Calming"
[[competencies.indicators]]
id = "C-1"
text = "one"
scope = "person"
[[competencies.indicators]]
id = "C-2"
text = "two"
scope = "person"
[competencies.rule]
demands = [["quiz"], ["practice"]]
banks = ["talk"]
[[roles]]
id = "nurse"
title = "Ward nurse"
[[roles.requires]]
competency = "C"
level = 1
due_within_days = 30
[[roles]]
id = "lead"
title = "Team lead"
[[roles.requires]]
competency = "C"
level = 2
due_within_days = 60
`

// bankText is a bank of six questions of which five are drawn, and a critical
// one. edit changes the text before it is published.
func bankText() string {
	var b strings.Builder
	b.WriteString("id = \"talk\"\ntitle = \"Talking\"\nmodule = \"calm/01-talk\"\nmode = \"assessed\"\n[[draw]]\npool = \"all\"\ncount = 5\n")
	for i := 1; i <= 6; i++ {
		fmt.Fprintf(&b, `[[questions]]
id = "q%d"
type = "single"
pool = "all"
indicators = ["C-1"]
prompt = "Question %d?"
[[questions.options]]
text = "right %d"
correct = true
feedback = "yes"
[[questions.options]]
text = "wrong %d"
feedback = "no"
[[questions.options]]
text = "disputed %d"
feedback = "no"
`, i, i, i, i, i)
	}
	b.WriteString(`[[questions]]
id = "must"
type = "multiple"
indicators = ["C-1", "C-2"]
critical = true
prompt = "Which of these?"
[[questions.options]]
text = "right a"
correct = true
feedback = "yes"
[[questions.options]]
text = "right b"
correct = true
feedback = "yes"
[[questions.options]]
text = "wrong c"
feedback = "no"
`)
	return b.String()
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := &fixture{t: t, dir: t.TempDir(), results: filepath.Join(t.TempDir(), "results"), archive: quiz.NewArchive(),
		roster: "staff_id,name,role,team,start\nH0001,Ann,nurse,North,2026-01-01\nH0002,Bob,nurse,South,2026-01-01\nH0003,Cas,Team lead,South,2026-01-01\n",
		now:    time.Date(2026, 6, 15, 10, 0, 0, 0, time.UTC), asOf: "2026-06-15"}
	f.write("coursemark.toml", config)
	f.write("standards/frameworks/x.toml", framework)
	f.publish(bankText())
	if err := os.MkdirAll(f.results, 0o755); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *fixture) write(name, content string) {
	f.t.Helper()
	at := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// publish does what build does for the gradebook: it archives the bank's keys.
func (f *fixture) publish(bank string) {
	f.t.Helper()
	f.write("quiz/banks/talk.toml", bank)
	if f.project != nil {
		if err := f.project.Close(); err != nil {
			f.t.Fatal(err)
		}
	}
	p, faults := project.Open(f.dir)
	f.check(faults.Err())
	f.t.Cleanup(func() { _ = p.Close() })
	f.project = p
	banks, faults := p.LoadBanks()
	f.check(faults.Err())
	standards, faults := p.LoadFramework()
	f.check(faults.Err())
	published, faults := banks[0].Publish(standards.CompetencyOf())
	f.check(faults.Err())
	faults = f.archive.Record(published)
	f.check(faults.Err())
	encoded, err := f.archive.Encode("talk")
	f.check(err)
	f.write("answerkeys/talk.ndjson", string(encoded))
	f.bank = published
	f.keys = map[string]*quiz.Key{}
	for _, q := range published.Questions {
		key, amendments := f.archive.Key("talk", q.ID, q.Revision)
		f.keys[q.ID] = key.CorrectedBy(amendments)
	}
}

func (f *fixture) check(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// option returns the ID of an option by its text.
func (f *fixture) option(question, text string) string {
	for _, o := range f.keys[question].Options {
		if strings.HasPrefix(o.Text, text) {
			return o.ID
		}
	}
	f.t.Fatalf("question %s has no option %q", question, text)
	return ""
}

func (f *fixture) public(question string) string { return quiz.PublicID("talk", question) }

// answers chooses a response: the text that an option begins with, or "" for
// blank. The critical question is always answered right unless it is "wrong".
type answers func(question string, place int) string

func right(string, int) string { return "right" }

// wrongs answers the first n drawn questions wrong.
func wrongs(n int) answers {
	return func(_ string, place int) string {
		if place < n {
			return "wrong"
		}
		return "right"
	}
}

// sit makes an attempt by drawing, answering and logging like the player.
func (f *fixture) sit(staff string, ordinal int, day string, choose answers) *results.Attempt {
	f.t.Helper()
	a := &results.Attempt{ID: results.AttemptID(sha256.Sum256([]byte(fmt.Sprint(staff, ordinal, day,
		f.bank.Revision)))), Site: "ward", Bank: "talk", BankRevision: f.bank.Revision, Ordinal: ordinal, Staff: staff,
		Name: "typed", Lang: "en", Started: day + "T09:00:00+01:00", Submitted: day + "T09:20:00+01:00",
		Log: []string{`{"e":"start"}`}}
	place := 0
	for _, question := range quiz.Draw("ward", f.bank.Revision, staff, ordinal, f.bank.Groups) {
		key := f.keys[question]
		r := results.Response{Question: question, Revision: key.Revision}
		for _, o := range key.Options {
			r.Shown = append(r.Shown, o.ID)
		}
		var text string
		if key.Critical {
			text = choose(question, 1000)
		} else {
			text = choose(question, place)
			place++
		}
		r.Response = f.response(key, question, text)
		a.Responses = append(a.Responses, r)
		a.Log = append(a.Log, fmt.Sprintf(`{"e":"answer","q":%q,"r":%s}`, question, r.Response))
	}
	a.Log = append(a.Log, `{"e":"submit"}`)
	return a
}

func (f *fixture) response(key *quiz.Key, question, text string) jsontext.Value {
	switch {
	case text == "":
		return jsontext.Value("null")
	case key.Type == quiz.Multiple:
		var chosen []string
		for _, o := range key.Options {
			if strings.HasPrefix(o.Text, text) {
				chosen = append(chosen, o.ID)
			}
		}
		slices.Sort(chosen)
		b, err := json.Marshal(chosen)
		f.check(err)
		return jsontext.Value(`{"choices":` + string(b) + `}`)
	}
	return jsontext.Value(fmt.Sprintf(`{"choice":%q}`, f.option(question, text)))
}

// relog writes the log again after a change to the answers, as a forger would.
func relog(a *results.Attempt) {
	a.Log = []string{`{"e":"start"}`}
	for _, r := range a.Responses {
		a.Log = append(a.Log, fmt.Sprintf(`{"e":"answer","q":%q,"r":%s}`, r.Question, r.Response))
	}
	a.Log = append(a.Log, `{"e":"submit"}`)
}

// file encodes attempts as a results file.
func (f *fixture) file(attempts ...*results.Attempt) []byte {
	f.t.Helper()
	file := &results.File{Site: "ward", Player: "test"}
	for _, a := range attempts {
		r, err := a.Record()
		f.check(err)
		file.Records = append(file.Records, r)
	}
	b, err := file.Encode()
	f.check(err)
	return b
}

// handIn puts a file into the folder of results.
func (f *fixture) handIn(name string, content []byte) {
	f.t.Helper()
	at := filepath.Join(f.results, filepath.FromSlash(name))
	f.check(os.MkdirAll(filepath.Dir(at), 0o755))
	f.check(os.WriteFile(at, content, 0o644))
}

// grade grades through the kit, as HR does.
func (f *fixture) grade(args ...string) *gradebook.Matrix {
	f.t.Helper()
	m, err := f.tryGrade(args...)
	f.check(err)
	return m
}

func (f *fixture) tryGrade(args ...string) (*gradebook.Matrix, error) {
	f.t.Helper()
	p := f.kit()
	if args == nil {
		args = []string{f.results}
	}
	o := grading.Options{Projects: []*project.Project{p}, Results: args,
		Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: []byte(f.roster)}}, AsOf: f.asOf,
		Now: f.now, Tool: "gradebook test"}
	if f.seen != "" {
		o.Sheets["observations"] = sheets.Document{Path: "observations.csv", Content: []byte(f.seen)}
	}
	m, faults := grading.Grade(f.t.Context(), o)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	balanced(f.t, m)
	return m, nil
}

// balanced holds every matrix of every test to the count equations.
func balanced(t testing.TB, m *gradebook.Matrix) {
	t.Helper()
	for name, c := range map[string]verdict.Count{"files": m.Counts.Files, "records": m.Counts.Records,
		"observations": m.Counts.Observations, "training": m.Counts.Training} {
		if c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Errorf("%s: %d in, but %d + %d + %d", name, c.In, c.Accepted, c.Duplicate, c.Quarantined)
		}
	}
}

// reasons lists the exceptions: verdict, reason and file.
func reasons(m *gradebook.Matrix) []string {
	out := []string{}
	for _, e := range m.Exceptions {
		line := string(e.Verdict) + " " + e.Reason + " " + strings.TrimPrefix(e.File, "results/")
		if e.Staff != "" {
			line += " " + e.Staff
		}
		out = append(out, line)
	}
	return out
}

func cellOf(t testing.TB, m *gradebook.Matrix, staff string) (level string, status string) {
	t.Helper()
	for _, c := range m.Cells.All() {
		if c.Staff == staff {
			if c.Level == nil {
				return "-", string(c.Status)
			}
			return fmt.Sprint(*c.Level), string(c.Status)
		}
	}
	t.Fatalf("no cell of %s", staff)
	return "", ""
}

func projects(f *fixture) []*project.Project { return []*project.Project{f.project} }

// kit makes the project's grading kit and opens it.
func (f *fixture) kit() *project.Project {
	f.t.Helper()
	kit, err := f.project.Kit("test",
		[]project.Module{{Path: "calm/talk", Course: "Calm", Title: "Talking", Version: "m1-abcdefghij", Minutes: 45}})
	f.check(err)
	p, faults := project.OpenKit("grading-kit.zip", bytes.NewReader(kit), int64(len(kit)))
	f.check(faults.Err())
	return p
}

// encode returns matrix.json.
func encode(m *gradebook.Matrix) ([]byte, error) {
	var b bytes.Buffer
	err := m.Encode(&b)
	return b.Bytes(), err
}
