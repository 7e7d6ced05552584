package markdown

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// hintOf shows how the answers of a type are written.
func hintOf(t quiz.Type) string {
	switch t {
	case quiz.Match:
		return "after the prompt comes a table: what is asked, what belongs to it, and why; a row that begins empty adds an option that fits none:\n| When | You | Why |\n|---|---|---|\n| He shouts | lower your voice | It is catching. |"
	case quiz.Order:
		return "after the prompt comes a numbered list in the right order, with feedback in quotes:\n1. Step back\n   > Room comes first."
	case quiz.Number:
		return "after the prompt come the answers, - [x] right and - [ ] wrong, each with its feedback in a quote below it:\n- [x] 2 ± 0.5\n  > About two arms' lengths."
	case quiz.Text:
		return "after the prompt come the answers, - [x] right and - [ ] wrong, each with its feedback in a quote below it; * stands for any characters:\n- [x] de-escalat*\n  > Yes."
	}
	return "after the prompt comes a list of options, - [ ] wrong and - [x] right, each with its feedback in a quote below it:\n- [x] The person's own\n  > Their goals lead the plan."
}

// enumerate lists names as a sentence does.
func enumerate(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// hintInMarkdown puts a hint for banks into the words of a lesson.
func hintInMarkdown(what, hint string) string {
	switch {
	case strings.Contains(what, "no option is right"), strings.Contains(what, "no answer is right"):
		return "mark the right one with - [x]"
	case strings.Contains(what, "no pair has feedback"):
		return "say in a third column why the two belong together, at one of them at least"
	case strings.Contains(what, "has no feedback"):
		return "say in a quote below it why it is right or wrong:\n  > …"
	case strings.Contains(what, "fewer than two stems"), strings.Contains(what, "fewer than two options"):
		return hintOf(quiz.Match)
	case strings.Contains(what, "things to put in order"):
		return hintOf(quiz.Order)
	}
	return hint
}

// rows reads the table of a match question.
func rows(table ast.Node) []option {
	var out []option
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		if row == table.FirstChild() {
			continue // the heads of its columns
		}
		o := option{at: row.Pos()}
		column := 0
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			switch column {
			case 0:
				o.stem = []ast.Node{cell}
			case 1:
				o.text = []ast.Node{cell}
			case 2:
				o.feedback = []ast.Node{cell}
			}
			column++
		}
		out = append(out, o)
	}
	return out
}

// answers fills in what makes up the key of a question, and tells whether it can
// be read.
func (p *pass) answers(c *container, q *quiz.Question, options []option) bool {
	sound := true
	q.Unit = c.attributes["unit"]
	switch exact := c.attributes["exact"]; exact {
	case "", "false":
	case "true":
		q.Exact = true
	default:
		p.fault(c.value("exact"), fmt.Sprintf("exact %q is neither true nor false", exact), `write exact="true" where capital letters matter, or leave it out`)
		sound = false
	}
	for _, o := range options {
		text, feedback := sourceText(p.body, o.text...), sourceText(p.body, o.feedback...)
		switch q.Type {
		case quiz.Match:
			q.Pairs = append(q.Pairs, quiz.Pair{Stem: sourceText(p.body, o.stem...), Option: text, Feedback: feedback})
		case quiz.Number:
			a, ok := quiz.ParseAnswer(text)
			if !ok {
				p.fault(o.at, fmt.Sprintf("%q is no number and no range", text), "write it as 2, 2 ± 0.5, 2 ± 10 %, 2 ×÷ 1.5, 1.5 to 2.5, 2 or more, or 2 or less")
				sound = false
			}
			a.Correct, a.Feedback = o.checked(), feedback
			q.Answers = append(q.Answers, a)
		case quiz.Text:
			q.Answers = append(q.Answers, quiz.Answer{Text: text, Correct: o.checked(), Feedback: feedback})
		default:
			q.Options = append(q.Options, quiz.Option{Text: text, Correct: o.checked(), Feedback: feedback})
		}
	}
	return sound
}

// answer is what an author wrote of an option, a pair, an item or something that
// may be typed, rendered.
type answer struct{ stem, text, feedback template.HTML }

// renderAnswers renders what can be answered, and what is said of it.
func (p *pass) renderAnswers(practice *render.Practice, q *quiz.Question, options []option) (err error) {
	answers := make([]answer, len(options))
	for i, o := range options {
		if box := o.box(); box != nil {
			box.Parent().RemoveChild(box.Parent(), box)
		}
		a := &answers[i]
		if a.stem, err = p.words(o.stem); err != nil {
			return err
		}
		if q.Type == quiz.Number || q.Type == quiz.Text {
			a.text = template.HTML(template.HTMLEscapeString(sourceText(p.body, o.text...))) // * is no mark of markdown there
		} else if a.text, err = p.words(o.text); err != nil {
			return err
		}
		if a.feedback, err = p.words(o.feedback); err != nil {
			return err
		}
	}
	return fill(practice, q, p.source.Bank, answers)
}

