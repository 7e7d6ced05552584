package workbook

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
)

// awkward are names and IDs that have broken workbooks.
func awkward() (names, ids []string) {
	return []string{`=HYPERLINK("x")`, "History", strings.Repeat("Community team north ", 2)[:40], "Zoë 👩🏽‍⚕️",
			"شيرين عبد الله", "\u202eabc", "_x0041_", "'quoted'", "+31 6 1234", "Gaps"},
		[]string{"00123", "0012", "=1+1", "1E5", "TRUE", "H-1", "2026-03-01", "Ñ1", "-7", "@X"}
}

// awkwardMatrix has people called so, in teams and domains called so, and 61
// competencies.
func awkwardMatrix() *gradebook.Matrix {
	names, ids := awkward()
	f := wide(61)
	for i := range f.Domains {
		f.Domains[i].Title = names[i]
	}
	f.Roles[0].Title = names[0]
	m := sample(f, len(names))
	from := map[string]string{}
	for i := range m.Staff {
		from[m.Staff[i].ID] = ids[i]
		m.Staff[i].ID, m.Staff[i].Name, m.Staff[i].Team = ids[i], names[i], names[len(names)-1-i]
	}
	m.Cells = edited(m.Cells, func(c *competence.Cell) { c.Staff = from[c.Staff] })
	m.Evidence = edited(m.Evidence, func(e *competence.Evidence) { e.Staff = from[e.Staff] })
	m.Changes = []gradebook.Change{{Staff: "=1+1", Kind: gradebook.Joined, Why: "+x"}}
	return m
}

// edited gives a table with every row changed.
func edited[T any](rows spool.Table[T], edit func(*T)) spool.Table[T] {
	var out spool.Table[T]
	for _, row := range rows.All() {
		row := *row
		edit(&row)
		out.Add(&row)
	}
	return out
}

// awkwardRows has something typed for everybody, and for somebody who is gone.
func awkwardRows(m *gradebook.Matrix) TypedRows {
	names, _ := awkward()
	var out TypedRows
	for i, c := range gapsOf(m) {
		n := names[i%len(names)]
		out = append(out, TypedRow{Sheet: sheetGaps, Staff: c.Staff, Competency: c.Competency,
			Values: [typedColumns]string{n, n, n, n}, Level: n})
	}
	for i, p := range m.Staff {
		out = append(out, TypedRow{Sheet: sheetSignOff, Staff: p.ID,
			Values: [typedColumns]string{names[i], "", "", "2026-03-01"}})
	}
	return append(out, TypedRow{Sheet: sheetGaps, Staff: "=GONE()",
		Values: [typedColumns]string{"@a", "-b", "2026-13-01", "\x01"}})
}

