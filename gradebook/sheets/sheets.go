// Package sheets knows the sheets that HR keeps. A single table says what each is called,
// which columns it has, how it is read and what an empty one looks like.
//
// A new sheet is a row of the table, a field of Desk, and a file with its reader.
package sheets

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// Sheet is one of the sheets that HR keeps.
type Sheet struct {
	Name     string // of its flag, and its role among the inputs of a matrix
	File     string // its name in HR's folder, without .xlsx or .csv
	About    string // what it says, for the list of files that are read
	Help     string // of its flag
	Required bool   // nothing can be graded without it
	MaxSize  int64  // bytes that are read at most

	columns []Column
	offer   string   // what is said about an empty one; "" = "optional: " and About
	form    *form    // what an empty one looks like; nil if HR does not fill it in
	after   []string // sheets that have to be read before it
	read    func(d *Desk, doc Document) diag.List
}

// Document is a sheet as a file that was read.
type Document struct {
	Path    string // as shown
	Content []byte
}

// Given are the sheets at hand, by name.
type Given map[string]Document

// Options say what sheets are checked against.
type Options struct {
	Framework *standards.Framework
	Dates     DateOrder // of day and month
	AsOf      string    // 2006-01-02: the date that the matrix is for
	Today     string    // 2006-01-02: the last date that observations, training and decisions can have
}

// Desk is what HR's sheets say.
type Desk struct {
	Roster       *Roster       // never nil
	Titles       *Titles       // nil: there are no titles of HR's own
	Observations *Observations // never nil
	Assessors    *Assessors    // nil: there is no register of assessors
	Training     *Trainings    // never nil
	Decisions    *Decisions    // nil: nothing was decided
	Register     *Register     // nil: there is no register of receipt

	options Options
}

// Offer says what an empty sheet is for.
func (s Sheet) Offer() string { return cmp.Or(s.offer, "optional: "+s.About) }

// FilledIn reports whether HR fills it in: an empty one then says nothing.
func (s Sheet) FilledIn() bool { return s.form != nil }

// Read reads the sheets at hand. What is wrong with a row is an exception of its sheet; a
// fault keeps a whole sheet from being understood.
func Read(given Given, o Options) (*Desk, diag.List) {
	d := &Desk{Roster: &Roster{}, Observations: &Observations{}, Training: &Trainings{}, options: o}
	var faults diag.List
	done := map[string]bool{}
	var read func(s Sheet)
	read = func(s Sheet) {
		if done[s.Name] {
			return
		}
		done[s.Name] = true
		for _, name := range s.after {
			read(Named(name))
		}
		if doc, ok := given[s.Name]; ok {
			faults.Append(s.read(d, doc))
		}
	}
	for _, s := range All() {
		read(s)
	}
	return d, faults
}

// Inputs lists the sheets at hand, in the order of the table.
func (g Given) Inputs() []verdict.Input {
	var out []verdict.Input
	for _, s := range All() {
		if doc, ok := g[s.Name]; ok {
			sum := sha256.Sum256(doc.Content)
			out = append(out, verdict.Input{Path: doc.Path, Role: s.Name, SHA256: hex.EncodeToString(sum[:])})
		}
	}
	return out
}

// Exceptions lists the rows that were not counted, or were counted with a remark. It is
// complete once the results were read too: only then is it known which marks belong to a
// written answer. Those of decisions are separate (see Decisions).
func (d *Desk) Exceptions() []verdict.Exception {
	out := slices.Clone(d.Roster.Exceptions)
	if d.Titles != nil {
		out = append(out, d.Titles.Exceptions...)
	}
	if d.Assessors != nil {
		out = append(out, d.Assessors.Exceptions...)
	}
	return slices.Concat(out, d.Observations.Exceptions, d.Training.Exceptions)
}

// Named returns the sheet with a name, or an empty one if the name is unknown.
func Named(name string) Sheet {
	for _, s := range All() {
		if s.Name == name {
			return s
		}
	}
	return Sheet{}
}

const (
	maxSheet        = 64 << 20
	maxRegisterSize = 1 << 30
)

