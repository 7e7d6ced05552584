package quiz

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Key is the answer key of a question revision, as archived.
type Key struct {
	Kind       string      `json:"kind"` // "question"
	Bank       string      `json:"bank"`
	Question   string      `json:"question"` // authored ID
	Public     string      `json:"public"`
	Revision   string      `json:"rev"`
	Type       Type        `json:"type"`
	Prompt     string      `json:"prompt"`
	Options    []KeyOption `json:"options"` // by ID
	Scoring    Scoring     `json:"scoring,omitempty"`
	Points     float64     `json:"points"`
	Indicators []string    `json:"indicators"`
	Critical   bool        `json:"critical,omitempty"`
	keyMembers
}

// keyMembers are what only some types have.
type keyMembers struct {
	Order   []string    `json:"order,omitempty"`   // order: options in the right order
	Stems   []KeyStem   `json:"stems,omitempty"`   // match: by ID
	Answers []KeyAnswer `json:"answers,omitempty"` // number, text: the first that fits counts
	Gaps    []KeyGap    `json:"gaps,omitempty"`    // cloze: in the order of the text
	Unit    string      `json:"unit,omitempty"`    // number; absent in corrections
	Exact   bool        `json:"exact,omitzero"`    // text
}

// PracticeKey is the answer key by which the browser scores a practice question:
// no prompt and no name stands in it.
type PracticeKey struct {
	Type    Type        `json:"type"`
	Scoring Scoring     `json:"scoring,omitempty"`
	Points  float64     `json:"points"`
	Options []KeyOption `json:"options"`
	keyMembers
}

// KeyOption is an option with what it is worth: 1 right, 0 wrong, or the
// author's fraction.
type KeyOption struct {
	ID       string  `json:"id"`
	Text     string  `json:"text,omitempty"` // absent in corrections
	Fraction float64 `json:"fraction"`
}

// KeyStem is a stem with the option that belongs to it.
type KeyStem struct {
	ID     string `json:"id"`
	Text   string `json:"text,omitempty"` // absent in corrections
	Option string `json:"option"`
}

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

// KeyGap is a gap with what fills it, as archived: in the order of the text.
type KeyGap struct {
	ID      string      `json:"id"`
	Type    Type        `json:"type"` // single, number or text
	Weight  float64     `json:"weight"`
	Options []KeyOption `json:"options,omitempty"` // by ID
	Answers []KeyAnswer `json:"answers,omitempty"` // the first that fits counts
	Unit    string      `json:"unit,omitempty"`    // absent in corrections
	Exact   bool        `json:"exact,omitzero"`
}

// asQuestion is the answer key of a gap as that of a question by itself.
func (g *KeyGap) asQuestion() *Key {
	return &Key{Type: g.Type, Points: 1, Options: g.Options, keyMembers: keyMembers{Answers: g.Answers, Exact: g.Exact}}
}

// Shows reports whether a question has an option, a stem or a gap of that ID.
func (k *Key) Shows(id string) bool {
	return k.option(id) >= 0 || k.stem(id) >= 0 || slices.ContainsFunc(k.Gaps, func(g KeyGap) bool {
		return g.ID == id || g.asQuestion().Shows(id)
	})
}

// option, stem and gap find one of an ID; −1 where there is none.
func (k *Key) option(id string) int {
	return slices.IndexFunc(k.Options, func(o KeyOption) bool { return o.ID == id })
}

func (k *keyMembers) stem(id string) int {
	return slices.IndexFunc(k.Stems, func(s KeyStem) bool { return s.ID == id })
}

func (k *keyMembers) gap(id string) int {
	return slices.IndexFunc(k.Gaps, func(g KeyGap) bool { return g.ID == id })
}

// forPractice is the key without texts.
func (k *Key) forPractice() *PracticeKey {
	p := &PracticeKey{Type: k.Type, Scoring: k.Scoring, Points: k.Points, Options: withoutTexts(k.Options), keyMembers: k.keyMembers}
	p.Unit, p.Stems, p.Gaps = "", slices.Clone(k.Stems), slices.Clone(k.Gaps)
	for i := range p.Stems {
		p.Stems[i].Text = ""
	}
	for i, g := range p.Gaps {
		p.Gaps[i] = g.withoutTexts()
	}
	return p
}

func withoutTexts(options []KeyOption) []KeyOption {
	options = slices.Clone(options)
	for i := range options {
		options[i].Text = ""
	}
	return options
}

func (g KeyGap) withoutTexts() KeyGap {
	g.Unit, g.Options = "", withoutTexts(g.Options)
	return g
}

