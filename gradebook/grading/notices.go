package grading

import (
	"fmt"
	"maps"
	"slices"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// notices says what a reader should know of the run as a whole: nothing is
// claimed that is not in force.
func (a *assembly) notices() []string {
	var out []string
	m, o, members, publicBanks, registered, handedIn, planned := a.m, a.Options, len(a.desk.Roster.Members), len(a.public), a.received.Registered, a.handedIn, a.planned
	if !m.Framework.Adopted {
		out = append(out, "PROVISIONAL: nobody has adopted these cuts, levels and periods of validity yet; they are proposals")
	}
	if len(m.Staff) < members {
		out = append(out, fmt.Sprintf("this matrix shows %d of the %d people in the roster; the counts of files, records and rows are those of the whole run", len(m.Staff), members))
	}
	if publicBanks > 0 {
		banks := fmt.Sprintf("%d quiz banks", publicBanks)
		if publicBanks == 1 {
			banks = "a quiz bank"
		}
		out = append(out, "some evidence comes from "+banks+" whose answers can be looked up by anybody: it is marked PUBLIC-BANK")
	}
	if m.Counts.Files.In == 0 {
		out = append(out, "no results came in: there was no file to read where they are sought")
	}
	if m.Counts.Records.In > 0 {
		out = append(out,
			"staff IDs are self-declared: people typed them, and no code confirms them",
			receiptNotice(o.Sheets["register"].Path, registered, m.Counts.Records.Accepted),
			"only attempts that were received are counted; gaps in their numbers are marked ORDINAL-GAP")
	}
	switch {
	case m.Counts.Observations.In == 0:
	case o.Sheets["assessors"].Path == "":
		out = append(out, "observations were imported by HR; the qualification of observers was not checked against a register")
	default:
		out = append(out, "observations were imported by HR, and count where the observer stands in the register of assessors for that competency and date, or where somebody confirmed them")
	}
	if handedIn {
		out = append(out, "some observations were handed in by observers, under an ID that they typed: they count where somebody other than the two people confirmed them, and are marked DECIDED")
	}
	if planned {
		out = append(out, "minutes of modules of this site are those that their authors planned; nobody measured how long people took")
	}
	decided, open := 0, len(m.Cases)
	for _, e := range m.Exceptions {
		if e.Verdict == verdict.Decided {
			decided++
		}
	}
	switch {
	case decided == 1:
		out = append(out, "one exception was decided by somebody who is named there: what counts because of it is marked DECIDED")
	case decided > 1:
		out = append(out, fmt.Sprintf("%d exceptions were decided by somebody who is named there: what counts because of it is marked DECIDED", decided))
	}
	switch {
	case len(o.Staff) > 0 || o.Team != "":
	case open == 1:
		out = append(out, "one case is open and can be decided in decisions.xlsx")
	case open > 1:
		out = append(out, fmt.Sprintf("%d cases are open and can be decided in decisions.xlsx", open))
	}
	for _, bank := range slices.Sorted(maps.Keys(a.idle)) {
		out = append(out, fmt.Sprintf("accepted attempts at the %[3]s %[2]q (%[1]d) are evidence of nothing: no rule of the standards names it", a.idle[bank], bank, map[bool]string{false: "quiz bank", true: "scenario"}[len(a.rules.archive.Scenarios(bank)) > 0]))
	}
	return out
}

// receiptNotice says by what the evidence is dated.
func receiptNotice(register string, known, all int) string {
	if register == "" {
		return "there is no register of receipt: evidence is dated by the clock of the computer on which it was handed in"
	}
	const counted = "in the register of receipt, and %s from the day of handing in or of receipt, whichever is earlier"
	switch {
	case all == 0:
		return "no record was accepted that could stand in the register of receipt"
	case known == 0:
		return "no record stands in the register of receipt: the evidence is dated by the clock of the computer on which it was handed in"
	case all == 1:
		return fmt.Sprintf("the one record stands "+counted, "counts")
	case known == all:
		return fmt.Sprintf("all %d records stand "+counted, known, "count")
	}
	return fmt.Sprintf("%d of %d records stand "+counted+"; of the others the receipt is unknown", known, all, "count")
}

// itemNotices says what a reader should know before believing a figure.
func itemNotices(r *gradebook.ItemReport, o ItemOptions, unpaired int) []string {
	out := []string{"it contains answers: for trainers only"}
	items, few, undeclared, later := 0, 0, 0, 0
	for _, b := range r.Banks {
		later += b.Later
		for _, i := range b.Items {
			if i.Figures.N == 0 {
				continue
			}
			items++
			if i.Figures.N < itemstats.SmallSample {
				few++
			}
			if i.Undeclared {
				undeclared++
			}
		}
	}
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			out = append(out, one)
		case n > 1:
			out = append(out, many)
		}
	}
	if r.Files.In == 0 {
		out = append(out, "no results came in: there was no file to read where they are sought")
	}
	small := fmt.Sprintf("fewer than %d answers: the figures can be chance, and no question should be changed for them alone", itemstats.SmallSample)
	add(few, fmt.Sprintf("one of %d items has %s", items, small), fmt.Sprintf("%d of %d items have %s", few, items, small))
	if o.AllAttempts {
		out = append(out, "all attempts are counted: people who have met a question before answer it differently")
	} else {
		add(later, "first attempts only: one later one is left out", fmt.Sprintf("first attempts only: %d later ones are left out", later))
		add(unpaired, "of one person later attempts were received but not the first: they are left out", fmt.Sprintf("of %d people later attempts were received but not the first: they are left out", unpaired))
	}
	if o.Roster.Path == "" {
		out = append(out, "no roster was given: the attempts of everybody who handed in are counted")
	}
	add(undeclared, "one revision of a question is in no [[questions.history]]: it is an item of its own", fmt.Sprintf("%d revisions of questions are in no [[questions.history]]: each is an item of its own", undeclared))
	return out
}
