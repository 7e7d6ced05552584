package summary

import (
	"cmp"
	"path/filepath"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// Figures are what a run found, in short.
type Figures struct {
	AsOf         string         `json:"as_of"`
	Staff        int            `json:"staff"`
	Active       int            `json:"active"`
	Competencies int            `json:"competencies"`
	Required     int            `json:"required"`
	Met          int            `json:"met"`
	Gaps         int            `json:"gaps"`
	Causes       map[string]int `json:"causes"`
	Expired      int            `json:"expired"`
	Expiring     int            `json:"expiring"`
	Counts       verdict.Counts `json:"counts"`
	Reasons      []reason       `json:"reasons"`
	Notices      []string       `json:"notices"`      // in English
	NoticeCodes  []verdict.Note `json:"notice_codes"` // the same, in the same order
	Previous     string         `json:"previous,omitempty"`
	Changes      map[string]int `json:"changes,omitempty"`
	Workbook     string         `json:"workbook,omitempty"`
	Matrix       string         `json:"matrix"`
	Files        []string       `json:"files,omitempty"` // the others that were written
	Decisions    string         `json:"decisions,omitempty"`
	OpenCases    int            `json:"open_cases"`
	Suspicions   string         `json:"suspicions,omitempty"`
	Kept         string         `json:"kept,omitempty"`
}

// reason counts the exceptions of a verdict and reason.
type reason struct {
	Verdict verdict.Verdict `json:"verdict"`
	Reason  string          `json:"reason"`
	Count   int             `json:"count"`
	Example string          `json:"example"`
}

// GradeJSON is the summary for programs: with every file that was written, and with
// the notices that people see on standard error.
func GradeJSON(r run.Result, notices []diag.Fault) ([]byte, error) {
	f := figuresOf(r)
	f.Notices, f.NoticeCodes = slices.Clone(f.Notices), slices.Clone(f.NoticeCodes)
	for _, n := range notices {
		n.Severity = diag.Error // the list says what they are
		f.Notices = append(f.Notices, n.Error())
		f.NoticeCodes = append(f.NoticeCodes, verdict.Code(n.Code).With(n.Args...))
	}
	return indented(f)
}

func indented(v any) ([]byte, error) {
	return json.Marshal(v, json.Deterministic(true), jsontext.WithIndent("  "), jsontext.EscapeForHTML(false))
}

func figuresOf(r run.Result) Figures {
	m := r.Matrix
	f := Figures{AsOf: m.AsOf, Staff: len(m.Staff), Causes: map[string]int{}, Counts: m.Counts, Notices: m.Notices,
		NoticeCodes: m.NoticeCodes, Previous: m.Previous,
		Reasons:  reasonsOf(m.Exceptions),
		Workbook: filepath.ToSlash(r.Workbook), Matrix: filepath.ToSlash(r.MatrixFile), Kept: filepath.ToSlash(r.Kept),
		Decisions: filepath.ToSlash(r.Decisions), OpenCases: len(m.Cases), Suspicions: filepath.ToSlash(r.Suspicions)}
	for _, name := range slices.Concat(r.Others, r.Lists) {
		f.Files = append(f.Files, filepath.ToSlash(name))
	}
	for _, p := range m.Staff {
		if p.Status == competence.Active {
			f.Active++
		}
		f.Required += p.Required
		f.Met += p.Met
	}
	f.Gaps = f.Required - f.Met
	for _, c := range m.Changes {
		if f.Changes == nil {
			f.Changes = map[string]int{}
		}
		f.Changes[string(c.Kind)]++
	}
	f.addCells(r)
	return f
}

func (f *Figures) addCells(r run.Result) {
	required := map[string]bool{}
	for _, c := range r.Matrix.Cells.All() {
		if c.Required > 0 {
			required[c.Competency] = true
		}
		if c.Cause != "" {
			f.Causes[string(c.Cause)]++
		}
		switch c.Status {
		case competence.Expired:
			f.Expired++
		case competence.Expiring:
			f.Expiring++
		}
	}
	f.Competencies = len(required)
}

// reasonsOf counts exceptions, the most frequent of each verdict first.
func reasonsOf(exceptions []verdict.Exception) []reason {
	var out []reason
	for _, e := range exceptions {
		i := slices.IndexFunc(out, func(r reason) bool { return r.Verdict == e.Verdict && r.Reason == e.Reason })
		if i < 0 {
			i = len(out)
			out = append(out, reason{Verdict: e.Verdict, Reason: e.Reason, Example: e.File + ": " + e.What})
		}
		out[i].Count++
	}
	slices.SortStableFunc(out, func(a, b reason) int {
		return cmp.Or(cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}
