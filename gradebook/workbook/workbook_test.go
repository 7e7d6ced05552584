package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
)

func open(t testing.TB, m *gradebook.Matrix) *xlsxtest.Book {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, m, Options{}); err != nil {
		t.Fatal(err)
	}
	return xlsxtest.Open(t, b.Bytes())
}

func sheetNames(b *xlsxtest.Book) []string {
	var names []string
	for _, s := range b.Sheets {
		names = append(names, s.Name)
	}
	return names
}

func TestSheetsOfASample(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 40)
	book := open(t, m)
	if got := fmt.Sprint(sheetNames(book)); got != "[Read me Summary Matrix Gaps Evidence Renewals Standards Exceptions Inputs]" {
		t.Fatal(got)
	}
	for _, s := range book.Sheets {
		if !strings.Contains(s.XML, `ySplit="1"`) || !strings.Contains(s.XML, `state="frozen"`) {
			t.Errorf("%s: the header does not stay in view", s.Name)
		}
		if !strings.Contains(s.PrintTitles, "$1:$1") || !strings.Contains(s.XML, "Page &amp;P of &amp;N") ||
			!strings.Contains(s.XML, `fitToHeight=`) && !strings.Contains(s.XML, "fitToPage") {
			t.Errorf("%s: not set up for print", s.Name)
		}
		if (s.Table == nil) != (s.Name == sheetReadMe) {
			t.Errorf("%s: table %v", s.Name, s.Table)
		}
	}

	matrix := book.Sheet(t, sheetMatrix)
	var active []gradebook.Person
	for _, p := range m.Staff {
		if p.Status == "active" {
			active = append(active, p)
		}
	}
	if matrix.LastRow != len(active)+1 {
		t.Errorf("%d rows for %d active staff", matrix.LastRow-1, len(active))
	}
	for i, p := range active {
		row := strconv.Itoa(i + 2)
		if matrix.Text("A"+row) != p.ID || matrix.Text("E"+row) != strconv.Itoa(p.Required) ||
			matrix.Text("F"+row) != strconv.Itoa(p.Met) {
			t.Errorf("row %s: %s, %s of %s, not %+v", row, matrix.Text("A"+row), matrix.Text("F"+row),
				matrix.Text("E"+row), p)
		}
		if share, err := strconv.ParseFloat(matrix.Cells["G"+row].Number, 64); err != nil ||
			math.Abs(share-float64(p.Met)/float64(p.Required)) > 1e-9 {
			t.Errorf("%s: percent met %q", p.ID, matrix.Cells["G"+row].Number)
		}
	}
	if h := matrix.Header(); len(h) != 7+12 || h[11] != "De-escalation · Safety without coercion" {
		t.Errorf("header %q", h)
	}

	// The evidence sheet against the matrix itself: types, not texts.
	evidence := book.Sheet(t, sheetEvidence)
	day, percent, received := evidence.Column(t, "Date of evidence"), evidence.Column(t, "Percent"),
		evidence.Column(t, "First received (register)")
	for i, e := range m.Evidence.All() {
		row := strconv.Itoa(i + 2)
		date, err := time.Parse(time.DateOnly, e.Date)
		if err != nil {
			t.Fatal(err)
		}
		if want := strconv.Itoa(int(date.Unix()/86400) + 25569); evidence.Cells[day+row].Number != want {
			t.Errorf("%s: date %+v, not %s", e.ID, evidence.Cells[day+row], want)
		}
		if got, err := strconv.ParseFloat(evidence.Cells[percent+row].Number, 64); err != nil ||
			math.Abs(100*got-e.Percent) > 1e-9 {
			t.Errorf("%s: percent %+v", e.ID, evidence.Cells[percent+row])
		}
		if e.FirstReceived == "" && evidence.Cells[received+row].Text != "unknown" {
			t.Errorf("%s: received %+v", e.ID, evidence.Cells[received+row])
		}
	}

	// Gaps and renewals: complete, and in order.
	gaps, unmet, ends := book.Sheet(t, sheetGaps), 0, 0
	for _, c := range m.Cells.All() {
		if c.Required > 0 && !c.Met {
			unmet++
		}
		if c.Required > 0 && c.Expires != "" {
			ends++
		}
	}
	if gaps.LastRow-1 != unmet {
		t.Errorf("%d gaps for %d requirements that are not met", gaps.LastRow-1, unmet)
	}
	renewals := book.Sheet(t, sheetRenewals)
	if renewals.LastRow-1 != ends {
		t.Errorf("%d renewals for %d ends", renewals.LastRow-1, ends)
	}
	last := 0
	for row := 2; row <= renewals.LastRow; row++ {
		n, err := strconv.Atoi(renewals.Cells[fmt.Sprint("A", row)].Number)
		if err != nil || n < last {
			t.Errorf("renewals, row %d: %d after %d (%v)", row, n, last, err)
		}
		last = n
	}
	if !strings.Contains(gaps.XML, `type="list"`) || !strings.Contains(gaps.XML, `type="date"`) {
		t.Error("the columns to fill in are not validated")
	}

	// Summary: required = met + pending + missing + expired, and teams add up.
	summary := book.Sheet(t, sheetSummary)
	number := func(column string, row int) int {
		n, err := strconv.Atoi(summary.Cells[summary.Column(t, column)+strconv.Itoa(row)].Number)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	teams := 0
	for row := 2; row <= summary.LastRow; row++ {
		if number("Required", row) != number("Met", row)+number("Pending", row)+number("Missing", row)+
			number("Expired", row) {
			t.Errorf("summary, row %d does not add up", row)
		}
		if summary.Text(fmt.Sprint("A", row)) == "Team" {
			teams += number("Required", row)
		}
	}
	if number("Required", 2)-number("Met", 2) != unmet || teams != number("Required", 2) {
		t.Errorf("%d required, %d met, %d gaps, teams %d", number("Required", 2), number("Met", 2), unmet, teams)
	}
	if drawing := book.Parts["xl/drawings/drawing1.xml"]; !strings.Contains(drawing, "Nurse: 18 of 28 met") {
		t.Errorf("the chart is not described: %s", drawing)
	}

	exceptions := book.Sheet(t, sheetExceptions)
	if exceptions.LastRow != 5 || exceptions.Text("C2") != "the whole file" ||
		exceptions.Text("E3") != "unknown staff" {
		t.Errorf("exceptions: %d rows, %q", exceptions.LastRow, exceptions.Text("C2"))
	}
	indicators := 0
	std := book.Sheet(t, sheetStandards)
	for row := 2; row <= std.LastRow; row++ {
		if std.Text(fmt.Sprint("A", row)) == "indicator" {
			indicators++
		}
	}
	if indicators != 123 {
		t.Errorf("%d indicators", indicators)
	}
}

