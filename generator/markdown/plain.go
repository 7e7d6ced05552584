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

// Prompt renders a text of a question or task: CommonMark without references to other
// files. It returns what is wrong with the text.
func (r *Renderer) Prompt(source string) (template.HTML, []diag.Message) {
	return r.plain(r.prompt, source, nil)
}

// Inline renders a text of one paragraph, such as an option of a question. A leading
// "1." or "#" is plain text.
func (r *Renderer) Inline(source string) (template.HTML, []diag.Message) {
	return inOneParagraph(r.plain(r.inline, source, nil))
}

// Definition renders a definition of the glossary: a text of one paragraph that may
// name other terms. href returns the address of a term by its ID; with "" the term is
// not a link.
func (r *Renderer) Definition(source string, href func(id string) string) (template.HTML, []diag.Message) {
	return inOneParagraph(r.plain(r.definition, source, href))
}

// inOneParagraph removes the <p> around a text. A second paragraph is a fault.
func inOneParagraph(text template.HTML, found []diag.Message) (template.HTML, []diag.Message) {
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

// hrefOf returns the address of a term by its ID; with "" the term is not a link.
type hrefOf func(id string) string

// plain renders a text without references to other files. With href it may name terms
// of the glossary.
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
		if problem, bad := standalone(n, body, "question"); bad {
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

// terms links a term. Without href, it returns a fault for a term's mark.
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

// standalone returns what is wrong with a node of a text that is read on its own, as a
// question or scene is. of is "question" or "scene".
func standalone(n ast.Node, body []byte, of string) (_ diag.Message, found bool) {
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

// cloze is Prompt for a cloze question of a bank. It renders the result of
// quiz.Question.Shown.
func (r *Renderer) cloze(shown string) (template.HTML, []diag.Message) {
	html, found := r.plain(r.clozePrompt, shown, nil)
	for n := range quiz.GapsIn(shown) {
		if len(found) == 0 && strings.Count(string(html), gapMark(n+1)) != 1 {
			found = append(found, strayGap.With())
		}
	}
	return html, found
}
