package main

import (
	"io"
	"time"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/internal/version"
)

// failure is a list of faults as an error.
type failure struct{ diag.List }

func (failure) Error() string { return "there are faults" }

// failed returns the faults as an error, or nil if they are only notices.
func failed(faults diag.List) error {
	if faults.Failed() {
		return failure{faults}
	}
	return nil
}

// usageError is a mistake on the command line, with what to type instead.
type usageError struct{ what, instead string }

func (e usageError) Error() string { return e.what }

// app is one run of the command.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	json           bool
	hold           func() // keeps the window open until somebody presses Enter; may be nil
}

func (a *app) console() *terminal.Console { return terminal.New(a.stdout, a.stderr, a.json) }

// run returns the application that the commands call.
func (a *app) run() run.Run {
	console := a.console()
	return run.Run{Tool: tool(), Now: a.now(), Stdin: a.stdin,
		Watch: func(task string) run.Progress { return console.Progress(task) }}
}

// print prints a result as text, or as JSON if that was requested. Beside the text,
// notices go to standard error; the JSON contains them.
func (a *app) print(notices diag.List, text func() string, encode func() ([]byte, error)) error {
	console := a.console()
	if a.json {
		b, err := encode()
		if err == nil {
			console.Printf("%s\n", b)
		}
		return err
	}
	console.Faults(notices.Sorted())
	console.Say(text())
	return nil
}

// tool returns the name and version of this program.
func tool() string { return "gradebook " + version.String() }
