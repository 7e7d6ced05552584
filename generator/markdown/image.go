package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// imageSizes tells browsers how wide the theme shows an image: as wide as the text.
const imageSizes = "(min-width: 44rem) 40rem, 100vw"

// image checks an image, and points it to the published file.
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

// show sets the attributes of an image's element.
func (p *pass) show(n *ast.Image, a Asset) {
	n.Destination = []byte(a.Href)
	if a.Width > 0 && a.Height > 0 {
		// The browser keeps room for the image until it has loaded.
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
	// The first image may be visible at once: loading it lazily would only delay it.
	if p.images++; p.images > 1 {
		n.SetAttributeString("loading", "lazy")
	}
	n.SetAttributeString("decoding", "async")
}
