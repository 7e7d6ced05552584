package standards

import (
	"slices"
)

// Defaults for what a framework does not state.
const (
	leastQuestions = 8 // of a quiz or of described cases: with fewer, chance decides too much
	decayingWeight = 0.65
	windowDays     = 90
)

// Measure is how one kind of evidence becomes a level: a KindRule with every
// default in it and with what a competency states in its own rule.
type Measure KindRule

// Settled is the rule of a competency with every default in it. Code that applies,
// checks or prints a rule reads this one, so that all three agree.
type Settled struct {
	Competency   string    // ID
	Measures     []Measure // in the order of the framework
	Demands      []Demand  // ascending by the levels that they count for
	Sources      []Source  // in the order in which the rule names the banks
	Mandatory    []Mandatory
	Validity     Validity
	Assessor     string
	RefusePublic bool
	Departs      bool // it states something in place of the framework's defaults
}

// Demand is met by any of its kinds. It counts for every level from From on, and
// shows at most level To. A demand whose To is 0, such as a self-rating, counts for
// every level above 0 and shows none.
type Demand struct {
	Kinds    []Kind
	From, To int
}

// Source is a bank or scenario of a rule, with the kind of evidence that attempts
// at it are; "" where no demand asks for its kind.
type Source struct {
	Bank string
	Kind Kind
}

// Kinds are all kinds of evidence, in the order in which they are shown.
func Kinds() []Kind {
	return []Kind{Quiz, Vignette, Scenario, Written, Simulation, Practice, Rating}
}

// Asked reports whether the evidence is answers to questions that are scored.
func (k Kind) Asked() bool { return k == Quiz || k == Vignette }

// Observed reports whether somebody has to watch for the evidence to exist.
func (k Kind) Observed() bool { return k == Simulation || k == Practice }

// Assessed reports whether an assessor rates indicators, where other kinds score
// answers.
func (k Kind) Assessed() bool { return k.Observed() || k == Written }

// Settle returns the settled rule of a competency; nil where it is not graded.
func (f *Framework) Settle(c *Competency) *Settled {
	if c == nil || c.Rule == nil {
		return nil
	}
	r := c.Rule
	s := &Settled{
		Competency: c.ID, Measures: f.measures(r.Kinds), Validity: f.validity(r.Validity),
		Mandatory: r.Mandatory, Assessor: r.Assessor, RefusePublic: r.RefusePublic,
		Departs: r.Validity != nil || len(r.Kinds) > 0,
	}
	for _, kinds := range r.Demands {
		s.Demands = append(s.Demands, Demand{Kinds: kinds, From: 1, To: s.ceiling(kinds)})
	}
	slices.SortStableFunc(s.Demands, func(a, b Demand) int { return a.To - b.To })
	for i := 1; i < len(s.Demands); i++ {
		s.Demands[i].From = s.Demands[i-1].To + 1
	}
	for _, bank := range r.Banks {
		s.Sources = append(s.Sources, Source{bank, s.kindOf(bank, r)})
	}
	return s
}

// Defaults are how a framework judges each kind of evidence where a competency
// states nothing of its own.
func (f *Framework) Defaults() []Measure { return f.measures(nil) }

// DefaultValidity is how long levels hold where a competency states nothing of its
// own.
func (f *Framework) DefaultValidity() Validity { return f.validity(nil) }

// Measure returns how a kind of evidence is judged; ok is false where the framework
// does not declare the kind.
func (s *Settled) Measure(kind Kind) (m Measure, ok bool) {
	i := slices.IndexFunc(s.Measures, func(m Measure) bool { return m.Kind == kind })
	if i < 0 {
		return Measure{}, false
	}
	return s.Measures[i], true
}

// Wants reports whether a demand names a kind of evidence.
func (s *Settled) Wants(kind Kind) bool { return slices.Contains(s.Wanted(), kind) }

