package gradebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// ChangeKind is the first reason for a change.
type ChangeKind string

const (
	Joined            ChangeKind = "joined"
	LeftStaff         ChangeKind = "left"
	Decided           ChangeKind = "decision" // corrected by a decision of HR
	NewEvidence       ChangeKind = "new-evidence"
	EvidenceGone      ChangeKind = "evidence-gone" // what counted was not handed to this run
	Regraded          ChangeKind = "regrade"       // the same answers by another key
	RuleChanged       ChangeKind = "rule-change"
	RoleChanged       ChangeKind = "role-change"
	RequirementChange ChangeKind = "requirement-change" // the same roles ask for another level
	Lapse             ChangeKind = "expiry"             // only time went by
	Unexplained       ChangeKind = "unexplained"
)

// Change is a difference between an earlier matrix and this one, with its
// reason. Who joined or left is one change without a competency.
type Change struct {
	Staff      string            `json:"staff"`
	Competency string            `json:"competency"`
	Kind       ChangeKind        `json:"kind"`
	OldLevel   *int              `json:"old_level"`
	OldStatus  competence.Status `json:"old_status"`
	NewLevel   *int              `json:"new_level"`
	NewStatus  competence.Status `json:"new_status"`
	Why        string            `json:"why"` // every reason, in words
}

// Compare sets the matrix's changes since an earlier one.
func (m *Matrix) Compare(old *Matrix) {
	m.Previous, m.Changes = old.AsOf, Changes(old, m)
	if old.AsOf > m.AsOf {
		m.Notices = append(m.Notices, fmt.Sprintf("the earlier matrix is as of %s, which is after %s: its changes read backwards", old.AsOf, m.AsOf))
	}
	if old.Narrowed || m.Narrowed {
		m.Notices = append(m.Notices, "one of the two matrices shows only some of the staff: nobody is listed as joined or left")
	}
}

// Changes lists every level, status and requirement that differs between two
// matrices, with the reasons: no level may change without one.
func Changes(old, now *Matrix) []Change {
	c := comparison{old: index(old), now: index(now)}
	var out []Change
	for _, id := range c.staff() {
		before, after := c.old.active(id), c.now.active(id)
		whole := !old.Narrowed && !now.Narrowed
		switch {
		case before == nil && after == nil:
		case before == nil:
			if whole {
				out = append(out, Change{Staff: id, Kind: Joined, Why: c.joined(id)})
			}
		case after == nil:
			if whole {
				out = append(out, Change{Staff: id, Kind: LeftStaff, Why: c.left(id)})
			}
		default:
			c.old.turnTo(id)
			c.now.turnTo(id)
			for _, competency := range c.competencies() {
				if change, differs := c.cell(id, competency, before, after); differs {
					out = append(out, change)
				}
			}
		}
	}
	return out
}

// comparison holds both matrices, turned to one person at a time.
type comparison struct{ old, now *indexed }

type indexed struct {
	*Matrix
	people map[string]*Person
	order  []string // of competencies, as the matrix has them

	cells    map[string]*competence.Cell     // of the person, by competency
	evidence map[string]*competence.Evidence // of the person, by ID
}

func index(m *Matrix) *indexed {
	x := &indexed{Matrix: m, people: map[string]*Person{}}
	for i := range m.Staff {
		x.people[m.Staff[i].ID] = &m.Staff[i]
	}
	seen := map[string]bool{}
	for _, c := range m.Cells.All() {
		if !seen[c.Competency] {
			seen[c.Competency] = true
			x.order = append(x.order, c.Competency)
		}
	}
	return x
}

func (x *indexed) turnTo(staff string) {
	x.cells, x.evidence = map[string]*competence.Cell{}, map[string]*competence.Evidence{}
	for _, c := range x.Cells.Group(staff) {
		x.cells[c.Competency] = c
	}
	for _, e := range x.Evidence.Group(staff) {
		x.evidence[e.ID] = e
	}
}

func (x *indexed) active(staff string) *Person {
	if p := x.people[staff]; p != nil && p.Status == competence.Active {
		return p
	}
	return nil
}

