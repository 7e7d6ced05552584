package course

import (
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// checkRules checks that the banks of each competency's rule can meet its demands.
func (c *checker) checkRules() {
	f := c.Framework
	for i := range f.Competencies {
		if competency := &f.Competencies[i]; competency.Rule != nil {
			r := &ruleCheck{
				checker: c, competency: competency, index: i, rule: f.Settle(competency),
				counted: map[standards.Kind][]*Bank{}, assured: map[string]int{},
			}
			r.check()
		}
	}
}

// ruleCheck checks the rule of one competency.
type ruleCheck struct {
	*checker
	competency *standards.Competency
	index      int // in the framework
	rule       *standards.Settled

	asks    bool                       // it counts banks, not only scenarios
	unsound bool                       // one of its banks does not exist, or has faults
	counted map[standards.Kind][]*Bank // by what they are evidence of
	assured map[string]int             // questions that every form has, by indicator
}

// report adds a fault of the rule.
func (r *ruleCheck) report(m diag.Message, path ...any) {
	at := append([]any{"competencies", r.index, "rule"}, path...)
	r.faults.Add(r.Framework.File.Fault(m, at...))
}

func (r *ruleCheck) check() {
	for k, id := range r.competency.Rule.Banks {
		bank := r.bank(id)
		if bank == nil {
			if s := r.scenario(id); s != nil {
				r.checkScenario(s, k)
				continue
			}
		}
		r.asks = true
		if fault, ok := r.countBank(bank, id); !ok {
			r.unsound = true
			if fault.What() != "" {
				r.report(fault, "banks", k)
			}
		}
	}
	if r.unsound || !r.asks {
		return
	}
	for _, m := range r.rule.Measures {
		if m.Kind.Asked() {
			r.checkLeastItems(m)
		}
	}
	for k, m := range r.competency.Rule.Mandatory {
		if r.assured[m.Indicator] == 0 {
			r.report(mandatoryNotAsked.With(m.Indicator), "mandatory", k, "indicator")
		}
	}
}

// countBank adds a bank to the counts, or returns why it cannot. The message is empty if
// the bank has faults of its own.
func (r *ruleCheck) countBank(bank *Bank, id string) (fault diag.Message, ok bool) {
	switch {
	case bank == nil:
		return ruleOfNoBank.With(r.competency.ID, id, r.bankProposal(id)), false
	case slices.Contains(r.competency.Rule.Scenarios, id):
		return bankAmongScenarios.With(id), false
	case bank.Bank.Mode != quiz.Assessed:
		return ruleOfPracticeBank.With(r.competency.ID, id), false
	case bank.Revision == "":
		return fault, false
	}
	if kind := r.rule.KindOf(id); !slices.Contains(r.counted[kind], bank) {
		r.counted[kind] = append(r.counted[kind], bank)
	}
	for indicator, n := range bank.Guaranteed(func(indicator string) string { return indicator }) {
		r.assured[indicator] = max(r.assured[indicator], n)
	}
	return fault, true
}

// checkLeastItems checks that the banks of one kind of evidence together ask as many
// questions on the competency as its rule needs. Together, because answers to all of them
// are pooled.
func (r *ruleCheck) checkLeastItems(m standards.Measure) {
	banks, competencyOf := r.counted[m.Kind], r.Framework.PersonCompetencyOf()
	sure := 0
	var names []string
	for _, b := range banks {
		sure += b.Guaranteed(competencyOf)[r.competency.ID]
		names = append(names, strconv.Quote(b.Bank.ID))
	}
	if len(banks) == 0 || sure >= m.MinItems {
		return
	}
	fault := tooFewItems.With(names[0], sure, m.MinItems, r.competency.ID)
	if len(banks) > 1 {
		fault = tooFewItemsTogether.With(count.List(names), sure, m.MinItems, r.competency.ID)
	}
	r.faults.Add(banks[0].Bank.File.Fault(fault, "draw"))
}

// scenario returns the scenario with an ID, even if it is left out as a draft; nil if
// no scenario has it.
func (r *ruleCheck) scenario(id string) *Scenario {
	for _, s := range r.plan.scenarios {
		if s.Front.ID == id && id != "" {
			return s
		}
	}
	return nil
}

// checkScenario checks a scenario that the rule counts; k is its index in banks.
func (r *ruleCheck) checkScenario(s *Scenario, k int) {
	id, competency := s.Front.ID, r.competency.ID
	switch {
	case s.Front.Mode == quiz.Practice:
		r.report(ruleOfPracticeScenario.With(competency, id), "banks", k)
	case !slices.Contains(r.competency.Rule.Scenarios, id):
		r.report(scenarioAmongBanks.With(id, competency), "banks", k)
	case s.Front.Mode == quiz.Assessed && !s.earns(competency, r.Framework.PersonCompetencyOf()):
		r.report(scenarioWithoutPoints.With(id, competency), "banks", k)
	}
}

// earns reports whether a choice of the scenario has points for a competency.
func (s *Scenario) earns(competency string, competencyOf func(indicator string) string) bool {
	return slices.ContainsFunc(s.Indicators(), func(id string) bool { return competencyOf(id) == competency })
}

// checkFramework reports what nobody has yet taken responsibility for.
func (c *checker) checkFramework() {
	f := c.Framework
	if f.File == nil || len(f.Competencies) == 0 {
		return
	}
	if !f.Adopted() {
		c.faults.Add(f.File.Fault(notAdopted.With(), "id").Notice())
	}
	if kinds := anonymousCuts(f); len(kinds) > 0 {
		c.faults.Add(f.File.Fault(cutsOfNobody.With(strings.Join(kinds, ", ")), "evidence").Notice())
	}
}

// anonymousCuts returns the kinds of evidence whose cuts have no named author.
func anonymousCuts(f *standards.Framework) (kinds []string) {
	for _, k := range f.Evidence {
		if len(k.Cuts) > 0 && k.Provenance.SetBy == "" {
			kinds = append(kinds, string(k.Kind))
		}
	}
	for _, c := range f.Competencies {
		if c.Rule == nil {
			continue
		}
		for _, kind := range sortedKeys(c.Rule.Kinds) {
			if own := c.Rule.Kinds[kind]; len(own.Cuts) > 0 && own.Provenance.SetBy == "" {
				kinds = append(kinds, c.ID+" "+string(kind))
			}
		}
	}
	return kinds
}
