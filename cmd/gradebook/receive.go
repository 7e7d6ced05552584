package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project/disk"
)

// maxRegister bounds a register of receipt in bytes.
const maxRegister = 1 << 30

type receiveFlags struct {
	register string
	on       string
}

func (a *app) receiveCommand() *cobra.Command {
	var f receiveFlags
	c := &cobra.Command{
		Use:   "receive RESULTS…",
		Short: "Write down what came in today",
		Long: `receive adds what came in to HR's register of receipt, a CSV file with the SHA-256
of each file and record, the date and the name. It needs no kit, and scores nothing.

The register only grows. What stands in it keeps its first date, however often the
same file or record comes in again: run receive on the same folder every day. With
grade --register, evidence counts from the day of handing in or of receipt,
whichever is earlier, and not by the clock of a computer alone.

Do not open the register in Excel to save it: Excel changes the dates, and receive
then refuses it.`,
		Example: `  gradebook receive results --register received.csv
  gradebook receive mail.zip --register received.csv --on 2026-11-23`,
		Args: someResults("gradebook receive results --register received.csv"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.receive(cmd.Context(), args, f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.register, "register", "", "the register, a CSV file; it is made where there is none")
	flags.StringVar(&f.on, "on", "", "day on which the results came in, such as 2026-11-23 (default today)")
	return c
}

func (a *app) receive(ctx context.Context, args []string, f receiveFlags) error {
	today := a.now().Format(time.DateOnly)
	switch {
	case f.register == "":
		return usageError{"name the register of receipt", "gradebook receive " + strings.Join(args, " ") + " --register received.csv"}
	case f.on == "":
		f.on = today
	default:
		if t, err := time.Parse(time.DateOnly, f.on); err != nil || t.Year() < 2000 {
			return usageError{fmt.Sprintf("--on %q is not a date", f.on), "write it as --on 2026-11-23"}
		}
		if f.on > today {
			return usageError{fmt.Sprintf("--on %s is still to come", f.on), "write the day on which the results came in"}
		}
	}
	console := terminal.New(a.stdout, a.stderr, false)
	shown := shownAs(f.register)
	failed := func(what string, err error) error {
		return fail(diag.Fault{File: shown, What: what + ": " + diag.Plain(err), Hint: "is the register open in another program? close it; nothing was written"})
	}
	dir, err := disk.Open(filepath.Dir(f.register))
	if err != nil {
		return failed("the folder of the register cannot be opened", err)
	}
	defer func() { _ = dir.Close() }()
	name := filepath.Base(f.register)
	// Two runs at one time would each write what the other does not know of.
	unlock, err := dir.Lock(name + ".lock")
	if held := (*disk.Locked)(nil); errors.As(err, &held) {
		return fail(diag.Fault{File: shown, What: "another run of gradebook is writing the register at this moment; nothing was written", Hint: "wait until it is done, and try again"})
	}
	if err != nil {
		return failed("the register cannot be locked", err)
	}
	defer func() {
		unlock()
		_ = dir.Remove(name + ".lock") // of no use any more; the next run makes it anew
	}()
	o := intake.Options{Results: args, Stdin: a.stdin, Now: a.now()}
	var content []byte
	d, info, fault := readBounded(f.register, maxRegister)
	if fault == nil {
		content, o.Skip = d.Content, append(o.Skip, info)
	} else if _, err := os.Stat(f.register); !errors.Is(err, fs.ErrNotExist) {
		return fail(*fault)
	}
	register, faults := intake.ReadRegister(shown, content)
	if faults.Failed() {
		return failure{faults}
	}
	progress := console.Progress("receiving")
	o.Progress = progress.Step
	arrivals, more := intake.Arrivals(ctx, o)
	progress.Done()
	if more.Failed() {
		return failure{more}
	}
	grown, added := register.Add(arrivals, f.on)
	if len(grown) > len(content) {
		if err := files.Replace(dir, name, grown); err != nil {
			return failed("the register cannot be written", err)
		}
	}
	say := func(format string, args ...any) {
		console.Printf("%s\n", terminal.Clean(fmt.Sprintf(format, args...)))
	}
	if len(arrivals) == 0 {
		say("No results came in: there was no file to read in %s. %s is as it was.", listed(args), shown)
		return nil
	}
	say("%s, received on %s: %s new, %s new to %s.", terminal.Count(len(arrivals), "file", "files"), f.on, terminal.Count(added.Files, "file", "files"), terminal.Count(added.Records, "record", "records"), shown)
	switch {
	case added.Known == 1:
		say("1 record was in it already and keeps its first date.")
	case added.Known > 1:
		say("%d records were in it already and keep their first date.", added.Known)
	}
	for _, arrival := range arrivals {
		switch {
		case arrival.SHA256 == "":
			say("  %s could not be read, and is not in the register: %s", arrival.Path, arrival.Problem)
		case arrival.Problem != "":
			say("  %s holds no results that can be read: %s", arrival.Path, arrival.Problem)
		}
	}
	return nil
}
