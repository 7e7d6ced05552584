package sheets

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// Training is one piece of training of one person.
type Training struct {
	Staff       string         `json:"staff"`
	Date        string         `json:"date"`
	Course      string         `json:"course"`
	Version     string         `json:"version,omitempty"`
	Type        string         `json:"type"`                  // in words
	Basis       verdict.Code   `json:"basis,omitempty"`       // of a module of this site: module-read or module-assessed
	Minutes     int            `json:"minutes"`               // 0 = not known
	Planned     bool           `json:"planned"`               // the minutes are what the author planned, not what was spent
	Provider    string         `json:"provider,omitempty"`    // who gave it
	Presenter   string         `json:"presenter,omitempty"`   // qualification of the presenter
	Certificate string         `json:"certificate,omitempty"` // ID
	Notes       []verdict.Note `json:"notes,omitempty"`
	Note        string         `json:"note,omitempty"` // Notes in words, for readers of the file
	Source      string         `json:"source"`
	FileSHA256  string         `json:"file_sha256"`
}

// Group returns the staff ID of the person who was trained.
func (t Training) Group() string { return t.Staff }

// maxMinutes of one piece of training: a course of a thousand hours.
const maxMinutes = 60_000

// Trainings are what HR's table of training holds.
type Trainings struct {
	List       []Training
	Rows       verdict.Count
	Exceptions []verdict.Exception
}

// TrainingOptions say what to check the table of training against.
type TrainingOptions struct {
	Roster    *Roster
	Today     string     // the last date that training can have
	Decisions *Decisions // may be nil
	Dates     DateOrder
}

// Read reads the table of training from elsewhere, a CSV or XLSX file: a row for
// each piece of training of a person, with its minutes or hours. The same row twice
// is a duplicate; of the same course on the same day with other minutes, neither counts.
func (o TrainingOptions) Read(file string, src []byte) (*Trainings, diag.List) {
	out := &Trainings{}
	t, faults := readTable(file, "table of training", src, o.Dates, trainingColumns(), "staff_id", "course", "date")
	if t == nil {
		return out, faults
	}
	if !t.Has("minutes") && !t.Has("hours") {
		faults.Add(noMinutesColumn.With(t.misspelt("minutes")).In(file))
		return out, faults
	}
	r := &trainingReader{TrainingOptions: o, t: t}
	for _, row := range t.Rows {
		r.rows = append(r.rows, r.read(row))
	}
	r.compare()
	for i := range r.rows {
		row := &r.rows[i]
		out.Rows.Add(row.verdict)
		if row.verdict == verdict.Accepted {
			out.List = append(out.List, row.training)
		}
		if e, ok := row.exception(file, t.sha, row.number, row.training.Staff, o.Decisions); ok {
			out.Exceptions = append(out.Exceptions, e)
		}
	}
	return out, faults
}

type trainingReader struct {
	TrainingOptions
	t    *table
	rows []trainingRow
}

type trainingRow struct {
	outcome
	number   int
	training Training
}

// same returns what two rows of the same training have in common.
func (r *trainingRow) same() string {
	t := r.training
	return fmt.Sprintf("%q %q %s %q %q", t.Staff, quiz.Fold(t.Course), t.Date, quiz.Fold(t.Type),
		quiz.Fold(t.Certificate))
}

// compare finds training that is listed twice: the same minutes are a duplicate, other
// minutes put both in doubt.
func (r *trainingReader) compare() {
	first := map[string]*trainingRow{}
	for i := range r.rows {
		row := &r.rows[i]
		if row.verdict != verdict.Accepted {
			continue
		}
		switch before := first[row.same()]; {
		case before == nil:
			first[row.same()] = row
		case before.training.Minutes == row.training.Minutes:
			row.verdict, row.why = verdict.Duplicate, verdict.DuplicateTraining.With(before.number)
		default:
			before.refuse(verdict.MinutesDiffer.With(row.number))
			row.refuse(verdict.MinutesDiffer.With(before.number))
		}
	}
}

func (r *trainingReader) read(raw spreadsheet.Row) trainingRow {
	cell := func(name string) string { return verdict.Printable(r.t.Cell(raw, name)) }
	row := trainingRow{outcome: outcome{verdict: verdict.Accepted}, number: raw.Number, training: Training{
		Staff: results.CanonicalStaffID(r.t.Cell(raw, "staff_id")), Course: cell("course"), Version: cell("version"),
		Type:     cmp.Or(cell("type"), "course"),
		Provider: cell("provider"), Presenter: cell("presenter"), Certificate: cell("certificate"), Source: r.t.Name,
		FileSHA256: r.t.sha}}
	t := &row.training
	if text := cell("note"); text != "" {
		t.Notes = verdict.Add(nil, verdict.Remark.With(text))
	}
	if why := r.readDate(raw, t); !why.IsZero() {
		row.refuse(why)
		return row
	}
	var why verdict.Note
	if t.Minutes, why = minutesOf(cell("minutes"), cell("hours")); !why.IsZero() {
		row.refuse(why)
		return row
	}
	if r.Roster.Has(t.Staff) {
		return row
	}
	var ok bool
	if t.Staff, ok = row.countAs(t.Staff, r.Roster, r.Decisions, "training", t.Staff, quiz.Fold(t.Course), t.Date); ok {
		t.Notes = verdict.Add(t.Notes, row.decided.Note(verdict.DecidedBy))
	}
	return row
}

