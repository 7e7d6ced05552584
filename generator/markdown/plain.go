package markdown

import (
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// Prompt renders a text of a question or task: CommonMark, without anything that
// refers to other files. The messages say what is wrong with it; the caller knows where
// it is.
func (r *Renderer) Prompt(source string) (template.HTML, []diag.Message) {
	return r.plain(r.prompt, source, nil)
}

// Inline renders a text of one paragraph, such as an option of a question: a
// leading "1." or "#" is text there.
func (r *Renderer) Inline(source string) (template.HTML, []diag.Message) {
	return single(r.plain(r.inline, source, nil))
}

// Definition renders a definition of the glossary, a text of one paragraph that
// may name other terms. href returns the address of a term by its ID; "" makes it
// plain words.
func (r *Renderer) Definition(source string, href func(id string) string) (template.HTML, []diag.Message) {
	return single(r.plain(r.definition, source, href))
}

// single takes the frame of a text's one paragraph away.
func single(text template.HTML, found []diag.Message) (template.HTML, []diag.Message) {
	trimmed := strings.TrimSpace(string(text))
	if inner, ok := strings.CutPrefix(trimmed, "<p>"); ok {
		if inner, ok = strings.CutSuffix(inner, "</p>"); ok && !strings.Contains(inner, "<p>") {
			return template.HTML(inner), found
		}
	}
	if trimmed != "" {
		found = append(found, severalParagraphs.With())
	}
	return template.HTML(trimmed), found
}

// hrefOf is the address of a term by its ID; "" makes it plain words.
type hrefOf func(id string) string

// plain renders a text that refers to nothing else but, where href is given, to
// terms of the glossary.
func (r *Renderer) plain(md goldmark.Markdown, source string, href hrefOf) (_ template.HTML, found []diag.Message) {
	body := []byte(quiz.Normalise(source))
	if _, problem, bad := unparsable(body); bad {
		return "", []diag.Message{problem}
	}
	doc := md.Parser().Parse(text.NewReader(body))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if problem, bad := r.terms(n, body, href); bad {
			found = append(found, problem)
		}
		if problem, bad := byItself(n, body, "question"); bad {
			found = append(found, problem)
		}
		return ast.WalkContinue, nil
	})
	html, err := r.render(md, body, doc)
	if err != nil {
		found = append(found, notRendered.With(err.Error()))
	}
	return template.HTML(strings.TrimSpace(string(html))), found
}

// terms links a term of a text; where href is nil, it finds the mark of one.
func (r *Renderer) terms(n ast.Node, body []byte, href hrefOf) (problem diag.Message, found bool) {
	switch n := n.(type) {
	case *term:
		id, problem, known := r.options.Glossary.find(n.name)
		if !known {
			return problem, true
		}
		n.href = href(id)
	case *ast.Text:
		return termHere.With(), href == nil && termAt(n, body) >= 0
	}
	return problem, false
}

// byItself finds what is wrong with a node of a text that refers to nothing else:
// of a question or scene.
func byItself(n ast.Node, body []byte, of string) (_ diag.Message, found bool) {
	switch n := n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML:
		return rawHTML.With(), !isComment(n, body)
	case *ast.Image:
		return imageHere.With(), true
	case *ast.Link:
		if !isExternal(string(n.Destination)) {
			return linkHere.With(string(n.Destination), of), true
		}
		markExternal(n)
	case *ast.AutoLink:
		return autoLink(n, body)
	case *ast.Heading:
		return headingHere.With(of), true
	}
	return diag.Message{}, false
}

// cloze renders the prompt of a cloze question of a bank, as quiz.Question.Shown
// returns it; otherwise like Prompt.
func (r *Renderer) cloze(shown string) (template.HTML, []diag.Message) {
	html, found := r.plain(r.gapped, shown, nil)
	for n := range quiz.GapsIn(shown) {
		if len(found) == 0 && strings.Count(string(html), gapMark(n+1)) != 1 {
			found = append(found, strayGap.With())
		}
	}
	return html, found
}
