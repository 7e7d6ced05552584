package quiz

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// Order asks the learner to put options in order.
const Order Type = "order"

// The scoring rules of order, apart from AllOrNothing.
const (
	Absolute Scoring = "absolute" // items in their place/items
	Next     Scoring = "next"     // items followed by the right one/(items − 1)
)

// orderKind is answered by putting its options in order. They are published like those of
// a choice.
type orderKind struct{ choiceKind }

func (orderKind) scorings() []Scoring { return []Scoring{Absolute, Next, AllOrNothing} }

func (orderKind) check(q *Question, report diag.Report) {
	switch n := len(q.Options); {
	case n < minOrder:
		report(TooFewItems.With(minOrder), "options")
		return
	case n > maxSorted:
		report(tooManyItems.With(n, maxSorted), "options")
	}
	texts := map[string]int{}
	explained := false
	for i, o := range q.Options {
		reportRepeats(texts, i, "option", o.Text, report, "options", i, "text")
		if o.Correct || o.Fraction != nil {
			report(itemWithWorth.With(i+1), "options", i, "text")
		}
		explained = explained || Normalise(o.Feedback) != ""
	}
	if !explained {
		report(noItemFeedback.With(), "options")
	}
}

func (o orderKind) key(k *Key, p *PublishedQuestion, bank string) {
	o.choiceKind.key(k, p, bank)
	for _, written := range p.Source.Options {
		k.Order = append(k.Order, OptionID(bank, p.Source.ID, "option", written.Text))
	}
}

func (o orderKind) carry(worth, now, old *Key) (missing string) {
	for _, id := range now.Order {
		if old.option(id) >= 0 {
			worth.Order = append(worth.Order, id)
		}
	}
	return o.choiceKind.carry(worth, now, old)
}

func (o orderKind) correct(k, worth *Key) {
	o.choiceKind.correct(k, worth)
	k.Order = worth.Order
}

// parts marks every part as right: each item is written in its place.
func (o orderKind) parts(p *PublishedQuestion, bank string) []Part {
	parts := o.choiceKind.parts(p, bank)
	for i := range parts {
		parts[i].Right = true
	}
	return parts
}

func (orderKind) parse(raw jsontext.Value) (*Response, error) {
	var r struct {
		Order []string `json:"order"`
	}
	err := decodeResponse(raw, &r, Order, `{"order": [item, …]}`, func() bool { return len(r.Order) > 0 })
	if err != nil {
		return nil, err
	}
	return &Response{Order: r.Order}, nil
}

// score returns the share of the items in the right place or order, by the question's
// rule.
func (orderKind) score(k *Key, r *Response) (float64, error) {
	if slices.ContainsFunc(r.Order, func(id string) bool { return !slices.Contains(k.Order, id) }) {
		return 0, ErrForeignOption
	}
	n := len(r.Order)
	if different := slices.Compact(slices.Sorted(slices.Values(r.Order))); len(different) != n || n != len(k.Order) {
		return 0, refused(notEveryItem)
	}
	if k.Scoring == Next {
		return followed(k.Order, r.Order), nil
	}
	right := 0
	for i, id := range r.Order {
		if k.Order[i] == id {
			right++
		}
	}
	if k.Scoring == AllOrNothing && right < n {
		return 0, nil
	}
	return float64(right) / float64(n), nil
}

// followed returns the share of the items, except the last, that are followed by the right
// item.
func followed(right, given []string) float64 {
	n, found := len(given), 0
	if n < 2 {
		return 1
	}
	for i := 1; i < n; i++ {
		before := slices.Index(right, given[i-1])
		if before+1 < n && right[before+1] == given[i] {
			found++
		}
	}
	return float64(found) / float64(n-1)
}

func (orderKind) picks(k *Key) (out []Pick) {
	for place, id := range k.Order {
		text := id
		if i := k.option(id); i >= 0 {
			text = k.Options[i].Text
		}
		out = append(out, Pick{ID: id, Text: fmt.Sprintf("%s: in its place, %d", text, place+1), Fraction: 1})
	}
	return out
}

func (orderKind) picked(k *Key, r *Response) (ids []string) {
	for i, id := range r.Order {
		if i < len(k.Order) && k.Order[i] == id {
			ids = append(ids, id)
		}
	}
	return ids
}
