package quiz

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// kind is everything in which one type of question differs from another. Each has a file
// of its own; kinds.go lists them. A method can rely on the question, published question
// or key that it gets being of that type.
type kind interface {
	// scorings returns the rules that the type knows, the default first; nil where
	// there is only one.
	scorings() []Scoring
	// members returns those of Question.members that the type uses.
	members() []string
	// prompt returns the prompt as learners see it: CommonMark, normalised.
	prompt(q *Question) string
	// check reports what is wrong with the options, pairs, answers or gaps.
	check(q *Question, report diag.Report)
	// publish fills in what learners see below the prompt.
	publish(p *PublishedQuestion, bank string)
	// shown returns the texts below the prompt that a revision covers.
	shown(p *PublishedQuestion) []string
	// key fills in what scores the question.
	key(k *Key, p *PublishedQuestion, bank string)
	// strip removes from a key what decides no score: texts and units. It copies lists
	// before it changes them, and so does correct.
	strip(k *Key)
	// carry puts into worth what a correction of an old key archives: the parts of the
	// present key that the old one has as well. missing is a text that the old key has
	// and the present one does not; "" if nothing is missing.
	carry(worth, now, old *Key) (missing string)
	// correct applies to a key the worth that a correction archived.
	correct(k, worth *Key)
	// parts returns the parts that an answer is made of, as Question.Parts does.
	parts(p *PublishedQuestion, bank string) []Part
	// parse reads a response from its JSON text, which is not null. A response that
	// holds only blanks is nil.
	parse(raw jsontext.Value) (*Response, error)
	// score returns the fraction of the points that a response earns, before it is
	// brought to 0…1. It refuses what the question does not have.
	score(k *Key, r *Response) (float64, error)
	// picks returns what can be counted in responses; picked returns the IDs of those
	// that one response holds.
	picks(k *Key) []Pick
	picked(k *Key, r *Response) []string
}

// Part is one thing that an answer can consist of: an option, a pair, an item to be put in
// order, or something that may be typed, in the question or in one of its gaps.
type Part struct {
	// ID is what feedback is kept under: the public ID of the option, of the stem
	// of a pair, or the place of a typed answer in the key, from 0; in a gap, the
	// gap's public ID, a space and one of these.
	ID string

	Stem, StemID string // of a pair that has a stem: CommonMark, one paragraph, and its public ID
	Text         string // CommonMark, one paragraph; of what may be typed, plain text
	OptionID     string // public ID of Text; "" of what may be typed
	Feedback     string // CommonMark
	Right        bool   // whether it earns points: an option that fits no stem does not
	Gap          int    // cloze: the number of its gap in the text, from 1

	Path    []any  // of its table in the question: "options", 2
	TextKey string // the key of Text in that table; "" of what may be typed
}

// Typed reports whether the part is something that may be typed.
func (p *Part) Typed() bool { return p.OptionID == "" }

// At returns the path of one of the part's keys in the question, for faults.
func (p *Part) At(key string) []any { return extend(p.Path, key) }

// Pick is something that a response can hold, for counting what was answered:
// an option; an option to a stem; an item in its place; an answer of the key; any
// of these in a gap.
type Pick struct {
	ID       string
	Text     string
	Fraction float64 // what it is worth by itself
	Gap      int     // cloze: the gap's number in the text, from 1
	Rare     bool    // one of very many: only worth showing where somebody picked it
}

// Bounds of what a learner can be expected to sort, to choose from and to type.
const (
	minOrder  = 3 // with two, everybody guesses half of it
	maxSorted = 20
	maxTyped  = 2000 // bytes of a typed answer
)

// atMostTyped ends the description of a response that is typed.
var atMostTyped = fmt.Sprintf(", at most %d characters", maxTyped)

// ErrForeignOption means that a response names an option, stem or gap that the question
// does not have, or a path a choice that the scene does not have.
var ErrForeignOption = errors.New("an option that the question does not have")

// plainPrompt is embedded by types whose prompt is shown as written.
type plainPrompt struct{}

func (plainPrompt) prompt(q *Question) string { return Normalise(q.Prompt) }

// oneRule is embedded by types that have a single scoring rule.
type oneRule struct{}

func (oneRule) scorings() []Scoring { return nil }

// decodeResponse reads the members of a response and refuses any others. form shows what
// a response looks like.
func decodeResponse(raw jsontext.Value, into any, t Type, form string, sound func() bool) error {
	if err := json.Unmarshal(raw, into, json.RejectUnknownMembers(true)); err != nil || !sound() {
		return refused(responseForm, string(t), form)
	}
	return nil
}
