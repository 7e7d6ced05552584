package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

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
		return output{}, fail(diag.Fault{File: filepath.ToSlash(target), What: what + ": " + diag.Plain(err), Hint: "close the workbook if it is open, or choose another place with -o"})
	}
	out, err := place(dir, base, m.AsOf, formats)
	if err != nil {
		return bad("the workbook cannot be written", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return bad("the folder cannot be made", err)
	}
	sweep(dir)
	var s staging
	defer s.discard()
	m.Files, m.WorkbookSHA256 = nil, ""
	if formats.xlsx {
		m.WorkbookSHA256, err = s.add("the workbook", out.workbook, func(w io.Writer) error { return workbook.Write(w, m, options) })
		if err != nil {
			return bad("the workbook cannot be made", err)
		}
	} else {
		out.workbook = ""
	}
	others, err := pages(m, out, formats)
	if err != nil {
		return bad("a file cannot be made", err)
	}
	for _, f := range others {
		if m.Files == nil {
			m.Files = map[string]string{}
		}
		if m.Files[filepath.Base(f.name)], err = s.add(f.what, f.name, f.write); err != nil {
			return bad(f.what+" cannot be written", err)
		}
		out.others = append(out.others, f.name)
	}
	// matrix.json comes last: it vouches for the others.
	if _, err := s.add("matrix.json", out.matrix, m.Encode); err != nil {
		return bad("matrix.json cannot be written", err)
	}
	if what, err := s.commit(); err != nil {
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
	stream     func(io.Writer) error // in place of content, for what is large
}

func (f file) write(w io.Writer) error {
	if f.stream != nil {
		return f.stream(w)
	}
	_, err := w.Write(f.content)
	return err
}

// writeAll writes all files, or none.
func writeAll(files []file) (what string, err error) {
	var s staging
	defer s.discard()
	for _, f := range files {
		if _, err := s.add(f.what, f.name, f.write); err != nil {
			return f.what, err
		}
	}
	return s.commit()
}

// leftover is the age from which a waiting file is nobody's any more: no run takes
// so long from making it to moving it into place.
const leftover = time.Hour

// waiting names the files that wait beside their places.
const waiting = ".gradebook-*.tmp"

// sweep removes what runs that were killed left behind in a folder.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir) // what cannot be listed is not swept
	for _, e := range entries {
		ours, _ := filepath.Match(waiting, e.Name())
		if info, err := e.Info(); ours && err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > leftover {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// staging holds files that wait beside their places until all are whole. What is
// large is written as it is made, so that a matrix of a million records need not
// be held as text.
type staging struct {
	files []stagedFile
}

type stagedFile struct{ what, name, waiting string }

// add stages a file and gives its SHA-256 in hexadecimal.
func (s *staging) add(what, name string, write func(io.Writer) error) (sum string, err error) {
	f, err := os.CreateTemp(filepath.Dir(name), waiting)
	if err != nil {
		return "", err
	}
	s.files = append(s.files, stagedFile{what, name, f.Name()})
	hash := sha256.New()
	buffer := bufio.NewWriterSize(f, 1<<20)
	err = write(io.MultiWriter(buffer, hash))
	err = errors.Join(err, buffer.Flush(), f.Close())
	// What is about people is for its owner's eyes unless it was shared before.
	if info, statErr := os.Stat(name); err == nil && statErr == nil {
		err = os.Chmod(f.Name(), info.Mode().Perm())
	}
	return hex.EncodeToString(hash.Sum(nil)), err
}

// commit moves the files into place. What cannot be moved is named.
func (s *staging) commit() (what string, err error) {
	for _, f := range s.files {
		if err := os.Rename(f.waiting, f.name); err != nil {
			return f.what, err
		}
	}
	return "", nil
}

// discard removes what still waits; after commit there is nothing.
func (s *staging) discard() {
	for _, f := range s.files {
		_ = os.Remove(f.waiting)
	}
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
	f, err := os.Open(out.matrix)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	var old struct {
		Format   string            `json:"format"`
		Workbook string            `json:"workbook_sha256"`
		Files    map[string]string `json:"files"`
	}
	if err == nil {
		err = json.UnmarshalRead(f, &old)
		_ = f.Close() // read only
		if err != nil || !strings.HasPrefix(old.Format, "coursemark-matrix/") {
			return false, nil // somebody else's file
		}
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
