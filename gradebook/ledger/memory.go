package ledger

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/results"
)

// memory is a store for one run. Heads are in memory, and what was scored is in a spool.
// Records about which there is more to say are kept whole in memory; they are few.
type memory struct {
	inbox     *inbox.Inbox
	questions *intake.Questions
	hash      hasher

	mu      sync.Mutex
	files   []fileRow
	records []recordRow
	special []*intake.File // files that are not plain results files
	kept    []*intake.Record
	plain   spool.Table[plainRow]
	staff   names
	banks   names
}

type fileRow struct {
	inbox.Place
	special  uint32 // from 1, in special; 0 = there is nothing to know but path and hash
	first, n uint32 // records
	sum      [sha256.Size]byte
}

type recordRow struct {
	Head
	file uint32
	row  uint32 // in plain or kept
	kept bool
}

// plainRow is a record that was accepted without remarks.
type plainRow struct {
	ID         string
	Kind       string
	Submission competence.Submission // without items and file
	Activity   *intake.Activity      // without its file; nil for a submission
	Items      []itemRow
	Staff      string // as handed in
	Index      int    // in its file
	Hash       [sha256.Size]byte
	Traced     bool
	Answers    [sha256.Size]byte
	Started    string
	Submitted  string
	Mistakes   int
}

type itemRow struct {
	Question uint32 // in the list of questions
	Points   float64
	Max      float64
	Right    bool
	Failed   bool
	Blank    bool
	Chosen   []string
}

// names gives numbers to texts that occur often.
type names struct {
	number map[string]uint32
	list   []string
}

func (n *names) of(s string) uint32 {
	if i, ok := n.number[s]; ok {
		return i
	}
	if n.number == nil {
		n.number = map[string]uint32{}
	}
	i := uint32(len(n.list))
	s = strings.Clone(s)
	n.number[s] = i
	n.list = append(n.list, s)
	return i
}

func newMemory(in *inbox.Inbox, questions *intake.Questions, hash hasher) *memory {
	return &memory{inbox: in, questions: questions, hash: hash,
		files: make([]fileRow, 0, in.Len()), records: make([]recordRow, 0, in.Len())}
}

func (m *memory) Add(at inbox.Place, f *intake.File) {
	rows := make([]*plainRow, len(f.Records))
	for i, r := range f.Records {
		rows[i] = m.pack(r)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	row := fileRow{Place: at, first: uint32(len(m.records)), n: uint32(len(f.Records))}
	_, _ = hex.Decode(row.sum[:], []byte(f.SHA256)) // ours, or "" for a file that could not be read
	records := f.Records
	f.Records = nil
	if f.Inside || f.SHA256 == "" || f.Verdict != "" || !f.Note.IsZero() {
		m.special = append(m.special, f)
		row.special = uint32(len(m.special))
	}
	for i, r := range records {
		record := recordRow{Head: m.head(r), file: uint32(len(m.files))}
		m.keep(&record, r, rows[i])
		m.records = append(m.records, record)
	}
	m.files = append(m.files, row)
}

// keep keeps a record as its plain row, or whole if it has none.
func (m *memory) keep(record *recordRow, r *intake.Record, row *plainRow) {
	if record.kept = row == nil; record.kept {
		record.row = uint32(len(m.kept))
		m.kept = append(m.kept, r)
		return
	}
	record.row = uint32(m.plain.Len())
	m.plain.Add(row)
}

// pack returns the row of a plain record; nil for one that is kept whole.
func (m *memory) pack(r *intake.Record) *plainRow {
	if r.Verdict != verdict.Accepted || r.Applied != nil {
		return nil
	}
	row := &plainRow{ID: r.ID, Kind: r.Kind, Activity: r.Activity, Staff: r.Staff, Index: r.Index, Hash: r.Hash}
	if r.Submission != nil {
		row.Submission, row.Items = *r.Submission, m.packItems(r.Submission.Items)
		row.Submission.Items = nil
	}
	if t := r.Trace; t != nil {
		row.Traced, row.Answers, row.Started, row.Submitted, row.Mistakes = true, t.Answers, t.Started, t.Submitted,
			t.Mistakes
	}
	return row
}

func (m *memory) packItems(items []competence.Item) []itemRow {
	out := make([]itemRow, len(items))
	for i, item := range items {
		out[i] = itemRow{m.questions.Number(item.Question), item.Points, item.Max, item.Right, item.Failed, item.Blank,
			item.Chosen}
	}
	return out
}

func (m *memory) unpackItems(items []itemRow) []competence.Item {
	out := make([]competence.Item, len(items))
	for i, item := range items {
		out[i] = competence.Item{Question: m.questions.At(item.Question), Points: item.Points, Max: item.Max,
			Right: item.Right, Failed: item.Failed, Blank: item.Blank, Chosen: item.Chosen}
	}
	return out
}

func (m *memory) head(r *intake.Record) Head {
	h := Head{Kind: kindOf(r.Kind)}
	if r.ID != "" && r.HasBytes() {
		h.ID = m.hash.of(r.ID)
	}
	if t := r.Trace; t != nil {
		h.What, h.Who = max(binary.LittleEndian.Uint64(t.Answers[:]), 1), m.hash.of(t.Started, t.Submitted)
	}
	if s := r.Submission; s != nil {
		h.Bank, h.Ordinal = m.banks.of(s.Bank), uint16(s.Ordinal)
		if h.Kind == Observation {
			h.What, h.Who = m.hash.observation(s)
		}
	}
	if r.Submission != nil || r.Activity != nil {
		h.Staff = m.staff.of(r.Owner())
		h.State |= IsIn
		if r.Received != "" {
			h.State |= IsRegistered
		}
	}
	return h
}

func kindOf(kind string) Kind {
	switch kind {
	case results.KindAttempt:
		return Attempt
	case results.KindObservation:
		return Observation
	case results.KindWritten:
		return Written
	}
	return Other
}

// Sort sorts by path. Two files can be shown under one path (a folder of the same name on
// two drives); then their contents decide.
func (m *memory) Sort() {
	order := make([]uint32, len(m.files))
	for i := range order {
		order[i] = uint32(i)
	}
	var pathA, pathB []byte
	slices.SortFunc(order, func(i, k uint32) int {
		a, b := &m.files[i], &m.files[k]
		pathA, pathB = m.appendPath(pathA[:0], a), m.appendPath(pathB[:0], b)
		return cmp.Or(bytes.Compare(pathA, pathB), bytes.Compare(a.sum[:], b.sum[:]), cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.Line, b.Line), cmp.Compare(i, k))
	})
	files, records := make([]fileRow, 0, len(m.files)), make([]recordRow, 0, len(m.records))
	for _, i := range order {
		f := m.files[i]
		from := f.first
		f.first = uint32(len(records))
		for _, r := range m.records[from : from+f.n] {
			r.file = uint32(len(files))
			records = append(records, r)
		}
		files = append(files, f)
	}
	m.files, m.records = files, records
}

