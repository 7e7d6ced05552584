package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// form is how the answers of a type of question are written in a lesson. A new
// type has its row in forms; nothing else in this package depends on the type.
type form struct {
	kind     ast.NodeKind // of the block after the prompt that holds the answers: a list or a table
	numbered bool         // a numbered list without boxes, in the right order
	gaps     bool         // a list that says what fills each gap of the prompt
	how      diag.Kind    // how to write it, with an example
	read     func(p *pass, q *quiz.Question, a *answer) bool
}

var forms = map[quiz.Type]form{
	quiz.Single:    choices,
	quiz.Multiple:  choices,
	quiz.TrueFalse: choices,
	quiz.Match: {
		kind: extast.KindTable, read: (*pass).readPair,
		how: diag.Kind{What: "write a table below the prompt: what is asked, what belongs to it, and why; " +
			"a row that begins empty adds an option that fits none:\n" +
			"| When | You | Why |\n|---|---|---|\n| He shouts | lower your voice | It is catching. |"},
	},
	quiz.Order: {
		kind: ast.KindList, numbered: true, read: (*pass).readOption,
		how: diag.Kind{What: "write a numbered list below the prompt, in the right order, with feedback in quotes:\n" +
			"1. Step back\n   > Room comes first."},
	},
	quiz.Number: {
		kind: ast.KindList, read: (*pass).readNumber,
		how: diag.Kind{What: "write the answers below the prompt, - [x] right and - [ ] wrong, each with its " +
			"feedback in a quote below it:\n- [x] 2 ± 0.5\n  > About two arms' lengths."},
	},
	quiz.Text: {
		kind: ast.KindList, read: (*pass).readText,
		how: diag.Kind{What: "write the answers below the prompt, - [x] right and - [ ] wrong, each with its " +
			"feedback in a quote below it; * stands for any characters:\n- [x] de-escalat*\n  > Yes."},
	},
	quiz.Cloze: {
		kind: ast.KindList, gaps: true,
		how: diag.Kind{What: "write a list below the text that says what fills each gap, with its answers as a list of " +
			"their own:\n- distance {type=\"number\" unit=\"metres\"}\n  - [x] 2 ± 0.5\n    > About two arms' lengths."},
	},
}

// choices is the form of a list of options.
var choices = form{
	kind: ast.KindList, read: (*pass).readOption,
	how: diag.Kind{What: "write a list of options below the prompt, - [ ] wrong and - [x] right, each with its " +
		"feedback in a quote below it:\n- [x] The person's own\n  > Their goals lead the plan."},
}

// formOf is the form of a type, also of one that is not known.
func formOf(t quiz.Type) form {
	if f, known := forms[t]; known {
		return f
	}
	return choices
}

// QuestionStyles names the stylesheets that a page needs for a question of a type, in
// addition to those of all questions.
func QuestionStyles(t quiz.Type) []string {
	if t.Choosing() {
		return nil
	}
	return []string{"types"}
}

// lessonHints say how to mend a question of a lesson: the hints of quiz are about
// TOML.
var lessonHints = []struct{ of, hint diag.Kind }{
	{quiz.NoPrompt, howToPrompt},
	{quiz.NoRightOption, howToMarkRight},
	{quiz.NoRightAnswer, howToMarkRight},
	{quiz.SeveralRightInGap, howToMarkWrong},
	{quiz.GapNotDescribed, forms[quiz.Cloze].how},
	{quiz.GapEmpty, forms[quiz.Cloze].how},
	{quiz.NoPairFeedback, howToExplainPairs},
	{quiz.OptionWithoutFeedback, howToExplain},
	{quiz.AnswerWithoutFeedback, howToExplain},
	{quiz.TooFewStems, forms[quiz.Match].how},
	{quiz.TooFewToMatch, forms[quiz.Match].how},
	{quiz.TooFewOptions, choices.how},
	{quiz.TooFewItems, forms[quiz.Order].how},
}

// inLesson is a fault of a question with its hint in the words of a lesson.
func inLesson(m diag.Message) diag.Message {
	for _, h := range lessonHints {
		if m.Is(h.of) {
			return rehinted.With(m, h.hint.With())
		}
	}
	return m
}

// readOption reads something to choose, or an item of an order.
func (p *pass) readOption(q *quiz.Question, a *answer) bool {
	q.Options = append(q.Options, quiz.Option{
		Text: sourceText(p.body, a.text...), Correct: a.checked(), Feedback: sourceText(p.body, a.feedback...),
	})
	return true
}

// readPair reads a row of a match question's table.
func (p *pass) readPair(q *quiz.Question, a *answer) bool {
	q.Pairs = append(q.Pairs, quiz.Pair{
		Stem: sourceText(p.body, a.stem...), Option: sourceText(p.body, a.text...), Feedback: sourceText(p.body, a.feedback...),
	})
	return true
}

// readNumber reads a number or a range that may be typed.
func (p *pass) readNumber(q *quiz.Question, a *answer) bool {
	written := sourceText(p.body, a.text...)
	typed, ok := quiz.ParseAnswer(written)
	if !ok {
		p.report(a.at, notARange.With(written))
		typed = quiz.Answer{Value: new(float64)}
	}
	typed.Correct, typed.Feedback = a.checked(), sourceText(p.body, a.feedback...)
	q.Answers = append(q.Answers, typed)
	return ok
}

// readText reads words that may be typed.
func (p *pass) readText(q *quiz.Question, a *answer) bool {
	q.Answers = append(q.Answers, quiz.Answer{
		Text: sourceText(p.body, a.text...), Correct: a.checked(), Feedback: sourceText(p.body, a.feedback...),
	})
	return true
}
