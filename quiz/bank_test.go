package quiz

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/internal/diag"
)

const sound = `id = "sample"
title = "Sample"
module = "course/01-module"
mode = "assessed"
pass_mark = 80

[[draw]]
pool = "core"
count = 1

[[questions]]
id = "first"
type = "single"
pool = "core"
indicators = ["X-1"]
prompt = "Who speaks?"
[[questions.options]]
text = "One person"
correct = true
feedback = "Yes."
[[questions.options]]
text = "Everybody"
feedback = "No."

[[questions]]
id = "second"
type = "truefalse"
pool = "core"
indicators = ["X-1"]
prompt = "Both need an exit."
[[questions.options]]
text = "True"
correct = true
feedback = "Yes."
[[questions.options]]
text = "False"
feedback = "No."
`

func competency(string) string { return "X" }

// mistake is a change of a sound bank, and the fault that it leads to.
type mistake struct{ old, new, want string }

// expectMistakes makes each mistake in a sound bank by itself.
func expectMistakes(t *testing.T, source string, mistakes map[string]mistake) {
	t.Helper()
	faultsOf := func(source string) error {
		b, faults := ParseBank("bank.toml", []byte(source))
		if !faults.Failed() {
			_, more := b.Publish(competency)
			faults.Append(more)
		}
		return faults.Err()
	}
	if err := faultsOf(source); err != nil {
		t.Fatal(err)
	}
	for name, m := range mistakes {
		changed := strings.Replace(source, m.old, m.new, 1)
		if err := faultsOf(changed); changed == source || err == nil || !strings.Contains(err.Error(), m.want) {
			t.Errorf("%s: got\n%v\nwant\n%s", name, err, m.want)
		}
	}
}

func TestFaultsOfABank(t *testing.T) {
	expectMistakes(t, sound, map[string]mistake{
		"misspelt key": {`pass_mark = 80`, `pas_mark = 80`,
			"bank.toml:5:1: unknown key \"pas_mark\"\n    5 | pas_mark = 80\n      | ^\n  hint: did you mean \"pass_mark\"?"},
		"unknown mode": {`mode = "assessed"`, `mode = "exam"`, `bank.toml:4:8: mode "exam" is not known`},
		"duplicate ID": {`id = "second"`, `id = "first"`,
			`bank.toml:26:6: the question id "first" was used before, for question 1`},
		"negative attempts": {`pass_mark = 80`, `attempts = -1`, `bank.toml:5:12: attempts cannot be negative`},
		"pass mark that is nan": {`pass_mark = 80`, `pass_mark = nan`,
			`bank.toml:5:13: pass_mark must lie between 0 and 100`},
		"points that are nan": {`prompt = "Who speaks?"`, "prompt = \"Who speaks?\"\npoints = nan",
			`bank.toml:17:10: question "first": points must be a number above 0`},
		"points without end": {`prompt = "Who speaks?"`, "prompt = \"Who speaks?\"\npoints = inf",
			`question "first": points must be a number above 0`},
		"fraction that is nan": {`text = "Everybody"`, "text = \"Everybody\"\nfraction = nan",
			`bank.toml:23:12: question "first": option 2: fraction must lie between -1 and 1`},
		"months alone": {`pass_mark = 80`, `attempts_months = 12`,
			`bank.toml:5:19: attempts_months is set without attempts`},
		"endless cooling": {`pass_mark = 80`, `cooling_off_days = 5000`,
			`bank.toml:5:20: cooling_off_days is 5000; at most 3650`},
		"no right answer": {"text = \"One person\"\ncorrect = true", `text = "One person"`,
			`question "first": no option is right`},
		"two right answers": {`text = "Everybody"`, "text = \"Everybody\"\ncorrect = true",
			`question "first": 2 options are right`},
		"duplicate option": {`text = "Everybody"`, `text = " one  PERSON "`,
			`bank.toml:22:8: question "first": option 2 has the same text as option 1`},
		"missing feedback": {`feedback = "No."`, ``, `question "first": option 2 has no feedback`},
		"hints in a test": {`prompt = "Who speaks?"`, "prompt = \"Who speaks?\"\nhints = [\"Think\"]",
			`question "first" has hints, but the bank is assessed`},
		"unknown type": {`type = "single"`, `type = "singel"`, `hint: did you mean "single"?`},
		"true and false": {`text = "False"`, `text = "Wrong"`,
			`question "second": a true/false question has exactly the options True and False`},
		"critical in a pool": {`type = "single"`, "type = \"single\"\ncritical = true",
			`question "first" is critical and in a pool`},
		"no indicators": {"indicators = [\"X-1\"]\nprompt = \"Who", `prompt = "Who`,
			`question "first" has no indicators`},
		"correction": {`prompt = "Who speaks?"`,
			"prompt = \"Who speaks?\"\n[[questions.corrections]]\nrevisions = [\"r1-x\"]\nchange = \"kee\"",
			`change "kee" is not known`},
		"draw larger than its pool": {`count = 1`, `count = 3`,
			`bank.toml:9:9: the draw takes 3 questions but only 2 can be drawn`},
		"unknown pool": {"[[draw]]\npool = \"core\"", "[[draw]]\npool = \"cores\"",
			`hint: did you mean "core"?`},
		"question in two draws": {"[[questions]]\nid = \"first\"",
			"[[draw]]\npool = \"core\"\ncount = 1\n[[questions]]\nid = \"first\"",
			`question "first" can be drawn by draw 1 and by draw 2`},
		"two things to draw from": {`pool = "core"` + "\ncount", `pool = "core"` + "\nindicator = \"X-1\"\ncount",
			`a draw names exactly one pool, indicator or competency`},
		"unknown indicator": {"[[draw]]\npool = \"core\"", "[[draw]]\nindicator = \"X-2\"",
			"bank.toml:8:13: no question has the indicator \"X-2\""},
		"nothing left for a draw": {"[[questions]]\nid = \"first\"",
			"[[draw]]\ncompetency = \"X\"\ncount = 1\n[[questions]]\nid = \"first\"",
			`the draw takes 1 questions but only 0 can be drawn; 2 more belong to narrower draws`},
	})
}

