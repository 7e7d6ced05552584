package quiz

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
)

// Draw returns the public IDs of the questions of a form, in their order. It depends only
// on its arguments, so that browser and gradebook find the same form. staff is the
// canonical staff ID; ordinal counts a person's attempts from 1.
func Draw(site, bankRevision, staff string, ordinal int, groups []Group) []string {
	s := stream{seed: Digest("coursemark-draw/1", site, bankRevision, staff, strconv.Itoa(ordinal))}
	var form []string
	for _, g := range groups {
		ids := slices.Clone(g.Questions)
		slices.Sort(ids)
		for k := range g.Count {
			j := k + s.below(len(ids)-k)
			ids[k], ids[j] = ids[j], ids[k]
		}
		form = append(form, ids[:g.Count]...)
	}
	for k := len(form) - 1; k >= 1; k-- {
		j := s.below(k + 1)
		form[k], form[j] = form[j], form[k]
	}
	return form
}

// stream is an endless sequence of 32-bit words: SHA-256 over seed and a counter.
type stream struct {
	seed  [sha256.Size]byte
	block [sha256.Size]byte
	count uint32 // blocks made
	used  int    // bytes used of block; 0 means a new block is due
}

func (s *stream) word() uint32 {
	if s.used == 0 {
		var counter [4]byte
		binary.BigEndian.PutUint32(counter[:], s.count)
		s.block = sha256.Sum256(append(s.seed[:], counter[:]...))
		s.count++
	}
	w := binary.BigEndian.Uint32(s.block[s.used:])
	s.used = (s.used + 4) % sha256.Size
	return w
}

// below returns a number from 0 to n−1, each equally likely: it skips words beyond the
// largest multiple of n.
func (s *stream) below(n int) int {
	limit := uint64(1)<<32 - uint64(1)<<32%uint64(n)
	for {
		if w := uint64(s.word()); w < limit {
			return int(w % uint64(n))
		}
	}
}
