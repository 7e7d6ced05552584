package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/standards"
)

// Step is what closes a gap.
type Step struct {
	Text     string
	Module   string // title
	URL      string // "" where the site's address is not known
	Observed bool   // somebody has to observe
}

// Next returns what closes a gap; the zero step if there is no gap.
func (w *Words) Next(c *competence.Cell) Step {
	if c.Required == 0 || c.Met && c.Status != competence.Expiring {
		return Step{}
	}
	observe, take := Step{}, Step{}
	if rule := w.Rule(c.Competency); rule != nil {
		observe, take = w.observe(rule), w.take(rule, c)
	}
	if c.Met {
		return renewal(c, observe, take)
	}
	switch c.Cause {
	case competence.AwaitingConfirmation:
		return Step{Text: "have the observation confirmed", Observed: true}
	case competence.RatingMissing:
		return Step{Text: "rate yourself on the site and hand it in"}
	case competence.AwaitingMarking:
		return Step{Text: "have the written work marked"}
	}
	return w.toShow(c, observe, take)
}

// observe returns the step for a rule that demands observation; zero for other rules.
func (w *Words) observe(rule *standards.Settled) Step {
	kinds := slices.DeleteFunc(rule.Wanted(), func(k standards.Kind) bool { return !k.Observed() })
	if len(kinds) == 0 {
		return Step{}
	}
	return Step{Text: "arrange an observation with a qualified assessor: " + w.anyOf(kinds), Observed: true}
}

// renewal returns the step for what expires: renew the evidence that expires first.
func renewal(c *competence.Cell, observe, take Step) Step {
	first := slices.IndexFunc(c.Kinds, func(s competence.Showing) bool { return s.Counts && s.Expires == c.Expires })
	if first >= 0 && standards.Kind(c.Kinds[first].Kind).Observed() && observe.Observed {
		return observe
	}
	return take
}

// toShow returns the step for what is not shown yet.
func (w *Words) toShow(c *competence.Cell, observe, take Step) Step {
	switch {
	case c.Cause == competence.ObservationMissing && observe.Observed:
		return observe
	case c.Cause == competence.MandatoryUnmet && observe.Observed && len(c.MissingKinds) == 0:
		observe.Text = "discuss the mandatory indicator, then " + observe.Text
		return observe
	case take.Text == "", observe.Observed && w.lowestMet(c):
		return observe
	case observe.Observed && c.Cause != competence.KnowledgeMissing && c.Required > 1:
		take.Text, take.Observed = take.Text+", then "+observe.Text, true
	}
	return take
}

// take returns the step of taking the first bank or scenario that can show what is
// missing.
func (w *Words) take(rule *standards.Settled, c *competence.Cell) Step {
	quiz := len(c.MissingKinds) == 0
	for _, kinds := range c.MissingKinds {
		quiz = quiz || !observedOrPlayed(kinds)
	}
	var found Step
	for _, source := range rule.Sources {
		bank := source.Bank
		m, ok := w.modules[bank]
		if !ok || found.Text != "" && (quiz || !m.Scenario) {
			continue
		}
		title := cmp.Or(m.Title, bank)
		found = Step{Text: fmt.Sprintf("take the module %q and its assessment", title), Module: title}
		if m.Scenario {
			found.Text = fmt.Sprintf("take the scenario %q", title)
		}
		if strings.HasPrefix(m.URL, "https://") || strings.HasPrefix(m.URL, "http://") {
			found.URL = m.URL
		}
		if !quiz && m.Scenario {
			break
		}
	}
	return found
}

// observedOrPlayed reports whether only one kind meets a demand, and that is an
// observation or a scenario.
func observedOrPlayed(kinds []standards.Kind) bool {
	return len(kinds) == 1 && (kinds[0] == standards.Scenario || kinds[0].Observed())
}

// lowestMet reports whether everything but observation is shown and in date.
func (w *Words) lowestMet(c *competence.Cell) bool {
	rule := w.Rule(c.Competency)
	if rule == nil || c.Cause == competence.CriticalFailed {
		return false
	}
	return !slices.ContainsFunc(rule.Demands, func(d standards.Demand) bool {
		return !slices.ContainsFunc(d.Kinds, standards.Kind.Observed) && !w.meets(c, d)
	})
}

// meets reports whether a kind of a demand shows a level above 0, and is in date.
func (w *Words) meets(c *competence.Cell, d standards.Demand) bool {
	asOf := w.asOf()
	return slices.ContainsFunc(c.Kinds, func(s competence.Showing) bool {
		return slices.Contains(d.Kinds, standards.Kind(s.Kind)) && s.Level != nil && *s.Level > 0 &&
			(s.Expires == "" || s.Expires > asOf)
	})
}
