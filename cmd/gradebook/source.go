package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// sourceFlags say where a command gets its matrix: it reads one that was written
// before, or grades.
type sourceFlags struct {
	inputFlags
	matrix string // matrix.json
}

func (f *sourceFlags) add(c *cobra.Command) {
	f.inputFlags.add(c)
	c.Flags().StringVar(&f.matrix, "matrix", "",
		"matrix.json `file` of an earlier run, instead of grading; with --kit or --project it explains the rules too")
	c.Flags().StringArrayVar(&f.Results, "results", nil, "`folder`, file or zip with results; may be repeated")
}

// check checks the command line, and returns the inputs to grade; line is how the
// suggested command begins.
func (f *sourceFlags) check(line string) (run.Inputs, error) {
	if f.matrix != "" {
		if given := f.given(); len(given) > 0 {
			return run.Inputs{}, usageError{fmt.Sprintf("--matrix names a finished matrix, so --%s would have no effect", given[0]), line + " --matrix " + f.matrix}
		}
		return run.Inputs{}, excludeKeys(f.Keys)
	}
	if len(f.Results) == 0 {
		return run.Inputs{}, usageError{"name a matrix.json that grade wrote with --matrix, or grade with --results, --kit and --roster", line + " --matrix matrix.json --kit " + project.KitFile}
	}
	return f.inputs(line + " --results " + strings.Join(f.Results, " --results "))
}

// source reads the matrix, or grades the inputs. If the faults hold no error, they are
// notices.
func (a *app) source(ctx context.Context, f *sourceFlags, in run.Inputs) (*gradebook.Matrix, diag.List) {
	if f.matrix != "" {
		return run.ReadMatrix(f.matrix, f.Keys)
	}
	return a.run().Matrix(ctx, in)
}
