package quiz

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Gap is a gap in the text of a cloze question, as written. It is chosen from its
// options, or typed: a number or a few words.
type Gap struct {
	Name    string   `toml:"name"`    // {{name}} in the prompt; never published
	Weight  *float64 `toml:"weight"`  // its share of the points against that of the others; 1 where absent
	Options []Option `toml:"options"` // of a choice: one is right
	Answers []Answer `toml:"answers"` // of a number or words: the first that fits counts
	Unit    string   `toml:"unit"`    // of a number: plain text behind the box
	Exact   bool     `toml:"exact"`   // of words: case and white space matter
}

// MaxWeight bounds the weight of a gap.
const MaxWeight = 100

// Type is how a gap is filled: Single, Number or Text.
func (g *Gap) Type() Type {
	numeric := func(a Answer) bool {
		return a.Value != nil || a.Min != nil || a.Max != nil || a.Tolerance != 0 || a.ToleranceType != ""
	}
	switch {
	case len(g.Options) > 0:
		return Single
	case g.Unit != "", slices.ContainsFunc(g.Answers, numeric):
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

// question is the gap as a question by itself: checked, published and scored as such.
func (g *Gap) question() *Question {
	return &Question{Type: g.Type(), Options: g.Options, Answers: g.Answers, Unit: g.Unit, Exact: g.Exact}
}

// gapMark finds gaps in CommonMark: what a backslash stands before is none.
var gapMark = regexp.MustCompile(`\\.|\{\{([^{}\n]*)\}\}`)

// gapText is a text cut at its gaps.
type gapText struct {
	numbered string // with {{1}}, {{2}}, … for the gaps
	gaps     []TextGap
	open     bool // somewhere {{ begins a gap that does not end
}

// TextGap is a gap where it stands in a prompt.
type TextGap struct {
	Name   string // as written
	Before string // the text since the gap before
}

// GapsIn lists the gaps of a prompt in the order of the text.
func GapsIn(prompt string) []TextGap { return cutGaps(prompt).gaps }

func cutGaps(prompt string) (t gapText) {
	prompt = Normalise(prompt)
	var b strings.Builder
	read, end := 0, 0 // where the last mark ended, and the last gap
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

// Shown is the prompt as learners see it: CommonMark, normalised. The gaps of a
// cloze question stand as {{1}}, {{2}}, … in the order of the text, without their
// authored names.
func (q *Question) Shown() string {
	if q.Type != Cloze {
		return Normalise(q.Prompt)
	}
	return cutGaps(q.Prompt).numbered
}

func (q *Question) checkGaps(fault func(what, hint string, path ...any)) {
	text := cutGaps(q.Prompt)
	if text.open {
		fault("{{ begins a gap that has no end", `write {{name}} on one line, or \{{ where two braces are meant`, "prompt")
	}
	var names []string
	for _, g := range text.gaps {
		names = append(names, g.Name)
	}
	switch n := len(names); {
	case n == 0 && Normalise(q.Prompt) != "":
		fault("the prompt has no gaps", "write {{name}} where something is to be filled in", "prompt")
	case n > maxSorted:
		fault(fmt.Sprintf("the prompt has %d gaps; at most %d", n, maxSorted), "split it into two questions", "prompt")
		return
	}
	for i, name := range names {
		switch {
		case slices.Contains(names[:i], name):
			fault(fmt.Sprintf("the gap %q stands in the prompt twice", name), "each gap is filled by itself: give the second a name of its own", "prompt", i)
		case !slices.ContainsFunc(q.Gaps, func(g Gap) bool { return g.Name == name }):
			fault(fmt.Sprintf("the gap %q is not described", name), fmt.Sprintf("add a [[questions.gaps]] table with name = %q and its options or answers", name), "prompt", i)
		}
	}
	for i := range q.Gaps {
		q.Gaps[i].check(func(what, hint string, path ...any) {
			fault(fmt.Sprintf("gap %q: %s", q.Gaps[i].Name, what), hint, append([]any{"gaps", i}, path...)...)
		})
		name := q.Gaps[i].Name
		switch {
		case slices.ContainsFunc(q.Gaps[:i], func(g Gap) bool { return g.Name == name }):
			fault(fmt.Sprintf("the gap %q is described twice", name), "delete one of the two, or give it a name of its own", "gaps", i, "name")
		case !slices.Contains(names, name):
			fault(fmt.Sprintf("the prompt has no gap %q", name), fmt.Sprintf("write {{%s}} where it belongs, or delete it", name), "gaps", i, "name")
		}
	}
}

func (g *Gap) check(fault func(what, hint string, path ...any)) {
	if !slugPattern.MatchString(g.Name) {
		fault("the name is not usable", "use small letters, digits and hyphens, for example {{distance}}", "name")
	}
	if g.Weight != nil && !(*g.Weight > 0 && *g.Weight <= MaxWeight) {
		fault(fmt.Sprintf("weight must lie above 0 and not above %d", MaxWeight), "2 makes it count as much as two others; leave it out where all count alike", "weight")
	}
	if len(g.Options) > 0 && len(g.Answers) > 0 {
		fault("it has both options and answers", "options are chosen, answers are typed: keep one of the two", "answers")
		return
	}
	q := g.question()
	if g.Unit != "" && q.Type != Number {
		fault("what is chosen has no unit", "write it into the options, or into the text behind the gap", "unit")
	}
	if g.Exact && q.Type != Text {
		fault("exact is for gaps that take words", "delete it", "exact")
	}
	switch {
	case len(g.Options) > 0:
		q.checkOptions(func(what, hint string, path ...any) {
			if strings.HasSuffix(what, "options are right") {
				hint = "one option fits a gap; another may have a fraction of the points, fraction = 0.5"
			}
			fault(what, hint, path...)
		})
	case len(g.Answers) == 0:
		fault("it has neither options nor answers", "add [[questions.gaps.options]] to choose from, or [[questions.gaps.answers]] for what may be typed")
	default:
		q.checkAnswers(fault)
	}
}

// PublishedGap is a gap as learners may see it.
type PublishedGap struct {
	ID      string
	Type    Type              // Single, Number or Text
	Unit    string            // of a number; plain text
	Options []PublishedOption // of a choice; by ID

	Source *Gap // as PublishedQuestion.Source
}

// publishGaps publishes the gaps in the order of the text, each under the words
// that stand before it: a name that an author gave may be the answer.
func (p *PublishedQuestion) publishGaps(bank string) {
	if p.Type != Cloze {
		return
	}
	same := map[string]int{} // gaps with the same words before them
	for _, text := range GapsIn(p.Source.Prompt) {
		i := slices.IndexFunc(p.Source.Gaps, func(g Gap) bool { return g.Name == text.Name })
		if i < 0 {
			continue // a fault
		}
		source := &p.Source.Gaps[i]
		same[text.Before]++
		g := PublishedGap{
			ID:   OptionID(bank, p.Source.ID, "gap "+strconv.Itoa(same[text.Before]), text.Before),
			Type: source.Type(), Unit: Normalise(source.Unit), Source: source,
		}
		for k := range source.Options {
			o := &source.Options[k]
			g.Options = append(g.Options, PublishedOption{ID: OptionID(bank, p.Source.ID, "option of "+g.ID, o.Text), Text: Normalise(o.Text), Source: o})
		}
		slices.SortFunc(g.Options, byID)
		p.Gaps = append(p.Gaps, g)
	}
}

// shown lists what a learner sees of a gap beside the words around it.
func (g *PublishedGap) shown() []string {
	parts := []string{"gap", g.ID, string(g.Type), g.Unit}
	for _, o := range g.Options {
		parts = append(parts, o.Text)
	}
	return parts
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

func (g *PublishedGap) key() KeyGap {
	k := KeyGap{ID: g.ID, Type: g.Type, Weight: g.Source.weight(), Unit: g.Unit, Exact: g.Source.Exact, Answers: keyAnswers(g.Source.Answers)}
	for _, o := range g.Options {
		k.Options = append(k.Options, KeyOption{ID: o.ID, Text: o.Text, Fraction: o.Source.Share()})
	}
	return k
}

// alone is the key of a gap as that of a question by itself.
func (g *KeyGap) alone() *Key {
	return &Key{Type: g.Type, Points: 1, Options: g.Options, keyMembers: keyMembers{Answers: g.Answers, Exact: g.Exact}}
}

// response is what stands in a gap as the answer to a question by itself.
func (g *KeyGap) response(given string) *Response {
	switch g.Type {
	case Number:
		return &Response{Number: given}
	case Text:
		return &Response{Text: given}
	}
	return &Response{Choice: given}
}

// without gives a gap without texts: for corrections and for practice.
func (g KeyGap) without() KeyGap {
	g.Unit, g.Options = "", slices.Clone(g.Options)
	for i := range g.Options {
		g.Options[i].Text = ""
	}
	return g
}

// corrected gives a gap with the key of a correction.
func (g KeyGap) corrected(c KeyGap) KeyGap {
	g.Weight, g.Answers, g.Exact = c.Weight, c.Answers, c.Exact
	g.Options = slices.Clone(g.Options)
	for i, o := range g.Options {
		g.Options[i].Fraction = 0
		for _, now := range c.Options {
			if now.ID == o.ID {
				g.Options[i].Fraction = now.Fraction
			}
		}
	}
	return g
}

func (k *Key) gap(id string) *KeyGap {
	if i := slices.IndexFunc(k.Gaps, func(g KeyGap) bool { return g.ID == id }); i >= 0 {
		return &k.Gaps[i]
	}
	return nil
}

// scoreGaps is the mean of what the gaps are worth, weighted; a gap left blank is
// worth nothing. These are the rules of Moodle's Cloze questions.
func (k *Key) scoreGaps(filled [][2]string) (float64, error) {
	share := map[string]float64{}
	for _, f := range filled {
		gap := k.gap(f[0])
		if gap == nil {
			return 0, ErrForeignOption
		}
		if _, twice := share[gap.ID]; twice {
			return 0, errors.New("a gap that is filled twice")
		}
		m, err := gap.alone().Score(gap.response(f[1]))
		if err != nil {
			return 0, err
		}
		share[gap.ID] = m.Points
	}
	var sum, all float64
	for _, g := range k.Gaps {
		sum += float64(g.Weight * share[g.ID]) // the conversion as in slack
		all += g.Weight
	}
	return sum / all, nil
}
