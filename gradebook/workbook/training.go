package workbook

import (
	"iter"
	"slices"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// training lists hours of training: those of HR's own table, and the planned
// minutes of the modules of this site.
func (b *book) training() spreadsheet.Sheet {
	type T = *sheets.Training
	fields := slices.Concat(identityOf(b, func(t T) string { return t.Staff }), []spreadsheet.Field[T]{
		spreadsheet.Calendar("Date", 11, func(t T) string { return t.Date }),
		spreadsheet.Wrapped("Course", 36, func(t T) string { return t.Course }),
		spreadsheet.Line("Version", 14, func(t T) string { return t.Version }),
		spreadsheet.Wrapped("Type", 20, func(t T) string { return t.Type }),
		spreadsheet.Figure("Minutes", 9, spreadsheet.Integer,
			func(t T) spreadsheet.Cell { return where(t.Minutes > 0, spreadsheet.Int(t.Minutes)) }),
		spreadsheet.Line("Minutes are", 13, func(t T) string { return words.MinutesAre(t.Minutes, t.Planned) }),
		spreadsheet.Wrapped("Provider", 26, func(t T) string { return t.Provider }),
		spreadsheet.Wrapped("Presenter's qualification", 26, func(t T) string { return t.Presenter }),
		spreadsheet.Line("Certificate ID", 18, func(t T) string { return t.Certificate }),
		spreadsheet.Wrapped("Note", 30, func(t T) string { return t.Note }),
		spreadsheet.Wrapped("File", 28, func(t T) string { return t.Source }),
	})
	s := spreadsheet.Sheet{Name: sheetTraining, Identity: 2, Tab: "5B7F5B"}
	return spreadsheet.Lay(s, fields, second(b.Matrix.Training.All()))
}

// second are the second values of pairs.
func second[K, V any](pairs iter.Seq2[K, V]) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, v := range pairs {
			if !yield(v) {
				return
			}
		}
	}
}
