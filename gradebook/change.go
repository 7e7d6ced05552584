package gradebook

import (
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
)

// ChangeKind is what the code of the first reason for a change begins with.
type ChangeKind string

const (
	Joined            ChangeKind = "joined"
	LeftStaff         ChangeKind = "left"
	Decided           ChangeKind = "decision" // corrected by a decision of HR
	NewEvidence       ChangeKind = "new-evidence"
	EvidenceGone      ChangeKind = "evidence-gone" // what counted was not handed to this run
	Regraded          ChangeKind = "regrade"       // the same answers by another key
	RuleChanged       ChangeKind = "rule-change"
	RoleChanged       ChangeKind = "role-change"
	RequirementChange ChangeKind = "requirement-change" // the same roles require another level
	Lapse             ChangeKind = "expiry"             // only time has passed
	Unexplained       ChangeKind = "unexplained"
)

// Change is a difference between an earlier matrix and this one, with its
// reason. Somebody who joined or left is one change without a competency.
type Change struct {
	Staff      string            `json:"staff"`
	Competency string            `json:"competency"`
	Kind       ChangeKind        `json:"kind"`
	OldLevel   *int              `json:"old_level"`
	OldStatus  competence.Status `json:"old_status"`
	NewLevel   *int              `json:"new_level"`
	NewStatus  competence.Status `json:"new_status"`
	Reasons    []verdict.Reason  `json:"reasons"` // the first one determines the kind
	Why        string            `json:"why"`     // the reasons in English
}

// because returns the change with its reasons.
func (c Change) because(reasons ...verdict.Reason) Change {
	c.Reasons, c.Kind, c.Why = reasons, ChangeKind(reasons[0].Code.Reason()), words.Changes(reasons)
	return c
}
