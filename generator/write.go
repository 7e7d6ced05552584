package generator

import (
	"bytes"
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/generator/publish"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// sink takes a file of the site.
type sink func(name string, class publish.Class, content []byte) error

// write renders the whole site and hands each file over.
func (s *Site) write(ctx context.Context, to sink) (Report, diag.List) {
	q := &writing{files: s.Files(), to: to}
	var group errgroup.Group
	for range min(len(q.files), runtime.GOMAXPROCS(0)) {
		group.Go(func() error {
			var b bytes.Buffer // one per worker: a page is handed over before the next is made
			for f, ok := q.take(ctx); ok; f, ok = q.take(ctx) {
				q.write(f, &b)
			}
			return nil
		})
	}
	_ = group.Wait() // faults are collected
	if ctx.Err() != nil {
		q.faults.Add(stopped.With().In(""))
	}
	report := Report{Bytes: q.size}
	for _, f := range q.files {
		if f.Page {
			report.Pages++
		} else {
			report.Files++
		}
	}
	for _, b := range s.model.Banks {
		if b.Module != nil && b.Bank.Mode == quiz.Assessed {
			report.Questions += len(b.Questions)
		}
	}
	return report, q.faults
}

// writing is what the workers that write a site share.
type writing struct {
	files []File
	to    sink

	mu     sync.Mutex
	next   int // index of the next file
	size   int64
	faults diag.List
}

// take returns the next file that no worker has taken.
func (w *writing) take(ctx context.Context) (f File, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next >= len(w.files) || ctx.Err() != nil {
		return f, false
	}
	w.next++
	return w.files[w.next-1], true
}

// write renders a file and hands it over.
func (w *writing) write(f File, b *bytes.Buffer) {
	b.Reset()
	if err := f.render(b); err != nil {
		w.failed(f, err, false)
		return
	}
	class := publish.Asset
	if f.Page {
		class = publish.Page
	}
	if err := w.to(f.Name, class, b.Bytes()); err != nil {
		w.failed(f, err, true) // a disk that fails once fails again
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.size += int64(b.Len())
}

// failed notes what went wrong with a file. If last is set, no other file is tried.
func (w *writing) failed(f File, err error, last bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.Append(faultsOf(f.Source, err))
	if last {
		w.next = len(w.files)
	}
}
