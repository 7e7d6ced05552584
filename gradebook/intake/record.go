package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// File is a document and the records in it.
type File struct {
	inbox.Document // without its content
	Records        []*Record
}

// Record is one record of a file and what became of it.
type Record struct {
	File  *File
	Index int    // in the file, from 0
	ID    string // as the file says; "" where it cannot be read
	Kind  string
	Hash  [sha256.Size]byte // of its bytes; zero where there are none
	Staff string            // as handed in, as far as known, even if the record is refused

	Submission *competence.Submission // scored; nil if it was refused or is an activity
	Activity   *Activity
	Trace      *Trace // to compare with those of other people; nil if nothing was answered
	Attempt    bool   // its bytes are an attempt, whole or altered

	Verdict verdict.Verdict
	Why     verdict.Note   // it is not accepted
	Also    []verdict.Note // further remarks on it
	Case    string         // the case that somebody can decide about, unless it is this record's own

	Received string    // the day in HR's register; "" = it is not listed there
	Applied  []Applied // the decisions because of which it counts
}

// Applied is a decision together with the reason that it overrules.
type Applied struct {
	Why, Also verdict.Note
	Decision  *sheets.Decision
}

// Activity is something that was handed in and is evidence of no level: a module
// that was read to its end, a reflection that somebody chose to share, a log of
// practice. What a reflection says is not kept.
type Activity struct {
	Kind       string // of the record
	Record     string // its ID
	Staff      string
	Date       string
	At         time.Time
	Module     string // of a completion: address in the site
	Title      string // as the person's site called it
	Version    string
	Source     string
	FileSHA256 string
}

// HasBytes reports whether the record has bytes, by which it differs from others.
func (r *Record) HasBytes() bool { return r.Hash != [sha256.Size]byte{} }

// CaseID returns the ID of the case about this record that is open for a reason.
func (r *Record) CaseID(reason string) string {
	if !r.HasBytes() {
		return verdict.CaseID(reason, "record", r.File.SHA256, strconv.Itoa(r.Index))
	}
	return verdict.CaseID(reason, "record", hex.EncodeToString(r.Hash[:]))
}

// Owner returns the staff ID of the person for whom the record counts.
func (r *Record) Owner() string {
	if r.Activity != nil {
		return r.Activity.Staff
	}
	return r.Submission.Staff
}

// Drop keeps a record from counting.
func (r *Record) Drop(v verdict.Verdict, why verdict.Note) {
	r.Verdict, r.Why, r.Submission, r.Activity = v, why, nil, nil
}

// Again reads the record once more. It reports false if the file has changed meanwhile.
func (r *Record) Again() (results.Record, bool) {
	content, err := r.File.Read()
	if err != nil {
		return results.Record{}, false
	}
	f, err := parse(content)
	if err != nil || r.Index >= len(f.Records) || sha256.Sum256(f.Records[r.Index].Bytes) != r.Hash {
		return results.Record{}, false
	}
	return f.Records[r.Index], true
}
