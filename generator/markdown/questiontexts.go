package markdown

import (
	"html/template"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// QuestionTexts are the texts of a question, rendered: from a lesson or from a
// bank. Those of an assessed bank are a prompt and options and nothing else.
type QuestionTexts struct {
	Prompt  template.HTML            // of a cloze question, with marks that Pieces finds
	Options map[string]template.HTML // what can be chosen, matched or put in order, by its public ID

	// Of practice alone.
	Hints       []template.HTML
	Answers     []AnswerTexts // those of quiz.Question.Parts, in the same order
	Explanation template.HTML
	Key         string // JSON of quiz.Question.KeyOf
}

func newTexts(prompt template.HTML) *QuestionTexts {
	return &QuestionTexts{Prompt: prompt, Options: map[string]template.HTML{}}
}

// AnswerTexts are the texts of a quiz.Part, rendered.
type AnswerTexts struct{ Stem, Text, Feedback template.HTML }

// offer notes the texts that a part shows before anything is answered.
func (t *QuestionTexts) offer(part *quiz.Part, texts AnswerTexts) {
	if part.OptionID != "" {
		t.Options[part.OptionID] = texts.Text
	}
	if part.StemID != "" {
		t.Options[part.StemID] = texts.Stem
	}
}

// Question renders what a bank publishes of a question. Faults are reported with
// their path in the question.
func (r *Renderer) Question(bank string, q *quiz.Question, report diag.Report) *QuestionTexts {
	b := bankTexts{renderer: r, report: report}
	t := newTexts(b.prompt(q))
	for _, part := range q.Parts(bank) {
		t.offer(&part, b.shown(&part))
	}
	return t
}

// Practice renders a question for practice: also its hints, and the feedback on
// its answers.
func (r *Renderer) Practice(bank string, q *quiz.Question, report diag.Report) *QuestionTexts {
	b := bankTexts{renderer: r, report: report}
	t := newTexts(b.prompt(q))
	t.Explanation = b.block(q.Explanation, "explanation")
	for i, hint := range q.Hints {
		t.Hints = append(t.Hints, b.block(hint, "hints", i))
	}
	var err error
	if t.Key, err = practiceKey(bank, q); err != nil {
		report(notRendered.With(err.Error()))
	}
	for _, part := range q.Parts(bank) {
		texts := b.shown(&part)
		t.offer(&part, texts)
		texts.Feedback = b.block(part.Feedback, part.At("feedback")...)
		t.Answers = append(t.Answers, texts)
	}
	return t
}

// practiceKey is what the player scores a practice question by.
func practiceKey(bank string, q *quiz.Question) (string, error) {
	encoded, err := json.Marshal(q.KeyOf(bank), json.Deterministic(true))
	return string(encoded), err
}

// bankTexts renders the texts of one question of a bank.
type bankTexts struct {
	renderer *Renderer
	report   diag.Report
}

func (b *bankTexts) prompt(q *quiz.Question) template.HTML {
	render := b.renderer.Prompt
	if formOf(q.Type).gaps {
		render = b.renderer.cloze
	}
	html, found := render(q.Shown())
	return b.reported(html, found, "prompt")
}

// shown renders what a part shows before anything is answered.
func (b *bankTexts) shown(part *quiz.Part) AnswerTexts {
	if part.Typed() {
		return AnswerTexts{Text: template.HTML(template.HTMLEscapeString(part.Text))}
	}
	return AnswerTexts{Stem: b.line(part.Stem, part.At("stem")...), Text: b.line(part.Text, part.At(part.TextKey)...)}
}

func (b *bankTexts) line(text string, path ...any) template.HTML {
	html, found := b.renderer.Inline(text)
	return b.reported(html, found, path...)
}

func (b *bankTexts) block(text string, path ...any) template.HTML {
	html, found := b.renderer.Prompt(text)
	return b.reported(html, found, path...)
}

func (b *bankTexts) reported(html template.HTML, found []diag.Message, path ...any) template.HTML {
	for _, m := range found {
		b.report(m, path...)
	}
	return template.HTML(strings.TrimSpace(string(html)))
}

// texts renders the texts of a question.
func (p *pass) texts(q *Question, w written) (*QuestionTexts, error) {
	prompt, err := p.renderer.render(p.renderer.page, p.body, w.prompt...)
	if err != nil {
		return nil, err
	}
	t := newTexts(prompt)
	if t.Key, err = practiceKey(q.Bank, &q.Question); err != nil {
		return nil, err
	}
	for _, h := range w.hints {
		html, err := p.words([]ast.Node{h})
		if err != nil {
			return nil, err
		}
		t.Hints = append(t.Hints, html)
	}
	for _, part := range q.Parts(q.Bank) {
		texts, err := p.answerTexts(&part, w.answer(part.Path))
		if err != nil {
			return nil, err
		}
		t.offer(&part, texts)
		t.Answers = append(t.Answers, texts)
	}
	p.needs("practice")
	p.needs(QuestionStyles(q.Type)...)
	return t, nil
}

// answerTexts renders the texts of an answer.
func (p *pass) answerTexts(part *quiz.Part, a *answer) (t AnswerTexts, err error) {
	if box := a.box(); box != nil {
		box.Parent().RemoveChild(box.Parent(), box)
	}
	if t.Stem, err = p.words(a.stem); err != nil {
		return t, err
	}
	if part.Typed() {
		// There * is not a mark of markdown.
		t.Text = template.HTML(template.HTMLEscapeString(sourceText(p.body, a.text...)))
	} else if t.Text, err = p.words(a.text); err != nil {
		return t, err
	}
	t.Feedback, err = p.words(a.feedback)
	return t, err
}

// words renders what blocks hold: an item, a cell, or the quotes below
// an item.
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
