package intake

import (
	"cmp"
	"crypto/sha256"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// settler decides what can only be decided once all files and the table of
// observations were read: which observations count, and which written work was
// marked.
type settler struct {
	*ledger
	table     *Observations // never nil
	assessors *Assessors    // nil: there is no register
	decided   *Decisions
	told      map[string]bool                // cases of files that were told of
	copies    map[[sha256.Size]byte][]uint32 // the files that hold a record once more
}

func (l *ledger) settle(o Options) {
	s := &settler{ledger: l, table: cmp.Or(o.Observations, &Observations{}), assessors: o.Assessors, decided: o.Decided, told: map[string]bool{}}
	s.same()
	s.findCopies()
	for _, i := range s.in(results.KindObservation, nil) {
		r := s.record(i)
		s.confirm(r, s.entries[i].file)
		s.put(i, r)
	}
	s.reciprocal()
	if len(s.table.marks) > 0 {
		for _, i := range s.in(results.KindWritten, nil) {
			if r := s.record(i); s.table.mark(r.sitting) {
				s.put(i, r)
			}
		}
	}
	s.table.close()
}

// observation gives the hashes of which observation it is, and of the two people in
// the competency, whoever observed whom.
func (l *ledger) observation(s *competence.Sitting) (gist, tie uint64) {
	return max(maphash.String(l.seed, s.ID), 1), maphash.String(l.seed, s.Competency+"\x00"+min(s.Observer, s.Staff)+"\x00"+max(s.Observer, s.Staff))
}

// same finds observations that came in before, as rows of the table or as another
// record: they count once. The table is what HR vouches for.
func (s *settler) same() {
	rows, inTable := map[string]*competence.Sitting{}, map[uint64]bool{}
	for _, t := range s.table.Sittings {
		gist, _ := s.observation(t)
		rows[t.ID], inTable[gist] = t, true
	}
	list := s.in(results.KindObservation, func(a, b *entry) int { return cmp.Compare(a.gist, b.gist) })
	for run := range s.runs(list, func(a, b *entry) bool { return a.gist == b.gist }) {
		if len(run) == 1 && !inTable[s.entries[run[0]].gist] {
			continue
		}
		records := s.records(run)
		onlyOnce(records, rows)
		for k, i := range run {
			s.put(i, records[k])
		}
	}
}

func onlyOnce(records []*record, rows map[string]*competence.Sitting) {
	first := map[string]*record{}
	for _, r := range records {
		if t := rows[r.sitting.ID]; t != nil {
			if sameRatings(t, r.sitting) {
				r.drop(verdict.Duplicate, verdict.DuplicateOfRow.With(t.Source))
			} else {
				r.drop(verdict.Quarantined, verdict.RatedTwiceInTable.With(t.Source))
			}
			continue
		}
		before := first[r.sitting.ID]
		if before == nil {
			first[r.sitting.ID] = r
			continue
		}
		if before.sitting != nil && sameRatings(before.sitting, r.sitting) {
			r.drop(verdict.Duplicate, verdict.DuplicateOfRecord.With(before.file.path))
			continue
		}
		r.drop(verdict.Quarantined, verdict.RatedTwiceInRecord.With(before.file.path))
		if before.sitting != nil {
			before.drop(verdict.Quarantined, verdict.RatedTwiceInRecord.With(r.file.path))
		}
	}
}

// findCopies lists the files in which an observation stands that is not in: HR may
// have confirmed one of those.
func (s *settler) findCopies() {
	s.copies = map[[sha256.Size]byte][]uint32{}
	for _, e := range s.entries {
		if e.state&(isKept|isIn) != isKept {
			continue
		}
		if r := s.kept[e.row]; r.kind == results.KindObservation && r.hash != ([sha256.Size]byte{}) {
			s.copies[r.hash] = append(s.copies[r.hash], e.file)
		}
	}
}

// reciprocal flags observations of two people who observed each other, as rows of
// the table or as records.
func (s *settler) reciprocal() {
	table := map[uint64][]*competence.Sitting{}
	for _, t := range s.table.Sittings {
		_, tie := s.observation(t)
		table[tie] = append(table[tie], t)
	}
	list := s.in(results.KindObservation, func(a, b *entry) int { return cmp.Compare(a.tie, b.tie) })
	for run := range s.runs(list, func(a, b *entry) bool { return a.tie == b.tie }) {
		sittings := slices.Clone(table[s.entries[run[0]].tie])
		if len(run)+len(sittings) < 2 {
			continue
		}
		records := s.records(run)
		for _, r := range records {
			sittings = append(sittings, r.sitting)
		}
		reciprocal(sittings)
		for k, i := range run {
			if slices.Contains(records[k].sitting.Flags, verdict.Reciprocal) {
				s.put(i, records[k])
			}
		}
	}
}

func sameRatings(a, b *competence.Sitting) bool {
	return slices.EqualFunc(a.Items, b.Items, func(x, y competence.Item) bool {
		return x.Question.ID == y.Question.ID && x.Points*y.Max == y.Points*x.Max
	})
}

// drop leaves a record out.
func (r *record) drop(v verdict.Verdict, why verdict.Note) {
	r.verdict, r.problem, r.sitting, r.activity = v, why, nil, nil
}

// confirm holds back an observation until somebody other than the two people stands
// in for it. The ID of the observer is what was typed. So a registered assessor's
// observations count once HR has confirmed that the file is theirs; anybody else's
// are confirmed one by one.
func (s *settler) confirm(r *record, file uint32) {
	o := r.sitting
	who := clip(o.Assessor)
	hold := func(why verdict.Note, key string, also verdict.Note) {
		o.Awaiting = true
		r.verdict, r.problem, r.also, r.open = verdict.Awaiting, why, verdict.Add(nil, also), key
	}
	alone := func(why verdict.Note) {
		key := verdict.CaseID(why.Code.Reason(), "observation", o.ID)
		d := s.decided.about(key, o.Observer, confirm)
		switch {
		case d == nil:
			hold(why, key, verdict.Note{})
			return
		case s.decided.own(d, o.Staff):
			hold(why, key, verdict.ConfirmedBySubject.With())
			return
		}
		r.applied = append(r.applied, applied{why: why, decision: d})
		decide(o, d)
	}
	if o.Observer == o.Staff {
		alone(verdict.OwnObservation.With())
		return
	}
	if s.assessors == nil {
		alone(verdict.NoAssessors.With(who))
		return
	}
	q, why := s.assessors.qualified(o.Observer, "", o.Competency, o.Date)
	if !why.IsZero() {
		alone(why)
		return
	}
	o.Assessor += ", " + q.String()
	why = verdict.UnconfirmedObserver.With(who)
	key, also := "", verdict.Note{}
	for _, f := range slices.Compact(slices.Sorted(slices.Values(append([]uint32{file}, s.copies[r.hash]...)))) {
		at := verdict.CaseID(why.Code.Reason(), "observer", o.Observer, s.file(f).sha)
		if f == file {
			key = at
		}
		d := s.decided.about(at, o.Observer, confirm)
		if d == nil {
			continue
		}
		if s.decided.own(d, o.Staff) {
			also = verdict.FileConfirmedBySubject.With()
			continue
		}
		decide(o, d)
		if !s.told[at] { // once for a file, and not again for each of its records
			s.told[at] = true
			r.applied = append(r.applied, applied{why, also, d})
		}
		return
	}
	hold(why, key, also)
}

// marking is what assessors wrote into the table about one piece of written work.
type marking struct {
	sitting *competence.Sitting
	rows    []observationRow // not counted yet
	problem verdict.Note     // why it marks nothing
	used    bool
}

// mark gives written work its marks, and tells whether there are any; without any it
// stays unmarked.
func (o *Observations) mark(w *competence.Sitting) bool {
	m := o.marks[w.Record]
	if m == nil {
		m = o.marks[w.Receipt]
	}
	switch {
	case m == nil || len(m.sitting.Items) == 0: // or nothing of it holds
		return false
	case m.sitting.Staff != w.Staff || m.sitting.Competency != w.Competency:
		m.problem = verdict.MarkOfAnother.With(w.Record, w.Staff, w.Competency, m.sitting.Staff, m.sitting.Competency)
		return false
	}
	m.used = true
	w.Unmarked, w.Items, w.Assessor, w.Awaiting = false, m.sitting.Items, m.sitting.Assessor, m.sitting.Awaiting
	w.Notes = verdict.Add(w.Notes, m.sitting.Notes...)
	w.Notes = verdict.Add(w.Notes, verdict.MarkedOn.With(m.sitting.Date))
	for _, flag := range m.sitting.Flags {
		if !slices.Contains(w.Flags, flag) {
			w.Flags = append(w.Flags, flag)
		}
	}
	return true
}

// close counts the rows that mark written work: they count if the work is there.
func (o *Observations) close() {
	for _, key := range o.order {
		m := o.marks[key]
		for _, row := range m.rows {
			if !m.used && row.verdict == verdict.Accepted {
				why := m.problem
				if why.IsZero() {
					why = verdict.NoSuchRecord.With(clip(key), row.staff)
				}
				row.verdict = verdict.Quarantined
				o.Exceptions = append(o.Exceptions, why.Exception(m.sitting.Source, m.sitting.FileSHA256, strconv.Itoa(row.number), row.staff, verdict.Quarantined))
			}
			o.Rows.Add(row.verdict)
		}
	}
	o.marks, o.order = nil, nil
}

// reciprocal flags the observations of two people who observed each other.
func reciprocal(sittings []*competence.Sitting) {
	type pair struct{ competency, observer, subject string }
	seen := map[pair][]*competence.Sitting{}
	for _, s := range sittings {
		p := pair{s.Competency, s.Observer, s.Staff}
		seen[p] = append(seen[p], s)
	}
	for _, s := range sittings {
		if s.Observer == s.Staff || slices.Contains(s.Flags, verdict.Reciprocal) {
			continue // their own, which is another matter; or flagged before
		}
		for _, other := range seen[pair{s.Competency, s.Staff, s.Observer}] {
			days := s.At.Sub(other.At).Hours() / 24
			if days < -reciprocalDays || days > reciprocalDays {
				continue
			}
			s.Flags = append(s.Flags, verdict.Reciprocal)
			s.Notes = verdict.Add(s.Notes, verdict.ObservedEachOther.With(s.Staff, s.Observer, other.Date))
			break
		}
	}
}

// recordKey is how the table names a record: by its ID, or by its receipt.
func recordKey(text string) string {
	if receipt, err := results.ReadReceipt(text); err == nil {
		return receipt
	}
	return strings.ToLower(strings.TrimSpace(text))
}
