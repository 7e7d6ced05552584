package spreadsheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/sourcetext"
)

// Table is a table that was read: the header and the rows below it.
type Table struct {
	Name   string // of the file, as given
	Sheet  string // of the worksheet; "" for CSV
	Header []string
	Rows   []Row
}

// Row is a row that holds something. Blank rows are left out.
type Row struct {
	Number int      // as a spreadsheet program shows it, from 1
	Cells  []string // at least as many as the header; without space around them
}

// What is read at most. A roster of a large hospital stays a hundred times below.
const (
	maxSource  = 64 << 20
	maxUnzip   = 512 << 20
	maxRows    = 300_000
	maxColumns = 1_000
	maxCells   = 10_000_000
)

// ReadTable reads a CSV file or the first sheet with content of an XLSX file; the
// content decides, not the name. Dates are returned as 2006-01-02, with a time as
// 2006-01-02 15:04; numbers as they are, except that an ID which a number format pads
// with zeros keeps them; formulas as the values that were saved with them. An error is
// a diag.Fault, for the person who keeps the file.
func ReadTable(name string, src []byte) (Table, error) {
	if len(src) > maxSource {
		return Table{Name: name}, tooLarge.With(len(src)>>20, maxSource>>20).In(name)
	}
	if what, other := noTable(src); other {
		return Table{Name: name}, what.In(name)
	}
	if bytes.HasPrefix(src, []byte("PK")) {
		return readXLSX(name, src)
	}
	return readCSV(name, src)
}

// noTable reports whether a file is something other than a table, and what it is.
func noTable(src []byte) (what diag.Message, other bool) {
	switch {
	case len(bytes.TrimSpace(src)) == 0:
		return emptyFile.With(), true
	case bytes.HasPrefix(src, []byte("\xd0\xcf\x11\xe0")):
		if bytes.Contains(src, utf16Bytes("EncryptedPackage")) {
			return protected.With(), true
		}
		return oldExcel.With(), true
	case bytes.HasPrefix(src, []byte("PK")):
		if kind := otherZip(src); kind != nil {
			return otherFormat.With(kind.With()), true
		}
	case bytes.HasPrefix(src, []byte("%PDF")):
		return pdf.With(), true
	case looksLikeHTML(src):
		return webPage.With(), true
	}
	return diag.Message{}, false
}

func utf16Bytes(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// otherZip returns what a zip file is where it is not an XLSX workbook; nil where it is
// one, or cannot be opened.
func otherZip(src []byte) *diag.Kind {
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil // reported where it is read
	}
	what := &plainZip
	for _, f := range z.File {
		switch name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/")); {
		case name == "xl/workbook.xml":
			return nil
		case name == "xl/workbook.bin":
			return &binaryWorkbook
		case strings.HasPrefix(name, "word/"):
			return &wordDocument
		case name == "content.xml":
			what = &openDocument
		case strings.HasPrefix(name, "index/") && strings.HasSuffix(name, ".iwa"):
			what = &numbers
		}
	}
	return what
}

func looksLikeHTML(src []byte) bool {
	head := strings.ToLower(string(bytes.TrimSpace(sourcetext.Open(src[:min(len(src), 512)]))))
	begins := func(tag string) bool { return strings.HasPrefix(head, tag) }
	return slices.ContainsFunc([]string{"<!doctype", "<html", "<table", "<?xml"}, begins)
}

// readCSV reads comma, semicolon or tab separated text. Excel writes semicolons
// wherever the comma is the decimal mark, and Windows-1252 unless it is asked for
// UTF-8.
func readCSV(name string, src []byte) (Table, error) {
	text := string(sourcetext.OpenOld(src))
	if strings.ContainsRune(text, 0) {
		return Table{Name: name}, notText.With().In(name)
	}
	first := 1
	comma := rune(0)
	line, rest, ok := strings.Cut(text, "\n")
	if ok && strings.HasPrefix(strings.ToLower(line), "sep=") && len(strings.TrimSpace(line)) == 5 {
		comma, text, first = rune(line[4]), rest, 2 // Excel's own way to name the separator
	}
	if comma == 0 || comma == '"' || comma == '\r' {
		comma = sniffSeparator(text)
	}
	g := grid{name: name}
	row := first
	for line := first; text != ""; row++ {
		record, rest, lines, closed := csvRecord(text, comma)
		if !closed {
			return Table{Name: name}, openQuote.With(line).In(name)
		}
		if err := g.add(row, record); err != nil {
			return Table{Name: name}, err
		}
		text, line = rest, line+lines
	}
	return g.table("")
}

