package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark"
	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/scaffold"
)

func (c *command) init() *cobra.Command {
	var start scaffold.Start
	var bare bool
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Create a new project",
		Long: `init creates a new project in a folder that is empty or does not exist yet: the whole
curriculum, for you to change, or with --bare a small example that explains itself.
Every project gets an ID of its own.`,
		Example: `  coursemark init our-courses
  coursemark init our-courses --title "Our courses" --organisation "Riverbend" --time-zone Europe/Amsterdam
  coursemark init our-courses --bare`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			if !bare {
				start.From = coursemark.Curriculum()
			}
			out := terminal.New(c.stdout, c.stderr, false)
			written, faults := scaffold.Init(dir, start)
			out.Faults(faults.Sorted())
			if faults.Failed() {
				c.status = exitFaults
				return nil
			}
			out.Printf("%s in %s\n\n", count.Of(len(written), "file", "files"), terminal.Clean(dir))
			if dir != "." {
				out.Printf("  cd %s\n", terminal.Clean(dir))
			}
			out.Printf("  coursemark serve     see it in the browser, with every change as you save it\n  coursemark check     what is wrong, and what could be better\n\nBegin with coursemark.toml: it says who you are and where staff send their results.\n")
			return nil
		},
	}
	cmd.Flags().BoolVar(&bare, "bare", false, "a small example that explains itself, instead of the curriculum")
	cmd.Flags().StringVar(&start.Title, "title", "Our courses", "the title of the site")
	cmd.Flags().StringVar(&start.Organisation, "organisation", "", "the name of your organisation")
	cmd.Flags().StringVar(&start.TimeZone, "time-zone", localZone(), "the time zone of all dates")
	return cmd
}

// localZone returns the name of this computer's time zone, or UTC if it is not known.
func localZone() string {
	if zone := os.Getenv("TZ"); zone != "" && !strings.HasPrefix(zone, ":") {
		return zone
	}
	if target, err := os.Readlink("/etc/localtime"); err == nil {
		if _, zone, ok := strings.Cut(filepath.ToSlash(target), "zoneinfo/"); ok {
			return zone
		}
	}
	return "UTC"
}

func (c *command) new() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Create a course, module, lesson, scenario, bank or role",
		Long: `new creates a file for you to start from, numbered after those that exist and marked
as a draft. It never overwrites anything.`,
		Example: `  coursemark new course "Safety without coercion"
  coursemark new module "Verbal de-escalation" --in safety-without-coercion
  coursemark new lesson "Before you speak" --in verbal-de-escalation
  coursemark new bank "Verbal de-escalation" --in verbal-de-escalation
  coursemark new bank "Verbal de-escalation" --from questions.xlsx`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for kind, about := range map[scaffold.Kind][2]string{
		scaffold.Course:   {"a course", ""},
		scaffold.Module:   {"a module", "the course it belongs to"},
		scaffold.Lesson:   {"a lesson", "the module it belongs to"},
		scaffold.Scenario: {"a scenario", "the module it belongs to"},
	} {
		var project, in string
		sub := &cobra.Command{
			Use: string(kind) + " TITLE", Short: "Create " + about[0], Args: cobra.ExactArgs(1),
			Example: fmt.Sprintf("  coursemark new %s \"Its title\"", kind),
			RunE: func(_ *cobra.Command, args []string) error {
				file, faults := scaffold.New(project, kind, args[0], in)
				c.printCreated(file, faults,
					"it is a draft: coursemark serve --drafts shows it; remove draft = true when it is ready")
				return nil
			},
		}
		sub.Flags().StringVar(&project, "project", ".", "the project's folder")
		if about[1] != "" {
			sub.Flags().StringVar(&in, "in", "", about[1]+": its folder or name; not needed where there is only one")
		}
		cmd.AddCommand(sub)
	}
	cmd.AddCommand(c.newBank(), c.newRole())
	return cmd
}

