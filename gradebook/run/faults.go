package run

import (
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// What can be wrong with the files that are named. The argument is the reason that
// the system gives.
var (
	fileMissing = diag.Kind{Code: "file-missing", What: "the file cannot be read: %s",
		Hint: "check its name and place"}
	fileUnreadable = diag.Kind{Code: "file-unreadable", What: "the file cannot be read: %s",
		Hint: "close it if it is open in another program"}
	sheetIsFolder = diag.Kind{Code: "input-is-folder", What: "this is a folder, not a file",
		Hint: "name the workbook or CSV file in it"}
	sheetTooLarge = diag.Kind{Code: "input-too-large", What: "the file is %d MB; at most %d MB are read",
		Hint: "delete sheets and pictures that are not needed"}
	matrixIsFolder = diag.Kind{Code: "matrix-is-folder", What: "this is a folder, not a file",
		Hint: "name the matrix.json in it"}

	kitUnreadable = diag.Kind{Code: "kit-not-opened", What: "the grading kit cannot be read: %s",
		Hint: "ask the trainer for the file " + project.KitFile + " that coursemark build writes"}
	kitIsFolder = diag.Kind{Code: "kit-is-folder", What: "this is a folder, not a grading kit",
		Hint: "name the file " + project.KitFile + ", or a project's folder with --project"}
)

// What can go wrong with output. The argument is the reason that the system gives.
var (
	fileNotWritten = diag.Kind{Code: "output-not-written", What: "the file cannot be written: %s",
		Hint: "close it if it is open in another program, or choose another place with -o"}
	folderNotMade = diag.Kind{Code: "output-folder-not-made", What: "the folder cannot be created: %s",
		Hint: "choose another folder with -o"}

	notCarried = diag.Kind{What: "what was typed into this workbook is not carried over: %s"}

	casesNotWritten = diag.Kind{Code: "cases-not-written", What: "the open cases were not written: %s",
		Hint: "close the file if it is open in another program, and grade again"}
	casesUnreadable = diag.Kind{Code: "cases-unreadable",
		What: "the open cases were not written: the existing table cannot be read", Hint: "rename it, and grade again"}
	suspicionsNotWritten = diag.Kind{Code: "suspicions-not-written", What: "the list of suspicions was not written: %s",
		Hint: "close the file if it is open in another program, and grade again"}

	recordNotWritten = diag.Kind{Code: "record-not-written", What: "the record cannot be written: %s",
		Hint: "close it if it is open in another program, and try again"}
	recordUnreadable = diag.Kind{Code: "record-unreadable",
		What: "the existing record cannot be read, and was left as it is: %s",
		Hint: "close it if it is open in another program, or move it elsewhere, and try again"}
	recordNotOurs = diag.Kind{Code: "record-not-ours",
		What: "it was not written by gradebook record, or was changed since, and was left as it is",
		Hint: "move it elsewhere, and try again"}
	recordsNotMade = diag.Kind{Code: "records-not-made", What: "the records cannot be created: %s",
		Hint: "grade again, and write the records of that matrix"}
)

// What can go wrong with the register of receipt.
var (
	registerFolderUnreadable = diag.Kind{Code: "register-folder-unreadable",
		What: "the folder of the register cannot be opened: %s",
		Hint: "check the name of the folder; nothing was written"}
	registerNotLocked = diag.Kind{Code: "register-not-locked", What: "the register cannot be locked: %s",
		Hint: "close the register if it is open in another program; nothing was written"}
	registerNotWritten = diag.Kind{Code: "register-not-written", What: "the register cannot be written: %s",
		Hint: "close the register if it is open in another program; nothing was written"}
	registerInUse = diag.Kind{Code: "register-in-use",
		What: "another run of gradebook is writing the register at this moment; nothing was written",
		Hint: "wait until it is done, and try again"}
)

// What can be wrong with what is inspected.
var (
	notInspectedFolder = diag.Kind{Code: "inspect-folder", What: "this is a folder",
		Hint: "name one file; gradebook grade reads folders"}
	tooLargeForResults = diag.Kind{Code: "inspect-too-large",
		What: "the file is %d MB; a results file is at most %d MB"}
	officeDocument = diag.Kind{Code: "inspect-office", What: "it is a workbook or another Office document",
		Hint: "open it in Excel"}
	notAKit = diag.Kind{Code: "inspect-not-kit", What: "it is a zip, but not a grading kit",
		Hint: "unpack it to inspect the files inside; gradebook grade reads a zip with results as it is"}
	notAReceipt = diag.Kind{Code: "inspect-not-receipt", What: "%q is not a receipt: %s",
		Hint: "read it again from the person's My progress, as XXXX-XXXX-XXXX-XXXX-X; O counts as 0, I and L as 1"}
	receiptUnknown = diag.Kind{Code: "inspect-receipt-unknown",
		What: "%s was read correctly, but no record has it (%s searched)",
		Hint: "ask the person for the file again: they can download it from My progress"}
)
