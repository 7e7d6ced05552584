package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// Tone is how a standing looks. Each has a symbol of its own.
type Tone string

// The tones.
const (
	Good    Tone = "good"
	Partly  Tone = "partly"
	Soon    Tone = "soon"
	Gap     Tone = "gap"
	Bad     Tone = "bad"
	Waiting Tone = "waiting"
	Quiet   Tone = "quiet"
)

// Standing says in a few words where a person stands.
type Standing struct {
	Tone   Tone
	Symbol string
	Text   string // without the symbol
	More   string // the requirement, the cause, a date
}

// NotRequired is the standing of whoever has no cell.
func NotRequired() Standing { return Standing{Quiet, "–", "not required", ""} }

// Legend explains the symbols.
func Legend() []Standing {
	return []Standing{{Good, "✓", "met", ""}, {Soon, "⌛", "met, expires soon", ""}, {Partly, "▲", "something shown, more is required", ""}, {Gap, "▲", "no level", ""}, {Bad, "✗", "expired", ""}, {Waiting, "?", "pending", ""}, NotRequired()}
}

// Standing takes a cell apart for a page.
func (w *Words) Standing(c *competence.Cell) Standing {
	reached := w.Reached(c.Level)
	needs := "needs " + w.Level(c.Required)
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
		return Standing{Quiet, "–", "not required", more}
	case c.Status == competence.Expired:
		return Standing{Bad, "✗", "expired", join(c.Expires, needs)}
	case c.Status == competence.Pending:
		return Standing{Waiting, "?", "pending", join(w.Cause(c), needs)}
	case c.Met && c.Status == competence.Expiring:
		return Standing{Soon, "⌛", reached, join("expires "+w.Until(c.Expires), borderline)}
	case c.Met:
		return Standing{Good, "✓", reached, borderline}
	case c.Level != nil && *c.Level > 0:
		return Standing{Partly, "▲", reached, join(needs, w.Cause(c), borderline, supervised)}
	}
	return Standing{Gap, "▲", strings.Replace(reached, "none", "no level", 1), join(needs, w.Cause(c), supervised)}
}

// Cell is a standing in the one line of a sheet's cell: level, symbol, and kind or
// reason. The symbols are what the conditional formats go by.
func (w *Words) Cell(c *competence.Cell) string {
	level := 0
	if c.Level != nil {
		level = *c.Level
	}
	also := func(s string, more ...string) string {
		for _, m := range more {
			if m != "" {
				s += " · " + m
			}
		}
		return s
	}
	reached := ""
	if level > 0 {
		reached = w.Level(level)
	}
	if c.Status == competence.NotRequired || c.Required == 0 {
		return also("– not required", reached)
	}
	expiring := ""
	if c.Status == competence.Expiring {
		expiring = "⌛ expires " + c.Expires
		if n, ok := w.Days(c.Expires); ok {
			expiring = "⌛ " + Count(n, "day", "days")
		}
	}
	borderline := ""
	if c.Borderline != "" {
		borderline = "borderline"
	}
	switch {
	case c.Status == competence.Expired || c.Cause == competence.ExpiredEvidence:
		return strings.TrimSpace("✗ expired " + c.Expires)
	case c.Status == competence.Pending:
		return also("? "+cmp.Or(w.Cause(c), "pending"), reached)
	case c.Met && expiring != "":
		return also(expiring, w.Level(level), borderline)
	case c.Met:
		return also(w.Level(level)+" ✓", borderline)
	}
	supervised := ""
	if n, ok := w.Days(c.Due); c.Supervised && ok && n >= 0 {
		supervised = "supervised until " + c.Due
	}
	needs := ", needs " + w.Level(c.Required)
	switch c.Cause {
	case competence.ObservationMissing:
		if level > 0 {
			return also(w.Level(level)+" ✓", w.Cause(c), expiring, supervised)
		}
		return also("▲ "+w.Cause(c)+needs, supervised)
	case competence.NotAttempted:
		return also("▲ "+w.Cause(c)+needs, supervised)
	case competence.InsufficientEvidence:
		return also("▲ "+w.Cause(c), supervised)
	case competence.Failed, "":
		return also("▲ "+w.Level(level)+needs, expiring, borderline, supervised)
	}
	return also("▲ "+w.Level(level)+needs, w.Cause(c), supervised)
}

// Cause says in a few words why a requirement is not met; "" where there is none.
func (w *Words) Cause(c *competence.Cell) string {
	if c.Cause == competence.InsufficientEvidence {
		for _, k := range c.Kinds {
			if k.Level == nil {
				return fmt.Sprintf("%s (n=%d)", Cause(c.Cause), k.Items)
			}
		}
	}
	if c.Cause == competence.CriticalFailed && slices.ContainsFunc(c.Kinds, func(k competence.Showing) bool { return k.Critical && k.Kind == string(standards.Scenario) }) {
		return "critical choice made"
	}
	return Cause(c.Cause)
}

