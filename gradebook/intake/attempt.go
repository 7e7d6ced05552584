package intake

import (
	"errors"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// attempt decides about one record of kind attempt. The staff ID is noted as far as it is
// known, even if the record is refused.
func (g *Grader) attempt(site string, raw results.Record, r *Record) (*competence.Submission, error) {
	a, err := results.ParseAttempt(raw)
	if a != nil {
		r.Staff = a.Staff
	}
	switch {
	case err != nil && results.Altered(err):
		return nil, quoting(verdict.Altered, err)
	case err != nil:
		return nil, quoting(verdict.Malformed, err)
	}
	if err := g.ofThisSite(site, a.Site); err != nil {
		return nil, err
	}
	r.Received = g.Register.Received(r.Hash)
	if err := g.plausible(a.SubmittedAt(), a.Submitted, r.Received); err != nil {
		return nil, err
	}
	owner, err := g.owner(a.Staff, r)
	if err != nil {
		return nil, err
	}
	return g.score(a, owner, r)
}

func (g *Grader) score(a *results.Attempt, owner string, r *Record) (*competence.Submission, error) {
	given, err := byQuestion(a.Responses)
	if err != nil {
		return nil, err
	}
	s := g.submission(a.ID, owner, a.SubmittedAt(), a.Submitted, r)
	s.Started = a.StartedAt().In(g.Location).Format(time.DateOnly)
	s.Bank, s.BankRevision, s.Ordinal = a.Bank, a.BankRevision, a.Ordinal
	if len(g.Archive.Scenarios(a.Bank)) > 0 {
		err = g.walk(a, given, s)
	} else {
		err = g.markForm(&answerSheet{Grader: g, attempt: a, given: given, submission: s}, r)
	}
	if err != nil {
		return nil, err
	}
	g.finish(s, a, r)
	return s, nil
}

func byQuestion(responses []results.Response) (map[string]results.Response, error) {
	given := map[string]results.Response{}
	for _, r := range responses {
		if _, twice := given[r.Question]; twice {
			return nil, verdict.QuestionTwice.With(verdict.Clip(r.Question))
		}
		given[r.Question] = r
	}
	return given, nil
}

// markForm marks an attempt at a quiz bank. If its revision is unknown and somebody
// decided to accept it nevertheless, the questions that have an answer key are marked.
func (g *Grader) markForm(sheet *answerSheet, r *Record) error {
	a := sheet.attempt
	if len(g.Archive.Snapshots(a.Bank)) == 0 {
		return verdict.UnknownBank.With(verdict.Clip(a.Bank))
	}
	snapshot := g.Archive.Snapshot(a.BankRevision)
	var err error
	if snapshot == nil || snapshot.Bank != a.Bank {
		snapshot, err = g.markUnknown(sheet, r)
	} else {
		err = g.markDrawn(sheet, snapshot, r)
	}
	if err != nil {
		return err
	}
	s := sheet.submission
	s.PublicBank = snapshot.Exposure == quiz.Public
	if sheet.missing > 0 {
		s.Flags = append(s.Flags, verdict.AnswersMissing)
		s.Notes = verdict.Add(s.Notes, verdict.QuestionsMissing.With(sheet.missing, len(s.Items)))
	}
	if sheet.corrected {
		s.Flags = append(s.Flags, verdict.CorrectedKey)
	}
	return nil
}

// markUnknown marks an attempt at a revision of the bank that no kit has.
func (g *Grader) markUnknown(sheet *answerSheet, r *Record) (*quiz.Snapshot, error) {
	a := sheet.attempt
	why := verdict.UnknownRevision.With(verdict.Clip(a.BankRevision), verdict.Clip(a.Bank),
		a.Submitted[:len(time.DateOnly)])
	d := g.acceptsStale(sheet, r)
	if d == nil {
		return nil, why
	}
	snapshot, err := sheet.markNearest()
	if err != nil {
		return nil, err
	}
	sheet.applyStale(why, d, r)
	return snapshot, nil
}

// markDrawn marks the form that was drawn for the attempt.
func (g *Grader) markDrawn(sheet *answerSheet, snapshot *quiz.Snapshot, r *Record) error {
	err := sheet.markDraw(snapshot)
	why := verdict.Note{}
	if !errors.As(err, &why) || why.Code.Reason() != verdict.UnknownRevision.Reason() {
		return err
	}
	d := g.acceptsStale(sheet, r)
	if d == nil {
		return why
	}
	*sheet = answerSheet{Grader: g, attempt: sheet.attempt, given: sheet.given, submission: sheet.submission,
		lenient: true}
	if err := sheet.markDraw(snapshot); err != nil {
		return err
	}
	sheet.applyStale(why, d, r)
	return nil
}

func (g *Grader) acceptsStale(sheet *answerSheet, r *Record) *sheets.Decision {
	return g.Decisions.About(r.CaseID(verdict.UnknownRevision.Reason()), sheet.submission.Staff, sheets.AcceptStale)
}

// finish adds to an attempt that was scored what was decided about it, and what a reader
// should know about its bank.
func (g *Grader) finish(s *competence.Submission, a *results.Attempt, r *Record) {
	for _, done := range r.Applied {
		if done.Why.Code.Reason() == verdict.UnknownStaff.Reason() {
			s.Notes = verdict.Add(s.Notes, verdict.HandedInAs.With(verdict.Clip(a.Staff)))
		}
		sheets.Decide(s, done.Decision)
	}
	if s.PublicBank {
		s.Flags = append(s.Flags, verdict.PublicBank)
	}
	if newest := g.Newest[a.Bank]; newest != "" && newest != a.BankRevision {
		s.Flags = append(s.Flags, verdict.StaleRevision)
	}
	r.Trace = traceOf(a, s)
}
