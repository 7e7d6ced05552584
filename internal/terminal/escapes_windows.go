package terminal

import (
	"os"

	"golang.org/x/sys/windows"
)

// escapes reports whether a terminal understands escape sequences. The console that
// a double-click opens prints them as they are unless this is switched on.
func escapes(f *os.File) bool {
	var mode uint32
	console := windows.Handle(f.Fd())
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
