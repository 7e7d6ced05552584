package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// program is the real binary, as HR starts it: without arguments, without a
// terminal, and with a standard input that never ends.
type program struct {
	t    *testing.T
	name string
}

func buildProgram(t *testing.T) program {
	t.Helper()
	name := filepath.Join(t.TempDir(), "gradebook")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program{t, name}
}

// in puts a copy of the program into a folder.
func (p program) in(t *testing.T, dir string) program {
	t.Helper()
	b, err := os.ReadFile(p.name)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, filepath.Base(p.name))
	if err := os.WriteFile(name, b, 0o755); err != nil {
		t.Fatal(err)
	}
	return program{t, name}
}

func (p program) start(t *testing.T, dir string) (status int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, p.name)
	c.Dir = dir
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	never, keep, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer never.Close()
	defer keep.Close()
	c.Stdin = never
	err = c.Run()
	if ctx.Err() != nil {
		t.Fatalf("it waits for somebody\n%s%s", out.String(), errs.String())
	}
	if err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), out.String(), errs.String()
}

// contents returns every file below a folder but the program.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || strings.HasPrefix(entry.Name(), "gradebook") {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil || entry.IsDir() {
			found[filepath.ToSlash(rel)+"/"] = ""
			return err
		}
		b, err := os.ReadFile(name)
		found[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("it does not say %q:\n%s", part, text)
		}
	}
}

