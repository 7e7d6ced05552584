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
	"time"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

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

// Load reads a project and checks it. All faults are found at once; the Model is
// whole only where the list did not fail.
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

// check finds what is wrong with a project as a whole. failed says that faults were
// found before: what these leave out is not reported once more.
func check(src *sources, p *plan, m *Model, today time.Time, failed bool) diag.List {
	c := &checker{Model: m, plan: p, src: src, names: vocabularyOf(m.Framework)}
	c.checkFronts(today)
	c.checkPrerequisites()
	c.checkLinks()
	if !failed && !c.faults.Failed() {
		c.checkUnused()
	}
	c.checkBanks()
	c.checkScenes()
	c.checkPracticeAddresses()
	c.checkQuestions()
	c.checkLessons()
	c.checkRules()
	c.checkFramework()
	if !failed && !c.faults.Failed() {
		c.checkCoverage()
	}
	return c.faults
}
