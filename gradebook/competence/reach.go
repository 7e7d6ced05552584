package competence

import (
	"slices"

	"github.com/coursemark/coursemark/standards"
)

// reach is the level that kinds of evidence show together.
type reach struct {
	level    int
	known    bool // the lowest demand has a level, if only 0
	kinds    []standards.Kind
	uncapped int // the level without caps and critical failures
	critical bool
	capped   []Cap // not met, and holding the level down
}

func (r *reach) value() *int {
	if !r.known {
		return nil
	}
	level := r.level
	return &level
}

// reach finds the highest level for which every demand that counts is met.
func (rule *rule) reach(from kindResults) *reach {
	out := &reach{}
	for _, d := range rule.Demands {
		for _, k := range d.Kinds {
			s := from[k]
			if s == nil {
				continue
			}
			out.kinds = append(out.kinds, k)
			out.known = out.known || d.From == 1 && s.level != nil && k != standards.Rating
			out.critical = out.critical || s.critical
		}
	}
	for out.uncapped < rule.Top() && len(rule.unmet(from, out.uncapped+1)) == 0 {
		out.uncapped++
	}
	out.level = out.uncapped
	if out.critical {
		out.level = 0
	}
	for _, m := range rule.Mandatory {
		out.cap(m, from)
	}
	return out
}

// cap holds the level down where a mandatory indicator is below its percentage.
func (r *reach) cap(m standards.Mandatory, from kindResults) {
	for _, k := range r.kinds {
		if k == standards.Scenario {
			continue // it is scored by competency, and critical choices take the place of mandatory indicators
		}
		points, most := from[k].of(m.Indicator)
		// An indicator that no form asked about says nothing either way.
		if most > 0 && 100*points/most+epsilon < m.Percent && r.uncapped > m.Cap {
			r.level = min(r.level, m.Cap)
			r.capped = append(r.capped, Cap{
				Indicator: m.Indicator, Percent: round(100 * points / most), Need: m.Percent, Level: m.Cap,
			})
			return
		}
	}
}

// of returns the points of an indicator, and the most that it could have.
func (s *kindResult) of(indicator string) (points, most float64) {
	for _, i := range s.items {
		if slices.Contains(i.Question.Indicators, indicator) {
			points += i.Points
			most += i.Max
		}
	}
	return points, most
}

// unmet returns the demands that count for a level and are not met.
func (rule *rule) unmet(from kindResults, level int) []standards.Demand {
	var out []standards.Demand
	for _, d := range rule.Demands {
		if d.From <= level && from.best(d, level) == nil {
			out = append(out, d)
		}
	}
	return out
}

// best returns the evidence that meets a demand for a level and holds longest, or nil
// if nothing meets it.
func (s kindResults) best(d standards.Demand, level int) *kindResult {
	var best *kindResult
	for _, k := range d.Kinds {
		got := s[k]
		if got == nil || got.level == nil || *got.level < min(level, d.To) {
			continue
		}
		if best == nil || best.expires != "" && (got.expires == "" || got.expires > best.expires) {
			best = got
		}
	}
	return best
}

// span returns how long a level holds: from the earliest evidence that it rests on
// to the first expiry of that evidence.
func (rule *rule) span(from kindResults, level int) (validFrom, expires string) {
	for _, d := range rule.Demands {
		if d.From > level {
			continue
		}
		best := from.best(d, level)
		if best == nil {
			continue
		}
		if validFrom == "" || best.validFrom < validFrom {
			validFrom = best.validFrom
		}
		expires = sooner(expires, best.expires)
	}
	return validFrom, expires
}
