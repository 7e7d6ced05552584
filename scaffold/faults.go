package scaffold

import "github.com/coursemark/coursemark/internal/diag"

// The argument marked `reason` is the operating system's description of what failed.

// New pages, banks and roles, and where they go. The first argument says which of these.
var (
	titleMissing = diag.Kind{
		Code: "new-title-missing",
		What: "the title is missing",
		Hint: `write it in quotes: coursemark new %[1]s "Its title"`,
	}
	contentUnreadable = diag.Kind{ // reason
		Code: "new-content-unreadable",
		What: "content/ cannot be read",
		Hint: "%[1]s",
	}
	noPlace = diag.Kind{
		Code: "new-no-place",
		What: "there is no %s yet to put it in",
		Hint: `create one first: coursemark new %[1]s "Its title"`,
	}
	placeOpen = diag.Kind{
		Code: "new-place-open",
		What: "it is not clear which %s is meant",
		Hint: "name one with --in: %[2]s",
	}
	placeUnknown = diag.Kind{Code: "new-place-unknown", What: "there is no %s %q", Hint: "%[3]s"}
	placeTwice   = diag.Kind{
		Code: "new-place-ambiguous",
		What: "more than one %s is called %q",
		Hint: "name one of them in full: %[3]s",
	}
	nameTaken = diag.Kind{
		Code: "new-name-taken",
		What: "there is already a %s called %q in %s",
		Hint: "choose another title; nothing was written",
	}
)

// Files.
var (
	fileTaken = diag.Kind{
		Code: "new-file-taken",
		What: "%s already exists",
		Hint: "choose another title; nothing was written",
	}
	fileNotWritten = diag.Kind{Code: "new-file-not-written", What: "%s cannot be written", Hint: "%[2]s"} // reason
	folderNotMade  = diag.Kind{Code: "new-folder-not-made", What: "%s cannot be created", Hint: "%[2]s"}  // reason
	templateBroken = diag.Kind{
		Code: "new-template-broken",
		What: "the template %s cannot be filled in: %s",
		Hint: "this is a bug in Coursemark: please report it",
	}
)

// New projects.
var (
	projectFolderNotMade = diag.Kind{ // reason
		Code: "new-project-folder-not-made",
		What: "the folder cannot be created",
		Hint: "%[1]s",
	}
	projectFolderUnreadable = diag.Kind{ // reason
		Code: "new-project-folder-unreadable",
		What: "the folder cannot be read",
		Hint: "%[1]s",
	}
	projectFolderNotEmpty = diag.Kind{
		Code: "new-project-folder-not-empty",
		What: "the folder is not empty: it contains %s",
		Hint: "name a new folder: coursemark init my-courses",
	}
	projectNotAssembled = diag.Kind{
		Code: "new-project-not-assembled",
		What: "the new project cannot be put together: %s",
		Hint: "this is a bug in Coursemark: please report it",
	}
	projectNotWritten = diag.Kind{ // reason
		Code: "new-project-not-written",
		What: "the project cannot be written",
		Hint: "%[1]s",
	}
)

// Roles.
var (
	noFramework = diag.Kind{
		Code: "new-role-without-framework",
		What: "there is no framework to put the role in",
		Hint: "frameworks are files standards/frameworks/*.toml",
	}
	roleTaken = diag.Kind{
		Code: "new-role-taken",
		What: "the framework already has a role %q",
		Hint: "choose another title; nothing was written",
	}
	frameworkUnreadable = diag.Kind{ // reason
		Code: "new-framework-unreadable",
		What: "%s cannot be read",
		Hint: "%[2]s",
	}
)

// Tables of questions.
var (
	tableUnreadable = diag.Kind{
		Code: "new-questions-unreadable",
		What: "the table cannot be read: %s",
		Hint: "open it in Excel and save it again as Excel Workbook (.xlsx)",
	}
	columnMissing = diag.Kind{
		Code: "new-questions-column-missing",
		What: "no column is called %q",
		Hint: "columns are id, type, question, A, B, C, D, right, feedback A …, indicators; coursemark new " +
			"bank --template questions.csv writes an example",
	}
	noOptionColumns = diag.Kind{
		Code: "new-questions-without-options",
		What: "there are no columns for options",
		Hint: "call them A, B, C, D",
	}
	tooManyRows = diag.Kind{
		Code: "new-questions-too-many",
		What: "the table has %d rows; a bank has at most %d questions",
		Hint: "split it into two tables, and make a bank from each",
	}
	noRows = diag.Kind{
		Code: "new-questions-none",
		What: "the table has no questions",
		Hint: "write a row for each question",
	}
	rowIsEmpty = diag.Kind{
		Code: "new-question-missing",
		What: "the row has no question",
		Hint: "write the question, or delete the row",
	}
	pointsWrong = diag.Kind{
		Code: "new-question-points",
		What: "points %q is not a number above 0 and at most 100",
		Hint: "write a number such as 1, or leave the cell empty",
	}
	noSuchOption = diag.Kind{
		Code: "new-question-no-such-option",
		What: "%q in the column “right” names no option",
		Hint: "write the letters of the right options: B, or A, C",
	}
	noneRight = diag.Kind{
		Code: "new-question-none-right",
		What: "no option is right",
		Hint: "write its letter in the column “right”",
	}
)
