package sheets

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Observations are what assessors saw, as HR imported it.
type Observations struct {
	Sittings   []*competence.Sitting
	Rows       verdict.Count
	Exceptions []verdict.Exception

	marks map[string]*marking // of written work, by record
	order []string            // the records, in the order of the rows
}

// row is one rated indicator.
type observationRow struct {
	number    int
	key       string // what its observation is known by
	staff     string
	indicator string
	rating    float64
	max       float64
	verdict   verdict.Verdict
	problem   verdict.Note
	also      []verdict.Note
	open      string    // the case that somebody can decide about
	decided   *Decision // about it
}

// marking is what assessors wrote into the table about one piece of written work.
type marking struct {
	sitting *competence.Sitting
	rows    []observationRow // not counted yet
	problem verdict.Note     // why it marks nothing
	used    bool
}

// ObservationOptions say what to hold observations against.
type ObservationOptions struct {
	Framework *standards.Framework
	Roster    *Roster
	Today     string     // the last date that an observation can bear
	Assessors *Assessors // nil: there is no register of assessors
	Decisions *Decisions // may be nil
	Dates     DateOrder
}

// Read reads the table of observations, a CSV or XLSX file: a row for
// each indicator that was rated, from 0 to the top of the framework's scale or to
// max_rating. Rows of the same person, competency, method, date and observer are
// one observation. With a register of assessors, one counts only if its observer
// was registered for the competency on the date.
func (o ObservationOptions) Read(file string, src []byte) (*Observations, diag.List) {
	out := &Observations{}
	t, faults := readTable(file, "table of observations", src, o.Dates, observationsColumns(), "staff_id", "competency", "indicator", "rating", "method", "observed_on")
	if t == nil {
		return out, faults
	}
	r := &observationReader{t: t, ObservationOptions: o, framework: o.Framework, roster: o.Roster, today: o.Today, sittings: map[string]*competence.Sitting{}, questions: map[string]*competence.Question{}}
	for i := range t.Rows {
		r.read(i)
	}
	r.compare()
	told := map[string]bool{}
	for _, row := range r.rows {
		e := row.problem.Exception(file, t.sha, strconv.Itoa(row.number), row.staff, row.verdict)
		e.Case = row.open
		switch {
		case row.decided != nil && row.verdict == verdict.Accepted:
			// Once for an observation, and not again for each of its rows.
			if e.Verdict, e.Case, e.Notes = verdict.Decided, "", append(row.also, row.decided.Note(verdict.DecidedBy)); !told[row.open] {
				out.Exceptions = append(out.Exceptions, e)
			}
			told[row.open] = true
		case row.verdict != verdict.Accepted:
			if d := o.Decisions.Settle(row.open, row.problem.Code.Reason()); row.open != "" && d != nil {
				e.Verdict, e.Case, e.Notes = verdict.Decided, "", []verdict.Note{d.Note(verdict.RejectedBy)}
			}
			out.Exceptions = append(out.Exceptions, e)
		}
		if m := r.marking(out, row); m != nil {
			m.rows = append(m.rows, row)
		} else {
			out.Rows.Add(row.verdict)
		}
		if row.verdict != verdict.Accepted && (row.verdict != verdict.Awaiting || row.key == "") {
			continue
		}
		s := r.sittings[row.key]
		s.Source, s.FileSHA256 = file, t.sha
		s.Items = append(s.Items, competence.Item{Question: r.question(row.indicator), Points: row.rating, Max: row.max, Right: row.rating == row.max})
		if len(s.Items) == 1 && s.Kind != standards.Written {
			out.Sittings = append(out.Sittings, s)
		}
	}
	slices.SortFunc(out.Sittings, func(a, b *competence.Sitting) int {
		return strings.Compare(a.Staff+"\x00"+a.Date+"\x00"+a.ID, b.Staff+"\x00"+b.Date+"\x00"+b.ID)
	})
	MarkReciprocal(out.Sittings)
	for _, s := range r.sittings {
		// Two sheets with the same rows in another order are the same evidence.
		slices.SortFunc(s.Items, func(a, b competence.Item) int { return strings.Compare(a.Question.ID, b.Question.ID) })
	}
	return out, faults
}

type observationReader struct {
	ObservationOptions
	t         *table
	framework *standards.Framework
	roster    *Roster
	today     string
	rows      []observationRow
	sittings  map[string]*competence.Sitting
	questions map[string]*competence.Question
}

