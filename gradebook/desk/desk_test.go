package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

// start starts the program in a folder, at noon of a day in Boston.
func start(dir string) (faults diag.List, stdout, stderr string) {
	var out, errs bytes.Buffer
	d := &Desk{dir: dir, env: environment{system: "linux"}}
	faults = d.Run(context.Background(),
		run.Run{Tool: "gradebook test", Now: time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC)},
		terminal.New(&out, &errs, false))
	return faults, out.String(), errs.String()
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// shippedKit is the grading kit of the shipped project.
func shippedKit(t *testing.T) string {
	t.Helper()
	p, faults := project.Open("../..")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	kit, err := p.Kit("test", nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(kit)
}

func TestFirstStart(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"grading-kit.zip": shippedKit(t), "Observations.csv": "mine"})
	faults, stdout, stderr := start(dir)
	if faults.Failed() || stderr != "" || strings.Contains(stdout, "This is read") {
		t.Fatalf("%v\n%s%s", faults.Err(), stdout, stderr)
	}
	if strings.Contains(stdout, "observations.xlsx") || strings.Contains(stdout, "Ask the trainer") {
		t.Errorf("what is there is asked for again:\n%s", stdout)
	}
	for name, sheets := range map[string][]string{"roster": {"Roster", "Read me", "Roles"},
		"titles": {"Titles", "Read me", "Roles"}, "assessors": {"Assessors", "Read me", "Competencies"},
		"training": {"Training", "Read me"}, "decisions": {"Decisions", "Read me"}} {
		content, err := os.ReadFile(filepath.Join(dir, name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		table, err := spreadsheet.ReadTable(name, content)
		if err != nil || len(table.Rows) > 0 {
			t.Errorf("%s: %+v, %v", name, table, err)
		}
		for _, s := range sheets {
			if !strings.Contains(part(t, content, "xl/workbook.xml"), `name="`+s+`"`) {
				t.Errorf("%s.xlsx has no sheet %s", name, s)
			}
		}
	}
	// The sheet that was created is not a roster yet, and nothing was written over.
	faults, _, _ = start(dir)
	if err := faults.Err(); err == nil || !strings.Contains(err.Error(), "the roster names nobody yet") {
		t.Error(err)
	}
	if mine, err := os.ReadFile(filepath.Join(dir, "Observations.csv")); err != nil || string(mine) != "mine" {
		t.Errorf("%q %v", mine, err)
	}
}

// part returns a part of a workbook by its name.
func part(t *testing.T, book []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Every file of the folder goes where it belongs, and what is not read is named.
func TestWhatIsRead(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"grading-kit.zip": shippedKit(t), "Roster.CSV": "Staff ID,Role\nH1,Nurse\n",
		"titles.csv": "Title,Role\nPorter,Nurse\n", "assessors.csv": "Assessor ID\n",
		"Training.csv": "Staff ID,Course,Date,Minutes\nH1,First aid,2026-02-02,90\n", "received.csv": "",
		"results/a.json": "{}", "results (3).zip": "PK", "results-H0001.json": "{}", "Results.eml": "",
		"holiday.zip": "PK", "my kit.zip": "PK",
		"observations 2026.xlsx": "", "~$Roster.CSV": "", "matrix-2026-03-02.json": "{}", "records/x.txt": "",
	})
	f, err := lookInto(dir)
	if err != nil {
		t.Fatal(err)
	}
	in, _ := f.inputs()
	at := func(name string) string { return filepath.Join(dir, name) }
	results := slices.Sorted(slices.Values(in.Results))
	if want := []string{at("Results.eml"), at("results"), at("results (3).zip"),
		at("results-H0001.json")}; !slices.Equal(results, want) {
		t.Errorf("results are %q", results)
	}
	if want := map[string]string{"roster": at("Roster.CSV"), "titles": at("titles.csv"), "training": at("Training.csv"),
		"register": at("received.csv")}; !maps.Equal(in.Sheets, want) {
		t.Errorf("the sheets are %q", in.Sheets)
	}
	if want := []string{at("grading-kit.zip")}; !slices.Equal(in.Kits, want) {
		t.Errorf("the kits are %q", in.Kits)
	}
	faults, stdout, stderr := start(dir)
	if faults.Failed() || stderr != "" {
		t.Fatalf("%v\n%s%s", faults.Err(), stdout, stderr)
	}
	for _, want := range []string{"skipped: it is still empty",
		"holiday.zip              NOT read: results belong in the folder results",
		"my kit.zip               NOT read: it is named like a grading kit, but it is not one",
		"observations 2026.xlsx   NOT read: if it is meant to be read, name it observations.xlsx",
		"Roster.CSV is open in Excel", "Wrote 1 record to " + dir + "/records.", "new to received.csv"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, stdout)
		}
	}
	// The matrix that was there is of no site: the new one gets another name.
	for _, name := range []string{"matrix-2026-03-02-2.xlsx", "matrix-2026-03-02-2.json", "records/index.html"} {
		if _, err := os.Stat(at(name)); err != nil {
			t.Error(err)
		}
	}

	// A register that is spoilt is named, and the matrix is made without it.
	write(t, dir, map[string]string{"received.csv": "saved;in;Excel\n"})
	faults, stdout, stderr = start(dir)
	if faults.Failed() || !strings.Contains(stderr, "received.csv") ||
		!strings.Contains(stdout, "received.csv             NOT read: see above") ||
		!strings.Contains(stdout, "Competency matrix as of 2026-03-02") {
		t.Errorf("%v\n%s%s", faults.Err(), stdout, stderr)
	}
}