// Wanted are the kinds that the demands name, the lowest demand first.
func (s *Settled) Wanted() []Kind {
	var kinds []Kind
	for _, d := range s.Demands {
		kinds = append(kinds, d.Kinds...)
	}
	return kinds
}

// KindOf returns the kind of evidence that attempts at a bank are; "" if they are not
// evidence for this competency.
func (s *Settled) KindOf(bank string) Kind {
	for _, source := range s.Sources {
		if source.Bank == bank {
			return source.Kind
		}
	}
	return ""
}

// BanksOf are the banks and scenarios that are evidence of a kind.
func (s *Settled) BanksOf(kind Kind) []string {
	var banks []string
	for _, source := range s.Sources {
		if source.Kind == kind {
			banks = append(banks, source.Bank)
		}
	}
	return banks
}

// Top returns the highest level that the demands can show.
func (s *Settled) Top() int {
	if len(s.Demands) == 0 {
		return 0
	}
	return s.Demands[len(s.Demands)-1].To
}

// ceiling returns the highest level that a demand can show.
func (s *Settled) ceiling(demand []Kind) int {
	ceiling := 0
	for _, kind := range demand {
		m, _ := s.Measure(kind)
		ceiling = max(ceiling, m.MaxLevel)
	}
	return ceiling
}

// kindOf returns the kind of evidence of a bank: the kind under which the rule names
// it, otherwise the quiz, or described cases if no quiz is demanded.
func (s *Settled) kindOf(bank string, r *Rule) Kind {
	switch {
	case slices.Contains(r.Vignettes, bank):
		return Vignette
	case slices.Contains(r.Scenarios, bank):
		return Scenario
	case s.Wants(Quiz):
		return Quiz
	case s.Wants(Vignette):
		return Vignette
	}
	return ""
}

// measures settles the kinds that a framework declares, in its order.
func (f *Framework) measures(own map[Kind]KindRule) []Measure {
	var out []Measure
	for _, k := range f.Evidence {
		out = append(out, settle(k.with(own[k.Kind])))
	}
	return out
}

// with returns a rule in which the members of another that are not zero replace its own.
func (k KindRule) with(own KindRule) KindRule {
	replace(&k.MaxLevel, own.MaxLevel)
	replace(&k.MinItems, own.MinItems)
	replace(&k.Attempts, own.Attempts)
	replace(&k.Weight, own.Weight)
	replace(&k.Mastery, own.Mastery)
	replace(&k.N, own.N)
	replace(&k.Reason, own.Reason)
	if len(own.Cuts) > 0 {
		k.Cuts, k.Provenance = own.Cuts, own.Provenance
	}
	return k
}

// settle fills in the defaults for what is not stated.
func settle(k KindRule) Measure {
	fill(&k.Attempts, Latest)
	fill(&k.Weight, decayingWeight)
	switch {
	case k.Kind == Scenario: // it is scored as one whole
		k.MinItems = 1
	case k.Kind == Rating: // that it was done is all that it shows
		k.MinItems = 0
	case k.Kind.Asked():
		fill(&k.MinItems, leastQuestions)
	default:
		fill(&k.MinItems, 1)
	}
	return Measure(k)
}

// validity settles how long a level holds.
func (f *Framework) validity(own *Validity) Validity {
	v := f.Validity
	if own != nil {
		replace(&v.Mode, own.Mode)
		replace(&v.Months, own.Months)
		replace(&v.WindowDays, own.WindowDays)
		if !own.BaseDate.IsZero() {
			v.BaseDate = own.BaseDate
		}
	}
	fill(&v.Mode, Completion)
	fill(&v.WindowDays, windowDays)
	return v
}

// replace sets a value unless the new one is zero.
func replace[T comparable](value *T, by T) {
	var zero T
	if by != zero {
		*value = by
	}
}

// fill sets a value that is zero.
func fill[T comparable](value *T, by T) {
	var zero T
	if *value == zero {
		*value = by
	}
}
