// Package gradebook turns results into a competency matrix: intake reads and
// verifies what came, competence finds levels, and this package joins them into
// one Matrix, which the workbook and matrix.json show.
//
// docs/formats/matrix.md specifies matrix.json.
package gradebook

import "github.com/coursemark/coursemark/standards"

// MatrixFormat is the name and version of matrix.json.
const MatrixFormat = "coursemark-matrix/1"

// Matrix is all that grading found. Dates are calendar dates in the site's time
// zone, written 2006-01-02; "" is an absent date. Staff are sorted by ID, cells
// by staff and then by the framework's order.
type Matrix struct {
	Format         string       `json:"format"`
	Site           string       `json:"site"`
	Organisation   string       `json:"organisation"`
	TimeZone       string       `json:"time_zone"`
	AsOf           string       `json:"as_of"`
	Framework      FrameworkRef `json:"framework"`
	Tool           string       `json:"tool"`
	Inputs         []Input      `json:"inputs"`
	WorkbookSHA256 string       `json:"workbook_sha256"`
	Counts         Counts       `json:"counts"`
	Staff          []Person     `json:"staff"`
	Cells          []Cell       `json:"cells"`
	Evidence       []Evidence   `json:"evidence"`
	Exceptions     []Exception  `json:"exceptions"`
	Notices        []string     `json:"notices"` // what a reader should know of the run as a whole

	Standards *standards.Framework `json:"-"`
	Modules   map[string]Module    `json:"-"` // by bank ID: where the next step leads
}

// FrameworkRef names the standards that were applied.
type FrameworkRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Adopted bool   `json:"adopted"` // false: cuts and periods are PROVISIONAL
}

// Module is where a gap can be closed.
type Module struct {
	Title string // of the bank
	URL   string // absolute where base_url is configured, otherwise the path in the site
}

// Input is a file that was read, with its SHA-256 in hexadecimal.
type Input struct {
	Path   string `json:"path"`
	Role   string `json:"role"` // results, roster, observations, kit
	SHA256 string `json:"sha256"`
}

// Count holds in = accepted + duplicate + quarantined.
type Count struct {
	In          int `json:"in"`
	Accepted    int `json:"accepted"`
	Duplicate   int `json:"duplicate"`
	Quarantined int `json:"quarantined"`
}

// Counts are the two count equations. A file counts as accepted if at least one
// of its records was, as duplicate if all the others were duplicates.
type Counts struct {
	Files   Count `json:"files"`
	Records Count `json:"records"`
}

// Person is a member of staff from the roster.
type Person struct {
	ID     string   `json:"id"` // canonical
	Name   string   `json:"name"`
	Roles  []string `json:"roles"` // role IDs on the as-of date
	Team   string   `json:"team"`
	Start  string   `json:"start"`
	End    string   `json:"end"`
	Status string   `json:"status"` // active, left, not-started
	// Over the required competencies on the as-of date.
	Required int `json:"required"`
	Met      int `json:"met"`
}

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
	Missing    []string `json:"missing"`    // demands that are not shown, in words
	Borderline string   `json:"borderline"` // "83.3% of n=12, cut 80%", or ""
	ValidFrom  string   `json:"valid_from"`
	Expires    string   `json:"expires"`
	Due        string   `json:"due"`        // by when the requirement is to be met
	Supervised bool     `json:"supervised"` // not met, but may work supervised until Due
	Evidence   []string `json:"evidence"`   // IDs of what counts
	RuleSHA256 string   `json:"rule_sha256"`
	KeysSHA256 string   `json:"keys_sha256"` // over the keys that scored the evidence
	Why        string   `json:"why"`         // the level in one plain sentence
}

// Evidence is one piece of evidence for one competency: a row of the sheet.
type Evidence struct {
	ID            string   `json:"id"` // E- and 10 characters, stable over runs
	Staff         string   `json:"staff"`
	Competency    string   `json:"competency"`
	Indicators    []string `json:"indicators"`
	Kind          string   `json:"kind"`
	Source        string   `json:"source"` // path of the file
	FileSHA256    string   `json:"file_sha256"`
	Bank          string   `json:"bank"`
	BankRevision  string   `json:"bank_rev"`
	Attempt       int      `json:"attempt"` // ordinal; 0 for observations
	AttemptID     string   `json:"attempt_id"`
	Receipt       string   `json:"receipt"`
	Items         int      `json:"items"`
	Raw           float64  `json:"raw"`
	Max           float64  `json:"max"`
	Percent       float64  `json:"percent"`        // 100·raw/max
	Cut           float64  `json:"cut"`            // of the level reached, or of the first level if none
	Level         *int     `json:"level"`          // by itself; null = insufficient
	HandedIn      string   `json:"handed_in"`      // the learner's clock, RFC 3339
	FirstReceived string   `json:"first_received"` // HR's register; "" = receipt unknown
	Date          string   `json:"date"`           // evidence date
	Assessor      string   `json:"assessor"`
	Method        string   `json:"method"`
	Setting       string   `json:"setting"`
	Identity      string   `json:"identity"` // self-declared, code valid, imported by HR
	PublicBank    bool     `json:"public_bank"`
	ValidFrom     string   `json:"valid_from"`
	Expires       string   `json:"expires"`
	Counts        bool     `json:"counts"`        // contributes to the cell
	SupersededBy  string   `json:"superseded_by"` // evidence ID
	Flags         []string `json:"flags"`
	Note          string   `json:"note"`
}

// Exception is a file, record or row that was not counted.
type Exception struct {
	File    string `json:"file"`
	SHA256  string `json:"sha256"`
	Record  string `json:"record"`  // ID or row number; "" = the whole file
	Staff   string `json:"staff"`   // as far as known
	Verdict string `json:"verdict"` // duplicate, quarantined, passed over, awaiting confirmation
	Reason  string `json:"reason"`  // a stable code: unknown-staff, malformed, …
	What    string `json:"what"`
	Hint    string `json:"hint"` // the way out
}
