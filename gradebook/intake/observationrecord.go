package intake

import (
	"cmp"
	"crypto/sha256"
	"fmt"
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
				r.drop(verdict.Duplicate, refusal{"duplicate", "the same observation stands in " + t.Source, ""})
			} else {
				r.drop(verdict.Quarantined, refusal{"rated-twice", "the same observation stands in " + t.Source + " with other ratings; the table counts", "ask the observer which ratings stand, and correct the table"})
			}
			continue
		}
		before := first[r.sitting.ID]
		if before == nil {
			first[r.sitting.ID] = r
			continue
		}
		where := "another record of " + before.file.path
		if before.sitting != nil && sameRatings(before.sitting, r.sitting) {
			r.drop(verdict.Duplicate, refusal{"duplicate", "the same observation stands in " + where, ""})
			continue
		}
		const ask = "ask the observer which ratings stand, and reject the other in decisions.xlsx, or write the observation into the table"
		r.drop(verdict.Quarantined, refusal{"rated-twice", "the same observation stands in " + where + " with other ratings", ask})
		if before.sitting != nil {
			before.drop(verdict.Quarantined, refusal{"rated-twice", "the same observation stands in another record of " + r.file.path + " with other ratings", ask})
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
func (r *record) drop(v verdict.Verdict, why refusal) {
	r.verdict, r.problem, r.sitting, r.activity = v, why, nil, nil
}

// confirm holds back an observation until somebody other than the two people stands
// in for it. The ID of the observer is what was typed. So a registered assessor's
// observations count once HR has confirmed that the file is theirs; anybody else's
// are confirmed one by one.
func (s *settler) confirm(r *record, file uint32) {
	o := r.sitting
	who := clip(o.Assessor)
	hold := func(why refusal, key string) {
		o.Awaiting = true
		r.verdict, r.problem, r.open = verdict.Awaiting, why, key
	}
	alone := func(why refusal) {
		key := verdict.CaseID(why.reason, "observation", o.ID)
		d := s.decided.about(key, o.Observer, confirm)
		if d != nil && s.decided.own(d, o.Staff) {
			why.what += "; who confirmed it is the person observed"
			d = nil
		}
		if d == nil {
			hold(why, key)
			return
		}
		r.applied = append(r.applied, applied{why, d})
		decide(o, d)
	}
	if o.Observer == o.Staff {
		alone(refusal{"own-observation", "the observer is the person observed", "somebody else has to observe, or to confirm what was seen; it does not count until then"})
		return
	}
	if s.assessors == nil {
		alone(refusal{"unregistered-observer", fmt.Sprintf("the observation was handed in under the ID of %s, and there is no register of assessors that names them", who), "keep a register of assessors (--assessors), or confirm the observation in decisions.xlsx"})
		return
	}
	q, why := s.assessors.qualified(o.Observer, "", o.Competency, o.Date)
	if why != (refusal{}) {
		alone(why)
		return
	}
	o.Assessor += ", " + q.String()
	why = refusal{"unconfirmed-observer", fmt.Sprintf("it was handed in under the ID of the assessor %s, which is what somebody typed", who), "ask that person whether the file is theirs, and confirm it in decisions.xlsx: one decision holds for all of their observations in the file"}
	key := ""
	for _, f := range slices.Compact(slices.Sorted(slices.Values(append([]uint32{file}, s.copies[r.hash]...)))) {
		at := verdict.CaseID(why.reason, "observer", o.Observer, s.file(f).sha)
		if f == file {
			key = at
		}
		d := s.decided.about(at, o.Observer, confirm)
		if d == nil {
			continue
		}
		if s.decided.own(d, o.Staff) {
			why.what += "; who confirmed the file is the person observed"
			continue
		}
		decide(o, d)
		if !s.told[at] { // once for a file, and not again for each of its records
			s.told[at] = true
			r.applied = append(r.applied, applied{why, d})
		}
		return
	}
	hold(why, key)
}

// marking is what assessors wrote into the table about one piece of written work.
type marking struct {
	sitting *competence.Sitting
	rows    []observationRow // not counted yet
	problem refusal          // why it marks nothing
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
		m.problem = refusal{"mark-of-another", fmt.Sprintf("the written answer %s is of %s in %s, and the row says %s in %s", w.Record, w.Staff, w.Competency, m.sitting.Staff, m.sitting.Competency), "correct staff_id, competency or record"}
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
				if why == (refusal{}) {
					why = refusal{"no-such-record", fmt.Sprintf("no written answer %q was handed in by %s, as far as the files at hand show", clip(key), row.staff), "add the file that holds it, or correct the record: its ID, or the receipt"}
				}
				row.verdict = verdict.Quarantined
				o.Exceptions = append(o.Exceptions, why.exception(m.sitting.Source, m.sitting.FileSHA256, strconv.Itoa(row.number), row.staff, verdict.Quarantined))
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
