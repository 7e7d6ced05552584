package markdown

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// Bounds of includes: their nesting, and their number on one page.
const (
	maxIncludeDepth = 8
	maxIncludes     = 500
)

// composer puts the text of a page together.
type composer struct {
	source   *Source
	out      composed
	faults   diag.List
	includes int
	files    []string // the files that were included
}

// compose resolves the includes of a page. It also returns the files that were
// included.
func compose(source *Source) (*composed, []string, diag.List) {
	c := &composer{source: source}
	page := &origin{file: source.File, text: source.Text}
	c.out.pieces = append(c.out.pieces, piece{0, page, source.Body})
	c.text(page, source.Body)
	return &c.out, c.files, c.faults
}

var (
	composedLine = regexp.MustCompile(`^ {0,3}:{3,}[ \t]*(include|video)\b`)
	codeFence    = regexp.MustCompile("^ {0,3}(`{3,}[^`\n]*$|~{3,})")
)

// text adds the text of a file from an offset on, with its includes resolved.
func (c *composer) text(o *origin, from int) {
	if len(o.text)-from > MaxSize || len(c.out.bytes) > MaxSize {
		c.out.add(o, from, len(o.text)) // too large, which unparsable reports
		return
	}
	var verbatim verbatim
	kept := from // the text up to here has been added
	for at := from; at < len(o.text); {
		next := lineEnd(o.text, at)
		line := bytes.TrimRight(o.text[at:next], "\n")
		if !verbatim.holds(line, at) && composedLine.Match(line) {
			if insert, cut := c.directive(o, at, next); insert != nil {
				c.out.add(o, kept, cut.start)
				insert()
				kept, next = cut.end, cut.end
			}
		}
		at = next
	}
	c.out.add(o, kept, len(o.text))
	if verbatim.fence != "" && o.from != nil {
		c.report(o, verbatim.start, fragmentCodeOpen.With(verbatim.fence))
	}
}

// verbatim follows the lines of a text through code and comments, where a line
// :::include is only text.
type verbatim struct {
	fence   string // the fence that opened the code; "" outside code
	start   int    // offset of that fence
	comment bool
}

// holds takes the next line of a text, which begins at an offset, and reports
// whether it belongs to code or to a comment.
func (v *verbatim) holds(line []byte, at int) bool {
	trimmed := bytes.TrimLeft(line, " ")
	indent := len(line) - len(trimmed)
	switch {
	case v.fence != "":
		if indent <= 3 && bytes.HasPrefix(trimmed, []byte(v.fence)) &&
			len(bytes.Trim(trimmed, v.fence[:1]+" \t")) == 0 {
			v.fence = ""
		}
	case v.comment, bytes.HasPrefix(trimmed, []byte("<!--")):
		v.comment = !bytes.Contains(line, []byte("-->"))
	case codeFence.Match(line):
		v.start = at + indent
		v.fence = string(trimmed[:len(trimmed)-len(bytes.TrimLeft(trimmed, string(trimmed[:1])))])
	default:
		return false
	}
	return true
}

func (c *composer) report(o *origin, offset int, m diag.Message) {
	if c.faults.Len() < maxFaults {
		c.faults.Add(m.At(o.file, o.text, offset))
	}
}

// directive reads the line of an include, or of a video whose transcript is a file.
// It returns a function that inserts that file, or nil, and the stretch of text that
// the insertion replaces.
func (c *composer) directive(o *origin, at, next int) (insert func(), cut span) {
	line := strings.TrimRight(string(o.text[at:next]), " \t\n")
	colons := len(containerFence.FindString(line))
	h := parseHead(line[colons:])
	named := func(key string) func() {
		return func() { c.include(o, at+colons+h.places[key], h.attributes[key]) }
	}
	if h.name == video {
		if h.attributes["transcript"] == "" {
			return nil, span{}
		}
		return named("transcript"), span{next, next}
	}
	for _, p := range h.problems {
		c.report(o, at+colons+p.at, p.problem)
	}
	start, end := at+strings.IndexByte(line, ':'), closing(o.text, next)
	switch {
	case end < 0:
		c.report(o, start, includeNotEmpty.With())
		end = next
	case h.title.end > 0:
		c.report(o, at+colons+h.title.start, includeTitle.With())
	case h.attributes["file"] == "" && len(h.problems) == 0:
		c.report(o, start, includeNameless.With())
	case h.attributes["file"] != "":
		return named("file"), span{at, end}
	}
	return func() {}, span{at, end}
}

