package quiz

import (
	"slices"
	"strings"
	"testing"
)

func TestGapsIn(t *testing.T) {
	for prompt, want := range map[string]struct {
		shown string
		gaps  []TextGap
	}{
		"No gap.":                     {"No gap.", nil},
		" {{a}}{{ b }} ":              {"{{1}}{{2}}", []TextGap{{"a", ""}, {"b", ""}}},
		"One {{a}},\r\n\r\ntwo {{b}}": {"One {{1}},\n\ntwo {{2}}", []TextGap{{"a", "One"}, {"b", ",\n\ntwo"}}},
		`\{{a}} {\{b}} \\{{c}}`:       {`\{{a}} {\{b}} \\{{1}}`, []TextGap{{"c", `\{{a}} {\{b}} \\`}}},
		"{{}} {{{a}}} {{a\nb}} {a}":   {"{{1}} {{{2}}} {{a\nb}} {a}", []TextGap{{"", ""}, {"a", "{"}}},
	} {
		q := Question{Type: Cloze, Prompt: prompt}
		if got := GapsIn(prompt); q.Shown() != want.shown || !slices.Equal(got, want.gaps) {
			t.Errorf("%q: %q, %q", prompt, q.Shown(), got)
		}
	}
	if q := (Question{Type: Text, Prompt: " {{a}} "}); q.Shown() != "{{a}}" {
		t.Errorf("two braces of another type became %q", q.Shown())
	}
}

// A revision covers what is seen of the gaps, and nothing else of them decides on an
// identity: neither their names and weights nor keys and order.
func TestIdentitiesOfGaps(t *testing.T) {
	two, heavy := 2.0, 7.0
	base := func() *Question {
		return &Question{ID: "gaps", Type: Cloze, Prompt: "Say {{a}} or {{b}}; go {{c}} or {{d}} far.", Gaps: []Gap{
			{Name: "a", Options: []Option{{Text: "yes", Correct: true}, {Text: "no"}}},
			{Name: "b", Options: []Option{{Text: "yes", Correct: true}, {Text: "no"}}},
			{Name: "c", Unit: "m", Answers: []Answer{{Value: &two, Correct: true}}},
			{Name: "d", Answers: []Answer{{Text: "very", Correct: true}}},
		}}
	}
	seen := func(change func(q *Question)) string {
		q := base()
		change(q)
		p := q.Publish("bank")
		parts := []string{p.Revision, p.Prompt}
		for _, g := range p.Gaps {
			parts = append(parts, clozeKind{}.shown(&PublishedQuestion{Gaps: []PublishedGap{g}})...)
			parts = append(parts, optionIDs(g.Options)...)
		}
		return strings.Join(parts, " ")
	}
	same := seen(func(*Question) {})
	for name, change := range map[string]func(q *Question){
		"names": func(q *Question) {
			q.Prompt = strings.NewReplacer("{{a}}", "{{yes}}", "{{c}}", "{{a}}").Replace(q.Prompt)
			q.Gaps[0].Name, q.Gaps[2].Name = "yes", "a"
		},
		"weights":          func(q *Question) { q.Gaps[1].Weight = &heavy },
		"order of gaps":    func(q *Question) { slices.Reverse(q.Gaps) },
		"order of options": func(q *Question) { slices.Reverse(q.Gaps[0].Options) },
		"keys": func(q *Question) {
			q.Gaps[0].Options[0].Correct, q.Gaps[0].Options[1].Correct = false, true
			q.Gaps[2].Answers[0].Value, q.Gaps[3].Answers[0].Text, q.Gaps[3].Exact = &heavy, "little", true
		},
	} {
		if got := seen(change); got != same {
			t.Errorf("%s are seen:\n%s\n%s", name, got, same)
		}
	}
	for name, change := range map[string]func(q *Question){
		"text":   func(q *Question) { q.Prompt = strings.Replace(q.Prompt, "far", "away", 1) },
		"option": func(q *Question) { q.Gaps[0].Options[1].Text = "never" },
		"unit":   func(q *Question) { q.Gaps[2].Unit = "km" },
		"kind":   func(q *Question) { q.Gaps[3] = Gap{Name: "d", Answers: []Answer{{Value: &two, Correct: true}}} },
		"place":  func(q *Question) { q.Prompt = strings.Replace(q.Prompt, "{{d}} far", "far {{d}}", 1) },
	} {
		q := base()
		change(q)
		if q.Publish("bank").Revision == base().Publish("bank").Revision {
			t.Errorf("another %s has the same revision", name)
		}
	}
	// Gaps are kept apart by the words before them, and those with the same words by
	// their number; the same options in two gaps are two.
	ids := map[string]bool{}
	q := base()
	q.Prompt = "Say {{a}} or {{b}} or {{c}} or {{d}}."
	for _, g := range q.Publish("bank").Gaps {
		for _, id := range append([]string{g.ID}, optionIDs(g.Options)...) {
			if ids[id] {
				t.Errorf("the ID %s stands twice", id)
			}
			ids[id] = true
		}
	}
	// What is reworded in one sentence leaves the gaps of the others where they were.
	reworded := base()
	reworded.Prompt = strings.Replace(reworded.Prompt, "Say", "Do say", 1)
	before, after := base().Publish("bank").Gaps, reworded.Publish("bank").Gaps
	for n := range before {
		if kept := before[n].ID == after[n].ID; kept != (n > 0) {
			t.Errorf("gap %d: kept %v", n+1, kept)
		}
	}
}

func TestPicksOfGaps(t *testing.T) {
	k := clozeKey(1, 1, 1)
	var texts []string
	for _, p := range k.Picks() {
		texts = append(texts, p.Text)
	}
	if want := []string{"Gap 2: 2 ± 0.5", "Gap 2: 2 or less", "Gap 2: any other answer", "Gap 3: calm*", "Gap 3: quiet",
		"Gap 3: any other answer"}; !slices.Equal(texts[4:], want) {
		t.Errorf("%q, %q expected", texts[4:], want)
	}
	picked := k.Picked(&Response{Gaps: [][2]string{{"q", "1"}, {"r", "Sam Smith"}, {"p", "b"}}})
	if want := []string{"q 2 or less", "r other", "p b"}; !slices.Equal(picked, want) {
		t.Errorf("%q, %q expected: what was typed is not shown", picked, want)
	}
}

func optionIDs(options []PublishedOption) (ids []string) {
	for _, o := range options {
		ids = append(ids, o.ID)
	}
	return ids
}
