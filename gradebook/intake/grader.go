// Package intake decides about records, one at a time: whether each is whole, of
// this site and of somebody, and what it is worth by the answer keys. It reads
// documents of package inbox, and knows neither the other records nor where any of
// them is kept.
package intake

import (
	"cmp"
	"sync"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Options say what records are checked against.
type Options struct {
	Site      string
	Location  *time.Location // of calendar dates
	Now       time.Time      // what is handed in after tomorrow is refused
	Archive   *quiz.Archive
	Newest    map[string]string    // the present revision by bank or scenario
	Framework *standards.Framework // may be nil
	Answers   bool                 // keep which options were chosen, for item analysis

	Roster    *sheets.Roster    // nil: everybody counts
	Register  *sheets.Register  // of receipt; may be nil
	Decisions *sheets.Decisions // about open cases; may be nil
}

// Grader decides about records. It never believes a score, a denominator or a claim
// in the file: questions come from the draw, points from the archive. Safe for concurrent
// use.
type Grader struct {
	Options
	Questions *Questions // that were marked
	keys      *answerKeys

	mu   sync.Mutex
	near map[string][]string // IDs of the roster like an unknown one
}

// New returns a grader.
func New(o Options) *Grader {
	o.Framework = cmp.Or(o.Framework, &standards.Framework{})
	return &Grader{Options: o, Questions: NewQuestions(), keys: newAnswerKeys(o.Archive, o.Framework),
		near: map[string][]string{}}
}

// ofThisSite refuses a record that was made on another site.
func (g *Grader) ofThisSite(file, record string) error {
	for _, site := range []string{record, file} {
		if site != g.Site {
			return verdict.OtherSite.With(verdict.Clip(site), g.Site)
		}
	}
	return nil
}

// plausible refuses a record that was handed in at an impossible time. HR's own date of
// receipt makes up for a clock that is ahead.
func (g *Grader) plausible(at time.Time, written, received string) error {
	if at.After(g.Now.AddDate(0, 0, 1)) && received == "" {
		return verdict.HandedInLater.With(written)
	}
	if at.Year() < 2000 {
		return verdict.HandedInEarly.With(written)
	}
	return nil
}

// owner returns whose record it is: a member of the roster, or the person for whom HR
// decided to count it.
func (g *Grader) owner(staff string, r *Record) (string, error) {
	if g.Roster.Has(staff) {
		return staff, nil
	}
	why := verdict.UnknownStaff.With(verdict.Clip(staff), g.nearest(staff))
	d := g.Decisions.About(r.CaseID(why.Code.Reason()), "", sheets.CountAs)
	if d == nil {
		return "", why
	}
	r.Applied = append(r.Applied, Applied{why, verdict.CountedAs.With(d.Staff), d})
	return d.Staff, nil
}

// nearest lists IDs of the roster that are like one that is not in it. They are shown to
// people, and never applied.
func (g *Grader) nearest(staff string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	near, ok := g.near[staff]
	if !ok {
		near = g.Roster.Near(staff)
		g.near[staff] = near
	}
	return near
}

// date sets the day from which a submission counts: that of handing in, or that of receipt
// if it is earlier.
func (g *Grader) date(s *competence.Submission, r *Record) {
	s.Date, s.FirstReceived = s.At.In(g.Location).Format(time.DateOnly), r.Received
	if g.Register == nil {
		return
	}
	switch {
	case r.Received == "":
		s.Notes = verdict.Add(s.Notes, verdict.ReceiptUnknown.With())
	case r.Received < s.Date:
		s.Notes = verdict.Add(s.Notes, verdict.ClockAhead.With(r.Received, s.Date))
		s.Date = r.Received
	}
}

// submission returns a submission without items, as it was handed in under an ID that somebody
// typed.
func (g *Grader) submission(id, owner string, at time.Time, handedIn string, r *Record) *competence.Submission {
	s := &competence.Submission{ID: id, Staff: owner, At: at, HandedIn: handedIn, Receipt: results.ReceiptOf(r.Hash),
		Identity: verdict.SelfDeclared, Flags: []verdict.Flag{verdict.TypedID}}
	g.date(s, r)
	return s
}
