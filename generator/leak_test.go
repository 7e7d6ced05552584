package generator

import (
	"fmt"
	"html"
	"math"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/quiz"
)

// secretBank holds a marker in every place that must stay at home.
func secretBank() *quiz.Bank {
	third, most := 0.337, 0.663
	b := &quiz.Bank{ID: "talk", Title: "Talk", Module: "talk/01-listen", Mode: quiz.Assessed, PassMark: 80,
		Draws: []quiz.DrawRule{{Pool: "zzpool-easy", Count: 4}, {Pool: "zzpool-hard", Count: 2}}}
	for i := range 12 {
		q := quiz.Question{
			ID: fmt.Sprintf("zzquestion-%c", 'a'+i), Type: quiz.Single, Pool: "zzpool-easy",
			Indicators: []string{"ZZ-SECRET-1"}, Points: 1,
			Prompt: fmt.Sprintf("What do you do in case %d?", i), Explanation: fmt.Sprintf("ZZEXPLANATION %d", i),
		}
		for k := range 4 {
			q.Options = append(q.Options,
				quiz.Option{Text: fmt.Sprintf("Choice %d of case %d", k, i), Correct: k == i%4,
					Feedback: fmt.Sprintf("ZZFEEDBACK %d %d", i, k)})
		}
		switch {
		case i == 3:
			q.Type = quiz.Multiple
			q.Options[0].Correct, q.Options[3].Correct = true, true
		case i == 4:
			q.Type, q.Scoring = quiz.Multiple, quiz.Weights
			for k, share := range []*float64{&third, &most, new(float64), new(float64)} {
				q.Options[k].Correct, q.Options[k].Fraction = false, share
			}
		case i == 5:
			q.Type = quiz.TrueFalse
			q.Options = []quiz.Option{{Text: "False", Correct: true, Feedback: "ZZFEEDBACK F"},
				{Text: "True", Feedback: "ZZFEEDBACK T"}}
		case i == 0:
			q.Type, q.Options = quiz.Match, nil
			for k, stem := range []string{"Dawn", "Noon", "Dusk", ""} {
				q.Pairs = append(q.Pairs,
					quiz.Pair{Stem: stem, Option: fmt.Sprintf("Choice %d of case 0", k), Feedback: "ZZFEEDBACK"})
			}
		case i == 1:
			q.Type = quiz.Order
			for k := range q.Options {
				q.Options[k].Correct = false
			}
		case i == 2:
			secret := 0.337
			q.Type, q.Options, q.Unit = quiz.Number, nil, "steps"
			q.Answers = []quiz.Answer{{Value: &secret, Tolerance: 0.663, Correct: true, Feedback: "ZZFEEDBACK"}}
		case i == 7:
			q.Type, q.Options = quiz.Text, nil
			q.Answers = []quiz.Answer{{Text: "zzword*", Correct: true, Feedback: "ZZFEEDBACK"}}
		case i == 8:
			secret, heavy := 0.337, 66.3
			q.Type, q.Options = quiz.Cloze, nil
			q.Prompt = "What do you do in case 8? Take {{zzgap-a}} and {{zzgap-b}}; say {{zzgap-c}}."
			q.Gaps = []quiz.Gap{
				{Name: "zzgap-a", Weight: &heavy,
					Options: []quiz.Option{{Text: "Choice 2 of case 8", Correct: true, Feedback: "ZZFEEDBACK"},
						{Text: "Choice 1 of case 8", Feedback: "ZZFEEDBACK"},
						{Text: "Choice 0 of case 8", Feedback: "ZZFEEDBACK"}}},
				{Name: "zzgap-b", Weight: &secret, Unit: "steps",
					Answers: []quiz.Answer{{Value: &secret, Tolerance: 0.663, Correct: true, Feedback: "ZZFEEDBACK"}}},
				{Name: "zzgap-c", Weight: &heavy,
					Answers: []quiz.Answer{{Text: "zzword*", Correct: true, Feedback: "ZZFEEDBACK"}}},
			}
		case i == 6:
			q.Critical, q.Pool = true, ""
		case i > 8:
			q.Pool = "zzpool-hard"
		}
		b.Questions = append(b.Questions, q)
	}
	b.Tasks = []quiz.Task{
		{ID: "zztask-a", Type: quiz.Written, Prompt: "What did you write?", Competency: "D-TALK", Rubric: "ZZRUBRIC"},
		{ID: "zztask-b", Type: quiz.SelfRating, Prompt: "How sure are you?", Competency: "D-TALK"},
		{ID: "zztask-c", Type: quiz.Reflection, Prompt: "What stays with you?"},
	}
	return b
}

// secretProject returns a project with that bank.
func secretProject(t testing.TB, b *quiz.Bank) string {
	t.Helper()
	dir := sound(t)
	put(t, dir, "quiz/banks/talk.toml", string(b.TOML()))
	replace(t, dir, "standards/frameworks/demo.toml", "[[competencies.indicators]]",
		"[[competencies.indicators]]\nid = \"ZZ-SECRET-1\"\ntext = \"zzsecret\"\nscope = \"person\"\n[[competencies.indicators]]")
	return dir
}

