// Package count puts numbers and lists into words: "1 day", "3 days", "a, b and c".
//
// The form of a noun that goes with a number follows the rules of the language, from
// Unicode's tables (golang.org/x/text/feature/plural). To add a language, add a Language.
package count

import (
	"fmt"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Language is how one language counts and lists.
type Language struct {
	Tag language.Tag
	And string // the word before the last name of a list
}

// English is the language of the commands and of their output.
var English = Language{Tag: language.English, And: "and"}

// Noun holds the forms of a noun. A language that needs a form which is not there
// uses plural.Other.
type Noun map[plural.Form]string

// Form returns the form of a noun that goes with a number.
func (l Language) Form(n int, noun Noun) string {
	if form, ok := noun[plural.Cardinal.MatchPlural(l.Tag, max(n, -n), 0, 0, 0, 0)]; ok {
		return form
	}
	return noun[plural.Other]
}

// Of returns a number with its noun.
func (l Language) Of(n int, noun Noun) string { return fmt.Sprintf("%d %s", n, l.Form(n, noun)) }

// List joins names: "a", "a and b", "a, b and c"; "" for no names.
func (l Language) List(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + l.And + " " + names[last]
}

// Of returns a number with its English noun: "1 fault", "2 faults", "0 faults".
func Of(n int, one, many string) string {
	return English.Of(n, Noun{plural.One: one, plural.Other: many})
}

// Form returns the English form of a noun alone, where the number stands elsewhere.
func Form(n int, one, many string) string {
	return English.Form(n, Noun{plural.One: one, plural.Other: many})
}

// List joins names in English: "a, b and c".
func List(names []string) string { return English.List(names) }
