package intake

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/results"
)

// ledger holds what decisions about records need, in a hundred bytes each, so that
// a million fit into memory: what was scored lies in a spool. Records about which
// there is more to say are kept whole; they are few.
//
// Files and records are numbered, from sort on in the order of their paths.
type ledger struct {
	shelf     *shelf
	questions *questionList

	mu      sync.Mutex
	files   []fileEntry
	entries []entry
	special []*fileResult // what is no plain results file
	kept    []*record
	scored  spool.Table[scored]
	staff   names
	banks   names
	kinds   names
	seed    maphash.Seed

	limited map[uint32]limited // records that came too often or too soon
	byStaff []uint32           // records that are in
	of      map[string]span
}

type span struct{ from, to int }

// place is where a file came from. line counts from 1; 0 is no line of a list.
type place struct{ source, line uint32 }

type fileEntry struct {
	place
	special  uint32 // from 1, in special; 0: path and hash are all there is to say
	first, n uint32 // records
	sha      [sha256.Size]byte
}

// entry is a record. Hashes of half a line only propose what is equal; the
// record itself decides.
type entry struct {
	id          uint64
	gist, tie   uint64 // of an attempt its answers and its times, of an observation which it is and of which two people
	file        uint32
	row         uint32 // in scored or kept
	staff, bank uint32 // where it is in
	ordinal     uint16
	kind        uint8 // where it is in
	state       uint8
}

const (
	isKept = 1 << iota
	isIn   // accepted, or awaiting somebody's confirmation
	isRegistered
	isRepeat
	isGap
)

// scored is a record that is accepted without more ado.
type scored struct {
	ID        string
	Sitting   competence.Sitting // without items and file
	Activity  *Activity          // without file; nil for a sitting
	Items     []scoredItem
	Staff     string // as handed in
	Index     int    // in its file
	Hash      [sha256.Size]byte
	Traced    bool
	Answers   [sha256.Size]byte
	Started   string
	Submitted string
	Mistakes  int
}

type scoredItem struct {
	Question uint32 // in the list of questions
	Points   float64
	Max      float64
	Right    bool
	Failed   bool
	Blank    bool
	Chosen   []string
}

// names numbers texts that come often.
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

// questionList numbers the questions that were marked. Safe for concurrent use.
type questionList struct {
	mu      sync.Mutex
	number  map[*competence.Question]uint32
	list    []*competence.Question
	entries map[string]*competence.Question
}

// about gives the question that stands for indicators which an entry is about: the
// same one for the same indicators, so that there are few, whatever comes in.
func (q *questionList) about(id string, indicators []string) *competence.Question {
	slices.Sort(indicators)
	indicators = slices.Compact(indicators)
	key := strings.Join(append([]string{id}, indicators...), "\x00")
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.entries == nil {
		q.entries = map[string]*competence.Question{}
	}
	if q.entries[key] == nil {
		q.entries[key] = &competence.Question{ID: id, Indicators: indicators}
	}
	return q.entries[key]
}

func (q *questionList) pack(items []competence.Item) []scoredItem {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.number == nil {
		q.number = map[*competence.Question]uint32{}
	}
	out := make([]scoredItem, len(items))
	for i, item := range items {
		number, ok := q.number[item.Question]
		if !ok {
			number = uint32(len(q.list))
			q.number[item.Question] = number
			q.list = append(q.list, item.Question)
		}
		out[i] = scoredItem{number, item.Points, item.Max, item.Right, item.Failed, item.Blank, item.Chosen}
	}
	return out
}

func (q *questionList) unpack(items []scoredItem) []competence.Item {
	out := make([]competence.Item, len(items))
	for i, item := range items {
		out[i] = competence.Item{Question: q.list[item.Question], Points: item.Points, Max: item.Max, Right: item.Right, Failed: item.Failed, Blank: item.Blank, Chosen: item.Chosen}
	}
	return out
}

