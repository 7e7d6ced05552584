package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// keyFlags adds the flags that name answer keys and standards.
func keyFlags(c *cobra.Command, k *run.Keys) {
	c.Flags().StringArrayVar(&k.Kits, "kit", nil,
		"grading-kit `file`; repeat it to use the keys of several kits, the newest first")
	c.Flags().StringVar(&k.Project, "project", "", "project `folder`, instead of a kit")
}

// checkKeys returns what is wrong with these flags, if anything. The command that it
// suggests is line, then the flags, then rest.
func checkKeys(k run.Keys, line, rest string) error {
	if k.None() {
		return usageError{"name what to grade by: --kit with the trainer's grading kit, or --project",
			line + " --kit " + project.KitFile + rest}
	}
	return excludeKeys(k)
}

func excludeKeys(k run.Keys) error {
	if len(k.Kits) > 0 && k.Project != "" {
		return usageError{"--kit and --project cannot be used together", "leave one of them out"}
	}
	return nil
}

// inputFlags are the flags that say what to make a matrix from, shared by all commands
// that grade.
type inputFlags struct {
	run.Inputs
	sheets map[string]*string // by name
	dates  string
}

func (f *inputFlags) add(c *cobra.Command) {
	keyFlags(c, &f.Keys)
	f.sheets = map[string]*string{}
	for _, s := range sheets.All() {
		f.sheets[s.Name] = c.Flags().String(s.Name, "", s.Help)
	}
	c.Flags().StringVar(&f.dates, "dates", "", "`order` of dates in the sheets: dmy (30/11/2026) or mdy (11/30/2026)")
	c.Flags().StringVar(&f.AsOf, "as-of", "", "`date` for which the matrix is made, such as 2026-11-30 (default today)")
}

// given returns the names of the input flags that were set.
func (f *inputFlags) given() (names []string) {
	if len(f.Results) > 0 {
		names = append(names, "results")
	}
	for _, s := range sheets.All() {
		if *f.sheets[s.Name] != "" {
			names = append(names, s.Name)
		}
	}
	if f.dates != "" {
		names = append(names, "dates")
	}
	if f.AsOf != "" {
		names = append(names, "as-of")
	}
	return names
}

// inputs checks the flags, and returns what they name; line is how the suggested
// command begins.
func (f *inputFlags) inputs(line string) (run.Inputs, error) {
	in := f.Inputs
	in.Sheets, in.Dates = map[string]string{}, sheets.DateOrder(f.dates)
	for name, file := range f.sheets {
		in.Sheets[name] = *file
	}
	return in, cmp.Or(checkKeys(in.Keys, line, " --roster "+cmp.Or(in.Sheets["roster"], "roster.xlsx")),
		checkRoster(in, line), checkDates(in))
}

func checkRoster(in run.Inputs, line string) error {
	if in.Sheets["roster"] != "" {
		return nil
	}
	keys := " --project " + in.Project
	if len(in.Kits) > 0 {
		keys = " --kit " + strings.Join(in.Kits, " --kit ")
	}
	return usageError{"name the roster: it says who works here and in which role",
		line + keys + " --roster roster.xlsx"}
}

func checkDates(in run.Inputs) error {
	switch in.Dates {
	case sheets.DatesUnstated, sheets.DayFirst, sheets.MonthFirst:
	default:
		return usageError{fmt.Sprintf("--dates %q is not an order of dates", in.Dates),
			"write --dates dmy if dates look like 30/11/2026, or --dates mdy if they look like 11/30/2026"}
	}
	if in.AsOf != "" {
		if _, err := time.Parse(time.DateOnly, in.AsOf); err != nil {
			return usageError{fmt.Sprintf("--as-of %q is not a date", in.AsOf), "write it as --as-of 2026-11-30"}
		}
	}
	return nil
}

// someOf reads the value of a flag that lists some of known names, in any case. A name
// that is not known is a usage error.
func someOf(flag, value string, known []string) (named []string, err error) {
	for name := range strings.SplitSeq(value, ",") {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
		switch {
		case i >= 0 && !slices.Contains(named, known[i]):
			named = append(named, known[i])
		case i < 0 && name != "":
			hint := "write --" + flag + " " + strings.ToLower(strings.Join(known, ",")) + ", or some of them"
			if near := diag.Nearest(name, known); near != "" {
				hint += "; did you mean " + strings.ToLower(near) + "?"
			}
			return nil, usageError{fmt.Sprintf("--%s %q is not known", flag, name), hint}
		}
	}
	return named, nil
}

// someResults requires at least one argument; example is the command line to suggest.
func someResults(example string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError{"name the results: a folder, files or zips", example}
		}
		return nil
	}
}

// quoted returns an argument as it is typed in a shell.
func quoted(s string) string {
	if strings.ContainsAny(s, " ") {
		return `"` + s + `"`
	}
	return s
}
