package quiz

import (
	"slices"
	"strconv"
)

// Part is a part of a question that an answer is made of: an option, a pair, an
// item of an order, or something that may be typed, in the question or in one of
// its gaps.
type Part struct {
	// ID is what feedback is kept under: the public ID of the option, of the stem
	// of a pair, or the place of a typed answer in the key, from 0; in a gap, the
	// gap's public ID, a space and one of these.
	ID string

	Stem, StemID string // of a pair that has a stem: CommonMark, one paragraph, and its public ID
	Text         string // CommonMark, one paragraph; of what may be typed, plain text
	OptionID     string // public ID of Text; "" of what may be typed
	Feedback     string // CommonMark
	Right        bool   // whether it earns points: an option that fits no stem does not
	Gap          int    // cloze: the number of its gap in the text, from 1

	Path    []any  // of its table in the question: "options", 2
	TextKey string // the key of Text in that table; "" of what may be typed
}

// Typed reports whether the part is something that may be typed.
func (p *Part) Typed() bool { return p.OptionID == "" }

// At is the path of one of the part's keys in the question, for faults.
func (p *Part) At(key string) []any { return append(slices.Clip(p.Path), key) }

// Parts lists the parts of a question of a bank in the order in which they were
// written; those of gaps in the order in which the gaps stand in the text.
func (q *Question) Parts(bank string) []Part {
	switch q.Type {
	case Match:
		return q.pairParts(bank)
	case Number, Text:
		return answerParts(q.Answers)
	case Cloze:
		return q.gapParts(bank)
	}
	return q.optionParts(bank)
}

func (q *Question) optionParts(bank string) (parts []Part) {
	for i, o := range q.Options {
		id := OptionID(bank, q.ID, "option", o.Text)
		parts = append(parts, Part{
			ID: id, Text: o.Text, OptionID: id, Feedback: o.Feedback, Right: q.Type == Order || o.Share() > 0,
			Path: []any{"options", i}, TextKey: "text",
		})
	}
	return parts
}

func (q *Question) pairParts(bank string) (parts []Part) {
	for i, pair := range q.Pairs {
		p := Part{
			Text: pair.Option, OptionID: OptionID(bank, q.ID, "option", pair.Option), Feedback: pair.Feedback,
			Path: []any{"pairs", i}, TextKey: "option",
		}
		p.ID = p.OptionID
		if pair.Stem != "" {
			p.Stem, p.StemID, p.Right = pair.Stem, StemID(bank, q.ID, pair.Stem), true
			p.ID = p.StemID
		}
		parts = append(parts, p)
	}
	return parts
}

func answerParts(answers []Answer) (parts []Part) {
	for i, a := range answers {
		parts = append(parts, Part{
			ID: strconv.Itoa(i), Text: a.Written(), Feedback: a.Feedback, Right: a.Share() > 0, Path: []any{"answers", i},
		})
	}
	return parts
}

func (q *Question) gapParts(bank string) (parts []Part) {
	for n, g := range q.Publish(bank).Gaps {
		inside := answerParts(g.Source.Answers)
		if g.Type == Single {
			inside = g.optionParts(bank, q.ID)
		}
		for _, p := range inside {
			p.ID, p.Gap, p.Path = g.ID+" "+p.ID, n+1, append([]any{"gaps", q.gapIndex(g.Source)}, p.Path...)
			parts = append(parts, p)
		}
	}
	return parts
}

func (g *PublishedGap) optionParts(bank, question string) (parts []Part) {
	for i, o := range g.Source.Options {
		id := OptionID(bank, question, "option of "+g.ID, o.Text)
		parts = append(parts, Part{
			ID: id, Text: o.Text, OptionID: id, Feedback: o.Feedback, Right: o.Share() > 0,
			Path: []any{"options", i}, TextKey: "text",
		})
	}
	return parts
}

func (q *Question) gapIndex(g *Gap) int {
	for i := range q.Gaps {
		if g == &q.Gaps[i] {
			return i
		}
	}
	return -1
}
