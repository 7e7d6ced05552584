package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/generator/advice"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/terminal"
)

func (c *command) list() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List drafts, what is due for review, coverage and more",
		Long:  `list shows what a project holds, including drafts. It writes nothing.`,
		Example: `  coursemark list drafts
  coursemark list due            pages that are or will soon be due for review
  coursemark list orphans        files that no page uses, banks that no module asks
  coursemark list coverage       where each indicator is taught and tested
  coursemark list readability    lessons, the hardest to read first
  coursemark list layouts        which files of the theme are your own`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, v := range views() {
		cmd.AddCommand(c.listView(v))
	}
	cmd.AddCommand(c.listLayouts())
	return cmd
}

// view is a list of what a project holds.
type view struct {
	name, short string
	examples    string
	pick        func(*generator.Inventory) any                                     // for JSON
	print       func(w *tabwriter.Writer, i *generator.Inventory) (summary string) // as a table
}

func views() []view {
	return []view{
		{
			"drafts", "Pages marked as drafts", "  coursemark list drafts",
			func(i *generator.Inventory) any { return i.Drafts },
			func(w *tabwriter.Writer, i *generator.Inventory) string {
				return items(w, i.Drafts, "no drafts", "draft", "drafts")
			},
		},
		{
			"due", "Pages that are or will soon be due for review", "  coursemark list due",
			func(i *generator.Inventory) any { return i.Due },
			func(w *tabwriter.Writer, i *generator.Inventory) string {
				none := fmt.Sprintf("nothing is due for review in the next %.0f days", generator.DueSoon.Hours()/24)
				return items(w, i.Due, none, "page is due", "pages are due")
			},
		},
		{
			"orphans", "Files that no page uses, banks that no module asks", "  coursemark list orphans",
			func(i *generator.Inventory) any { return i.Orphans },
			func(w *tabwriter.Writer, i *generator.Inventory) string {
				return items(w, i.Orphans, "every file is used", "file is used nowhere", "files are used nowhere")
			},
		},
		{
			"coverage", "Where each indicator is taught and tested",
			"  coursemark list coverage\n  coursemark list coverage --json > coverage.json",
			func(i *generator.Inventory) any { return i.Coverage }, coverage,
		},
		{
			"readability", "Lessons by how hard they are to read", "  coursemark list readability",
			func(i *generator.Inventory) any { return i.Readability }, readability,
		},
	}
}

// listView is the command that prints one list.
func (c *command) listView(v view) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use: v.name, Short: v.short, Example: v.examples, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			out := terminal.New(c.stdout, c.stderr, f.json)
			inventory, faults := generator.List(c.ctx, f.options())
			switch {
			case inventory == nil:
				c.fail(out, faults)
			case f.json:
				c.printJSON(out, v.pick(inventory))
			default:
				printTable(out, func(w *tabwriter.Writer) (summary string) { return v.print(w, inventory) })
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&f.project, "project", ".", "the project's folder")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	return cmd
}

// printTable prints a table, and a summary of it as a note.
func printTable(out *terminal.Console, print func(w *tabwriter.Writer) (summary string)) {
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 4, 2, ' ', 0)
	summary := print(w)
	_ = w.Flush() // a strings.Builder takes everything
	for line := range strings.Lines(table.String()) {
		out.Printf("%s\n", terminal.Clean(strings.TrimRight(line, " \n")))
	}
	out.Notef("%s\n", summary)
}

// items prints a list of files. none, one and many are the words of the summary.
func items(w *tabwriter.Writer, list []generator.Item, none, one, many string) (summary string) {
	for _, i := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", i.File, i.Title, i.Date, i.Note)
	}
	if len(list) == 0 {
		return none
	}
	return count.Of(len(list), one, many)
}

func (c *command) listLayouts() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use: "layouts", Short: "Where each file of the theme comes from",
		Long: `layouts lists templates, styles, words and the player's modules, and which of them are
your own. A file in the project's layouts/ replaces the theme's file of the same name.`,
		Example: "  coursemark list layouts",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			out := terminal.New(c.stdout, c.stderr, f.json)
			list, faults := generator.Layouts(f.project)
			if faults.Failed() {
				c.fail(out, faults)
				return nil
			}
			if f.json {
				c.printJSON(out, list)
				return nil
			}
			out.Faults(faults.Sorted())
			own := 0
			for _, l := range list {
				from := "theme"
				switch {
				case l.Overrides:
					from = "yours, in place of the theme's"
				case l.Project:
					from = "yours"
				}
				if l.Project {
					own++
				}
				out.Printf("%-36s  %s\n", terminal.Clean(l.Path), from)
			}
			out.Notef("%s, %d of them your own\n", count.Of(len(list), "file", "files"), own)
			return nil
		},
	}
	cmd.Flags().StringVar(&f.project, "project", ".", "the project's folder")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	return cmd
}

// coverage prints a line for each indicator, and marks gaps.
func coverage(w *tabwriter.Writer, i *generator.Inventory) (summary string) {
	taught, tested, persons := 0, 0, 0
	fmt.Fprint(w, "indicator\tcompetency\tscope\tlessons\tpractice\tassessed\tevery form\tscenarios\twritten\tobserved\t\n")
	for _, c := range i.Coverage {
		observed := "-"
		if c.Observable {
			observed = "can be"
		}
		var gaps []string
		if !c.Taught() {
			gaps = append(gaps, "not taught")
		}
		if c.OfPersons() {
			persons++
			if c.Taught() {
				taught++
			}
			if c.Tested() {
				tested++
			} else if !c.Observable {
				gaps = append(gaps, "not tested")
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s\n", c.ID, c.Competency, c.Scope, len(c.Lessons),
			c.Practice,
			c.Assessed, c.EveryForm, c.Scenarios, c.Written, observed, strings.Join(gaps, ", "))
	}
	return fmt.Sprintf("of %s about persons, %d are taught and %d are asked about in an assessment",
		count.Of(persons, "indicator", "indicators"), taught, tested)
}

// readability prints lessons, the hardest to read first.
func readability(w *tabwriter.Writer, i *generator.Inventory) (summary string) {
	fmt.Fprint(w, "LIX\twords\tper sentence\tlong words\tlesson\t\n")
	hard := 0
	for _, t := range i.Readability {
		if t.LIX > advice.HardToRead {
			hard++
		}
		fmt.Fprintf(w, "%.0f\t%d\t%.1f\t%.0f%%\t%s\t%s\n", t.LIX, t.Words, t.PerSentence, t.LongShare, t.Title, t.File)
	}
	return fmt.Sprintf("%s, %d above LIX %d, which is hard to read for people outside the field; newspapers are around 40", count.Of(len(i.Readability), "lesson", "lessons"), hard, advice.HardToRead)
}
