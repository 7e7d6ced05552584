package workbook

import (
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// training lists hours of training: those of HR's own table, and the planned
// minutes of the modules of this site.
func (b *book) training() spreadsheet.Sheet {
	columns := append(identity(),
		spreadsheet.Column{Header: "Date", Width: 11, Kind: spreadsheet.Day},
		spreadsheet.Column{Header: "Course", Width: 36, Wrap: true},
		spreadsheet.Column{Header: "Version", Width: 14},
		spreadsheet.Column{Header: "Type", Width: 20, Wrap: true},
		spreadsheet.Column{Header: "Minutes", Width: 9, Kind: spreadsheet.Integer, Middle: true},
		spreadsheet.Column{Header: "Minutes are", Width: 13},
		spreadsheet.Column{Header: "Provider", Width: 26, Wrap: true},
		spreadsheet.Column{Header: "Presenter's qualification", Width: 26, Wrap: true},
		spreadsheet.Column{Header: "Certificate ID", Width: 18},
		spreadsheet.Column{Header: "Note", Width: 30, Wrap: true},
		spreadsheet.Column{Header: "File", Width: 28, Wrap: true},
	)
	return spreadsheet.Sheet{
		Name:     sheetTraining,
		Columns:  columns,
		Identity: 2,
		Tab:      "5B7F5B",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, t := range b.Matrix.Training.All() {
				clear(row)
				row[0] = spreadsheet.Text(t.Staff)
				if p := b.Person[t.Staff]; p != nil {
					b.identify(row, p)
				}
				row[4], row[5], row[6], row[7] = spreadsheet.Date(t.Date), spreadsheet.Text(t.Course), spreadsheet.Text(t.Version), spreadsheet.Text(t.Type)
				if t.Minutes > 0 {
					row[8] = spreadsheet.Int(t.Minutes)
				}
				for i, s := range []string{words.MinutesAre(t.Minutes, t.Planned), t.Provider, t.Presenter, t.Certificate, t.Note, t.Source} {
					row[9+i] = spreadsheet.Text(s)
				}
				if !yield(row) {
					return
				}
			}
		},
	}
}
