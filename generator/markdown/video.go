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

	"github.com/coursemark/coursemark/internal/diag"
)

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// video puts a local video together with its captions and transcript. The captions are
// also written into the page, because browsers load no track from file://.
func (p *pass) video(c *container) {
	v := p.readVideo(c)
	if v.title == nil {
		v.report(c.offset, videoWithoutTitle.With())
	}
	if len(v.transcript) == 0 {
		v.report(c.offset, videoWithoutTranscript.With())
	}
	source := v.media("src", videoWithoutFile, ".mp4", ".webm")
	captions := v.media("captions", videoWithoutCaptions, ".vtt")
	var poster Asset
	if c.attributes["poster"] != "" {
		poster = v.media("poster", diag.Kind{}, ".jpg", ".jpeg", ".png", ".webp")
	}
	if language := c.attributes["language"]; language != "" && !languageTag.MatchString(language) {
		v.report(c.value("language"), videoLanguage.With(language))
	}
	if v.faulty {
		return
	}
	cues, ok := p.captions(c)
	if !ok {
		return
	}
	encoded, err := json.Marshal(cues, jsontext.EscapeForHTML(true))
	if err != nil {
		v.report(c.offset, captionsUnwritten.With(err.Error()))
		return
	}
	c.html = p.player(c, source, captions, poster) +
		template.HTML(`<script type="application/json" data-cues>`+string(encoded)+"</script>\n")
	v.caption()
}

// player returns the element that plays a video.
func (p *pass) player(c *container, source, captions, poster Asset) template.HTML {
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
	if language := c.attributes["language"]; language != "" {
		b.WriteString(` srclang="` + escape(language) + `"`)
	}
	b.WriteString(` label="` + escape(p.renderer.word("captions", "captions")) + `" default>` + "\n</video>\n")
	return template.HTML(b.String())
}

// videoBox is a video while it is being read.
type videoBox struct {
	*pass
	box        *container
	title      *containerTitle // nil if it has none
	transcript []ast.Node
	faulty     bool
}

// readVideo separates the title of a video from its transcript.
func (p *pass) readVideo(c *container) *videoBox {
	v := &videoBox{pass: p, box: c}
	v.title, _ = c.FirstChild().(*containerTitle)
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		if n != ast.Node(v.title) {
			v.transcript = append(v.transcript, n)
		}
	}
	return v
}

func (v *videoBox) report(offset int, m diag.Message) {
	v.faulty = true
	v.pass.report(offset, m)
}

// caption puts the title and the transcript, which opens on a click, below the video.
func (v *videoBox) caption() {
	summary := template.HTMLEscapeString(v.renderer.word("transcript", "transcript"))
	transcript := &wrapper{
		open: `<details class="box box-details transcript">` + "\n<summary>" + summary + "</summary>\n",
		end:  "</details>\n",
	}
	for _, n := range v.transcript {
		transcript.AppendChild(transcript, n)
	}
	v.box.AppendChild(v.box, newCaption(v.title, transcript))
}

// media publishes the file that an attribute names. missing is the fault to report if
// it names none.
func (v *videoBox) media(attribute string, missing diag.Kind, endings ...string) (a Asset) {
	name, at := v.box.attributes[attribute], v.box.value(attribute)
	switch {
	case name == "":
		v.report(v.box.offset, missing.With())
		return a
	case isElsewhere(name):
		v.report(at, videoElsewhere.With())
		return a
	case !slices.Contains(endings, strings.ToLower(path.Ext(name))):
		v.report(at, mediaEnding.With(name, attribute, strings.Join(endings, ", ")))
		return a
	}
	file, _, problem := v.local(name, at)
	if problem == nil {
		a, problem = v.asset(file)
	}
	if problem != nil {
		v.report(at, *problem)
	}
	return a
}

// captions reads a video's file of captions. It reports whether it can be read.
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
		p.report(c.value("captions"), *problem)
		return nil, false
	}
	cues, faults := parseCaptions(file, text)
	p.faults.Append(faults)
	return cues, !faults.Failed()
}
