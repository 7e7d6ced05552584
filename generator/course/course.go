// Package course makes one typed model of a project: its pages, banks, scenarios,
// framework and works. It does so in three steps, each a function over what the
// step before returned:
//
//   - read: files → parsed texts (sources)
//   - assemble: parsed texts → Model, with every text rendered
//   - check: Model → faults
//
// What read and assemble made of a text is kept as long as it holds, so that
// loading a project again costs what changed. Everything is checked each time.
package course

import (
	"context"
	"html/template"
	"time"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// Options are what a Loader takes from its caller.
type Options struct {
	Drafts bool      // also what is marked as a draft
	Today  time.Time // for review_by; zero: it is not checked

	// Word, Question and Instructor are passed to the renderer of markdown. The sums
	// stand for what the functions return: while a sum stays, so does all that was
	// rendered with it.
	Word                 func(key string) string
	Question             func(*markdown.Question) (template.HTML, error)
	WordSum, PracticeSum string
	Instructor           bool // for a Loader, always the same
	// Facts asks for what content advice is made of; always the same too.
	Facts bool
}

// Changed says what may differ from the last time.
type Changed struct {
	Content   []string // files and folders, from the project's folder; nil: anything
	Banks     bool
	Framework bool
}

// Everything says that anything may differ.
func Everything() Changed { return Changed{Banks: true, Framework: true} }

// Loader loads a project again and again. A page keeps beside its HTML what it was
// given from elsewhere, and is rendered again where that would differ now: there is
// no list of who depends on whom that could be wrong.
//
// The zero value is ready to use, by one caller at a time. Models that it returned
// before stay as they were.
type Loader struct {
	reader     reader
	renderings renderings
}

// Load reads a project and checks it. All faults are found at once; the Model is whole only where
// the list did not fail.
func (l *Loader) Load(ctx context.Context, p *project.Project, o Options, changed Changed) (*Model, diag.List) {
	src := l.reader.read(ctx, p, changed)
	plan := arrange(src, o.Drafts)
	model, faults := l.renderings.assemble(ctx, src, plan, o)
	if ctx.Err() != nil {
		*l = Loader{} // half of it may be missing
		faults.Add(stopped.With().In(""))
		return model, faults
	}
	if o.Facts {
		model.Unused = unusedFiles(src.tree, plan, model.Files)
	}
	faults.Append(check(src, plan, model, o.Today, faults.Failed()))
	return model, faults
}