func newLedger(shelf *shelf, questions *questionList) *ledger {
	return &ledger{shelf: shelf, questions: questions, seed: maphash.MakeSeed()}
}

// take enters the files that a source held. Safe for concurrent use.
func (l *ledger) take(at place, files []*fileResult) {
	for _, f := range files {
		var rows []*scored
		for _, r := range f.records {
			rows = append(rows, l.pack(r))
		}
		l.enter(at, f, rows)
	}
}

// pack makes the row of a plain record; nil for one that is kept whole.
func (l *ledger) pack(r *record) *scored {
	if r.verdict != verdict.Accepted || r.applied != nil {
		return nil
	}
	s := &scored{ID: r.id, Activity: r.activity, Staff: r.staff, Index: r.index, Hash: r.hash}
	if r.sitting != nil {
		s.Sitting, s.Items = *r.sitting, l.questions.pack(r.sitting.Items)
		s.Sitting.Items = nil
	}
	if t := r.trace; t != nil {
		s.Traced, s.Answers, s.Started, s.Submitted, s.Mistakes = true, t.answers, t.started, t.submitted, t.mistakes
	}
	return s
}

func (l *ledger) enter(at place, f *fileResult, rows []*scored) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.entries == nil {
		l.files, l.entries = make([]fileEntry, 0, l.shelf.count), make([]entry, 0, l.shelf.count)
	}
	e := fileEntry{place: at, first: uint32(len(l.entries)), n: uint32(len(f.records))}
	_, _ = hex.Decode(e.sha[:], []byte(f.sha)) // ours, or "" for a file that could not be read
	records := f.records
	f.records = nil
	if f.inside || f.sha == "" || f.verdict != "" || !f.refused.IsZero() || !f.noted.IsZero() {
		l.special = append(l.special, f)
		e.special = uint32(len(l.special))
	}
	for i, r := range records {
		n := entry{file: uint32(len(l.files))}
		if r.id != "" && r.hash != ([sha256.Size]byte{}) {
			n.id = max(maphash.String(l.seed, r.id), 1) // 0: nothing to compare
		}
		if t := r.trace; t != nil {
			n.gist, n.tie = max(binary.LittleEndian.Uint64(t.answers[:]), 1), maphash.String(l.seed, t.started+"\x00"+t.submitted)
		}
		if s := r.sitting; s != nil {
			n.bank, n.ordinal = l.banks.of(s.Bank), uint16(s.Ordinal)
			if r.kind == results.KindObservation {
				n.gist, n.tie = l.observation(s)
			}
		}
		if r.sitting != nil || r.activity != nil {
			n.staff, n.kind = l.staff.of(r.owner()), uint8(l.kinds.of(r.kind))
			n.state |= isIn
			if r.received != "" {
				n.state |= isRegistered
			}
		}
		if rows[i] != nil {
			n.row = uint32(l.scored.Len())
			l.scored.Add(rows[i])
		} else {
			n.row = uint32(len(l.kept))
			n.state |= isKept
			l.kept = append(l.kept, r)
		}
		l.entries = append(l.entries, n)
	}
	l.files = append(l.files, e)
}

// close decides about what was taken.
func (l *ledger) close(o Options) *Received {
	l.sort()
	l.compare(o.Decided)
	l.settle(o)
	l.limit(o)
	out := l.tally(o.Decided)
	out.Suspicions = l.suspect(o.Roster)
	l.index()
	return out
}

// appendPath appends the path of a file as it is shown.
func (l *ledger) appendPath(b []byte, e *fileEntry) []byte {
	switch src := &l.shelf.sources[e.source]; {
	case e.special > 0:
		return append(b, l.special[e.special-1].path...)
	case e.line > 0:
		return src.lines.appendPath(b, int(e.line-1))
	default:
		return append(b, src.path...)
	}
}

