package spreadsheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

var errNoContent = errors.New("nothing in the sheet")

func readXLSX(name string, src []byte) (t Table, err error) {
	err = openXLSX(name, src, func(f *excelize.File, sheets []string) error {
		for _, sheet := range sheets {
			t, err = readSheet(f, name, sheet)
			if !errors.Is(err, errNoContent) {
				return err
			}
		}
		t, err = (&grid{name: name}).table("")
		return err
	})
	if err != nil {
		t = Table{Name: name, Sheet: t.Sheet}
	}
	return t, err
}

// openXLSX opens a workbook and hands it on with the names of its sheets.
func openXLSX(name string, src []byte, read func(f *excelize.File, sheets []string) error) (err error) {
	// The library has met files that it indexes out of range; a broken file is one
	// person's trouble and must not end a batch.
	defer func() {
		if r := recover(); r != nil {
			err = damaged.With().In(name)
		}
	}()
	if err := checkZip(name, src); err != nil {
		return err
	}
	f, err := excelize.OpenReader(bytes.NewReader(src), excelize.Options{
		UnzipSizeLimit:    maxUnzip,
		UnzipXMLSizeLimit: maxUnzip, // in memory: no temporary copy of a roster is left behind
		ShortDatePattern:  "yyyy-mm-dd",
	})
	if f != nil {
		defer f.Close()
	}
	if err != nil {
		return asFault(name, err)
	}
	plainFormats(f)
	// Hidden sheets hold drop-down lists and last year's table: they come last.
	var visible, hidden []string
	for _, sheet := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(sheet); err == nil && shown {
			visible = append(visible, sheet)
		} else {
			hidden = append(hidden, sheet)
		}
	}
	return read(f, slices.Concat(visible, hidden))
}

// ReadTables reads the tables of an XLSX workbook that have a wanted header in one
// of the first rows of their sheet, whatever the sheets are called now. A formula
// comes as the value that was saved with it, and without one as its text; nothing
// is calculated.
func ReadTables(name string, src []byte, wanted func(header []string) bool) ([]Table, error) {
	if !bytes.HasPrefix(src, []byte("PK")) || len(src) > maxSource || otherZip(src) != nil {
		_, err := ReadTable(name, src)
		if err == nil {
			err = notWorkbook.With().In(name)
		}
		return nil, err
	}
	var tables []Table
	err := openXLSX(name, src, func(f *excelize.File, sheets []string) error {
		cells := 0
		for _, sheet := range sheets {
			t, err := readWanted(f, name, sheet, wanted, &cells)
			if errors.Is(err, errNoContent) {
				continue
			}
			if err != nil {
				return err
			}
			tables = append(tables, t)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(tables) == 0 {
		return nil, noSuchColumns.With().In(name)
	}
	fillFormulas(src, tables)
	return tables, nil
}

// titleRows is how many rows may stand above a header: a title, and the like.
const titleRows = 6

// readWanted reads a sheet with a wanted header; cells counts over all of them.
func readWanted(f *excelize.File, name, sheet string, wanted func([]string) bool, cells *int) (Table, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return Table{}, errNoContent // a chart sheet
	}
	defer rows.Close()
	g := grid{name: name, cells: *cells}
	t := Table{Name: name, Sheet: sheet}
	for number := 1; rows.Next(); number++ {
		if t.Header == nil && number > titleRows {
			return t, errNoContent
		}
		line, err := rows.Columns()
		if err != nil {
			return t, rowFault(name, sheet, number, err)
		}
		for i, c := range line {
			if midnight.MatchString(c) {
				line[i] = c[:len("2006-01-02")]
			}
		}
		switch {
		case t.Header != nil:
			if err := g.add(number, line); err != nil {
				return t, err
			}
		case len(line) <= maxColumns && wanted(line):
			t.Header = line
		}
	}
	if err := rows.Error(); err != nil {
		return t, asFault(name, err)
	}
	if t.Header == nil {
		return t, errNoContent
	}
	*cells = g.cells
	t.Rows = g.rows
	t.pad()
	return t, nil
}

// fillFormulas puts the text of a formula where the program that wrote it saved no
// value: the library returns such a cell as blank, and what was typed would be lost.
func fillFormulas(src []byte, tables []Table) {
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return // it was read a moment ago
	}
	part := func(name string, v any) bool {
		r, err := z.Open(name)
		if err != nil {
			return false
		}
		defer r.Close()
		return xml.NewDecoder(io.LimitReader(r, maxUnzip)).Decode(v) == nil
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if !part("xl/workbook.xml", &book) || !part("xl/_rels/workbook.xml.rels", &rels) {
		return
	}
	target := map[string]string{}
	for _, r := range rels.Relationship {
		target[r.ID] = path.Join("xl", r.Target)
		if whole, ok := strings.CutPrefix(r.Target, "/"); ok {
			target[r.ID] = path.Clean(whole)
		}
	}
	for i := range tables {
		for _, s := range book.Sheets {
			if s.Name != tables[i].Sheet || !holdsFormula(z, target[s.ID]) {
				continue
			}
			if r, err := z.Open(target[s.ID]); err == nil {
				tables[i].fillFormulas(io.LimitReader(r, maxUnzip))
				_ = r.Close()
			}
		}
	}
}

// holdsFormula looks for a formula as fast as the part can be read: hardly any
// workbook has one, and taking a long sheet apart takes seconds.
func holdsFormula(z *zip.Reader, part string) bool {
	r, err := z.Open(part)
	if err != nil {
		return false
	}
	defer r.Close()
	in := bufio.NewReaderSize(io.LimitReader(r, maxUnzip), 64<<10)
	for {
		_, err := in.ReadSlice('<')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return false
		}
		if tag, _ := in.Peek(2); len(tag) == 2 && tag[0] == 'f' && (tag[1] == '>' || tag[1] == ' ') {
			return true
		}
	}
}

// fillFormulas reads the cells of a sheet's part. It stops where the part does not
// read: the values are there already.
func (t *Table) fillFormulas(part io.Reader) {
	at := map[int]int{}
	for i, r := range t.Rows {
		at[r.Number] = i
	}
	d := xml.NewDecoder(part)
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "c" {
			continue
		}
		var c struct {
			Ref     string `xml:"r,attr"`
			Formula string `xml:"f"`
		}
		if d.DecodeElement(&c, &start) != nil {
			return
		}
		column, number, err := excelize.CellNameToCoordinates(c.Ref)
		i, ok := at[number]
		if c.Formula == "" || err != nil || !ok || column > len(t.Header) {
			continue
		}
		if cell := &t.Rows[i].Cells[column-1]; *cell == "" {
			*cell = "=" + c.Formula
		}
	}
}

