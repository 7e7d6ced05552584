package quiz

import (
	"strings"
	"time"

	"github.com/coursemark/coursemark/internal/diag"
)

// Correction declares that an archived answer key was wrong.
type Correction struct {
	Revisions []string  `toml:"revisions"`
	Date      time.Time `toml:"date"`
	Reason    string    `toml:"reason"`
	Change    Change    `toml:"change"`
}

// Change is what a correction does to earlier attempts.
type Change string

const (
	ChangeKey Change = "key"       // another key
	VoidDrop  Change = "void-drop" // the question leaves the denominator
	VoidFull  Change = "void-full" // credit to all
)

// checkCorrections reports what is wrong with corrections on their own.
func checkCorrections(corrections []Correction, of revisionFormat, report diag.Report) {
	for i, c := range corrections {
		if c.Change != ChangeKey && c.Change != VoidDrop && c.Change != VoidFull {
			report(correctionChangeUnknown.With(string(c.Change)), "corrections", i, "change")
		}
		if c.Date.IsZero() {
			report(correctionWithoutDate.With(), "corrections", i)
		}
		if strings.TrimSpace(c.Reason) == "" {
			report(correctionWithoutReason.With(), "corrections", i)
		}
		if len(c.Revisions) == 0 {
			report(correctionOfNothing.With(of.prefix), "corrections", i)
		}
		for k, revision := range c.Revisions {
			if !of.fits(revision) {
				report(notARevision.With(revision, of.what, of.prefix), "corrections", i, "revisions", k)
			}
		}
	}
}

// Declared is what a correction says about one revision, as archived.
type Declared struct {
	Revision string `json:"rev"`
	Date     string `json:"date"` // 2006-01-02
	Change   Change `json:"change"`
	Reason   string `json:"reason"`
}

func (d Declared) declared() Declared { return d }
