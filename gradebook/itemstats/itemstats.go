// Package itemstats computes the figures of classical item analysis: how easy an
// item was, how well it tells people apart, how its options were used, and how
// well the items of a form hang together. It knows marks and options and nothing
// of banks, files or people.
//
// The definitions are those of Moodle's quiz statistics (question statistics in
// core_question\statistics\questions\calculator, test statistics in
// quiz_statistics\calculator; "Quiz statistics calculations" in Moodle's
// documentation for developers). In all of them x is the mark of an item, T the
// total of the attempt and R = T − x the attempt's other marks, in points and not
// as a share; variances and covariances divide by n − 1. A blank answer is a mark
// of 0 that counts. A figure that is undefined is nil, and never 0.
//
// Where items are drawn at random, an item is analysed within the attempts that
// saw it, and R is the rest of the form that each person had. Moodle's code
// correlates a randomly drawn question with T, which holds the question's own mark
// and so makes every item look better than it is; here R is T − x for all items.
// What compares the items of one form with each other, the effective weight and
// the internal consistency, needs attempts at one fixed form and is nil otherwise,
// as it is for Moodle's randomly drawn questions.
package itemstats

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Attempt is what one person did with one form.
type Attempt struct {
	Answers []Answer
}

// Answer is the answer to one item.
type Answer struct {
	Item  string
	Mark  float64
	Max   float64 // an answer without a positive Max, of a void item, is passed over
	Blank bool    // nothing was answered; the mark is 0 all the same

	// Offered are the options of the item; nil where it has none, or where it is
	// not known which were chosen.
	Offered []string
	Chosen  []string
}

// Bounds of the bands and warnings.
const (
	// SmallSample is how many answers an item needs before its figures are more
	// than chance.
	SmallSample = 30

	suspiciouslyLow  = 5
	suspiciouslyHigh = 95
	// veryLow is where an item is worth a look in a quiz that people are meant to
	// pass: four of five did not get it.
	veryLow        = 20
	aboutRightFrom = 35
	aboutRightTo   = 65 // exclusive: 64.9 is still about right
)

// Band says in which range a facility lies. Quizzes of mastery tend to be easy, so
// Easy is not a fault.
type Band string

// The bands, from the lowest facility.
const (
	SuspiciouslyLow  Band = "suspiciously-low" // 5 or less: nearly nobody gets it
	Hard             Band = "hard"
	AboutRight       Band = "about-right" // 35 to 64
	Easy             Band = "easy"
	SuspiciouslyHigh Band = "suspiciously-high" // 95 or more: tells nobody apart
)

// BandOf returns the band of a facility.
func BandOf(facility float64) Band {
	switch {
	case facility <= suspiciouslyLow:
		return SuspiciouslyLow
	case facility < aboutRightFrom:
		return Hard
	case facility < aboutRightTo:
		return AboutRight
	case facility < suspiciouslyHigh:
		return Easy
	}
	return SuspiciouslyHigh
}

// Flag is a reason to look at an item.
type Flag string

// The flags. A high facility is not one.
const (
	NegativeDiscrimination Flag = "negative-discrimination" // the better people are at the rest, the worse at this
	VeryLowFacility        Flag = "very-low-facility"
	FewAnswers             Flag = "few-answers" // fewer than SmallSample: everything else is provisional
)

// Analysis is what a set of attempts says about its items and forms.
type Analysis struct {
	Items []Item `json:"items"` // by ID
	Form  Form   `json:"form"`
}

