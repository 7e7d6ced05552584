package commandline

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// tool is a command like ours: one subcommand takes names, the other none.
func tool() *cobra.Command {
	nothing := func(*cobra.Command, []string) {}
	root := &cobra.Command{Use: "tool", Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true, Run: nothing}
	root.CompletionOptions.DisableDefaultCmd = true
	build := &cobra.Command{Use: "build", Args: cobra.NoArgs, Run: nothing}
	build.Flags().String("output", "", "")
	build.Flags().Bool("drafts", false, "")
	build.Flags().String("project", "", "")
	count := &cobra.Command{Use: "count", Args: cobra.MinimumNArgs(1), Run: nothing}
	about := &cobra.Command{Use: "about", Args: cobra.NoArgs, Run: nothing}
	root.AddCommand(build, count, about)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	return root
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"buidl":                `unknown command "buidl" for "tool" | did you mean: tool build`,
		"publish":              `unknown command "publish" for "tool" | commands are about, build, count`,
		"build --draft":        `unknown flag: --draft | did you mean: tool build --drafts`,
		"build --ouput=x":      `unknown flag: --ouput | did you mean: tool build --output=x`,
		"build -z":             `unknown flag: -z | tool build has --drafts, --help, --output, --project`,
		"build here":           `unknown command "here" for "tool build" | tool build takes no names; a project's folder is named by --project here`,
		"about here":           `unknown command "here" for "tool about" | tool about takes no names; see tool about --help`,
		"count":                `requires at least 1 arg(s), only received 0 | see tool count --help`,
		"build --drafts=maybe": `invalid argument "maybe" for "--drafts" flag: strconv.ParseBool: parsing "maybe": invalid syntax | see tool build --help`,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			args, root := strings.Fields(line), tool()
			root.SetArgs(args)
			cmd, err := root.ExecuteC()
			if err == nil {
				t.Fatal("this was taken")
			}
			what, hint := Explain(cmd, args, err)
			if got := what + " | " + hint; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
