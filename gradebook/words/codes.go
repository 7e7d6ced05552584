package words

import (
	"cmp"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// The words of the codes that a matrix holds. A code without words, or words without
// a code, fails a test.

// kinds are the names of kinds of evidence that the standards do not label.
var kinds = map[standards.Kind]string{
	standards.Quiz:       "Knowledge quiz",
	standards.Vignette:   "Quiz on described cases",
	standards.Scenario:   "Assessed scenario",
	standards.Simulation: "Observed simulation",
	standards.Practice:   "Observed practice",
	standards.Written:    "Written answer, marked by an assessor",
	standards.Rating:     "Self-rating",
}

// statuses say where a cell stands on the as-of date.
var statuses = map[competence.Status]string{
	competence.Current:     "current",
	competence.Expiring:    "expiring",
	competence.Expired:     "expired",
	competence.NotYet:      "not yet",
	competence.Pending:     "pending",
	competence.NotRequired: "not required",
}

// causes say why a requirement is not met.
var causes = map[competence.Cause]string{
	competence.NotAttempted:         "nothing handed in yet",
	competence.Failed:               "result below the level required",
	competence.InsufficientEvidence: "insufficient evidence",
	competence.ExpiredEvidence:      "evidence expired",
	competence.ObservationMissing:   "observation missing",
	competence.KnowledgeMissing:     "knowledge quiz missing",
	competence.CriticalFailed:       "critical question missed",
	competence.MandatoryUnmet:       "mandatory indicator unmet",
	competence.AwaitingConfirmation: "awaiting confirmation",
	competence.AwaitingMarking:      "awaiting marking",
	competence.RatingMissing:        "no self-rating yet",
}

// verdicts say what became of a file, record or row that was not simply accepted.
var verdicts = map[verdict.Verdict]string{
	verdict.Duplicate:   "it was read before, and counts once",
	verdict.Quarantined: "kept aside and not counted; the row says what to do",
	verdict.Awaiting:    "not counted until somebody who may judge it confirms it",
	verdict.SetAside: "accepted, and does not count by the limits of its quiz bank or scenario; " +
		"confirm it in decisions.xlsx if it is to count",
	verdict.PassedOver: "not a results file, and not counted as one",
	verdict.Noted:      "it counts, with a remark",
	verdict.Decided:    "somebody named there has decided; nothing is left to do",
}

// identities say how we know whose evidence it is.
var identities = map[verdict.Identity]string{
	verdict.SelfDeclared: "self-declared",
	verdict.CodeValid:    "code valid",
	verdict.ImportedByHR: "imported by HR",
}

// Status says how things stand on the as-of date.
func Status(s competence.Status) string { return statuses[s] }

// Cause says why a requirement is not met, where many may share the cause.
func Cause(c competence.Cause) string { return cmp.Or(causes[c], Spaced(c)) }

// Verdict says what became of a file, record or row; "" for one that was accepted.
func Verdict(v verdict.Verdict) string { return verdicts[v] }

// Identity says how we know whose evidence it is.
func Identity(i verdict.Identity) string { return cmp.Or(identities[i], string(i)) }

// Spaced shows a code with spaces between its words.
func Spaced[T ~string](code T) string { return strings.ReplaceAll(string(code), "-", " ") }

// Flags lists flags, which need no other words, with a separator between them.
func Flags(flags []verdict.Flag, separator string) string {
	out := make([]string, len(flags))
	for i, f := range flags {
		out[i] = string(f)
	}
	return strings.Join(out, separator)
}

// Critical says what keeps a competency at the lowest level whatever else was shown.
func Critical(k standards.Kind) string {
	if k == standards.Scenario {
		return "a choice was made that by itself fails the competency"
	}
	return "a critical question was not answered fully right"
}
