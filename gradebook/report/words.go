// Package report shows a matrix as pages and texts: the page for the meeting, the
// record of one person, the explanation of one level, and CSV tables. Levels are
// said in words and with a symbol; the colour only repeats them.
package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/standards"
)

// facts is a matrix with what its readers ask of it. A matrix that was read from
// matrix.json may come without standards: IDs then stand for titles.
type facts struct {
	m            *gradebook.Matrix
	asOf         time.Time
	std          *standards.Framework // never nil
	staff        []*gradebook.Person  // active, in the matrix's order
	person       map[string]*gradebook.Person
	competencies []*standards.Competency // that somebody has a cell of, by domain
	byID         map[string]*standards.Competency
}

func newFacts(m *gradebook.Matrix) *facts {
	f := &facts{m: m, std: m.Standards, person: map[string]*gradebook.Person{}, byID: map[string]*standards.Competency{}}
	if f.std == nil {
		f.std = &standards.Framework{}
	}
	f.asOf, _ = time.Parse(time.DateOnly, m.AsOf) // was checked when the matrix was made or read
	for i := range m.Staff {
		p := &m.Staff[i]
		f.person[p.ID] = p
		if p.Status == competence.Active {
			f.staff = append(f.staff, p)
		}
	}
	for i := range f.std.Competencies {
		f.byID[f.std.Competencies[i].ID] = &f.std.Competencies[i]
	}
	seen := map[string]bool{}
	for _, c := range m.Cells.All() {
		if !seen[c.Competency] {
			seen[c.Competency] = true
			f.competencies = append(f.competencies, f.competency(c.Competency))
		}
	}
	order := map[string]int{}
	for i := range f.std.Competencies {
		order[f.std.Competencies[i].ID] = i
	}
	domains := map[string]int{}
	for i, d := range f.std.Domains {
		domains[d.ID] = i
	}
	slices.SortStableFunc(f.competencies, func(a, b *standards.Competency) int {
		return cmp.Or(cmp.Compare(domains[a.Domain], domains[b.Domain]), cmp.Compare(order[a.ID], order[b.ID]), cmp.Compare(a.ID, b.ID))
	})
	return f
}

// competency is never nil: one that the standards do not know bears its ID.
func (f *facts) competency(id string) *standards.Competency {
	if c := f.byID[id]; c != nil {
		return c
	}
	return &standards.Competency{ID: id, Title: id}
}

// cells gives a person's cells, and evidence the evidence: of one person, because
// that of all may be larger than memory.
func (f *facts) cells(staff string) []*competence.Cell {
	return slices.Collect(values(f.m.Cells.Group(staff)))
}

func (f *facts) evidence(staff string) []*competence.Evidence {
	return slices.Collect(values(f.m.Evidence.Group(staff)))
}

func values[T any](rows iter.Seq2[int, *T]) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}

func (f *facts) cell(staff, competency string) *competence.Cell {
	for _, c := range f.cells(staff) {
		if c.Competency == competency {
			return c
		}
	}
	return nil
}

// level is a level's label.
func (f *facts) level(n int) string {
	if l := f.std.Level(n).Label; l != "" {
		return l
	}
	return fmt.Sprintf("level %d", n)
}

// numbered is "level 3, shows how".
func (f *facts) numbered(n int) string {
	if l := f.std.Level(n).Label; l != "" {
		return fmt.Sprintf("level %d, %s", n, l)
	}
	return fmt.Sprintf("level %d", n)
}

func (f *facts) role(id string) string {
	if r := f.std.Role(id); r != nil && r.Title != "" {
		return r.Title
	}
	return id
}

func (f *facts) roles(p *gradebook.Person) string {
	if len(p.Roles) == 0 {
		return "no role"
	}
	titles := make([]string, len(p.Roles))
	for i, id := range p.Roles {
		titles[i] = f.role(id)
	}
	return strings.Join(titles, ", ")
}