// A bank that was for an assessment and is now for practice has a fault for each key
// that means nothing any more, with its place; without it, it is sound.
func TestIdleKeysOfPractice(t *testing.T) {
	const practised = `id = "sample"
title = "Sample"
module = "course/01-module"
mode = "practice"
pass_mark = 80
attempts = 3
attempts_months = 12
cooling_off_days = 7
exposure = "private"

[[draw]]
pool = "core"
count = 1

[[questions]]
id = "first"
type = "truefalse"
pool = "core"
points = 1
indicators = ["X-1"]
prompt = "Both need an exit."
[[questions.options]]
text = "True"
correct = true
feedback = "Yes."
[[questions.options]]
text = "False"
feedback = "No."
[[questions.history]]
revision = "r1-abcdefghijklmnopqrstuvwxyz234567"
change = "editorial"
[[questions.corrections]]
revisions = ["r1-abcdefghijklmnopqrstuvwxyz234567"]
date = 2026-06-01
reason = "It was wrong"
change = "key"

[[questions]]
id = "second"
type = "truefalse"
critical = true
indicators = ["X-1"]
prompt = "All need an exit."
options = [{ text = "True", feedback = "No." }, { text = "False", correct = true, feedback = "Yes." }]
`
	_, faults := ParseBank("bank.toml", []byte(practised))
	var got []string
	for _, f := range faults.Sorted() {
		got = append(got, f.Error())
		if f.Hint == "" || f.Severity != diag.Error {
			t.Errorf("%+v", f)
		}
	}
	const none = "the bank is for practice, which has no "
	if want := []string{
		"bank.toml:5:13: " + none + "pass_mark", "bank.toml:6:12: " + none + "attempts",
		"bank.toml:7:19: " + none + "attempts_months", "bank.toml:8:20: " + none + "cooling_off_days",
		"bank.toml:9:12: " + none + "exposure", "bank.toml:11:3: " + none + "draw",
		`bank.toml:18:8: question "first": ` + none + "pool", `bank.toml:19:10: question "first": ` + none + "points",
		`bank.toml:29:3: question "first": ` + none + "history",
		`bank.toml:32:3: question "first": ` + none + "corrections",
		`bank.toml:41:12: question "second": ` + none + "critical",
	}; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	lines := strings.Split(practised, "\n")
	for _, f := range slices.Backward(faults.Sorted()) {
		from := f.Pos.Line - 1
		to := from + 1
		for strings.HasPrefix(lines[from], "[[") && lines[to] != "" && !strings.HasPrefix(lines[to], "[[") {
			to++
		}
		lines = slices.Delete(lines, from, to)
	}
	if _, faults := ParseBank("bank.toml", []byte(strings.Join(lines, "\n"))); faults.Len() > 0 {
		t.Error(faults.Err())
	}
	if _, faults := ParseBank("bank.toml",
		[]byte(strings.Replace(practised, `"practice"`, `"assessed"`, 1))); faults.Len() > 0 {
		t.Errorf("of an assessed bank: %v", faults.Err())
	}
}

// What is published must not depend on anything that shows the answer key: the order of
// questions and options, which option is right, points, tags, feedback.
func TestPublishedIsBlindToKeys(t *testing.T) {
	publish := func(change func(b *Bank)) *Published {
		b, _ := ParseBank("bank.toml", []byte(sound))
		change(b)
		p, faults := b.Publish(competency)
		if faults.Failed() {
			t.Fatal(faults.Err())
		}
		return p
	}
	visible := func(p *Published) string {
		var b strings.Builder
		b.WriteString(p.Revision)
		for _, q := range p.Questions {
			b.WriteString(" " + q.ID + q.Revision + string(q.Type) + q.Prompt)
			for _, o := range q.Options {
				b.WriteString(" " + o.ID + o.Text)
			}
		}
		return b.String()
	}
	want := visible(publish(func(*Bank) {}))
	for name, change := range map[string]func(*Bank){
		"order of questions": func(b *Bank) { slices.Reverse(b.Questions) },
		"order of options":   func(b *Bank) { slices.Reverse(b.Questions[0].Options); slices.Reverse(b.Questions[1].Options) },
		"key": func(b *Bank) {
			for i := range b.Questions {
				o := b.Questions[i].Options
				o[0].Correct, o[1].Correct = o[1].Correct, o[0].Correct
			}
		},
		"points":   func(b *Bank) { b.Questions[0].Points = 5 },
		"feedback": func(b *Bank) { b.Questions[0].Options[0].Feedback = "Other" },
		"tags":     func(b *Bank) { b.Questions[0].Indicators = []string{"X-2"} },
	} {
		if got := visible(publish(change)); got != want {
			t.Errorf("%s shows:\n%s\n%s", name, got, want)
		}
	}
	if got := visible(publish(func(b *Bank) { b.Questions[0].Prompt = "Who?" })); got == want {
		t.Error("another prompt has the same revision")
	}
}

