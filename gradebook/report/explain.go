package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/standards"
)

// Explanation says in plain words how a level came about, so that somebody who
// has never seen this program can follow it to the files.
type Explanation struct {
	AsOf          string                 `json:"as_of"`
	Staff         string                 `json:"staff"`
	Name          string                 `json:"name"`
	Roles         []string               `json:"roles"`
	Competency    string                 `json:"competency"`
	Title         string                 `json:"title"`
	Level         *int                   `json:"level"`
	LevelLabel    string                 `json:"level_label"`
	Required      int                    `json:"required"`
	RequiredLabel string                 `json:"required_label"`
	Status        competence.Status      `json:"status"`
	Met           bool                   `json:"met"`
	Cause         competence.Cause       `json:"cause"`
	Result        string                 `json:"result"` // in a sentence
	Sections      []Section              `json:"sections"`
	Evidence      []*competence.Evidence `json:"evidence"` // all there is, whether it counts or not
}

// Section is a part of an explanation.
type Section struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// Explain explains a person's standing in a competency. The IDs are those of the
// matrix, as FindPerson and FindCompetency give them.
func Explain(m *gradebook.Matrix, staff, competency string) *Explanation {
	f := newFacts(m)
	return f.explain(f.Person[staff], competency)
}

// explaining is one explanation on its way.
type explaining struct {
	*facts
	p        *gradebook.Person
	c        *competence.Cell // never nil
	comp     *standards.Competency
	rule     *standards.Settled // nil where the matrix came without its standards
	evidence []*competence.Evidence
	sections []Section
}

func (f *facts) explain(p *gradebook.Person, competency string) *Explanation {
	x := &explaining{facts: f, p: p, c: f.cell(p.ID, competency), comp: f.Competency(competency)}
	none := x.c == nil
	if none {
		x.c = &competence.Cell{Staff: p.ID, Competency: competency, Status: competence.NotRequired}
	}
	for _, e := range f.evidence(p.ID) {
		if e.Competency == competency {
			x.evidence = append(x.evidence, e)
		}
	}
	changed := false
	if hash, err := f.Standards.RuleHash(x.comp); err == nil && x.comp.Rule != nil {
		changed = x.c.RuleSHA256 != "" && hash != x.c.RuleSHA256
		if !changed {
			x.rule = x.Rule(competency)
		}
	}
	e := &Explanation{AsOf: f.Matrix.AsOf, Staff: p.ID, Name: p.Name, Roles: p.Roles, Competency: competency, Title: x.comp.Title, Level: x.c.Level, Required: x.c.Required,
		Status: x.c.Status, Met: x.c.Met, Cause: x.c.Cause, Evidence: x.evidence}
	if x.c.Level != nil {
		e.LevelLabel = f.Level(*x.c.Level)
	}
	if x.c.Required > 0 {
		e.RequiredLabel = f.Level(x.c.Required)
	}
	e.Result = x.result(none)
	x.required()
	x.rules(changed)
	x.counted()
	x.notCounted()
	x.caps()
	x.validity()
	x.missing()
	x.basis()
	e.Sections = x.sections
	return e
}

// Text is the explanation for a terminal.
func (e *Explanation) Text() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(e.Staff+" "+e.Name) + ": " + e.Title)
	if e.Title != e.Competency {
		b.WriteString(" (" + e.Competency + ")")
	}
	b.WriteString(", as of " + e.AsOf + "\n" + wrap(e.Result, "", "") + "\n")
	for _, s := range e.Sections {
		b.WriteString("\n" + s.Title + "\n")
		for _, line := range s.Lines {
			b.WriteString(wrap(line, "  - ", "    ") + "\n")
		}
	}
	return b.String()
}

// width of a line of text, in characters.
const width = 100

func wrap(s, first, rest string) string {
	var b strings.Builder
	line := first
	for _, word := range strings.Fields(s) {
		switch {
		case line == first && b.Len() == 0 || line == rest:
			line += word
		case len([]rune(line))+1+len([]rune(word)) > width:
			b.WriteString(line + "\n")
			line = rest + word
		default:
			line += " " + word
		}
	}
	b.WriteString(line)
	return b.String()
}

func (x *explaining) say(title string, lines ...string) {
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	for i := range lines {
		lines[i] = words.Sentence(lines[i])
	}
	if len(lines) > 0 {
		x.sections = append(x.sections, Section{title, lines})
	}
}