func (f *facts) kind(k string) string {
	if r, ok := f.std.Kind(nil, standards.Kind(k)); ok && r.Label != "" {
		return r.Label
	}
	return k
}

func (f *facts) bank(id string) string {
	if m, ok := f.m.Modules[id]; ok && m.Title != "" {
		return m.Title
	}
	return id
}

func (f *facts) domain(id string) string {
	for _, d := range f.std.Domains {
		if d.ID == id {
			return d.Title
		}
	}
	return cmp.Or(id, "Other")
}

func (f *facts) framework() string {
	return strings.TrimSpace(fmt.Sprintf("%s, version %s (%s)", f.m.Framework.Title, f.m.Framework.Version, f.m.Framework.ID))
}

func (f *facts) provisional() string {
	if f.m.Framework.Adopted {
		return ""
	}
	return "PROVISIONAL: no named person has adopted the cuts, the validity periods and the levels required of each role. Until somebody does, the levels are proposals."
}

// days counts from the as-of date.
func (f *facts) days(date string) (int, bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0, false
	}
	return int(t.Sub(f.asOf).Hours() / 24), true
}

// until says how far off a date is.
func (f *facts) until(date string) string {
	n, ok := f.days(date)
	switch {
	case !ok:
		return ""
	case n < 0:
		return count(-n, "day", "days") + " ago"
	case n == 0:
		return "today"
	}
	return "in " + count(n, "day", "days")
}

// tone is how a standing looks. Each has a symbol of its own.
type tone string

const (
	good    tone = "good"
	partly  tone = "partly"
	soon    tone = "soon"
	gap     tone = "gap"
	bad     tone = "bad"
	waiting tone = "waiting"
	quiet   tone = "quiet"
)

// standing says in a few words where a person stands.
type standing struct {
	Tone   tone
	Symbol string
	Text   string // without the symbol
	More   string // the requirement, the cause, a date
}

func (f *facts) standing(c *competence.Cell) standing {
	reached := "none"
	if c.Level != nil {
		reached = f.level(*c.Level)
	}
	needs := "needs " + f.level(c.Required)
	join := func(parts ...string) string {
		return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
	}
	supervised, borderline := "", ""
	if c.Supervised {
		supervised = "supervised until " + c.Due
	}
	if c.Borderline != "" {
		borderline = "borderline"
	}
	switch {
	case c.Required == 0:
		more := ""
		if c.Level != nil && *c.Level > 0 {
			more = "shown all the same: " + reached
		}
		return standing{quiet, "–", "not required", more}
	case c.Status == competence.Expired:
		return standing{bad, "✗", "expired", join(c.Expires, needs)}
	case c.Status == competence.Pending:
		return standing{waiting, "?", "pending", join(f.cause(c), needs)}
	case c.Met && c.Status == competence.Expiring:
		return standing{soon, "⌛", reached, join("expires "+f.until(c.Expires), borderline)}
	case c.Met:
		return standing{good, "✓", reached, borderline}
	case c.Level != nil && *c.Level > 0:
		return standing{partly, "▲", reached, join(needs, f.cause(c), borderline, supervised)}
	}
	return standing{gap, "▲", strings.Replace(reached, "none", "no level", 1), join(needs, f.cause(c), supervised)}
}

// cause says in a few words why a requirement is not met.
func (f *facts) cause(c *competence.Cell) string {
	switch c.Cause {
	case competence.NotAttempted:
		return "nothing handed in yet"
	case competence.Failed:
		return "result below the level required"
	case competence.InsufficientEvidence:
		for _, k := range c.Kinds {
			if k.Level == nil {
				return fmt.Sprintf("too little for a level (n=%d)", k.Items)
			}
		}
		return "too little for a level"
	case competence.ExpiredEvidence:
		return "evidence expired"
	case competence.ObservationMissing:
		return "observation missing"
	case competence.KnowledgeMissing:
		return "knowledge quiz missing"
	case competence.CriticalFailed:
		return "critical question missed"
	case competence.MandatoryUnmet:
		return "mandatory indicator unmet"
	case competence.AwaitingConfirmation:
		return "observation awaits confirmation"
	case competence.AwaitingMarking:
		return "awaits marking"
	}
	return strings.ReplaceAll(string(c.Cause), "-", " ")
}

