package markdown

import (
	"html/template"

	"github.com/yuin/goldmark/ast"
)

// figure puts an image and its caption together. The words in brackets are the
// caption, as is any text besides the image.
func (p *pass) figure(c *container) {
	title, _ := c.FirstChild().(*containerTitle)
	image, rest := figureParts(c, title)
	switch {
	case image == nil:
		p.report(c.offset, figureWithoutImage.With())
		return
	case title == nil:
		p.report(c.offset, figureWithoutCaption.With())
		return
	}
	for _, n := range rest {
		if hasImage(n) {
			p.report(n.Pos(), figureSecondImage.With())
		}
	}
	caption := newCaption(title, rest...)
	if credit := c.attributes["credit"]; credit != "" {
		credit = template.HTMLEscapeString(credit)
		caption.AppendChild(caption, &wrapper{open: `<p class="credit">` + credit + "</p>\n"})
	}
	c.AppendChild(c, caption)
}

// figureParts takes the image of a figure out of its paragraph. It also returns the
// blocks around it. The image is nil if the figure has no image.
func figureParts(c *container, title *containerTitle) (image *ast.Image, rest []ast.Node) {
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
	return image, rest
}

// newCaption returns the caption of a figure or video.
func newCaption(title *containerTitle, more ...ast.Node) *wrapper {
	caption := &wrapper{open: "<figcaption>\n", end: "</figcaption>\n"}
	caption.AppendChild(caption, title)
	for _, n := range more {
		caption.AppendChild(caption, n)
	}
	return caption
}
