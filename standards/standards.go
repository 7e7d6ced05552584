// Package standards holds what staff are measured against: frameworks of
// competencies and indicators, the scale, the kinds of evidence, rules and roles.
// docs/formats/framework.md specifies the file and how levels follow from it.
package standards

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
)

// Kind is a kind of evidence.
type Kind string

const (
	Quiz       Kind = "quiz"       // knowledge questions
	Vignette   Kind = "vignette"   // questions on described cases
	Scenario   Kind = "scenario"   // an assessed branching conversation
	Simulation Kind = "simulation" // observed in a simulation
	Practice   Kind = "practice"   // observed in practice
	Written    Kind = "written"    // marked by an assessor against a rubric
	Rating     Kind = "rating"     // a self-rating: never counts towards a score
)

// Scope says whose duty an indicator is.
type Scope string

const (
	Person Scope = "person"
	Team   Scope = "team"
	Agency Scope = "agency"
)

// Framework is a set of standards as written.
type Framework struct {
	ID           string       `toml:"id" json:"id"`
	Version      string       `toml:"version" json:"version"`
	Title        string       `toml:"title" json:"title"`
	Publisher    string       `toml:"publisher" json:"publisher"`
	Licence      string       `toml:"licence" json:"licence"`
	Note         string       `toml:"note" json:"note"`
	AdoptedBy    string       `toml:"adopted_by" json:"adopted_by"` // "" = PROVISIONAL
	AdoptedOn    time.Time    `toml:"adopted_on" json:"adopted_on"`
	Citations    []Citation   `toml:"citations" json:"citations"`
	Levels       []Level      `toml:"levels" json:"levels"`     // ascending from 0
	Evidence     []KindRule   `toml:"evidence" json:"evidence"` // the kinds and their defaults
	Validity     Validity     `toml:"validity" json:"validity"` // the default
	Domains      []Domain     `toml:"domains" json:"domains"`
	Competencies []Competency `toml:"competencies" json:"competencies"`
	Roles        []Role       `toml:"roles" json:"roles"`

	File *tomlfile.File `toml:"-" json:"-"`
}

// Citation names a work or an accreditation body's standard, by edition.
type Citation struct {
	ID        string `toml:"id" json:"id"`
	Body      string `toml:"body" json:"body"`
	Edition   string `toml:"edition" json:"edition"`
	Reference string `toml:"reference" json:"reference"`
}

// Level is a step of the scale.
type Level struct {
	Ordinal    int    `toml:"ordinal" json:"ordinal"`
	ID         string `toml:"id" json:"id"`
	Label      string `toml:"label" json:"label"`
	Descriptor string `toml:"descriptor" json:"descriptor"`
	Proficient bool   `toml:"proficient" json:"proficient"`
}

// Cut is the lowest percentage of a level.
type Cut struct {
	Level   int     `toml:"level" json:"level"`
	Percent float64 `toml:"percent" json:"percent"`
}

// Provenance says who set a cut, when and how. Without SetBy it is provisional.
type Provenance struct {
	SetBy  string    `toml:"set_by" json:"set_by"`
	SetOn  time.Time `toml:"set_on" json:"set_on"`
	Method string    `toml:"method" json:"method"`
}

// Policy picks among the attempts of a person at a bank.
type Policy string

const (
	Latest   Policy = "latest"
	Best     Policy = "best"
	First    Policy = "first"
	Average  Policy = "average"
	Decaying Policy = "decaying"  // weight·latest + (1−weight)·mean(earlier)
	NMastery Policy = "n-mastery" // mean of the attempts at or above mastery; none if fewer than n
)

