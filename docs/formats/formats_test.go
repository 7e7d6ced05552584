// Package formats_test holds the files of this repository to the JSON Schemas
// beside it, so that schema, specification and code cannot drift apart.
package formats_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/summary"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

const root = "../.."

func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, what string, document []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

func TestArchiveLines(t *testing.T) {
	s := schema(t, "answerkeys")
	files, err := filepath.Glob(filepath.Join(root, "answerkeys", "*.ndjson"))
	if err != nil || len(files) == 0 {
		t.Fatal("no archives", err)
	}
	kinds := map[string]bool{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(src)) {
			validate(t, s, file, []byte(line))
			for _, kind := range []string{"question", "bank", "correction"} {
				if strings.Contains(line, `"kind":"`+kind+`"`) {
					kinds[kind] = true
				}
			}
		}
	}
	if len(kinds) != 3 {
		t.Errorf("the archives show only %v", kinds)
	}
}

// The keys of every type of question, and their corrections, hold to the schema.
func TestKeysOfEveryType(t *testing.T) {
	s := schema(t, "answerkeys")
	src, err := os.ReadFile(filepath.Join(root, "generator/testdata/types/quiz/banks/talk.toml"))
	if err != nil {
		t.Fatal(err)
	}
	a := quiz.NewArchive()
	archive := func(source string) *quiz.Published {
		b, faults := quiz.ParseBank("talk.toml", []byte(source))
		p, more := b.Publish(func(string) string { return "" })
		faults.Append(more)
		faults.Append(a.Record(p))
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		return p
	}
	corrected := string(src)
	types := map[string]bool{}
	for _, q := range archive(corrected).Questions {
		types[string(q.Type)] = true
		head := "id         = \"" + q.Source.ID + "\"\n"
		corrected = strings.Replace(corrected, head,
			head+"corrections = [{ revisions = [\""+q.Revision+
				"\"], date = 2026-06-01, reason = \"it was wrong\", change = \"key\" }]\n", 1)
	}
	if len(types) != len(quiz.Types()) {
		t.Errorf("the sample shows only %v", types)
	}
	archive(corrected)
	lines, err := a.Encode("talk")
	if err != nil {
		t.Fatal(err)
	}
	corrections := 0
	for line := range strings.Lines(string(lines)) {
		validate(t, s, line, []byte(line))
		if strings.Contains(line, `"kind":"correction"`) {
			corrections++
		}
	}
	if corrections < len(types) {
		t.Errorf("%d corrections", corrections)
	}
}

func TestResultsFiles(t *testing.T) {
	file, attempt, entries := schema(t, "results"), schema(t, "attempt"), schema(t, "entries")
	paths, err := filepath.Glob(filepath.Join(root, "examples/hospital/results", "*.json"))
	if err != nil || len(paths) < 30 {
		t.Fatal("too few results", err)
	}
	attempts := 0
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := results.Parse(src)
		if err != nil {
			continue // made to be broken
		}
		validate(t, file, path, src)
		for _, r := range f.Records {
			if r.Kind != results.KindAttempt {
				validate(t, entries, path+" "+r.ID, r.Bytes)
				continue
			}
			validate(t, attempt, path+" "+r.ID, r.Bytes)
			attempts++
		}
	}
	if attempts < 40 {
		t.Errorf("only %d attempts", attempts)
	}
}

// The lines of a scenario's key hold to the schema, and what is missing or too
// much in them does not.
func TestScenarioLines(t *testing.T) {
	s := schema(t, "answerkeys")
	desk := &quiz.Scenario{ID: "desk", Title: "At the desk", Mode: quiz.Assessed, Exposure: quiz.Private,
		Introduction: "Sam waits.", Scenes: []quiz.Scene{
			{ID: "lobby", Title: "Lobby", Text: "Sam is shouting.", Choices: []quiz.Choice{
				{Text: "Step back", To: "home", Points: map[string]int{"X-1": 2}, Feedback: "Room helps."},
				{Text: "Threaten", To: "home", Points: map[string]int{"X-1": -1}, Critical: true,
					Feedback: "It does harm."},
			}},
			{ID: "home", Title: "Home", Text: "Sam goes home.", Ending: quiz.GoodEnd},
		}}
	desk.Corrections = []quiz.Correction{{Revisions: []string{desk.Publish().Revision},
		Date: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Reason: "Both help", Change: quiz.ChangeKey}}
	archive := quiz.NewArchive()
	if faults := archive.RecordScenario(desk.Publish()); faults.Failed() {
		t.Fatal(faults.Err())
	}
	lines, err := archive.Encode("desk")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(lines), "\n") != 2 {
		t.Fatalf("%s", lines)
	}
	for line := range strings.Lines(string(lines)) {
		validate(t, s, "desk.ndjson", []byte(line))
		broken := strings.Replace(line, `"X-1":2`, `"X-1":2.5`, 1)
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(v) == nil {
			t.Errorf("half a point passes: %s", broken)
		}
	}
}