func (c comparison) staff() []string {
	var ids []string
	for id := range c.old.people {
		ids = append(ids, id)
	}
	for id := range c.now.people {
		if c.old.people[id] == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// competencies gives those that either matrix has a cell of, in the order of the
// later one; what only the earlier one has comes last.
func (c comparison) competencies() []string {
	var out []string
	for _, id := range c.now.order {
		if c.now.cells[id] != nil || c.old.cells[id] != nil {
			out = append(out, id)
		}
	}
	for _, id := range c.old.order {
		if c.old.cells[id] != nil && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (c comparison) joined(id string) string {
	now := c.now.people[id]
	switch was := c.old.people[id]; {
	case was == nil && now.Start != "":
		return "not in the earlier matrix; in the roster now, since " + now.Start
	case was == nil:
		return "not in the earlier matrix; in the roster now"
	case was.Status == competence.NotStarted:
		return "had not started on " + c.old.AsOf + "; started on " + now.Start
	}
	return "had left before " + c.old.AsOf + " and is back"
}

func (c comparison) left(id string) string {
	switch now := c.now.people[id]; {
	case now == nil:
		return "no longer in the roster"
	case now.Status == competence.NotStarted:
		return "starts on " + now.Start + ", after " + c.now.AsOf
	case now.End != "":
		return "left on " + now.End
	}
	return "no longer active"
}

// cell compares a person's standing in one competency. A cell that one of the two
// does not have is one without level and requirement.
func (c comparison) cell(staff, competency string, before, after *Person) (Change, bool) {
	was, is := c.old.cells[competency], c.now.cells[competency]
	none := &competence.Cell{Staff: staff, Competency: competency, Status: competence.NotRequired}
	was, is = cmp.Or(was, none), cmp.Or(is, none)
	if sameLevel(was.Level, is.Level) && was.Status == is.Status && was.Met == is.Met && was.Required == is.Required {
		return Change{}, false
	}
	var kinds []ChangeKind
	var why []string
	add := func(kind ChangeKind, text string) {
		kinds, why = append(kinds, kind), append(why, text)
	}
	c.evidenceChanges(was, is, add)
	if was.RuleSHA256 != is.RuleSHA256 && was.RuleSHA256 != "" && is.RuleSHA256 != "" {
		text := "the rule of the competency changed"
		if c.old.Framework.Version != c.now.Framework.Version {
			text += fmt.Sprintf(" (standards %s, before %s)", c.now.Framework.Version, c.old.Framework.Version)
		}
		add(RuleChanged, text)
	}
	if was.Required != is.Required {
		required := fmt.Sprintf("level %d is required, before level %d", is.Required, was.Required)
		switch {
		case is.Required == 0:
			required = fmt.Sprintf("it is no longer required (before level %d)", was.Required)
		case was.Required == 0:
			required = fmt.Sprintf("level %d is required now", is.Required)
		}
		if slices.Equal(sorted(before.Roles), sorted(after.Roles)) {
			add(RequirementChange, "the standards ask something else of the same roles: "+required)
		} else {
			add(RoleChanged, fmt.Sprintf("the person's roles changed from %s to %s: %s", roleList(before.Roles), roleList(after.Roles), required))
		}
	}
	c.lapse(was, is, len(kinds) > 0, add)
	if len(kinds) == 0 {
		text := "the two matrices do not say why"
		if c.old.Tool != c.now.Tool {
			text += fmt.Sprintf("; they were made by %s and %s", c.old.Tool, c.now.Tool)
		}
		add(Unexplained, text)
	}
	return Change{Staff: staff, Competency: competency, Kind: kinds[0], OldLevel: was.Level, OldStatus: was.Status, NewLevel: is.Level, NewStatus: is.Status, Why: strings.Join(why, "; ")}, true
}

// evidenceChanges finds what evidence came, went, was decided about or was scored
// anew, in this order.
func (c comparison) evidenceChanges(was, is *competence.Cell, add func(ChangeKind, string)) {
	var came, gone, decided, regraded []string
	critical := false
	for _, id := range is.Evidence {
		now := c.now.evidence[id]
		if now == nil {
			continue
		}
		before := c.old.evidence[id]
		switch {
		case slices.Contains(now.Flags, verdict.ByDecision) && (before == nil || !slices.Contains(before.Flags, verdict.ByDecision)):
			decided = append(decided, described(now))
		case before == nil:
			came = append(came, describe(now))
		case !before.Counts && before.Date > c.old.AsOf:
			came = append(came, describe(now)+", which is after the earlier matrix")
		case !before.Counts && verdict.Has(before.Notes, verdict.AwaitsConfirmation):
			came = append(came, describe(now)+", confirmed since")
		case !before.Counts && verdict.Has(before.Notes, verdict.AwaitsMarking):
			came = append(came, describe(now)+", marked since")
		case before.Raw != now.Raw || before.Max != now.Max || failedCritical(before) != failedCritical(now):
			regraded = append(regraded, fmt.Sprintf("%s, %s of %s points, before %s of %s", describe(now), number(now.Raw), number(now.Max), number(before.Raw), number(before.Max)))
			critical = critical || failedCritical(now) && !failedCritical(before)
		}
	}
	for _, id := range was.Evidence {
		before := c.old.evidence[id]
		if before == nil || slices.Contains(is.Evidence, id) {
			continue
		}
		now := c.now.evidence[id]
		switch {
		case now == nil:
			gone = append(gone, describe(before)+c.refused(before))
		case limited(now) && !limited(before) && !now.Counts:
			gone = append(gone, described(now))
		case slices.Contains(now.Flags, verdict.ByDecision) && !slices.Contains(before.Flags, verdict.ByDecision):
			decided = append(decided, described(now))
		}
	}
	if len(decided) > 0 {
		add(Decided, "corrected by a decision: "+strings.Join(decided, ", "))
	}
	if len(came) > 0 {
		add(NewEvidence, "new evidence: "+strings.Join(came, ", "))
	}
	if len(gone) > 0 {
		add(EvidenceGone, "evidence that counted before does not count in this run, or was not handed to it: "+strings.Join(gone, ", "))
	}
	keys := was.KeysSHA256 != is.KeysSHA256 && slices.Equal(was.Evidence, is.Evidence) && len(is.Evidence) > 0
	switch {
	case len(regraded) > 0:
		text := "regraded by corrected keys: " + strings.Join(regraded, ", ")
		if critical {
			text += "; a critical question is not right by the new key: the assessment is to be taken again"
		}
		add(Regraded, text)
	case keys:
		add(Regraded, "the keys of the same answers were corrected")
	}
}

// lapse tells what the passing of time did. explained: there are other reasons,
// and then only an expiry that happened is worth naming.
func (c comparison) lapse(was, is *competence.Cell, explained bool, add func(ChangeKind, string)) {
	switch {
	case is.Status == competence.Expired && was.Status != competence.Expired:
		add(Lapse, "it expired on "+is.Expires)
		return
	case is.Status == competence.Expiring && was.Status != competence.Expiring && !explained:
		add(Lapse, "it expires on "+is.Expires+", which is near now")
		return
	}
	var over []string
	for _, id := range was.Evidence {
		now := c.now.evidence[id]
		before := c.old.evidence[id]
		if now == nil || before == nil || now.Counts {
			continue
		}
		// What shows no level has no validity of its own once it no longer counts.
		if end := cmp.Or(now.Expires, before.Expires); end != "" && end <= c.now.AsOf {
			over = append(over, describe(now)+", expired on "+end)
		}
	}
	if len(over) > 0 {
		add(Lapse, "evidence expired: "+strings.Join(over, ", "))
	}
}

func sameLevel(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// describe names a piece of evidence to somebody who looks for it.
func describe(e *competence.Evidence) string {
	what := e.Kind
	if e.Bank != "" {
		what = fmt.Sprintf("%s %q, attempt %d", e.Kind, e.Bank, e.Attempt)
	}
	return fmt.Sprintf("%s of %s (%s)", what, e.Date, e.Source)
}

// described adds what was noted, such as who decided and why.
func described(e *competence.Evidence) string {
	if e.Note == "" {
		return describe(e)
	}
	return describe(e) + ": " + e.Note
}

// refused says why an attempt that counted before was turned away now, or "".
func (c comparison) refused(e *competence.Evidence) string {
	if e.AttemptID == "" {
		return ""
	}
	for _, x := range c.now.Exceptions {
		if x.Record == e.AttemptID && x.Verdict != verdict.Duplicate {
			return ", " + strings.ReplaceAll(string(x.Verdict), "-", " ") + ": " + x.What
		}
	}
	return ""
}

// limited tells whether an attempt was one too many, or too soon.
func limited(e *competence.Evidence) bool {
	return slices.Contains(e.Flags, verdict.OverLimit) || slices.Contains(e.Flags, verdict.TooSoon)
}

func failedCritical(e *competence.Evidence) bool {
	return slices.Contains(e.Flags, verdict.CriticalFailed)
}

func roleList(roles []string) string {
	if len(roles) == 0 {
		return "none"
	}
	return strings.Join(roles, ", ")
}

func sorted(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return out
}

func number(f float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", f), "0"), ".")
}
