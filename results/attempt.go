package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// Attempt is one passage through an assessment, as the learner handed it in.
type Attempt struct {
	Format       string     `json:"format"`
	ID           string     `json:"id"`
	Site         string     `json:"site"`
	Bank         string     `json:"bank"`
	BankRevision string     `json:"bank_rev"`
	Ordinal      int        `json:"ordinal"` // from 1
	Staff        string     `json:"staff"`   // canonical
	Name         string     `json:"name"`    // as typed
	Lang         string     `json:"lang"`
	Started      string     `json:"started"`   // RFC 3339 with the learner's offset
	Submitted    string     `json:"submitted"` // RFC 3339 with the learner's offset
	Responses    []Response `json:"responses"` // in the order of the form
	Log          []string   `json:"log"`       // exact strings
	Head         string     `json:"head"`      // of the chain over Log, hexadecimal
}

// Response is the answer to one question.
type Response struct {
	Question string         `json:"question"` // public ID
	Revision string         `json:"rev"`
	Shown    []string       `json:"shown"`    // option IDs in the order shown
	Response jsontext.Value `json:"response"` // by type; null = blank
}

// MaxResponses and MaxEvents bound an attempt.
const (
	MaxResponses = 1000
	MaxEvents    = 20_000
)

// ParseAttempt reads a record of kind attempt and checks what can be checked without
// answer keys: its shape, its times, the chain of its log, and that every response is the
// last one in the log.
func ParseAttempt(record Record) (*Attempt, error) {
	var a Attempt
	if err := decode(record.Bytes, &a); err != nil {
		if fault := (diag.Fault{}); errors.As(err, &fault) {
			return nil, err
		}
		return nil, refused(notAnAttempt)
	}
	if err := a.check(record.ID); err != nil {
		return nil, err
	}
	if Chain(a.Site, a.BankRevision, a.Staff, a.ID, a.Log) != a.Head {
		return nil, refused(chainBroken)
	}
	return &a, a.replay()
}

// check returns, as an error, what is wrong with an attempt apart from its log.
func (a *Attempt) check(id string) error {
	switch {
	case a.Format != AttemptFormat:
		return refused(attemptFormatUnknown, clip(a.Format))
	case a.ID != id || !idPattern.MatchString(a.ID):
		return refused(attemptOfOtherID)
	case a.Ordinal < 1 || a.Ordinal > 10_000:
		return refused(ordinalUnusable)
	case a.Staff == "" || CanonicalStaffID(a.Staff) != a.Staff:
		return refused(attemptWithoutStaff)
	case len(a.Responses) > MaxResponses, len(a.Log) > MaxEvents:
		return refused(attemptTooLong)
	}
	started, err := time.Parse(time.RFC3339, a.Started)
	if err != nil {
		return refused(startUnreadable)
	}
	submitted, err := time.Parse(time.RFC3339, a.Submitted)
	if err != nil {
		return refused(endUnreadable)
	}
	if submitted.Before(started) {
		return refused(endBeforeStart)
	}
	return nil
}

// replay replays the log and compares the final answers with the responses.
func (a *Attempt) replay() error {
	last, err := a.lastAnswers()
	if err != nil {
		return err
	}
	for _, r := range a.Responses {
		same, err := sameJSON(r.Response, last[r.Question])
		if err != nil {
			return err
		}
		if !same {
			return refused(answerAltered)
		}
	}
	return nil
}

// lastAnswers returns the final answers of the log, by question.
func (a *Attempt) lastAnswers() (map[string]jsontext.Value, error) {
	last := make(map[string]jsontext.Value, len(a.Responses))
	submitted := false
	for _, line := range a.Log {
		var e struct {
			Event    string         `json:"e"`
			Question string         `json:"q"`
			Response jsontext.Value `json:"r"`
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			return nil, refused(notAnEvent)
		}
		if submitted {
			return nil, refused(eventAfterEnd)
		}
		switch e.Event {
		case "answer":
			last[e.Question] = e.Response
		case "submit":
			submitted = true
		}
	}
	if !submitted {
		return nil, refused(logWithoutEnd)
	}
	return last, nil
}

// sameJSON reports whether two values mean the same; an absent one is null.
func sameJSON(x, y jsontext.Value) (bool, error) {
	if bytes.Equal(x, y) {
		return true, nil // as the player writes it
	}
	a, err := canonical(x)
	if err != nil {
		return false, err
	}
	b, err := canonical(y)
	return a == b, err
}

func canonical(v jsontext.Value) (string, error) {
	if len(v) == 0 {
		return "null", nil
	}
	v = v.Clone()
	if err := v.Canonicalize(); err != nil {
		return "", refused(responseNotJSON)
	}
	return string(v), nil
}

// SubmittedAt returns the time of handing in by the learner's clock.
func (a *Attempt) SubmittedAt() time.Time {
	t, _ := time.Parse(time.RFC3339, a.Submitted) // ParseAttempt made sure
	return t
}

// StartedAt returns the time of starting by the learner's clock.
func (a *Attempt) StartedAt() time.Time {
	t, _ := time.Parse(time.RFC3339, a.Started)
	return t
}

// Record sets the format and the head of an attempt and returns it as a record.
func (a *Attempt) Record() (Record, error) {
	a.Format = AttemptFormat
	a.Head = Chain(a.Site, a.BankRevision, a.Staff, a.ID, a.Log)
	b, err := json.Marshal(a)
	return Record{Kind: KindAttempt, ID: a.ID, Bytes: b}, err
}

// Extends reports whether this attempt continues the other: its log begins with the
// other's, up to where the other was handed in.
func (a *Attempt) Extends(other *Attempt) bool {
	shared := other.Log
	if n := len(shared); n > 0 && strings.Contains(shared[n-1], `"submit"`) {
		shared = shared[:n-1]
	}
	return len(a.Log) > len(other.Log) && slices.Equal(a.Log[:len(shared)], shared)
}

// Chain returns the head of the hash chain over an event log, in hexadecimal.
func Chain(site, bankRevision, staff, attempt string, log []string) string {
	h := quiz.Digest("coursemark-log/1", site, bankRevision, staff, attempt)
	var link []byte // what quiz.Digest of the head and the line hashes
	for _, line := range log {
		link = append(binary.BigEndian.AppendUint32(link[:0], sha256.Size), h[:]...)
		link = append(binary.BigEndian.AppendUint32(link, uint32(len(line))), line...)
		h = sha256.Sum256(link)
	}
	return hex.EncodeToString(h[:])
}

// AttemptID returns an ID for an attempt, made from the first 130 of 256 random bits.
func AttemptID(random [sha256.Size]byte) string {
	return quiz.Base32(random[:])[:26]
}
