package quiz

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// Cloze asks the learner to fill the gaps of a text by choosing or typing.
const Cloze Type = "cloze"

// clozeKind is answered by filling the gaps of its prompt. Each gap works like a question
// of its own: an option to choose, or a number or words to type.
type clozeKind struct{ oneRule }

// kindOfGap returns the kind that checks and scores a gap of a type.
func kindOfGap(t Type) kind {
	switch t {
	case Number:
		return numberKind{}
	case Text:
		return textKind{}
	}
	return singleKind{}
}

// GapTypes lists the types that a gap can have.
func GapTypes() []string { return []string{string(Single), string(Number), string(Text)} }

// Type returns how the gap is filled: Single, Number or Text.
func (g *Gap) Type() Type {
	switch {
	case len(g.Options) > 0:
		return Single
	case g.Unit != "", slices.ContainsFunc(g.Answers, Answer.numeric):
		return Number
	}
	return Text
}

func (g *Gap) weight() float64 {
	if g.Weight == nil {
		return 1
	}
	return *g.Weight
}

// maxWeight bounds the weight of a gap.
const maxWeight = 100

// gapMark finds gaps in CommonMark. A backslash before the braces makes them plain text.
var gapMark = regexp.MustCompile(`\\.|\{\{([^{}\n]*)\}\}`)

// gapText is a text cut at its gaps.
type gapText struct {
	numbered string // with {{1}}, {{2}}, … for the gaps
	gaps     []TextGap
	open     bool // whether some {{ has no }}
}

// TextGap is a gap at its place in a prompt.
type TextGap struct {
	Name   string // as written
	Before string // the text between the previous gap and this one
}

// GapsIn returns the gaps of a prompt in the order of the text.
func GapsIn(prompt string) []TextGap { return cutAtGaps(prompt).gaps }

func cutAtGaps(prompt string) (t gapText) {
	prompt = Normalise(prompt)
	var b strings.Builder
	read, end := 0, 0 // the ends of the last mark and of the last gap
	for _, m := range gapMark.FindAllStringSubmatchIndex(prompt, -1) {
		t.open = t.open || strings.Contains(prompt[read:m[0]], "{{")
		read = m[1]
		if prompt[m[0]] == '\\' {
			continue
		}
		t.gaps = append(t.gaps, TextGap{strings.TrimSpace(prompt[m[2]:m[3]]), Normalise(prompt[end:m[0]])})
		b.WriteString(prompt[end:m[0]])
		b.WriteString("{{" + strconv.Itoa(len(t.gaps)) + "}}")
		end = m[1]
	}
	t.open = t.open || strings.Contains(prompt[read:], "{{")
	b.WriteString(prompt[end:])
	t.numbered = b.String()
	return t
}

func (clozeKind) members() []string { return []string{"gaps"} }

// prompt writes the gaps as {{1}}, {{2}}, …: their authored names may be the answers.
func (clozeKind) prompt(q *Question) string { return cutAtGaps(q.Prompt).numbered }

func (clozeKind) check(q *Question, report diag.Report) {
	text := cutAtGaps(q.Prompt)
	if text.open {
		report(gapWithoutEnd.With(), "prompt")
	}
	switch n := len(text.gaps); {
	case n == 0 && Normalise(q.Prompt) != "":
		report(noGaps.With(), "prompt")
	case n > maxSorted:
		report(tooManyGaps.With(n, maxSorted), "prompt")
		return
	}
	for i, g := range text.gaps {
		switch {
		case slices.ContainsFunc(text.gaps[:i], func(other TextGap) bool { return other.Name == g.Name }):
			report(gapTwice.With(g.Name), "prompt", i)
		case q.gapNamed(g.Name) < 0:
			report(GapNotDescribed.With(g.Name), "prompt", i)
		}
	}
	for i, g := range q.Gaps {
		g.check(func(m diag.Message, path ...any) {
			report(inGap.With(g.Name, m), append([]any{"gaps", i}, path...)...)
		})
		switch {
		case q.gapNamed(g.Name) < i:
			report(gapDescribedTwice.With(g.Name), "gaps", i, "name")
		case !slices.ContainsFunc(text.gaps, func(placed TextGap) bool { return placed.Name == g.Name }):
			report(gapNotInPrompt.With(g.Name), "gaps", i, "name")
		}
	}
}

