package gradebook

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spool"
)

// Bounds of a matrix.json that is read. Cells, evidence, training and inputs are not kept
// in memory, and may be as many as fit on the disk.
const (
	maxKept  = 256 << 20 // bytes of what is kept in memory
	maxToken = 16 << 20  // of a single text
)

// ReadMatrix reads a matrix.json that an earlier run wrote, of the given site;
// "" accepts any site. A contradiction in it is a fault: a wrong earlier matrix would
// give wrong reasons for what changed.
func ReadMatrix(name string, src io.Reader, site string) (*Matrix, diag.List) {
	m, err := decode(src)
	var faults diag.List
	wrong := m.wrongFormat(err)
	switch {
	case wrong != nil:
	case m.Err() != nil:
		faults.Add(ledger.NoRoom(m.Err()))
	case err != nil:
		wrong = unreadable(err)
	case site != "" && m.Site != site:
		wrong = with(otherSite, verdict.Clip(m.Site), site)
	default:
		wrong = m.inconsistent()
	}
	if wrong != nil {
		faults.Add(wrong.In(name))
	}
	if faults.Failed() {
		return nil, faults
	}
	return m, faults
}

// with returns a pointer to a message.
func with(k diag.Kind, args ...any) *diag.Message {
	m := k.With(args...)
	return &m
}

var errWorkbook = errors.New("it is a workbook")

// decode reads what there is. With an error, the matrix has what was read before it.
func decode(src io.Reader) (*Matrix, error) {
	m, in := &Matrix{}, bufio.NewReader(src)
	if head, _ := in.Peek(2); string(head) == "PK" {
		return m, errWorkbook
	}
	b := &bounded{in: in}
	b.d = jsontext.NewDecoder(b)
	tables := json.JoinUnmarshalers(spooled[verdict.Input](b), spooled[competence.Cell](b),
		spooled[competence.Evidence](b), spooled[sheets.Training](b))
	err := json.UnmarshalDecode(b.d, m, json.WithUnmarshalers(tables))
	if err != nil && err != io.EOF {
		return m, err
	}
	_, end := b.d.ReadToken()
	if err == io.EOF || end == nil { // there is nothing, or more behind the end
		return m, &jsontext.SyntacticError{ByteOffset: b.d.InputOffset()}
	}
	if end != io.EOF {
		return m, end
	}
	return m, nil
}

// wrongFormat finds a file of another format. The format is looked at before anything
// else, because a newer one may well differ in everything else.
func (m *Matrix) wrongFormat(err error) *diag.Message {
	switch {
	case errors.Is(err, errWorkbook):
		return with(isWorkbook)
	case m.Format == MatrixFormat:
		return nil
	case strings.HasPrefix(m.Format, MatrixFamily):
		return with(otherVersion, verdict.Clip(m.Format), MatrixFormat)
	case m.Format != "":
		return with(otherFormat, verdict.Clip(m.Format))
	case err == nil:
		return with(withoutFormat)
	}
	return nil
}

// bounded keeps a decoder from holding more than it may.
type bounded struct {
	in      io.Reader
	d       *jsontext.Decoder
	read    int64
	past    int64 // bytes that were not kept in memory
	passing bool  // those being read now are not kept either
}

var errTooMuch = errors.New("it holds more than a matrix.json does")

func (b *bounded) Read(p []byte) (int, error) {
	if b.read-b.d.InputOffset() > maxToken || !b.passing && b.read-b.past > maxKept {
		return 0, errTooMuch
	}
	n, err := b.in.Read(p[:min(len(p), 1<<18)]) // and look again
	b.read += int64(n)
	return n, err
}

// spooled reads a table.
func spooled[T any](b *bounded) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(d *jsontext.Decoder, t *spool.Table[T]) error {
		from := d.InputOffset()
		b.passing = true
		err := t.UnmarshalJSONFrom(d)
		b.passing = false
		b.past += d.InputOffset() - from
		return err
	})
}

// unreadable says what is wrong with JSON without the words of a programmer.
func unreadable(err error) *diag.Message {
	var syntax *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case errors.Is(err, errTooMuch):
		return with(tooMuch)
	case errors.As(err, &syntax) && errors.Is(err, jsontext.ErrDuplicateName):
		return with(nameTwice, syntax.ByteOffset)
	case errors.As(err, &syntax):
		return with(notJSON, syntax.ByteOffset)
	case errors.As(err, &semantic):
		return with(notExpected, verdict.Clip(string(semantic.JSONPointer)))
	}
	return with(cannotBeRead, err)
}

// inconsistent returns the first contradiction.
func (m *Matrix) inconsistent() *diag.Message {
	if m.AsOf == "" {
		return with(withoutDate)
	}
	if bad := checkDates("as_of", m.AsOf); bad != nil {
		return bad
	}
	people := map[string]bool{}
	for _, check := range []func(people map[string]bool) *diag.Message{m.wrongStaff, m.wrongTraining,
		m.wrongStandings} {
		if bad := check(people); bad != nil {
			return bad
		}
	}
	return nil
}

