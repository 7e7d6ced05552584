package competence

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// epsilon keeps a sum of fractions that is 80% on paper at 80%.
const epsilon = 1e-9

// piece is a submission as evidence for one competency.
type piece struct {
	submission *Submission
	id         string
	kind       standards.Kind
	items      []Item // pieceFor with the competency and in the denominator
	points     float64
	max        float64
	critical   bool // a critical question was not fully right, or a critical choice made
	expires    string
	counts     bool
	replaced   *piece
	note       verdict.Note
}

func (p *piece) fraction() float64 {
	if p.max == 0 {
		return 0
	}
	return p.points / p.max
}

// pieceFor returns the items of a submission that are about a competency: an item
// counts once, however many of the competency's indicators it carries. It returns
// nil if no item is about it.
func pieceFor(s *Submission, kind standards.Kind, competency string, of func(indicator string) string) *piece {
	p := &piece{submission: s, kind: kind, id: EvidenceID(s.Staff, competency, kind, s.ID)}
	found := false
	for _, i := range s.Items {
		if !slices.ContainsFunc(i.Question.Indicators, func(ind string) bool { return of(ind) == competency }) {
			continue
		}
		found = true
		if i.Failed || i.Question.Critical && !i.Right {
			p.critical = true
		}
		if i.Max == 0 {
			continue // void: out of the denominator
		}
		p.items = append(p.items, i)
		p.points += i.Points
		p.max += i.Max
	}
	if !found {
		return nil
	}
	return p
}

// selection is what a policy takes from the submissions at one bank.
type selection struct {
	pieces   []*piece
	fraction float64
	max      float64
	critical bool
	short    bool // the policy asks for more than was handed in
}

// pick applies an attempt policy to the submissions at one bank, ordered by time
// and none later than asOf. There is at least one.
func pick(pieces []*piece, m standards.Measure, v standards.Validity, asOf string) selection {
	latest := pieces[len(pieces)-1]
	switch m.Attempts {
	case standards.First:
		// After a recertification's window opens, the first submission in it is
		// the first of its cycle; otherwise nobody could ever renew.
		return single(lastRun(pieces, v, v.WindowDays)[0], pieces)
	case standards.Best:
		return single(best(pieces, v, asOf), pieces)
	case standards.Average:
		run := lastRun(pieces, v, 0)
		return combined(run, pieces, mean(run))
	case standards.Decaying:
		run := lastRun(pieces, v, 0)
		fraction := latest.fraction()
		if earlier := run[:len(run)-1]; len(earlier) > 0 {
			fraction = m.Weight*fraction + (1-m.Weight)*mean(earlier)
		}
		return combined(run, pieces, fraction)
	case standards.NMastery:
		return masteryRun(pieces, m, v)
	}
	return single(latest, pieces)
}

// best returns the best of the submissions that are in date, or of the last run if
// all have expired. Of equal ones it returns the latest.
func best(pieces []*piece, v standards.Validity, asOf string) *piece {
	candidates := slices.DeleteFunc(slices.Clone(pieces), func(p *piece) bool { return expired(p.expires, asOf) })
	if len(candidates) == 0 {
		candidates = lastRun(pieces, v, 0)
	}
	best := candidates[0]
	for _, p := range candidates[1:] {
		better := p.critical == best.critical && p.fraction() >= best.fraction()-epsilon
		if better || best.critical && !p.critical {
			best = p
		}
	}
	return best
}

// masteryRun selects the submissions at or above mastery once there are enough of
// them. Until then it selects the whole run, which is too short.
func masteryRun(pieces []*piece, m standards.Measure, v standards.Validity) selection {
	run := lastRun(pieces, v, 0)
	above := slices.DeleteFunc(slices.Clone(run), func(p *piece) bool { return 100*p.fraction()+epsilon < m.Mastery })
	if len(above) < m.N || len(above) == 0 {
		out := combined(run, pieces, mean(run))
		out.short = true
		return out
	}
	out := combined(above, pieces, mean(above))
	// Earlier mastery does not make up for a critical question missed since.
	out.critical = pieces[len(pieces)-1].critical
	return out
}

func single(p *piece, all []*piece) selection {
	for _, other := range all {
		if other != p {
			other.replaced = p
		}
	}
	return selection{pieces: []*piece{p}, fraction: p.fraction(), max: p.max, critical: p.critical}
}

// combined selects more than one submission, with the fraction that they have
// together; the latest decides on critical questions.
func combined(taken, all []*piece, fraction float64) selection {
	last := taken[len(taken)-1]
	out := selection{pieces: taken, fraction: fraction, critical: last.critical}
	for _, p := range taken {
		out.max += p.max / float64(len(taken))
	}
	for _, other := range all {
		if !slices.Contains(taken, other) {
			other.replaced = last
		}
	}
	return out
}

func mean(pieces []*piece) float64 {
	sum := 0.0
	for _, p := range pieces {
		sum += p.fraction()
	}
	return sum / float64(len(pieces))
}

// lastRun returns the submissions since the last expiry: a run begins with a submission
// and ends when that one expires, or early days before.
func lastRun(pieces []*piece, v standards.Validity, early int) []*piece {
	start := 0
	for i := 1; i < len(pieces); i++ {
		end := expiry(v, pieces[start].submission.Date, "")
		if end != "" && early > 0 {
			end = addDays(end, -early)
		}
		if expired(end, pieces[i].submission.Date) && pieces[i].submission.Date > pieces[start].submission.Date {
			start = i
		}
	}
	return pieces[start:]
}
