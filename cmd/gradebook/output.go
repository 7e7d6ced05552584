package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/diag"
)

// output is where a matrix was written.
type output struct {
	workbook string // "" = not asked for
	matrix   string
	others   []string // CSV files and the page
	kept     string   // a workbook that was edited by hand and left alone; ""
}

// write writes matrix.json and what else was asked for: all of it whole, or none.
func write(m *gradebook.Matrix, target string, formats formats, options workbook.Options) (output, error) {
	dir, base := folderAndName(target)
	bad := func(what string, err error) (output, error) {
		return output{}, fail(diag.Fault{File: filepath.ToSlash(target), What: what + ": " + plain(err), Hint: "close the workbook if it is open, or choose another place with -o"})
	}
	out, err := place(dir, base, m.AsOf, formats)
	if err != nil {
		return bad("the workbook cannot be written", err)
	}
	var files []file
	m.Files = nil
	if formats.xlsx {
		var book bytes.Buffer
		if err := workbook.Write(&book, m, options); err != nil {
			return bad("the workbook cannot be made", err)
		}
		m.WorkbookSHA256 = hashOf(book.Bytes())
		files = append(files, file{"the workbook", out.workbook, book.Bytes()})
	} else {
		out.workbook, m.WorkbookSHA256 = "", ""
	}
	others, err := pages(m, out, formats)
	if err != nil {
		return bad("a file cannot be made", err)
	}
	for _, f := range others {
		if m.Files == nil {
			m.Files = map[string]string{}
		}
		m.Files[filepath.Base(f.name)] = hashOf(f.content)
		out.others = append(out.others, f.name)
	}
	files = append(files, others...)
	matrix, err := m.Encode()
	if err != nil {
		return bad("matrix.json cannot be made", err)
	}
	// matrix.json comes last: it vouches for the others.
	files = append(files, file{"matrix.json", out.matrix, matrix})
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return bad("the folder cannot be made", err)
	}
	if what, err := writeAll(files); err != nil {
		return bad(what+" cannot be written", err)
	}
	return out, nil
}

// folderAndName takes apart what -o names: a folder, or a workbook.
func folderAndName(target string) (dir, base string) {
	if strings.EqualFold(filepath.Ext(target), ".xlsx") {
		return filepath.Dir(target), strings.TrimSuffix(filepath.Base(target), filepath.Ext(target))
	}
	return target, "matrix"
}

// file is to be written; what says it to people.
type file struct {
	what, name string
	content    []byte
}

// writeAll stages every file before it renames the first.
func writeAll(files []file) (what string, err error) {
	staged := make([]string, 0, len(files))
	defer func() {
		for _, name := range staged {
			_ = os.Remove(name) // renamed, or of no use
		}
	}()
	for _, f := range files {
		name, err := stage(f.name, f.content)
		if err != nil {
			return f.what, err
		}
		staged = append(staged, name)
	}
	for i, f := range files {
		if err := os.Rename(staged[i], f.name); err != nil {
			return f.what, err
		}
	}
	return "", nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// place finds a name under which nothing is lost: that of a workbook which this
// program wrote and nobody touched since, or one that is free.
func place(dir, base, asOf string, formats formats) (output, error) {
	kept := ""
	for n := range 1000 {
		name := base
		switch {
		case n > 0 && strings.HasSuffix(base, "-"+asOf): // dated already
			name = fmt.Sprintf("%s-%d", base, n+1)
		case n == 1:
			name = base + "-" + asOf
		case n > 1:
			name = fmt.Sprintf("%s-%s-%d", base, asOf, n)
		}
		out := output{workbook: filepath.Join(dir, name+".xlsx"), matrix: filepath.Join(dir, name+".json"), kept: kept}
		free, err := mayWrite(out, formats)
		if err != nil {
			return output{}, err
		}
		if free {
			return out, nil
		}
		if kept == "" {
			kept = out.workbook
			if !formats.xlsx {
				kept = out.matrix
			}
		}
	}
	return output{}, errors.New("there are too many workbooks of this date")
}

func mayWrite(out output, formats formats) (bool, error) {
	src, err := os.ReadFile(out.matrix)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	var old struct {
		Format   string            `json:"format"`
		Workbook string            `json:"workbook_sha256"`
		Files    map[string]string `json:"files"`
	}
	if err == nil && (json.Unmarshal(src, &old) != nil || !strings.HasPrefix(old.Format, "coursemark-matrix/")) {
		return false, nil // somebody else's file
	}
	names := otherNames(out, formats)
	if formats.xlsx {
		names = append(names, out.workbook)
	}
	for _, name := range names {
		want := old.Files[filepath.Base(name)]
		if name == out.workbook {
			want = old.Workbook
		}
		if same, err := unchanged(name, want); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// unchanged tells whether a file is absent, or has the hash with which it was
// written.
func unchanged(name, want string) (bool, error) {
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
	return hex.EncodeToString(h.Sum(nil)) == want, nil
}

// stage writes a file beside its place, to be renamed into it.
func stage(name string, content []byte) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".gradebook-*.tmp")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if closing := f.Close(); err == nil {
		err = closing
	}
	// What is about people is for its owner's eyes unless it was shared before.
	if info, statErr := os.Stat(name); err == nil && statErr == nil {
		err = os.Chmod(f.Name(), info.Mode().Perm())
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}
