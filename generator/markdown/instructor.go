package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// instructor notes where a trainer's note is, to be cut out of what learners read.
// It is cut by whole lines, so it cannot be in a list or a quote.
func (p *pass) instructor(c *container) {
	for a := c.Parent(); a != nil; a = a.Parent() {
		if _, box := a.(*container); !box && a.Kind() != ast.KindDocument {
			p.report(c.offset, noteInBlock.With())
			return
		}
	}
	if within(c, instructor) {
		return // it goes with the note around it
	}
	start := bytes.LastIndexByte(p.body[:c.offset], '\n') + 1
	p.notes = append(p.notes, span{start, max(c.end, c.offset)})
}

// within reports whether a node is in a box of that name.
func within(n ast.Node, name string) bool {
	for a := n.Parent(); a != nil; a = a.Parent() {
		if c, ok := a.(*container); ok && c.name == name {
			return true
		}
	}
	return false
}
