// Package course makes one typed model of a project: its pages, banks, scenarios,
// framework and works. It does so in three steps, each a function over what the
// step before returned:
//
//   - read: files → parsed texts (sources)
//   - assemble: parsed texts → Model, with every text rendered
//   - check: Model → faults
//
// The results of read and assemble are kept while they are still right, so that loading
// a project again only costs what changed. Everything is checked each time.
package course

import (
	"context"
	"time"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// Loader loads a project again and again. Each page keeps, with its HTML, what it was told
// about other files, and is rendered again if it would be told something else now. So
// there is no list of dependencies that could be wrong.
//
// The zero value is ready to use, by one caller at a time. Models that it returned
// before do not change.
type Loader struct {
	reader     reader
	renderings renderings
}

// Load reads a project and checks it. It finds all faults at once; the Model is complete
// only if the list did not fail.
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

// check finds what is wrong with a project as a whole. failed says that faults were found
// before: then nothing is reported that might only be their consequence.
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
