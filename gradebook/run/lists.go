package run

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
)

// writeLists writes the open cases and the suspicions into the folder of the matrix.
// decisions is the table that was named for this run, or "". A failure is a notice,
// because the matrix is complete without them. A matrix that shows only some people
// writes no cases, because it would not list all that are open.
func (r *Result) writeLists(decisions string) (faults diag.List) {
	dir := filepath.Dir(r.MatrixFile)
	if !r.Matrix.Narrowed {
		faults.Append(r.writeCases(dir, decisions))
	}
	faults.Append(r.writeSuspicions(dir))
	return faults
}

func notice(m diag.Message, file string) diag.List {
	return diag.ListOf(m.In(filepath.ToSlash(file)).Notice())
}

// writeCases adds the open cases to the table in the folder, and leaves what people
// wrote there as it is.
func (r *Result) writeCases(dir, decisions string) diag.List {
	m := r.Matrix
	target := casesFile(dir, decisions, m.AsOf)
	existing, err := os.ReadFile(target)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return notice(casesNotWritten.With(diag.Plain(err)), target)
	}
	book := sheets.CaseBook{Organisation: m.Organisation, Tool: m.Tool, AsOf: m.AsOf, Existing: existing}
	if decisions != "" && !sameFile(decisions, target) {
		// It was read a moment ago; if it cannot be read now, it adds nothing.
		book.Given, _ = os.ReadFile(decisions)
	}
	content, err := book.Merge(m.Cases)
	switch {
	case err != nil: // somebody's entries may be in it
		return notice(casesUnreadable.With(), target)
	case content == nil && existing == nil:
		return diag.List{}
	case content == nil:
		r.Decisions = target
		return diag.List{}
	}
	if err := writeFile(target, content); err != nil {
		return notice(casesNotWritten.With(diag.Plain(err)), target)
	}
	r.Decisions = target
	r.Lists = append(r.Lists, target)
	return diag.List{}
}

// casesFile returns the path of the table of open cases. If decisions.csv is in the
// folder, it gets another name: it would be unclear which of the two is meant.
func casesFile(dir, decisions, asOf string) string {
	inFolder := filepath.Clean(filepath.Dir(decisions)) == filepath.Clean(dir)
	if strings.EqualFold(filepath.Ext(decisions), ".csv") && inFolder {
		return filepath.Join(dir, "decisions-"+asOf+".xlsx")
	}
	return filepath.Join(dir, "decisions.xlsx")
}

// writeSuspicions writes the list for HR alone. A list into which somebody wrote is left
// as it is.
func (r *Result) writeSuspicions(dir string) diag.List {
	m, target := r.Matrix, filepath.Join(dir, "suspicions.csv")
	existing, err := os.ReadFile(target)
	content := ledger.EncodeSuspicions(m.Suspicions)
	switch {
	case err != nil && len(m.Suspicions) == 0:
		return diag.List{}
	case err != nil:
	case bytes.Equal(existing, content):
		r.Suspicions = target
		return diag.List{}
	case ledger.IsSuspicions(existing):
	case len(m.Suspicions) == 0:
		return diag.List{}
	default: // somebody wrote into it
		target = filepath.Join(dir, "suspicions-"+m.AsOf+".csv")
	}
	if err := writeFile(target, content); err != nil {
		return notice(suspicionsNotWritten.With(diag.Plain(err)), target)
	}
	r.Suspicions = target
	r.Lists = append(r.Lists, target)
	return diag.List{}
}

// writeFile writes one file, whole or not at all.
func writeFile(name string, content []byte) error {
	var s files.Staging
	defer s.Discard()
	if _, err := s.Add(name, writer(content)); err != nil {
		return err
	}
	_, err := s.Commit()
	return err
}

func writer(content []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	}
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
