package markdown

import (
	"html/template"
	"strings"

	"github.com/go-json-experiment/json"

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
	t := &QuestionTexts{Prompt: b.prompt(q), Options: map[string]template.HTML{}}
	for _, part := range q.Parts(bank) {
		t.offer(&part, b.shown(&part))
	}
	return t
}

// Practice renders a question for practice: also its hints, and what is said of
// its answers.
func (r *Renderer) Practice(bank string, q *quiz.Question, report diag.Report) *QuestionTexts {
	b := bankTexts{renderer: r, report: report}
	t := &QuestionTexts{Prompt: b.prompt(q), Options: map[string]template.HTML{}, Explanation: b.block(q.Explanation, "explanation")}
	for i, hint := range q.Hints {
		t.Hints = append(t.Hints, b.block(hint, "hints", i))
	}
	var err error
	if t.Key, err = practiceKey(bank, q); err != nil {
		report(notRendered.With(err))
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
