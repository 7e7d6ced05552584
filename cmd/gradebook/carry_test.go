package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/coursemark/coursemark/gradebook/workbook"
)

// fillIn types into the first row of Gaps, as HR does in Excel.
func (d *office) fillIn(name, owner string) {
	d.t.Helper()
	f, err := excelize.OpenFile(name)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Gaps")
	if err != nil {
		d.t.Fatal(err)
	}
	cell, err := excelize.CoordinatesToCellName(slices.Index(rows[0], "Owner (fill in)")+1, 2)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := f.SetCellStr("Gaps", cell, owner); err != nil {
		d.t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		d.t.Fatal(err)
	}
}

func (d *office) owners(name string) []string {
	d.t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		d.t.Fatal(err)
	}
	entries, err := workbook.ReadTyped(name, src)
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Values[0])
	}
	return out
}

func TestWhatPeopleTypedIsCarriedOver(t *testing.T) {
	d := newDesk(t)
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 1))
	grade := func(more ...string) (int, string, string) {
		return d.run(append([]string{"grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv", "-o",
			"out"}, more...)...)
	}
	run := func(want string, more ...string) {
		t.Helper()
		if status, stdout, stderr := grade(more...); status != 0 || !strings.Contains(stdout, want) {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
	}
	run("Wrote out/matrix.xlsx", "--as-of", "2026-04-01")
	d.fillIn("out/matrix.xlsx", "Olga")
	run("What people typed into out/matrix.xlsx was carried over", "--as-of", "2026-05-01")
	if got := d.owners("out/matrix-2026-05-01.xlsx"); !slices.Equal(got, []string{"Olga"}) {
		t.Errorf("%q", got)
	}
	// The last one counts, not the first; an extract is none.
	d.fillIn("out/matrix-2026-05-01.xlsx", "Pieter")
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes("out/matrix-2026-05-01.xlsx", later, later); err != nil {
		t.Fatal(err)
	}
	run("What people typed", "--as-of", "2026-05-02", "--staff", "H0003", "-o", "out/matrix-2026-05-02.xlsx")
	later = later.Add(time.Minute)
	if err := os.Chtimes("out/matrix-2026-05-02.xlsx", later, later); err != nil {
		t.Fatal(err)
	}
	run("What people typed into out/matrix-2026-05-01.xlsx was", "--as-of", "2026-06-01")
	if got := d.owners("out/matrix-2026-06-01.xlsx"); !slices.Equal(got, []string{"Pieter"}) {
		t.Errorf("%q", got)
	}
	// The same once more: the workbook is written over, and holds the same.
	before, _ := os.ReadFile("out/matrix-2026-06-01.xlsx")
	run("Wrote out/matrix-2026-06-01.xlsx", "--as-of", "2026-06-01", "--carry", "out/matrix-2026-06-01.xlsx")
	if after, _ := os.ReadFile("out/matrix-2026-06-01.xlsx"); string(after) != string(before) {
		t.Error("the workbook differs")
	}

	d.write("notes.xlsx", []byte("PK nothing"))
	if status, _, stderr := grade("--carry", "notes.xlsx"); status != 1 ||
		!strings.Contains(stderr, "notes.xlsx: what was typed into this workbook is not carried over") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	if status, _, stderr := grade("--carry", "none.xlsx"); status != 1 || !strings.Contains(stderr, "none.xlsx") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	if status, _, stderr := grade("--sheets", "sign-of"); status != 2 ||
		!strings.Contains(stderr, "did you mean sign-off?") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	run("Wrote signed/matrix.xlsx", "--as-of", "2026-06-01", "--sheets", "roles,Sign-off", "-o", "signed")
}
