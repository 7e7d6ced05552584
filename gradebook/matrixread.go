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
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spool"
)

// Bounds of a matrix.json that is read. Cells, evidence, training and inputs go past
// memory, and may be as many as fit onto the disk.
const (
	maxKept  = 256 << 20 // bytes of what is kept in memory
	maxToken = 16 << 20  // of a single text
)

// ReadMatrix reads a matrix.json that an earlier run wrote, of the given site;
// "" takes that of any site. What does not hold together is a fault: a wrong
// earlier matrix would give wrong reasons for what changed.
func ReadMatrix(name string, src io.Reader, site string) (*Matrix, diag.List) {
	var faults diag.List
	fault := func(what, hint string) (*Matrix, diag.List) {
		faults.Add(diag.Fault{File: name, What: what, Hint: hint})
		return nil, faults
	}
	const another = "name the matrix.json that gradebook grade wrote beside the workbook"
	in := bufio.NewReader(src)
	if head, _ := in.Peek(2); string(head) == "PK" {
		return fault("it is a workbook, not a matrix.json", another)
	}
	b := &bounded{in: in}
	b.d = jsontext.NewDecoder(b)
	m := &Matrix{}
	err := json.UnmarshalDecode(b.d, m, json.WithUnmarshalers(json.JoinUnmarshalers(spooled[verdict.Input](b), spooled[competence.Cell](b), spooled[competence.Evidence](b), spooled[sheets.Training](b))))
	end := io.EOF
	if err == nil {
		_, end = b.d.ReadToken()
	}
	switch {
	case err == io.EOF, end == nil: // there is nothing, or more behind the end
		err = &jsontext.SyntacticError{ByteOffset: b.d.InputOffset()}
	case end != io.EOF:
		err = end
	}
	// The format is looked at first: a newer one may well differ in everything else.
	switch {
	case m.Format == MatrixFormat:
	case strings.HasPrefix(m.Format, MatrixFamily):
		return fault(fmt.Sprintf("it is of the format %q; this program reads %s", clipped(m.Format), MatrixFormat), "use the gradebook that wrote it, or a newer one")
	case m.Format != "":
		return fault(fmt.Sprintf("it is not a matrix.json, but of the format %q", clipped(m.Format)), another)
	case err == nil:
		return fault("it is not a matrix.json: it names no format", another)
	}
	switch {
	case m.Err() != nil:
		faults.Add(intake.NoRoom(m.Err()))
		return nil, faults
	case err != nil:
		return fault(unreadable(err), another)
	case site != "" && m.Site != site:
		return fault(fmt.Sprintf("it is the matrix of the site %q; this is %q", clipped(m.Site), site), "name the matrix.json of the same site")
	}
	if what := m.inconsistent(); what != "" {
		return fault(what, "it was changed since it was written: take it from a backup, or grade again")
	}
	return m, faults
}

// bounded keeps a decoder from holding more than it may.
type bounded struct {
	in      io.Reader
	d       *jsontext.Decoder
	read    int64
	past    int64 // bytes that went past memory
	passing bool  // they do so now
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
func unreadable(err error) string {
	if errors.Is(err, errTooMuch) {
		return errTooMuch.Error()
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return fmt.Sprintf("a name stands twice in the same JSON object (at byte %d)", syntax.ByteOffset)
		}
		return fmt.Sprintf("it is not JSON, or is cut off (at byte %d)", syntax.ByteOffset)
	}
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		return fmt.Sprintf("what stands at %s does not belong there", clipped(string(semantic.JSONPointer)))
	}
	return "it cannot be read: " + err.Error()
}

