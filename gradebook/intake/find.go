package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"sync"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/results"
)

// Found is a record that a receipt names.
type Found struct {
	Path   string
	Record results.Record
}

// Find opens what the arguments name, without keys, and gives the records that a
// receipt in its printed form names, and how many it looked at. A record that
// stands in several files is found in each.
func Find(ctx context.Context, o Options, receipt string) (found []Found, records int, faults diag.List) {
	shelf := newShelf(o)
	defer shelf.close() // after the records were read once more
	g := newGrader(o)
	g.listing = true
	var named []*record
	var mu sync.Mutex
	faults = g.all(ctx, shelf, o, func(_ place, opened []*fileResult) {
		mu.Lock()
		defer mu.Unlock()
		for _, f := range opened {
			for _, r := range f.records {
				if r.hash == ([sha256.Size]byte{}) {
					continue
				}
				records++
				if results.ReceiptOf(r.hash) == receipt {
					named = append(named, r)
				}
			}
		}
	})
	slices.SortFunc(named, func(a, b *record) int {
		return cmp.Or(cmp.Compare(a.file.path, b.file.path), cmp.Compare(a.file.sha, b.file.sha), cmp.Compare(a.index, b.index))
	})
	for _, r := range named {
		if again, ok := r.raw(); ok {
			found = append(found, Found{r.file.path, again})
		}
	}
	return found, records, faults
}
