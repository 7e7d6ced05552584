package competence

import (
	"time"

	"github.com/coursemark/coursemark/standards"
)

// Dates are written 2006-01-02, so that they compare as text. A level holds from
// its first day up to the day before it expires: twelve months from 1 February
// are over on the next 1 February.

func parseDate(date string) time.Time {
	t, _ := time.Parse(time.DateOnly, date) // dates were checked when they were read
	return t
}

func addDays(date string, days int) string {
	return parseDate(date).AddDate(0, 0, days).Format(time.DateOnly)
}

// AddMonths adds calendar months: a day that the month does not have becomes
// its last one (31 January and a month are the last of February).
func AddMonths(date string, months int) string {
	t := parseDate(date)
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1).Format(time.DateOnly)
}

// expiry returns when something done on a date expires; "" is never. previous is
// the expiry of what it renews, or "".
func expiry(v standards.Validity, date, previous string) string {
	if v.Months == 0 {
		return ""
	}
	switch v.Mode {
	case standards.Expiry:
		if previous != "" && date < previous && date >= addDays(previous, -v.WindowDays) {
			return AddMonths(previous, v.Months)
		}
	case standards.Fixed:
		return fixedExpiry(v, date)
	}
	return AddMonths(date, v.Months)
}

// expiries finds when each submission at one bank expires; a renewal builds on the
// last submission that reached the first cut.
func expiries(v standards.Validity, m standards.Measure, group []*piece) {
	previous := ""
	for _, p := range group {
		p.expires = expiry(v, p.submission.Date, previous)
		if levelOf(m, 100*p.fraction(), p.critical) > 0 {
			previous = p.expires
		}
	}
}

// Renewable returns the first day on which what an attempt at a bank showed on a date
// can be renewed: the day on which the window before its expiry opens. If the bank is
// evidence for several competencies it returns the earliest such day; "" if nothing
// expires.
func (r *Rules) Renewable(bank, date string) string {
	first := ""
	for _, rule := range r.rules {
		if rule.KindOf(bank) == "" {
			continue
		}
		if end := expiry(rule.Validity, date, ""); end != "" {
			first = sooner(first, max(addDays(end, -rule.Validity.WindowDays), addDays(date, 1)))
		}
	}
	return first
}

// fixedExpiry returns the first base date + k periods that lies after the date and at
// least the window away from it.
func fixedExpiry(v standards.Validity, date string) string {
	base := v.BaseDate.Format(time.DateOnly)
	from, to := v.BaseDate, parseDate(date)
	k := ((to.Year()-from.Year())*12+int(to.Month()-from.Month()))/v.Months - 2
	earliest := addDays(date, max(v.WindowDays, 1))
	for {
		if at := AddMonths(base, k*v.Months); at >= earliest {
			return at
		}
		k++
	}
}

// expired reports whether something is over on a date.
func expired(expires, date string) bool { return expires != "" && date >= expires }

// sooner returns the earlier of two dates of expiry, where "" is never.
func sooner(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}
