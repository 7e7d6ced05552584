package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"

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
	Minutes     int            `json:"minutes"`               // 0 = not known
	Planned     bool           `json:"planned"`               // minutes that the author planned, not minutes that were spent
	Provider    string         `json:"provider,omitempty"`    // who gave it
	Presenter   string         `json:"presenter,omitempty"`   // qualification of whoever presented it
	Certificate string         `json:"certificate,omitempty"` // ID
	Notes       []verdict.Note `json:"notes,omitempty"`
	Note        string         `json:"note,omitempty"` // Notes in words, for readers of the file
	Source      string         `json:"source"`
	FileSHA256  string         `json:"file_sha256"`
}

// Group is the person who was trained.
func (t Training) Group() string { return t.Staff }

// maxMinutes of one piece of training: a course of a thousand hours.
const maxMinutes = 60_000

var trainingColumns = []column{
	{"staff_id", []string{"staff no", "staff number", "employee_id", "employee number", "personeelsnummer", "medewerkernummer", "stamnummer", "número de empleado", "id de empleado", "id empleado", "código de empleado", "legajo", "staff", "medewerker", "empleado"}},
	{"course", []string{"training", "title", "course title", "activity", "cursus", "opleiding", "scholing", "titel", "curso", "formación", "capacitación", "título"}},
	{"version", []string{"edition", "versie", "editie", "versión", "edición"}},
	{"date", []string{"completed on", "completion date", "date completed", "day", "datum", "afgerond op", "datum afronding", "fecha", "fecha de finalización", "completado el"}},
	{"type", []string{"kind", "form", "soort", "vorm", "type scholing", "tipo", "modalidad"}},
	{"minutes", []string{"min", "duration in minutes", "minuten", "duur in minuten", "minutos", "duración en minutos"}},
	{"hours", []string{"hrs", "duration", "contact hours", "uren", "duur", "aantal uren", "horas", "duración", "número de horas"}},
	{"provider", []string{"organisation", "organization", "given by", "trainer", "aanbieder", "instelling", "gegeven door", "proveedor", "entidad", "impartido por"}},
	{"presenter", []string{"presenter qualification", "qualification of the presenter", "presenter's qualification", "kwalificatie docent", "kwalificatie van de docent", "docent", "cualificación del ponente", "ponente", "docente"}},
	{"certificate", []string{"certificate id", "certificate no", "certificate number", "certificaat", "certificaatnummer", "certificado", "número de certificado", "id del certificado"}},
	{"note", []string{"notes", "remark", "opmerking", "toelichting", "nota", "observaciones"}},
}

// Trainings are what HR's own table of training holds.
type Trainings struct {
	List       []Training
	Rows       verdict.Count
	Exceptions []verdict.Exception
}

// TrainingOptions say what to hold the table of training against.
type TrainingOptions struct {
	Roster    *Roster
	Today     string     // the last date that training can bear
	Decisions *Decisions // may be nil
	Dates     DateOrder
}

