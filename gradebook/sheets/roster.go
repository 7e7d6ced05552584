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

// Member is a person of the roster.
type Member struct {
	competence.Person
	Name string
	Team string
}

// Roster is who works here.
type Roster struct {
	Members    []Member // by ID
	Exceptions []verdict.Exception

	index map[string]int
}

// Has reports whether a canonical staff ID is in the roster. Without a roster (nil)
// everybody is.
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

// Near lists IDs that a mistyped one may have meant.
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
	AsOf      string // 2006-01-02: who has left and come back is judged by the time around it; "" = the last one
}

// post is a row of the roster: a time of one person in one or more roles.
type post struct {
	row        int
	name, team string
	roles      []string
	start, end string
}

func (p post) overlaps(q post) bool {
	return (p.end == "" || q.start == "" || q.start <= p.end) && (q.end == "" || p.start == "" || p.start <= q.end)
}

func (p post) sameRoles(q post) bool {
	return len(p.roles) == len(q.roles) && !slices.ContainsFunc(p.roles, func(r string) bool { return !slices.Contains(q.roles, r) })
}

type rosterReader struct {
	RosterOptions
	file, sha string
	t         *table
	roles     roleNames
	out       *Roster
	faults    diag.List
}

// ReadRoster reads a roster without titles of its own and with no date in mind.
func ReadRoster(file string, src []byte, f *standards.Framework) (*Roster, diag.List) {
	return RosterOptions{Framework: f}.Read(file, src)
}

// Read reads the roster, a CSV or XLSX file: a row for each person, and a
// further row for each further time in another role. What is wrong with one row
// is an exception with the row's number, and the person is kept as far as they
// are known; only a roster that cannot be understood at all is a fault.
func (o RosterOptions) Read(file string, src []byte) (*Roster, diag.List) {
	r := &rosterReader{RosterOptions: o, file: file, out: &Roster{index: map[string]int{}}, roles: rolesOf(o.Framework)}
	t, faults := readTable(file, "roster", src, o.Dates, rosterColumns(), "staff_id")
	if t == nil {
		return r.out, faults
	}
	r.t, r.sha, r.faults = t, t.sha, faults
	if !t.Has("role") {
		// Once for the table, and not again for everybody in it.
		r.except(0, "", verdict.Quarantined, verdict.NoRoleColumn.With(diag.Nearest("role", t.unknown)))
	}
	for _, name := range []string{"role", "team", "start", "end"} {
		if !t.Has(name) && (name == "role" || diag.Nearest(name, t.unknown) != "") {
			r.faults.Add(rosterColumn.With(name, t.misspelt(name)).In(file).Notice())
		}
	}
	posts := map[string][]post{}
	var ids []string // as they come
	for _, row := range t.Rows {
		if id, p, ok := r.read(row, posts); ok {
			if posts[id] == nil {
				ids = append(ids, id)
			}
			posts[id] = append(posts[id], p)
		}
	}
	slices.Sort(ids)
	for i, id := range ids {
		r.out.Members = append(r.out.Members, member(id, posts[id], o.AsOf))
		r.out.index[id] = i
	}
	r.sameNames(posts)
	if len(ids) == 0 {
		r.faults.Add(emptyRoster.With().In(file))
	}
	return r.out, r.faults
}

func (r *rosterReader) except(row int, staff string, v verdict.Verdict, why verdict.Note, also ...verdict.Note) {
	record := ""
	if row > 0 {
		record = strconv.Itoa(row)
	}
	e := why.Exception(r.file, r.sha, record, staff, v)
	e.Notes = also
	r.out.Exceptions = append(r.out.Exceptions, e)
}

// read reads a row; before are the rows that were kept.
func (r *rosterReader) read(row spreadsheet.Row, before map[string][]post) (string, post, bool) {
	t := r.t
	typed := t.Cell(row, "staff_id")
	id := results.CanonicalStaffID(typed)
	p := post{row: row.Number, name: verdict.Printable(t.Cell(row, "name")), team: verdict.Printable(t.Cell(row, "team"))}
	if id == "" {
		code := verdict.NoRosterID
		if typed != "" {
			code = verdict.LongRosterID
		}
		r.except(row.Number, "", verdict.Quarantined, code.With(verdict.Clip(p.name)))
		return id, p, false
	}
	var problems, badDates []verdict.Note
	p.roles, problems = r.rolesIn(id, row)
	for _, d := range []struct {
		column string
		into   *string
	}{{"start", &p.start}, {"end", &p.end}} {
		date, why := t.date(row, d.column)
		if !why.IsZero() {
			problems, badDates = append(problems, why), append(badDates, why)
		}
		*d.into = date
	}
	if p.start != "" && p.end != "" && p.end < p.start {
		problems = append(problems, verdict.EndBeforeStart.With(verdict.Clip(id), p.end, p.start))
		p.end = ""
	}
	for _, other := range before[id] {
		if quiz.Fold(other.name) != quiz.Fold(p.name) && other.name != "" && p.name != "" {
			r.except(row.Number, id, verdict.Quarantined, verdict.StaffIDTwice.With(verdict.Clip(id), other.row, verdict.Clip(other.name)))
			return id, p, false
		}
		if other.overlaps(p) && other.sameRoles(p) {
			r.except(row.Number, id, verdict.Quarantined, verdict.PostTwice.With(verdict.Clip(id), other.row))
			return id, p, false
		}
	}
	for _, why := range problems {
		var also []verdict.Note
		if slices.ContainsFunc(badDates, why.Equal) {
			also = append(also, verdict.LeftOut.With())
		}
		r.except(row.Number, id, verdict.Quarantined, why, also...)
	}
	return id, p, true
}