// readDate reads the date of training that has a person and a course.
func (r *trainingReader) readDate(raw spreadsheet.Row, t *Training) verdict.Note {
	date, why := r.t.date(raw, "date")
	switch {
	case t.Staff == "":
		return verdict.NoTraineeID.With()
	case t.Course == "":
		return verdict.NoCourse.With()
	case !why.IsZero():
		return why
	case date == "":
		return verdict.NoDate.With()
	case date > r.Today:
		return verdict.FutureTraining.With(date)
	}
	t.Date = date
	return verdict.Note{}
}

// minutesOf reads minutes, or else hours.
func minutesOf(minutes, hours string) (int, verdict.Note) {
	text, code, factor := minutes, verdict.BadMinutes, 1.0
	if minutes == "" {
		text, code, factor = hours, verdict.BadHours, 60
	}
	if text == "" {
		return 0, verdict.NoMinutes.With()
	}
	n, err := readNumber(text)
	if err != nil || n*factor < 1 || n*factor > maxMinutes {
		return 0, code.With(verdict.Clip(text))
	}
	return int(math.Round(n * factor)), verdict.Note{}
}

func readNumber(text string) (float64, error) {
	f, err := strconv.ParseFloat(strings.Replace(strings.TrimSuffix(text, "%"), ",", ".", 1), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || strings.HasSuffix(text, "%") {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	return f, nil
}

func trainingColumns() []Column {
	return []Column{
		{Name: "staff_id", Aliases: []string{
			"staff no", "staff number", "employee_id", "employee number", "personeelsnummer",
			"medewerkernummer", "stamnummer", "número de empleado", "id de empleado",
			"id empleado", "código de empleado", "legajo", "staff", "medewerker", "empleado",
		},
			Header: "Staff ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. The person who was trained. Leading zeros count."},
		{Name: "course", Aliases: []string{
			"training", "title", "course title", "activity", "cursus", "opleiding", "scholing",
			"titel", "curso", "formación", "capacitación", "título",
		},
			Header: "Course", Width: 34,
			Prompt: "Required. What the training was called."},
		{Name: "version", Aliases: []string{"edition", "versie", "editie", "versión", "edición"},
			Header: "Version", Width: 12,
			Prompt: "Edition of the course, where there is one."},
		{Name: "date", Aliases: []string{
			"completed on", "completion date", "date completed", "day", "datum", "afgerond op",
			"datum afronding", "fecha", "fecha de finalización", "completado el",
		},
			Header: "Date", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Required. The day on which it was completed."},
		{Name: "type", Aliases: []string{"kind", "form", "soort", "vorm", "type scholing", "tipo", "modalidad"},
			Header: "Type", Width: 16,
			Prompt: "Workshop, e-learning, conference, supervision, in your own words."},
		{Name: "minutes", Aliases: []string{
			"min", "duration in minutes", "minuten", "duur in minuten", "minutos",
			"duración en minutos",
		},
			Header: "Minutes", Width: 10, Kind: spreadsheet.Decimal,
			Prompt: "Required. How long it took, in minutes. You can use a column Hours instead."},
		{Name: "hours", Aliases: []string{
			"hrs", "duration", "contact hours", "uren", "duur", "aantal uren", "horas",
			"duración", "número de horas",
		}},
		{Name: "provider", Aliases: []string{
			"organisation", "organization", "given by", "trainer", "aanbieder", "instelling",
			"gegeven door", "proveedor", "entidad", "impartido por",
		},
			Header: "Provider", Width: 28,
			Prompt: "Who gave it."},
		{Name: "presenter", Aliases: []string{
			"presenter qualification", "qualification of the presenter",
			"presenter's qualification", "kwalificatie docent", "kwalificatie van de docent",
			"docent", "cualificación del ponente", "ponente", "docente",
		},
			Header: "Presenter's qualification", Width: 28,
			Prompt: "The presenter's qualification. Reviewers ask for it."},
		{Name: "certificate", Aliases: []string{
			"certificate id", "certificate no", "certificate number", "certificaat",
			"certificaatnummer", "certificado", "número de certificado", "id del certificado",
		},
			Header: "Certificate ID", Width: 18, Kind: spreadsheet.Literal,
			Prompt: "Number of the certificate."},
		{Name: "note", Aliases: []string{"notes", "remark", "opmerking", "toelichting", "nota", "observaciones"},
			Header: "Note", Width: 40,
			Prompt: "Nothing about patients."},
	}
}

func trainingForm() *form {
	return &form{
		intro: []string{
			"A row for each training of a person, with its minutes or hours. They appear on the sheet Training hours and in the person's record.",
			"Modules of the training site need no row: they are counted automatically, with the minutes that their authors planned.",
		},
		example: [][]string{{"00417", "Trauma-informed care, day 1", "2026", "2026-04-09", "workshop", "360",
			"Example Academy", "registered psychologist", "EA-2026-0117", ""}},
	}
}
