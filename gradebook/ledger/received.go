package ledger

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/spool"
)

// Received is what came in and what became of it. It does not depend on the order in
// which files are named or found. Accepted records are in the store.
type Received struct {
	Inputs     spool.Table[verdict.Input]
	Files      verdict.Count
	Records    verdict.Count
	Registered int // accepted records that are in the register of receipt
	Exceptions []verdict.Exception
	Suspicions []Suspicion // for HR alone

	book    book
	limited map[uint32]limited
	of      map[string][]uint32 // the records that are in, by staff ID
}

// index prepares Of.
func (r *Received) index() {
	r.of = map[string][]uint32{}
	in := r.book.sorted(func(h *Head) bool { return h.Has(IsIn) }, byStaff)
	for run := range r.book.runs(in, byStaff) {
		r.of[r.book.Staff(r.book.Head(run[0]).Staff)] = run
	}
}

// Of returns what a person has to show, by bank and time, accepted or awaiting
// somebody's confirmation, and what else they handed in, by time.
func (r *Received) Of(staff string) (submissions []*competence.Submission, activities []intake.Activity) {
	submissions = make([]*competence.Submission, 0, len(r.of[staff]))
	for _, i := range r.of[staff] {
		record := r.book.Record(i)
		if record.Activity == nil {
			submissions = append(submissions, r.submission(i, record))
			continue
		}
		a := *record.Activity
		a.Source, a.FileSHA256 = record.File.Path, record.File.SHA256
		activities = append(activities, a)
	}
	slices.SortFunc(submissions, func(a, b *competence.Submission) int {
		return cmp.Or(cmp.Compare(a.Bank, b.Bank), cmp.Compare(a.Date, b.Date), a.At.Compare(b.At),
			cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(activities, func(a, b intake.Activity) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), a.At.Compare(b.At), cmp.Compare(a.Record, b.Record))
	})
	return submissions, activities
}

// submission returns what a record shows, with what the comparison with others revealed.
func (r *Received) submission(i uint32, record *intake.Record) *competence.Submission {
	s := *record.Submission
	s.Source, s.FileSHA256, s.Flags = record.File.Path, record.File.SHA256, slices.Clip(s.Flags)
	h := r.book.Head(i)
	if h.Has(IsRepeat) {
		s.Flags = append(s.Flags, verdict.OrdinalRepeat)
	}
	if h.Has(IsGap) {
		s.Flags = append(s.Flags, verdict.OrdinalGap)
	}
	if found, ok := r.limited[i]; ok {
		s.Flags = append(s.Flags, found.flag)
		if found.decided != nil {
			sheets.Decide(&s, found.decided)
		} else {
			s.SetAside = found.why
		}
	}
	return &s
}

// Submissions yields what everybody has to show, by staff, bank and time.
func (r *Received) Submissions() iter.Seq[*competence.Submission] {
	return func(yield func(*competence.Submission) bool) {
		for _, staff := range slices.Sorted(maps.Keys(r.of)) {
			submissions, _ := r.Of(staff)
			for _, s := range submissions {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// Err returns why something could not be kept, or read again.
func (r *Received) Err() error { return cmp.Or(r.book.Err(), r.Inputs.Err()) }
