package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
)

var headingID = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.-]*$`)

// heading checks a heading and adds it to the page.
func (p *pass) heading(n *ast.Heading) {
	for _, a := range n.Attributes() {
		if name := string(a.Name); name != "id" {
			p.report(n.Pos(), headingAttribute.With(name))
			n.RemoveAttributes()
			return
		}
	}
	raw, _ := n.AttributeString("id")
	b, _ := raw.([]byte)
	id := string(b)
	words := plainText(n, p.body)
	switch {
	case words == "":
		p.report(n.Pos(), headingEmpty.With())
	case n.Level == 1:
		p.report(n.Pos(), headingFirstLevel.With())
	case !headingID.MatchString(id):
		p.report(n.Pos(), headingUnusableID.With(id))
	case p.page.ids[id]:
		p.report(n.Pos(), headingTwice.With(id))
	}
	p.page.ids[id] = true
	boxed := n.Parent().Kind() != ast.KindDocument
	p.page.Headings = append(p.page.Headings, Heading{Level: n.Level, ID: id, Text: words, Boxed: boxed})
}
