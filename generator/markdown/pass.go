package markdown

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/internal/diag"
)

// pass goes over a parsed page once: it checks what it finds, fills in what
// needs other files, and collects what the caller wants to know.
type pass struct {
	*pageState
	renderer  *Renderer
	page      *Page
	questions []*container
	fragments []fragment
	tables    map[string]int
	tags      map[string]bool         // of raw HTML, reported already
	keys      map[string]int          // exercises by their words
	lexers    map[string]chroma.Lexer // by the language that authors name; nil where it is not known
	images    int
}

// fragment is a link to a heading of the page itself.
type fragment struct {
	id     string
	offset int
}

func (p *pass) run(doc ast.Node) {
	p.tables, p.keys, p.lexers, p.tags = map[string]int{}, map[string]int{}, map[string]chroma.Lexer{}, map[string]bool{}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			p.node(n)
		}
		return ast.WalkContinue, nil
	})
	for _, f := range p.fragments {
		if !p.page.ids[f.id] {
			p.report(f.offset, unknownFragment.With(f.id, diag.Suggest(f.id, p.page.IDs())))
		}
	}
	for i, q := range p.questions {
		p.question(q, i+1)
	}
}

func (p *pass) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		p.heading(n)
	case *ast.Link:
		p.link(n)
	case *ast.AutoLink:
		if problem, found := autoLink(n, p.body); found {
			p.report(n.Pos(), problem)
		}
	case *ast.Image:
		p.image(n)
	case *ast.HTMLBlock, *ast.RawHTML:
		if !isComment(n, p.body) && !isBreak(n, p.body) {
			p.html(n)
		}
	case *ast.Blockquote:
		if kind, ok := n.AttributeString(alertAttribute); ok {
			if c, in := n.Parent().(*container); kind == hintAlert && (!in || c.name != question) {
				p.report(n.Pos(), strayHint.With())
			}
			n.SetAttributeString(alertAttribute+"-title", p.renderer.word("alert_"+kind.(string), kind.(string)))
		}
	case *extast.Table:
		p.table(n)
	case *ast.Paragraph, *ast.TextBlock:
		p.footnotes(n)
	case *ast.Text:
		p.strayTerm(n)
	case *term:
		p.term(n)
	case *ast.FencedCodeBlock:
		p.code(n)
	case *citation:
		p.citation(n)
	case *container:
		p.container(n)
	}
}

// needs notes a stylesheet that not every page loads.
func (p *pass) needs(part string) {
	if !slices.Contains(p.page.Parts, part) {
		p.page.Parts = append(p.page.Parts, part)
	}
}

