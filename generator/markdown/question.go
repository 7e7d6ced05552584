package markdown

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

var questionID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// option is an option of a practice question as nodes: an item of its list, or a
// row of its table.
type option struct {
	item     *ast.ListItem // nil in a table
	at       int
	stem     []ast.Node // match
	text     []ast.Node
	feedback []ast.Node
}

// question reads a question container, checks it and renders it.
func (p *pass) question(c *container, number int) {
	p.page.Uses.Practice = true
	if p.source.Bank == "" {
		p.fault(c.offset, "a question cannot stand on this page", "practice questions belong into lessons")
		return
	}
	if first := c.FirstChild(); first != nil && first.Kind() == kindContainerTitle {
		p.fault(c.offset, "a question has no title", `write :::question{type="single" indicators="…"} and the prompt below it`)
		return
	}
	q := quiz.Question{Type: quiz.Type(c.attributes["type"])}
	if q.Type == "" {
		p.fault(c.offset, "the question has no type", `write :::question{type="single" indicators="…"}; types are `+enumerate(quiz.Types()))
		return
	}
	if slices.Contains(quiz.TaskTypes(), string(q.Type)) {
		p.fault(c.offset, fmt.Sprintf("a question of type %q cannot stand in a lesson", q.Type), "for thinking something over there is :::reflect; self-ratings and written answers are tasks of an assessed bank")
		return
	}
	prompt, options, ok := p.parts(c, q.Type)
	if !ok {
		return
	}
	prompt, hints := p.hints(prompt)
	q = quiz.Question{
		Type:       q.Type,
		Indicators: strings.Fields(strings.ReplaceAll(c.attributes["indicators"], ",", " ")),
		Points:     1,
		Scoring:    quiz.Scoring(c.attributes["scoring"]),
		Prompt:     sourceText(p.body, prompt...),
	}
	q.Settle()
	if written, ok := c.attributes["points"]; ok {
		points, err := strconv.ParseFloat(written, 64)
		if err != nil || points <= 0 || points > 100 {
			p.fault(c.offset, fmt.Sprintf("points %q is not a number above 0", written), `write points="1" or leave it out: practice is not counted`)
			points = 1
		}
		q.Points = points
	}
	q.ID = c.attributes["id"]
	if q.ID == "" {
		sum := quiz.Digest(practiceLabel, q.Prompt)
		q.ID = quiz.Base32(sum[:])[:10]
	} else if !questionID.MatchString(q.ID) {
		p.fault(c.offset, fmt.Sprintf("the question's id %q is not usable", q.ID), "use small letters, digits and hyphens, for example one-voice")
	}
	for _, earlier := range p.page.Questions {
		if earlier.ID == q.ID {
			p.fault(c.offset, "this question stands on the page twice", "reword its prompt, or give one of the two an id of its own")
			return
		}
	}
	for _, h := range hints {
		q.Hints = append(q.Hints, sourceText(p.body, h))
	}
	sound := p.answers(c, &q, options)
	q.Check(func(what, hint string, path ...any) {
		sound = false
		offset := c.offset
		if len(path) >= 2 && (path[0] == "options" || path[0] == "pairs" || path[0] == "answers") {
			offset = options[path[1].(int)].at
		}
		switch {
		case what == "the prompt is missing":
			hint = "write the prompt between the line :::question and the options"
		default:
			hint = hintInMarkdown(what, hint)
		}
		p.fault(offset, what, hint)
	})
	p.page.Questions = append(p.page.Questions, Question{Question: q, At: p.at(c.offset, "", "")})
	if !sound || p.renderer.options.Practice == nil {
		return
	}
	practice, err := p.renderQuestion(&q, prompt, hints, options, number)
	if err == nil {
		c.html, err = p.renderer.options.Practice(practice)
	}
	if err != nil {
		p.fault(c.offset, "the question cannot be rendered: "+err.Error(), "")
		return
	}
	p.page.Questions[len(p.page.Questions)-1].Practice = practice
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
			p.fault(b.Pos(), "the hint is empty", "write what helps to find the answer below the line > [!HINT], or delete it")
		default:
			hints = append(hints, b)
		}
	}
	return prompt, hints
}

func (o option) checked() bool {
	box := o.box()
	return box != nil && box.IsChecked
}

func (o option) box() *extast.TaskCheckBox {
	if len(o.text) == 0 {
		return nil
	}
	box, _ := o.text[0].FirstChild().(*extast.TaskCheckBox)
	return box
}

// parts cuts a question into its prompt and options.
func (p *pass) parts(c *container, t quiz.Type) (prompt []ast.Node, options []option, ok bool) {
	kind := ast.KindList
	if t == quiz.Match {
		kind = extast.KindTable
	}
	last := c.LastChild()
	if last == nil || last.Kind() != kind {
		for n := c.FirstChild(); n != nil; n = n.NextSibling() {
			if n.Kind() == kind && n.NextSibling() != nil && c.closed {
				p.fault(n.NextSibling().Pos(), "text after the options of a question", "put it above the options, or below the ::: that ends the question")
				return nil, nil, false
			}
		}
		if c.closed { // otherwise what follows is not the question's
			p.fault(c.offset, "the question has no options", hintOf(t))
		}
		return nil, nil, false
	}
	for n := c.FirstChild(); n != last; n = n.NextSibling() {
		prompt = append(prompt, n)
	}
	if t == quiz.Match {
		options = rows(last)
		return prompt, options, true
	}
	ok = true
	for n := last.FirstChild(); n != nil; n = n.NextSibling() {
		o := option{item: n.(*ast.ListItem)}
		o.at = p.itemOffset(o.item)
		for b := n.FirstChild(); b != nil; b = b.NextSibling() {
			if b.Kind() == ast.KindBlockquote {
				o.feedback = append(o.feedback, b)
			} else {
				o.text = append(o.text, b)
			}
		}
		switch {
		case t == quiz.Order && (o.box() != nil || !last.(*ast.List).IsOrdered()):
			p.fault(o.at, "what is to be put in order stands in a numbered list without boxes", hintOf(t))
			return nil, nil, false
		case t != quiz.Order && o.box() == nil:
			p.fault(o.at, "this option has no box", "write - [ ] before a wrong option and - [x] before a right one")
			ok = false
		}
		options = append(options, o)
	}
	return prompt, options, ok
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

func (p *pass) renderQuestion(q *quiz.Question, prompt, hints []ast.Node, options []option, number int) (*render.Practice, error) {
	text, err := p.renderer.render(p.renderer.page, p.body, prompt...)
	if err != nil {
		return nil, err
	}
	practice := &render.Practice{Prompt: text, Number: number}
	for _, h := range hints {
		html, err := p.words([]ast.Node{h})
		if err != nil {
			return nil, err
		}
		practice.Hints = append(practice.Hints, html)
	}
	p.needs("practice")
	if !q.Type.Choosing() {
		p.needs("types")
	}
	return practice, p.renderAnswers(practice, q, options)
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
