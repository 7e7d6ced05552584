package gradebook

import "github.com/coursemark/coursemark/internal/diag"

const (
	nameAnother = "name the matrix.json that gradebook grade wrote beside the workbook"
	wasChanged  = "it was changed after it was written: restore it from a backup, or grade again"
)

// What is not a matrix.json, or cannot be read.
var (
	isWorkbook = diag.Kind{Code: "matrix-is-workbook", What: "it is a workbook, not a matrix.json",
		Hint: nameAnother}
	otherVersion = diag.Kind{Code: "matrix-other-version", What: "its format is %q; this program reads %s",
		Hint: "use the gradebook that wrote it, or a newer one"}
	otherFormat = diag.Kind{Code: "matrix-other-format", What: "it is not a matrix.json: its format is %q",
		Hint: nameAnother}
	withoutFormat = diag.Kind{Code: "matrix-without-format", What: "it is not a matrix.json: it names no format",
		Hint: nameAnother}
	otherSite = diag.Kind{Code: "matrix-other-site", What: "it is the matrix of the site %q; this site is %q",
		Hint: "name the matrix.json of the same site"}

	tooMuch   = diag.Kind{Code: "matrix-too-large", What: "it holds more than a matrix.json does", Hint: nameAnother}
	nameTwice = diag.Kind{Code: "matrix-name-twice",
		What: "a name occurs twice in the same JSON object (at byte %d)", Hint: nameAnother}
	notJSON = diag.Kind{Code: "matrix-not-json", What: "it is not JSON, or is cut off (at byte %d)",
		Hint: nameAnother}
	notExpected = diag.Kind{Code: "matrix-not-expected", What: "the value at %s does not belong there",
		Hint: nameAnother}
	cannotBeRead = diag.Kind{Code: "matrix-unreadable", What: "it cannot be read: %s", Hint: nameAnother}
)

// What does not hold together in a matrix.json. The first argument is the place.
var (
	withoutDate   = diag.Kind{Code: "matrix-without-date", What: "it has no as-of date", Hint: wasChanged}
	notADate      = diag.Kind{Code: "matrix-not-a-date", What: "%s: %q is not a date", Hint: wasChanged}
	idTwice       = diag.Kind{Code: "matrix-id-twice", What: "%s has no ID, or occurs twice", Hint: wasChanged}
	cellTwice     = diag.Kind{Code: "matrix-cell-twice", What: "%s occurs twice", Hint: wasChanged}
	unknownStatus = diag.Kind{Code: "matrix-unknown-status", What: "%s: the status %q is not known", Hint: wasChanged}
	ofNobody      = diag.Kind{Code: "matrix-of-nobody", What: "%s: this person is not among the staff",
		Hint: wasChanged}
	wrongMinutes = diag.Kind{Code: "matrix-wrong-minutes",
		What: "%s has no date, or an impossible number of minutes", Hint: wasChanged}
	wrongPoints     = diag.Kind{Code: "matrix-wrong-points", What: "%s: its points are impossible", Hint: wasChanged}
	wrongLevel      = diag.Kind{Code: "matrix-wrong-level", What: "%s: there is no such level", Hint: wasChanged}
	evidenceMissing = diag.Kind{Code: "matrix-evidence-missing",
		What: "%s rests on the evidence %s, which is not in it", Hint: wasChanged}
)
