package sheets

import "github.com/coursemark/coursemark/internal/diag"

// What can be wrong with a sheet of HR's as a whole.
var (
	unreadableSheet = diag.Kind{Code: "sheet-unreadable", What: "the %s cannot be read: %s"}
	noColumn        = diag.Kind{Code: "sheet-without-column", What: "the %s has no column %q; its columns are %s",
		Hint: "name a column %[2]q; it may be anywhere in the header row"}
	noColumns = diag.Kind{Code: "sheet-without-columns",
		What: "the %s has no column %q; it has no column names at all",
		Hint: "name a column %[2]q; it may be anywhere in the header row"}
	noIDColumn = diag.Kind{Code: "sheet-without-ids", What: "the %s has no column %q; its columns are %s",
		Hint: `call the column with the staff IDs "staff_id": the IDs that people type on the site`}

	emptyRoster = diag.Kind{Code: "roster-empty", What: "the roster names nobody",
		Hint: "add a row for each member of staff"}
	rosterColumn = diag.Kind{Code: "roster-without-column", What: "the roster has no column %q", Hint: "%[2]s"}
	noAssessors  = diag.Kind{Code: "assessors-empty",
		What: "the register of assessors names nobody: every observation awaits confirmation",
		Hint: "add a row for everybody who may observe"}
	noMinutesColumn = diag.Kind{Code: "training-without-minutes",
		What: `the table of training has neither a column "minutes" nor a column "hours"`, Hint: "%[1]s"}

	unknownRole = diag.Kind{Code: "roster-unknown-role",
		What: "the role %q of %s is not in the standards; nothing is required of the person for it", Hint: "%[3]s"}
	unknownTitle = diag.Kind{Code: "roster-unknown-title",
		What: "the job title %q of %s is neither in %s nor in the standards; nothing is required of the person for it",
		Hint: "give the title a row in %[3]s; the nearest role is %[4]q"}

	// Inside a hint.
	misspelt   = diag.Kind{What: "is it the column %q? call it %q"}
	callColumn = diag.Kind{What: "call the column %q"}
)

// The register of receipt.
var (
	damagedRegister = diag.Kind{What: "the register of receipt %s",
		Hint: "only gradebook receive writes it: restore the last good copy from a backup, or start a new register beside it"}

	registerHead = diag.Kind{Code: "register-without-head",
		What: "does not begin with the line %q; it was probably saved by Excel, which changes its dates"}
	registerCut     = diag.Kind{Code: "register-cut-off", What: "ends in the middle of a line"}
	registerLine    = diag.Kind{Code: "register-unreadable-line", What: "cannot be read in this line"}
	registerTooLong = diag.Kind{Code: "register-too-long", What: "has more than %d lines"}
	registerHash    = diag.Kind{Code: "register-not-a-hash", What: "has something other than a SHA-256 in this line"}
	registerDate    = diag.Kind{Code: "register-not-a-date",
		What: "has the date %q in this line, which is not written as 2026-11-30"}
)