// Read reads the table of training from elsewhere, a CSV or XLSX file: a row for
// each piece of training of a person, with its minutes or hours. The same row twice
// is a duplicate; the same course on the same day with other minutes is neither.
func (o TrainingOptions) Read(file string, src []byte) (*Trainings, diag.List) {
	out := &Trainings{}
	t, faults := readTable(file, "table of training", src, o.Dates, trainingColumns, "staff_id", "course", "date")
	if t == nil {
		return out, faults
	}
	if _, minutes := t.at["minutes"]; !minutes {
		if _, hours := t.at["hours"]; !hours {
			faults.Add(noMinutesColumn.With(t.misspelt("minutes")).In(file))
			return out, faults
		}
	}
	sum := sha256.Sum256(src)
	sha := hex.EncodeToString(sum[:])
	r := &trainingReader{TrainingOptions: o, t: t, file: file, sha: sha}
	rows := make([]trainingRow, 0, len(t.Rows))
	first := map[string]int{}
	for _, raw := range t.Rows {
		row := r.read(raw)
		rows = append(rows, row)
		if row.verdict != verdict.Accepted {
			continue
		}
		at, seen := first[row.key]
		this := &rows[len(rows)-1]
		switch {
		case !seen:
			first[row.key] = len(rows) - 1
		case rows[at].training.Minutes == row.training.Minutes:
			this.verdict, this.problem = verdict.Duplicate, verdict.DuplicateTraining.With(rows[at].number)
		default:
			for _, pair := range [][2]*trainingRow{{&rows[at], this}, {this, &rows[at]}} {
				pair[0].verdict = verdict.Quarantined
				pair[0].problem = verdict.MinutesDiffer.With(pair[1].number)
			}
		}
	}
	for _, row := range rows {
		out.Rows.Add(row.verdict)
		e := row.problem.Exception(file, sha, strconv.Itoa(row.number), row.training.Staff, row.verdict)
		e.Case = row.open
		switch {
		case row.verdict == verdict.Accepted:
			out.List = append(out.List, row.training)
			if row.decided == nil {
				continue
			}
			e.Verdict, e.Case, e.Notes = verdict.Decided, "", append(row.also, row.decided.note(verdict.DecidedBy))
		case row.open != "":
			if d := o.Decisions.settle(row.open, row.problem.Code.Reason()); d != nil {
				e.Verdict, e.Case, e.Notes = verdict.Decided, "", []verdict.Note{d.note(verdict.RejectedBy)}
			}
		}
		out.Exceptions = append(out.Exceptions, e)
	}
	return out, faults
}

type trainingReader struct {
	TrainingOptions
	t         *table
	file, sha string
}

type trainingRow struct {
	number   int
	key      string
	training Training
	verdict  verdict.Verdict
	problem  verdict.Note
	also     []verdict.Note
	open     string    // the case that somebody can decide about
	decided  *decision // about it
}

func (r *trainingReader) read(raw spreadsheet.Row) trainingRow {
	cell := func(name string) string { return printable(r.t.cell(raw, name)) }
	row := trainingRow{number: raw.Number, verdict: verdict.Accepted}
	row.training = Training{Staff: results.CanonicalStaffID(r.t.cell(raw, "staff_id")), Course: cell("course"), Version: cell("version"), Type: cell("type"), Provider: cell("provider"), Presenter: cell("presenter"),
		Certificate: cell("certificate"), Source: r.file, FileSHA256: r.sha}
	tr := &row.training
	if text := cell("note"); text != "" {
		tr.Notes = verdict.Add(nil, verdict.Remark.With(text))
	}
	refuse := func(why verdict.Note) trainingRow {
		row.verdict, row.problem = verdict.Quarantined, why
		return row
	}
	date, why := r.t.date(raw, "date")
	switch {
	case tr.Staff == "":
		return refuse(verdict.NoTraineeID.With())
	case tr.Course == "":
		return refuse(verdict.NoCourse.With())
	case !why.IsZero():
		return refuse(why)
	case date == "":
		return refuse(verdict.NoDate.With())
	case date > r.Today:
		return refuse(verdict.FutureTraining.With(date))
	}
	tr.Date = date
	if tr.Minutes, why = minutesOf(cell("minutes"), cell("hours")); !why.IsZero() {
		return refuse(why)
	}
	if tr.Type == "" {
		tr.Type = "course"
	}
	if !r.Roster.Has(tr.Staff) {
		row.open = verdict.CaseID(verdict.UnknownStaff.Reason(), "training", tr.Staff, quiz.Fold(tr.Course), date)
		why := verdict.UnknownStaffInRow.With(clip(tr.Staff), r.Roster.near(tr.Staff))
		if row.decided = r.Decisions.about(row.open, "", countAs); row.decided == nil {
			return refuse(why)
		}
		row.problem, row.also, tr.Staff = why, []verdict.Note{verdict.CountedAs.With(row.decided.staff)}, row.decided.staff
		tr.Notes = verdict.Add(tr.Notes, row.decided.note(verdict.DecidedBy))
	}
	row.key = fmt.Sprintf("%q %q %s %q %q", tr.Staff, quiz.Fold(tr.Course), tr.Date, quiz.Fold(tr.Type), quiz.Fold(tr.Certificate))
	return row
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
		return 0, code.With(clip(text))
	}
	return int(math.Round(n * factor)), verdict.Note{}
}
