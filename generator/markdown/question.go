package markdown

import (
	"html/template"
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

var usableID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// answer is something that a practice question can be answered with, as nodes: an
// item of its list, or a row of its table.
type answer struct {
	at       int
	stem     []ast.Node // match
	text     []ast.Node
	feedback []ast.Node
}

// question reads a question container, checks it and renders it.
func (p *pass) question(c *container, number int) {
	p.page.Uses.Practice = true
	if p.source.Bank == "" {
		p.report(c.offset, questionElsewhere.With())
		return
	}
	if first := c.FirstChild(); first != nil && first.Kind() == kindContainerTitle {
		p.report(c.offset, questionTitle.With())
		return
	}
	q := quiz.Question{Type: quiz.Type(c.attributes["type"])}
	if q.Type == "" {
		p.report(c.offset, questionTypeless.With(count.English.List(quiz.Types())))
		return
	}
	if slices.Contains(quiz.TaskTypes(), string(q.Type)) {
		p.report(c.offset, questionIsTask.With(string(q.Type)))
		return
	}
	w, ok := p.parts(c, formOf(q.Type))
	if !ok {
		return
	}
	q = quiz.Question{
		Type:       q.Type,
		Indicators: strings.Fields(strings.ReplaceAll(c.attributes["indicators"], ",", " ")),
		Points:     1,
		Scoring:    quiz.Scoring(c.attributes["scoring"]),
		Prompt:     sourceText(p.body, w.prompt...),
	}
	q.Settle()
	if written, ok := c.attributes["points"]; ok {
		points, err := strconv.ParseFloat(written, 64)
		if err != nil || points <= 0 || points > 100 {
			p.report(c.offset, questionPoints.With(written))
			points = 1
		}
		q.Points = points
	}
	q.ID = c.attributes["id"]
	if q.ID == "" {
		sum := quiz.Digest(practiceLabel, q.Prompt)
		q.ID = quiz.Base32(sum[:])[:10]
	} else if !usableID.MatchString(q.ID) {
		p.report(c.offset, questionID.With(q.ID))
	}
	for _, earlier := range p.page.Questions {
		if earlier.ID == q.ID {
			p.report(c.offset, questionTwice.With())
			return
		}
	}
	for _, h := range w.hints {
		q.Hints = append(q.Hints, sourceText(p.body, h))
	}
	sound := p.answers(c, &q, &w)
	q.Check(func(m diag.Message, path ...any) {
		sound = false
		p.report(w.place(c.offset, path), inLesson(m))
	})
	p.page.Questions = append(p.page.Questions, Question{Question: q, Bank: p.source.Bank, Number: number, At: p.place(c.offset)})
	if sound && p.renderer.options.Question != nil {
		p.renderQuestion(c, &p.page.Questions[len(p.page.Questions)-1], w)
	}
}

// renderQuestion puts the markup of a question into its container.
func (p *pass) renderQuestion(c *container, q *Question, w written) {
	texts, err := p.texts(q, w)
	if err == nil {
		q.Texts = texts
		c.html, err = p.renderer.options.Question(q)
	}
	if err != nil {
		q.Texts = nil
		p.report(c.offset, questionNotRendered.With(err))
	}
}

// written is a question as nodes.
type written struct {
	prompt  []ast.Node
	hints   []ast.Node
	answers []answer
	gaps    []writtenGap // cloze
}

// answer finds what a path in a question leads to, be it an option, a pair, an
// answer or a key of one; nil where the path leads elsewhere.
func (w *written) answer(path []any) *answer {
	answers := w.answers
	if len(path) >= 2 && path[0] == "gaps" {
		answers, path = w.gaps[path[1].(int)].answers, path[2:]
	}
	if len(path) >= 2 && (path[0] == "options" || path[0] == "pairs" || path[0] == "answers") {
		return &answers[path[1].(int)]
	}
	return nil
}

// place is the offset of what a path of quiz.Question.Check leads to, or that of
// the question.
func (w *written) place(question int, path []any) int {
	if len(path) == 2 && path[0] == "prompt" {
		if placed := gapsOf(w.prompt...); path[1].(int) < len(placed) {
			return placed[path[1].(int)].Pos()
		}
	}
	if a := w.answer(path); a != nil {
		return a.at
	}
	if len(path) >= 2 && path[0] == "gaps" {
		return w.gaps[path[1].(int)].at
	}
	return question
}

// hints takes the quotes that help out of a prompt: a question stays the same
// when a hint is added.
func (p *pass) hints(blocks []ast.Node) (prompt, hints []ast.Node) {
	for _, b := range blocks {
		kind, alert := b.AttributeString(alertAttribute)
		switch {
		case !alert || kind != hintAlert:
			prompt = append(prompt, b)
		case !b.HasChildren():
			p.report(b.Pos(), hintEmpty.With())
		default:
			hints = append(hints, b)
		}
	}
	return prompt, hints
}

func (a *answer) checked() bool {
	box := a.box()
	return box != nil && box.IsChecked
}

func (a *answer) box() *extast.TaskCheckBox {
	if len(a.text) == 0 {
		return nil
	}
	box, _ := a.text[0].FirstChild().(*extast.TaskCheckBox)
	return box
}

// parts cuts a question into its prompt, its hints and what it is answered with.
func (p *pass) parts(c *container, f form) (w written, ok bool) {
	last := c.LastChild()
	if last == nil || last.Kind() != f.kind {
		for n := c.FirstChild(); n != nil; n = n.NextSibling() {
			if n.Kind() == f.kind && n.NextSibling() != nil && c.closed {
				p.report(n.NextSibling().Pos(), textAfterAnswers.With())
				return w, false
			}
		}
		if c.closed { // otherwise what follows is not the question's
			p.report(c.offset, questionAnswerless.With(f.hint))
		}
		return w, false
	}
	var blocks []ast.Node
	for n := c.FirstChild(); n != last; n = n.NextSibling() {
		blocks = append(blocks, n)
	}
	w.prompt, w.hints = p.hints(blocks)
	switch {
	case f.gaps:
		w.gaps, ok = p.gaps(last)
	case f.kind == extast.KindTable:
		w.answers, ok = rows(last), true
	default:
		w.answers, ok = p.items(last.(*ast.List), f)
	}
	return w, ok
}

// items reads a list of answers.
func (p *pass) items(list *ast.List, f form) (answers []answer, ok bool) {
	ok = true
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		a := answer{at: p.itemOffset(n.(*ast.ListItem))}
		for b := n.FirstChild(); b != nil; b = b.NextSibling() {
			if b.Kind() == ast.KindBlockquote {
				a.feedback = append(a.feedback, b)
			} else {
				a.text = append(a.text, b)
			}
		}
		switch {
		case f.numbered && (a.box() != nil || !list.IsOrdered()):
			p.report(a.at, orderNotNumbered.With(f.hint))
			return nil, false
		case !f.numbered && a.box() == nil:
			p.report(a.at, answerBoxless.With())
			ok = false
		}
		answers = append(answers, a)
	}
	return answers, ok
}

