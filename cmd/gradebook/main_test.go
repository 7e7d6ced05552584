package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/summary"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// office is HR's folder: the shipped project's kit, a roster and results, with the
// command run inside it.
type office struct {
	t       *testing.T
	archive *quiz.Archive
	site    string
}

const roster = "Staff ID,Name,Role,Team,Start\nH0001,Ann,Nurse,North,2026-01-05\nH0002,Bob,Peer specialist,North,2026-01-05\nH0003,Cas,Reception and security,South,2026-01-05\n"

func newDesk(t *testing.T) *office {
	t.Helper()
	p, faults := project.Open("../..")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	archive, faults := p.LoadArchive()
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	kit, err := p.Kit("test", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	d := &office{t: t, archive: archive, site: p.Config.Site.ID}
	d.write("grading-kit.zip", kit)
	d.write("roster.csv", []byte(roster))
	return d
}

func (d *office) write(name string, content []byte) {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		d.t.Fatal(err)
	}
}

// sit is handIn at the shipped bank.
func (d *office) sit(staff, day string, wrong int) []byte {
	d.t.Helper()
	content, err := handIn(d.archive, staff, day, wrong)
	if err != nil {
		d.t.Fatal(err)
	}
	return content
}

// record returns the first record of a results file.
func (d *office) record(file []byte) results.Record {
	d.t.Helper()
	f, err := results.Parse(file)
	if err != nil {
		d.t.Fatal(err)
	}
	return f.Records[0]
}

func (d *office) run(args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = execute(context.Background(), args, strings.NewReader(""), &out, &err)
	return status, out.String(), err.String()
}

// files lists what lies in a folder.
func (d *office) files(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (d *office) matrix(name string) *gradebook.Matrix {
	d.t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		d.t.Fatal(err)
	}
	m := &gradebook.Matrix{}
	if err := json.Unmarshal(b, m); err != nil {
		d.t.Fatal(err)
	}
	return m
}

func TestGrade(t *testing.T) {
	d := newDesk(t)
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 1))
	d.write("results/bob.json", d.sit("H0002", "2026-03-02", 0))
	d.write("results/cas.json", d.sit("H003", "2026-03-02", 0))
	d.write("results/desktop.ini", []byte("x"))
	d.write("observations.csv",
		[]byte("staff_id,competency,indicator,rating,method,observed_on,observer_id,observer_name\nH0001,ROS-DEESC,ROS-COE-6,4,practice,2026-04-01,H0002,Bob\nH0001,ROS-DEESC,ROS-COE-7,3,practice,2026-04-01,H0002,Bob\n"))
	args := []string{"grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv", "--observations",
		"observations.csv", "--as-of", "2026-05-01", "-o", "out"}
	status, stdout, stderr := d.run(args...)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	for _, want := range []string{"as of 2026-05-01, by ROS", "PROVISIONAL", "unknown staff",
		"results/cas.json: the staff ID \"H003\" is not in the roster", "Wrote out/matrix.xlsx and out/matrix.json.",
		"files   3         2          0            1"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the summary does not say %q:\n%s", want, stdout)
		}
	}
	if got := d.files("out"); !slices.Equal(got, []string{"decisions.xlsx", "matrix.json", "matrix.xlsx"}) {
		t.Errorf("%q", got)
	}
	m := d.matrix("out/matrix.json")
	cells := map[string]string{}
	for _, c := range m.Cells.All() {
		if c.Competency == "ROS-DEESC" && c.Level != nil {
			cells[c.Staff] = fmt.Sprintf("%d of %d, %s", *c.Level, c.Required, c.Status)
		}
	}
	// Ann: quiz passed and 7 of 8 in practice, 87.5%: shows how. Bob's role asks for knowledge alone.
	if cells["H0001"] != "3 of 3, current" || cells["H0002"] != "1 of 1, current" || cells["H0003"] != "" {
		t.Errorf("%q", cells)
	}
	if m.Inputs.At(0).Role != "kit" || m.Inputs.At(1).Role != "roster" || m.Inputs.At(2).Role != "observations" ||
		m.Inputs.Len() != 6 {
		t.Errorf("%+v", m.Inputs)
	}

	// Again: the same bytes.
	first, _ := os.ReadFile("out/matrix.json")
	if status, _, _ := d.run(args...); status != 0 {
		t.Fatal(status)
	}
	if second, _ := os.ReadFile("out/matrix.json"); !bytes.Equal(first, second) {
		t.Error("the second run wrote another matrix")
	}
	if got := d.files("out"); len(got) != 3 {
		t.Errorf("%q", got)
	}

	// Edited by hand: never written over.
	d.write("out/matrix.xlsx", []byte("signed"))
	for _, name := range []string{"out/matrix-2026-05-01.xlsx", "out/matrix-2026-05-01-2.xlsx"} {
		status, stdout, _ := d.run(args...)
		if status != 0 || !strings.Contains(stdout, "out/matrix.xlsx was edited") ||
			!strings.Contains(stdout, "Wrote "+name) {
			t.Errorf("status %d\n%s", status, stdout)
		}
		d.write(name, []byte("signed too"))
	}
	if kept, _ := os.ReadFile("out/matrix.xlsx"); string(kept) != "signed" {
		t.Error("the edited workbook is gone")
	}
}

