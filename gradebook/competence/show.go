package competence

import (
	"maps"
	"math"
	"slices"

	"github.com/coursemark/coursemark/standards"
)

// kindResult is what a kind of evidence shows by itself.
type kindResult struct {
	measure   standards.Measure
	items     []Item // of the submissions that contribute
	n         int    // different questions among them
	points    float64
	max       float64
	percent   float64
	level     *int    // nil: insufficient
	nearCut   float64 // 0: no cut is near
	critical  bool
	few       bool // fewer items, or submissions, than the rule asks for
	pieces    []*piece
	validFrom string
	expires   string
}

// kindResults holds what each kind of evidence shows; a kind without evidence is absent.
type kindResults map[standards.Kind]*kindResult

// show finds what each kind shows by itself.
func (r *Rules) show(rule *rule, pieces []*piece) kindResults {
	out := kindResults{}
	for _, m := range rule.Measures {
		byBank := map[string][]*piece{}
		for _, p := range pieces {
			if p.kind == m.Kind {
				byBank[p.submission.Bank] = append(byBank[p.submission.Bank], p)
			}
		}
		if len(byBank) > 0 {
			out[m.Kind] = r.pool(rule, m, byBank)
		}
	}
	return out
}

// inDate returns the results that have not expired on a date.
func (s kindResults) inDate(date string) kindResults {
	out := maps.Clone(s)
	maps.DeleteFunc(out, func(_ standards.Kind, s *kindResult) bool { return expired(s.expires, date) })
	return out
}

// pool puts together what the policy picks at each bank, and finds the level.
func (r *Rules) pool(rule *rule, m standards.Measure, byBank map[string][]*piece) *kindResult {
	s := &kindResult{measure: m}
	questions := map[string]bool{}
	for _, bank := range slices.Sorted(maps.Keys(byBank)) {
		expiries(rule.Validity, m, byBank[bank])
		got := pick(byBank[bank], m, rule.Validity, r.asOf)
		s.add(got)
		for _, p := range got.pieces {
			for _, i := range p.items {
				questions[bank+"\x00"+i.Question.ID] = true
			}
		}
	}
	s.n = len(questions)
	if s.max > 0 {
		s.percent = 100 * s.points / s.max
	}
	s.few = s.few || s.n < m.MinItems
	if !s.few {
		level := levelOf(m, s.percent, s.critical)
		s.level = &level
		if m.Kind.Asked() {
			s.nearCut = nearCut(m, s.percent, s.n)
		}
	}
	return s
}

// add adds what was picked at one bank.
func (s *kindResult) add(got selection) {
	s.points += got.fraction * got.max
	s.max += got.max
	s.critical = s.critical || got.critical
	s.few = s.few || got.short
	for _, p := range got.pieces {
		s.pieces = append(s.pieces, p)
		s.items = append(s.items, p.items...)
		if s.validFrom == "" || p.submission.Date < s.validFrom {
			s.validFrom = p.submission.Date
		}
		s.expires = sooner(s.expires, p.expires)
	}
}

// showing returns what a kind shows in the form that a cell has it.
func (s *kindResult) showing(counts bool) Showing {
	out := Showing{
		Kind: string(s.measure.Kind), Level: s.level, Points: round(s.points), Max: round(s.max),
		Percent: round(s.percent),
		Items:   s.n, Submissions: len(s.pieces), Short: s.few && s.n >= s.measure.MinItems, Critical: s.critical,
		ValidFrom: s.validFrom, Expires: s.expires, Counts: counts, NearCut: s.nearCut,
	}
	if s.level != nil {
		out.Cut = cutOf(s.measure, s.percent)
	}
	for _, p := range s.pieces {
		if bank := p.submission.Bank; bank != "" && !slices.Contains(out.Banks, bank) {
			out.Banks = append(out.Banks, bank)
		}
		out.Last = max(out.Last, p.submission.Date)
	}
	return out
}

// levelOf applies cuts (half-open: a percentage at the cut reaches it) and the
// ceiling of the kind.
func levelOf(m standards.Measure, percent float64, critical bool) int {
	if critical {
		return 0
	}
	level := 0
	for _, cut := range m.Cuts {
		if percent+epsilon >= cut.Percent {
			level = cut.Level
		}
	}
	return min(level, m.MaxLevel)
}

// cutOf returns the cut of the level reached, or the first cut.
func cutOf(m standards.Measure, percent float64) float64 {
	at := firstCut(m)
	for _, cut := range m.Cuts {
		if percent+epsilon >= cut.Percent && cut.Level <= m.MaxLevel {
			at = cut.Percent
		}
	}
	return at
}

// firstCut returns the lowest percentage that shows a level; 0 if none does.
func firstCut(m standards.Measure) float64 {
	if len(m.Cuts) == 0 {
		return 0
	}
	return m.Cuts[0].Percent
}

// nearCut returns the cut that lies within one standard error of a percentage: with so
// few questions it could as well have fallen on the other side. 0 if there is none.
func nearCut(m standards.Measure, percent float64, n int) float64 {
	nearest := 0.0
	for _, cut := range m.Cuts {
		c := cut.Percent / 100
		if cut.Level > m.MaxLevel || math.Abs(percent/100-c) > math.Sqrt(c*(1-c)/float64(n))+epsilon {
			continue
		}
		if nearest == 0 || math.Abs(percent-cut.Percent) < math.Abs(percent-nearest) {
			nearest = cut.Percent
		}
	}
	return nearest
}

// round drops the digits that depend on the order of additions.
func round(f float64) float64 { return math.Round(f*1e6) / 1e6 }