func TestAwkwardNamesEverywhere(t *testing.T) {
	t.Parallel()
	names, ids := awkward()
	m := awkwardMatrix()
	o := Options{Sheets: OnRequest(), Carry: awkwardRows(m)}
	src := writeBook(t, m, o)
	book := xlsxtest.Open(t, src)
	for _, name := range []string{sheetRoles, sheetChanges, sheetSignOff, sheetCarriedOver, sheetInputs,
		"Matrix History"} {
		book.Sheet(t, name)
	}
	check := func(id, name, team []string, by string) {
		t.Helper()
		for i := range ids {
			if id[i] != ids[i] || name[i] != names[i] || team[i] != names[len(names)-1-i] {
				t.Errorf("%s reads %q, %q of %q", by, id[i], name[i], team[i])
			}
		}
	}
	column := func(s *xlsxtest.Sheet, letter string) (out []string) {
		for i := range ids {
			out = append(out, s.Text(fmt.Sprint(letter, i+2)))
		}
		return out
	}
	sign := book.Sheet(t, sheetSignOff)
	check(column(sign, "A"), column(sign, "B"), column(sign, "D"), "the test's reader")
	again, err := ReadTyped("again.xlsx", src)
	must(t, err)
	if len(again) != len(o.Carry) {
		t.Errorf("%d of %d entries come back", len(again), len(o.Carry))
	}

	soffice, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("not read by LibreOffice")
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "odd.xlsx"), src, 0o666))
	cmd := exec.Command(soffice,
		"-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(t.TempDir(), "profile")), "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir",
		dir, filepath.Join(dir, "odd.xlsx"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := os.Open(filepath.Join(dir, "odd-Sign-off.csv"))
	must(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	must(t, err)
	var id, name, team []string
	for _, r := range rows[1:] {
		id, name, team = append(id, r[0]), append(name, r[1]), append(team, r[3])
	}
	check(id, name, team, "LibreOffice")
	if files, _ := filepath.Glob(filepath.Join(dir, "*.csv")); len(files) != len(book.Sheets) {
		t.Errorf("LibreOffice sees %d of %d sheets", len(files), len(book.Sheets))
	}
}

// location is where a cell's link leads to.
func location(s *xlsxtest.Sheet, cell string) string {
	m := regexp.MustCompile(`<hyperlink ref="` + cell + `" location="([^"]*)"`).FindStringSubmatch(s.XML)
	if m == nil {
		return ""
	}
	return strings.ReplaceAll(m[1], "&#39;", "'")
}

// A reviewer follows a figure to what stands behind it.
func TestWalkToTheEvidence(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 40)
	book := xlsxtest.Open(t, writeBook(t, m, Options{}))
	gaps, matrix, evidence, summary := book.Sheet(t, sheetGaps), book.Sheet(t, sheetMatrix),
		book.Sheet(t, sheetEvidence), book.Sheet(t, sheetSummary)
	if got := location(summary, "B2"); got != "'Matrix'!A1" {
		t.Errorf("Summary leads to %q", got)
	}
	walked := 0
	for i, e := range m.Evidence.All() {
		row := fmt.Sprint(i + 2)
		if n := rowOf(t, gaps, e.Staff, e.Competency); n != "" &&
			strings.HasPrefix(gaps.Text(gaps.Column(t, "Evidence")+n), e.ID) {
			walked++
			if got := location(gaps, gaps.Column(t, "Evidence")+n); got != "'Evidence'!A"+row ||
				evidence.Text("A"+row) != e.ID {
				t.Errorf("%s: Gaps leads to %q", e.ID, got)
			}
		}
		if n := rowOf(t, matrix, e.Staff, ""); n != "" && (i == 0 || m.Evidence.At(i-1).Staff != e.Staff) {
			if got := location(matrix, "A"+n); got != "'Evidence'!A"+row {
				t.Errorf("%s: Matrix leads to %q, not to row %s", e.ID, got, row)
			}
		}
	}
	if walked < 10 {
		t.Errorf("only %d gaps lead to evidence", walked)
	}
}

func TestTenThousandStaff(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	m := sample(wide(3), 10_000)
	all := m.Evidence
	m.Evidence = spool.Table[competence.Evidence]{}
	for _, e := range all.Range(0, spreadsheet.MaxLinks+200) { // the test's reader is slow
		m.Evidence.Add(e)
	}
	book := xlsxtest.Open(t, writeBook(t, m, Options{Carry: TypedRows{{Sheet: sheetGaps, Staff: gapsOf(m)[0].Staff,
		Competency: gapsOf(m)[0].Competency, Values: [typedColumns]string{"Ann"}}}}))
	active := 0
	for _, p := range m.Staff {
		if p.Status == "active" {
			active++
		}
	}
	matrix := book.Sheet(t, sheetMatrix)
	if matrix.LastRow != active+1 || book.Sheet(t, sheetGaps).LastRow != len(gapsOf(m))+1 {
		t.Errorf("%d people, %d rows", active, matrix.LastRow-1)
	}
	if got := location(matrix, "A2"); got != "'Evidence'!A2" {
		t.Errorf("the staff ID leads to %q", got)
	}
	for _, s := range book.Sheets {
		if n := strings.Count(s.XML, "<hyperlink "); n > spreadsheet.MaxLinks {
			t.Errorf("%s: %d links", s.Name, n)
		}
	}
	if n := len(book.Sheet(t, sheetReadMe).Cells); n > 300 {
		t.Errorf("Read me has %d cells", n)
	}
}
