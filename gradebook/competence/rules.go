package competence

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// Rules applies a framework on an as-of date. Make them with NewRules.
type Rules struct {
	framework *standards.Framework
	asOf      string
	rules     []*rule
	of        func(indicator string) string // competency of a person-scope indicator
}

// rule is the settled rule of one competency, with its hash.
type rule struct {
	*standards.Settled
	hash string
}

// NewRules prepares a framework for an as-of date.
func NewRules(f *standards.Framework, asOf string) (*Rules, error) {
	// Duties of teams and agencies say nothing about a person.
	r := &Rules{framework: f, asOf: asOf, of: f.PersonCompetencyOf()}
	for i := range f.Competencies {
		c := &f.Competencies[i]
		settled := f.Settle(c)
		if settled == nil {
			continue
		}
		hash, err := f.RuleHash(c)
		if err != nil {
			return nil, fmt.Errorf("the rule of %s: %w", c.ID, err)
		}
		r.rules = append(r.rules, &rule{settled, hash})
	}
	return r, nil
}

// shown is what a kind of evidence shows by itself.
type shown struct {
	measure   standards.Measure
	items     []Item // of the sittings that contribute
	n         int    // different questions among them
	points    float64
	max       float64
	percent   float64
	level     *int    // nil: insufficient
	nearCut   float64 // 0: no cut is near
	critical  bool
	few       bool // fewer items, or sittings, than the rule asks for
	pieces    []*piece
	validFrom string
	expires   string
}

// show pools what the policies picked at each bank and finds the level of a kind.
// nil where there is nothing.
func (r *Rules) show(rule *rule, kind standards.Kind, pieces []*piece) *shown {
	m, ok := rule.Measure(kind)
	if !ok {
		return nil
	}
	byBank := map[string][]*piece{}
	var banks []string
	for _, p := range pieces {
		if p.kind != kind {
			continue
		}
		bank := p.sitting.Bank
		if byBank[bank] == nil {
			banks = append(banks, bank)
		}
		byBank[bank] = append(byBank[bank], p)
	}
	if len(banks) == 0 {
		return nil
	}
	slices.Sort(banks)
	s := &shown{measure: m}
	questions := map[string]bool{}
	for _, bank := range banks {
		group := byBank[bank]
		r.expiries(rule, m, group)
		got := pick(group, m, rule.Validity, r.asOf)
		s.points += got.fraction * got.max
		s.max += got.max
		s.critical = s.critical || got.critical
		s.few = s.few || got.short
		for _, p := range got.pieces {
			s.pieces = append(s.pieces, p)
			s.items = append(s.items, p.items...)
			for _, i := range p.items {
				questions[bank+"\x00"+i.Question.ID] = true
			}
			if s.validFrom == "" || p.sitting.Date < s.validFrom {
				s.validFrom = p.sitting.Date
			}
			s.expires = sooner(s.expires, p.expires)
		}
	}
	s.n = len(questions)
	if s.max > 0 {
		s.percent = 100 * s.points / s.max
	}
	if s.n < m.MinItems {
		s.few = true
	}
	if !s.few {
		level := levelOf(m, s.percent, s.critical)
		s.level = &level
		if kind.Asked() {
			s.nearCut = nearCut(m, s.percent, s.n)
		}
	}
	return s
}

