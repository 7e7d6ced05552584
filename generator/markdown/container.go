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
	head
	words  string        // the title where the author wrote none
	html   template.HTML // of a question, rendered as a whole; of others, what stands before the text
	marks  string        // attributes of its element
	closed bool
	offset int // of the opening line's colons
	base   int // of what comes after them
	end    int // of the closing line
}

// value gives the place of an attribute's value.
func (c *container) value(attribute string) int { return c.base + c.places[attribute] }

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

// Names of boxes that are more than a frame around their text.
const (
	question   = "question"
	reflect    = "reflect"
	checklist  = "checklist"
	instructor = "instructor"
	figure     = "figure"
	video      = "video"
	include    = "include"

	gapName = "gap" // no box: the head of a gap's answers, whose attributes are read alike
)

func containerNames() []string {
	return []string{"objectives", "keypoints", "callout", "caution", "example", "dialogue", "content-note", "details",
		question, reflect, checklist, instructor, figure, video, include}
}

// attributesOf lists what may stand in the { } of a box.
func attributesOf(name string) []string {
	switch name {
	case question:
		return []string{"type", "indicators", "id", "points", "scoring", "unit", "exact"}
	case gapName:
		return []string{"type", "unit", "exact", "weight"}
	case reflect:
		return []string{"id", "lines"}
	case figure:
		return []string{"credit"}
	case video:
		return []string{"src", "captions", "language", "poster", "transcript"}
	case include:
		return []string{"file"}
	}
	return nil
}

const containerHint = `a box opens with a line like :::callout[Title] and closes with a line of three colons`

var (
	containerFence = regexp.MustCompile(`^ {0,3}:{3,}`)
	containerName  = regexp.MustCompile(`^[ \t]*([A-Za-z][A-Za-z0-9-]*)`)
	attributePair  = regexp.MustCompile(`^[ \t]*([A-Za-z][A-Za-z0-9_-]*)="([^"]*)"`)
)

// head is the line that opens a box, after its colons. All indexes are those of
// that text.
type head struct {
	name       string // "" where there is none
	nameAt     int
	title      span // the words in brackets, {0, 0} without
	attributes map[string]string
	places     map[string]int // of the attributes' values
	problems   []placed
}

// placed is a problem at an index of a line.
type placed struct {
	at         int
	what, hint string
}

// parseHead reads name[Title]{key="value"}.
func parseHead(rest string) head {
	h := head{attributes: map[string]string{}, places: map[string]int{}}
	m := containerName.FindStringSubmatchIndex(rest)
	if m == nil {
		return h
	}
	h.name, h.nameAt = rest[m[2]:m[3]], m[2]
	i := m[1]
	if title, end, ok := bracketed(rest, i); ok {
		if strings.TrimSpace(rest[title:end]) != "" {
			h.title = span{title, end}
		}
		i = end + 1
	}
	h.parseAttributes(rest, i)
	return h
}

func (h *head) problem(at int, what, hint string) {
	h.problems = append(h.problems, placed{at, what, hint})
}

func (h *head) parseAttributes(rest string, i int) {
	blanks := func() {
		for i < len(rest) && (rest[i] == ' ' || rest[i] == '\t') {
			i++
		}
	}
	bad := func(i int) {
		hint := `write it like :::name[Title]{key="value"}; every part but the name may be left out`
		if h.name == gapName {
			hint = `write it like - distance {type="number" unit="metres"}`
		}
		switch {
		case strings.ContainsAny(rest[min(i, len(rest)):], "“”„"):
			hint = `curly quotes: write straight ones, "…"`
		case strings.Contains(rest, "\u00a0"):
			hint = "there is a no-break space in this line, which word processors make: type a plain one instead"
		}
		h.problem(i, "the rest of this line is not understood", hint)
	}
	if blanks(); i == len(rest) {
		return
	}
	if rest[i] != '{' {
		bad(i)
		return
	}
	known := attributesOf(h.name)
	for i++; ; {
		if blanks(); i < len(rest) && rest[i] == '}' {
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
		name, at := rest[i+m[2]:i+m[3]], i+m[2]
		what := fmt.Sprintf("a box %q has no %q", h.name, name)
		switch _, twice := h.attributes[name]; {
		case twice:
			h.problem(at, fmt.Sprintf("%q stands here twice", name), "delete one of the two")
		case slices.Contains(known, name) || len(known) == 0 && !slices.Contains(containerNames(), h.name):
		case h.name == video && name == "autoplay":
			h.problem(at, what, "nothing plays by itself: it startles people, and drowns what a screen reader says")
		case len(known) == 0:
			hint := "delete what stands in { }"
			if name == "id" {
				hint = "to link here, put a heading with a name into the box: ### Title {#short-name}"
			}
			h.problem(at, what, hint)
		case h.name == question, h.name == gapName:
			h.problem(at, fmt.Sprintf("a %s has no %q", h.name, name), diag.DidYouMean(name, known))
		default:
			h.problem(at, what, diag.DidYouMean(name, known))
		}
		h.attributes[name], h.places[name] = rest[i+m[4]:i+m[5]], i+m[4]
		i += m[1]
	}
}

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
	h := parseHead(rest)
	if h.name == "" {
		hint := containerHint
		if strings.HasPrefix(rest, "\u00a0") {
			hint = "there is a no-break space after the colons, which word processors make: type a plain one instead"
		}
		state.fault(start, "this line opens no box: its name is missing", hint)
		return nil, parser.NoChildren
	}
	if len(state.open) >= maxNesting {
		if len(state.open) == maxNesting {
			state.fault(start, fmt.Sprintf("more than %d boxes in each other", maxNesting), "close the outer ones first")
		}
		return nil, parser.NoChildren
	}
	at = func(i int) int { return segment.Start + len(fence) + i - segment.Padding }
	c := &container{head: h, offset: start, base: at(0)}
	c.check(state)
	if h.title.end > 0 {
		t := &containerTitle{}
		t.Lines().Append(text.NewSegment(at(h.title.start), at(h.title.end)))
		t.SetPos(at(h.title.start))
		c.AppendChild(c, t)
	}
	for _, p := range h.problems {
		state.fault(at(p.at), p.what, p.hint)
	}
	state.open = append(state.open, c)
	reader.AdvanceToEOL()
	return c, parser.HasChildren
}

// check reports a name that no container has. It is opened all the same, so
// that the line that closes it finds it.
func (c *container) check(state *pageState) {
	switch {
	case c.name == include: // where one may stand, the composer took its place
		state.fault(c.offset, "an include in a list, a quote or code", "let its line begin at the margin")
	case !slices.Contains(containerNames(), c.name):
		hint := diag.DidYouMean(c.name, containerNames())
		if strings.HasPrefix(hint, "known") {
			hint = "boxes are " + strings.Join(containerNames(), ", ")
		}
		state.fault(c.offset, fmt.Sprintf("unknown box %q", c.name), hint)
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
	_, segment := reader.PeekLine()
	c.end = segment.Stop
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
