package words

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/intake"
)

// Time is minutes in hours and minutes; "not known" for none.
func Time(minutes int) string {
	switch h, m := minutes/60, minutes%60; {
	case minutes == 0:
		return "not known"
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case m == 0:
		return fmt.Sprintf("%d h", h)
	default:
		return fmt.Sprintf("%d h %d min", h, m)
	}
}

// Spent says how long a piece of training took, and what that rests on.
func Spent(t intake.Training) string {
	if t.Planned && t.Minutes > 0 {
		return Time(t.Minutes) + " planned"
	}
	return Time(t.Minutes)
}

// MinutesAre says what minutes rest on.
func MinutesAre(t intake.Training) string {
	switch {
	case t.Minutes == 0:
		return "not known"
	case t.Planned:
		return "planned"
	}
	return "stated by HR"
}

// Year says how much training there was in a year.
func Year(y gradebook.Year) string {
	var parts []string
	if y.Stated > 0 {
		parts = append(parts, Time(y.Stated)+" stated by HR")
	}
	if y.Planned > 0 {
		parts = append(parts, Time(y.Planned)+" planned for modules of this site")
	}
	if parts == nil {
		parts = []string{"minutes not known"}
	}
	text := y.Year + ": " + strings.Join(parts, " and ")
	if len(parts) == 2 {
		text += ", " + Time(y.Stated+y.Planned) + " together"
	}
	return text
}
