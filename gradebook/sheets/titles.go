package sheets

import (
	"slices"
	"strconv"
	"strings"

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
// Several roles are separated by ;. A title that asks for nothing has "none" for
// a role.
func ReadTitles(file string, src []byte, f *standards.Framework) (*Titles, diag.List) {
	out := &Titles{file: file, roles: map[string][]string{}}
	t, faults := readTable(file, "sheet of job titles", src, DatesUnstated, titlesColumns(), "title", "role")
	if t == nil {
		return out, faults
	}
	roles := rolesOf(f)
	firstRow := map[string]int{}
	for _, row := range t.Rows {
		except := func(n verdict.Note) {
			out.Exceptions = append(out.Exceptions, n.Exception(file, t.sha, strconv.Itoa(row.Number), "", verdict.Quarantined))
		}
		title := t.Cell(row, "title")
		key := quiz.Fold(title)
		if key == "" {
			except(verdict.NoTitle.With())
			continue
		}
		var found []string
		bad := false
		for _, name := range strings.Split(t.Cell(row, "role"), ";") {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			switch spreadsheet.Squeeze(name) {
			case "none", "geen", "ninguno", "ninguna":
				continue
			}
			role, ok := roles.find(name)
			if !ok {
				bad = true
				except(verdict.UnknownRoleOfTitle.With(verdict.Clip(name), verdict.Clip(title), roles.nearest(name), roles.names))
				continue
			}
			if !slices.Contains(found, role) {
				found = append(found, role)
			}
		}
		switch first, seen := firstRow[key]; {
		case t.Cell(row, "role") == "":
			except(verdict.TitleWithoutRole.With(verdict.Clip(title), roles.nearest(title)))
			continue
		case bad && found == nil:
			continue
		case seen && !slices.Equal(found, out.roles[key]):
			except(verdict.TitleTwice.With(verdict.Clip(title), first))
			continue
		case seen:
			continue
		}
		firstRow[key] = row.Number
		out.roles[key] = found
	}
	return out, faults
}

// find gives the roles that a title stands for. A nil sheet knows none.
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
			Prompt: "The job title, as it stands in the roster."},
		{Name: "role", Aliases: []string{"roles", "role id", "role of the standards", "rol", "rollen", "rol id", "papel"},
			Header: "Role", Width: 28, Choices: roleTitles, Free: true,
			Prompt: "The role in the standards. Several roles of one person are separated by ;"},
		{Name: "note", Aliases: []string{"notes", "remark", "opmerking", "toelichting", "nota", "observaciones"}},
	}
}

func titlesForm() *form {
	return &form{
		intro: []string{
			"Only needed where the roster holds job titles of your own and not the roles of the standards.",
			"A row for each job title. A title that is not listed here and is no role stands on the sheet Exceptions.",
		},
		example: [][]string{{"Registered nurse, nights", "{role}"}},
		lists:   roleList,
	}
}
