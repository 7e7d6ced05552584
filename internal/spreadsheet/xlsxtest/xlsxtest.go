// Package xlsxtest reads a workbook for tests without the library that wrote it,
// and checks what makes Excel offer a repair.
package xlsxtest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// Book is a workbook as it stands in the file.
type Book struct {
	Sheets []*Sheet
	Parts  map[string]string
	Order  []string // of the parts
}

// Sheet is a worksheet.
type Sheet struct {
	Name        string
	Part        string
	XML         string
	Cells       map[string]Cell // by reference: "B2"
	LastRow     int
	Table       *Table
	PrintTitles string
}

// Cell is a cell: its text, or the number as it is written.
type Cell struct {
	Text   string
	Number string
	Style  int
}

// Table is an Excel Table.
type Table struct {
	ID      int    `xml:"id,attr"`
	Name    string `xml:"name,attr"`
	Display string `xml:"displayName,attr"`
	Ref     string `xml:"ref,attr"`
	Filter  struct {
		Ref string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	Columns []struct {
		ID   int    `xml:"id,attr"`
		Name string `xml:"name,attr"`
	} `xml:"tableColumns>tableColumn"`
}

// Sheet returns a sheet by name.
func (b *Book) Sheet(t testing.TB, name string) *Sheet {
	t.Helper()
	for _, s := range b.Sheets {
		if s.Name == name {
			return s
		}
	}
	var names []string
	for _, s := range b.Sheets {
		names = append(names, s.Name)
	}
	t.Fatalf("no sheet %q among %q", name, names)
	return nil
}

// Text returns the text or number of a cell.
func (s *Sheet) Text(ref string) string {
	c := s.Cells[ref]
	return c.Text + c.Number
}

// Header returns row 1.
func (s *Sheet) Header() []string {
	var out []string
	for i := 0; ; i++ {
		c, ok := s.Cells[Ref(i, 1)]
		if !ok {
			return out
		}
		out = append(out, c.Text)
	}
}

// Column returns the letters of the column with a header.
func (s *Sheet) Column(t testing.TB, header string) string {
	t.Helper()
	i := slices.Index(s.Header(), header)
	if i < 0 {
		t.Fatalf("sheet %q has no column %q but %q", s.Name, header, s.Header())
	}
	return strings.TrimSuffix(Ref(i, 1), "1")
}

// Ref writes a reference; the column counts from 0.
func Ref(column, row int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(row)
}

var escape = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unescape undoes the escapes of ECMA-376 (ST_Xstring).
func unescape(s string) string {
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseUint(e[2:6], 16, 16)
		return string(rune(n))
	})
}

// Open reads a workbook and fails the test wherever it is not sound.
func Open(t testing.TB, src []byte) *Book {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		t.Fatal(err)
	}
	b := &Book{Parts: map[string]string{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if _, dup := b.Parts[f.Name]; dup {
			t.Errorf("the part %s is there twice", f.Name)
		}
		b.Parts[f.Name], b.Order = string(content), append(b.Order, f.Name)
	}
	for name, part := range b.Parts {
		d := xml.NewDecoder(strings.NewReader(part))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s is no XML: %v", name, err)
			}
		}
	}
	b.read(t)
	b.check(t)
	return b
}

type relationships struct {
	Relationship []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
		Mode   string `xml:"TargetMode,attr"`
	}
}

// related returns the targets of a part's relationships by ID.
func (b *Book) related(t testing.TB, part string) map[string]string {
	out := map[string]string{}
	var rels relationships
	src, ok := b.Parts[path.Dir(part)+"/_rels/"+path.Base(part)+".rels"]
	if !ok {
		return out
	}
	decode(t, src, &rels)
	for _, r := range rels.Relationship {
		if r.Mode == "External" {
			out[r.ID] = r.Target
			continue
		}
		target := strings.TrimPrefix(r.Target, "/")
		if !strings.HasPrefix(r.Target, "/") {
			target = path.Join(path.Dir(part), r.Target)
		}
		if _, ok := b.Parts[target]; !ok {
			t.Errorf("%s refers to %s, which is missing", part, target)
		}
		if _, dup := out[r.ID]; dup {
			t.Errorf("%s has two relationships %s", part, r.ID)
		}
		out[r.ID] = target
	}
	return out
}

func decode(t testing.TB, src string, v any) {
	t.Helper()
	if err := xml.Unmarshal([]byte(src), v); err != nil {
		t.Fatal(err)
	}
}

