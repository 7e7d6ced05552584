package markdown

import (
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
	words  string        // the title if the author wrote none
	html   template.HTML // of a question, all of it; of other boxes, what comes before the text
	marks  string        // extra HTML attributes of its element
	closed bool
	offset int // of the opening line's colons
	base   int // of the text after those colons
	end    int // after the closing line
}

// value returns the offset of an attribute's value.
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

	gapName = "gap" // not a box: the line above a gap's answers, whose attributes are read the same way
)

func containerNames() []string {
	return []string{"objectives", "keypoints", "callout", "caution", "example", "dialogue", "content-note", "details",
		question, reflect, checklist, instructor, figure, video, include}
}

// attributesOf lists the attributes that a box may have.
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

var (
	containerFence = regexp.MustCompile(`^ {0,3}:{3,}`)
	containerName  = regexp.MustCompile(`^[ \t]*([A-Za-z][A-Za-z0-9-]*)`)
	attributePair  = regexp.MustCompile(`^[ \t]*([A-Za-z][A-Za-z0-9_-]*)="([^"]*)"`)
)

// head is the line that opens a box, after its colons. All indexes are into that
// text.
type head struct {
	name       string // "" if it has no name
	title      span   // the words in brackets; {0, 0} if it has no title
	attributes map[string]string
	places     map[string]int // of the attributes' values
	problems   []problemAt
}

// problemAt is a problem at an index of a line.
type problemAt struct {
	at      int
	problem diag.Message
}

// parseHead reads name[Title]{key="value"}.
func parseHead(line string) head {
	h := head{attributes: map[string]string{}, places: map[string]int{}}
	m := containerName.FindStringSubmatchIndex(line)
	if m == nil {
		return h
	}
	h.name = line[m[2]:m[3]]
	i := m[1]
	if title, end, ok := bracketed(line, i); ok {
		if strings.TrimSpace(line[title:end]) != "" {
			h.title = span{title, end}
		}
		i = end + 1
	}
	h.parseAttributes(line, i)
	return h
}

func (h *head) report(at int, m diag.Message) { h.problems = append(h.problems, problemAt{at, m}) }

// parseAttributes reads {key="value" …} from an index to the end of the line.
func (h *head) parseAttributes(line string, i int) {
	if i = pastBlanks(line, i); i == len(line) {
		return
	}
	if line[i] != '{' {
		h.unreadable(line, i)
		return
	}
	for i++; ; {
		i = pastBlanks(line, i)
		if i < len(line) && line[i] == '}' {
			if i+1 != len(line) {
				h.unreadable(line, i+1)
			}
			return
		}
		m := attributePair.FindStringSubmatchIndex(line[i:])
		if m == nil {
			h.unreadable(line, min(i, len(line)-1))
			return
		}
		name := line[i+m[2] : i+m[3]]
		h.checkAttribute(name, i+m[2])
		h.attributes[name], h.places[name] = line[i+m[4]:i+m[5]], i+m[4]
		i += m[1]
	}
}