// readMeText gives what Read me says under a topic.
func readMeText(t *testing.T, b *xlsxtest.Book, topic string) string {
	t.Helper()
	s := b.Sheet(t, sheetReadMe)
	for row := 1; row <= s.LastRow; row++ {
		if s.Text(fmt.Sprint("A", row)) == topic {
			return s.Text(fmt.Sprint("B", row))
		}
	}
	return ""
}

func TestReadMe(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 40)
	book := open(t, m)
	for topic, want := range map[string]string{
		"PROVISIONAL":          "No named person has adopted the cuts",
		"Files":                "43 in = 40 accepted + 1 duplicate + 2 quarantined",
		"Records":              "411 in = 405 accepted + 3 duplicate + 3 quarantined",
		"As of":                "46356",
		"Knowledge quiz":       "From 80% knows. At most knows. At least 8 scored items. The latest that was received counts. Cuts: PROVISIONAL: set by nobody yet",
		"Validity":             "24 months from the earliest evidence that counts; shown as expiring for the last 90 days. 1 competency departs",
		"Staff":                "38 active members on the roster",
		"Made by":              "gradebook 0.1.0",
		"Please note":          "Two results files",
		"roster":               "roster.xlsx\n0000",
		"Matrix":               "38 members of staff by 12 competencies",
		"does ✓":               "the requirement is met",
		"✗ expired 2026-11-30": "Not met",
	} {
		if got := readMeText(t, book, topic); !strings.Contains(got, want) {
			t.Errorf("%s: %q", topic, got)
		}
	}
	front := book.Sheet(t, sheetReadMe)
	for _, name := range sheetNames(book)[1:] {
		if !strings.Contains(front.XML, `location="&#39;`+name+`&#39;!A1"`) {
			t.Errorf("no link to %s", name)
		}
	}

	// Adopted, and with numbers that do not add up.
	f := *m.Standards
	f.AdoptedBy, f.AdoptedOn = "A. Person, director of nursing", time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	m.Standards, m.Framework.Adopted, m.Counts.Files.In = &f, true, 44
	book = open(t, m)
	if got := readMeText(t, book, "PROVISIONAL"); got != "" {
		t.Errorf("still provisional: %q", got)
	}
	if got := readMeText(t, book, "Adopted by"); got != "A. Person, director of nursing, 2026-01-15" {
		t.Error(got)
	}
	if got := readMeText(t, book, "Files"); !strings.Contains(got, "DOES NOT ADD UP") {
		t.Error(got)
	}
}

