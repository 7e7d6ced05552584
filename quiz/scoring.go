package quiz

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Response is what a learner answered, in the shape that docs/formats/results.md
// fixes for each type. A nil *Response is a question left blank.
type Response struct {
	Choice  string      `json:"choice,omitempty"`  // single, truefalse
	Choices []string    `json:"choices,omitempty"` // multiple
	Pairs   [][2]string `json:"pairs,omitempty"`   // match: stem, option
	Order   []string    `json:"order,omitempty"`   // order: every item
	Number  string      `json:"number,omitempty"`  // number: as typed
	Text    string      `json:"text,omitempty"`    // text: as typed
	Gaps    [][2]string `json:"gaps,omitempty"`    // cloze: gap, option or as typed; blank ones are absent
}

// ParseResponse reads a response of a question type from its JSON text; null
// gives nil. The members must be exactly those of the type.
func ParseResponse(t Type, raw jsontext.Value) (*Response, error) {
	if len(raw) == 0 || raw.Kind() == 'n' {
		return nil, nil
	}
	switch t {
	case Single, TrueFalse:
		var r struct {
			Choice string `json:"choice"`
		}
		if err := json.Unmarshal(raw, &r, json.RejectUnknownMembers(true)); err != nil || r.Choice == "" {
			return nil, fmt.Errorf(`the response of a question of type %q is {"choice": option}`, t)
		}
		return &Response{Choice: r.Choice}, nil
	case Multiple:
		var r struct {
			Choices []string `json:"choices"`
		}
		if err := json.Unmarshal(raw, &r, json.RejectUnknownMembers(true)); err != nil || len(r.Choices) == 0 {
			return nil, fmt.Errorf(`the response of a question of type %q is {"choices": [option, …]}`, t)
		}
		return &Response{Choices: r.Choices}, nil
	}
	return parseOther(t, raw)
}

// Mark is the score of one response.
type Mark struct {
	Points    float64 // 0…Max
	Max       float64 // 0 where the question is void and dropped
	Blank     bool    // nothing was answered: told apart from a wrong answer
	Right     bool    // full marks
	Void      bool    // a correction took the question out or gave credit to all
	Corrected bool    // a correction changed the points
}

// ErrForeignOption says that a response names an option the question does not
// have.
var ErrForeignOption = errors.New("an option that the question does not have")

// Score marks a response by one key. The rules are those of Moodle's question
// types; docs/formats/bank.md names the variant of each.
func (k *Key) Score(r *Response) (Mark, error) {
	m := Mark{Max: k.Points}
	if r == nil {
		m.Blank = true
		return m, nil
	}
	if !k.Type.Choosing() {
		fraction, err := k.scoreOther(r)
		if err != nil {
			return m, err
		}
		return k.mark(fraction), nil
	}
	share := map[string]float64{}
	for _, o := range k.Options {
		share[o.ID] = o.Fraction
	}
	var fraction float64
	switch k.Type {
	case Single, TrueFalse:
		f, ok := share[r.Choice]
		if !ok {
			return m, ErrForeignOption
		}
		fraction = f
	case Multiple:
		chosen := slices.Compact(slices.Sorted(slices.Values(r.Choices)))
		if len(chosen) != len(r.Choices) {
			return m, errors.New("an option that is chosen twice")
		}
		for _, id := range chosen {
			if _, ok := share[id]; !ok {
				return m, ErrForeignOption
			}
		}
		fraction = k.multiple(chosen, share)
	}
	return k.mark(fraction), nil
}

// mark is what a share of the points is worth. What keys say is not always sound:
// a share lies between 0 and 1 whatever it was made of.
func (k *Key) mark(fraction float64) Mark {
	if !(fraction > 0) { // also where it is no number
		fraction = 0
	}
	fraction = min(fraction, 1)
	return Mark{Points: fraction * k.Points, Max: k.Points, Right: fraction == 1}
}

// multiple gives the fraction for the chosen options under the question's rule.
func (k *Key) multiple(chosen []string, share map[string]float64) float64 {
	var right, wrong, chosenRight, chosenWrong, sum float64
	for _, o := range k.Options {
		picked := slices.Contains(chosen, o.ID)
		if o.Fraction > 0 {
			right++
			if picked {
				chosenRight++
			}
		} else {
			wrong++
			if picked {
				chosenWrong++
			}
		}
		if picked {
			sum += share[o.ID]
		}
	}
	switch k.Scoring {
	case AllOrNothing:
		if chosenRight == right && chosenWrong == 0 {
			return 1
		}
		return 0
	case Weights:
		return sum
	}
	if right == 0 {
		return 0
	}
	fraction := chosenRight / right
	if wrong > 0 {
		fraction -= chosenWrong / wrong
	}
	return fraction
}

// Grade marks a response handed in on a date (2006-01-02), with the corrections
// of its revision. An attempt from before a correction of the key gets the
// better of the key of its day and the present one (hold-harmless); a critical
// question is right only by the present key. A void question counts for nobody,
// or in full for everybody.
func Grade(k *Key, amendments []*Amendment, date string, r *Response) (Mark, error) {
	if len(amendments) == 0 {
		return k.Score(r)
	}
	present := k.CorrectedBy(amendments)
	mark, err := present.Score(r)
	if err != nil {
		return mark, err
	}
	var before []*Amendment
	for _, c := range amendments {
		if c.Date <= date {
			before = append(before, c)
		}
	}
	old, err := k.CorrectedBy(before).Score(r)
	if err != nil {
		return mark, err
	}
	if ratio(old) > ratio(mark) {
		right := mark.Right
		mark = old
		if present.Critical {
			mark.Right = right
		}
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
	if err != nil {
		return mark, err
	}
	mark.Corrected = first.Points != mark.Points || first.Max != mark.Max
	return mark, nil
}

func ratio(m Mark) float64 {
	if m.Max == 0 {
		return 0
	}
	return m.Points / m.Max
}