func (r *observationReader) question(indicator string) *competence.Question {
	q := r.questions[indicator]
	if q == nil {
		q = &competence.Question{ID: indicator, Indicators: []string{indicator}}
		r.questions[indicator] = q
	}
	return q
}

func (r *observationReader) read(i int) {
	raw := r.t.Rows[i]
	cell := func(name string) string { return r.t.Cell(raw, name) }
	row := observationRow{number: raw.Number, verdict: verdict.Accepted, staff: results.CanonicalStaffID(cell("staff_id"))}
	defer func() { r.rows = append(r.rows, row) }()
	refuse := func(n verdict.Note) {
		row.verdict, row.problem = verdict.Quarantined, n
	}
	if row.staff == "" {
		refuse(verdict.NoStaffID.With())
		return
	}
	if !r.roster.Has(row.staff) {
		row.open = verdict.CaseID(verdict.UnknownStaff.Reason(), "observation", row.staff, quiz.Fold(cell("competency")), cell("observed_on"), results.CanonicalStaffID(cell("observer_id")), quiz.Fold(cell("observer_name")))
		refuse(verdict.UnknownStaffInRow.With(verdict.Clip(row.staff), r.roster.Near(row.staff)))
		if row.decided = r.Decisions.About(row.open, "", CountAs); row.decided == nil {
			return
		}
		row.also = []verdict.Note{verdict.CountedAs.With(row.decided.Staff)}
		row.verdict, row.staff = verdict.Accepted, row.decided.Staff
	}
	competency, why := Graded(r.framework, cell("competency"))
	if !why.IsZero() {
		row.verdict, row.problem = verdict.Quarantined, why
		return
	}
	indicator, why := Personal(competency, cell("indicator"))
	if !why.IsZero() {
		row.verdict, row.problem = verdict.Quarantined, why
		return
	}
	row.indicator = indicator.ID
	row.max = float64(len(r.framework.Levels) - 1)
	var err error
	if text := cell("max_rating"); text != "" {
		if row.max, err = readNumber(text); err != nil || row.max <= 0 || row.max > 1000 {
			refuse(verdict.BadMaxRating.With(verdict.Clip(text)))
			return
		}
	}
	if row.rating, err = readNumber(cell("rating")); err != nil || row.rating < 0 || row.rating > row.max {
		refuse(verdict.BadRating.With(verdict.Clip(cell("rating")), row.max))
		return
	}
	var kind standards.Kind
	switch spreadsheet.Squeeze(cell("method")) {
	case "practice", "observedpractice", "inpractice", "atwork", "praktijk", "indepraktijk", "opdewerkvloer", "practica", "enlapractica", "trabajo", "eneltrabajo":
		kind = standards.Practice
	case "simulation", "observedsimulation", "roleplay", "simulatie", "rollenspel", "simulacion", "juegoderol", "juegoderoles":
		kind = standards.Simulation
	case "recordreview", "records", "chartreview", "dossieronderzoek", "dossiertoets", "revisionderegistros", "revisiondehistorias":
		row.verdict, row.problem = verdict.Awaiting, verdict.RecordReview.With()
		return
	case "written", "writtenanswer", "marking", "schriftelijk", "schriftelijkantwoord", "escrito", "respuestaescrita":
		kind = standards.Written
	default:
		refuse(verdict.UnknownMethod.With(verdict.Clip(cell("method"))))
		return
	}
	date, why := r.t.date(raw, "observed_on")
	switch {
	case !why.IsZero():
		row.verdict, row.problem = verdict.Quarantined, why
		return
	case date == "":
		refuse(verdict.NoObservationDate.With())
		return
	}
	if date > r.today {
		refuse(verdict.FutureObservation.With(date))
		return
	}
	observer, name := results.CanonicalStaffID(cell("observer_id")), verdict.Printable(cell("observer_name"))
	if observer == "" && name == "" {
		refuse(verdict.NoObserver.With())
		return
	}
	record := ""
	if row.key = ObservationID(row.staff, competency.ID, kind, date, observer, name); kind == standards.Written {
		if record = recordKey(cell("record")); record == "" {
			row.key = ""
			refuse(verdict.NoRecord.With())
			return
		}
		row.key = "W-" + record
	}
	s := r.sittings[row.key]
	if s == nil {
		at, _ := time.Parse(time.DateOnly, date)
		s = &competence.Sitting{ID: row.key, Staff: row.staff, Date: date, At: at, Kind: kind, Competency: competency.ID, Record: record, Observer: cmp.Or(observer, quiz.Fold(name)), Identity: verdict.ImportedByHR,
			Assessor: NameWithID(name, observer), Setting: verdict.Printable(cell("setting"))}
		r.sittings[row.key] = s
	}
	if row.decided != nil {
		Decide(s, row.decided)
	}
	if text := verdict.Printable(cell("note")); text != "" {
		s.Notes = verdict.Add(s.Notes, verdict.Remark.With(text))
	}
	switch {
	case observer == row.staff || observer == "" && r.sameName(row.staff, name):
		r.await(s, &row, verdict.OwnObservation.With())
	case r.Assessors != nil:
		qualified, why := r.Assessors.Qualified(observer, name, competency.ID, date)
		if !why.IsZero() {
			r.await(s, &row, why)
		} else if s.Qualified.IsZero() {
			s.Qualified = qualified
		}
	}
}

