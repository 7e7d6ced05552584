// Package grading makes a competency matrix, and an item analysis, of what came in:
// intake reads and verifies, competence finds levels, and this package joins them.
package grading

import (
	"cmp"
	"context"
	"slices"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
)

// Grade reads what came in, verifies and scores it, and works out everybody's levels.
// A fault makes the whole run unusable; what is wrong with one file, record or row is an
// exception in the matrix.
func Grade(ctx context.Context, o Options) (*gradebook.Matrix, diag.List) {
	g, faults := prepare(o)
	if faults.Failed() {
		return nil, faults
	}
	received, more := g.read(ctx)
	faults.Append(more)
	if faults.Failed() {
		return nil, faults
	}
	a := g.assembly(received)
	for _, member := range g.desk.Roster.Members {
		if ctx.Err() != nil {
			faults.Add(interrupted.With(ctx.Err()).In(""))
			return nil, faults
		}
		if g.chosen[member.ID] {
			a.add(member)
		}
	}
	if err := cmp.Or(received.Err(), a.m.Err()); err != nil {
		faults.Add(ledger.NoRoom(err))
		return nil, faults
	}
	a.settle()
	return a.m, faults
}

// read reads the results.
func (g *grader) read(ctx context.Context) (*ledger.Received, diag.List) {
	return ledger.Read(ctx, ledger.Options{
		Inbox: inbox.Options{Names: g.Results, Stdin: g.Stdin, Skip: g.Skip, Progress: g.Progress},
		Intake: intake.Options{
			Site: g.site.Config.Site.ID, Location: g.site.Location, Now: g.Now,
			Archive: g.rules.archive, Newest: g.rules.newest, Framework: g.rules.framework,
			Roster: g.desk.Roster, Register: g.desk.Register, Decisions: g.desk.Decisions,
		},
		Limits:       ledger.Limits{Of: g.rules.limits, Title: g.rules.title, Renewable: g.judge.Renewable},
		Observations: g.desk.Observations, Assessors: g.desk.Assessors,
	})
}

// settle adds the exceptions and notices once everybody has been added. A matrix of some
// people does not list the exceptions of others.
func (a *assembly) settle() {
	all := slices.Concat(a.desk.Exceptions(), a.received.Exceptions, a.desk.Decisions.Exceptions())
	words.Explain(all)
	a.m.Cases, a.m.Suspicions = sheets.Cases(all, a.desk.Roster), a.received.Suspicions
	for _, e := range all {
		if !a.desk.Roster.Has(e.Staff) || a.chosen[e.Staff] {
			a.m.Exceptions = append(a.m.Exceptions, e)
		}
	}
	a.m.Notify(a.notices()...)
}
