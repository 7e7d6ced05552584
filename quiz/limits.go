package quiz

import "fmt"

// Limits say how often something that counts can be taken. They never keep anybody
// from taking it: the gradebook says which attempts count.
type Limits struct {
	Attempts       int `json:"attempts,omitzero"`         // 0 = no limit
	AttemptsMonths int `json:"attempts_months,omitzero"`  // calendar months in which Attempts are counted; 0 = until what was shown can be renewed
	CoolingOffDays int `json:"cooling_off_days,omitzero"` // between an attempt and the start of the next; 0 = none
}

// Bounds of limits.
const (
	maxAttempts       = 100
	maxAttemptsMonths = 600
	maxCoolingOffDays = 3650
)

// Limits gives the limits of a bank.
func (b *Bank) Limits() Limits { return Limits{b.Attempts, b.AttemptsMonths, b.CoolingOffDays} }

// Sound tells whether limits are such as an author can write.
func (l Limits) Sound() bool {
	sound := true
	l.check(func(string, string, ...any) { sound = false })
	return sound
}

// check reports what is wrong with limits.
func (l Limits) check(fault func(what, hint string, path ...any)) {
	for _, n := range []struct {
		key   string
		value int
		most  int
		hint  string
	}{
		{"attempts", l.Attempts, maxAttempts, "0 means no limit"},
		{"attempts_months", l.AttemptsMonths, maxAttemptsMonths, "without it, attempts are counted until the result is due for renewal"},
		{"cooling_off_days", l.CoolingOffDays, maxCoolingOffDays, "0 means that the next attempt can follow at once"},
	} {
		switch {
		case n.value < 0:
			fault(n.key+" cannot be negative", n.hint, n.key)
		case n.value > n.most:
			fault(fmt.Sprintf("%s is %d; at most %d", n.key, n.value, n.most), n.hint, n.key)
		}
	}
	if l.AttemptsMonths > 0 && l.Attempts == 0 {
		fault("attempts_months without attempts", "write attempts = 3: how many attempts count in that time?", "attempts_months")
	}
}
