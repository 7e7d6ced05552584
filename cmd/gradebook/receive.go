package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/summary"
)

// receiveFlags are the flags of receive.
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

The register only grows. A file or record keeps its first date, however often it
comes in again: you can run receive on the same folder every day. With grade
--register, evidence counts from the day of handing in or of receipt, whichever is
earlier, and not by the clock of a computer alone.

Do not save the register in Excel: Excel changes the dates, and receive then refuses
it.`,
		Example: `  gradebook receive results --register received.csv
  gradebook receive mail.zip --register received.csv --on 2026-11-23`,
		Args: someResults("gradebook receive results --register received.csv"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.receive(cmd.Context(), args, f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.register, "register", "", "the register, a CSV `file`; a new one is made if it does not exist")
	flags.StringVar(&f.on, "on", "", "`day` on which the results came in, such as 2026-11-23 (default today)")
	return c
}

func (a *app) receive(ctx context.Context, args []string, f receiveFlags) error {
	if err := f.check(args, a.now().Format(time.DateOnly)); err != nil {
		return err
	}
	receipt, faults := a.run().Receive(ctx, f.register, f.on, args)
	if faults.Failed() {
		return failure{faults}
	}
	a.console().Say(summary.Receipt(receipt))
	return nil
}

func (f receiveFlags) check(args []string, today string) error {
	if f.register == "" {
		return usageError{"name the register of receipt",
			"gradebook receive " + strings.Join(args, " ") + " --register received.csv"}
	}
	if f.on == "" {
		return nil
	}
	if t, err := time.Parse(time.DateOnly, f.on); err != nil || t.Year() < 2000 {
		return usageError{fmt.Sprintf("--on %q is not a date", f.on), "write it as --on 2026-11-23"}
	}
	if f.on > today {
		return usageError{fmt.Sprintf("--on %s is in the future", f.on), "write the day on which the results came in"}
	}
	return nil
}
