package quiz

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// Number asks the learner to type a number.
const Number Type = "number"

// numberKind is answered by typing a number.
type numberKind struct{ typedKind }

func (numberKind) members() []string { return []string{"answers", "unit"} }

func (numberKind) check(q *Question, report diag.Report) {
	checkAnswers(q, noNumberAnswers, report, func(i int, report diag.Report) { q.Answers[i].checkNumber(report) })
}

// checkNumber reports the first thing that is wrong with an answer to a number question.
func (a Answer) checkNumber(report diag.Report) {
	for _, n := range []struct {
		member string
		value  *float64
	}{{"value", a.Value}, {"min", a.Min}, {"max", a.Max}, {"tolerance", &a.Tolerance}} {
		if n.value != nil && (math.IsNaN(*n.value) || math.IsInf(*n.value, 0)) {
			report(notANumber.With(n.member), n.member)
			return
		}
	}
	ranged := a.Min != nil || a.Max != nil
	switch {
	case a.Text != "":
		report(textOfNumber.With(), "text")
	case a.Value == nil && !ranged:
		report(noValue.With(), "value")
	case a.Value != nil && ranged:
		report(valueAndRange.With(), "value")
	case a.Value == nil && (a.Tolerance != 0 || a.ToleranceType != ""):
		report(rangeWithTolerance.With(), "tolerance")
	case a.Min != nil && a.Max != nil && *a.Min > *a.Max:
		report(rangeReversed.With(), "min")
	case a.Tolerance < 0:
		report(toleranceNegative.With(), "tolerance")
	case a.ToleranceType != "" && !slices.Contains(ToleranceTypes(), string(a.ToleranceType)):
		known := diag.Suggest(string(a.ToleranceType), ToleranceTypes())
		report(toleranceUnknown.With(string(a.ToleranceType), known), "tolerance_type")
	}
}

func (numberKind) publish(p *PublishedQuestion, _ string) { p.Unit = Normalise(p.Source.Unit) }

func (numberKind) shown(p *PublishedQuestion) []string { return []string{"unit", p.Unit} }

func (n numberKind) key(k *Key, p *PublishedQuestion, bank string) {
	n.typedKind.key(k, p, bank)
	k.Unit = p.Unit
}

func (numberKind) parse(raw jsontext.Value) (*Response, error) {
	var r struct {
		Number *string `json:"number"`
	}
	err := decodeResponse(raw, &r, Number, `{"number": "as typed"}`+atMostTyped, func() bool {
		return r.Number != nil && len(*r.Number) <= maxTyped
	})
	if err != nil || isBlank(*r.Number) {
		return nil, err
	}
	return &Response{Number: *r.Number}, nil
}

func (n numberKind) score(k *Key, r *Response) (float64, error) {
	return scoreAnswer(k, n.matching(k, r))
}

func (n numberKind) picked(k *Key, r *Response) []string { return pickedAnswer(k, n.matching(k, r)) }

// matching returns the index of the first answer whose interval holds the number, or −1:
// Moodle's rule for numerical questions.
func (numberKind) matching(k *Key, r *Response) int {
	n, ok := ParseNumber(r.Number)
	if !ok {
		return -1
	}
	return slices.IndexFunc(k.Answers, func(a KeyAnswer) bool {
		low, high := a.interval()
		return n >= low && n <= high
	})
}

// interval returns the lowest and the highest number that an answer accepts.
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

// epsilon is the relative error by which a number may miss a bound: without it, 0.1 + 0.2
// would miss 0.3. Moodle uses the precision of PHP, which is 1e-14 too.
const epsilon = 1e-14

// slack returns how far a number may miss a bound. The conversion keeps the compiler from
// fusing the product with a sum, which some processors round differently from a browser.
func slack(bound float64) float64 { return float64(epsilon * math.Abs(bound)) }

var numberPattern = regexp.MustCompile(`^[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,3})?$`)

// ParseNumber reads a number as people type it: with a decimal point or comma, with spaces
// between groups of digits, with any kind of minus sign. A comma is never a thousands
// separator.
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
	if !numberPattern.MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return n, err == nil
}

// ParseAnswer reads an answer to a number question as it is written in a lesson:
// 2, 2 ± 0.5, 2 ± 10 %, 2 ×÷ 1.5, 1.5 to 2.5, 2 or more, 2 or less.
func ParseAnswer(written string) (Answer, bool) {
	s := strings.Join(strings.Fields(written), " ")
	if rest, ok := strings.CutSuffix(s, " or more"); ok {
		a := Answer{Min: finite(rest)}
		return a, a.Min != nil
	}
	if rest, ok := strings.CutSuffix(s, " or less"); ok {
		a := Answer{Max: finite(rest)}
		return a, a.Max != nil
	}
	for _, sign := range []string{" to ", "…", ".."} {
		if from, to, ok := strings.Cut(s, sign); ok {
			a := Answer{Min: finite(from), Max: finite(to)}
			return a, a.Min != nil && a.Max != nil
		}
	}
	if value, factor, ok := strings.Cut(s, "×÷"); ok {
		return withFactor(value, factor)
	}
	s = strings.NewReplacer("+/-", "±", "+-", "±").Replace(s)
	if value, tolerance, ok := strings.Cut(s, "±"); ok {
		return withTolerance(value, tolerance)
	}
	a := Answer{Value: finite(s)}
	return a, a.Value != nil
}

// finite reads a number; it returns nil where the text is not a finite number.
func finite(text string) *float64 {
	n, ok := ParseNumber(text)
	if !ok || math.IsInf(n, 0) {
		return nil
	}
	return &n
}

func withFactor(value, factor string) (Answer, bool) {
	a := Answer{Value: finite(value), ToleranceType: ToleranceGeometric}
	f := finite(factor)
	if a.Value == nil || f == nil || *f < 1 {
		return a, false
	}
	a.Tolerance = *f - 1
	return a, true
}

func withTolerance(value, tolerance string) (Answer, bool) {
	a := Answer{Value: finite(value)}
	tolerance, relative := strings.CutSuffix(strings.TrimSpace(tolerance), "%")
	t := finite(tolerance)
	if a.Value == nil || t == nil || *t < 0 {
		return a, false
	}
	a.Tolerance = *t
	if relative {
		a.Tolerance, a.ToleranceType = *t/100, ToleranceRelative
	}
	return a, true
}
