package publish

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/project/disk"
)

// benchSite returns 1,000 pages of 9 KB in folders of ten.
func benchSite() version {
	text := bytes.Repeat([]byte("<p>Rest is a right of the person.</p>\n"), 9<<10/38)
	site := version{startPage: text}
	for i := range 1000 {
		site[fmt.Sprintf("course/module-%d/page-%d/index.html", i/10, i)] = append(fmt.Appendf(nil, "<h1>%d</h1>\n", i),
			text...)
	}
	return site
}

// plainly writes a site as the simplest program would: the least possible time.
func plainly(b *testing.B, dir string, site version, names []string) {
	for _, name := range names {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(at, site[name], 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPublish compares each run with the least possible time, because machines
// differ and their speed varies. COURSEMARK_BENCH_DIR may point to a disk in memory.
func BenchmarkPublish(b *testing.B) {
	site := benchSite()
	names := slices.Sorted(maps.Keys(site))
	in := func(b *testing.B) (string, afero.Fs) {
		dir, err := os.MkdirTemp(os.Getenv("COURSEMARK_BENCH_DIR"), "publish")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = os.RemoveAll(dir) })
		d, err := disk.Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = d.Close() })
		return dir, d
	}
	report := func(b *testing.B, floors, ours []time.Duration) {
		ratios := make([]float64, len(ours))
		for i := range ours {
			ratios[i] = float64(ours[i]) / float64(floors[i])
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[len(ratios)/2], "×floor")
	}
	run := func(b *testing.B, fresh bool, prepare func(i int)) {
		var floors, ours []time.Duration
		out, state := afero.Fs(nil), afero.Fs(nil)
		if !fresh {
			_, out = in(b)
			_, state = in(b)
			mustPublish(b, out, state, site)
		}
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			dir, _ := in(b)
			if fresh {
				_, out = in(b)
				_, state = in(b)
			}
			prepare(i)
			from := time.Now()
			plainly(b, dir, site, names)
			floors = append(floors, time.Since(from))
			b.StartTimer()
			from = time.Now()
			mustPublish(b, out, state, site)
			ours = append(ours, time.Since(from))
		}
		report(b, floors, ours)
	}
	b.Run("cold", func(b *testing.B) { run(b, true, func(int) {}) })
	b.Run("unchanged", func(b *testing.B) { run(b, false, func(int) {}) })
	b.Run("one changed", func(b *testing.B) {
		run(b, false, func(i int) { site[names[500]] = append(fmt.Appendf(nil, "%d", i), site[startPage]...) })
	})
	b.Run("cold in memory", func(b *testing.B) {
		for b.Loop() {
			mustPublish(b, afero.NewMemMapFs(), afero.NewMemMapFs(), site)
		}
	})
}