func (x *explaining) result(none bool) string {
	switch {
	case x.p.Status == competence.Left:
		return fmt.Sprintf("No level: the person left on %s, and whoever has left has no levels and no requirements.", x.p.End)
	case x.p.Status == competence.NotStarted:
		return fmt.Sprintf("No level: the person starts on %s, after this date.", x.p.Start)
	case none && x.comp.Rule == nil && x.Matrix.Standards != nil:
		return "No level: the standards have no rule for this competency, so that nobody is graded on it."
	case none:
		return "No level, and none is required: no role of this person asks for this competency, and no evidence was received."
	}
	level := "No level can be given"
	if x.c.Level != nil {
		level = words.Upper(x.Numbered(*x.c.Level))
	}
	if x.c.Required == 0 {
		return level + ". It is not required of this person."
	}
	text := fmt.Sprintf("%s. Required: %s. ", level, x.Numbered(x.c.Required))
	switch x.c.Status {
	case competence.Current:
		return text + "The requirement is met."
	case competence.Expiring:
		return text + fmt.Sprintf("The requirement is met, and this expires on %s, %s.", x.c.Expires, x.Until(x.c.Expires))
	case competence.Expired:
		if x.c.Level != nil && *x.c.Level >= x.c.Required {
			return text + fmt.Sprintf("The requirement was met and is not met any more: it expired on %s.", x.c.Expires)
		}
		return text + fmt.Sprintf("The requirement is not met: what was shown was too low for it, and expired on %s.", x.c.Expires)
	case competence.Pending:
		return text + "The requirement is not met yet: " + x.Cause(x.c) + "."
	}
	return text + "The requirement is not met: " + x.Cause(x.c) + "."
}

// required tells which role asks for what, and by when.
func (x *explaining) required() {
	if x.p.Status == competence.Left {
		return
	}
	var lines []string
	for _, id := range x.p.Roles {
		role := x.Standards.Role(id)
		if role == nil {
			continue
		}
		i := slices.IndexFunc(role.Requires, func(r standards.Requirement) bool { return r.Competency == x.c.Competency })
		if i < 0 {
			lines = append(lines, "the role "+x.Role(id)+" does not ask for this competency")
			continue
		}
		r := role.Requires[i]
		line := fmt.Sprintf("the role %s asks for %s, within %s of the start in the role", x.Role(id), x.Numbered(r.Level), count.Of(r.DueWithinDays, "day", "days"))
		start := x.p.Start
		if alone := len(x.c.RequiredBy) == 1 && x.c.RequiredBy[0] == id; alone && x.c.Due != "" && x.c.Due != x.c.Expires {
			start = shift(x.c.Due, -r.DueWithinDays) // whoever changed roles began in this one later
		}
		if start != "" {
			line += fmt.Sprintf(": %s + %s = %s", start, count.Of(r.DueWithinDays, "day", "days"), shift(start, r.DueWithinDays))
		} else {
			line += "; the roster does not say when the person started, so that no date can be given"
		}
		lines = append(lines, line)
	}
	if len(lines) > 1 && x.c.Required > 0 {
		lines = append(lines, "of several roles the highest level holds: "+x.Numbered(x.c.Required))
	}
	if len(lines) == 0 && x.c.Required > 0 {
		line := x.Numbered(x.c.Required) + " is required"
		if len(x.c.RequiredBy) > 0 {
			line += " by the role " + strings.Join(x.c.RequiredBy, " and the role ")
		}
		lines = append(lines, line)
	}
	if x.c.Required > 0 && x.c.Due != "" && !x.c.Met {
		switch n, _ := x.Days(x.c.Due); {
		case x.c.Status == competence.Expired && x.c.Due == x.c.Expires:
			lines = append(lines, fmt.Sprintf("it was met once and expired, so that it is due anew since %s, %s", x.c.Due, x.Until(x.c.Due)))
		case n < 0:
			lines = append(lines, fmt.Sprintf("due on %s, overdue by %s", x.c.Due, count.Of(-n, "day", "days")))
		default:
			lines = append(lines, fmt.Sprintf("due on %s, %s", x.c.Due, x.Until(x.c.Due)))
		}
	}
	if x.c.Supervised {
		lines = append(lines, "until "+x.c.Due+" the person may do this work under supervision")
	}
	x.say("What is required", lines...)
}

// ceilings names the kinds of a demand with the highest level that each can show.
func (x *explaining) ceilings(d standards.Demand) string {
	names := make([]string, len(d.Kinds))
	for i, k := range d.Kinds {
		m, _ := x.rule.Measure(k)
		names[i] = fmt.Sprintf("%s (at most %s)", strings.ToLower(x.Kind(k)), x.Numbered(m.MaxLevel))
	}
	return strings.Join(names, " or ")
}

