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

// QuestionTexts are the rendered texts of a question from a lesson or a bank. A
// question of an assessed bank has only a prompt and options.
type QuestionTexts struct {
	Prompt  template.HTML            // of a cloze question, with the marks that Pieces splits at
	Options map[string]template.HTML // what can be chosen, matched or put in order, by its public ID

	// The rest is for practice questions only.
	Hints       []template.HTML
	Answers     []AnswerTexts // in the order of quiz.Question.Parts
	Explanation template.HTML
	Key         string // JSON of quiz.Question.KeyOf
}

func newTexts(prompt template.HTML) *QuestionTexts {
	return &QuestionTexts{Prompt: prompt, Options: map[string]template.HTML{}}
}

// AnswerTexts are the rendered texts of a quiz.Part.
type AnswerTexts struct{ Stem, Text, Feedback template.HTML }

// addOptions adds the texts that a part shows before anything is answered.
func (t *QuestionTexts) addOptions(part *quiz.Part, texts AnswerTexts) {
	if part.OptionID != "" {
		t.Options[part.OptionID] = texts.Text
	}
	if part.StemID != "" {
		t.Options[part.StemID] = texts.Stem
	}
}

// Question renders the parts of a bank's question that are published. Faults are
// reported with their path in the question.
func (r *Renderer) Question(bank string, q *quiz.Question, report diag.Report) *QuestionTexts {
	b := bankTexts{renderer: r, report: report}
	t := newTexts(b.prompt(q))
	for _, part := range q.Parts(bank) {
		t.addOptions(&part, b.shown(&part))
	}
	return t
}

// Practice renders a practice question of a bank, with its hints, explanation, answer
// key and the feedback on its answers.
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
		t.addOptions(&part, texts)
		texts.Feedback = b.block(part.Feedback, part.At("feedback")...)
		t.Answers = append(t.Answers, texts)
	}
	return t
}

// practiceKey returns the answer key of a practice question for the player, as JSON.
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

// shown renders the texts that a part shows before anything is answered.
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

// texts renders the texts of a question of a lesson.
func (p *pass) texts(q *Question, nodes questionNodes) (*QuestionTexts, error) {
	prompt, err := p.renderer.render(p.renderer.page, p.body, nodes.prompt...)
	if err != nil {
		return nil, err
	}
	t := newTexts(prompt)
	if t.Key, err = practiceKey(q.Bank, &q.Question); err != nil {
		return nil, err
	}
	for _, h := range nodes.hints {
		html, err := p.words([]ast.Node{h})
		if err != nil {
			return nil, err
		}
		t.Hints = append(t.Hints, html)
	}
	for _, part := range q.Parts(q.Bank) {
		texts, err := p.answerTexts(&part, nodes.answer(part.Path))
		if err != nil {
			return nil, err
		}
		t.addOptions(&part, texts)
		t.Answers = append(t.Answers, texts)
	}
	p.needs("practice")
	p.needs(QuestionStyles(q.Type)...)
	return t, nil
}

// answerTexts renders the texts of an answer of a lesson's question.
func (p *pass) answerTexts(part *quiz.Part, a *answer) (t AnswerTexts, err error) {
	if box := a.box(); box != nil {
		box.Parent().RemoveChild(box.Parent(), box)
	}
	if t.Stem, err = p.words(a.stem); err != nil {
		return t, err
	}
	if part.Typed() {
		// Typed answers are not markdown: their * stands for any characters.
		t.Text = template.HTML(template.HTMLEscapeString(sourceText(p.body, a.text...)))
	} else if t.Text, err = p.words(a.text); err != nil {
		return t, err
	}
	t.Feedback, err = p.words(a.feedback)
	return t, err
}

// words renders the contents of blocks: of an item, a cell, or the quotes below an
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
