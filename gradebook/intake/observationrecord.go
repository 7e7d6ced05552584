package intake

import (
	"cmp"
	"crypto/sha256"
	"hash/maphash"
	"slices"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// settler decides what can only be decided once all files and the table of
// observations were read: which observations count, and which written work was
// marked.
type settler struct {
	*ledger
	table     *sheets.Observations // never nil
	assessors *sheets.Assessors    // nil: there is no register
	decided   *sheets.Decisions
	told      map[string]bool                // cases of files that were told of
	copies    map[[sha256.Size]byte][]uint32 // the files that hold a record once more
}

func (l *ledger) settle(o Options) {
	s := &settler{ledger: l, table: cmp.Or(o.Observations, &sheets.Observations{}), assessors: o.Assessors, decided: o.Decided, told: map[string]bool{}}
	s.same()
	s.findCopies()
	for _, i := range s.in(results.KindObservation, nil) {
		r := s.record(i)
		s.confirm(r, s.entries[i].file)
		s.put(i, r)
	}
	s.reciprocal()
	if s.table.HasMarks() {
		for _, i := range s.in(results.KindWritten, nil) {
			if r := s.record(i); s.table.Mark(r.sitting) {
				s.put(i, r)
			}
		}
	}
	s.table.Close()
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
		sheets.MarkReciprocal(sittings)
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
	who := verdict.Clip(o.Assessor)
	hold := func(why verdict.Note, key string, also verdict.Note) {
		o.Awaiting = true
		r.verdict, r.problem, r.also, r.open = verdict.Awaiting, why, verdict.Add(nil, also), key
	}
	alone := func(why verdict.Note) {
		key := verdict.CaseID(why.Code.Reason(), "observation", o.ID)
		d := s.decided.About(key, o.Observer, sheets.Confirm)
		switch {
		case d == nil:
			hold(why, key, verdict.Note{})
			return
		case s.decided.Own(d, o.Staff):
			hold(why, key, verdict.ConfirmedBySubject.With())
			return
		}
		r.applied = append(r.applied, applied{why: why, decision: d})
		sheets.Decide(o, d)
	}
	if o.Observer == o.Staff {
		alone(verdict.OwnObservation.With())
		return
	}
	if s.assessors == nil {
		alone(verdict.NoAssessors.With(who))
		return
	}
	q, why := s.assessors.Qualified(o.Observer, "", o.Competency, o.Date)
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
		d := s.decided.About(at, o.Observer, sheets.Confirm)
		if d == nil {
			continue
		}
		if s.decided.Own(d, o.Staff) {
			also = verdict.FileConfirmedBySubject.With()
			continue
		}
		sheets.Decide(o, d)
		if !s.told[at] { // once for a file, and not again for each of its records
			s.told[at] = true
			r.applied = append(r.applied, applied{why, also, d})
		}
		return
	}
	hold(why, key, also)
}
