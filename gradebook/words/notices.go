package words

import (
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/count"
)

// noticeText are the words of a notice, formats over its arguments.
type noticeText struct {
	text string
	one  string // used if the first argument is 1; "" if text fits that too
}

// notices are the words of each notice and hint.
var notices = map[verdict.Code]noticeText{
	verdict.Provisional: {text: "PROVISIONAL: nobody has adopted these cuts, levels and periods of validity yet; they are proposals"},
	verdict.ShowsSome: {text: "this matrix shows %s of the %s people in the roster; the counts of files, records and rows " +
		"are those of the whole run"},
	verdict.PublicBanks: {text: "some evidence comes from %s quiz banks whose answers anybody can look up: it is marked PUBLIC-BANK",
		one: "some evidence comes from a quiz bank whose answers anybody can look up: it is marked PUBLIC-BANK"},
	verdict.NothingCameIn:        {text: "no results came in: no file was found to read"},
	verdict.StaffIDsTyped:        {text: "staff IDs are self-declared: people typed them, and no code confirms them"},
	verdict.NoRegister:           {text: "there is no register of receipt: evidence is dated by the clock of the computer on which it was handed in"},
	verdict.RegisterAcceptedNone: {text: "no record was accepted that the register of receipt could list"},
	verdict.RegisterListsNone: {text: "no record is in the register of receipt: the evidence is dated by the clock of the computer " +
		"on which it was handed in"},
	verdict.RegisterListsAll: {
		text: "all %s records are in the register of receipt, and count from the day of handing in or of receipt, whichever is earlier",
		one:  "the one record is in the register of receipt, and counts from the day of handing in or of receipt, whichever is earlier"},
	verdict.RegisterListsSome: {text: "%s of %s records are in the register of receipt, and count from the day of handing in or of receipt, " +
		"whichever is earlier; the receipt of the others is unknown"},
	verdict.ReceivedOnly:       {text: "only attempts that were received are counted; gaps in their numbers are marked ORDINAL-GAP"},
	verdict.ObserversUnchecked: {text: "observations were imported by HR; the qualification of observers was not checked against a register"},
	verdict.ObserversChecked: {text: "observations were imported by HR, and count where the observer is in the register of assessors " +
		"for that competency and date, or where somebody confirmed them"},
	verdict.ObservationsHandedIn: {text: "some observations were handed in by observers, under an ID that they typed: they count where " +
		"somebody other than the two people confirmed them, and are marked DECIDED"},
	verdict.MinutesPlanned: {text: "minutes of modules of this site are those that their authors planned; nobody measured how long people took"},
	verdict.ExceptionsDecided: {text: "%s exceptions were decided by somebody who is named there: what counts because of it is marked DECIDED",
		one: "1 exception was decided by somebody who is named there: what counts because of it is marked DECIDED"},
	verdict.CasesOpen: {text: "%s cases are open and can be decided in decisions.xlsx",
		one: "1 case is open and can be decided in decisions.xlsx"},
	verdict.BankIdle:       {text: "accepted attempts at the quiz bank %[2]q (%[1]s) are evidence of nothing: no rule of the standards names it"},
	verdict.ScenarioIdle:   {text: "accepted attempts at the scenario %[2]q (%[1]s) are evidence of nothing: no rule of the standards names it"},
	verdict.EarlierIsLater: {text: "the earlier matrix is as of %s, which is after %s: its changes read backwards"},
	verdict.ComparedInPart: {text: "one of the two matrices shows only some of the staff: nobody is listed as joined or left"},

	verdict.ContainsAnswers: {text: "it contains answers: for trainers only"},
	verdict.FewAnswers: {
		text: "%s of %s items have fewer than %s answers: the figures can be chance, and no question should be changed for them alone",
		one:  "one of %[2]s items has fewer than %[3]s answers: the figures can be chance, and no question should be changed for them alone"},
	verdict.AllAttempts: {text: "all attempts are counted: people who have met a question before answer it differently"},
	verdict.LaterLeftOut: {text: "first attempts only: %s later ones are left out",
		one: "first attempts only: one later one is left out"},
	verdict.FirstMissing: {text: "later attempts of %s people were received, but not the first: they are left out",
		one: "later attempts of one person were received, but not the first: they are left out"},
	verdict.EverybodyCounted: {text: "no roster was given: the attempts of everybody who handed in are counted"},
	verdict.RevisionsUndeclared: {text: "%s revisions of questions are in no [[questions.history]]: each is an item of its own",
		one: "one revision of a question is in no [[questions.history]]: it is an item of its own"},

	verdict.NeverAsked:     {text: "nobody has been asked it yet"},
	verdict.ItemVoid:       {text: "void: a correction took it out or gave credit to all, so that its figures say little"},
	verdict.WorksBackwards: {text: "those who do well on the rest do worse here: read the wording and the key again"},
	verdict.WorksBackwardsBy: {text: "those who chose %q do better on the rest than those who chose right: is it right as well, " +
		"or is the key wrong?"},
	verdict.HardlyAnybody:       {text: "hardly anybody gets it: is the key right, and does a lesson teach it?"},
	verdict.HardlyAnybodyChosen: {text: "hardly anybody gets it, and most often %q is chosen: is the key right, and does a lesson teach it?"},
	verdict.MayBeChance:         {text: "(with %s answers this can be chance)"},
}

// Notice says a notice or a hint.
func Notice(n verdict.Note) string {
	words := notices[n.Code]
	if len(n.Args) > 0 && words.one != "" {
		first, _ := strconv.Atoi(n.Args[0]) // every counted notice begins with its number
		return fill(count.Form(first, words.one, words.text), n.Args)
	}
	return fill(words.text, n.Args)
}

// Notices says each of them.
func Notices(list []verdict.Note) []string {
	var out []string
	for _, n := range list {
		out = append(out, Notice(n))
	}
	return out
}

// Hint says several hints in one line; "" for none.
func Hint(list []verdict.Note) string { return strings.Join(Notices(list), " ") }
