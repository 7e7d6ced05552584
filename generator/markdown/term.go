package markdown

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// GlossaryFile holds the terms.
const GlossaryFile = "content/glossary.toml"

// Glossary knows by which names a term may be called.
type Glossary struct {
	ids   map[string]string // by name, folded
	known map[string]bool   // IDs
	names []string

	// Unread says that the file could not be read to its end: which terms it has is
	// not known.
	Unread bool
}

// Add enters a term and returns its ID; "" where the name is taken.
func (g *Glossary) Add(name string) (id string) {
	base := "term--" + slug(name)
	id = base
	for n := 2; g.known[id]; n++ { // C and C++ have the same letters
		id = base + "-" + strconv.Itoa(n)
	}
	if !g.Alias(id, name) {
		return ""
	}
	return id
}

// Alias enters another name of a term. It reports whether the name was free.
func (g *Glossary) Alias(id, name string) bool {
	if _, taken := g.ids[quiz.Fold(name)]; taken {
		return false
	}
	if g.ids == nil {
		g.ids, g.known = map[string]string{}, map[string]bool{}
	}
	g.ids[quiz.Fold(name)] = id
	g.known[id] = true
	g.names = append(g.names, name)
	return true
}

// Find returns the ID of a term by any of its names.
func (g *Glossary) Find(name string) (id string, ok bool) {
	id, ok = g.ids[quiz.Fold(name)]
	return id, ok
}

// Equal reports whether two glossaries know the same terms by the same names.
func (g *Glossary) Equal(other *Glossary) bool {
	return slices.Equal(g.names, other.names) && maps.Equal(g.ids, other.ids)
}

// Names are all names of all terms.
func (g *Glossary) Names() []string { return g.names }

// find returns the ID of a term by any of its names, or what to say where there
// is none. Where the file could not be read, every name counts as known, and
// its ID is "".
func (g *Glossary) find(name string) (id string, _ diag.Message, known bool) {
	if id, ok := g.Find(name); ok || g.Unread {
		return id, diag.Message{}, true
	}
	if len(g.names) == 0 {
		return "", noTerms.With(name), false
	}
	return "", unknownTerm.With(name, diag.Suggest(name, g.names)), false
}

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