// missingFrom is the text of an option, stem or gap that a later key does not have;
// "" where all are there.
func (k *Key) missingFrom(now *Key) string {
	for _, o := range k.Options {
		if now.option(o.ID) < 0 {
			return o.Text
		}
	}
	for _, s := range k.Stems {
		if now.stem(s.ID) < 0 {
			return s.Text
		}
	}
	for n, g := range k.Gaps {
		i := now.gap(g.ID)
		if i < 0 || now.Gaps[i].Type != g.Type {
			return fmt.Sprintf("gap %d", n+1)
		}
		if missing := g.asQuestion().missingFrom(now.Gaps[i].asQuestion()); missing != "" {
			return missing
		}
	}
	return ""
}

// forCorrection is what a correction of an old key archives of this one: of what
// the old one has, and no texts.
func (k *Key) forCorrection(old *Key) (options []KeyOption, members keyMembers) {
	for _, o := range old.Options {
		corrected := KeyOption{ID: o.ID}
		if i := k.option(o.ID); i >= 0 {
			corrected.Fraction = k.Options[i].Fraction
		}
		options = append(options, corrected)
	}
	members = keyMembers{Answers: k.Answers, Exact: k.Exact}
	for _, id := range k.Order {
		if old.option(id) >= 0 {
			members.Order = append(members.Order, id)
		}
	}
	for _, s := range k.Stems {
		if old.stem(s.ID) >= 0 {
			members.Stems = append(members.Stems, KeyStem{ID: s.ID, Option: s.Option})
		}
	}
	for _, g := range k.Gaps {
		if i := old.gap(g.ID); i >= 0 {
			before := old.Gaps[i].asQuestion()
			g = g.withoutTexts()
			g.Options = slices.DeleteFunc(g.Options, func(o KeyOption) bool { return before.option(o.ID) < 0 })
			members.Gaps = append(members.Gaps, g)
		}
	}
	return options, members
}

// withFractions is the options with the fractions of a correction; 0 where it has none.
func withFractions(options, correction []KeyOption) []KeyOption {
	fraction := map[string]float64{}
	for _, o := range correction {
		fraction[o.ID] = o.Fraction
	}
	options = slices.Clone(options)
	for i, o := range options {
		options[i].Fraction = fraction[o.ID]
	}
	return options
}

// corrected is the members with those of a correction.
func (k keyMembers) corrected(c keyMembers) keyMembers {
	k.Order, k.Answers, k.Exact = c.Order, c.Answers, c.Exact
	k.Stems, k.Gaps = slices.Clone(k.Stems), slices.Clone(k.Gaps)
	for _, s := range c.Stems {
		if i := k.stem(s.ID); i >= 0 {
			k.Stems[i].Option = s.Option
		}
	}
	for _, g := range c.Gaps {
		if i := k.gap(g.ID); i >= 0 {
			gap := &k.Gaps[i]
			gap.Weight, gap.Answers, gap.Exact = g.Weight, g.Answers, g.Exact
			gap.Options = withFractions(gap.Options, g.Options)
		}
	}
	return k
}

// sameWorth reports whether two keys agree on all that decides a score.
func (k *Key) sameWorth(other *Key) bool {
	return k.Type == other.Type && k.Scoring == other.Scoring && k.Points == other.Points && k.Critical == other.Critical &&
		slices.Equal(k.Indicators, other.Indicators) &&
		slices.EqualFunc(k.Options, other.Options, func(x, y KeyOption) bool { return x.ID == y.ID && x.Fraction == y.Fraction }) &&
		reflect.DeepEqual(k.keyMembers, other.keyMembers)
}

// archived is the answer as an archive holds it.
func (a Answer) archived() KeyAnswer {
	return KeyAnswer{
		Text: a.Text, Value: a.Value, Tolerance: a.Tolerance, ToleranceType: a.ToleranceType,
		Min: a.Min, Max: a.Max, Fraction: a.Share(),
	}
}

// Written is an answer as a person would write it: a number as ParseAnswer reads it.
func (a Answer) Written() string { return a.archived().Written() }

// Written is an answer as a person would write it: a number as ParseAnswer reads it.
func (a KeyAnswer) Written() string {
	n := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	switch {
	case a.Value != nil && a.Tolerance == 0:
		return n(*a.Value)
	case a.Value != nil && a.ToleranceType == ToleranceRelative:
		return fmt.Sprintf("%s ± %s %%", n(*a.Value), n(100*a.Tolerance))
	case a.Value != nil && a.ToleranceType == ToleranceGeometric:
		return fmt.Sprintf("%s ×÷ %s", n(*a.Value), n(1+a.Tolerance))
	case a.Value != nil:
		return fmt.Sprintf("%s ± %s", n(*a.Value), n(a.Tolerance))
	case a.Min != nil && a.Max != nil:
		return fmt.Sprintf("%s to %s", n(*a.Min), n(*a.Max))
	case a.Min != nil:
		return n(*a.Min) + " or more"
	case a.Max != nil:
		return n(*a.Max) + " or less"
	}
	return strings.Join(strings.Fields(a.Text), " ")
}
