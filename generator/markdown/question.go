package markdown

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

var questionID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const questionHint = "after the prompt comes a list of options, - [ ] wrong and - [x] right, each with its feedback in a quote below it:\n- [x] The person's own\n  > Their goals lead the plan."

// option is an option of a practice question as nodes.
type option struct {
	item     *ast.ListItem
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
	prompt, options, ok := p.parts(c)
	if !ok {
		return
	}
	q := quiz.Question{
		Type:       quiz.Type(c.attributes["type"]),
		Indicators: strings.Fields(strings.ReplaceAll(c.attributes["indicators"], ",", " ")),
		Points:     1,
		Scoring:    quiz.Scoring(c.attributes["scoring"]),
		Prompt:     sourceText(p.body, prompt...),
	}
	if q.Type == quiz.Multiple && q.Scoring == "" {
		q.Scoring = quiz.Partial
	}
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
	for _, o := range options {
		q.Options = append(q.Options, quiz.Option{Text: sourceText(p.body, o.text...), Correct: o.checked(), Feedback: sourceText(p.body, o.feedback...)})
	}
	if q.Type == "" {
		p.fault(c.offset, "the question has no type", `write :::question{type="single" indicators="…"}; types are single, multiple and truefalse`)
		return
	}
	sound := true
	q.Check(func(what, hint string, path ...any) {
		sound = false
		offset := c.offset
		if len(path) >= 2 && path[0] == "options" {
			offset = p.itemOffset(options[path[1].(int)].item)
		}
		switch {
		case what == "the prompt is missing":
			hint = "write the prompt between the line :::question and the options"
		case strings.Contains(what, "no option is right"):
			hint = "mark the right one with - [x]"
		case strings.Contains(what, "has no feedback"):
			hint = "say in a quote below it why it is right or wrong:\n  > …"
		}
		p.fault(offset, what, hint)
	})
	p.page.Questions = append(p.page.Questions, Question{Question: q, At: p.at(c.offset, "", "")})
	if !sound || p.renderer.options.Practice == nil {
		return
	}
	c.html = p.renderQuestion(c, &q, prompt, options, number)
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
func (p *pass) parts(c *container) (prompt []ast.Node, options []option, ok bool) {
	list, _ := c.LastChild().(*ast.List)
	if list == nil {
		offset := c.offset
		for n := c.FirstChild(); n != nil; n = n.NextSibling() {
			if n.Kind() == ast.KindList && n.NextSibling() != nil && c.closed {
				p.fault(n.NextSibling().Pos(), "text after the options of a question", "put it above the options, or below the ::: that ends the question")
				return nil, nil, false
			}
		}
		if c.closed { // otherwise what follows is not the question's
			p.fault(offset, "the question has no options", questionHint)
		}
		return nil, nil, false
	}
	for n := c.FirstChild(); n != ast.Node(list); n = n.NextSibling() {
		prompt = append(prompt, n)
	}
	ok = true
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		o := option{item: n.(*ast.ListItem)}
		for b := n.FirstChild(); b != nil; b = b.NextSibling() {
			if b.Kind() == ast.KindBlockquote {
				o.feedback = append(o.feedback, b)
			} else {
				o.text = append(o.text, b)
			}
		}
		if o.box() == nil {
			p.fault(p.itemOffset(o.item), "this option has no box", "write - [ ] before a wrong option and - [x] before a right one")
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

func (p *pass) renderQuestion(c *container, q *quiz.Question, prompt []ast.Node, options []option, number int) template.HTML {
	fail := func(err error) {
		p.fault(c.offset, "the question cannot be rendered: "+err.Error(), "")
	}
	public := q.Publish(p.source.Bank)
	text, err := p.renderer.render(p.renderer.page, p.body, prompt...)
	if err != nil {
		fail(err)
		return ""
	}
	practice := &render.Practice{ID: public.ID, Type: string(q.Type), Prompt: text, Number: number}
	for i, o := range options {
		box := o.box()
		box.Parent().RemoveChild(box.Parent(), box)
		words, err := p.renderer.render(p.renderer.page, p.body, o.text...)
		if err != nil {
			fail(err)
			return ""
		}
		var feedback []ast.Node
		for _, quote := range o.feedback {
			for n := quote.FirstChild(); n != nil; n = n.NextSibling() {
				feedback = append(feedback, n)
			}
		}
		why, err := p.renderer.render(p.renderer.page, p.body, feedback...)
		if err != nil {
			fail(err)
			return ""
		}
		practice.Options = append(practice.Options, render.PracticeOption{
			ID:    quiz.OptionID(p.source.Bank, q.ID, "option", q.Options[i].Text),
			Text:  template.HTML(strings.TrimSpace(string(words))),
			Right: q.Options[i].Share() > 0, Feedback: template.HTML(strings.TrimSpace(string(why))),
		})
	}
	html, err := p.renderer.options.Practice(practice)
	if err != nil {
		fail(err)
		return ""
	}
	return html
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