// word returns a text of the interface; where there is none, the name in words.
func (r *Renderer) word(key, name string) string {
	if w := r.options.Word(key); w != "" {
		return w
	}
	name = strings.ReplaceAll(name, "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

var headingID = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.-]*$`)

func (p *pass) heading(n *ast.Heading) {
	for _, a := range n.Attributes() {
		if name := string(a.Name); name != "id" {
			p.report(n.Pos(), headingAttribute.With(name))
			n.RemoveAttributes()
			return
		}
	}
	raw, _ := n.AttributeString("id")
	b, _ := raw.([]byte)
	id := string(b)
	words := plainText(n, p.body)
	switch {
	case words == "":
		p.report(n.Pos(), headingEmpty.With())
	case n.Level == 1:
		p.report(n.Pos(), headingFirstLevel.With())
	case !headingID.MatchString(id):
		p.report(n.Pos(), headingUnusableID.With(id))
	case p.page.ids[id]:
		p.report(n.Pos(), headingTwice.With(id))
	}
	p.page.ids[id] = true
	p.page.Headings = append(p.page.Headings, Heading{Level: n.Level, ID: id, Text: words, Boxed: n.Parent().Kind() != ast.KindDocument})
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

func isExternal(destination string) bool {
	lower := strings.ToLower(destination)
	for _, s := range []string{"https://", "http://", "mailto:", "tel:"} {
		if strings.HasPrefix(lower, s) && len(lower) > len(s) {
			return true
		}
	}
	return false
}

// autoLink checks an address in angle brackets.
func autoLink(n *ast.AutoLink, source []byte) (_ diag.Message, found bool) {
	address := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail || isExternal(address) {
		markExternal(n)
		return diag.Message{}, false
	}
	return linkScheme.With(address), true
}

// markExternal keeps the other site from reaching into ours.
func markExternal(n ast.Node) { n.SetAttributeString("rel", "noopener") }

func (p *pass) link(n *ast.Link) {
	destination := string(n.Destination)
	for a := n.Parent(); a != nil; a = a.Parent() {
		if a.Kind() == kindContainerTitle && a.Parent().(*container).name == "details" {
			p.report(n.Pos(), linkInSummary.With())
		}
	}
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if c.Kind() == kindCitation && entering {
			p.report(c.Pos(), citationInLink.With())
		}
		return ast.WalkContinue, nil
	})
	switch {
	case plainText(n, p.body) == "" && !hasImage(n):
		p.report(n.Pos(), linkEmpty.With())
	case destination == "":
		p.report(n.Pos(), linkNowhere.With())
	case isExternal(destination):
		markExternal(n)
	case strings.HasPrefix(destination, "#"):
		if id, err := url.PathUnescape(destination[1:]); err == nil {
			p.fragments = append(p.fragments, fragment{id, n.Pos()})
		}
	case scheme.MatchString(destination):
		p.report(n.Pos(), linkSchemeOrFile.With(destination))
	default:
		p.localLink(n, destination)
	}
}

func hasImage(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == ast.KindImage || hasImage(c) {
			return true
		}
	}
	return false
}

func (p *pass) localLink(n *ast.Link, destination string) {
	file, id, problem := p.local(destination, n.Pos())
	var href string
	if problem == nil {
		href, problem = p.href(file)
	}
	if problem != nil {
		p.report(n.Pos(), *problem)
		return
	}
	if id != "" {
		p.page.Links = append(p.page.Links, Link{File: file, Fragment: id, At: p.place(n.Pos())})
		href += "#" + url.PathEscape(id)
	}
	n.Destination = []byte(href)
}

// href is the address of another page, or of a file that the page links to.
func (p *pass) href(file string) (href string, problem *diag.Message) {
	switch {
	case !strings.HasSuffix(file, ".md"):
		a, problem := p.asset(file)
		return a.Href, problem
	case p.source.Page != nil:
		return p.source.Page(file)
	}
	return "", nil
}

// asset is a local file that the page shows or links to.
func (p *pass) asset(file string) (a Asset, problem *diag.Message) {
	if p.source.Asset == nil {
		return a, nil
	}
	if a, problem = p.source.Asset(file); problem == nil {
		p.page.Files = append(p.page.Files, file)
	}
	return a, problem
}

// local turns a relative destination into the path of a file in the project.
//
// It is relative to the file in which it stands, at an offset of the text.
func (p *pass) local(destination string, at int) (file, id string, problem *diag.Message) {
	bad := func(m diag.Message) (string, string, *diag.Message) { return "", "", &m }
	file, id, _ = strings.Cut(destination, "#")
	if strings.Contains(file, `\`) {
		return bad(linkBackslash.With(destination, strings.ReplaceAll(file, `\`, "/")))
	}
	if strings.HasPrefix(file, "/") {
		return bad(linkAbsolute.With(destination))
	}
	file, err := url.PathUnescape(file)
	if err != nil {
		return bad(linkUnreadable.With(destination))
	}
	if id, err = url.PathUnescape(id); err != nil {
		return bad(linkUnreadable.With(destination))
	}
	origin, _ := p.text.place(at)
	return path.Join(path.Dir(origin.file), file), id, nil
}

// imageSizes says to browsers how wide the theme shows an image: as the text.
const imageSizes = "(min-width: 44rem) 40rem, 100vw"

func (p *pass) image(n *ast.Image) {
	destination := string(n.Destination)
	if next, ok := n.NextSibling().(*ast.Text); ok && bytes.HasPrefix(next.Segment.Value(p.body), []byte("{")) {
		p.report(next.Segment.Start, imageAttributes.With())
	}
	if plainText(n, p.body) == "" {
		p.report(n.Pos(), imageWithoutWords.With(destination))
	}
	if isElsewhere(destination) {
		p.report(n.Pos(), imageElsewhere.With())
		return
	}
	if destination == "" {
		p.report(n.Pos(), imageWithoutFile.With())
		return
	}
	file, _, problem := p.local(destination, n.Pos())
	var a Asset
	if problem == nil {
		a, problem = p.asset(file)
	}
	switch {
	case problem != nil:
		p.report(n.Pos(), *problem)
	case p.source.Asset != nil:
		p.show(n, a)
	}
}

// isElsewhere reports whether a file lies on another site.
func isElsewhere(destination string) bool {
	return scheme.MatchString(destination) || strings.HasPrefix(destination, "//")
}

// show puts what is known about a picture into its element.
func (p *pass) show(n *ast.Image, a Asset) {
	n.Destination = []byte(a.Href)
	if a.Width > 0 && a.Height > 0 {
		// Room is kept before the image has come.
		n.SetAttributeString("width", fmt.Sprint(a.Width))
		n.SetAttributeString("height", fmt.Sprint(a.Height))
	}
	if len(a.Variants) > 0 {
		var set []string
		for _, v := range a.Variants {
			set = append(set, fmt.Sprintf("%s %dw", v.Href, v.Width))
		}
		n.SetAttributeString("srcset", strings.Join(append(set, fmt.Sprintf("%s %dw", a.Href, a.Width)), ", "))
		n.SetAttributeString("sizes", imageSizes)
	}
	// The first may be what a reader sees first; waiting for it would only show it
	// later.
	if p.images++; p.images > 1 {
		n.SetAttributeString("loading", "lazy")
	}
	n.SetAttributeString("decoding", "async")
}

// html reports raw HTML, each tag of a page once: a text from elsewhere can hold
// hundreds.
func (p *pass) html(n ast.Node) {
	tag := tagOf(rawText(n, p.body))
	if tag != "" && p.tags[tag] {
		return
	}
	p.tags[tag] = true
	kind, ownMark := htmlOfTag[tag]
	switch {
	case tag == "":
		kind = rawHTML
	case !ownMark:
		kind = rawTag
	}
	p.report(n.Pos(), kind.With(tag))
}

var tagName = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9-]*)`)

