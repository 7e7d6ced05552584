package quiz

import (
	"slices"
	"time"

	"github.com/coursemark/coursemark/internal/diag"
)

// A question has four shapes: as written (Question), as learners may see it
// (PublishedQuestion), as somebody answered it (Response), and its answer key (Key).
// Each holds the members of all types.

// Type is a kind of question. The types are declared in their files.
type Type string

// Scoring is the rule that turns what was answered into a fraction of the points,
// where a type knows several.
type Scoring string

// AllOrNothing is a rule of several types: 1 for exactly what is right.
const AllOrNothing Scoring = "all-or-nothing"

// Question is a question as written. Inline practice questions of a lesson are
// Questions too, with the lesson as their bank.
type Question struct {
	ID          string       `toml:"id"`
	Type        Type         `toml:"type"`
	Pool        string       `toml:"pool"`
	Indicators  []string     `toml:"indicators"`
	Points      float64      `toml:"points"` // 1 where absent
	Critical    bool         `toml:"critical"`
	Scoring     Scoring      `toml:"scoring"` // the first of the type's rules where absent
	Prompt      string       `toml:"prompt"`  // CommonMark; of cloze: with {{name}} for each gap
	Explanation string       `toml:"explanation"`
	Hints       []string     `toml:"hints"`
	Options     []Option     `toml:"options"` // of order: in the right order
	Pairs       []Pair       `toml:"pairs"`   // match
	Gaps        []Gap        `toml:"gaps"`    // cloze
	Answers     []Answer     `toml:"answers"` // number, text: the first that fits counts
	Unit        string       `toml:"unit"`    // number: plain text behind the box
	Exact       bool         `toml:"exact"`   // text: case and white space matter
	History     []Revision   `toml:"history"`
	Corrections []Correction `toml:"corrections"`
}

// member is a TOML key of a question that only some types have.
type member struct {
	key       string
	written   bool
	misplaced diag.Kind // reported in a question of another type, which is its argument
}

// members returns the TOML keys that only some types have.
func (q *Question) members() []member {
	return []member{
		{"options", len(q.Options) > 0, optionsMisplaced},
		{"pairs", len(q.Pairs) > 0, pairsMisplaced},
		{"gaps", len(q.Gaps) > 0, gapsMisplaced},
		{"answers", len(q.Answers) > 0, answersMisplaced},
		{"unit", q.Unit != "", unitMisplaced},
		{"exact", q.Exact, exactMisplaced},
	}
}

// Option is a choice as written.
type Option struct {
	Text     string   `toml:"text"` // CommonMark, one paragraph
	Correct  bool     `toml:"correct"`
	Fraction *float64 `toml:"fraction"` // instead of Correct: −1…1
	Feedback string   `toml:"feedback"` // CommonMark
}

// Share returns the fraction of the question's points that the option is worth.
func (o Option) Share() float64 {
	switch {
	case o.Fraction != nil:
		return *o.Fraction
	case o.Correct:
		return 1
	}
	return 0
}

// Pair is a stem of a match question with its option, as written. A pair without a stem
// adds an option that belongs to no stem.
type Pair struct {
	Stem     string `toml:"stem"`     // CommonMark, one paragraph
	Option   string `toml:"option"`   // CommonMark, one paragraph; shown as plain text
	Feedback string `toml:"feedback"` // CommonMark
}

// Answer is something that may be typed into a number or text question, as
// written.
type Answer struct {
	// Number: a value with a tolerance, or a range; a range without an end is open.
	Value         *float64      `toml:"value"`
	Tolerance     float64       `toml:"tolerance"`      // not negative; 0 means exactly
	ToleranceType ToleranceType `toml:"tolerance_type"` // absolute where absent
	Min           *float64      `toml:"min"`
	Max           *float64      `toml:"max"`

	Text string `toml:"text"` // text: * stands for any characters, \* for an asterisk

	Correct  bool     `toml:"correct"`
	Fraction *float64 `toml:"fraction"` // instead of Correct: 0…1
	Feedback string   `toml:"feedback"` // CommonMark
}

// Share returns the fraction of the question's points that the answer is worth.
func (a Answer) Share() float64 { return Option{Correct: a.Correct, Fraction: a.Fraction}.Share() }

// numeric reports whether the answer says anything about numbers.
func (a Answer) numeric() bool {
	return a.Value != nil || a.Min != nil || a.Max != nil || a.Tolerance != 0 || a.ToleranceType != ""
}

// ToleranceType says which interval around a value A a tolerance t means.
type ToleranceType string

const (
	ToleranceAbsolute  ToleranceType = "absolute"  // A−t … A+t
	ToleranceRelative  ToleranceType = "relative"  // A−|A|t … A+|A|t
	ToleranceGeometric ToleranceType = "geometric" // A/(1+t) … A(1+t)
)

// ToleranceTypes returns all types of tolerance.
func ToleranceTypes() []string {
	return []string{string(ToleranceAbsolute), string(ToleranceRelative), string(ToleranceGeometric)}
}

// Gap is a gap in the text of a cloze question, as written. Learners choose one of its
// options, or type a number or a few words.
type Gap struct {
	Name    string   `toml:"name"`    // {{name}} in the prompt; never published
	Weight  *float64 `toml:"weight"`  // its share of the points relative to other gaps; 1 where absent
	Options []Option `toml:"options"` // of a choice: one is right
	Answers []Answer `toml:"answers"` // of a number or words: the first that fits counts
	Unit    string   `toml:"unit"`    // of a number: plain text behind the box
	Exact   bool     `toml:"exact"`   // of words: case and white space matter
}

