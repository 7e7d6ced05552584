package standards

import (
	"regexp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

var idPattern = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)

// checker collects the faults of a framework.
type checker struct {
	*Framework
	report    diag.Report
	top       int // of the scale
	citations map[string]bool
	kinds     map[string]bool   // that are declared
	used      map[string]string // what an ID, in upper case, is used for
}

func (f *Framework) check(faults *diag.List) {
	c := &checker{
		Framework: f, top: len(f.Levels) - 1, citations: map[string]bool{}, kinds: map[string]bool{},
		used:   map[string]string{},
		report: func(m diag.Message, path ...any) { faults.Add(f.File.Fault(m, path...)) },
	}
	c.head()
	c.scale()
	c.evidence()
	checkValidity(f.Validity, within(c.report, "validity"))
	domains := map[string]bool{}
	for _, d := range f.Domains {
		domains[d.ID] = true
	}
	for i := range f.Competencies {
		c.competency(i, domains)
	}
	c.roles()
}

// within reports about a part of what another report is about.
func within(report diag.Report, path ...any) diag.Report {
	return func(m diag.Message, more ...any) { report(m, slices.Concat(path, more)...) }
}

func (c *checker) head() {
	if !idPattern.MatchString(c.ID) {
		c.report(badFrameworkID.With(c.ID), "id")
	}
	if c.Version == "" || c.Title == "" {
		c.report(noTitle.With())
	}
	if (c.AdoptedBy == "") != c.AdoptedOn.IsZero() {
		c.report(halfAdopted.With(), "adopted_by")
	}
	for i, citation := range c.Citations {
		if citation.ID == "" || c.citations[citation.ID] {
			c.report(badCitationID.With(citation.ID), "citations", i, "id")
		}
		c.citations[citation.ID] = true
	}
}

func (c *checker) scale() {
	if len(c.Levels) < 2 {
		c.report(shortScale.With(), "levels")
	}
	for i, l := range c.Levels {
		if l.Ordinal != i {
			c.report(badOrdinal.With(l.Label, l.Ordinal, i), "levels", i, "ordinal")
		}
		if l.Label == "" {
			c.report(noLabel.With(), "levels", i)
		}
	}
}

func (c *checker) evidence() {
	for i, k := range c.Evidence {
		report := within(c.report, "evidence", i)
		if !slices.Contains(Kinds(), k.Kind) {
			report(unknownKind.With(k.Kind, diag.Suggest(string(k.Kind), kindNames())), "kind")
		}
		if k.Kind == Scenario {
			checkWhole(k, report)
		}
		c.kinds[string(k.Kind)] = true
		c.kindRule(k, report)
	}
}

// cite checks that a citation is in the file; "" is no citation.
func (c *checker) cite(id string, path ...any) {
	if id != "" && !c.citations[id] {
		c.report(unknownCitation.With(id, diag.Suggest(id, sortedKeys(c.citations))), path...)
	}
}

// claim records an ID and reports a fault if something else has it already.
func (c *checker) claim(id, what string, path ...any) {
	if !idPattern.MatchString(id) {
		c.report(badID.With(what, id), path...)
		return
	}
	if first, ok := c.used[strings.ToUpper(id)]; ok {
		c.report(usedID.With(what, id, first), path...)
	}
	c.used[strings.ToUpper(id)] = what
}

func (c *checker) competency(i int, domains map[string]bool) {
	comp := &c.Competencies[i]
	report := within(c.report, "competencies", i)
	c.claim(comp.ID, "competency", "competencies", i, "id")
	if comp.Title == "" {
		report(competencyNoTitle.With(comp.ID), "id")
	}
	if !domains[comp.Domain] {
		report(unknownDomain.With(comp.Domain, diag.Suggest(comp.Domain, sortedKeys(domains))), "domain")
	}
	for k, id := range comp.Citations {
		c.cite(id, "competencies", i, "citations", k)
	}
	for k, ind := range comp.Indicators {
		c.claim(ind.ID, "indicator", "competencies", i, "indicators", k, "id")
		if ind.Text == "" {
			report(indicatorText.With(ind.ID), "indicators", k, "id")
		}
		if ind.Scope != Person && ind.Scope != Team && ind.Scope != Agency {
			report(unknownScope.With(ind.ID, ind.Scope), "indicators", k, "scope")
		}
		c.cite(ind.Source, "competencies", i, "indicators", k, "source")
	}
	if comp.Rule != nil {
		c.rule(comp, within(c.report, "competencies", i, "rule"))
	}
}

