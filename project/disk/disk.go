// Package disk opens a folder as an afero file system that confines every access to it.
//
// afero's own BasePathFs joins paths and so follows a symbolic link wherever it
// points. A project comes from other people (a shared drive, a downloaded zip),
// and a build both reads it and writes into it: here every access goes through
// os.Root, which follows links inside the folder and refuses those that leave.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/afero"
)

// Disk is a folder on disk. Names are slash-separated and relative to it;
// absolute names and names that leave it are refused. It is safe for concurrent
// use.
type Disk struct {
	root *os.Root
	dir  string // absolute, for the lock alone
}

var (
	_ afero.Fs      = (*Disk)(nil)
	_ afero.Lstater = (*Disk)(nil)
)

// Open opens an existing folder.
func Open(dir string) (*Disk, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, plain(err, dir)
	}
	return &Disk{root: root, dir: absolute}, nil
}

// Close closes the folder. Files that were opened stay open.
func (d *Disk) Close() error { return d.root.Close() }

// Name returns the name of this kind of file system, for afero.
func (d *Disk) Name() string { return "disk" }

// Create creates or empties a file and opens it for reading and writing.
func (d *Disk) Create(name string) (afero.File, error) {
	return d.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

// Open opens a file or folder for reading.
func (d *Disk) Open(name string) (afero.File, error) {
	return d.OpenFile(name, os.O_RDONLY, 0)
}

// OpenFile opens a file as os.OpenFile does.
func (d *Disk) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	f, err := d.root.OpenFile(local(name), flag, perm&fs.ModePerm)
	if err != nil {
		return nil, plain(err, name)
	}
	return &file{File: f, name: name}, nil
}

// Mkdir creates one folder.
func (d *Disk) Mkdir(name string, perm os.FileMode) error {
	return plain(d.root.Mkdir(local(name), perm&fs.ModePerm), name)
}

// MkdirAll creates a folder and any missing folders above it.
func (d *Disk) MkdirAll(name string, perm os.FileMode) error {
	return plain(d.root.MkdirAll(local(name), perm&fs.ModePerm), name)
}

// Remove deletes a file, a link or an empty folder.
func (d *Disk) Remove(name string) error {
	return plain(d.root.Remove(local(name)), name)
}

// RemoveAll deletes a file or a folder with everything in it. A symbolic link
// is deleted, never what it points to.
func (d *Disk) RemoveAll(name string) error {
	return plain(d.root.RemoveAll(local(name)), name)
}

// Rename moves a file or folder, replacing a file that has the new name.
func (d *Disk) Rename(from, to string) error {
	return plain(d.root.Rename(local(from), local(to)), to)
}

// Stat describes what a name leads to.
func (d *Disk) Stat(name string) (os.FileInfo, error) {
	info, err := d.root.Stat(local(name))
	return info, plain(err, name)
}

// LstatIfPossible describes what lies under a name, a link as a link.
func (d *Disk) LstatIfPossible(name string) (os.FileInfo, bool, error) {
	info, err := d.root.Lstat(local(name))
	return info, true, plain(err, name)
}

// Chmod changes the permissions of a file.
func (d *Disk) Chmod(name string, mode os.FileMode) error {
	return plain(d.root.Chmod(local(name), mode&fs.ModePerm), name)
}

// Chown changes the owner of a file.
func (d *Disk) Chown(name string, uid, gid int) error {
	return plain(d.root.Chown(local(name), uid, gid), name)
}

// Chtimes changes the times of a file.
func (d *Disk) Chtimes(name string, atime, mtime time.Time) error {
	return plain(d.root.Chtimes(local(name), atime, mtime), name)
}

// Locked is the error of a lock that another process holds.
type Locked struct {
	Name string // the file of the lock
	PID  int    // the process that holds it; 0 where unknown
}

func (l *Locked) Error() string {
	who := ""
	if l.PID > 0 {
		who = fmt.Sprintf(" (process %d)", l.PID)
	}
	return fmt.Sprintf("%s: another coursemark is running in this folder%s\n  hint: wait until it finishes or stop it, then try again", l.Name, who)
}

// Lock takes the lock of that name, or fails at once with *Locked. The system
// frees it when the process ends, however it ends; the file stays, because
// deleting it would let two processes each lock a file of that name.
func (d *Disk) Lock(name string) (unlock func(), err error) {
	// Open it through the root first: a name that leads out of the folder fails here.
	f, err := d.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	defer f.Close()

	lock := flock.New(filepath.Join(d.dir, local(name)))
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be locked: %w", name, errors.Unwrap(plain(err, name)))
	}
	if !held {
		return nil, &Locked{Name: name, PID: readPID(f)}
	}
	// The process ID only serves a better message, so a failure to write it does not
	// matter. It comes after the first byte, which Windows locks against reading.
	_ = f.Truncate(1)
	_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 1)
	return func() { _ = lock.Unlock() }, nil
}

func readPID(f afero.File) int {
	number := make([]byte, 20)
	n, _ := f.ReadAt(number, 1)
	pid, _ := strconv.Atoi(strings.TrimSpace(string(number[:n])))
	return pid
}

// file is an open file whose name is the one within the root, not its path on this
// machine.
type file struct {
	*os.File
	name string
}

func (f *file) Name() string { return f.name }

// local returns a name as the operating system spells it. os.Root judges whether it leads
// out of the folder.
func local(name string) string {
	if name == "" {
		return "."
	}
	return filepath.FromSlash(name)
}

// ErrOutside is the error for a name that leads out of the folder.
var ErrOutside = errors.New("it leads out of the folder")

// outside is the text of os.Root's error for such a name, which package os does not
// export.
const outside = "path escapes from parent"

// reason returns the cause of a failed call, or ErrOutside.
func reason(err error) error {
	if err.Error() == outside {
		return ErrOutside
	}
	return err
}

// plain names the file as the caller did and drops the name of the system call
// (openat, unlinkat), which helps nobody.
func plain(err error, name string) error {
	var (
		onPath *fs.PathError
		onLink *os.LinkError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &onPath):
		return &fs.PathError{Op: strings.TrimSuffix(onPath.Op, "at"), Path: name, Err: reason(onPath.Err)}
	case errors.As(err, &onLink):
		return &os.LinkError{Op: strings.TrimSuffix(onLink.Op, "at"), Old: onLink.Old, New: name,
			Err: reason(onLink.Err)}
	}
	return err
}
