package generator

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Benchmarks compare with work of the same kind, run by run and in turns, because
// machines differ and change their mind. COURSEMARK_BENCH_DIR may point to a disk
// in memory.

func benchDir(b *testing.B) string {
	dir, err := os.MkdirTemp(os.Getenv("COURSEMARK_BENCH_DIR"), "generator")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// plainly writes a site as the simplest program would: the floor.
func plainly(b *testing.B, dir string, site map[string]string) time.Duration {
	start := time.Now()
	for name, content := range site {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

func sizes(b *testing.B, run func(b *testing.B, lessons int)) {
	for _, lessons := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(lessons), func(b *testing.B) { run(b, lessons) })
	}
}

// BenchmarkBuild builds into an empty folder, again without a change, and again
// with one changed lesson.
func BenchmarkBuild(b *testing.B) {
	sizes(b, func(b *testing.B, lessons int) {
		dir, outputs := benchDir(b), benchDir(b)
		corpus(b, dir, lessons)
		site := preview(b, Options{Dir: dir})
		var cold, unchanged, one []float64
		for i := 0; b.Loop(); i++ {
			output, floor := filepath.Join(outputs, "site"), filepath.Join(outputs, "floor")
			if err := os.RemoveAll(output); err != nil {
				b.Fatal(err)
			}
			if err := os.RemoveAll(floor); err != nil {
				b.Fatal(err)
			}
			least := plainly(b, floor, site)
			first := build(b, Options{Dir: dir, Output: output}).Duration
			again := build(b, Options{Dir: dir, Output: output}).Duration
			replace(b, dir, "content/c000/05-m5/03-l53.md", "make room", fmt.Sprintf("make room %d", i))
			edited := build(b, Options{Dir: dir, Output: output}).Duration
			cold = append(cold, float64(first)/float64(least))
			unchanged = append(unchanged, float64(again)/float64(first))
			one = append(one, float64(edited)/float64(first))
		}
		b.ReportMetric(median(cold), "cold÷floor")
		b.ReportMetric(median(unchanged), "unchanged÷cold")
		b.ReportMetric(median(one), "one÷cold")
	})
}

// BenchmarkReload measures from a changed file to the changed page, for a text, a
// title and a bank.
func BenchmarkReload(b *testing.B) {
	sizes(b, func(b *testing.B, lessons int) {
		dir := benchDir(b)
		corpus(b, dir, lessons)
		s, faults := Open(Options{Dir: dir, Version: "test", Preview: true})
		if s == nil {
			b.Fatal(rendered(faults))
		}
		defer s.Close()
		if _, faults := s.Load(b.Context(), nil); faults.Failed() {
			b.Fatal(rendered(faults))
		}
		const lesson, bank = "content/c000/05-m5/03-l53.md", "quiz/banks/b000.toml"
		for _, c := range []struct{ name, file, page, old, with string }{
			{"text", lesson, "c000/m5/l53/index.html", "make room", "make room %d"},
			{"title", lesson, "c000/m5/l54/index.html", "title = \"", "title = \"%d "},
			{"bank", bank, "c000/m9/assessment/index.html", "What about", "What about %d"},
		} {
			b.Run(c.name, func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					b.StopTimer()
					replace(b, dir, c.file, c.old, fmt.Sprintf(c.with, i))
					b.StartTimer()
					site, faults := s.Load(b.Context(), []string{filepath.Join(dir, filepath.FromSlash(c.file))})
					if faults.Failed() {
						b.Fatal(rendered(faults))
					}
					file, _ := site.File(c.page)
					var page strings.Builder
					if err := file.Write(&page); err != nil {
						b.Fatal(err)
					}
					if !strings.Contains(page.String(), fmt.Sprint(i)) {
						b.Fatal("the page is as it was")
					}
				}
			})
		}
	})
}