// Item is what a set of attempts says about one item. Figures are percentages.
type Item struct {
	ID     string `json:"id"`
	N      int    `json:"n"`      // attempts that saw it
	Blanks int    `json:"blanks"` // of these, without an answer

	// Facility is 100·mean(x)/max: the share of the points that people got. Where
	// max is not the same for all it is 100·Σx/Σmax.
	Facility *float64 `json:"facility"`
	// SD is the standard deviation of x, as a percentage of the (mean) max.
	SD *float64 `json:"sd"`
	// Discrimination is the discrimination index, 100·cov(x,R)/√(var x·var R): the
	// correlation of the item with the rest of the form, and not the difference
	// between an upper and a lower group.
	Discrimination *float64 `json:"discrimination"`
	// Efficiency is the discriminative efficiency, 100·cov(x,R)/cov_max(x,R), where
	// cov_max pairs x and R each in ascending order: the discrimination as a share
	// of what these very marks would allow.
	Efficiency *float64 `json:"efficiency"`
	// EffectiveWeight is 100·√cov(x,T)/Σ√cov(xₖ,T), the sum over the items of the
	// form whose covariance is not negative: the part of the item in the spread of
	// the totals. Nil where cov(x,T) is negative, and without a fixed form.
	EffectiveWeight *float64 `json:"effective_weight"`
	// IntendedWeight is 100·Σmax/ΣT_max over the attempts that saw it: the part of
	// the item in the points of the form.
	IntendedWeight *float64 `json:"intended_weight"`

	Options []Option `json:"options,omitempty"` // the distractor table, by ID
	// BlankMeanRest is the mean R of those who left it blank.
	BlankMeanRest *float64 `json:"blank_mean_rest"`
}

// Option is a row of the distractor table.
type Option struct {
	ID      string `json:"id"`
	Offered int    `json:"offered"` // answers that could have chosen it, blank ones included
	Chosen  int    `json:"chosen"`
	// Share is 100·chosen/offered.
	Share float64 `json:"share"`
	// MeanRest is the mean R, in points, of those who chose it. A wrong option
	// whose MeanRest is above that of the right one attracts those who know.
	MeanRest *float64 `json:"mean_rest"`
}

// Form is what a set of attempts says about the form as a whole. Mean, Median and
// SD are of the percentages 100·T/T_max that people see; for a form with a fixed
// maximum they are Moodle's.
type Form struct {
	N     int  `json:"n"`
	Items int  `json:"items"` // on the form; 0 where forms differ in length
	Fixed bool `json:"fixed"` // every attempt had the same items

	Mean   *float64 `json:"mean"`
	Median *float64 `json:"median"`
	SD     *float64 `json:"sd"`
	// CIC is the coefficient of internal consistency, Cronbach's α as a percentage:
	// 100·p/(p−1)·(1 − Σvar xᵢ/var T) for p items. It needs n > 2, p > 1, var T ≠ 0
	// and a fixed form.
	CIC *float64 `json:"cic"`
	// ErrorRatio is 100·√(1 − CIC/100): the part of the SD that chance makes.
	ErrorRatio *float64 `json:"error_ratio"`
	// SE is the standard error of a score, ErrorRatio·SD/100.
	SE *float64 `json:"se"`
}

// Band returns the band of the facility, or "".
func (i Item) Band() Band {
	if i.Facility == nil {
		return ""
	}
	return BandOf(*i.Facility)
}

// Flags returns the reasons to look at the item, the most serious first.
func (i Item) Flags() []Flag {
	var flags []Flag
	if i.Discrimination != nil && *i.Discrimination < 0 {
		flags = append(flags, NegativeDiscrimination)
	}
	if i.Facility != nil && *i.Facility <= veryLow {
		flags = append(flags, VeryLowFacility)
	}
	if i.N < SmallSample {
		flags = append(flags, FewAnswers)
	}
	return flags
}

// observation is one answer with the attempt it stands in.
type observation struct {
	x, max      float64
	rest, total float64
	outOf       float64 // T_max
	answer      *Answer
}

