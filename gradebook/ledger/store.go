package ledger

import (
	"crypto/sha256"
	"iter"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// Store keeps the files and records of a run by their numbers, which are those of
// their order once everything was added. Today that is memory and a spool (memory);
// a database that remembers earlier runs can take its place. What is decided about
// records knows nothing else of where they are.
type Store interface {
	// Add adds a file. Safe for concurrent use.
	Add(at inbox.Place, f *intake.File)
	// Sort puts files, and with them their records, in an order that does not depend
	// on how they were named or found. It comes once, after everything was added.
	Sort()

	// Files is how many files there are, and File is one of them, with the numbers of
	// its records: those from first on, before end.
	Files() int
	File(i uint32) (f *intake.File, first, end uint32)
	// Records is File without the file.
	Records(file uint32) (first, end uint32)
	// FileOf is the number of the file of a record, and Sum the SHA-256 of a file.
	FileOf(i uint32) uint32
	Sum(file uint32) [sha256.Size]byte

	// Len is how many records there are, and Head what is to be known of one without
	// reading it.
	Len() int
	Head(i uint32) *Head
	// Record is a record as it was added or put last.
	Record(i uint32) *intake.Record
	// Put puts a record in the place of the one that was there.
	Put(i uint32, r *intake.Record)
	// Verdict is that of a record.
	Verdict(i uint32) verdict.Verdict
	// Plain reports whether a record is accepted and there is nothing to say about it.
	Plain(i uint32) bool
	// Hashes are those of accepted records.
	Hashes() iter.Seq2[uint32, [sha256.Size]byte]

	// Staff and Bank are the texts that stand behind the numbers of a head.
	Staff(n uint32) string
	Bank(n uint32) string
	// Err says that something could not be kept, or read again.
	Err() error
}

// Head is a record in some fifty bytes, so that a million fit into memory. Hashes of
// half a line only propose what is equal; the records themselves decide.
type Head struct {
	ID   uint64 // 0 = there is nothing to compare
	What uint64 // of an attempt its answers, of an observation which it is; 0 = there is nothing to compare
	Who  uint64 // of an attempt its times, of an observation the two people in the competency

	Staff, Bank uint32 // where it is in
	Ordinal     uint16
	Kind        Kind
	State       State
}

// Kind is what kind of record it is, as far as that matters here.
type Kind uint8

// The kinds.
const (
	Other Kind = iota
	Attempt
	Observation
	Written
)

// State is a set of what is known of a record.
type State uint8

// The states.
const (
	IsIn         State = 1 << iota // accepted, or awaiting somebody's confirmation
	IsRegistered                   // it stands in the register of receipt
	IsRepeat                       // of an attempt: its number comes twice
	IsGap                          // of an attempt: the number before is missing
)

// Has reports whether a state holds.
func (h *Head) Has(s State) bool { return h.State&s != 0 }
