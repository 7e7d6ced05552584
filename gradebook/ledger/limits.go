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
	// Renewable returns the day from which on an attempt of a date is old enough for
	// what it showed to be renewed; "" = never.
	Renewable func(id, date string) string
}

// limited is an attempt that does not count by the limits of its bank, unless
// somebody decided that it does.
type limited struct {
	flag    verdict.Flag
	why     verdict.Note
	decided *sheets.Decision // nil: it does not count
}

// overLimits finds the attempts that came too often or too soon, by their numbers.
// They stay accepted.
func (b book) overLimits(o Limits, decisions *sheets.Decisions) map[uint32]limited {
	out := map[uint32]limited{}
	for run := range b.runs(b.is(Attempt, byBank), byBank) {
		bank := b.Bank(b.Head(run[0]).Bank)
		limits := o.Of[bank]
		if len(run) < 2 || limits.CoolingOffDays == 0 && (limits.Attempts == 0 || len(run) <= limits.Attempts) {
			continue // known without reading them again
		}
		var counted []*competence.Submission
		for _, a := range b.inTime(run) {
			s := a.record.Submission
			found, ok := o.hold(bank, limits, counted, s)
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

// hold holds an attempt against those that counted before it, and reports whether it
// does not count. Attempts that do not count themselves are in nobody's way.
func (o Limits) hold(bank string, limits quiz.Limits, counted []*competence.Submission, s *competence.Submission) (limited, bool) {
	if len(counted) == 0 {
		return limited{}, false
	}
	last := counted[len(counted)-1]
	rested := addDays(last.Date, limits.CoolingOffDays)
	soon := limits.CoolingOffDays > 0 && s.Started < rested
	full, from := o.full(bank, limits, counted, s.Date)
	switch {
	case soon:
		would := ""
		if !full || from != "" {
			would = max(rested, from)
		}
		why := verdict.AttemptTooSoon.With(s.Ordinal, o.Title(bank), s.Started, limits.CoolingOffDays, last.Date, would)
		return limited{flag: verdict.TooSoon, why: why}, true
	case full:
		why := verdict.AttemptTooMany.With(s.Ordinal, o.Title(bank), s.Date, limits.Attempts, limits.AttemptsMonths, from)
		return limited{flag: verdict.OverLimit, why: why}, true
	}
	return limited{}, false
}

// full reports whether on a date as many attempts stand against the limit as count,
// and from which day on there are fewer; "" = never. More stand where somebody
// decided that one too many counts.
func (o Limits) full(bank string, limits quiz.Limits, counted []*competence.Submission, date string) (bool, string) {
	if limits.Attempts == 0 {
		return false, ""
	}
	var ends []string // days from which on attempts stand no more
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
	t, _ := time.Parse(time.DateOnly, date) // it was made here
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
