package diag

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// Plain returns an error of the operating system in plain words, without its call and
// path.
func Plain(err error) string {
	var (
		onPath *fs.PathError
		onLink *os.LinkError // of a rename
		code   syscall.Errno
	)
	if errors.As(err, &code) {
		if words := words(runtime.GOOS, code); words != "" {
			return words
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		return "it was broken off"
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "the permission is missing, or it is open in another program"
	case errors.As(err, &onPath):
		return onPath.Err.Error()
	case errors.As(err, &onLink):
		return onLink.Err.Error()
	}
	return err.Error()
}

// words returns a text for the errors that people meet and can fix; "" for any other.
func words(system string, code syscall.Errno) string {
	const (
		full = "the disk is full"
		open = "it is open in another program"
		read = "the disk can only be read"
	)
	if system == "windows" {
		switch code { // of winerror.h
		case 19: // ERROR_WRITE_PROTECT
			return read
		case 32, 33: // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
			return open
		case 39, 112: // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
			return full
		}
		return ""
	}
	switch code {
	case syscall.ENOSPC, syscall.EDQUOT:
		return full
	case syscall.EROFS:
		return read
	case syscall.ENOTDIR:
		return "a file lies where a folder should be"
	}
	return ""
}