// await holds an observation back until somebody confirms it.
func (r *observationReader) await(s *competence.Sitting, row *observationRow, why verdict.Note) {
	open := verdict.CaseID(why.Code.Reason(), "observation", row.key)
	d := r.Decisions.About(open, row.staff, Confirm)
	if d == nil {
		s.Awaiting = true
		row.open, row.verdict, row.problem, row.also, row.decided = open, verdict.Awaiting, why, nil, nil
		return
	}
	if row.decided == nil {
		row.open, row.problem, row.decided = open, why, d
	}
	Decide(s, d)
}

// sameName tells whether an observer without an ID bears the name of the person
// observed.
func (r *observationReader) sameName(staff, name string) bool {
	return quiz.Fold(r.roster.Members[r.roster.index[staff]].Name) == quiz.Fold(name)
}

// compare finds indicators that were rated twice in one observation: the same
// again is a duplicate, something else puts both in doubt.
func (r *observationReader) compare() {
	first := map[string]int{}
	for i := range r.rows {
		row := &r.rows[i]
		if row.verdict != verdict.Accepted && row.key == "" {
			continue
		}
		at, seen := first[row.key+"\x00"+row.indicator]
		if !seen {
			first[row.key+"\x00"+row.indicator] = i
			continue
		}
		before := &r.rows[at]
		if before.rating*row.max == row.rating*before.max {
			row.verdict, row.problem = verdict.Duplicate, verdict.DuplicateRating.With(before.number)
			continue
		}
		for _, pair := range [][2]*observationRow{{before, row}, {row, before}} {
			pair[0].verdict, pair[0].problem = verdict.Quarantined, verdict.RatedTwice.With(row.indicator, pair[1].number)
		}
	}
}

// observationID names an observation, whether it came as rows of a table or as a
// record.
func ObservationID(subject, competency string, kind standards.Kind, date, observer, name string) string {
	parts := []string{"coursemark-observation/1", subject, competency, string(kind), date, observer}
	if observer == "" {
		parts = append(parts, quiz.Fold(name))
	}
	sum := quiz.Digest(parts...)
	return "O-" + quiz.Base32(sum[:])[:16]
}

// reciprocalDays are within which two people observe each other.
const reciprocalDays = 30

// MarkReciprocal flags the observations of two people who observed each other.
func MarkReciprocal(sittings []*competence.Sitting) {
	type pair struct{ competency, observer, subject string }
	seen := map[pair][]*competence.Sitting{}
	for _, s := range sittings {
		p := pair{s.Competency, s.Observer, s.Staff}
		seen[p] = append(seen[p], s)
	}
	for _, s := range sittings {
		if s.Observer == s.Staff || slices.Contains(s.Flags, verdict.Reciprocal) {
			continue // their own, which is another matter; or flagged before
		}
		for _, other := range seen[pair{s.Competency, s.Staff, s.Observer}] {
			days := s.At.Sub(other.At).Hours() / 24
			if days < -reciprocalDays || days > reciprocalDays {
				continue
			}
			s.Flags = append(s.Flags, verdict.Reciprocal)
			s.Notes = verdict.Add(s.Notes, verdict.ObservedEachOther.With(s.Staff, s.Observer, other.Date))
			break
		}
	}
}

// recordKey is how the table names a record: by its ID, or by its receipt.
func recordKey(text string) string {
	if receipt, err := results.ReadReceipt(text); err == nil {
		return receipt
	}
	return strings.ToLower(strings.TrimSpace(text))
}

