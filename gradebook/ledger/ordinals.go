package ledger

// flagOrdinals marks attempts whose number occurs twice, or follows a gap: an attempt that
// was taken and not handed in shows here.
func (b book) flagOrdinals() {
	for series := range b.runs(b.ofKind(Attempt, byOrdinal), byBank) {
		before := uint16(0)
		for same := range b.runs(series, byOrdinal) {
			number := b.Head(same[0]).Ordinal
			for _, i := range same {
				h := b.Head(i)
				if len(same) > 1 {
					h.State |= IsRepeat
				}
				if number > 1 && before != number-1 {
					h.State |= IsGap
				}
			}
			before = number
		}
	}
}