// checkZip holds the sizes that the zip declares against what deflate can do, so
// that nothing is reserved for a file that lies about them.
func checkZip(name string, src []byte) error {
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return cutShort.With().In(name)
	}
	total := uint64(0)
	for _, f := range z.File {
		// Deflate compresses by 1,032 at most.
		if f.UncompressedSize64 > f.CompressedSize64*1040+1024 || f.CompressedSize64 > uint64(len(src)) {
			return damaged.With().In(name)
		}
		if total += f.UncompressedSize64; total > maxUnzip {
			return tooLargeUnpacked.With(maxUnzip >> 20).In(name)
		}
	}
	return nil
}

func readSheet(f *excelize.File, name, sheet string) (Table, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return Table{}, errNoContent // a chart sheet
	}
	defer rows.Close()
	g := grid{name: name}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return Table{Name: name, Sheet: sheet}, rowFault(name, sheet, number, err)
		}
		for i, c := range cells {
			if midnight.MatchString(c) {
				cells[i] = c[:len("2006-01-02")] // a date that was formatted with a time
			}
		}
		if err := g.add(number, cells); err != nil {
			return Table{Name: name, Sheet: sheet}, err
		}
	}
	if err := rows.Error(); err != nil {
		return Table{Name: name, Sheet: sheet}, asFault(name, err)
	}
	if len(g.rows) == 0 {
		return Table{}, errNoContent
	}
	return g.table(sheet)
}

// Built-in formats that stand for a notation each; 14 and 22 follow the pattern
// for short dates that the reader was opened with.
const (
	plainFormat    = 0
	keepFormat     = -1
	formatPercent  = 10
	formatDate     = 14
	formatTime     = 21
	formatDateTime = 22
)

// plainFormats rewrites the number formats of an opened workbook, so that its
// cells come in one notation whatever the office and its language: every date
// format becomes the ISO one, and a format that rounds or adds a currency goes.
// A format that pads with zeros stays, because what looks like 00123 is an ID.
func plainFormats(f *excelize.File) {
	if f.Styles == nil || f.Styles.CellXfs == nil {
		return
	}
	codes := map[int]string{}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			codes[n.NumFmtID] = n.FormatCode
			if n.FormatCode16 != "" {
				codes[n.NumFmtID] = n.FormatCode16
			}
		}
	}
	for i := range f.Styles.CellXfs.Xf {
		xf := &f.Styles.CellXfs.Xf[i]
		if xf.NumFmtID == nil {
			continue
		}
		code, custom := codes[*xf.NumFmtID]
		if !custom {
			code = builtIn(*xf.NumFmtID)
		}
		if id := kindOfFormat(code); id != keepFormat {
			xf.NumFmtID = &id
		}
	}
	if f.Styles.NumFmts == nil {
		return
	}
	for _, n := range f.Styles.NumFmts.NumFmt {
		switch n.NumFmtID {
		case plainFormat, formatPercent, formatDate, formatTime, formatDateTime:
			n.NumFmtID = -1 // some programs define the built-in numbers again
		}
	}
}

var (
	midnight   = regexp.MustCompile(`^\d{4}-\d\d-\d\d 00:00$`)
	literals   = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	zeroPadded = regexp.MustCompile(`^[-/. ]*0[-/ 0]*0[-/. ]*$`)
)

// kindOfFormat classifies a format code by its first section.
func kindOfFormat(code string) int {
	if strings.EqualFold(code, "general") || code == "" || code == "@" {
		return plainFormat
	}
	elapsed := strings.Contains(code, "[h") || strings.Contains(code, "[m") || strings.Contains(code, "[s")
	bare, _, _ := strings.Cut(literals.ReplaceAllString(code, ""), ";")
	if zeroPadded.MatchString(bare) {
		return keepFormat
	}
	bare = strings.ToLower(bare)
	if strings.Contains(bare, "%") {
		return formatPercent
	}
	if strings.ContainsAny(bare, "0#?") && !strings.ContainsAny(bare, "yd") && !strings.Contains(bare, "s.0") {
		return plainFormat
	}
	date := strings.ContainsAny(bare, "ydeg") || strings.Contains(bare, "mmm")
	time := strings.ContainsAny(bare, "hs") || elapsed
	switch {
	case date && time:
		return formatDateTime
	case date || strings.Contains(bare, "m") && !time:
		return formatDate
	case time:
		return formatTime
	}
	return plainFormat
}

// builtIn returns a code of the kind of a built-in format, ECMA-376 part 1, 18.8.30.
func builtIn(id int) string {
	switch {
	case id == 9 || id == 10:
		return "0%"
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 57 && id <= 58:
		return "yyyy-mm-dd"
	case id == 22:
		return "yyyy-mm-dd hh:mm"
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id >= 55 && id <= 56:
		return "hh:mm"
	}
	return ""
}