func (c *checker) rule(comp *Competency, report diag.Report) {
	if !comp.hasPersonScope() {
		report(ruleOfNobody.With(comp.ID))
	}
	settled := c.Settle(comp)
	c.demands(comp, settled, report)
	c.sources(comp, settled, report)
	for m, mandatory := range comp.Rule.Mandatory {
		c.mandatory(comp, mandatory, within(report, "mandatory", m))
	}
	if comp.Rule.Validity != nil {
		checkValidity(*comp.Rule.Validity, within(report, "validity"))
	}
	for kind, written := range comp.Rule.Kinds {
		c.override(kind, written, settled, within(report, "kinds", string(kind)))
	}
}

// demands checks which kinds a rule demands, and that each adds levels.
func (c *checker) demands(comp *Competency, settled *Settled, report diag.Report) {
	if len(comp.Rule.Demands) == 0 {
		report(noDemands.With(comp.ID), "demands")
	}
	ceilings := map[int]bool{}
	for d, demand := range comp.Rule.Demands {
		for k, kind := range demand {
			if !c.kinds[string(kind)] {
				report(kindMissing.With(kind, diag.Suggest(string(kind), sortedKeys(c.kinds))), "demands", d, k)
			}
		}
		ceiling := settled.ceiling(demand)
		if ceilings[ceiling] {
			report(sameCeiling.With(comp.ID, ceiling), "demands", d)
		}
		ceilings[ceiling] = true
	}
}

// sources checks that each bank of a rule is evidence of one kind, and each kind of
// the demands has a bank.
func (c *checker) sources(comp *Competency, settled *Settled, report diag.Report) {
	r := comp.Rule
	quiz, cases := settled.Wants(Quiz), settled.Wants(Vignette)
	if (quiz || cases) && len(r.Banks) == 0 {
		report(noBanks.With(comp.ID), "banks")
	}
	named := map[string]string{} // the list that names a bank
	named = c.special("vignettes", Vignette, r.Vignettes, named, comp, settled, report)
	named = c.special("scenarios", Scenario, r.Scenarios, named, comp, settled, report)
	rest := len(r.Banks) - len(named)
	switch {
	case settled.Wants(Scenario) && len(r.Scenarios) == 0:
		report(noScenarios.With(comp.ID), "banks")
	case quiz && cases && (len(r.Vignettes) == 0 || rest <= 0):
		report(whichBanks.With(comp.ID), "banks")
	case quiz && rest <= 0 && len(r.Banks) > 0:
		report(noQuizBank.With(comp.ID), "banks")
	}
}

// special checks a list of banks that are evidence of a kind other than the quiz.
func (c *checker) special(list string, kind Kind, banks []string, named map[string]string, comp *Competency,
	settled *Settled, report diag.Report) map[string]string {
	for i, bank := range banks {
		switch {
		case !slices.Contains(comp.Rule.Banks, bank):
			report(notAmongBanks.With(bank, list, diag.Suggest(bank, comp.Rule.Banks)), list, i)
		case named[bank] != "":
			report(twoKinds.With(bank, named[bank], list), list, i)
		}
		named[bank] = list
	}
	if len(banks) > 0 && !settled.Wants(kind) {
		report(notDemanded.With(comp.ID, list, kind), list)
	}
	return named
}

func (c *checker) mandatory(comp *Competency, m Mandatory, report diag.Report) {
	i := slices.IndexFunc(comp.Indicators, func(i Indicator) bool { return i.ID == m.Indicator })
	switch {
	case i < 0:
		names := make([]string, len(comp.Indicators))
		for k, ind := range comp.Indicators {
			names[k] = ind.ID
		}
		report(mandatoryElsewhere.With(m.Indicator, comp.ID, diag.Suggest(m.Indicator, names)), "indicator")
	case comp.Indicators[i].Scope != Person:
		report(mandatoryOfNobody.With(m.Indicator), "indicator")
	}
	if m.Cap < 0 || m.Cap > c.top {
		report(badCap.With(c.top), "cap")
	}
}