// Analyse computes all figures. The order of the attempts does not matter, to the
// last bit.
func Analyse(attempts []Attempt) Analysis {
	r := reading{seen: map[string][]observation{}, form: Form{Fixed: true}}
	for _, a := range attempts {
		r.add(byItem(a.Answers))
	}
	for _, list := range r.seen {
		r.form.Fixed = r.form.Fixed && len(list) == r.form.N
		slices.SortFunc(list, observation.compare)
	}
	r.form.Fixed = r.form.Fixed && r.form.N > 0
	return r.analyse()
}

// reading is what attempts say, by item and as a whole.
type reading struct {
	seen             map[string][]observation
	totals, percents []float64 // of each attempt
	form             Form
}

// add reads the answers of one attempt that count.
func (r *reading) add(answers []*Answer) {
	if len(answers) == 0 {
		return
	}
	total, outOf := 0.0, 0.0
	for _, answer := range answers {
		total += answer.Mark
		outOf += answer.Max
	}
	for _, answer := range answers {
		r.seen[answer.Item] = append(r.seen[answer.Item], observation{
			x: answer.Mark, max: answer.Max, rest: total - answer.Mark, total: total, outOf: outOf, answer: answer,
		})
	}
	r.totals = append(r.totals, total)
	r.percents = append(r.percents, 100*total/outOf)
	if r.form.N == 0 {
		r.form.Items = len(answers)
	}
	if len(answers) != r.form.Items {
		r.form.Items, r.form.Fixed = 0, false
	}
	r.form.N++
}

// analyse computes the figures of the items, by ID, and of the form.
func (r *reading) analyse() Analysis {
	analysis := Analysis{}
	var covariances []*float64 // with T
	sumOfRoots, sumOfVariances := 0.0, 0.0
	for _, id := range slices.Sorted(maps.Keys(r.seen)) {
		list := r.seen[id]
		x := column(list, func(o observation) float64 { return o.x })
		c := covariance(x, column(list, func(o observation) float64 { return o.total }))
		if c != nil && *c > 0 {
			sumOfRoots += math.Sqrt(*c)
		}
		if v := variance(x); v != nil {
			sumOfVariances += *v
		}
		covariances = append(covariances, c)
		analysis.Items = append(analysis.Items, analyse(id, list))
	}
	if r.form.Fixed && sumOfRoots > 0 {
		weigh(analysis.Items, covariances, sumOfRoots)
	}
	r.form.complete(r.totals, r.percents, sumOfVariances)
	analysis.Form = r.form
	return analysis
}

// weigh fills in the effective weights; that of a negative covariance is undefined.
func weigh(items []Item, covariances []*float64, sumOfRoots float64) {
	for i, c := range covariances {
		if c != nil && *c >= 0 {
			items[i].EffectiveWeight = figure(100 * (math.Sqrt(*c) / sumOfRoots))
		}
	}
}

// compare orders observations independently of the order of the attempts.
func (o observation) compare(other observation) int {
	return cmp.Or(cmp.Compare(o.x, other.x), cmp.Compare(o.rest, other.rest), cmp.Compare(o.total, other.total),
		cmp.Compare(o.max, other.max), cmp.Compare(o.outOf, other.outOf))
}

// byItem returns the answers that count, in one order whatever the form's, so that
// sums come out the same to the last bit.
func byItem(answers []Answer) []*Answer {
	list := make([]*Answer, 0, len(answers))
	for i := range answers {
		if answers[i].Max > 0 {
			list = append(list, &answers[i])
		}
	}
	slices.SortFunc(list, func(a, b *Answer) int { return cmp.Compare(a.Item, b.Item) })
	return list
}