func TestClaimsAreCounted(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 1)
	m.Evidence = spool.Table[competence.Evidence]{}
	for i, identity := range []verdict.Identity{verdict.CodeValid, verdict.CodeValid, verdict.SelfDeclared} {
		for range 2 { // two competencies of one attempt are one attempt
			m.Evidence.Add(&competence.Evidence{AttemptID: fmt.Sprint("A", i), Attempt: 1, Identity: identity,
				FirstReceived: "2026-01-01"})
		}
	}
	book := open(t, m)
	if got := readMeText(t, book, "Who answered"); !strings.HasPrefix(got,
		"2 of 3 attempts came with a valid enrolment code") {
		t.Error(got)
	}
	if got := readMeText(t, book, "Self-declared"); !strings.HasPrefix(got, "1 of 3 attempts are self-declared") {
		t.Error(got)
	}
	for _, topic := range []string{"Public questions", "Receipt unknown", "Observations", "Imported",
		"Integrity flags"} {
		if got := readMeText(t, book, topic); got != "" {
			t.Errorf("a claim about nothing: %s: %s", topic, got)
		}
	}
}

// Hours are typed numbers; a sheet of them is there where there are any.
func TestTrainingHours(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 4)
	without := xlsxtest.Open(t, writeBook(t, m, Options{Sheets: []string{"training hours"}}))
	if slices.Contains(sheetNames(without), sheetTraining) {
		t.Error("a sheet with nothing to show")
	}
	m.Training = spool.Of([]sheets.Training{
		{Staff: m.Staff[0].ID, Date: "2026-03-04", Course: "=HYPERLINK(\"x\")", Version: "2", Type: "workshop",
			Minutes: 390, Provider: "@Academy", Presenter: "nurse", Certificate: "00417", Source: "training.xlsx"},
		{Staff: m.Staff[1].ID, Date: "2026-03-05", Course: "Safety: Calm", Type: "module, read to its end", Minutes: 45,
			Planned: true, Source: "a.json"},
		{Staff: m.Staff[1].ID, Date: "2026-03-06", Course: "Gone", Type: "module, read to its end", Planned: true,
			Note: "the grading kit plans no minutes for this module", Source: "a.json"},
	}...)
	m.Counts.Training = verdict.Count{In: 2, Accepted: 1, Duplicate: 1}
	book := xlsxtest.Open(t, writeBook(t, m, Options{}))
	s := book.Sheet(t, sheetTraining)
	at := func(header string, row int) xlsxtest.Cell { return s.Cells[s.Column(t, header)+strconv.Itoa(row)] }
	for row, want := range map[int][2]string{2: {"390", "stated by HR"}, 3: {"45", "planned"}, 4: {"", "not known"}} {
		if got := [2]string{at("Minutes", row).Number, at("Minutes are", row).Text}; got != want {
			t.Errorf("row %d: %q", row, got)
		}
	}
	if at("Date", 2).Number != "46085" || at("Certificate ID", 2).Text != "00417" ||
		at("Course", 2).Text != `=HYPERLINK("x")` || at("Name", 2).Text != m.Staff[0].Name || s.LastRow != 4 {
		t.Errorf("%+v", s.Cells)
	}
	if got := readMeText(t, book, "Rows of training"); got != "2 in = 1 accepted + 1 duplicate + 0 quarantined" {
		t.Errorf("%q", got)
	}
	if got := readMeText(t, book, "Training hours"); !strings.HasPrefix(got, "3 pieces of training.") {
		t.Errorf("%q", got)
	}
}

