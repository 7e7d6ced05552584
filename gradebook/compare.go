package gradebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// Compare sets the matrix's changes since an earlier one.
func (m *Matrix) Compare(old *Matrix) {
	m.Previous, m.Changes = old.AsOf, Changes(old, m)
	if old.AsOf > m.AsOf {
		m.Notify(verdict.EarlierIsLater.With(old.AsOf, m.AsOf))
	}
	if old.Narrowed || m.Narrowed {
		m.Notify(verdict.ComparedInPart.With())
	}
}

// Changes lists every level, status and requirement that differs between two
// matrices, with the reasons: no level may change without one.
func Changes(old, now *Matrix) []Change {
	c := comparison{old: index(old), now: index(now)}
	whole := !old.Narrowed && !now.Narrowed
	var out []Change
	for _, id := range c.staff() {
		before, after := c.old.active(id), c.now.active(id)
		switch {
		case before == nil && after == nil:
		case before != nil && after != nil:
			out = append(out, c.person(id, before, after)...)
		case whole && before == nil:
			out = append(out, Change{Staff: id}.because(c.joined(id)))
		case whole:
			out = append(out, Change{Staff: id}.because(c.left(id)))
		}
	}
	return out
}

// person compares somebody who is active in both.
func (c comparison) person(id string, before, after *Person) (out []Change) {
	c.old.turnTo(id)
	c.now.turnTo(id)
	for _, competency := range c.competencies() {
		if change, differs := c.cell(id, competency, before, after); differs {
			out = append(out, change)
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

// competencies returns the competencies for which either matrix has a cell, in the order
// of the later one; those of the earlier one alone come last.
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

func (c comparison) joined(id string) verdict.Reason {
	now := c.now.people[id]
	switch was := c.old.people[id]; {
	case was == nil && now.Start == "":
		return reason(verdict.JoinedUndated.With())
	case was == nil:
		return reason(verdict.JoinedRoster.With(now.Start))
	case was.Status == competence.NotStarted:
		return reason(verdict.JoinedStarted.With(c.old.AsOf, now.Start))
	}
	return reason(verdict.JoinedBack.With(c.old.AsOf))
}

func (c comparison) left(id string) verdict.Reason {
	switch now := c.now.people[id]; {
	case now == nil:
		return reason(verdict.LeftRoster.With())
	case now.Status == competence.NotStarted:
		return reason(verdict.LeftStartsOn.With(now.Start, c.now.AsOf))
	case now.End != "":
		return reason(verdict.LeftOn.With(now.End))
	}
	return reason(verdict.LeftUnexplained.With())
}

func reason(n verdict.Note, more ...verdict.Note) verdict.Reason {
	return verdict.Reason{Note: n, Notes: more}
}

// cell compares a person's standing in one competency. A cell that one of the two
// does not have is one without level and requirement.
func (c comparison) cell(staff, competency string, before, after *Person) (Change, bool) {
	absent := &competence.Cell{Staff: staff, Competency: competency, Status: competence.NotRequired}
	was, is := cmp.Or(c.old.cells[competency], absent), cmp.Or(c.now.cells[competency], absent)
	if sameLevel(was.Level, is.Level) && was.Status == is.Status && was.Met == is.Met && was.Required == is.Required {
		return Change{}, false
	}
	reasons := slices.Concat(c.evidenceReasons(was, is), c.ruleReasons(was, is),
		requirementReasons(was, is, before, after))
	reasons = append(reasons, c.lapse(was, is, len(reasons) > 0)...)
	if len(reasons) == 0 {
		reasons = append(reasons, c.unexplained())
	}
	change := Change{Staff: staff, Competency: competency, OldLevel: was.Level, OldStatus: was.Status,
		NewLevel: is.Level, NewStatus: is.Status}
	return change.because(reasons...), true
}

func (c comparison) unexplained() verdict.Reason {
	if c.old.Tool == c.now.Tool {
		return reason(verdict.Unexplained.With())
	}
	return reason(verdict.UnexplainedTools.With(c.old.Tool, c.now.Tool))
}

func (c comparison) ruleReasons(was, is *competence.Cell) []verdict.Reason {
	switch {
	case was.RuleSHA256 == is.RuleSHA256 || was.RuleSHA256 == "" || is.RuleSHA256 == "":
		return nil
	case c.old.Framework.Version == c.now.Framework.Version:
		return []verdict.Reason{reason(verdict.RuleChanged.With())}
	}
	return []verdict.Reason{reason(verdict.StandardsChanged.With(c.now.Framework.Version, c.old.Framework.Version))}
}

func requirementReasons(was, is *competence.Cell, before, after *Person) []verdict.Reason {
	switch {
	case was.Required == is.Required:
		return nil
	case slices.Equal(slices.Sorted(slices.Values(before.Roles)), slices.Sorted(slices.Values(after.Roles))):
		return []verdict.Reason{reason(verdict.RequirementChanged.With(is.Required, was.Required))}
	}
	roles := func(p *Person) string { return strings.Join(p.Roles, ", ") }
	return []verdict.Reason{reason(verdict.RolesChanged.With(roles(before), roles(after), is.Required, was.Required))}
}

// evidenceReasons finds what evidence was decided about, came, went or was graded
// again, in this order.
func (c comparison) evidenceReasons(was, is *competence.Cell) []verdict.Reason {
	var found [4][]verdict.Reason
	const decided, came, gone, regraded = 0, 1, 2, 3
	add := func(at int, r verdict.Reason) { found[at] = append(found[at], r) }
	critical := false
	for _, id := range is.Evidence {
		now, before := c.now.evidence[id], c.old.evidence[id]
		switch code := arrival(c.old.AsOf, before, now); {
		case now == nil:
		case decidedSince(before, now):
			add(decided, reason(about(verdict.EvidenceDecided, now), now.Notes...))
		case code != "":
			add(came, reason(about(code, now)))
		case before.Raw != now.Raw || before.Max != now.Max || failedCritical(before) != failedCritical(now):
			add(regraded, reason(about(verdict.EvidenceRegraded, now, number(now.Raw), number(now.Max),
				number(before.Raw), number(before.Max))))
			critical = critical || failedCritical(now) && !failedCritical(before)
		}
	}
	for _, id := range was.Evidence {
		now, before := c.now.evidence[id], c.old.evidence[id]
		switch {
		case before == nil || slices.Contains(is.Evidence, id):
		case now == nil:
			add(gone, c.departure(before))
		case limited(now) && !limited(before) && !now.Counts:
			add(gone, reason(about(verdict.EvidenceGone, now), now.Notes...))
		case decidedSince(before, now):
			add(decided, reason(about(verdict.EvidenceDecided, now), now.Notes...))
		}
	}
	switch {
	case critical:
		add(regraded, reason(verdict.CriticalWrong.With()))
	case len(found[regraded]) == 0 && was.KeysSHA256 != is.KeysSHA256 && slices.Equal(was.Evidence, is.Evidence) &&
		len(is.Evidence) > 0:
		add(regraded, reason(verdict.KeysCorrected.With()))
	}
	return slices.Concat(found[:]...)
}

// arrival says how a piece of evidence is new since the earlier matrix; "" = it is not.
func arrival(then string, before, now *competence.Evidence) verdict.Code {
	switch {
	case before == nil:
		return verdict.EvidenceNew
	case before.Counts:
		return ""
	case before.Date > then:
		return verdict.EvidenceNotYet
	case verdict.Has(before.Notes, verdict.AwaitsConfirmation):
		return verdict.EvidenceConfirmed
	case verdict.Has(before.Notes, verdict.AwaitsMarking):
		return verdict.EvidenceMarked
	}
	return ""
}

// departure says that a piece of evidence is gone, and why it was refused where it was.
func (c comparison) departure(e *competence.Evidence) verdict.Reason {
	for _, x := range c.now.Exceptions {
		if e.AttemptID != "" && x.Record == e.AttemptID && x.Verdict != verdict.Duplicate {
			return reason(about(verdict.EvidenceRefused, e, string(x.Verdict)),
				slices.Concat([]verdict.Note{{Code: x.Code, Args: x.Args}}, x.Notes)...)
		}
	}
	return reason(about(verdict.EvidenceGone, e))
}

// lapse finds what the passing of time did. If there are other reasons (explained), only
// an expiry that has happened is worth naming.
func (c comparison) lapse(was, is *competence.Cell, explained bool) (out []verdict.Reason) {
	switch {
	case is.Status == competence.Expired && was.Status != competence.Expired:
		return []verdict.Reason{reason(verdict.LevelExpired.With(is.Expires))}
	case is.Status == competence.Expiring && was.Status != competence.Expiring && !explained:
		return []verdict.Reason{reason(verdict.LevelExpiring.With(is.Expires))}
	}
	for _, id := range was.Evidence {
		now, before := c.now.evidence[id], c.old.evidence[id]
		if now == nil || before == nil || now.Counts {
			continue
		}
		// What shows no level has no validity of its own once it no longer counts.
		if end := cmp.Or(now.Expires, before.Expires); end != "" && end <= c.now.AsOf {
			out = append(out, reason(about(verdict.EvidenceExpired, now, end)))
		}
	}
	return out
}

// about returns a note on a piece of evidence, which its first arguments name.
func about(c verdict.Code, e *competence.Evidence, more ...string) verdict.Note {
	return c.With(e.Kind, e.Bank, e.Attempt, e.Date, e.Source, more)
}

func sameLevel(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// limited reports whether an attempt was one too many, or too soon.
func limited(e *competence.Evidence) bool {
	return slices.Contains(e.Flags, verdict.OverLimit) || slices.Contains(e.Flags, verdict.TooSoon)
}

func failedCritical(e *competence.Evidence) bool {
	return slices.Contains(e.Flags, verdict.CriticalFailed)
}

// decidedSince reports whether somebody decided about evidence since the earlier matrix.
func decidedSince(before, now *competence.Evidence) bool {
	return slices.Contains(now.Flags, verdict.ByDecision) &&
		(before == nil || !slices.Contains(before.Flags, verdict.ByDecision))
}

func number(f float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", f), "0"), ".")
}