func pastBlanks(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// unreadable reports the rest of a line.
func (h *head) unreadable(line string, i int) {
	kind := boxHead
	switch {
	case strings.ContainsAny(line[min(i, len(line)):], "“”„"):
		kind = curlyQuotes
	case strings.Contains(line, "\u00a0"):
		kind = hardSpace
	case h.name == gapName:
		kind = gapHead
	}
	h.report(i, kind.With())
}

// checkAttribute reports an attribute that is repeated, or that the box cannot have.
func (h *head) checkAttribute(name string, at int) {
	known := attributesOf(h.name)
	switch _, twice := h.attributes[name]; {
	case twice:
		h.report(at, attributeTwice.With(name))
	case slices.Contains(known, name) || len(known) == 0 && !slices.Contains(containerNames(), h.name):
	case h.name == video && name == "autoplay":
		h.report(at, videoAutoplay.With(h.name, name))
	case len(known) == 0 && name == "id":
		h.report(at, boxWithoutID.With(h.name, name))
	case len(known) == 0:
		h.report(at, noAttributes.With(h.name, name))
	case h.name == question, h.name == gapName:
		h.report(at, itsAttribute.With(h.name, name, diag.Suggest(name, known)))
	default:
		h.report(at, boxAttribute.With(h.name, name, diag.Suggest(name, known)))
	}
}

// containerParser parses containers. A line of three or more colons closes the
// innermost one that is open.
type containerParser struct{}

func (containerParser) Trigger() []byte { return []byte{':'} }

func (containerParser) CanInterruptParagraph() bool { return true }

func (containerParser) CanAcceptIndentedLine() bool { return false }

func (containerParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	state := stateOf(pc)
	line, segment := reader.PeekLine()
	fence := containerFence.Find(line)
	if state == nil || fence == nil {
		return nil, parser.NoChildren
	}
	margin := segment.Start - segment.Padding // of the line in the source
	start := margin + strings.IndexByte(string(line), ':')
	h, opens := state.opening(start, strings.TrimRight(string(line[len(fence):]), " \t\r\n"))
	if !opens {
		return nil, parser.NoChildren
	}
	c := &container{head: h, offset: start, base: margin + len(fence)}
	c.check(state)
	c.addTitle()
	for _, p := range h.problems {
		state.report(c.base+p.at, p.problem)
	}
	state.open = append(state.open, c)
	reader.AdvanceToEOL()
	return c, parser.HasChildren
}

// opening reads a line that may open a box, after its colons. It reports whether a
// box begins.
func (s *pageState) opening(start int, line string) (h head, opens bool) {
	if line != "" {
		h = parseHead(line)
	}
	switch {
	case line == "":
		if len(s.open) == 0 {
			s.report(start, strayEnd.With())
		}
	case strings.HasPrefix(line, "\u00a0"):
		s.report(start, boxHardSpace.With())
	case h.name == "":
		s.report(start, boxNameless.With())
	case len(s.open) == maxNesting:
		s.report(start, tooManyBoxes.With(maxNesting))
	default:
		return h, true
	}
	return h, false
}

// addTitle adds the words in brackets as the first child of the box.
func (c *container) addTitle() {
	if c.title.end == 0 {
		return
	}
	t := &containerTitle{}
	t.Lines().Append(text.NewSegment(c.base+c.title.start, c.base+c.title.end))
	t.SetPos(c.base + c.title.start)
	c.AppendChild(c, t)
}

// check reports a name that no container has. The container is opened all the same,
// so that its closing line has something to close.
func (c *container) check(state *pageState) {
	switch {
	case c.name == include: // where one is allowed, the composer has replaced it
		state.report(c.offset, includeInBlock.With())
	case !slices.Contains(containerNames(), c.name):
		state.report(c.offset, noSuchBox(c.name))
	}
}

// noSuchBox returns the fault of an unknown name, with the nearest name or all of them.
func noSuchBox(name string) diag.Message {
	if known := diag.Suggest(name, containerNames()); known.Nearest() != "" {
		return unknownBox.With(name, known)
	}
	return unlikeBox.With(name, strings.Join(containerNames(), ", "))
}

// bracketed finds a title in brackets after optional spaces. The title may hold
// brackets itself. It returns the indexes of the title's text.
func bracketed(s string, i int) (start, end int, ok bool) {
	i = pastBlanks(s, i)
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
	line, segment := reader.PeekLine()
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
	c.closed, c.end = true, segment.Stop
	reader.AdvanceToEOL()
	return parser.Close
}

func (containerParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	c, state := node.(*container), stateOf(pc)
	if i := slices.Index(state.open, c); i >= 0 {
		state.open = slices.Delete(state.open, i, i+1)
	}
	if !c.closed {
		state.report(c.offset, boxNotClosed.With(c.name))
	}
}

// wrapper is a block of markup around other blocks.
type wrapper struct {
	ast.BaseBlock
	open, end string
}

var kindWrapper = ast.NewNodeKind("Wrapper")

func (*wrapper) Kind() ast.NodeKind { return kindWrapper }

func (w *wrapper) Dump(source []byte, level int) { ast.DumpHelper(w, source, level, nil, nil) }