func TestWithoutArguments(t *testing.T) {
	p := buildProgram(t)

	t.Run("an empty folder gets sheets to fill in, once", func(t *testing.T) {
		dir := t.TempDir()
		own := p.in(t, dir)
		mine := []byte("not ours")
		if err := os.WriteFile(filepath.Join(dir, "Observations.xlsx"), mine, 0o644); err != nil {
			t.Fatal(err)
		}
		status, stdout, stderr := own.start(t, dir)
		if status != 0 || stderr != "" {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		wants(t, stdout, "roster.xlsx", "1. Open roster.xlsx", "2. Ask the trainer for the grading kit",
			"the folder results")
		laid := contents(t, dir)
		if laid["Observations.xlsx"] != "not ours" {
			t.Error("a file of HR's was written over")
		}
		if _, ok := laid["results/"]; !ok {
			t.Error("there is no folder results")
		}
		table, err := spreadsheet.ReadTable("roster.xlsx", []byte(laid["roster.xlsx"]))
		if err != nil || len(table.Rows) != 0 || table.Header[0] != "Staff ID" {
			t.Errorf("the template is read as %+v, %v", table, err)
		}

		// Started again without a name in it: nothing is graded, and nothing changes.
		status, stdout, stderr = own.start(t, dir)
		if status != 1 {
			t.Errorf("status %d\n%s", status, stdout)
		}
		wants(t, stderr, "roster.xlsx: the roster names nobody yet",
			"grading-kit.zip: the grading kit is not in this folder")
		if again := contents(t, dir); !equal(laid, again) {
			t.Error("the second start changed the folder")
		}
	})

	t.Run("with a kit the sheets offer its roles", func(t *testing.T) {
		newDesk(t)
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove("roster.csv"); err != nil {
			t.Fatal(err)
		}
		status, stdout, stderr := p.start(t, dir)
		if status != 0 || stderr != "" || strings.Contains(stdout, "Ask the trainer") {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		z, err := zip.OpenReader("roster.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		sheet, err := z.Open("xl/worksheets/sheet1.xml")
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(sheet)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, string(xml), `type="list"`, "Psychiatrist,Nurse,")
	})

	t.Run("it grades the folder and keeps what was edited", func(t *testing.T) {
		d := newDesk(t)
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		d.write("results/mail attachment (3).json", d.sit("H0001", "2026-03-02", 0))
		d.write("results-H0002.json", d.sit("H0002", "2026-03-03", 0))
		d.write("observations.csv", []byte("Staff ID,Competency,Indicator,Rating,Method,Observed on\n"))
		d.write("old mail.zip", []byte("PK"))
		d.write("~$roster.csv", nil)
		status, stdout, stderr := p.start(t, dir)
		if status != 0 {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		wants(t, stdout, "grading-kit.zip", "the folder of results", "results-H0002.json", "skipped: it is still empty",
			"old mail.zip", "roster.csv is open in Excel", "Open matrix-20")
		books, err := filepath.Glob("matrix-*.xlsx")
		if err != nil || len(books) != 1 {
			t.Fatalf("%v %v", books, err)
		}
		m := d.matrix(strings.TrimSuffix(books[0], ".xlsx") + ".json")
		if m.Counts.Files.Accepted != 2 || books[0] != "matrix-"+m.AsOf+".xlsx" {
			t.Errorf("%+v in %s", m.Counts.Files, books[0])
		}

		before := contents(t, dir)
		if status, stdout, stderr = p.start(t, dir); status != 0 {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		if len(contents(t, dir)) != len(before) {
			t.Error("a second start on the same day writes other files")
		}
		// An earlier day's matrix is compared with; a broken one keeps nobody from today's.
		d.write("matrix-2026-01-02.json", []byte(before[strings.TrimSuffix(books[0], ".xlsx")+".json"]))
		d.write("matrix-2026-01-03.json", []byte("{"))
		if status, stdout, stderr = p.start(t, dir); status != 0 {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		wants(t, stdout, "Changes are listed since matrix-2026-01-02.json.")

		edited := append([]byte(before[books[0]]), "edited"...)
		d.write(books[0], edited)
		if status, stdout, stderr = p.start(t, dir); status != 0 {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		after := contents(t, dir)
		if after[books[0]] != string(edited) {
			t.Error("the edited workbook was written over")
		}
		if second := "matrix-" + m.AsOf + "-2.xlsx"; after[second] == "" {
			t.Errorf("there is no %s", second)
		}
	})

	t.Run("register, decisions and records go along", func(t *testing.T) {
		d := newDesk(t)
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		d.write("results/a.json", d.sit("HO001", "2026-03-02", 0))
		d.write("received.csv", nil)
		if err := os.Mkdir("records", 0o755); err != nil {
			t.Fatal(err)
		}
		status, stdout, stderr := p.start(t, dir)
		if status != 0 {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		wants(t, stdout, "new to received.csv", "received.csv", "what came in when", "decisions.xlsx: 1 case is open",
			"start gradebook again", "Open records/index.html")
		found := contents(t, dir)
		if found["received.csv"] == "" || found["records/record-H0001.html"] == "" || found["decisions.xlsx"] == "" {
			t.Errorf("there is no register, record or case: %v", len(found))
		}
		table, err := spreadsheet.ReadTable("decisions.xlsx", []byte(found["decisions.xlsx"]))
		if err != nil || len(table.Rows) != 1 {
			t.Fatalf("%+v %v", table, err)
		}
		if err := os.Remove("decisions.xlsx"); err != nil {
			t.Fatal(err)
		}
		d.write("decisions.csv",
			[]byte("case,decision,staff_id,reason,decided_by,decided_on\n"+table.Rows[0].Cells[0]+
				",count-as,H0001,letter for a zero,M. Example,2026-03-04\n"))
		// A register that somebody saved in Excel is refused, and the matrix is made without it.
		d.write("received.csv", []byte("spoilt;by;Excel\n"))
		status, stdout, stderr = p.start(t, dir)
		if status != 0 {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		wants(t, stdout, "NOT read: see above")
		wants(t, stderr, "received.csv:")
		books, err := filepath.Glob("matrix-*.json")
		if err != nil || len(books) == 0 {
			t.Fatal(err)
		}
		if m := d.matrix(books[0]); m.Counts.Records.Accepted != 1 {
			t.Errorf("the decision was not applied: %+v", m.Counts.Records)
		}
	})

	t.Run("elsewhere it says what it is", func(t *testing.T) {
		dir := t.TempDir()
		status, stdout, stderr := p.start(t, dir)
		wants(t, stdout, "Usage:")
		if status != 0 || stderr != "" || len(contents(t, dir)) != 1 {
			t.Errorf("status %d, %v\n%s", status, contents(t, dir), stderr)
		}
	})

	t.Run("a trainer's project is left alone", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "coursemark.toml"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		status, _, stderr := p.in(t, dir).start(t, dir)
		wants(t, stderr, "a trainer's project")
		if status != 1 || len(contents(t, dir)) != 2 {
			t.Errorf("status %d, %v", status, contents(t, dir))
		}
	})

	t.Run("two rosters, or one of another name, are asked about", func(t *testing.T) {
		d := newDesk(t)
		d.write("roster.xlsx", nil)
		status, _, stderr := p.start(t, ".")
		wants(t, stderr, "roster.xlsx and roster.csv")
		if err := os.Remove("roster.csv"); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename("roster.xlsx", "Roster november.xlsx"); err != nil {
			t.Fatal(err)
		}
		second, _, named := p.start(t, ".")
		wants(t, named, "Roster november.xlsx: the roster must be called roster.xlsx or roster.csv")
		if status != 1 || second != 1 {
			t.Errorf("status %d, %d", status, second)
		}
	})
}

func equal(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}
