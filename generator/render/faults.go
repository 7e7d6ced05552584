package render

import "github.com/coursemark/coursemark/internal/diag"

// Faults in the templates of a theme.
var (
	noTemplates        = diag.Kind{Code: "layout-no-templates", What: "there are no templates"}
	templateUnreadable = diag.Kind{Code: "layout-template-unreadable", What: "the template cannot be read: %s"}
	templateFails      = diag.Kind{Code: "layout-template", What: "%s"} // in the words of html/template
	templateLoop       = diag.Kind{Code: "layout-template-loop", What: "the template %q calls itself endlessly",
		Hint: "put the call inside an {{if}} that becomes false"}
	noWord = diag.Kind{Code: "layout-no-word", What: "there is no word %q", Hint: "%[2]s"}
)

// Faults in the words of a theme.
var (
	noShippedWords    = diag.Kind{Code: "layout-no-shipped-words", What: "the shipped words are missing"}
	wordsUnreadable   = diag.Kind{Code: "layout-words-unreadable", What: "the file cannot be read: %s"}
	wordsUnwritten    = diag.Kind{Code: "layout-words-not-written", What: "the words cannot be written: %s"}
	unknownWordsTable = diag.Kind{Code: "layout-unknown-words-table", What: "unknown table [%s]", Hint: "%[2]s"}
	unknownWord       = diag.Kind{Code: "layout-unknown-word", What: "unknown word %q in [%s]", Hint: "%[3]s"}
	strayPlaceholder  = diag.Kind{Code: "layout-stray-placeholder",
		What: "the word %q has an unknown placeholder, %s", Hint: "use the placeholders of the original: %[3]s"}
)