// gapNamed returns the index of the first gap with a name; −1 if no gap has it.
func (q *Question) gapNamed(name string) int {
	return slices.IndexFunc(q.Gaps, func(g Gap) bool { return g.Name == name })
}

func (g *Gap) check(report diag.Report) {
	if !slugPattern.MatchString(g.Name) {
		report(gapNameUnusable.With(), "name")
	}
	if g.Weight != nil && !(*g.Weight > 0 && *g.Weight <= maxWeight) {
		report(weightOutOfRange.With(maxWeight), "weight")
	}
	if len(g.Options) > 0 && len(g.Answers) > 0 {
		report(gapOptionsAndAnswers.With(), "answers")
		return
	}
	if g.Unit != "" && g.Type() != Number {
		report(gapUnitMisplaced.With(), "unit")
	}
	if g.Exact && g.Type() != Text {
		report(gapExactMisplaced.With(), "exact")
	}
	g.checkContent(report)
}

// checkContent reports what is wrong with the gap's options or answers.
func (g *Gap) checkContent(report diag.Report) {
	q := &Question{Type: g.Type(), Options: g.Options, Answers: g.Answers, Unit: g.Unit, Exact: g.Exact}
	switch {
	case len(g.Options) > 0:
		if right, _ := checkOptions(q, report); right > 1 {
			report(SeveralRightInGap.With(right), "options")
		}
	case len(g.Answers) == 0:
		report(GapEmpty.With())
	default:
		kindOfGap(q.Type).check(q, report)
	}
}

// publish publishes the gaps in the order of the text. Their IDs are hashes of the words
// before them, because an authored name may be the answer.
func (clozeKind) publish(p *PublishedQuestion, bank string) {
	same := map[string]int{} // gaps with the same words before them
	for _, placed := range GapsIn(p.Source.Prompt) {
		i := p.Source.gapNamed(placed.Name)
		if i < 0 {
			continue // a fault
		}
		source := &p.Source.Gaps[i]
		same[placed.Before]++
		id := OptionID(bank, p.Source.ID, "gap "+strconv.Itoa(same[placed.Before]), placed.Before)
		p.Gaps = append(p.Gaps, PublishedGap{
			ID: id, Type: source.Type(), Unit: Normalise(source.Unit), Source: source,
			Options: publishOptions(source.Options, bank, p.Source.ID, "option of "+id),
		})
	}
}

func (clozeKind) shown(p *PublishedQuestion) (texts []string) {
	for _, g := range p.Gaps {
		texts = append(append(texts, "gap", g.ID, string(g.Type), g.Unit), textsOf(g.Options)...)
	}
	return texts
}

func (clozeKind) key(k *Key, p *PublishedQuestion, _ string) {
	for _, g := range p.Gaps {
		k.Gaps = append(k.Gaps, KeyGap{
			ID: g.ID, Type: g.Type, Weight: g.Source.weight(), Unit: g.Unit, Exact: g.Source.Exact,
			Options: keyOptions(g.Options), Answers: keyAnswers(g.Source.Answers),
		})
	}
}

// fillFrom copies what fills a gap from the key that asQuestion made of it.
func (g *KeyGap) fillFrom(k *Key) { g.Options, g.Answers, g.Exact = k.Options, k.Answers, k.Exact }

func (clozeKind) strip(k *Key) {
	k.Gaps = slices.Clone(k.Gaps)
	for i := range k.Gaps {
		gap := &k.Gaps[i]
		inner := gap.asQuestion()
		kindOfGap(gap.Type).strip(inner)
		gap.fillFrom(inner)
		gap.Unit = ""
	}
}

func (clozeKind) carry(worth, now, old *Key) (missing string) {
	for n, g := range old.Gaps {
		if i := now.gap(g.ID); i < 0 || now.Gaps[i].Type != g.Type {
			return fmt.Sprintf("gap %d", n+1)
		}
	}
	for _, g := range now.Gaps {
		i := old.gap(g.ID)
		if i < 0 {
			continue
		}
		var inner Key
		if missing := kindOfGap(g.Type).carry(&inner, g.asQuestion(), old.Gaps[i].asQuestion()); missing != "" {
			return missing
		}
		carried := KeyGap{ID: g.ID, Type: g.Type, Weight: g.Weight}
		carried.fillFrom(&inner)
		worth.Gaps = append(worth.Gaps, carried)
	}
	return ""
}

