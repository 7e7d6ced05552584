package competence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/standards"
)

// why tells in a sentence how a level came about, for somebody who has never
// seen this program: what was shown, when, against which cut, what is missing
// and until when it holds.
func (r *Rules) why(rule *rule, c *Cell, got *reach, results map[standards.Kind]*shown, timely []*piece) string {
	var parts []string
	for _, kind := range standards.Kinds() {
		if s := results[kind]; s != nil && slices.Contains(got.kinds, kind) {
			parts = append(parts, r.tell(s))
		}
	}
	if len(parts) == 0 {
		if len(timely) == 0 {
			parts = append(parts, "nothing has been received yet")
		} else {
			parts = append(parts, "what was received has expired or is not of a kind that counts here")
		}
	}
	head := "no level can be given"
	if c.Level != nil {
		head = fmt.Sprintf("level %d, %s", *c.Level, r.framework.Level(*c.Level).Label)
	}
	var end []string
	switch c.Cause {
	case ExpiredEvidence:
		if c.Status == Expired {
			end = append(end, "it expired on "+c.Expires)
		} else {
			end = append(end, "older evidence has expired")
		}
	case CriticalFailed:
		what := "a critical question was not answered fully right"
		if s := results[standards.Scenario]; s != nil && s.critical {
			what = "a choice was made that by itself fails the competency"
		}
		end = append(end, what+", which alone keeps the level at 0: the assessment is to be taken again")
	case MandatoryUnmet:
		for _, m := range got.capped {
			end = append(end, fmt.Sprintf("the mandatory indicator %s is below %s%%, which keeps the level at %d", m.Indicator, percentText(m.Need), m.Level))
		}
	case AwaitingConfirmation:
		end = append(end, "an observation awaits confirmation by somebody other than the person")
	case RatingMissing:
		end = append(end, "everything else is shown, and the self-rating that the rule demands has not been handed in")
	case AwaitingMarking:
		end = append(end, "written work awaits marking by an assessor")
	}
	if c.Required > 0 && !c.Met {
		need := fmt.Sprintf("level %d, %s, is required", c.Required, r.framework.Level(c.Required).Label)
		if c.Due != "" {
			need += " by " + c.Due
		}
		if len(c.Missing) > 0 {
			need += "; not shown: " + strings.Join(c.Missing, ", and ")
		}
		end = append(end, need)
	}
	if c.Status == Current || c.Status == Expiring {
		what := "it"
		if c.Level != nil && *c.Level > c.Required {
			what = fmt.Sprintf("the required level %d", c.Required)
		}
		if c.Expires == "" {
			end = append(end, what+" does not expire")
		} else {
			end = append(end, what+" holds until "+c.Expires)
		}
	}
	if c.Borderline != "" {
		end = append(end, "borderline: "+c.Borderline)
	}
	return strings.Join(append([]string{head + ": " + strings.Join(parts, ", and ")}, end...), "; ") + "."
}

// tell says what one kind of evidence shows.
func (r *Rules) tell(s *shown) string {
	var where []string
	last, rated := "", false
	for _, p := range s.pieces {
		title := p.sitting.Bank
		if title != "" && r.banks != nil {
			title = r.banks(title)
		}
		if title != "" && !slices.Contains(where, title) {
			where = append(where, title)
		}
		rated = rated || p.kind.Assessed()
		last = max(last, p.sitting.Date)
	}
	name := s.measure.Label
	if name == "" {
		name = string(s.measure.Kind)
	}
	if len(where) > 0 {
		name += " (" + strings.Join(where, ", ") + ")"
	}
	if s.measure.Kind == standards.Rating {
		return name + ": done on " + last
	}
	unit := count(s.n, "question")
	if rated {
		unit = count(s.n, "indicator")
	}
	text := fmt.Sprintf("%s: %s of %s points over %s, %s%%", name, percentText(s.points), percentText(s.max), unit, percentText(s.percent))
	if s.measure.Kind == standards.Scenario {
		text = fmt.Sprintf("%s: %s of %s points that the best path earns, %s%%", name, percentText(s.points), percentText(s.max), percentText(s.percent))
	}
	if len(s.pieces) > 1 {
		text += fmt.Sprintf(", from %d sittings up to %s", len(s.pieces), last)
	} else {
		text += " on " + last
	}
	switch {
	case s.level == nil && s.n < s.measure.MinItems:
		text += fmt.Sprintf(", too few for a level (at least %d are needed)", s.measure.MinItems)
	case s.level == nil:
		text += ", not enough sittings at or above mastery"
	case len(s.measure.Cuts) > 0:
		text += fmt.Sprintf(" (cut %s%%)", percentText(cutOf(s.measure, s.percent)))
	}
	return text
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
