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

// Register is HR's own register of what came in when: a CSV file that only grows. Staff
// can set the clocks of their computers and the dates of files; the day on which HR wrote
// a line here is HR's own.
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

// ReadRegister reads the register of receipt; without content it is a new one. Only this
// program writes it, and a line that cannot be understood is a fault: adding to a damaged
// register would make it worse.
func ReadRegister(file string, src []byte) (*Register, diag.List) {
	r := &Register{file: file, content: src, first: map[string]string{}, files: map[string]string{}}
	var faults diag.List
	if line, what := r.read(src); what != nil {
		fault := damagedRegister.With(*what).In(file)
		fault.Pos.Line = line
		faults.Add(fault)
		return nil, faults
	}
	return r, faults
}

// read reads all lines, or says what is wrong in which line; line 0 is the whole file.
func (r *Register) read(src []byte) (line int, what *diag.Message) {
	wrong := func(line int, m diag.Message) (int, *diag.Message) { return line, &m }
	switch {
	case len(src) == 0:
		return 0, nil
	case !bytes.HasPrefix(src, []byte(registerHeader+"\n")):
		return wrong(1, registerHead.With(registerHeader))
	case src[len(src)-1] != '\n':
		return wrong(0, registerCut.With())
	}
	reader := csv.NewReader(bytes.NewReader(src[len(registerHeader)+1:]))
	reader.FieldsPerRecord = 4
	for n := 1; ; n++ {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return 0, nil
		}
		if err != nil {
			at := &csv.ParseError{}
			_ = errors.As(err, &at) // a reader of bytes has no other errors
			return wrong(at.Line+1, registerLine.With())
		}
		line, _ := reader.FieldPos(0)
		if n > maxRegister {
			return wrong(line+1, registerTooLong.With(maxRegister))
		}
		if what := r.readLine(fields); what != nil {
			return line + 1, what
		}
	}
}

func (r *Register) readLine(fields []string) *diag.Message {
	file, record, on := fields[0], fields[1], fields[2]
	day, err := time.Parse(time.DateOnly, on)
	var what diag.Message
	switch {
	case !hexHash.MatchString(file) || record != "" && !hexHash.MatchString(record):
		what = registerHash.With()
	case err != nil || day.Year() < firstYear || day.Year() > lastYear:
		what = registerDate.With(verdict.Clip(on))
	default:
		r.remember(file, record, on)
		return nil
	}
	return &what
}

// remember keeps the first date of everything: a later line does not change when something
// came in, whatever its date.
func (r *Register) remember(file, record, on string) {
	for _, known := range []string{file, file + record} {
		if r.files[known] == "" {
			r.files[known] = on
		}
	}
	if record != "" && r.first[record] == "" {
		r.first[record] = on
	}
}

// Received returns the date on which a record was first received, or "".
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
	Problem verdict.Note // why there are no records
}

// Added says what a register gained.
type Added struct {
	Files   int // that were not in it
	Records int // that were not in it
	Known   int // records that were
}

// Add returns the register with a line for every record, and every file without
// records, that it does not have yet. What it has keeps its first date.
func (r *Register) Add(arrivals []Arrival, on string) ([]byte, Added) {
	a := adding{register: r, on: on, seen: map[string]bool{}}
	a.text.Write(r.content)
	if len(r.content) == 0 {
		a.text.WriteString(registerHeader + "\n")
	}
	a.lines = csv.NewWriter(&a.text)
	for _, arrival := range arrivals {
		if arrival.SHA256 != "" { // otherwise there is nothing to recognise it by
			a.arrival(arrival)
		}
	}
	a.lines.Flush()
	r.content = a.text.Bytes()
	return r.content, a.added
}

// adding adds lines to a register.
type adding struct {
	register *Register
	on       string
	text     bytes.Buffer
	lines    *csv.Writer
	seen     map[string]bool // what comes in twice counts once
	added    Added
}

func (a *adding) arrival(arrival Arrival) {
	r := a.register
	if r.files[arrival.SHA256] == "" {
		a.added.Files++
		if len(arrival.Records) == 0 {
			a.line(arrival.SHA256, "", arrival.Path)
		}
	}
	for _, record := range arrival.Records {
		switch {
		case a.seen[record]:
		case r.first[record] == "":
			a.added.Records++
		default:
			a.added.Known++
		}
		a.seen[record] = true
		if r.files[arrival.SHA256+record] == "" {
			a.line(arrival.SHA256, record, arrival.Path)
		}
	}
}

func (a *adding) line(file, record, name string) {
	if name != "" && strings.IndexByte("=+-@\t\r\n", name[0]) >= 0 {
		name = "'" + name // a spreadsheet would take it for a formula
	}
	_ = a.lines.Write([]string{file, record, a.on, name}) // into memory
	a.register.remember(file, record, a.on)
}
