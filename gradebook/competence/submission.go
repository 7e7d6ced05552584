package competence

import (
	"cmp"
	"encoding/hex"
	"slices"
	"time"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Question is what levels need to know of a question revision: its present key's
// tags. Indicators that were observed are Questions too.
type Question struct {
	Bank       string
	ID         string // public ID, or the indicator that was observed
	Indicators []string
	Critical   bool
	KeySHA256  string // of the key and its corrections, hexadecimal; "" for observations
}

// Item is one scored question of an attempt, or one rated indicator.
type Item struct {
	Question *Question // shared by all who were asked it
	Points   float64
	Max      float64 // 0: void, out of every denominator
	Right    bool    // full marks
	Failed   bool    // fails its competency whatever the points: a critical choice was made
	Blank    bool
	Chosen   []string // option IDs, where intake was asked to keep them
}

// Submission is one thing that was handed in or observed, as it was scored: an
// attempt, an observation, a written answer or a self-rating.
type Submission struct {
	ID    string // of the attempt, or of the observation's rows
	Staff string
	Date  string    // the calendar date it counts from
	At    time.Time // orders the submissions of one date
	Items []Item

	Bank         string // attempts only
	BankRevision string
	Ordinal      int
	Started      string // the calendar date on which it was begun
	HandedIn     string
	Receipt      string
	// FirstReceived is the date in HR's register; "" = receipt unknown.
	FirstReceived string
	PublicBank    bool
	Path          *Path        // of an attempt at a scenario; nil for questions
	SetAside      verdict.Note // why it does not count by the limits of its bank; zero = it may count

	Kind       standards.Kind // of what is not an attempt at a bank: simulation or practice (observed), written, rating
	Competency string
	Record     string // ID of the record in a results file; "" for rows of a table
	Observer   string // canonical ID, or the folded name
	Assessor   string
	Qualified  verdict.Note // how the register of assessors has the observer; zero = it was not asked
	Setting    string
	Awaiting   bool // not confirmed by somebody else: does not count
	Unmarked   bool // written work that nobody has marked yet: pending, never 0

	Source     string
	FileSHA256 string
	Identity   verdict.Identity
	Flags      []verdict.Flag
	Notes      []verdict.Note
}

// Path sums up the way that somebody took through a scenario.
type Path struct {
	Choices int  `json:"choices"` // made, what was taken back included
	Back    int  `json:"back"`    // steps back
	Ended   bool `json:"ended"`   // the way leads to an end
}

// ByTime orders submissions from the earliest; those of the same moment by ordinal
// and ID, so that the order of files never matters.
func ByTime(a, b *Submission) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), a.At.Compare(b.At), cmp.Compare(a.Ordinal, b.Ordinal),
		cmp.Compare(a.ID, b.ID))
}

// Person is somebody on the roster, with what decides which levels they need.
type Person struct {
	ID    string
	Roles []string // role IDs of the framework
	Start string
	End   string
	// Spans are the times in each role, for people who change roles. If there are
	// any, they replace Roles.
	Spans []Span
}

// Span is a time in a role. An absent start or end is open; the last day counts.
type Span struct {
	Role  string
	Start string
	End   string
}

func (s Span) covers(date string) bool {
	return (s.Start == "" || s.Start <= date) && (s.End == "" || s.End >= date)
}

// RolesOn returns the roles that a person has on a date.
func (p Person) RolesOn(date string) []string {
	if len(p.Spans) == 0 {
		return p.Roles
	}
	var out []string
	for _, s := range p.Spans {
		if s.covers(date) && !slices.Contains(out, s.Role) {
			out = append(out, s.Role)
		}
	}
	return out
}

// startedAs returns the day on which the person began in a role that they have on
// a date: what a role requires is due a number of days after it. A contract that
// follows another in the same role does not start the count again.
func (p Person) startedAs(role, date string) string {
	start, found := "", false
	for _, s := range p.Spans {
		if s.Role == role && s.covers(date) && (!found || s.Start < start) {
			start, found = s.Start, true
		}
	}
	if !found {
		return p.Start
	}
	for joined := true; joined && start != ""; {
		joined = false
		for _, s := range p.Spans {
			if s.Role == role && s.Start < start && (s.End == "" || s.End >= addDays(start, -1)) {
				start, joined = s.Start, true
			}
		}
	}
	if start == "" {
		return p.Start
	}
	return start
}

// Statuses of a person on the as-of date.
const (
	Active     = "active"
	Left       = "left"
	NotStarted = "not-started"
)

// StatusOn returns Active, Left or NotStarted. The last day counts as active.
func (p Person) StatusOn(date string) string {
	switch {
	case p.End != "" && p.End < date:
		return Left
	case p.Start != "" && p.Start > date:
		return NotStarted
	}
	return Active
}

// EvidenceID names a piece of evidence, the same in every run. record is the ID
// of the attempt or of the observation.
func EvidenceID(staff, competency string, kind standards.Kind, record string) string {
	sum := quiz.Digest("coursemark-evidence/1", staff, competency, string(kind), record)
	return "E-" + quiz.Base32(sum[:])[:10]
}

// keysHash identifies the keys that scored items, in any order; "" without any.
func keysHash(items []Item) string {
	var keys []string
	for _, i := range items {
		if i.Question.KeySHA256 != "" {
			keys = append(keys, i.Question.KeySHA256)
		}
	}
	if len(keys) == 0 {
		return ""
	}
	slices.Sort(keys)
	sum := quiz.Digest(append([]string{"coursemark-keys/1"}, slices.Compact(keys)...)...)
	return hex.EncodeToString(sum[:])
}
