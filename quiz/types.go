package quiz

import (
	"fmt"
	"math"
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
)

// Pair is a stem of a match question with its option, as written. A pair without
// a stem adds an option that fits none.
type Pair struct {
	Stem     string `toml:"stem"`     // CommonMark, one paragraph
	Option   string `toml:"option"`   // likewise; shown as plain text
	Feedback string `toml:"feedback"` // CommonMark
}

// Answer is something that may be typed into a number or text question, as
// written.
type Answer struct {
	// Number: a value with a tolerance, or a range; a range without an end is open.
	Value         *float64      `toml:"value"`
	Tolerance     float64       `toml:"tolerance"`      // not negative; 0 means exactly
	ToleranceType ToleranceType `toml:"tolerance_type"` // absolute where absent
	Min           *float64      `toml:"min"`
	Max           *float64      `toml:"max"`

	Text string `toml:"text"` // text: * stands for any characters, \* for an asterisk

	Correct  bool     `toml:"correct"`
	Fraction *float64 `toml:"fraction"` // instead of Correct: 0…1
	Feedback string   `toml:"feedback"` // CommonMark
}

// Share is the fraction of the question's points that the answer is worth.
func (a Answer) Share() float64 { return Option{Correct: a.Correct, Fraction: a.Fraction}.Share() }

// ToleranceType says what a tolerance t is of a value A.
type ToleranceType string

const (
	ToleranceAbsolute  ToleranceType = "absolute"  // A−t … A+t
	ToleranceRelative  ToleranceType = "relative"  // A−|A|t … A+|A|t
	ToleranceGeometric ToleranceType = "geometric" // A/(1+t) … A(1+t)
)

// ToleranceTypes lists them.
func ToleranceTypes() []string {
	return []string{string(ToleranceAbsolute), string(ToleranceRelative), string(ToleranceGeometric)}
}

// Bounds of what a learner can be expected to sort or to choose from.
const (
	minOrder  = 3 // with two, everybody guesses half of it
	maxSorted = 20
)

// distinct reports a text that is missing or was there before.
func distinct(seen map[string]int, i int, what, text string, fault func(what, hint string, path ...any), path ...any) {
	folded := Fold(text)
	if folded == "" {
		fault(fmt.Sprintf("%s %d has no text", what, i+1), "", path...)
	} else if first, ok := seen[folded]; ok {
		fault(fmt.Sprintf("%s %d has the same text as %s %d", what, i+1, what, first+1), "a learner could not tell them apart", path...)
	} else {
		seen[folded] = i
	}
}

func (q *Question) checkScoring(fault func(what, hint string, path ...any)) {
	rules := q.Type.Scorings()
	switch {
	case q.Scoring == "":
	case rules == nil:
		fault(fmt.Sprintf("scoring is not for questions of type %q", q.Type), `delete it: it is for "multiple" and "order"`, "scoring")
	case !slices.Contains(rules, q.Scoring):
		names := make([]string, len(rules))
		for i, r := range rules {
			names[i] = string(r)
		}
		fault(fmt.Sprintf("scoring %q is not known for type %q", q.Scoring, q.Type), diag.DidYouMean(string(q.Scoring), names), "scoring")
	}
}

// member is a key that an author may have written.
type member struct {
	key   string
	there bool
	fits  bool // it means something where it stands
	hint  string
}

// misplaced reports what stands where it means nothing; of says where that is.
func misplaced(of string, members []member, fault func(what, hint string, path ...any)) {
	for _, m := range members {
		if m.there && !m.fits {
			fault(of+" has no "+m.key, m.hint, m.key)
		}
	}
}

// checkMembers reports what belongs to questions of another type.
func (q *Question) checkMembers(fault func(what, hint string, path ...any)) {
	typed := q.Type == Number || q.Type == Text
	misplaced(fmt.Sprintf("a question of type %q", q.Type), []member{
		{"options", len(q.Options) > 0, q.Type.Choosing() || q.Type == Order, "a match question has [[questions.pairs]], a number or text question has [[questions.answers]], a cloze question has [[questions.gaps]]"},
		{"pairs", len(q.Pairs) > 0, q.Type == Match, `they are for type = "match"`},
		{"gaps", len(q.Gaps) > 0, q.Type == Cloze, `they are for type = "cloze"`},
		{"answers", len(q.Answers) > 0, typed, `they are for type = "number" and type = "text"; what can be chosen stands in [[questions.options]]`},
		{"unit", q.Unit != "", q.Type == Number, `it is for type = "number", and for the gaps of type = "cloze"`},
		{"exact", q.Exact, q.Type == Text, `it is for type = "text", and for the gaps of type = "cloze"`},
	}, fault)
}

func (q *Question) checkOrder(fault func(what, hint string, path ...any)) {
	switch n := len(q.Options); {
	case n < minOrder:
		fault(fmt.Sprintf("there are fewer than %d things to put in order", minOrder), "add [[questions.options]] tables with text and feedback, in the right order", "options")
		return
	case n > maxSorted:
		fault(fmt.Sprintf("there are %d things to put in order; at most %d", n, maxSorted), "ask for a part of them", "options")
	}
	texts := map[string]int{}
	told := false
	for i, o := range q.Options {
		distinct(texts, i, "option", o.Text, fault, "options", i, "text")
		if o.Correct || o.Fraction != nil {
			fault(fmt.Sprintf("option %d says what it is worth", i+1), "delete correct and fraction: in an order question the options stand in the right order", "options", i, "text")
		}
		told = told || Normalise(o.Feedback) != ""
	}
	if !told {
		fault("no option has feedback", "say at one of them at least why it stands where it stands", "options")
	}
}

