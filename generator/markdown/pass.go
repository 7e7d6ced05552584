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
	tags      map[string]bool         // of raw HTML, told already
	keys      map[string]int          // exercises by their words
	lexers    map[string]chroma.Lexer // by the language that authors name; nil where it is not known
	images    int
}

// fragment is a link to a heading of the page itself.
type fragment struct {
	id     string
	offset int
}

const htmlHint = "markdown has its own marks: **bold**, *italics*, lists, tables, :::callout; write &lt; for a plain <"

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
			p.fault(f.offset, fmt.Sprintf("there is no heading #%s on this page", f.id), diag.DidYouMean(f.id, p.page.IDs()))
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
				p.fault(n.Pos(), "a hint outside a question", "it stands between the prompt of a question and its options; for a note to the reader write > [!TIP]")
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

// word gives a text of the interface; where there is none, the name in words.
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
			p.fault(n.Pos(), fmt.Sprintf("a heading has no %q", name), "only an ID can be given: ## Heading {#short-name}")
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
		p.fault(n.Pos(), "a heading without words", "delete the # or write the heading")
	case n.Level == 1:
		p.fault(n.Pos(), "a heading of the first level", "the page's title stands in the front matter; begin with ##")
	case !headingID.MatchString(id):
		p.fault(n.Pos(), fmt.Sprintf("the heading's ID %q is not usable", id), "use letters, digits and hyphens")
	case p.page.ids[id]:
		p.fault(n.Pos(), fmt.Sprintf("the ID %q stands on this page twice", id), "change one of the two in its {#…}")
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
	return badAddress.With(address), true
}

// markExternal keeps the other site from reaching into ours.
func markExternal(n ast.Node) { n.SetAttributeString("rel", "noopener") }

func (p *pass) link(n *ast.Link) {
	destination := string(n.Destination)
	for a := n.Parent(); a != nil; a = a.Parent() {
		if a.Kind() == kindContainerTitle && a.Parent().(*container).name == "details" {
			p.fault(n.Pos(), "a link in the title of a box that opens", "a click would do two things; put the link inside")
		}
	}
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if c.Kind() == kindCitation && entering {
			p.fault(c.Pos(), "a citation inside a link", "put it behind the link: each is a link of its own")
		}
		return ast.WalkContinue, nil
	})
	switch {
	case plainText(n, p.body) == "" && !hasImage(n):
		p.fault(n.Pos(), "a link without words", "say where it leads: [words](file.md)")
	case destination == "":
		p.fault(n.Pos(), "a link that leads nowhere", "write the file's name or the address: [words](file.md)")
	case isExternal(destination):
		markExternal(n)
	case strings.HasPrefix(destination, "#"):
		if id, err := url.PathUnescape(destination[1:]); err == nil {
			p.fragments = append(p.fragments, fragment{id, n.Pos()})
		}
	case scheme.MatchString(destination):
		p.fault(n.Pos(), fmt.Sprintf("the link %q cannot be followed", destination), "addresses begin with https://, http://, mailto: or tel:; pages of the course are linked by their file, ../other-module/01-lesson.md")
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
	if problem == nil {
		var href string
		if strings.HasSuffix(file, ".md") {
			if p.source.Page == nil {
				return
			}
			href, problem = p.source.Page(file)
		} else if p.source.Asset != nil {
			var a Asset
			a, problem = p.source.Asset(file)
			href = a.Href
			if problem == nil {
				p.page.Files = append(p.page.Files, file)
			}
		}
		if problem == nil {
			if id != "" {
				p.page.Links = append(p.page.Links, Link{File: file, Fragment: id, At: p.at(n.Pos(), "", "")})
				href += "#" + url.PathEscape(id)
			}
			n.Destination = []byte(href)
			return
		}
	}
	p.fault(n.Pos(), problem.What, problem.Hint)
}

