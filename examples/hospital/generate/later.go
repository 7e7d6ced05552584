package main

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/coursemark/coursemark/standards"
)

// laterBanks returns the assessments that came after the first, with the days on which
// they were published.
func laterBanks() map[string]string {
	return map[string]string{"what-recovery-means": "2026-05-04", "humility-and-formulation": "2026-08-10"}
}

// laterSittings returns the sittings of a person in later assessments: most of those who
// need one have taken it, and a few have not passed.
func (g *generator) laterSittings(p person) (out []sitting) {
	if p.role == "" || p.start > "2026-10-31" {
		return nil // a stranger, or somebody who has just begun
	}
	for _, bank := range []string{"what-recovery-means", "humility-and-formulation"} {
		if !g.needs(p, bank) {
			continue
		}
		// Its own source, so that adding a module does not change the others.
		h := fnv.New64a()
		_, _ = h.Write([]byte(bank + " " + p.id)) // it never fails
		rng := rand.New(rand.NewPCG(seed, h.Sum64()))
		if rng.Float64() < 0.15 {
			continue
		}
		ability := 0.95
		if rng.Float64() < 0.1 {
			ability = 0.5
		}
		day := someDay(rng, max(laterBanks()[bank], p.start), "2026-11-20")
		if p.end == "" || day <= p.end {
			out = append(out, sitting{day: day, ability: ability, bank: bank, rng: rng})
		}
	}
	return out
}

// needs reports whether the role of a person requires a competency of the bank.
func (g *generator) needs(p person, bank string) bool {
	required := g.framework.Role(p.role).Requires
	return slices.ContainsFunc(g.framework.Competencies, func(c standards.Competency) bool {
		return c.Rule != nil && slices.Contains(c.Rule.Banks, bank) &&
			slices.ContainsFunc(required, func(r standards.Requirement) bool { return r.Competency == c.ID })
	})
}

// someDay returns a day at least a week after the first one and before the last.
func someDay(rng *rand.Rand, first, last string) string {
	from, _ := time.Parse(time.DateOnly, first) // the dates are constants of this package
	to, _ := time.Parse(time.DateOnly, last)
	return from.AddDate(0, 0, 7+rng.IntN(int(to.Sub(from).Hours()/24)-7)).Format(time.DateOnly)
}
