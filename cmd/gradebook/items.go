package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

type itemsFlags struct {
	keyFlags
	roster string
	all    bool
	output string
}

func (a *app) itemsCommand() *cobra.Command {
	var f itemsFlags
	c := &cobra.Command{
		Use:   "items RESULTS…",
		Short: "Analyse how the questions of the quiz banks work (for trainers)",
		Long: `items reads results as grade does and writes a workbook for the trainer: for every
question how easy it was, how well it tells people apart, how its options were
used, and what to look at; for every revision of a quiz bank the internal
consistency of its form. The figures are those of Moodle's quiz statistics.

The workbook contains answers. Keep it as you keep an exam paper.

Only everybody's first attempt at a quiz bank is counted, unless --all-attempts is
given. With --roster only the people on it are counted.`,
		Example: `  gradebook items results --kit grading-kit.zip -o items.xlsx
  gradebook items results --project . --roster roster.xlsx -o items.xlsx`,
		Args: someResults("gradebook items results --kit " + project.KitFile + " -o items.xlsx"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.items(cmd.Context(), args, f) },
	}
	f.flags(c)
	flags := c.Flags()
	flags.StringVar(&f.roster, "roster", "", "roster, .xlsx or .csv: count only the people on it (default everybody)")
	flags.BoolVar(&f.all, "all-attempts", false, "count later attempts as well, which bends the figures")
	flags.StringVarP(&f.output, "output", "o", "items.xlsx", "workbook (.xlsx), or folder for items.xlsx, to write")
	flags.BoolVar(&a.json, "json", false, "print the figures, or faults, as JSON; they contain answers")
	return c
}

func (a *app) items(ctx context.Context, args []string, f itemsFlags) error {
	if err := f.check("gradebook items "+strings.Join(args, " "), " -o items.xlsx"); err != nil {
		return err
	}
	console := terminal.New(a.stdout, a.stderr, a.json)
	o := grading.ItemOptions{Results: args, Stdin: a.stdin, AllAttempts: f.all, Now: a.now(), Tool: tool()}
	var faults diag.List
	o.Projects, o.Inputs, o.Skip, faults = f.open()
	defer closeAll(o.Projects)
	if f.roster != "" {
		document, info, fault := readDocument(f.roster)
		if fault != nil {
			faults.Add(*fault)
		} else {
			o.Roster = document
			o.Skip = append(o.Skip, info)
		}
	}
	target := f.output
	if !strings.EqualFold(filepath.Ext(target), ".xlsx") {
		target = filepath.Join(target, "items.xlsx")
	}
	if info, err := os.Stat(target); err == nil {
		o.Skip = append(o.Skip, info) // the workbook of an earlier run, beside the results
	}
	if faults.Failed() {
		return failure{faults}
	}
	progress := console.Progress("reading")
	o.Progress = progress.Step
	r, more := grading.Items(ctx, o)
	progress.Done()
	faults.Append(more)
	if faults.Failed() {
		return failure{faults}
	}
	written, err := writeItems(r, target)
	if err != nil {
		return err
	}
	if a.json {
		return itemsJSON(console, r, written)
	}
	console.Faults(faults.Sorted()) // notices
	for line := range strings.Lines(itemsText(r, written)) {
		console.Printf("%s\n", terminal.Clean(strings.TrimRight(line, " \n")))
	}
	return nil
}

// itemsOutput is where the workbook was written.
type itemsOutput struct {
	workbook string
	kept     string // another workbook that lay there and was left alone; ""
}

