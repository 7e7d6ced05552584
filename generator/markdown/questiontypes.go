package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// form says how the answers of a type of question are written in a lesson. A new
// type needs a row in forms; nothing else in this package depends on the type.
type form struct {
	kind     ast.NodeKind // of the block below the prompt that holds the answers: a list or a table
	numbered bool         // a numbered list without checkboxes, in the right order
	gaps     bool         // a list that says what fills each gap of the prompt
	how      diag.Kind    // how to write it, with an example

	// read adds an answer to a question. It reports whether the answer can be read.
	read func(p *pass, q *quiz.Question, a *answer) bool
}

var forms = map[quiz.Type]form{
	quiz.Single:    choices,
	quiz.Multiple:  choices,
	quiz.TrueFalse: choices,
	quiz.Match: {
		kind: extast.KindTable, read: (*pass).readPair,
		how: diag.Kind{What: "write a table below the prompt: what is asked, what belongs to it, and why; " +
			"a row with an empty first cell adds an option that matches nothing:\n" +
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

// formOf returns the form of a type. An unknown type has that of choices.
func formOf(t quiz.Type) form {
	if f, known := forms[t]; known {
		return f
	}
	return choices
}

// QuestionStyles returns the stylesheets that a page needs for questions of a type, in
// addition to those for all questions.
func QuestionStyles(t quiz.Type) []string {
	if t.Choosing() {
		return nil
	}
	return []string{"types"}
}

// lessonHints replace the hints of package quiz, which are about TOML.
var lessonHints = []struct{ fault, hint diag.Kind }{
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

// inLesson returns the fault of a question with a hint about markdown.
func inLesson(m diag.Message) diag.Message {
	for _, h := range lessonHints {
		if m.Is(h.fault) {
			return rehinted.With(m, h.hint.With())
		}
	}
	return m
}

// readOption reads an option to choose, or an item to put in order.
func (p *pass) readOption(q *quiz.Question, a *answer) bool {
	q.Options = append(q.Options, quiz.Option{
		Text: sourceText(p.body, a.text...), Correct: a.checked(), Feedback: sourceText(p.body, a.feedback...),
	})
	return true
}

// readPair reads a row of a match question's table.
func (p *pass) readPair(q *quiz.Question, a *answer) bool {
	q.Pairs = append(q.Pairs, quiz.Pair{
		Stem: sourceText(p.body, a.stem...), Option: sourceText(p.body, a.text...),
		Feedback: sourceText(p.body, a.feedback...),
	})
	return true
}

// readNumber reads a number or range that may be typed as an answer.
func (p *pass) readNumber(q *quiz.Question, a *answer) bool {
	source := sourceText(p.body, a.text...)
	typed, ok := quiz.ParseAnswer(source)
	if !ok {
		p.report(a.at, notARange.With(source))
		typed = quiz.Answer{Value: new(float64)}
	}
	typed.Correct, typed.Feedback = a.checked(), sourceText(p.body, a.feedback...)
	q.Answers = append(q.Answers, typed)
	return ok
}

// readText reads words that may be typed as an answer.
func (p *pass) readText(q *quiz.Question, a *answer) bool {
	q.Answers = append(q.Answers, quiz.Answer{
		Text: sourceText(p.body, a.text...), Correct: a.checked(), Feedback: sourceText(p.body, a.feedback...),
	})
	return true
}
