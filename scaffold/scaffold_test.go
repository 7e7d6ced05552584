package scaffold_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark"
	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/scaffold"
)

// build builds a project with its drafts, as somebody does after laying it down.
func build(t *testing.T, dir string) generator.Report {
	t.Helper()
	report, faults := generator.Build(context.Background(),
		generator.Options{Dir: dir, Drafts: true, Advise: true, Version: "test", Today: time.Now()})
	if faults.Failed() {
		t.Fatalf("what was laid down has faults:\n%v", faults.Err())
	}
	return report
}

func sound(t *testing.T, faults diag.List) {
	t.Helper()
	if faults.Failed() {
		t.Fatal(faults.Err())
	}
}

func TestInit(t *testing.T) {
	for name, start := range map[string]scaffold.Start{
		"bare":       {Title: `Nurses' "own" courses \ ÖÄ`, Organisation: "Riverbend", TimeZone: "Europe/Amsterdam"},
		"curriculum": {Title: "Recovery", From: coursemark.Curriculum()},
	} {
		dir := filepath.Join(t.TempDir(), "ours")
		written, faults := scaffold.Init(dir, start)
		sound(t, faults)
		if !slices.Contains(written, "coursemark.toml") || !slices.Contains(written, ".gitattributes") ||
			!slices.Contains(written, "content/_index.md") {
			t.Errorf("%s: wrote %v", name, written)
		}
		if report := build(t, dir); report.Pages < 5 || report.Questions < 3 {
			t.Errorf("%s: built %+v", name, report)
		}
	}
}

// TestFreshID: two projects are never the same site.
func TestFreshID(t *testing.T) {
	id := func() string {
		dir := t.TempDir()
		_, faults := scaffold.Init(dir, scaffold.Start{Title: "Our courses"})
		sound(t, faults)
		config, err := os.ReadFile(filepath.Join(dir, "coursemark.toml"))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(config), `id               = "`)
		id, _, _ := strings.Cut(rest, `"`)
		return id
	}
	a, b := id(), id()
	if a == b || !strings.HasPrefix(a, "our-courses-") {
		t.Errorf("%q and %q", a, b)
	}
}

func TestInitRefusesAFolderWithFiles(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "thesis.docx")
	if err := os.WriteFile(precious, []byte("years"), 0o644); err != nil {
		t.Fatal(err)
	}
	written, faults := scaffold.Init(dir, scaffold.Start{Title: "X"})
	if !faults.Failed() || len(written) != 0 {
		t.Errorf("it wrote %v into a folder with files", written)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Errorf("the folder holds %v", entries)
	}
}

func bare(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	_, faults := scaffold.Init(dir, scaffold.Start{Title: "Demo"})
	sound(t, faults)
	return dir
}

func TestNew(t *testing.T) {
	dir := bare(t)
	for _, c := range []struct {
		kind            scaffold.Kind
		title, in, want string // a file, or what the fault says
	}{
		{scaffold.Course, "Safety without coercion", "", "content/safety-without-coercion/_index.md"},
		{scaffold.Course, "Safety without coercion", "", "already"},
		{scaffold.Module, "Words first", "", "it is not clear which course is meant"},
		{scaffold.Module, "Words first", "safety-without-coercion",
			"content/safety-without-coercion/01-words-first/_index.md"},
		{scaffold.Module, "Débrief & après", "content/safety-without-coercion/",
			"content/safety-without-coercion/02-debrief-apres/_index.md"},
		{scaffold.Lesson, "Before you speak", "words-first",
			"content/safety-without-coercion/01-words-first/01-before-you-speak.md"},
		{scaffold.Lesson, "Afterwards", `safety-without-coercion\01-words-first`,
			"content/safety-without-coercion/01-words-first/02-afterwards.md"},
		{scaffold.Lesson, "afterwards", "words-first", "already"},
		{scaffold.Lesson, "Lost", "wrods-first", "there is no module"},
		{scaffold.Scenario, "At the desk", "words-first",
			"content/safety-without-coercion/01-words-first/03-at-the-desk.scenario.md"},
		{scaffold.Lesson, "../../../escape", "words-first",
			"content/safety-without-coercion/01-words-first/04-escape.md"},
		{scaffold.Lesson, " ", "words-first", "the title is missing"},
	} {
		file, faults := scaffold.New(dir, c.kind, c.title, c.in)
		if faults.Failed() {
			if err := faults.Err().Error(); !strings.Contains(err, c.want) {
				t.Errorf("new %s %q: %s", c.kind, c.title, err)
			}
			continue
		}
		if file != c.want {
			t.Errorf("new %s %q wrote %s, want %s", c.kind, c.title, file, c.want)
		}
	}
	build(t, dir)
}

func TestNewRole(t *testing.T) {
	dir := bare(t)
	framework := filepath.Join(dir, "standards", "frameworks", "our-standards.toml")
	before, err := os.ReadFile(framework)
	if err != nil {
		t.Fatal(err)
	}
	_, faults := scaffold.NewRole(dir, `Night "nurse"`)
	sound(t, faults)
	after, err := os.ReadFile(framework)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(after), string(before)) || !strings.Contains(string(after), `"night-nurse"`) {
		t.Errorf("the framework is now\n%s", after)
	}
	if _, faults := scaffold.NewRole(dir, "Night nurse"); !faults.Failed() {
		t.Error("one role twice")
	}
	build(t, dir)
}

