package quiz

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// ParseResponse reads a response to a question of a type from its JSON text. It returns
// nil for null and for blanks. The members must be exactly those of the type.
func ParseResponse(t Type, raw jsontext.Value) (*Response, error) {
	if len(raw) == 0 || raw.Kind() == 'n' {
		return nil, nil
	}
	return t.kind().parse(raw)
}

// Mark is the score of one response.
type Mark struct {
	Points    float64 // 0…Max
	Max       float64 // 0 where the question is void and dropped
	Blank     bool    // the question was left blank, which is not a wrong answer
	Right     bool    // full marks
	Void      bool    // a correction took the question out or gave credit to all
	Corrected bool    // a correction changed the points
}

// Score marks a response by one key. The rules are those of Moodle's question
// types; docs/formats/bank.md names the variant of each.
func (k *Key) Score(r *Response) (Mark, error) {
	m := Mark{Max: k.Points}
	if r == nil {
		m.Blank = true
		return m, nil
	}
	fraction, err := k.Type.kind().score(k, r)
	if err != nil {
		return m, err
	}
	fraction = bounded(fraction)
	m.Points, m.Right = fraction*k.Points, fraction == 1
	return m, nil
}

// Picks returns what can be counted in a question's responses.
func (k *Key) Picks() []Pick { return k.Type.kind().picks(k) }

// Picked returns the IDs of the picks that a response holds; none where it is blank.
func (k *Key) Picked(r *Response) []string {
	if r == nil {
		return nil
	}
	return k.Type.kind().picked(k, r)
}

// Grade marks a response that was handed in on a date (2006-01-02). amendments are the
// corrections of its revision, sorted by date. An attempt from before a correction of the
// key gets the better of the key of its day and the present key (hold-harmless); a
// critical question is right only by the present key. A void question counts for nobody,
// or in full for everybody.
func Grade(k *Key, amendments []*Amendment, date string, r *Response) (Mark, error) {
	if len(amendments) == 0 {
		return k.Score(r)
	}
	mark, err := k.better(amendments, date, r)
	if err != nil {
		return mark, err
	}
	for _, c := range amendments {
		switch c.Change {
		case VoidDrop:
			mark.Points, mark.Max, mark.Void, mark.Right = 0, 0, true, true
		case VoidFull:
			mark.Points, mark.Void, mark.Right = mark.Max, true, true
		}
	}
	first, err := k.Score(r)
	mark.Corrected = err == nil && (first.Points != mark.Points || first.Max != mark.Max)
	return mark, err
}

// better marks a response by the present key, or by that of its day where that is
// better.
func (k *Key) better(amendments []*Amendment, date string, r *Response) (Mark, error) {
	present := k.CorrectedBy(amendments)
	mark, err := present.Score(r)
	if err != nil {
		return mark, err
	}
	later := slices.IndexFunc(amendments, func(c *Amendment) bool { return c.Date > date })
	if later < 0 {
		return mark, nil
	}
	old, err := k.CorrectedBy(amendments[:later]).Score(r)
	if err != nil || ratio(old) <= ratio(mark) {
		return mark, err
	}
	if present.Critical {
		old.Right = mark.Right
	}
	return old, nil
}

func ratio(m Mark) float64 {
	if m.Max == 0 {
		return 0
	}
	return m.Points / m.Max
}
