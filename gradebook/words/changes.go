package words

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// changeKinds are the names of the first reason for a change, by the reason of its code.
var changeKinds = map[string]string{
	verdict.JoinedRoster.Reason():       "joined",
	verdict.LeftRoster.Reason():         "left",
	verdict.EvidenceDecided.Reason():    "decision",
	verdict.EvidenceNew.Reason():        "new evidence",
	verdict.EvidenceGone.Reason():       "evidence gone",
	verdict.EvidenceRegraded.Reason():   "regrade",
	verdict.RuleChanged.Reason():        "another rule",
	verdict.RolesChanged.Reason():       "another role",
	verdict.RequirementChanged.Reason(): "another requirement",
	verdict.LevelExpired.Reason():       "expiry",
	verdict.Unexplained.Reason():        "▲ unexplained",
}

// ChangeKind names a kind of change.
func ChangeKind[T ~string](kind T) string { return cmp.Or(changeKinds[string(kind)], Spaced(kind)) }

// changes are the words of each reason for a change, formats over its arguments. For a
// reason about a piece of evidence the first one is the name of the piece.
var changes = map[verdict.Code]string{
	verdict.JoinedRoster:    "not in the earlier matrix; in the roster now, since %s",
	verdict.JoinedUndated:   "not in the earlier matrix; in the roster now",
	verdict.JoinedStarted:   "had not started on %s; started on %s",
	verdict.JoinedBack:      "had left before %s and is back",
	verdict.LeftRoster:      "no longer in the roster",
	verdict.LeftStartsOn:    "starts on %s, after %s",
	verdict.LeftOn:          "left on %s",
	verdict.LeftUnexplained: "no longer active",

	verdict.EvidenceDecided:   "corrected by a decision: %s",
	verdict.EvidenceNew:       "new evidence: %s",
	verdict.EvidenceNotYet:    "new evidence: %s, which is after the earlier matrix",
	verdict.EvidenceConfirmed: "new evidence: %s, confirmed since",
	verdict.EvidenceMarked:    "new evidence: %s, marked since",
	verdict.EvidenceGone:      "evidence that counted before does not count in this run, or was not handed to it: %s",
	verdict.EvidenceRefused:   "evidence that counted before does not count in this run, or was not handed to it: %s, %s",
	verdict.EvidenceRegraded:  "regraded by corrected keys: %s, %s of %s points, before %s of %s",
	verdict.EvidenceExpired:   "evidence expired: %s, expired on %s",

	verdict.CriticalWrong:      "a critical question is not right by the new key: the assessment is to be taken again",
	verdict.KeysCorrected:      "the keys of the same answers were corrected",
	verdict.RuleChanged:        "the rule of the competency changed",
	verdict.StandardsChanged:   "the rule of the competency changed (standards %s, before %s)",
	verdict.RequirementChanged: "the standards ask something else of the same roles: %s",
	verdict.RolesChanged:       "the person's roles changed from %s to %s: %s",
	verdict.LevelExpired:       "it expired on %s",
	verdict.LevelExpiring:      "it expires on %s, which is near now",
	verdict.Unexplained:        "the two matrices do not say why",
	verdict.UnexplainedTools:   "the two matrices do not say why; they were made by %s and %s",
}

// Changes says why a standing changed, in one line. Pieces of evidence with the same
// reason are listed after one heading.
func Changes(reasons []verdict.Reason) string {
	var out strings.Builder
	for i, r := range reasons {
		text := fill(changes[r.Code], changeArgs(r.Note))
		if notes := Notes(r.Notes); notes != "" {
			text += ": " + notes
		}
		switch {
		case i == 0:
		case aboutEvidence(r.Code) && aboutEvidence(reasons[i-1].Code) && reasons[i-1].Code.Reason() == r.Code.Reason():
			_, text, _ = strings.Cut(text, ": ")
			out.WriteString(", ")
		default:
			out.WriteString("; ")
		}
		out.WriteString(text)
	}
	return out.String()
}

// aboutEvidence reports whether a reason is about a piece of evidence, which its first
// arguments name.
func aboutEvidence(c verdict.Code) bool {
	switch c {
	case verdict.EvidenceDecided, verdict.EvidenceNew, verdict.EvidenceNotYet, verdict.EvidenceConfirmed,
		verdict.EvidenceMarked,
		verdict.EvidenceGone, verdict.EvidenceRefused, verdict.EvidenceRegraded, verdict.EvidenceExpired:
		return true
	}
	return false
}

// changeArgs returns the arguments of a reason in words.
func changeArgs(n verdict.Note) []string {
	a := n.Args
	switch {
	case aboutEvidence(n.Code):
		const before = 5 // arguments that name a piece of evidence
		return append([]string{piece(a[:before])}, a[before:]...)
	case n.Code == verdict.RequirementChanged:
		return []string{required(a[0], a[1])}
	case n.Code == verdict.RolesChanged:
		return []string{cmp.Or(a[0], "none"), cmp.Or(a[1], "none"), required(a[2], a[3])}
	}
	return a
}

// piece names a piece of evidence to somebody who looks for it.
func piece(args []string) string {
	kind, bank, attempt, date, source := args[0], args[1], args[2], args[3], args[4]
	if bank != "" {
		kind = fmt.Sprintf("%s %q, attempt %s", kind, bank, attempt)
	}
	return fmt.Sprintf("%s of %s (%s)", kind, date, source)
}

// required says which level is required now and which was before; "0" is no level.
func required(now, before string) string {
	switch {
	case now == "0":
		return fmt.Sprintf("it is no longer required (before level %s)", before)
	case before == "0":
		return fmt.Sprintf("level %s is required now", now)
	}
	return fmt.Sprintf("level %s is required, before level %s", now, before)
}
