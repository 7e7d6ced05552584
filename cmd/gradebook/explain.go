package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

// source is where a command takes a matrix from: it grades, or reads one that was
// written before.
type source struct {
	gradeFlags
	file    string // matrix.json
	results []string
}

func (s *source) flags(c *cobra.Command) {
	s.inputs(c)
	c.Flags().StringVar(&s.file, "matrix", "", "matrix.json of an earlier run, in place of grading anew; with --kit or --project the rules are told in words")
	c.Flags().StringArrayVar(&s.results, "results", nil, "folder, file or zip with results; may be given several times")
}

// check finds what is wrong with the command line; line is the command with its
// arguments, as it should begin.
func (s *source) check(line string) error {
	if s.file != "" {
		if flag := s.anew(); flag != "" {
			return usageError{fmt.Sprintf("--matrix names a matrix that is made already; --%s is for making one anew, and would change nothing", flag), line + " --matrix " + s.file}
		}
		return s.exclude()
	}
	if len(s.results) == 0 {
		return usageError{"name what it rests on: --matrix with a matrix.json that grade wrote, or --results, --kit and --roster to grade anew", line + " --matrix matrix.json --kit " + project.KitFile}
	}
	return s.gradeFlags.check(line + " --results " + strings.Join(s.results, " --results "))
}

// anew names a flag that says how to make a matrix; "" where none was given.
func (s *source) anew() string {
	for _, given := range []struct {
		flag string
		is   bool
	}{
		{"results", len(s.results) > 0}, {"roster", s.roster != ""}, {"as-of", s.asOf != ""}, {"observations", s.observations != ""}, {"titles", s.titles != ""},
		{"assessors", s.assessors != ""}, {"decisions", s.decisions != ""}, {"register", s.register != ""}, {"dates", s.dates != ""},
	} {
		if given.is {
			return given.flag
		}
	}
	return ""
}

// matrix reads or makes the matrix. Faults without an error are notices.
func (a *app) sourceMatrix(ctx context.Context, console *terminal.Console, s source) (*gradebook.Matrix, diag.List, error) {
	if s.file == "" {
		return a.matrix(ctx, console, s.results, s.gradeFlags)
	}
	var faults diag.List
	projects, _, _, more := s.open()
	defer closeAll(projects)
	faults.Append(more)
	m, _, _, more := readMatrix(s.file, "")
	faults.Append(more)
	if !faults.Failed() && len(projects) > 0 {
		faults.Append(grading.Attach(m, projects))
	}
	if faults.Failed() {
		return nil, faults, failure{faults}
	}
	return m, faults, nil
}

func (a *app) explainCommand() *cobra.Command {
	var s source
	c := &cobra.Command{
		Use:   "explain STAFF COMPETENCY",
		Short: "Say in plain words how a level came about",
		Long: `explain says how one person's level in one competency came about: what the role
asks for and by when, every piece of evidence that counted and every one that did
not, with file, receipt, points and cut, what holds the level down, how long it
holds, and what is missing.

STAFF is a staff ID or a part of a name that only one person has. COMPETENCY is
an ID or a part of a title.

It reads a matrix.json that grade wrote, or grades anew from the same inputs.`,
		Example: `  gradebook explain H0103 de-escalation --matrix matrix.json --kit grading-kit.zip
  gradebook explain "Nadia" ROS-DEESC --results results --kit grading-kit.zip --roster roster.xlsx`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError{"name one person and one competency", "gradebook explain H0103 ROS-DEESC --matrix matrix.json"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), args[0], args[1], s) },
	}
	s.flags(c)
	c.Flags().BoolVar(&a.json, "json", false, "print the explanation, or faults, as JSON")
	return c
}

func (a *app) explain(ctx context.Context, staff, competency string, s source) error {
	if err := s.check("gradebook explain " + quoted(staff) + " " + quoted(competency)); err != nil {
		return err
	}
	console := terminal.New(a.stdout, a.stderr, a.json)
	m, faults, err := a.sourceMatrix(ctx, console, s)
	if err != nil {
		return err
	}
	person, fault := report.FindPerson(m, staff)
	if fault != nil {
		faults.Add(*fault)
	}
	id, fault := report.FindCompetency(m, competency)
	if fault != nil {
		if s.file != "" && len(s.kits) == 0 && s.project == "" {
			fault.Hint += "; with --kit it may be named by its title too"
		}
		faults.Add(*fault)
	}
	if faults.Failed() {
		return failure{faults}
	}
	e := report.Explain(m, person.ID, id)
	if a.json {
		b, err := json.Marshal(e, json.Deterministic(true), jsontext.WithIndent("  "))
		if err != nil {
			return err
		}
		console.Printf("%s\n", b)
		return nil
	}
	console.Faults(faults.Sorted()) // notices
	for line := range strings.Lines(e.Text()) {
		console.Printf("%s\n", terminal.Clean(strings.TrimRight(line, "\n")))
	}
	return nil
}

// quoted is an argument as it is typed.
func quoted(s string) string {
	if strings.ContainsAny(s, " ") {
		return `"` + s + `"`
	}
	return s
}