func (x *explaining) rules(changed bool) {
	if x.p.Status != competence.Active {
		return
	}
	if x.rule == nil {
		if changed {
			x.say("How the level is found", "the standards at hand have another rule for this competency than the one that gave this level; take the grading kit of that date to have the rule in words")
		} else if x.Matrix.Standards == nil && len(x.c.Kinds) > 0 {
			x.say("How the level is found", "the rules in words are not in matrix.json; name the grading kit with --kit, or the project with --project, to have them here")
		}
		return
	}
	var lines []string
	for i, d := range x.rule.Demands {
		levels := fmt.Sprintf("level %d", d.From)
		if d.To > d.From {
			levels = fmt.Sprintf("levels %d to %d", d.From, d.To)
		}
		line := words.Upper(levels) + " " + map[bool]string{false: "takes ", true: "take "}[d.To > d.From] + x.ceilings(d)
		if d.To == 0 {
			line = words.Upper("every level takes " + x.ceilings(d) + ", which shows no level by itself")
		}
		if i > 0 && d.From > 1 {
			line += ", and all that the levels below take: one kind does not stand in for another"
		}
		lines = append(lines, line)
		for _, k := range d.Kinds {
			lines = append(lines, x.kindRule(k))
		}
	}
	if x.rule.RefusePublic {
		lines = append(lines, words.RefusePublic)
	}
	for _, m := range x.rule.Mandatory {
		lines = append(lines, "mandatory: "+x.Mandatory(m))
	}
	x.say("How the level is found", lines...)
}

// kindRule says how a kind of evidence is judged.
func (x *explaining) kindRule(kind standards.Kind) string {
	m, ok := x.rule.Measure(kind)
	if !ok || len(m.Cuts) == 0 {
		return ""
	}
	text := x.Kind(kind) + ": " + x.Cuts(m)
	if m.MinItems > 1 {
		text += fmt.Sprintf("; at least %d different questions, fewer are too little for a level", m.MinItems)
	}
	return text + "; " + words.Policy(m) + "; cuts: " + words.Provenance(m.Provenance)
}

// piece names a piece of evidence: what, when, how well, by which cut, and where.
func (x *explaining) piece(e *competence.Evidence) string {
	rated := standards.Kind(e.Kind).Assessed()
	var b strings.Builder
	b.WriteString(x.Kind(standards.Kind(e.Kind)))
	if e.Bank != "" {
		fmt.Fprintf(&b, " %q, attempt %d", x.Bank(e.Bank), e.Attempt)
	}
	b.WriteString(" of " + e.Date)
	if e.Assessor != "" {
		b.WriteString(" by " + e.Assessor)
	}
	if e.Setting != "" {
		b.WriteString(" (" + e.Setting + ")")
	}
	if e.Max == 0 {
		fmt.Fprintf(&b, ": %s", x.Words.Evidence(e))
		return x.traced(&b, e)
	}
	unit := count.Of(e.Items, "question", "questions")
	if rated {
		unit = count.Of(e.Items, "indicator", "indicators")
	}
	over := "over " + unit
	if e.Path != nil {
		over = "that the best path earns"
		b.WriteString(", " + words.Path(e.Path))
	}
	fmt.Fprintf(&b, ": %s of %s points %s, %s", words.Number(e.Raw), words.Number(e.Max), over, words.Percent(e.Percent))
	switch {
	case e.Level == nil:
		b.WriteString(", too little for a level")
	case slices.Contains(e.Flags, verdict.CriticalFailed):
		b.WriteString(", but " + words.Critical(standards.Kind(e.Kind)) + ": " + x.Numbered(0))
	case *e.Level == 0 && e.Cut > 0:
		fmt.Fprintf(&b, ", below the cut of %s: %s", words.Percent(e.Cut), x.Numbered(0))
	case e.Cut > 0:
		fmt.Fprintf(&b, ", cut %s: %s", words.Percent(e.Cut), x.Numbered(*e.Level))
		if m, ok := x.measure(e.Kind); ok && m.MaxLevel > 0 && *e.Level == m.MaxLevel {
			b.WriteString(", the most that this kind can show")
		}
	}
	return x.traced(&b, e)
}

