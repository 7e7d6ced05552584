package quiz

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// scoringVector is a case of quiz/testdata/scoring, which the browser's tests read
// too: a key, a response as it is handed in, and what it is worth.
type scoringVector struct {
	Name     string         `json:"name"`
	Key      Key            `json:"key"`
	Response jsontext.Value `json:"response"`
	Fraction float64        `json:"fraction"`
	Blank    bool           `json:"blank,omitzero"`

	// Of literature.json: where the case comes from, what it is worth there, and why
	// our rule differs where it does.
	Source  string   `json:"source,omitempty"`
	Address string   `json:"address,omitempty"`
	Theirs  *float64 `json:"theirs,omitempty"`
	Why     string   `json:"why,omitempty"`
}

func TestScoringVectors(t *testing.T) {
	files, err := filepath.Glob("testdata/scoring/*.json")
	if err != nil || len(files) < 3 {
		t.Fatal("no vectors", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var vectors []scoringVector
		if err := json.Unmarshal(src, &vectors); err != nil {
			t.Fatal(file, err)
		}
		for _, v := range vectors {
			v.Key.Points = 1
			if differs := v.Theirs != nil && *v.Theirs != v.Fraction; differs != (v.Why != "") ||
				(v.Theirs != nil) != (v.Source != "" && strings.HasPrefix(v.Address, "http")) {
				t.Errorf("%s: %s: it does not say its source, or why it differs", filepath.Base(file), v.Name)
			}
			r, err := ParseResponse(v.Key.Type, v.Response)
			if err != nil {
				t.Errorf("%s: %v", v.Name, err)
				continue
			}
			m, err := v.Key.Score(r)
			if err != nil || m.Points != v.Fraction || m.Blank != v.Blank || m.Right != (v.Fraction == 1) {
				t.Errorf("%s, %s: %s is marked %+v, %v; %v expected", filepath.Base(file), v.Name, v.Response, m, err,
					v.Fraction)
			}
		}
	}
}

// A key of gaps with the weights given: a choice, a number and a few words by turns.
func clozeKey(weights ...float64) *Key {
	k := &Key{Type: Cloze, Points: 1}
	two := 2.0
	for i, w := range weights {
		g := KeyGap{ID: string(rune('p' + i)), Weight: w, Type: []Type{Single, Number, Text}[i%3]}
		switch g.Type {
		case Single:
			g.Options = []KeyOption{{ID: "a", Fraction: 1}, {ID: "b"}, {ID: "c", Fraction: 0.5},
				{ID: "d", Fraction: -0.5}}
		case Number:
			g.Answers = []KeyAnswer{{Value: &two, Tolerance: 0.5, Fraction: 1}, {Max: &two, Fraction: 0.25}}
		case Text:
			g.Answers = []KeyAnswer{{Text: "calm*", Fraction: 1}, {Text: "quiet", Fraction: 0.75}}
		}
		k.Gaps = append(k.Gaps, g)
	}
	return k
}

// ids returns n option IDs.
func ids(n int) []string {
	var out []string
	for i := range n {
		out = append(out, OptionID("bank", "question", "option", string(rune('a'+i))))
	}
	return out
}

// randomQuestion makes a key and a response to it; better is a response with one
// more thing right, or nil.
func randomQuestion(rng *rand.Rand) (k *Key, r, better *Response) {
	k = &Key{Points: 1}
	all := ids(2 + rng.IntN(6))
	for _, id := range all {
		k.Options = append(k.Options, KeyOption{ID: id})
	}
	shuffled := slices.Clone(all)
	rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	switch rng.IntN(4) {
	case 3:
		var weights []float64
		for range 1 + rng.IntN(6) {
			weights = append(weights, []float64{1, 2, 0.1, 3.3, 100}[rng.IntN(5)])
		}
		k = clozeKey(weights...)
		r, better = &Response{}, &Response{}
		for i, g := range k.Gaps {
			given := [][]string{{"a", "b", "c", "d"}, {"2,5", "1", "7", "two"},
				{"Calm down", "quiet", "loud", " calming "}}[i%3][rng.IntN(4)]
			if i > 0 && rng.IntN(4) == 0 {
				continue // left blank
			}
			r.Gaps = append(r.Gaps, [2]string{g.ID, given})
		}
		n := rng.IntN(len(k.Gaps))
		better.Gaps = slices.DeleteFunc(slices.Clone(r.Gaps), func(f [2]string) bool { return f[0] == k.Gaps[n].ID })
		better.Gaps = append(better.Gaps, [2]string{k.Gaps[n].ID, []string{"a", "2", "calm"}[n%3]})
	case 0:
		k.Type, k.Order = Order, all
		k.Scoring = Order.Scorings()[rng.IntN(3)]
		r = &Response{Order: shuffled}
		if i := slices.IndexFunc(all, func(id string) bool { return shuffled[slices.Index(all, id)] != id }); i >= 0 &&
			k.Scoring != Next {
			next := slices.Clone(shuffled)
			at := slices.Index(next, all[i])
			next[i], next[at] = next[at], next[i]
			better = &Response{Order: next}
		}
	case 1:
		k.Type = Match
		r, better = &Response{}, &Response{}
		for i := range 2 + rng.IntN(5) {
			stem := stemID("bank", "question", string(rune('A'+i)))
			k.Stems = append(k.Stems, KeyStem{ID: stem, Option: all[rng.IntN(len(all))]})
			pair := [2]string{stem, shuffled[rng.IntN(len(all))]}
			r.Pairs = append(r.Pairs, pair)
			if i == 0 {
				pair[1] = k.Stems[0].Option
			}
			better.Pairs = append(better.Pairs, pair)
		}
	default:
		k.Type, k.Scoring = Multiple, Multiple.Scorings()[rng.IntN(3)]
		r = &Response{Choices: shuffled[:1+rng.IntN(len(all)-1)]}
		for i := range k.Options {
			k.Options[i].Fraction = []float64{1, 0, 0.25, -0.5}[rng.IntN(4)]
			if k.Options[i].Fraction > 0 && !slices.Contains(r.Choices, k.Options[i].ID) {
				better = &Response{Choices: append(slices.Clone(r.Choices), k.Options[i].ID)}
			}
		}
	}
	return k, r, better
}

// Whatever was asked and answered: a score lies between 0 and the points, the order
// in which options and stems stand does not matter, and one more right answer never
// lowers it.
func TestScorePropertiesOfEveryType(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		k, r, better := randomQuestion(rng)
		m, err := k.Score(r)
		if err != nil || m.Points < 0 || m.Points > 1 {
			t.Fatalf("%+v of %+v: %+v, %v", r, k, m, err)
		}
		other, again := *k, *r
		other.Options, other.Stems = slices.Clone(k.Options), slices.Clone(k.Stems)
		again.Pairs, again.Choices, again.Gaps = slices.Clone(r.Pairs), slices.Clone(r.Choices), slices.Clone(r.Gaps)
		other.Gaps = slices.Clone(k.Gaps)
		for i, g := range other.Gaps {
			other.Gaps[i].Options = slices.Clone(g.Options)
			slices.Reverse(other.Gaps[i].Options)
		}
		slices.Reverse(again.Gaps)
		slices.Reverse(other.Stems)
		slices.Reverse(again.Pairs)
		slices.Reverse(again.Choices)
		if k.Scoring != Weights { // sums of floats depend on their order in the last digit
			slices.Reverse(other.Options)
		}
		if n, err := other.Score(&again); err != nil || n != m {
			t.Fatalf("the order changed %+v to %+v, %v", m, n, err)
		}
		if better == nil {
			continue
		}
		if n, err := k.Score(better); err != nil || n.Points < m.Points {
			t.Fatalf("%s %s: one more right answer lowered %+v to %+v, %v", k.Type, k.Scoring, m, n, err)
		}
	}
}

