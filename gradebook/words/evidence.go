package words

import (
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/standards"
)

// Evidence says what a piece of evidence shows by itself.
func (w *Words) Evidence(e *competence.Evidence) string {
	switch {
	case e.Level != nil:
		return w.Level(*e.Level)
	case e.Kind == string(standards.Rating):
		return "done"
	case verdict.Has(e.Notes, verdict.AwaitsMarking):
		return "awaiting marking"
	}
	return "insufficient"
}

// Taken names a piece of evidence: its kind, its bank, and the path through a scenario.
func (w *Words) Taken(e *competence.Evidence) string {
	text := w.Kind(standards.Kind(e.Kind))
	if e.Bank != "" {
		text += fmt.Sprintf(": %s, attempt %d", w.Bank(e.Bank), e.Attempt)
	}
	return join(", ", text, Path(e.Path))
}

// Scored says the points of a piece of evidence, and which level they are.
func (w *Words) Scored(e *competence.Evidence) string {
	points := fmt.Sprintf("%s of %s, %s", Number(e.Raw), Number(e.Max), Percent(e.Percent))
	switch {
	case e.Max == 0:
		return w.Evidence(e)
	case e.Level == nil:
		return points + fmt.Sprintf("; too little for a level (n=%d)", e.Items)
	case slices.Contains(e.Flags, verdict.CriticalFailed):
		return points + "; " + Critical(standards.Kind(e.Kind))
	}
	return points + fmt.Sprintf(" (cut %s): %s", Percent(e.Cut), w.Level(*e.Level))
}

// Counts reports whether the level rests on a piece of evidence of the case.
func (x *Explainer) Counts(e *competence.Evidence) bool {
	s := x.showingOf(e.Kind)
	return e.Counts && (s == nil || s.Level != nil)
}

// showingOf returns what a kind shows in the cell; nil if it shows nothing.
func (x *Explainer) showingOf(kind string) *competence.Showing {
	for i := range x.cell.Kinds {
		if x.cell.Kinds[i].Kind == kind {
			return &x.cell.Kinds[i]
		}
	}
	return nil
}

// counted lists the evidence that the level rests on.
func (x *Explainer) counted() []string {
	var lines []string
	for _, e := range x.about.Evidence {
		if x.Counts(e) {
			lines = append(lines, x.piece(e))
		}
	}
	for _, s := range x.cell.Kinds {
		if s.Counts && s.Submissions > 1 && s.Level != nil && s.Kind != string(standards.Scenario) {
			lines = append(lines, fmt.Sprintf("%s, all together: %s of %s points over %s, %s: %s",
				x.Kind(standards.Kind(s.Kind)), Number(s.Points), Number(s.Max),
				count.Of(s.Items, "different question", "different questions"), Percent(s.Percent),
				x.numbered(*s.Level)))
		}
	}
	if x.cell.Borderline != "" {
		lines = append(lines, "borderline ("+x.cell.Borderline+"): with so few questions chance may have decided "+
			"between this level and its neighbour")
	}
	if len(lines) == 0 {
		return []string{"nothing"}
	}
	return lines
}

// notCounted lists the other evidence.
func (x *Explainer) notCounted() []string {
	var lines []string
	for _, e := range x.about.Evidence {
		if !x.Counts(e) {
			lines = append(lines, x.piece(e)+". Why it does not count: "+x.WhyNot(e))
		}
	}
	return lines
}

// piece names a piece of evidence: what, when, how well, by which cut, and where.
func (x *Explainer) piece(e *competence.Evidence) string {
	text := x.Kind(standards.Kind(e.Kind))
	if e.Bank != "" {
		text += fmt.Sprintf(" %q, attempt %d", x.Bank(e.Bank), e.Attempt)
	}
	text += " of " + e.Date
	if e.Assessor != "" {
		text += " by " + e.Assessor
	}
	if e.Setting != "" {
		text += " (" + e.Setting + ")"
	}
	if e.Max == 0 {
		return text + ": " + x.Evidence(e) + origin(e)
	}
	over := "over " + items(standards.Kind(e.Kind), e.Items)
	if e.Path != nil {
		over = "that the best path earns"
		text += ", " + Path(e.Path)
	}
	return text + fmt.Sprintf(": %s of %s points %s, %s", Number(e.Raw), Number(e.Max), over, Percent(e.Percent)) +
		x.reached(e) + origin(e)
}

