package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/project"
)

// BenchmarkGrade grades five thousand records to the matrix, and to the end with
// workbook and matrix.json. Ratios are of wall time on the same input in the same run:
// to the floor, which counts the lines, and to a peer that only decodes every record
// with encoding/json, on as many cores, and checks nothing.
func BenchmarkGrade(b *testing.B) {
	b.Chdir("../..")
	dir := b.TempDir()
	file, roster, kit := filepath.Join(dir, "c.ndjson"), filepath.Join(dir, "roster.csv"), filepath.Join(dir, "kit.zip")
	if err := run(200, 25, file, roster, kit); err != nil {
		b.Fatal(err)
	}
	p := openKit(b, kit)
	people, err := os.ReadFile(roster)
	if err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	limited, faults := project.Open(".")
	if err := faults.Err(); err != nil {
		b.Fatal(err)
	}
	defer limited.Close()
	grade := func(p *project.Project) *gradebook.Matrix {
		m, faults := grading.Grade(b.Context(),
			grading.Options{Projects: []*project.Project{p}, Results: []string{file},
				Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: people}},
				AsOf:   "2026-11-30", Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)})
		if err := faults.Err(); err != nil {
			b.Fatal(err)
		}
		if m.Counts.Records.Accepted != 5000 {
			b.Fatalf("%+v", m.Counts)
		}
		return m
	}
	for _, c := range []struct {
		name string
		run  func() error
	}{
		{"matrix", func() error { grade(p); return nil }},
		{"limits", func() error { // most attempts come too often
			if m := grade(limited); len(m.Cases) < 3000 {
				return fmt.Errorf("%d attempts are set aside", len(m.Cases))
			}
			return nil
		}},
		{"workbook", func() error {
			m := grade(p)
			if err := workbook.Write(io.Discard, m, workbook.Options{}); err != nil {
				return err
			}
			return m.Encode(io.Discard)
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(info.Size())
			b.ReportAllocs()
			var floor, peer time.Duration
			for b.Loop() {
				if err := c.run(); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				floor += timed(b, file, func(src []byte) error { bytes.Count(src, []byte("\n")); return nil })
				peer += timed(b, file, decodeAll)
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed())/float64(floor), "ratio-to-floor")
			b.ReportMetric(float64(b.Elapsed())/float64(peer), "ratio-to-decoding")
		})
	}
}

func timed(b *testing.B, file string, do func([]byte) error) time.Duration {
	start := time.Now()
	src, err := os.ReadFile(file)
	if err == nil {
		err = do(src)
	}
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func decodeAll(src []byte) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for line := range bytes.Lines(src) {
		group.Go(func() error {
			var f struct {
				Format, Site, Player string
				Records              []struct{ Kind, ID, Bytes string }
			}
			if err := json.Unmarshal(line, &f); err != nil {
				return err
			}
			record, err := base64.StdEncoding.DecodeString(f.Records[0].Bytes)
			if err != nil {
				return err
			}
			var a struct {
				Format, ID, Site, Bank, Bank_rev, Staff, Name, Lang, Started, Submitted, Head string
				Ordinal                                                                       int
				Responses                                                                     []struct {
					Question, Rev string
					Shown         []string
					Response      struct {
						Choice  string
						Choices []string
					}
				}
				Log []string
			}
			return json.Unmarshal(record, &a)
		})
	}
	return group.Wait()
}
