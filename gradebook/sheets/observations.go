package sheets

import (
	"cmp"
	"slices"
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

// Observations are what assessors saw, as HR's table has it.
type Observations struct {
	Submissions []*competence.Submission
	Rows        verdict.Count
	Exceptions  []verdict.Exception

	marks map[string]*marking // of written work, by record
	order []string            // the records, in the order of the rows
}

// observationRow is one rated indicator.
type observationRow struct {
	outcome
	number    int
	id        string // of its observation
	staff     string
	indicator string
	rating    float64
	max       float64
}

// counts reports whether a row is part of its observation, which may await
// confirmation.
func (r *observationRow) counts() bool {
	return r.verdict == verdict.Accepted || r.verdict == verdict.Awaiting && r.id != ""
}

// marking is what assessors wrote into the table about one piece of written work.
type marking struct {
	submission *competence.Submission
	rows       []observationRow // not counted yet
	problem    verdict.Note     // why it marks nothing
	used       bool
}

// ObservationOptions say what to check observations against.
type ObservationOptions struct {
	Framework *standards.Framework
	Roster    *Roster
	Today     string     // the last date that an observation can have
	Assessors *Assessors // nil: there is no register of assessors
	Decisions *Decisions // may be nil
	Dates     DateOrder
}

// Read reads the table of observations, a CSV or XLSX file: a row for each indicator
// that was rated, from 0 to the top of the framework's scale or to max_rating. Rows of
// the same person, competency, method, date and observer are one observation. With a
// register of assessors, one counts only if its observer was registered for the
// competency on the date.
func (o ObservationOptions) Read(file string, src []byte) (*Observations, diag.List) {
	out := &Observations{}
	t, faults := readTable(file, "table of observations", src, o.Dates, observationsColumns(),
		"staff_id", "competency", "indicator", "rating", "method", "observed_on")
	if t == nil {
		return out, faults
	}
	r := &observationReader{ObservationOptions: o, t: t, file: file, out: out,
		submissions: map[string]*competence.Submission{}, questions: map[string]*competence.Question{}}
	for _, row := range t.Rows {
		r.rows = append(r.rows, r.read(row))
	}
	r.compare()
	r.list()
	for i := range r.rows {
		r.count(&r.rows[i])
	}
	r.sort()
	MarkReciprocal(out.Submissions)
	return out, faults
}

type observationReader struct {
	ObservationOptions
	t           *table
	file        string
	out         *Observations
	rows        []observationRow
	submissions map[string]*competence.Submission // by ID
	questions   map[string]*competence.Question
}

// list lists the exceptions. A decision about an observation is listed once, and not for
// each of its rows.
func (r *observationReader) list() {
	listed := map[string]bool{}
	for i := range r.rows {
		row := &r.rows[i]
		e, ok := row.exception(r.file, r.t.sha, row.number, row.staff, r.Decisions)
		if accepted := row.verdict == verdict.Accepted; ok && !(accepted && listed[row.open]) {
			r.out.Exceptions = append(r.out.Exceptions, e)
			listed[row.open] = listed[row.open] || accepted
		}
	}
}

// count counts a row, and makes it part of its observation. Rows that mark written
// work are counted once it is known whether the work is there.
func (r *observationReader) count(row *observationRow) {
	if m := r.marking(row); m != nil {
		m.rows = append(m.rows, *row)
	} else {
		r.out.Rows.Add(row.verdict)
	}
	if !row.counts() {
		return
	}
	s := r.submissions[row.id]
	s.Source, s.FileSHA256 = r.file, r.t.sha
	s.Items = append(s.Items,
		competence.Item{Question: r.question(row.indicator), Points: row.rating, Max: row.max,
			Right: row.rating == row.max})
	if len(s.Items) == 1 && s.Kind != standards.Written {
		r.out.Submissions = append(r.out.Submissions, s)
	}
}

// sort makes the evidence independent of the order of the rows.
func (r *observationReader) sort() {
	slices.SortFunc(r.out.Submissions, func(a, b *competence.Submission) int {
		return strings.Compare(a.Staff+"\x00"+a.Date+"\x00"+a.ID, b.Staff+"\x00"+b.Date+"\x00"+b.ID)
	})
	for _, s := range r.submissions {
		slices.SortFunc(s.Items,
			func(a, b competence.Item) int { return strings.Compare(a.Question.ID, b.Question.ID) })
	}
}

func (r *observationReader) question(indicator string) *competence.Question {
	q := r.questions[indicator]
	if q == nil {
		q = &competence.Question{ID: indicator, Indicators: []string{indicator}}
		r.questions[indicator] = q
	}
	return q
}

// observed is what a row says about its observation.
type observed struct {
	competency *standards.Competency
	kind       standards.Kind
	date       string
	observer   string // canonical ID; "" = only the name is known
	name       string
	record     string // of written work
}

func (r *observationReader) read(raw spreadsheet.Row) observationRow {
	row := observationRow{outcome: outcome{verdict: verdict.Accepted}, number: raw.Number,
		staff: results.CanonicalStaffID(r.t.Cell(raw, "staff_id"))}
	if row.staff == "" {
		row.refuse(verdict.NoStaffID.With())
		return row
	}
	if !r.Roster.Has(row.staff) && !r.countAs(&row, raw) {
		return row
	}
	var o observed
	for _, part := range []func(spreadsheet.Row, *observationRow, *observed) verdict.Note{
		r.readIndicator, r.readRating, r.readMethod, r.readDate, r.readObserver, r.readRecord,
	} {
		if why := part(raw, &row, &o); !why.IsZero() {
			if row.refuse(why); why.Code == verdict.RecordReview {
				row.verdict = verdict.Awaiting
			}
			return row
		}
	}
	r.join(raw, &row, o)
	return row
}

func (r *observationReader) countAs(row *observationRow, raw spreadsheet.Row) bool {
	cell := func(name string) string { return r.t.Cell(raw, name) }
	var ok bool
	row.staff, ok = row.outcome.countAs(row.staff, r.Roster, r.Decisions, "observation", row.staff,
		quiz.Fold(cell("competency")), cell("observed_on"),
		results.CanonicalStaffID(cell("observer_id")), quiz.Fold(cell("observer_name")))
	return ok
}

func (r *observationReader) readIndicator(raw spreadsheet.Row, row *observationRow, o *observed) (why verdict.Note) {
	if o.competency, why = Graded(r.Framework, r.t.Cell(raw, "competency")); !why.IsZero() {
		return why
	}
	indicator, why := Personal(o.competency, r.t.Cell(raw, "indicator"))
	if why.IsZero() {
		row.indicator = indicator.ID
	}
	return why
}

func (r *observationReader) readRating(raw spreadsheet.Row, row *observationRow, _ *observed) verdict.Note {
	var err error
	row.max = float64(len(r.Framework.Levels) - 1)
	if text := r.t.Cell(raw, "max_rating"); text != "" {
		if row.max, err = readNumber(text); err != nil || row.max <= 0 || row.max > 1000 {
			return verdict.BadMaxRating.With(verdict.Clip(text))
		}
	}
	text := r.t.Cell(raw, "rating")
	if row.rating, err = readNumber(text); err != nil || row.rating < 0 || row.rating > row.max {
		return verdict.BadRating.With(verdict.Clip(text), row.max)
	}
	return verdict.Note{}
}

func (r *observationReader) readMethod(raw spreadsheet.Row, _ *observationRow, o *observed) verdict.Note {
	text := r.t.Cell(raw, "method")
	switch spreadsheet.Squeeze(text) {
	case "practice", "observedpractice", "inpractice", "atwork", "praktijk", "indepraktijk", "opdewerkvloer",
		"practica", "enlapractica", "trabajo", "eneltrabajo":
		o.kind = standards.Practice
	case "simulation", "observedsimulation", "roleplay", "simulatie", "rollenspel", "simulacion", "juegoderol",
		"juegoderoles":
		o.kind = standards.Simulation
	case "written", "writtenanswer", "marking", "schriftelijk", "schriftelijkantwoord", "escrito", "respuestaescrita":
		o.kind = standards.Written
	case "recordreview", "records", "chartreview", "dossieronderzoek", "dossiertoets", "revisionderegistros",
		"revisiondehistorias":
		return verdict.RecordReview.With()
	default:
		return verdict.UnknownMethod.With(verdict.Clip(text))
	}
	return verdict.Note{}
}

func (r *observationReader) readDate(raw spreadsheet.Row, _ *observationRow, o *observed) (why verdict.Note) {
	o.date, why = r.t.date(raw, "observed_on")
	switch {
	case !why.IsZero():
		return why
	case o.date == "":
		return verdict.NoObservationDate.With()
	case o.date > r.Today:
		return verdict.FutureObservation.With(o.date)
	}
	return verdict.Note{}
}

func (r *observationReader) readObserver(raw spreadsheet.Row, _ *observationRow, o *observed) verdict.Note {
	o.observer, o.name = results.CanonicalStaffID(r.t.Cell(raw, "observer_id")),
		verdict.Printable(r.t.Cell(raw, "observer_name"))
	if o.observer == "" && o.name == "" {
		return verdict.NoObserver.With()
	}
	return verdict.Note{}
}

// readRecord reads which written work a row marks, and names its observation.
func (r *observationReader) readRecord(raw spreadsheet.Row, row *observationRow, o *observed) verdict.Note {
	if o.kind != standards.Written {
		row.id = ObservationID(row.staff, o.competency.ID, o.kind, o.date, o.observer, o.name)
		return verdict.Note{}
	}
	if o.record = recordKey(r.t.Cell(raw, "record")); o.record == "" {
		return verdict.NoRecord.With()
	}
	row.id = "W-" + o.record
	return verdict.Note{}
}

// join adds a row to its observation.
func (r *observationReader) join(raw spreadsheet.Row, row *observationRow, o observed) {
	s := r.submissions[row.id]
	if s == nil {
		at, _ := time.Parse(time.DateOnly, o.date) // readDate checked it
		s = &competence.Submission{ID: row.id, Staff: row.staff, Date: o.date, At: at, Kind: o.kind,
			Competency: o.competency.ID, Record: o.record,
			Observer: cmp.Or(o.observer, quiz.Fold(o.name)), Assessor: NameWithID(o.name, o.observer),
			Identity: verdict.ImportedByHR, Setting: verdict.Printable(r.t.Cell(raw, "setting"))}
		r.submissions[row.id] = s
	}
	if row.decided != nil {
		Decide(s, row.decided)
	}
	if text := verdict.Printable(r.t.Cell(raw, "note")); text != "" {
		s.Notes = verdict.Add(s.Notes, verdict.Remark.With(text))
	}
	if o.observer == row.staff || o.observer == "" && r.sameName(row.staff, o.name) {
		r.await(s, row, verdict.OwnObservation.With())
		return
	}
	if r.Assessors == nil {
		return
	}
	qualified, why := r.Assessors.Qualified(o.observer, o.name, o.competency.ID, o.date)
	if !why.IsZero() {
		r.await(s, row, why)
	} else if s.Qualified.IsZero() {
		s.Qualified = qualified
	}
}

// await holds an observation back until somebody confirms it.
func (r *observationReader) await(s *competence.Submission, row *observationRow, why verdict.Note) {
	open := verdict.CaseID(why.Code.Reason(), "observation", row.id)
	d := r.Decisions.About(open, row.staff, Confirm)
	if d == nil {
		s.Awaiting = true
		row.outcome = outcome{verdict: verdict.Awaiting, why: why, open: open}
		return
	}
	if row.decided == nil {
		row.open, row.why, row.decided = open, why, d
	}
	Decide(s, d)
}

// sameName reports whether an observer without an ID has the name of the person observed.
func (r *observationReader) sameName(staff, name string) bool {
	return quiz.Fold(r.Roster.NameOf(staff)) == quiz.Fold(name)
}

// compare finds indicators that were rated twice in one observation: the same rating is a
// duplicate, another one puts both in doubt.
func (r *observationReader) compare() {
	first := map[string]int{}
	for i := range r.rows {
		row := &r.rows[i]
		if row.id == "" {
			continue
		}
		at, seen := first[row.id+"\x00"+row.indicator]
		before := &r.rows[at]
		switch {
		case !seen:
			first[row.id+"\x00"+row.indicator] = i
		case before.rating*row.max == row.rating*before.max:
			row.verdict, row.why = verdict.Duplicate, verdict.DuplicateRating.With(before.number)
		default:
			before.refuse(verdict.RatedTwice.With(row.indicator, row.number))
			row.refuse(verdict.RatedTwice.With(row.indicator, before.number))
		}
	}
}

// ObservationID returns the ID of an observation, whether it came as rows of a table or
// as a record.
func ObservationID(subject, competency string, kind standards.Kind, date, observer, name string) string {
	parts := []string{"coursemark-observation/1", subject, competency, string(kind), date, observer}
	if observer == "" {
		parts = append(parts, quiz.Fold(name))
	}
	sum := quiz.Digest(parts...)
	return "O-" + quiz.Base32(sum[:])[:16]
}

// reciprocalDays is how many days apart observations of each other may be to be flagged.
const reciprocalDays = 30

// MarkReciprocal flags the observations of two people who observed each other.
func MarkReciprocal(submissions []*competence.Submission) {
	type pair struct{ competency, observer, subject string }
	seen := map[pair][]*competence.Submission{}
	for _, s := range submissions {
		p := pair{s.Competency, s.Observer, s.Staff}
		seen[p] = append(seen[p], s)
	}
	for _, s := range submissions {
		if s.Observer == s.Staff || slices.Contains(s.Flags, verdict.Reciprocal) {
			continue // of themselves, which is another matter; or flagged already
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

// recordKey returns how the table names a record: by its ID, or by its receipt.
func recordKey(text string) string {
	if receipt, err := results.ReadReceipt(text); err == nil {
		return receipt
	}
	return strings.ToLower(strings.TrimSpace(text))
}

// marking returns the marking that a row belongs to; nil if it is an observation.
func (r *observationReader) marking(row *observationRow) *marking {
	s := r.submissions[row.id]
	if s == nil || s.Kind != standards.Written {
		return nil
	}
	if r.out.marks == nil {
		r.out.marks = map[string]*marking{}
	}
	m := r.out.marks[s.Record]
	if m == nil {
		m = &marking{submission: s}
		r.out.marks[s.Record] = m
		r.out.order = append(r.out.order, s.Record)
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
		{Name: "max_rating", Aliases: []string{"max", "out of", "maximum", "maximale score", "máximo",
			"puntuación máxima"},
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
		{Name: "setting", Aliases: []string{"place", "location", "setting", "plaats", "locatie", "lugar", "entorno",
			"ubicación"},
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
			"A row for each indicator that somebody rated. Rows with the same person, competency, method, date and observer are one observation.",
			"Nobody's observation of themselves counts.",
		},
		example: [][]string{{"00417", "{competency}", "{indicator}", "3", "", "practice", "2026-05-12", "00418",
			"Another Example", "Ward Alder", "", ""}},
		lists: indicatorList,
	}
}
