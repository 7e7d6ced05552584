package competence

import (
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// Claims counts the properties of evidence that a page makes claims about, so that
// it claims only what is true. The zero value is ready; evidence is added person by
// person.
type Claims struct {
	// Attempts, each counted once however many competencies it is evidence for.
	Attempts, SelfDeclared, CodeValid, PublicBank, ReceiptUnknown int
	// Rows of evidence: observations from HR's table and from files, written answers
	// and those of them that are marked, self-ratings, what HR imported, and what
	// has a flag.
	Observed, HandedIn, Written, Marked, Rated, Imported, Flagged int

	staff string
	seen  map[string]bool // attempts of the person
}

// Add counts a row of evidence.
func (c *Claims) Add(e *Evidence) {
	if len(e.Flags) > 0 {
		c.Flagged++
	}
	if e.Identity == verdict.ImportedByHR {
		c.Imported++
	}
	if e.AttemptID == "" {
		c.addRow(e)
		return
	}
	if c.seen == nil || e.Staff != c.staff {
		c.staff, c.seen = e.Staff, map[string]bool{}
	}
	if !c.seen[e.AttemptID] {
		c.seen[e.AttemptID] = true
		c.addAttempt(e)
	}
}

func (c *Claims) addAttempt(e *Evidence) {
	c.Attempts++
	for _, is := range []struct {
		so bool
		n  *int
	}{
		{e.Identity == verdict.SelfDeclared, &c.SelfDeclared},
		{e.Identity == verdict.CodeValid, &c.CodeValid},
		{e.PublicBank, &c.PublicBank},
		{e.FirstReceived == "", &c.ReceiptUnknown},
	} {
		if is.so {
			*is.n++
		}
	}
}

// addRow counts what is not an attempt at a bank.
func (c *Claims) addRow(e *Evidence) {
	switch {
	case e.Method != "" && e.RecordID != "":
		c.HandedIn++
	case e.Method != "":
		c.Observed++
	case e.Kind == string(standards.Written):
		c.Written++
		if e.Level != nil {
			c.Marked++
		}
	case e.Kind == string(standards.Rating):
		c.Rated++
	}
}
