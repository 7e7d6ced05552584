package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/summary"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/project"
)

// gradeFlags are the flags of grade.
type gradeFlags struct {
	inputFlags
	out     run.Output
	formats string
	sheets  string // of the workbook
}

func (a *app) gradeCommand() *cobra.Command {
	var f gradeFlags
	c := &cobra.Command{
		Use:   "grade RESULTS…",
		Short: "Grade results into a competency matrix",
		Long: `grade reads results (files, folders, zips, mails, or texts with results pasted
into them; - is standard input), checks and scores every record, and writes
matrix.xlsx and matrix.json.

A file or record that cannot be counted never stops the others: it is listed with
the reason and what to do about it, here and on the sheet Exceptions. A workbook
that somebody edited is never overwritten: the new one gets the date in its name.

The roster has a row for each person: staff_id (as typed on the site), name, role
(of the standards; several are separated by ;), team, start, end. A person who
changed roles has a row for each role, with start and end. A job title that is not a
role of the standards is looked up in --titles.

Observations have a row for each indicator that was rated: staff_id, competency,
indicator, rating, max_rating (if empty, the top of the framework's scale), method
(practice or simulation), observed_on, observer_id, observer_name, setting, note.
Rows with the same person, competency, method, date and observer are one
observation. Nobody's observation of themselves counts. With --assessors, only
observations by registered assessors count.

Cases that were not counted are written to decisions.xlsx beside the workbook. Fill
in what is decided, by whom, when and why, and name the file with --decisions.

Dates are written 2026-11-30, or are dates in Excel. --dates says how to read
others, such as 30/11/2026.`,
		Example: `  gradebook grade results --kit grading-kit.zip --roster roster.xlsx -o .
  gradebook grade results mail.zip --kit grading-kit.zip --roster roster.xlsx --observations observations.xlsx --as-of 2026-11-30 -o november.xlsx`,
		Args: someResults("gradebook grade results --kit " + project.KitFile + " --roster roster.xlsx"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.grade(cmd.Context(), args, f) },
	}
	f.add(c)
	flags := c.Flags()
	flags.StringArrayVar(&f.Staff, "staff", nil, "only the person with this staff `ID`; may be repeated")
	flags.StringVar(&f.Team, "team", "", "only this `team`")
	flags.StringVar(&f.Previous, "previous", "",
		"matrix.json `file` of an earlier run: every change since is listed with its reason")
	flags.StringVar(&f.formats, "format", strings.Join(names(run.DefaultFormats()), ","),
		"`formats` to write: "+strings.Join(names(run.Formats()), ", ")+"; json is always written")
	flags.StringVar(&f.sheets, "sheets", "", "additional `sheets` for the workbook: roles, sign-off, changes, inputs")
	flags.StringVar(&f.out.Carry, "carry", "",
		"`workbook` from which to carry over what people typed (default the last one in the output folder)")
	flags.StringVarP(&f.out.Target, "output", "o", ".", "`folder`, or workbook (.xlsx), to write")
	flags.BoolVar(&a.json, "json", false, "print the summary, or faults, as JSON")
	return c
}

// names returns formats as they are typed.
func names(formats []run.Format) (names []string) {
	for _, f := range formats {
		names = append(names, string(f))
	}
	return names
}

func (a *app) grade(ctx context.Context, args []string, f gradeFlags) error {
	in, err := f.inputs("gradebook grade " + strings.Join(args, " "))
	if err != nil {
		return err
	}
	in.Results = args
	out, err := f.output()
	if err != nil {
		return err
	}
	result, faults := a.run().Grade(ctx, in, out)
	if faults.Failed() {
		return failure{faults}
	}
	return a.print(faults,
		func() string { return summary.Grade(result, "grade again with --decisions") },
		func() ([]byte, error) { return summary.GradeJSON(result, faults.Sorted()) })
}

// output checks the flags that say what to write.
func (f gradeFlags) output() (run.Output, error) {
	out := f.out
	formats, err := someOf("format", f.formats, names(run.Formats()))
	if err != nil {
		return out, err
	}
	for _, name := range formats {
		out.Formats = append(out.Formats, run.Format(name))
	}
	out.Sheets, err = someOf("sheets", f.sheets, workbook.OnRequest())
	return out, err
}
