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

// environment shows which folder is meant if nobody names one.
type environment struct {
	system     string
	clicked    bool // by a double-click, as far as the system says
	working    string
	executable string // folder of the program
	home, temp string
	attended   bool // somebody sits at a terminal
}

func readEnvironment(stdin io.Reader, stdout io.Writer) environment {
	e := environment{system: runtime.GOOS, clicked: mousetrap.StartedByExplorer(), temp: os.TempDir(),
		attended: terminal.Interactive(stdin) && terminal.Interactive(stdout)}
	if exe, err := os.Executable(); err == nil {
		e.executable = filepath.Dir(exe)
	}
	// What is not known stays empty and matches nothing.
	e.working, _ = os.Getwd()
	e.home, _ = os.UserHomeDir()
	return e
}

// ownFolder returns the folder to grade, or "".
func (e environment) ownFolder() string {
	ours := func(dir string) bool {
		f, err := lookInto(dir)
		return err == nil && f.isOurs()
	}
	switch {
	case e.working != "" && e.working == e.executable, e.working != "" && ours(e.working):
		return "."
	case e.clicked: // a shortcut may start it elsewhere, and then means that folder
		return e.executable
	case e.executable != "" && ours(e.executable):
		return e.executable
	case e.system == "darwin" && e.attended && e.working == e.home:
		return e.executable // the Finder starts programs in the home folder
	}
	return ""
}

// insideZip reports whether the program runs from a temporary folder: that is where
// Explorer unpacks a single program that is started inside a zip.
func (e environment) insideZip() bool {
	if !e.clicked || e.temp == "" {
		return false
	}
	within, err := filepath.Rel(e.temp, e.executable)
	return err == nil && filepath.IsLocal(within)
}

// hold keeps the window open if it would close with the program.
func (e environment) hold(ctx context.Context, stdin io.Reader, stdout io.Writer) {
	if !e.attended || e.system == "windows" && !e.clicked {
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