// reached says which level the points are.
func (x *Explainer) reached(e *competence.Evidence) string {
	switch {
	case e.Level == nil:
		return ", too little for a level"
	case slices.Contains(e.Flags, verdict.CriticalFailed):
		return ", but " + Critical(standards.Kind(e.Kind)) + ": " + x.numbered(0)
	case e.Cut == 0:
		return ""
	case *e.Level == 0:
		return fmt.Sprintf(", below the cut of %s: %s", Percent(e.Cut), x.numbered(0))
	}
	text := fmt.Sprintf(", cut %s: %s", Percent(e.Cut), x.numbered(*e.Level))
	if m, ok := x.measureOf(e.Kind); ok && m.MaxLevel > 0 && *e.Level == m.MaxLevel {
		text += ", the most that this kind can show"
	}
	return text
}

// origin says where a piece of evidence came from.
func origin(e *competence.Evidence) string {
	where := []string{"file " + e.Source}
	if e.Receipt != "" {
		where = append(where, "receipt "+e.Receipt)
	}
	if e.FirstReceived != "" {
		where = append(where, "received "+e.FirstReceived)
	} else if e.HandedIn != "" {
		where = append(where, "handed in "+strings.Replace(e.HandedIn, "T", " ", 1)+" by the learner's clock")
	}
	text := ". " + Upper(strings.Join(append(where, "evidence "+e.ID), ", "))
	flags := slices.DeleteFunc(slices.Clone(e.Flags), func(f verdict.Flag) bool { return f == verdict.CriticalFailed })
	if len(flags) > 0 {
		text += ". Marked " + Flags(flags, ", ")
	}
	return text
}

// WhyNot says why the level does not rest on a piece of evidence of the case.
func (x *Explainer) WhyNot(e *competence.Evidence) string {
	s := x.showingOf(e.Kind)
	over := s != nil && !s.Counts && s.Expires != "" && s.Expires <= x.asOf()
	switch {
	case e.SupersededBy != "":
		return x.superseded(e)
	case e.Note != "" && !e.Counts && !over:
		return e.Note
	case s != nil && s.Level == nil && s.Short:
		return fmt.Sprintf("not enough of them are at or above mastery (%s received)",
			count.Of(s.Submissions, "was", "were"))
	case s != nil && s.Level == nil:
		return x.tooFew(s)
	case over:
		return "it expired on " + s.Expires
	case e.Expires != "" && e.Expires <= x.asOf():
		return "it expired on " + e.Expires
	case x.about.Person.Status != competence.Active:
		return "the person is not active on this date"
	}
	return "the level rests on other evidence"
}

// superseded says which evidence took the place of another, and by which rule.
func (x *Explainer) superseded(e *competence.Evidence) string {
	i := slices.IndexFunc(x.about.Evidence, func(other *competence.Evidence) bool { return other.ID == e.SupersededBy })
	if i < 0 {
		return "another of the same kind took its place"
	}
	text := fmt.Sprintf("the one of %s took its place", x.about.Evidence[i].Date)
	if m, ok := x.measureOf(e.Kind); ok {
		text += "; " + Policy(m)
	}
	return text
}

func (x *Explainer) tooFew(s *competence.Showing) string {
	text := "too little for a level: " + count.Of(s.Items, "question", "different questions")
	if m, ok := x.measureOf(s.Kind); ok {
		text += fmt.Sprintf(", at least %d are needed", m.MinItems)
	}
	return text + "; this is neither passed nor failed"
}

// measureOf returns how the rule judges a kind of evidence; ok is false if the rule is
// not known.
func (x *Explainer) measureOf(kind string) (m standards.Measure, ok bool) {
	if x.rule == nil {
		return standards.Measure{}, false
	}
	return x.rule.Measure(standards.Kind(kind))
}
