package quiz

import (
	"reflect"
	"slices"
)

// Amendment is an archived correction of a question: the new key of one revision.
type Amendment struct {
	Kind     string `json:"kind"` // "correction"
	Bank     string `json:"bank"`
	Question string `json:"question"`
	Declared
	Options    []KeyOption `json:"options,omitempty"`
	Scoring    Scoring     `json:"scoring,omitempty"`
	Points     float64     `json:"points,omitempty"`
	Indicators []string    `json:"indicators,omitempty"`
	Critical   bool        `json:"critical,omitempty"`
	keyMembers
}

func (a *Amendment) id() revisionID {
	return revisionID{a.Bank, PublicID(a.Bank, a.Question), a.Revision}
}

func (k *Key) id() revisionID { return revisionID{k.Bank, k.Public, k.Revision} }

func (k *Key) authored() string { return k.Question }

func (k *Key) check() error { return nil }

func (k *Key) faults() recordFaults {
	return recordFaults{questionNeverPublished, questionKeyDiffers, optionGone}
}

// CorrectedBy returns the key after those of the amendments that change keys. With all
// amendments of the revision, that is the present key.
func (k *Key) CorrectedBy(amendments []*Amendment) *Key { return correctedBy(k, amendments) }

func (k *Key) with(a *Amendment) *Key {
	current := *k
	k.Type.kind().correct(&current, &Key{Options: a.Options, keyMembers: a.keyMembers})
	current.Scoring, current.Points = a.Scoring, a.Points
	current.Indicators, current.Critical = a.Indicators, a.Critical
	return &current
}

// correction returns the archived form of a correction of an old key: what this key says
// about the texts of the old one. missing is a text of the old key that this one no
// longer has.
func (k *Key) correction(old *Key, d Declared) (_ *Amendment, missing string) {
	a := &Amendment{Kind: "correction", Bank: k.Bank, Question: k.Question, Declared: d}
	if d.Change != ChangeKey {
		return a, ""
	}
	var worth Key
	missing = k.Type.kind().carry(&worth, k, old)
	a.Options, a.keyMembers = worth.Options, worth.keyMembers
	a.Scoring, a.Points = k.Scoring, k.Points
	a.Indicators, a.Critical = k.Indicators, k.Critical
	return a, missing
}

// sameWorth reports whether two keys agree on everything that decides a score.
func (k *Key) sameWorth(other *Key) bool {
	sameOption := func(x, y KeyOption) bool { return x.ID == y.ID && x.Fraction == y.Fraction }
	return k.Type == other.Type && k.Scoring == other.Scoring && k.Points == other.Points &&
		k.Critical == other.Critical && slices.Equal(k.Indicators, other.Indicators) &&
		slices.EqualFunc(k.Options, other.Options, sameOption) && reflect.DeepEqual(k.keyMembers, other.keyMembers)
}
