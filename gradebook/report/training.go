package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
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

// shared says what else a person handed in that is no evidence.
func shared(p *gradebook.Person) []string {
	var out []string
	if p.Reflections > 0 {
		out = append(out, "The person shared "+count.Of(p.Reflections, "reflection", "reflections")+". What it says is theirs and is not kept here.")
	}
	if p.PracticeLogs > 0 {
		out = append(out, "The person handed in "+count.Of(p.PracticeLogs, "log", "logs")+" of practice, which is no evidence.")
	}
	return out
}

func trainingSheet(v recordView) spreadsheet.Sheet {
	var rows [][]spreadsheet.Cell
	for _, t := range v.Training.Rows {
		minutes := spreadsheet.Cell{}
		if t.Minutes > 0 {
			minutes = spreadsheet.Int(t.Minutes)
		}
		row := []spreadsheet.Cell{spreadsheet.Date(t.Date), spreadsheet.Text(t.Course), spreadsheet.Text(t.Version), spreadsheet.Text(t.Type), minutes}
		for _, s := range []string{words.MinutesAre(t.Minutes, t.Planned), t.Provider, t.Presenter, t.Certificate, t.Note, t.Source} {
			row = append(row, spreadsheet.Text(s))
		}
		rows = append(rows, row)
	}
	return spreadsheet.Sheet{Name: "Training hours", Identity: 2, Rows: slices.Values(rows), Columns: []spreadsheet.Column{
		{Header: "Date", Width: 11, Kind: spreadsheet.Day}, {Header: "Course", Width: 36, Wrap: true}, {Header: "Version", Width: 14}, {Header: "Type", Width: 20, Wrap: true}, {Header: "Minutes", Width: 9, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Minutes are", Width: 13}, {Header: "Provider", Width: 26, Wrap: true}, {Header: "Presenter's qualification", Width: 26, Wrap: true}, {Header: "Certificate ID", Width: 18}, {Header: "Note", Width: 30, Wrap: true}, {Header: "File", Width: 28, Wrap: true}}}
}

func (f *facts) trainingRows(row func(...string)) {
	row("staff_id", "name", "date", "course", "version", "type", "minutes", "minutes_are", "provider", "presenter", "certificate", "note", "file", "file_sha256")
	for _, t := range f.Matrix.Training.All() {
		name, minutes := "", ""
		if p := f.Person[t.Staff]; p != nil {
			name = p.Name
		}
		if t.Minutes > 0 {
			minutes = strconv.Itoa(t.Minutes)
		}
		row(t.Staff, name, t.Date, t.Course, t.Version, t.Type, minutes, words.MinutesAre(t.Minutes, t.Planned), t.Provider, t.Presenter, t.Certificate, t.Note, t.Source, t.FileSHA256)
	}
}
