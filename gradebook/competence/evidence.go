package competence

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// evidence returns a piece as a row of the sheet; status is that of the person.
func (r *Rules) evidence(rule *rule, p *piece, status string) Evidence {
	s := p.submission
	e := Evidence{
		ID: p.id, Staff: s.Staff, Competency: rule.Competency, Indicators: r.indicators(rule, s), Kind: string(p.kind),
		Source: s.Source, FileSHA256: s.FileSHA256, Bank: s.Bank, BankRevision: s.BankRevision, Attempt: s.Ordinal,
		RecordID: s.Record, Receipt: s.Receipt, Path: s.Path,
		Items: len(p.items), Raw: round(p.points), Max: round(p.max), Percent: round(100 * p.fraction()),
		HandedIn: s.HandedIn, FirstReceived: s.FirstReceived, Date: s.Date, Assessor: s.Assessor,
		Qualified: s.Qualified, Setting: s.Setting,
		Identity: s.Identity, PublicBank: s.PublicBank, Counts: p.counts,
		Flags: slices.Concat([]verdict.Flag{}, s.Flags), Notes: verdict.Add(slices.Clone(s.Notes), p.note),
	}
	switch {
	case s.Bank != "":
		e.AttemptID = s.ID
	case s.Kind.Observed():
		e.Method = string(s.Kind)
	}
	if p.critical {
		e.Flags = append(e.Flags, verdict.CriticalFailed)
	}
	slices.Sort(e.Flags)
	m, _ := rule.Measure(p.kind)
	e.judge(p, m, rule.Validity)
	if p.replaced != nil && !p.counts && s.Date <= r.asOf {
		e.SupersededBy = p.replaced.id
	}
	if !rule.Wants(p.kind) {
		e.Notes = verdict.Add(e.Notes, verdict.KindNotDemanded.With())
	}
	if status != Active {
		e.Counts, e.SupersededBy = false, ""
		e.Notes = verdict.Add(e.Notes, absence(status))
	}
	return e
}

// judge fills in what the piece shows by itself, and how long that holds.
func (e *Evidence) judge(p *piece, m standards.Measure, v standards.Validity) {
	e.Cut = firstCut(m)
	if len(p.items) > 0 && len(p.items) >= m.MinItems {
		level := levelOf(m, 100*p.fraction(), p.critical)
		e.Level = &level
		if !p.critical {
			e.Cut = cutOf(m, 100*p.fraction())
		}
	}
	if !p.counts && (e.Level == nil || *e.Level == 0) {
		return
	}
	e.ValidFrom, e.Expires = e.Date, p.expires
	if e.Expires == "" {
		e.Expires = expiry(v, e.Date, "")
	}
}

// indicators returns the indicators of the competency that a submission is about,
// sorted.
func (r *Rules) indicators(rule *rule, s *Submission) []string {
	out := []string{}
	for _, i := range s.Items {
		for _, ind := range i.Question.Indicators {
			if r.of(ind) == rule.Competency && !slices.Contains(out, ind) {
				out = append(out, ind)
			}
		}
	}
	slices.Sort(out)
	return out
}

// absence returns the note on evidence of somebody who is not active.
func absence(status string) verdict.Note {
	if status == Left {
		return verdict.PersonLeft.With()
	}
	return verdict.PersonNotYetStarted.With()
}
