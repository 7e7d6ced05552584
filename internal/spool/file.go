// Package spool keeps lists that are too long for memory in files that nobody else sees
// and that disappear when the program ends, however it ends. Short lists stay in memory
// and never touch the disk.
package spool

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// inMemory is how much of a file waits in memory, in bytes.
const inMemory = 1 << 20

// File is a file without a name, in the folder for temporary files. What is written
// is appended. The zero File is empty. It is not safe for writing while it is read.
type File struct {
	disk    *os.File // nil while all of it is in memory
	written int64    // bytes on disk
	tail    []byte   // what comes behind them
}

// Size is the length in bytes.
func (f *File) Size() int64 { return f.written + int64(len(f.tail)) }

// Write appends. An error is one of the disk: most often it is full.
func (f *File) Write(b []byte) (int, error) {
	if len(f.tail)+len(b) > inMemory {
		if err := f.flush(); err != nil {
			return 0, err
		}
	}
	f.tail = append(f.tail, b...)
	return len(b), nil
}

func (f *File) flush() (err error) {
	if f.disk == nil {
		if f.disk, err = temporary(); err != nil {
			return err
		}
	}
	n, err := f.disk.WriteAt(f.tail, f.written)
	f.written += int64(n)
	f.tail = f.tail[:copy(f.tail, f.tail[n:])]
	return err
}

// ReadAt reads as io.ReaderAt says. Several may read at once.
func (f *File) ReadAt(b []byte, at int64) (n int, err error) {
	if at < f.written {
		if n, err = f.disk.ReadAt(b[:min(int64(len(b)), f.written-at)], at); err != nil {
			return n, err
		}
	}
	if rest := at + int64(n) - f.written; rest >= 0 && rest <= int64(len(f.tail)) {
		n += copy(b[n:], f.tail[rest:])
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// WriteTo writes all of it to w.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, io.NewSectionReader(f, 0, f.Size()))
}

// temporary creates the file. Its name is removed before anything is written, or by the
// system with the last handle, so that the file never outlives the program. The space is
// freed when the file is closed or the program ends.
func temporary() (*os.File, error) {
	name := filepath.Join(os.TempDir(), "gradebook-"+rand.Text()+".tmp")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL|gone, 0o600)
	if err == nil && gone == 0 {
		err = errors.Join(err, os.Remove(name))
	}
	if err != nil {
		return nil, fmt.Errorf("the folder for temporary files: %w", err)
	}
	return f, nil
}