func TestGradeJSONAndFileName(t *testing.T) {
	d := newDesk(t)
	d.write("ann.json", d.sit("H0001", "2026-03-02", 0))
	status, stdout, stderr := d.run("grade", "ann.json", "--kit", "grading-kit.zip", "--roster", "roster.csv",
		"--as-of", "2026-05-01", "-o", "november.xlsx", "--json")
	var f summary.Figures
	if err := json.Unmarshal([]byte(stdout), &f); err != nil || status != 0 {
		t.Fatalf("status %d, %v\n%s%s", status, err, stdout, stderr)
	}
	if f.Workbook != "november.xlsx" || f.Matrix != "november.json" || f.Counts.Records.Accepted != 1 || f.Staff != 3 {
		t.Errorf("%+v", f)
	}
	// A file that only bears the name is left alone.
	d.write("november.json", []byte(`{"mine": true}`))
	if err := os.Remove("november.xlsx"); err != nil {
		t.Fatal(err)
	}
	if status, stdout, _ := d.run("grade", "ann.json", "--kit", "grading-kit.zip", "--roster", "roster.csv", "--as-of",
		"2026-05-01", "-o", "november.xlsx"); status != 0 ||
		!strings.Contains(stdout, "Wrote november-2026-05-01.xlsx") {
		t.Errorf("status %d\n%s", status, stdout)
	}
}

