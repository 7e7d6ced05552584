package workbook

import (
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// evidence is the tidy sheet: a row for each piece of evidence and competency.
func (b *book) evidence() spreadsheet.Sheet {
	type E = competence.Evidence
	text := func(header string, width float64, get func(*E) string) evidenceColumn {
		return evidenceColumn{spreadsheet.Column{Header: header, Width: width}, func(e *E) spreadsheet.Cell { return spreadsheet.Text(get(e)) }}
	}
	long := func(header string, width float64, get func(*E) string) evidenceColumn {
		c := text(header, width, get)
		c.column.Wrap = true
		return c
	}
	of := func(header string, width float64, kind spreadsheet.Kind, get func(*E) spreadsheet.Cell) evidenceColumn {
		return evidenceColumn{spreadsheet.Column{Header: header, Width: width, Kind: kind, Middle: kind == spreadsheet.Integer || kind == spreadsheet.Share}, get}
	}
	scored := func(e *E) bool { return e.Max > 0 }
	columns := []evidenceColumn{
		text("Evidence ID", 14, func(e *E) string { return e.ID }),
		text("Staff ID", 10, func(e *E) string { return e.Staff }),
		long("Name", 20, func(e *E) string {
			if p := b.Person[e.Staff]; p != nil {
				return p.Name
			}
			return ""
		}),
		text("Competency", 14, func(e *E) string { return e.Competency }),
		long("Indicators", 24, func(e *E) string { return strings.Join(e.Indicators, ", ") }),
		long("Kind", 18, func(e *E) string { return b.Kind(standards.Kind(e.Kind)) }),
		text("Counts", 8, func(e *E) string { return words.YesNo(e.Counts) }),
		of("Date of evidence", 11, spreadsheet.Day, func(e *E) spreadsheet.Cell { return spreadsheet.Date(e.Date) }),
		of("Raw", 7, spreadsheet.Decimal, func(e *E) spreadsheet.Cell {
			if !scored(e) {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Number(e.Raw)
		}),
		of("Max", 7, spreadsheet.Decimal, func(e *E) spreadsheet.Cell {
			if !scored(e) {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Number(e.Max)
		}),
		of("Percent", 9, spreadsheet.Share, func(e *E) spreadsheet.Cell {
			if !scored(e) {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Percent(e.Percent)
		}),
		of("Cut", 7, spreadsheet.Share, func(e *E) spreadsheet.Cell {
			if e.Cut == 0 {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Percent(e.Cut)
		}),
		of("Items", 7, spreadsheet.Integer, func(e *E) spreadsheet.Cell {
			if e.Items == 0 || e.Path != nil {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Int(e.Items)
		}),
		text("Level", 12, b.Evidence),
		of("Handed in (learner's clock)", 16, spreadsheet.Moment, func(e *E) spreadsheet.Cell { return spreadsheet.Clock(e.HandedIn) }),
		of("First received (register)", 13, spreadsheet.Day, func(e *E) spreadsheet.Cell {
			if e.FirstReceived == "" {
				return spreadsheet.Text("unknown")
			}
			return spreadsheet.Date(e.FirstReceived)
		}),
		text("Code or self-declared", 14, func(e *E) string { return words.Identity(e.Identity) }),
		long("Assessor", 20, func(e *E) string { return e.Assessor }),
		text("Method", 13, func(e *E) string { return e.Method }),
		long("Setting", 14, func(e *E) string { return e.Setting }),
		text("Question bank or scenario", 20, func(e *E) string { return e.Bank }),
		text("Its revision", 16, func(e *E) string { return e.BankRevision }),
		text("Public bank", 8, func(e *E) string {
			if e.Bank == "" {
				return ""
			}
			return words.YesNo(e.PublicBank)
		}),
		of("Attempt", 9, spreadsheet.Integer, func(e *E) spreadsheet.Cell {
			if e.Attempt == 0 {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Int(e.Attempt)
		}),
		long("Path", 18, func(e *E) string { return words.Upper(words.Path(e.Path)) }),
		text("Attempt ID", 16, func(e *E) string { return e.AttemptID }),
		text("Receipt", 19, func(e *E) string { return e.Receipt }),
		of("Valid from", 11, spreadsheet.Day, func(e *E) spreadsheet.Cell { return spreadsheet.Date(e.ValidFrom) }),
		of("Expires", 11, spreadsheet.Day, func(e *E) spreadsheet.Cell { return spreadsheet.Date(e.Expires) }),
		text("Superseded by", 14, func(e *E) string { return e.SupersededBy }),
		long("Integrity flags", 22, func(e *E) string { return words.Flags(e.Flags, "; ") }),
		long("Note", 26, func(e *E) string { return e.Note }),
		long("File", 26, func(e *E) string { return e.Source }),
		text("SHA-256 of the file", 60, func(e *E) string { return e.FileSHA256 }),
	}
	sheet := spreadsheet.Sheet{
		Name:     sheetEvidence,
		Identity: 2,
		Tab:      "A9B4BE",
		Empty:    "No evidence was received.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, e := range b.Matrix.Evidence.All() {
				for k, c := range columns {
					row[k] = c.get(e)
				}
				if !yield(row) {
					return
				}
			}
		},
	}
	for _, c := range columns {
		sheet.Columns = append(sheet.Columns, c.column)
	}
	return sheet
}

type evidenceColumn struct {
	column spreadsheet.Column
	get    func(*competence.Evidence) spreadsheet.Cell
}

// exceptions lists what was not counted, with the way out.
func (b *book) exceptions() spreadsheet.Sheet {
	columns := []spreadsheet.Column{
		{Header: "Verdict", Width: 17, Wrap: true},
		{Header: "File", Width: 28, Wrap: true},
		{Header: "Record or row", Width: 14, Wrap: true},
		{Header: "Staff ID", Width: 10},
		{Header: "Reason", Width: 16, Wrap: true},
		{Header: "What", Width: 40, Wrap: true},
		{Header: "What to do", Width: 40, Wrap: true},
		{Header: "SHA-256 of the file", Width: 36, Wrap: true},
	}
	return spreadsheet.Sheet{
		Name:     sheetExceptions,
		Columns:  columns,
		Identity: 1,
		Tab:      "8C2D19",
		Empty:    "No exceptions.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for i := range b.Matrix.Exceptions {
				e := &b.Matrix.Exceptions[i]
				record := e.Record
				if record == "" {
					record = "the whole file"
				}
				for k, s := range [...]string{words.Spaced(e.Verdict), e.File, record, e.Staff, words.Spaced(e.Reason), words.Upper(e.What), words.Upper(e.Hint), e.SHA256} {
					row[k] = spreadsheet.Text(s)
				}
				if !yield(row) {
					return
				}
			}
		},
	}
}
