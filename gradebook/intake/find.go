package intake

import (
	"context"
	"crypto/sha256"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/results"
)

// Found is a record that a receipt names.
type Found struct {
	Path    string
	Attempt *results.Attempt // nil where the record is none, or cannot be read
}

// Find opens what the arguments name, without keys, and gives the records that a
// receipt in its printed form names, and how many it looked at. A record that
// stands in several files is found in each.
func Find(ctx context.Context, o Options, receipt string) (found []Found, records int, faults diag.List) {
	shelf := newShelf(o)
	defer shelf.close() // after the records were read once more
	g := newGrader(o)
	g.listing = true
	files, faults := g.all(ctx, shelf, o)
	for _, f := range files {
		for _, r := range f.records {
			if r.hash == ([sha256.Size]byte{}) {
				continue
			}
			records++
			if results.ReceiptOf(r.hash) == receipt {
				found = append(found, Found{f.path, r.reread()})
			}
		}
	}
	return found, records, faults
}
