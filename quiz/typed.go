package quiz

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxTyped bounds what is typed as an answer, in bytes.
const MaxTyped = 2000

// KeyAnswer is an answer to a number or text question, as archived. Of value, min
// and max those are there that the author wrote.
type KeyAnswer struct {
	Text          string        `json:"text,omitempty"`
	Value         *float64      `json:"value,omitempty"`
	Tolerance     float64       `json:"tolerance,omitzero"`
	ToleranceType ToleranceType `json:"tolerance_type,omitempty"`
	Min           *float64      `json:"min,omitempty"`
	Max           *float64      `json:"max,omitempty"`
	Fraction      float64       `json:"fraction"`
}

// answerFitting gives the place of the first answer that fits what was typed, or
// -1: Moodle's rule for numerical and short-answer questions.
func (k *Key) answerFitting(r *Response) int {
	if k.Type == Number {
		n, ok := ParseNumber(r.Number)
		if !ok {
			return -1
		}
		for i, a := range k.Answers {
			if low, high := a.interval(); n >= low && n <= high {
				return i
			}
		}
		return -1
	}
	typed := foldTyped(r.Text, k.Exact)
	for i, a := range k.Answers {
		if pattern(a.Text, k.Exact).fits(typed) {
			return i
		}
	}
	return -1
}

// epsilon is the part of a bound by which a number may miss it: without it
// 0.1 + 0.2 would miss 0.3. Moodle takes the precision of PHP, 1e-14, likewise.
const epsilon = 1e-14

// interval gives the numbers that an answer takes, ends included.
func (a KeyAnswer) interval() (low, high float64) {
	if a.Value == nil {
		low, high = math.Inf(-1), math.Inf(1)
		if a.Min != nil {
			low = *a.Min - slack(*a.Min)
		}
		if a.Max != nil {
			high = *a.Max + slack(*a.Max)
		}
		return low, high
	}
	value, t := *a.Value, a.Tolerance
	if a.ToleranceType == ToleranceGeometric {
		low, high = value/(1+t), float64(value*(1+t))
		low, high = min(low, high), max(low, high)
		return low - slack(low), high + slack(high)
	}
	if a.ToleranceType == ToleranceRelative {
		t = float64(math.Abs(value) * t)
	}
	t += slack(max(t, math.Abs(value)))
	return value - t, value + t
}

// slack is how far a number may miss a bound. The conversion keeps the product
// from being fused with a sum, which some processors round otherwise than a
// browser does.
func slack(bound float64) float64 { return float64(epsilon * math.Abs(bound)) }

var number = regexp.MustCompile(`^[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,3})?$`)

// ParseNumber reads a number as people type it: with a decimal point or comma,
// with blanks between groups of digits, with a minus of any kind. A comma is
// never taken for the mark of thousands.
func ParseNumber(typed string) (float64, bool) {
	s := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '−' || r == '–':
			return '-'
		}
		return r
	}, typed)
	if !number.MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return n, err == nil
}

// foldTyped brings a typed text to the form that is compared: Unicode NFC, no
// blanks at its ends; unless exact, case, runs of blanks and the shape of
// apostrophes, quotation marks and dashes do not matter (phones set them by
// themselves).
func foldTyped(s string, exact bool) string {
	if exact {
		return strings.TrimFunc(norm.NFC.String(s), unicode.IsSpace)
	}
	return Fold(plainMarks.Replace(s))
}

var plainMarks = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-")

// wildcards is a pattern cut at its asterisks: the first part begins the text,
// the last ends it, and the others stand between them in their order.
type wildcards []string

// pattern reads an answer with * for any characters and \* for an asterisk.
func pattern(written string, exact bool) wildcards {
	const asterisk = "\x00" // stands in no text that TOML or a browser can give
	written = strings.ReplaceAll(strings.ReplaceAll(written, asterisk, ""), `\*`, asterisk)
	parts := strings.Split(written, "*")
	for i, p := range parts {
		if exact {
			p = norm.NFC.String(p)
		} else {
			p = foldPart(p)
		}
		if i == 0 {
			p = strings.TrimLeftFunc(p, unicode.IsSpace)
		}
		if i == len(parts)-1 {
			p = strings.TrimRightFunc(p, unicode.IsSpace)
		}
		parts[i] = strings.ReplaceAll(p, asterisk, "*")
	}
	return parts
}

// foldPart is foldTyped for a part of a text: a blank at its ends stays one.
func foldPart(p string) string {
	folded := foldTyped(p, false)
	if folded == "" && p != "" {
		return " "
	}
	if first := strings.TrimLeftFunc(p, unicode.IsSpace); first != p {
		folded = " " + folded
	}
	if last := strings.TrimRightFunc(p, unicode.IsSpace); last != p {
		folded += " "
	}
	return folded
}

// fits takes time in proportion to the text: there is nothing to go back to.
func (w wildcards) fits(text string) bool {
	first, last := w[0], w[len(w)-1]
	if len(w) == 1 {
		return text == first
	}
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range w[1 : len(w)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// covers tells that everything which fits other fits w: the asterisks of other
// may stand for what no part of w holds.
func (w wildcards) covers(other wildcards) bool { return w.fits(strings.Join(other, "\x00")) }

func (w wildcards) blank() bool { return len(w) == 1 && w[0] == "" }

func (w wildcards) everything() bool { return len(w) > 1 && strings.Join(w, "") == "" }

// ParseAnswer reads an answer to a number question as it is written in a lesson:
// 2, 2 ± 0.5, 2 ± 10 %, 2 ×÷ 1.5, 1.5 to 2.5, 2 or more, 2 or less.
func ParseAnswer(written string) (Answer, bool) {
	s := strings.Join(strings.Fields(written), " ")
	one := func(text string) *float64 {
		n, ok := ParseNumber(text)
		if !ok || math.IsInf(n, 0) {
			return nil
		}
		return &n
	}
	if rest, ok := strings.CutSuffix(s, " or more"); ok {
		a := Answer{Min: one(rest)}
		return a, a.Min != nil
	}
	if rest, ok := strings.CutSuffix(s, " or less"); ok {
		a := Answer{Max: one(rest)}
		return a, a.Max != nil
	}
	for _, sign := range []string{" to ", "…", ".."} {
		if from, to, ok := strings.Cut(s, sign); ok {
			a := Answer{Min: one(from), Max: one(to)}
			return a, a.Min != nil && a.Max != nil
		}
	}
	if value, factor, ok := strings.Cut(s, "×÷"); ok {
		a := Answer{Value: one(value), ToleranceType: ToleranceGeometric}
		f := one(factor)
		if a.Value == nil || f == nil || *f < 1 {
			return a, false
		}
		a.Tolerance = *f - 1
		return a, true
	}
	value, tolerance, ranged := strings.Cut(strings.NewReplacer("+/-", "±", "+-", "±").Replace(s), "±")
	a := Answer{Value: one(value)}
	if !ranged {
		return a, a.Value != nil
	}
	tolerance, relative := strings.CutSuffix(strings.TrimSpace(tolerance), "%")
	t := one(tolerance)
	if a.Value == nil || t == nil || *t < 0 {
		return a, false
	}
	a.Tolerance = *t
	if relative {
		a.Tolerance, a.ToleranceType = *t/100, ToleranceRelative
	}
	return a, true
}
