package main

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/results"
)

func (a *app) inspectCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "inspect FILE | RECEIPT [RESULTS…]",
		Short: "Say in plain words what is in a file, or which record a receipt names",
		Long: `inspect says what a results file, a grading kit or a matrix.json holds. It scores
nothing: without keys it shows what was handed in, when, and under which receipt.

Given a receipt, as a person reads it from the screen, it says whether it was read
rightly, and with results behind it, which record it names.`,
		Example: `  gradebook inspect results-h0012.json
  gradebook inspect 7K3M-92QX-A0PT-ZZ5B-D results`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"name one file, or a receipt", "gradebook inspect results-h0012.json"}
			}
			if len(args) > 1 && !isReceipt(args[0]) {
				return usageError{"name one file, or a receipt and the results to look for it in", "gradebook inspect " + quoted(args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			console := terminal.New(a.stdout, a.stderr, false)
			say := func(format string, args ...any) {
				console.Printf("%s\n", terminal.Clean(fmt.Sprintf(format, args...)))
			}
			if isReceipt(args[0]) {
				return a.inspectReceipt(cmd.Context(), console, say, args[0], args[1:])
			}
			return inspectFile(say, args[0])
		},
	}
}

// isReceipt tells a receipt, perhaps a mistyped one, from the name of a file.
func isReceipt(typed string) bool {
	if _, err := os.Lstat(typed); err == nil || strings.ContainsAny(typed, `./\:`) {
		return false
	}
	const few = 12 // of 17 characters
	return strings.Count(typed, "-") >= 3 || len(strings.ReplaceAll(typed, " ", "")) >= few
}

func (a *app) inspectReceipt(ctx context.Context, console *terminal.Console, say func(string, ...any), typed string, in []string) error {
	receipt, err := results.ReadReceipt(typed)
	if err != nil {
		return fail(diag.Fault{What: fmt.Sprintf("%q is not a receipt: %v", typed, err), Hint: "read it again from the person's My progress, as XXXX-XXXX-XXXX-XXXX-X; O counts as 0, I and L as 1"})
	}
	if len(in) == 0 {
		say("%s was read rightly: its check character fits. It names a record, and proves neither that it came in nor what it scores.", receipt)
		say("To see which record it is, name results behind it: gradebook inspect %s results", receipt)
		return nil
	}
	progress := console.Progress("looking")
	found, records, faults := intake.Find(ctx, intake.Options{Results: in, Stdin: a.stdin, Now: a.now(), Progress: progress.Step}, receipt)
	progress.Done()
	if faults.Failed() {
		return failure{faults}
	}
	if len(found) == 0 {
		return fail(diag.Fault{What: fmt.Sprintf("%s was read rightly, but no record has it (%s looked at)", receipt, terminal.Count(records, "record", "records")), Hint: "ask the person for the file again; My progress downloads it"})
	}
	for _, f := range found {
		what := "a record that is no attempt, or cannot be used"
		if f.Attempt != nil {
			what = describe(f.Attempt)
		}
		say("%s is in %s: %s.", receipt, f.Path, what)
	}
	return nil
}

// describe says what was handed in.
func describe(a *results.Attempt) string {
	answered := 0
	for _, r := range a.Responses {
		if len(r.Response) > 0 && string(r.Response) != "null" {
			answered++
		}
	}
	who := a.Staff
	if a.Name != "" {
		who += " (name as typed: " + a.Name + ")"
	}
	when := a.Submitted
	if t, err := time.Parse(time.RFC3339, a.Submitted); err == nil {
		when = t.Format("2006-01-02 at 15:04") + " by the clock of that computer"
	}
	return fmt.Sprintf("attempt %d at %q by %s, handed in on %s, %d of %s answered", a.Ordinal, a.Bank, who, when, answered, terminal.Count(len(a.Responses), "question", "questions"))
}