func (c *command) newBank() *cobra.Command {
	var project, in, from, template string
	cmd := &cobra.Command{
		Use:   "bank TITLE",
		Short: "Create a quiz bank, empty or from a spreadsheet",
		Long: `new bank creates a quiz bank for a module. With --from the questions come from a
spreadsheet: one row per question, with the columns id, type, question, A, B, C, D,
right, feedback A …, indicators. --template writes such a sheet for you to fill in.`,
		Example: `  coursemark new bank "Verbal de-escalation" --in verbal-de-escalation
  coursemark new bank --template questions.csv
  coursemark new bank "Verbal de-escalation" --from questions.xlsx`,
		Args: func(cmd *cobra.Command, args []string) error {
			if template != "" {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.ExactArgs(1)(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			var faults diag.List
			if template != "" {
				if err := files.Create(files.OS(), template, scaffold.QuestionsTemplate()); err != nil {
					faults.Add(templateNotWritten.With(diag.Plain(err)).In(template))
				}
				c.printCreated(template, faults, "fill it in, one row per question, then read it with --from")
				return nil
			}
			var table *scaffold.Questions
			if from != "" {
				content, err := os.ReadFile(from)
				if err != nil {
					faults.Add(sheetNotRead.With(diag.Plain(err)).In(from))
					c.printCreated("", faults, "")
					return nil
				}
				table = &scaffold.Questions{Name: filepath.Base(from), Content: content}
			}
			file, faults := scaffold.NewBank(project, args[0], in, table)
			c.printCreated(file, faults,
				"name it in the module's front matter: quiz = \""+strings.TrimSuffix(filepath.Base(file), ".toml")+"\"")
			return nil
		},
	}
	cmd.Flags().StringVar(&project, "project", ".", "the project's folder")
	cmd.Flags().StringVar(&in, "in", "",
		"the module it belongs to: its folder or name; not needed where there is only one")
	cmd.Flags().StringVar(&from, "from", "", "an XLSX or CSV file with questions")
	cmd.Flags().StringVar(&template, "template", "", "only write an empty file of this kind, to fill in")
	return cmd
}

func (c *command) newRole() *cobra.Command {
	var project string
	cmd := &cobra.Command{
		Use:     "role TITLE",
		Short:   "Add a role to the framework",
		Example: `  coursemark new role "Night nurse"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			file, faults := scaffold.NewRole(project, args[0])
			c.printCreated(file, faults, "at the end of the file, write what the role requires")
			return nil
		},
	}
	cmd.Flags().StringVar(&project, "project", ".", "the project's folder")
	return cmd
}

// printCreated prints which file was created, and what to do next.
func (c *command) printCreated(file string, faults diag.List, next string) {
	out := terminal.New(c.stdout, c.stderr, false)
	out.Faults(faults.Sorted())
	if faults.Failed() {
		c.status = exitFaults
		return
	}
	out.Printf("%s\n", terminal.Clean(filepath.ToSlash(file)))
	out.Notef("%s\n", terminal.Clean(next))
}

func (c *command) clean() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "clean",
		Short: "Delete what builds made",
		Long: `clean deletes the site, the grading kit and .coursemark/: everything that a build can
make again. Content, banks and answerkeys/ stay, and so does every file in the output
folder that no build wrote or that was changed since.`,
		Example: "  coursemark clean\n  coursemark clean -o preview",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			out := terminal.New(c.stdout, c.stderr, false)
			done, faults := generator.Clean(f.options())
			out.Faults(faults.Sorted())
			if faults.Failed() {
				c.status = exitFaults
				return nil
			}
			out.Printf("%s: %s deleted", done.Output, count.Of(done.Deleted, "file", "files"))
			if done.Foreign > 0 {
				out.Printf(", %s left: not written by a build, or changed since",
					count.Of(done.Foreign, "file", "files"))
			}
			if done.Kit {
				out.Printf("; the grading kit was deleted too")
			}
			out.Printf("\n")
			return nil
		},
	}
	cmd.Flags().StringVar(&f.project, "project", ".", "the project's folder")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "the output folder (default public/ in the project)")
	return cmd
}