// csvRecord cuts off the first record as Excel does: a quotation mark counts where
// a field begins, and what stands between the closing one and the separator belongs
// to the field. encoding/csv either refuses the whole file there or, when lenient,
// takes everything up to the next quotation mark, rows of people included.
func csvRecord(text string, comma rune) (record []string, rest string, lines int, closed bool) {
	var field strings.Builder
	for {
		if bare := strings.TrimLeft(text, " "); comma != ' ' && strings.HasPrefix(bare, `"`) {
			text = bare
		}
		if strings.HasPrefix(text, `"`) {
			text = text[1:]
			for {
				i := strings.IndexByte(text, '"')
				if i < 0 {
					return nil, "", lines, false
				}
				field.WriteString(text[:i])
				lines += strings.Count(text[:i], "\n")
				text = text[i+1:]
				if !strings.HasPrefix(text, `"`) {
					break
				}
				field.WriteByte('"')
				text = text[1:]
			}
		}
		end := strings.IndexFunc(text, func(r rune) bool { return r == comma || r == '\n' || r == '\r' })
		if end < 0 {
			field.WriteString(text)
			return append(record, field.String()), "", lines + 1, true
		}
		field.WriteString(text[:end])
		record = append(record, field.String())
		field.Reset()
		if text[end] == '\r' || text[end] == '\n' {
			if strings.HasPrefix(text[end:], "\r\n") {
				end++
			}
			return record, text[end+1:], lines + 1, true
		}
		text = text[end+utf8.RuneLen(comma):]
	}
}

// sniffSeparator picks the separator that cuts the first lines most evenly: the
// one whose commonest count per line, times the lines that have it, is highest.
func sniffSeparator(text string) rune {
	const separators = ",;\t"
	var counts [len(separators)]map[int]int
	for i := range counts {
		counts[i] = map[int]int{}
	}
	var line [len(separators)]int
	quoted, lines := false, 0
	end := func() {
		for i, n := range line {
			if n > 0 {
				counts[i][n]++
			}
			line[i] = 0
		}
		lines++
	}
	for _, r := range text[:min(len(text), 64<<10)] {
		if lines == 30 {
			break
		}
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			end()
		default:
			if i := strings.IndexRune(separators, r); i >= 0 {
				line[i]++
			}
		}
	}
	end()
	best, score := ',', 0
	for i, r := range separators {
		for n, times := range counts[i] {
			// Times twice: a separator in every line beats one that is frequent in a few.
			if s := times * times * (n + 1); s > score {
				best, score = r, s
			}
		}
	}
	return best
}

// grid collects rows until the header is known.
type grid struct {
	name  string
	cells int
	rows  []Row
}

func (g *grid) add(number int, cells []string) error {
	last := 0
	out := make([]string, len(cells))
	for i, c := range cells {
		if out[i] = strings.Trim(c, " \t\r\n\u00a0\ufeff"); out[i] != "" {
			last = i + 1
		}
	}
	if last == 0 {
		return nil
	}
	g.cells += last
	switch {
	case last > maxColumns:
		return tooWide.With(number, last, maxColumns).In(g.name)
	case len(g.rows) > maxRows || g.cells > maxCells:
		return tooLong.With(maxRows, maxCells).In(g.name)
	}
	g.rows = append(g.rows, Row{number, out[:last:last]})
	return nil
}

// table finds the header and pads the rows.
func (g *grid) table(sheet string) (Table, error) {
	t := Table{Name: g.name, Sheet: sheet}
	if len(g.rows) == 0 {
		return t, nothingInIt.With().In(g.name)
	}
	h := g.header()
	t.Header, t.Rows = g.rows[h].Cells, g.rows[h+1:]
	t.pad()
	return t, nil
}

// pad gives every row as many cells as the header has.
func (t *Table) pad() {
	for i := range t.Rows {
		for len(t.Rows[i].Cells) < len(t.Header) {
			t.Rows[i].Cells = append(t.Rows[i].Cells, "")
		}
	}
}

// header returns the index of the header: the first row, unless up to five rows of
// a title and a date stand above a table of several columns, as exports of staff
// systems have them.
func (g *grid) header() int {
	filled := func(r Row) int {
		n := 0
		for _, c := range r.Cells {
			if c != "" {
				n++
			}
		}
		return n
	}
	for i, r := range g.rows[:min(len(g.rows), 6)] {
		n := filled(r)
		if n < 2 {
			continue
		}
		below := g.rows[i+1:]
		wide := 0
		for _, b := range below {
			if filled(b) >= 2 {
				wide++
			}
		}
		if i == 0 || n >= 3 && 2*wide >= len(below) || n == 2 && wide == len(below) && wide > 0 {
			return i
		}
	}
	return 0
}