// KindRule is how a kind of evidence is turned into a level.
type KindRule struct {
	Kind       Kind       `toml:"kind" json:"kind"`
	Label      string     `toml:"label" json:"label"`
	MaxLevel   int        `toml:"max_level" json:"max_level"`
	MinItems   int        `toml:"min_items" json:"min_items"`
	Attempts   Policy     `toml:"attempts" json:"attempts"`
	Weight     float64    `toml:"weight" json:"weight"`   // decaying; 0.65 where absent
	Mastery    float64    `toml:"mastery" json:"mastery"` // n-mastery, percent
	N          int        `toml:"n" json:"n"`             // n-mastery
	Reason     string     `toml:"reason" json:"reason"`   // why "best"
	Cuts       []Cut      `toml:"cuts" json:"cuts"`       // ascending
	Provenance Provenance `toml:"provenance" json:"provenance"`
}

// Mode is a mode of validity, after Totara.
type Mode string

const (
	Completion Mode = "completion" // done + period
	Expiry     Mode = "expiry"     // previous expiry + period while renewed inside the window
	Fixed      Mode = "fixed"      // base date + k periods
)

// Validity says how long a level holds.
type Validity struct {
	Mode       Mode      `toml:"mode" json:"mode"`
	Months     int       `toml:"months" json:"months"` // calendar months; 0 = does not expire
	WindowDays int       `toml:"window_days" json:"window_days"`
	BaseDate   time.Time `toml:"base_date" json:"base_date"` // fixed only
}

// Domain groups competencies for display.
type Domain struct {
	ID    string `toml:"id" json:"id"`
	Title string `toml:"title" json:"title"`
}

// Competency is what a level is given for.
type Competency struct {
	ID         string      `toml:"id" json:"id"`
	Domain     string      `toml:"domain" json:"domain"`
	Title      string      `toml:"title" json:"title"`
	Statement  string      `toml:"statement" json:"statement"`
	Citations  []string    `toml:"citations" json:"citations"`
	Rule       *Rule       `toml:"rule" json:"rule"` // nil: not graded
	Indicators []Indicator `toml:"indicators" json:"indicators"`
}

// Indicator is one observable thing that a competency consists of.
type Indicator struct {
	ID         string `toml:"id" json:"id"`
	Text       string `toml:"text" json:"text"`
	Source     string `toml:"source" json:"source"` // a citation
	Scope      Scope  `toml:"scope" json:"scope"`
	ReplacedBy string `toml:"replaced_by" json:"replaced_by"`
}

// Rule says which evidence a competency demands and how it is judged.
type Rule struct {
	Demands [][]Kind `toml:"demands" json:"demands"` // all of these; any of the kinds inside each
	Banks   []string `toml:"banks" json:"banks"`     // banks whose questions count
	// Vignettes are those of the banks whose questions describe cases: evidence of
	// kind vignette, the others of kind quiz.
	Vignettes []string `toml:"vignettes" json:"vignettes,omitempty"`
	// Scenarios are those of the banks that are assessed scenarios: evidence of kind
	// scenario.
	Scenarios []string `toml:"scenarios" json:"scenarios,omitempty"`
	// RefusePublic keeps attempts at banks from counting whose answers anybody can
	// look up.
	RefusePublic bool              `toml:"refuse_public" json:"refuse_public,omitzero"`
	Mandatory    []Mandatory       `toml:"mandatory" json:"mandatory"`
	Assessor     string            `toml:"assessor" json:"assessor"`
	Validity     *Validity         `toml:"validity" json:"validity"`
	Kinds        map[Kind]KindRule `toml:"kinds" json:"kinds"` // overrides: members that are not zero
}

// Mandatory caps the level while an indicator's items are below a percentage.
type Mandatory struct {
	Indicator string  `toml:"indicator" json:"indicator"`
	Percent   float64 `toml:"percent" json:"percent"`
	Cap       int     `toml:"cap" json:"cap"`
}

// Role is what a member of staff is employed as.
type Role struct {
	ID       string        `toml:"id" json:"id"`
	Title    string        `toml:"title" json:"title"`
	Note     string        `toml:"note" json:"note"`
	Requires []Requirement `toml:"requires" json:"requires"`
}

// Requirement is a level that a role must reach.
type Requirement struct {
	Competency    string `toml:"competency" json:"competency"`
	Level         int    `toml:"level" json:"level"`
	DueWithinDays int    `toml:"due_within_days" json:"due_within_days"`
	SupervisedOK  bool   `toml:"supervised_ok" json:"supervised_ok"`
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)

