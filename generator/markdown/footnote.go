package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

var footnoteMark = regexp.MustCompile(`(?:^|[^\\])\[\^([^\]\s\[]+)\]`)

// footnotes reports marks of footnotes that were never written. Goldmark leaves such a
// mark in the text as it is.
func (p *pass) footnotes(n ast.Node) {
	marked := false
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		marked = marked || bytes.Contains(line.Value(p.body), []byte("[^"))
	}
	if !marked {
		return // nearly always
	}
	var words strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			words.Write(t.Segment.Value(p.body))
		} else {
			words.WriteByte(' ')
		}
	}
	for _, m := range footnoteMark.FindAllStringSubmatch(words.String(), -1) {
		offset := n.Pos()
		if at := bytes.Index(p.body[max(0, offset):], []byte("[^"+m[1]+"]")); at >= 0 {
			offset += at
		}
		p.report(offset, unknownFootnote.With(m[1]))
	}
}
