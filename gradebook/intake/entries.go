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
	if results.UnknownKind(err) {
		return verdict.UnknownKind.With(verdict.Clip(raw.Kind))
	}
	observed, isObservation := e.(*results.Observation)
	switch {
	case isObservation:
		r.staff = results.CanonicalStaffID(observed.Subject)
	case e != nil:
		r.staff = results.CanonicalStaffID(e.Head().Staff)
	}
	if err != nil {
		return inItsWords(verdict.Malformed, err)
	}
	h := e.Head()
	if err := g.ofThisSite(site, h.Site); err != nil {
		return err
	}
	r.received = g.register.Received(r.hash)
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
		r.activity = &Activity{Kind: raw.Kind, Record: h.ID, Staff: owner, Date: s.Date, At: at, Module: verdict.Printable(e.Module), Title: verdict.Printable(e.Title), Version: verdict.Printable(e.Version)}
	default:
		r.activity = &Activity{Kind: raw.Kind, Record: h.ID, Staff: owner, Date: s.Date, At: at}
	}
	if err == nil && r.sitting != nil {
		for _, done := range r.applied {
			sheets.Decide(s, done.decision)
		}
	}
	return err
}

// ofThisSite refuses what was made on another site.
func (g *grader) ofThisSite(file, record string) error {
	for _, site := range []string{record, file} {
		if site != g.site {
			return verdict.OtherSite.With(verdict.Clip(site), g.site)
		}
	}
	return nil
}

// plausible refuses what was handed in at a time that cannot be. HR's own date of
// receipt makes up for a clock that is ahead.
func (g *grader) plausible(at time.Time, written, received string) error {
	if at.After(g.now.AddDate(0, 0, 1)) && received == "" {
		return verdict.HandedInLater.With(written)
	}
	if at.Year() < 2000 {
		return verdict.HandedInEarly.With(written)
	}
	return nil
}

// owner gives whose record it is: somebody of the roster, or as whom it was decided
// to count.
func (g *grader) owner(staff string, r *record) (string, error) {
	if g.roster.Has(staff) {
		return staff, nil
	}
	why := verdict.UnknownStaff.With(verdict.Clip(staff), g.nearest(staff))
	d := g.decided.About(r.caseKey(why.Code.Reason()), "", sheets.CountAs)
	if d == nil {
		return "", why
	}
	r.applied = append(r.applied, applied{why, verdict.CountedAs.With(d.Staff), d})
	return d.Staff, nil
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
	c, why := sheets.Graded(g.framework, competency)
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
	c, why := sheets.Graded(g.framework, o.Competency)
	if !why.IsZero() {
		return nil, why
	}
	if today := g.now.In(g.location).Format(time.DateOnly); o.ObservedOn > today {
		return nil, verdict.ObservedLater.With(o.ObservedOn)
	}
	at, _ := time.Parse(time.DateOnly, o.ObservedOn) // ParseEntry made sure
	name := verdict.Printable(o.Name)
	s := &competence.Sitting{Record: o.ID, Staff: subject, Date: o.ObservedOn, At: at, HandedIn: o.At, Receipt: results.ReceiptOf(r.hash), FirstReceived: r.received, Kind: standards.Kind(o.Method), Competency: c.ID, Observer: o.Staff,
		Assessor: strings.TrimSpace(name + " " + sheets.Bracket(o.Staff)), Setting: verdict.Printable(o.Setting), Identity: verdict.SelfDeclared, Flags: []verdict.Flag{verdict.TypedID}}
	if text := verdict.Printable(o.Note); text != "" {
		s.Notes = verdict.Add(s.Notes, verdict.Remark.With(text))
	}
	if s.Kind != standards.Practice && s.Kind != standards.Simulation {
		r.verdict = verdict.Awaiting
		return nil, verdict.RecordReview.With()
	}
	s.ID = sheets.ObservationID(subject, c.ID, s.Kind, o.ObservedOn, o.Staff, "")
	for _, rating := range o.Ratings {
		indicator, why := sheets.Personal(c, rating.Indicator)
		if !why.IsZero() {
			return nil, why
		}
		s.Items = append(s.Items, competence.Item{Question: g.questions.about(indicator.ID, []string{indicator.ID}), Points: rating.Rating, Max: o.MaxRating, Right: rating.Rating == o.MaxRating})
	}
	slices.SortFunc(s.Items, func(a, b competence.Item) int { return strings.Compare(a.Question.ID, b.Question.ID) })
	for _, done := range r.applied {
		sheets.Decide(s, done.decision)
	}
	return s, nil
}
