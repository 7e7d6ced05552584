package intake

import (
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// entry decides about one record that is not an attempt, and puts what it finds into r.
// Observations and marks are settled once everything was read.
func (g *Grader) entry(site string, raw results.Record, r *Record) error {
	e, err := results.ParseEntry(raw)
	if results.UnknownKind(err) {
		return verdict.UnknownKind.With(verdict.Clip(raw.Kind))
	}
	observed, isObservation := e.(*results.Observation)
	switch {
	case isObservation:
		r.Staff = results.CanonicalStaffID(observed.Subject)
	case e != nil:
		r.Staff = results.CanonicalStaffID(e.Head().Staff)
	}
	if err != nil {
		return quoting(verdict.Malformed, err)
	}
	h := e.Head()
	if err := g.ofThisSite(site, h.Site); err != nil {
		return err
	}
	r.Received = g.Register.Received(r.Hash)
	if err := g.plausible(h.HandedInAt(), h.At, r.Received); err != nil {
		return err
	}
	if isObservation {
		r.Submission, err = g.observation(observed, r)
		return err
	}
	return g.ownEntry(e, raw.Kind, r)
}

// ownEntry decides about an entry that somebody handed in about themselves.
func (g *Grader) ownEntry(e results.Entry, kind string, r *Record) error {
	h := e.Head()
	owner, err := g.owner(h.Staff, r)
	if err != nil {
		return err
	}
	s := g.submission(h.ID, owner, h.HandedInAt(), h.At, r)
	s.Record = h.ID
	switch e := e.(type) {
	case *results.Written:
		s.Kind, s.Unmarked = standards.Written, true
		r.Submission, err = g.withCompetency(s, e.Competency, e.Indicators)
	case *results.Rating:
		// What somebody thinks of themselves is theirs: that it was done is what counts.
		s.Kind = standards.Rating
		r.Submission, err = g.withCompetency(s, e.Competency, nil)
	default:
		r.Activity = activity(e, kind, s)
	}
	if err != nil || r.Submission == nil {
		return err
	}
	for _, done := range r.Applied {
		sheets.Decide(s, done.Decision)
	}
	return nil
}

func activity(e results.Entry, kind string, s *competence.Submission) *Activity {
	a := &Activity{Kind: kind, Record: s.Record, Staff: s.Staff, Date: s.Date, At: s.At}
	if c, ok := e.(*results.Completion); ok {
		a.Module, a.Title, a.Version = verdict.Printable(c.Module), verdict.Printable(c.Title),
			verdict.Printable(c.Version)
	}
	return a
}

// withCompetency adds to a submission its competency, and an item without points for the
// indicators that it is about; without indicators, for all that a person can show.
func (g *Grader) withCompetency(s *competence.Submission, competency string,
	indicators []string) (*competence.Submission, error) {
	c, why := sheets.Graded(g.Framework, competency)
	if !why.IsZero() {
		return nil, why
	}
	var ids []string
	for _, name := range indicators {
		indicator, why := sheets.Personal(c, name)
		if !why.IsZero() {
			return nil, why
		}
		ids = append(ids, indicator.ID)
	}
	if indicators == nil {
		for _, i := range c.Indicators {
			if i.Scope == standards.Person {
				ids = append(ids, i.ID)
			}
		}
	}
	s.Competency = c.ID
	s.Items = []competence.Item{{Question: g.Questions.forIndicators(c.ID, ids)}}
	return s, nil
}

// observation decides about an observer's record of somebody else. Whether the observer
// may observe is settled later, when all files and the table were read.
func (g *Grader) observation(o *results.Observation, r *Record) (*competence.Submission, error) {
	subject, err := g.owner(o.Subject, r)
	if err != nil {
		return nil, err
	}
	c, why := sheets.Graded(g.Framework, o.Competency)
	if !why.IsZero() {
		return nil, why
	}
	if today := g.Now.In(g.Location).Format(time.DateOnly); o.ObservedOn > today {
		return nil, verdict.ObservedLater.With(o.ObservedOn)
	}
	if o.Method != string(standards.Practice) && o.Method != string(standards.Simulation) {
		r.Verdict = verdict.Awaiting
		return nil, verdict.RecordReview.With()
	}
	s := observed(o, subject, c.ID, r)
	if s.Items, err = g.ratings(o, c); err != nil {
		return nil, err
	}
	for _, done := range r.Applied {
		sheets.Decide(s, done.Decision)
	}
	return s, nil
}

func observed(o *results.Observation, subject, competency string, r *Record) *competence.Submission {
	at, _ := time.Parse(time.DateOnly, o.ObservedOn) // ParseEntry checked it
	kind := standards.Kind(o.Method)
	s := &competence.Submission{ID: sheets.ObservationID(subject, competency, kind, o.ObservedOn, o.Staff, ""),
		Record: o.ID,
		Staff:  subject, Competency: competency, Kind: kind, Date: o.ObservedOn, At: at, HandedIn: o.At,
		Receipt: results.ReceiptOf(r.Hash), FirstReceived: r.Received, Observer: o.Staff,
		Assessor: sheets.NameWithID(verdict.Printable(o.Name), o.Staff), Setting: verdict.Printable(o.Setting),
		Identity: verdict.SelfDeclared, Flags: []verdict.Flag{verdict.TypedID}}
	if text := verdict.Printable(o.Note); text != "" {
		s.Notes = verdict.Add(s.Notes, verdict.Remark.With(text))
	}
	return s
}

func (g *Grader) ratings(o *results.Observation, c *standards.Competency) ([]competence.Item, error) {
	var out []competence.Item
	for _, rating := range o.Ratings {
		indicator, why := sheets.Personal(c, rating.Indicator)
		if !why.IsZero() {
			return nil, why
		}
		question := g.Questions.forIndicators(indicator.ID, []string{indicator.ID})
		out = append(out, competence.Item{Question: question, Points: rating.Rating, Max: o.MaxRating,
			Right: rating.Rating == o.MaxRating})
	}
	slices.SortFunc(out, func(a, b competence.Item) int { return strings.Compare(a.Question.ID, b.Question.ID) })
	return out, nil
}
