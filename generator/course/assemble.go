package course

import (
	"context"
	"html/template"
	"time"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

// Options are what a Loader takes from its caller.
type Options struct {
	Drafts bool      // include drafts
	Today  time.Time // for review_by; if zero, it is not checked

	// Word, Question and Instructor are passed to the markdown renderer. WordSum and
	// PracticeSum identify what Word and Question return: while a sum stays the same,
	// so does everything that was rendered with the function.
	Word                 func(key string) string
	Question             func(*markdown.Question) (template.HTML, error)
	WordSum, PracticeSum string
	Instructor           bool // must not change in the life of a Loader
	// Facts collects what content advice is based on. It must not change either.
	Facts bool
}

// renderings keeps what was rendered last. What is no longer right is dropped by the next
// assembly.
type renderings struct {
	pages       pageRenderings
	banks       bankRenderings
	definitions *definitions
}

// assemble renders all texts whose rendering is missing or outdated, and connects pages,
// banks, scenarios, terms, works and roles. The faults are those of all steps so far.
func (r *renderings) assemble(ctx context.Context, src *sources, p *plan, o Options) (*Model, diag.List) {
	renderer := markdown.New(markdown.Options{
		Word: o.Word, Question: o.Question, References: src.references, Glossary: src.glossary.names,
		Instructor: o.Instructor, Facts: o.Facts,
	})
	m := &Model{
		Home: p.home, Courses: p.courses, Aliases: p.aliases, Framework: src.framework, References: src.references,
	}
	for _, c := range m.Courses {
		m.Modules = append(m.Modules, c.Modules...)
	}
	var faults diag.List
	faults.Append(src.faults)
	faults.Append(p.faults)
	common := basis{o.WordSum, o.PracticeSum, src.references, src.glossary.names}
	faults.Append(r.pages.render(ctx, src, p, common, renderer))
	if ctx.Err() != nil {
		return m, faults
	}
	files, notices := r.pages.used(p.pages)
	m.Files = files
	faults.Append(notices)
	if r.definitions == nil || r.definitions.of != src.glossary {
		r.definitions = renderDefinitions(src.glossary, renderer)
	}
	m.Terms = r.definitions.terms()
	faults.Append(r.definitions.faults)

	unsound := failedFiles(faults)
	faults.Append(r.banks.addTo(m, src, unsound, o.WordSum, renderer))
	m.tieBanks(p)
	faults.Append(m.publishScenarios(src.banks, unsound))
	m.addLists()
	return m, faults
}

// failedFiles returns the files that have errors. Whatever is derived from them would
// only repeat these.
func failedFiles(faults diag.List) map[string]bool {
	failed := map[string]bool{}
	if faults.Failed() {
		for _, f := range faults.Sorted() {
			if f.Severity == diag.Error {
				failed[f.File] = true
			}
		}
	}
	return failed
}