// Cause says a cause that may be that of many.
func Cause(c competence.Cause) string {
	switch c {
	case competence.NotAttempted:
		return "nothing handed in yet"
	case competence.Failed:
		return "result below the level required"
	case competence.InsufficientEvidence:
		return "insufficient evidence"
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
		return "awaiting confirmation"
	case competence.AwaitingMarking:
		return "awaiting marking"
	case competence.RatingMissing:
		return "no self-rating yet"
	}
	return strings.ReplaceAll(string(c), "-", " ")
}

// Gap says why a requirement is not met, and which evidence is missing.
func (w *Words) Gap(c *competence.Cell) string {
	text := w.Cause(c)
	switch {
	case c.Cause == competence.ExpiredEvidence && c.Expires != "":
		text = "expired " + c.Expires
	case c.Cause == competence.ObservationMissing && c.Level != nil && *c.Level > 0:
		text = "knowledge shown; " + text
	case c.Cause == competence.KnowledgeMissing:
		text = "observed; " + text
	}
	if len(c.MissingKinds) == 0 || c.Cause == competence.NotAttempted {
		return Upper(text)
	}
	missing := make([]string, len(c.MissingKinds))
	for i, kinds := range c.MissingKinds {
		missing[i] = w.AnyOf(kinds)
	}
	if list := strings.Join(missing, "; "); strings.HasSuffix(text, "missing") {
		text += ": " + list
	} else {
		text += ". Missing: " + list
	}
	return Upper(text)
}

// AnyOf names kinds of evidence, any of which meets a demand.
func (w *Words) AnyOf(kinds []standards.Kind) string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = strings.ToLower(w.Kind(kind))
	}
	return strings.Join(names, " or ")
}

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

// Step is what closes a gap.
type Step struct {
	Text   string
	Module string // title
	URL    string // "" where the site's address is not known
}

// Next names what closes a gap; the zero step where there is none.
func (w *Words) Next(c *competence.Cell) Step {
	if c.Required == 0 || c.Met && c.Status != competence.Expiring {
		return Step{}
	}
	rule := w.Rule(c.Competency)
	observe, take := "", Step{}
	if rule != nil {
		kinds := slices.DeleteFunc(rule.Wanted(), func(k standards.Kind) bool { return !k.Observed() })
		if len(kinds) > 0 {
			observe = "arrange an observation with a qualified assessor: " + w.AnyOf(kinds)
		}
		take = w.take(rule, c)
	}
	if c.Met { // and it expires: what ends first is what is to be renewed
		first := ""
		for _, k := range c.Kinds {
			if k.Counts && k.Expires == c.Expires {
				first = k.Kind
				break
			}
		}
		if standards.Kind(first).Observed() && observe != "" {
			return Step{Text: observe}
		}
		return take
	}
	switch {
	case c.Cause == competence.AwaitingConfirmation:
		return Step{Text: "have the observation confirmed"}
	case c.Cause == competence.RatingMissing:
		return Step{Text: "rate yourself on the site and hand it in"}
	case c.Cause == competence.AwaitingMarking:
		return Step{Text: "have the written work marked"}
	case c.Cause == competence.ObservationMissing && observe != "":
		return Step{Text: observe}
	case c.Cause == competence.MandatoryUnmet && observe != "" && len(c.MissingKinds) == 0:
		return Step{Text: "talk the mandatory indicator over, then " + observe}
	case w.lowestMet(c) && observe != "":
		return Step{Text: observe}
	case take.Text != "":
		if observe != "" && c.Cause != competence.KnowledgeMissing && c.Required > 1 {
			take.Text += ", then " + observe
		}
		return take
	case observe != "":
		return Step{Text: observe}
	}
	return Step{}
}

// take names the first bank or scenario of a rule that can show what is missing.
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

// observedOrPlayed reports whether one kind alone meets a demand, and no questions
// are asked for it.
func observedOrPlayed(kinds []standards.Kind) bool {
	return len(kinds) == 1 && (kinds[0] == standards.Scenario || kinds[0].Observed())
}

// lowestMet tells whether everything but observation is shown and in date.
func (w *Words) lowestMet(c *competence.Cell) bool {
	rule := w.Rule(c.Competency)
	if rule == nil || c.Cause == competence.CriticalFailed {
		return false
	}
	asOf := w.AsOf.Format("2006-01-02")
	for _, demand := range rule.Demands {
		if slices.ContainsFunc(demand.Kinds, standards.Kind.Observed) {
			continue
		}
		shown := slices.ContainsFunc(c.Kinds, func(s competence.Showing) bool {
			return slices.Contains(demand.Kinds, standards.Kind(s.Kind)) && s.Level != nil && *s.Level > 0 && (s.Expires == "" || s.Expires > asOf)
		})
		if !shown {
			return false
		}
	}
	return true
}
