package ledger

import (
	"crypto/sha256"
	"iter"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// Store keeps the files and records of a run. Their numbers are their positions once
// Sort was called. The store of today is type memory; a database that remembers earlier
// runs can take its place. The rest of the package does not know where records are kept.
type Store interface {
	// Add adds a file. Safe for concurrent use.
	Add(at inbox.Place, f *intake.File)
	// Sort puts files, and with them their records, in an order that does not depend on
	// how they were named or found. It is called once, after everything was added.
	Sort()

	// Files returns how many files there are, and File one of them, with the numbers of
	// its records: from first to before end.
	Files() int
	File(i uint32) (f *intake.File, first, end uint32)
	// Records returns what File does, without the file.
	Records(file uint32) (first, end uint32)
	// FileOf returns the number of the file of a record, and Sum the SHA-256 of a file.
	FileOf(i uint32) uint32
	Sum(file uint32) [sha256.Size]byte

	// Len returns how many records there are, and Head what is known about one without
	// reading it.
	Len() int
	Head(i uint32) *Head
	// Record returns a record as it was added, or last put.
	Record(i uint32) *intake.Record
	// Put replaces a record.
	Put(i uint32, r *intake.Record)
	// Verdict returns the verdict on a record.
	Verdict(i uint32) verdict.Verdict
	// Plain reports whether a record is accepted and there is nothing to say about it.
	Plain(i uint32) bool
	// Hashes yields the hashes of accepted records, by number.
	Hashes() iter.Seq2[uint32, [sha256.Size]byte]

	// Staff and Bank return the texts behind the numbers in a head.
	Staff(n uint32) string
	Bank(n uint32) string
	// Err returns why something could not be kept, or read again.
	Err() error
}

// Head is a record in some fifty bytes, so that a million fit into memory. Its hashes are
// short: they suggest which records are equal, and the records themselves decide.
type Head struct {
	ID   uint64 // 0 = there is nothing to compare
	What uint64 // attempt: its answers; observation: its ID; 0 = there is nothing to compare
	Who  uint64 // attempt: its times; observation: the two people and the competency

	Staff, Bank uint32 // numbers of texts; set only if the record is in
	Ordinal     uint16
	Kind        Kind
	State       State
}

// Kind is the kind of a record, as far as it matters here.
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
	IsRegistered                   // it is in the register of receipt
	IsRepeat                       // attempt: its number occurs twice
	IsGap                          // attempt: the number before is missing
)

// Has reports whether a state holds.
func (h *Head) Has(s State) bool { return h.State&s != 0 }
