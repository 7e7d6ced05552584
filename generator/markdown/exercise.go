package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/coursemark/coursemark/quiz"
)

// Lines of the ruled space for a reflection.
const (
	defaultLines = 4
	maxLines     = 20
)

const exerciseLabel = "coursemark-exercise/1"

// key returns the name under which the player stores an exercise. It is made from the
// page and the words of the exercise, so that it stays the same when others are added.
func (p *pass) key(words string) string {
	p.keys[words]++
	sum := quiz.Digest(exerciseLabel, p.source.Bank, words, strconv.Itoa(p.keys[words]))
	return quiz.Base32(sum[:])[:10]
}

// inLesson reports whether a box is on a page that can store what people do.
func (p *pass) inLesson(c *container) bool {
	if p.source.Bank == "" {
		p.report(c.offset, boxOutsideLesson.With(c.name))
	}
	return p.source.Bank != ""
}

// reflect adds room below a prompt for an answer that nobody else reads.
func (p *pass) reflect(c *container) {
	if !p.inLesson(c) {
		return
	}
	lines := p.ruledLines(c)
	var prompt []ast.Node
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != kindContainerTitle {
			prompt = append(prompt, n)
		}
	}
	if len(prompt) == 0 {
		p.report(c.offset, reflectEmpty.With())
		return
	}
	id := c.attributes["id"]
	if id == "" {
		id = sourceText(p.body, prompt...)
	} else if !usableID.MatchString(id) {
		p.report(c.value("id"), reflectID.With(id))
	}
	c.marks = ` data-reflect="` + p.key("reflect "+id) + `"`
	frame := &wrapper{open: `<div class="reflect-prompt">` + "\n", end: "</div>\n"}
	for _, n := range prompt {
		frame.AppendChild(frame, n)
	}
	c.AppendChild(c, frame)
	ruled := strings.Repeat("<span></span>", lines)
	c.AppendChild(c, &wrapper{open: `<div class="ruled" data-ruled>` + ruled + "</div>\n"})
}

// ruledLines returns how many lines a reflect box has.
func (p *pass) ruledLines(c *container) int {
	value, given := c.attributes["lines"]
	if !given {
		return defaultLines
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > maxLines {
		p.report(c.value("lines"), reflectLines.With(value, maxLines))
		return defaultLines
	}
	return n
}

// checklist gives every item of a list the key under which its tick is stored.
func (p *pass) checklist(c *container) {
	if !p.inLesson(c) {
		return
	}
	c.marks = " data-checklist"
	items := 0
	_ = ast.Walk(c, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if item, ok := n.(*ast.ListItem); ok && entering && p.checkItem(item) {
			items++
		}
		return ast.WalkContinue, nil
	})
	if items == 0 && p.faults.Len() == 0 {
		p.report(c.offset, checklistEmpty.With())
	}
}

// checkItem reads an item of a checklist, and reports whether it can be ticked.
func (p *pass) checkItem(item *ast.ListItem) bool {
	var words answer
	if first := item.FirstChild(); first != nil {
		words.text = []ast.Node{first}
	}
	box := words.box()
	switch {
	case box == nil && item.Parent().(*ast.List).IsOrdered():
		p.report(offsetOf(item), checklistNumbered.With())
	case box == nil:
		p.report(offsetOf(item), checklistBoxless.With())
	case box.IsChecked:
		p.report(offsetOf(item), checklistTicked.With())
	default:
		item.SetAttributeString("data-item", []byte(p.key("check "+sourceText(p.body, words.text...))))
		return true
	}
	return false
}
