package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// sourceFlags say where a command takes a matrix from: it reads one that was written
// before, or grades.
type sourceFlags struct {
	inputFlags
	matrix string // matrix.json
}

func (f *sourceFlags) add(c *cobra.Command) {
	f.inputFlags.add(c)
	c.Flags().StringVar(&f.matrix, "matrix", "", "matrix.json `file` of an earlier run, in place of grading; with --kit or --project it explains the rules too")
	c.Flags().StringArrayVar(&f.Results, "results", nil, "`folder`, file or zip with results; may be repeated")
}

// check finds what is wrong with the command line; line is the command with its
// arguments, as it should begin.
func (f *sourceFlags) check(line string) error {
	if f.matrix != "" {
		for _, flag := range append(f.given(), f.givenResults()...) {
			return usageError{fmt.Sprintf("--matrix names a matrix that is made already, so --%s would change nothing", flag), line + " --matrix " + f.matrix}
		}
		return excludeKeys(f.Keys)
	}
	if len(f.Results) == 0 {
		return usageError{"name a matrix.json that grade wrote with --matrix, or grade with --results, --kit and --roster", line + " --matrix matrix.json --kit " + project.KitFile}
	}
	_, err := f.inputs(line + " --results " + strings.Join(f.Results, " --results "))
	return err
}

func (f *sourceFlags) givenResults() []string {
	if len(f.Results) > 0 {
		return []string{"results"}
	}
	return nil
}

// source reads or makes the matrix, after check. Faults without an error are notices.
func (a *app) source(ctx context.Context, f *sourceFlags) (*gradebook.Matrix, diag.List) {
	if f.matrix != "" {
		return run.ReadMatrix(f.matrix, f.Keys)
	}
	in, _ := f.inputs("") // they were checked
	return a.run().Matrix(ctx, in)
}

func (a *app) explainCommand() *cobra.Command {
	var f sourceFlags
	c := &cobra.Command{
		Use:   "explain STAFF COMPETENCY",
		Short: "Say in plain words how a level came about",
		Long: `explain says how one person's level in one competency came about: what the role
asks for and by when, every piece of evidence that counted and every one that did
not, with file, receipt, points and cut, what holds the level down, how long it
holds, and what is missing.

STAFF is a staff ID or a part of a name that only one person has. COMPETENCY is
an ID or a part of a title.

It reads a matrix.json that grade wrote, or grades the same inputs again.`,
		Example: `  gradebook explain H0103 de-escalation --matrix matrix.json --kit grading-kit.zip
  gradebook explain "Nadia" ROS-DEESC --results results --kit grading-kit.zip --roster roster.xlsx`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError{"name one person and one competency", "gradebook explain H0103 ROS-DEESC --matrix matrix.json"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), args[0], args[1], &f) },
	}
	f.add(c)
	c.Flags().BoolVar(&a.json, "json", false, "print the explanation, or faults, as JSON")
	return c
}

func (a *app) explain(ctx context.Context, staff, competency string, f *sourceFlags) error {
	if err := f.check("gradebook explain " + quoted(staff) + " " + quoted(competency)); err != nil {
		return err
	}
	m, faults := a.source(ctx, f)
	if faults.Failed() {
		return failure{faults}
	}
	person, fault := report.FindPerson(m, staff)
	if fault != nil {
		faults.Add(*fault)
	}
	id, fault := report.FindCompetency(m, competency)
	if fault != nil {
		if m.Standards == nil {
			fault.Hint += "; with --kit you can name it by its title too"
		}
		faults.Add(*fault)
	}
	if faults.Failed() {
		return failure{faults}
	}
	e := report.Explain(m, person.ID, id)
	return a.print(faults, e.Text, func() ([]byte, error) {
		return json.Marshal(e, json.Deterministic(true), jsontext.WithIndent("  "))
	})
}