func (b *Book) read(t testing.TB) {
	t.Helper()
	var wb struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
		Names []struct {
			Name  string `xml:"name,attr"`
			Local *int   `xml:"localSheetId,attr"`
			Text  string `xml:",chardata"`
		} `xml:"definedNames>definedName"`
	}
	decode(t, b.Parts["xl/workbook.xml"], &wb)
	rels := b.related(t, "xl/workbook.xml")
	for i, s := range wb.Sheets {
		sheet := &Sheet{Name: s.Name, Part: rels[s.ID], Cells: map[string]Cell{}}
		sheet.XML = b.Parts[sheet.Part]
		for _, n := range wb.Names {
			if n.Local != nil && *n.Local == i && n.Name == "_xlnm.Print_Titles" {
				sheet.PrintTitles = n.Text
			}
		}
		sheet.read(t)
		for _, target := range b.related(t, sheet.Part) {
			if strings.Contains(target, "xl/tables/") {
				if sheet.Table != nil {
					t.Errorf("sheet %q has two tables", sheet.Name)
				}
				sheet.Table = &Table{}
				decode(t, b.Parts[target], sheet.Table)
			}
		}
		b.Sheets = append(b.Sheets, sheet)
	}
}

func (s *Sheet) read(t testing.TB) {
	t.Helper()
	var ws struct {
		Rows []struct {
			R     int `xml:"r,attr"`
			Cells []struct {
				Ref    string  `xml:"r,attr"`
				Style  int     `xml:"s,attr"`
				Type   string  `xml:"t,attr"`
				Value  string  `xml:"v"`
				F      *string `xml:"f"`
				Inline struct {
					Text string `xml:"t"`
				} `xml:"is"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	decode(t, s.XML, &ws)
	last := 0
	for _, r := range ws.Rows {
		if r.R <= last {
			t.Errorf("sheet %q: row %d after row %d", s.Name, r.R, last)
		}
		last = r.R
		for _, c := range r.Cells {
			if c.F != nil {
				t.Errorf("sheet %q: a formula in %s", s.Name, c.Ref)
			}
			cell := Cell{Style: c.Style}
			switch c.Type {
			case "inlineStr":
				cell.Text = unescape(c.Inline.Text)
			case "", "n":
				cell.Number = c.Value
				if _, err := strconv.ParseFloat(c.Value, 64); c.Value != "" && err != nil {
					t.Errorf("sheet %q: %s is no number: %q", s.Name, c.Ref, c.Value)
				}
			default:
				t.Errorf("sheet %q: %s is of type %q", s.Name, c.Ref, c.Type)
			}
			if n := len(utf16.Encode([]rune(cell.Text))); n > 32767 {
				t.Errorf("sheet %q: %s holds %d characters", s.Name, c.Ref, n)
			}
			s.Cells[c.Ref] = cell
		}
	}
	s.LastRow = last
}

// leads finds the cell that an internal link leads to: Excel opens a workbook with
// a link to nowhere, and tells whoever clicks on it that the reference is not valid.
func (b *Book) leads(link string, fault func(string, ...any)) {
	m := regexp.MustCompile(` location="([^"]*)"`).FindStringSubmatch(link)
	if m == nil {
		return
	}
	location := html.UnescapeString(m[1])
	at := strings.LastIndex(location, "!")
	name := strings.ReplaceAll(strings.Trim(location[:max(at, 0)], "'"), "''", "'")
	i := slices.IndexFunc(b.Sheets, func(s *Sheet) bool { return s.Name == name })
	if i < 0 {
		fault("a link to no sheet: %s", location)
		return
	}
	if _, ok := b.Sheets[i].Cells[location[at+1:]]; !ok {
		fault("a link to a cell that holds nothing: %s", location)
	}
}

// check holds the workbook against the rules that Excel repairs by.
func (b *Book) check(t testing.TB) {
	t.Helper()
	if b.Order[0] != "[Content_Types].xml" {
		t.Errorf("the first part is %s", b.Order[0])
	}
	for name := range b.Parts {
		if !strings.HasSuffix(name, ".rels") && name != "[Content_Types].xml" &&
			!strings.Contains(b.Parts["[Content_Types].xml"], `"/`+name+`"`) {
			t.Errorf("%s has no content type", name)
		}
	}
	var styles struct {
		Xfs struct {
			Xf []struct{} `xml:"xf"`
		} `xml:"cellXfs"`
		Dxfs struct {
			Dxf []struct{} `xml:"dxf"`
		} `xml:"dxfs"`
	}
	decode(t, b.Parts["xl/styles.xml"], &styles)
	dxf := regexp.MustCompile(` dxfId="(\d+)"`)
	names, tables, ids := map[string]bool{}, map[string]bool{}, map[int]bool{}
	for _, s := range b.Sheets {
		fault := func(format string, args ...any) {
			t.Helper()
			t.Errorf("sheet %q: %s", s.Name, fmt.Sprintf(format, args...))
		}
		n := len(utf16.Encode([]rune(s.Name)))
		if n == 0 || n > 31 || strings.ContainsAny(s.Name, `:\/?*[]`) ||
			strings.EqualFold(s.Name, "history") || strings.Trim(s.Name, "'") != s.Name {
			fault("its name")
		}
		if names[strings.ToLower(s.Name)] {
			fault("two sheets of this name")
		}
		names[strings.ToLower(s.Name)] = true
		for ref, c := range s.Cells {
			if c.Style >= len(styles.Xfs.Xf) {
				fault("%s has the style %d of %d", ref, c.Style, len(styles.Xfs.Xf))
			}
		}
		for _, m := range dxf.FindAllStringSubmatch(s.XML, -1) {
			if n, _ := strconv.Atoi(m[1]); n >= len(styles.Dxfs.Dxf) {
				fault("the conditional style %d of %d", n, len(styles.Dxfs.Dxf))
			}
		}
		if strings.Contains(s.XML, "<mergeCell") {
			fault("merged cells")
		}
		if strings.Contains(s.XML, "<dimension") && !strings.Contains(s.XML, strconv.Itoa(s.LastRow)) {
			fault("a dimension that is not its own")
		}
		links := regexp.MustCompile(`<hyperlink [^>]*>`).FindAllString(s.XML, -1)
		if len(links) > 65530 {
			fault("%d links", len(links))
		}
		linked := map[string]bool{}
		for _, l := range links {
			ref := regexp.MustCompile(` ref="([^"]*)"`).FindStringSubmatch(l)
			if ref == nil || linked[ref[1]] {
				fault("a cell with two links, or a link without a cell: %s", l)
				continue
			}
			linked[ref[1]] = true
			b.leads(l, fault)
		}
		rels := b.related(t, s.Part)
		for _, m := range regexp.MustCompile(` r:id="(rId\d+)"`).FindAllStringSubmatch(s.XML, -1) {
			if rels[m[1]] == "" {
				fault("no relationship %s", m[1])
			}
		}
		order := []string{"<sheetPr", "<sheetViews", "<sheetFormatPr", "<cols", "<sheetData", "<sheetProtection",
			"<conditionalFormatting", "<dataValidations", "<hyperlinks", "<pageMargins", "<pageSetup", "<headerFooter",
			"<ignoredErrors", "<drawing", "<tableParts"}
		at := 0
		for _, e := range order {
			if i := strings.Index(s.XML, e); i >= 0 {
				if i < at {
					fault("%s> stands too early", e)
				}
				at = i
			}
		}
		tb := s.Table
		if tb == nil {
			continue
		}
		header := s.Header()
		if want := fmt.Sprintf("A1:%s", Ref(len(header)-1, s.LastRow)); tb.Ref != want || tb.Filter.Ref != want {
			fault("the table covers %s, its filter %s, the cells %s", tb.Ref, tb.Filter.Ref, want)
		}
		if s.LastRow < 2 {
			fault("a table without a row")
		}
		if tables[strings.ToLower(tb.Name)] || ids[tb.ID] || tb.Name != tb.Display ||
			regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`).FindString(tb.Name) == "" {
			fault("table %d %q", tb.ID, tb.Name)
		}
		tables[strings.ToLower(tb.Name)], ids[tb.ID] = true, true
		seen := map[string]bool{}
		for i, c := range tb.Columns {
			if i >= len(header) || c.Name != header[i] || c.ID != i+1 {
				fault("column %d of the table is %q, not the header", i+1, c.Name)
			}
			if seen[strings.ToLower(c.Name)] {
				fault("two columns %q", c.Name)
			}
			seen[strings.ToLower(c.Name)] = true
		}
		if len(tb.Columns) != len(header) {
			fault("%d columns in the table, %d headers", len(tb.Columns), len(header))
		}
	}
}
