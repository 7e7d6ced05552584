package ledger

import (
	"crypto/sha256"
	"slices"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// settler decides what can be decided only once all files and the table of observations
// were read: which observations count, and which written work was marked.
type settler struct {
	book
	hash      hasher
	table     *sheets.Observations // never nil
	assessors *sheets.Assessors    // nil: there is no register
	decisions *sheets.Decisions
	listed    map[string]bool                // cases of files that are among the exceptions already
	copies    map[[sha256.Size]byte][]uint32 // the files that hold a record once more
}

func (s *settler) settle() {
	s.countOnce()
	s.findCopies()
	for _, i := range s.ofKind(Observation, nil) {
		r := s.Record(i)
		s.confirm(r, s.FileOf(i))
		s.Put(i, r)
	}
	s.flagReciprocal()
	if s.table.HasMarks() {
		for _, i := range s.ofKind(Written, nil) {
			if r := s.Record(i); s.table.Mark(r.Submission) {
				s.Put(i, r)
			}
		}
	}
	s.table.Close()
}

// countOnce finds observations that came in twice, as rows of the table or as another
// record: they count once. Rows of the table take precedence, because HR vouches for them.
func (s *settler) countOnce() {
	rows, inTable := map[string]*competence.Submission{}, map[uint64]bool{}
	for _, row := range s.table.Submissions {
		what, _ := s.hash.observation(row)
		rows[row.ID], inTable[what] = row, true
	}
	for run := range s.runs(s.ofKind(Observation, byWhat), byWhat) {
		if len(run) == 1 && !inTable[s.Head(run[0]).What] {
			continue
		}
		records := s.read(run)
		onlyOnce(records, rows)
		s.putAll(run, records)
	}
}

func onlyOnce(records []*intake.Record, rows map[string]*competence.Submission) {
	first := map[string]*intake.Record{}
	for _, r := range records {
		before := first[r.Submission.ID]
		switch row := rows[r.Submission.ID]; {
		case row != nil && sameRatings(row, r.Submission):
			r.Drop(verdict.Duplicate, verdict.DuplicateOfRow.With(row.Source))
		case row != nil:
			r.Drop(verdict.Quarantined, verdict.RatedTwiceInTable.With(row.Source))
		case before == nil:
			first[r.Submission.ID] = r
		case before.Submission != nil && sameRatings(before.Submission, r.Submission):
			r.Drop(verdict.Duplicate, verdict.DuplicateOfRecord.With(before.File.Path))
		default:
			r.Drop(verdict.Quarantined, verdict.RatedTwiceInRecord.With(before.File.Path))
			if before.Submission != nil {
				before.Drop(verdict.Quarantined, verdict.RatedTwiceInRecord.With(r.File.Path))
			}
		}
	}
}

func sameRatings(a, b *competence.Submission) bool {
	return slices.EqualFunc(a.Items, b.Items, func(x, y competence.Item) bool {
		return x.Question.ID == y.Question.ID && x.Points*y.Max == y.Points*x.Max
	})
}

// findCopies lists, for observations that are not in, the files that hold them: HR may
// have confirmed one of those files.
func (s *settler) findCopies() {
	s.copies = map[[sha256.Size]byte][]uint32{}
	for _, i := range s.sorted(func(h *Head) bool { return h.Kind == Observation && !h.Has(IsIn) }, nil) {
		if r := s.Record(i); r.HasBytes() {
			s.copies[r.Hash] = append(s.copies[r.Hash], s.FileOf(i))
		}
	}
}

// confirm holds back an observation until somebody other than the two people confirms it,
// because the ID of the observer is merely typed. A registered assessor's observations
// count once HR has confirmed that the file is theirs; anybody else's are confirmed one
// by one.
func (s *settler) confirm(r *intake.Record, file uint32) {
	o := r.Submission
	if o.Observer == o.Staff {
		s.confirmAlone(r, verdict.OwnObservation.With())
		return
	}
	who := verdict.Clip(o.Assessor)
	if s.assessors == nil {
		s.confirmAlone(r, verdict.NoAssessors.With(who))
		return
	}
	qualified, why := s.assessors.Qualified(o.Observer, "", o.Competency, o.Date)
	if !why.IsZero() {
		s.confirmAlone(r, why)
		return
	}
	o.Qualified = qualified
	s.confirmFile(r, file, verdict.UnconfirmedObserver.With(who))
}

// confirmAlone holds back an observation that is confirmed by itself.
func (s *settler) confirmAlone(r *intake.Record, why verdict.Note) {
	o := r.Submission
	id := verdict.CaseID(why.Code.Reason(), "observation", o.ID)
	switch d := s.decisions.About(id, o.Observer, sheets.Confirm); {
	case d == nil:
		hold(r, id, why)
	case s.decisions.Own(d, o.Staff):
		hold(r, id, why, verdict.ConfirmedBySubject.With())
	default:
		r.Applied = append(r.Applied, intake.Applied{Why: why, Decision: d})
		sheets.Decide(o, d)
	}
}

// confirmFile holds back an observation that is confirmed with all of its observer in
// the file, or in another file that holds it as well.
func (s *settler) confirmFile(r *intake.Record, file uint32, why verdict.Note) {
	o := r.Submission
	own, also := "", verdict.Note{}
	for _, f := range slices.Compact(slices.Sorted(slices.Values(append([]uint32{file}, s.copies[r.Hash]...)))) {
		in, _, _ := s.File(f)
		id := verdict.CaseID(why.Code.Reason(), "observer", o.Observer, in.SHA256)
		if f == file {
			own = id
		}
		d := s.decisions.About(id, o.Observer, sheets.Confirm)
		switch {
		case d == nil:
			continue
		case s.decisions.Own(d, o.Staff):
			also = verdict.FileConfirmedBySubject.With()
			continue
		}
		sheets.Decide(o, d)
		if !s.listed[id] { // once for a file, and not again for each of its records
			s.listed[id] = true
			r.Applied = append(r.Applied, intake.Applied{Why: why, Also: also, Decision: d})
		}
		return
	}
	hold(r, own, why, also)
}

func hold(r *intake.Record, id string, why verdict.Note, also ...verdict.Note) {
	r.Submission.Awaiting = true
	r.Verdict, r.Why, r.Also, r.Case = verdict.Awaiting, why, verdict.Add(nil, also...), id
}

// flagReciprocal flags observations of two people who observed each other, as rows of
// the table or as records.
func (s *settler) flagReciprocal() {
	rows := map[uint64][]*competence.Submission{}
	for _, row := range s.table.Submissions {
		_, who := s.hash.observation(row)
		rows[who] = append(rows[who], row)
	}
	for run := range s.runs(s.ofKind(Observation, byWho), byWho) {
		submissions := slices.Clone(rows[s.Head(run[0]).Who])
		if len(run)+len(submissions) < 2 {
			continue
		}
		records := s.read(run)
		for _, r := range records {
			submissions = append(submissions, r.Submission)
		}
		sheets.MarkReciprocal(submissions)
		for k, i := range run {
			if slices.Contains(records[k].Submission.Flags, verdict.Reciprocal) {
				s.Put(i, records[k])
			}
		}
	}
}
