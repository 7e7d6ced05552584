package intake

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Activity is something that was handed in and is evidence of no level: a module
// that was read to its end, a reflection that somebody chose to share, a log of
// practice. What a reflection says is not kept.
type Activity struct {
	Kind       string // of the record
	Record     string // its ID
	Staff      string
	Date       string
	At         time.Time
	Module     string // of a completion: address in the site
	Title      string // as the person's site called it
	Version    string
	Source     string
	FileSHA256 string
}

// entry decides about one record that is no attempt. What it finds is noted in r;
// observations and marks are settled once everything was read.
func (g *grader) entry(site string, raw results.Record, r *record) error {
	e, err := results.ParseEntry(raw)
	if errors.Is(err, results.ErrUnknownKind) {
		return refusal{"unknown-kind", fmt.Sprintf("records of kind %q are not known to this version", clip(raw.Kind)), "keep the file: a newer gradebook can read it"}
	}
	observed, isObservation := e.(*results.Observation)
	switch {
	case isObservation:
		r.staff = results.CanonicalStaffID(observed.Subject)
	case e != nil:
		r.staff = results.CanonicalStaffID(e.Head().Staff)
	}
	if err != nil {
		hint := askAgain
		if format := (*results.FormatError)(nil); errors.As(err, &format) {
			hint = cmp.Or(format.Hint, hint)
		}
		return refusal{"malformed", err.Error(), hint}
	}
	h := e.Head()
	if err := g.ofThisSite(site, h.Site); err != nil {
		return err
	}
	r.received = g.register.received(r.hash)
	at := h.HandedInAt()
	if err := g.plausible(at, h.At, r.received); err != nil {
		return err
	}
	if isObservation {
		r.sitting, err = g.observation(observed, r)
		return err
	}
	owner, err := g.owner(h.Staff, r)
	if err != nil {
		return err
	}
	s := &competence.Sitting{ID: h.ID, Record: h.ID, Staff: owner, At: at, HandedIn: h.At, Receipt: results.ReceiptOf(r.hash), Identity: verdict.SelfDeclared, Flags: []verdict.Flag{verdict.TypedID}}
	g.date(s, r)
	switch e := e.(type) {
	case *results.Written:
		s.Kind, s.Unmarked = standards.Written, true
		r.sitting, err = g.about(s, e.Competency, e.Indicators)
	case *results.Rating:
		// What somebody thinks of themselves is theirs: that it was done is what counts.
		s.Kind = standards.Rating
		r.sitting, err = g.about(s, e.Competency, nil)
	case *results.Completion:
		r.activity = &Activity{Kind: raw.Kind, Record: h.ID, Staff: owner, Date: s.Date, At: at, Module: printable(e.Module), Title: printable(e.Title), Version: printable(e.Version)}
	default:
		r.activity = &Activity{Kind: raw.Kind, Record: h.ID, Staff: owner, Date: s.Date, At: at}
	}
	if err == nil && r.sitting != nil {
		for _, done := range r.applied {
			decide(s, done.decision)
		}
	}
	return err
}

// ofThisSite refuses what was made on another site.
func (g *grader) ofThisSite(file, record string) error {
	for _, site := range []string{record, file} {
		if site != g.site {
			return refusal{"other-site", fmt.Sprintf("it was made on the site %q; this is %q", clip(site), g.site), "grade it with the grading kit of that site"}
		}
	}
	return nil
}

// plausible refuses what was handed in at a time that cannot be. HR's own date of
// receipt makes up for a clock that is ahead.
func (g *grader) plausible(at time.Time, written, received string) error {
	if at.After(g.now.AddDate(0, 0, 1)) && received == "" {
		return refusal{"future-date", fmt.Sprintf("it says that it was handed in on %s, which is still to come", written), "the clock of that computer is wrong: have it set right and the assessment taken again, or grade after that date"}
	}
	if at.Year() < 2000 {
		return refusal{"implausible-date", fmt.Sprintf("it says that it was handed in on %s", written), "the clock of that computer is wrong: have it set right and the assessment taken again"}
	}
	return nil
}

// owner gives whose record it is: somebody of the roster, or as whom it was decided
// to count.
func (g *grader) owner(staff string, r *record) (string, error) {
	if g.roster.Has(staff) {
		return staff, nil
	}
	why := refusal{"unknown-staff", fmt.Sprintf("the staff ID %q is not in the roster", clip(staff)), g.nearest(staff)}
	d := g.decided.about(r.caseKey(why.reason), "", countAs)
	if d == nil {
		return "", why
	}
	why.what += "; counted as " + d.staff
	r.applied = append(r.applied, applied{why, d})
	return d.staff, nil
}

// date gives a sitting the day from which it counts: that of handing in, or of
// receipt if that is earlier.
func (g *grader) date(s *competence.Sitting, r *record) {
	s.Date, s.FirstReceived = s.At.In(g.location).Format(time.DateOnly), r.received
	if g.register == nil {
		return
	}
	switch {
	case r.received == "":
		s.Notes = verdict.Add(s.Notes, verdict.ReceiptUnknown.With())
	case r.received < s.Date:
		s.Notes = verdict.Add(s.Notes, verdict.ClockAhead.With(r.received, s.Date))
		s.Date = r.received
	}
}

