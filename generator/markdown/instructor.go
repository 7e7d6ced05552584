package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// instructor records where a trainer's note is, so that it can be cut from the
// learner's page. Whole lines are cut, so a note cannot be in a list or a quote.
func (p *pass) instructor(c *container) {
	for a := c.Parent(); a != nil; a = a.Parent() {
		if _, box := a.(*container); !box && a.Kind() != ast.KindDocument {
			p.report(c.offset, noteInBlock.With())
			return
		}
	}
	if within(c, instructor) {
		return // the note around it is cut
	}
	start := bytes.LastIndexByte(p.body[:c.offset], '\n') + 1
	p.notes = append(p.notes, span{start, max(c.end, c.offset)})
}

// within reports whether a node is in a box with that name.
func within(n ast.Node, name string) bool {
	for a := n.Parent(); a != nil; a = a.Parent() {
		if c, ok := a.(*container); ok && c.name == name {
			return true
		}
	}
	return false
}
