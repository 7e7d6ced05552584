package markdown

import (
	"github.com/yuin/goldmark/ast"

	"github.com/coursemark/coursemark/internal/diag"
)

// Facts are what a reviewer looks at on a page that is right as it is.
type Facts struct {
	Headings []Fact // not those inside boxes
	Links    []Fact
	Images   []Fact
	Prose    []string // paragraphs as plain text, without headings, code and practice questions
}

// Fact is something on a page, with its place.
type Fact struct {
	Text   string // a heading's or link's words, an image's description
	Target string // where a link leads, an image's file; as written
	Level  int    // of a heading
	At     diag.Fault
}

// facts collects them. It goes before links are resolved.
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
