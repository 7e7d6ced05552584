package words

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/standards"
)

// Section is a part of an explanation.
type Section struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// Person is whom an explanation is about.
type Person struct {
	Roles              []string
	Start, End, Status string
}

// Case is a person's standing in a competency, with all that it rests on.
type Case struct {
	Person     Person
	Competency string
	Cell       *competence.Cell       // nil if the person has no cell
	Evidence   []*competence.Evidence // for the competency, whether it counts or not
}

// Explainer says how the level of a case came about, so that somebody who has never
// seen this program can follow it to the files.
type Explainer struct {
	*Words
	about   Case
	cell    *competence.Cell   // never nil
	rule    *standards.Settled // nil if the rule that gave the level is not known
	changed bool               // the standards have another rule now
}

// Explain prepares to explain a case.
func (w *Words) Explain(c Case) *Explainer {
	x := &Explainer{Words: w, about: c, cell: c.Cell, rule: w.Rule(c.Competency)}
	if x.cell == nil {
		x.cell = &competence.Cell{Competency: c.Competency, Status: competence.NotRequired}
	}
	if x.rule != nil && x.cell.RuleSHA256 != "" && x.cell.RuleSHA256 != w.hashes[c.Competency] {
		x.rule, x.changed = nil, true
	}
	return x
}