// Whoever reads the summary as JSON learns of every file, and of every notice.
func TestGradeJSONNamesAllFiles(t *testing.T) {
	d := newDesk(t)
	d.write("results/a.json", d.sit("HO001", "2026-03-02", 0))
	// One attempt under two names is for HR's eyes.
	first := d.sit("H0002", "2026-03-02", 0)
	d.write("results/b.json", first)
	again, err := results.ParseAttempt(d.record(first))
	if err != nil {
		t.Fatal(err)
	}
	again.Staff = "H0003"
	record, err := again.Record()
	if err != nil {
		t.Fatal(err)
	}
	second, err := (&results.File{Site: d.site, Player: "test", Records: []results.Record{record}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	d.write("results/c.json", second)
	grade := func() (f summary.Figures) {
		status, stdout, stderr := d.run("grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv",
			"--as-of", "2026-05-01", "-o", "out", "--format", "xlsx,csv", "--json")
		if err := json.Unmarshal([]byte(stdout), &f); err != nil || status != 0 || stderr != "" {
			t.Fatalf("status %d, %v\n%s%s", status, err, stdout, stderr)
		}
		return f
	}
	f := grade()
	var named []string
	for _, name := range append([]string{f.Workbook, f.Matrix}, f.Files...) {
		named = append(named, strings.TrimPrefix(name, "out/"))
	}
	slices.Sort(named)
	if !slices.Equal(named, d.files("out")) || f.Decisions != "out/decisions.xlsx" || f.OpenCases == 0 ||
		f.Suspicions != "out/suspicions.csv" {
		t.Errorf("%q in %q: %+v", named, d.files("out"), f)
	}
	d.write("out/decisions.xlsx", []byte("not a workbook"))
	if f := grade(); !slices.ContainsFunc(f.Notices, func(n string) bool {
		return strings.HasPrefix(n, "out/decisions.xlsx: the open cases were not written")
	}) {
		t.Errorf("%q", f.Notices)
	}
}

func TestInspect(t *testing.T) {
	d := newDesk(t)
	d.write("ann.json", d.sit("H0001", "2026-03-02", 0))
	for file, want := range map[string]string{
		"ann.json":        `attempt 1 at "verbal-de-escalation" by H0001`,
		"grading-kit.zip": `quiz bank "verbal-de-escalation"`,
	} {
		if status, stdout, stderr := d.run("inspect", file); status != 0 || !strings.Contains(stdout, want) {
			t.Errorf("status %d\n%s%s", status, stdout, stderr)
		}
	}
	// A receipt, as somebody reads it out on the phone.
	receipt := results.Receipt(d.record(d.sit("H0001", "2026-03-02", 0)).Bytes)
	d.write("results/bob.json", d.sit("H0002", "2026-03-02", 0))
	d.write("results/mail/ann.txt", append([]byte("Hello,\n\n"), d.sit("H0001", "2026-03-02", 0)...))
	spoken := strings.ToLower(strings.ReplaceAll(receipt, "-", " "))
	wrong := []byte(receipt)
	wrong[0] = "01"[strings.IndexByte("10", wrong[0])&1]
	for _, test := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{spoken}, 0, receipt + " was read correctly: its check character is right."},
		{[]string{receipt, "results"}, 0,
			receipt + " is in results/mail/ann.txt: attempt 1 at \"verbal-de-escalation\" by H0001, handed in on 2026-03-02 at 09:20 by the clock of that computer, "},
		{[]string{receipt, "results/bob.json"}, 1,
			receipt + " was read correctly, but no record has it (1 record searched)\n  hint: ask the person"},
		{[]string{string(wrong), "results"}, 1,
			"\"" + string(wrong) + "\" is not a receipt: a character of the receipt is wrong: the check character does not fit\n  hint: read it again"},
		{[]string{receipt[:14], "results"}, 1, "is not a receipt: a receipt has 17 characters, not 12"},
		{[]string{"roster.csv", "results"}, 2,
			"gradebook: name one file, or a receipt and the results to look for it in\n  hint: gradebook inspect roster.csv\n"},
		{[]string{"nothing.json"}, 1, "nothing.json: the file cannot be read: there is no such file or folder"},
	} {
		if status, stdout, stderr := d.run(append([]string{"inspect"}, test.args...)...); status != test.status ||
			!strings.Contains(stdout+stderr, test.want) {
			t.Errorf("%q: status %d\n%s%s", test.args, status, stdout, stderr)
		}
	}
	if status, _, stderr := d.run("inspect", "roster.csv"); status != 1 ||
		!strings.Contains(stderr, "roster.csv: the file is not a results file") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	if status, stdout, _ := d.run("version"); status != 0 || !strings.HasPrefix(stdout, "gradebook ") {
		t.Errorf("status %d, %q", status, stdout)
	}
}

// HR keeps the roster in Excel, with dates that are dates.
func TestGradeWithAWorkbookAsRoster(t *testing.T) {
	d := newDesk(t)
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 0))
	var b bytes.Buffer
	err := spreadsheet.Write(&b, spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{{
		Name: "Staff",
		Columns: []spreadsheet.Column{{Header: "Name"}, {Header: "Staff ID"}, {Header: "Role"},
			{Header: "Start", Kind: spreadsheet.Day}},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			yield([]spreadsheet.Cell{spreadsheet.Text("Ann"), spreadsheet.Text("H0001"),
				spreadsheet.Text("Nurse; Reception and security"), spreadsheet.Date("2026-01-05")})
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	d.write("roster.xlsx", b.Bytes())
	status, stdout, stderr := d.run("grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.xlsx",
		"--as-of", "2026-05-01", "-o", "out")
	if status != 0 {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	m := d.matrix("out/matrix.json")
	if p := m.Staff[0]; p.ID != "H0001" || p.Name != "Ann" || p.Start != "2026-01-05" ||
		!slices.Equal(p.Roles, []string{"nurse", "reception"}) || len(m.Exceptions) != 0 {
		t.Errorf("%+v %+v", p, m.Exceptions)
	}
	// The workbook can be read again, and says what the matrix does.
	src, err := os.ReadFile("out/matrix.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if table, err := spreadsheet.ReadTable("matrix.xlsx", src); err != nil || len(table.Rows) == 0 {
		t.Errorf("%v", err)
	}
}
