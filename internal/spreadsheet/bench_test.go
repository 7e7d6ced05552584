package spreadsheet_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// BenchmarkWrite prints the time of a matrix of 10,000 staff and of 100,000 rows of
// evidence, the peak of the heap, and the ratio to a floor: the same texts through
// the library's own stream, without styles, tables, marks or a fixed order.
func BenchmarkWrite(b *testing.B) {
	texts := []string{"shows how ✓", "▲ knows how, needs shows how", "– not required", "⌛ 12 days · does",
		"knows ✓ · observation missing"}
	for _, c := range []struct {
		name          string
		rows, columns int
	}{{"matrix=10000x60", 10_000, 60}, {"evidence=100000x33", 100_000, 33}} {
		b.Run(c.name, func(b *testing.B) {
			sheet := spreadsheet.Sheet{Name: "Data", Identity: 2,
				Marks: []spreadsheet.Mark{{To: c.columns - 1, Symbol: "▲", Tone: spreadsheet.Gap},
					{To: c.columns - 1, Symbol: "✓", Anywhere: true}}}
			for i := range c.columns {
				sheet.Columns = append(sheet.Columns,
					spreadsheet.Column{Header: fmt.Sprint("Column ", i), Width: 16, Wrap: i%3 == 0})
			}
			sheet.Rows = func(yield func([]spreadsheet.Cell) bool) {
				row := make([]spreadsheet.Cell, c.columns)
				for r := range c.rows {
					for i := range row {
						row[i] = spreadsheet.Text(texts[(r+i)%len(texts)])
					}
					if !yield(row) {
						return
					}
				}
			}
			peak, ours := uint64(0), time.Duration(0)
			for b.Loop() {
				done := heapPeak()
				start := time.Now()
				if err := spreadsheet.Write(io.Discard,
					spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{sheet}}); err != nil {
					b.Fatal(err)
				}
				ours += time.Since(start)
				peak = max(peak, done())
			}
			start := time.Now()
			bare(b, c.rows, c.columns, texts)
			floor := time.Since(start)
			b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
			b.ReportMetric((ours/time.Duration(b.N)).Seconds()/floor.Seconds(), "ratio-to-floor")
			b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "ms/write")
		})
	}
}

func bare(b *testing.B, rows, columns int, texts []string) {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	row := make([]any, columns)
	for r := range rows {
		for i := range row {
			row[i] = texts[(r+i)%len(texts)]
		}
		if err := w.SetRow(fmt.Sprint("A", r+1), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Write(io.Discard); err != nil {
		b.Fatal(err)
	}
}

// heapPeak samples the heap beyond what was there, until its result is called.
func heapPeak() func() uint64 {
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
