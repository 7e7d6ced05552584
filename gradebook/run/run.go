// Package run does what gradebook is for, from files to files: it opens what was
// named, has it graded, and writes what was asked for. It prints nothing: package
// summary says what a run did. The commands call it, and so does HR's folder.
package run

import (
	"io"
	"time"
)

// Run is one start of the program.
type Run struct {
	Tool  string // its name and version
	Now   time.Time
	Stdin io.Reader // read where results are named "-"
	// Watch shows how far a task is; nil where nobody looks.
	Watch func(task string) Progress
}

// Progress shows how far a task is.
type Progress interface {
	Step(done, total int) // total 0 is an unknown total
	Done()
}

func (r Run) watch(task string) Progress {
	if r.Watch == nil {
		return unseen{}
	}
	return r.Watch(task)
}

type unseen struct{}

func (unseen) Step(int, int) {}
func (unseen) Done()         {}