// appendPath appends the path of a file as it is shown.
func (m *memory) appendPath(b []byte, f *fileRow) []byte {
	if f.special > 0 {
		return append(b, m.special[f.special-1].Path...)
	}
	return m.inbox.AppendPath(b, f.Place)
}

func (m *memory) Files() int { return len(m.files) }

func (m *memory) File(i uint32) (f *intake.File, first, end uint32) {
	row := &m.files[i]
	if row.special > 0 {
		return m.special[row.special-1], row.first, row.first + row.n
	}
	f = &intake.File{Document: m.inbox.At(row.Place)}
	f.SHA256 = hex.EncodeToString(row.sum[:])
	return f, row.first, row.first + row.n
}

func (m *memory) Records(file uint32) (first, end uint32) {
	return m.files[file].first, m.files[file].first + m.files[file].n
}

func (m *memory) FileOf(i uint32) uint32 { return m.records[i].file }

func (m *memory) Sum(file uint32) [sha256.Size]byte { return m.files[file].sum }

func (m *memory) Len() int { return len(m.records) }

func (m *memory) Head(i uint32) *Head { return &m.records[i].Head }

func (m *memory) Record(i uint32) *intake.Record {
	record := &m.records[i]
	if record.kept {
		return m.kept[record.row]
	}
	row := m.plain.At(int(record.row))
	f, _, _ := m.File(record.file)
	r := &intake.Record{File: f, Index: row.Index, ID: row.ID, Kind: row.Kind, Hash: row.Hash, Staff: row.Staff,
		Activity: row.Activity, Attempt: row.Kind == results.KindAttempt, Verdict: verdict.Accepted}
	if row.Activity == nil {
		r.Submission = &row.Submission
		r.Submission.Items = m.unpackItems(row.Items)
	}
	if row.Traced {
		r.Trace = &intake.Trace{Answers: row.Answers, Started: row.Started, Submitted: row.Submitted,
			Mistakes: row.Mistakes}
	}
	return r
}

func (m *memory) Put(i uint32, r *intake.Record) {
	record := &m.records[i]
	if !record.kept {
		row := m.pack(r)
		m.keep(record, r, row)
	}
	if r.Submission == nil && r.Activity == nil {
		record.State &^= IsIn
	}
}

func (m *memory) Verdict(i uint32) verdict.Verdict {
	if record := &m.records[i]; record.kept {
		return m.kept[record.row].Verdict
	}
	return verdict.Accepted
}

func (m *memory) Plain(i uint32) bool { return !m.records[i].kept }

func (m *memory) Hashes() iter.Seq2[uint32, [sha256.Size]byte] {
	return func(yield func(uint32, [sha256.Size]byte) bool) {
		at := make([]uint32, m.plain.Len()) // record by row
		for i, record := range m.records {
			if !record.kept {
				at[record.row] = uint32(i)
			} else if r := m.kept[record.row]; r.Verdict == verdict.Accepted && !yield(uint32(i), r.Hash) {
				return
			}
		}
		for row, plain := range m.plain.All() {
			if !yield(at[row], plain.Hash) {
				return
			}
		}
	}
}

func (m *memory) Staff(n uint32) string { return m.staff.list[n] }

func (m *memory) Bank(n uint32) string { return m.banks.list[n] }

func (m *memory) Err() error { return m.plain.Err() }
