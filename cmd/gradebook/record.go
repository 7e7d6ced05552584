package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/summary"
	"github.com/coursemark/coursemark/internal/diag"
)

// recordFlags are the flags of record. Staff are its arguments.
type recordFlags struct {
	sourceFlags
	staff  []string
	team   string
	all    bool
	output string
}

func (a *app) recordCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "record STAFF… | --team TEAM | --all",
		Short: "Write the record of named people, to be printed and signed",
		Long: `record writes a page and a workbook for each person: who they are, what their
role requires, what they have shown and on what evidence, what is missing and by
when, with lines to sign on. These are the files that surveyors ask for.

STAFF is a staff ID or part of a name that only one person has. The files are
record-<staff ID>.html and .xlsx, and index.html lists them. A file that this
command did not write, or that somebody changed since, is never overwritten.

It reads a matrix.json that grade wrote, or grades the same inputs again.`,
		Example: `  gradebook record H0103 H0105 --matrix matrix.json --kit grading-kit.zip -o records
  gradebook record --team "Ward Alder" --results results --kit grading-kit.zip --roster roster.xlsx -o records`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.staff = args
			return a.record(cmd.Context(), &f)
		},
	}
	f.add(c)
	c.Flags().StringVar(&f.team, "team", "", "everybody in this `team`")
	c.Flags().BoolVar(&f.all, "all", false, "everybody in the roster")
	c.Flags().StringVarP(&f.output, "output", "o", "records", "`folder` to write to")
	return c
}

func (a *app) record(ctx context.Context, f *recordFlags) error {
	in, err := f.check()
	if err != nil {
		return err
	}
	m, faults := a.source(ctx, &f.sourceFlags, in)
	if faults.Failed() {
		return failure{faults}
	}
	ids, more := f.people(m)
	faults.Append(more)
	if faults.Failed() {
		return failure{faults}
	}
	console := a.console()
	console.Faults(faults.Sorted()) // notices
	records, faults := a.run().WriteRecords(m, ids, f.output)
	console.Say(summary.Records(records))
	return failed(faults)
}

// check checks the command line, and returns the inputs to grade.
func (f *recordFlags) check() (run.Inputs, error) {
	var choices []string
	if len(f.staff) > 0 {
		choices = append(choices, strings.Join(f.staff, " "))
	}
	if f.team != "" {
		choices = append(choices, "--team "+quoted(f.team))
	}
	if f.all {
		choices = append(choices, "--all")
	}
	switch len(choices) {
	case 0:
		return run.Inputs{}, usageError{"say whose records to write: name people, or --team, or --all",
			"gradebook record H0103 --matrix matrix.json"}
	case 1:
		return f.sourceFlags.check("gradebook record " + choices[0])
	}
	return run.Inputs{}, usageError{"name people, or use --team, or --all, but only one of the three",
		"leave the others out"}
}

// people returns the staff IDs whose records to write; none means everybody.
func (f *recordFlags) people(m *gradebook.Matrix) (ids []string, faults diag.List) {
	for _, typed := range f.staff {
		p, fault := report.FindPerson(m, typed)
		if fault != nil {
			faults.Add(*fault)
		} else if !slices.Contains(ids, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	if f.team != "" {
		members, fault := report.FindTeam(m, f.team)
		if fault != nil {
			faults.Add(*fault)
		}
		ids = members
	}
	if len(m.Staff) == 0 {
		faults.Add(emptyMatrix.With().In(""))
	}
	return ids, faults
}
