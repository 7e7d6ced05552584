package inbox

import "github.com/coursemark/coursemark/internal/diag"

// What keeps results from being read at all.
var (
	unreadableResults = diag.Kind{Code: "results-unreadable", What: "the results cannot be read: %s",
		Hint: "name a file, a folder or a zip with results"}
	unreadableFolder = diag.Kind{Code: "results-unreadable-folder", What: "the folder cannot be read: %s"}
	unreadableParent = diag.Kind{Code: "results-unreadable-parent", What: "the folder of the file cannot be read: %s"}
	unreadableEnd    = diag.Kind{Code: "results-unreadable-end", What: "the folder cannot be read to its end: %s"}
	tooManyFiles     = diag.Kind{Code: "results-too-many-files",
		What: "the folder cannot be read to its end: it holds more than %d files", Hint: "grade them in parts"}
	noStandardInput = diag.Kind{Code: "results-no-standard-input",
		What: "there is no standard input, or it was named twice",
		Hint: "name - once, and pipe results into the command"}
	unreadableInput = diag.Kind{Code: "results-unreadable-input", What: "it cannot be read: %s"}
	interrupted     = diag.Kind{Code: "results-interrupted",
		What: "reading the results was interrupted; nothing was written"}
)
