package ledger

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/spool"
)

// tally counts and lists what became of everything.
type tally struct {
	book
	decisions *sheets.Decisions
	limited   map[uint32]limited

	containers []verdict.Input // zips and lists that are still to be listed
	inputs     spool.Table[verdict.Input]
	files      verdict.Count
	records    verdict.Count
	registered int // accepted records that are in the register of receipt
	exceptions []verdict.Exception
	originals  map[[sha256.Size]byte]uint32 // the first file with the content of one that is a duplicate
}

// take goes through the files; containers are the zips and lists that hold some of them.
func (t *tally) take(containers []verdict.Input) {
	t.containers = slices.Clone(containers)
	slices.SortStableFunc(t.containers, func(a, b verdict.Input) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.SHA256, b.SHA256))
	})
	t.findOriginals()
	for i := range uint32(t.Files()) {
		t.file(i)
	}
	for i := range t.containers {
		t.inputs.Add(&t.containers[i])
	}
}

// input lists a file that was read, after the zips and lists that come before it by path.
func (t *tally) input(path, sum string) {
	for len(t.containers) > 0 &&
		cmp.Or(cmp.Compare(t.containers[0].Path, path), cmp.Compare(t.containers[0].SHA256, sum)) <= 0 {
		t.inputs.Add(&t.containers[0])
		t.containers = t.containers[1:]
	}
	t.inputs.Add(&verdict.Input{Path: path, Role: "results", SHA256: sum})
}

func (t *tally) file(i uint32) {
	f, first, end := t.File(i)
	if !f.Note.IsZero() {
		t.exceptions = append(t.exceptions, f.Note.Exception(f.Path, f.SHA256, "", "", verdict.Noted))
	}
	if f.Verdict == verdict.PassedOver {
		t.exceptions = append(t.exceptions, f.Why.Exception(f.Path, f.SHA256, "", "", verdict.PassedOver))
		return
	}
	if f.SHA256 != "" || f.Verdict == inbox.Container {
		t.input(f.Path, f.SHA256)
	}
	switch f.Verdict {
	case inbox.Container:
	case "":
		t.read(i, f, first, end)
	default:
		t.files.Add(f.Verdict)
		id := verdict.CaseID(f.Why.Code.Reason(), "file", cmp.Or(f.SHA256, f.Path))
		t.open(f.Why.Exception(f.Path, f.SHA256, "", "", f.Verdict), id)
	}
}

// read counts a file by its records.
func (t *tally) read(i uint32, f *intake.File, first, end uint32) {
	for k := first; k < end; k++ {
		v := t.Verdict(k)
		t.records.Add(v)
		if v == verdict.Accepted && t.Head(k).Has(IsRegistered) {
			t.registered++
		}
	}
	v := t.verdictOf(first, end)
	t.files.Add(v)
	if at, ok := t.originals[t.Sum(i)]; v == verdict.Duplicate && ok && at != i {
		original, _, _ := t.File(at)
		e := verdict.DuplicateFile.With(original.Path).Exception(f.Path, f.SHA256, "", t.Record(first).Staff,
			verdict.Duplicate)
		t.exceptions = append(t.exceptions, e)
		return
	}
	for k := first; k < end; k++ {
		t.record(k, f)
	}
}

// record lists what there is to say about a record.
func (t *tally) record(i uint32, f *intake.File) {
	if found, ok := t.limited[i]; ok {
		t.overLimit(t.Record(i), f, found)
	}
	if t.Plain(i) {
		return
	}
	r := t.Record(i)
	if r.Verdict != verdict.Accepted {
		e := r.Why.Exception(f.Path, f.SHA256, verdict.Clip(r.ID), r.Staff, r.Verdict)
		e.Notes = r.Also
		t.open(e, cmp.Or(r.Case, r.CaseID(r.Why.Code.Reason())))
		return
	}
	for _, done := range r.Applied {
		e := done.Why.Exception(f.Path, f.SHA256, verdict.Clip(r.ID), r.Owner(), verdict.Decided)
		e.Notes = verdict.Add(nil, done.Also, done.Decision.Note(verdict.DecidedBy))
		t.exceptions = append(t.exceptions, e)
	}
}

func (t *tally) overLimit(r *intake.Record, f *intake.File, found limited) {
	e := found.why.Exception(f.Path, f.SHA256, verdict.Clip(r.ID), r.Owner(), verdict.SetAside)
	if found.decided == nil {
		t.open(e, r.CaseID(found.why.Code.Reason()))
		return
	}
	e.Verdict, e.Notes = verdict.Decided, []verdict.Note{found.decided.Note(verdict.CountsBy)}
	t.exceptions = append(t.exceptions, e)
}

// open lists something that was not counted. Somebody can decide about it, unless it was
// rejected already.
func (t *tally) open(e verdict.Exception, id string) {
	if e.Verdict == verdict.Quarantined || e.Verdict == verdict.Awaiting || e.Verdict == verdict.SetAside {
		e.Case = id
		if d := t.decisions.Settle(id, e.Reason); d != nil {
			e.Verdict, e.Case, e.Notes = verdict.Decided, "", append(e.Notes, d.Note(verdict.RejectedBy))
		}
	}
	t.exceptions = append(t.exceptions, e)
}

// verdictOf returns the verdict on a file, by those on its records.
func (t *tally) verdictOf(first, end uint32) verdict.Verdict {
	out := verdict.Duplicate
	for i := first; i < end; i++ {
		switch t.Verdict(i) {
		case verdict.Accepted:
			return verdict.Accepted
		case verdict.Duplicate:
		default:
			out = verdict.Quarantined
		}
	}
	return out
}

// findOriginals finds the first file with the content of each file that is a duplicate
// as a whole.
func (t *tally) findOriginals() {
	const none = ^uint32(0)
	t.originals = map[[sha256.Size]byte]uint32{}
	for i := range uint32(t.Files()) {
		if first, end := t.Records(i); end > first && t.verdictOf(first, end) == verdict.Duplicate {
			t.originals[t.Sum(i)] = none
		}
	}
	if len(t.originals) == 0 {
		return
	}
	for i := range uint32(t.Files()) {
		first, end := t.Records(i)
		if at, ok := t.originals[t.Sum(i)]; end > first && ok && at == none {
			t.originals[t.Sum(i)] = i
		}
	}
}
