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
	Indexed bool   // that page was written too
	Written int    // people
}

// WriteRecords writes the records of the people with these IDs; without any, of
// everybody. A file that somebody changed is left as it is, and so is one that cannot
// be written, because it may be open: these are faults, and the others are written all
// the same.
func (r Run) WriteRecords(m *gradebook.Matrix, ids []string, dir string) (Records, diag.List) {
	w := recordWriter{dir: dir, records: report.NewRecords(m, ids), left: map[string]bool{},
		progress: r.watch("writing records")}
	defer w.progress.Done()
	for _, name := range w.records.Names() {
		if file, wrong := w.inTheWay(name); wrong != nil {
			w.leave(name, file, *wrong)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Records{}, one(folderNotMade.With(diag.Plain(err)).In(filepath.ToSlash(dir)))
	}
	files.Sweep(dir)
	if err := w.records.Each(w.take); err != nil && !errors.Is(err, errEnough) {
		w.faults.Add(recordsNotMade.With(err).In(filepath.ToSlash(dir)))
	}
	return Records{Dir: dir, Index: filepath.Join(dir, report.Index), Indexed: !w.left[report.Index],
		Written: w.written}, w.faults
}

// recordWriter writes records one after the other.
type recordWriter struct {
	dir      string
	records  *report.Records
	left     map[string]bool // pages that were left as they are, with their workbooks
	pending  []report.File   // the workbook waits for its page, which vouches for it
	written  int
	failed   int
	faults   diag.List
	progress Progress
}

// errEnough ends the writing: a disk that is full fails for every file, and a few
// faults say enough.
var errEnough = errors.New("too many files could not be written")

const enough = 5

func (w *recordWriter) leave(page, file string, wrong diag.Message) {
	w.left[page] = true
	w.faults.Add(wrong.In(filepath.ToSlash(filepath.Join(w.dir, file))))
}

// take takes a file, and writes a page with the workbook that came before it.
func (w *recordWriter) take(f report.File) error {
	w.pending = append(w.pending, f)
	if !strings.HasSuffix(f.Name, ".html") {
		return nil
	}
	pending := w.pending
	w.pending = nil
	if w.left[f.Name] {
		return nil
	}
	if err := w.write(pending); err != nil {
		w.leave(f.Name, f.Name, recordNotWritten.With(diag.Plain(err)))
		if w.failed++; w.failed == enough {
			return errEnough
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