// rolesIn gives the roles of a row, by HR's own titles or those of the standards.
func (r *rosterReader) rolesIn(id string, row spreadsheet.Row) ([]string, []verdict.Note) {
	var roles []string
	var problems []verdict.Note
	if !r.t.Has("role") {
		return nil, nil
	}
	whole := r.t.Cell(row, "role")
	if whole == "" {
		return nil, []verdict.Note{verdict.NoRole.With(verdict.Clip(id), r.roles.names[:min(8, len(r.roles.names))])}
	}
	names := strings.Split(whole, ";")
	if _, ok := r.Titles.find(whole); ok {
		names = []string{whole} // a title that has a semicolon in it
	}
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		found, ok := r.Titles.find(name)
		if !ok {
			var role string
			if role, ok = r.roles.find(name); ok {
				found = []string{role}
			}
		}
		if !ok {
			why, notice := r.unknownRole(name, id)
			problems = append(problems, why)
			notice.Pos.Line = row.Number
			r.faults.Add(notice)
			continue
		}
		for _, role := range found {
			if !slices.Contains(roles, role) {
				roles = append(roles, role)
			}
		}
	}
	return roles, problems
}

// unknownRole says that somebody has a role that the standards do not have: for the
// list of exceptions, and to whoever reads the roster in.
func (r *rosterReader) unknownRole(name, id string) (verdict.Note, diag.Fault) {
	name, id = verdict.Clip(name), verdict.Clip(id)
	if r.Titles == nil {
		known := diag.Suggest(name, r.roles.names)
		return verdict.UnknownRole.With(name, id, known), unknownRole.With(name, id, known).In(r.file).Notice()
	}
	nearest := r.roles.nearest(name)
	return verdict.UnknownTitle.With(name, id, r.Titles.file, nearest), unknownTitle.With(name, id, r.Titles.file, nearest).In(r.file).Notice()
}

// member joins the rows of one person. Somebody with several gets a span for
// each role, and works here for as long as the rows follow on one another; after
// a break, the time around the as-of date counts, or the last one before it.
func member(id string, posts []post, asOf string) Member {
	m := Member{Person: competence.Person{ID: id}, Name: posts[0].name, Team: posts[0].team}
	if len(posts) == 1 {
		m.Roles, m.Start, m.End = posts[0].roles, posts[0].start, posts[0].end
		return m
	}
	posts = slices.Clone(posts)
	slices.SortStableFunc(posts, func(a, b post) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.row, b.row)) })
	type stay struct{ start, end string }
	var stays []stay
	for _, p := range posts {
		last := len(stays) - 1
		if last >= 0 && (stays[last].end == "" || p.start == "" || p.start <= nextDay(stays[last].end)) {
			if stays[last].end != "" && (p.end == "" || p.end > stays[last].end) {
				stays[last].end = p.end
			}
			continue
		}
		stays = append(stays, stay{p.start, p.end})
	}
	now := stays[0]
	for _, s := range stays {
		if asOf == "" || s.start <= asOf {
			now = s
		}
	}
	m.Start, m.End = now.start, now.end
	// The team is that of the time that is in force, or was last.
	for _, p := range posts {
		if p.name != "" {
			m.Name = p.name
		}
		if (asOf == "" || p.start <= asOf) && p.team != "" {
			m.Team = p.team
		}
		for _, role := range p.roles {
			m.Spans = append(m.Spans, competence.Span{Role: role, Start: p.start, End: p.end})
		}
	}
	on := asOf
	if on == "" || m.End != "" && m.End < on {
		on = m.End // whoever has left is listed with what they were last
	}
	if on < m.Start {
		on = m.Start
	}
	m.Roles = m.RolesOn(on)
	return m
}

func nextDay(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// sameNames has a word about people of one name with two IDs: it may be one
// person, and then half of what they have shown lies under the other ID.
func (r *rosterReader) sameNames(posts map[string][]post) {
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
		r.except(posts[ids[1]][0].row, ids[1], verdict.Noted, verdict.SameName.With(verdict.Clip(m.Name), len(ids), shown))
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
			Prompt: "Required. What the person types on the training site. Zeros at the front count."},
		{Name: "name", Aliases: []string{
			"staff name", "employee name", "full name", "naam", "volledige naam",
			"naam medewerker", "medewerker", "nombre", "nombre completo", "nombre y apellidos",
			"apellidos y nombre", "employee", "empleado",
		},
			Header: "Name", Width: 28,
			Prompt: "As it shall stand in the matrix."},
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
			Prompt: "Ward or department, as it shall stand in the matrix."},
		{Name: "start", Aliases: []string{
			"start date", "started", "start_on", "from", "hired", "hire date", "date of hire",
			"in dienst", "datum in dienst", "indiensttreding", "startdatum", "begindatum",
			"ingangsdatum", "vanaf", "van", "fecha de inicio", "inicio", "fecha de alta", "alta",
			"fecha de ingreso", "fecha de incorporación", "desde",
		},
			Header: "Start", Width: 14, Kind: spreadsheet.Day,
			Prompt: "First day of work. What is due counts from it."},
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
			"Rows and columns may stand in any order; columns that are not named here are passed over.",
		},
		example: [][]string{
			{"00417", "Example Person", "{role}", "Ward Alder", "2026-01-05", ""},
			{"00418", "Another Example", "{role}", "Ward Birch", "2024-09-02", "2026-10-31"},
		},
		lists: roleList,
	}
}
