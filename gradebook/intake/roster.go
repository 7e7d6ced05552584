package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/diag"
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
	Exceptions []Exception

	index map[string]int
}

// Has tells whether a canonical staff ID is in the roster.
func (r *Roster) Has(staff string) bool {
	_, ok := r.index[staff]
	return ok
}

// ids gives all staff IDs, sorted.
func (r *Roster) ids() []string {
	ids := make([]string, len(r.Members))
	for i, m := range r.Members {
		ids[i] = m.ID
	}
	return ids
}

var rosterColumns = []column{
	{"staff_id", []string{"staff", "staff no", "staff number", "employee", "employee_id", "employee no", "employee number", "personnel number", "personnel no", "id"}},
	{"name", []string{"staff name", "employee name", "full name"}},
	{"role", []string{"roles", "job role", "job", "job title", "position", "function"}},
	{"team", []string{"ward", "unit", "department", "team name"}},
	{"start", []string{"start date", "started", "start_on", "from", "hired", "hire date", "date of hire"}},
	{"end", []string{"end date", "ended", "end_on", "until", "to", "left", "leaving date"}},
	{"email", []string{"e-mail", "mail"}}, // known, so that nobody is told about it; never kept
}

// ReadRoster reads the roster, a CSV or XLSX file. What is wrong with one row is
// an exception with the row's number, and the person is kept as far as they are
// known; only a roster that cannot be understood at all is a fault.
func ReadRoster(file string, src []byte, f *standards.Framework) (*Roster, diag.List) {
	r := &Roster{index: map[string]int{}}
	t, faults := readTable(file, "roster", src, rosterColumns, "staff_id")
	if t == nil {
		return r, faults
	}
	sum := sha256.Sum256(src)
	sha := hex.EncodeToString(sum[:])
	if _, ok := t.at["role"]; !ok {
		// Once for the table, and not again for everybody in it.
		r.Exceptions = append(r.Exceptions, refusal{"no-role", `the roster has no column "role": nothing is required of anybody`, t.misspelt("role")}.exception(file, sha, "", "", quarantined))
	}
	for _, name := range []string{"role", "team", "start", "end"} {
		if _, ok := t.at[name]; !ok && (name == "role" || diag.Nearest(name, t.unknown) != "") {
			faults.Add(diag.Fault{File: file, Severity: diag.Notice, What: fmt.Sprintf("the roster has no column %q", name), Hint: t.misspelt(name)})
		}
	}
	roles := rolesOf(f)
	var members []Member
	firstRow := map[string]int{}
	for _, row := range t.Rows {
		except := func(staff, verdict, reason, what, hint string) {
			r.Exceptions = append(r.Exceptions, refusal{reason, what, hint}.exception(file, sha, strconv.Itoa(row.Number), staff, verdict))
		}
		typed := t.cell(row, "staff_id")
		id := results.CanonicalStaffID(typed)
		if id == "" {
			what := "the row has no staff ID"
			if typed != "" {
				what = "the staff ID is longer than 64 characters"
			}
			if name := t.cell(row, "name"); name != "" {
				what += ": " + clip(name)
			}
			except("", quarantined, "no-staff-id", what, "write the ID that the person types on the site")
			continue
		}
		if first, taken := firstRow[id]; taken {
			except(id, quarantined, "duplicate-staff-id", fmt.Sprintf("the staff ID %q stands in row %d as well; that row was used", clip(id), first), "give every person one row; several roles of one person are separated by ;")
			continue
		}
		firstRow[id] = row.Number
		m := Member{Person: competence.Person{ID: id}, Name: printable(t.cell(row, "name")), Team: printable(t.cell(row, "team"))}
		for _, name := range strings.Split(t.cell(row, "role"), ";") {
			name = strings.TrimSpace(name)
			if name == "" {
				continue
			}
			role, ok := roles.find(name)
			if !ok {
				hint := diag.DidYouMean(name, roles.names)
				what := fmt.Sprintf("the role %q of %s is not in the standards; nothing is required of the person for it", clip(name), clip(id))
				except(id, quarantined, "unknown-role", what, hint)
				faults.Add(diag.Fault{File: file, Pos: diag.Pos{Line: row.Number}, Severity: diag.Notice, What: what, Hint: hint})
				continue
			}
			if !slices.Contains(m.Roles, role) {
				m.Roles = append(m.Roles, role)
			}
		}
		if _, ok := t.at["role"]; ok && t.cell(row, "role") == "" {
			except(id, quarantined, "no-role", fmt.Sprintf("%s has no role; nothing is required of the person", clip(id)), "write a role of the standards: "+strings.Join(roles.names[:min(8, len(roles.names))], ", "))
		}
		for _, d := range []struct {
			column string
			into   *string
		}{{"start", &m.Start}, {"end", &m.End}} {
			date, err := readDate(t.cell(row, d.column))
			if err != nil {
				except(id, quarantined, "bad-date", fmt.Sprintf("the %s date %q of %s cannot be understood; it is left out", d.column, clip(t.cell(row, d.column)), clip(id)), "write it as 2026-11-30, or as a date in Excel")
			}
			*d.into = date
		}
		if m.Start != "" && m.End != "" && m.End < m.Start {
			except(id, quarantined, "bad-date", fmt.Sprintf("%s ended on %s, before the start on %s; the end is left out", clip(id), m.End, m.Start), "correct the dates")
			m.End = ""
		}
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b Member) int { return strings.Compare(a.ID, b.ID) })
	r.Members = members
	for i, m := range members {
		r.index[m.ID] = i
	}
	if len(members) == 0 {
		faults.Add(diag.Fault{File: file, What: "the roster names nobody", Hint: "give it a row for each member of staff"})
	}
	return r, faults
}

// roleNames finds roles by ID or title, whatever the case.
type roleNames struct {
	byName map[string]string
	names  []string // to propose
}

func rolesOf(f *standards.Framework) roleNames {
	r := roleNames{byName: map[string]string{}}
	for _, role := range f.Roles {
		r.byName[quiz.Fold(role.Title)] = role.ID
	}
	for _, role := range f.Roles {
		r.byName[quiz.Fold(role.ID)] = role.ID
		name := role.Title
		if name == "" {
			name = role.ID
		}
		r.names = append(r.names, name)
	}
	return r
}

func (r roleNames) find(name string) (string, bool) {
	id, ok := r.byName[quiz.Fold(name)]
	if !ok {
		id, ok = r.byName[quiz.Fold(strings.ReplaceAll(name, " ", "-"))]
	}
	return id, ok
}