// Parse reads a framework and reports every fault of it. Banks that rules name
// are checked by the generator, which knows them. The Framework is never nil.
func Parse(file string, source []byte) (*Framework, diag.List) {
	f := &Framework{}
	tf, faults := tomlfile.Decode(file, source, f)
	f.File = tf
	if faults.Failed() && len(f.Competencies) == 0 {
		return f, faults
	}
	f.check(&faults)
	return f, faults
}

// Adopted tells whether a named person took the framework into use.
func (f *Framework) Adopted() bool { return f.AdoptedBy != "" && !f.AdoptedOn.IsZero() }

// Competency gives a competency by ID, or nil.
func (f *Framework) Competency(id string) *Competency {
	for i := range f.Competencies {
		if f.Competencies[i].ID == id {
			return &f.Competencies[i]
		}
	}
	return nil
}

// Role gives a role by ID, or nil.
func (f *Framework) Role(id string) *Role {
	for i := range f.Roles {
		if f.Roles[i].ID == id {
			return &f.Roles[i]
		}
	}
	return nil
}

// Level gives a step of the scale; beyond its ends, the nearest.
func (f *Framework) Level(ordinal int) Level {
	if len(f.Levels) == 0 {
		return Level{Ordinal: ordinal}
	}
	return f.Levels[min(max(ordinal, 0), len(f.Levels)-1)]
}

// CompetencyOf gives a function from an indicator to its competency, or "".
func (f *Framework) CompetencyOf() func(indicator string) string {
	of := map[string]string{}
	for _, c := range f.Competencies {
		for _, i := range c.Indicators {
			of[i.ID] = c.ID
		}
	}
	return func(indicator string) string { return of[indicator] }
}

// PersonCompetencyOf is CompetencyOf for indicators of persons alone: what levels
// are found by.
func (f *Framework) PersonCompetencyOf() func(indicator string) string {
	of := map[string]string{}
	for _, c := range f.Competencies {
		for _, i := range c.Indicators {
			if i.Scope == Person {
				of[i.ID] = c.ID
			}
		}
	}
	return func(indicator string) string { return of[indicator] }
}

// HasPersonScope tells whether a person can be required to have the competency.
func (c *Competency) HasPersonScope() bool {
	return slices.ContainsFunc(c.Indicators, func(i Indicator) bool { return i.Scope == Person })
}

// Kind gives how a kind of evidence is judged for a competency: the framework's
// defaults with the competency's overrides.
func (f *Framework) Kind(c *Competency, kind Kind) (KindRule, bool) {
	i := slices.IndexFunc(f.Evidence, func(k KindRule) bool { return k.Kind == kind })
	if i < 0 {
		return KindRule{}, false
	}
	r := f.Evidence[i]
	if r.Attempts == "" {
		r.Attempts = Latest
	}
	if r.Weight == 0 {
		r.Weight = 0.65
	}
	if kind == Scenario {
		r.MinItems = 1 // it is scored as one whole
	}
	if c == nil || c.Rule == nil {
		return r, true
	}
	o, ok := c.Rule.Kinds[kind]
	if !ok {
		return r, true
	}
	if kind == Scenario {
		o.MinItems = 0
	}
	if o.MaxLevel != 0 {
		r.MaxLevel = o.MaxLevel
	}
	if o.MinItems != 0 {
		r.MinItems = o.MinItems
	}
	if o.Attempts != "" {
		r.Attempts = o.Attempts
	}
	if o.Weight != 0 {
		r.Weight = o.Weight
	}
	if o.Mastery != 0 {
		r.Mastery = o.Mastery
	}
	if o.N != 0 {
		r.N = o.N
	}
	if o.Reason != "" {
		r.Reason = o.Reason
	}
	if len(o.Cuts) > 0 {
		r.Cuts, r.Provenance = o.Cuts, o.Provenance
	}
	return r, true
}

