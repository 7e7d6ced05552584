package run

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
)

// Output says what to write, and where.
type Output struct {
	Target  string   // a folder, or a workbook (.xlsx) in one
	Formats []Format // beside matrix.json, which is always written
	Sheets  []string // of workbook.OnRequest
	Carry   string   // workbook from which typed values are carried over; "" = the last one in the folder
}

// folderAndName splits what Target names.
func folderAndName(target string) (dir, base string) {
	if strings.EqualFold(filepath.Ext(target), ".xlsx") {
		return filepath.Dir(target), strings.TrimSuffix(filepath.Base(target), filepath.Ext(target))
	}
	return target, defaultName
}

// writing is a matrix on its way to the disk.
type writing struct {
	m       *gradebook.Matrix
	base    string // path without ending
	exports []export
	book    bool // with a workbook
	files   files.Staging
	failed  string // the file that could not be written
}

func (w *writing) matrixFile() string { return w.base + ".json" }

func (w *writing) workbook() string { return w.base + ".xlsx" }

// write writes matrix.json and all else that was requested, or nothing at all.
func (o Output) write(m *gradebook.Matrix, typed workbook.TypedRows) (Result, *diag.Fault) {
	dir, name := folderAndName(o.Target)
	bad := func(kind diag.Kind, file string, err error) (Result, *diag.Fault) {
		fault := kind.With(diag.Plain(err)).In(filepath.ToSlash(file))
		return Result{}, &fault
	}
	w := &writing{m: m, book: slices.Contains(o.Formats, XLSX)}
	for _, format := range o.Formats {
		w.exports = append(w.exports, exports(m, format)...)
	}
	kept, err := w.place(dir, name)
	if err != nil {
		return bad(fileNotWritten, o.Target, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return bad(folderNotMade, dir, err)
	}
	files.Sweep(dir)
	defer w.files.Discard()
	if err := w.write(workbook.Options{Sheets: o.Sheets, Carry: typed}); err != nil {
		return bad(fileNotWritten, w.failed, err)
	}
	return w.result(kept), nil
}

// write stages the files and moves them into place. matrix.json comes last: it vouches
// for the others.
func (w *writing) write(options workbook.Options) (err error) {
	w.m.Files, w.m.WorkbookSHA256 = nil, ""
	if w.book {
		w.m.WorkbookSHA256, err = w.add(w.workbook(),
			func(to io.Writer) error { return workbook.Write(to, w.m, options) })
	}
	for _, e := range w.exports {
		if err != nil {
			return err
		}
		if w.m.Files == nil {
			w.m.Files = map[string]string{}
		}
		name := e.path(w.base)
		w.m.Files[filepath.Base(name)], err = w.add(name, e.write)
	}
	if err == nil {
		_, err = w.add(w.matrixFile(), w.m.Encode)
	}
	if err == nil {
		w.failed, err = w.files.Commit()
	}
	return err
}

func (w *writing) add(name string, write func(io.Writer) error) (sum string, err error) {
	sum, err = w.files.Add(name, write)
	if err != nil {
		w.failed = name
	}
	return sum, err
}

func (w *writing) result(kept string) Result {
	r := Result{Matrix: w.m, MatrixFile: w.matrixFile(), Kept: kept}
	if w.book {
		r.Workbook = w.workbook()
	}
	for _, e := range w.exports {
		r.Others = append(r.Others, e.path(w.base))
	}
	return r
}

// place finds a name under which nothing is lost: that of a workbook which this
// program wrote and nobody touched since, or one that is free. kept is the file that
// already has the requested name, if it is not overwritten.
func (w *writing) place(dir, name string) (kept string, err error) {
	for candidate := range names(name, w.m.AsOf) {
		w.base = filepath.Join(dir, candidate)
		free, err := w.mayWrite()
		if err != nil || free {
			return kept, err
		}
		if kept == "" {
			kept = w.matrixFile()
			if w.book {
				kept = w.workbook()
			}
		}
	}
	return "", errNoName
}

var errNoName = errors.New("too many files already have this name and date")

// names yields a name, then the name with the date, then with the date and a number.
func names(name, date string) func(yield func(string) bool) {
	const most = 1000
	return func(yield func(string) bool) {
		dated := name + "-" + date
		if strings.HasSuffix(name, "-"+date) {
			dated = name
		} else if !yield(name) {
			return
		}
		if !yield(dated) {
			return
		}
		for n := 2; n < most; n++ {
			if !yield(fmt.Sprintf("%s-%d", dated, n)) {
				return
			}
		}
	}
}

// vouched is what a matrix.json says about the files beside it.
type vouched struct {
	Format   string            `json:"format"`
	Workbook string            `json:"workbook_sha256"`
	Files    map[string]string `json:"files"`
}

// mayWrite reports whether nothing but our own files is in the way.
func (w *writing) mayWrite() (bool, error) {
	old, ours, err := readVouched(w.matrixFile())
	if err != nil || !ours {
		return false, err
	}
	sums := map[string]string{}
	if w.book {
		sums[w.workbook()] = old.Workbook
	}
	for _, e := range w.exports {
		name := e.path(w.base)
		sums[name] = old.Files[filepath.Base(name)]
	}
	for name, sum := range sums {
		if same, err := unchanged(name, sum); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// readVouched reads the matrix.json that is there. ours is false if a file that is not
// ours has the name.
func readVouched(name string) (v vouched, ours bool, err error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return v, true, nil
	}
	if err != nil {
		return v, false, err
	}
	defer f.Close()
	err = json.UnmarshalRead(f, &v)
	return v, err == nil && strings.HasPrefix(v.Format, gradebook.MatrixFamily), nil
}

// unchanged reports whether a file is absent, or has the hash with which it was
// written.
func unchanged(name, sum string) (bool, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return false, err
	}
	return hex.EncodeToString(h.Sum(nil)) == sum, nil
}
