package markdown

import (
	"fmt"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/yuin/goldmark/ast"
)

// wrapper is a block of markup around other blocks.
type wrapper struct {
	ast.BaseBlock
	open, end string
}

var kindWrapper = ast.NewNodeKind("Wrapper")

func (*wrapper) Kind() ast.NodeKind { return kindWrapper }

func (w *wrapper) Dump(source []byte, level int) { ast.DumpHelper(w, source, level, nil, nil) }

const figureHint = "between its two lines stands the image, with words for those who cannot see it:\n![A table with two chairs by a window](room.jpg)"

// figure sets an image with its caption. The words in brackets are the caption;
// the image stands first; more text belongs to the caption.
func (p *pass) figure(c *container) {
	title, _ := c.FirstChild().(*containerTitle)
	var image *ast.Image
	var rest []ast.Node
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		switch {
		case n == ast.Node(title):
		case image == nil && isParagraph(n) && n.ChildCount() == 1 && n.FirstChild().Kind() == ast.KindImage:
			image = n.FirstChild().(*ast.Image)
			c.ReplaceChild(c, n, image)
			n = image
		default:
			rest = append(rest, n)
		}
	}
	switch {
	case image == nil:
		p.fault(c.offset, "a figure without an image", figureHint)
		return
	case title == nil:
		p.fault(c.offset, "a figure without a caption", "write it in brackets: :::figure[Two chairs of one height]")
		return
	}
	for _, n := range rest {
		if hasImage(n) {
			p.fault(n.Pos(), "a figure with a second image", "give each image a figure of its own")
		}
	}
	caption := &wrapper{open: "<figcaption>\n", end: "</figcaption>\n"}
	caption.AppendChild(caption, title)
	for _, n := range rest {
		caption.AppendChild(caption, n)
	}
	if credit := c.attributes["credit"]; credit != "" {
		caption.AppendChild(caption, &wrapper{open: `<p class="credit">` + template.HTMLEscapeString(credit) + "</p>\n"})
	}
	c.AppendChild(c, caption)
}

func isParagraph(n ast.Node) bool {
	return n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// video sets a local video with its captions and transcript. The captions also
// stand in the page: browsers load no track from file://.
func (p *pass) video(c *container) {
	title, _ := c.FirstChild().(*containerTitle)
	var transcript []ast.Node
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		if n != ast.Node(title) {
			transcript = append(transcript, n)
		}
	}
	sound := true
	fault := func(offset int, what, hint string) {
		sound = false
		p.fault(offset, what, hint)
	}
	if title == nil {
		fault(c.offset, "a video without a title", "say in brackets what it shows: :::video[Giving space]{…}")
	}
	if len(transcript) == 0 {
		fault(c.offset, "a video without a transcript", `write between its two lines what is said and shown, or name a fragment: transcript="_space.md"; some read instead of watching`)
	}
	source := p.media(c, "src", fault, "a video names its file", `write src="space.mp4"`, ".mp4", ".webm")
	captions := p.media(c, "captions", fault, "a video without captions", `write captions="space.vtt"; those who do not hear it need them, and so does a ward at night`, ".vtt")
	var poster Asset
	if c.attributes["poster"] != "" {
		poster = p.media(c, "poster", fault, "", "", ".jpg", ".jpeg", ".png", ".webp")
	}
	language := c.attributes["language"]
	if language != "" && !languageTag.MatchString(language) {
		fault(c.value("language"), fmt.Sprintf("the language %q is no language's code", language), `write language="en"`)
	}
	if !sound {
		return
	}
	cues, ok := p.captions(c)
	if !ok {
		return
	}
	encoded, err := json.Marshal(cues, jsontext.EscapeForHTML(true))
	if err != nil {
		fault(c.offset, "the captions cannot be written: "+err.Error(), "")
		return
	}
	kind := "video/mp4"
	if strings.HasSuffix(strings.ToLower(source.Href), ".webm") {
		kind = "video/webm"
	}
	escape := template.HTMLEscapeString
	var b strings.Builder
	b.WriteString(`<video controls playsinline preload="metadata"`)
	if poster.Href != "" {
		b.WriteString(` poster="` + escape(poster.Href) + `"`)
		if poster.Width > 0 {
			fmt.Fprintf(&b, ` width="%d" height="%d"`, poster.Width, poster.Height)
		}
	}
	b.WriteString(">\n" + `<source src="` + escape(source.Href) + `" type="` + kind + `">` + "\n")
	b.WriteString(`<track kind="captions" src="` + escape(captions.Href) + `"`)
	if language != "" {
		b.WriteString(` srclang="` + escape(language) + `"`)
	}
	b.WriteString(` label="` + escape(p.renderer.word("captions", "captions")) + `" default>` + "\n</video>\n")
	b.WriteString(`<script type="application/json" data-cues>` + string(encoded) + "</script>\n")
	c.html = template.HTML(b.String())
	caption := &wrapper{open: "<figcaption>\n", end: "</figcaption>\n"}
	caption.AppendChild(caption, title)
	c.AppendChild(c, caption)
	words := &wrapper{open: `<details class="box box-details transcript">` + "\n<summary>" + escape(p.renderer.word("transcript", "transcript")) + "</summary>\n", end: "</details>\n"}
	for _, n := range transcript {
		words.AppendChild(words, n)
	}
	caption.AppendChild(caption, words)
}

// media resolves a file that an attribute names.
func (p *pass) media(c *container, attribute string, fault func(offset int, what, hint string), missing, hint string, endings ...string) Asset {
	name := c.attributes[attribute]
	at := c.value(attribute)
	switch {
	case name == "":
		fault(c.offset, missing, hint)
		return Asset{}
	case scheme.MatchString(name) || strings.HasPrefix(name, "//"):
		fault(at, "a video of another site", "put the file beside the text, or link to the page it is on: the course is also used offline, and other sites should not learn who watches what")
		return Asset{}
	case !slices.Contains(endings, strings.ToLower(path.Ext(name))):
		fault(at, fmt.Sprintf("%q cannot stand in %s", name, attribute), "its name ends in "+strings.Join(endings, ", "))
		return Asset{}
	}
	file, _, problem := p.local(name, at)
	var a Asset
	if problem == nil && p.source.Asset != nil {
		if a, problem = p.source.Asset(file); problem == nil {
			p.page.Files = append(p.page.Files, file)
		}
	}
	if problem != nil {
		fault(at, problem.What, problem.Hint)
	}
	return a
}

// captions reads the captions of a video.
func (p *pass) captions(c *container) ([]cue, bool) {
	if p.source.ReadText == nil {
		return nil, true
	}
	file, _, problem := p.local(c.attributes["captions"], c.offset)
	var text []byte
	if problem == nil {
		text, problem = p.source.ReadText(file)
	}
	if problem != nil {
		p.fault(c.value("captions"), problem.What, problem.Hint)
		return nil, false
	}
	cues, faults := parseCaptions(file, text)
	p.faults.Append(faults)
	return cues, !faults.Failed()
}
