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
	href   string // "" if the words are not a link
	note   string // ID of the definition on this page, or ""
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

// termAt returns the offset of a term's mark that was left in a text as written, or −1.
// The mark's bracket may be in the node after the text.
func termAt(n *ast.Text, body []byte) int {
	if i := bytes.Index(body[n.Segment.Start:min(n.Segment.Stop+1, len(body))], []byte(":term[")); i >= 0 {
		return n.Segment.Start + i
	}
	return -1
}

// term links a term where it first appears in the running text of a page. It does not
// link terms in headings, links, questions and titles.
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

// strayTerm reports a term's mark that was not read as one.
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