// writeItems writes the workbook. What lies there already may bear a trainer's
// notes: it is left alone unless it is the very same, and the new one gets the date
// in its name.
func writeItems(r *gradebook.ItemReport, target string) (itemsOutput, error) {
	bad := func(what string, err error) (itemsOutput, error) {
		return itemsOutput{}, fail(diag.Fault{File: filepath.ToSlash(target), What: what + ": " + diag.Plain(err), Hint: "close the workbook if it is open, or choose another place with -o"})
	}
	var book bytes.Buffer
	if err := workbook.WriteItems(&book, r); err != nil {
		return bad("the workbook cannot be made", err)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return bad("the folder cannot be made", err)
	}
	sweep(filepath.Dir(target))
	out := itemsOutput{}
	base := strings.TrimSuffix(target, filepath.Ext(target))
	const most = 1000
	for n := range most {
		name := target
		switch {
		case n == 1:
			name = base + "-" + r.Date + ".xlsx"
		case n > 1:
			name = fmt.Sprintf("%s-%s-%d.xlsx", base, r.Date, n)
		}
		old, err := os.ReadFile(name)
		switch {
		case err == nil && !bytes.Equal(old, book.Bytes()):
			if out.kept == "" {
				out.kept = name
			}
			continue
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return bad("the workbook cannot be written", err)
		}
		out.workbook = name
		if err == nil {
			return out, nil // the very same
		}
		if _, err := writeAll([]file{{what: "the workbook", name: name, content: book.Bytes()}}); err != nil {
			return bad("the workbook cannot be written", err)
		}
		return out, nil
	}
	return bad("the workbook cannot be written", errors.New("there are too many workbooks of this date"))
}

func itemsJSON(console *terminal.Console, r *gradebook.ItemReport, out itemsOutput) error {
	b, err := json.Marshal(struct {
		gradebook.ItemReport
		Workbook string `json:"workbook"`
		Kept     string `json:"kept,omitempty"`
	}{*r, filepath.ToSlash(out.workbook), filepath.ToSlash(out.kept)}, json.Deterministic(true), jsontext.WithIndent("  "), jsontext.EscapeForHTML(false))
	if err != nil {
		return err
	}
	console.Printf("%s\n", b)
	return nil
}

// weakest is how many items the summary names.
const weakest = 3

func itemsText(r *gradebook.ItemReport, out itemsOutput) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Item analysis of %s on %s\n\n", r.Site, r.Date)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, bank := range r.Banks {
		asked := 0
		for _, i := range bank.Items {
			if i.Figures.N > 0 {
				asked++
			}
		}
		attempts := terminal.Count(bank.Attempts, "first attempt", "first attempts")
		if r.AllAttempts {
			attempts = terminal.Count(bank.Attempts, "attempt", "attempts")
		}
		fmt.Fprintf(t, "  %s\t%s\t%d of %s asked\n", bank.ID, attempts, asked, terminal.Count(len(bank.Items), "item", "items"))
	}
	_ = t.Flush() // into memory
	fmt.Fprintf(&b, "  records: %d in = %d accepted + %d duplicate + %d quarantined\n", r.Records.In, r.Records.Accepted, r.Records.Duplicate, r.Records.Quarantined)

	if weak := r.Weakest(weakest); len(weak) > 0 {
		b.WriteString("\nLook at these first:\n")
		for n, w := range weak {
			f := w.Item.Figures
			fmt.Fprintf(&b, "  %d. %s / %s: n %d, facility %s, discrimination %s\n", n+1, w.Bank.ID, w.Item.Question, f.N, oneDecimal(f.Facility), oneDecimal(f.Discrimination))
			hint := w.Item.Hint
			if hint == "" {
				hint = "nothing is wrong by its figures; it tells people apart less than the others"
			}
			fmt.Fprintf(&b, "     %s\n", hint)
			if f.N < itemstats.SmallSample && w.Item.Hint == "" {
				fmt.Fprintf(&b, "     (with %d answers this can be chance)\n", f.N)
			}
		}
	} else {
		b.WriteString("\nNo item has been answered often enough to call it weak.\n")
	}
	if len(r.Notices) > 0 {
		b.WriteString("\nTo know:\n")
		for _, n := range r.Notices {
			fmt.Fprintf(&b, "  - %s\n", n)
		}
	}
	b.WriteString("\n")
	if out.kept != "" {
		fmt.Fprintf(&b, "%s was there before, with other contents, and was left as it is.\n", filepath.ToSlash(out.kept))
	}
	fmt.Fprintf(&b, "Wrote %s. It contains answers: for trainers only.\n", filepath.ToSlash(out.workbook))
	return b.String()
}

// oneDecimal writes a figure that may be undefined.
func oneDecimal(f *float64) string {
	if f == nil {
		return "undefined"
	}
	return fmt.Sprintf("%.1f%%", *f)
}
