package sheets

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// Case is something that was not counted and that somebody can decide about.
type Case struct {
	ID       string // the same in every run
	File     string
	Record   string
	Staff    string // as typed
	Problem  string
	What     string
	Proposal string
}

// Cases lists the open cases among exceptions, each once, by file and record. The
// exceptions have their words.
func Cases(exceptions []verdict.Exception, roster *Roster) []Case {
	var out []Case
	seen := map[string]bool{}
	for _, e := range exceptions {
		if e.Case == "" || seen[e.Case] {
			continue
		}
		seen[e.Case] = true
		proposal := words.Proposal(e, roster.nearWithNames(e.Staff), possibleFor(e.Reason))
		out = append(out, Case{e.Case, e.File, e.Record, e.Staff, words.Spaced(e.Reason), e.What, proposal})
	}
	slices.SortStableFunc(out, func(a, b Case) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(len(a.Record), len(b.Record)),
			cmp.Compare(a.Record, b.Record))
	})
	return out
}

// CaseBook says what to make the workbook of open cases from.
type CaseBook struct {
	Organisation string
	Tool         string
	AsOf         string
	Existing     []byte // the workbook that is there; nil = none
	Given        []byte // the decisions of this run, where they are in another file; nil = none
}

// Merge returns the workbook of open cases. Nothing that somebody wrote into an earlier
// one is lost; cases that are closed and were not decided are removed. nil means that
// nothing needs to be written.
func (b CaseBook) Merge(open []Case) ([]byte, error) {
	m := &caseMerge{open: map[string]Case{}, at: map[string]int{}, changed: b.Existing == nil}
	for _, c := range known(decisionsColumns()) {
		m.header = append(m.header, c.Name)
	}
	for _, c := range open {
		m.open[c.ID] = c
	}
	for _, src := range []struct {
		content []byte
		given   bool
	}{{b.Existing, false}, {b.Given, true}} {
		if src.content == nil {
			continue
		}
		t, faults := readTable("decisions.xlsx", "table of decisions", src.content, DatesUnstated,
			decisionsColumns(), "case")
		if t == nil {
			return nil, faults.Err()
		}
		m.take(t, src.given)
	}
	m.addNew(open)
	if !m.changed || len(m.rows) == 0 {
		return nil, nil
	}
	return b.write(m.header, m.rows)
}

// ourColumns is how many columns, from the left, gradebook rewrites with every merge. The
// columns to their right are HR's.
const ourColumns = 7

// caseMerge puts the rows of the workbook that is there, those of another one that
// was given, and the open cases together.
type caseMerge struct {
	header  []string
	open    map[string]Case // by ID
	rows    [][]string
	at      map[string]int // row by case ID
	changed bool           // differs from the workbook that is there
}

// take takes the rows of the workbook that is there, or of one that was given.
func (m *caseMerge) take(t *table, given bool) {
	extra := m.extraColumns(t, given)
	for _, row := range t.Rows {
		id := strings.ToLower(t.Cell(row, "case"))
		old := make([]string, len(m.header))
		for i, c := range known(decisionsColumns()) {
			old[i] = t.Cell(row, c.Name)
		}
		for _, i := range extra {
			if i < len(row.Cells) {
				old[slices.Index(m.header, t.Header[i])] = row.Cells[i]
			}
		}
		if at, ok := m.at[id]; !ok || id == "" || !m.mergeRow(m.rows[at], old, given) {
			m.add(id, old, given)
		}
	}
}

// extraColumns returns HR's own columns, which are kept with what is in them. Those of a
// workbook that was given are kept only if the one that is there has them too.
func (m *caseMerge) extraColumns(t *table, given bool) []int {
	var extra []int
	for _, i := range t.Others() {
		if !given {
			m.header = append(m.header, t.Header[i])
		} else if !slices.Contains(m.header, t.Header[i]) {
			continue
		}
		extra = append(extra, i)
	}
	return extra
}

// mergeRow merges a row into that of the same case, and reports whether it may be dropped.
// Two rows of the existing workbook that both decide are both kept.
func (m *caseMerge) mergeRow(row, old []string, given bool) bool {
	decides := filled(old[ourColumns:])
	switch {
	case given && decides && !filled(row[ourColumns:]):
		copy(row[ourColumns:], old[ourColumns:])
		m.changed = true
	case given:
	case !decides:
		m.changed = true
	default:
		return false
	}
	return true
}

// add adds a row, unless its case is closed and nothing was decided about it.
func (m *caseMerge) add(id string, old []string, given bool) {
	decides := filled(old[ourColumns:])
	c, isOpen := m.open[id]
	switch {
	case isOpen && (!given || decides):
		now := c.row(old[ourColumns:])
		m.changed = m.changed || given || !slices.Equal(now, old)
		m.rows = append(m.rows, now)
	case decides:
		m.changed = m.changed || given
		m.rows = append(m.rows, old)
	default:
		m.changed = m.changed || !given
		return
	}
	m.at[id] = len(m.rows) - 1
}

func (m *caseMerge) addNew(open []Case) {
	for _, c := range open {
		if _, ok := m.at[c.ID]; !ok {
			m.changed = true
			m.rows = append(m.rows, c.row(make([]string, len(m.header)-ourColumns)))
		}
	}
}

// row returns a case in the order of the columns, with what HR typed.
func (c Case) row(typed []string) []string {
	return append([]string{c.ID, c.File, c.Record, c.Staff, c.Problem, c.What, c.Proposal}, typed...)
}

// filled reports whether somebody wrote something.
func filled(cells []string) bool {
	return slices.ContainsFunc(cells, func(s string) bool { return s != "" })
}

func (b CaseBook) write(header []string, rows [][]string) ([]byte, error) {
	columns := blankColumns(decisionsColumns(), nil)
	for _, name := range header[len(columns):] {
		columns = append(columns, spreadsheet.Column{Header: name, Width: 20, Open: true,
			Prompt: "A column of your own: it is kept, but never read."})
	}
	day, _ := time.Parse(time.DateOnly, b.AsOf) // zero for ""
	properties := spreadsheet.Properties{Organisation: b.Organisation, Application: b.Tool, Date: day}
	var out bytes.Buffer
	err := spreadsheet.Write(&out,
		decisionsForm().workbook("Decisions", columns, caseRows(columns, rows), nil, properties))
	return out.Bytes(), err
}

func caseRows(columns []spreadsheet.Column, rows [][]string) iter.Seq[[]spreadsheet.Cell] {
	return func(yield func([]spreadsheet.Cell) bool) {
		cells := make([]spreadsheet.Cell, len(columns))
		for _, row := range rows {
			for i, text := range row {
				if cells[i] = spreadsheet.Text(text); columns[i].Kind == spreadsheet.Day {
					cells[i] = spreadsheet.Date(text)
				}
			}
			if !yield(cells) {
				return
			}
		}
	}
}