// Both sides score the same answers: these are made up at random.
func TestRandomScoringVectors(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	var out []scoringVector
	for range 300 {
		k, r, _ := randomQuestion(rng)
		m, err := k.Score(r)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, scoringVector{Name: "random", Key: *k, Response: raw, Fraction: m.Points})
	}
	golden(t, "../scoring/random.json", out)
}

func TestResponsesThatAreRefused(t *testing.T) {
	abc := ids(3)
	order := &Key{Type: Order, keyMembers: keyMembers{Order: abc}}
	match := &Key{Type: Match, keyMembers: keyMembers{Stems: []KeyStem{{ID: "s", Option: abc[0]}}},
		Options: []KeyOption{{ID: abc[0]}}}
	for name, c := range map[string]struct {
		key     *Key
		r       *Response
		foreign bool
	}{
		"an item is missing":     {order, &Response{Order: abc[:2]}, false},
		"an item twice":          {order, &Response{Order: []string{abc[0], abc[0], abc[1]}}, false},
		"an item of another one": {order, &Response{Order: []string{abc[0], abc[1], "z"}}, true},
		"a stem twice":           {match, &Response{Pairs: [][2]string{{"s", abc[0]}, {"s", abc[0]}}}, false},
		"a foreign stem":         {match, &Response{Pairs: [][2]string{{"z", abc[0]}}}, true},
		"a gap twice":            {clozeKey(1), &Response{Gaps: [][2]string{{"p", "a"}, {"p", "a"}}}, false},
		"a foreign gap":          {clozeKey(1), &Response{Gaps: [][2]string{{"z", "a"}}}, true},
		"a foreign gap's option": {clozeKey(1), &Response{Gaps: [][2]string{{"p", "z"}}}, true},
		"a foreign option":       {match, &Response{Pairs: [][2]string{{"s", "z"}}}, true},
	} {
		if _, err := c.key.Score(c.r); err == nil || errors.Is(err, ErrForeignOption) != c.foreign {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range []struct {
		t     Type
		raw   string
		ok    bool
		blank bool
	}{
		{Match, `{"pairs":[["a","b"]]}`, true, false},
		{Match, `{"pairs":[["a"]]}`, false, false},
		{Match, `{"pairs":[]}`, false, false},
		{Order, `{"order":["a"]}`, true, false},
		{Order, `{"order":[]}`, false, false},
		{Number, `{"number":"2"}`, true, false},
		{Number, `{"number":" "}`, true, true},
		{Number, `{"number":2}`, false, false},
		{Number, `{}`, false, false},
		{Cloze, `{"gaps":[["a","b"],["c","calm"]]}`, true, false},
		{Cloze, `{"gaps":[["a"," "]]}`, true, true},
		{Cloze, `{"gaps":[]}`, false, false},
		{Cloze, `{"gaps":[["a"]]}`, false, false},
		{Cloze, `{"gaps":{"a":"b"}}`, false, false},
		{Cloze, `{"gaps":[["a","` + strings.Repeat("x", maxTyped+1) + `"]]}`, false, false},
		{Text, `{"text":"x"}`, true, false},
		{Text, `{"text":"\u00a0\n"}`, true, true},
		{Text, `{"text":"x","score":1}`, false, false},
		{Text, `{"text":"` + strings.Repeat("x", maxTyped+1) + `"}`, false, false},
	} {
		if r, err := ParseResponse(c.t, jsontext.Value(c.raw)); (err == nil) != c.ok || c.ok && (r == nil) != c.blank {
			t.Errorf("%s %s: %+v, %v", c.t, c.raw, r, err)
		}
	}
}

// What a lesson writes and what item analysis shows are the same words.
func TestAnswersAreWrittenAsTheyAreRead(t *testing.T) {
	for _, written := range []string{"2", "-1.5", "2 ± 0.5", "200 ± 10 %", "7 ×÷ 2", "1.5 to 2.5", "38 or more",
		"36.5 or less", "0.001"} {
		a, ok := ParseAnswer(written)
		k := KeyAnswer{Value: a.Value, Tolerance: a.Tolerance, ToleranceType: a.ToleranceType, Min: a.Min, Max: a.Max}
		if !ok || k.Written() != written {
			t.Errorf("%q was read as %q (%v)", written, k.Written(), ok)
		}
	}
	for _, written := range []string{"", "two", "2 ±", "2 ± -1", "7 ×÷ 0.5", "1 to", "2 ± 1 m"} {
		if a, ok := ParseAnswer(written); ok {
			t.Errorf("%q was read as %+v", written, a)
		}
	}
}

const sorted = `id = "sample"
title = "Sample"
module = "course/01-module"
mode = "assessed"

[[questions]]
id = "pairs"
type = "match"
indicators = ["X-1"]
prompt = "What belongs together?"
[[questions.pairs]]
stem = "Day"
option = "Sun"
feedback = "It shines."
[[questions.pairs]]
stem = "Night"
option = "Moon"
[[questions.pairs]]
option = "Rain"

[[questions]]
id = "steps"
type = "order"
indicators = ["X-1"]
prompt = "In which order?"
[[questions.options]]
text = "One"
feedback = "First."
[[questions.options]]
text = "Two"
[[questions.options]]
text = "Three"

[[questions]]
id = "far"
type = "number"
unit = "m"
indicators = ["X-1"]
prompt = "How far?"
[[questions.answers]]
value = 2
tolerance = 0.5
correct = true
feedback = "Yes."

[[questions]]
id = "word"
type = "text"
indicators = ["X-1"]
prompt = "Which word?"
[[questions.answers]]
text = "calm*"
correct = true
feedback = "Yes."
[[questions.answers]]
text = "*"
feedback = "No."

[[questions]]
id = "gaps"
type = "cloze"
indicators = ["X-1"]
prompt = "Stand {{room}} away, speak {{voice}}; \\{{ is no gap. That is {{word}}."
[[questions.gaps]]
name = "room"
weight = 2
unit = "m"
[[questions.gaps.answers]]
value = 2
tolerance = 0.5
correct = true
feedback = "Yes."
[[questions.gaps]]
name = "voice"
[[questions.gaps.options]]
text = "lower"
correct = true
feedback = "Yes."
[[questions.gaps.options]]
text = "louder"
feedback = "No."
[[questions.gaps]]
name = "word"
exact = true
[[questions.gaps.answers]]
text = "calm*"
correct = true
feedback = "Yes."
`

func TestFaultsOfTypes(t *testing.T) {
	expectMistakes(t, sorted, map[string]mistake{
		"stem twice": {`stem = "Night"`, `stem = " day "`,
			`bank.toml:16:8: question "pairs": pair 2 has the same text as pair 1`},
		"nearly the same option": {`option = "Moon"`, `option = "sun"`,
			`bank.toml:17:10: question "pairs": pair 2 has nearly the same option as pair 1`},
		"distractor that fits": {`option = "Rain"`, `option = "Sun"`,
			`bank.toml:19:10: question "pairs": pair 3 has no stem and repeats the option of pair 1`},
		"no feedback": {"feedback = \"It shines.\"\n", "", `question "pairs": no pair has feedback`},
		"item twice": {`text = "Three"`, `text = "two"`,
			`bank.toml:32:8: question "steps": option 3 has the same text as option 2`},
		"item with a worth": {`text = "Two"`, "text = \"Two\"\ncorrect = true",
			`question "steps": option 2 has correct or fraction, which order questions do not use`},
		"scoring of another type": {`type = "order"`, "type = \"order\"\nscoring = \"partial\"",
			`scoring "partial" is not known for type "order"`},
		"scoring of none": {`unit = "m"`, "unit = \"m\"\nscoring = \"next\"",
			`bank.toml:38:11: question "far": questions of type "number" have only one scoring rule`},
		"value and range": {`value = 2`, "value = 2\nmin = 1",
			`bank.toml:41:9: question "far": answer 1: it has both a value and a range`},
		"negative tolerance": {`tolerance = 0.5`, `tolerance = -1`,
			`bank.toml:42:13: question "far": answer 1: tolerance cannot be negative`},
		"tolerance type": {`tolerance = 0.5`, "tolerance = 0.5\ntolerance_type = \"relativ\"",
			`hint: did you mean "relative"?`},
		"no number": {`value = 2`, `value = nan`, `question "far": answer 1: value is not a number`},
		"no right answer": {"tolerance = 0.5\ncorrect = true", "tolerance = 0.5",
			`question "far": no answer is right`},
		"unit of a text": {`id = "word"`, "id = \"word\"\nunit = \"m\"",
			`bank.toml:48:8: question "word": a question of type "text" has no unit`},
		"everything is right": {`text = "calm*"`, `text = "*"`, `question "word": answer 1: every answer is right`},
		"gap without a table": {`{{word}}.`, `{{wrod}}.`,
			`bank.toml:63:10: question "gaps": the gap "wrod" is not described`},
		"table without a gap": {`{{word}}.`, `calm.`,
			`bank.toml:83:8: question "gaps": the prompt has no gap "word"`},
		"gap twice in the text": {`{{word}}.`, `{{voice}}, {{word}}.`,
			`bank.toml:63:10: question "gaps": the gap "voice" is in the prompt twice`},
		"gap described twice": {`name = "word"`, `name = "room"`,
			`bank.toml:83:8: question "gaps": the gap "room" is described twice`},
		"gap that does not end": {`{{word}}.`, `{{word}.`,
			`bank.toml:63:10: question "gaps": {{ begins a gap that has no end`},
		"no gap": {`Stand {{room}} away, speak {{voice}}; \\{{ is no gap. That is {{word}}.`, `Calm.`,
			`question "gaps": the prompt has no gaps`},
		"two right in a gap": {`text = "louder"`, "text = \"louder\"\ncorrect = true",
			`question "gaps": gap "voice": 2 options are right`},
		"option of a gap twice": {`text = "louder"`, `text = "Lower"`,
			`bank.toml:80:8: question "gaps": gap "voice": option 2 has the same text as option 1`},
		"option without feedback": {"text = \"louder\"\nfeedback = \"No.\"", `text = "louder"`,
			`question "gaps": gap "voice": option 2 has no feedback`},
		"answer without a right": {"tolerance = 0.5\ncorrect = true\nfeedback = \"Yes.\"\n[[questions.gaps]]",
			"tolerance = 0.5\nfeedback = \"Yes.\"\n[[questions.gaps]]",
			`question "gaps": gap "room": no answer is right`},
		"weight of nothing": {`weight = 2`, `weight = 0`,
			`bank.toml:66:10: question "gaps": gap "room": weight must be above 0 and at most 100`},
		"unit of a choice": {`name = "voice"`, "name = \"voice\"\nunit = \"m\"",
			`bank.toml:75:8: question "gaps": gap "voice": what is chosen has no unit`},
		"exact number": {`weight = 2`, `exact = true`,
			`bank.toml:66:9: question "gaps": gap "room": exact is only for gaps in which words are typed`},
		"options and answers": {`name = "word"`, "name = \"word\"\noptions = [{ text = \"x\" }]",
			`question "gaps": gap "word": it has both options and answers`},
		"a gap's name": {`{{word}}.`, `{{the word}}.`,
			`question "gaps": the gap "the word" is not described`},
		"gaps of another type": {`type = "cloze"`, `type = "text"`, `a question of type "text" has no gaps`},
		"answer behind a wider": {`text = "*"`, `text = "calmly"`,
			`bank.toml:56:8: question "word": answer 2: answer 1 already matches everything that this answer matches`},
	})
}

// A key is archived, read back, and corrected with a declaration only, for every type.
func TestKeysOfTypesAreArchived(t *testing.T) {
	a := NewArchive()
	p, err := record(t, a, sorted)
	if err != nil {
		t.Fatal(err)
	}
	before := encode(t, a)
	again := NewArchive()
	if faults := again.Read("sample.ndjson", before); faults.Len() > 0 || !bytes.Equal(encode(t, again), before) {
		t.Fatal("reading and writing changed the archive", faults.Err())
	}
	gapOf := func(name string) string {
		for _, g := range p.Questions[slices.IndexFunc(p.Questions,
			func(q PublishedQuestion) bool { return q.Type == Cloze })].Gaps {
			if g.Source.Name == name {
				return g.ID
			}
		}
		return ""
	}
	for _, c := range []struct{ question, old, new, response string }{
		{"pairs", "option = \"Sun\"", "option = \"Rain\"",
			`{"pairs":[["` + stemID("sample", "pairs", "Day") + `","` + OptionID("sample", "pairs", "option", "Rain") +
				`"]]}`},
		{"steps", "text = \"Two\"\n[[questions.options]]\ntext = \"Three\"",
			"text = \"Three\"\n[[questions.options]]\ntext = \"Two\"",
			`{"order":["` + OptionID("sample", "steps", "option", "One") + `","` +
				OptionID("sample", "steps", "option", "Three") + `","` +
				OptionID("sample", "steps", "option", "Two") + `"]}`},
		{"far", "value = 2", "value = 3", `{"number":"3,4"}`},
		{"word", `text = "calm*"`, `text = "quiet*"`, `{"text":"Quietly"}`},
		{"gaps", "correct = true\nfeedback = \"Yes.\"\n[[questions.gaps.options]]\ntext = \"louder\"\n",
			"feedback = \"Yes.\"\n[[questions.gaps.options]]\ntext = \"louder\"\ncorrect = true\n",
			`{"gaps":[["` + gapOf("voice") + `","` + OptionID("sample", "gaps", "option of "+gapOf("voice"), "louder") +
				`"]]}`},
		{"gaps", "weight = 2", "weight = 3", `{"gaps":[["` + gapOf("room") + `","2"]]}`},
	} {
		changed := strings.Replace(sorted, c.old, c.new, 1)
		if c.question == "pairs" {
			changed = strings.Replace(changed, "[[questions.pairs]]\noption = \"Rain\"",
				"[[questions.pairs]]\noption = \"Sun\"", 1)
		}
		if _, err := record(t, a, changed); err == nil ||
			!strings.Contains(err.Error(), `the key of question "`+c.question+`" differs`) {
			t.Errorf("%s: another key without a correction: %v", c.question, err)
		}
		revision := p.Questions[slices.IndexFunc(p.Questions,
			func(q PublishedQuestion) bool { return q.Source.ID == c.question })].Revision
		head := "id = \"" + c.question + "\"\n"
		declared := strings.Replace(changed, head,
			head+"corrections = [{ revisions = [\""+revision+
				"\"], date = 2026-06-01, reason = \"it was wrong\", change = \"key\" }]\n", 1)
		fresh := NewArchive()
		fresh.Read("sample.ndjson", before)
		if _, err := record(t, fresh, declared); err != nil {
			t.Errorf("%s: %v", c.question, err)
			continue
		}
		reread := NewArchive()
		reread.Read("sample.ndjson", encode(t, fresh))
		k, amendments := reread.Key("sample", PublicID("sample", c.question), revision)
		r, err := ParseResponse(k.Type, jsontext.Value(c.response))
		if err != nil {
			t.Fatal(err)
		}
		old, _ := k.Score(r)
		now, err := Grade(k, amendments, "2026-07-01", r)
		if err != nil || now.Points <= old.Points || !now.Corrected {
			t.Errorf("%s: %+v by the old key, %+v by the new one, %v", c.question, old, now, err)
		}
	}
}

// No response makes scoring fail otherwise than by an error, and none is worth more
// than the points.
func FuzzResponses(f *testing.F) {
	b, _ := ParseBank("bank.toml", []byte(sorted))
	p, _ := b.Publish(competency)
	var keys []*Key
	for i := range p.Questions {
		k := p.Questions[i].Key("sample")
		keys = append(keys, k)
		for _, s := range k.Stems {
			f.Add(`{"pairs":[["` + s.ID + `","` + s.Option + `"]]}`)
		}
		if k.Order != nil {
			f.Add(`{"order":["` + strings.Join(k.Order, `","`) + `"]}`)
		}
	}
	for _, k := range keys {
		if k.Type == Cloze {
			f.Add(fmt.Sprintf(`{"gaps":[[%q,"2,5"],[%q,%q],[%q,"calm"]]}`, k.Gaps[0].ID, k.Gaps[1].ID,
				k.Gaps[1].Options[0].ID, k.Gaps[2].ID))
		}
	}
	f.Add(`{"number":"−1 000,5e3"}`)
	f.Add(`{"text":"Calm  DOWN"}`)
	f.Fuzz(func(t *testing.T, raw string) {
		for _, k := range keys {
			r, err := ParseResponse(k.Type, jsontext.Value(raw))
			if err != nil {
				continue
			}
			m, err := k.Score(r)
			if err == nil && (m.Points < 0 || m.Points > m.Max || m.Blank != (r == nil)) {
				t.Errorf("%s: %+v", raw, m)
			}
			for _, id := range k.Picked(r) {
				if err == nil && !slices.ContainsFunc(k.Picks(), func(p Pick) bool { return p.ID == id }) {
					t.Errorf("%s holds %q, which nobody offers", raw, id)
				}
			}
		}
	})
}

// Whatever an archive and a file say: scoring ends with a share between 0 and 1
// that is the same each time.
func FuzzScoring(f *testing.F) {
	for _, file := range []string{"cases", "literature"} {
		src, err := os.ReadFile("testdata/scoring/" + file + ".json")
		if err != nil {
			f.Fatal(err)
		}
		var vectors []struct {
			Key      jsontext.Value `json:"key"`
			Response jsontext.Value `json:"response"`
		}
		if err := json.Unmarshal(src, &vectors); err != nil {
			f.Fatal(err)
		}
		for _, v := range vectors {
			f.Add([]byte(v.Key), []byte(v.Response))
		}
	}
	f.Fuzz(func(t *testing.T, key, response []byte) {
		var k Key
		if json.Unmarshal(key, &k) != nil {
			return
		}
		r, err := ParseResponse(k.Type, jsontext.Value(response))
		if err != nil {
			return
		}
		k.Points = 1
		m, err := k.Score(r)
		if err == nil && !(m.Points >= 0 && m.Points <= 1) {
			t.Errorf("%s by %s: %+v", response, key, m)
		}
		again, other := k.Score(r)
		if again != m || (other == nil) != (err == nil) {
			t.Errorf("%s by %s: %+v and %+v", response, key, m, again)
		}
		if math.IsNaN(m.Points) || m.Right && m.Points != 1 {
			t.Errorf("%s by %s: %+v", response, key, m)
		}
		k.Picks()
		k.Picked(r)
	})
}
