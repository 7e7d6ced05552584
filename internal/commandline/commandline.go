// Package commandline answers a mistake in a command line with the command line
// that was meant, the same way in both commands.
package commandline

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/coursemark/coursemark/internal/diag"
)

// Explain returns what is wrong and a hint for an error that cobra found in args.
// cmd is the command that was to run.
func Explain(cmd *cobra.Command, args []string, err error) (what, hint string) {
	what, _, _ = strings.Cut(err.Error(), "\n") // cobra's own proposals follow
	what = strings.ReplaceAll(what, "unknown shorthand flag", "unknown flag")
	return what, corrected(cmd, args, err)
}

// corrected proposes the command line with the misspelt word put right.
func corrected(cmd *cobra.Command, args []string, err error) string {
	root := cmd.Root()
	line := func(wrong, right string) string {
		fixed := append([]string{root.Name()}, args...)
		for i, a := range fixed {
			if a == wrong || strings.HasPrefix(a, wrong+"=") {
				fixed[i] = right + strings.TrimPrefix(a, wrong)
			}
		}
		return "did you mean: " + strings.Join(fixed, " ")
	}
	if flag := unknownFlag(args, cmd); flag != "" {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := diag.Nearest(strings.TrimLeft(flag, "-"), known); near != "" {
			return line(flag, "--"+near)
		}
		return fmt.Sprintf("%s has --%s", cmd.CommandPath(), strings.Join(known, ", --"))
	}
	if strings.HasPrefix(err.Error(), "unknown command") && len(args) > 0 {
		if cmd != root {
			if cmd.Flags().Lookup("project") != nil {
				return fmt.Sprintf("%s takes no names; a project's folder is given as --project %s", cmd.CommandPath(), args[len(args)-1])
			}
			return fmt.Sprintf("%s takes no names; see %s --help", cmd.CommandPath(), cmd.CommandPath())
		}
		var names []string
		for _, sub := range root.Commands() {
			if !sub.Hidden && sub.Name() != "help" {
				names = append(names, sub.Name())
			}
		}
		for _, a := range args {
			if strings.HasPrefix(a, "-") {
				continue
			}
			if near := diag.Nearest(a, names); near != "" {
				return line(a, near)
			}
			break
		}
		return "commands are " + strings.Join(names, ", ")
	}
	return "see " + cmd.CommandPath() + " --help"
}

// unknownFlag finds the flag that a command does not have.
func unknownFlag(args []string, cmd *cobra.Command) string {
	for _, a := range args {
		if a == "--" {
			return ""
		}
		if !strings.HasPrefix(a, "-") || a == "-" {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if strings.HasPrefix(a, "--") && cmd.Flags().Lookup(name) == nil {
			return "--" + name
		}
		if !strings.HasPrefix(a, "--") && cmd.Flags().ShorthandLookup(name[:1]) == nil {
			return "-" + name
		}
	}
	return ""
}
