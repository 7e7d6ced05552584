package grading

import (
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// history is what a bank of the project says about its questions and revisions.
type history struct {
	title    string
	revision string               // of the bank, at present
	order    map[string]int       // of a question in the bank, by public ID
	present  map[string]string    // question revision by public ID
	chain    map[string][]string  // revisions of a question, the earliest first, the present one last
	lineage  map[[2]string]string // its earliest revision, by public ID and revision
}

// readHistories reads the histories of the assessed banks, by bank.
func readHistories(p *project.Project, rules rules) (map[string]*history, diag.List) {
	banks, faults := p.LoadBanks()
	all := map[string]*history{}
	for _, b := range banks {
		if b.Mode != quiz.Assessed {
			continue
		}
		h := &history{title: b.Title, revision: rules.newest[b.ID], order: map[string]int{},
			present: map[string]string{}, chain: map[string][]string{}, lineage: map[[2]string]string{}}
		for i := range b.Questions {
			q := &b.Questions[i]
			published := q.Publish(b.ID)
			h.order[published.ID] = i
			h.present[published.ID] = published.Revision
			h.read(published.ID, published.Revision, q.History)
		}
		all[b.ID] = h
	}
	return all, faults
}

// read joins the revisions of a question. An entry names the revision that was
// replaced; what replaced it is the next entry's revision, or the present one. A
// lineage joins revisions that differ by editorial changes only, and is named after the
// earliest.
func (h *history) read(public, present string, entries []quiz.Revision) {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b quiz.Revision) int { return a.Date.Compare(b.Date) })
	chain := make([]string, 0, len(entries)+1)
	for _, e := range entries {
		chain = append(chain, e.Revision)
	}
	chain = append(chain, present)
	h.chain[public] = chain
	name := func(revision string) string {
		if root, ok := h.lineage[[2]string{public, revision}]; ok {
			return root
		}
		return revision
	}
	for i, e := range entries {
		if e.Change != "editorial" {
			continue
		}
		// A wording can come back: whole lineages are joined, not only neighbours.
		root, joined := name(chain[i]), name(chain[i+1])
		for _, revision := range chain {
			if name(revision) == joined {
				h.lineage[[2]string{public, revision}] = root
			}
		}
	}
}

// of returns the lineage of a question revision.
func (h *history) of(public, revision string) string {
	if h != nil {
		if root, ok := h.lineage[[2]string{public, revision}]; ok {
			return root
		}
	}
	return revision
}