// about gives a sitting its competency, and the indicators that it is about as
// items without points; without any, all that a person can show.
func (g *grader) about(s *competence.Sitting, competency string, indicators []string) (*competence.Sitting, error) {
	c, why := graded(g.framework, competency)
	if why != (refusal{}) {
		return nil, why
	}
	var ids []string
	for _, name := range indicators {
		indicator, why := personal(c, name)
		if why != (refusal{}) {
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
	s.Items = []competence.Item{{Question: g.questions.about(c.ID, ids)}}
	return s, nil
}

// observation decides about an observer's record of somebody else. Whether the
// observer may is settled later, when all files and the table were read.
func (g *grader) observation(o *results.Observation, r *record) (*competence.Sitting, error) {
	subject, err := g.owner(o.Subject, r)
	if err != nil {
		return nil, err
	}
	c, why := graded(g.framework, o.Competency)
	if why != (refusal{}) {
		return nil, why
	}
	if today := g.now.In(g.location).Format(time.DateOnly); o.ObservedOn > today {
		return nil, refusal{"future-date", fmt.Sprintf("the observation is dated %s, which is still to come", o.ObservedOn), "ask the observer for the day, and for the observation anew"}
	}
	at, _ := time.Parse(time.DateOnly, o.ObservedOn) // ParseEntry made sure
	name := printable(o.Name)
	s := &competence.Sitting{Record: o.ID, Staff: subject, Date: o.ObservedOn, At: at, HandedIn: o.At, Receipt: results.ReceiptOf(r.hash), FirstReceived: r.received, Kind: standards.Kind(o.Method), Competency: c.ID, Observer: o.Staff,
		Assessor: strings.TrimSpace(name + " " + bracket(o.Staff)), Setting: printable(o.Setting), Identity: verdict.SelfDeclared, Flags: []verdict.Flag{verdict.TypedID}}
	if text := printable(o.Note); text != "" {
		s.Notes = verdict.Add(s.Notes, verdict.Remark.With(text))
	}
	if s.Kind != standards.Practice && s.Kind != standards.Simulation {
		r.verdict = verdict.Awaiting
		return nil, recordReview
	}
	s.ID = observationID(subject, c.ID, s.Kind, o.ObservedOn, o.Staff, "")
	for _, rating := range o.Ratings {
		indicator, why := personal(c, rating.Indicator)
		if why != (refusal{}) {
			return nil, why
		}
		s.Items = append(s.Items, competence.Item{Question: g.questions.about(indicator.ID, []string{indicator.ID}), Points: rating.Rating, Max: o.MaxRating, Right: rating.Rating == o.MaxRating})
	}
	slices.SortFunc(s.Items, func(a, b competence.Item) int { return strings.Compare(a.Question.ID, b.Question.ID) })
	for _, done := range r.applied {
		decide(s, done.decision)
	}
	return s, nil
}

// recordReview is why a review of records does not count.
var recordReview = refusal{"record-review", "a review of records is not yet a kind of evidence under these standards", "it counts once a rule for it is adopted; what was seen directly is practice or simulation"}

// observationID names an observation, whether it came as rows of a table or as a
// record.
func observationID(subject, competency string, kind standards.Kind, date, observer, name string) string {
	parts := []string{"coursemark-observation/1", subject, competency, string(kind), date, observer}
	if observer == "" {
		parts = append(parts, quiz.Fold(name))
	}
	sum := quiz.Digest(parts...)
	return "O-" + quiz.Base32(sum[:])[:16]
}

// graded finds a competency that people are graded on.
func graded(f *standards.Framework, name string) (*standards.Competency, refusal) {
	c, names := findCompetency(f, name)
	switch {
	case c == nil:
		return nil, refusal{"unknown-competency", fmt.Sprintf("the competency %q is not in the standards", clip(name)), diag.DidYouMean(name, names)}
	case c.Rule == nil:
		return nil, refusal{"not-graded", fmt.Sprintf("%s has no rule in the standards: nobody is graded on it", c.ID), agencyDuty}
	}
	return c, refusal{}
}

// personal finds an indicator that says something about a person.
func personal(c *standards.Competency, name string) (*standards.Indicator, refusal) {
	indicator, names := findIndicator(c, name)
	switch {
	case indicator == nil:
		return nil, refusal{"unknown-indicator", fmt.Sprintf("the indicator %q does not belong to %s", clip(name), c.ID), diag.DidYouMean(name, names)}
	case indicator.Scope != standards.Person:
		return nil, refusal{"not-personal", fmt.Sprintf("the indicator %s is a duty of the %s and says nothing about a person", indicator.ID, indicator.Scope), agencyDuty}
	}
	return indicator, refusal{}
}

const agencyDuty = "it belongs into the self-assessment of the agency"
