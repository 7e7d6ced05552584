package run

import (
	"io"
	"path/filepath"
	"slices"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/workbook"
)

// A name that is taken gets the date, and then numbers; one that bears the date already
// gets numbers at once.
func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"matrix":            {"matrix", "matrix-2026-05-01", "matrix-2026-05-01-2", "matrix-2026-05-01-3"},
		"matrix-2026-05-01": {"matrix-2026-05-01", "matrix-2026-05-01-2", "matrix-2026-05-01-3"},
	} {
		var got []string
		for n := range names(name, "2026-05-01") {
			if got = append(got, n); len(got) == len(want) {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	}
	n := 0
	for range names("matrix", "2026-05-01") {
		n++
	}
	if n != 1000 {
		t.Errorf("%d names", n)
	}
}

// Tables are called by what they hold beside everybody's matrix, and bear its name
// beside another one.
func TestNamesOfPages(t *testing.T) {
	t.Parallel()
	list := func(base string) (names []string) {
		for _, format := range Formats() {
			for _, e := range exports(&gradebook.Matrix{}, format) {
				names = append(names, e.path(base))
			}
		}
		return names
	}
	if got, want := list("matrix"),
		[]string{"matrix.csv", "gaps.csv", "evidence.csv", "exceptions.csv", "training-hours.csv",
			"matrix.html"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	base := filepath.Join("out", "north")
	for i, name := range list(base) {
		want := []string{base + ".csv", base + "-gaps.csv", base + "-evidence.csv", base + "-exceptions.csv",
			base + "-training-hours.csv", base + ".html"}[i]
		if name != want {
			t.Errorf("%q, not %q", name, want)
		}
	}
}

// Two tables of decisions in one folder would leave open which is meant.
func TestCasesFile(t *testing.T) {
	t.Parallel()
	out := filepath.Join("hr", "out")
	for decisions, want := range map[string]string{
		"":                                      "decisions.xlsx",
		filepath.Join(out, "decisions.xlsx"):    "decisions.xlsx",
		filepath.Join(out, "Decisions.CSV"):     "decisions-2026-05-01.xlsx",
		filepath.Join("hr", "decisions.csv"):    "decisions.xlsx",
		filepath.Join("hr", "..", out, "d.csv"): "decisions-2026-05-01.xlsx",
	} {
		if got := casesFile(out, decisions, "2026-05-01"); got != filepath.Join(out, want) {
			t.Errorf("%q: %q", decisions, got)
		}
	}
}

// Where one file cannot be made nothing is written, and that file is named.
func TestWritesAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := &writing{m: &gradebook.Matrix{}, base: filepath.Join(dir, "matrix")}
	w.exports = []export{{ending: ".html", write: writer([]byte("whole"))},
		{table: "gaps", ending: ".csv", write: func(io.Writer) error { return io.ErrShortWrite }}}
	defer w.files.Discard()
	if err := w.write(workbook.Options{}); err == nil || w.failed != filepath.Join(dir, "gaps.csv") {
		t.Errorf("%v: %q", err, w.failed)
	}
	w.files.Discard()
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left %q, %v", left, err)
	}
}
