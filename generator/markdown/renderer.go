package markdown

import (
	"bufio"
	"bytes"
	"html/template"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"

	"github.com/coursemark/coursemark/generator/bibliography"
)

// Options are what a Renderer takes from its caller.
type Options struct {
	// Word returns an interface word by its key, or "": the titles of boxes
	// (box_callout) and of alerts (alert_note), for example.
	Word func(key string) string
	// Question makes the markup of a practice question. If nil, questions are only checked.
	Question func(*Question) (template.HTML, error)
	// References are the works that may be citedWork; nil is an empty list.
	References *bibliography.References
	// Facts makes pages collect their Facts, for content advice.
	Facts bool
	// Glossary holds the terms that can be named; nil is an empty glossary.
	Glossary *Glossary
	// Instructor makes the trainer's edition, which shows trainer's notes.
	Instructor bool
}

// Renderer turns markdown into HTML. It is safe for concurrent use.
type Renderer struct {
	options     Options
	page        goldmark.Markdown // lessons
	prompt      goldmark.Markdown // CommonMark
	clozePrompt goldmark.Markdown // the same, with gaps
	inline      goldmark.Markdown // one paragraph, whatever it begins with
	definition  goldmark.Markdown // the same, with terms
	scenario    goldmark.Markdown // CommonMark with attributes on headings
	buffers     sync.Pool
}

// buffer is a bytes.Buffer behind the bufio.Writer that goldmark needs.
type buffer struct {
	bytes.Buffer
	writer *bufio.Writer
}

// render returns the HTML of nodes of a source.
func (r *Renderer) render(md goldmark.Markdown, source []byte, nodes ...ast.Node) (template.HTML, error) {
	b := r.buffers.Get().(*buffer)
	defer r.buffers.Put(b)
	b.Reset()
	if b.writer == nil {
		b.writer = bufio.NewWriterSize(&b.Buffer, 16<<10)
	}
	b.writer.Reset(&b.Buffer)
	for _, n := range nodes {
		if err := md.Renderer().Render(b.writer, source, n); err != nil {
			return "", err
		}
	}
	return template.HTML(b.String()), nil
}

// word returns an interface word, or name with spaces and a capital if no such word is known.
func (r *Renderer) word(key, name string) string {
	if w := r.options.Word(key); w != "" {
		return w
	}
	name = strings.ReplaceAll(name, "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}