// sort puts files, and with them their records, in an order that does not depend on
// how they were named or found: two files can be shown under one path (a folder of
// the same name on two drives), and their contents put them in order then.
func (l *ledger) sort() {
	order := make([]uint32, len(l.files))
	for i := range order {
		order[i] = uint32(i)
	}
	var pathA, pathB []byte
	slices.SortFunc(order, func(i, k uint32) int {
		a, b := &l.files[i], &l.files[k]
		pathA, pathB = l.appendPath(pathA[:0], a), l.appendPath(pathB[:0], b)
		return cmp.Or(bytes.Compare(pathA, pathB), bytes.Compare(a.sha[:], b.sha[:]), cmp.Compare(a.source, b.source), cmp.Compare(a.line, b.line), cmp.Compare(i, k))
	})
	files, entries := make([]fileEntry, 0, len(l.files)), make([]entry, 0, len(l.entries))
	for _, i := range order {
		f := l.files[i]
		from := f.first
		f.first = uint32(len(entries))
		for _, e := range l.entries[from : from+f.n] {
			e.file = uint32(len(files))
			entries = append(entries, e)
		}
		files = append(files, f)
	}
	l.files, l.entries = files, entries
}

// file tells of a file.
func (l *ledger) file(i uint32) *fileResult {
	e := &l.files[i]
	if e.special > 0 {
		return l.special[e.special-1]
	}
	f := &fileResult{path: string(l.appendPath(nil, e)), sha: hex.EncodeToString(e.sha[:])}
	src := l.shelf.sources[e.source]
	f.read = src.read
	if e.line > 0 {
		f.read = src.lines.source(int(e.line-1), new([]byte)).read
	}
	return f
}

// record gives a record whole.
func (l *ledger) record(i uint32) *record {
	e := &l.entries[i]
	if e.state&isKept != 0 {
		return l.kept[e.row]
	}
	s := l.scored.At(int(e.row))
	r := &record{file: l.file(e.file), index: s.Index, id: s.ID, hash: s.Hash, staff: s.Staff, kind: l.kinds.list[e.kind], activity: s.Activity, verdict: verdict.Accepted}
	if r.attempt = r.kind == results.KindAttempt; s.Activity == nil {
		r.sitting = &s.Sitting
		r.sitting.Items = l.questions.unpack(s.Items)
	}
	if s.Traced {
		r.trace = &trace{s.Answers, s.Started, s.Submitted, s.Mistakes}
	}
	return r
}

// records gives several records whole.
func (l *ledger) records(list []uint32) []*record {
	out := make([]*record, len(list))
	for k, i := range list {
		out[k] = l.record(i)
	}
	return out
}

// put enters what was decided about a record.
func (l *ledger) put(i uint32, r *record) {
	e := &l.entries[i]
	if e.state&isKept == 0 {
		if row := l.pack(r); row != nil {
			e.row = uint32(l.scored.Len())
			l.scored.Add(row)
			return
		}
		e.row = uint32(len(l.kept))
		e.state |= isKept
		l.kept = append(l.kept, r)
	}
	if r.sitting == nil && r.activity == nil {
		e.state &^= isIn
	}
}

// in gives the records of a kind that are in, in an order as sorted gives it; nil
// is that of their files.
func (l *ledger) in(kind string, compare func(a, b *entry) int) []uint32 {
	number, ok := l.kinds.number[kind]
	if !ok {
		return nil
	}
	if compare == nil {
		compare = func(a, b *entry) int { return 0 }
	}
	return l.sorted(func(e *entry) bool { return e.state&isIn != 0 && e.kind == uint8(number) }, compare)
}

// sorted gives the records for which a condition holds, in an order; those that are
// equal in it keep that of their files.
func (l *ledger) sorted(holds func(*entry) bool, compare func(a, b *entry) int) []uint32 {
	var out []uint32
	for i := range l.entries {
		if holds(&l.entries[i]) {
			out = append(out, uint32(i))
		}
	}
	slices.SortFunc(out, func(a, b uint32) int {
		return cmp.Or(compare(&l.entries[a], &l.entries[b]), cmp.Compare(a, b))
	})
	return out
}

