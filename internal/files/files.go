// Package files writes files so that nobody ever sees half of one: a name leads to the
// whole old content or to the whole new content, even after a crash.
//
// Create is for what must not replace anything, Replace for the few files that cannot
// be made again, and Staging for output of any size that belongs together.
package files

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/afero"
)

// OS returns the file system as the operating system has it, with its own names.
func OS() afero.Fs { return afero.NewOsFs() }

// Create writes a new file, whole or not at all. Where there is one of that name it is
// left as it is, and the error is fs.ErrExist.
func Create(to afero.Fs, name string, content []byte) error {
	f, err := to.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = to.Remove(name) // the first error is the one to report
	}
	return err
}

// Replace puts a file in the place of another at once, and returns when it is safe
// against a power cut: each call waits for the disk. Two processes that write one file
// must hold a lock: what one left that was killed is written over.
func Replace(to afero.Fs, name string, content []byte) error {
	waiting := name + ".tmp"
	err := writeSynced(to, waiting, content)
	if err == nil {
		err = to.Rename(waiting, name)
	}
	if err != nil {
		_ = to.Remove(waiting) // the first error is the one to report
		return named(err, name)
	}
	return named(syncFolder(to, path.Dir(name)), name)
}

func writeSynced(to afero.Fs, name string, content []byte) error {
	f, err := to.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFolder makes the names in a folder durable. Windows has no such call and needs
// none: NTFS journals them.
func syncFolder(to afero.Fs, name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := to.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// named gives an error the name that the caller used, in place of that of the file
// that waits.
func named(err error, name string) error {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		return &fs.PathError{Op: onPath.Op, Path: name, Err: onPath.Err}
	}
	return err
}

// Staging holds files that wait beside their places until all are whole, and then move
// there. What is large is written as it is made and never held in memory. The zero
// value is ready to use; Discard must be called in the end.
type Staging struct {
	files []staged
}

type staged struct{ name, waiting string }

// Add writes a file to wait for Commit, and returns its SHA-256 in hexadecimal. Only
// its owner may read it, unless it replaces a file that others may read.
func (s *Staging) Add(name string, write func(io.Writer) error) (sum string, err error) {
	f, err := os.CreateTemp(filepath.Dir(name), waitingNames)
	if err != nil {
		return "", err
	}
	s.files = append(s.files, staged{name, f.Name()})
	hash := sha256.New()
	buffer := bufio.NewWriterSize(f, 1<<20)
	err = write(io.MultiWriter(buffer, hash))
	err = errors.Join(err, buffer.Flush(), f.Close())
	if info, statErr := os.Stat(name); err == nil && statErr == nil {
		err = os.Chmod(f.Name(), info.Mode().Perm())
	}
	return hex.EncodeToString(hash.Sum(nil)), err
}

// Commit moves the files into place, in the order in which they were added. Where one
// cannot be moved it returns that one's name.
func (s *Staging) Commit() (failed string, err error) {
	for _, f := range s.files {
		if err := os.Rename(f.waiting, f.name); err != nil {
			return f.name, err
		}
	}
	return "", nil
}

// Discard removes what still waits; after Commit nothing does.
func (s *Staging) Discard() {
	for _, f := range s.files {
		_ = os.Remove(f.waiting)
	}
}

// waitingNames are those of files that wait beside their places.
const waitingNames = ".gradebook-*.tmp"

// leftover is the age at which a waiting file no longer belongs to a run: no run takes that
// long to move a file into place.
const leftover = time.Hour

// Sweep removes waiting files from a folder that killed runs left behind.
func Sweep(dir string) {
	entries, _ := os.ReadDir(dir) // what cannot be listed is not swept
	for _, e := range entries {
		waits, _ := filepath.Match(waitingNames, e.Name())
		info, err := e.Info()
		if waits && err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > leftover {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