func TestGuaranteed(t *testing.T) {
	b, _ := ParseBank("bank.toml", []byte(strings.Replace(sound, `indicators = ["X-1"]`, `indicators = ["Y-1"]`, 1)))
	of := func(i string) string { return i[:1] }
	p, _ := b.Publish(of)
	if got := p.Guaranteed(of); got["X"] != 0 || got["Y"] != 0 {
		t.Errorf("one of two drawn guarantees neither: %v", got)
	}
	b.Draws[0].Count = 2
	p, _ = b.Publish(of)
	if got := p.Guaranteed(of); got["X"] != 1 || got["Y"] != 1 {
		t.Errorf("all drawn: %v", got)
	}
}

// A blueprint: two questions of one indicator and one other of its competency. The
// narrower draw has its questions for itself, so that every form holds just that.
func TestDrawsByIndicator(t *testing.T) {
	var text strings.Builder
	text.WriteString("id = \"sample\"\ntitle = \"Sample\"\nmodule = \"course/01-module\"\nmode = \"assessed\"\n[[draw]]\ncompetency = \"X\"\ncount = 1\n[[draw]]\nindicator = \"X-1\"\ncount = 2\n")
	for i, indicator := range []string{"X-1", "X-1", "X-1", "X-2", "X-2", "X-3"} {
		fmt.Fprintf(&text, "[[questions]]\nid = \"q%d\"\ntype = \"truefalse\"\nindicators = [%q]\nprompt = \"Question %d?\"\n[[questions.options]]\ntext = \"True\"\ncorrect = true\nfeedback = \"Yes.\"\n[[questions.options]]\ntext = \"False\"\nfeedback = \"No.\"\n", i, indicator, i)
	}
	b, faults := ParseBank("bank.toml", []byte(text.String()))
	p, more := b.Publish(competency)
	if faults.Append(more); faults.Len() > 0 {
		t.Fatal(faults.Err())
	}
	narrow := map[string]bool{PublicID("sample", "q0"): true, PublicID("sample", "q1"): true,
		PublicID("sample", "q2"): true}
	for ordinal := range 50 {
		n := 0
		form := Draw("site", p.Revision, "H1", ordinal, p.Groups)
		for _, id := range form {
			if narrow[id] {
				n++
			}
		}
		if len(form) != 3 || n != 2 {
			t.Fatalf("form %d has %d questions, %d of the indicator", ordinal, len(form), n)
		}
	}
	if got := p.Guaranteed(competency)["X"]; got != 3 {
		t.Errorf("%d of the competency are guaranteed", got)
	}
	if got := p.Guaranteed(func(indicator string) string { return indicator }); got["X-1"] != 2 || got["X-2"] != 0 {
		t.Errorf("by indicator: %v", got)
	}
}

func TestShippedBanks(t *testing.T) {
	entries, err := os.ReadDir("banks")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		src, err := os.ReadFile("banks/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		b, faults := ParseBank(e.Name(), src)
		if err := faults.Err(); err != nil {
			t.Error(err)
		}
		// A question whose right option is always the longest can be answered
		// without knowing anything.
		longest, singles := 0, 0
		for _, q := range b.Questions {
			if q.Type != Single {
				continue
			}
			singles++
			right := slices.IndexFunc(q.Options, func(o Option) bool { return o.Correct })
			if !slices.ContainsFunc(q.Options,
				func(o Option) bool { return len(o.Text) > len(q.Options[right].Text) }) {
				longest++
			}
		}
		if len(b.Questions) < 24 || float64(longest) > 0.4*float64(singles) {
			t.Errorf("%s: %d questions; the longest option is right in %d of %d", e.Name(), len(b.Questions), longest,
				singles)
		}
	}
}

func FuzzParseBank(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte(sorted)) // match, order, number, text, cloze
	f.Fuzz(func(t *testing.T, src []byte) {
		b, _ := ParseBank("bank.toml", src)
		p, _ := b.Publish(competency)
		if n := len(Draw("site", p.Revision, "X", 1, p.Groups)); n != p.FormSize() {
			t.Errorf("a form of %d instead of %d", n, p.FormSize())
		}
	})
}
