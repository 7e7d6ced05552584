package quiz

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// kinds lists the types that can be asked and scored, in the order in which authors see
// them. This is the only place where a type is looked up.
var kinds = []struct {
	name Type
	kind
	choosing bool // answered by choosing among options
}{
	{Single, singleKind{}, true},
	{Multiple, multipleKind{}, true},
	{TrueFalse, trueFalseKind{}, true},
	{Match, matchKind{}, false},
	{Order, orderKind{}, false},
	{Number, numberKind{}, false},
	{Text, textKind{}, false},
	{Cloze, clozeKind{}, false},
}

// Types returns the types that can be asked and scored.
func Types() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k.name)
	}
	return names
}

// Known reports whether t is a type that can be asked and scored.
func (t Type) Known() bool { return t.row() >= 0 }

// Choosing reports whether questions of the type are answered by choosing among options.
func (t Type) Choosing() bool {
	i := t.row()
	return i >= 0 && kinds[i].choosing
}

// Scorings returns the rules that the type knows, the default first; nil where there is
// only one.
func (t Type) Scorings() []Scoring { return t.kind().scorings() }

// Scorings returns the rules of all types, each once.
func Scorings() (names []string) {
	for _, k := range kinds {
		for _, rule := range k.scorings() {
			if !slices.Contains(names, string(rule)) {
				names = append(names, string(rule))
			}
		}
	}
	return names
}

// typesWithRules returns the types that know several rules.
func typesWithRules() (names []string) {
	for _, k := range kinds {
		if k.scorings() != nil {
			names = append(names, string(k.name))
		}
	}
	return names
}

func (t Type) kind() kind {
	if i := t.row(); i >= 0 {
		return kinds[i].kind
	}
	return unknownKind{name: t}
}

// row returns the index of the type in kinds; −1 where it is not among them.
func (t Type) row() int {
	for i, k := range kinds {
		if k.name == t {
			return i
		}
	}
	return -1
}

// unknownKind is the kind of a type that this version does not have: from a faulty bank,
// or from an archive that a newer version wrote.
type unknownKind struct {
	plainPrompt
	oneRule
	name Type
}

func (unknownKind) members() []string                         { return nil }
func (unknownKind) check(*Question, diag.Report)              {}
func (unknownKind) publish(*PublishedQuestion, string)        {}
func (unknownKind) shown(*PublishedQuestion) []string         { return nil }
func (unknownKind) key(*Key, *PublishedQuestion, string)      {}
func (unknownKind) strip(*Key)                                {}
func (unknownKind) carry(_, _, _ *Key) string                 { return "" }
func (unknownKind) correct(_, _ *Key)                         {}
func (unknownKind) parts(*PublishedQuestion, string) []Part   { return nil }
func (unknownKind) picks(*Key) []Pick                         { return nil }
func (unknownKind) picked(*Key, *Response) []string           { return nil }
func (u unknownKind) parse(jsontext.Value) (*Response, error) { return nil, u.err() }
func (u unknownKind) score(*Key, *Response) (float64, error)  { return 0, u.err() }
func (u unknownKind) err() error {
	return refused(typeNotScored, string(u.name))
}
