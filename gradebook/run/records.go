package run

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
)

// Records are the records that were written.
type Records struct {
	Dir     string
	Index   string // the page that lists them
	Indexed bool   // the page was written
	Written int    // people
}

// WriteRecords writes the records of the people with these IDs; without IDs, those of
// everybody. A file that somebody changed is left as it is, and so is one that cannot
// be written, because it may be open. These are faults; the other files are written
// nevertheless.
func (r Run) WriteRecords(m *gradebook.Matrix, ids []string, dir string) (Records, diag.List) {
	w := recordWriter{dir: dir, records: report.NewRecords(m, ids), skipped: map[string]bool{},
		progress: r.watch("writing records")}
	defer w.progress.Done()
	for _, name := range w.records.Names() {
		if file, wrong := w.inTheWay(name); wrong != nil {
			w.skip(name, file, *wrong)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Records{}, diag.ListOf(folderNotMade.With(diag.Plain(err)).In(filepath.ToSlash(dir)))
	}
	files.Sweep(dir)
	if err := w.records.Each(w.add); err != nil && !errors.Is(err, errManyFailed) {
		w.faults.Add(recordsNotMade.With(err).In(filepath.ToSlash(dir)))
	}
	return Records{Dir: dir, Index: filepath.Join(dir, report.Index), Indexed: !w.skipped[report.Index],
		Written: w.written}, w.faults
}

// recordWriter writes records one after the other.
type recordWriter struct {
	dir      string
	records  *report.Records
	skipped  map[string]bool // pages that are left as they are, with their workbooks
	pending  []report.File   // a workbook waits for its page, which vouches for it
	written  int
	failed   int
	faults   diag.List
	progress Progress
}

// errManyFailed ends the writing: a full disk fails for every file, and a few faults
// are enough to report.
var errManyFailed = errors.New("too many files could not be written")

const maxFailed = 5

func (w *recordWriter) skip(page, file string, wrong diag.Message) {
	w.skipped[page] = true
	w.faults.Add(wrong.In(filepath.ToSlash(filepath.Join(w.dir, file))))
}

// add takes the next file. A page is written together with the workbook before it.
func (w *recordWriter) add(f report.File) error {
	w.pending = append(w.pending, f)
	if !strings.HasSuffix(f.Name, ".html") {
		return nil
	}
	pending := w.pending
	w.pending = nil
	if w.skipped[f.Name] {
		return nil
	}
	if err := w.write(pending); err != nil {
		w.skip(f.Name, f.Name, recordNotWritten.With(diag.Plain(err)))
		if w.failed++; w.failed == maxFailed {
			return errManyFailed
		}
		return nil
	}
	if f.Name != report.Index {
		w.written++
	}
	w.progress.Step(w.written, w.records.Len())
	return nil
}

func (w *recordWriter) write(pending []report.File) error {
	var s files.Staging
	defer s.Discard()
	for _, f := range pending {
		if _, err := s.Add(filepath.Join(w.dir, f.Name), writer(f.Content)); err != nil {
			return err
		}
	}
	_, err := s.Commit()
	return err
}

// inTheWay returns which file of a record, if any, must not be written over, and why.
func (w *recordWriter) inTheWay(page string) (file string, wrong *diag.Message) {
	notOurs := recordNotOurs.With()
	content, err := os.ReadFile(filepath.Join(w.dir, page))
	book, owned := "", true
	switch {
	case err == nil:
		book, owned = report.Owned(content)
	case !errors.Is(err, fs.ErrNotExist):
		unreadable := recordUnreadable.With(diag.Plain(err))
		return page, &unreadable
	}
	if !owned {
		return page, &notOurs
	}
	file = report.WorkbookOf(page)
	if file == "" {
		return "", nil
	}
	if same, err := unchanged(filepath.Join(w.dir, file), book); err != nil || !same {
		return file, &notOurs
	}
	return "", nil
}
