package sheets

import (
	"maps"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Roster is who works here.
type Roster struct {
	Members    []Member // by ID
	Exceptions []verdict.Exception

	index map[string]int
}

// Has reports whether a canonical staff ID is in the roster. A nil roster has
// everybody.
func (r *Roster) Has(staff string) bool {
	if r == nil {
		return true
	}
	_, ok := r.index[staff]
	return ok
}

// IDs lists all staff IDs, sorted.
func (r *Roster) IDs() []string {
	ids := make([]string, len(r.Members))
	for i, m := range r.Members {
		ids[i] = m.ID
	}
	return ids
}

// Near lists the IDs that somebody who mistyped one may have meant.
func (r *Roster) Near(staff string) []string { return Nearest(staff, r.IDs()) }

// nearWithNames is Near with the names of the people.
func (r *Roster) nearWithNames(staff string) []string {
	var out []string
	for _, id := range r.Near(staff) {
		if name := r.NameOf(id); name != "" {
			id += " (" + name + ")"
		}
		out = append(out, id)
	}
	return out
}

// NameOf returns the name of a person, or "".
func (r *Roster) NameOf(staff string) string {
	if r == nil {
		return ""
	}
	if i, ok := r.index[staff]; ok {
		return r.Members[i].Name
	}
	return ""
}

// RosterOptions say how to read a roster.
type RosterOptions struct {
	Framework *standards.Framework
	Titles    *Titles // HR's own job titles; may be nil
	Dates     DateOrder
	AsOf      string // 2006-01-02: of several periods of employment, the one around it counts; "" = the last one
}

// noteFunc notes what is wrong with a row that is kept nevertheless.
type noteFunc func(why verdict.Note, also ...verdict.Note)

type rosterReader struct {
	RosterOptions
	t      *table
	known  roleNames
	posts  map[string][]post // by ID
	out    *Roster
	faults diag.List
}

// ReadRoster reads a roster without HR's own job titles, and without an as-of date.
func ReadRoster(file string, src []byte, f *standards.Framework) (*Roster, diag.List) {
	return RosterOptions{Framework: f}.Read(file, src)
}

// Read reads the roster, a CSV or XLSX file: a row for each person, and a further row
// for each further time in another role. What is wrong with one row is an exception
// with the row's number, and the person is kept as far as possible; only a roster that
// cannot be understood at all is a fault.
func (o RosterOptions) Read(file string, src []byte) (*Roster, diag.List) {
	out := &Roster{index: map[string]int{}}
	t, faults := readTable(file, "roster", src, o.Dates, rosterColumns(), "staff_id")
	if t == nil {
		return out, faults
	}
	r := &rosterReader{RosterOptions: o, t: t, out: out, known: rolesOf(o.Framework), posts: map[string][]post{},
		faults: faults}
	r.checkColumns()
	for _, row := range t.Rows {
		r.read(row)
	}
	for i, id := range slices.Sorted(maps.Keys(r.posts)) {
		out.Members = append(out.Members, member(id, r.posts[id], o.AsOf))
		out.index[id] = i
	}
	r.sameNames()
	if len(out.Members) == 0 {
		r.faults.Add(emptyRoster.With().In(file))
	}
	return out, r.faults
}

// checkColumns notes which columns are missing: once for the table, and not for everybody
// in it.
func (r *rosterReader) checkColumns() {
	if !r.t.Has("role") {
		why := verdict.NoRoleColumn.With(diag.Nearest("role", r.t.unknown))
		r.out.Exceptions = append(r.out.Exceptions, why.Exception(r.t.Name, r.t.sha, "", "", verdict.Quarantined))
	}
	for _, name := range []string{"role", "team", "start", "end"} {
		if !r.t.Has(name) && (name == "role" || diag.Nearest(name, r.t.unknown) != "") {
			r.faults.Add(rosterColumn.With(name, r.t.misspelt(name)).In(r.t.Name).Notice())
		}
	}
}

func (r *rosterReader) except(row spreadsheet.Row, staff string, why verdict.Note, also ...verdict.Note) {
	r.out.Exceptions = append(r.out.Exceptions, r.t.exception(row, staff, why, also...))
}

func (r *rosterReader) read(row spreadsheet.Row) {
	typed := r.t.Cell(row, "staff_id")
	id := results.CanonicalStaffID(typed)
	p := post{row: row.Number, name: verdict.Printable(r.t.Cell(row, "name")),
		team: verdict.Printable(r.t.Cell(row, "team"))}
	switch {
	case typed == "":
		r.except(row, "", verdict.NoRosterID.With(verdict.Clip(p.name)))
		return
	case id == "":
		r.except(row, "", verdict.LongRosterID.With(verdict.Clip(p.name)))
		return
	}
	var problems []verdict.Exception
	note := func(why verdict.Note, also ...verdict.Note) {
		problems = append(problems, r.t.exception(row, id, why, also...))
	}
	p.roles = r.roles(id, row, note)
	r.readDates(id, row, &p, note)
	if why := r.twice(id, p); !why.IsZero() {
		r.except(row, id, why)
		return
	}
	r.out.Exceptions = append(r.out.Exceptions, problems...)
	r.posts[id] = append(r.posts[id], p)
}

func (r *rosterReader) readDates(id string, row spreadsheet.Row, p *post, note noteFunc) {
	for _, d := range []struct {
		column string
		into   *string
	}{{"start", &p.start}, {"end", &p.end}} {
		date, why := r.t.date(row, d.column)
		if !why.IsZero() {
			note(why, verdict.LeftOut.With())
		}
		*d.into = date
	}
	if p.start != "" && p.end != "" && p.end < p.start {
		note(verdict.EndBeforeStart.With(verdict.Clip(id), p.end, p.start))
		p.end = ""
	}
}

// twice says why a row contradicts an earlier one with the same ID.
func (r *rosterReader) twice(id string, p post) verdict.Note {
	for _, other := range r.posts[id] {
		if quiz.Fold(other.name) != quiz.Fold(p.name) && other.name != "" && p.name != "" {
			return verdict.StaffIDTwice.With(verdict.Clip(id), other.row, verdict.Clip(other.name))
		}
		if other.overlaps(p) && other.sameRoles(p) {
			return verdict.PostTwice.With(verdict.Clip(id), other.row)
		}
	}
	return verdict.Note{}
}

// roles returns the roles of a row, by HR's own titles or those of the standards.
func (r *rosterReader) roles(id string, row spreadsheet.Row, note noteFunc) []string {
	if !r.t.Has("role") {
		return nil
	}
	whole := r.t.Cell(row, "role")
	if whole == "" {
		note(verdict.NoRole.With(verdict.Clip(id), r.known.names[:min(8, len(r.known.names))]))
		return nil
	}
	names := parts(whole)
	if _, ok := r.Titles.find(whole); ok {
		names = []string{whole} // a title that has a semicolon in it
	}
	var out []string
	for _, name := range names {
		found, ok := r.role(name)
		if !ok {
			why, notice := r.unknownRole(name, id)
			note(why)
			notice.Pos.Line = row.Number
			r.faults.Add(notice)
		}
		for _, role := range found {
			if !slices.Contains(out, role) {
				out = append(out, role)
			}
		}
	}
	return out
}

// role returns the roles that a title stands for, or the role with a name.
func (r *rosterReader) role(name string) ([]string, bool) {
	if found, ok := r.Titles.find(name); ok {
		return found, true
	}
	if role, ok := r.known.find(name); ok {
		return []string{role}, true
	}
	return nil, false
}

// unknownRole says that somebody has a role that the standards do not have: as a note for
// the exceptions, and as a notice for the person at the screen.
func (r *rosterReader) unknownRole(name, id string) (verdict.Note, diag.Fault) {
	name, id = verdict.Clip(name), verdict.Clip(id)
	if r.Titles == nil {
		known := diag.Suggest(name, r.known.names)
		return verdict.UnknownRole.With(name, id, known), unknownRole.With(name, id, known).In(r.t.Name).Notice()
	}
	nearest := r.known.nearest(name)
	notice := unknownTitle.With(name, id, r.Titles.file, nearest).In(r.t.Name).Notice()
	return verdict.UnknownTitle.With(name, id, r.Titles.file, nearest), notice
}

// sameNames notes people with the same name and different IDs: it may be one person, and
// then part of their evidence is under the other ID.
func (r *rosterReader) sameNames() {
	byName := map[string][]string{}
	for _, m := range r.out.Members { // by ID
		if name := quiz.Fold(m.Name); name != "" {
			byName[name] = append(byName[name], m.ID)
		}
	}
	for _, m := range r.out.Members {
		ids := byName[quiz.Fold(m.Name)]
		if len(ids) < 2 || ids[0] != m.ID {
			continue
		}
		shown := ids[:min(len(ids), 5)]
		why, row := verdict.SameName.With(verdict.Clip(m.Name), len(ids), shown), strconv.Itoa(r.posts[ids[1]][0].row)
		e := why.Exception(r.t.Name, r.t.sha, row, ids[1], verdict.Noted)
		r.out.Exceptions = append(r.out.Exceptions, e)
	}
}

// The other names of columns are those that offices use in English, Dutch and Spanish.
func rosterColumns() []Column {
	return []Column{
		{Name: "staff_id", Aliases: []string{
			"staff no", "staff number", "employee_id", "employee no", "employee number",
			"personnel number", "personnel no", "badge number", "personeelsnummer",
			"personeelsnr", "medewerkernummer", "medewerkersnummer", "medewerker id",
			"stamnummer", "número de empleado", "num empleado", "nº empleado", "id de empleado",
			"id empleado", "código de empleado", "número de personal", "legajo", "staff",
			"employee", "id", "medewerker", "empleado",
		},
			Header: "Staff ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. What the person types on the training site. Leading zeros count."},
		{Name: "name", Aliases: []string{
			"staff name", "employee name", "full name", "naam", "volledige naam",
			"naam medewerker", "medewerker", "nombre", "nombre completo", "nombre y apellidos",
			"apellidos y nombre", "employee", "empleado",
		},
			Header: "Name", Width: 28,
			Prompt: "As it should appear in the matrix."},
		{Name: "role", Aliases: []string{
			"roles", "job role", "job title", "title", "job", "position", "function", "rol",
			"rollen", "functie", "functietitel", "functienaam", "beroep", "puesto",
			"puesto de trabajo", "cargo", "función", "categoría", "categoría profesional",
		},
			Header: "Role", Width: 24, Choices: roleTitles, Free: true,
			Prompt: "The role in the standards. Several roles of one person are separated by ;"},
		{Name: "team", Aliases: []string{
			"ward", "unit", "department", "team name", "afdeling", "teamnaam", "eenheid",
			"dienst", "equipo", "unidad", "departamento", "servicio", "planta",
		},
			Header: "Team", Width: 20,
			Prompt: "Ward or department, as it should appear in the matrix."},
		{Name: "start", Aliases: []string{
			"start date", "started", "start_on", "from", "hired", "hire date", "date of hire",
			"in dienst", "datum in dienst", "indiensttreding", "startdatum", "begindatum",
			"ingangsdatum", "vanaf", "van", "fecha de inicio", "inicio", "fecha de alta", "alta",
			"fecha de ingreso", "fecha de incorporación", "desde",
		},
			Header: "Start", Width: 14, Kind: spreadsheet.Day,
			Prompt: "First day of work. Due dates count from it."},
		{Name: "end", Aliases: []string{
			"end date", "ended", "end_on", "until", "to", "left", "leaving date",
			"termination date", "uit dienst", "datum uit dienst", "einddatum", "tot",
			"tot en met", "t/m", "fecha de fin", "fecha fin", "fin", "fecha de baja", "baja",
			"hasta",
		},
			Header: "End", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Last day of work; empty while the person works here."},
		{Name: "email", Aliases: []string{"e-mail", "mail", "e-mailadres", "correo", "correo electrónico"}},
	}
}

func rosterForm() *form {
	return &form{
		intro: []string{
			"A row for each member of staff. Paste the list from your staff system, or type it.",
			"Rows and columns may be in any order; columns that are not named here are ignored.",
		},
		example: [][]string{
			{"00417", "Example Person", "{role}", "Ward Alder", "2026-01-05", ""},
			{"00418", "Another Example", "{role}", "Ward Birch", "2024-09-02", "2026-10-31"},
		},
		lists: roleList,
	}
}
