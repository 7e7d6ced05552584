package spreadsheet

import (
	"fmt"
	"io"
	"iter"
	"sort"
	"time"

	"github.com/xuri/excelize/v2"
)

// MaxRows is how many rows a table has on one sheet; the next ones stand on a
// sheet of their own.
const MaxRows = excelize.TotalRows - 1

// Write writes a workbook.
func Write(w io.Writer, b Workbook) error { return write(w, b, MaxRows) }

func write(out io.Writer, b Workbook, limit int) (err error) {
	f := excelize.NewFile()
	defer func() {
		// Streamed sheets leave temporary files behind otherwise.
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	w := &writer{
		f: f, limit: limit, title: b.Properties.Title,
		styles: map[style]int{}, tones: map[Tone]int{}, taken: names{}, sheets: map[string]string{},
	}
	// Names first: a page at the front links to sheets that are not written yet.
	for _, s := range b.Sheets {
		w.sheets[s.Name] = w.taken.take(sheetName(s.Name), excelize.MaxSheetNameLength)
	}
	if err := w.properties(b.Properties); err != nil {
		return err
	}
	for i := range b.Sheets {
		if err := w.sheet(&b.Sheets[i]); err != nil {
			return fmt.Errorf("sheet %q: %w", b.Sheets[i].Name, err)
		}
	}
	// No call that concerns the sheets belongs here: the library would read every
	// streamed sheet back into memory. A chart makes the library declare types of pictures, in the order of a map.
	types := f.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	zip := &orderedZip{w: out}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip })
	// What the library writes itself goes past: the zip has written to out.
	return f.Write(io.Discard)
}

type writer struct {
	f      *excelize.File
	limit  int
	title  string
	styles map[style]int
	tones  map[Tone]int
	taken  names             // names of sheets
	sheets map[string]string // names as given, to names as written
	count  int               // sheets begun
	tables names
}

func (w *writer) properties(p Properties) error {
	date := p.Date.UTC().Format(time.RFC3339)
	if p.Date.IsZero() {
		date = "1980-01-01T00:00:00Z"
	}
	err := w.f.SetDocProps(&excelize.DocProperties{
		Title: clean(p.Title), Subject: clean(p.Subject),
		Creator: clean(p.Organisation), LastModifiedBy: clean(p.Organisation),
		Description: clean(p.Description), Created: date, Modified: date, Language: p.Language,
	})
	if err != nil {
		return err
	}
	return w.f.SetAppProps(&excelize.AppProperties{Application: clean(p.Application), Company: clean(p.Organisation)})
}

// sheet writes a sheet and those on which it continues.
func (w *writer) sheet(s *Sheet) error {
	rows := s.Rows
	if rows == nil {
		rows = func(func([]Cell) bool) {}
	}
	next, stop := iter.Pull(rows)
	defer stop()
	name := w.sheets[s.Name]
	row, more := next()
	for {
		p, err := w.begin(s, name)
		if err != nil {
			return err
		}
		for n := 0; more && n < w.limit; n++ {
			if err := p.row(row); err != nil {
				return err
			}
			row, more = next()
		}
		if err := p.end(); err != nil {
			return err
		}
		if !more {
			return nil
		}
		name = w.taken.take(sheetName(s.Name), excelize.MaxSheetNameLength)
	}
}
