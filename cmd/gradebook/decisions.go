package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
)

// besides are the lists that lie beside the workbook.
type besides struct {
	decisions  string // "" = not written
	open       int    // cases that wait for a decision
	suspicions string
	written    []string // of these, what this run wrote
	notices    diag.List
}

// writeBesides writes the open cases and the list of suspicions into the folder of
// the workbook. decisions is the table that was named for this run, or "". What
// goes wrong is a notice: the matrix stands by itself.
func writeBesides(m *gradebook.Matrix, dir, decisions string) besides {
	b := besides{open: len(m.Cases)}
	if !m.Narrowed { // what is about a few people is no list of all that is open
		b.cases(m, dir, decisions)
	}
	b.suspect(m, dir)
	return b
}

func (b *besides) notice(file, what, hint string) {
	b.notices.Add(diag.Fault{File: filepath.ToSlash(file), Severity: diag.Notice, What: what, Hint: hint})
}

func (b *besides) cases(m *gradebook.Matrix, dir, decisions string) {
	book := intake.CaseBook{Organisation: m.Organisation, Tool: m.Tool, AsOf: m.AsOf}
	target := filepath.Join(dir, "decisions.xlsx")
	existing, err := os.ReadFile(target)
	switch {
	case err == nil:
		book.Existing = existing
	case !errors.Is(err, fs.ErrNotExist):
		b.notice(target, "the open cases were not written: "+diag.Plain(err), "close the file and grade again")
		return
	}
	if decisions != "" && !sameFile(decisions, target) {
		// It was read a moment ago; what cannot be read now adds nothing.
		book.Given, _ = os.ReadFile(decisions)
		if strings.EqualFold(filepath.Ext(decisions), ".csv") && filepath.Clean(filepath.Dir(decisions)) == filepath.Clean(dir) {
			// Two tables of one name would leave open which is meant.
			target, book.Existing = filepath.Join(dir, "decisions-"+m.AsOf+".xlsx"), nil
			if existing, err := os.ReadFile(target); err == nil {
				book.Existing = existing
			}
		}
	}
	content, err := book.Merge(m.Cases)
	if err != nil {
		// Somebody's entries may be in it.
		b.notice(target, "the open cases were not written: the table that is there cannot be understood", "rename it, and grade again")
		return
	}
	if content == nil {
		if book.Existing != nil {
			b.decisions = target
		}
		return
	}
	if what, err := writeAll([]file{{what: "the table of open cases", name: target, content: content}}); err != nil {
		b.notice(target, what+" was not written: "+diag.Plain(err), "close the file if it is open, and grade again")
		return
	}
	b.decisions, b.written = target, append(b.written, filepath.ToSlash(target))
}

func (b *besides) suspect(m *gradebook.Matrix, dir string) {
	target := filepath.Join(dir, "suspicions.csv")
	existing, err := os.ReadFile(target)
	there := err == nil
	if len(m.Suspicions) == 0 && !there {
		return
	}
	content := intake.EncodeSuspicions(m.Suspicions)
	if there && bytes.Equal(existing, content) {
		b.suspicions = target
		return
	}
	if there && !intake.IsSuspicions(existing) {
		if len(m.Suspicions) == 0 {
			return
		}
		target = filepath.Join(dir, "suspicions-"+m.AsOf+".csv") // somebody wrote into the other
	}
	if what, err := writeAll([]file{{what: "the list of suspicions", name: target, content: content}}); err != nil {
		b.notice(target, what+" was not written: "+diag.Plain(err), "close the file if it is open, and grade again")
		return
	}
	b.suspicions, b.written = target, append(b.written, filepath.ToSlash(target))
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// lines says what was written, for the end of the summary. again is how to grade
// with what was decided.
func (b besides) lines(m *gradebook.Matrix, again string) []string {
	var out []string
	if b.decisions != "" && b.open > 0 {
		cases := fmt.Sprintf("%d cases are open", b.open)
		if b.open == 1 {
			cases = "one case is open"
		}
		out = append(out, fmt.Sprintf("%s: %s. Fill in what is decided, by whom, when and why, and %s.", filepath.ToSlash(b.decisions), cases, again))
	}
	if b.suspicions != "" && len(m.Suspicions) > 0 {
		out = append(out, fmt.Sprintf("%s: answers that look copied. It is for HR alone, proves nothing, and is not in the workbook.", filepath.ToSlash(b.suspicions)))
	}
	return out
}
