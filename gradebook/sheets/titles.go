package sheets

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Titles say which roles of the standards HR's own job titles stand for.
type Titles struct {
	Exceptions []verdict.Exception

	file  string
	roles map[string][]string // by folded title
}

// ReadTitles reads the sheet of job titles, a CSV or XLSX file: title and role.
// Several roles are separated by ;. A title that requires nothing has the role "none".
func ReadTitles(file string, src []byte, f *standards.Framework) (*Titles, diag.List) {
	out := &Titles{file: file, roles: map[string][]string{}}
	t, faults := readTable(file, "sheet of job titles", src, DatesUnstated, titlesColumns(), "title", "role")
	if t == nil {
		return out, faults
	}
	r := &titlesReader{t: t, out: out, known: rolesOf(f), first: map[string]int{}}
	for _, row := range t.Rows {
		r.read(row)
	}
	return out, faults
}

type titlesReader struct {
	t     *table
	out   *Titles
	known roleNames
	first map[string]int // row by folded title
}

func (r *titlesReader) except(row spreadsheet.Row, why verdict.Note) {
	r.out.Exceptions = append(r.out.Exceptions, r.t.exception(row, "", why))
}

func (r *titlesReader) read(row spreadsheet.Row) {
	title := r.t.Cell(row, "title")
	folded := quiz.Fold(title)
	if folded == "" {
		r.except(row, verdict.NoTitle.With())
		return
	}
	if r.t.Cell(row, "role") == "" {
		r.except(row, verdict.TitleWithoutRole.With(verdict.Clip(title), r.known.nearest(title)))
		return
	}
	roles, whole := r.roles(row, title)
	switch first, seen := r.first[folded]; {
	case !whole && roles == nil:
	case seen && !slices.Equal(roles, r.out.roles[folded]):
		r.except(row, verdict.TitleTwice.With(verdict.Clip(title), first))
	case !seen:
		r.first[folded], r.out.roles[folded] = row.Number, roles
	}
}

// roles returns the roles of a row, and whether the standards have all of them.
func (r *titlesReader) roles(row spreadsheet.Row, title string) (roles []string, whole bool) {
	whole = true
	for _, name := range parts(r.t.Cell(row, "role")) {
		switch spreadsheet.Squeeze(name) {
		case "none", "geen", "ninguno", "ninguna":
			continue
		}
		role, ok := r.known.find(name)
		if !ok {
			whole = false
			r.except(row, verdict.UnknownRoleOfTitle.With(verdict.Clip(name), verdict.Clip(title),
				r.known.nearest(name), r.known.names))
		} else if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	return roles, whole
}

// find returns the roles that a title stands for. A nil sheet has none.
func (t *Titles) find(title string) ([]string, bool) {
	if t == nil {
		return nil, false
	}
	roles, ok := t.roles[quiz.Fold(title)]
	return roles, ok
}

func titlesColumns() []Column {
	return []Column{
		{Name: "title", Aliases: []string{
			"job title", "job", "position", "function", "functie", "functietitel", "functienaam",
			"titel", "puesto", "puesto de trabajo", "cargo", "título", "función", "categoría",
			"categoría profesional",
		},
			Header: "Title", Width: 34,
			Prompt: "The job title, as in the roster."},
		{Name: "role", Aliases: []string{"roles", "role id", "role of the standards", "rol", "rollen", "rol id",
			"papel"},
			Header: "Role", Width: 28, Choices: roleTitles, Free: true,
			Prompt: "The role in the standards. Several roles of one person are separated by ;"},
		{Name: "note", Aliases: []string{"notes", "remark", "opmerking", "toelichting", "nota", "observaciones"}},
	}
}

func titlesForm() *form {
	return &form{
		intro: []string{
			"Only needed if the roster has job titles of your own instead of the roles of the standards.",
			"A row for each job title. A title that is neither listed here nor a role is reported on the sheet Exceptions.",
		},
		example: [][]string{{"Registered nurse, nights", "{role}"}},
		lists:   roleList,
	}
}
