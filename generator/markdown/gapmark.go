package markdown

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/quiz"
)

// gap is a {{name}} in the text of a cloze question.
type gap struct {
	ast.BaseInline
	name   string
	number int // in the text, from 1; 0 if it is not known yet
}

var kindGap = ast.NewNodeKind("Gap")

func (*gap) Kind() ast.NodeKind { return kindGap }

func (g *gap) Dump(source []byte, level int) { ast.DumpHelper(g, source, level, nil, nil) }

var gapSyntax = regexp.MustCompile(`^\{\{([^{}\n]*)\}\}`)

// gapParser reads gaps where there can be gaps; elsewhere two braces are text.
type gapParser struct{}

func (gapParser) Trigger() []byte { return []byte{'{'} }

func (gapParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if stateOf(pc) != nil && !inCloze(parent) { // a lesson; a question of a bank has no state
		return nil
	}
	line, segment := block.PeekLine()
	m := gapSyntax.FindSubmatch(line)
	if m == nil {
		return nil
	}
	g := &gap{name: strings.TrimSpace(string(m[1]))}
	g.number, _ = strconv.Atoi(g.name) // in a prompt from a bank, gaps are named by their numbers
	g.SetPos(segment.Start)
	block.Advance(len(m[0]))
	return g
}

// inCloze reports whether a node is in a cloze question.
func inCloze(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if c, ok := n.(*container); ok {
			return c.name == question && formOf(quiz.Type(c.attributes["type"])).gaps
		}
	}
	return false
}

// gapMark returns the mark of a gap in a rendered prompt. Gaps are numbered from 1.
func gapMark(number int) string { return fmt.Sprintf(`<span data-gap="%d"></span>`, number) }

var gapMarks = regexp.MustCompile(`<span data-gap="([0-9]+)"></span>`)

// Piece is a piece of a prompt and the gap after it.
type Piece struct {
	Text   template.HTML
	Gap    int    // its number in the text, from 1; 0 after the last piece
	Before string // the last words before the gap in its paragraph; "" where it begins one
}

// Pieces cuts the prompt of a cloze question at its gaps.
func (t *QuestionTexts) Pieces() (pieces []Piece) {
	text, end := string(t.Prompt), 0
	for _, m := range gapMarks.FindAllStringSubmatchIndex(text, -1) {
		number, err := strconv.Atoi(text[m[2]:m[3]])
		if err != nil || number < 1 {
			continue // gapMark writes no such number
		}
		pieces = append(pieces, Piece{template.HTML(text[end:m[0]]), number, lastWords(text[:m[0]])})
		end = m[1]
	}
	return append(pieces, Piece{Text: template.HTML(text[end:])})
}

// wordsBefore is how many words before a gap are part of its label.
const wordsBefore = 6

var (
	blockStart = regexp.MustCompile(`</?(p|li|td|th|blockquote|pre|dd|dt)[ >]|<br`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
)

// lastWords returns the last words before a gap. Other gaps become an ellipsis.
func lastWords(before string) string {
	if starts := blockStart.FindAllStringIndex(before, -1); starts != nil {
		before = before[starts[len(starts)-1][0]:]
	}
	plain := html.UnescapeString(anyTag.ReplaceAllString(gapMarks.ReplaceAllString(before, " … "), ""))
	words := strings.Fields(plain)
	return strings.Join(words[max(0, len(words)-wordsBefore):], " ")
}

// gapsOf returns the gaps in blocks.
func gapsOf(blocks ...ast.Node) (gaps []*gap) {
	for _, block := range blocks {
		_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if g, ok := n.(*gap); ok && entering {
				gaps = append(gaps, g)
			}
			return ast.WalkContinue, nil
		})
	}
	return gaps
}
