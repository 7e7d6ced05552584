// Command coursemark turns courses in markdown and quiz banks in TOML into a
// site that staff complete in any browser.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/commandline"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/internal/version"
	"github.com/coursemark/coursemark/project"
)

// Exit statuses.
const (
	exitFine   = 0
	exitFaults = 1 // something in the project is wrong
	exitUsage  = 2 // something in the command line is wrong
)

func main() {
	// A double-click passes no arguments, and cobra would refuse it on Windows.
	cobra.MousetrapHelpText = ""
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run runs the command and returns its exit status.
func run(ctx context.Context, args []string, _ io.Reader, stdout, stderr io.Writer) int {
	c := &command{ctx: ctx, stdout: stdout, stderr: stderr, status: exitFine}
	root := c.root()
	if len(args) == 0 && inProject(".") {
		args = []string{"serve"}
	}
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	ran, err := root.ExecuteContextC(ctx)
	if err != nil {
		what, hint := commandline.Explain(ran, args, err)
		terminal.New(stdout, stderr, false).Notef("coursemark: %s\n  hint: %s\n", terminal.Clean(what),
			terminal.Clean(hint))
		return exitUsage
	}
	return c.status
}

// inProject reports whether a folder is a project.
func inProject(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, project.ConfigFile))
	return err == nil && info.Mode().IsRegular()
}

// command is one run of the command: where it prints, and its exit status.
type command struct {
	ctx            context.Context
	stdout, stderr io.Writer
	status         int
}

// flags are those that several commands share.
type flags struct {
	project string
	output  string
	drafts  bool
	frozen  bool
	json    bool
	minify  bool

	instructor string
}

func (f *flags) options() generator.Options {
	return generator.Options{
		Dir: f.project, Output: f.output, Drafts: f.drafts, Frozen: f.frozen, Minify: f.minify,
		Version: version.String(), Today: time.Now(),
	}
}

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "coursemark",
		Short: "Courses and quizzes as a site without a server",
		Long: `coursemark turns courses in markdown and quiz banks in TOML into a site that
staff complete in any browser. Without a command, in a project's folder,
it serves that project.`,
		Example: `  coursemark serve          see the project in the browser
  coursemark check          look for faults without writing anything
  coursemark build          write the site to public/`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.AddCommand(
		c.init(), c.new(), c.build(), c.serve(), c.check(), c.list(), c.clean(), c.schema(), c.man(root), c.version(),
	)
	return root
}

func (c *command) build() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Write the site to public/",
		Long: `build checks the whole project and writes the site to public/, the keys of its
assessed questions to answerkeys/, and grading-kit.zip for HR. If there is any fault,
it writes nothing and shows all faults.`,
		Example: `  coursemark build
  coursemark build --project C:\courses -o D:\
  coursemark build --drafts -o preview      with drafts; archives no keys
  coursemark build --instructor trainers    the trainer's edition, into a folder of its own`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o := f.options()
			if cmd.Flags().Changed("instructor") {
				if f.output != "" {
					return errors.New("--instructor already names the folder: leave out --output")
				}
				o.Instructor, o.Output = true, f.instructor
			}
			report, faults := generator.Build(c.ctx, o)
			c.report(f.json, "built", report, faults)
			return nil
		},
	}
	f.add(cmd)
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "the folder to write to (default public/ in the project)")
	cmd.Flags().StringVar(&f.instructor, "instructor", "",
		"write the trainer's edition to this folder: with trainer's notes and answers to practice questions, without answer keys and grading kit")
	cmd.Flags().BoolVar(&f.frozen, "frozen", os.Getenv("CI") != "",
		"fail if the key archive would change (default where CI is set)")
	cmd.Flags().BoolVar(&f.minify, "minify", false, "make styles and scripts smaller, without white space and comments")
	return cmd
}

func (c *command) version() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  coursemark version",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			terminal.New(c.stdout, c.stderr, false).Printf("coursemark %s\n", version.String())
			return nil
		},
	}
}

func (f *flags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.project, "project", ".", "the project's folder")
	cmd.Flags().BoolVarP(&f.drafts, "drafts", "D", false, "include drafts")
	cmd.Flags().BoolVar(&f.json, "json", false, "print faults or the report as JSON")
}

// report prints what a build or check found.
func (c *command) report(asJSON bool, done string, report generator.Report, faults diag.List) {
	out := terminal.New(c.stdout, c.stderr, asJSON)
	if faults.Failed() {
		c.fail(out, faults)
		return
	}
	if asJSON {
		c.printJSON(out, struct {
			generator.Report
			Notices []terminal.FaultJSON `json:"notices,omitempty"`
		}{report, terminal.ListJSON(faults.Sorted())})
		return
	}
	out.Faults(faults.Sorted())
	took := report.Duration.Round(time.Millisecond)
	out.Printf("%s %s, %s and %s, %s, in %v\n", done, count.Of(report.Pages, "page", "pages"),
		count.Of(report.Questions, "assessed question", "assessed questions"),
		count.Of(report.Files, "other file", "other files"), size(report.Bytes), took)
	if report.Output != "" {
		printOutput(out, report)
	}
}

// printOutput prints what a build did to the output folder, and where to take it.
func printOutput(out *terminal.Console, r generator.Report) {
	out.Printf("%s: %d written, %d unchanged, %d deleted\n", r.Output, r.Written, r.Unchanged, r.Deleted)
	if r.Foreign > 0 {
		out.Printf("%s in it left alone: not written by a build\n", count.Of(r.Foreign, "file", "files"))
	}
	if len(r.Keys) > 0 {
		out.Printf("new answer keys were archived: %s; keep them under version control\n", strings.Join(r.Keys, ", "))
	}
	if r.Instructor {
		out.Printf("\nkeep  the folder %s/  among trainers: it holds notes and answers\n", r.Output)
	}
	if r.Kit != "" {
		out.Printf("\nsend  the folder %s/  to the web server, or onto a USB stick\n", r.Output)
		out.Printf("send  %s  to HR and to nobody else: it holds the answers\n", r.Kit)
	}
}

// fail prints faults that end the command.
func (c *command) fail(out *terminal.Console, faults diag.List) {
	c.status = exitFaults
	out.Faults(faults.Sorted())
}

// failWith prints one fault that ends the command.
func (c *command) failWith(out *terminal.Console, fault diag.Fault) {
	var faults diag.List
	faults.Add(fault)
	c.fail(out, faults)
}

// printJSON prints a value as indented JSON.
func (c *command) printJSON(out *terminal.Console, value any) {
	encoded, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		out.Notef("%v\n", err) // a bug in this program
		c.status = exitFaults
		return
	}
	out.Printf("%s\n", encoded)
}

// size writes a number of bytes as a file manager does.
func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KB", (bytes+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}
