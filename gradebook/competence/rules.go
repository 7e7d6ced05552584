package competence

import (
	"cmp"
	"fmt"
	"slices"

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

// Judge finds a person's cells, in the framework's order of competencies, and
// all evidence that they have, whether it counts or not. A person who is not
// active has no cells. The order of submissions does not matter.
func (r *Rules) Judge(p Person, submissions []*Submission) ([]Cell, []Evidence) {
	submissions = slices.SortedFunc(slices.Values(submissions), ByTime)
	var cells []Cell
	var evidence []Evidence
	status := p.StatusOn(r.asOf)
	for _, rule := range r.rules {
		pieces, waiting := r.collect(rule, submissions)
		required := r.required(p, rule.Competency)
		if status == Active && (required.level > 0 || len(pieces)+len(waiting) > 0) {
			cells = append(cells, r.cell(p, rule, required, pieces, waiting))
		}
		for _, piece := range slices.Concat(pieces, waiting) {
			evidence = append(evidence, r.evidence(rule, piece, status))
		}
	}
	slices.SortStableFunc(evidence, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(a.Competency, b.Competency), cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
	})
	return cells, evidence
}

// collect finds what is evidence for a competency; waiting is what does not
// count: not confirmed, not marked, or refused. Both are in order of time.
func (r *Rules) collect(rule *rule, submissions []*Submission) (pieces, waiting []*piece) {
	for _, s := range submissions {
		kind := s.Kind
		if kind == "" {
			kind = rule.KindOf(s.Bank)
		} else if s.Competency != rule.Competency {
			continue
		}
		if kind == "" {
			continue
		}
		p := pieceFor(s, kind, rule.Competency, r.of)
		if p == nil {
			continue
		}
		if p.note = refused(s, rule); p.note.IsZero() {
			pieces = append(pieces, p)
		} else {
			waiting = append(waiting, p)
		}
	}
	return pieces, waiting
}

// refused returns the reason why a submission does not count; zero if it may count.
func refused(s *Submission, rule *rule) verdict.Note {
	switch {
	case s.PublicBank && s.Bank != "" && rule.RefusePublic:
		return verdict.PublicBankRefused.With()
	case !s.SetAside.IsZero():
		return s.SetAside
	case s.Unmarked:
		return verdict.AwaitsMarking.With()
	case s.Awaiting:
		return verdict.AwaitsConfirmation.With()
	}
	return verdict.Note{}
}

// requirement is the highest level that a person's roles require.
type requirement struct {
	level      int
	by         []string // the roles that require it
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
			if req.Competency == competency {
				out.raise(id, req, p.startedAs(id, r.asOf))
			}
		}
	}
	return out
}

// raise adds what a role requires of somebody who began in it on the day start; "" is
// an unknown day. Of several roles the highest level holds, and for the same level the
// earliest date.
func (r *requirement) raise(role string, req standards.Requirement, start string) {
	due := ""
	if start != "" {
		due = addDays(start, req.DueWithinDays)
	}
	switch {
	case req.Level > r.level:
		*r = requirement{req.Level, []string{role}, due, req.SupervisedOK}
	case req.Level == r.level:
		r.by = append(r.by, role)
		r.due, r.supervised = sooner(r.due, due), r.supervised && req.SupervisedOK
	}
}
