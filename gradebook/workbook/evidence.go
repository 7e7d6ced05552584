package workbook

import (
	"cmp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// evidence is the tidy sheet: a row for each piece of evidence and competency.
func (b *book) evidence() spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: sheetEvidence, Identity: 2, Tab: "A9B4BE", Empty: "No evidence was received."}
	fields := slices.Concat(b.scoreFields(), originFields(), traceFields())
	return spreadsheet.Lay(s, fields, second(b.Matrix.Evidence.All()))
}

type evidenceField = spreadsheet.Field[*competence.Evidence]

// scoreFields say of whom a piece of evidence is, for what, and how well it was done.
func (b *book) scoreFields() []evidenceField {
	type E = competence.Evidence
	return []evidenceField{
		spreadsheet.Line("Evidence ID", 14, func(e *E) string { return e.ID }),
		spreadsheet.Line("Staff ID", 10, func(e *E) string { return e.Staff }),
		spreadsheet.Wrapped("Name", 20, func(e *E) string {
			if p := b.Person[e.Staff]; p != nil {
				return p.Name
			}
			return ""
		}),
		spreadsheet.Line("Competency", 14, func(e *E) string { return e.Competency }),
		spreadsheet.Wrapped("Indicators", 24, func(e *E) string { return strings.Join(e.Indicators, ", ") }),
		spreadsheet.Wrapped("Kind", 18, func(e *E) string { return b.Kind(standards.Kind(e.Kind)) }),
		spreadsheet.Line("Counts", 8, func(e *E) string { return words.YesNo(e.Counts) }),
		spreadsheet.Calendar("Date of evidence", 11, func(e *E) string { return e.Date }),
		spreadsheet.Figure("Raw", 7, spreadsheet.Decimal, func(e *E) spreadsheet.Cell {
			return where(e.Max > 0, spreadsheet.Number(e.Raw))
		}),
		spreadsheet.Figure("Max", 7, spreadsheet.Decimal, func(e *E) spreadsheet.Cell {
			return where(e.Max > 0, spreadsheet.Number(e.Max))
		}),
		spreadsheet.Figure("Percent", 9, spreadsheet.Share, func(e *E) spreadsheet.Cell {
			return where(e.Max > 0, spreadsheet.Percent(e.Percent))
		}),
		spreadsheet.Figure("Cut", 7, spreadsheet.Share, func(e *E) spreadsheet.Cell {
			return where(e.Cut > 0, spreadsheet.Percent(e.Cut))
		}),
		spreadsheet.Figure("Items", 7, spreadsheet.Integer, func(e *E) spreadsheet.Cell {
			return where(e.Items > 0 && e.Path == nil, spreadsheet.Int(e.Items))
		}),
		spreadsheet.Line("Level", 12, b.Evidence),
	}
}

// originFields say when it came, from whom, and in which assessment.
func originFields() []evidenceField {
	type E = competence.Evidence
	return []evidenceField{
		spreadsheet.Figure("Handed in (learner's clock)", 16, spreadsheet.Moment,
			func(e *E) spreadsheet.Cell { return spreadsheet.Clock(e.HandedIn) }),
		spreadsheet.Figure("First received (register)", 13, spreadsheet.Day, func(e *E) spreadsheet.Cell {
			if e.FirstReceived == "" {
				return spreadsheet.Text("unknown")
			}
			return spreadsheet.Date(e.FirstReceived)
		}),
		spreadsheet.Line("Code or self-declared", 14, func(e *E) string { return words.Identity(e.Identity) }),
		spreadsheet.Wrapped("Assessor", 20, func(e *E) string { return e.Assessor }),
		spreadsheet.Line("Method", 13, func(e *E) string { return e.Method }),
		spreadsheet.Wrapped("Setting", 14, func(e *E) string { return e.Setting }),
		spreadsheet.Line("Question bank or scenario", 20, func(e *E) string { return e.Bank }),
		spreadsheet.Line("Its revision", 16, func(e *E) string { return e.BankRevision }),
		spreadsheet.Line("Public bank", 8, func(e *E) string {
			if e.Bank == "" {
				return ""
			}
			return words.YesNo(e.PublicBank)
		}),
		spreadsheet.Figure("Attempt", 9, spreadsheet.Integer, func(e *E) spreadsheet.Cell {
			return where(e.Attempt > 0, spreadsheet.Int(e.Attempt))
		}),
	}
}

// traceFields lead to the file, and say how long the evidence holds.
func traceFields() []evidenceField {
	type E = competence.Evidence
	return []evidenceField{
		spreadsheet.Wrapped("Path", 18, func(e *E) string { return words.Upper(words.Path(e.Path)) }),
		spreadsheet.Line("Attempt ID", 16, func(e *E) string { return e.AttemptID }),
		spreadsheet.Line("Receipt", 19, func(e *E) string { return e.Receipt }),
		spreadsheet.Calendar("Valid from", 11, func(e *E) string { return e.ValidFrom }),
		spreadsheet.Calendar("Expires", 11, func(e *E) string { return e.Expires }),
		spreadsheet.Line("Superseded by", 14, func(e *E) string { return e.SupersededBy }),
		spreadsheet.Wrapped("Integrity flags", 22, func(e *E) string { return words.Flags(e.Flags, "; ") }),
		spreadsheet.Wrapped("Note", 26, func(e *E) string { return e.Note }),
		spreadsheet.Wrapped("File", 26, func(e *E) string { return e.Source }),
		spreadsheet.Line("SHA-256 of the file", 60, func(e *E) string { return e.FileSHA256 }),
	}
}

// where returns a cell if it has something to show, and a blank one otherwise.
func where(show bool, c spreadsheet.Cell) spreadsheet.Cell {
	if show {
		return c
	}
	return spreadsheet.Cell{}
}

// exceptions lists what was not counted, and what to do about it.
func (b *book) exceptions() spreadsheet.Sheet {
	type E = verdict.Exception
	fields := []spreadsheet.Field[E]{
		spreadsheet.Wrapped("Verdict", 17, func(e E) string { return words.Spaced(e.Verdict) }),
		spreadsheet.Wrapped("File", 28, func(e E) string { return e.File }),
		spreadsheet.Wrapped("Record or row", 14, func(e E) string { return cmp.Or(e.Record, "the whole file") }),
		spreadsheet.Line("Staff ID", 10, func(e E) string { return e.Staff }),
		spreadsheet.Wrapped("Reason", 16, func(e E) string { return words.Spaced(e.Reason) }),
		spreadsheet.Wrapped("What", 40, func(e E) string { return words.Upper(e.What) }),
		spreadsheet.Wrapped("What to do", 40, func(e E) string { return words.Upper(e.Hint) }),
		spreadsheet.Wrapped("SHA-256 of the file", 36, func(e E) string { return e.SHA256 }),
	}
	s := spreadsheet.Sheet{Name: sheetExceptions, Identity: 1, Tab: "8C2D19", Empty: "No exceptions."}
	return spreadsheet.Lay(s, fields, slices.Values(b.Matrix.Exceptions))
}
