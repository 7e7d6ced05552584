// Package gradebook is what grading finds, as values: a competency matrix, the
// changes between two of them, and the report on items. It reads and writes
// matrix.json, which docs/formats/matrix.md specifies; package grading makes them.
package gradebook

import (
	"cmp"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/standards"
)

// MatrixFormat is the name and version of matrix.json.
const MatrixFormat = MatrixFamily + "1"

// MatrixFamily begins the name of every version of the format.
const MatrixFamily = "coursemark-matrix/"

// Matrix is all that grading found. Dates are calendar dates in the site's time
// zone, written 2006-01-02; "" is an absent date. Staff are sorted by ID, cells
// by staff and then by the framework's order. Lists that grow with the results are
// tables: what does not fit into memory lies in a file, and is read row by row.
type Matrix struct {
	Format         string                           `json:"format"`
	Site           string                           `json:"site"`
	Organisation   string                           `json:"organisation"`
	TimeZone       string                           `json:"time_zone"`
	AsOf           string                           `json:"as_of"`
	Framework      FrameworkRef                     `json:"framework"`
	Tool           string                           `json:"tool"`
	Inputs         spool.Table[verdict.Input]       `json:"inputs"`
	WorkbookSHA256 string                           `json:"workbook_sha256"`
	Counts         verdict.Counts                   `json:"counts"`
	Staff          []Person                         `json:"staff"`
	Cells          spool.Table[competence.Cell]     `json:"cells"`
	Evidence       spool.Table[competence.Evidence] `json:"evidence"`
	Exceptions     []verdict.Exception              `json:"exceptions"`
	Training       spool.Table[sheets.Training]     `json:"training,omitempty"` // by staff and date
	Notices        []string                         `json:"notices"`            // of the run as a whole, in English
	NoticeCodes    []verdict.Note                   `json:"notice_codes"`       // the same, in the same order
	// Narrowed reports that the matrix shows only the people that somebody asked for:
	// those who are absent have not left.
	Narrowed bool `json:"narrowed,omitempty"`
	// Previous is the as-of date of the earlier matrix that Changes compares with.
	Previous string   `json:"previous,omitempty"`
	Changes  []Change `json:"changes,omitempty"`
	// Files are the other files that were written beside matrix.json, with their
	// SHA-256: one that somebody edited since is never overwritten.
	Files map[string]string `json:"files,omitempty"`

	// Cases are open for a decision, of the whole run; Suspicions are for HR alone.
	// Neither belongs in a file that is passed on.
	Cases      []sheets.Case      `json:"-"`
	Suspicions []ledger.Suspicion `json:"-"`

	Standards *standards.Framework    `json:"-"`
	Modules   map[string]words.Module `json:"-"` // by ID of a bank or scenario: where the next step leads
}

// FrameworkRef names the standards that were applied.
type FrameworkRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Adopted bool   `json:"adopted"` // false: cuts and periods are PROVISIONAL
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
	// What the person chose to share, and how often they practised; neither is
	// evidence, and the text of a reflection is not kept.
	Reflections  int `json:"reflections,omitzero"`
	PracticeLogs int `json:"practice_logs,omitzero"`
}

// Active reports whether the person works here on the as-of date.
func (p *Person) Active() bool { return p.Status == competence.Active }

// Words returns the words of the matrix.
func (m *Matrix) Words() *words.Words {
	return words.New(words.About{Standards: m.Standards, AsOf: m.AsOf, Framework: words.Framework(m.Framework),
		Modules: m.Modules})
}

// Notify adds what a reader should know about the run as a whole.
func (m *Matrix) Notify(notices ...verdict.Note) {
	m.NoticeCodes = append(m.NoticeCodes, notices...)
	m.Notices = append(m.Notices, words.Notices(notices)...)
}

// Err returns why rows could not be kept in a file, or read from it again. What was made
// from the matrix is then incomplete.
func (m *Matrix) Err() error {
	return cmp.Or(m.Inputs.Err(), m.Cells.Err(), m.Evidence.Err(), m.Training.Err())
}

// Encode writes matrix.json. The same matrix gives the same bytes.
func (m *Matrix) Encode(w io.Writer) error {
	if err := json.MarshalWrite(w, m, json.Deterministic(true), jsontext.WithIndent("  "),
		jsontext.EscapeForHTML(false)); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
