package bibliography

import "github.com/coursemark/coursemark/internal/diag"

// Faults of the file as a whole.
var (
	tooLarge = diag.Kind{Code: "cite-too-large", What: "the file is %d MB; the limit is %d MB",
		Hint: "keep only the works that are cited"}
	notUTF8 = diag.Kind{Code: "cite-not-utf8", What: "the file is not UTF-8",
		Hint: `in Notepad: Save as…, Encoding "UTF-8"`}
	tooMany = diag.Kind{Code: "cite-too-many", What: "more than %d works", Hint: "keep only the works that are cited"}
)

// Faults in the syntax of an entry. The first argument is the entry's key, if it has
// one.
var (
	notAnEntry = diag.Kind{Code: "cite-not-an-entry", What: "this is not an entry",
		Hint: "write an entry like @article{key, author = {…}, title = {…}, year = {…}}"}
	badMacro = diag.Kind{Code: "cite-bad-string", What: "this @string is not understood",
		Hint: `write @string{name = "text"}`}
	neverClosed = diag.Kind{Code: "cite-not-closed", What: "the entry %q is never closed",
		Hint: "every { needs a }"}
	badField  = diag.Kind{Code: "cite-bad-field", What: "a field of %q is not understood", Hint: fieldHint}
	valueOpen = diag.Kind{Code: "cite-value-not-closed", What: "the value of %[2]q in %[1]q is never closed",
		Hint: "every { needs a }"}
	fieldTwice = diag.Kind{Code: "cite-field-twice", What: "the field %[2]q appears twice in %[1]q",
		Hint: "delete one of them"}
	unknownField = diag.Kind{Code: "cite-unknown-field", What: "unknown field %[2]q", Hint: "%[3]s"}
	noComma      = diag.Kind{Code: "cite-no-comma", What: "a comma is missing in %q", Hint: fieldHint}
)

const fieldHint = "write fields as name = {value}, with commas between them"

// Faults of a work. The argument is its key.
var (
	badKey = diag.Kind{Code: "cite-bad-key", What: "the key %q cannot be used",
		Hint: "use letters, digits and hyphens, for example anthony2000"}
	keyTwice = diag.Kind{Code: "cite-key-twice", What: "the key %q is already used above",
		Hint: "give every work a key of its own"}
	noTitle  = diag.Kind{Code: "cite-no-title", What: "the work %q has no title", Hint: "write title = {…}"}
	noAuthor = diag.Kind{Code: "cite-no-author", What: "the work %q has neither author nor editor",
		Hint: "write author = {Surname, Given name and Surname, Given name}, or author = {{Name of the " +
			"organisation}}"}
)
