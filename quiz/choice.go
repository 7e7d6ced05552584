package quiz

import (
	"cmp"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// The types that are answered by choosing among options.
const (
	Single    Type = "single"
	Multiple  Type = "multiple"
	TrueFalse Type = "truefalse"
)

// The scoring rules of multiple, apart from AllOrNothing.
const (
	Partial Scoring = "partial" // right chosen/right − wrong chosen/wrong, not below 0
	Weights Scoring = "weights" // the sum of the chosen fractions, between 0 and 1
)

// choiceKind is what the types that are answered by choosing among options have in
// common.
type choiceKind struct{ plainPrompt }

func (choiceKind) members() []string { return []string{"options"} }

func (choiceKind) publish(p *PublishedQuestion, bank string) {
	p.Options = publishOptions(p.Source.Options, bank, p.Source.ID, "option")
}

func (choiceKind) shown(p *PublishedQuestion) []string { return textsOf(p.Options) }

func (choiceKind) key(k *Key, p *PublishedQuestion, _ string) { k.Options = keyOptions(p.Options) }

func (choiceKind) strip(k *Key) {
	k.Options = slices.Clone(k.Options)
	for i := range k.Options {
		k.Options[i].Text = ""
	}
}

func (choiceKind) carry(worth, now, old *Key) (missing string) {
	for _, o := range old.Options {
		i := now.option(o.ID)
		if i < 0 {
			return o.Text
		}
		worth.Options = append(worth.Options, KeyOption{ID: o.ID, Fraction: now.Options[i].Fraction})
	}
	return ""
}

func (choiceKind) correct(k, worth *Key) {
	k.Options = slices.Clone(k.Options)
	for i, o := range k.Options {
		k.Options[i].Fraction = 0
		if n := worth.option(o.ID); n >= 0 {
			k.Options[i].Fraction = worth.Options[n].Fraction
		}
	}
}

func (choiceKind) parts(p *PublishedQuestion, _ string) []Part {
	return optionParts(p.Source.Options, p.Options, "options")
}

func (choiceKind) picks(k *Key) (out []Pick) {
	for _, o := range k.Options {
		out = append(out, Pick{ID: o.ID, Text: o.Text, Fraction: o.Fraction})
	}
	return out
}

func (choiceKind) picked(_ *Key, r *Response) []string {
	if r.Choice != "" {
		return []string{r.Choice}
	}
	return r.Choices
}

// singleKind is answered by choosing one option.
type singleKind struct {
	choiceKind
	oneRule
}

func (singleKind) check(q *Question, report diag.Report) {
	if right, _ := checkOptions(q, report); right > 1 {
		report(SeveralRightOptions.With(right, string(q.Type)), "options")
	}
}

func (singleKind) parse(raw jsontext.Value) (*Response, error) { return parseChoice(raw, Single) }

func (singleKind) score(k *Key, r *Response) (float64, error) {
	i := k.option(r.Choice)
	if i < 0 {
		return 0, ErrForeignOption
	}
	return k.Options[i].Fraction, nil
}

// trueFalseKind is a single choice between True and False.
type trueFalseKind struct{ singleKind }

func (t trueFalseKind) check(q *Question, report diag.Report) {
	t.singleKind.check(q, report)
	has := func(text string) bool {
		return slices.ContainsFunc(q.Options, func(o Option) bool { return Normalise(o.Text) == text })
	}
	if n := len(q.Options); n > 2 || n == 2 && !(has("True") && has("False")) { // fewer are reported already
		report(notTrueAndFalse.With(), "options")
	}
}

// publish puts True first, as readers expect; an order that is always the same gives
// nothing away.
func (t trueFalseKind) publish(p *PublishedQuestion, bank string) {
	t.singleKind.publish(p, bank)
	slices.SortFunc(p.Options, func(a, b PublishedOption) int { return cmp.Compare(b.Text, a.Text) })
}

func (trueFalseKind) shown(p *PublishedQuestion) []string {
	return textsOf(slices.SortedFunc(slices.Values(p.Options), byID))
}

func (trueFalseKind) parse(raw jsontext.Value) (*Response, error) { return parseChoice(raw, TrueFalse) }

func parseChoice(raw jsontext.Value, t Type) (*Response, error) {
	var r struct {
		Choice string `json:"choice"`
	}
	err := decodeResponse(raw, &r, t, `{"choice": option}`, func() bool { return r.Choice != "" })
	if err != nil {
		return nil, err
	}
	return &Response{Choice: r.Choice}, nil
}

// multipleKind is answered by choosing any number of options.
type multipleKind struct{ choiceKind }

func (multipleKind) scorings() []Scoring { return []Scoring{Partial, AllOrNothing, Weights} }

func (multipleKind) check(q *Question, report diag.Report) {
	if right, wrong := checkOptions(q, report); q.Scoring == Partial && right > 0 && wrong == 0 {
		report(everyOptionRight.With(), "options")
	}
}

func (multipleKind) parse(raw jsontext.Value) (*Response, error) {
	var r struct {
		Choices []string `json:"choices"`
	}
	err := decodeResponse(raw, &r, Multiple, `{"choices": [option, …]}`, func() bool { return len(r.Choices) > 0 })
	if err != nil {
		return nil, err
	}
	return &Response{Choices: r.Choices}, nil
}

func (multipleKind) score(k *Key, r *Response) (float64, error) {
	if chosen := slices.Compact(slices.Sorted(slices.Values(r.Choices))); len(chosen) != len(r.Choices) {
		return 0, refused(chosenTwice)
	}
	if slices.ContainsFunc(r.Choices, func(id string) bool { return k.option(id) < 0 }) {
		return 0, ErrForeignOption
	}
	var right, wrong, chosenRight, chosenWrong, sum float64
	for _, o := range k.Options {
		all, chosen := &wrong, &chosenWrong
		if o.Fraction > 0 {
			all, chosen = &right, &chosenRight
		}
		*all++
		if slices.Contains(r.Choices, o.ID) {
			*chosen++
			sum += o.Fraction
		}
	}
	switch {
	case k.Scoring == AllOrNothing && chosenRight == right && chosenWrong == 0:
		return 1, nil
	case k.Scoring == AllOrNothing, k.Scoring != Weights && right == 0:
		return 0, nil
	case k.Scoring == Weights:
		return sum, nil
	case wrong == 0:
		return chosenRight / right, nil
	}
	return chosenRight/right - chosenWrong/wrong, nil
}

// checkOptions reports what is wrong with the options of a question, and counts the right
// and the wrong ones; both are 0 where there are too few to choose from.
func checkOptions(q *Question, report diag.Report) (right, wrong int) {
	if len(q.Options) < 2 {
		report(TooFewOptions.With(), "options")
		return 0, 0
	}
	texts := map[string]int{}
	for i, o := range q.Options {
		reportRepeats(texts, i, "option", o.Text, report, "options", i, "text")
		o.check(i, report)
		switch share := o.Share(); {
		case share == 1, q.Scoring == Weights && share > 0:
			right++
		case share <= 0:
			wrong++
		}
	}
	if right == 0 {
		report(NoRightOption.With(), "options")
	}
	return right, wrong
}

// check reports what is wrong with option i on its own.
func (o Option) check(i int, report diag.Report) {
	if o.Fraction != nil && o.Correct {
		report(optionWorthTwice.With(i+1), "options", i, "fraction")
	}
	if o.Fraction != nil && !(*o.Fraction >= -1 && *o.Fraction <= 1) { // also where it is nan
		report(fractionOutOfRange.With(i+1), "options", i, "fraction")
	}
	if Normalise(o.Feedback) == "" {
		report(OptionWithoutFeedback.With(i+1), "options", i, "text")
	}
}

// publishOptions publishes options under the hashes of their texts, sorted by ID.
func publishOptions(options []Option, bank, question, role string) (published []PublishedOption) {
	for i := range options {
		o := &options[i]
		id := OptionID(bank, question, role, o.Text)
		published = append(published, PublishedOption{ID: id, Text: Normalise(o.Text), Source: o})
	}
	slices.SortFunc(published, byID)
	return published
}

func byID(a, b PublishedOption) int { return cmp.Compare(a.ID, b.ID) }

func textsOf(options []PublishedOption) (texts []string) {
	for _, o := range options {
		texts = append(texts, o.Text)
	}
	return texts
}

// keyOptions returns what published options are worth, sorted by ID.
func keyOptions(options []PublishedOption) (archived []KeyOption) {
	for _, o := range options {
		k := KeyOption{ID: o.ID, Text: o.Text}
		if o.Source != nil {
			k.Fraction = o.Source.Share()
		}
		archived = append(archived, k)
	}
	slices.SortFunc(archived, func(a, b KeyOption) int { return cmp.Compare(a.ID, b.ID) })
	return archived
}

// optionParts returns the parts of options, in the order in which they were written; path
// leads to them.
func optionParts(written []Option, published []PublishedOption, path ...any) (parts []Part) {
	for i := range written {
		o := &written[i]
		n := slices.IndexFunc(published, func(p PublishedOption) bool { return p.Source == o })
		id := published[n].ID
		parts = append(parts, Part{
			ID: id, Text: o.Text, OptionID: id, Feedback: o.Feedback, Right: o.Share() > 0,
			Path: extend(path, i), TextKey: "text",
		})
	}
	return parts
}