func TestHostileMatrix(t *testing.T) {
	t.Parallel()
	names := []string{`=HYPERLINK("https://example.org","x")`, "History", "_x0041_", "Zoë 👩🏽‍⚕️", "شيرين", "bell\a",
		"+31", "00123", "@x", strings.Repeat("long name ", 12)}
	f := wide(3)
	f.Domains[0].Title = "History"
	f.Competencies[0].Title, f.Competencies[1].Title = "=cmd|' /C calc'!A0", "Role"
	f.Competencies[2].Title = "ROLE"
	f.Roles[0].Title = "-nurse"
	m := sample(f, len(names))
	m.Organisation = "=St & Brigid's <Hospital>"
	for i, n := range names {
		m.Staff[i].Name, m.Staff[i].Team = n, n
	}
	m.Exceptions = append(m.Exceptions,
		verdict.Exception{File: "=x.json", What: "\x00\x1f", Hint: strings.Repeat("é", 40_000)})
	m.Evidence.At(0).Source, m.Evidence.At(0).Note = "+a.json", "@note"
	m.Modules = map[string]words.Module{"b": {Title: "=x", URL: `javascript:alert(1)`}}
	book := open(t, m)
	matrix := book.Sheet(t, sheetMatrix)
	for i, n := range names {
		want := strings.ReplaceAll(n, "\a", "\ufffd")
		if got := matrix.Text(fmt.Sprint("B", i+2)); got != want {
			t.Errorf("%q reads as %q", n, got)
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                string
		competencies, staff int
		want                []string
	}{
		{"nobody", 3, 0, []string{"Matrix"}},
		{"one", 3, 1, []string{"Matrix"}},
		{"60 competencies", 60, 5, []string{"Matrix"}},
		{"61 competencies", 61, 5,
			[]string{"Matrix", "Matrix Domain 1 of the framewo…", "Matrix Domain 2 of the framewo…",
				"Matrix Domain 3 of the framewo…", "Matrix Domain 4 of the framewo…"}},
		{"200 competencies", 200, 5,
			[]string{"Matrix", "Matrix Domain 1 of the framewo…", "Matrix Domain 2 of the framewo…",
				"Matrix Domain 3 of the framewo…", "Matrix Domain 4 of the framewo…"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := sample(wide(c.competencies), c.staff)
			book := open(t, m)
			names := sheetNames(book)
			if got := names[2 : len(names)-5]; !slices.Equal(got, c.want) {
				t.Errorf("%q", got)
			}
			matrix := book.Sheet(t, "Matrix")
			if c.staff == 0 && (matrix.LastRow != 2 || matrix.Text("A2") != "No active staff on this date.") {
				t.Errorf("%d rows: %q", matrix.LastRow, matrix.Text("A2"))
			}
			if c.competencies > 60 && len(matrix.Header()) != 7+4 {
				t.Errorf("overview %q", matrix.Header())
			}
		})
	}
	// Without standards, and without anything at all.
	m := sample(wide(3), 2)
	m.Standards = nil
	open(t, m)
	open(t, &gradebook.Matrix{})
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	var first bytes.Buffer
	if err := Write(&first, sample(shipped(t), 40), Options{}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		var again bytes.Buffer
		if err := Write(&again, sample(shipped(t), 40), Options{}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("two writes differ")
		}
	}
}

// BenchmarkWorkbook prints time, peak heap and the ratio to a floor: the time that
// packing the finished parts takes alone.
func BenchmarkWorkbook(b *testing.B) {
	for _, c := range []struct {
		name                          string
		competencies, staff, evidence int
	}{
		{"staff=10000/competencies=12", 12, 10_000, 0},
		{"staff=10000/competencies=60", 60, 10_000, 0},
		{"evidence=100000", 12, 100, 100_000},
	} {
		b.Run(c.name, func(b *testing.B) {
			m := sample(wide(c.competencies), c.staff)
			one := *m.Evidence.At(0)
			m.Evidence = spool.Table[competence.Evidence]{}
			for i := range c.evidence {
				e := one
				e.ID = fmt.Sprintf("E-%010d", i)
				m.Evidence.Add(&e)
			}
			for b.Loop() {
				peak := watchPeak()
				if err := Write(io.Discard, m, Options{}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(peak())/(1<<20), "MiB-peak")
			}
			floor := packing(b, m).Seconds()
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/floor, "ratio-to-floor")
		})
	}
}

// packing measures the floor.
func packing(b *testing.B, m *gradebook.Matrix) time.Duration {
	var file bytes.Buffer
	if err := Write(&file, m, Options{}); err != nil {
		b.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		b.Fatal(err)
	}
	var parts bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(&parts, r); err != nil {
			b.Fatal(err)
		}
	}
	w, err := flate.NewWriter(io.Discard, 2)
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if _, err := w.Write(parts.Bytes()); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(parts.Len())/1e6, "MB-xml")
	b.ReportMetric(float64(file.Len())/1e6, "MB-xlsx")
	return time.Since(start)
}

// watchPeak samples the heap beyond what was there, until its result is called.
func watchPeak() func() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	base, peak := s.HeapInuse, uint64(0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
				runtime.ReadMemStats(&s)
				if s.HeapInuse > base {
					peak = max(peak, s.HeapInuse-base)
				}
			}
		}
	}()
	return func() uint64 { close(stop); <-done; return peak }
}