// runs cuts a sorted list where two neighbours are not the same.
func (l *ledger) runs(list []uint32, same func(a, b *entry) bool) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		for from := 0; from < len(list); {
			to := from + 1
			for to < len(list) && same(&l.entries[list[from]], &l.entries[list[to]]) {
				to++
			}
			if !yield(list[from:to]) {
				return
			}
			from = to
		}
	}
}

// compare compares all records with one another, and flags gaps and repeats in the
// numbers of attempts.
func (l *ledger) compare(decided *sheets.Decisions) {
	list := l.sorted(func(e *entry) bool { return e.id != 0 }, func(a, b *entry) int { return cmp.Compare(a.id, b.id) })
	alone := l.rejected(decided)
	for run := range l.runs(list, func(a, b *entry) bool { return a.id == b.id }) {
		if len(run) == 1 && !alone[run[0]] {
			continue
		}
		byID := map[string][]*record{}
		all := l.records(run)
		for _, r := range all {
			byID[r.id] = append(byID[r.id], r)
		}
		for _, records := range byID {
			weigh(records, decided)
		}
		for k, i := range run {
			l.put(i, all[k])
		}
	}
	l.flagOrdinals()
}

// rejected finds the records that somebody rejected in favour of another version.
func (l *ledger) rejected(decided *sheets.Decisions) map[uint32]bool {
	out := map[uint32]bool{}
	if !decided.AnyRejects() {
		return out
	}
	preferred := func(r *record) bool {
		return slices.ContainsFunc(otherVersion(), func(c verdict.Code) bool { return decided.Rejects(r.caseKey(c.Reason())) })
	}
	at := make([]uint32, l.scored.Len()) // record by row
	for i, e := range l.entries {
		if e.state&isKept == 0 {
			at[e.row] = uint32(i)
		} else if r := l.kept[e.row]; r.verdict == verdict.Accepted && preferred(r) {
			out[uint32(i)] = true
		}
	}
	for row, s := range l.scored.All() {
		if preferred(&record{hash: s.Hash}) {
			out[at[row]] = true
		}
	}
	return out
}

// flagOrdinals marks attempts whose number comes twice, or after a gap: what a
// person took and did not hand in shows here.
func (l *ledger) flagOrdinals() {
	list := l.in(results.KindAttempt, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.staff, b.staff), cmp.Compare(a.bank, b.bank), cmp.Compare(a.ordinal, b.ordinal))
	})
	for series := range l.runs(list, func(a, b *entry) bool { return a.staff == b.staff && a.bank == b.bank }) {
		before := uint16(0)
		for same := range l.runs(series, func(a, b *entry) bool { return a.ordinal == b.ordinal }) {
			number := l.entries[same[0]].ordinal
			for _, i := range same {
				if len(same) > 1 {
					l.entries[i].state |= isRepeat
				}
				if number > 1 && before != number-1 {
					l.entries[i].state |= isGap
				}
			}
			before = number
		}
	}
}

// index makes ready for Of.
func (l *ledger) index() {
	rank := make([]uint32, len(l.staff.list)) // of a number among the IDs
	for i, id := range slices.Sorted(slices.Values(l.staff.list)) {
		rank[l.staff.number[id]] = uint32(i)
	}
	l.byStaff = l.sorted(func(e *entry) bool { return e.state&isIn != 0 }, func(a, b *entry) int { return cmp.Compare(rank[a.staff], rank[b.staff]) })
	l.of = map[string]span{}
	from := 0
	for run := range l.runs(l.byStaff, func(a, b *entry) bool { return a.staff == b.staff }) {
		l.of[l.staff.list[l.entries[run[0]].staff]] = span{from, from + len(run)}
		from += len(run)
	}
}

