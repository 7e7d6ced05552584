package markdown

import (
	"github.com/yuin/goldmark/ast"
)

// facts collects the facts of a page. It must run before links are resolved.
func (s *pageState) facts(doc ast.Node) *Facts {
	f := &Facts{}
	words := func(n ast.Node) string { return plainText(n, s.body) }
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *container:
			if n.name == question {
				return ast.WalkSkipChildren, nil
			}
		case *ast.Heading:
			if n.Parent().Kind() == ast.KindDocument {
				f.Headings = append(f.Headings, Fact{Text: words(n), Level: n.Level, At: s.place(n.Pos())})
			}
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			f.Links = append(f.Links, Fact{Text: words(n), Target: string(n.Destination), At: s.place(n.Pos())})
		case *ast.AutoLink:
			f.Links = append(f.Links, Fact{
				Text: string(n.Label(s.body)), Target: string(n.URL(s.body)), At: s.place(n.Pos()),
			})
		case *ast.Image:
			f.Images = append(f.Images, Fact{Text: words(n), Target: string(n.Destination), At: s.place(n.Pos())})
		case *ast.Paragraph, *ast.TextBlock:
			if text := words(n); text != "" {
				f.Prose = append(f.Prose, text)
			}
		}
		return ast.WalkContinue, nil
	})
	return f
}
