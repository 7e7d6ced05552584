package bibliography

import "github.com/coursemark/coursemark/internal/diag"

// What can be wrong with the file as a whole.
var (
	tooLarge = diag.Kind{Code: "cite-too-large", What: "the file has %d MB; at most %d MB are read",
		Hint: "keep only the works that are cited"}
	notUTF8 = diag.Kind{Code: "cite-not-utf8", What: "the file is not UTF-8",
		Hint: `in Notepad: Save as…, Encoding "UTF-8"`}
	tooMany = diag.Kind{Code: "cite-too-many", What: "more than %d works", Hint: "keep only the works that are cited"}
)

// What can be wrong with the syntax of an entry. The first argument is its key,
// where there is one.
var (
	notAnEntry = diag.Kind{Code: "cite-not-an-entry", What: "this is not an entry",
		Hint: "an entry reads @article{key, author = {…}, title = {…}, year = {…}}"}
	badMacro = diag.Kind{Code: "cite-bad-string", What: "this @string is not understood",
		Hint: `write @string{name = "text"}`}
	neverClosed = diag.Kind{Code: "cite-not-closed", What: "the entry %q is never closed",
		Hint: "every { needs its }"}
	badField  = diag.Kind{Code: "cite-bad-field", What: "a field of %q is not understood", Hint: fieldHint}
	valueOpen = diag.Kind{Code: "cite-value-not-closed", What: "the value of %[2]q in %[1]q has no end",
		Hint: "every { needs its }"}
	fieldTwice = diag.Kind{Code: "cite-field-twice", What: "the field %[2]q stands twice in %[1]q",
		Hint: "delete one of them"}
	unknownField = diag.Kind{Code: "cite-unknown-field", What: "unknown field %[2]q", Hint: "%[3]s"}
	noComma      = diag.Kind{Code: "cite-no-comma", What: "a comma is missing in %q", Hint: fieldHint}
)

const fieldHint = "fields read name = {value}, with a comma between them"

// What can be wrong with a work. The argument is its key.
var (
	badKey = diag.Kind{Code: "cite-bad-key", What: "the key %q is not usable",
		Hint: "use letters, digits and hyphens, for example anthony2000"}
	keyTwice = diag.Kind{Code: "cite-key-twice", What: "the key %q is used before",
		Hint: "every work has a key of its own"}
	noTitle  = diag.Kind{Code: "cite-no-title", What: "the work %q has no title", Hint: "write title = {…}"}
	noAuthor = diag.Kind{Code: "cite-no-author", What: "the work %q has neither author nor editor",
		Hint: "write author = {Surname, Given name and Surname, Given name}, or author = {{Name of the " +
			"organisation}}"}
)