func TestEntries(t *testing.T) {
	s := schema(t, "entries")
	src, err := os.ReadFile(filepath.Join(root, "results/testdata/vectors/entries.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct{ Kind, Bytes string }
	if err := json.Unmarshal(src, &vectors); err != nil || len(vectors) != 9 {
		t.Fatal(len(vectors), err)
	}
	for _, v := range vectors {
		validate(t, s, v.Kind, []byte(v.Bytes))
		// The schema tells the kinds apart, and is not content with a header.
		other := "coursemark-rating/1"
		if v.Kind == results.KindRating {
			other = "coursemark-written/1"
		}
		wrong, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(v.Bytes, "coursemark-"+v.Kind+"/1",
			other, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(wrong) == nil {
			t.Errorf("a record of kind %s passes for %s", v.Kind, other)
		}
	}
}

func TestModules(t *testing.T) {
	p, faults := project.Open(root)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	kit, err := p.Kit("coursemark test",
		[]project.Module{{Path: "a/b", Course: "A", Title: "B", Version: "m1-abcdefghij", Minutes: 45,
			Scenarios: []project.Scenario{{ID: "desk", Path: "a/b/desk", Title: "At the desk",
				Revision: "s1-" + strings.Repeat("a", 32), Limits: quiz.Limits{Attempts: 3, CoolingOffDays: 7}}}}})
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(kit), int64(len(kit)))
	if err != nil {
		t.Fatal(err)
	}
	list, err := fs.ReadFile(z, project.ModulesFile)
	if err != nil {
		t.Fatal(err)
	}
	validate(t, schema(t, "modules"), project.ModulesFile, list)
}

// The matrix of the sample hospital, compared with that of a year before, and what
// gradebook prints about it.
func TestMatrix(t *testing.T) {
	sample := func(name string) string { return filepath.Join(root, "examples/hospital", name) }
	grade := func(asOf, previous, out string) run.Result {
		t.Helper()
		r := run.Run{Tool: "gradebook test", Now: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)}
		result, faults := r.Grade(t.Context(),
			run.Inputs{Keys: run.Keys{Project: root}, Results: []string{sample("results")}, AsOf: asOf,
				Previous: previous,
				Sheets: map[string]string{"roster": sample("roster.csv"), "observations": sample("observations.csv"),
					"training": sample("training.csv")}},
			run.Output{Target: out, Formats: []run.Format{run.CSV}})
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		return result
	}
	dir := t.TempDir()
	before := grade("2025-11-30", "", filepath.Join(dir, "before"))
	now := grade("2026-11-30", before.MatrixFile, filepath.Join(dir, "now"))
	if m := now.Matrix; m.Training.Len() == 0 || m.Evidence.Len() == 0 || len(m.Exceptions) == 0 ||
		len(m.Changes) == 0 {
		t.Error("the sample shows too little")
	}
	content, err := os.ReadFile(now.MatrixFile)
	if err != nil {
		t.Fatal(err)
	}
	validate(t, schema(t, "matrix"), "matrix.json", content)
	printed, err := summary.GradeJSON(now,
		[]diag.Fault{{Code: "cases-not-written", What: "the open cases were not written"}})
	if err != nil {
		t.Fatal(err)
	}
	validate(t, schema(t, "summary"), "the summary", printed)
}

// Every schema compiles and is named in the specification beside it.
func TestSchemasAreSpecified(t *testing.T) {
	schemas, err := filepath.Glob("*.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.Open("README.md")
	if err != nil {
		t.Fatal(err)
	}
	defer readme.Close()
	named := map[string]bool{}
	for scanner := bufio.NewScanner(readme); scanner.Scan(); {
		for _, s := range schemas {
			if strings.Contains(scanner.Text(), s) {
				named[s] = true
			}
		}
	}
	for _, s := range schemas {
		schema(t, strings.TrimSuffix(s, ".schema.json"))
		if !named[s] {
			t.Errorf("README.md does not name %s", s)
		}
	}
}