// expiries finds when each sitting at one bank expires; a renewal builds on the
// last sitting that reached the first cut.
func (r *Rules) expiries(rule *rule, m standards.Measure, group []*piece) {
	previous := ""
	for _, p := range group {
		p.expires = expiry(rule.Validity, p.sitting.Date, previous)
		if levelOf(m, 100*p.fraction(), p.critical) > 0 {
			previous = p.expires
		}
	}
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

// cutOf is the cut of the level reached, or of the first one.
func cutOf(m standards.Measure, percent float64) float64 {
	if len(m.Cuts) == 0 {
		return 0
	}
	at := m.Cuts[0].Percent
	for _, cut := range m.Cuts {
		if percent+epsilon >= cut.Percent && cut.Level <= m.MaxLevel {
			at = cut.Percent
		}
	}
	return at
}

// nearCut is the cut that a percentage lies within one standard error of: with so
// few questions it could as well have fallen on the other side. 0 where there is none.
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

// reach is the level that a set of kinds shows together.
type reach struct {
	level    int
	known    bool // the lowest demand has a level, if only 0
	kinds    []standards.Kind
	uncapped int
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
func (rule *rule) reach(results map[standards.Kind]*shown, usable func(*shown) bool) *reach {
	out := &reach{}
	use := func(k standards.Kind) *shown {
		s := results[k]
		if s == nil || !usable(s) {
			return nil
		}
		return s
	}
	for _, d := range rule.Demands {
		for _, k := range d.Kinds {
			s := use(k)
			if s == nil {
				continue
			}
			out.kinds = append(out.kinds, k)
			if d.From == 1 && s.level != nil && k != standards.Rating {
				out.known = true
			}
			out.critical = out.critical || s.critical
		}
	}
	for out.uncapped < rule.Top() && rule.meets(use, out.uncapped+1) {
		out.uncapped++
	}
	out.level = out.uncapped
	if out.critical {
		out.level = 0
	}
	for _, m := range rule.Mandatory {
		for _, k := range out.kinds {
			if k == standards.Scenario {
				continue // it is scored by competency; what it must not be done without is critical there
			}
			points, most := 0.0, 0.0
			for _, i := range use(k).items {
				if slices.Contains(i.Question.Indicators, m.Indicator) {
					points += i.Points
					most += i.Max
				}
			}
			// An indicator that no form asked about says nothing either way.
			if most > 0 && 100*points/most+epsilon < m.Percent && out.uncapped > m.Cap {
				out.level = min(out.level, m.Cap)
				out.capped = append(out.capped, Cap{Indicator: m.Indicator, Percent: round(100 * points / most), Need: m.Percent, Level: m.Cap})
				break
			}
		}
	}
	return out
}

// meets tells whether every demand that counts for a level is met.
func (rule *rule) meets(use func(standards.Kind) *shown, level int) bool {
	for _, d := range rule.Demands {
		if d.From <= level && rule.best(use, d, level) == nil {
			return false
		}
	}
	return true
}

// best gives the evidence that meets a demand for a level and holds longest.
func (rule *rule) best(use func(standards.Kind) *shown, d standards.Demand, level int) *shown {
	var best *shown
	for _, k := range d.Kinds {
		s := use(k)
		if s == nil || s.level == nil || *s.level < min(level, d.To) {
			continue
		}
		if best == nil || best.expires != "" && (s.expires == "" || s.expires > best.expires) {
			best = s
		}
	}
	return best
}

// span is how long a level holds: from the earliest evidence that it rests on to
// the first expiry among it.
func (rule *rule) span(results map[standards.Kind]*shown, usable func(*shown) bool, level int) (validFrom, expires string) {
	use := func(k standards.Kind) *shown {
		if s := results[k]; s != nil && usable(s) {
			return s
		}
		return nil
	}
	for _, d := range rule.Demands {
		if d.From > level {
			continue
		}
		s := rule.best(use, d, level)
		if s == nil {
			continue
		}
		if validFrom == "" || s.validFrom < validFrom {
			validFrom = s.validFrom
		}
		expires = sooner(expires, s.expires)
	}
	return validFrom, expires
}

// requirement is the highest level that a person's roles ask for.
type requirement struct {
	level      int
	by         []string // the roles that ask for it
	due        string
	supervised bool
}

func (r *Rules) required(p Person, competency string) requirement {
	var out requirement
	for _, id := range p.RolesOn(r.asOf) {
		role := r.framework.Role(id)
		if role == nil {
			continue
		}
		for _, req := range role.Requires {
			if req.Competency != competency || req.Level < out.level {
				continue
			}
			due := ""
			if start := p.startedAs(id, r.asOf); start != "" {
				due = addDays(start, req.DueWithinDays)
			}
			if req.Level > out.level {
				out = requirement{req.Level, []string{id}, due, req.SupervisedOK}
				continue
			}
			out.by = append(out.by, id)
			out.due, out.supervised = sooner(out.due, due), out.supervised && req.SupervisedOK
		}
	}
	return out
}

// Judge finds a person's cells, in the framework's order of competencies, and
// all evidence that they have, whether it counts or not. A person who is not
// active has no cells. The order of sittings does not matter.
func (r *Rules) Judge(p Person, sittings []*Sitting) ([]Cell, []Evidence) {
	sittings = slices.Clone(sittings)
	slices.SortFunc(sittings, ByTime)
	var cells []Cell
	var evidence []Evidence
	status := p.StatusOn(r.asOf)
	for _, rule := range r.rules {
		pieces, waiting := r.collect(rule, sittings)
		required := r.required(p, rule.Competency)
		if status == Active && (required.level > 0 || len(pieces)+len(waiting) > 0) {
			cells = append(cells, r.cell(p, rule, required, pieces, waiting))
		}
		for _, list := range [][]*piece{pieces, waiting} {
			for _, piece := range list {
				e := r.evidence(rule, piece)
				if status != Active {
					e.Counts, e.SupersededBy = false, ""
					e.Notes = verdict.Add(e.Notes, absence(status))
				}
				evidence = append(evidence, e)
			}
		}
	}
	slices.SortStableFunc(evidence, func(a, b Evidence) int {
		return strings.Compare(a.Competency+"\x00"+a.Date+"\x00"+a.ID, b.Competency+"\x00"+b.Date+"\x00"+b.ID)
	})
	return cells, evidence
}

// collect finds what is evidence for a competency; waiting is what does not
// count: not confirmed, not marked, or refused. Both are in order of time.
func (r *Rules) collect(rule *rule, sittings []*Sitting) (pieces, waiting []*piece) {
	for _, s := range sittings {
		kind := s.Kind
		if kind == "" {
			if kind = rule.KindOf(s.Bank); kind == "" {
				continue
			}
		} else if s.Competency != rule.Competency {
			continue
		}
		p := tagged(s, kind, rule.Competency, r.of)
		switch {
		case p == nil:
		case s.PublicBank && s.Bank != "" && rule.RefusePublic:
			p.note = verdict.PublicBankRefused.With()
			waiting = append(waiting, p)
		case !s.SetAside.IsZero():
			p.note = s.SetAside
			waiting = append(waiting, p)
		case s.Unmarked:
			p.note = verdict.AwaitsMarking.With()
			waiting = append(waiting, p)
		case s.Awaiting:
			p.note = verdict.AwaitsConfirmation.With()
			waiting = append(waiting, p)
		default:
			pieces = append(pieces, p)
		}
	}
	return pieces, waiting
}

func (r *Rules) cell(p Person, rule *rule, required requirement, pieces, waiting []*piece) Cell {
	var timely []*piece
	for _, piece := range pieces {
		if piece.sitting.Date > r.asOf {
			piece.note = verdict.DatedLater.With()
			continue
		}
		timely = append(timely, piece)
	}
	results := map[standards.Kind]*shown{}
	for _, m := range rule.Measures {
		if s := r.show(rule, m.Kind, timely); s != nil {
			results[m.Kind] = s
		}
	}
	valid := func(s *shown) bool { return !expired(s.expires, r.asOf) }
	always := func(*shown) bool { return true }
	now, ever := rule.reach(results, valid), rule.reach(results, always)

	c := Cell{Staff: p.ID, Competency: rule.Competency, Required: required.level, Due: required.due, RuleSHA256: rule.hash, Received: len(timely) > 0,
		Missing: []string{}, Evidence: []string{}, RequiredBy: required.by}
	// What has expired is shown as long as nothing else stands in its place.
	usable, got := valid, now
	lapsed := ever.level > now.level && (now.level == 0 || required.level > now.level && ever.level >= required.level)
	if lapsed {
		usable, got = always, ever
	}
	c.Level = got.value()
	c.Met = required.level > 0 && !lapsed && got.level >= required.level
	at := got.level
	if c.Met {
		at = required.level // when the requirement lapses, not when what goes beyond it does
	}
	if at > 0 {
		c.ValidFrom, c.Expires = rule.span(results, usable, at)
	}
	switch {
	case required.level == 0:
		c.Status = NotRequired
	case c.Met && c.Expires != "" && r.asOf >= addDays(c.Expires, -rule.Validity.WindowDays):
		c.Status = Expiring
	case c.Met:
		c.Status = Current
	case lapsed:
		c.Status = Expired
	default:
		c.Status = NotYet
	}
	use := func(k standards.Kind) *shown {
		if s := results[k]; s != nil && valid(s) {
			return s
		}
		return nil
	}
	if required.level > 0 && !c.Met {
		for _, d := range rule.Demands {
			if d.From <= required.level && rule.best(use, d, required.level) == nil {
				c.MissingKinds = append(c.MissingKinds, d.Kinds)
			}
		}
		c.Cause = rule.cause(required.level, lapsed, got, results, use, waiting)
		if c.Status == NotYet && (c.Cause == AwaitingConfirmation || c.Cause == AwaitingMarking) {
			c.Status = Pending
		}
		if lapsed && ever.level >= required.level {
			c.Due = max(c.Due, c.Expires) // it was met once, and is due anew
		}
		c.Supervised = required.supervised && !lapsed && required.due != "" && r.asOf <= required.due
	}
	var items []Item
	for _, kind := range got.kinds {
		s := results[kind]
		items = append(items, s.items...)
		for _, piece := range s.pieces {
			piece.counts = true
			c.Evidence = append(c.Evidence, piece.id)
		}
	}
	slices.Sort(c.Evidence)
	c.Evidence = slices.Compact(c.Evidence)
	c.KeysSHA256 = keysHash(items)
	c.Caps = got.capped
	for _, kind := range standards.Kinds() {
		if s := results[kind]; s != nil {
			c.Kinds = append(c.Kinds, s.showing(kind, slices.Contains(got.kinds, kind)))
		}
	}
	return c
}

// showing is what a kind of evidence shows, as it stands in a cell.
func (s *shown) showing(kind standards.Kind, counts bool) Showing {
	out := Showing{
		Kind: string(kind), Level: s.level, Points: round(s.points), Max: round(s.max), Percent: round(s.percent),
		Items: s.n, Sittings: len(s.pieces), Short: s.few && s.n >= s.measure.MinItems, Critical: s.critical,
		ValidFrom: s.validFrom, Expires: s.expires, Counts: counts, NearCut: s.nearCut,
	}
	if s.level != nil {
		out.Cut = cutOf(s.measure, s.percent)
	}
	for _, p := range s.pieces {
		if bank := p.sitting.Bank; bank != "" && !slices.Contains(out.Banks, bank) {
			out.Banks = append(out.Banks, bank)
		}
		out.Last = max(out.Last, p.sitting.Date)
	}
	return out
}

// cause names the first thing that stands between a person and a level.
func (rule *rule) cause(level int, lapsed bool, got *reach, results map[standards.Kind]*shown, use func(standards.Kind) *shown, waiting []*piece) Cause {
	switch {
	case lapsed:
		return ExpiredEvidence
	case got.critical:
		return CriticalFailed
	case len(got.capped) > 0 && got.uncapped >= level:
		return MandatoryUnmet
	}
	observed := false
	for _, kind := range []standards.Kind{standards.Simulation, standards.Practice} {
		s := use(kind)
		observed = observed || s != nil && s.level != nil && *s.level > 0
	}
	unrated := false
	for _, d := range rule.Demands {
		if d.From > level || rule.best(use, d, level) != nil {
			continue
		}
		if len(d.Kinds) == 1 && d.Kinds[0] == standards.Rating {
			unrated = true // what else is missing weighs more
			continue
		}
		any, few, old := false, true, false
		for _, k := range d.Kinds {
			if s := use(k); s != nil {
				any, few = true, few && s.level == nil
			} else if results[k] != nil {
				old = true
			}
		}
		switch {
		case any && few:
			return InsufficientEvidence
		case any:
			return Failed
		case old:
			return ExpiredEvidence
		case slices.ContainsFunc(waiting, func(p *piece) bool { return p.sitting.Unmarked && slices.Contains(d.Kinds, p.kind) }):
			return AwaitingMarking
		case slices.ContainsFunc(waiting, func(p *piece) bool { return p.sitting.Awaiting && slices.Contains(d.Kinds, p.kind) }):
			return AwaitingConfirmation
		case slices.ContainsFunc(d.Kinds, standards.Kind.Observed):
			return ObservationMissing
		case observed && slices.ContainsFunc(d.Kinds, standards.Kind.Asked):
			return KnowledgeMissing
		}
		return NotAttempted
	}
	if unrated {
		return RatingMissing
	}
	return MandatoryUnmet
}

func (r *Rules) evidence(rule *rule, p *piece) Evidence {
	s := p.sitting
	m, _ := rule.Measure(p.kind)
	e := Evidence{ID: p.id, Staff: s.Staff, Competency: rule.Competency, Kind: string(p.kind), Indicators: []string{},
		Source: s.Source, FileSHA256: s.FileSHA256, Bank: s.Bank, BankRevision: s.BankRevision, Attempt: s.Ordinal, Receipt: s.Receipt, Path: s.Path,
		Items: len(p.items), Raw: round(p.points), Max: round(p.max), Percent: round(100 * p.fraction()), HandedIn: s.HandedIn, FirstReceived: s.FirstReceived, Date: s.Date,
		Assessor: s.Assessor, Setting: s.Setting, Identity: s.Identity, PublicBank: s.PublicBank, Counts: p.counts,
		Flags: append([]verdict.Flag{}, s.Flags...), Notes: verdict.Add(slices.Clone(s.Notes), p.note)}
	switch {
	case s.Bank != "":
		e.AttemptID = s.ID
	case s.Kind.Observed():
		e.Method = string(s.Kind)
	}
	e.RecordID = s.Record
	for _, i := range s.Items {
		for _, ind := range i.Question.Indicators {
			if r.of(ind) == rule.Competency && !slices.Contains(e.Indicators, ind) {
				e.Indicators = append(e.Indicators, ind)
			}
		}
	}
	slices.Sort(e.Indicators)
	if p.critical {
		e.Flags = append(e.Flags, verdict.CriticalFailed)
	}
	if len(p.items) > 0 && len(p.items) >= m.MinItems {
		level := levelOf(m, 100*p.fraction(), p.critical)
		e.Level = &level
		e.Cut = cutOf(m, 100*p.fraction())
		if p.critical && len(m.Cuts) > 0 {
			e.Cut = m.Cuts[0].Percent
		}
	} else if len(m.Cuts) > 0 {
		e.Cut = m.Cuts[0].Percent
	}
	if p.counts || e.Level != nil && *e.Level > 0 {
		e.ValidFrom, e.Expires = s.Date, p.expires
		if e.Expires == "" {
			e.Expires = expiry(rule.Validity, s.Date, "")
		}
	}
	if p.replaced != nil && !p.counts && s.Date <= r.asOf {
		e.SupersededBy = p.replaced.id
	}
	if !rule.Wants(p.kind) {
		e.Notes = verdict.Add(e.Notes, verdict.KindNotDemanded.With())
	}
	slices.Sort(e.Flags)
	return e
}

// round cuts off what only the order of additions decides.
func round(f float64) float64 { return math.Round(f*1e6) / 1e6 }

// absence is the note on evidence of somebody who is not active.
func absence(status string) verdict.Note {
	if status == Left {
		return verdict.PersonLeft.With()
	}
	return verdict.PersonNotYetStarted.With()
}