// Revision links a replaced revision of a question to its successor.
type Revision struct {
	Revision string    `toml:"revision"`
	Change   string    `toml:"change"` // editorial or substantive
	Date     time.Time `toml:"date"`
	Reason   string    `toml:"reason"`
}

// PublishedQuestion is a question as learners may see it, without anything that
// shows its answer key.
type PublishedQuestion struct {
	ID       string // public ID
	Revision string
	Type     Type
	Prompt   string            // CommonMark, as Question.Shown returns it
	Options  []PublishedOption // by ID; true/false as True, False
	Stems    []PublishedOption // match; by ID
	Unit     string            // number; plain text
	Gaps     []PublishedGap    // cloze; in the order of the text

	// Source is the question as written: for the archive and for practice, and
	// never for a page of an assessed bank.
	Source *Question
}

// PublishedOption is a choice as learners may see it.
type PublishedOption struct {
	ID   string
	Text string // CommonMark

	Source *Option // as PublishedQuestion.Source
}

// PublishedGap is a gap as learners may see it.
type PublishedGap struct {
	ID      string
	Type    Type              // Single, Number or Text
	Unit    string            // of a number; plain text
	Options []PublishedOption // of a choice; by ID

	Source *Gap // as PublishedQuestion.Source
}

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

// Key is the answer key of a question revision, as archived.
type Key struct {
	Kind       string      `json:"kind"` // "question"
	Bank       string      `json:"bank"`
	Question   string      `json:"question"` // authored ID
	Public     string      `json:"public"`
	Revision   string      `json:"rev"`
	Type       Type        `json:"type"`
	Prompt     string      `json:"prompt"`
	Options    []KeyOption `json:"options"` // by ID
	Scoring    Scoring     `json:"scoring,omitempty"`
	Points     float64     `json:"points"`
	Indicators []string    `json:"indicators"`
	Critical   bool        `json:"critical,omitempty"`
	keyMembers
}

// keyMembers are the members of a key that only some types have.
type keyMembers struct {
	Order   []string    `json:"order,omitempty"`   // order: options in the right order
	Stems   []KeyStem   `json:"stems,omitempty"`   // match: by ID
	Answers []KeyAnswer `json:"answers,omitempty"` // number, text: the first that fits counts
	Gaps    []KeyGap    `json:"gaps,omitempty"`    // cloze: in the order of the text
	Unit    string      `json:"unit,omitempty"`    // number; absent in corrections
	Exact   bool        `json:"exact,omitzero"`    // text
}

// PracticeKey is the answer key with which the browser scores a practice question. It has
// no prompt and no names.
type PracticeKey struct {
	Type    Type        `json:"type"`
	Scoring Scoring     `json:"scoring,omitempty"`
	Points  float64     `json:"points"`
	Options []KeyOption `json:"options"`
	keyMembers
}

// KeyOption is an option with what it is worth: 1 right, 0 wrong, or the
// author's fraction.
type KeyOption struct {
	ID       string  `json:"id"`
	Text     string  `json:"text,omitempty"` // absent in corrections
	Fraction float64 `json:"fraction"`
}

// KeyStem is a stem with the option that belongs to it.
type KeyStem struct {
	ID     string `json:"id"`
	Text   string `json:"text,omitempty"` // absent in corrections
	Option string `json:"option"`
}

// KeyAnswer is an answer to a number or text question, as archived. Only those of value,
// min and max are set that the author wrote.
type KeyAnswer struct {
	Text          string        `json:"text,omitempty"`
	Value         *float64      `json:"value,omitempty"`
	Tolerance     float64       `json:"tolerance,omitzero"`
	ToleranceType ToleranceType `json:"tolerance_type,omitempty"`
	Min           *float64      `json:"min,omitempty"`
	Max           *float64      `json:"max,omitempty"`
	Fraction      float64       `json:"fraction"`
}

// KeyGap is a gap with what fills it, as archived: in the order of the text.
type KeyGap struct {
	ID      string      `json:"id"`
	Type    Type        `json:"type"` // single, number or text
	Weight  float64     `json:"weight"`
	Options []KeyOption `json:"options,omitempty"` // by ID
	Answers []KeyAnswer `json:"answers,omitempty"` // the first that fits counts
	Unit    string      `json:"unit,omitempty"`    // absent in corrections
	Exact   bool        `json:"exact,omitzero"`
}

// asQuestion returns the answer key of a gap as that of a question of its own.
func (g *KeyGap) asQuestion() *Key {
	return &Key{Type: g.Type, Points: 1, Options: g.Options, keyMembers: keyMembers{Answers: g.Answers, Exact: g.Exact}}
}

// Shows reports whether the question has an option, a stem or a gap with an ID.
func (k *Key) Shows(id string) bool {
	return k.option(id) >= 0 || k.stem(id) >= 0 || slices.ContainsFunc(k.Gaps, func(g KeyGap) bool {
		return g.ID == id || g.asQuestion().Shows(id)
	})
}

// option, stem and gap return the index of the one with an ID; −1 if nothing has it.
func (k *Key) option(id string) int {
	return slices.IndexFunc(k.Options, func(o KeyOption) bool { return o.ID == id })
}

func (k *keyMembers) stem(id string) int {
	return slices.IndexFunc(k.Stems, func(s KeyStem) bool { return s.ID == id })
}

func (k *keyMembers) gap(id string) int {
	return slices.IndexFunc(k.Gaps, func(g KeyGap) bool { return g.ID == id })
}