func checkDates(where string, dates ...string) *diag.Message {
	for _, d := range dates {
		if _, err := time.Parse(time.DateOnly, d); d != "" && err != nil {
			return with(notADate, where, verdict.Clip(d))
		}
	}
	return nil
}

// wrongStaff checks the people, and collects them.
func (m *Matrix) wrongStaff(people map[string]bool) *diag.Message {
	for _, p := range m.Staff {
		where := "staff " + verdict.Clip(p.ID)
		if p.ID == "" || people[p.ID] {
			return with(idTwice, where)
		}
		people[p.ID] = true
		switch p.Status {
		case competence.Active, competence.Left, competence.NotStarted:
		default:
			return with(unknownStatus, where, verdict.Clip(p.Status))
		}
		if bad := checkDates(where, p.Start, p.End); bad != nil {
			return bad
		}
	}
	return nil
}

func (m *Matrix) wrongTraining(people map[string]bool) *diag.Message {
	const most = 1e6 // minutes
	for _, t := range m.Training.All() {
		where := fmt.Sprintf("the training %q of %s", verdict.Clip(t.Course), verdict.Clip(t.Staff))
		switch {
		case !people[t.Staff]:
			return with(ofNobody, where)
		case t.Date == "" || t.Minutes < 0 || t.Minutes > most:
			return with(wrongMinutes, where)
		}
		if bad := checkDates(where, t.Date); bad != nil {
			return bad
		}
	}
	return nil
}

// wrongStandings checks cells and evidence, person by person. What is left over is of
// people who are not among the staff.
func (m *Matrix) wrongStandings(people map[string]bool) *diag.Message {
	cells, evidence := 0, 0
	for _, p := range m.Staff {
		known, bad := m.wrongEvidence(p.ID)
		if bad != nil {
			return bad
		}
		n, bad := m.wrongCells(p.ID, known)
		if bad != nil {
			return bad
		}
		cells, evidence = cells+n, evidence+len(known)
	}
	if cells < m.Cells.Len() {
		for _, c := range m.Cells.All() {
			if !people[c.Staff] {
				return with(ofNobody, verdict.Clip(c.Staff+", "+c.Competency))
			}
		}
	}
	if evidence < m.Evidence.Len() {
		for _, e := range m.Evidence.All() {
			if !people[e.Staff] {
				return with(ofNobody, fmt.Sprintf("evidence %s of %s", verdict.Clip(e.ID), verdict.Clip(e.Staff)))
			}
		}
	}
	return nil
}

// wrongEvidence checks the evidence of a person, and collects its IDs.
func (m *Matrix) wrongEvidence(staff string) (known map[string]bool, bad *diag.Message) {
	known = map[string]bool{}
	for _, e := range m.Evidence.Group(staff) {
		where := "evidence " + verdict.Clip(e.ID)
		switch {
		case e.ID == "" || known[e.ID]:
			return known, with(idTwice, where)
		case !sane(e.Raw) || !sane(e.Max) || !sane(e.Percent) || !sane(e.Cut) || e.Items < 0:
			return known, with(wrongPoints, where)
		}
		known[e.ID] = true
		if bad := checkDates(where, e.Date, e.ValidFrom, e.Expires, e.FirstReceived); bad != nil {
			return known, bad
		}
	}
	return known, nil
}

// wrongCells checks the cells of a person, and counts them.
func (m *Matrix) wrongCells(staff string, evidence map[string]bool) (n int, bad *diag.Message) {
	seen := map[string]bool{}
	for _, c := range m.Cells.Group(staff) {
		where := verdict.Clip(c.Staff + ", " + c.Competency)
		if seen[c.Competency] {
			return n, with(cellTwice, where)
		}
		seen[c.Competency] = true
		n++
		if bad := wrongCell(c, where, evidence); bad != nil {
			return n, bad
		}
	}
	return n, nil
}

func wrongCell(c *competence.Cell, where string, evidence map[string]bool) *diag.Message {
	const highest = 100
	if c.Level != nil && (*c.Level < 0 || *c.Level > highest) || c.Required < 0 || c.Required > highest {
		return with(wrongLevel, where)
	}
	switch c.Status {
	case competence.Current, competence.Expiring, competence.Expired, competence.NotYet, competence.Pending,
		competence.NotRequired:
	default:
		return with(unknownStatus, where, verdict.Clip(string(c.Status)))
	}
	for _, id := range c.Evidence {
		if !evidence[id] {
			return with(evidenceMissing, where, verdict.Clip(id))
		}
	}
	return checkDates(where, c.ValidFrom, c.Expires, c.Due)
}

func sane(f float64) bool { return f >= 0 && f <= 1e9 && !math.IsNaN(f) }
