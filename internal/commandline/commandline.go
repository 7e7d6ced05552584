// Package commandline answers a mistake in a command line with the command line that
// was meant, the same way in both commands.
package commandline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/coursemark/coursemark/internal/diag"
)

// Explain returns what is wrong, and a hint, for an error that cobra found in args. cmd
// is the command that was to run.
func Explain(cmd *cobra.Command, args []string, err error) (what, hint string) {
	if flag := unknownFlag(err); flag != "" {
		return "unknown flag: " + flag, insteadOfFlag(cmd, args, flag)
	}
	what, _, _ = strings.Cut(err.Error(), "\n") // cobra's own proposals follow
	switch names := cmd.Flags().Args(); {
	case cmd == cmd.Root() && cmd.HasSubCommands():
		return what, insteadOfCommand(cmd, args)
	case len(names) > 0 && takesNoNames(cmd):
		return what, insteadOfName(cmd, names[len(names)-1])
	}
	return what, seeHelp(cmd)
}

// unknownFlag returns the flag that the command does not have, with its dashes; "" for
// any other error.
func unknownFlag(err error) string {
	var missing *pflag.NotExistError
	switch {
	case !errors.As(err, &missing):
		return ""
	case missing.GetSpecifiedShortnames() != "":
		return "-" + missing.GetSpecifiedShortnames()
	}
	return "--" + missing.GetSpecifiedName()
}

func insteadOfFlag(cmd *cobra.Command, args []string, flag string) string {
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := diag.Nearest(strings.TrimLeft(flag, "-"), known); near != "" {
		return corrected(cmd, args, flag, "--"+near)
	}
	return fmt.Sprintf("%s has --%s", cmd.CommandPath(), strings.Join(known, ", --"))
}

func insteadOfCommand(root *cobra.Command, args []string) string {
	at := slices.IndexFunc(args, func(a string) bool { return !strings.HasPrefix(a, "-") })
	if at < 0 {
		return seeHelp(root)
	}
	var names []string
	for _, sub := range root.Commands() {
		if !sub.Hidden && sub.Name() != "help" {
			names = append(names, sub.Name())
		}
	}
	if near := diag.Nearest(args[at], names); near != "" {
		return corrected(root, args, args[at], near)
	}
	return "commands are " + strings.Join(names, ", ")
}

// takesNoNames reports whether a command has nothing but flags.
func takesNoNames(cmd *cobra.Command) bool {
	return cmd.Args != nil && cmd.Args(cmd, nil) == nil && cmd.Args(cmd, []string{"name"}) != nil
}

func insteadOfName(cmd *cobra.Command, name string) string {
	path := cmd.CommandPath()
	if cmd.Flags().Lookup("project") != nil {
		return fmt.Sprintf("%s takes no names; a project's folder is named by --project %s", path, name)
	}
	return fmt.Sprintf("%s takes no names; see %s --help", path, path)
}

func seeHelp(cmd *cobra.Command) string { return "see " + cmd.CommandPath() + " --help" }

// corrected proposes the command line with the misspelt word put right.
func corrected(cmd *cobra.Command, args []string, wrong, right string) string {
	fixed := append([]string{cmd.Root().Name()}, args...)
	for i, a := range fixed {
		if a == wrong || strings.HasPrefix(a, wrong+"=") {
			fixed[i] = right + strings.TrimPrefix(a, wrong)
		}
	}
	return "did you mean: " + strings.Join(fixed, " ")
}
