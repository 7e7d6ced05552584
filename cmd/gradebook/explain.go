package main

import (
	"context"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/report"
)

func (a *app) explainCommand() *cobra.Command {
	var f sourceFlags
	c := &cobra.Command{
		Use:   "explain STAFF COMPETENCY",
		Short: "Say in plain words how a level came about",
		Long: `explain says how one person's level in one competency came about: what the role
requires and by when, every piece of evidence that counted and every one that did
not, with file, receipt, points and cut, what limits the level, how long it is
valid, and what is missing.

STAFF is a staff ID or part of a name that only one person has. COMPETENCY is an
ID or part of a title.

It reads a matrix.json that grade wrote, or grades the same inputs again.`,
		Example: `  gradebook explain H0103 de-escalation --matrix matrix.json --kit grading-kit.zip
  gradebook explain "Nadia" ROS-DEESC --results results --kit grading-kit.zip --roster roster.xlsx`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError{"name one person and one competency",
					"gradebook explain H0103 ROS-DEESC --matrix matrix.json"}
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
	in, err := f.check("gradebook explain " + quoted(staff) + " " + quoted(competency))
	if err != nil {
		return err
	}
	m, faults := a.source(ctx, f, in)
	if faults.Failed() {
		return failure{faults}
	}
	person, fault := report.FindPerson(m, staff)
	if fault != nil {
		faults.Add(*fault)
	}
	id, fault := report.FindCompetency(m, competency)
	if fault != nil {
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
