// Package results is the contract with the browser: the file that a learner
// hands in, its records, the event log with its hash chain, receipts and the
// canonical form of staff IDs. docs/formats/results.md specifies it, and the vectors in
// testdata test both Go and the browser against it.
package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/sourcetext"
)

// Format is the name and version of the file.
const Format = "coursemark-results/1"

// AttemptFormat is the name and version of an attempt's bytes.
const AttemptFormat = "coursemark-attempt/1"

// Bounds of what is read.
const (
	MaxFileSize   = 32 << 20
	MaxRecordSize = 1 << 20
	MaxRecords    = 10_000
	maxDepth      = 64
)

// KindAttempt is the kind of record that the assessment player writes.
const KindAttempt = "attempt"

// File is a results file.
type File struct {
	Format  string
	Site    string
	Player  string
	Records []Record
}

// Record is one piece of a results file: bytes that never change, under an ID.
type Record struct {
	Kind  string
	ID    string
	Bytes []byte // exact
	Round int    // of the enrolment code; 0 = none
	MAC   string // reserved for enrolment codes
	Err   error  // why this record cannot be used; the others still can
}

// Hash returns the SHA-256 of the record's bytes in hexadecimal.
func (r Record) Hash() string {
	sum := sha256.Sum256(r.Bytes)
	return hex.EncodeToString(sum[:])
}

type fileJSON struct {
	Format  string           `json:"format"`
	Site    string           `json:"site"`
	Player  string           `json:"player"`
	Records []jsontext.Value `json:"records"`
}

type recordJSON struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Bytes string `json:"bytes"`
	Round int    `json:"round,omitzero"`
	MAC   string `json:"mac,omitempty"`
}

// Parse reads a results file. It returns an error where the file as a whole cannot be used,
// and sets Err of each record that cannot be used. Both are a diag.Fault.
func Parse(source []byte) (*File, error) {
	if len(source) > MaxFileSize {
		return nil, refused(fileTooLarge, len(source)>>20, MaxFileSize>>20)
	}
	source = sourcetext.WithoutMark(source)
	if len(bytes.TrimSpace(source)) == 0 {
		return nil, refused(fileEmpty)
	}
	var f fileJSON
	if err := decode(source, &f); err != nil {
		if fault := (diag.Fault{}); errors.As(err, &fault) {
			return nil, err
		}
		return nil, refused(notResults)
	}
	if f.Format != Format {
		if strings.HasPrefix(f.Format, "coursemark-results/") {
			return nil, refused(formatUnknown, clip(f.Format))
		}
		return nil, refused(notResults)
	}
	if len(f.Records) > MaxRecords {
		return nil, refused(tooManyRecords, len(f.Records), MaxRecords)
	}
	out := &File{Format: f.Format, Site: f.Site, Player: f.Player}
	for _, raw := range f.Records {
		out.Records = append(out.Records, parseRecord(raw))
	}
	return out, nil
}

func parseRecord(raw jsontext.Value) Record {
	var j recordJSON
	if err := json.Unmarshal(raw, &j); err != nil {
		return Record{Err: refused(noRecord)}
	}
	r := Record{Kind: j.Kind, ID: j.ID, Round: j.Round, MAC: j.MAC}
	switch {
	case j.ID == "" || len(j.ID) > 100:
		r.Err = refused(noRecordID)
	case base64.StdEncoding.DecodedLen(len(j.Bytes)) > MaxRecordSize+3:
		r.Err = refused(recordSize, MaxRecordSize>>10)
	default:
		b, err := base64.StdEncoding.Strict().DecodeString(j.Bytes)
		if err != nil {
			r.Err = refused(notBase64)
		}
		r.Bytes = b
	}
	return r
}

// decode decodes JSON of bounded depth. The error is a diag.Fault where the text itself is
// broken; any other error means that it does not have the form of v.
func decode(source []byte, v any) error {
	if !deep(source) {
		err := json.Unmarshal(source, v)
		if err == nil {
			return nil
		}
		if fault := checkJSON(source); fault != nil {
			return fault
		}
		return err
	}
	if err := checkJSON(source); err != nil {
		return err
	}
	return json.Unmarshal(source, v)
}

// deep reports whether the brackets of a text suggest that it is nested too deeply. Looking
// at brackets takes a tenth of the time of walking over the tokens.
func deep(source []byte) bool {
	depth := 0
	for i := 0; i < len(source); i++ {
		switch source[i] {
		case '{', '[':
			if depth++; depth > maxDepth {
				return true
			}
		case '}', ']':
			depth--
		case '"':
			for i++; i < len(source) && source[i] != '"'; i++ {
				if source[i] == '\\' {
					i++
				}
			}
		}
	}
	return false
}

// checkJSON walks over the tokens and refuses a text that is not UTF-8 or not well-formed,
// is nested too deeply, repeats a name, or goes on after its end.
func checkJSON(source []byte) error {
	if !utf8.Valid(source) {
		return refused(notUTF8)
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(source))
	for {
		_, err := d.ReadToken()
		if err != nil {
			if d.StackDepth() == 0 && err.Error() == "EOF" {
				return nil
			}
			return jsonFault(err)
		}
		if d.StackDepth() > maxDepth {
			return refused(tooDeep, maxDepth)
		}
		if d.StackDepth() == 0 {
			rest := bytes.TrimSpace(source[d.InputOffset():])
			if len(rest) > 0 {
				return refused(textAfter)
			}
			return nil
		}
	}
}

func jsonFault(err error) error {
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return refused(nameTwice)
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return refused(cutOff)
		}
		if syntactic.ByteOffset == 0 {
			return refused(notJSON)
		}
		return refused(damagedAt, syntactic.ByteOffset)
	}
	return refused(damaged)
}

// Encode writes a results file as the player does.
func (f *File) Encode() ([]byte, error) {
	type file struct {
		Format  string       `json:"format"`
		Site    string       `json:"site"`
		Player  string       `json:"player"`
		Records []recordJSON `json:"records"`
	}
	j := file{Format: Format, Site: f.Site, Player: f.Player, Records: []recordJSON{}}
	for _, r := range f.Records {
		encoded := base64.StdEncoding.EncodeToString(r.Bytes)
		j.Records = append(j.Records, recordJSON{r.Kind, r.ID, encoded, r.Round, r.MAC})
	}
	out, err := json.Marshal(j, jsontext.WithIndent(" "))
	return append(out, '\n'), err
}

// CanonicalStaffID returns a staff ID in the form that draws, chains and rosters compare:
// NFC, without white space and control characters, ASCII letters in upper case. It returns
// "" where nothing is left, or more than 64 characters.
func CanonicalStaffID(typed string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(typed) {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			continue
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		b.WriteRune(r)
	}
	if utf8.RuneCountInString(b.String()) > 64 {
		return ""
	}
	return b.String()
}

// idPattern is the form of an attempt's ID.
var idPattern = regexp.MustCompile(`^[a-z2-7]{26}$`)

func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