// ValidityOf gives the validity of a competency.
func (f *Framework) ValidityOf(c *Competency) Validity {
	v := f.Validity
	if c.Rule != nil && c.Rule.Validity != nil {
		o := *c.Rule.Validity
		if o.Mode != "" {
			v.Mode = o.Mode
		}
		if o.Months != 0 {
			v.Months = o.Months
		}
		if o.WindowDays != 0 {
			v.WindowDays = o.WindowDays
		}
		if !o.BaseDate.IsZero() {
			v.BaseDate = o.BaseDate
		}
	}
	if v.Mode == "" {
		v.Mode = Completion
	}
	if v.WindowDays == 0 {
		v.WindowDays = 90
	}
	return v
}

// Ceiling is the highest level that a demand can show.
func (f *Framework) Ceiling(c *Competency, demand []Kind) int {
	ceiling := 0
	for _, kind := range demand {
		if r, ok := f.Kind(c, kind); ok {
			ceiling = max(ceiling, r.MaxLevel)
		}
	}
	return ceiling
}

// RuleHash identifies all that decides a competency's level, in hexadecimal, so
// that a matrix can tell whether two levels were found by the same rule.
func (f *Framework) RuleHash(c *Competency) (string, error) {
	b, err := json.Marshal(struct {
		Competency *Competency
		Evidence   []KindRule
		Validity   Validity
	}{c, f.Evidence, f.ValidityOf(c)}, json.Deterministic(true))
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}

func (f *Framework) check(faults *diag.List) {
	fault := func(what, hint string, path ...any) { faults.Add(f.File.FaultText(what, hint, path...)) }
	if !idPattern.MatchString(f.ID) {
		fault(fmt.Sprintf("the framework's id %q is not usable", f.ID), "use letters, digits and hyphens", "id")
	}
	if f.Version == "" || f.Title == "" {
		fault("the framework needs a version and a title", `write version = "2026.1" and title = "…"`)
	}
	if (f.AdoptedBy == "") != f.AdoptedOn.IsZero() {
		fault("adopted_by and adopted_on belong together", "name the person and the date, or leave both out: then all cuts are printed as PROVISIONAL", "adopted_by")
	}
	citations := map[string]bool{}
	for i, c := range f.Citations {
		if c.ID == "" || citations[c.ID] {
			fault(fmt.Sprintf("the citation id %q is missing or used twice", c.ID), "", "citations", i, "id")
		}
		citations[c.ID] = true
	}
	cite := func(id string, path ...any) {
		if id != "" && !citations[id] {
			fault(fmt.Sprintf("the citation %q is not in this file", id), diag.DidYouMean(id, sortedKeys(citations)), path...)
		}
	}
	if len(f.Levels) < 2 {
		fault("the scale needs at least two levels", "add [[levels]] tables with ordinal, id, label and descriptor", "levels")
	}
	for i, l := range f.Levels {
		if l.Ordinal != i {
			fault(fmt.Sprintf("level %q has the ordinal %d; %d is next", l.Label, l.Ordinal, i), "levels stand in ascending order from 0", "levels", i, "ordinal")
		}
		if l.Label == "" {
			fault("a level has no label", "", "levels", i)
		}
	}
	top := len(f.Levels) - 1
	kinds := map[string]bool{}
	for i, k := range f.Evidence {
		if !slices.Contains(kindNames(), string(k.Kind)) {
			fault(fmt.Sprintf("%q is not a kind of evidence", k.Kind), diag.DidYouMean(string(k.Kind), kindNames()), "evidence", i, "kind")
		}
		if k.Kind == Scenario {
			k.checkWhole(fault, "evidence", i)
		}
		kinds[string(k.Kind)] = true
		f.checkKind(k, top, fault, "evidence", i)
	}
	f.checkValidity(f.Validity, fault, "validity")
	domains := map[string]bool{}
	for _, d := range f.Domains {
		domains[d.ID] = true
	}
	ids := map[string]string{}
	claim := func(id, what string, path ...any) {
		if !idPattern.MatchString(id) {
			fault(fmt.Sprintf("the %s id %q is not usable", what, id), "use letters, digits and hyphens", path...)
			return
		}
		if first, ok := ids[strings.ToUpper(id)]; ok {
			fault(fmt.Sprintf("the %s id %q is used before, for a %s", what, id, first), "IDs are unique and never reused", path...)
		}
		ids[strings.ToUpper(id)] = what
	}
	for i := range f.Competencies {
		c := &f.Competencies[i]
		claim(c.ID, "competency", "competencies", i, "id")
		if c.Title == "" {
			fault(fmt.Sprintf("competency %q has no title", c.ID), "", "competencies", i, "id")
		}
		if !domains[c.Domain] {
			fault(fmt.Sprintf("the domain %q is not in this file", c.Domain), diag.DidYouMean(c.Domain, sortedKeys(domains)), "competencies", i, "domain")
		}
		for k, id := range c.Citations {
			cite(id, "competencies", i, "citations", k)
		}
		for k, ind := range c.Indicators {
			claim(ind.ID, "indicator", "competencies", i, "indicators", k, "id")
			if ind.Text == "" {
				fault(fmt.Sprintf("indicator %q has no text", ind.ID), "", "competencies", i, "indicators", k, "id")
			}
			if ind.Scope != Person && ind.Scope != Team && ind.Scope != Agency {
				fault(fmt.Sprintf("indicator %q: scope %q is not known", ind.ID, ind.Scope), "scope is person, team or agency: whose duty is it?", "competencies", i, "indicators", k, "scope")
			}
			cite(ind.Source, "competencies", i, "indicators", k, "source")
		}
		f.checkRule(c, top, kinds, fault, "competencies", i, "rule")
	}
	f.checkRoles(top, claim, fault)
}