// rows reads a table of pairs, below the heads of its columns.
func rows(table ast.Node) (answers []answer) {
	for row := table.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
		a := answer{at: row.Pos()}
		columns := []*[]ast.Node{&a.stem, &a.text, &a.feedback}
		for cell := row.FirstChild(); cell != nil && len(columns) > 0; cell = cell.NextSibling() {
			*columns[0], columns = []ast.Node{cell}, columns[1:]
		}
		answers = append(answers, a)
	}
	return answers
}

func (p *pass) itemOffset(item *ast.ListItem) int {
	if item.Pos() >= 0 {
		return item.Pos()
	}
	if first := item.FirstChild(); first != nil {
		return first.Pos()
	}
	return 0
}

// answers fills in what makes up the key of a question, and reports whether it can
// be read.
func (p *pass) answers(c *container, q *quiz.Question, w *written) bool {
	sound := true
	q.Unit = c.attributes["unit"]
	var bad bool
	if q.Exact, bad = exactly(c.attributes["exact"]); bad {
		p.report(c.value("exact"), exactUnreadable.With(c.attributes["exact"]))
		sound = false
	}
	for i := range w.answers {
		sound = formOf(q.Type).read(p, q, &w.answers[i]) && sound
	}
	for _, g := range w.gaps {
		sound = p.readGap(q, g) && sound
	}
	if formOf(q.Type).gaps {
		sound = p.number(c, w, q) && sound
	}
	return sound
}

func exactly(written string) (exact, bad bool) {
	return written == "true", written != "true" && written != "false" && written != ""
}

// texts renders the texts of a question.
func (p *pass) texts(q *Question, w written) (*QuestionTexts, error) {
	prompt, err := p.renderer.render(p.renderer.page, p.body, w.prompt...)
	if err != nil {
		return nil, err
	}
	t := &QuestionTexts{Prompt: prompt, Options: map[string]template.HTML{}}
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
	if !q.Type.Choosing() {
		p.needs("types")
	}
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
		t.Text = template.HTML(template.HTMLEscapeString(sourceText(p.body, a.text...))) // * is no mark of markdown there
	} else if t.Text, err = p.words(a.text); err != nil {
		return t, err
	}
	t.Feedback, err = p.words(a.feedback)
	return t, err
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

// sourceText gives the words of blocks as written, without the marks of quotes
// and lists around them: what identifies a question.
func sourceText(source []byte, nodes ...ast.Node) string {
	var paragraphs []string
	for _, n := range nodes {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering || n.Type() == ast.TypeInline {
				return ast.WalkContinue, nil
			}
			if n.Lines() != nil && n.Lines().Len() > 0 {
				paragraphs = append(paragraphs, strings.TrimRight(string(n.Lines().Value(source)), "\n"))
			}
			return ast.WalkContinue, nil
		})
	}
	text := strings.Join(paragraphs, "\n\n")
	if rest := taskBox.FindString(text); rest != "" {
		text = text[len(rest):]
	}
	return quiz.Normalise(text)
}

var taskBox = regexp.MustCompile(`^\[[ xX]\][ \t]*`)
