// Package verdict says what became of what came in: the verdict of each file,
// record and row, the code of its reason, and the counts. It holds no words: those
// of each code are in package words.
package verdict

// Verdict is what became of a file, a record or a row of a sheet.
type Verdict string

// The verdicts. What awaits confirmation counts as quarantined.
const (
	Accepted    Verdict = "accepted"
	Duplicate   Verdict = "duplicate"             // the same was read before, and counts once
	Quarantined Verdict = "quarantined"           // kept aside and not counted
	Awaiting    Verdict = "awaiting-confirmation" // does not count until somebody confirms it
	PassedOver  Verdict = "passed-over"           // not a results file: it is not counted at all
	SetAside    Verdict = "set-aside"             // accepted, but does not count: the limits of its bank or scenario
	Noted       Verdict = "note"                  // it counts, and there is something to say about it
	Decided     Verdict = "decided"               // somebody decided about it and answers for it
)

// Count counts what came in by its verdict: In = Accepted + Duplicate + Quarantined.
type Count struct {
	In          int `json:"in"`
	Accepted    int `json:"accepted"`
	Duplicate   int `json:"duplicate"`
	Quarantined int `json:"quarantined"`
}

// Add counts one thing by its verdict. Nothing else changes a Count, so that the
// equation always holds.
func (c *Count) Add(v Verdict) {
	switch v {
	case Accepted:
		c.Accepted++
	case Duplicate:
		c.Duplicate++
	default:
		c.Quarantined++
	}
	c.In++
}

// Counts are the count equations of a run. A zip, mail or list counts as the files
// inside it. A file counts as accepted if at least one of its records was, and as a
// duplicate if all of them were duplicates.
type Counts struct {
	Files        Count `json:"files"`
	Records      Count `json:"records"`
	Observations Count `json:"observations"`      // rows of the table of observations
	Training     Count `json:"training,omitzero"` // rows of the table of training
}

// Input is a file that was read.
type Input struct {
	Path   string `json:"path"`
	Role   string `json:"role"`   // results, kit, previous, or the name of a sheet
	SHA256 string `json:"sha256"` // hexadecimal
}
