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

// entry decides about one record that is no attempt. What it finds is noted in r;
// observations and marks are settled once everything was read.
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
		return inItsWords(verdict.Malformed, err)
	}
	h := e.Head()
	if err := g.ofThisSite(site, h.Site); err != nil {
		return err
	}
	r.Received = g.Register.Received(r.Hash)
	at := h.HandedInAt()
	if err := g.plausible(at, h.At, r.Received); err != nil {
		return err
	}
	if isObservation {
		r.Sitting, err = g.observation(observed, r)
		return err
	}
	owner, err := g.owner(h.Staff, r)
	if err != nil {
		return err
	}
	s := g.sitting(h.ID, owner, at, h.At, r)
	s.Record = h.ID
	switch e := e.(type) {
	case *results.Written:
		s.Kind, s.Unmarked = standards.Written, true
		r.Sitting, err = g.about(s, e.Competency, e.Indicators)
	case *results.Rating:
		// What somebody thinks of themselves is theirs: that it was done is what counts.
		s.Kind = standards.Rating
		r.Sitting, err = g.about(s, e.Competency, nil)
	case *results.Completion:
		r.Activity = &Activity{Kind: raw.Kind, Record: h.ID, Staff: owner, Date: s.Date, At: at, Module: verdict.Printable(e.Module), Title: verdict.Printable(e.Title), Version: verdict.Printable(e.Version)}
	default:
		r.Activity = &Activity{Kind: raw.Kind, Record: h.ID, Staff: owner, Date: s.Date, At: at}
	}
	if err == nil && r.Sitting != nil {
		for _, done := range r.Applied {
			sheets.Decide(s, done.Decision)
		}
	}
	return err
}

// about gives a sitting its competency, and the indicators that it is about as
// items without points; without any, all that a person can show.
func (g *Grader) about(s *competence.Sitting, competency string, indicators []string) (*competence.Sitting, error) {
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
	s.Items = []competence.Item{{Question: g.Questions.standsFor(c.ID, ids)}}
	return s, nil
}

// observation decides about an observer's record of somebody else. Whether the
// observer may is settled later, when all files and the table were read.
func (g *Grader) observation(o *results.Observation, r *Record) (*competence.Sitting, error) {
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
	at, _ := time.Parse(time.DateOnly, o.ObservedOn) // ParseEntry made sure
	name := verdict.Printable(o.Name)
	s := &competence.Sitting{Record: o.ID, Staff: subject, Date: o.ObservedOn, At: at, HandedIn: o.At, Receipt: results.ReceiptOf(r.Hash), FirstReceived: r.Received, Kind: standards.Kind(o.Method), Competency: c.ID, Observer: o.Staff,
		Assessor: sheets.NameWithID(name, o.Staff), Setting: verdict.Printable(o.Setting), Identity: verdict.SelfDeclared, Flags: []verdict.Flag{verdict.TypedID}}
	if text := verdict.Printable(o.Note); text != "" {
		s.Notes = verdict.Add(s.Notes, verdict.Remark.With(text))
	}
	if s.Kind != standards.Practice && s.Kind != standards.Simulation {
		r.Verdict = verdict.Awaiting
		return nil, verdict.RecordReview.With()
	}
	s.ID = sheets.ObservationID(subject, c.ID, s.Kind, o.ObservedOn, o.Staff, "")
	for _, rating := range o.Ratings {
		indicator, why := sheets.Personal(c, rating.Indicator)
		if !why.IsZero() {
			return nil, why
		}
		s.Items = append(s.Items, competence.Item{Question: g.Questions.standsFor(indicator.ID, []string{indicator.ID}), Points: rating.Rating, Max: o.MaxRating, Right: rating.Rating == o.MaxRating})
	}
	slices.SortFunc(s.Items, func(a, b competence.Item) int { return strings.Compare(a.Question.ID, b.Question.ID) })
	for _, done := range r.Applied {
		sheets.Decide(s, done.Decision)
	}
	return s, nil
}
