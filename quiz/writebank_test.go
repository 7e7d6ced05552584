package quiz

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// expectSameWhenWritten parses a bank, writes it, and parses what was written: it is the same bank.
func expectSameWhenWritten(t *testing.T, name string, source []byte) {
	t.Helper()
	b, faults := ParseBank(name, source)
	if faults.Failed() {
		t.Fatalf("%s: %v\n%s", name, faults.Err(), source)
	}
	again, faults := ParseBank(name, b.TOML())
	b.File, again.File = nil, nil
	if faults.Failed() || !reflect.DeepEqual(b, again) {
		t.Fatalf("%s: %v\n%+v became\n%+v in\n%s", name, faults.Err(), b, again, b.TOML())
	}
	if third, _ := ParseBank(name, again.TOML()); string(third.TOML()) != string(b.TOML()) {
		t.Errorf("%s: what is written changes when it is written again", name)
	}
}

func TestShippedBanksAreTheSameWhenWritten(t *testing.T) {
	var files []string
	for _, folder := range []string{"banks", "../generator/testdata/*/quiz/banks",
		"../scaffold/templates/bare/quiz/banks"} {
		found, err := filepath.Glob(filepath.Join(folder, "*.toml"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 7 {
		t.Fatal("the banks are not where they were", files)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		expectSameWhenWritten(t, file, source)
	}
	for name, source := range map[string]string{"bank": sound, "types": sorted, "tasks": taskBank + tasks} {
		expectSameWhenWritten(t, name, []byte(source))
	}
}

func TestRandomBanksAreTheSameWhenWritten(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for n := range 500 {
		b := randomBank(rng)
		expectSameWhenWritten(t, fmt.Sprintf("bank %d", n), b.TOML())
	}
}

// randomBank makes a sound bank of every type of question and task.
func randomBank(rng *rand.Rand) *Bank {
	number := 0
	text := func() string { // never twice the same
		number++
		marks := []string{"", `"quoted"`, "it's", `\{{`, "\n\nTwo paragraphs.\n", "tab\t", "é 🙂", `"""`, "# no comment"}
		return fmt.Sprintf("Text %d %s%s", number, marks[rng.IntN(len(marks))], marks[rng.IntN(len(marks))])
	}
	maybe := func(s string) string { return []string{"", s}[rng.IntN(2)] }
	fraction := func() *float64 { return []*float64{nil, new(float64)}[rng.IntN(2)] }
	options := func(right int) (list []Option) {
		for i := range 2 + rng.IntN(3) {
			o := Option{Text: text(), Correct: i == right, Feedback: text()}
			if i != right {
				o.Fraction = fraction()
			}
			list = append(list, o)
		}
		return list
	}
	value := []float64{2, -0.5, 1e20, 1e-9, 0}[rng.IntN(5)]
	numbers := []Answer{
		{Value: &value, Tolerance: 0.25 * float64(rng.IntN(3)),
			ToleranceType: []ToleranceType{"", ToleranceRelative}[rng.IntN(2)], Correct: true, Feedback: text()},
		{Min: &value, Fraction: fraction(), Feedback: text()},
	}
	words := func() []Answer {
		return []Answer{{Text: "calm*", Correct: true, Feedback: text()},
			{Text: `\*` + text(), Fraction: fraction(), Feedback: text()}}
	}
	weight := 1.5
	questions := []Question{
		{Type: Single, Options: options(0)},
		{Type: Multiple, Options: options(1), Scoring: Multiple.Scorings()[rng.IntN(3)]},
		{Type: TrueFalse, Options: []Option{{Text: "True", Feedback: text()},
			{Text: "False", Correct: true, Feedback: text()}}},
		{Type: Match, Pairs: []Pair{{text(), text(), text()}, {text(), text(), ""}, {"", text(), maybe(text())}}},
		{Type: Order, Options: []Option{{Text: text()}, {Text: text(), Feedback: text()}, {Text: text()}},
			Scoring: Order.Scorings()[rng.IntN(3)]},
		{Type: Number, Answers: numbers, Unit: maybe("m²")},
		{Type: Text, Answers: words(), Exact: rng.IntN(2) == 0},
		{Type: Cloze, Gaps: []Gap{
			{Name: "choice", Options: options(1), Weight: &weight},
			{Name: "number", Answers: numbers, Unit: maybe("m")},
			{Name: "words", Answers: words(), Exact: rng.IntN(2) == 0},
		}},
	}
	for i := range questions {
		q := &questions[i]
		q.ID, q.Indicators, q.Points = fmt.Sprintf("q%d", i), []string{"X-1", "X-2"}[:1+rng.IntN(2)],
			[]float64{0, 1, 2.5}[rng.IntN(3)]
		q.Prompt, q.Explanation, q.Critical = text(), maybe(text()), rng.IntN(4) == 0
		if q.Type == Cloze {
			q.Prompt += " {{choice}} {{number}}, {{words}}"
		}
		if rng.IntN(3) == 0 {
			revision, day := questionRevision.of(q.Prompt), time.Date(2026, 6, 1+rng.IntN(9), 0, 0, 0, 0, time.UTC)
			q.History = []Revision{{revision, "editorial", day, text()}}
			q.Corrections = []Correction{{[]string{revision}, day, text(), VoidDrop}}
		}
	}
	return &Bank{
		ID: "sample", Title: text(), Module: maybe("course/module"), Mode: Assessed, PassMark: float64(rng.IntN(101)),
		Exposure: []Exposure{Private, Public}[rng.IntN(2)], Attempts: rng.IntN(3), CoolingOffDays: rng.IntN(3),
		Draws: []DrawRule{{Indicator: "X-1", Count: 1}}, Questions: questions,
		Tasks: []Task{
			{ID: "t1", Type: SelfRating, Prompt: text(), Competency: "X", MaxRating: 5},
			{ID: "t2", Type: SelfRating, Prompt: text(), Competency: "X", MaxRating: 2,
				Labels: []string{text(), text()}},
			{ID: "t3", Type: Written, Prompt: text(), Indicators: []string{"X-1"}, Rubric: text(),
				MinWords: rng.IntN(9)},
			{ID: "t4", Type: Reflection, Prompt: text()},
		},
	}
}

// A bank is written as a trainer writes one by hand.
func TestBankAsWritten(t *testing.T) {
	two := 2.0
	b := &Bank{
		ID: "talk", Title: "Talk", Module: "course/01-talk", Mode: Assessed, PassMark: 80, Exposure: Private,
		Questions: []Question{
			{
				ID: "one-voice", Type: Multiple, Scoring: Partial, Indicators: []string{"X-1", "X-2"}, Points: 1,
				Critical: true,
				Prompt:   "Three people talk.\n\nWho speaks?\n", Options: []Option{
					{Text: "One", Correct: true, Feedback: "One voice is easier to follow."},
					{Text: `Whoever says "I"`, Feedback: "It's hard to follow."},
				},
			},
			{ID: "far", Type: Number, Indicators: []string{"X-1"}, Points: 2, Prompt: "How far?", Unit: "m",
				Answers: []Answer{
					{Value: &two, Tolerance: 0.5, Correct: true, Feedback: "Yes."},
				}},
		},
	}
	want := `id        = "talk"
title     = "Talk"
module    = "course/01-talk"
mode      = "assessed"
pass_mark = 80

[[questions]]
id         = "one-voice"
type       = "multiple"
indicators = ["X-1", "X-2"]
critical   = true
prompt     = """
Three people talk.

Who speaks?
"""

[[questions.options]]
text     = "One"
correct  = true
feedback = "One voice is easier to follow."

[[questions.options]]
text     = 'Whoever says "I"'
feedback = "It's hard to follow."

[[questions]]
id         = "far"
type       = "number"
indicators = ["X-1"]
points     = 2
prompt     = "How far?"
unit       = "m"

[[questions.answers]]
value     = 2
tolerance = 0.5
correct   = true
feedback  = "Yes."
`
	if got := string(b.TOML()); got != want {
		t.Errorf("got\n%s", got)
	}
}
