package sheets

import (
	"strconv"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// outcome is what became of a row that somebody can decide about.
type outcome struct {
	verdict verdict.Verdict
	why     verdict.Note   // it is not accepted, or was accepted only by a decision
	also    []verdict.Note // further remarks on it
	open    string         // the ID of the case that somebody can decide about; "" = nothing
	decided *Decision      // about it
}

func (o *outcome) refuse(why verdict.Note) { o.verdict, o.why = verdict.Quarantined, why }

// countAs looks for a decision for whom to count a row with an unknown staff ID: staff is
// the ID that was typed, and about identifies the row. Without a decision the row is
// refused.
func (o *outcome) countAs(staff string, roster *Roster, decisions *Decisions, about ...string) (string, bool) {
	o.open = verdict.CaseID(verdict.UnknownStaff.Reason(), about...)
	o.refuse(verdict.UnknownStaffInRow.With(verdict.Clip(staff), roster.Near(staff)))
	d := decisions.About(o.open, "", CountAs)
	if d == nil {
		return staff, false
	}
	o.verdict, o.decided = verdict.Accepted, d
	o.also = []verdict.Note{verdict.CountedAs.With(d.Staff)}
	return d.Staff, true
}

// exception returns what there is to say about a row; false if there is nothing.
func (o *outcome) exception(file, sha string, row int, staff string, decisions *Decisions) (verdict.Exception, bool) {
	e := o.why.Exception(file, sha, strconv.Itoa(row), staff, o.verdict)
	switch {
	case o.verdict == verdict.Accepted && o.decided == nil:
		return e, false
	case o.verdict == verdict.Accepted:
		e.Verdict, e.Notes = verdict.Decided, verdict.Add(o.also, o.decided.Note(verdict.DecidedBy))
	case o.open != "":
		e.Case = o.open
		if d := decisions.Settle(o.open, e.Reason); d != nil {
			e.Verdict, e.Case, e.Notes = verdict.Decided, "", []verdict.Note{d.Note(verdict.RejectedBy)}
		}
	}
	return e, true
}
