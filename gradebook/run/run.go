// Package run is the application, from files to files: it opens the files that were
// named, grades them, and writes the output that was requested. It prints nothing:
// package summary says what a run did. The commands call it, and so does HR's folder
// (package desk).
package run

import (
	"io"
	"time"
)

// Run is one start of the program.
type Run struct {
	Tool  string // its name and version
	Now   time.Time
	Stdin io.Reader // read if results are named "-"
	// Watch shows the progress of a task; may be nil.
	Watch func(task string) Progress
}

// Progress shows how far a task has got.
type Progress interface {
	Step(done, total int) // a total of 0 is unknown
	Done()
}

func (r Run) watch(task string) Progress {
	if r.Watch == nil {
		return silent{}
	}
	return r.Watch(task)
}

type silent struct{}

func (silent) Step(int, int) {}
func (silent) Done()         {}