// override checks what a competency states about a kind of evidence.
func (c *checker) override(kind Kind, written KindRule, settled *Settled, report diag.Report) {
	if kind == Scenario {
		checkWhole(written, report)
	}
	if m, ok := settled.Measure(kind); ok {
		c.kindRule(KindRule(m), report)
	} else {
		report(kindMissing.With(kind, diag.Suggest(string(kind), sortedKeys(c.kinds))))
	}
}

// checkWhole reports a fault if a scenario, which is one item, has a minimum of items.
func checkWhole(k KindRule, report diag.Report) {
	if k.MinItems > 1 {
		report(itemsOfScenario.With(), "min_items")
	}
}

func (c *checker) kindRule(k KindRule, report diag.Report) {
	if k.MaxLevel < 0 || k.MaxLevel > c.top {
		report(badMaxLevel.With(k.MaxLevel, c.top), "max_level")
	}
	policies := []string{string(Latest), string(Best), string(First), string(Average), string(Decaying),
		string(NMastery)}
	if k.Attempts != "" && !slices.Contains(policies, string(k.Attempts)) {
		report(unknownPolicy.With(k.Attempts, diag.Suggest(string(k.Attempts), policies)), "attempts")
	}
	if k.Attempts == Best && k.Reason == "" {
		report(bestNoReason.With(), "attempts")
	}
	if k.Attempts == NMastery && (k.N < 1 || k.Mastery <= 0) {
		report(masteryOpen.With(), "attempts")
	}
	last := Cut{Percent: -1}
	for i, cut := range k.Cuts {
		if cut.Level < 1 || cut.Level > c.top || cut.Percent <= 0 || cut.Percent > 100 {
			report(badCut.With(), "cuts", i)
		} else if cut.Level <= last.Level || cut.Percent <= last.Percent {
			report(cutOrder.With(), "cuts", i)
		}
		last = cut
	}
}

func checkValidity(v Validity, report diag.Report) {
	switch v.Mode {
	case "", Completion, Expiry:
	case Fixed:
		if v.BaseDate.IsZero() {
			report(noBaseDate.With(), "mode")
		}
	default:
		report(unknownMode.With(v.Mode), "mode")
	}
	if v.Months < 0 || v.Months > 600 || v.WindowDays < 0 || v.WindowDays > 3650 {
		report(badPeriod.With(), "months")
	}
}

func (c *checker) roles() {
	for i, r := range c.Roles {
		c.claim(r.ID, "role", "roles", i, "id")
		seen := map[string]bool{}
		for k, required := range r.Requires {
			c.requirement(r, required, seen, within(c.report, "roles", i, "requires", k))
		}
	}
}

// requirement checks a requirement of a role; seen are the competencies of earlier ones.
func (c *checker) requirement(r Role, required Requirement, seen map[string]bool, report diag.Report) {
	id := required.Competency
	comp := c.Competency(id)
	switch {
	case comp == nil:
		report(unknownRequired.With(r.ID, id, diag.Suggest(id, c.competencyIDs())), "competency")
		return
	case seen[id]:
		report(requiredTwice.With(r.ID, id), "competency")
	case !comp.hasPersonScope():
		report(requiredOfNobody.With(r.ID, id), "competency")
		return
	case comp.Rule == nil:
		report(requiredUngraded.With(r.ID, id), "competency")
		return
	}
	seen[id] = true
	top := c.Settle(comp).Top()
	if required.Level < 1 || required.Level > c.top {
		report(badRequiredLevel.With(required.Level, c.top), "level")
	} else if required.Level > top {
		report(outOfReach.With(r.ID, id, required.Level, top), "level")
	}
}

func (c *checker) competencyIDs() []string {
	ids := make([]string, len(c.Competencies))
	for i, comp := range c.Competencies {
		ids[i] = comp.ID
	}
	return ids
}

func kindNames() []string {
	var names []string
	for _, kind := range Kinds() {
		names = append(names, string(kind))
	}
	return names
}

func sortedKeys(m map[string]bool) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
