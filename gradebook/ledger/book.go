package ledger

import (
	"cmp"
	"iter"
	"slices"

	"github.com/coursemark/coursemark/gradebook/intake"
)

// book reads a store in any order.
type book struct{ Store }

// order compares two heads.
type order func(a, b *Head) int

// ofKind lists the records of a kind that are in (see IsIn), in an order. Records that
// are equal in it keep the order of their files.
func (b book) ofKind(kind Kind, by order) []uint32 {
	return b.sorted(func(h *Head) bool { return h.Has(IsIn) && h.Kind == kind }, by)
}

// sorted lists the records for which a condition holds.
func (b book) sorted(holds func(*Head) bool, by order) []uint32 {
	var out []uint32
	for i := range uint32(b.Len()) {
		if holds(b.Head(i)) {
			out = append(out, i)
		}
	}
	if by == nil {
		return out
	}
	slices.SortFunc(out, func(x, y uint32) int { return cmp.Or(by(b.Head(x), b.Head(y)), cmp.Compare(x, y)) })
	return out
}

// runs cuts a list where two neighbours differ in an order.
func (b book) runs(list []uint32, by order) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		for from := 0; from < len(list); {
			to := from + 1
			for to < len(list) && by(b.Head(list[from]), b.Head(list[to])) == 0 {
				to++
			}
			if !yield(list[from:to]) {
				return
			}
			from = to
		}
	}
}

// read reads several records.
func (b book) read(list []uint32) []*intake.Record {
	out := make([]*intake.Record, len(list))
	for k, i := range list {
		out[k] = b.Record(i)
	}
	return out
}

// putAll puts several records in their places.
func (b book) putAll(list []uint32, records []*intake.Record) {
	for k, i := range list {
		b.Put(i, records[k])
	}
}

// Orders.
func byID(a, b *Head) int    { return cmp.Compare(a.ID, b.ID) }
func byWhat(a, b *Head) int  { return cmp.Compare(a.What, b.What) }
func byWho(a, b *Head) int   { return cmp.Compare(a.Who, b.Who) }
func byStaff(a, b *Head) int { return cmp.Compare(a.Staff, b.Staff) }
func byBank(a, b *Head) int  { return cmp.Or(byStaff(a, b), cmp.Compare(a.Bank, b.Bank)) }
func byOrdinal(a, b *Head) int {
	return cmp.Or(byBank(a, b), cmp.Compare(a.Ordinal, b.Ordinal))
}