// inconsistent says what does not hold together, or "".
func (m *Matrix) inconsistent() string {
	date := func(where, d string) string {
		if d != "" {
			if _, err := time.Parse(time.DateOnly, d); err != nil {
				return fmt.Sprintf("%s: %q is not a date", where, clipped(d))
			}
		}
		return ""
	}
	if m.AsOf == "" {
		return "it has no as-of date"
	}
	if bad := date("as_of", m.AsOf); bad != "" {
		return bad
	}
	people := map[string]bool{}
	for _, p := range m.Staff {
		where := "staff " + clipped(p.ID)
		if p.ID == "" || people[p.ID] {
			return where + " has no ID, or stands in it twice"
		}
		people[p.ID] = true
		switch p.Status {
		case competence.Active, competence.Left, competence.NotStarted:
		default:
			return fmt.Sprintf("%s: the status %q is not known", where, clipped(p.Status))
		}
		for _, d := range []string{p.Start, p.End} {
			if bad := date(where, d); bad != "" {
				return bad
			}
		}
	}
	for _, t := range m.Training.All() {
		where := fmt.Sprintf("the training %q of %s", clipped(t.Course), clipped(t.Staff))
		switch {
		case !people[t.Staff]:
			return where + ": this person is not among the staff"
		case t.Date == "" || t.Minutes < 0 || t.Minutes > 1e6:
			return where + " has no date, or minutes that are none"
		}
		if bad := date(where, t.Date); bad != "" {
			return bad
		}
	}
	cells, evidence := 0, 0
	for i := range m.Staff {
		c, e, bad := m.inconsistentAbout(&m.Staff[i], date)
		if bad != "" {
			return bad
		}
		cells, evidence = cells+c, evidence+e
	}
	if cells < m.Cells.Len() {
		for _, c := range m.Cells.All() {
			if !people[c.Staff] {
				return clipped(c.Staff+", "+c.Competency) + ": this person is not among the staff"
			}
		}
	}
	if evidence < m.Evidence.Len() {
		for _, e := range m.Evidence.All() {
			if !people[e.Staff] {
				return fmt.Sprintf("evidence %s is of %s, who is not among the staff", clipped(e.ID), clipped(e.Staff))
			}
		}
	}
	return ""
}

// inconsistentAbout looks at the rows about a person, and counts them.
func (m *Matrix) inconsistentAbout(p *Person, date func(where, d string) string) (cells, evidence int, bad string) {
	known := map[string]bool{}
	for _, e := range m.Evidence.Group(p.ID) {
		where := "evidence " + clipped(e.ID)
		switch {
		case e.ID == "" || known[e.ID]:
			return 0, 0, where + " has no ID, or stands in it twice"
		case !sane(e.Raw) || !sane(e.Max) || !sane(e.Percent) || !sane(e.Cut) || e.Items < 0:
			return 0, 0, where + ": its points are no points"
		}
		known[e.ID] = true
		for _, d := range []string{e.Date, e.ValidFrom, e.Expires, e.FirstReceived} {
			if bad := date(where, d); bad != "" {
				return 0, 0, bad
			}
		}
	}
	seen := map[string]bool{}
	for _, c := range m.Cells.Group(p.ID) {
		where := clipped(c.Staff + ", " + c.Competency)
		switch {
		case seen[c.Competency]:
			return 0, 0, where + " stands in it twice"
		case c.Level != nil && (*c.Level < 0 || *c.Level > 100) || c.Required < 0 || c.Required > 100:
			return 0, 0, where + ": the level is no level"
		}
		seen[c.Competency] = true
		cells++
		switch c.Status {
		case competence.Current, competence.Expiring, competence.Expired, competence.NotYet, competence.Pending, competence.NotRequired:
		default:
			return 0, 0, fmt.Sprintf("%s: the status %q is not known", where, clipped(string(c.Status)))
		}
		for _, id := range c.Evidence {
			if !known[id] {
				return 0, 0, fmt.Sprintf("%s rests on the evidence %s, which is not in it", where, clipped(id))
			}
		}
		for _, d := range []string{c.ValidFrom, c.Expires, c.Due} {
			if bad := date(where, d); bad != "" {
				return 0, 0, bad
			}
		}
	}
	return cells, len(known), ""
}

func sane(f float64) bool { return f >= 0 && f <= 1e9 && !math.IsNaN(f) }

func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
