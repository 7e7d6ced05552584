package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

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
