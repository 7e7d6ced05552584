package markdown

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/internal/diag"
)

func (p *pass) run(doc ast.Node) {
	p.tables, p.keys = map[string]int{}, map[string]int{}
	p.lexers, p.tags = map[string]chroma.Lexer{}, map[string]bool{}
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
		p.alert(n)
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

// table labels a table with the headings of its columns, for people who reach its
// scrolling frame by keyboard.
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
		p.collectQuestion(n)
		return
	}
	if slices.Contains([]string{"dialogue", reflect, checklist, instructor, figure, video}, n.name) {
		p.needs("boxes")
	}
	first := n.FirstChild()
	titled := first != nil && first.Kind() == kindContainerTitle
	if !titled && n.name != figure && n.name != video {
		n.words = p.renderer.word("box_"+n.name, n.name)
	}
	switch n.name {
	case figure:
		p.figure(n)
	case video:
		p.video(n)
	case reflect:
		p.reflect(n)
	case checklist:
		p.checklist(n)
	case instructor:
		p.instructor(n)
	}
}

// collectQuestion keeps a question until the whole page has been seen.
func (p *pass) collectQuestion(n *container) {
	if within(n, question) {
		p.report(n.offset, questionNested.With())
		return
	}
	p.questions = append(p.questions, n)
}