// local turns a relative destination into the path of a file in the project.
//
// It is relative to the file in which it stands, at an offset of the text.
func (p *pass) local(destination string, at int) (file, id string, problem *Problem) {
	file, id, _ = strings.Cut(destination, "#")
	if strings.Contains(file, `\`) {
		return "", "", &Problem{fmt.Sprintf("the link %q has backslashes", destination), "write / also on Windows: " + strings.ReplaceAll(file, `\`, "/")}
	}
	if strings.HasPrefix(file, "/") {
		return "", "", &Problem{fmt.Sprintf("the link %q begins with /", destination), "links are relative to the file they stand in: ../other-module/01-lesson.md"}
	}
	var err error
	if file, err = url.PathUnescape(file); err != nil {
		return "", "", &Problem{fmt.Sprintf("the link %q is not an address", destination), "% is written %25 in links"}
	}
	if id, err = url.PathUnescape(id); err != nil {
		return "", "", &Problem{fmt.Sprintf("the link %q is not an address", destination), "% is written %25 in links"}
	}
	origin, _ := p.text.place(at)
	return path.Join(path.Dir(origin.file), file), id, nil
}

// imageSizes tells browsers how wide the theme shows an image: as the text.
const imageSizes = "(min-width: 44rem) 40rem, 100vw"

func (p *pass) image(n *ast.Image) {
	destination := string(n.Destination)
	if next, ok := n.NextSibling().(*ast.Text); ok && bytes.HasPrefix(next.Segment.Value(p.body), []byte("{")) {
		p.fault(next.Segment.Start, "an image has no settings in { }", "delete them: its size comes from the file, and it never is wider than the text")
	}
	if plainText(n, p.body) == "" {
		p.fault(n.Pos(), "an image without words", "say what it shows, for those who cannot see it: ![A quiet corner by the window]("+destination+")")
	}
	if scheme.MatchString(destination) || strings.HasPrefix(destination, "//") {
		p.fault(n.Pos(), "an image from another site", "put the file beside the text: the course is also read offline, and other sites should not learn who reads it")
		return
	}
	file, _, problem := p.local(destination, n.Pos())
	if destination == "" {
		problem = &Problem{"an image without a file", "write ![words](picture.png)"}
	}
	if problem == nil && p.source.Asset != nil {
		var a Asset
		if a, problem = p.source.Asset(file); problem == nil {
			p.page.Files = append(p.page.Files, file)
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
			// The first may be what a reader sees first; waiting for it would only
			// show it later.
			if p.images++; p.images > 1 {
				n.SetAttributeString("loading", "lazy")
			}
			n.SetAttributeString("decoding", "async")
			return
		}
	}
	if problem != nil {
		p.fault(n.Pos(), problem.What, problem.Hint)
	}
}

// html reports raw HTML, each tag of a page once: a text from elsewhere can hold
// hundreds.
func (p *pass) html(n ast.Node) {
	tag := tagOf(rawText(n, p.body))
	if tag != "" && p.tags[tag] {
		return
	}
	p.tags[tag] = true
	what, hint := "raw HTML is not allowed", htmlHint
	if tag != "" {
		what = fmt.Sprintf("raw HTML is not allowed: <%s>", tag)
	}
	switch tag {
	case "hr":
		hint = "a line across the page is *** on a line of its own"
	case "img":
		hint = "an image is ![what it shows](file.png)"
	case "a":
		hint = "a link is [words](address)"
	}
	p.fault(n.Pos(), what, hint)
}

var tagName = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9-]*)`)

// tagOf gives the name of the tag that HTML begins with, in small letters.
func tagOf(raw []byte) string {
	if m := tagName.FindSubmatch(raw); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

var breakTag = regexp.MustCompile(`^(?i)<br\s*/?>$`)

// isBreak tells whether raw HTML is a line break, the one tag that has no mark of
// markdown inside the cell of a table.
func isBreak(n ast.Node, source []byte) bool {
	_, inline := n.(*ast.RawHTML)
	return inline && breakTag.Match(rawText(n, source))
}

// isComment tells whether raw HTML is a comment only: authors may leave notes to
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
		p.fault(offset, fmt.Sprintf("the note [^%s] is not written", m[1]), fmt.Sprintf("write it on a line of its own: [^%s]: the note", m[1]))
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
		hint := diag.DidYouMean(w.key, refs.Keys())
		if len(refs.Keys()) == 0 {
			hint = "add the work to content/references.bib"
		}
		p.fault(w.offset, fmt.Sprintf("the work %q is not in content/references.bib", w.key), hint)
	}
	if known {
		n.html = n.render(refs)
	}
}

func (p *pass) container(n *container) {
	if n.name == question {
		for a := n.Parent(); a != nil; a = a.Parent() {
			if c, ok := a.(*container); ok && c.name == question {
				p.fault(n.offset, "a question inside a question", "close the first one with ::: before the second begins")
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
