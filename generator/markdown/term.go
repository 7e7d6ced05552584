package markdown

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// term is :term[peer support]. Its words are its only child.
type term struct {
	ast.BaseInline
	name   string
	offset int
	href   string // "" where the words are not a link
	note   string // ID of the definition on this page; "" without
}

var kindTerm = ast.NewNodeKind("Term")

func (*term) Kind() ast.NodeKind { return kindTerm }

func (t *term) Dump(source []byte, level int) { ast.DumpHelper(t, source, level, nil, nil) }

var termMark = regexp.MustCompile(`^:term\[([^\[\]\n]+)\]`)

type termParser struct{}

func (termParser) Trigger() []byte { return []byte{':'} }

func (termParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	m := termMark.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	t := &term{name: string(line[m[2]:m[3]]), offset: segment.Start}
	t.AppendChild(t, ast.NewTextSegment(text.NewSegment(segment.Start+m[2], segment.Start+m[3])))
	block.Advance(m[1])
	return t
}

// termAt finds the mark of a term in a text, where it was left as it is written;
// −1 if there is none. The bracket may begin a text of its own.
func termAt(n *ast.Text, body []byte) int {
	if i := bytes.Index(body[n.Segment.Start:min(n.Segment.Stop+1, len(body))], []byte(":term[")); i >= 0 {
		return n.Segment.Start + i
	}
	return -1
}

// term links a term where it first appears in the running text of a page: not in
// headings, links, questions and titles, which have a click or a purpose of
// their own.
func (p *pass) term(n *term) {
	p.page.Uses.Terms = true
	id, problem, known := p.renderer.options.Glossary.find(n.name)
	if !known {
		p.report(n.offset, problem)
	}
	if id == "" {
		return
	}
	for a := n.Parent(); a != nil; a = a.Parent() {
		c, isContainer := a.(*container)
		switch {
		case a.Kind() == ast.KindHeading, a.Kind() == ast.KindLink, a.Kind() == kindContainerTitle,
			isContainer && c.name == question:
			return
		}
	}
	if !slices.Contains(p.page.Terms, id) {
		p.page.Terms = append(p.page.Terms, id)
		n.href = p.source.Glossary + "#" + id
		n.note = id
	}
}

// strayTerm reports the mark of a term that was not read as one.
func (p *pass) strayTerm(n *ast.Text) {
	if _, inTerm := n.Parent().(*term); inTerm {
		return
	}
	if _, code := n.Parent().(*ast.CodeSpan); code {
		return
	}
	if at := termAt(n, p.body); at >= 0 {
		p.report(at, termUnreadable.With())
	}
}
