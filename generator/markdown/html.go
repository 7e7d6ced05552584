package markdown

import (
	"html/template"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// htmlRenderer writes our own nodes, and those of goldmark that the theme needs in
// another form. It holds no state: the parser and the pass left all it needs in the
// nodes.
type htmlRenderer struct{}

func (r htmlRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindContainer, r.container)
	reg.Register(kindContainerTitle, r.containerTitle)
	reg.Register(kindWrapper, r.wrapper)
	reg.Register(kindCitation, r.citation)
	reg.Register(kindTerm, r.term)
	reg.Register(kindGap, r.gap)
	reg.Register(ast.KindFencedCodeBlock, r.fencedCode)
	reg.Register(ast.KindBlockquote, r.blockquote)
	reg.Register(ast.KindHTMLBlock, r.nothing)
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(extast.KindTable, r.table)
	reg.Register(extast.KindTableHeader, r.tableHeader)
	reg.Register(extast.KindTableRow, r.tableRow)
	reg.Register(extast.KindTableCell, r.tableCell)
	reg.Register(extast.KindTaskCheckBox, r.taskCheckBox)
}

// rawHTML writes line breaks and nothing else.
func (htmlRenderer) rawHTML(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering && isBreak(n, source) {
		write(w, "<br>\n")
	}
	return ast.WalkSkipChildren, nil
}

// nothing leaves out comments; other HTML has been reported as a fault.
func (htmlRenderer) nothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

// write writes strings.
func write(w util.BufWriter, parts ...string) {
	for _, p := range parts {
		_, _ = w.WriteString(p) // Flush returns the first error
	}
}

func (htmlRenderer) container(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	c := n.(*container)
	if c.name == question {
		if entering {
			write(w, string(c.html))
		}
		return ast.WalkSkipChildren, nil
	}
	tag, class := "div", "box box-"+c.name // a section would need a heading, and a box's title is not one
	switch c.name {
	case "details":
		tag = "details"
	case figure, video:
		tag, class = "figure", c.name
	}
	if !entering {
		write(w, "</", tag, ">\n")
		return ast.WalkContinue, nil
	}
	write(w, "<", tag, ` class="`, template.HTMLEscapeString(class), `"`, c.marks, ">\n", string(c.html))
	if c.words != "" {
		open, end := titleTags(c.name)
		write(w, open, template.HTMLEscapeString(c.words), end)
	}
	return ast.WalkContinue, nil
}

func titleTags(box string) (open, end string) {
	switch box {
	case "details":
		return "<summary>", "</summary>\n"
	case "":
		return `<p class="caption">`, "</p>\n"
	}
	return `<p class="box-title">`, "</p>\n"
}

func (htmlRenderer) containerTitle(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	box := "" // a caption
	if c, ok := n.Parent().(*container); ok {
		box = c.name
	}
	open, end := titleTags(box)
	// The theme puts an icon next to the title; the span keeps the words together.
	if entering {
		write(w, open, "<span>")
	} else {
		write(w, "</span>", end)
	}
	return ast.WalkContinue, nil
}

func (htmlRenderer) wrapper(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, n.(*wrapper).open)
	} else {
		write(w, n.(*wrapper).end)
	}
	return ast.WalkContinue, nil
}

func (htmlRenderer) term(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	t := n.(*term)
	switch {
	case t.href == "":
	case !entering:
		write(w, "</a>")
	default:
		write(w, `<a class="term" href="`, template.HTMLEscapeString(t.href), `"`)
		if t.note != "" {
			write(w, ` aria-describedby="`, template.HTMLEscapeString(t.note), `"`)
		}
		write(w, ">")
	}
	return ast.WalkContinue, nil
}

// fencedCode writes a block of code, which scrolls and so must be reachable by keyboard.
func (htmlRenderer) fencedCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	code := n.(*ast.FencedCodeBlock)
	write(w, `<pre tabindex="0"><code`)
	if language := code.Language(source); len(language) > 0 {
		write(w, ` class="language-`, template.HTMLEscapeString(string(language)), `"`)
	}
	write(w, ">")
	if highlighted, ok := n.AttributeString(codeAttribute); ok {
		write(w, highlighted.(string))
	} else {
		write(w, string(util.EscapeHTML(n.Lines().Value(source))))
	}
	write(w, "</code></pre>\n")
	return ast.WalkContinue, nil
}

func (htmlRenderer) citation(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, string(n.(*citation).html))
	}
	return ast.WalkContinue, nil
}

func (htmlRenderer) blockquote(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	kind, alert := n.AttributeString(alertAttribute)
	switch {
	case alert && entering:
		title, _ := n.AttributeString(alertAttribute + "-title")
		words, _ := title.(string)
		write(w, `<div class="alert alert-`, kind.(string), `" role="note">`, "\n")
		write(w, `<p class="alert-title">`, template.HTMLEscapeString(words), "</p>\n")
	case alert:
		write(w, "</div>\n")
	case entering:
		write(w, "<blockquote>\n")
	default:
		write(w, "</blockquote>\n")
	}
	return ast.WalkContinue, nil
}

// table writes a table in a frame that scrolls, so that a wide table does not widen the
// page on a phone.
func (htmlRenderer) table(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		write(w, "</table>\n</div>\n")
		return ast.WalkContinue, nil
	}
	label, _ := n.AttributeString("label")
	words, _ := label.(string)
	write(w, `<div class="table-scroll" role="region" tabindex="0" aria-label="`)
	write(w, template.HTMLEscapeString(words), "\">\n<table>\n")
	return ast.WalkContinue, nil
}

func (htmlRenderer) tableHeader(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, "<thead>\n<tr>\n")
		return ast.WalkContinue, nil
	}
	write(w, "</tr>\n</thead>\n")
	if n.NextSibling() != nil {
		write(w, "<tbody>\n")
	}
	return ast.WalkContinue, nil
}

func (htmlRenderer) tableRow(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, "<tr>\n")
		return ast.WalkContinue, nil
	}
	write(w, "</tr>\n")
	if n.NextSibling() == nil {
		write(w, "</tbody>\n")
	}
	return ast.WalkContinue, nil
}

func (htmlRenderer) tableCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	c := n.(*extast.TableCell)
	// A screen reader would announce an empty th with every cell of its column.
	tag := "td"
	if c.Parent().Kind() == extast.KindTableHeader && c.HasChildren() {
		tag = "th"
	}
	if !entering {
		write(w, "</", tag, ">\n")
		return ast.WalkContinue, nil
	}
	write(w, "<", tag)
	if tag == "th" {
		write(w, ` scope="col"`)
	}
	if c.Alignment == extast.AlignCenter || c.Alignment == extast.AlignRight {
		write(w, ` class="align-`, c.Alignment.String(), `"`) // the site's security policy forbids style attributes
	}
	write(w, ">")
	return ast.WalkContinue, nil
}

// taskCheckBox writes the box as a character: a checkbox that nobody can tick would be
// misleading.
func (htmlRenderer) taskCheckBox(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		sign := "☐ "
		if n.(*extast.TaskCheckBox).IsChecked {
			sign = "☑ "
		}
		write(w, `<span class="task">`, strings.TrimSpace(sign), "</span> ")
	}
	return ast.WalkContinue, nil
}

// gap writes the mark that a control replaces.
func (htmlRenderer) gap(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, gapMark(n.(*gap).number))
	}
	return ast.WalkContinue, nil
}
