package main

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/generator/serve"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
)

func (c *command) serve() *cobra.Command {
	var f flags
	o := serve.Options{}
	var show bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the project in the browser while you write",
		Long: `serve shows the project in the browser on this computer, until you press Ctrl-C. When
you save a file, the pages that it changes are reloaded. A fault is shown on the page
that you are reading, and the last good version stays until you correct it.
It writes nothing, neither public/ nor answer keys.`,
		Example: `  coursemark serve --open
  coursemark serve --drafts --port 8080
  coursemark serve --poll         for a network drive that does not report changes`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if o.Port < 0 || o.Port > 65535 {
				return fmt.Errorf("--port %d is not a port: use 1 to 65535, or 0 for any free one", o.Port)
			}
			c.status = c.preview(&f, o, show)
			return nil
		},
	}
	f.add(cmd)
	cmd.Flags().IntVarP(&o.Port, "port", "p", 1313, "the port to listen on; if it is taken, the next free one")
	cmd.Flags().StringVar(&o.Bind, "bind", "127.0.0.1", "the address to listen on; 0.0.0.0 lets other computers in")
	cmd.Flags().BoolVar(&show, "open", false, "open the site in your browser")
	cmd.Flags().BoolVar(&o.Poll, "poll", false,
		"check the files twice a second instead of waiting for the system to report changes")
	return cmd
}

// preview serves a project until the context ends.
func (c *command) preview(f *flags, o serve.Options, show bool) int {
	out := terminal.New(c.stdout, c.stderr, f.json)
	o.Options = f.options()
	first, failed := true, false
	o.Notify = func(e serve.Event) {
		switch {
		case e.Note.Code() != "":
			out.Notef("coursemark: %s\n", terminal.Clean(e.Note.What()))
		case e.Address != "":
			out.Printf("\n  %s\n\npress Ctrl-C to end\n", e.Address)
			if show && browse(e.Address) != nil {
				out.Notef("coursemark: no browser could be started: open the address above yourself\n")
			}
		default:
			printVersion(out, e, first, failed)
			first, failed = false, e.Failed
		}
	}
	if err := serve.Run(c.ctx, o); err != nil {
		var failure diag.Failure
		if errors.As(err, &failure) {
			out.Faults(failure.Faults)
		} else {
			out.Notef("coursemark: %s\n", terminal.Clean(err.Error()))
		}
		return exitFaults
	}
	return exitFine
}

// printVersion prints the result of reading the project: for the first time, or again;
// failed says whether the version before had faults.
func printVersion(out *terminal.Console, e serve.Event, first, failed bool) {
	if !first {
		out.Notef("%s in %v\n", readAgain(e.Changed), e.Took.Round(time.Millisecond))
	}
	if first || e.Failed {
		out.Faults(e.Faults)
	}
	if e.Failed {
		out.Notef("the last good version stays until this is corrected\n")
	} else if failed {
		out.Notef("no faults remain\n")
	}
}

// readAgain names what was read again.
func readAgain(changed []string) string {
	switch len(changed) {
	case 0:
		return "everything read again"
	case 1:
		return terminal.Clean(changed[0]) + " read again"
	}
	return fmt.Sprintf("%d files read again", len(changed))
}

// browse opens an address in the person's browser.
func browse(address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		name = "open"
	}
	cmd := exec.Command(name, args...)
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release() // it runs on after us, and its exit status does not matter
}
