package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
)

func writeBook(t testing.TB, m *gradebook.Matrix, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, m, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// retype opens a workbook in a program of its own, changes it and saves it.
func retype(t testing.TB, src []byte, change func(f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rowOf finds the row of a sheet by its staff ID and competency.
func rowOf(t testing.TB, s *xlsxtest.Sheet, staff, competency string) string {
	t.Helper()
	id := s.Column(t, "Staff ID")
	for row := 2; row <= s.LastRow; row++ {
		n := strconv.Itoa(row)
		if s.Text(id+n) == staff && (competency == "" || s.Text(s.Column(t, "Competency ID")+n) == competency) {
			return n
		}
	}
	return ""
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// gapsOf gives the cells that stand on Gaps.
func gapsOf(m *gradebook.Matrix) []*competence.Cell {
	var out []*competence.Cell
	for i := range m.Cells.All() {
		if c := m.Cells.At(i); c.Required > 0 && !c.Met {
			out = append(out, c)
		}
	}
	return out
}

func TestWhatWasTypedIsCarriedOver(t *testing.T) {
	t.Parallel()
	asked := []string{"sign-off", "ROLES"}
	m := sample(shipped(t), 40)
	first := writeBook(t, m, Options{Sheets: asked})
	open := xlsxtest.Open(t, first)
	gaps, sign := open.Sheet(t, sheetGaps), open.Sheet(t, sheetSignOff)
	unmet := gapsOf(m)
	stays, changes, closes, leaves := unmet[0], unmet[1], unmet[2], unmet[len(unmet)-1]
	at := func(s *xlsxtest.Sheet, c *competence.Cell, column string) string {
		id := ""
		if s == gaps {
			id = c.Competency
		}
		return s.Column(t, column+fillIn) + rowOf(t, s, c.Staff, id)
	}
	typed := retype(t, first, func(f *excelize.File) {
		must(t, f.SetCellStr(sheetGaps, at(gaps, stays, "Owner"), "Ann\nand Bob"))
		must(t, f.SetCellValue(sheetGaps, at(gaps, stays, "Planned for"), 46100))
		must(t, f.SetCellStr(sheetGaps, at(gaps, changes, "Plan"), `=HYPERLINK("x")`))
		must(t, f.SetCellStr(sheetGaps, at(gaps, changes, "Planned for"), "next spring"))
		must(t, f.SetCellFormula(sheetGaps, at(gaps, changes, "Owner"), `HYPERLINK("https://example.org","x")`))
		must(t, f.SetCellStr(sheetGaps, at(gaps, closes, "Progress"), "under way"))
		must(t, f.SetCellStr(sheetGaps, at(gaps, leaves, "Owner"), "00123 👩🏽‍⚕️"))
		for i, v := range []string{"E. Employee", "A. Assessor", "H. Officer"} {
			must(t, f.SetCellStr(sheetSignOff, at(sign, changes, []string{"Employee", "Assessor", "HR"}[i]), v))
		}
		must(t, f.SetCellStr(sheetSignOff, at(sign, leaves, "Employee"), "gone"))
		// People insert columns, and call sheets what they like.
		must(t, f.InsertCols(sheetGaps, "B", 1))
		must(t, f.SetSheetName(sheetGaps, "Gaps of ward 1"))
	})
	entries, err := ReadTyped("old.xlsx", typed)
	must(t, err)
	if len(entries) != 6 {
		t.Fatalf("%d entries: %+v", len(entries), entries)
	}
	// Excel shows a formula's value; a program that saved none leaves its text.
	for _, e := range entries {
		if e.Sheet == sheetGaps && e.Staff == changes.Staff && e.Competency == changes.Competency &&
			(e.Values[0] != `=HYPERLINK("https://example.org","x")` || e.Values[1] != `=HYPERLINK("x")`) {
			t.Errorf("%q", e.Values)
		}
	}

	// A month later: one level changed, one gap is closed, one person has left.
	next := sample(shipped(t), 40)
	three := 3
	for i := range next.Cells.All() {
		switch c := next.Cells.At(i); {
		case c.Staff == changes.Staff && c.Competency == changes.Competency:
			c.Level = &three
			c.Required = 4
		case c.Staff == closes.Staff && c.Competency == closes.Competency:
			c.Met = true
		}
	}
	for i := range next.Staff {
		if next.Staff[i].ID == leaves.Staff {
			next.Staff[i].Status = "left"
		}
	}
	second := writeBook(t, next, Options{Sheets: asked, Carry: entries})
	book := xlsxtest.Open(t, second)
	gaps, sign = book.Sheet(t, sheetGaps), book.Sheet(t, sheetSignOff)
	for _, s := range []*xlsxtest.Sheet{gaps, sign, book.Sheet(t, sheetCarriedOver)} {
		if wide := regexp.MustCompile(`fitToWidth="(\d+)"`).FindStringSubmatch(s.XML); wide != nil && wide[1] != "1" {
			t.Errorf("%s is printed %s pages wide", s.Name, wide[1])
		}
	}
	text := func(s *xlsxtest.Sheet, c *competence.Cell, column string) string {
		id := ""
		if s == gaps {
			id = c.Competency
		}
		return s.Text(s.Column(t, column) + rowOf(t, s, c.Staff, id))
	}
	for _, want := range []struct{ got, want string }{
		{text(gaps, stays, "Owner (fill in)"), "Ann\nand Bob"},
		{text(gaps, stays, "Planned for (fill in)"), "46100"},
		{text(gaps, stays, "Carried over"), "Carried over; the level is the same"},
		{text(gaps, changes, "Owner (fill in)"), `=HYPERLINK("https://example.org","x")`},
		{text(gaps, changes, "Planned for (fill in)"), "next spring"},
		{text(gaps, changes, "Carried over"),
			"▲ written before this level changed: " + newBook(m).Reached(changes.Level) + " then, shows how now"},
		{text(sign, changes, "Employee (fill in)"), "E. Employee"},
		{text(sign, changes, "HR (fill in)"), "H. Officer"},
	} {
		if want.got != want.want {
			t.Errorf("%q, not %q", want.got, want.want)
		}
	}
	if got := text(sign, changes, "Carried over"); !strings.HasPrefix(got,
		"▲ signed before this level changed: "+changes.Competency+" ") || !strings.Contains(got, "shows how ▲ now") {
		t.Errorf("%q", got)
	}
	lost := book.Sheet(t, sheetCarriedOver)
	var reasons []string
	for row := 2; row <= lost.LastRow; row++ {
		n := strconv.Itoa(row)
		reasons = append(reasons, lost.Text("A"+n)+": "+lost.Text(lost.Column(t,
			"Why it is here")+n)+": "+lost.Text(lost.Column(t, "Owner")+n)+lost.Text(lost.Column(t,
			"Progress")+n)+lost.Text(lost.Column(t, "Employee")+n))
	}
	slices.Sort(reasons)
	if want := []string{"Gaps: The person has left or has not started: 00123 👩🏽‍⚕️",
		"Gaps: The requirement is met now: under way",
		"Sign-off: The person has left or has not started: gone"}; !slices.Equal(reasons, want) {
		t.Errorf("%q", reasons)
	}

	// The next workbook is the same: no mark wears off by itself, and nothing is lost.
	again, err := ReadTyped("second.xlsx", second)
	must(t, err)
	if third := writeBook(t, next, Options{Sheets: asked, Carry: again}); !bytes.Equal(second, third) {
		t.Error("carried over twice, the workbook differs")
	}
	// What had lost its row returns to it.
	back := xlsxtest.Open(t, writeBook(t, m, Options{Carry: again}))
	if s := back.Sheet(t, sheetGaps); s.Text(s.Column(t, "Progress (fill in)")+
		rowOf(t, s, closes.Staff, closes.Competency)) != "under way" {
		t.Error("the gap is open again, and its entry is not there")
	}
	// Who signs anew signs for the levels as they are.
	signed := retype(t, second, func(f *excelize.File) {
		must(t, f.SetCellValue(sheetSignOff,
			sign.Column(t, "Signed on (fill in)")+rowOf(t, sign, changes.Staff, ""), 46200))
	})
	anew, err := ReadTyped("signed.xlsx", signed)
	must(t, err)
	s := xlsxtest.Open(t, writeBook(t, next, Options{Carry: anew})).Sheet(t, sheetSignOff)
	if got := s.Text(s.Column(t, "Carried over") +
		rowOf(t, s, changes.Staff, "")); got != "Carried over; the level is the same" {
		t.Errorf("signed anew: %q", got)
	}
	// An extract shows nothing of the others.
	next.Narrowed = true
	next.Staff = slices.DeleteFunc(next.Staff, func(p gradebook.Person) bool { return p.ID != stays.Staff })
	extract := xlsxtest.Open(t, writeBook(t, next, Options{Carry: entries}))
	if slices.Contains(sheetNames(extract), sheetCarriedOver) && stays.Staff != closes.Staff {
		t.Error("an extract carries what was typed about others")
	}
}

func TestARowTypedIntoTwice(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 10)
	c := gapsOf(m)[0]
	e := TypedRow{Sheet: sheetGaps, Staff: c.Staff, Competency: c.Competency, Values: [typedColumns]string{"Ann"}}
	other := e
	other.Values[0] = "Bob"
	book := xlsxtest.Open(t, writeBook(t, m, Options{Carry: TypedRows{e, other, e, other}}))
	if s := book.Sheet(t, sheetCarriedOver); s.LastRow != 2 || s.Text(s.Column(t, "Owner")+"2") != "Bob" {
		t.Errorf("%d rows", s.LastRow)
	}
}

func TestSignOffIsLocked(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 12)
	s := xlsxtest.Open(t, writeBook(t, m, Options{Sheets: []string{"Sign-off"}})).Sheet(t, sheetSignOff)
	if !strings.Contains(s.XML, `<sheetProtection `) || !strings.Contains(s.XML, `sheet="true"`) ||
		strings.Contains(s.XML, "password") {
		t.Error("not protected, or with a password")
	}
	if !strings.Contains(s.XML, "It is not a signature") || !strings.Contains(s.XML, `type="date"`) || s.LastRow != 13 {
		t.Error("it does not say that protection is no signature, or is not validated")
	}
}

func TestReadTypedRefuses(t *testing.T) {
	t.Parallel()
	whole := writeBook(t, sample(shipped(t), 2), Options{})
	for name, src := range map[string][]byte{
		"empty": nil, "text": []byte("Staff ID,Competency ID,Owner\nH1,C,Ann\n"), "cut short": whole[:len(whole)/2],
		"noise":            []byte("PK\x03\x04nothing"),
		"another workbook": retype(t, whole, func(f *excelize.File) { must(t, f.DeleteSheet(sheetGaps)) }),
	} {
		entries, err := ReadTyped(name, src)
		if fault := (diag.Fault{}); !errors.As(err, &fault) || entries != nil || fault.Hint == "" {
			t.Errorf("%s: %v, %v", name, entries, err)
		}
	}
}

// bare packs a worksheet's part as the smallest workbook there is.
func bare(t testing.TB, sheet []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Gaps" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels",
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", string(sheet)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name})
		must(t, err)
		_, err = w.Write([]byte(part.content))
		must(t, err)
	}
	must(t, z.Close())
	return out.Bytes()
}

// bareSheet is a worksheet with one row filled in, one cell of it a formula that
// was saved without a value.
const bareSheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2">` +
	`<c r="A2" t="inlineStr"><is><t>Staff ID</t></is></c><c r="B2" t="inlineStr"><is><t>Competency ID</t></is></c><c r="C2" t="inlineStr"><is><t>Owner</t></is></c><c r="D2" t="inlineStr"><is><t>Plan</t></is></c><c r="E2" t="inlineStr"><is><t>Employee</t></is></c><c r="F2" t="inlineStr"><is><t>HR</t></is></c></row><row r="4">` +
	`<c r="A4" t="inlineStr"><is><t>H0012</t></is></c><c r="B4" t="inlineStr"><is><t>W-000</t></is></c><c r="C4" t="str"><f>1+1</f></c><c r="D4" t="str"><f t="shared" si="0">1+1</f><v>2</v></c><c r="E4"><v>45000</v></c></row></sheetData></worksheet>`

func TestBareWorkbook(t *testing.T) {
	t.Parallel()
	entries, err := ReadTyped("bare.xlsx", bare(t, []byte(bareSheet)))
	must(t, err)
	if len(entries) != 2 || entries[0].Values != [typedColumns]string{"=1+1", "2"} ||
		entries[1].Values != [typedColumns]string{"45000"} {
		t.Errorf("%+v", entries)
	}
}

func FuzzReadTyped(f *testing.F) {
	f.Add([]byte(bareSheet), false)
	f.Add(bare(f, []byte(bareSheet)), true)
	m := sample(wide(1), 2)
	f.Fuzz(func(t *testing.T, src []byte, whole bool) {
		if !whole {
			src = bare(t, src)
		}
		entries, err := ReadTyped("fuzz.xlsx", src)
		if err != nil {
			return
		}
		// Whatever was read can be written, and what is read again is no more.
		entries = entries[:min(len(entries), 50)]
		book := writeBook(t, m, Options{Carry: entries})
		again, err := ReadTyped("again.xlsx", book)
		if err != nil || len(again) > len(entries) {
			t.Fatalf("%d entries became %d: %v", len(entries), len(again), err)
		}
		if !bytes.Equal(book, writeBook(t, m, Options{Carry: again})) {
			t.Fatal("carried over twice, the workbook differs")
		}
	})
}

func TestChangesAndRoles(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 5)
	one, two := 1, 2
	c := m.Cells.At(0)
	m.Changes = []gradebook.Change{
		{Staff: c.Staff, Competency: c.Competency, Kind: gradebook.NewEvidence, OldLevel: &one,
			OldStatus: competence.NotYet, NewLevel: &two, NewStatus: competence.Current, Why: "=a new attempt"},
		{Staff: c.Staff, Competency: c.Competency, Kind: gradebook.Unexplained, OldLevel: &two, NewLevel: nil,
			Why: "no reason was found"},
		{Staff: "H9999", Kind: gradebook.LeftStaff, Why: "not on the roster"},
	}
	book := xlsxtest.Open(t, writeBook(t, m, Options{Sheets: []string{"roles"}}))
	s := book.Sheet(t, sheetChanges)
	var got []string
	for row := 2; row <= s.LastRow; row++ {
		n := strconv.Itoa(row)
		got = append(got, strings.Join([]string{s.Text("A" + n), s.Text("G" + n), s.Text("H" + n), s.Text("J" + n),
			s.Text("L" + n), s.Text("M" + n)}, "|"))
	}
	want := []string{c.Staff + "|new evidence|knows|knows how|↑ up|=a new attempt",
		c.Staff + "|▲ unexplained|knows how|none|↓ down|No reason was found", "H9999|left||||Not on the roster"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	requires := 0
	for _, r := range m.Standards.Roles {
		requires += max(len(r.Requires), 1)
	}
	if roles := book.Sheet(t, sheetRoles); roles.LastRow != requires+1 {
		t.Errorf("%d rows for %d requirements", roles.LastRow-1, requires)
	}
	if got := fmt.Sprint(sheetNames(xlsxtest.Open(t, writeBook(t, sample(shipped(t), 5),
		Options{Sheets: []string{"changes", "inputs"}})))); !strings.Contains(got, "Changes") ||
		!strings.Contains(got, "Inputs") {
		t.Error(got)
	}
}