// All returns the table of HR's sheets, in the order in which they are listed.
func All() []Sheet {
	return []Sheet{
		{Name: "roster", File: "roster", Required: true, MaxSize: maxSheet,
			About: "who works here, in which role", offer: "who works here: fill this in first",
			Help:    "roster, an .xlsx or .csv `file` with the columns staff_id, name, role, team, start, end",
			columns: rosterColumns(), form: rosterForm(), after: []string{"titles"},
			read: func(d *Desk, doc Document) (faults diag.List) {
				o := RosterOptions{Framework: d.options.Framework, Titles: d.Titles, Dates: d.options.Dates,
					AsOf: d.options.AsOf}
				d.Roster, faults = o.Read(doc.Path, doc.Content)
				return faults
			}},
		{Name: "titles", File: "titles", MaxSize: maxSheet,
			About:   "which role belongs to which job title",
			Help:    "job titles and the roles they stand for, an .xlsx or .csv `file` with the columns title, role",
			columns: titlesColumns(), form: titlesForm(),
			read: func(d *Desk, doc Document) (faults diag.List) {
				d.Titles, faults = ReadTitles(doc.Path, doc.Content, d.options.Framework)
				return faults
			}},
		{Name: "observations", File: "observations", MaxSize: maxSheet,
			About:   "what was observed at work and in simulations",
			Help:    "observations, an .xlsx or .csv `file`",
			columns: observationsColumns(), form: observationsForm(),
			after: []string{"roster", "assessors", "decisions"},
			read: func(d *Desk, doc Document) (faults diag.List) {
				o := ObservationOptions{Framework: d.options.Framework, Roster: d.Roster, Today: d.options.Today,
					Assessors: d.Assessors, Decisions: d.Decisions, Dates: d.options.Dates}
				d.Observations, faults = o.Read(doc.Path, doc.Content)
				return faults
			}},
		{Name: "assessors", File: "assessors", MaxSize: maxSheet,
			About:   "who may observe",
			Help:    "register of assessors, an .xlsx or .csv `file` with the columns assessor_id, name, competency, from, until",
			columns: assessorsColumns(), form: assessorsForm(),
			read: func(d *Desk, doc Document) (faults diag.List) {
				d.Assessors, faults = ReadAssessors(doc.Path, doc.Content, d.options.Framework, d.options.Dates)
				return faults
			}},
		{Name: "training", File: "training", MaxSize: maxSheet,
			About:   "training from elsewhere",
			Help:    "training from elsewhere, an .xlsx or .csv `file` with the columns staff_id, course, date, minutes, and others",
			columns: trainingColumns(), form: trainingForm(), after: []string{"roster", "decisions"},
			read: func(d *Desk, doc Document) (faults diag.List) {
				o := TrainingOptions{Roster: d.Roster, Today: d.options.Today, Decisions: d.Decisions,
					Dates: d.options.Dates}
				d.Training, faults = o.Read(doc.Path, doc.Content)
				return faults
			}},
		{Name: "decisions", File: "decisions", MaxSize: maxSheet,
			About:   "what was decided about open cases",
			offer:   "optional: fills by itself when something needs your decision",
			Help:    "decisions.xlsx or another `file` with what was decided about open cases",
			columns: decisionsColumns(), form: decisionsForm(), after: []string{"roster"},
			read: func(d *Desk, doc Document) (faults diag.List) {
				d.Decisions, faults = ReadDecisions(doc.Path, doc.Content, d.Roster, d.options.Dates, d.options.Today)
				return faults
			}},
		{Name: "register", File: "received", MaxSize: maxRegisterSize,
			About: "what came in when",
			Help:  "register of receipt, the `file` that gradebook receive keeps",
			read: func(d *Desk, doc Document) (faults diag.List) {
				d.Register, faults = ReadRegister(doc.Path, doc.Content)
				return faults
			}},
	}
}

// Blank returns the empty sheet; false if HR does not fill it in. With standards it offers
// their roles, competencies and indicators; f may be nil.
func (s Sheet) Blank(f *standards.Framework, p spreadsheet.Properties) (spreadsheet.Workbook, bool) {
	if s.form == nil {
		return spreadsheet.Workbook{}, false
	}
	name := strings.ToUpper(s.File[:1]) + s.File[1:]
	return s.form.workbook(name, blankColumns(s.columns, f), spreadsheet.Blank(), f, p), true
}