// Of gives what a person has to show, by bank and time, accepted or awaiting
// somebody's confirmation, and what else they handed in, by time.
func (r *Received) Of(staff string) (out []*competence.Sitting, activities []Activity) {
	at, l := r.ledger.of[staff], r.ledger
	out = make([]*competence.Sitting, 0, at.to-at.from)
	for _, i := range l.byStaff[at.from:at.to] {
		e, of := &l.entries[i], l.record(i)
		if of.activity != nil {
			a := *of.activity
			a.Source, a.FileSHA256 = of.file.path, of.file.sha
			activities = append(activities, a)
			continue
		}
		s := *of.sitting
		s.Source, s.FileSHA256, s.Flags = of.file.path, of.file.sha, slices.Clip(s.Flags)
		if e.state&isRepeat != 0 {
			s.Flags = append(s.Flags, verdict.OrdinalRepeat)
		}
		if e.state&isGap != 0 {
			s.Flags = append(s.Flags, verdict.OrdinalGap)
		}
		if found, ok := l.limited[i]; ok {
			s.Flags = append(s.Flags, found.flag)
			if found.decided != nil {
				sheets.Decide(&s, found.decided)
			} else {
				s.SetAside = found.why
			}
		}
		out = append(out, &s)
	}
	slices.SortFunc(out, func(a, b *competence.Sitting) int {
		return cmp.Or(cmp.Compare(a.Bank, b.Bank), cmp.Compare(a.Date, b.Date), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(activities, func(a, b Activity) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), a.At.Compare(b.At), cmp.Compare(a.Record, b.Record))
	})
	return out, activities
}