// marking gives the marking that a row belongs to; nil where it is an observation.
func (r *observationReader) marking(out *Observations, row observationRow) *marking {
	s := r.sittings[row.key]
	if s == nil || s.Kind != standards.Written {
		return nil
	}
	if out.marks == nil {
		out.marks = map[string]*marking{}
	}
	m := out.marks[s.Record]
	if m == nil {
		m = &marking{sitting: s}
		out.marks[s.Record] = m
		out.order = append(out.order, s.Record)
	}
	return m
}

func observationsColumns() []Column {
	return []Column{
		{Name: "staff_id", Aliases: []string{
			"staff no", "staff number", "employee_id", "employee number", "subject_id",
			"personeelsnummer", "medewerkernummer", "stamnummer", "número de empleado",
			"id de empleado", "id empleado", "código de empleado", "legajo", "staff", "subject",
			"medewerker", "empleado",
		},
			Header: "Staff ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. The person who was observed."},
		{Name: "competency", Aliases: []string{"competency_id", "competentie", "bekwaamheid", "competencia"},
			Header: "Competency", Width: 18, Choices: gradedCompetencies,
			Prompt: "Required. Its ID in the standards."},
		{Name: "indicator", Aliases: []string{"indicator_id", "indicador"},
			Header: "Indicator", Width: 16,
			Prompt: "Required. Its ID in the standards."},
		{Name: "rating", Aliases: []string{
			"score", "mark", "beoordeling", "cijfer", "waardering", "puntuación", "calificación",
			"valoración", "nota",
		},
			Header: "Rating", Width: 10, Kind: spreadsheet.Decimal,
			Prompt: "Required. From 0 to the top of the scale of the standards, or to Max rating."},
		{Name: "max_rating", Aliases: []string{"max", "out of", "maximum", "maximale score", "máximo", "puntuación máxima"},
			Header: "Max rating", Width: 12, Kind: spreadsheet.Decimal,
			Prompt: "The top of your own scale; empty = that of the standards."},
		{Name: "method", Aliases: []string{"kind", "how", "methode", "wijze", "método", "modo"},
			Header: "Method", Width: 14, Choices: only("practice", "simulation", "written"),
			Prompt: "Required. practice = at work; simulation = role play or simulated situation; written = " +
				"marks of a written answer."},
		{Name: "observed_on", Aliases: []string{
			"date", "observed", "observation date", "date observed", "datum", "observatiedatum",
			"geobserveerd op", "datum observatie", "fecha", "fecha de observación",
			"observado el",
		},
			Header: "Observed on", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Required. The day."},
		{Name: "observer_id", Aliases: []string{
			"assessor_id", "observer staff id", "id beoordelaar", "beoordelaar id",
			"observator id", "personeelsnummer beoordelaar", "id observador",
			"id del observador", "id evaluador",
		},
			Header: "Observer ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "The staff ID of the observer; this or the name is required."},
		{Name: "observer_name", Aliases: []string{
			"observer", "assessor", "assessor_name", "beoordelaar", "naam beoordelaar",
			"observator", "observador", "observadora", "evaluador", "evaluadora",
			"nombre del observador",
		},
			Header: "Observer name", Width: 26,
			Prompt: "Who observed."},
		{Name: "setting", Aliases: []string{"place", "location", "setting", "plaats", "locatie", "lugar", "entorno", "ubicación"},
			Header: "Setting", Width: 22,
			Prompt: "Where."},
		{Name: "record", Aliases: []string{
			"record_id", "receipt", "written answer", "kwitantie", "ontvangstbewijs",
			"schriftelijk antwoord", "registro", "recibo", "respuesta escrita",
		},
			Header: "Record", Width: 22,
			Prompt: "Only for written: the ID or the receipt of the written answer. gradebook inspect shows both."},
		{Name: "note", Aliases: []string{
			"notes", "comment", "remark", "remarks", "opmerking", "opmerkingen", "toelichting",
			"comentario", "comentarios", "observaciones",
		},
			Header: "Note", Width: 40,
			Prompt: "Nothing about patients."},
	}
}

func observationsForm() *form {
	return &form{
		intro: []string{
			"A row for each indicator that somebody rated. Rows of one person, competency, method, date and observer are one observation.",
			"What people observed of themselves does not count.",
		},
		example: [][]string{{"00417", "{competency}", "{indicator}", "3", "", "practice", "2026-05-12", "00418", "Another Example", "Ward Alder", "", ""}},
		lists:   indicatorList,
	}
}
