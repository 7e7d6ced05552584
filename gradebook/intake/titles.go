package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Titles say which roles of the standards HR's own job titles stand for.
type Titles struct {
	Exceptions []verdict.Exception

	file  string
	roles map[string][]string // by folded title
}

var titleColumns = []column{
	{"title", []string{"job title", "job", "position", "function", "functie", "functietitel", "functienaam", "titel", "puesto", "puesto de trabajo", "cargo", "título", "función", "categoría", "categoría profesional"}},
	{"role", []string{"roles", "role id", "role of the standards", "rol", "rollen", "rol id", "papel"}},
	{"note", []string{"notes", "remark", "opmerking", "toelichting", "nota", "observaciones"}},
}

// ReadTitles reads the sheet of job titles, a CSV or XLSX file: title and role.
// Several roles are separated by ;. A title that asks for nothing has "none" for
// a role.
func ReadTitles(file string, src []byte, f *standards.Framework) (*Titles, diag.List) {
	out := &Titles{file: file, roles: map[string][]string{}}
	t, faults := readTable(file, "sheet of job titles", src, DatesUnstated, titleColumns, "title", "role")
	if t == nil {
		return out, faults
	}
	sum := sha256.Sum256(src)
	sha := hex.EncodeToString(sum[:])
	roles := rolesOf(f)
	firstRow := map[string]int{}
	for _, row := range t.Rows {
		except := func(n verdict.Note) {
			out.Exceptions = append(out.Exceptions, n.Exception(file, sha, strconv.Itoa(row.Number), "", verdict.Quarantined))
		}
		title := t.cell(row, "title")
		key := quiz.Fold(title)
		if key == "" {
			except(verdict.NoTitle.With())
			continue
		}
		var found []string
		bad := false
		for _, name := range strings.Split(t.cell(row, "role"), ";") {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			switch squeeze(name) {
			case "none", "geen", "ninguno", "ninguna":
				continue
			}
			role, ok := roles.find(name)
			if !ok {
				bad = true
				except(verdict.UnknownRoleOfTitle.With(clip(name), clip(title), roles.nearest(name), roles.names))
				continue
			}
			if !slices.Contains(found, role) {
				found = append(found, role)
			}
		}
		switch first, seen := firstRow[key]; {
		case t.cell(row, "role") == "":
			except(verdict.TitleWithoutRole.With(clip(title), roles.nearest(title)))
			continue
		case bad && found == nil:
			continue
		case seen && !slices.Equal(found, out.roles[key]):
			except(verdict.TitleTwice.With(clip(title), first))
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
