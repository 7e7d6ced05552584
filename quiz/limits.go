package quiz

import "github.com/coursemark/coursemark/internal/diag"

// Limits say how often something that counts can be taken. They never keep anybody
// from taking it: the gradebook says which attempts count.
type Limits struct {
	// Attempts are how many count; 0 = no limit.
	Attempts int `json:"attempts,omitzero"`
	// AttemptsMonths are the calendar months in which Attempts are counted; 0 = until
	// what was shown can be renewed.
	AttemptsMonths int `json:"attempts_months,omitzero"`
	// CoolingOffDays lie between an attempt and the start of the next; 0 = none.
	CoolingOffDays int `json:"cooling_off_days,omitzero"`
}

// Bounds of limits.
const (
	maxAttempts       = 100
	maxAttemptsMonths = 600
	maxCoolingOffDays = 3650
)

// Sound reports whether limits are such as an author can write.
func (l Limits) Sound() bool {
	sound := true
	l.check(func(diag.Message, ...any) { sound = false })
	return sound
}

// check reports what is wrong with limits.
func (l Limits) check(report diag.Report) {
	for _, n := range []struct {
		key         string
		value, most int
	}{
		{"attempts", l.Attempts, maxAttempts},
		{"attempts_months", l.AttemptsMonths, maxAttemptsMonths},
		{"cooling_off_days", l.CoolingOffDays, maxCoolingOffDays},
	} {
		switch {
		case n.value < 0:
			report(limitNegative.With(n.key), n.key)
		case n.value > n.most:
			report(limitTooLarge.With(n.key, n.value, n.most), n.key)
		}
	}
	if l.AttemptsMonths > 0 && l.Attempts == 0 {
		report(monthsAlone.With(), "attempts_months")
	}
}
