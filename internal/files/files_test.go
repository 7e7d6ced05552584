package files

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/spf13/afero"
)

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "sheet.csv")
	must(t, Create(OS(), name, []byte("mine")))
	if err := Create(OS(), name, []byte("other")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second file of the name: %v", err)
	}
	if got := read(t, name); got != "mine" {
		t.Errorf("the file holds %q", got)
	}
}

// full is a file system whose disk is full after the first bytes.
type full struct{ afero.Fs }

type fullFile struct{ afero.File }

func (f full) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	opened, err := f.Fs.OpenFile(name, flag, perm)
	return fullFile{opened}, err
}

func (f fullFile) Write(b []byte) (int, error) {
	n, _ := f.File.Write(b[:len(b)/2])
	return n, errors.New("the disk is full")
}

// On a full disk a new file is not there at all, and an old one stays as it was.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	memory := afero.NewMemMapFs()
	must(t, afero.WriteFile(memory, "keys.ndjson", []byte("old"), 0o644))
	if Create(full{memory}, "new.csv", []byte("content")) == nil ||
		Replace(full{memory}, "keys.ndjson", []byte("content")) == nil {
		t.Error("a full disk was not reported")
	}
	entries, err := afero.ReadDir(memory, ".")
	must(t, err)
	if content, _ := afero.ReadFile(memory, "keys.ndjson"); len(entries) != 1 || string(content) != "old" {
		t.Errorf("there are %d files, and the old one holds %q", len(entries), content)
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "bank.ndjson")
	must(t, os.WriteFile(name+".tmp", []byte("left by a build that was killed, and longer"), 0o644))
	for _, content := range []string{"first", "second, longer", ""} {
		must(t, Replace(OS(), name, []byte(content)))
		if got := read(t, name); got != content {
			t.Errorf("got %q, want %q", got, content)
		}
	}
	must(t, os.Mkdir(filepath.Join(dir, "folder"), 0o755))
	if Replace(OS(), filepath.Join(dir, "folder"), []byte("x")) == nil {
		t.Error("a folder was written over")
	}
	var onPath *fs.PathError
	missing := filepath.Join(dir, "missing", "x")
	if err := Replace(OS(), missing, nil); !errors.As(err, &onPath) || onPath.Path != missing {
		t.Errorf("the error does not name the file: %v", err)
	}
	if listing, _ := os.ReadDir(dir); len(listing) != 2 {
		t.Errorf("leftovers: %v", listing)
	}
}

func write(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestStagingKeepsAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	book, list := filepath.Join(dir, "matrix.xlsx"), filepath.Join(dir, "matrix.json")
	must(t, os.WriteFile(book, []byte("old"), 0o640))

	var broken Staging
	_, err := broken.Add(book, write("new"))
	must(t, err)
	_, err = broken.Add(list, func(io.Writer) error { return errors.New("interrupted") })
	if err == nil {
		t.Error("a failure to write was not reported")
	}
	broken.Discard()
	if listing, _ := os.ReadDir(dir); len(listing) != 1 || read(t, book) != "old" {
		t.Errorf("a failed run left %v", listing)
	}

	var whole Staging
	defer whole.Discard()
	sum, err := whole.Add(book, write("new"))
	must(t, err)
	_, err = whole.Add(list, write("{}"))
	must(t, err)
	if failed, err := whole.Commit(); err != nil {
		t.Errorf("%s: %v", failed, err)
	}
	if read(t, book) != "new" || read(t, list) != "{}" ||
		sum != "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437" {
		t.Errorf("after Commit: %q, %q, sum %s", read(t, book), read(t, list), sum)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]fs.FileMode{book: 0o640, list: 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, not %v", name, info.Mode().Perm(), want)
		}
	}
}

func TestCommitNamesWhatCannotBeMoved(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "matrix.xlsx")
	must(t, os.MkdirAll(filepath.Join(name, "in the way"), 0o755))
	var s Staging
	defer s.Discard()
	_, err := s.Add(name, write("new"))
	must(t, err)
	if failed, err := s.Commit(); err == nil || failed != name {
		t.Errorf("Commit returns %q, %v", failed, err)
	}
}

func TestSweepTakesOldLeftoversOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	long := time.Now().Add(-2 * leftover)
	for _, name := range []string{".gradebook-old.tmp", ".gradebook-new.tmp", "old.tmp"} {
		must(t, os.WriteFile(filepath.Join(dir, name), bytes.Repeat([]byte("x"), 3), 0o600))
	}
	for _, name := range []string{".gradebook-old.tmp", "old.tmp"} {
		must(t, os.Chtimes(filepath.Join(dir, name), long, long))
	}
	Sweep(dir)
	if listing, _ := os.ReadDir(dir); len(listing) != 2 || listing[0].Name() != ".gradebook-new.tmp" {
		t.Errorf("left are %v", listing)
	}
}
