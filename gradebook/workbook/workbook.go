// Package workbook lays out a matrix as the workbook that an accreditation
// reviewer reads: Read me, Summary, Matrix, Gaps, Evidence, Renewals, Standards
// and Exceptions, and others where they are asked for or have something to show.
// Every figure is computed here; no formula carries a result. A level is said in
// words and with a symbol, and the colour only repeats it. What people typed into
// an earlier workbook is read back and written into the next.
package workbook

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// Names of the sheets.
const (
	sheetReadMe      = "Read me"
	sheetSummary     = "Summary"
	sheetMatrix      = "Matrix"
	sheetGaps        = "Gaps"
	sheetEvidence    = "Evidence"
	sheetRenewals    = "Renewals"
	sheetStandards   = "Standards"
	sheetExceptions  = "Exceptions"
	sheetChanges     = "Changes"
	sheetRoles       = "Roles"
	sheetSignOff     = "Sign-off"
	sheetCarriedOver = "Carried over"
	sheetInputs      = "Inputs"
)

// Options say what stands in a workbook besides the matrix.
type Options struct {
	// Sheets are asked for by name, in any case: see OnRequest.
	Sheets []string
	// Carry is what people typed into the last workbook.
	Carry Entries
}

// OnRequest names the sheets that a workbook has where they are asked for. Changes
// and Inputs come by themselves where there is something to show, Sign-off where
// entries are carried over.
func OnRequest() []string {
	return []string{sheetChanges, sheetRoles, sheetSignOff, sheetInputs}
}

// Write writes the workbook of a matrix. The same matrix and options give the same
// bytes.
func Write(w io.Writer, m *gradebook.Matrix, o Options) error {
	b := newBook(m)
	b.asked = o.Sheets
	b.carry(o.Carry)
	sheets := []spreadsheet.Sheet{b.readMe(), b.summary()}
	sheets = append(sheets, b.matrix()...)
	sheets = append(sheets, b.gaps(), b.evidence(), b.renewals(), b.standards(), b.exceptions())
	for _, more := range []struct {
		name  string
		sheet func() spreadsheet.Sheet
	}{{sheetRoles, b.rolesSheet}, {sheetChanges, b.changesSheet}, {sheetSignOff, b.signOff}, {sheetCarriedOver, b.carriedOver}, {sheetInputs, b.inputs}} {
		if b.has(more.name) {
			sheets = append(sheets, more.sheet())
		}
	}
	err := spreadsheet.Write(w, spreadsheet.Workbook{
		Properties: spreadsheet.Properties{
			Title:        b.title(),
			Subject:      fmt.Sprintf("Staff competencies as of %s, by %s", m.AsOf, b.framework()),
			Organisation: m.Organisation,
			Description:  strings.TrimSpace("As of " + m.AsOf + ". " + b.provisional()),
			Application:  m.Tool,
			Language:     "en",
			Date:         b.asOf,
		},
		Sheets: sheets,
	})
	return cmp.Or(err, m.Err())
}

// cells gives the cells of a person.
func (b *book) cells(staff string) iter.Seq2[int, *competence.Cell] { return b.m.Cells.Group(staff) }

// has tells whether a sheet that not every workbook has is in this one.
func (b *book) has(sheet string) bool {
	if slices.ContainsFunc(b.asked, func(s string) bool { return strings.EqualFold(s, sheet) }) && sheet != sheetCarriedOver {
		return true
	}
	switch sheet {
	case sheetChanges:
		return len(b.m.Changes) > 0
	case sheetSignOff:
		return len(b.carried[sheetSignOff]) > 0
	case sheetCarriedOver:
		return len(b.stray) > 0
	case sheetInputs:
		return b.m.Inputs.Len() > fewInputs
	}
	return false
}

// book is a matrix with what several sheets ask of it.
type book struct {
	m            *gradebook.Matrix
	asOf         time.Time
	std          *standards.Framework // never nil
	staff        []*gradebook.Person  // active, in the matrix's order
	left         int                  // on the roster, but not active
	person       map[string]*gradebook.Person
	competencies []*standards.Competency     // that are graded, by domain
	column       map[string]int              // of a competency among them
	items        map[[2]string]int           // behind insufficient evidence, by staff and competency
	proofs       map[[2]string]proof         // by staff and competency
	first        map[string]int              // row of a person's first evidence, from 0
	claimed      claimed                     // by the evidence
	asked        []string                    // sheets
	carried      map[string]map[rowKey]Entry // by sheet
	stray        []stray
}

// proof is where the evidence of a person for a competency stands on its sheet.
type proof struct {
	row   int // from 0: the first that counts, otherwise the first
	id    string
	found bool
	sure  bool // counts
}