// Sittings gives what everybody has to show, by staff, bank and time.
func (r *Received) Sittings() iter.Seq[*competence.Sitting] {
	return func(yield func(*competence.Sitting) bool) {
		for _, staff := range slices.Sorted(maps.Keys(r.ledger.of)) {
			sittings, _ := r.Of(staff)
			for _, s := range sittings {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// Err says that what was read could not be kept or read again.
func (r *Received) Err() error { return cmp.Or(r.ledger.scored.Err(), r.Inputs.Err()) }

// tally counts and lists.
func (l *ledger) tally(decisions *sheets.Decisions) *Received {
	out := &Received{ledger: l}
	// open lists something that was not counted, and whether that was decided.
	open := func(e verdict.Exception, key string) {
		if e.Verdict == verdict.Quarantined || e.Verdict == verdict.Awaiting || e.Verdict == verdict.SetAside {
			e.Case = key
			if d := decisions.Settle(key, e.Reason); d != nil {
				e.Verdict, e.Case, e.Notes = verdict.Decided, "", append(e.Notes, d.Note(verdict.RejectedBy))
			}
		}
		out.Exceptions = append(out.Exceptions, e)
	}
	whole := slices.Clone(l.shelf.inputs)
	slices.SortStableFunc(whole, func(a, b verdict.Input) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.SHA256, b.SHA256))
	})
	input := func(path, sha string) {
		for len(whole) > 0 && cmp.Or(cmp.Compare(whole[0].Path, path), cmp.Compare(whole[0].SHA256, sha)) <= 0 {
			out.Inputs.Add(&whole[0])
			whole = whole[1:]
		}
		out.Inputs.Add(&verdict.Input{Path: path, Role: "results", SHA256: sha})
	}
	first := l.firsts()
	for i := range l.files {
		entries := l.entries[l.files[i].first : l.files[i].first+l.files[i].n]
		f := l.file(uint32(i))
		if !f.noted.IsZero() {
			out.Exceptions = append(out.Exceptions, f.noted.Exception(f.path, f.sha, "", "", verdict.Noted))
		}
		if f.verdict == verdict.PassedOver {
			out.Exceptions = append(out.Exceptions, f.refused.Exception(f.path, f.sha, "", "", verdict.PassedOver))
			continue
		}
		if f.sha != "" || f.verdict == container {
			input(f.path, f.sha)
		}
		if f.verdict == container {
			continue
		}
		if f.verdict != "" {
			out.Files.Add(f.verdict)
			open(f.refused.Exception(f.path, f.sha, "", "", f.verdict), verdict.CaseID(f.refused.Code.Reason(), "file", cmp.Or(f.sha, f.path)))
			continue
		}
		for _, e := range entries {
			became := l.verdict(&e)
			out.Records.Add(became)
			if became == verdict.Accepted && e.state&isRegistered != 0 {
				out.Registered++
			}
		}
		ofFile := l.verdictOf(entries)
		out.Files.Add(ofFile)
		if at, ok := first[l.files[i].sha]; ofFile == verdict.Duplicate && ok && at != uint32(i) {
			out.Exceptions = append(out.Exceptions, verdict.DuplicateFile.With(string(l.appendPath(nil, &l.files[at]))).Exception(f.path, f.sha, "", l.kept[entries[0].row].staff, verdict.Duplicate))
			continue
		}
		for k, e := range entries {
			if found, ok := l.limited[l.files[i].first+uint32(k)]; ok {
				r := l.record(l.files[i].first + uint32(k))
				if found.decided == nil {
					open(found.why.Exception(f.path, f.sha, verdict.Clip(r.id), r.owner(), verdict.SetAside), r.caseKey(found.why.Code.Reason()))
				} else {
					e := found.why.Exception(f.path, f.sha, verdict.Clip(r.id), r.owner(), verdict.Decided)
					e.Notes = []verdict.Note{found.decided.Note(verdict.CountsBy)}
					out.Exceptions = append(out.Exceptions, e)
				}
			}
			if e.state&isKept == 0 {
				continue // accepted, and nothing more to say
			}
			r := l.kept[e.row]
			if r.verdict != verdict.Accepted {
				e := r.problem.Exception(f.path, f.sha, verdict.Clip(r.id), r.staff, r.verdict)
				e.Notes = r.also
				open(e, cmp.Or(r.open, r.caseKey(r.problem.Code.Reason())))
				continue
			}
			for _, done := range r.applied {
				e := done.why.Exception(f.path, f.sha, verdict.Clip(r.id), r.owner(), verdict.Decided)
				e.Notes = verdict.Add(nil, done.also, done.decision.Note(verdict.DecidedBy))
				out.Exceptions = append(out.Exceptions, e)
			}
		}
	}
	for i := range whole {
		out.Inputs.Add(&whole[i])
	}
	return out
}

func (l *ledger) verdict(e *entry) verdict.Verdict {
	if e.state&isKept != 0 {
		return l.kept[e.row].verdict
	}
	return verdict.Accepted
}

// verdictOf gives the verdict of a file by those of its records.
func (l *ledger) verdictOf(entries []entry) verdict.Verdict {
	out := verdict.Duplicate
	for i := range entries {
		switch l.verdict(&entries[i]) {
		case verdict.Accepted:
			return verdict.Accepted
		case verdict.Duplicate:
		default:
			out = verdict.Quarantined
		}
	}
	return out
}

// firsts finds the first file with the content of each file that is a duplicate as
// a whole.
func (l *ledger) firsts() map[[sha256.Size]byte]uint32 {
	const none = ^uint32(0)
	out := map[[sha256.Size]byte]uint32{}
	for i := range l.files {
		f := &l.files[i]
		if entries := l.entries[f.first : f.first+f.n]; len(entries) > 0 && l.verdictOf(entries) == verdict.Duplicate {
			out[f.sha] = none
		}
	}
	if len(out) == 0 {
		return out
	}
	for i := range l.files {
		f := &l.files[i]
		if at, ok := out[f.sha]; f.n > 0 && ok && at == none {
			out[f.sha] = uint32(i)
		}
	}
	return out
}