const table = "Type;Question;Option A;Option B;Option C;Correct answer;Feedback A;Feedback B;Feedback C;Indicators;Points;Critical\r\n" +
	";Who leads the plan?;The person;The team;The ward;A;Yes;No;No;OUR-1;2;x\r\n" +
	";Which of these help?;Room;Time;Threats;A, B;Yes;Yes;No;OUR-1;;\r\n" +
	"truefalse;Waiting is hard;;;;TRUE;Yes;No;;OUR-1;;\r\n" +
	";\"Quote \"\"this\"\"\nand \\ that\";true;false;;B;No;Yes;;OUR-1;;\r\n"

func TestNewBankFromTable(t *testing.T) {
	dir := bare(t)
	_, faults := scaffold.New(dir, scaffold.Module, "Second module", "first-course")
	sound(t, faults)
	file, faults := scaffold.NewBank(dir, "Second bank", "second-module",
		&scaffold.Questions{Name: "questions.csv", Content: []byte(table)})
	sound(t, faults)
	if faults.Len() > 0 {
		t.Errorf("a sound table has faults: %v", faults.Sorted())
	}
	source, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"module    = \"first-course/02-second-module\"", "id         = \"who-leads-the-plan\"\ntype       = \"single\"",
		"points     = 2\ncritical   = true",
		"type       = \"multiple\"\nindicators", "type       = \"truefalse\"", "text     = \"True\"\nfeedback = \"No\"",
		"\"\"\"\nQuote \"this\"\nand \\\\ that\"\"\"",
	} {
		if !strings.Contains(string(source), want) {
			t.Errorf("the bank lacks %s:\n%s", want, source)
		}
	}
	index := filepath.Join(dir, "content", "first-course", "02-second-module", "_index.md")
	page, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index,
		[]byte(strings.Replace(string(page), "# quiz = \"…\"", "quiz = \"second-bank\" #", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if report := build(t, dir); report.Questions != 7 {
		t.Errorf("the site asks %d questions, want 3 + 4", report.Questions)
	}
}

// A bank without a table has a question to begin with, written as trainers write.
func TestNewBankToBeginWith(t *testing.T) {
	dir := bare(t)
	file, faults := scaffold.NewBank(dir, `Words "first"`, "", nil)
	sound(t, faults)
	if faults.Len() != 1 || !strings.Contains(faults.Sorted()[0].What, "has no indicators") {
		t.Errorf("what it leaves open: %v", faults.Sorted())
	}
	source, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	_, bank, _ := strings.Cut(string(source), "\n\n")
	if want := `id        = "words-first"
title     = 'Words "first"'
module    = "first-course/01-first-module"
mode      = "assessed"
pass_mark = 80
attempts  = 3

[[questions]]
id     = "first-question"
type   = "single"
prompt = "What is asked here?"

[[questions.options]]
text     = "What is right"
correct  = true
feedback = "Say why it is right."

[[questions.options]]
text     = "What people often believe"
feedback = "Say why that does not hold."
`; bank != want {
		t.Errorf("the bank is\n%s", source)
	}
	if _, faults := scaffold.NewBank(dir, `Words "first"`, "", nil); !faults.Failed() {
		t.Error("one bank twice")
	}
}

func TestTablesWithFaults(t *testing.T) {
	dir := bare(t)
	for name, c := range map[string]struct{ table, want string }{
		"no columns":   {"Vraag;A;B\nx;y;z\n", `no column is called "right"`},
		"no options":   {"Question;Right\nx;A\n", "no columns for options"},
		"wrong letter": {"Question;A;B;Right\nx;y;z;D\n", `q.csv:2: "D" in the column “right” names no option`},
		"no answer":    {"Question;A;B;Right\nx;y;z;\n", "no option is right"},
		"no rows":      {"Question;A;B;Right\n", "no questions"},
		"no question":  {"Question;A;B;Right\n;y;z;A\n", "the row has no question"},
		"points":       {"Question;A;B;Right;Points\nx;y;z;A;many\n", `points "many"`},
		"no number":    {"Question;A;B;Right;Points\nx;y;z;A;NaN\n", `points "NaN"`},
		"without end":  {"Question;A;B;Right;Points\nx;y;z;A;Inf\n", `points "Inf"`},
		"not a table":  {"%PDF-1.7", "this is a PDF"},
	} {
		file, faults := scaffold.NewBank(dir, "Bank "+name, "",
			&scaffold.Questions{Name: "q.csv", Content: []byte(c.table)})
		if !faults.Failed() || !strings.Contains(faults.Err().Error(), c.want) {
			t.Errorf("%s: wrote %q with %v", name, file, faults.Sorted())
		}
	}
	entries, _ := os.ReadDir(filepath.Join(dir, "quiz", "banks"))
	if len(entries) != 1 {
		t.Errorf("a table with faults left a bank: %v", entries)
	}
}

// TestTemplateReadsBack: what --template writes, --from reads.
func TestTemplateReadsBack(t *testing.T) {
	dir := bare(t)
	_, faults := scaffold.NewBank(dir, "From template", "",
		&scaffold.Questions{Name: "questions.csv", Content: scaffold.QuestionsTemplate()})
	sound(t, faults)
}

func FuzzQuestions(f *testing.F) {
	f.Add([]byte(table))
	f.Add(scaffold.QuestionsTemplate())
	dir := f.TempDir()
	if _, faults := scaffold.Init(dir, scaffold.Start{Title: "Demo"}); faults.Failed() {
		f.Fatal(faults.Err())
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, faults := scaffold.NewBank(dir, "Fuzzed", "", &scaffold.Questions{Name: "q.csv", Content: content})
		if faults.Failed() {
			return
		}
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(file))); err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults.Sorted() {
			if strings.Contains(fault.What, "TOML") {
				t.Errorf("the bank that was written is not TOML: %v", fault)
			}
		}
		_ = os.Remove(filepath.Join(dir, filepath.FromSlash(file)))
	})
}
