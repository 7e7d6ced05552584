// Command gradebook turns results into a competency matrix: a workbook for
// people and matrix.json for programs.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"time"
	_ "time/tzdata" // Windows has no time zones of its own that Go could use

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/internal/commandline"
	"github.com/coursemark/coursemark/internal/terminal"
)

// Exit statuses.
const (
	exitFine   = 0
	exitFaults = 1
	exitUsage  = 2
)

// softMemoryLimit, in bytes, is where the garbage collector begins to run more often
// instead of letting the program grow: a ward's PC has little memory, and a spreadsheet
// may be open as well. It is not a bound: a run that needs more gets it.
const softMemoryLimit = 352 << 20

func main() {
	// A double-click passes no arguments, and cobra would refuse it on Windows.
	cobra.MousetrapHelpText = ""
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemoryLimit)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	status := execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// execute is the whole command; tests call it.
func execute(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	// This comes last, after all faults were printed.
	defer func() {
		if a.hold != nil {
			a.hold()
		}
	}()
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	ran, err := root.ExecuteContextC(ctx)
	var faults failure
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &faults):
		a.console().Faults(faults.Sorted())
		return exitFaults
	}
	what, hint := commandline.Explain(ran, args, err)
	var usage usageError
	if errors.As(err, &usage) {
		hint = usage.instead
	}
	a.console().Notef("gradebook: %s\n  hint: %s\n", terminal.Clean(what), terminal.Clean(hint))
	return exitUsage
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "gradebook",
		Short: "From a folder of results to a competency matrix",
		Long: `gradebook reads the results that staff hand in, scores them with the answer keys of
the grading kit, and works out for everybody in the roster which competencies they
have, since when, until when, and on what evidence. It writes a workbook.

Started by a double-click, or without arguments in a folder that holds a grading kit
or a folder called results, it grades that folder: roster.xlsx, observations.xlsx,
the kit and the results. If there is no roster yet, it creates sheets to fill in.`,
		Example: `  gradebook grade results --kit grading-kit.zip --roster roster.xlsx -o .
  gradebook explain H0103 de-escalation --matrix matrix.json --kit grading-kit.zip
  gradebook record H0103 --matrix matrix.json --kit grading-kit.zip -o records
  gradebook inspect results-h0012.json`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.NoArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.ownFolder(cmd) },
	}
	root.AddCommand(a.gradeCommand(), a.itemsCommand(), a.explainCommand(), a.recordCommand(), a.receiveCommand(),
		a.inspectCommand(), &cobra.Command{
			Use:   "version",
			Short: "Print the version",
			Args:  cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				a.console().Printf("%s\n", tool())
				return nil
			},
		})
	return root
}
