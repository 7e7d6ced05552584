package grading

import (
	"maps"
	"slices"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// notices returns what a reader should know about the run as a whole. It claims no
// check that was not made.
func (a *assembly) notices() (out []verdict.Note) {
	add := func(holds bool, n verdict.Note) {
		if holds {
			out = append(out, n)
		}
	}
	m, counts, members := a.m, a.m.Counts, len(a.desk.Roster.Members)
	add(!m.Framework.Adopted, verdict.Provisional.With())
	add(len(m.Staff) < members, verdict.ShowsSome.With(len(m.Staff), members))
	add(len(a.public) > 0, verdict.PublicBanks.With(len(a.public)))
	add(counts.Files.In == 0, verdict.NothingCameIn.With())
	if counts.Records.In > 0 {
		out = append(out, verdict.StaffIDsTyped.With(), a.receipts(), verdict.ReceivedOnly.With())
	}
	if counts.Observations.In > 0 {
		add(a.desk.Assessors == nil, verdict.ObserversUnchecked.With())
		add(a.desk.Assessors != nil, verdict.ObserversChecked.With())
	}
	add(a.handedIn, verdict.ObservationsHandedIn.With())
	add(a.planned, verdict.MinutesPlanned.With())
	decided := 0
	for _, e := range m.Exceptions {
		if e.Verdict == verdict.Decided {
			decided++
		}
	}
	add(decided > 0, verdict.ExceptionsDecided.With(decided))
	add(len(m.Cases) > 0 && !m.Narrowed, verdict.CasesOpen.With(len(m.Cases)))
	return append(out, a.idleBanks()...)
}

// receipts says what the evidence is dated by.
func (a *assembly) receipts() verdict.Note {
	known, all := a.received.Registered, a.m.Counts.Records.Accepted
	switch {
	case a.desk.Register == nil:
		return verdict.NoRegister.With()
	case all == 0:
		return verdict.RegisterAcceptedNone.With()
	case known == 0:
		return verdict.RegisterListsNone.With()
	case known == all:
		return verdict.RegisterListsAll.With(all)
	}
	return verdict.RegisterListsSome.With(known, all)
}

func (a *assembly) idleBanks() (out []verdict.Note) {
	for _, bank := range slices.Sorted(maps.Keys(a.idle)) {
		code := verdict.BankIdle
		if len(a.rules.archive.Scenarios(bank)) > 0 {
			code = verdict.ScenarioIdle
		}
		out = append(out, code.With(a.idle[bank], bank))
	}
	return out
}
