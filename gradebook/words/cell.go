package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/count"
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

// NotRequired is the standing of a person without a cell.
func NotRequired() Standing { return Standing{Quiet, "–", "not required", ""} }

// Legend explains the symbols.
func Legend() []Standing {
	return []Standing{
		{Good, "✓", "met", ""},
		{Soon, "⌛", "met, expires soon", ""},
		{Partly, "▲", "something shown, more is required", ""},
		{Gap, "▲", "no level", ""},
		{Bad, "✗", "expired", ""},
		{Waiting, "?", "pending", ""},
		NotRequired(),
	}
}

// Standing returns where a cell stands, in the parts that a page shows.
func (w *Words) Standing(c *competence.Cell) Standing {
	needs := "needs " + w.Level(c.Required)
	switch {
	case c.Required == 0 && level(c) > 0:
		return Standing{Quiet, "–", "not required", "shown all the same: " + w.Level(level(c))}
	case c.Required == 0:
		return NotRequired()
	case c.Status == competence.Expired:
		return Standing{Bad, "✗", "expired", join("; ", c.Expires, needs)}
	case c.Status == competence.Pending:
		return Standing{Waiting, "?", "pending", join("; ", w.Cause(c), needs)}
	case c.Met && c.Status == competence.Expiring:
		return Standing{Soon, "⌛", w.Reached(c.Level), join("; ", "expires "+w.Until(c.Expires), borderline(c))}
	case c.Met:
		return Standing{Good, "✓", w.Reached(c.Level), borderline(c)}
	case level(c) > 0:
		return Standing{Partly, "▲", w.Level(level(c)), join("; ", needs, w.Cause(c), borderline(c), supervised(c))}
	}
	reached := "no level"
	if c.Level != nil {
		reached = w.Level(*c.Level)
	}
	return Standing{Gap, "▲", reached, join("; ", needs, w.Cause(c), supervised(c))}
}

// Cell returns a standing in one line, for a cell of a sheet: level, symbol, and kind
// or reason. The conditional formats look for the symbols.
func (w *Words) Cell(c *competence.Cell) string {
	reached := ""
	if level(c) > 0 {
		reached = w.Level(level(c))
	}
	switch {
	case c.Status == competence.NotRequired || c.Required == 0:
		return join(" · ", "– not required", reached)
	case c.Status == competence.Expired || c.Cause == competence.ExpiredEvidence:
		return strings.TrimSpace("✗ expired " + c.Expires)
	case c.Status == competence.Pending:
		return join(" · ", "? "+cmp.Or(w.Cause(c), "pending"), reached)
	case c.Met && c.Status == competence.Expiring:
		return join(" · ", w.expiring(c), w.Level(level(c)), borderline(c))
	case c.Met:
		return join(" · ", w.Level(level(c))+" ✓", borderline(c))
	}
	return w.gapCell(c)
}

// gapCell is Cell for a requirement that is not met.
func (w *Words) gapCell(c *competence.Cell) string {
	reached, needs, until := w.Level(level(c)), ", needs "+w.Level(c.Required), ""
	if n, ok := w.Days(c.Due); ok && n >= 0 {
		until = supervised(c)
	}
	switch {
	case c.Cause == competence.ObservationMissing && level(c) > 0:
		return join(" · ", reached+" ✓", w.Cause(c), w.expiring(c), until)
	case c.Cause == competence.ObservationMissing, c.Cause == competence.NotAttempted:
		return join(" · ", "▲ "+w.Cause(c)+needs, until)
	case c.Cause == competence.InsufficientEvidence:
		return join(" · ", "▲ "+w.Cause(c), until)
	case c.Cause == competence.Failed, c.Cause == "":
		return join(" · ", "▲ "+reached+needs, w.expiring(c), borderline(c), until)
	}
	return join(" · ", "▲ "+reached+needs, w.Cause(c), until)
}

// level returns the level of a cell; 0 if none can be given.
func level(c *competence.Cell) int {
	if c.Level == nil {
		return 0
	}
	return *c.Level
}

// expiring says when a cell that expires soon will expire; "" for any other cell.
func (w *Words) expiring(c *competence.Cell) string {
	if c.Status != competence.Expiring {
		return ""
	}
	if n, ok := w.Days(c.Expires); ok {
		return "⌛ " + count.Of(n, "day", "days")
	}
	return "⌛ expires " + c.Expires
}

func borderline(c *competence.Cell) string {
	if c.Borderline == "" {
		return ""
	}
	return "borderline"
}

func supervised(c *competence.Cell) string {
	if !c.Supervised {
		return ""
	}
	return "supervised until " + c.Due
}

// join joins the texts that are not empty.
func join(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), separator)
}

// Cause says in a few words why a requirement is not met; "" if there is no cause.
func (w *Words) Cause(c *competence.Cell) string {
	if c.Cause == competence.InsufficientEvidence {
		for _, k := range c.Kinds {
			if k.Level == nil {
				return fmt.Sprintf("%s (n=%d)", Cause(c.Cause), k.Items)
			}
		}
	}
	if c.Cause == competence.CriticalFailed && choseCritically(c) {
		return "critical choice made"
	}
	return Cause(c.Cause)
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
		missing[i] = w.anyOf(kinds)
	}
	list := strings.Join(missing, "; ")
	if c.Cause == competence.ObservationMissing || c.Cause == competence.KnowledgeMissing {
		return Upper(text + ": " + list) // the cause ends in "missing"
	}
	return Upper(text + ". Missing: " + list)
}

// choseCritically reports whether a choice in a scenario fails the competency.
func choseCritically(c *competence.Cell) bool {
	return slices.ContainsFunc(c.Kinds, func(s competence.Showing) bool {
		return s.Critical && s.Kind == string(standards.Scenario)
	})
}

// anyOf names kinds of evidence, any of which meets a demand.
func (w *Words) anyOf(kinds []standards.Kind) string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = strings.ToLower(w.Kind(kind))
	}
	return strings.Join(names, " or ")
}
