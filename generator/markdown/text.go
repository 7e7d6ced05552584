package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"github.com/coursemark/coursemark/quiz"
)

// plainText returns the words of a node that a reader sees, without markup.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			value := n.Segment.Value(source)
			if _, code := n.Parent().(*ast.CodeSpan); code {
				b.Write(value)
			} else {
				b.WriteString(html.UnescapeString(string(util.UnescapePunctuations(value))))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *citation:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// sourceText returns the words of blocks as written, without the marks of quotes and
// lists around them. It identifies a question.
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

// offsetOf returns the offset of a node; that of its first line or child if the node
// itself has none.
func offsetOf(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Pos() >= 0 {
			return n.Pos()
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// rawText returns raw HTML as it is written.
func rawText(n ast.Node, source []byte) []byte {
	var raw []byte
	switch n := n.(type) {
	case *ast.HTMLBlock:
		raw = n.Lines().Value(source)
		if n.HasClosure() {
			raw = append(raw, n.ClosureLine.Value(source)...)
		}
	case *ast.RawHTML:
		raw = n.Segments.Value(source)
	}
	return bytes.TrimSpace(raw)
}

func hasImage(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == ast.KindImage || hasImage(c) {
			return true
		}
	}
	return false
}

func isParagraph(n ast.Node) bool {
	return n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock
}