func (f *Framework) checkRule(c *Competency, top int, kinds map[string]bool, fault func(what, hint string, path ...any), path ...any) {
	at := func(more ...any) []any { return append(path[:len(path):len(path)], more...) }
	if c.Rule == nil {
		return
	}
	if !c.HasPersonScope() {
		fault(fmt.Sprintf("competency %q has a rule but no indicator of scope person", c.ID), "people are graded on person-scope indicators only; delete the rule", at()...)
	}
	if len(c.Rule.Demands) == 0 {
		fault(fmt.Sprintf("the rule of %q demands no evidence", c.ID), `write demands = [["quiz"]]`, at("demands")...)
	}
	ceilings := map[int]bool{}
	demandsBank := false
	demanded := map[Kind]bool{}
	for d, demand := range c.Rule.Demands {
		for k, kind := range demand {
			if !kinds[string(kind)] {
				fault(fmt.Sprintf("the kind of evidence %q is not declared in this file", kind), diag.DidYouMean(string(kind), sortedKeys(kinds)), at("demands", d, k)...)
			}
			demandsBank = demandsBank || kind == Quiz || kind == Vignette
			demanded[kind] = true
		}
		ceiling := f.Ceiling(c, demand)
		if ceilings[ceiling] {
			fault(fmt.Sprintf("two demands of %q can show the same highest level, %d", c.ID, ceiling), "demands stack by their highest level; put kinds that replace each other into one list", at("demands", d)...)
		}
		ceilings[ceiling] = true
	}
	if demandsBank && len(c.Rule.Banks) == 0 {
		fault(fmt.Sprintf("the rule of %q demands a quiz but names no bank", c.ID), `write banks = ["…"]`, at("banks")...)
	}
	marked := map[string]string{}
	for _, list := range []struct {
		name  string
		kind  Kind
		banks []string
	}{{"vignettes", Vignette, c.Rule.Vignettes}, {"scenarios", Scenario, c.Rule.Scenarios}} {
		for i, bank := range list.banks {
			switch {
			case !slices.Contains(c.Rule.Banks, bank):
				fault(fmt.Sprintf("%q is named under %s, but not under banks", bank, list.name), diag.DidYouMean(bank, c.Rule.Banks), at(list.name, i)...)
			case marked[bank] != "":
				fault(fmt.Sprintf("%q is named under %s, and again under %s", bank, marked[bank], list.name), "its questions are evidence of one kind; name it once", at(list.name, i)...)
			}
			marked[bank] = list.name
		}
		if len(list.banks) > 0 && !demanded[list.kind] {
			fault(fmt.Sprintf("the rule of %q names %s, but demands none", c.ID, list.name), fmt.Sprintf("add %q to demands, or leave %s out", list.kind, list.name), at(list.name)...)
		}
	}
	unmarked := len(c.Rule.Banks) - len(marked)
	switch {
	case demanded[Scenario] && len(c.Rule.Scenarios) == 0:
		fault(fmt.Sprintf("the rule of %q demands a scenario but names none", c.ID), `write scenarios = ["…"], and the same under banks`, at("banks")...)
	case demanded[Quiz] && demanded[Vignette] && (len(c.Rule.Vignettes) == 0 || unmarked <= 0):
		fault(fmt.Sprintf("the rule of %q demands a quiz and a vignette, but does not say which of its banks are which", c.ID), `write vignettes = ["…"] with the banks whose questions describe cases; the others are the quiz`, at("banks")...)
	case demanded[Quiz] && unmarked <= 0 && len(c.Rule.Banks) > 0:
		fault(fmt.Sprintf("the rule of %q demands a quiz, but all of its banks are evidence of another kind", c.ID), "name the bank of the quiz under banks as well", at("banks")...)
	}
	for m, mandatory := range c.Rule.Mandatory {
		i := slices.IndexFunc(c.Indicators, func(i Indicator) bool { return i.ID == mandatory.Indicator })
		switch {
		case i < 0:
			var names []string
			for _, ind := range c.Indicators {
				names = append(names, ind.ID)
			}
			fault(fmt.Sprintf("the mandatory indicator %q is not one of %q", mandatory.Indicator, c.ID), diag.DidYouMean(mandatory.Indicator, names), at("mandatory", m, "indicator")...)
		case c.Indicators[i].Scope != Person:
			fault(fmt.Sprintf("the mandatory indicator %q is not of scope person", mandatory.Indicator), "", at("mandatory", m, "indicator")...)
		}
		if mandatory.Cap < 0 || mandatory.Cap > top {
			fault("cap is not a level of the scale", "", at("mandatory", m, "cap")...)
		}
	}
	if c.Rule.Validity != nil {
		f.checkValidity(*c.Rule.Validity, fault, at("validity")...)
	}
	for kind, written := range c.Rule.Kinds {
		if kind == Scenario {
			written.checkWhole(fault, at("kinds", string(kind))...)
		}
		if r, ok := f.Kind(c, kind); ok {
			f.checkKind(r, top, fault, at("kinds", string(kind))...)
		} else {
			fault(fmt.Sprintf("the kind of evidence %q is not declared in this file", kind), diag.DidYouMean(string(kind), sortedKeys(kinds)), at("kinds", string(kind))...)
		}
	}
}

