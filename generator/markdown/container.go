package markdown

import (
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/coursemark/coursemark/internal/diag"
)

// container is a :::name[Title]{key="value"} … ::: block.
type container struct {
	ast.BaseBlock
	name       string
	attributes map[string]string
	title      string        // where the author wrote none
	html       template.HTML // of a question, rendered as a whole
	closed     bool
	offset     int // of the opening line
}

// containerTitle holds the words in brackets.
type containerTitle struct{ ast.BaseBlock }

var (
	kindContainer      = ast.NewNodeKind("Container")
	kindContainerTitle = ast.NewNodeKind("ContainerTitle")
)

func (*container) Kind() ast.NodeKind { return kindContainer }

func (c *container) Dump(source []byte, level int) {
	ast.DumpHelper(c, source, level, map[string]string{"Name": c.name}, nil)
}

func (*containerTitle) Kind() ast.NodeKind { return kindContainerTitle }

func (t *containerTitle) Dump(source []byte, level int) { ast.DumpHelper(t, source, level, nil, nil) }

const question = "question"

func containerNames() []string {
	return []string{"objectives", "keypoints", "callout", "caution", "example", "dialogue", "content-note", "details", question}
}

// laterNames are promised by the format and not rendered yet.
func laterNames() []string {
	return []string{"reflect", "checklist", "instructor", "figure", "video", "include"}
}

func questionAttributes() []string {
	return []string{"type", "indicators", "id", "points", "scoring"}
}

const containerHint = `a box opens with a line like :::callout[Title] and closes with a line of three colons`

var (
	containerFence = regexp.MustCompile(`^ {0,3}:{3,}`)
	containerName  = regexp.MustCompile(`^[ \t]*([A-Za-z][A-Za-z0-9-]*)`)
	attributePair  = regexp.MustCompile(`^[ \t]*([A-Za-z][A-Za-z0-9_-]*)="([^"]*)"`)
)

// containerParser parses containers. A line of three or more colons closes the
// innermost one that is open.
type containerParser struct{}

func (containerParser) Trigger() []byte             { return []byte{':'} }
func (containerParser) CanInterruptParagraph() bool { return true }
func (containerParser) CanAcceptIndentedLine() bool { return false }

func (containerParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	state := stateOf(pc)
	line, segment := reader.PeekLine()
	fence := containerFence.Find(line)
	if state == nil || fence == nil {
		return nil, parser.NoChildren
	}
	// at turns an index of the line into an offset of the source.
	at := func(i int) int { return segment.Start + i - segment.Padding }
	rest := strings.TrimRight(string(line[len(fence):]), " \t\r\n")
	start := at(strings.IndexByte(string(line), ':'))
	if rest == "" {
		if len(state.open) == 0 {
			state.fault(start, "this ::: closes nothing", containerHint)
		}
		return nil, parser.NoChildren
	}
	m := containerName.FindStringSubmatchIndex(rest)
	if m == nil {
		state.fault(start, "this line opens no box: its name is missing", containerHint)
		return nil, parser.NoChildren
	}
	if len(state.open) >= maxNesting {
		if len(state.open) == maxNesting {
			state.fault(start, fmt.Sprintf("more than %d boxes in each other", maxNesting), "close the outer ones first")
		}
		return nil, parser.NoChildren
	}
	c := &container{name: rest[m[2]:m[3]], attributes: map[string]string{}, offset: start}
	c.check(state, start)
	at = func(i int) int { return segment.Start + len(fence) + i - segment.Padding }
	i := m[1]
	if title, end, ok := bracketed(rest, i); ok {
		if strings.TrimSpace(rest[title:end]) != "" {
			t := &containerTitle{}
			t.Lines().Append(text.NewSegment(at(title), at(end)))
			t.SetPos(at(title))
			c.AppendChild(c, t)
		}
		i = end + 1
	}
	c.parseAttributes(state, rest, i, at)
	state.open = append(state.open, c)
	reader.AdvanceToEOL()
	return c, parser.HasChildren
}

