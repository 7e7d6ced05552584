package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
)

func (c *command) check() *cobra.Command {
	var f flags
	var strict, external bool
	var format string
	formats := []string{"text", "json", "github"}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Look for faults without writing anything",
		Long: `check finds everything that would stop a build, and gives advice on the content:
headings that skip a level, links with meaningless texts, pictures without a
description, texts that are hard to read, and questions that give their answer away.
What is wrong is a fault; what could be better is a notice. It writes nothing except
smaller pictures in .coursemark/, which the next build uses.`,
		Example: `  coursemark check
  coursemark check --strict            notices count as faults: before you publish
  coursemark check --external          also asks whether addresses on other sites answer
  coursemark check --format github     as remarks on the lines of a pull request`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !slices.Contains(formats, format) {
				return fmt.Errorf("there is no format %q: write --format text, json or github", format)
			}
			f.json = f.json || format == "json"
			console := terminal.New(c.stdout, c.stderr, f.json)
			o := f.options()
			o.Advise, o.External = true, external
			progress := console.Progress("asking other sites")
			o.Progress = progress.Step
			report, faults := generator.Check(c.ctx, o)
			progress.Done()
			if strict {
				faults = harden(faults)
			}
			if format == "github" {
				console.Annotations(faults.Sorted())
				if faults.Failed() {
					c.status = exitFaults
				}
				return nil
			}
			c.report(f.json, "checked", report, faults)
			return nil
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.frozen, "frozen", os.Getenv("CI") != "",
		"fail if the key archive would change (default where CI is set)")
	cmd.Flags().BoolVar(&strict, "strict", false, "count notices as faults")
	cmd.Flags().BoolVar(&external, "external", false, "ask whether addresses on other sites answer")
	cmd.Flags().StringVar(&format, "format", "text", "how faults are printed: text, json or github")
	return cmd
}

// harden turns every notice into a fault.
func harden(faults diag.List) diag.List {
	var out diag.List
	for _, f := range faults.Sorted() {
		f.Severity = diag.Error
		out.Add(f)
	}
	return out
}
