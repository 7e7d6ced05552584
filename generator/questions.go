package generator

import (
	"html/template"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

// question returns a question as a page shows it before it is answered. It is made only
// of what its bank publishes and of the rendered texts of that; Source must not be read
// here. Every question of the site passes through here, from a lesson or a bank.
func question(p *quiz.PublishedQuestion, texts *markdown.QuestionTexts) render.Question {
	q := render.Question{
		ID: p.ID, Revision: p.Revision, Type: p.Type, Unit: p.Unit,
		Options: options(p.Options, texts), Stems: options(p.Stems, texts),
	}
	if len(p.Gaps) == 0 {
		q.Prompt = texts.Prompt
		return q
	}
	for _, piece := range texts.Pieces() {
		placed := render.Piece{Text: piece.Text}
		if n := piece.Gap; n > 0 {
			g := p.Gaps[n-1]
			placed.Gap = &render.Gap{
				ID: g.ID, Type: g.Type, Unit: g.Unit, Options: options(g.Options, texts),
				Number: n, Of: len(p.Gaps), Before: piece.Before,
			}
		}
		q.Pieces = append(q.Pieces, placed)
	}
	return q
}

func options(published []quiz.PublishedOption, texts *markdown.QuestionTexts) (list []render.Option) {
	for _, o := range published {
		list = append(list, render.Option{ID: o.ID, Text: texts.Options[o.ID]})
	}
	return list
}

// practiceQuestion returns a question of a practice bank or a lesson, with its answer
// key and the feedback on its answers.
func practiceQuestion(bank string, q *quiz.Question, texts *markdown.QuestionTexts) *render.Practice {
	published := q.Publish(bank)
	p := &render.Practice{
		Question: question(&published, texts), Hints: texts.Hints, Explanation: texts.Explanation, Key: texts.Key,
	}
	for i, part := range q.Parts(bank) {
		t := texts.Answers[i]
		p.Answers = append(p.Answers, render.Answer{
			ID: part.ID, Text: answerText(t), Right: part.Right, Feedback: t.Feedback, Gap: part.Gap,
		})
	}
	if q.Type.Choosing() { // options keep the order in which the author wrote them
		p.Options = nil
		for _, a := range p.Answers {
			p.Options = append(p.Options, render.Option{ID: a.ID, Text: a.Text})
		}
	}
	return p
}

// answerText returns the text of an answer where it is explained: a stem with its
// match, or an option.
func answerText(t markdown.AnswerTexts) template.HTML {
	if t.Stem == "" {
		return t.Text
	}
	return t.Stem + " → " + t.Text
}