// No byte of the site says anything of an assessed question but its texts.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, secretBank())
	build(t, Options{Dir: dir, Minify: true})
	site := contents(t, filepath.Join(dir, "public"))
	if len(site) < 7 {
		t.Fatalf("only %d files", len(site))
	}
	for name, content := range site {
		lower := strings.ToLower(content)
		for _, secret := range []string{"zz", "0.337", "0.663"} {
			if strings.Contains(lower, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	page := strings.ToLower(site["talk/listen/assessment/index.html"])
	if !strings.Contains(page, "what do you do in case 8?") || !strings.Contains(page, "choice 2 of case 8") ||
		!strings.Contains(page, "what did you write?") {
		t.Fatal("the assessment page lacks its questions")
	}
	for _, word := range []string{"critical", "correct", "fraction", "feedback", "explanation", "weights", "partial",
		"indicator", "data-key", "tolerance", "weight", "<!--", "sourcemap"} {
		if strings.Contains(page, word) {
			t.Errorf("the assessment page says %q", word)
		}
	}
	// The same texts, but everything that is secret is otherwise: authored
	// order, IDs of options, keys, feedback, points, scoring, tags. The IDs of
	// questions stay, since public IDs are hashes of them.
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 5 {
		other := secretBank()
		r.Shuffle(len(other.Questions),
			func(i, k int) { other.Questions[i], other.Questions[k] = other.Questions[k], other.Questions[i] })
		r.Shuffle(len(other.Draws), func(i, k int) { other.Draws[i], other.Draws[k] = other.Draws[k], other.Draws[i] })
		other.Tasks[0].Rubric = fmt.Sprintf("another rubric %d", r.Int())
		for i := range other.Questions {
			q := &other.Questions[i]
			r.Shuffle(len(q.Options), func(i, k int) { q.Options[i], q.Options[k] = q.Options[k], q.Options[i] })
			r.Shuffle(len(q.Pairs), func(i, k int) { q.Pairs[i], q.Pairs[k] = q.Pairs[k], q.Pairs[i] })
			r.Shuffle(len(q.Pairs), func(i, k int) {
				q.Pairs[i].Option, q.Pairs[k].Option = q.Pairs[k].Option,
					q.Pairs[i].Option
			})
			for k := range q.Answers {
				value := r.Float64()
				if q.Answers[k].Value != nil {
					q.Answers[k].Value = &value
				} else {
					q.Answers[k].Text = "other*"
				}
				q.Exact = q.Type == quiz.Text
			}
			for k := range q.Gaps {
				g, weight, value := &q.Gaps[k], 1+r.Float64(), r.Float64()
				q.Prompt = strings.Replace(q.Prompt, "{{"+g.Name+"}}", fmt.Sprintf("{{other-%d-%d}}", round, k), 1)
				g.Name, g.Weight = fmt.Sprintf("other-%d-%d", round, k), &weight
				r.Shuffle(len(g.Options), func(i, k int) { g.Options[i], g.Options[k] = g.Options[k], g.Options[i] })
				for n := range g.Options {
					g.Options[n].Correct, g.Options[n].Feedback = n == 0, "other"
				}
				for n := range g.Answers {
					if g.Answers[n].Value != nil {
						g.Answers[n].Value = &value
					} else {
						g.Answers[n].Text, g.Exact = "other", true
					}
				}
			}
			r.Shuffle(len(q.Gaps), func(i, k int) { q.Gaps[i], q.Gaps[k] = q.Gaps[k], q.Gaps[i] })
			right := -1
			if q.Type.Choosing() {
				right = r.IntN(len(q.Options))
			}
			q.Scoring, q.Points, q.Explanation, q.Indicators = "", float64(1+r.IntN(5)), "other", []string{"D-1", "D-2"}
			for k := range q.Options {
				q.Options[k].Fraction, q.Options[k].Correct, q.Options[k].Feedback = nil, k == right,
					fmt.Sprintf("other %d", r.Int())
			}
		}
		changed := secretProject(t, other)
		build(t, Options{Dir: changed, Minify: true})
		same(t, fmt.Sprintf("another key, round %d", round), site, contents(t, filepath.Join(changed, "public")))
	}
}

// guess is a published question as an attacker reads it.
type guess struct {
	id      string
	options []quiz.PublishedOption
}

var (
	publishedQuestion = regexp.MustCompile(`(?s)<div class="question" data-question="([^"]+)".*?</fieldset>`)
	publishedOption   = regexp.MustCompile(`<input type="radio" name="[^"]*" value="([^"]+)"> <span>([^<]*)</span>`)
)

// An attacker who knows the algorithms and all that is published does no better
// than chance, though the author always writes the right option first.
func TestAttackerIsNoBetterThanChance(t *testing.T) {
	t.Parallel()
	const questions = 2000
	r := rand.New(rand.NewPCG(7, 11))
	b := &quiz.Bank{ID: "talk", Title: "Talk", Module: "talk/01-listen", Mode: quiz.Assessed, PassMark: 80}
	letters := "abcdefghijklmnopqrstuvwxyz"
	right := map[string]string{} // the right text by public ID
	for i := range questions {
		q := quiz.Question{ID: fmt.Sprintf("q%d", i), Type: quiz.Single, Indicators: []string{"D-1"}, Points: 1,
			Prompt: fmt.Sprintf("Question %d?", i)}
		seen := map[string]bool{}
		for k := 0; k < 2+r.IntN(5); {
			text := make([]byte, 3+r.IntN(40))
			for c := range text {
				text[c] = letters[r.IntN(len(letters))]
			}
			if !seen[string(text)] {
				seen[string(text)] = true
				q.Options = append(q.Options, quiz.Option{Text: string(text), Correct: k == 0, Feedback: "x"})
				k++
			}
		}
		for len(q.Options) < 2 {
			q.Options = append(q.Options, quiz.Option{Text: fmt.Sprint("other", i), Feedback: "x"})
		}
		right[quiz.PublicID(b.ID, q.ID)] = q.Options[0].Text
		b.Questions = append(b.Questions, q)
	}
	dir := secretProject(t, b)
	page := preview(t, Options{Dir: dir})["talk/listen/assessment/index.html"]
	var all []guess
	for _, m := range publishedQuestion.FindAllStringSubmatch(page, -1) {
		g := guess{id: m[1]}
		for _, o := range publishedOption.FindAllStringSubmatch(m[0], -1) {
			g.options = append(g.options, quiz.PublishedOption{ID: o[1], Text: html.UnescapeString(o[2])})
		}
		all = append(all, g)
	}
	if len(all) != questions {
		t.Fatalf("read %d questions", len(all))
	}
	// judge counts an attacker's hits and compares with chance, both ways: an
	// attacker who is always wrong knows as much.
	judge := func(name string, asked []guess, choose func(g guess) int) {
		hits, mean, variance := 0.0, 0.0, 0.0
		for _, g := range asked {
			p := 1 / float64(len(g.options))
			mean += p
			variance += p * (1 - p)
			if g.options[choose(g)].Text == right[g.id] {
				hits++
			}
		}
		if z := (hits - mean) / math.Sqrt(variance); math.Abs(z) > 4 {
			t.Errorf("%s: %.0f of %d hits, by chance %.0f (z = %.1f)", name, hits, len(asked), mean, z)
		}
	}
	best := func(g guess, score func(i int) float64) int {
		choice := 0
		for i := range g.options {
			if score(i) > score(choice) {
				choice = i
			}
		}
		return choice
	}
	for k := range 3 {
		judge(fmt.Sprintf("place %d", k), all, func(g guess) int { return k % len(g.options) })
	}
	judge("the last", all, func(g guess) int { return len(g.options) - 1 })
	judge("the longest", all,
		func(g guess) int { return best(g, func(i int) float64 { return float64(len(g.options[i].Text)) }) })
	judge("the shortest", all,
		func(g guess) int { return best(g, func(i int) float64 { return -float64(len(g.options[i].Text)) }) })
	judge("the first of the alphabet", all,
		func(g guess) int { return best(g, func(i int) float64 { return -float64(g.options[i].Text[0]) }) })
	judge("the place that the question's ID gives", all, func(g guess) int { return int(g.id[0]) % len(g.options) })
	judge("the ID that is nearest to the question's", all, func(g guess) int {
		return best(g, func(i int) float64 { return -math.Abs(float64(g.options[i].ID[0]) - float64(g.id[0])) })
	})
	judge("the authored first of a hash of the place", all, func(g guess) int {
		return best(g, func(i int) float64 { return float64(quiz.Digest(g.id, fmt.Sprint(i))[0]) })
	})
	// One who learns from half of the answers and guesses the other half.
	features := func(g guess, i int) []string {
		longer := 0
		for _, o := range g.options {
			if len(o.Text) > len(g.options[i].Text) {
				longer++
			}
		}
		n := len(g.options)
		return []string{
			fmt.Sprint("place", i, n), fmt.Sprint("length rank", longer, n),
			fmt.Sprint("length", len(g.options[i].Text)/8),
			"id " + g.options[i].ID[:1], "id end " + g.options[i].ID[9:], "question " + g.id[:1] + fmt.Sprint(i),
			"first " + g.options[i].Text[:1],
		}
	}
	known, asked := all[:questions/2], all[questions/2:]
	yes, no := map[string]float64{}, map[string]float64{}
	for _, g := range known {
		for i, o := range g.options {
			for _, f := range features(g, i) {
				if o.Text == right[g.id] {
					yes[f]++
				} else {
					no[f]++
				}
			}
		}
	}
	judge("one who learns", asked, func(g guess) int {
		return best(g, func(i int) float64 {
			sum := 0.0
			for _, f := range features(g, i) {
				sum += math.Log((yes[f] + 1) / (no[f] + float64(len(g.options)-1)))
			}
			return sum
		})
	})
}
