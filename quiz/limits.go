package quiz

import "github.com/coursemark/coursemark/internal/diag"

// Limits say how many attempts at a bank or scenario count. They never keep anybody from
// taking it: the gradebook decides which attempts count.
type Limits struct {
	// Attempts is how many attempts count; 0 = no limit.
	Attempts int `json:"attempts,omitzero"`
	// AttemptsMonths is the number of calendar months in which Attempts are counted;
	// 0 = until the evidence can be renewed.
	AttemptsMonths int `json:"attempts_months,omitzero"`
	// CoolingOffDays is the number of days between an attempt and the start of the next;
	// 0 = none.
	CoolingOffDays int `json:"cooling_off_days,omitzero"`
}

// Bounds of limits.
const (
	maxAttempts       = 100
	maxAttemptsMonths = 600
	maxCoolingOffDays = 3650
)

// Sound reports whether the limits are ones that an author may write.
func (l Limits) Sound() bool {
	sound := true
	l.check(func(diag.Message, ...any) { sound = false })
	return sound
}

// check reports what is wrong with the limits.
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
