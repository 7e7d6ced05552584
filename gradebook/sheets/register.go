package sheets

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// Register is HR's own register of what came in when: a CSV file that only
// grows. Dates on computers of staff can be set, and so can those of files; the
// day on which HR wrote a line here is HR's own.
type Register struct {
	file    string
	content []byte
	first   map[string]string // date by record hash
	files   map[string]string // date by file hash, and file and record hash
}

const registerHeader = "file_sha256,record_sha256,received_on,name"

// maxRegister bounds a register in lines.
const maxRegister = 5_000_000

var hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ReadRegister reads the register of receipt; without content it is a new one.
// It is written by this program alone, and a line that cannot be understood is a
// fault: who adds to a register in doubt makes it worse.
func ReadRegister(file string, src []byte) (*Register, diag.List) {
	r := &Register{file: file, content: src, first: map[string]string{}, files: map[string]string{}}
	var faults diag.List
	bad := func(line int, what diag.Message) (*Register, diag.List) {
		fault := damagedRegister.With(what).In(file)
		fault.Pos.Line = line
		faults.Add(fault)
		return nil, faults
	}
	if len(src) == 0 {
		return r, faults
	}
	if !bytes.HasPrefix(src, []byte(registerHeader+"\n")) {
		return bad(1, registerHead.With(registerHeader))
	}
	if src[len(src)-1] != '\n' {
		return bad(0, registerCut.With())
	}
	reader := csv.NewReader(bytes.NewReader(src))
	reader.FieldsPerRecord = 4
	for n := 1; ; n++ {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return r, faults
		}
		if err != nil {
			line := 0
			if at := (*csv.ParseError)(nil); errors.As(err, &at) {
				line = at.Line
			}
			return bad(line, registerLine.With())
		}
		line, _ := reader.FieldPos(0)
		switch {
		case n == 1:
			continue
		case n > maxRegister:
			return bad(line, registerTooLong.With(maxRegister))
		}
		file, record, on := fields[0], fields[1], fields[2]
		day, err := time.Parse(time.DateOnly, on)
		switch {
		case !hexHash.MatchString(file) || record != "" && !hexHash.MatchString(record):
			return bad(line, registerHash.With())
		case err != nil || day.Year() < firstYear || day.Year() > lastYear:
			return bad(line, registerDate.With(verdict.Clip(on)))
		}
		r.know(file, record, on)
	}
}

// know keeps the first date of everything: a line that is added later does not
// make anything come in earlier, whatever date it bears.
func (r *Register) know(file, record, on string) {
	for _, key := range []string{file, file + record} {
		if r.files[key] == "" {
			r.files[key] = on
		}
	}
	if record != "" && r.first[record] == "" {
		r.first[record] = on
	}
}

// received gives the date on which a record was first received, or "".
func (r *Register) Received(hash [sha256.Size]byte) string {
	if r == nil {
		return ""
	}
	return r.first[hex.EncodeToString(hash[:])]
}

// Arrival is a file that came in, with the SHA-256 of its records.
type Arrival struct {
	Path    string
	SHA256  string
	Records []string
	Problem verdict.Note // why there are none
}

// Added says what a register gained.
type Added struct {
	Files   int // that were not in it
	Records int // that were not in it
	Known   int // records that were
}

// Add gives the register with a line for every record and every file without
// records that it does not have yet. What it has keeps its first date.
func (r *Register) Add(arrivals []Arrival, on string) ([]byte, Added) {
	var added Added
	var b bytes.Buffer
	b.Write(r.content)
	if b.Len() == 0 {
		b.WriteString(registerHeader + "\n")
	}
	w := csv.NewWriter(&b)
	line := func(file, record, name string) {
		if name != "" && strings.IndexByte("=+-@\t\r\n", name[0]) >= 0 {
			name = "'" + name // a spreadsheet would take it for a formula
		}
		_ = w.Write([]string{file, record, on, name}) // into memory
		r.know(file, record, on)
	}
	seen := map[string]bool{} // what comes in twice counts once
	for _, a := range arrivals {
		if a.SHA256 == "" {
			continue // it could not be read: there is nothing to recognise it by
		}
		if r.files[a.SHA256] == "" {
			added.Files++
		}
		if len(a.Records) == 0 && r.files[a.SHA256] == "" {
			line(a.SHA256, "", a.Path)
		}
		for _, record := range a.Records {
			switch {
			case seen[record]:
			case r.first[record] == "":
				added.Records++
			default:
				added.Known++
			}
			seen[record] = true
			if r.files[a.SHA256+record] == "" {
				line(a.SHA256, record, a.Path)
			}
		}
	}
	w.Flush()
	r.content = b.Bytes()
	return r.content, added
}
