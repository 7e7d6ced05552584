package quiz

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/internal/diag"
)

// Group is a set of questions from which a form takes Count.
type Group struct {
	Count     int      `json:"count"`
	Questions []string `json:"questions"` // public IDs, sorted
}

// Published is a bank as the site shows it and the archive records it.
type Published struct {
	Bank      *Bank
	Revision  string
	Groups    []Group             // by their first question
	Questions []PublishedQuestion // by public ID
	Tasks     []PublishedTask     // as written: their order gives nothing away
}

// FormSize returns how many questions a learner is asked.
func (p *Published) FormSize() int {
	n := 0
	for _, g := range p.Groups {
		n += g.Count
	}
	return n
}

// Publish derives the public part of a bank. competencyOf returns the competency of an
// indicator, or "".
func (b *Bank) Publish(competencyOf func(indicator string) string) (*Published, diag.List) {
	var faults diag.List
	report := func(m diag.Message, path ...any) { faults.Add(b.File.Fault(m, path...)) }
	p := &Published{Bank: b}
	revisions := map[string]string{} // by public ID
	for i := range b.Questions {
		q := b.Questions[i].Publish(b.ID)
		q.reportClashes(reportIn(report, inQuestion, q.Source.ID, "questions", i))
		if _, taken := revisions[q.ID]; taken {
			report(publicIDsClash.With(q.Source.ID), "questions", i, "id")
		}
		revisions[q.ID] = q.Revision
		p.Questions = append(p.Questions, q)
	}
	slices.SortFunc(p.Questions, func(a, b PublishedQuestion) int { return cmp.Compare(a.ID, b.ID) })
	for i := range b.Tasks {
		p.Tasks = append(p.Tasks, b.Tasks[i].publish(b.ID, competencyOf))
	}
	var notices diag.List
	p.Groups = b.groups(competencyOf, report, func(m diag.Message, path ...any) {
		notices.Add(b.File.Fault(m, path...).Notice())
	})
	faults.Append(notices)
	p.Revision = revisionOf(b.ID, p.Groups, revisions)
	return p, faults
}

// revisionOf returns the revision of a bank: a hash over its groups and the revisions of
// the questions in them.
func revisionOf(bank string, groups []Group, revisions map[string]string) string {
	parts := []string{bank}
	for _, g := range groups {
		parts = append(parts, "group", strconv.Itoa(g.Count))
		var in []string
		for _, id := range g.Questions {
			in = append(in, revisions[id])
		}
		slices.Sort(in)
		parts = append(parts, in...)
	}
	return bankRevision.of(parts...)
}

// reportClashes reports parts of a question that have the same ID: it would not be certain
// which of them a response names.
func (p *PublishedQuestion) reportClashes(report diag.Report) {
	seen := map[string]bool{}
	clash := func(id string) bool {
		taken := seen[id]
		seen[id] = true
		return taken
	}
	for _, o := range p.Options {
		if clash(o.ID) {
			report(optionIDsClash.With(), "options")
		}
	}
	for _, s := range p.Stems {
		if clash(s.ID) {
			report(stemIDsClash.With(), "pairs")
		}
	}
	for n, g := range p.Gaps {
		taken := clash(g.ID)
		for _, o := range g.Options {
			taken = clash(o.ID) || taken
		}
		if taken {
			report(gapIDsClash.With(n+1), "gaps")
		}
	}
}

// groups resolves the draws of a bank into groups, sorted by their first question.
func (b *Bank) groups(competencyOf func(string) string, report, notice diag.Report) []Group {
	var critical, rest []string
	for _, q := range b.Questions {
		if q.Critical {
			critical = append(critical, PublicID(b.ID, q.ID))
		} else {
			rest = append(rest, PublicID(b.ID, q.ID))
		}
	}
	groups := wholeGroup(critical)
	switch {
	case len(b.Draws) > 0:
		groups = append(groups, b.drawnGroups(competencyOf, report, notice)...)
	case b.Mode == Assessed: // without a draw everybody is asked everything
		groups = append(groups, wholeGroup(rest)...)
	}
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Compare(a.Questions[0], b.Questions[0]) })
	return groups
}

// wholeGroup returns one group of which a form takes all, or none where there are no IDs.
func wholeGroup(ids []string) []Group {
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	return []Group{{Count: len(ids), Questions: ids}}
}

// drawPool is the questions that one draw takes from.
type drawPool struct {
	rule     DrawRule
	sound    bool
	ids      []string // public IDs
	narrower int      // questions that it could take, but that a narrower draw takes
}