// fill puts rendered answers where a page shows them: as what can be chosen, in
// published order but for options, and as what is said of each.
func fill(practice *render.Practice, q *quiz.Question, bank string, answers []answer) error {
	public, key := q.Publish(bank), q.KeyOf(bank)
	encoded, err := json.Marshal(key, json.Deterministic(true))
	if err != nil {
		return err
	}
	practice.ID, practice.Revision, practice.Type, practice.Unit, practice.Key = public.ID, public.Revision, string(q.Type), public.Unit, string(encoded)
	texts := map[string]template.HTML{} // by ID
	for i, written := range answers {
		a := render.PracticeAnswer{ID: strconv.Itoa(i), Text: written.text, Feedback: written.feedback}
		switch q.Type {
		case quiz.Match:
			id := quiz.OptionID(bank, q.ID, "option", q.Pairs[i].Option)
			texts[id], a.ID, a.Right = a.Text, id, false
			if q.Pairs[i].Stem != "" {
				a.ID, a.Right = quiz.StemID(bank, q.ID, q.Pairs[i].Stem), true
				texts[a.ID] = written.stem
				a.Text = written.stem + " → " + a.Text
			}
		case quiz.Number, quiz.Text:
			a.Right = q.Answers[i].Share() > 0
		default:
			a.ID = quiz.OptionID(bank, q.ID, "option", q.Options[i].Text)
			texts[a.ID], a.Right = a.Text, q.Type == quiz.Order || q.Options[i].Share() > 0
			if q.Type.Choosing() {
				practice.Options = append(practice.Options, render.Option{ID: a.ID, Text: a.Text})
			}
		}
		practice.Answers = append(practice.Answers, a)
	}
	if q.Type.Choosing() {
		return nil
	}
	for _, o := range public.Options {
		practice.Options = append(practice.Options, render.Option{ID: o.ID, Text: texts[o.ID]})
	}
	for _, o := range public.Stems {
		practice.Stems = append(practice.Stems, render.Option{ID: o.ID, Text: texts[o.ID]})
	}
	return nil
}

// Practice renders a question of a bank for practice. What is wrong with its texts
// is told with the place in the question, as quiz.Question.Check does.
func (r *Renderer) Practice(bank string, q *quiz.Question, fault func(what, hint string, path ...any)) (*render.Practice, error) {
	told := func(html template.HTML, found diag.List, path ...any) template.HTML {
		for _, f := range found.Sorted() {
			fault(f.What, f.Hint, path...)
		}
		return template.HTML(strings.TrimSpace(string(html)))
	}
	block := func(text string, path ...any) template.HTML {
		html, found := r.Prompt(text)
		return told(html, found, path...)
	}
	line := func(text string, path ...any) template.HTML {
		html, found := r.Inline(text)
		return told(html, found, path...)
	}
	practice := &render.Practice{Prompt: block(q.Prompt, "prompt"), Explanation: block(q.Explanation, "explanation")}
	for i, hint := range q.Hints {
		practice.Hints = append(practice.Hints, block(hint, "hints", i))
	}
	var answers []answer
	for i, o := range q.Options {
		answers = append(answers, answer{text: line(o.Text, "options", i, "text"), feedback: block(o.Feedback, "options", i, "feedback")})
	}
	for i, pair := range q.Pairs {
		answers = append(answers, answer{
			stem: line(pair.Stem, "pairs", i, "stem"), text: line(pair.Option, "pairs", i, "option"), feedback: block(pair.Feedback, "pairs", i, "feedback"),
		})
	}
	for i, a := range q.Answers {
		text := template.HTML(template.HTMLEscapeString(a.Written()))
		answers = append(answers, answer{text: text, feedback: block(a.Feedback, "answers", i, "feedback")})
	}
	return practice, fill(practice, q, bank, answers)
}

// words renders what stands in blocks: in an item, a cell, or the quotes below an
// item.
func (p *pass) words(blocks []ast.Node) (template.HTML, error) {
	var nodes []ast.Node
	for _, b := range blocks {
		if b.Kind() != ast.KindBlockquote && b.Kind() != extast.KindTableCell {
			nodes = append(nodes, b)
			continue
		}
		for n := b.FirstChild(); n != nil; n = n.NextSibling() {
			nodes = append(nodes, n)
		}
	}
	html, err := p.renderer.render(p.renderer.page, p.body, nodes...)
	return template.HTML(strings.TrimSpace(string(html))), err
}
