package spreadsheet

import (
	"errors"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

const (
	saveAsWorkbook = "open it in Excel and save it as Excel Workbook (.xlsx)"
	saveAgain      = "open it in Excel and save it again as Excel Workbook (.xlsx)"
	whatIsNeeded   = "it needs a header row and a row for each person"
)

// Files that are not read as a table.
var (
	tooLarge = diag.Kind{Code: "table-too-large", What: "the file has %d MB; at most %d MB are read",
		Hint: "split it, or delete columns and pictures that are not needed"}
	emptyFile   = diag.Kind{Code: "table-empty", What: "the file is empty", Hint: whatIsNeeded}
	nothingInIt = diag.Kind{Code: "table-without-rows", What: "there is nothing in the file", Hint: whatIsNeeded}
	protected   = diag.Kind{Code: "table-protected", What: "the workbook is protected with a password",
		Hint: "open it in Excel, choose File, Info, Protect Workbook, Encrypt with Password, empty the password and save"}
	oldExcel = diag.Kind{Code: "table-old-excel", What: "this is a workbook of the old Excel format (.xls)",
		Hint: saveAsWorkbook}
	otherFormat = diag.Kind{Code: "table-other-format", What: "this is %s", Hint: saveAsWorkbook}
	pdf         = diag.Kind{Code: "table-pdf", What: "this is a PDF",
		Hint: "ask for the table itself, as .xlsx or .csv"}
	webPage = diag.Kind{Code: "table-web-page", What: "this is a web page, whatever its name says",
		Hint: saveAsWorkbook}
	notText = diag.Kind{Code: "table-not-text", What: "this is neither a workbook nor text",
		Hint: "use an Excel workbook (.xlsx) or a CSV file"}
	notWorkbook = diag.Kind{Code: "table-not-workbook", What: "this is not an Excel workbook",
		Hint: "name a workbook (.xlsx)"}
)

// Tables that cannot be read to their end.
var (
	openQuote = diag.Kind{Code: "table-open-quote", What: "a quotation mark in line %d is never closed",
		Hint: "delete it, or double it if it belongs to the text"}
	tooWide = diag.Kind{Code: "table-too-wide", What: "row %d has %d columns; at most %d are read",
		Hint: "delete the columns to the right of the table"}
	tooLong = diag.Kind{Code: "table-too-long",
		What: "the table is too long: at most %d rows and %d cells are read", Hint: "split it into several files"}
	tooLargeUnpacked = diag.Kind{Code: "table-too-large-unpacked",
		What: "the workbook is too large: it has more than %d MB when it is unpacked",
		Hint: "delete sheets, columns and formatting that are not needed"}
	noSuchColumns = diag.Kind{Code: "table-without-columns",
		What: "no sheet of the workbook has the columns that are needed",
		Hint: "name a workbook that gradebook wrote, and leave the headers of its columns as they were"}
	unreadable = diag.Kind{Code: "table-unreadable", What: "the workbook cannot be read: %s",
		Hint: saveAgain} // in the library's words
	unreadableRow = diag.Kind{Code: "table-unreadable-row", What: "row %d of the sheet %q cannot be read: %s",
		Hint: saveAgain}
	damaged  = diag.Kind{Code: "table-damaged", What: "the workbook is damaged", Hint: saveAgain}
	cutShort = diag.Kind{Code: "table-cut-short", What: "the workbook is cut short or damaged", Hint: saveAgain}
)

// What a zip can be that is not an Excel workbook; the argument of otherFormat.
var (
	plainZip       = diag.Kind{What: "a zip file, not a workbook"}
	binaryWorkbook = diag.Kind{What: "a binary workbook (.xlsb)"}
	wordDocument   = diag.Kind{What: "a Word document"}
	openDocument   = diag.Kind{What: "an OpenDocument file"}
	numbers        = diag.Kind{What: "a Numbers document"}
)

// asFault keeps a fault, and turns an error of the library into one.
func asFault(name string, err error) error {
	var fault diag.Fault
	if errors.As(err, &fault) {
		return fault
	}
	return unreadable.With(strings.TrimSpace(err.Error())).In(name)
}

// rowFault is the fault of a row that the library cannot read.
func rowFault(name, sheet string, number int, err error) error {
	return unreadableRow.With(number, sheet, strings.TrimSpace(err.Error())).In(name)
}
