package desk

import (
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// Why a folder is not graded.
var (
	startedInsideZip = diag.Kind{Code: "folder-inside-zip",
		What: "gradebook was started inside the zip, where it cannot save anything",
		Hint: "right-click the zip, choose Extract All, and start gradebook in the folder that appears"}
	folderUnreadable = diag.Kind{Code: "folder-unreadable", What: "the folder cannot be read: %s"}
	folderOfProject  = diag.Kind{Code: "folder-of-project",
		What: "this is the folder of a trainer's project, not HR's; nothing was written",
		Hint: "put gradebook into a folder of its own, with the roster, the results and the grading kit"}
	sheetTwice = diag.Kind{Code: "folder-sheet-twice",
		What: "the folder holds both %[1]s.xlsx and %[1]s.csv, and it is not clear which one to read",
		Hint: "move the older one out of the folder"}
	rosterMisnamed = diag.Kind{Code: "folder-roster-misnamed",
		What: "the roster must be called roster.xlsx or roster.csv",
		Hint: "rename this file, or save it as Excel Workbook under the name roster.xlsx"}
	rosterEmpty = diag.Kind{Code: "folder-roster-empty", What: "the roster names nobody yet",
		Hint: "open it in Excel, write or paste a row for each member of staff, save it, and start gradebook again"}
	kitMissing = diag.Kind{Code: "folder-kit-missing",
		What: "the grading kit is not in this folder: without it nothing can be scored",
		Hint: "ask the trainer for the newest " + project.KitFile + " and put it here, as it is"}
	folderNotMade = diag.Kind{Code: "folder-not-made", What: "the folder cannot be created: %s",
		Hint: "put gradebook into a folder of your own, such as one in Documents, and start it there"}
	sheetNotWritten = diag.Kind{Code: "folder-sheet-not-written", What: "the sheet cannot be written: %s",
		Hint: "put gradebook into a folder of your own, such as one in Documents, and start it there"}
)
