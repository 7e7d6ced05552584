// Package competence applies the rules of a framework: evidence becomes levels,
// levels become status, gaps and renewals. It reads and writes nothing.
//
// The rules are those of docs/formats/framework.md.
package competence

import (
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// Status of a cell.
type Status string

const (
	Current     Status = "current"
	Expiring    Status = "expiring" // within the validity's window
	Expired     Status = "expired"
	NotYet      Status = "not-yet"
	Pending     Status = "pending" // awaiting marking or confirmation
	NotRequired Status = "not-required"
)

// Cause says why a requirement is not met.
type Cause string

const (
	NotAttempted         Cause = "not-attempted"
	Failed               Cause = "failed"
	InsufficientEvidence Cause = "insufficient-evidence"
	ExpiredEvidence      Cause = "expired"
	ObservationMissing   Cause = "observation-missing"
	KnowledgeMissing     Cause = "knowledge-missing" // observed, but the quiz is missing
	CriticalFailed       Cause = "critical-failed"
	MandatoryUnmet       Cause = "mandatory-unmet"
	AwaitingConfirmation Cause = "awaiting-confirmation"
	RatingMissing        Cause = "self-rating-missing" // all else is shown
	AwaitingMarking      Cause = "awaiting-marking"    // handed in and not marked yet: pending, never 0
)

// Cell is one person's standing in one competency. There is a cell for every
// active person and every competency that is required of them or in which they
// have evidence.
type Cell struct {
	Staff      string   `json:"staff"`
	Competency string   `json:"competency"`
	Level      *int     `json:"level"`    // on the as-of date; null = insufficient evidence or none
	Required   int      `json:"required"` // 0 = not required
	Status     Status   `json:"status"`
	Met        bool     `json:"met"`
	Cause      Cause    `json:"cause"`      // "" where met or not required
	Missing    []string `json:"missing"`    // MissingKinds in words: "simulation or practice"
	Borderline string   `json:"borderline"` // "83.3% of n=12, cut 80%", or ""
	ValidFrom  string   `json:"valid_from"`
	Expires    string   `json:"expires"`
	Due        string   `json:"due"`        // by when the requirement is to be met
	Supervised bool     `json:"supervised"` // not met, but may work supervised until Due
	Evidence   []string `json:"evidence"`   // IDs of what counts
	RuleSHA256 string   `json:"rule_sha256"`
	KeysSHA256 string   `json:"keys_sha256"` // over the keys that scored the evidence
	Why        string   `json:"why"`         // the level in one plain sentence

	// MissingKinds are the demands that are not shown: any of the kinds meets one.
	MissingKinds [][]standards.Kind `json:"missing_kinds,omitempty"`
	// Received reports whether any evidence arrived that may count.
	Received bool `json:"-"`

	RequiredBy []string  `json:"required_by"`    // the roles that require this level
	Kinds      []Showing `json:"kinds"`          // what each kind of evidence shows by itself
	Caps       []Cap     `json:"caps,omitempty"` // mandatory indicators that hold the level down
}

// Showing is what one kind of evidence shows by itself, once the attempt policy
// has picked and what it picked has been pooled.
type Showing struct {
	Kind        string  `json:"kind"`
	Level       *int    `json:"level"` // null = insufficient
	Points      float64 `json:"points"`
	Max         float64 `json:"max"`
	Percent     float64 `json:"percent"`
	Items       int     `json:"items"`    // different questions or indicators
	Submissions int     `json:"sittings"` // that the policy picked
	Short       bool    `json:"short"`    // the policy asks for more submissions at or above mastery
	Critical    bool    `json:"critical"` // a critical question was not fully right, or a critical choice made
	ValidFrom   string  `json:"valid_from"`
	Expires     string  `json:"expires"`
	Counts      bool    `json:"counts"` // the level of the cell rests on it

	Banks   []string `json:"banks,omitempty"`   // and scenarios, where it was shown
	Last    string   `json:"last"`              // date of the last of the submissions
	Cut     float64  `json:"cut,omitzero"`      // percentage of the level reached, or of the first
	NearCut float64  `json:"near_cut,omitzero"` // the cut that chance may have decided about
}

// Cap is a mandatory indicator below its percentage.
type Cap struct {
	Indicator string  `json:"indicator"`
	Percent   float64 `json:"percent"` // shown
	Need      float64 `json:"need"`
	Level     int     `json:"level"` // at most
}

// Evidence is one piece of evidence for one competency: a row of the sheet.
type Evidence struct {
	ID            string           `json:"id"` // E- and 10 characters, stable over runs
	Staff         string           `json:"staff"`
	Competency    string           `json:"competency"`
	Indicators    []string         `json:"indicators"`
	Kind          string           `json:"kind"`
	Source        string           `json:"source"` // path of the file
	FileSHA256    string           `json:"file_sha256"`
	Bank          string           `json:"bank"`
	BankRevision  string           `json:"bank_rev"`
	Attempt       int              `json:"attempt"` // ordinal; 0 for observations
	AttemptID     string           `json:"attempt_id"`
	RecordID      string           `json:"record_id,omitempty"` // of a record in a results file that is no attempt
	Receipt       string           `json:"receipt"`
	Path          *Path            `json:"path,omitempty"` // of an attempt at a scenario
	Items         int              `json:"items"`
	Raw           float64          `json:"raw"`
	Max           float64          `json:"max"`
	Percent       float64          `json:"percent"`        // 100·raw/max
	Cut           float64          `json:"cut"`            // of the level reached, or of the first level if none
	Level         *int             `json:"level"`          // by itself; null = insufficient
	HandedIn      string           `json:"handed_in"`      // the learner's clock, RFC 3339
	FirstReceived string           `json:"first_received"` // HR's register; "" = receipt unknown
	Date          string           `json:"date"`           // evidence date
	Assessor      string           `json:"assessor"`
	Qualified     verdict.Note     `json:"qualified,omitzero"` // by the register of assessors; Assessor says it too
	Method        string           `json:"method"`
	Setting       string           `json:"setting"`
	Identity      verdict.Identity `json:"identity"`
	PublicBank    bool             `json:"public_bank"`
	ValidFrom     string           `json:"valid_from"`
	Expires       string           `json:"expires"`
	Counts        bool             `json:"counts"`        // contributes to the cell
	SupersededBy  string           `json:"superseded_by"` // evidence ID
	Flags         []verdict.Flag   `json:"flags"`
	Notes         []verdict.Note   `json:"notes,omitempty"`
	Note          string           `json:"note"` // Notes in words, for readers of the file
}

// Group is the person whom a cell or piece of evidence is about.
func (c Cell) Group() string     { return c.Staff }
func (e Evidence) Group() string { return e.Staff }
