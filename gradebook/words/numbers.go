package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Percent writes a percentage without needless digits.
func Percent(p float64) string { return tenths(p) + "%" }

// tenths writes a number with one decimal, unless that is 0.
func tenths(p float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(p, 'f', 1, 64), ".0")
}

// Number writes points.
func Number(p float64) string {
	text := strconv.FormatFloat(p, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// YesNo is yes or no.
func YesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// Upper makes the first letter a capital.
func Upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// lower makes the first letter small.
func lower(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Sentence is a line with a capital and a full stop.
func Sentence(s string) string {
	s = Upper(strings.TrimSpace(s))
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") {
		return s
	}
	return s + "."
}

// Time writes minutes as hours and minutes; 0 is "not known".
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