// Sections returns the parts of the explanation that say something.
func (x *Explainer) Sections() []Section {
	var out []Section
	step := "What is missing, and the next step"
	if x.cell.Met {
		step = "The next step"
	}
	for _, s := range []Section{
		{"What is required", x.required()},
		{"How the level is found", x.rules()},
		{"What counted", x.counted()},
		{"What did not count, and why", x.notCounted()},
		{"What holds the level down", x.heldDown()},
		{"How long it holds", x.validity()},
		{step, x.missing()},
		{"What this rests on", x.basis()},
	} {
		s.Lines = slices.DeleteFunc(s.Lines, func(line string) bool { return line == "" })
		for i := range s.Lines {
			s.Lines[i] = Sentence(s.Lines[i])
		}
		if len(s.Lines) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// Result says in a sentence where the person stands.
func (x *Explainer) Result() string {
	switch {
	case x.about.Person.Status == competence.Left:
		return fmt.Sprintf("No level: the person left on %s, and people who have left have no levels and no requirements.", x.about.Person.End)
	case x.about.Person.Status == competence.NotStarted:
		return fmt.Sprintf("No level: the person starts on %s, after this date.", x.about.Person.Start)
	case x.about.Cell == nil && x.Competency(x.about.Competency).Rule == nil && !x.withoutStandards:
		return "No level: the standards have no rule for this competency, so nobody is graded on it."
	case x.about.Cell == nil:
		return "No level, and none is required: no role of this person requires this competency, and no evidence was received."
	}
	reached := "No level can be given"
	if x.cell.Level != nil {
		reached = Upper(x.numbered(*x.cell.Level))
	}
	if x.cell.Required == 0 {
		return reached + ". It is not required of this person."
	}
	return fmt.Sprintf("%s. Required: %s. The requirement %s.", reached, x.numbered(x.cell.Required), x.requirement())
}

// requirement says whether what is required is met.
func (x *Explainer) requirement() string {
	switch c := x.cell; {
	case c.Status == competence.Current:
		return "is met"
	case c.Status == competence.Expiring:
		return fmt.Sprintf("is met, and this expires on %s, %s", c.Expires, x.Until(c.Expires))
	case c.Status == competence.Expired && c.Level != nil && *c.Level >= c.Required:
		return "was met, but no longer is: it expired on " + c.Expires
	case c.Status == competence.Expired:
		return "is not met: what was shown was too low for it, and expired on " + c.Expires
	case c.Status == competence.Pending:
		return "is not met yet: " + x.Cause(c)
	default:
		return "is not met: " + x.Cause(c)
	}
}

// required says which role requires what, and by when.
func (x *Explainer) required() []string {
	if x.about.Person.Status == competence.Left {
		return nil
	}
	var lines []string
	for _, id := range x.about.Person.Roles {
		if role := x.Standards.Role(id); role != nil {
			lines = append(lines, x.requirementOf(role))
		}
	}
	switch {
	case x.cell.Required == 0:
	case len(lines) > 1:
		lines = append(lines, "of several roles the highest level holds: "+x.numbered(x.cell.Required))
	case len(lines) == 0:
		line := x.numbered(x.cell.Required) + " is required"
		if len(x.cell.RequiredBy) > 0 {
			line += " by the role " + strings.Join(x.cell.RequiredBy, " and the role ")
		}
		lines = append(lines, line)
	}
	if x.cell.Supervised {
		return append(lines, x.due(), "until "+x.cell.Due+" the person may do this work under supervision")
	}
	return append(lines, x.due())
}

// requirementOf says what a role requires, and shows how the date is calculated.
func (x *Explainer) requirementOf(role *standards.Role) string {
	here := func(r standards.Requirement) bool { return r.Competency == x.about.Competency }
	i := slices.IndexFunc(role.Requires, here)
	if i < 0 {
		return "the role " + x.Role(role.ID) + " does not require this competency"
	}
	r := role.Requires[i]
	within := count.Of(r.DueWithinDays, "day", "days")
	line := fmt.Sprintf("the role %s requires %s, within %s of the start in the role", x.Role(role.ID),
		x.numbered(r.Level), within)
	start := x.about.Person.Start
	by, c := x.cell.RequiredBy, x.cell
	if len(by) == 1 && by[0] == role.ID && c.Due != "" && c.Due != c.Expires {
		start = shift(c.Due, -r.DueWithinDays) // somebody who changed roles began in this one later
	}
	if start == "" {
		return line + "; the roster does not say when the person started, so no date can be given"
	}
	return line + fmt.Sprintf(": %s + %s = %s", start, within, shift(start, r.DueWithinDays))
}

// due says by when a requirement that is not met is to be met.
func (x *Explainer) due() string {
	c := x.cell
	if c.Required == 0 || c.Due == "" || c.Met {
		return ""
	}
	switch {
	case c.Status == competence.Expired && c.Due == c.Expires:
		return fmt.Sprintf("it was met once and expired, so it has been due again since %s, %s", c.Due, x.Until(c.Due))
	case x.Overdue(c):
		return fmt.Sprintf("due on %s, %s", c.Due, x.Due(c))
	}
	return fmt.Sprintf("due on %s, %s", c.Due, x.Until(c.Due))
}

// rules say how the level is found.
func (x *Explainer) rules() []string {
	switch {
	case x.about.Person.Status != competence.Active:
		return nil
	case x.changed:
		return []string{"the standards at hand have another rule for this competency than the one that gave this level; " +
			"name the grading kit of that date to see the rule in words"}
	case x.withoutStandards && len(x.cell.Kinds) > 0:
		return []string{"the rules in words are not in matrix.json; name the grading kit with --kit, " +
			"or the project with --project, to see them here"}
	case x.rule == nil:
		return nil
	}
	var lines []string
	for i, d := range x.rule.Demands {
		lines = append(lines, x.demand(d, i > 0))
		for _, kind := range d.Kinds {
			lines = append(lines, x.judging(kind))
		}
	}
	if x.rule.RefusePublic {
		lines = append(lines, RefusePublic)
	}
	for _, m := range x.rule.Mandatory {
		lines = append(lines, "mandatory: "+x.Mandatory(m))
	}
	return lines
}

// demand says which levels take which kinds of evidence.
func (x *Explainer) demand(d standards.Demand, further bool) string {
	names := make([]string, len(d.Kinds))
	for i, kind := range d.Kinds {
		m, _ := x.rule.Measure(kind)
		names[i] = fmt.Sprintf("%s (at most %s)", strings.ToLower(x.Kind(kind)), x.numbered(m.MaxLevel))
	}
	kinds := strings.Join(names, " or ")
	line := fmt.Sprintf("level %d needs %s", d.From, kinds)
	switch {
	case d.To == 0:
		line = "every level needs " + kinds + ", which shows no level by itself"
	case d.To > d.From:
		line = fmt.Sprintf("levels %d to %d need %s", d.From, d.To, kinds)
	}
	if further && d.From > 1 {
		line += ", and everything that the levels below need: one kind does not stand in for another"
	}
	return line
}

// judging says how a kind of evidence becomes a level; "" for one that shows none.
func (x *Explainer) judging(kind standards.Kind) string {
	m, ok := x.rule.Measure(kind)
	if !ok || len(m.Cuts) == 0 {
		return ""
	}
	text := x.Kind(kind) + ": " + x.Cuts(m)
	if m.MinItems > 1 {
		text += fmt.Sprintf("; at least %d different questions, fewer are too little for a level", m.MinItems)
	}
	return text + "; " + Policy(m) + "; cuts: " + Provenance(m.Provenance)
}

// heldDown says what keeps the level from being higher.
func (x *Explainer) heldDown() []string {
	var lines []string
	for _, s := range x.cell.Kinds {
		if s.Critical && s.Counts {
			lines = append(lines, fmt.Sprintf("%s: this alone keeps the whole competency at %s, "+
				"whatever else was shown, until the assessment is taken again", x.criticalIn(s), x.numbered(0)))
		}
	}
	for _, c := range x.cell.Caps {
		lines = append(lines, fmt.Sprintf("the mandatory indicator %s is at %s and must be at %s: no more than %s is reached",
			c.Indicator, Percent(c.Percent), Percent(c.Need), x.numbered(c.Level)))
	}
	return lines
}

func (x *Explainer) criticalIn(s competence.Showing) string {
	if s.Kind == string(standards.Scenario) {
		return Critical(standards.Scenario)
	}
	return fmt.Sprintf("a critical question of the %s was not answered fully right",
		strings.ToLower(x.Kind(standards.Kind(s.Kind))))
}

// validity shows how the dates are calculated.
func (x *Explainer) validity() []string {
	c := x.cell
	if c.ValidFrom == "" {
		return nil
	}
	what := "the level"
	if c.Met && level(c) > c.Required && c.Required > 0 {
		what = fmt.Sprintf("the required level %d", c.Required)
	}
	lines := []string{fmt.Sprintf("from %s, the day of the earliest evidence that %s rests on", c.ValidFrom, what)}
	if c.Expires == "" {
		return append(lines, "it does not expire")
	}
	if x.rule != nil {
		lines = append(lines, x.period()...)
	}
	last := shift(c.Expires, -1)
	if c.Status == competence.Expired || c.Expires <= x.asOf() {
		return append(lines, fmt.Sprintf("expired on %s, %s; the last valid day was %s", c.Expires,
			x.Until(c.Expires), last))
	}
	return append(lines, fmt.Sprintf("expires on %s, %s; the last valid day is %s", c.Expires,
		x.Until(c.Expires), last))
}

// period says which evidence expires first, and when that is shown.
func (x *Explainer) period() []string {
	var lines []string
	c, v := x.cell, x.rule.Validity
	first := slices.IndexFunc(x.about.Evidence, func(e *competence.Evidence) bool {
		return e.Counts &&
			e.Expires == c.Expires
	})
	if first >= 0 {
		lines = append(lines, x.arithmetic(v, x.about.Evidence[first]))
	}
	if c.Status == competence.Current {
		lines = append(lines, fmt.Sprintf("it is shown as expiring in the last %s, from %s on",
			count.Of(v.WindowDays, "day", "days"), shift(c.Expires, -v.WindowDays)))
	}
	return lines
}

func (x *Explainer) arithmetic(v standards.Validity, e *competence.Evidence) string {
	period, window := count.Of(v.Months, "calendar month", "calendar months"), count.Of(v.WindowDays, "day", "days")
	name := strings.ToLower(x.Kind(standards.Kind(e.Kind)))
	switch {
	case v.Mode == standards.Fixed:
		return fmt.Sprintf("the %s of %s holds until the first of the fixed dates (every %s from %s) that is at least %s away: %s",
			name, e.Date, period, v.BaseDate.Format(time.DateOnly), window, e.Expires)
	case v.Mode == standards.Expiry && competence.AddMonths(e.Date, v.Months) != e.Expires:
		return fmt.Sprintf("the %s of %s renewed an earlier one in the last %s before it expired, "+
			"so that the end moves on from the earlier end by %s: to %s", name, e.Date, window, period, e.Expires)
	}
	return fmt.Sprintf("the first to expire is the %s: %s + %s = %s", name, e.Date, period, e.Expires)
}

// missing says what is not shown, and the next step.
func (x *Explainer) missing() []string {
	var lines []string
	for _, kinds := range x.cell.MissingKinds {
		lines = append(lines, "not shown at the level required: "+x.anyOf(kinds))
	}
	if x.cell.Cause == competence.KnowledgeMissing {
		lines = append(lines, "what was observed is not lost: it counts as soon as the lower level is shown, as long as it has not expired")
	}
	next := x.Next(x.cell)
	if next.Text == "" {
		return lines
	}
	text := "next step: " + next.Text
	if x.cell.Met {
		text = "to renew, " + next.Text
	}
	if next.URL != "" {
		text += ": " + next.URL
	}
	lines = append(lines, text)
	if x.rule != nil && x.rule.Assessor != "" && next.Observed {
		lines = append(lines, "who may observe: "+x.rule.Assessor)
	}
	return lines
}

// basis names the standards and the rule.
func (x *Explainer) basis() []string {
	lines := []string{"standards: " + x.Framework(), x.Provisional()}
	if x.cell.RuleSHA256 == "" {
		return lines
	}
	line := "rule " + short(x.cell.RuleSHA256)
	if x.cell.KeysSHA256 != "" {
		line += ", keys " + short(x.cell.KeysSHA256)
	}
	return append(lines, line+" (first 12 characters of their SHA-256; matrix.json has them whole)")
}

func short(hash string) string { return hash[:min(len(hash), 12)] }

// shift moves a date by days; it returns a text that is not a date unchanged.
func shift(date string, days int) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}