// check reports a name that no container has. It is opened all the same, so
// that the line that closes it finds it.
func (c *container) check(state *pageState, start int) {
	switch {
	case slices.Contains(containerNames(), c.name):
	case slices.Contains(laterNames(), c.name):
		state.fault(start, fmt.Sprintf("the box %q is not available in this version", c.name), "take it out for now; boxes are "+strings.Join(containerNames(), ", "))
	default:
		hint := diag.DidYouMean(c.name, append(containerNames(), laterNames()...))
		if strings.HasPrefix(hint, "known") {
			hint = "boxes are " + strings.Join(containerNames(), ", ")
		}
		state.fault(start, fmt.Sprintf("unknown box %q", c.name), hint)
	}
}

// bracketed finds a title in brackets, with brackets inside it, after optional
// blanks: the indexes of its text.
func bracketed(s string, i int) (start, end int, ok bool) {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	if i >= len(s) || s[i] != '[' {
		return 0, 0, false
	}
	depth := 0
	for k := i; k < len(s); k++ {
		switch s[k] {
		case '\\':
			k++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1, k, true
			}
		}
	}
	return 0, 0, false
}

func (c *container) parseAttributes(state *pageState, rest string, i int, at func(int) int) {
	for i < len(rest) && (rest[i] == ' ' || rest[i] == '\t') {
		i++
	}
	if i == len(rest) {
		return
	}
	bad := func(i int) {
		hint := `write it like :::name[Title]{key="value"}; every part but the name may be left out`
		if strings.ContainsAny(rest, "“”„") {
			hint = `curly quotes: write straight ones, "…"`
		}
		state.fault(at(i), "the rest of this line is not understood", hint)
	}
	if rest[i] != '{' {
		bad(i)
		return
	}
	known := questionAttributes()
	for i++; ; {
		for i < len(rest) && (rest[i] == ' ' || rest[i] == '\t') {
			i++
		}
		if i < len(rest) && rest[i] == '}' {
			if i+1 != len(rest) {
				bad(i + 1)
			}
			return
		}
		m := attributePair.FindStringSubmatchIndex(rest[i:])
		if m == nil {
			bad(min(i, len(rest)-1))
			return
		}
		name, value := rest[i+m[2]:i+m[3]], rest[i+m[4]:i+m[5]]
		switch {
		case c.name != question && slices.Contains(containerNames(), c.name):
			state.fault(at(i+m[2]), fmt.Sprintf("a box %q has no %q", c.name, name), "delete what stands in { }")
		case c.name == question && !slices.Contains(known, name):
			state.fault(at(i+m[2]), fmt.Sprintf("a question has no %q", name), diag.DidYouMean(name, known))
		}
		c.attributes[name] = value
		i += m[1]
	}
}

func (containerParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	c, state := node.(*container), stateOf(pc)
	line, _ := reader.PeekLine()
	if len(state.open) == 0 || state.open[len(state.open)-1] != c {
		return parser.Continue | parser.HasChildren
	}
	if _, code := pc.LastOpenedBlock().Node.(*ast.FencedCodeBlock); code {
		return parser.Continue | parser.HasChildren // three colons in code are code
	}
	fence := containerFence.Find(line)
	if fence == nil || !util.IsBlank(line[len(fence):]) {
		return parser.Continue | parser.HasChildren
	}
	c.closed = true
	reader.AdvanceToEOL()
	return parser.Close
}

func (containerParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	c, state := node.(*container), stateOf(pc)
	if i := slices.Index(state.open, c); i >= 0 {
		state.open = slices.Delete(state.open, i, i+1)
	}
	if !c.closed {
		state.fault(c.offset, fmt.Sprintf("the box %q is never closed", c.name), "end it with a line of three colons, :::")
	}
}