func newBook(m *gradebook.Matrix) *book {
	b := &book{m: m, std: m.Standards, person: map[string]*gradebook.Person{}, column: map[string]int{}, items: map[[2]string]int{}, proofs: map[[2]string]proof{}, first: map[string]int{}}
	if b.std == nil {
		b.std = &standards.Framework{}
	}
	b.asOf, _ = time.Parse(time.DateOnly, m.AsOf) // a matrix without a date has a date of 0, not of today
	for i := range m.Staff {
		p := &m.Staff[i]
		b.person[p.ID] = p
		if p.Status == "" || p.Status == "active" {
			b.staff = append(b.staff, p)
		} else {
			b.left++
		}
	}
	seen := map[string]bool{}
	for _, c := range m.Cells.All() {
		seen[c.Competency] = true
		if c.Cause == competence.InsufficientEvidence {
			b.items[[2]string{c.Staff, c.Competency}] = 0
		}
	}
	for i, e := range m.Evidence.All() {
		key := [2]string{e.Staff, e.Competency}
		if n, ok := b.items[key]; ok && e.SupersededBy == "" && e.Items > 0 {
			b.items[key] = n + e.Items
		}
		b.claimed.add(e)
		p := b.proofs[key]
		if !p.found || e.Counts && !p.sure {
			p.row, p.id, p.sure = i, e.ID, e.Counts
		}
		p.found = true
		b.proofs[key] = p
		if _, ok := b.first[e.Staff]; !ok {
			b.first[e.Staff] = i
		}
	}
	// By domain, and what the framework does not know at the end.
	order := map[string]int{}
	for i, d := range b.std.Domains {
		order[d.ID] = i + 1
	}
	for i := range b.std.Competencies {
		c := &b.std.Competencies[i]
		if c.Rule != nil || seen[c.ID] {
			b.competencies = append(b.competencies, c)
		}
		delete(seen, c.ID)
	}
	slices.SortStableFunc(b.competencies, func(x, y *standards.Competency) int {
		return orderOf(order, x.Domain) - orderOf(order, y.Domain)
	})
	unknown := make([]string, 0, len(seen))
	for id := range seen {
		unknown = append(unknown, id)
	}
	slices.Sort(unknown)
	for _, id := range unknown {
		b.competencies = append(b.competencies, &standards.Competency{ID: id, Title: id})
	}
	for i, c := range b.competencies {
		b.column[c.ID] = i
	}
	return b
}

func orderOf(order map[string]int, domain string) int {
	if i, ok := order[domain]; ok {
		return i
	}
	return len(order) + 1
}

func (b *book) title() string {
	if b.m.Organisation == "" {
		return "Competency matrix"
	}
	return "Competency matrix: " + b.m.Organisation
}

func (b *book) framework() string {
	return strings.TrimSpace(fmt.Sprintf("%s, version %s (%s)", b.m.Framework.Title, b.m.Framework.Version, b.m.Framework.ID))
}

// provisional says that nobody has adopted the framework, or "".
func (b *book) provisional() string {
	if b.m.Framework.Adopted {
		return ""
	}
	return "PROVISIONAL: no named person has adopted the cuts, the validity periods and the levels required of each role. Until somebody does, the levels in this workbook are proposals."
}

func (b *book) domain(id string) string {
	for _, d := range b.std.Domains {
		if d.ID == id {
			return d.Title
		}
	}
	if id == "" {
		return "Other"
	}
	return id
}

// competency gives a competency of the matrix; an unknown one bears its ID.
func (b *book) competency(id string) *standards.Competency {
	if i, ok := b.column[id]; ok {
		return b.competencies[i]
	}
	if c := b.std.Competency(id); c != nil {
		return c
	}
	return &standards.Competency{ID: id, Title: id}
}

// level gives the label of a level.
func (b *book) level(n int) string {
	if l := b.std.Level(n).Label; l != "" {
		return l
	}
	return fmt.Sprintf("level %d", n)
}

func (b *book) roles(p *gradebook.Person) string {
	titles := make([]string, len(p.Roles))
	for i, id := range p.Roles {
		titles[i] = b.role(id)
	}
	return strings.Join(titles, ", ")
}

func (b *book) role(id string) string {
	if r := b.std.Role(id); r != nil && r.Title != "" {
		return r.Title
	}
	return id
}

func (b *book) kind(k string) string {
	if r, ok := b.std.Kind(nil, standards.Kind(k)); ok && r.Label != "" {
		return r.Label
	}
	return k
}

// days counts from the as-of date to a date.
func (b *book) days(date string) (int, bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil || b.asOf.IsZero() {
		return 0, false
	}
	return int(t.Sub(b.asOf).Hours() / 24), true
}

// count is "1 day" or "3 days".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// upper makes the first letter a capital.
func upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
