package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
)

// items runs the command on the day of the sample's matrix.
func (d *office) items(args ...string) (stdout, stderr string, err error) {
	var out, e bytes.Buffer
	a := &app{stdout: &out, stderr: &e, now: func() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) }}
	c := a.itemsCommand()
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(args)
	err = c.ExecuteContext(d.t.Context())
	return out.String(), e.String(), err
}

// hospital is an office with the results of the sample hospital.
func hospital(t *testing.T) *office {
	t.Helper()
	from, err := filepath.Abs("../../examples/hospital")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	if err := os.CopyFS("hospital", os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestItems(t *testing.T) {
	d := hospital(t)
	args := []string{"hospital/results", "--kit", "grading-kit.zip", "--roster", "hospital/roster.csv", "-o",
		"trainer/items.xlsx"}
	stdout, stderr, err := d.items(args...)
	if err != nil || stderr != "" {
		t.Fatalf("%v\n%s%s", err, stdout, stderr)
	}
	for _, want := range []string{"Item analysis of " + d.site + " on 2026-11-30", "first attempts",
		"Look at these first:\n  1. ", "\n  3. ", "verbal-de-escalation      38 first attempts  40 of 40 items asked",
		"it contains answers: for trainers only", "fewer than 30 answers",
		"Wrote trainer/items.xlsx. It contains answers: for trainers only."} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the summary does not say %q:\n%s", want, stdout)
		}
	}
	src, err := os.ReadFile("trainer/items.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	book := xlsxtest.Open(t, src)
	if title := book.Sheet(t, "Read me").Text("A1"); !strings.Contains(title, "contains answers: for trainers only") {
		t.Errorf("%q", title)
	}
	for sheet, header := range map[string]string{"Items": "Discrimination index",
		"Options": "Mean of the other marks (points)", "Form": "Internal consistency (CIC)"} {
		if !slices.Contains(book.Sheet(t, sheet).Header(), header) {
			t.Errorf("%s: %q", sheet, book.Sheet(t, sheet).Header())
		}
	}

	// Again: the same file. Edited: left alone.
	if stdout, _, err := d.items(args...); err != nil || strings.Contains(stdout, "was left as it is") ||
		!slices.Equal(d.files("trainer"), []string{"items.xlsx"}) {
		t.Errorf("%v %q\n%s", err, d.files("trainer"), stdout)
	}
	d.write("trainer/items.xlsx", []byte("with notes"))
	for _, name := range []string{"trainer/items-2026-11-30.xlsx", "trainer/items-2026-11-30-2.xlsx"} {
		stdout, _, err := d.items(args...)
		if err != nil || !strings.Contains(stdout,
			"trainer/items.xlsx was there before, with other contents, and was left as it is.\nWrote "+name+".") {
			t.Errorf("%v\n%s", err, stdout)
		}
		d.write(name, []byte("with notes too"))
	}
}

func TestItemsJSON(t *testing.T) {
	d := hospital(t)
	stdout, stderr, err := d.items("hospital/results", "--kit", "grading-kit.zip", "--json", "-o", ".")
	if err != nil || stderr != "" {
		t.Fatalf("%v\n%s", err, stderr)
	}
	var got struct {
		gradebook.ItemReport
		Workbook string `json:"workbook"`
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	answered := slices.ContainsFunc(got.Banks,
		func(b gradebook.ItemBank) bool { return b.ID == "verbal-de-escalation" && len(b.Items) > 0 })
	if !got.ContainsAnswers || got.Workbook != "items.xlsx" || !answered {
		t.Errorf("%.600s", stdout)
	}
	for _, name := range []string{"Ferreira", "H0101\""} {
		if strings.Contains(stdout, name) {
			t.Errorf("the figures name %s", name)
		}
	}
}

func TestItemsUsage(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		args    []string
		instead string
	}{
		{[]string{}, "gradebook items results --kit grading-kit.zip -o items.xlsx"},
		{[]string{"results"}, "gradebook items results --kit grading-kit.zip -o items.xlsx"},
		{[]string{"results", "--kit", "a.zip", "--project", "."}, "leave one of them out"},
	} {
		_, _, err := d.items(c.args...)
		var usage usageError
		if !errors.As(err, &usage) || usage.instead != c.instead {
			t.Errorf("%q: %v", c.args, err)
		}
	}
	_, _, err := d.items("nowhere", "--kit", "grading-kit.zip")
	var faults failure
	if !errors.As(err, &faults) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat("items.xlsx"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a failed run left a workbook")
	}
}
