package ledger

// flagOrdinals marks attempts whose number comes twice, or after a gap: what a person
// took and did not hand in shows here.
func (b book) flagOrdinals() {
	for series := range b.runs(b.is(Attempt, byOrdinal), byBank) {
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