// drawnGroups resolves the draws: every question that is not critical goes to the
// narrowest draw that can take it.
func (b *Bank) drawnGroups(competencyOf func(string) string, report, notice diag.Report) (groups []Group) {
	pools := make([]drawPool, len(b.Draws))
	for d, rule := range b.Draws {
		pools[d] = drawPool{rule: rule, sound: b.checkDraw(d, report)}
	}
	for i := range b.Questions {
		q := &b.Questions[i]
		if !q.Critical && !q.joinPool(pools, PublicID(b.ID, q.ID), competencyOf, reportAt(report, "questions", i)) {
			notice(neverDrawn.With(q.ID), "questions", i, "id")
		}
	}
	for d := range pools {
		if p := &pools[d]; p.sound && p.check(reportAt(report, "draw", d)) {
			slices.Sort(p.ids)
			groups = append(groups, Group{Count: p.rule.Count, Questions: p.ids})
		}
	}
	return groups
}

// joinPool puts a question into the pool of the narrowest draw that can take it, and
// reports whether there is one.
func (q *Question) joinPool(pools []drawPool, id string, competencyOf func(string) string, report diag.Report) bool {
	var takers []int // the narrowest last
	for d := range pools {
		if pools[d].sound && pools[d].rule.takes(q, competencyOf) {
			takers = append(takers, d)
		}
	}
	if len(takers) == 0 {
		return false
	}
	slices.SortStableFunc(takers, func(x, y int) int {
		return cmp.Compare(pools[x].rule.narrowness(), pools[y].rule.narrowness())
	})
	last := len(takers) - 1
	for _, d := range takers[:last] {
		pools[d].narrower++
	}
	narrowest := &pools[takers[last]]
	if last > 0 && pools[takers[last-1]].rule.narrowness() == narrowest.rule.narrowness() {
		report(drawnTwice.With(q.ID, takers[last-1]+1, takers[last]+1), "indicators")
		return true
	}
	narrowest.ids = append(narrowest.ids, id)
	return true
}

// check reports whether the draw can be made, and if not, why.
func (p *drawPool) check(report diag.Report) bool {
	want, have := p.rule.Count, len(p.ids)
	switch {
	case want < 1:
		report(drawOfNone.With(), "count")
	case want > have && p.narrower > 0:
		report(drawTooManyOfRest.With(want, have, p.narrower), "count")
	case want > have:
		report(drawTooMany.With(want, have), "count")
	default:
		return true
	}
	return false
}

// checkDraw reports whether draw d names one thing to draw from that the bank has.
func (b *Bank) checkDraw(d int, report diag.Report) bool {
	rule := b.Draws[d]
	named := []string{rule.Pool, rule.Indicator, rule.Competency}
	named = slices.DeleteFunc(named, func(name string) bool { return name == "" })
	if len(named) != 1 {
		report(drawNamesNotOne.With(), "draw", d)
		return false
	}
	pools, indicators := map[string]bool{}, map[string]bool{}
	for _, q := range b.Questions {
		if q.Pool != "" {
			pools[q.Pool] = true
		}
		for _, id := range q.Indicators {
			indicators[id] = true
		}
	}
	known := func(names map[string]bool) diag.Suggestion {
		return diag.Suggest(named[0], slices.Sorted(maps.Keys(names)))
	}
	switch {
	case rule.Pool != "" && !pools[rule.Pool]:
		report(unknownPool.With(rule.Pool, known(pools)), "draw", d, "pool")
		return false
	case rule.Indicator != "" && !indicators[rule.Indicator]:
		report(unknownIndicator.With(rule.Indicator, known(indicators)), "draw", d, "indicator")
		return false
	}
	return true
}

// takes reports whether a draw can take a question, other draws aside.
func (r DrawRule) takes(q *Question, competencyOf func(indicator string) string) bool {
	switch {
	case r.Pool != "":
		return q.Pool == r.Pool
	case r.Indicator != "":
		return slices.Contains(q.Indicators, r.Indicator)
	case r.Competency != "":
		return slices.ContainsFunc(q.Indicators, func(id string) bool { return competencyOf(id) == r.Competency })
	}
	return false
}

// narrowness ranks draws. A question that several draws can take goes to the narrowest, so
// that a bank can say "two of this indicator and six others of its competency".
func (r DrawRule) narrowness() int {
	switch {
	case r.Pool != "":
		return 2
	case r.Indicator != "":
		return 1
	}
	return 0
}

// Guaranteed returns the least number of questions of each competency in any form.
func (p *Published) Guaranteed(competencyOf func(indicator string) string) map[string]int {
	competencies := map[string][]string{} // of questions, by public ID
	for _, q := range p.Questions {
		var of []string
		for _, indicator := range q.Source.Indicators {
			if c := competencyOf(indicator); c != "" && !slices.Contains(of, c) {
				of = append(of, c)
			}
		}
		competencies[q.ID] = of
	}
	least := map[string]int{}
	for _, g := range p.Groups {
		tagged := map[string]int{}
		for _, id := range g.Questions {
			for _, c := range competencies[id] {
				tagged[c]++
			}
		}
		for c, n := range tagged {
			// The draw can leave out at most size−Count questions.
			least[c] += max(0, n-(len(g.Questions)-g.Count))
		}
	}
	return least
}
