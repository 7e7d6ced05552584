// Package words says in English what a matrix holds: levels, roles, kinds of
// evidence, causes, rules and dates. The workbook and the pages take their words
// from here, so that one thing is never called by two names.
package words

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/standards"
)

// The banner of a matrix whose framework nobody has adopted, in two parts.
const (
	ProvisionalTopic = "PROVISIONAL"
	ProvisionalText  = "No named person has adopted the cuts, the validity periods and the levels required of each role. " +
		"Until somebody does, the levels are proposals."
)

// About is what the words of a matrix depend on.
type About struct {
	Standards *standards.Framework // nil for a matrix that came without them
	AsOf      string               // 2006-01-02
	Framework Framework
	Modules   map[string]Module // by ID of a bank or scenario
}

// Framework names the standards that a matrix was made by.
type Framework struct {
	ID, Version, Title string
	Adopted            bool
}

// Module is where a gap can be closed.
type Module struct {
	Title    string // of the bank or scenario
	URL      string // absolute where base_url is configured, otherwise the path in the site
	Scenario bool
}

// Words says what one matrix holds. A matrix that was read from matrix.json may come
// without standards: then IDs are shown in place of titles.
type Words struct {
	Standards *standards.Framework // never nil
	AsOf      time.Time            // zero for a matrix without a date

	framework        Framework
	modules          map[string]Module
	competencies     map[string]*standards.Competency
	rules            map[string]*standards.Settled // by competency
	hashes           map[string]string             // of these rules
	withoutStandards bool                          // it came without standards
	labels           map[standards.Kind]string
}

// New returns the words of a matrix.
func New(m About) *Words {
	w := &Words{Standards: m.Standards, framework: m.Framework, modules: m.Modules,
		competencies: map[string]*standards.Competency{}, rules: map[string]*standards.Settled{},
		hashes: map[string]string{}, labels: map[standards.Kind]string{}, withoutStandards: m.Standards == nil}
	if w.Standards == nil {
		w.Standards = &standards.Framework{}
	}
	w.AsOf, _ = time.Parse(time.DateOnly, m.AsOf) // was checked when the matrix was made or read
	for i := range w.Standards.Competencies {
		c := &w.Standards.Competencies[i]
		w.competencies[c.ID], w.rules[c.ID] = c, w.Standards.Settle(c)
		if hash, err := w.Standards.RuleHash(c); err == nil { // otherwise it is the rule of no level
			w.hashes[c.ID] = hash
		}
	}
	for _, m := range w.Standards.Defaults() {
		w.labels[m.Kind] = m.Label
	}
	return w
}

// Framework names the standards that were applied.
func (w *Words) Framework() string {
	return strings.TrimSpace(fmt.Sprintf("%s, version %s (%s)", w.framework.Title, w.framework.Version, w.framework.ID))
}

// Adopted reports whether somebody adopted the framework.
func (w *Words) Adopted() bool { return w.framework.Adopted }

// Provisional says that nobody has adopted the framework; "" if somebody has.
func (w *Words) Provisional() string {
	if w.framework.Adopted {
		return ""
	}
	return ProvisionalTopic + ": " + lower(ProvisionalText)
}

// Competency returns a competency. It is never nil: one that the standards do not have
// gets its ID as the title.
func (w *Words) Competency(id string) *standards.Competency {
	if c := w.competencies[id]; c != nil {
		return c
	}
	return &standards.Competency{ID: id, Title: id}
}

// Rule returns the settled rule of a competency; nil if it is not graded, or if the
// matrix came without standards.
func (w *Words) Rule(competency string) *standards.Settled { return w.rules[competency] }

// Level is a level's label.
func (w *Words) Level(n int) string {
	if l := w.Standards.Level(n).Label; l != "" {
		return l
	}
	return fmt.Sprintf("level %d", n)
}

// Reached is the label of a level that may not be known.
func (w *Words) Reached(level *int) string {
	if level == nil {
		return "none"
	}
	return w.Level(*level)
}

// numbered is "level 3, shows how".
func (w *Words) numbered(n int) string {
	if l := w.Standards.Level(n).Label; l != "" {
		return fmt.Sprintf("level %d, %s", n, l)
	}
	return fmt.Sprintf("level %d", n)
}

// Role is a role's title.
func (w *Words) Role(id string) string {
	if r := w.Standards.Role(id); r != nil && r.Title != "" {
		return r.Title
	}
	return id
}

// Roles are the titles of roles, in one line; "" for none.
func (w *Words) Roles(ids []string) string {
	titles := make([]string, len(ids))
	for i, id := range ids {
		titles[i] = w.Role(id)
	}
	return strings.Join(titles, ", ")
}

// Domain is a domain's title.
func (w *Words) Domain(id string) string {
	for _, d := range w.Standards.Domains {
		if d.ID == id {
			return d.Title
		}
	}
	return cmp.Or(id, "Other")
}

// Kind is what the standards call a kind of evidence, or its usual name.
func (w *Words) Kind(k standards.Kind) string { return cmp.Or(w.labels[k], kinds[k], string(k)) }

// Path sums up a way through a scenario; "" for evidence of another kind.
func Path(p *competence.Path) string {
	switch {
	case p == nil:
		return ""
	case p.Choices == 0:
		return "no choice made"
	}
	text := "path of " + count.Of(p.Choices, "choice", "choices")
	if p.Back > 0 {
		text += ", " + count.Of(p.Back, "step back", "steps back")
	}
	if !p.Ended {
		text += ", not ended"
	}
	return text
}

// Bank is a bank's title.
func (w *Words) Bank(id string) string { return cmp.Or(w.modules[id].Title, id) }

func (w *Words) asOf() string { return w.AsOf.Format(time.DateOnly) }

// Days counts from the as-of date to a date.
func (w *Words) Days(date string) (int, bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil || w.AsOf.IsZero() {
		return 0, false
	}
	return int(t.Sub(w.AsOf).Hours() / 24), true
}

// Until says how far off a date is.
func (w *Words) Until(date string) string {
	n, ok := w.Days(date)
	switch {
	case !ok:
		return ""
	case n < 0:
		return count.Of(-n, "day", "days") + " ago"
	case n == 0:
		return "today"
	}
	return "in " + count.Of(n, "day", "days")
}
