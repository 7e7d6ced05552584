package terminal

import (
	"os"

	"golang.org/x/term"
)

// Interactive reports whether somebody sits at a stream: it is a terminal and not a
// file, a pipe or nothing at all.
func Interactive(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
