package gradebook

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// MaxMatrix bounds a matrix.json that is read, in bytes: that of 10,000 people
// with twenty pieces of evidence each has about a quarter of it.
const MaxMatrix = 1 << 30

// ReadMatrix reads a matrix.json that an earlier run wrote, of the given site;
// "" takes that of any site. What does not hold together is a fault: a wrong
// earlier matrix would give wrong reasons for what changed.
func ReadMatrix(name string, src []byte, site string) (*Matrix, diag.List) {
	var faults diag.List
	m := &Matrix{}
	fault := func(what, hint string) (*Matrix, diag.List) {
		faults.Add(diag.Fault{File: name, What: what, Hint: hint})
		return nil, faults
	}
	const another = "name the matrix.json that gradebook grade wrote beside the workbook"
	if len(src) > MaxMatrix {
		return fault(fmt.Sprintf("it has %d MB; a matrix.json has at most %d MB", len(src)>>20, MaxMatrix>>20), another)
	}
	if strings.HasPrefix(string(src[:min(len(src), 2)]), "PK") {
		return fault("it is a workbook, not a matrix.json", another)
	}
	// The format is looked at first: a newer one may well differ in everything else.
	var head struct {
		Format string `json:"format"`
		Site   string `json:"site"`
	}
	if err := json.Unmarshal(src, &head); err != nil {
		return fault(unreadable(err), another)
	}
	switch {
	case head.Format == MatrixFormat:
	case strings.HasPrefix(head.Format, "coursemark-matrix/"):
		return fault(fmt.Sprintf("it is of the format %q; this program reads %s", clipped(head.Format), MatrixFormat), "use the gradebook that wrote it, or a newer one")
	case head.Format == "":
		return fault("it is not a matrix.json: it names no format", another)
	default:
		return fault(fmt.Sprintf("it is not a matrix.json, but of the format %q", clipped(head.Format)), another)
	}
	if site != "" && head.Site != site {
		return fault(fmt.Sprintf("it is the matrix of the site %q; this is %q", clipped(head.Site), site), "name the matrix.json of the same site")
	}
	if err := json.Unmarshal(src, m); err != nil {
		return fault(unreadable(err), another)
	}
	if what := m.inconsistent(); what != "" {
		return fault(what, "it was changed since it was written: take it from a backup, or grade again")
	}
	return m, faults
}

// Attach gives a matrix that was read the standards and modules of a project or
// grading kit, which matrix.json does not hold. Rules that changed since are told
// apart by their hashes.
func (m *Matrix) Attach(projects []*project.Project) diag.List {
	r, faults := loadRules(projects)
	if faults.Failed() {
		return faults
	}
	if site := projects[0].Config.Site.ID; site != m.Site {
		faults.Add(diag.Fault{What: fmt.Sprintf("the matrix is of the site %q, but %s is of %q", clipped(m.Site), projects[0].Name, site), Hint: "name the grading kit of the same site"})
		return faults
	}
	if r.framework.ID != m.Framework.ID {
		faults.Add(diag.Fault{What: fmt.Sprintf("the matrix is by the standards %q, but %s has %q", clipped(m.Framework.ID), projects[0].Name, r.framework.ID), Hint: "name the grading kit that the matrix was made with"})
		return faults
	}
	m.Standards, m.Modules = r.framework, r.modules
	return faults
}

// unreadable says what is wrong with JSON without the words of a programmer.
func unreadable(err error) string {
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
	for _, t := range m.Training {
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
	evidence := map[string]bool{}
	for _, e := range m.Evidence {
		where := "evidence " + clipped(e.ID)
		switch {
		case e.ID == "" || evidence[e.ID]:
			return where + " has no ID, or stands in it twice"
		case !people[e.Staff]:
			return fmt.Sprintf("%s is of %s, who is not among the staff", where, clipped(e.Staff))
		case !sane(e.Raw) || !sane(e.Max) || !sane(e.Percent) || !sane(e.Cut) || e.Items < 0:
			return where + ": its points are no points"
		}
		evidence[e.ID] = true
		for _, d := range []string{e.Date, e.ValidFrom, e.Expires, e.FirstReceived} {
			if bad := date(where, d); bad != "" {
				return bad
			}
		}
	}
	cells := map[cellKey]bool{}
	for _, c := range m.Cells {
		where := clipped(c.Staff + ", " + c.Competency)
		key := cellKey{c.Staff, c.Competency}
		switch {
		case cells[key]:
			return where + " stands in it twice"
		case !people[c.Staff]:
			return where + ": this person is not among the staff"
		case c.Level != nil && (*c.Level < 0 || *c.Level > 100) || c.Required < 0 || c.Required > 100:
			return where + ": the level is no level"
		}
		cells[key] = true
		switch c.Status {
		case competence.Current, competence.Expiring, competence.Expired, competence.NotYet, competence.Pending, competence.NotRequired:
		default:
			return fmt.Sprintf("%s: the status %q is not known", where, clipped(string(c.Status)))
		}
		for _, id := range c.Evidence {
			if !evidence[id] {
				return fmt.Sprintf("%s rests on the evidence %s, which is not in it", where, clipped(id))
			}
		}
		for _, d := range []string{c.ValidFrom, c.Expires, c.Due} {
			if bad := date(where, d); bad != "" {
				return bad
			}
		}
	}
	return ""
}

func sane(f float64) bool { return f >= 0 && f <= 1e9 && !math.IsNaN(f) }

func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
