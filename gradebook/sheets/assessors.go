package sheets

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Assessors is the register of who may observe what, and when.
type Assessors struct {
	Exceptions []verdict.Exception

	file   string
	byID   map[string][]qualification
	byName map[string][]string // IDs by folded name
}

// qualification is a row of the register.
type qualification struct {
	competency  string // "" = all
	from, until string
}

func (q qualification) note() verdict.Note {
	return verdict.RegisteredFor.With(q.competency, q.from, q.until)
}

// ReadAssessors reads the register of assessors, a CSV or XLSX file: a row for each
// qualification. A competency that is empty or "all" means all of them; several are
// separated by ;.
func ReadAssessors(file string, src []byte, f *standards.Framework, dates DateOrder) (*Assessors, diag.List) {
	out := &Assessors{file: file, byID: map[string][]qualification{}, byName: map[string][]string{}}
	t, faults := readTable(file, "register of assessors", src, dates, assessorsColumns(), "assessor_id")
	if t == nil {
		return out, faults
	}
	r := &assessorsReader{t: t, out: out, framework: f}
	for _, row := range t.Rows {
		r.read(row)
	}
	if len(t.Rows) == 0 {
		faults.Add(noAssessors.With().In(file).Notice())
	}
	return out, faults
}

type assessorsReader struct {
	t         *table
	out       *Assessors
	framework *standards.Framework
}

func (r *assessorsReader) except(row spreadsheet.Row, id string, why verdict.Note, also ...verdict.Note) {
	r.out.Exceptions = append(r.out.Exceptions, r.t.exception(row, id, why, also...))
}

func (r *assessorsReader) read(row spreadsheet.Row) {
	id := results.CanonicalStaffID(r.t.Cell(row, "assessor_id"))
	if id == "" {
		r.except(row, "", verdict.NoAssessorID.With())
		return
	}
	from, bad := r.t.date(row, "from")
	until, badToo := r.t.date(row, "until")
	switch {
	case !bad.IsZero():
		r.except(row, id, bad, verdict.RowNotCounted.With())
		return
	case !badToo.IsZero():
		r.except(row, id, badToo, verdict.RowNotCounted.With())
		return
	case from != "" && until != "" && until < from:
		r.except(row, id, verdict.UntilBeforeFrom.With(verdict.Clip(id), until, from))
		return
	}
	name := quiz.Fold(verdict.Printable(r.t.Cell(row, "name")))
	if name != "" && !slices.Contains(r.out.byName[name], id) {
		r.out.byName[name] = append(r.out.byName[name], id)
	}
	for _, competency := range r.competencies(row, id) {
		r.out.byID[id] = append(r.out.byID[id], qualification{competency, from, until})
	}
}

// competencies returns the competencies of a row; "" means all.
func (r *assessorsReader) competencies(row spreadsheet.Row, id string) []string {
	text := r.t.Cell(row, "competency")
	if text == "" {
		return []string{""}
	}
	var out []string
	for _, name := range parts(text) {
		switch spreadsheet.Squeeze(name) {
		case "all", "alle", "alles", "todas", "todos", "toda":
			out = append(out, "")
			continue
		}
		competency, known := findCompetency(r.framework, name)
		if competency == nil {
			r.except(row, id, verdict.UnknownCompetencyOfAssessor.With(verdict.Clip(name), verdict.Clip(id),
				diag.Suggest(name, known)))
			continue
		}
		out = append(out, competency.ID)
	}
	return out
}

// Qualified returns the qualification by which somebody may observe a competency on a
// date, or why they may not.
func (a *Assessors) Qualified(observer, name, competency, date string) (qualified, why verdict.Note) {
	if observer == "" {
		known := ""
		if ids := a.byName[quiz.Fold(name)]; len(ids) == 1 {
			known = ids[0]
		}
		return verdict.Note{}, verdict.ObserverWithoutID.With(verdict.Clip(name), a.file, known)
	}
	who := verdict.Clip(NameWithID(name, observer))
	held := a.byID[observer]
	if held == nil {
		return verdict.Note{}, verdict.UnregisteredObserver.With(who, a.file)
	}
	why = verdict.UnqualifiedObserver.With(who, a.file, competency)
	for _, q := range held {
		fits := q.competency == "" || q.competency == competency
		if fits && (q.from == "" || q.from <= date) && (q.until == "" || date <= q.until) {
			return q.note(), verdict.Note{}
		}
		if fits {
			why = verdict.UnqualifiedThen.With(who, a.file, date, q.competency, q.from, q.until)
		}
	}
	return verdict.Note{}, why
}

func assessorsColumns() []Column {
	return []Column{
		{Name: "assessor_id", Aliases: []string{
			"observer_id", "staff_id", "staff number", "employee number", "personeelsnummer",
			"medewerkernummer", "beoordelaar id", "id beoordelaar", "observator id",
			"número de empleado", "id evaluador", "id del evaluador", "id observador", "id",
		},
			Header: "Assessor ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. The staff ID, as under Observer ID in the observations."},
		{Name: "name", Aliases: []string{
			"assessor", "assessor name", "observer", "observer name", "naam", "beoordelaar",
			"naam beoordelaar", "nombre", "evaluador", "evaluadora", "observador",
			"nombre del evaluador",
		},
			Header: "Name", Width: 28,
			Prompt: "For people who read this table."},
		{Name: "competency", Aliases: []string{
			"competencies", "competency_id", "competentie", "competenties", "bekwaamheid",
			"competencia", "competencias",
		},
			Header: "Competency", Width: 26,
			Prompt: "Which competencies the person may observe: IDs of the standards, separated by ;. Empty = all."},
		{Name: "from", Aliases: []string{
			"start", "start date", "valid from", "qualified on", "qualified from", "vanaf",
			"van", "startdatum", "bevoegd vanaf", "gekwalificeerd op", "desde",
			"fecha de inicio", "válido desde",
		},
			Header: "From", Width: 14, Kind: spreadsheet.Day,
			Prompt: "First day of the qualification; empty = no limit."},
		{Name: "until", Aliases: []string{
			"to", "end", "end date", "valid until", "expires", "tot", "tot en met", "t/m",
			"einddatum", "bevoegd tot", "geldig tot", "hasta", "fecha de fin", "válido hasta",
		},
			Header: "Until", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Last day of the qualification; empty = no limit."},
		{Name: "note", Aliases: []string{
			"notes", "qualification", "remark", "opmerking", "kwalificatie", "nota",
			"cualificación", "observaciones",
		},
			Header: "Note", Width: 40,
			Prompt: "Which qualification, by whom."},
	}
}

func assessorsForm() *form {
	return &form{
		intro: []string{
			"A row for each person who may observe others. While this table is empty, nobody's qualification is checked.",
			"As soon as it names one person, observations by anybody else await confirmation.",
		},
		example: [][]string{{"00418", "Another Example", "{competency}", "2026-01-01", "2027-12-31",
			"assessor course, January 2026"}},
		lists: competencyList,
	}
}
