package verdict

// Flag points readers to something about a piece of evidence. A flag never changes a
// level by itself.
type Flag string

// The flags.
const (
	AnswersMissing Flag = "ANSWERS-MISSING" // a question of the draw is absent, and counts as blank
	OrdinalGap     Flag = "ORDINAL-GAP"     // attempts before this one were not handed in
	OrdinalRepeat  Flag = "ORDINAL-REPEAT"  // two attempts have the same number
	TypedID        Flag = "SELF-DECLARED"   // the staff ID is what was typed
	PublicBank     Flag = "PUBLIC-BANK"     // the answers can be looked up
	StaleRevision  Flag = "STALE-REVISION"  // an older revision, graded by its own answer key
	CorrectedKey   Flag = "CORRECTED-KEY"   // a correction changed points
	Extended       Flag = "EXTENDED"        // handed in before, with less done
	NotEnded       Flag = "NOT-ENDED"       // the path through a scenario stops before an end
	OverLimit      Flag = "OVER-LIMIT"      // more attempts than the bank allows: it does not count
	TooSoon        Flag = "TOO-SOON"        // begun too few days after the attempt before: it does not count
	Reciprocal     Flag = "RECIPROCAL"      // two people observed each other in the same competency within a month
	ByDecision     Flag = "DECIDED"         // it counts because somebody decided so
	CriticalFailed Flag = "CRITICAL-FAILED" // a critical question or choice fails the competency by itself
)

// Identity says how we know whose evidence it is.
type Identity string

// The identity states.
const (
	SelfDeclared Identity = "self-declared"  // the staff ID is what was typed
	CodeValid    Identity = "code-valid"     // an enrolment code confirms it
	ImportedByHR Identity = "imported-by-hr" // HR vouches for it
)
