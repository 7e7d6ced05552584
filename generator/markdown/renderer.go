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
	// Word returns a text of the interface, "" if there is none: the titles of
	// boxes (box_callout) and alerts (alert_note).
	Word func(key string) string
	// Question makes the markup of a practice question. Nil: questions are checked only.
	Question func(*Question) (template.HTML, error)
	// References are the works that may be cited; nil is an empty list.
	References *bibliography.References
	// Facts says that pages are to be reviewed: each gets its Facts.
	Facts bool
	// Glossary holds the terms that may be named; nil is an empty glossary.
	Glossary *Glossary
	// Instructor makes the trainer's edition: with trainer's notes.
	Instructor bool
}

// Renderer turns markdown into HTML. It is safe for concurrent use.
type Renderer struct {
	options    Options
	page       goldmark.Markdown // lessons
	prompt     goldmark.Markdown // CommonMark
	gapped     goldmark.Markdown // the same, with gaps
	inline     goldmark.Markdown // one paragraph, whatever it begins with
	definition goldmark.Markdown // the same, with terms
	scenario   goldmark.Markdown // CommonMark whose headings have names
	buffers    sync.Pool
}

// buffer is a bytes.Buffer behind the writer that goldmark asks for.
type buffer struct {
	bytes.Buffer
	writer *bufio.Writer
}

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

// word returns a text of the interface, or the name in words if there is none.
func (r *Renderer) word(key, name string) string {
	if w := r.options.Word(key); w != "" {
		return w
	}
	name = strings.ReplaceAll(name, "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}
