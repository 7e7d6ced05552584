package ledger

import (
	"cmp"
	"slices"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
)

// Limits say how often what can be taken counts.
type Limits struct {
	Of    map[string]quiz.Limits // by bank or scenario
	Title func(id string) string // of a bank or scenario
	// Renewable returns the day from which what an attempt of a date showed may be
	// renewed; "" = never.
	Renewable func(id, date string) string
}

// limited is an attempt that does not count because of the limits of its bank, unless
// somebody decided that it does.
type limited struct {
	flag    verdict.Flag
	why     verdict.Note
	decided *sheets.Decision // nil: it does not count
}

// overLimits returns the attempts that are too many or came too soon, by their numbers in
// the store. They stay accepted.
func (b book) overLimits(o Limits, decisions *sheets.Decisions) map[uint32]limited {
	out := map[uint32]limited{}
	for run := range b.runs(b.ofKind(Attempt, byBank), byBank) {
		bank := b.Bank(b.Head(run[0]).Bank)
		limits := o.Of[bank]
		if len(run) < 2 || limits.CoolingOffDays == 0 && (limits.Attempts == 0 || len(run) <= limits.Attempts) {
			continue // known without reading them again
		}
		var counted []*competence.Submission
		for _, a := range b.inTime(run) {
			s := a.record.Submission
			found, ok := o.check(bank, limits, counted, s)
			if ok {
				found.decided = decisions.About(a.record.CaseID(found.why.Code.Reason()), s.Staff, sheets.Confirm)
				out[a.at] = found
			}
			if !ok || found.decided != nil {
				counted = append(counted, s)
			}
		}
	}
	return out
}

type numbered struct {
	at     uint32
	record *intake.Record
}

// inTime reads attempts in the order of their times.
func (b book) inTime(list []uint32) []numbered {
	out := make([]numbered, len(list))
	for k, i := range list {
		out[k] = numbered{i, b.Record(i)}
	}
	slices.SortFunc(out, func(x, y numbered) int { return competence.ByTime(x.record.Submission, y.record.Submission) })
	return out
}

// check compares an attempt with those that counted before it, and reports whether it is
// limited. Attempts that do not count use up no limit.
func (o Limits) check(bank string, limits quiz.Limits, counted []*competence.Submission,
	s *competence.Submission) (limited, bool) {
	if len(counted) == 0 {
		return limited{}, false
	}
	last := counted[len(counted)-1]
	earliest := addDays(last.Date, limits.CoolingOffDays)
	tooSoon := limits.CoolingOffDays > 0 && s.Started < earliest
	full, from := o.full(bank, limits, counted, s.Date)
	switch {
	case tooSoon:
		countsFrom := ""
		if !full || from != "" {
			countsFrom = max(earliest, from)
		}
		why := verdict.AttemptTooSoon.With(s.Ordinal, o.Title(bank), s.Started, limits.CoolingOffDays, last.Date,
			countsFrom)
		return limited{flag: verdict.TooSoon, why: why}, true
	case full:
		why := verdict.AttemptTooMany.With(s.Ordinal, o.Title(bank), s.Date, limits.Attempts,
			limits.AttemptsMonths, from)
		return limited{flag: verdict.OverLimit, why: why}, true
	}
	return limited{}, false
}

// full reports whether the limit is used up on a date, and from which day it no longer
// is; "" = never. More attempts than the limit may count, because somebody decided so.
func (o Limits) full(bank string, limits quiz.Limits, counted []*competence.Submission, date string) (bool, string) {
	if limits.Attempts == 0 {
		return false, ""
	}
	var ends []string // the days from which attempts no longer use up the limit
	for _, before := range counted {
		end := ""
		if limits.AttemptsMonths > 0 {
			end = competence.AddMonths(before.Date, limits.AttemptsMonths)
		} else {
			end = o.Renewable(bank, before.Date)
		}
		if end == "" || end > date {
			ends = append(ends, end)
		}
	}
	if len(ends) < limits.Attempts {
		return false, ""
	}
	slices.SortFunc(ends, func(a, b string) int {
		if a == "" || b == "" {
			return cmp.Compare(b, a) // never comes last
		}
		return cmp.Compare(a, b)
	})
	return true, ends[len(ends)-limits.Attempts]
}

func addDays(date string, n int) string {
	t, _ := time.Parse(time.DateOnly, date) // it was formatted by this program
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
