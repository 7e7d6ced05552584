package words

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/standards"
)

// Complete fills in what a cell says in words, for readers of matrix.json.
func (w *Words) Complete(c *competence.Cell) {
	c.Missing = make([]string, len(c.MissingKinds))
	for i, kinds := range c.MissingKinds {
		names := make([]string, len(kinds))
		for k, kind := range kinds {
			names[k] = string(kind)
		}
		c.Missing[i] = strings.Join(names, " or ")
	}
	for _, s := range c.Kinds {
		if s.Counts && s.NearCut > 0 {
			c.Borderline = fmt.Sprintf("%s of n=%d, cut %s", Percent(s.Percent), s.Items, Percent(s.NearCut))
		}
	}
	c.Why = w.why(c)
}

// why says in a sentence how a level came about, for somebody who has never seen
// this program: what was shown, when, against which cut, what is missing and until
// when it holds.
func (w *Words) why(c *competence.Cell) string {
	head := "no level can be given"
	if c.Level != nil {
		head = w.numbered(*c.Level)
	}
	parts := []string{head + ": " + strings.Join(w.shown(c), ", and ")}
	parts = append(parts, heldDown(c)...)
	if c.Required > 0 && !c.Met {
		parts = append(parts, w.needed(c))
	}
	if c.Status == competence.Current || c.Status == competence.Expiring {
		parts = append(parts, holds(c))
	}
	if c.Borderline != "" {
		parts = append(parts, "borderline: "+c.Borderline)
	}
	return strings.Join(parts, "; ") + "."
}

// shown says what each kind of evidence that counts shows.
func (w *Words) shown(c *competence.Cell) []string {
	var parts []string
	for _, s := range c.Kinds {
		if s.Counts {
			parts = append(parts, w.showing(c.Competency, s))
		}
	}
	switch {
	case parts != nil:
		return parts
	case !c.Received:
		return []string{"nothing has been received yet"}
	}
	return []string{"what was received has expired or is not of a kind that counts here"}
}

// showing says what one kind of evidence shows.
func (w *Words) showing(competency string, s competence.Showing) string {
	kind := standards.Kind(s.Kind)
	name := cmp.Or(w.labels[kind], s.Kind)
	if len(s.Banks) > 0 {
		titles := make([]string, len(s.Banks))
		for i, bank := range s.Banks {
			titles[i] = w.Bank(bank)
		}
		name += " (" + strings.Join(titles, ", ") + ")"
	}
	if kind == standards.Rating {
		return name + ": done on " + s.Last
	}
	over := "over " + items(kind, s.Items) + ","
	if kind == standards.Scenario {
		over = "that the best path earns,"
	}
	text := fmt.Sprintf("%s: %s of %s points %s %s", name, tenths(s.Points), tenths(s.Max), over, Percent(s.Percent))
	if s.Submissions > 1 {
		text += fmt.Sprintf(", from %d submissions, the last on %s", s.Submissions, s.Last)
	} else {
		text += " on " + s.Last
	}
	return text + w.judged(competency, s)
}

// judged says against which cut a kind of evidence was judged.
func (w *Words) judged(competency string, s competence.Showing) string {
	switch {
	case s.Level == nil && !s.Short:
		return fmt.Sprintf(", too few for a level (at least %d are needed)", w.measure(competency, s.Kind).MinItems)
	case s.Level == nil:
		return ", not enough submissions at or above mastery"
	case s.Cut > 0:
		return fmt.Sprintf(" (cut %s)", Percent(s.Cut))
	}
	return ""
}

// items says how many questions or indicators a kind of evidence consists of.
func items(kind standards.Kind, n int) string {
	if kind.Assessed() {
		return count.Of(n, "indicator", "indicators")
	}
	return count.Of(n, "question", "questions")
}

// measure returns how a competency's rule judges a kind of evidence; zero if the
// standards are not known.
func (w *Words) measure(competency, kind string) standards.Measure {
	if rule := w.Rule(competency); rule != nil {
		m, _ := rule.Measure(standards.Kind(kind))
		return m
	}
	return standards.Measure{}
}

// heldDown says what keeps a level from being higher, or from being given.
func heldDown(c *competence.Cell) []string {
	switch c.Cause {
	case competence.ExpiredEvidence:
		if c.Status == competence.Expired {
			return []string{"it expired on " + c.Expires}
		}
		return []string{"older evidence has expired"}
	case competence.CriticalFailed:
		return []string{criticalOf(c) + ", which alone keeps the level at 0: the assessment is to be taken again"}
	case competence.MandatoryUnmet:
		var parts []string
		for _, m := range c.Caps {
			parts = append(parts, fmt.Sprintf("the mandatory indicator %s is below %s, which keeps the level at %d",
				m.Indicator, Percent(m.Need), m.Level))
		}
		return parts
	case competence.AwaitingConfirmation:
		return []string{"an observation awaits confirmation by somebody other than the person"}
	case competence.RatingMissing:
		return []string{"everything else is shown, and the self-rating that the rule demands has not been handed in"}
	case competence.AwaitingMarking:
		return []string{"written work awaits marking by an assessor"}
	}
	return nil
}

// criticalOf says what by itself fails a competency.
func criticalOf(c *competence.Cell) string {
	if choseCritically(c) {
		return Critical(standards.Scenario)
	}
	return Critical(standards.Quiz)
}

// needed says what is required, by when, and what of it is not shown.
func (w *Words) needed(c *competence.Cell) string {
	text := w.numbered(c.Required) + ", is required"
	if c.Due != "" {
		text += " by " + c.Due
	}
	if len(c.Missing) > 0 {
		text += "; not shown: " + strings.Join(c.Missing, ", and ")
	}
	return text
}

// holds says how long a requirement stays met.
func holds(c *competence.Cell) string {
	what := "it"
	if c.Level != nil && *c.Level > c.Required {
		what = fmt.Sprintf("the required level %d", c.Required)
	}
	if c.Expires == "" {
		return what + " does not expire"
	}
	return what + " holds until " + c.Expires
}
