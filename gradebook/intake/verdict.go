// Package intake opens what came to HR: results files, folders and zips, the
// roster and observations. It verifies every record and decides what counts; one
// bad record never stops the others, and nothing is dropped without a reason.
package intake

// Input is a file that was read, with its SHA-256 in hexadecimal.
type Input struct {
	Path   string `json:"path"`
	Role   string `json:"role"` // results, roster, observations, titles, assessors, training, decisions, register, kit
	SHA256 string `json:"sha256"`
}

// Count holds in = accepted + duplicate + quarantined.
type Count struct {
	In          int `json:"in"`
	Accepted    int `json:"accepted"`
	Duplicate   int `json:"duplicate"`
	Quarantined int `json:"quarantined"`
}

// Counts are the count equations. A zip, mail or list counts as the files inside
// it. A file counts as accepted if at least one
// of its records was, as duplicate if all the others were duplicates.
type Counts struct {
	Files        Count `json:"files"`
	Records      Count `json:"records"`
	Observations Count `json:"observations"`      // rows of the table of observations
	Training     Count `json:"training,omitzero"` // rows of the table of training
}

// Exception is a file, record or row that was not counted, or that was with a
// word about it.
type Exception struct {
	File    string `json:"file"`
	SHA256  string `json:"sha256"`
	Record  string `json:"record"`  // ID or row number; "" = the whole file
	Staff   string `json:"staff"`   // as far as known
	Verdict string `json:"verdict"` // duplicate, quarantined, passed over, awaiting confirmation, set aside, note, decided
	Reason  string `json:"reason"`  // a stable code: unknown-staff, malformed, …
	What    string `json:"what"`
	Hint    string `json:"hint"` // the way out
	// Case names what somebody can decide about; "" = nothing.
	Case string `json:"case,omitempty"`
}

// Settled tells whether nothing is left to do: it counts, with a word about it, or
// somebody decided.
func (e Exception) Settled() bool { return e.Verdict == Noted || e.Verdict == Decided }

// Uncounted is how many exceptions are not settled.
func Uncounted(exceptions []Exception) int {
	n := 0
	for _, e := range exceptions {
		if !e.Settled() {
			n++
		}
	}
	return n
}

// Verdicts that an exception can have. What awaits confirmation counts as
// quarantined.
const (
	Duplicate   = "duplicate"
	Quarantined = "quarantined"
	PassedOver  = "passed over"
	Awaiting    = "awaiting confirmation"
	SetAside    = "set aside" // accepted, and does not count by the limits of its bank
	Noted       = "note"      // counted, with a word about it
	Decided     = "decided"   // somebody decided about it and answers for it
)

// The same verdicts as they are written here, and that of what counts.
const (
	accepted    = "accepted"
	duplicate   = Duplicate
	quarantined = Quarantined
	passedOver  = PassedOver
	awaiting    = Awaiting
	setAside    = SetAside
	noted       = Noted
	decided     = Decided
)

// add counts one thing under its verdict: there is no other way to count, so
// that the equation holds.
func (c *Count) add(verdict string) {
	switch verdict {
	case accepted:
		c.Accepted++
	case duplicate:
		c.Duplicate++
	default:
		c.Quarantined++
	}
	c.In++
}

// refusal says why something was not counted.
type refusal struct {
	reason string // a stable code
	what   string
	hint   string
}

func (r refusal) Error() string { return r.what }

// exception tells of a refusal.
func (r refusal) exception(file, sha, record, staff, verdict string) Exception {
	return Exception{File: file, SHA256: sha, Record: record, Staff: staff, Verdict: verdict, Reason: r.reason, What: r.what, Hint: r.hint}
}
