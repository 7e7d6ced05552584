package markdown

import (
	"html/template"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/generator/bibliography"
)

// citation is [@key], [@key, p. 12] or [@a; @b].
type citation struct {
	ast.BaseInline
	works []citedWork
	html  template.HTML
}

// citedWork is one work of a citation. Its locator is the text after the comma.
type citedWork struct {
	key, locator string
	offset       int
}

var kindCitation = ast.NewNodeKind("Citation")

func (*citation) Kind() ast.NodeKind { return kindCitation }

func (c *citation) Dump(source []byte, level int) { ast.DumpHelper(c, source, level, nil, nil) }

const workKey = `[A-Za-z0-9][A-Za-z0-9_:.+/-]*[A-Za-z0-9]|[A-Za-z0-9]`

var (
	citationGroup = regexp.MustCompile(`^\[(@[^\[\]\n]*)\]`)
	citationItem  = regexp.MustCompile(`^[ \t]*@(` + workKey + `)[ \t]*(?:,[ \t]*([^;@]*?))?[ \t]*$`)
)

type citationParser struct{}

func (citationParser) Trigger() []byte { return []byte{'['} }

func (citationParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 2 || line[1] != '@' {
		return nil
	}
	state := stateOf(pc)
	if state == nil {
		return nil
	}
	m := citationGroup.FindSubmatchIndex(line)
	if m == nil {
		state.report(segment.Start, citationOpen.With())
		return nil
	}
	if m[1] < len(line) && (line[m[1]] == '(' || line[m[1]] == '[') {
		return nil // the text of a link
	}
	c := &citation{}
	at := m[2]
	for _, item := range strings.Split(string(line[m[2]:m[3]]), ";") {
		parts := citationItem.FindStringSubmatch(item)
		if parts == nil {
			state.report(segment.Start+at, citationUnreadable.With())
			return nil
		}
		offset := segment.Start + at + strings.IndexByte(item, '@')
		c.works = append(c.works, citedWork{key: parts[1], locator: parts[2], offset: offset})
		at += len(item) + 1
	}
	block.Advance(m[1])
	return c
}

// render returns a citation as links into the page's list of works.
func (c *citation) render(refs *bibliography.References) template.HTML {
	var b strings.Builder
	link := func(w citedWork, open, end string) {
		b.WriteString(`<a class="citation" href="#` + bibliography.ID(w.key) + `">` + open)
		b.WriteString(template.HTMLEscapeString(refs.Label(w.key)))
		if w.locator != "" {
			b.WriteString(", " + template.HTMLEscapeString(w.locator))
		}
		b.WriteString(end + "</a>")
	}
	if len(c.works) == 1 {
		link(c.works[0], "(", ")")
		return template.HTML(b.String())
	}
	b.WriteByte('(')
	for i, w := range c.works {
		if i > 0 {
			b.WriteString("; ")
		}
		link(w, "", "")
	}
	b.WriteByte(')')
	return template.HTML(b.String())
}
