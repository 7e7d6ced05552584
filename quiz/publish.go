package quiz

// Shown is the prompt as learners see it: CommonMark, normalised. The gaps of a
// cloze question stand as {{1}}, {{2}}, … in the order of the text, without their
// authored names.
func (q *Question) Shown() string { return q.Type.kind().prompt(q) }

// Publish derives the identities of one question of a bank.
func (q *Question) Publish(bank string) PublishedQuestion {
	kind := q.Type.kind()
	p := PublishedQuestion{ID: PublicID(bank, q.ID), Type: q.Type, Prompt: q.Shown(), Source: q}
	kind.publish(&p, bank)
	parts := append([]string{string(q.Type), p.Prompt}, kind.shown(&p)...)
	p.Revision = questionRevision.of(append(parts, "media")...)
	return p
}

// Parts lists the parts of a question of a bank in the order in which they were
// written; those of gaps in the order in which the gaps stand in the text.
func (q *Question) Parts(bank string) []Part {
	published := q.Publish(bank)
	return q.Type.kind().parts(&published, bank)
}

// Key is what scores a question, with the texts of what can be chosen.
func (p *PublishedQuestion) Key(bank string) *Key {
	k := &Key{Type: p.Type, Scoring: p.Source.Scoring, Points: p.Source.Points}
	p.Type.kind().key(k, p, bank)
	return k
}

// KeyOf is what scores a practice question.
func (q *Question) KeyOf(bank string) *PracticeKey {
	published := q.Publish(bank)
	k := published.Key(bank)
	k.Type.kind().strip(k)
	return &PracticeKey{
		Type: k.Type, Scoring: k.Scoring, Points: k.Points, Options: k.Options, keyMembers: k.keyMembers,
	}
}
