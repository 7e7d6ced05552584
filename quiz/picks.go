package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Pick is something that a response can hold, for counting what was answered:
// an option; an option to a stem; an item in its place; an answer of the key.
type Pick struct {
	ID       string
	Text     string
	Fraction float64 // what it is worth by itself
}

// otherPick is a typed answer that fits none of the key. What was typed is not
// told: people type names.
const otherPick = "other"

// Picks lists what can be counted of a question's responses.
func (k *Key) Picks() []Pick {
	var out []Pick
	switch k.Type {
	case Match:
		for _, s := range k.Stems {
			for _, o := range k.Options {
				pick := Pick{ID: s.ID + " " + o.ID, Text: s.Text + " → " + o.Text}
				if s.Option == o.ID {
					pick.Fraction = 1
				}
				out = append(out, pick)
			}
		}
	case Order:
		for place, id := range k.Order {
			text := id
			if i := slices.IndexFunc(k.Options, func(o KeyOption) bool { return o.ID == id }); i >= 0 {
				text = k.Options[i].Text
			}
			out = append(out, Pick{ID: id, Text: fmt.Sprintf("%s: in its place, %d", text, place+1), Fraction: 1})
		}
	case Number, Text:
		for _, a := range k.Answers {
			out = append(out, Pick{ID: a.Written(), Text: a.Written(), Fraction: a.Fraction})
		}
		out = append(out, Pick{ID: otherPick, Text: "any other answer"})
	default:
		for _, o := range k.Options {
			out = append(out, Pick(o))
		}
	}
	return out
}

// Picked gives the IDs of the picks that a response holds; none for a blank.
func (k *Key) Picked(r *Response) []string {
	switch {
	case r == nil:
		return nil
	case k.Type == Match:
		var out []string
		for _, p := range r.Pairs {
			out = append(out, p[0]+" "+p[1])
		}
		return out
	case k.Type == Order:
		var out []string
		for i, id := range r.Order {
			if i < len(k.Order) && k.Order[i] == id {
				out = append(out, id)
			}
		}
		return out
	case k.Type == Number || k.Type == Text:
		if i := k.answerFitting(r); i >= 0 {
			return []string{k.Answers[i].Written()}
		}
		return []string{otherPick}
	case r.Choice != "":
		return []string{r.Choice}
	}
	return r.Choices
}

// Written is an answer as a person would write it.
func (a Answer) Written() string { return a.key().Written() }

// Written is an answer as a person would write it.
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
		return fmt.Sprintf("%s or more", n(*a.Min))
	case a.Max != nil:
		return fmt.Sprintf("%s or less", n(*a.Max))
	}
	return strings.Join(strings.Fields(a.Text), " ")
}
