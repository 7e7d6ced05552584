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
	workbook string
	matrix   string
	kept     string // a workbook that was edited by hand and left alone; ""
}

// write writes the workbook and matrix.json, both whole or neither.
func write(m *gradebook.Matrix, target string) (output, error) {
	dir, base := target, "matrix"
	if strings.EqualFold(filepath.Ext(target), ".xlsx") {
		dir, base = filepath.Dir(target), strings.TrimSuffix(filepath.Base(target), filepath.Ext(target))
	}
	bad := func(what string, err error) (output, error) {
		return output{}, fail(diag.Fault{File: filepath.ToSlash(target), What: what + ": " + plain(err), Hint: "close the workbook if it is open, or choose another place with -o"})
	}
	out, err := place(dir, base, m.AsOf)
	if err != nil {
		return bad("the workbook cannot be written", err)
	}
	var book bytes.Buffer
	if err := workbook.Write(&book, m); err != nil {
		return bad("the workbook cannot be made", err)
	}
	sum := sha256.Sum256(book.Bytes())
	m.WorkbookSHA256 = hex.EncodeToString(sum[:])
	matrix, err := m.Encode()
	if err != nil {
		return bad("matrix.json cannot be made", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return bad("the folder cannot be made", err)
	}
	first, err := stage(out.workbook, book.Bytes())
	if err != nil {
		return bad("the workbook cannot be written", err)
	}
	second, err := stage(out.matrix, matrix)
	if err != nil {
		_ = os.Remove(first)
		return bad("matrix.json cannot be written", err)
	}
	if err := os.Rename(first, out.workbook); err != nil {
		_, _ = os.Remove(first), os.Remove(second)
		return bad("the workbook cannot be written", err)
	}
	if err := os.Rename(second, out.matrix); err != nil {
		_ = os.Remove(second)
		return bad("matrix.json cannot be written", err)
	}
	return out, nil
}

// place finds a name under which nothing is lost: that of a workbook which this
// program wrote and nobody touched since, or one that is free.
func place(dir, base, asOf string) (output, error) {
	kept := ""
	for n := range 1000 {
		name := base
		switch {
		case n == 1:
			name = base + "-" + asOf
		case n > 1:
			name = fmt.Sprintf("%s-%s-%d", base, asOf, n)
		}
		out := output{workbook: filepath.Join(dir, name+".xlsx"), matrix: filepath.Join(dir, name+".json"), kept: kept}
		free, err := mayWrite(out)
		if err != nil {
			return output{}, err
		}
		if free {
			return out, nil
		}
		if kept == "" {
			kept = out.workbook
		}
	}
	return output{}, errors.New("there are too many workbooks of this date")
}

func mayWrite(out output) (bool, error) {
	src, err := os.ReadFile(out.matrix)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	var old struct {
		Format   string `json:"format"`
		Workbook string `json:"workbook_sha256"`
	}
	if err == nil && (json.Unmarshal(src, &old) != nil || !strings.HasPrefix(old.Format, "coursemark-matrix/")) {
		return false, nil // somebody else's file
	}
	f, err := os.Open(out.workbook)
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
	return hex.EncodeToString(h.Sum(nil)) == old.Workbook, nil
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
