package gradebook

import (
	"cmp"
	"slices"

	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
)

// ItemReport is the item analysis of all assessed banks. It holds keys: it is for
// trainers, and for nobody who is still to be assessed. It names no staff.
type ItemReport struct {
	ContainsAnswers bool            `json:"contains_answers"` // always true: a reader of the JSON should know
	Site            string          `json:"site"`
	Organisation    string          `json:"organisation"`
	TimeZone        string          `json:"time_zone"`
	Date            string          `json:"date"` // of the run, in the site's time zone
	Tool            string          `json:"tool"`
	AllAttempts     bool            `json:"all_attempts"`
	Inputs          []verdict.Input `json:"inputs"`
	Files           verdict.Count   `json:"files"`
	Records         verdict.Count   `json:"records"`
	Refused         []Refused       `json:"refused"`
	Banks           []ItemBank      `json:"banks"` // by ID
	Notices         []string        `json:"notices"`
	NoticeCodes     []verdict.Note  `json:"notice_codes"` // the same, in the same order
}

// Refused counts the files and records that were not read, by the reason.
type Refused struct {
	Verdict verdict.Verdict `json:"verdict"`
	Reason  string          `json:"reason"`
	Count   int             `json:"count"`
}

// ItemBank is the item analysis of one bank.
type ItemBank struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Attempts int           `json:"attempts"` // that are analysed
	Later    int           `json:"later"`    // left out: not somebody's first attempt
	Items    []ItemFigures `json:"items"`    // in the order of the bank; those that it no longer asks come last
	Forms    []ItemForm    `json:"forms"`    // by revision, the earliest first
}

// ItemFigures is one item: a question through all the revisions that its history
// joins as editorial. A substantive change makes another item.
type ItemFigures struct {
	Question     string    `json:"question"` // authored ID
	Public       string    `json:"public"`
	Revisions    []string  `json:"revisions"` // question revisions, the earliest first
	Present      bool      `json:"present"`   // the bank asks it now
	Undeclared   bool      `json:"undeclared"`
	Void         bool      `json:"void"` // a correction took it out or gave credit to all
	Type         quiz.Type `json:"type"`
	Prompt       string    `json:"prompt"`
	Critical     bool      `json:"critical"`
	Points       float64   `json:"points"`
	Competencies []string  `json:"competencies"`
	Indicators   []string  `json:"indicators"`

	Figures   itemstats.Item   `json:"figures"` // its options are in Options
	Band      itemstats.Band   `json:"band"`
	Flags     []itemstats.Flag `json:"flags"`
	Options   []ItemOption     `json:"options"`    // right ones first
	Hint      string           `json:"hint"`       // what to look at, in English
	HintCodes []verdict.Note   `json:"hint_codes"` // the same
}

// ItemOption is a row of the distractor table.
type ItemOption struct {
	itemstats.Option
	Text     string  `json:"text"`
	Fraction float64 `json:"fraction"`      // by the present key: 1 is right, 0 wrong
	Revision string  `json:"revision"`      // the latest that offered it
	Present  bool    `json:"present"`       // the item's latest revision offers it
	Gap      int     `json:"gap,omitempty"` // cloze: the gap that it fills, from 1
}

// ItemForm is the analysis of the attempts at one revision of a bank.
type ItemForm struct {
	Revision string         `json:"revision"`
	Present  bool           `json:"present"`
	From     string         `json:"from"` // dates of the first and last attempt
	To       string         `json:"to"`
	Figures  itemstats.Form `json:"figures"`
}

// minAnswersToRank is how many answers an item needs to be called weak at all: below
// that, one person can turn its discrimination around.
const minAnswersToRank = 5

// minChosenToAttract is how many people have to choose a wrong option before it is said
// to attract those who know.
const minChosenToAttract = 3

// Weak is one of the weakest items with its bank.
type Weak struct {
	Bank *ItemBank
	Item *ItemFigures
}

// Weakest returns up to n items to look at first: those that work backwards, then
// those that hardly anybody gets, then those that tell people apart the least; each
// with the well-founded ones before those with few answers. Easy items are not weak.
func (r *ItemReport) Weakest(n int) []Weak {
	var list []ranked
	for b := range r.Banks {
		for i := range r.Banks[b].Items {
			if w, weak := rank(&r.Banks[b], &r.Banks[b].Items[i]); weak {
				list = append(list, w)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.few, b.few), cmp.Compare(a.value, b.value))
	})
	var out []Weak
	for _, w := range list[:min(n, len(list))] {
		out = append(out, w.Weak)
	}
	return out
}

// ranked is an item with what orders it; the weakest has the lowest of each.
type ranked struct {
	Weak
	tier  int
	few   int
	value float64
}

// rank says where an item belongs among the weakest; weak is false if it is not weak.
func rank(bank *ItemBank, item *ItemFigures) (w ranked, weak bool) {
	f := item.Figures
	if f.N < minAnswersToRank || !item.Present || item.Void {
		return w, false
	}
	w.Weak = Weak{bank, item}
	if f.N < itemstats.SmallSample {
		w.few = 1
	}
	switch {
	case slices.Contains(item.Flags, itemstats.NegativeDiscrimination):
		w.value = *f.Discrimination
	case slices.Contains(item.Flags, itemstats.VeryLowFacility):
		w.tier, w.value = 1, *f.Facility
	case f.Discrimination != nil:
		w.tier, w.value = 2, *f.Discrimination
	default:
		return w, false // everybody has the same mark
	}
	return w, true
}

// Attractive returns the wrong option whose choosers did better on the other questions
// than those who chose right (of a gap: in that gap); nil if there is no such option.
func (i *ItemFigures) Attractive() *ItemOption {
	right, n := map[int]float64{}, map[int]int{} // by gap
	for _, o := range i.Options {
		if o.Fraction > 0 && o.MeanRest != nil {
			right[o.Gap] += *o.MeanRest * float64(o.Chosen)
			n[o.Gap] += o.Chosen
		}
	}
	var best *ItemOption
	for k := range i.Options {
		o := &i.Options[k]
		if o.Fraction > 0 || o.Chosen < minChosenToAttract || n[o.Gap] > 0 &&
			*o.MeanRest <= right[o.Gap]/float64(n[o.Gap]) {
			continue
		}
		if best == nil || *o.MeanRest > *best.MeanRest {
			best = o
		}
	}
	return best
}
