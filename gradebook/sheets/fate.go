package sheets

import (
	"strconv"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// fate is what becomes of a row about which somebody can decide.
type fate struct {
	verdict verdict.Verdict
	why     verdict.Note   // where it is not accepted, or was accepted by decision
	also    []verdict.Note // what else there is to say about it
	open    string         // the ID of the case that somebody can decide about; "" = nothing
	decided *Decision      // about it
}

func (f *fate) refuse(why verdict.Note) { f.verdict, f.why = verdict.Quarantined, why }

// countAs looks for a decision as whom to count a row of somebody unknown: staff is
// the ID that was typed, about what names the row. Without one the row is refused.
func (f *fate) countAs(staff string, roster *Roster, decisions *Decisions, about ...string) (string, bool) {
	f.open = verdict.CaseID(verdict.UnknownStaff.Reason(), about...)
	f.refuse(verdict.UnknownStaffInRow.With(verdict.Clip(staff), roster.Near(staff)))
	d := decisions.About(f.open, "", CountAs)
	if d == nil {
		return staff, false
	}
	f.verdict, f.decided = verdict.Accepted, d
	f.also = []verdict.Note{verdict.CountedAs.With(d.Staff)}
	return d.Staff, true
}

// exception is what there is to say about a row; false where that is nothing.
func (f *fate) exception(file, sha string, row int, staff string, decisions *Decisions) (verdict.Exception, bool) {
	e := f.why.Exception(file, sha, strconv.Itoa(row), staff, f.verdict)
	switch {
	case f.verdict == verdict.Accepted && f.decided == nil:
		return e, false
	case f.verdict == verdict.Accepted:
		e.Verdict, e.Notes = verdict.Decided, verdict.Add(f.also, f.decided.Note(verdict.DecidedBy))
	case f.open != "":
		e.Case = f.open
		if d := decisions.Settle(f.open, e.Reason); d != nil {
			e.Verdict, e.Case, e.Notes = verdict.Decided, "", []verdict.Note{d.Note(verdict.RejectedBy)}
		}
	}
	return e, true
}
