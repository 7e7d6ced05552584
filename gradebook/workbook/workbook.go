// Package workbook lays out a matrix as the workbook that an accreditation
// reviewer reads: Read me, Summary, Matrix, Gaps, Evidence, Renewals, Standards
// and Exceptions, and further sheets on request or when they have something to show.
// Every figure is computed here; there are no formulas. A level is shown in words and
// with a symbol, and the colour only repeats it. What people typed into an earlier
// workbook is read back and written into the next.
package workbook

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// Names of the sheets.
const (
	sheetReadMe      = "Read me"
	sheetSummary     = "Summary"
	sheetMatrix      = "Matrix"
	sheetGaps        = "Gaps"
	sheetEvidence    = "Evidence"
	sheetRenewals    = "Renewals"
	sheetTraining    = "Training hours"
	sheetStandards   = "Standards"
	sheetExceptions  = "Exceptions"
	sheetChanges     = "Changes"
	sheetRoles       = "Roles"
	sheetSignOff     = "Sign-off"
	sheetCarriedOver = "Carried over"
	sheetInputs      = "Inputs"
)

// Options say what a workbook holds in addition to the matrix.
type Options struct {
	// Sheets names the sheets of OnRequest to add, in upper or lower case.
	Sheets []string
	// Carry is what people typed into the last workbook.
	Carry TypedRows
}

// OnRequest names the sheets that a workbook has on request. Changes and Inputs are
// also added if there is something to show, Sign-off if entries are carried over.
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
	}{{sheetTraining, b.training}, {sheetRoles, b.rolesSheet}, {sheetChanges, b.changesSheet},
		{sheetSignOff, b.signOff}, {sheetCarriedOver, b.carriedOver}, {sheetInputs, b.inputs}} {
		if b.has(more.name) {
			sheets = append(sheets, more.sheet())
		}
	}
	err := spreadsheet.Write(w, spreadsheet.Workbook{
		Properties: spreadsheet.Properties{
			Title:        b.title(),
			Subject:      fmt.Sprintf("Staff competencies as of %s, by %s", m.AsOf, b.Framework()),
			Organisation: m.Organisation,
			Description:  strings.TrimSpace("As of " + m.AsOf + ". " + b.Provisional()),
			Application:  m.Tool,
			Language:     "en",
			Date:         b.AsOf,
		},
		Sheets: sheets,
	})
	return cmp.Or(err, m.Err())
}

// has reports whether the workbook has a sheet that some workbooks do not have.
func (b *book) has(sheet string) bool {
	if slices.ContainsFunc(b.asked, func(s string) bool { return strings.EqualFold(s, sheet) }) &&
		sheet != sheetCarriedOver && sheet != sheetTraining {
		return true
	}
	switch sheet {
	case sheetTraining:
		return b.Matrix.Training.Len() > 0
	case sheetChanges:
		return len(b.Matrix.Changes) > 0
	case sheetSignOff:
		return len(b.carried[sheetSignOff]) > 0
	case sheetCarriedOver:
		return len(b.stray) > 0
	case sheetInputs:
		return b.Matrix.Inputs.Len() > fewInputs
	}
	return false
}

// book is a matrix with what several sheets need to know about it.
type book struct {
	*gradebook.View
	proofs  map[[2]string]proof            // by staff and competency
	first   map[string]int                 // row of a person's first evidence, from 0
	claims  competence.Claims              // of the evidence
	asked   []string                       // sheets
	carried map[string]map[rowKey]TypedRow // by sheet
	stray   []stray
}

// proof is where the evidence of a person for a competency stands on its sheet.
type proof struct {
	row    int // from 0: the first that counts, otherwise the first
	id     string
	found  bool
	counts bool
}

func newBook(m *gradebook.Matrix) *book {
	b := &book{View: gradebook.NewView(m), proofs: map[[2]string]proof{}, first: map[string]int{}}
	for i, e := range m.Evidence.All() {
		key := [2]string{e.Staff, e.Competency}
		b.claims.Add(e)
		p := b.proofs[key]
		if !p.found || e.Counts && !p.counts {
			p.row, p.id, p.counts = i, e.ID, e.Counts
		}
		p.found = true
		b.proofs[key] = p
		if _, ok := b.first[e.Staff]; !ok {
			b.first[e.Staff] = i
		}
	}
	return b
}

func (b *book) title() string {
	if b.Matrix.Organisation == "" {
		return "Competency matrix"
	}
	return "Competency matrix: " + b.Matrix.Organisation
}
