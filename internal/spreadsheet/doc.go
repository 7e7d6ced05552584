// Package spreadsheet reads the tables that people keep in Excel and writes
// workbooks for them.
//
// ReadTable takes a CSV or XLSX file as it comes: separators, encodings, titles
// above the header and the number formats of dates and IDs differ from office to
// office. Write turns a typed model of a workbook into XLSX; the same model gives
// the same bytes, text is never taken for a formula, and what Excel would answer
// with an offer to repair is ruled out here. Only this package knows the library
// underneath.
package spreadsheet
