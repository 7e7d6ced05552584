package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// Arrivals opens what the arguments name, without keys: which files came in, and
// which records are in them.
func Arrivals(ctx context.Context, o Options) ([]sheets.Arrival, diag.List) {
	shelf := newShelf(o)
	defer shelf.close()
	g := newGrader(o)
	g.listing = true
	var files []*fileResult
	var mu sync.Mutex
	faults := g.all(ctx, shelf, o, func(_ place, opened []*fileResult) {
		mu.Lock()
		defer mu.Unlock()
		files = append(files, opened...)
	})
	slices.SortFunc(files, func(a, b *fileResult) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.sha, b.sha)) })
	var out []sheets.Arrival
	for _, f := range files {
		if f.verdict == verdict.PassedOver || f.verdict == container {
			continue
		}
		a := sheets.Arrival{Path: f.path, SHA256: f.sha, Problem: f.refused}
		for _, r := range f.records {
			if r.hash != ([sha256.Size]byte{}) {
				a.Records = append(a.Records, hex.EncodeToString(r.hash[:]))
			}
		}
		if len(a.Records) == 0 && a.Problem.IsZero() {
			a.Problem = verdict.NoReadableRecord.With()
		}
		out = append(out, a)
	}
	return out, faults
}
