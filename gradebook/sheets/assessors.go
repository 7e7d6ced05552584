package sheets

import (
	"slices"
	"strconv"
	"strings"

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

// ReadAssessors reads the register of assessors, a CSV or XLSX file: a row for
// each qualification. A competency that is empty or "all" stands for all of
// them; several are separated by ;.
func ReadAssessors(file string, src []byte, f *standards.Framework, dates DateOrder) (*Assessors, diag.List) {
	out := &Assessors{file: file, byID: map[string][]qualification{}, byName: map[string][]string{}}
	t, faults := readTable(file, "register of assessors", src, dates, assessorsColumns(), "assessor_id")
	if t == nil {
		return out, faults
	}
	for _, row := range t.Rows {
		id := results.CanonicalStaffID(t.Cell(row, "assessor_id"))
		except := func(n verdict.Note, more ...verdict.Note) {
			e := n.Exception(file, t.sha, strconv.Itoa(row.Number), id, verdict.Quarantined)
			e.Notes = more
			out.Exceptions = append(out.Exceptions, e)
		}
		if id == "" {
			except(verdict.NoAssessorID.With())
			continue
		}
		from, bad := t.date(row, "from")
		until, badToo := t.date(row, "until")
		switch {
		case !bad.IsZero():
			except(bad, verdict.RowNotCounted.With())
			continue
		case !badToo.IsZero():
			except(badToo, verdict.RowNotCounted.With())
			continue
		case from != "" && until != "" && until < from:
			except(verdict.UntilBeforeFrom.With(verdict.Clip(id), until, from))
			continue
		}
		if name := quiz.Fold(verdict.Printable(t.Cell(row, "name"))); name != "" && !slices.Contains(out.byName[name], id) {
			out.byName[name] = append(out.byName[name], id)
		}
		competencies := strings.Split(t.Cell(row, "competency"), ";")
		for _, name := range competencies {
			name = strings.TrimSpace(name)
			if name == "" && len(competencies) > 1 {
				continue
			}
			q := qualification{from: from, until: until}
			switch spreadsheet.Squeeze(name) {
			case "", "all", "alle", "alles", "todas", "todos", "toda":
			default:
				competency, names := findCompetency(f, name)
				if competency == nil {
					except(verdict.UnknownCompetencyOfAssessor.With(verdict.Clip(name), verdict.Clip(id), diag.Suggest(name, names)))
					continue
				}
				q.competency = competency.ID
			}
			out.byID[id] = append(out.byID[id], q)
		}
	}
	if len(t.Rows) == 0 {
		faults.Add(noAssessors.With().In(file).Notice())
	}
	return out, faults
}

// Qualified says by which qualification somebody may observe a competency on a
// date, or why not.
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
			Prompt: "Required. The staff ID, as it stands under Observer ID in the observations."},
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
			Prompt: "First day of the qualification; empty = always."},
		{Name: "until", Aliases: []string{
			"to", "end", "end date", "valid until", "expires", "tot", "tot en met", "t/m",
			"einddatum", "bevoegd tot", "geldig tot", "hasta", "fecha de fin", "válido hasta",
		},
			Header: "Until", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Last day of the qualification; empty = without end."},
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
		example: [][]string{{"00418", "Another Example", "{competency}", "2026-01-01", "2027-12-31", "assessor course, January 2026"}},
		lists:   competencyList,
	}
}
