package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

type trainingTable struct {
	Caption string
	Rows    []trainingRow
	Years   []string
}

type trainingRow struct {
	sheets.Training
	Time string
}

// trainingOf is the training of one person, with its sum for each year.
func (f *facts) trainingOf(p *gradebook.Person) trainingTable {
	t := trainingTable{Caption: "Training of " + cmp.Or(p.Name, p.ID)}
	list := f.training(p.ID)
	for _, piece := range list {
		t.Rows = append(t.Rows, trainingRow{*piece, words.Spent(piece.Minutes, piece.Planned)})
	}
	for _, y := range f.Matrix.Years(list) {
		t.Years = append(t.Years, words.Sentence(words.Year(y.Year, y.Stated, y.Planned)))
	}
	return t
}

func trainingSheet(v recordView) spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: "Training hours", Identity: 2}
	return spreadsheet.Lay(s, []spreadsheet.Field[trainingRow]{
		spreadsheet.Calendar("Date", 11, func(t trainingRow) string { return t.Date }),
		spreadsheet.Wrapped("Course", 36, func(t trainingRow) string { return t.Course }),
		spreadsheet.Line("Version", 14, func(t trainingRow) string { return t.Version }),
		spreadsheet.Wrapped("Type", 20, func(t trainingRow) string { return t.Type }),
		spreadsheet.Figure("Minutes", 9, spreadsheet.Integer, func(t trainingRow) spreadsheet.Cell {
			if t.Minutes == 0 {
				return spreadsheet.Cell{}
			}
			return spreadsheet.Int(t.Minutes)
		}),
		spreadsheet.Line("Minutes are", 13,
			func(t trainingRow) string { return words.MinutesAre(t.Minutes, t.Planned) }),
		spreadsheet.Wrapped("Provider", 26, func(t trainingRow) string { return t.Provider }),
		spreadsheet.Wrapped("Presenter's qualification", 26, func(t trainingRow) string { return t.Presenter }),
		spreadsheet.Line("Certificate ID", 18, func(t trainingRow) string { return t.Certificate }),
		spreadsheet.Wrapped("Note", 30, func(t trainingRow) string { return t.Note }),
		spreadsheet.Wrapped("File", 28, func(t trainingRow) string { return t.Source }),
	}, slices.Values(v.Training.Rows))
}

func (f *facts) trainingRows(row func(...string)) {
	row("staff_id", "name", "date", "course", "version", "type", "minutes", "minutes_are", "provider", "presenter",
		"certificate", "note", "file", "file_sha256")
	for _, t := range f.Matrix.Training.All() {
		name, minutes := "", ""
		if p := f.Person[t.Staff]; p != nil {
			name = p.Name
		}
		if t.Minutes > 0 {
			minutes = strconv.Itoa(t.Minutes)
		}
		row(t.Staff, name, t.Date, t.Course, t.Version, t.Type, minutes, words.MinutesAre(t.Minutes, t.Planned),
			t.Provider, t.Presenter, t.Certificate, t.Note, t.Source, t.FileSHA256)
	}
}
