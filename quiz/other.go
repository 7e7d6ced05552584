package quiz

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// This file holds what is particular to the types that are not answered by
// choosing among options: what of them is published, archived and scored.

// publishPairs publishes the two sides of a match question, each by itself.
func (p *PublishedQuestion) publishPairs(bank string) {
	seen := map[string]bool{}
	for _, pair := range p.Source.Pairs {
		if stem := Normalise(pair.Stem); stem != "" {
			p.Stems = append(p.Stems, PublishedOption{ID: StemID(bank, p.Source.ID, stem), Text: stem})
		}
		if option := Normalise(pair.Option); !seen[option] {
			seen[option] = true
			p.Options = append(p.Options, PublishedOption{ID: OptionID(bank, p.Source.ID, "option", option), Text: option})
		}
	}
	p.Unit = Normalise(p.Source.Unit)
}

// key is the answer as the archive holds it.
func (a Answer) key() KeyAnswer {
	return KeyAnswer{Text: a.Text, Value: a.Value, Tolerance: a.Tolerance, ToleranceType: a.ToleranceType, Min: a.Min, Max: a.Max, Fraction: a.Share()}
}

// StemID identifies a stem of a match question by its text.
func StemID(bank, question, text string) string { return OptionID(bank, question, "stem", text) }

// shown lists the texts that a learner sees beside the prompt: what a revision
// covers. Stems and options are kept apart by a word between them.
func (p *PublishedQuestion) shown() []string {
	var parts []string
	for _, s := range p.Stems {
		parts = append(parts, s.Text)
	}
	switch p.Type {
	case Match:
		parts = append(parts, "options")
	case Number:
		parts = append(parts, "unit", p.Unit)
	}
	for _, o := range p.Options {
		parts = append(parts, o.Text)
	}
	return parts
}

// Key gives what scores a question, with the texts of what can be chosen.
func (p *PublishedQuestion) Key(bank string) *Key {
	q := p.Source
	k := &Key{Type: q.Type, Scoring: q.Scoring, Points: q.Points, keyMembers: keyMembers{Unit: p.Unit, Exact: q.Exact}}
	for _, o := range p.Options {
		archived := KeyOption{ID: o.ID, Text: o.Text}
		if o.Source != nil {
			archived.Fraction = o.Source.Share()
		}
		k.Options = append(k.Options, archived)
	}
	slices.SortFunc(k.Options, func(a, b KeyOption) int { return cmp.Compare(a.ID, b.ID) })
	option := func(text string) string { return OptionID(bank, q.ID, "option", text) }
	if q.Type == Order {
		for _, o := range q.Options {
			k.Order = append(k.Order, option(o.Text))
		}
	}
	for _, stem := range p.Stems {
		i := slices.IndexFunc(q.Pairs, func(pair Pair) bool { return Normalise(pair.Stem) == stem.Text })
		k.Stems = append(k.Stems, KeyStem{ID: stem.ID, Text: stem.Text, Option: option(q.Pairs[i].Option)})
	}
	for _, a := range q.Answers {
		k.Answers = append(k.Answers, a.key())
	}
	return k
}

// lacking gives the text of an option or stem of an old key that a new one does
// not have; "" where all are there.
func lacking(old, now *Key) string {
	for _, o := range old.Options {
		if !slices.ContainsFunc(now.Options, func(n KeyOption) bool { return n.ID == o.ID }) {
			return o.Text
		}
	}
	for _, s := range old.Stems {
		if !slices.ContainsFunc(now.Stems, func(n KeyStem) bool { return n.ID == s.ID }) {
			return s.Text
		}
	}
	return ""
}

// onlyKey gives the members as a correction of an old revision archives them:
// what that revision has, and no texts.
func (k keyMembers) onlyKey(old *Key) keyMembers {
	has := func(id string) bool {
		return slices.ContainsFunc(old.Options, func(o KeyOption) bool { return o.ID == id })
	}
	c := keyMembers{Answers: k.Answers, Exact: k.Exact}
	for _, id := range k.Order {
		if has(id) {
			c.Order = append(c.Order, id)
		}
	}
	for _, s := range k.Stems {
		if slices.ContainsFunc(old.Stems, func(o KeyStem) bool { return o.ID == s.ID }) {
			c.Stems = append(c.Stems, KeyStem{ID: s.ID, Option: s.Option})
		}
	}
	return c
}

// corrected gives the members with the key of a correction.
func (k keyMembers) corrected(c keyMembers) keyMembers {
	k.Order, k.Answers, k.Exact = c.Order, c.Answers, c.Exact
	k.Stems = slices.Clone(k.Stems)
	for i, s := range k.Stems {
		for _, now := range c.Stems {
			if now.ID == s.ID {
				k.Stems[i].Option = now.Option
			}
		}
	}
	return k
}

// Shows tells whether a question has an option or a stem of that ID.
func (k *Key) Shows(id string) bool {
	return slices.ContainsFunc(k.Options, func(o KeyOption) bool { return o.ID == id }) || slices.ContainsFunc(k.Stems, func(s KeyStem) bool { return s.ID == id })
}

