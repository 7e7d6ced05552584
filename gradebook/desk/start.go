package desk

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/inconshreveable/mousetrap"

	"github.com/coursemark/coursemark/internal/terminal"
)

// surroundings show which folder is meant where nobody names one.
type surroundings struct {
	system     string
	clicked    bool // by a double-click, as far as the system says
	working    string
	executable string // folder of the program
	home, temp string
	attended   bool // somebody sits at a terminal
}

// surround looks around.
func surround(stdin io.Reader, stdout io.Writer) surroundings {
	s := surroundings{system: runtime.GOOS, clicked: mousetrap.StartedByExplorer(), temp: os.TempDir(),
		attended: terminal.Interactive(stdin) && terminal.Interactive(stdout)}
	if exe, err := os.Executable(); err == nil {
		s.executable = filepath.Dir(exe)
	}
	// What is not known stays empty and matches nothing.
	s.working, _ = os.Getwd()
	s.home, _ = os.UserHomeDir()
	return s
}

// ownFolder returns the folder to grade, or "".
func (s surroundings) ownFolder() string {
	ours := func(dir string) bool {
		f, err := lookInto(dir)
		return err == nil && f.isOurs()
	}
	switch {
	case s.working != "" && s.working == s.executable, s.working != "" && ours(s.working):
		return "."
	case s.clicked: // a shortcut may start it elsewhere, and then means that folder
		return s.executable
	case s.executable != "" && ours(s.executable):
		return s.executable
	case s.system == "darwin" && s.attended && s.working == s.home:
		return s.executable // the Finder starts programs in the home folder
	}
	return ""
}

// insideZip reports whether the program runs from a folder that the system throws away:
// that is where Explorer unpacks a single program that is started inside a zip.
func (s surroundings) insideZip() bool {
	if !s.clicked || s.temp == "" {
		return false
	}
	within, err := filepath.Rel(s.temp, s.executable)
	return err == nil && filepath.IsLocal(within)
}

// hold keeps a window open that would close with the program.
func (s surroundings) hold(ctx context.Context, stdin io.Reader, stdout io.Writer) {
	if !s.attended || s.system == "windows" && !s.clicked {
		return
	}
	fmt.Fprint(stdout, "\nPress Enter to close. ")
	pressed := make(chan struct{})
	go func() {
		_, _ = bufio.NewReader(stdin).ReadString('\n') // whatever it is, the program ends
		close(pressed)
	}()
	select {
	case <-pressed:
	case <-ctx.Done(): // Ctrl-C
	}
}
