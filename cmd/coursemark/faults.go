package main

import "github.com/coursemark/coursemark/internal/diag"

// Files that the command itself reads and writes.
var (
	schemasNotWritten = diag.Kind{Code: "schemas-not-written", What: "the schemas cannot be written", Hint: "%[1]s"}
	manualNotWritten  = diag.Kind{Code: "manual-not-written", What: "the manual pages cannot be written",
		Hint: "%[1]s"}
	templateNotWritten = diag.Kind{Code: "template-not-written", What: "the template cannot be written", Hint: "%[1]s"}
	sheetNotRead       = diag.Kind{Code: "sheet-not-read", What: "the spreadsheet cannot be read", Hint: "%[1]s"}
)
