package diag

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

// An error of the system is shown without its call, its path and its number.
func TestPlain(t *testing.T) {
	for want, err := range map[string]error{
		"there is no such file or folder": &fs.PathError{Op: "openat", Path: "/home/x",
			Err: syscall.ENOENT},
		"the permission is missing, or it is open in another program": &os.LinkError{Op: "rename", Old: "/home/x",
			New: "/home/y", Err: syscall.EPERM},
		"the disk is full": fmt.Errorf("excelize: %w",
			&fs.PathError{Op: "write", Path: "/home/x", Err: syscall.ENOSPC}),
		"it was broken off": fmt.Errorf("reading: %w", context.Canceled),
		"somebody said so": &os.LinkError{Op: "rename", Old: "/home/x",
			New: "/home/y", Err: fmt.Errorf("somebody said so")},
		"it is of another make": fmt.Errorf("it is of another make"),
	} {
		if got := Plain(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// The numbers of Windows are those of winerror.h; another system has others.
func TestWords(t *testing.T) {
	for _, test := range []struct {
		system string
		code   syscall.Errno
		want   string
	}{
		{"windows", 32, "it is open in another program"}, {"windows", 33, "it is open in another program"},
		{"windows", 112, "the disk is full"}, {"windows", 39, "the disk is full"},
		{"windows", 19, "the disk can only be read"}, {"windows", 2, ""}, {"linux", syscall.EDQUOT, "the disk is full"},
		{"linux", syscall.EROFS, "the disk can only be read"}, {"linux", 32, ""},
	} {
		if got := words(test.system, test.code); got != test.want {
			t.Errorf("%s %d: %q", test.system, test.code, got)
		}
	}
}
