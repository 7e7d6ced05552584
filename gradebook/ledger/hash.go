package ledger

import (
	"hash/maphash"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
)

// hasher makes the hashes of a head. They differ in every run, so that nobody can craft
// many records that look alike.
type hasher struct{ seed maphash.Seed }

func newHasher() hasher { return hasher{maphash.MakeSeed()} }

// of returns the hash of some texts. It is never 0.
func (h hasher) of(parts ...string) uint64 {
	return max(maphash.String(h.seed, strings.Join(parts, "\x00")), 1)
}

// observation returns the hash that identifies an observation, and that of the two people
// and the competency, which does not depend on who observed whom.
func (h hasher) observation(s *competence.Submission) (what, who uint64) {
	return h.of(s.ID), h.of(s.Competency, min(s.Observer, s.Staff), max(s.Observer, s.Staff))
}
