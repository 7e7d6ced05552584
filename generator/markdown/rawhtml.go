package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// html reports raw HTML, each tag once a page: a text from elsewhere can hold
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

// tagOf returns the name of the tag that HTML begins with, in lower case, or "".
func tagOf(raw []byte) string {
	if m := tagName.FindSubmatch(raw); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

var breakTag = regexp.MustCompile(`^(?i)<br\s*/?>$`)

// isBreak reports whether raw HTML is a line break. It is the one tag allowed, because
// markdown has no line break for cells of tables.
func isBreak(n ast.Node, source []byte) bool {
	_, inline := n.(*ast.RawHTML)
	return inline && breakTag.Match(rawText(n, source))
}

// isComment reports whether raw HTML is only a comment. Comments are allowed, and not
// published.
func isComment(n ast.Node, source []byte) bool {
	raw := rawText(n, source)
	inner, opens := bytes.CutPrefix(raw, []byte("<!--"))
	inner, ends := bytes.CutSuffix(inner, []byte("-->"))
	return opens && ends && !bytes.Contains(inner, []byte("-->"))
}
