package intake

import (
	"cmp"
	"context"
	"encoding/hex"
	"iter"
	"slices"
	"sync"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/results"
)

// Arrivals lists what came in, without answer keys: which files, and which records
// are in them.
func Arrivals(ctx context.Context, o inbox.Options) ([]sheets.Arrival, diag.List) {
	in, faults := inbox.Open(ctx, o)
	defer in.Close()
	if faults.Failed() {
		return nil, faults
	}
	files, faults := list(ctx, in)
	var out []sheets.Arrival
	for _, f := range files {
		if f.Verdict == verdict.PassedOver || f.Verdict == inbox.Container {
			continue
		}
		a := sheets.Arrival{Path: f.Path, SHA256: f.SHA256, Problem: f.Why}
		for _, r := range f.Records {
			if r.HasBytes() {
				a.Records = append(a.Records, hex.EncodeToString(r.Hash[:]))
			}
		}
		if len(a.Records) == 0 && a.Problem.IsZero() {
			a.Problem = verdict.NoReadableRecord.With()
		}
		out = append(out, a)
	}
	return out, faults
}

// Found is a record that a receipt names.
type Found struct {
	Path   string
	Record results.Record
}

// Find returns the records that a receipt in its printed form names, and how many it
// looked at. A record that stands in several files is found in each.
func Find(ctx context.Context, o inbox.Options, receipt string) (found []Found, records int, faults diag.List) {
	in, faults := inbox.Open(ctx, o)
	defer in.Close() // after the records were read once more
	if faults.Failed() {
		return nil, 0, faults
	}
	files, faults := list(ctx, in)
	for _, f := range files {
		for _, r := range f.Records {
			if !r.HasBytes() {
				continue
			}
			records++
			if results.ReceiptOf(r.Hash) != receipt {
				continue
			}
			if again, ok := r.Again(); ok {
				found = append(found, Found{f.Path, again})
			}
		}
	}
	return found, records, faults
}

// list lists the files, in the order of their paths.
func list(ctx context.Context, in *inbox.Inbox) ([]*File, diag.List) {
	var files []*File
	var mu sync.Mutex
	faults := in.Each(ctx, func(_ inbox.Place, documents iter.Seq[inbox.Document]) {
		for d := range documents {
			f := List(d)
			mu.Lock()
			files = append(files, f)
			mu.Unlock()
		}
	})
	slices.SortFunc(files, func(a,
		b *File) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.SHA256, b.SHA256))
	})
	return files, faults
}