// tagOf returns the name of the tag that HTML begins with, in small letters.
func tagOf(raw []byte) string {
	if m := tagName.FindSubmatch(raw); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

var breakTag = regexp.MustCompile(`^(?i)<br\s*/?>$`)

// isBreak reports whether raw HTML is a line break, the one tag that has no mark of
// markdown inside the cell of a table.
func isBreak(n ast.Node, source []byte) bool {
	_, inline := n.(*ast.RawHTML)
	return inline && breakTag.Match(rawText(n, source))
}

// isComment reports whether raw HTML is a comment only: authors may leave notes to
// themselves, which are not published.
func isComment(n ast.Node, source []byte) bool {
	raw := rawText(n, source)
	inner, opens := bytes.CutPrefix(raw, []byte("<!--"))
	inner, ends := bytes.CutSuffix(inner, []byte("-->"))
	return opens && ends && !bytes.Contains(inner, []byte("-->"))
}

// rawText is raw HTML as it is written.
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

var footnoteMark = regexp.MustCompile(`(?:^|[^\\])\[\^([^\]\s\[]+)\]`)

// footnotes finds marks of notes that were never written: what stands as text
// between brackets is no link to a note.
func (p *pass) footnotes(n ast.Node) {
	marked := false
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		marked = marked || bytes.Contains(line.Value(p.body), []byte("[^"))
	}
	if !marked {
		return // nearly always
	}
	var words strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			words.Write(t.Segment.Value(p.body))
		} else {
			words.WriteByte(' ')
		}
	}
	for _, m := range footnoteMark.FindAllStringSubmatch(words.String(), -1) {
		offset := n.Pos()
		if at := bytes.Index(p.body[max(0, offset):], []byte("[^"+m[1]+"]")); at >= 0 {
			offset += at
		}
		p.report(offset, unknownNote.With(m[1]))
	}
}

// table names a table for those who come upon its scrolling frame with the
// keyboard: by the heads of its columns.
func (p *pass) table(n *extast.Table) {
	var heads []string
	if head := n.FirstChild(); head != nil {
		for cell := head.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if words := plainText(cell, p.body); words != "" {
				heads = append(heads, words)
			}
		}
	}
	label := strings.Join(heads, ", ")
	if label == "" {
		label = p.renderer.word("table", "table")
	}
	p.tables[label]++
	if count := p.tables[label]; count > 1 {
		label = fmt.Sprintf("%s (%d)", label, count)
	}
	n.SetAttributeString("label", label)
}

func (p *pass) citation(n *citation) {
	p.page.Uses.Works = true
	refs := p.renderer.options.References
	known := true
	for _, w := range n.works {
		if refs.Has(w.key) {
			if !slices.Contains(p.page.Citations, w.key) {
				p.page.Citations = append(p.page.Citations, w.key)
			}
			continue
		}
		known = false
		if len(refs.Keys()) == 0 {
			p.report(w.offset, noWorks.With(w.key))
		} else {
			p.report(w.offset, unknownWork.With(w.key, diag.Suggest(w.key, refs.Keys())))
		}
	}
	if known {
		n.html = n.render(refs)
	}
}

func (p *pass) container(n *container) {
	if n.name == question {
		for a := n.Parent(); a != nil; a = a.Parent() {
			if c, ok := a.(*container); ok && c.name == question {
				p.report(n.offset, questionNested.With())
				return
			}
		}
		p.questions = append(p.questions, n)
		return
	}
	if slices.Contains([]string{"dialogue", reflect, checklist, instructor, figure, video}, n.name) {
		p.needs("boxes")
	}
	switch n.name {
	case figure:
		p.figure(n)
		return
	case video:
		p.video(n)
		return
	}
	if first := n.FirstChild(); first == nil || first.Kind() != kindContainerTitle {
		n.words = p.renderer.word("box_"+n.name, n.name)
	}
	switch n.name {
	case reflect:
		p.reflect(n)
	case checklist:
		p.checklist(n)
	case instructor:
		p.instructor(n)
	}
}