func (q *Question) checkPairs(fault func(what, hint string, path ...any)) {
	stems, options := map[string]int{}, map[string]int{}
	told := false
	for i, p := range q.Pairs {
		if Normalise(p.Stem) != "" {
			distinct(stems, i, "pair", p.Stem, fault, "pairs", i, "stem")
		} else if first, ok := options[Fold(p.Option)]; ok {
			fault(fmt.Sprintf("pair %d adds an option that pair %d has", i+1, first+1), "a pair without a stem is for an option that fits none", "pairs", i, "option")
		}
		folded := Fold(p.Option)
		if folded == "" {
			fault(fmt.Sprintf("pair %d has no option", i+1), `write option = "…"`, "pairs", i)
		} else if first, ok := options[folded]; !ok {
			options[folded] = i
		} else if Normalise(q.Pairs[first].Option) != Normalise(p.Option) {
			fault(fmt.Sprintf("pair %d has nearly the same option as pair %d", i+1, first+1), "a learner could not tell them apart; write both exactly alike", "pairs", i, "option")
		} else if q.Pairs[first].Stem == "" {
			fault(fmt.Sprintf("pair %d has an option that fits none by pair %d", i+1, first+1), "delete the pair without a stem", "pairs", i, "option")
		}
		told = told || Normalise(p.Feedback) != ""
	}
	switch {
	case len(stems) < 2:
		fault("it has fewer than two stems", "add [[questions.pairs]] tables with stem, option and feedback", "pairs")
	case len(options) < 2:
		fault("it has fewer than two options", "with one option there is nothing to match", "pairs")
	case len(stems) > maxSorted, len(options) > maxSorted:
		fault(fmt.Sprintf("it has %d stems and %d options; at most %d of each", len(stems), len(options), maxSorted), "split it into two questions", "pairs")
	case !told:
		fault("no pair has feedback", "say at one of them at least why the two belong together", "pairs")
	}
}

func (q *Question) checkAnswers(fault func(what, hint string, path ...any)) {
	if len(q.Answers) == 0 {
		hint := "add [[questions.answers]] tables with text, correct and feedback"
		if q.Type == Number {
			hint = "add [[questions.answers]] tables with value, tolerance, correct and feedback"
		}
		fault("it has no answers", hint, "answers")
		return
	}
	right := false
	for i, a := range q.Answers {
		say := func(what, hint, member string) {
			fault(fmt.Sprintf("answer %d: %s", i+1, what), hint, "answers", i, member)
		}
		if q.Type == Number {
			a.checkNumber(say)
		} else {
			a.checkText(say)
			for k, other := range q.Answers[:i] {
				if pattern(other.Text, q.Exact).covers(pattern(a.Text, q.Exact)) {
					say(fmt.Sprintf("answer %d takes everything that would fit it", k+1), "the first answer that fits counts: put the narrower one first", "text")
					break
				}
			}
		}
		if a.Fraction != nil && a.Correct {
			say("it has both correct and fraction", "keep one of them", "fraction")
		}
		if a.Fraction != nil && !(*a.Fraction >= 0 && *a.Fraction <= 1) {
			say("fraction must lie between 0 and 1", "an answer that is wrong is worth 0", "fraction")
		}
		if Normalise(a.Feedback) == "" {
			say("it has no feedback", "say in a sentence why it is right or wrong", "feedback")
		}
		right = right || a.Share() == 1
	}
	if !right {
		fault("no answer is right", "set correct = true on the right one", "answers")
	}
}

func (a Answer) checkNumber(say func(what, hint, member string)) {
	const both = "write value and tolerance, or min and max"
	ranged := a.Min != nil || a.Max != nil
	for _, n := range []struct {
		member string
		value  *float64
	}{{"value", a.Value}, {"min", a.Min}, {"max", a.Max}, {"tolerance", &a.Tolerance}} {
		if n.value != nil && (math.IsNaN(*n.value) || math.IsInf(*n.value, 0)) {
			say(n.member+" is no number", both, n.member)
			return
		}
	}
	switch {
	case a.Text != "":
		say("a number question has no text answers", both, "text")
	case a.Value == nil && !ranged:
		say("it has neither a value nor a range", both, "value")
	case a.Value != nil && ranged:
		say("it has both a value and a range", both, "value")
	case a.Value == nil && (a.Tolerance != 0 || a.ToleranceType != ""):
		say("a range has no tolerance", "write the range as wide as you mean it", "tolerance")
	case a.Min != nil && a.Max != nil && *a.Min > *a.Max:
		say("the range ends before it begins", "min is the smaller of the two", "min")
	case a.Tolerance < 0:
		say("tolerance cannot be negative", "it is how far off an answer may be", "tolerance")
	case a.ToleranceType != "" && !slices.Contains(ToleranceTypes(), string(a.ToleranceType)):
		say(fmt.Sprintf("tolerance_type %q is not known", a.ToleranceType), diag.DidYouMean(string(a.ToleranceType), ToleranceTypes()), "tolerance_type")
	}
}

func (a Answer) checkText(say func(what, hint, member string)) {
	switch p := pattern(a.Text, false); {
	case a.Value != nil || a.Min != nil || a.Max != nil || a.Tolerance != 0 || a.ToleranceType != "":
		say("a text question has no numbers", `write text = "…", or ask with type = "number"`, "text")
	case p.blank():
		say("it has no text", `write text = "…"; * stands for any characters`, "text")
	case p.everything() && a.Share() > 0:
		say("every answer is right", "write more than * : a learner could type anything", "text")
	case len(a.Text) > MaxTyped:
		say(fmt.Sprintf("it is longer than %d characters", MaxTyped), "nobody can type that", "text")
	}
}
