package tomlfile

import (
	"reflect"
	"time"

	"github.com/coursemark/coursemark/internal/diag"
)

// What can be wrong with a TOML text by itself.
var (
	tooLarge = diag.Kind{Code: "toml-too-large", What: "the file has %d MB; at most %d MB are read",
		Hint: "split it into several files"}
	utf16 = diag.Kind{Code: "toml-utf16", What: "the file is UTF-16, not UTF-8",
		Hint: `in Notepad: Save as…, Encoding "UTF-8"`}
	notUTF8 = diag.Kind{Code: "toml-not-utf8", What: "a byte that is not UTF-8",
		Hint: `in Notepad: Save as…, Encoding "UTF-8"`}
	tooDeeplyNested = diag.Kind{Code: "toml-too-deep",
		What: "lists, tables or dotted names are nested more than %d deep",
		Hint: "no file that Coursemark reads needs that"}
	unreadable = diag.Kind{Code: "toml-unreadable", What: "%s"} // in the decoder's words

	notTOML = diag.Kind{Code: "toml-syntax", What: "this is not TOML: %s",
		Hint: "%[2]s"} // both in the decoder's words
	curlyQuotes = diag.Kind{Code: "toml-curly-quotes", What: "this is not TOML: %s",
		Hint: `curly quotes: write straight ones, "…"`}
	hardSpace = diag.Kind{Code: "toml-non-breaking-space", What: "this is not TOML: %s",
		Hint: "a non-breaking space: type an ordinary one"}
	textWithoutEnd = diag.Kind{Code: "toml-open-text",
		What: "this is not TOML: the text in quotes has no end on its line",
		Hint: `end it with ", or write a text of several lines between """ and """`}
)

// Values of another type than the key has. The arguments are the key and what
// stands there.
var (
	notText = diag.Kind{Code: "toml-not-text", What: "%q is %s; it must be a text",
		Hint: `write %[1]s = "…", in quotes`}
	notBool = diag.Kind{Code: "toml-not-bool", What: "%q is %s; it must be true or false",
		Hint: "write %[1]s = true, without quotes"}
	notInteger = diag.Kind{Code: "toml-not-integer", What: "%q is %s; it must be a whole number",
		Hint: "write %[1]s = 10, without quotes"}
	notNumber = diag.Kind{Code: "toml-not-number", What: "%q is %s; it must be a number",
		Hint: "write %[1]s = 10, without quotes"}
	notDate = diag.Kind{Code: "toml-not-date", What: "%q is %s; it must be a date",
		Hint: "write %[1]s = 2026-11-30, without quotes"}
	notList  = diag.Kind{Code: "toml-not-list", What: "%q is %s; it must be a list", Hint: `write %[1]s = ["…", "…"]`}
	notTable = diag.Kind{Code: "toml-not-table", What: "%q is %s; it must be a table"}
)

// misfit is the fault of a value that a Go type cannot take.
func misfit(t reflect.Type) diag.Kind {
	switch t.Kind() {
	case reflect.String:
		return notText
	case reflect.Bool:
		return notBool
	case reflect.Int, reflect.Int64:
		return notInteger
	case reflect.Float64:
		return notNumber
	case reflect.Slice:
		return notList
	}
	if t == reflect.TypeFor[time.Time]() {
		return notDate
	}
	return notTable
}

// Keys that the format does not have. The arguments are the key, what is known in
// its place, and for unknownKeyIn the table in which it stands.
var (
	unknownKeyAlone = diag.Kind{Code: "toml-unknown-key", What: "unknown key %q", Hint: "%[2]s"}
	unknownKeyIn    = diag.Kind{Code: "toml-unknown-key", What: "unknown key %[1]q in [%[3]s]", Hint: "%[2]s"}
)

// unknownKey says that a table has a key of an unknown name.
func unknownKey(key string, table []any, known diag.Suggestion) diag.Message {
	if name := lastName(table); name != "" {
		return unknownKeyIn.With(key, known, name)
	}
	return unknownKeyAlone.With(key, known)
}

// describe names the type of a value.
func describe(v any) diag.Message {
	name := "something else"
	switch v.(type) {
	case string:
		name = "a text"
	case bool:
		name = "true or false"
	case int64, float64:
		name = "a number"
	case time.Time:
		name = "a date"
	case []any, []map[string]any:
		name = "a list"
	case map[string]any:
		name = "a table"
	}
	return diag.Kind{What: name}.With()
}