// traced adds where a piece of evidence came from.
func (x *explaining) traced(b *strings.Builder, e *competence.Evidence) string {
	where := []string{"file " + e.Source}
	if e.Receipt != "" {
		where = append(where, "receipt "+e.Receipt)
	}
	if e.FirstReceived != "" {
		where = append(where, "received "+e.FirstReceived)
	} else if e.HandedIn != "" {
		where = append(where, "handed in "+strings.Replace(e.HandedIn, "T", " ", 1)+" by the learner's clock")
	}
	where = append(where, "evidence "+e.ID)
	text := b.String() + ". " + words.Upper(strings.Join(where, ", "))
	if flags := slices.DeleteFunc(slices.Clone(e.Flags), func(f verdict.Flag) bool { return f == verdict.CriticalFailed }); len(flags) > 0 {
		text += ". Marked " + words.Flags(flags, ", ")
	}
	return text
}

// measure is how the rule judges a kind of evidence, where the rule is known.
func (x *explaining) measure(kind string) (standards.Measure, bool) {
	if x.rule == nil {
		return standards.Measure{}, false
	}
	return x.rule.Measure(standards.Kind(kind))
}

// showing finds what a kind shows.
func (x *explaining) showing(kind string) *competence.Showing {
	for i := range x.c.Kinds {
		if x.c.Kinds[i].Kind == kind {
			return &x.c.Kinds[i]
		}
	}
	return nil
}

func (x *explaining) counts(e *competence.Evidence) bool {
	s := x.showing(e.Kind)
	return e.Counts && (s == nil || s.Level != nil)
}

func (x *explaining) counted() {
	var lines []string
	for _, e := range x.evidence {
		if x.counts(e) {
			lines = append(lines, x.piece(e))
		}
	}
	for _, s := range x.c.Kinds {
		if s.Counts && s.Sittings > 1 && s.Level != nil && s.Kind != string(standards.Scenario) {
			lines = append(lines, fmt.Sprintf("%s, all together: %s of %s points over %s, %s: %s", x.Kind(standards.Kind(s.Kind)), words.Number(s.Points), words.Number(s.Max), count.Of(s.Items, "different question", "different questions"), words.Percent(s.Percent), x.Numbered(*s.Level)))
		}
	}
	if x.c.Borderline != "" {
		lines = append(lines, "borderline ("+x.c.Borderline+"): with so few questions chance may have decided between this level and its neighbour")
	}
	if len(lines) == 0 {
		lines = []string{"nothing"}
	}
	x.say("What counted", lines...)
}

func (x *explaining) notCounted() {
	var lines []string
	for _, e := range x.evidence {
		if !x.counts(e) {
			lines = append(lines, x.piece(e)+". Why it does not count: "+x.whyNot(e))
		}
	}
	x.say("What did not count, and why", lines...)
}

func (x *explaining) whyNot(e *competence.Evidence) string {
	s := x.showing(e.Kind)
	over := s != nil && !s.Counts && s.Expires != "" && s.Expires <= x.Matrix.AsOf
	switch {
	case e.SupersededBy != "":
		text := "another of the same kind took its place"
		for _, other := range x.evidence {
			if other.ID == e.SupersededBy {
				text = fmt.Sprintf("that of %s took its place", other.Date)
				if m, ok := x.measure(e.Kind); ok {
					text += "; " + words.Policy(m)
				}
			}
		}
		return text
	case e.Note != "" && !e.Counts && !over:
		return e.Note
	case s != nil && s.Level == nil && s.Short:
		return fmt.Sprintf("not enough of them are at or above mastery (%s received)", count.Of(s.Sittings, "was", "were"))
	case s != nil && s.Level == nil:
		text := fmt.Sprintf("too little for a level: %s", count.Of(s.Items, "question", "different questions"))
		if m, ok := x.measure(e.Kind); ok {
			text += fmt.Sprintf(", at least %d are needed", m.MinItems)
		}
		return text + "; this is neither passed nor failed"
	case over:
		return "it expired on " + s.Expires
	case e.Expires != "" && e.Expires <= x.Matrix.AsOf:
		return "it expired on " + e.Expires
	case x.p.Status != competence.Active:
		return "the person is not active on this date"
	}
	return "the level rests on other evidence"
}

func (x *explaining) caps() {
	var lines []string
	for _, s := range x.c.Kinds {
		if s.Critical && s.Counts {
			what := fmt.Sprintf("a critical question of the %s was not answered fully right", strings.ToLower(x.Kind(standards.Kind(s.Kind))))
			if s.Kind == string(standards.Scenario) {
				what = words.Critical(standards.Scenario)
			}
			lines = append(lines, fmt.Sprintf("%s: this alone keeps the whole competency at %s, whatever else was shown, until the assessment is taken again", what, x.Numbered(0)))
		}
	}
	for _, c := range x.c.Caps {
		lines = append(lines, fmt.Sprintf("the mandatory indicator %s is at %s and must be at %s: no more than %s is reached", c.Indicator, words.Percent(c.Percent), words.Percent(c.Need), x.Numbered(c.Level)))
	}
	x.say("What holds the level down", lines...)
}

