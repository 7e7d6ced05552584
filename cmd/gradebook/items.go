package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/summary"
	"github.com/coursemark/coursemark/project"
)

func (a *app) itemsCommand() *cobra.Command {
	var in run.ItemInputs
	var output string
	c := &cobra.Command{
		Use:   "items RESULTS…",
		Short: "Analyse how the questions of the quiz banks work (for trainers)",
		Long: `items reads results as grade does, and writes a workbook for the trainer. For every
question it shows how easy it was, how well it tells people apart, how its options
were used, and what to look at; for every revision of a quiz bank, the internal
consistency of its form. The figures are those of Moodle's quiz statistics.

The workbook contains answers. Keep it as you keep an exam paper.

Only the first attempt of each person at a quiz bank counts, unless you give
--all-attempts. With --roster only the people on it count.`,
		Example: `  gradebook items results --kit grading-kit.zip -o items.xlsx
  gradebook items results --project . --roster roster.xlsx -o items.xlsx`,
		Args: someResults("gradebook items results --kit " + project.KitFile + " -o items.xlsx"),
		RunE: func(cmd *cobra.Command, args []string) error {
			in.Results = args
			return a.items(cmd.Context(), in, output)
		},
	}
	keyFlags(c, &in.Keys)
	flags := c.Flags()
	flags.StringVar(&in.Roster, "roster", "",
		"roster, an .xlsx or .csv `file`: only the people on it count (default everybody)")
	flags.BoolVar(&in.AllAttempts, "all-attempts", false,
		"count later attempts as well, although people who have met a question answer it differently")
	flags.StringVarP(&output, "output", "o", "items.xlsx", "`workbook` (.xlsx), or folder for items.xlsx, to write")
	flags.BoolVar(&a.json, "json", false, "print the figures, or faults, as JSON; they contain answers")
	return c
}

func (a *app) items(ctx context.Context, in run.ItemInputs, output string) error {
	if err := checkKeys(in.Keys, "gradebook items "+strings.Join(in.Results, " "), " -o items.xlsx"); err != nil {
		return err
	}
	result, faults := a.run().Items(ctx, in, output)
	if faults.Failed() {
		return failure{faults}
	}
	return a.print(faults, func() string { return summary.Items(result) },
		func() ([]byte, error) { return summary.ItemsJSON(result) })
}