func (clozeKind) correct(k, worth *Key) {
	k.Gaps = slices.Clone(k.Gaps)
	for _, g := range worth.Gaps {
		i := k.gap(g.ID)
		if i < 0 {
			continue
		}
		gap := &k.Gaps[i]
		inner := gap.asQuestion()
		kindOfGap(gap.Type).correct(inner, g.asQuestion())
		gap.fillFrom(inner)
		gap.Weight = g.Weight
	}
}

func (clozeKind) parts(p *PublishedQuestion, _ string) (parts []Part) {
	for n, g := range p.Gaps {
		i := p.Source.gapNamed(g.Source.Name)
		inside := answerParts(g.Source.Answers, "gaps", i, "answers")
		if g.Type == Single {
			inside = optionParts(g.Source.Options, g.Options, "gaps", i, "options")
		}
		for _, part := range inside {
			part.ID, part.Gap = g.ID+" "+part.ID, n+1
			parts = append(parts, part)
		}
	}
	return parts
}

func (clozeKind) parse(raw jsontext.Value) (*Response, error) {
	var r struct {
		Gaps [][]string `json:"gaps"`
	}
	form := `{"gaps": [[gap, "option or as typed"], …]}` + atMostTyped + " in each"
	err := decodeResponse(raw, &r, Cloze, form, func() bool {
		bad := func(g []string) bool { return len(g) != 2 || len(g[1]) > maxTyped }
		return len(r.Gaps) > 0 && !slices.ContainsFunc(r.Gaps, bad)
	})
	if err != nil {
		return nil, err
	}
	out := &Response{}
	for _, g := range r.Gaps {
		if !isBlank(g[1]) {
			out.Gaps = append(out.Gaps, [2]string(g))
		}
	}
	if len(out.Gaps) == 0 {
		return nil, nil
	}
	return out, nil
}

// response returns what was filled in as the response to asQuestion.
func (g *KeyGap) response(given string) *Response {
	switch g.Type {
	case Number:
		return &Response{Number: given}
	case Text:
		return &Response{Text: given}
	}
	return &Response{Choice: given}
}

// score returns the weighted mean of what the gaps are worth; a blank gap is worth
// nothing. These are the rules of Moodle's Cloze questions.
func (clozeKind) score(k *Key, r *Response) (float64, error) {
	share := map[string]float64{}
	for _, filled := range r.Gaps {
		i := k.gap(filled[0])
		if i < 0 {
			return 0, ErrForeignOption
		}
		gap := &k.Gaps[i]
		if _, twice := share[gap.ID]; twice {
			return 0, refused(filledTwice)
		}
		fraction, err := kindOfGap(gap.Type).score(gap.asQuestion(), gap.response(filled[1]))
		if err != nil {
			return 0, err
		}
		share[gap.ID] = bounded(fraction)
	}
	var sum, all float64
	for _, g := range k.Gaps {
		sum += float64(g.Weight * share[g.ID]) // the conversion as in slack
		all += g.Weight
	}
	return sum / all, nil
}

// bounded brings a fraction to 0…1. Archived keys are not always sound: NaN becomes 0.
func bounded(fraction float64) float64 {
	if !(fraction > 0) {
		return 0
	}
	return min(fraction, 1)
}

func (clozeKind) picks(k *Key) (out []Pick) {
	for n, g := range k.Gaps {
		for _, p := range kindOfGap(g.Type).picks(g.asQuestion()) {
			p.ID, p.Text, p.Gap = g.ID+" "+p.ID, fmt.Sprintf("Gap %d: %s", n+1, p.Text), n+1
			out = append(out, p)
		}
	}
	return out
}

func (clozeKind) picked(k *Key, r *Response) (ids []string) {
	for _, filled := range r.Gaps {
		i := k.gap(filled[0])
		if i < 0 {
			continue
		}
		gap := &k.Gaps[i]
		for _, id := range kindOfGap(gap.Type).picked(gap.asQuestion(), gap.response(filled[1])) {
			ids = append(ids, gap.ID+" "+id)
		}
	}
	return ids
}
