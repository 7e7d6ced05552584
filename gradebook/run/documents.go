package run

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// Shown is a file's name as typed, without where the machine keeps it.
func Shown(name string) string {
	if clean := filepath.Clean(name); filepath.IsLocal(clean) {
		return filepath.ToSlash(clean)
	}
	return filepath.Base(name)
}

// one is a list of one fault.
func one(f diag.Fault) (faults diag.List) {
	faults.Add(f)
	return faults
}

// readDocument reads a file of at most that many bytes. The message says why it
// could not.
func readDocument(name string, most int64) (document, *diag.Message) {
	bad := func(m diag.Message) (document, *diag.Message) { return document{}, &m }
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return bad(fileMissing.With(diag.Plain(err)))
	case info.IsDir():
		return bad(sheetIsFolder.With())
	case info.Size() > most:
		return bad(sheetTooLarge.With(info.Size()>>20, most>>20))
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return bad(fileUnreadable.With(diag.Plain(err)))
	}
	return document{sheets.Document{Path: Shown(name), Content: content}, info}, nil
}

// ReadMatrix reads the matrix.json of an earlier run. Where keys are named it gets
// the standards and modules that matrix.json does not hold.
func ReadMatrix(name string, keys Keys) (*gradebook.Matrix, diag.List) {
	o, faults := keys.open()
	defer o.close()
	m, _, _, more := readMatrix(name, "")
	faults.Append(more)
	if !faults.Failed() && !keys.None() {
		faults.Append(grading.Attach(m, o.projects))
	}
	if faults.Failed() {
		return nil, faults
	}
	return m, faults
}

// readMatrix reads a matrix.json, which may be larger than memory; site is as in
// gradebook.ReadMatrix.
func readMatrix(name, site string) (*gradebook.Matrix, verdict.Input, os.FileInfo, diag.List) {
	f, info, wrong := openFile(name, matrixIsFolder)
	if wrong != nil {
		return nil, verdict.Input{}, nil, one(wrong.In(Shown(name)))
	}
	defer f.Close()
	hash := sha256.New()
	m, faults := gradebook.ReadMatrix(Shown(name), io.TeeReader(f, hash), site)
	return m, verdict.Input{Path: Shown(name), Role: "previous", SHA256: hex.EncodeToString(hash.Sum(nil))}, info, faults
}

// openFile opens a file that is no folder; folder says what to do about one.
func openFile(name string, folder diag.Kind) (*os.File, os.FileInfo, *diag.Message) {
	bad := func(m diag.Message) (*os.File, os.FileInfo, *diag.Message) { return nil, nil, &m }
	f, err := os.Open(name)
	if err != nil {
		return bad(fileMissing.With(diag.Plain(err)))
	}
	info, err := f.Stat()
	if err == nil && !info.IsDir() {
		return f, info, nil
	}
	_ = f.Close() // read only
	if err != nil {
		return bad(fileUnreadable.With(diag.Plain(err)))
	}
	return bad(folder.With())
}

// document is what was read, with the file that it was read from: the same file is
// not taken for results.
type document struct {
	sheets.Document
	info os.FileInfo
}
