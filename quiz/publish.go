package quiz

// Shown returns the prompt as learners see it: CommonMark, normalised. In a cloze
// question, {{1}}, {{2}}, … replace the authored names of the gaps.
func (q *Question) Shown() string { return q.Type.kind().prompt(q) }

// Publish derives the public part of a question of a bank.
func (q *Question) Publish(bank string) PublishedQuestion {
	kind := q.Type.kind()
	p := PublishedQuestion{ID: PublicID(bank, q.ID), Type: q.Type, Prompt: q.Shown(), Source: q}
	kind.publish(&p, bank)
	parts := append([]string{string(q.Type), p.Prompt}, kind.shown(&p)...)
	p.Revision = questionRevision.of(append(parts, "media")...)
	return p
}

// Parts returns the parts of a question of a bank in the order in which they were written;
// those of gaps follow the order of the gaps in the text.
func (q *Question) Parts(bank string) []Part {
	published := q.Publish(bank)
	return q.Type.kind().parts(&published, bank)
}

// Key returns the answer key of a question, with the texts of what can be chosen.
func (p *PublishedQuestion) Key(bank string) *Key {
	k := &Key{Type: p.Type, Scoring: p.Source.Scoring, Points: p.Source.Points}
	p.Type.kind().key(k, p, bank)
	return k
}

// KeyOf returns the answer key of a practice question.
func (q *Question) KeyOf(bank string) *PracticeKey {
	published := q.Publish(bank)
	k := published.Key(bank)
	k.Type.kind().strip(k)
	return &PracticeKey{
		Type: k.Type, Scoring: k.Scoring, Points: k.Points, Options: k.Options, keyMembers: k.keyMembers,
	}
}