// The kit that knows the most keys is the newest, whatever its name and date.
func TestKitsInOrder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, keys string, has bool) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for file, content := range map[string]string{"kit.json": "{}", "answerkeys/a.ndjson": keys} {
			if file == "kit.json" && !has {
				continue
			}
			w, err := z.Create(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(w, content); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("grading-kit (1).zip", "a", true)
	write("Grading-Kit.ZIP", "a\nb", true)
	write("first-aid-kit.zip", "a\nb\nc", false)
	f, err := lookInto(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range f.kits {
		names = append(names, k.name)
	}
	if !slices.Equal(names, []string{"Grading-Kit.ZIP", "grading-kit (1).zip"}) || len(f.unread) != 1 {
		t.Errorf("%v, %v", names, f.unread)
	}
}

func TestWhichFolder(t *testing.T) {
	ours, other, home := t.TempDir(), t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(ours, "Results"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		s    environment
		want string
	}{
		"a double-click grades the program's folder": {environment{system: "windows", clicked: true, working: home,
			executable: other}, other},
		"a shortcut grades the folder that it names": {environment{system: "windows", clicked: true, working: ours,
			executable: other}, "."},
		"the working directory, where it is ours": {environment{system: "linux", working: ours,
			executable: other}, "."},
		"the program's folder, seen from elsewhere": {environment{system: "linux", working: other,
			executable: ours}, ours},
		"the program called in its own folder": {environment{system: "linux", working: other,
			executable: other}, "."},
		"the Finder starts in the home folder": {environment{system: "darwin", attended: true, working: home,
			executable: other, home: home}, other},
		"a program on the path": {environment{system: "linux", attended: true, working: home,
			executable: other, home: home}, ""},
	} {
		if got := c.s.ownFolder(); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	zipped := environment{system: "windows", clicked: true, temp: other,
		executable: filepath.Join(other, "Temp1_coursemark.zip")}
	if !zipped.insideZip() {
		t.Error("a program inside a zip is not noticed")
	}
	if zipped.executable = ours; zipped.insideZip() {
		t.Error("a program in a folder is taken for one inside a zip")
	}
}

// The window stays open for somebody who sees it, and for nobody else.
func TestHoldWindow(t *testing.T) {
	for name, c := range map[string]struct {
		s    environment
		want bool
	}{
		"double-click on Windows":  {environment{system: "windows", clicked: true, attended: true}, true},
		"typed on Windows":         {environment{system: "windows", attended: true}, false},
		"in a terminal on a Mac":   {environment{system: "darwin", attended: true}, true},
		"by a schedule on Windows": {environment{system: "windows", clicked: true}, false},
	} {
		var out bytes.Buffer
		c.s.hold(t.Context(), strings.NewReader("\n"), &out)
		if got := strings.Contains(out.String(), "Press Enter"); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	never, keep := io.Pipe()
	defer keep.Close()
	environment{system: "linux", attended: true}.hold(interrupted, never, io.Discard)
}