// validity does the arithmetic of the dates before the reader's eyes.
func (x *explaining) validity() {
	c := x.c
	if c.ValidFrom == "" {
		return
	}
	what := "the level"
	if c.Met && c.Level != nil && *c.Level > c.Required && c.Required > 0 {
		what = fmt.Sprintf("the required level %d", c.Required)
	}
	lines := []string{fmt.Sprintf("from %s, the day of the earliest evidence that %s rests on", c.ValidFrom, what)}
	if c.Expires == "" {
		x.say("How long it holds", append(lines, "it does not expire")...)
		return
	}
	if x.rule != nil {
		v := x.rule.Validity
		for _, e := range x.evidence {
			if e.Counts && e.Expires == c.Expires {
				lines = append(lines, x.arithmetic(v, e))
				break
			}
		}
		if c.Status == competence.Current {
			lines = append(lines, fmt.Sprintf("it is shown as expiring in the last %s, from %s on", count.Of(v.WindowDays, "day", "days"), shift(c.Expires, -v.WindowDays)))
		}
	}
	last := shift(c.Expires, -1)
	if c.Status == competence.Expired || c.Expires <= x.Matrix.AsOf {
		lines = append(lines, fmt.Sprintf("expired on %s, %s; the last valid day was %s", c.Expires, x.Until(c.Expires), last))
	} else {
		lines = append(lines, fmt.Sprintf("expires on %s, %s; the last valid day is %s", c.Expires, x.Until(c.Expires), last))
	}
	x.say("How long it holds", lines...)
}

func (x *explaining) arithmetic(v standards.Validity, e *competence.Evidence) string {
	period := count.Of(v.Months, "calendar month", "calendar months")
	name := strings.ToLower(x.Kind(standards.Kind(e.Kind)))
	switch {
	case v.Mode == standards.Fixed:
		return fmt.Sprintf("the %s of %s holds until the first of the fixed dates (every %s from %s) that is at least %s away: %s", name, e.Date, period, v.BaseDate.Format(time.DateOnly), count.Of(v.WindowDays, "day", "days"), e.Expires)
	case v.Mode == standards.Expiry && competence.AddMonths(e.Date, v.Months) != e.Expires:
		return fmt.Sprintf("the %s of %s renewed an earlier one in the last %s before it expired, so that the end moves on from the earlier end by %s: to %s", name, e.Date, count.Of(v.WindowDays, "day", "days"), period, e.Expires)
	}
	return fmt.Sprintf("the first to expire is the %s: %s + %s = %s", name, e.Date, period, e.Expires)
}

func shift(date string, days int) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

func (x *explaining) missing() {
	var lines []string
	for _, kinds := range x.c.MissingKinds {
		lines = append(lines, "not shown at the level required: "+x.AnyOf(kinds))
	}
	if x.c.Cause == competence.KnowledgeMissing {
		lines = append(lines, "what was observed is not lost: it counts as soon as the lower level is shown, as long as it has not expired")
	}
	next := x.Next(x.c)
	title := "What is missing, and the next step"
	if x.c.Met {
		title = "The next step"
		if next.Text != "" {
			next.Text = "to renew, " + next.Text
		}
	}
	if next.Text != "" {
		if next.URL != "" {
			next.Text += ": " + next.URL
		}
		if !x.c.Met {
			next.Text = "next step: " + next.Text
		}
		lines = append(lines, next.Text)
	}
	if x.rule != nil && x.rule.Assessor != "" && next.Observed {
		lines = append(lines, "who may observe: "+x.rule.Assessor)
	}
	x.say(title, lines...)
}

func (x *explaining) basis() {
	lines := []string{"standards: " + x.Framework(), x.Provisional()}
	if x.c.RuleSHA256 != "" {
		lines = append(lines, "rule "+short(x.c.RuleSHA256)+cmp.Or(map[bool]string{true: ", keys " + short(x.c.KeysSHA256)}[x.c.KeysSHA256 != ""], "")+" (first 12 characters of their SHA-256; matrix.json has them whole)")
	}
	x.say("What this rests on", lines...)
}

func short(hash string) string { return hash[:min(len(hash), 12)] }
