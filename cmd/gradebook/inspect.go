package main

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/summary"
)

func (a *app) inspectCommand() *cobra.Command {
	var keys run.Keys
	c := &cobra.Command{
		Use:   "inspect FILE | RECEIPT [RESULTS…]",
		Short: "Say in plain words what is in a file, or which record a receipt names",
		Long: `inspect says what a results file, a grading kit or a matrix.json holds. It scores
nothing: without keys it shows what was handed in, when, and under which receipt.

To mark a written answer, name the grading kit too: it then shows the rubric.

Given a receipt, as somebody reads it from the screen, inspect says whether it was
read correctly. With results after it, it says which record the receipt names.`,
		Example: `  gradebook inspect results-h0012.json
  gradebook inspect results-h0012.json --kit grading-kit.zip
  gradebook inspect 7K3M-92QX-A0PT-ZZ5B-D results`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"name one file, or a receipt", "gradebook inspect results-h0012.json"}
			}
			if len(args) > 1 && !isReceipt(args[0]) {
				return usageError{"name one file, or a receipt and the results to look for it in",
					"gradebook inspect " + quoted(args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if isReceipt(args[0]) {
				return a.inspectReceipt(cmd.Context(), args[0], args[1:])
			}
			return a.inspect(args[0], keys)
		},
	}
	keyFlags(c, &keys)
	return c
}

func (a *app) inspect(file string, keys run.Keys) error {
	if err := excludeKeys(keys); err != nil {
		return err
	}
	contents, faults := run.Inspect(file, keys)
	if faults.Failed() {
		return failure{faults}
	}
	a.console().Say(summary.Contents(contents))
	return nil
}

func (a *app) inspectReceipt(ctx context.Context, typed string, in []string) error {
	receipts, faults := a.run().FindReceipt(ctx, typed, in)
	if faults.Failed() {
		return failure{faults}
	}
	a.console().Say(summary.Receipts(receipts))
	return nil
}

// isReceipt reports whether what was typed is a receipt, perhaps with mistakes, rather
// than the name of a file.
func isReceipt(typed string) bool {
	if _, err := os.Lstat(typed); err == nil || strings.ContainsAny(typed, `./\:`) {
		return false
	}
	const few = 12 // of 17 characters
	return strings.Count(typed, "-") >= 3 || len(strings.ReplaceAll(typed, " ", "")) >= few
}
