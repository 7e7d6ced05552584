package intake

import (
	"cmp"
	"slices"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// Limits say how often what can be taken counts.
type Limits struct {
	Of    map[string]quiz.Limits // by bank or scenario
	Title func(id string) string // of a bank or scenario
	// Renewable tells from which day on an attempt of a date is old enough for what
	// it showed to be renewed; "" = never.
	Renewable func(id, date string) string
}

// limited is an attempt that does not count by the limits of its bank, unless
// somebody decided that it does.
type limited struct {
	flag    verdict.Flag
	why     verdict.Note
	decided *sheets.Decision // nil: it does not count
}

// limit finds the attempts that came too often or too soon. They stay accepted.
func (l *ledger) limit(o Options) {
	l.limited = map[uint32]limited{}
	list := l.in(results.KindAttempt, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.staff, b.staff), cmp.Compare(a.bank, b.bank))
	})
	for run := range l.runs(list, func(a, b *entry) bool { return a.staff == b.staff && a.bank == b.bank }) {
		bank := l.banks.list[l.entries[run[0]].bank]
		limits := o.Limits.Of[bank]
		if len(run) < 2 || limits.CoolingOffDays == 0 && (limits.Attempts == 0 || len(run) <= limits.Attempts) {
			continue // told without reading them again
		}
		type attempt struct {
			at     uint32
			record *record
		}
		attempts := make([]attempt, len(run))
		for k, i := range run {
			attempts[k] = attempt{i, l.record(i)}
		}
		slices.SortFunc(attempts, func(a, b attempt) int { return competence.ByTime(a.record.sitting, b.record.sitting) })
		var counted []*competence.Sitting
		for _, a := range attempts {
			s := a.record.sitting
			found, ok := o.Limits.hold(bank, limits, counted, s)
			if ok {
				found.decided = o.Decided.About(a.record.caseKey(found.why.Code.Reason()), s.Staff, sheets.Confirm)
				l.limited[a.at] = found
			}
			if !ok || found.decided != nil {
				counted = append(counted, s)
			}
		}
	}
}

// hold holds an attempt against those that counted before it, and tells whether it
// does not count. Attempts that do not count themselves are in nobody's way.
func (o Limits) hold(bank string, limits quiz.Limits, counted []*competence.Sitting, s *competence.Sitting) (limited, bool) {
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

// full tells whether on a date as many attempts stand against the limit as count,
// and from which day on there are fewer; "" = never. More stand where somebody
// decided that one too many counts.
func (o Limits) full(bank string, limits quiz.Limits, counted []*competence.Sitting, date string) (bool, string) {
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