// parseOther reads a response of a type that is not answered by choosing. What
// holds nothing but blanks is a blank.
func parseOther(t Type, raw jsontext.Value) (*Response, error) {
	strict := json.RejectUnknownMembers(true)
	switch t {
	case Match:
		var r struct {
			Pairs [][]string `json:"pairs"`
		}
		err := json.Unmarshal(raw, &r, strict)
		if err != nil || len(r.Pairs) == 0 || slices.ContainsFunc(r.Pairs, func(p []string) bool { return len(p) != 2 }) {
			return nil, fmt.Errorf(`the response of a question of type %q is {"pairs": [[stem, option], …]}`, t)
		}
		out := &Response{}
		for _, p := range r.Pairs {
			out.Pairs = append(out.Pairs, [2]string(p))
		}
		return out, nil
	case Order:
		var r struct {
			Order []string `json:"order"`
		}
		if err := json.Unmarshal(raw, &r, strict); err != nil || len(r.Order) == 0 {
			return nil, fmt.Errorf(`the response of a question of type %q is {"order": [item, …]}`, t)
		}
		return &Response{Order: r.Order}, nil
	case Number:
		var r struct {
			Number *string `json:"number"`
		}
		if err := json.Unmarshal(raw, &r, strict); err != nil || r.Number == nil || len(*r.Number) > MaxTyped {
			return nil, fmt.Errorf(`the response of a question of type %q is {"number": "as typed"}, at most %d characters`, t, MaxTyped)
		}
		return typedOrBlank(&Response{Number: *r.Number}), nil
	case Text:
		var r struct {
			Text *string `json:"text"`
		}
		if err := json.Unmarshal(raw, &r, strict); err != nil || r.Text == nil || len(*r.Text) > MaxTyped {
			return nil, fmt.Errorf(`the response of a question of type %q is {"text": "as typed"}, at most %d characters`, t, MaxTyped)
		}
		return typedOrBlank(&Response{Text: *r.Text}), nil
	}
	return nil, fmt.Errorf("questions of type %q cannot be scored", t)
}

func typedOrBlank(r *Response) *Response {
	if strings.TrimSpace(r.Number+r.Text) == "" {
		return nil
	}
	return r
}

// scoreOther gives the fraction of a type that is not answered by choosing.
func (k *Key) scoreOther(r *Response) (float64, error) {
	switch k.Type {
	case Match:
		return k.scorePairs(r.Pairs)
	case Order:
		return k.scoreOrder(r.Order)
	case Number, Text:
		i := k.answerFitting(r)
		if i < 0 {
			return 0, nil
		}
		return min(max(k.Answers[i].Fraction, 0), 1), nil
	}
	return 0, fmt.Errorf("questions of type %q cannot be scored", k.Type)
}

// scorePairs is the share of the stems that have their option.
func (k *Key) scorePairs(pairs [][2]string) (float64, error) {
	given := map[string]string{}
	for _, p := range pairs {
		if _, twice := given[p[0]]; twice {
			return 0, errors.New("a stem that is answered twice")
		}
		if !slices.ContainsFunc(k.Stems, func(s KeyStem) bool { return s.ID == p[0] }) || !slices.ContainsFunc(k.Options, func(o KeyOption) bool { return o.ID == p[1] }) {
			return 0, ErrForeignOption
		}
		given[p[0]] = p[1]
	}
	right := 0
	for _, s := range k.Stems {
		if given[s.ID] == s.Option {
			right++
		}
	}
	if len(k.Stems) == 0 {
		return 0, nil
	}
	return float64(right) / float64(len(k.Stems)), nil
}

// scoreOrder is the share of the items that stand right, by the question's rule.
func (k *Key) scoreOrder(order []string) (float64, error) {
	for _, id := range order {
		if !slices.Contains(k.Order, id) {
			return 0, ErrForeignOption
		}
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(order))); len(sorted) != len(order) || len(order) != len(k.Order) {
		return 0, errors.New("an order that does not hold every item once")
	}
	n, right := len(order), 0
	if k.Scoring == Next {
		for i := 1; i < n; i++ {
			before := slices.Index(k.Order, order[i-1])
			if before+1 < n && k.Order[before+1] == order[i] {
				right++
			}
		}
		if n < 2 {
			return 1, nil
		}
		return float64(right) / float64(n-1), nil
	}
	for i, id := range order {
		if k.Order[i] == id {
			right++
		}
	}
	if k.Scoring == AllOrNothing && right < n {
		return 0, nil
	}
	return float64(right) / float64(n), nil
}

// KeyOf gives what scores a practice question: its key without texts, in which
// no prompt and no name stands.
func (q *Question) KeyOf(bank string) *PracticeKey {
	published := q.Publish(bank)
	k := published.Key(bank)
	p := &PracticeKey{Type: k.Type, Scoring: k.Scoring, Points: k.Points, Options: k.Options, keyMembers: k.keyMembers}
	p.Unit = ""
	for i := range p.Options {
		p.Options[i].Text = ""
	}
	for i := range p.Stems {
		p.Stems[i].Text = ""
	}
	return p
}

// PracticeKey is what the browser scores a practice question by.
type PracticeKey struct {
	Type    Type        `json:"type"`
	Scoring Scoring     `json:"scoring,omitempty"`
	Points  float64     `json:"points"`
	Options []KeyOption `json:"options"`
	keyMembers
}
