package words

import (
	"strings"

	"github.com/coursemark/coursemark/internal/count"
)

// Spent says how long a piece of training took, and what that rests on.
func Spent(minutes int, planned bool) string {
	if planned && minutes > 0 {
		return Time(minutes) + " planned"
	}
	return Time(minutes)
}

// MinutesAre says what minutes rest on.
func MinutesAre(minutes int, planned bool) string {
	switch {
	case minutes == 0:
		return "not known"
	case planned:
		return "planned"
	}
	return "stated by HR"
}

// Year says how much training there was in a year: minutes that HR states, and those
// planned for modules of the site.
func Year(year string, stated, planned int) string {
	var parts []string
	if stated > 0 {
		parts = append(parts, Time(stated)+" stated by HR")
	}
	if planned > 0 {
		parts = append(parts, Time(planned)+" planned for modules of this site")
	}
	if parts == nil {
		parts = []string{"minutes not known"}
	}
	text := year + ": " + strings.Join(parts, " and ")
	if len(parts) == 2 {
		text += ", " + Time(stated+planned) + " together"
	}
	return text
}

// Shared says what else a person handed in that is not evidence.
func Shared(reflections, practiceLogs int) []string {
	var out []string
	if reflections > 0 {
		out = append(out, "The person shared "+count.Of(reflections, "reflection", "reflections")+". "+
			"What it says is theirs and is not kept here.")
	}
	if practiceLogs > 0 {
		out = append(out, "The person handed in "+count.Of(practiceLogs, "log", "logs")+
			" of practice, which is no evidence.")
	}
	return out
}
