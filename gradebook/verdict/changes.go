package verdict

// Reason is a note together with further notes on the same thing.
type Reason struct {
	Note
	Notes []Note `json:"notes,omitempty"`
}

// Reasons why somebody's level or status changed since an earlier matrix; the part
// before the slash is the kind of the change. Those about a piece of evidence begin with
// the same arguments: its kind, bank ("" for none), number of the attempt, date and
// source. The comment beside each names its other arguments.
const (
	JoinedRoster    Code = "joined/new"     // since when
	JoinedUndated   Code = "joined/undated" // the roster does not say since when
	JoinedStarted   Code = "joined/started" // date of the earlier matrix, first day
	JoinedBack      Code = "joined/back"    // date of the earlier matrix
	LeftRoster      Code = "left/roster"
	LeftStartsOn    Code = "left/starts-later" // first day, date of this matrix
	LeftOn          Code = "left/ended"        // last day
	LeftUnexplained Code = "left/inactive"

	EvidenceDecided   Code = "decision"
	EvidenceNew       Code = "new-evidence"
	EvidenceNotYet    Code = "new-evidence/dated-later" // than the earlier matrix
	EvidenceConfirmed Code = "new-evidence/confirmed"
	EvidenceMarked    Code = "new-evidence/marked"
	EvidenceGone      Code = "evidence-gone"         // it was not handed to this run, or no longer counts
	EvidenceRefused   Code = "evidence-gone/refused" // the verdict
	EvidenceRegraded  Code = "regrade"               // points and maximum now, points and maximum before
	EvidenceExpired   Code = "expiry/evidence"       // when

	CriticalWrong      Code = "regrade/critical" // by the corrected key
	KeysCorrected      Code = "regrade/keys"
	RuleChanged        Code = "rule-change"
	StandardsChanged   Code = "rule-change/standards" // version now, version before
	RequirementChanged Code = "requirement-change"    // level now, level before; 0 = none
	RolesChanged       Code = "role-change"           // roles before, roles now, level now, level before
	LevelExpired       Code = "expiry/level"          // when
	LevelExpiring      Code = "expiry/soon"           // when
	Unexplained        Code = "unexplained"
	UnexplainedTools   Code = "unexplained/tools" // the two programs, the earlier first
)
