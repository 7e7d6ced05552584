package intake

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
	Key      string
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
		out = append(out, Case{e.Case, e.File, e.Record, e.Staff, words.Spaced(e.Reason), e.What, words.Proposal(e, roster.nearest(e.Staff), possibleFor(e.Reason))})
	}
	slices.SortStableFunc(out, func(a, b Case) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(len(a.Record), len(b.Record)), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// CaseBook says how the workbook of open cases is made.
type CaseBook struct {
	Organisation string
	Tool         string
	AsOf         string
	Existing     []byte // the workbook that is there; nil = none
	Given        []byte // the decisions of this run, where they are in another file; nil = none
}

// Merge gives the workbook of open cases: nothing that somebody wrote into an
// earlier one is lost, cases that are over and were not decided go. nil means
// that what is there is right as it is, or that there is nothing to write.
func (b CaseBook) Merge(open []Case) ([]byte, error) {
	header := make([]string, len(decisionColumns))
	for i, c := range decisionColumns {
		header[i] = c.name
	}
	byKey := map[string]Case{}
	for _, c := range open {
		byKey[c.Key] = c
	}
	written := func(c Case, typed []string) []string {
		return append([]string{c.Key, c.File, c.Record, c.Staff, c.Problem, c.What, c.Proposal}, typed...)
	}
	const ours = 7 // columns that are written anew; the rest is HR's
	var rows [][]string
	at := map[string]int{} // row by case
	changed := b.Existing == nil
	for i, src := range [][]byte{b.Existing, b.Given} {
		if src == nil {
			continue
		}
		t, faults := readTable("decisions.xlsx", "table of decisions", src, DatesUnstated, decisionColumns, "case")
		if t == nil {
			return nil, faults.Err()
		}
		// Columns of their own are kept with what is in them.
		var extra []int
		for k, name := range t.Header {
			taken := false
			for _, column := range t.at {
				taken = taken || column == k
			}
			if !taken && strings.TrimSpace(name) != "" {
				if i == 0 {
					header = append(header, name)
				} else if slices.Index(header, name) < 0 {
					continue
				}
				extra = append(extra, k)
			}
		}
		for _, row := range t.Rows {
			key := strings.ToLower(t.cell(row, "case"))
			old := make([]string, len(header))
			for k, c := range decisionColumns {
				old[k] = t.cell(row, c.name)
			}
			for _, k := range extra {
				if k < len(row.Cells) {
					old[slices.Index(header, t.Header[k])] = row.Cells[k]
				}
			}
			entries := filled(old[ours:])
			if row, ok := at[key]; ok && key != "" {
				switch {
				case i == 1 && entries && !filled(rows[row][ours:]):
					copy(rows[row][ours:], old[ours:])
					changed = true
					continue
				case i == 1 || !entries:
					changed = changed || i == 0
					continue
				}
			}
			c, isOpen := byKey[key]
			switch {
			case isOpen && (i == 0 || entries):
				now := written(c, old[ours:])
				changed = changed || i == 1 || !slices.Equal(now, old)
				rows = append(rows, now)
			case entries:
				changed = changed || i == 1
				rows = append(rows, old)
			default:
				changed = changed || i == 0
				continue
			}
			at[key] = len(rows) - 1
		}
	}
	for _, c := range open {
		if _, ok := at[c.Key]; !ok {
			changed = true
			rows = append(rows, written(c, make([]string, len(header)-ours)))
		}
	}
	if !changed || len(rows) == 0 {
		return nil, nil
	}
	return b.write(header, rows)
}

// filled tells whether somebody wrote something.
func filled(cells []string) bool {
	return slices.ContainsFunc(cells, func(s string) bool { return s != "" })
}

// Blank is the workbook before there is any case: for whoever lays it down.
func (b CaseBook) Blank() spreadsheet.Workbook {
	return b.workbook(caseColumns(), spreadsheet.Blank())
}

func (b CaseBook) write(header []string, rows [][]string) ([]byte, error) {
	columns := caseColumns()
	for _, name := range header[len(columns):] {
		columns = append(columns, spreadsheet.Column{Header: name, Width: 20, Open: true, Prompt: "A column of your own: it is kept, and never read."})
	}
	var out bytes.Buffer
	err := spreadsheet.Write(&out, b.workbook(columns, func(yield func([]spreadsheet.Cell) bool) {
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
	}))
	return out.Bytes(), err
}

// workbook is the table and the page that explains it. The page is written anew
// with every merge: only the table is HR's.
func (b CaseBook) workbook(columns []spreadsheet.Column, rows iter.Seq[[]spreadsheet.Cell]) spreadsheet.Workbook {
	form := spreadsheet.Form{
		Table: spreadsheet.Sheet{Name: "Decisions", Columns: columns, Identity: 1, Top: true, Rows: rows},
		Intro: []string{
			"A row for each case that waits for a decision; gradebook adds them. The same cases stand on the sheet Exceptions of the matrix.",
			"Fill in the tinted columns. A row decides only with a reason, a name and a date. Nobody decides about their own results.",
			"What you wrote stays when cases are added. A case that is over, and about which nothing was written, goes.",
		},
		Examples: [][]string{{"c-abcdefghijkl", "results/scan0017.json", "1", "OO417", "unknown staff", "the staff ID is not in the roster", "count-as 00417", countAs, "00417", "wrote the letter O for a zero; confirmed by phone", "A. Person", "2026-11-20"}},
	}
	day, _ := time.Parse(time.DateOnly, b.AsOf) // none for a blank one
	return spreadsheet.Workbook{
		Properties: spreadsheet.Properties{Title: "Decisions", Organisation: b.Organisation, Application: b.Tool, Language: "en", Date: day},
		Sheets:     form.Sheets(),
	}
}

// caseColumns are the columns of the table, in the order of decisionColumns.
func caseColumns() []spreadsheet.Column {
	return []spreadsheet.Column{
		{Header: "case", Width: 16, Prompt: "Names the case, the same in every run. Leave it as it is."},
		{Header: "file", Width: 26, Wrap: true, Prompt: "The file that it is about."},
		{Header: "record", Width: 14, Wrap: true, Prompt: "Which record or row of the file."},
		{Header: "staff", Width: 12, Prompt: "The staff ID as it was typed."},
		{Header: "problem", Width: 18, Wrap: true, Prompt: "Why it is not counted, in a word."},
		{Header: "what", Width: 44, Wrap: true, Prompt: "Why it is not counted, in a sentence."},
		{Header: "proposal", Width: 34, Wrap: true, Prompt: "What may be meant. It is never applied by itself."},
		{Header: "decision", Width: 15, Open: true, Choices: []string{countAs, acceptStale, confirm, reject}, Prompt: "count-as: the results of an unknown staff ID are those of staff_id. accept-stale: score what can be scored. confirm: the observation, or the attempt over a limit, counts. reject: it stays out. Empty: open."},
		{Header: "staff_id", Width: 14, Kind: spreadsheet.Literal, Open: true, Prompt: "For count-as: the ID of the roster."},
		{Header: "reason", Width: 34, Wrap: true, Open: true, Prompt: "Why. Without a reason nothing is decided."},
		{Header: "decided_by", Width: 20, Open: true, Prompt: "Who decided: a name."},
		{Header: "decided_on", Width: 14, Kind: spreadsheet.Day, Open: true, Prompt: "The day of the decision."},
	}
}
