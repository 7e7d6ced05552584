package words

import (
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// Proposal says what somebody may decide about an open case: near are staff IDs that
// resemble the one that was typed, decisions are the possible ones. A proposal is never
// applied automatically.
func Proposal(e verdict.Exception, near, decisions []string) string {
	decision := decisions[0]
	switch {
	case e.Reason == verdict.UnknownStaff.Reason() && len(near) == 0:
		return "nobody in the roster has an ID like this"
	case e.Reason == verdict.UnknownStaff.Reason():
		return decision + " " + strings.Join(near, " or ")
	case e.Reason == verdict.UnknownRevision.Reason():
		return "a newer grading kit is the better way; otherwise " + decision
	case e.Verdict == verdict.SetAside:
		return decision + ", if it should count anyway"
	case len(decisions) > 1:
		return decision + ", if somebody who may judge it confirms it"
	}
	return e.Hint
}
