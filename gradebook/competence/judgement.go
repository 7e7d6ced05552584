package competence

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// judgement is what is found out about one cell.
type judgement struct {
	*rule
	asOf        string
	required    requirement
	waiting     []*piece    // do not count yet, or never will
	all         kindResults // whether in date or not
	inDate      kindResults
	lapsed      bool   // the cell shows what has expired, because nothing replaces it
	withExpired *reach // what everything shows, expired or not
	reached     *reach // what the cell shows
}

func (r *Rules) cell(p Person, rule *rule, required requirement, pieces, waiting []*piece) Cell {
	timely := slices.DeleteFunc(slices.Clone(pieces), func(p *piece) bool { return p.submission.Date > r.asOf })
	for _, p := range pieces {
		if p.submission.Date > r.asOf {
			p.note = verdict.DatedLater.With()
		}
	}
	j := &judgement{rule: rule, asOf: r.asOf, required: required, waiting: waiting, all: r.show(rule, timely)}
	j.inDate = j.all.inDate(r.asOf)
	j.withExpired, j.reached = rule.reach(j.all), rule.reach(j.inDate)
	j.lapsed = j.withExpired.level > j.reached.level &&
		(j.reached.level == 0 || required.level > j.reached.level && j.withExpired.level >= required.level)
	if j.lapsed {
		j.reached = j.withExpired
	}
	c := Cell{
		Staff: p.ID, Competency: rule.Competency, Required: required.level, RequiredBy: required.by, Due: required.due,
		RuleSHA256: rule.hash, Received: len(timely) > 0, Missing: []string{}, Evidence: []string{},
		Caps: j.reached.capped,
	}
	j.fillLevel(&c)
	if required.level > 0 && !c.Met {
		j.fillUnmet(&c)
	}
	j.fillEvidence(&c)
	return c
}

// fillLevel fills in the level, how long it holds, and whether that is enough.
func (j *judgement) fillLevel(c *Cell) {
	c.Level = j.reached.value()
	c.Met = c.Required > 0 && !j.lapsed && j.reached.level >= c.Required
	at := j.reached.level
	if c.Met {
		at = c.Required // when the requirement lapses, not when what goes beyond it does
	}
	from := j.inDate
	if j.lapsed {
		from = j.all
	}
	if at > 0 {
		c.ValidFrom, c.Expires = j.span(from, at)
	}
	c.Status = j.status(c)
}

func (j *judgement) status(c *Cell) Status {
	switch {
	case c.Required == 0:
		return NotRequired
	case c.Met && c.Expires != "" && j.asOf >= addDays(c.Expires, -j.Validity.WindowDays):
		return Expiring
	case c.Met:
		return Current
	case j.lapsed:
		return Expired
	}
	return NotYet
}

// fillUnmet fills in what is missing, why, and by when it is due.
func (j *judgement) fillUnmet(c *Cell) {
	for _, d := range j.unmet(j.inDate, c.Required) {
		c.MissingKinds = append(c.MissingKinds, d.Kinds)
	}
	c.Cause = j.cause()
	if c.Status == NotYet && (c.Cause == AwaitingConfirmation || c.Cause == AwaitingMarking) {
		c.Status = Pending
	}
	if j.lapsed && j.withExpired.level >= c.Required {
		c.Due = max(c.Due, c.Expires) // it was met once, and is due again
	}
	due := j.required.due
	c.Supervised = j.required.supervised && !j.lapsed && due != "" && j.asOf <= due
}

// cause names the first thing that stands between a person and the level required.
func (j *judgement) cause() Cause {
	switch {
	case j.lapsed:
		return ExpiredEvidence
	case j.reached.critical:
		return CriticalFailed
	case len(j.reached.capped) > 0 && j.reached.uncapped >= j.required.level:
		return MandatoryUnmet
	}
	unrated := false
	for _, d := range j.unmet(j.inDate, j.required.level) {
		if !slices.Equal(d.Kinds, []standards.Kind{standards.Rating}) {
			return j.causeOf(d)
		}
		unrated = true // what else is missing weighs more
	}
	if unrated {
		return RatingMissing
	}
	return MandatoryUnmet
}

// causeOf says why a demand is not met.
func (j *judgement) causeOf(d standards.Demand) Cause {
	resultsIn := func(from kindResults) []*kindResult {
		var out []*kindResult
		for _, k := range d.Kinds {
			if s := from[k]; s != nil {
				out = append(out, s)
			}
		}
		return out
	}
	valid := resultsIn(j.inDate)
	switch {
	case slices.ContainsFunc(valid, func(s *kindResult) bool { return s.level != nil }):
		return Failed
	case len(valid) > 0:
		return InsufficientEvidence
	case len(resultsIn(j.all)) > 0:
		return ExpiredEvidence
	case j.waitsFor(d, func(s *Submission) bool { return s.Unmarked }):
		return AwaitingMarking
	case j.waitsFor(d, func(s *Submission) bool { return s.Awaiting }):
		return AwaitingConfirmation
	case slices.ContainsFunc(d.Kinds, standards.Kind.Observed):
		return ObservationMissing
	case slices.ContainsFunc(d.Kinds, standards.Kind.Asked) && j.observed():
		return KnowledgeMissing
	}
	return NotAttempted
}

// waitsFor reports whether something that does not count yet would meet a demand.
func (j *judgement) waitsFor(d standards.Demand, waits func(*Submission) bool) bool {
	return slices.ContainsFunc(j.waiting, func(p *piece) bool {
		return waits(p.submission) && slices.Contains(d.Kinds, p.kind)
	})
}

// observed reports whether an observation shows a level above 0.
func (j *judgement) observed() bool {
	return slices.ContainsFunc(standards.Kinds(), func(k standards.Kind) bool {
		s := j.inDate[k]
		return k.Observed() && s != nil && s.level != nil && *s.level > 0
	})
}

// fillEvidence fills in what the level rests on, and what each kind shows.
func (j *judgement) fillEvidence(c *Cell) {
	var items []Item
	for _, kind := range j.reached.kinds {
		items = append(items, j.all[kind].items...)
		for _, p := range j.all[kind].pieces {
			p.counts = true
			c.Evidence = append(c.Evidence, p.id)
		}
	}
	slices.Sort(c.Evidence)
	c.Evidence = slices.Compact(c.Evidence)
	c.KeysSHA256 = keysHash(items)
	for _, kind := range standards.Kinds() {
		if s := j.all[kind]; s != nil {
			c.Kinds = append(c.Kinds, s.showing(slices.Contains(j.reached.kinds, kind)))
		}
	}
}
