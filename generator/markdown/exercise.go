package markdown

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/coursemark/coursemark/quiz"
)

// Bounds of the ruled space for a reflection.
const (
	usualLines = 4
	maxLines   = 20
)

const exerciseLabel = "coursemark-exercise/1"

// key names an exercise in a person's store: by the page and its words, so that
// what was kept stays where it belongs when others are added.
func (p *pass) key(words string) string {
	p.keys[words]++
	sum := quiz.Digest(exerciseLabel, p.source.Bank, words, strconv.Itoa(p.keys[words]))
	return quiz.Base32(sum[:])[:10]
}

// inLesson tells whether a box stands on a page that keeps what people do.
func (p *pass) inLesson(c *container) bool {
	if p.source.Bank == "" {
		p.fault(c.offset, fmt.Sprintf("a box %q cannot stand on this page", c.name), "it belongs into a lesson")
	}
	return p.source.Bank != ""
}

// reflect makes a prompt with room for an answer that nobody else reads.
func (p *pass) reflect(c *container) {
	if !p.inLesson(c) {
		return
	}
	lines := usualLines
	if written, ok := c.attributes["lines"]; ok {
		n, err := strconv.Atoi(written)
		if err != nil || n < 1 || n > maxLines {
			p.fault(c.value("lines"), fmt.Sprintf("lines %q is not a number from 1 to %d", written, maxLines), `write lines="6", or leave it out`)
			n = usualLines
		}
		lines = n
	}
	var prompt []ast.Node
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != kindContainerTitle {
			prompt = append(prompt, n)
		}
	}
	if len(prompt) == 0 {
		p.fault(c.offset, "a box to reflect without a prompt", "ask something between its two lines")
		return
	}
	id := c.attributes["id"]
	if id == "" {
		id = sourceText(p.body, prompt...)
	} else if !questionID.MatchString(id) {
		p.fault(c.value("id"), fmt.Sprintf("the id %q is not usable", id), "use small letters, digits and hyphens, for example first-meeting")
	}
	key := p.key("reflect " + id)
	c.marks = ` data-reflect="` + key + `"`
	frame := &wrapper{open: `<div class="reflect-prompt">` + "\n", end: "</div>\n"}
	for _, n := range prompt {
		frame.AppendChild(frame, n)
	}
	c.AppendChild(c, frame)
	c.AppendChild(c, &wrapper{open: `<div class="ruled" data-ruled>` + strings.Repeat("<span></span>", lines) + "</div>\n"})
}

// checklist gives every item of a list a key under which its tick is kept.
func (p *pass) checklist(c *container) {
	if !p.inLesson(c) {
		return
	}
	c.marks = " data-checklist"
	items := 0
	_ = ast.Walk(c, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		item, ok := n.(*ast.ListItem)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		var words answer
		if first := item.FirstChild(); first != nil {
			words.text = []ast.Node{first}
		}
		box := words.box()
		switch {
		case box == nil && item.Parent().(*ast.List).IsOrdered():
			p.fault(p.itemOffset(item), "a numbered item in a checklist", "write - [ ] before each")
		case box == nil:
			p.fault(p.itemOffset(item), "this item has no box", "write - [ ] before it")
		case box.IsChecked:
			p.fault(p.itemOffset(item), "this item is ticked already", "write - [ ]: the reader ticks it")
		default:
			items++
			item.SetAttributeString("data-item", []byte(p.key("check "+sourceText(p.body, words.text...))))
		}
		return ast.WalkContinue, nil
	})
	if items == 0 && p.faults.Len() == 0 {
		p.fault(c.offset, "a checklist without items", "write them between its two lines:\n- [ ] Phone is charged")
	}
}
