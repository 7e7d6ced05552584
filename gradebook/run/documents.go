package run

import (
	"os"
	"path/filepath"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
)

// shownAs returns a file's name as typed, or its last part alone if it leads out of the
// working folder: output does not show where the machine keeps a file.
func shownAs(name string) string {
	if clean := filepath.Clean(name); filepath.IsLocal(clean) {
		return filepath.ToSlash(clean)
	}
	return filepath.Base(name)
}

// readDocument reads a file of at most that many bytes. The message says why it
// cannot be read.
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
	return document{sheets.Document{Path: shownAs(name), Content: content}, info}, nil
}

// openFile opens a file; folder is the kind of fault if it is a folder.
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

// document is a file that was read. By its info, the same file is not taken for results
// as well.
type document struct {
	sheets.Document
	info os.FileInfo
}