func inspectFile(say func(string, ...any), name string) error {
	shown := shownAs(name)
	info, err := os.Stat(name)
	if err != nil {
		return fail(diag.Fault{File: shown, What: "the file cannot be read: " + diag.Plain(err), Hint: "check its name and place"})
	}
	if info.IsDir() {
		return fail(diag.Fault{File: shown, What: "this is a folder", Hint: "name one file; gradebook grade reads folders"})
	}
	f, err := os.Open(name)
	if err != nil {
		return fail(diag.Fault{File: shown, What: "the file cannot be read: " + diag.Plain(err)})
	}
	defer f.Close()
	magic := make([]byte, 2)
	if n, _ := f.ReadAt(magic, 0); n == 2 && string(magic) == "PK" {
		return inspectKit(say, shown, f, info.Size())
	}
	if info.Size() > results.MaxFileSize {
		return fail(diag.Fault{File: shown, What: fmt.Sprintf("it has %d MB; a results file has at most %d MB", info.Size()>>20, results.MaxFileSize>>20)})
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return fail(diag.Fault{File: shown, What: "the file cannot be read: " + diag.Plain(err)})
	}
	var m gradebook.Matrix
	if json.Unmarshal(content, &m) == nil && strings.HasPrefix(m.Format, "coursemark-matrix/") {
		say("%s is a competency matrix of %s as of %s, by %s.", shown, m.Site, m.AsOf, m.Tool)
		say("  %s, %s, %s.", terminal.Count(len(m.Staff), "person", "people"), terminal.Count(m.Evidence.Len(), "piece of evidence", "pieces of evidence"), terminal.Count(len(m.Exceptions), "exception", "exceptions"))
		return nil
	}
	parsed, err := results.Parse(content)
	if err != nil {
		fault := diag.Fault{File: shown, What: err.Error()}
		if format, ok := err.(*results.FormatError); ok {
			fault.Hint = format.Hint
		}
		return fail(fault)
	}
	say("%s is a results file of the site %q with %s.", shown, parsed.Site, terminal.Count(len(parsed.Records), "record", "records"))
	for i, r := range parsed.Records {
		switch {
		case r.Err != nil:
			say("  %d. cannot be used: %v", i+1, r.Err)
		case r.Kind != results.KindAttempt:
			say("  %d. %s, which this version does not grade; receipt %s", i+1, r.Kind, results.Receipt(r.Bytes))
		default:
			attempt, err := results.ParseAttempt(r)
			if err != nil {
				say("  %d. an attempt that cannot be used: %v", i+1, err)
				continue
			}
			say("  %d. %s; its log is whole; receipt %s", i+1, describe(attempt), results.Receipt(r.Bytes))
		}
	}
	return nil
}

func inspectKit(say func(string, ...any), shown string, f *os.File, size int64) error {
	p, faults := project.OpenKit(shown, f, size)
	if z, err := zip.NewReader(f, size); err == nil && slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" }) {
		return fail(diag.Fault{File: shown, What: "it is a workbook or another document of Office", Hint: "open it in Excel"})
	}
	if p == nil {
		return fail(diag.Fault{File: shown, What: "it is a zip, but not a grading kit", Hint: "unpack it to inspect the files inside; gradebook grade reads a zip with results as it is"})
	}
	defer func() { _ = p.Close() }()
	archive, more := p.LoadArchive()
	faults.Append(more)
	banks, more := p.LoadBanks()
	faults.Append(more)
	framework, more := p.LoadFramework()
	faults.Append(more)
	if faults.Failed() {
		return failure{faults}
	}
	say("%s is the grading kit of the site %q (%s): keep it as you keep an exam paper.", shown, p.Config.Site.ID, p.Config.Site.Title)
	say("  standards: %s %s, %s", framework.ID, framework.Version, framework.Title)
	for _, b := range banks {
		say("  quiz bank %q (%s): %s, %s with keys", b.ID, b.Title, b.Mode, terminal.Count(len(archive.Snapshots(b.ID)), "revision", "revisions"))
	}
	return nil
}
