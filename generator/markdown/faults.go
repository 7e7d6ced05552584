package markdown

import "github.com/coursemark/coursemark/internal/diag"

// What can be wrong with any text.
var (
	textTooLarge = diag.Kind{Code: "page-too-large", What: "the text has %d KB; at most %d KB are read", Hint: "split it into several lessons"}
	textNotUTF8  = diag.Kind{Code: "page-not-utf8", What: "a byte that is not UTF-8", Hint: `in Notepad: Save as…, Encoding "UTF-8"`}
	tooManyMarks = diag.Kind{Code: "page-too-many-marks", What: "too many %q in one paragraph", Hint: "begin a new paragraph now and then, with a blank line"}
	tooManyHeads = diag.Kind{Code: "page-too-many-markers", What: "more than %d quotes or lists begin in one line"}
	notRendered  = diag.Kind{Code: "page-not-rendered", What: "the text cannot be rendered: %s"}
)

// What cannot stand in a text that refers to nothing else: in a question or a scene.
var (
	htmlNotAllowed = diag.Kind{Code: "page-raw-html", What: "raw HTML is not allowed", Hint: htmlHint}
	imageHere      = diag.Kind{Code: "question-with-image", What: "an image cannot stand here in this version", Hint: "describe in words what it shows"}
	linkElsewhere  = diag.Kind{Code: "question-with-local-link", What: "the link %q leads to another file", Hint: "a %[2]s stands by itself: link to a web address (https://…) or to nothing"}
	headingHere    = diag.Kind{Code: "question-with-heading", What: "a heading cannot stand in a %s", Hint: "write the line in **bold**"}
	termHere       = diag.Kind{Code: "question-with-term", What: "a question has no glossary terms", Hint: "it stands by itself: write the words alone, without :term[ ]"}
	severalParts   = diag.Kind{Code: "question-several-paragraphs", What: "the text has more than one paragraph", Hint: "join them: there is room for one here"}
	strayGap       = diag.Kind{Code: "question-stray-gap", What: "a gap where nothing can be filled in", Hint: "gaps stand in running text: not in code, nor in the address of a link"}
)

// Links and terms.
var (
	badAddress  = diag.Kind{Code: "page-bad-address", What: "the link %q cannot be followed", Hint: "addresses begin with https://, http://, mailto: or tel:"}
	unknownTerm = diag.Kind{Code: "page-unknown-term", What: "the term %q is not in " + GlossaryFile, Hint: "%[2]s"}
	noTermsYet  = diag.Kind{Code: "page-unknown-term", What: "the term %q is not in " + GlossaryFile, Hint: "add it to " + GlossaryFile + ":\n[[terms]]\nterm = \"%[1]s\"\ndefinition = \"…\""}
)