// analyse returns the figures of one item that need no other item.
func analyse(id string, list []observation) Item {
	item := Item{ID: id, N: len(list)}
	x := column(list, func(o observation) float64 { return o.x })
	rest := column(list, func(o observation) float64 { return o.rest })
	points := sum(column(list, func(o observation) float64 { return o.max }))
	item.Facility = figure(100 * sum(x) / points)
	item.IntendedWeight = figure(100 * points / sum(column(list, func(o observation) float64 { return o.outOf })))
	varX, varR, cov := variance(x), variance(rest), covariance(x, rest)
	if varX != nil {
		item.SD = figure(100 * math.Sqrt(*varX) / (points / float64(len(list))))
		if *varX > 0 && *varR > 0 {
			item.Discrimination = figure(100 * bounded(*cov/math.Sqrt(*varX**varR)))
		}
		slices.Sort(rest) // x is sorted already
		if most := covariance(x, rest); *most > 0 {
			item.Efficiency = figure(100 * (*cov / *most))
		}
	}
	item.distractors(list)
	return item
}

// distractors counts who chose what.
func (i *Item) distractors(list []observation) {
	type tally struct {
		offered int
		rest    []float64 // of those who chose it
	}
	options := map[string]*tally{}
	var blank []float64
	for _, o := range list {
		if o.answer.Blank {
			i.Blanks++
			blank = append(blank, o.rest)
		}
		for _, id := range o.answer.Offered {
			if options[id] == nil {
				options[id] = &tally{}
			}
			options[id].offered++
		}
		for _, id := range o.answer.Chosen {
			if t := options[id]; t != nil {
				t.rest = append(t.rest, o.rest)
			}
		}
	}
	i.BlankMeanRest = mean(blank)
	for id, t := range options {
		i.Options = append(i.Options, Option{ID: id, Offered: t.offered, Chosen: len(t.rest),
			Share: 100 * float64(len(t.rest)) / float64(t.offered), MeanRest: mean(t.rest)})
	}
	slices.SortFunc(i.Options, func(a, b Option) int { return cmp.Compare(a.ID, b.ID) })
}

func (f *Form) complete(totals, percents []float64, sumOfVariances float64) {
	slices.Sort(totals)
	slices.Sort(percents)
	f.Mean = mean(percents)
	if n := len(percents); n > 0 {
		f.Median = figure((percents[(n-1)/2] + percents[n/2]) / 2)
	}
	if v := variance(percents); v != nil {
		f.SD = figure(math.Sqrt(*v))
	}
	varT := variance(totals)
	if !f.Fixed || f.N <= 2 || f.Items <= 1 || *varT == 0 {
		return
	}
	p := float64(f.Items)
	f.CIC = figure(100 * p / (p - 1) * (1 - sumOfVariances / *varT))
	f.ErrorRatio = figure(100 * math.Sqrt(math.Max(0, 1-*f.CIC/100)))
	f.SE = figure(*f.ErrorRatio * *f.SD / 100)
}

func figure(f float64) *float64 { return &f }

func column(list []observation, get func(observation) float64) []float64 {
	values := make([]float64, len(list))
	for i, o := range list {
		values[i] = get(o)
	}
	return values
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

func mean(values []float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	return figure(sum(values) / float64(len(values)))
}

func variance(values []float64) *float64 { return covariance(values, values) }

// covariance divides by n − 1; it is nil if n < 2. Marks such as 1/3 are not exact in
// binary: a result as small as their rounding is set to 0, or a form on which everybody
// did equally well would get a discrimination.
func covariance(x, y []float64) *float64 {
	n := len(x)
	if n < 2 {
		return nil
	}
	meanX, meanY := sum(x)/float64(n), sum(y)/float64(n)
	total, scaleX, scaleY := 0.0, 0.0, 0.0
	for i := range x {
		total += (x[i] - meanX) * (y[i] - meanY)
		scaleX = math.Max(scaleX, math.Abs(x[i]))
		scaleY = math.Max(scaleY, math.Abs(y[i]))
	}
	c := total / float64(n-1)
	const rounding = 1e-12
	if math.Abs(c) <= rounding*scaleX*scaleY {
		c = 0
	}
	return figure(c)
}

// bounded keeps a correlation from −1 to 1, which rounding could exceed.
func bounded(r float64) float64 { return math.Max(-1, math.Min(1, r)) }