// closing returns the end of the line of colons that comes next; −1 if the next line
// with text on it is another.
func closing(text []byte, at int) int {
	for at < len(text) {
		next := lineEnd(text, at)
		if line := bytes.TrimSpace(text[at:next]); len(line) > 0 {
			if len(line) >= 3 && len(bytes.Trim(line, ":")) == 0 {
				return next
			}
			return -1
		}
		at = next
	}
	return -1
}

// include adds a fragment between empty lines, so that its first and last blocks do
// not run into the text around it.
func (c *composer) include(from *origin, at int, name string) {
	c.includes++
	if c.includes > maxIncludes+1 {
		return // reported already
	}
	file, problem := c.locate(from, name)
	var text []byte
	if problem == nil {
		text, problem = c.fragment(file)
	}
	if problem != nil {
		c.report(from, at, *problem)
		return
	}
	if !slices.Contains(c.files, file) {
		c.files = append(c.files, file)
	}
	fragment := &origin{file: file, text: text, from: from}
	if bytes.HasPrefix(text, []byte("+++\n")) || bytes.HasPrefix(text, []byte("---\n")) {
		c.report(fragment, 0, fragmentFrontMatter.With(string(text[:3])))
		return
	}
	c.out.addBlank(from, at)
	c.text(fragment, 0)
	c.out.addBlank(from, at)
}

// locate returns the file of a fragment from the name in an include.
func (c *composer) locate(from *origin, name string) (file string, problem *diag.Message) {
	bad := func(m diag.Message) (string, *diag.Message) { return "", &m }
	switch {
	case c.source.ReadText == nil:
		return bad(includeHere.With())
	case c.includes > maxIncludes:
		return bad(tooManyIncludes.With(maxIncludes))
	case strings.Contains(name, `\`):
		return bad(includeBackslash.With(name, strings.ReplaceAll(name, `\`, "/")))
	case path.Ext(name) != ".md":
		return bad(includeNotMarkdown.With(name))
	}
	base := path.Base(name)
	file = path.Join(path.Dir(from.file), name)
	switch {
	case strings.HasPrefix(file, IncludesFolder+"/"), strings.HasPrefix(base, "_") && base != "_index.md":
	case strings.HasPrefix(name, "."), base == "_index.md":
		return bad(includesPage.With(name))
	default:
		file = path.Join(IncludesFolder, name)
	}
	chain := from.chain()
	switch {
	case slices.Contains(chain, file):
		return bad(includesInCircle.With(strings.Join(append(chain, file), " includes ")))
	case len(chain) > maxIncludeDepth:
		return bad(includesTooDeep.With(maxIncludeDepth))
	}
	return file, nil
}

// fragment reads the text of a fragment. If there is no such file and no file with a
// similar name, the fault says where fragments are.
func (c *composer) fragment(file string) ([]byte, *diag.Message) {
	text, problem := c.source.ReadText(file)
	if problem != nil && problem.Is(NoSuchFile) && !suggestsNearest(*problem) {
		m := noSuchFragment.With(file)
		problem = &m
	}
	return text, problem
}

// suggestsNearest reports whether a message suggests a similar name.
func suggestsNearest(m diag.Message) bool {
	return slices.ContainsFunc(m.Args(), func(a any) bool {
		s, ok := a.(diag.Suggestion)
		return ok && s.Nearest() != ""
	})
}