// checkWhole reports a least number of items where there is but one.
func (k KindRule) checkWhole(fault func(what, hint string, path ...any), path ...any) {
	if k.MinItems > 1 {
		fault("min_items has no meaning for a scenario", "a scenario is scored as one whole; delete min_items", append(path[:len(path):len(path)], "min_items")...)
	}
}

func (f *Framework) checkKind(k KindRule, top int, fault func(what, hint string, path ...any), path ...any) {
	at := func(more ...any) []any { return append(path[:len(path):len(path)], more...) }
	if k.MaxLevel < 0 || k.MaxLevel > top {
		fault(fmt.Sprintf("max_level %d is not a level of the scale", k.MaxLevel), fmt.Sprintf("levels are 0 to %d", top), at("max_level")...)
	}
	policies := []string{string(Latest), string(Best), string(First), string(Average), string(Decaying), string(NMastery)}
	if k.Attempts != "" && !slices.Contains(policies, string(k.Attempts)) {
		fault(fmt.Sprintf("the attempt policy %q is not known", k.Attempts), diag.DidYouMean(string(k.Attempts), policies), at("attempts")...)
	}
	if k.Attempts == Best && k.Reason == "" {
		fault(`the attempt policy "best" needs a reason`, `write reason = "…": whoever tries often enough passes by luck`, at("attempts")...)
	}
	if k.Attempts == NMastery && (k.N < 1 || k.Mastery <= 0) {
		fault(`the attempt policy "n-mastery" needs n and mastery`, "write n = 2 and mastery = 80", at("attempts")...)
	}
	last := Cut{Percent: -1}
	for i, cut := range k.Cuts {
		if cut.Level < 1 || cut.Level > top || cut.Percent <= 0 || cut.Percent > 100 {
			fault("a cut needs a level of the scale above 0 and a percentage from 0 to 100", "write cuts = [{ level = 1, percent = 80 }]", at("cuts", i)...)
		} else if cut.Level <= last.Level || cut.Percent <= last.Percent {
			fault("cuts stand in ascending order of level and percentage", "", at("cuts", i)...)
		}
		last = cut
	}
}

