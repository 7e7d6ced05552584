// Package ledger keeps the records of a run, and decides what can be decided only with
// all of them at hand: which came twice, which versions contradict each other, which
// numbers of attempts are missing, which observations count, which attempts are too
// many, and which look copied. Where records are kept is behind Store.
package ledger

import (
	"cmp"
	"context"
	"iter"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
)

// Options say what to read, and what to check it against.
type Options struct {
	Inbox        inbox.Options
	Intake       intake.Options
	Limits       Limits               // on attempts; the zero value has none
	Observations *sheets.Observations // the table; nil: there is none
	Assessors    *sheets.Assessors    // nil: there is no register
}

// Read opens what came in, decides about every file and record, and scores the
// attempts.
func Read(ctx context.Context, o Options) (*Received, diag.List) {
	in, faults := inbox.Open(ctx, o.Inbox)
	defer in.Close() // only now, because some files are read twice
	if faults.Failed() {
		return nil, faults
	}
	grader, hash := intake.New(o.Intake), newHasher()
	store := newMemory(in, grader.Questions, hash)
	faults = in.Each(ctx, func(at inbox.Place, documents iter.Seq[inbox.Document]) {
		for d := range documents {
			store.Add(at, grader.File(d))
		}
	})
	if err := store.Err(); err != nil {
		faults.Add(NoRoom(err))
	}
	if faults.Failed() {
		return nil, faults
	}
	store.Sort()
	out := decide(store, in, hash, o)
	if err := out.Err(); err != nil {
		faults.Add(NoRoom(err))
	}
	return out, faults
}

// decide decides about what the store holds.
func decide(store Store, in *inbox.Inbox, hash hasher, o Options) *Received {
	b := book{store}
	b.compareVersions(o.Intake.Decisions)
	b.flagOrdinals()
	s := &settler{book: b, hash: hash, table: cmp.Or(o.Observations, &sheets.Observations{}), assessors: o.Assessors,
		decisions: o.Intake.Decisions, listed: map[string]bool{}}
	s.settle()
	t := &tally{book: b, decisions: o.Intake.Decisions, limited: b.overLimits(o.Limits, o.Intake.Decisions)}
	t.take(in.Inputs())
	out := &Received{Inputs: t.inputs, Files: t.files, Records: t.records, Registered: t.registered,
		Exceptions: t.exceptions,
		Suspicions: b.suspicions(o.Intake.Roster), book: b, limited: t.limited}
	out.index()
	return out
}
