package inbox

import (
	"cmp"
	"context"
	"io"
	"iter"
	"os"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// Options say what to open.
type Options struct {
	Names    []string              // files, folders and zips, as typed; "-" is standard input
	Skip     []os.FileInfo         // files that this run uses in another way
	Stdin    io.Reader             // may be nil
	Progress func(done, total int) // may be nil; called from several goroutines
}

// Inbox is what came in. It keeps open what has to be read again.
type Inbox struct {
	collection
	progress func(done, total int)
}

// Place is where a document came from, as numbers.
type Place struct {
	Source uint32
	Line   uint32 // of a list, from 1; 0 = the source is no list
}

// Open lists the files that are named, sorted by path. A name that does not exist is a
// fault.
func Open(ctx context.Context, o Options) (*Inbox, diag.List) {
	in := &Inbox{collection: collection{roots: map[string]*os.Root{}, skip: o.Skip, stdin: o.Stdin},
		progress: o.Progress}
	in.collect(ctx, o.Names)
	return in, in.faults
}

// Close closes what is open: nothing can be read any more.
func (in *Inbox) Close() {
	for _, c := range in.closers {
		_ = c.Close() // opened for reading only
	}
}

// Len returns how many files there are, as far as is known before they are opened.
func (in *Inbox) Len() int { return in.count }

// Inputs lists zips and lists as a whole. They are not documents.
func (in *Inbox) Inputs() []verdict.Input { return in.inputs }

// perTask is how many lines of a list are opened in one go.
const perTask = 64

// Each opens everything, and passes the documents of each place to take: in any order of
// places, and from several goroutines.
func (in *Inbox) Each(ctx context.Context, take func(at Place, documents iter.Seq[Document])) diag.List {
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var done atomic.Int64
	step := func(n int) {
		if n := done.Add(int64(n)); in.progress != nil {
			in.progress(int(n), in.count)
		}
	}
	for i := range in.entries {
		e := in.entries[i]
		if e.list == nil {
			group.Go(func() error {
				if running.Err() == nil {
					take(Place{Source: uint32(i)}, e.documents())
					step(1)
				}
				return running.Err()
			})
			continue
		}
		for from := 0; from < len(e.list.lines) && running.Err() == nil; from += perTask {
			group.Go(func() error {
				var buffer []byte
				to := min(from+perTask, len(e.list.lines))
				for k := from; k < to && running.Err() == nil; k++ {
					take(Place{uint32(i), uint32(k) + 1}, e.list.source(k, &buffer).documents())
				}
				step(to - from)
				return running.Err()
			})
		}
	}
	var faults diag.List
	if err := cmp.Or(group.Wait(), ctx.Err()); err != nil {
		faults.Add(interrupted.With().In(""))
	}
	return faults
}

func (s source) documents() iter.Seq[Document] {
	return func(yield func(Document) bool) { s.open(yield) }
}

// AppendPath appends the path of the document at a place.
func (in *Inbox) AppendPath(b []byte, at Place) []byte {
	e := &in.entries[at.Source]
	if at.Line > 0 {
		return e.list.appendPath(b, int(at.Line-1))
	}
	return append(b, e.path...)
}

// At returns the document at a place that is a plain file or a line of a list.
func (in *Inbox) At(at Place) Document {
	e := &in.entries[at.Source]
	if at.Line > 0 {
		return e.list.source(int(at.Line-1), new([]byte)).document()
	}
	return e.document()
}
