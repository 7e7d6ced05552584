package markdown

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// practiceLabel labels the hash from which the ID of a question without one is made.
const practiceLabel = "coursemark-practice/1"

// maxPoints bounds the points of a practice question.
const maxPoints = 100

var usableID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// question reads a question's container, checks the question and renders it.
func (p *pass) question(c *container, number int) {
	p.page.Uses.Practice = true
	t := quiz.Type(c.attributes["type"])
	if problem, found := p.unreadable(c, t); found {
		p.report(c.offset, problem)
		return
	}
	nodes, ok := p.parts(c, formOf(t))
	if !ok {
		return
	}
	q := p.head(c, t, &nodes)
	if slices.ContainsFunc(p.page.Questions, func(earlier Question) bool { return earlier.ID == q.ID }) {
		p.report(c.offset, questionTwice.With())
		return
	}
	sound := p.answers(c, &q, &nodes)
	q.Check(func(m diag.Message, path ...any) {
		sound = false
		p.report(nodes.place(c.offset, path), inLesson(m))
	})
	p.page.Questions = append(p.page.Questions, Question{
		Question: q, Bank: p.source.Bank, Number: number, At: p.place(c.offset),
	})
	if sound && p.renderer.options.Question != nil {
		p.renderQuestion(c, &p.page.Questions[len(p.page.Questions)-1], nodes)
	}
}

// unreadable returns what keeps a question from being read at all, if anything does.
func (p *pass) unreadable(c *container, t quiz.Type) (_ diag.Message, found bool) {
	first := c.FirstChild()
	switch {
	case p.source.Bank == "":
		return questionElsewhere.With(), true
	case first != nil && first.Kind() == kindContainerTitle:
		return questionTitle.With(), true
	case t == "":
		return questionTypeless.With(count.English.List(quiz.Types())), true
	case slices.Contains(quiz.TaskTypes(), string(t)):
		return questionIsTask.With(string(t)), true
	}
	return diag.Message{}, false
}

// head reads all of a question but its answers.
func (p *pass) head(c *container, t quiz.Type, nodes *questionNodes) quiz.Question {
	q := quiz.Question{
		Type:       t,
		Indicators: strings.Fields(strings.ReplaceAll(c.attributes["indicators"], ",", " ")),
		Points:     p.points(c),
		Scoring:    quiz.Scoring(c.attributes["scoring"]),
		Prompt:     sourceText(p.body, nodes.prompt...),
	}
	q.Settle()
	if q.ID = c.attributes["id"]; q.ID == "" {
		sum := quiz.Digest(practiceLabel, q.Prompt)
		q.ID = quiz.Base32(sum[:])[:10]
	} else if !usableID.MatchString(q.ID) {
		p.report(c.offset, questionID.With(q.ID))
	}
	for _, h := range nodes.hints {
		q.Hints = append(q.Hints, sourceText(p.body, h))
	}
	return q
}

func (p *pass) points(c *container) float64 {
	value, given := c.attributes["points"]
	if !given {
		return 1
	}
	points, err := strconv.ParseFloat(value, 64)
	if err != nil || !(points > 0 && points <= maxPoints) {
		p.report(c.offset, questionPoints.With(value))
		return 1
	}
	return points
}

// renderQuestion puts the markup of a question into its container.
func (p *pass) renderQuestion(c *container, q *Question, nodes questionNodes) {
	texts, err := p.texts(q, nodes)
	if err == nil {
		q.Texts = texts
		c.html, err = p.renderer.options.Question(q)
	}
	if err != nil {
		q.Texts = nil
		p.report(c.offset, questionNotRendered.With(err.Error()))
	}
}

// place returns the offset of what a path of quiz.Question.Check leads to; that of the
// question if it leads to no part of it.
func (nodes *questionNodes) place(question int, path []any) int {
	if len(path) == 2 && path[0] == "prompt" {
		if gaps := gapsOf(nodes.prompt...); path[1].(int) < len(gaps) {
			return gaps[path[1].(int)].Pos()
		}
	}
	if a := nodes.answer(path); a != nil {
		return a.at
	}
	if len(path) >= 2 && path[0] == "gaps" {
		return nodes.gaps[path[1].(int)].at
	}
	return question
}

// parts splits a question into its prompt, its hints and its answers.
func (p *pass) parts(c *container, f form) (nodes questionNodes, ok bool) {
	last := c.LastChild()
	if last == nil || last.Kind() != f.kind {
		p.answerless(c, f)
		return nodes, false
	}
	var blocks []ast.Node
	for n := c.FirstChild(); n != last; n = n.NextSibling() {
		blocks = append(blocks, n)
	}
	nodes.prompt, nodes.hints = p.hints(blocks)
	switch {
	case f.gaps:
		nodes.gaps, ok = p.gaps(last)
	case f.kind == extast.KindTable:
		nodes.answers, ok = rows(last), true
	default:
		nodes.answers, ok = p.items(last.(*ast.List), f)
	}
	return nodes, ok
}

// answerless reports a question that does not end with its answers.
func (p *pass) answerless(c *container, f form) {
	if !c.closed {
		return // the text below may not belong to the question
	}
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == f.kind && n.NextSibling() != nil {
			p.report(n.NextSibling().Pos(), textAfterAnswers.With())
			return
		}
	}
	p.report(c.offset, questionAnswerless.With(f.how.With()))
}

// hints separates hints from the prompt. The prompt identifies a question, which so
// stays the same when a hint is added.
func (p *pass) hints(blocks []ast.Node) (prompt, hints []ast.Node) {
	for _, b := range blocks {
		kind, alert := b.AttributeString(alertAttribute)
		switch {
		case !alert || kind != hintKind:
			prompt = append(prompt, b)
		case !b.HasChildren():
			p.report(b.Pos(), hintEmpty.With())
		default:
			hints = append(hints, b)
		}
	}
	return prompt, hints
}

// answers reads the answer key of a question. It reports whether it can be read.
func (p *pass) answers(c *container, q *quiz.Question, nodes *questionNodes) bool {
	form, sound := formOf(q.Type), true
	q.Unit = c.attributes["unit"]
	var readable bool
	if q.Exact, readable = parseExact(c.attributes["exact"]); !readable {
		p.report(c.value("exact"), exactUnreadable.With(c.attributes["exact"]))
		sound = false
	}
	for i := range nodes.answers {
		sound = form.read(p, q, &nodes.answers[i]) && sound
	}
	for _, g := range nodes.gaps {
		sound = p.readGap(q, g) && sound
	}
	if form.gaps {
		sound = p.numberGaps(c, nodes, q) && sound
	}
	return sound
}