// step is what closes a gap.
type step struct {
	Text   string
	Module string // title
	URL    string // "" where the site's address is not known
}

// next names what closes a gap; the zero step where there is none.
func (f *facts) next(c *competence.Cell) step {
	if c.Required == 0 || c.Met && c.Status != competence.Expiring {
		return step{}
	}
	rule := f.competency(c.Competency).Rule
	var observe string
	if rule != nil {
		var kinds []string
		for _, demand := range rule.Demands {
			for _, k := range demand {
				if k == standards.Simulation || k == standards.Practice {
					kinds = append(kinds, strings.ToLower(f.kind(string(k))))
				}
			}
		}
		if len(kinds) > 0 {
			observe = "arrange an observation with a qualified assessor: " + strings.Join(kinds, " or ")
		}
	}
	take := step{}
	if rule != nil {
		for _, bank := range rule.Banks {
			if m, ok := f.m.Modules[bank]; ok {
				take = step{Text: fmt.Sprintf("take the module %q and its assessment", cmp.Or(m.Title, bank)), Module: cmp.Or(m.Title, bank)}
				if strings.HasPrefix(m.URL, "https://") || strings.HasPrefix(m.URL, "http://") {
					take.URL = m.URL
				}
				break
			}
		}
	}
	if c.Met { // and it expires: what ends first is what is to be renewed
		first := ""
		for _, k := range c.Kinds {
			if k.Counts && k.Expires == c.Expires {
				first = k.Kind
				break
			}
		}
		if observed := first == string(standards.Simulation) || first == string(standards.Practice); observed && observe != "" {
			return step{Text: observe}
		}
		return take
	}
	switch {
	case c.Cause == competence.AwaitingConfirmation:
		return step{Text: "ask the assessor to confirm the observation"}
	case c.Cause == competence.AwaitingMarking:
		return step{Text: "have the written work marked"}
	case c.Cause == competence.ObservationMissing && observe != "":
		return step{Text: observe}
	case c.Cause == competence.MandatoryUnmet && observe != "" && len(c.Missing) == 0:
		return step{Text: "talk the mandatory indicator over, then " + observe}
	case f.lowestMet(c) && observe != "":
		return step{Text: observe}
	case take.Text != "":
		if observe != "" && c.Cause != competence.KnowledgeMissing && c.Required > 1 {
			take.Text += ", then " + observe
		}
		return take
	case observe != "":
		return step{Text: observe}
	}
	return step{}
}

// lowestMet tells whether everything but observation is shown and in date.
func (f *facts) lowestMet(c *competence.Cell) bool {
	rule := f.competency(c.Competency).Rule
	if rule == nil || c.Cause == competence.CriticalFailed {
		return false
	}
	for _, demand := range rule.Demands {
		observed := slices.ContainsFunc(demand, func(k standards.Kind) bool { return k == standards.Simulation || k == standards.Practice })
		if observed {
			continue
		}
		shown := slices.ContainsFunc(c.Kinds, func(s competence.Showing) bool {
			return slices.Contains(demand, standards.Kind(s.Kind)) && s.Level != nil && *s.Level > 0 && (s.Expires == "" || s.Expires > f.m.AsOf)
		})
		if !shown {
			return false
		}
	}
	return true
}

// percent writes a percentage without needless digits.
func percent(p float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(p, 'f', 1, 64), ".0") + "%"
}

// number writes points.
func number(p float64) string {
	text := strconv.FormatFloat(p, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// upper makes the first letter a capital.
func upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// sentence is a line with a capital and a full stop.
func sentence(s string) string {
	s = upper(strings.TrimSpace(s))
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") {
		return s
	}
	return s + "."
}
