package report

import (
	"cmp"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/words"
)

// Table is a CSV file.
type Table struct {
	Name  string // matrix, gaps, evidence, exceptions or training-hours
	Write func(io.Writer) error
}

// CSV returns the matrix as five tables: UTF-8 with CRLF, and with a byte order mark,
// without which Excel assumes another encoding. A cell that a spreadsheet would take
// for a formula starts with an apostrophe.
func CSV(m *gradebook.Matrix) []Table {
	f := newFacts(m)
	var out []Table
	for _, t := range []struct {
		name string
		rows func(row func(...string))
	}{{"matrix", f.matrixRows}, {"gaps", f.gapRows}, {"evidence", f.evidenceRows}, {"exceptions", f.exceptionRows},
		{"training-hours", f.trainingRows}} {
		out = append(out, Table{t.name, func(out io.Writer) error {
			if _, err := io.WriteString(out, "\ufeff"); err != nil {
				return err
			}
			w := csv.NewWriter(out)
			w.UseCRLF = true
			t.rows(func(cells ...string) {
				for i, c := range cells {
					cells[i] = escapeFormula(c)
				}
				_ = w.Write(cells) // Error below says what went wrong
			})
			w.Flush()
			return cmp.Or(w.Error(), m.Err())
		}})
	}
	return out
}

// escapeFormula keeps a spreadsheet from running the text of a cell (after OWASP).
func escapeFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (f *facts) matrixRows(row func(...string)) {
	head := []string{"staff_id", "name", "role", "team", "required", "met"}
	for _, c := range f.competencies {
		head = append(head, c.ID)
	}
	row(head...)
	for i, p := range f.Active {
		cells := []string{p.ID, p.Name, f.roles(p), p.Team, strconv.Itoa(p.Required), strconv.Itoa(p.Met)}
		for _, c := range f.heatRow(i, p, false).Cells {
			text := c.Symbol + " " + c.Text
			if c.More != "" {
				text += "; " + c.More
			}
			cells = append(cells, text)
		}
		row(cells...)
	}
}

func (f *facts) gapRows(row func(...string)) {
	row("staff_id", "name", "role", "team", "competency", "title", "required", "required_label", "level", "level_label",
		"status", "cause", "due", "supervised", "missing", "next_step", "module")
	for _, p := range f.Active {
		for _, c := range f.cells(p.ID) {
			if c.Required == 0 || c.Met {
				continue
			}
			level, label := "", ""
			if c.Level != nil {
				level, label = strconv.Itoa(*c.Level), f.Level(*c.Level)
			}
			next := f.Next(c)
			row(p.ID, p.Name, f.roles(p), p.Team, c.Competency, f.Competency(c.Competency).Title,
				strconv.Itoa(c.Required), f.Level(c.Required), level, label,
				string(c.Status), string(c.Cause), c.Due, words.YesNo(c.Supervised), strings.Join(c.Missing, "; "),
				next.Text, next.URL)
		}
	}
}

func (f *facts) evidenceRows(row func(...string)) {
	row("evidence_id", "staff_id", "name", "competency", "indicators", "kind", "counts", "date", "raw", "max",
		"percent", "cut", "items", "level", "handed_in", "first_received", "identity",
		"assessor", "method", "setting", "bank", "bank_revision", "public_bank", "attempt", "path", "attempt_id",
		"receipt", "valid_from", "expires", "superseded_by", "flags", "note", "file", "file_sha256")
	for _, e := range f.Matrix.Evidence.All() {
		name, level, attempt := "", "", ""
		if p := f.Person[e.Staff]; p != nil {
			name = p.Name
		}
		if e.Level != nil {
			level = strconv.Itoa(*e.Level)
		}
		if e.Attempt > 0 {
			attempt = strconv.Itoa(e.Attempt)
		}
		row(e.ID, e.Staff, name, e.Competency, strings.Join(e.Indicators, "; "), e.Kind, words.YesNo(e.Counts),
			e.Date, words.Number(e.Raw), words.Number(e.Max), strconv.FormatFloat(e.Percent, 'f', -1, 64),
			words.Number(e.Cut), strconv.Itoa(e.Items), level, e.HandedIn, e.FirstReceived,
			words.Identity(e.Identity), e.Assessor, e.Method, e.Setting, e.Bank, e.BankRevision,
			words.YesNo(e.PublicBank), attempt, words.Path(e.Path), e.AttemptID,
			e.Receipt, e.ValidFrom, e.Expires, e.SupersededBy, words.Flags(e.Flags, "; "), e.Note, e.Source,
			e.FileSHA256)
	}
}

func (f *facts) exceptionRows(row func(...string)) {
	row("verdict", "file", "record", "staff_id", "reason", "what", "what_to_do", "file_sha256")
	for _, e := range f.Matrix.Exceptions {
		row(string(e.Verdict), e.File, e.Record, e.Staff, e.Reason, e.What, e.Hint, e.SHA256)
	}
}