func (f *Framework) checkValidity(v Validity, fault func(what, hint string, path ...any), path ...any) {
	at := func(more ...any) []any { return append(path[:len(path):len(path)], more...) }
	switch v.Mode {
	case "", Completion, Expiry:
	case Fixed:
		if v.BaseDate.IsZero() {
			fault("validity of mode fixed needs a base_date", "write base_date = 2026-01-01", at("mode")...)
		}
	default:
		fault(fmt.Sprintf("the validity mode %q is not known", v.Mode), "mode is completion, expiry or fixed", at("mode")...)
	}
	if v.Months < 0 || v.Months > 600 || v.WindowDays < 0 || v.WindowDays > 3650 {
		fault("months or window_days is out of range", "", at("months")...)
	}
}

func (f *Framework) checkRoles(top int, claim func(id, what string, path ...any), fault func(what, hint string, path ...any)) {
	var names []string
	for _, c := range f.Competencies {
		names = append(names, c.ID)
	}
	for i, r := range f.Roles {
		claim(r.ID, "role", "roles", i, "id")
		seen := map[string]bool{}
		for k, req := range r.Requires {
			c := f.Competency(req.Competency)
			switch {
			case c == nil:
				fault(fmt.Sprintf("role %q requires the unknown competency %q", r.ID, req.Competency), diag.DidYouMean(req.Competency, names), "roles", i, "requires", k, "competency")
				continue
			case seen[req.Competency]:
				fault(fmt.Sprintf("role %q requires %q twice", r.ID, req.Competency), "", "roles", i, "requires", k, "competency")
			case !c.HasPersonScope():
				fault(fmt.Sprintf("role %q requires %q, which has no indicator of scope person", r.ID, req.Competency), "duties of a team or an agency go to the agency's self-assessment", "roles", i, "requires", k, "competency")
				continue
			case c.Rule == nil:
				fault(fmt.Sprintf("role %q requires %q, which has no rule", r.ID, req.Competency), "add [competencies.rule]", "roles", i, "requires", k, "competency")
				continue
			}
			seen[req.Competency] = true
			reachable := 0
			for _, d := range c.Rule.Demands {
				reachable = max(reachable, f.Ceiling(c, d))
			}
			if req.Level < 1 || req.Level > top {
				fault(fmt.Sprintf("level %d is not a level above 0 of the scale", req.Level), "", "roles", i, "requires", k, "level")
			} else if req.Level > reachable {
				fault(fmt.Sprintf("role %q requires level %d of %q, but its evidence shows at most %d", r.ID, req.Level, req.Competency, reachable), "add a kind of evidence with a higher max_level to its demands", "roles", i, "requires", k, "level")
			}
		}
	}
}

func kindNames() []string {
	return []string{string(Quiz), string(Vignette), string(Scenario), string(Simulation), string(Practice), string(Written), string(Rating)}
}

func sortedKeys(m map[string]bool) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
