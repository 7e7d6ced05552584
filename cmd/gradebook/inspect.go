package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

func (a *app) inspectCommand() *cobra.Command {
	var keys keyFlags
	cmd := &cobra.Command{
		Use:   "inspect FILE | RECEIPT [RESULTS…]",
		Short: "Say in plain words what is in a file, or which record a receipt names",
		Long: `inspect says what a results file, a grading kit or a matrix.json holds. It scores
nothing: without keys it shows what was handed in, when, and under which receipt.

Whoever marks a written answer names the grading kit too, and reads the rubric with it.

Given a receipt, as a person reads it from the screen, it says whether it was read
rightly, and with results behind it, which record it names.`,
		Example: `  gradebook inspect results-h0012.json
  gradebook inspect results-h0012.json --kit grading-kit.zip
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
			if err := keys.exclude(); err != nil {
				return err
			}
			banks, err := keys.banks()
			if err != nil {
				return err
			}
			return inspectFile(say, args[0], banks)
		},
	}
	keys.flags(cmd)
	return cmd
}

// banks gives the banks of what the flags name.
func (f keyFlags) banks() ([]*quiz.Bank, error) {
	projects, _, _, faults := f.open()
	defer closeAll(projects)
	var banks []*quiz.Bank
	for _, p := range projects {
		of, more := p.LoadBanks()
		faults.Append(more)
		banks = append(banks, of...)
	}
	if faults.Failed() {
		return nil, failure{faults}
	}
	return banks, nil
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
		say("%s is in %s: %s.", receipt, f.Path, describe(f.Record))
	}
	return nil
}

// describe says what was handed in, as a record of any kind.
func describe(r results.Record) string {
	if r.Kind != results.KindAttempt {
		return describeEntry(r)
	}
	a, err := results.ParseAttempt(r)
	if err != nil {
		return fmt.Sprintf("an attempt that cannot be used: %v", err)
	}
	if path := intake.PathOf(a); path != nil {
		return fmt.Sprintf("attempt %d at the scenario %q %s, %s; its log is whole", a.Ordinal, a.Bank, handedIn(a.Staff, a.Name, a.Submitted), words.Path(path))
	}
	answered := 0
	for _, r := range a.Responses {
		if len(r.Response) > 0 && string(r.Response) != "null" {
			answered++
		}
	}
	return fmt.Sprintf("attempt %d at %q %s, %d of %s answered; its log is whole", a.Ordinal, a.Bank, handedIn(a.Staff, a.Name, a.Submitted), answered, terminal.Count(len(a.Responses), "question", "questions"))
}

// handedIn says who handed in a record, and when.
func handedIn(staff, name, at string) string {
	if name != "" {
		staff += " (name as typed: " + name + ")"
	}
	if t, err := time.Parse(time.RFC3339, at); err == nil {
		at = t.Format("2006-01-02 at 15:04") + " by the clock of that computer"
	}
	return "by " + staff + ", handed in on " + at
}

// describeEntry tells of a record that is no attempt. A reflection is its writer's.
func describeEntry(r results.Record) string {
	e, err := results.ParseEntry(r)
	switch {
	case errors.Is(err, results.ErrUnknownKind):
		return r.Kind + ", which this version does not know"
	case err != nil:
		return fmt.Sprintf("a record of kind %s that cannot be used: %v", r.Kind, err)
	}
	what := ""
	switch e := e.(type) {
	case *results.Observation:
		what = fmt.Sprintf("an observation of %s in %s on %s (%s, %s)", e.Subject, e.Competency, e.ObservedOn, e.Method, terminal.Count(len(e.Ratings), "indicator", "indicators"))
	case *results.Written:
		what = fmt.Sprintf("a written answer in %s, record %s,", e.Competency, e.ID)
	case *results.Rating:
		what = "a self-rating in " + e.Competency
	case *results.Completion:
		what = fmt.Sprintf("the module %q (%s), read to its end", e.Module, e.Version)
	case *results.Reflection:
		what = "a reflection that the person chose to share, which is theirs,"
	case *results.PracticeLog:
		what = terminal.Count(e.Answered, "question", "questions") + " of practice"
	}
	h := e.Head()
	return what + " " + handedIn(h.Staff, h.Name, h.At)
}

func inspectFile(say func(string, ...any), name string, banks []*quiz.Bank) error {
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
		if r.Err != nil {
			say("  %d. cannot be used: %v", i+1, r.Err)
			continue
		}
		say("  %d. %s; receipt %s", i+1, describe(r), results.Receipt(r.Bytes))
		if e, err := results.ParseEntry(r); err == nil {
			showWritten(say, e, banks)
		}
	}
	return nil
}

// showWritten shows a written answer whole, for whoever marks it, with the rubric of
// its task where one of the banks has it.
func showWritten(say func(string, ...any), e results.Entry, banks []*quiz.Bank) {
	w, ok := e.(*results.Written)
	if !ok {
		return
	}
	indented := func(text string) {
		for line := range strings.Lines(text) {
			say("     %s", strings.TrimRight(line, "\r\n"))
		}
	}
	indented(w.Task + "\n\n" + w.Text)
	for _, b := range banks {
		if b.ID != w.Bank {
			continue
		}
		if task := b.Task(w.Question); task != nil {
			say("     Rubric, for the assessor alone:")
			indented(quiz.Normalise(task.Rubric))
			return
		}
	}
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
	modules, more := p.LoadModules()
	faults.Append(more)
	for _, m := range modules {
		for _, s := range m.Scenarios {
			say("  scenario %q (%s): assessed, %s with keys", s.ID, s.Title, terminal.Count(len(archive.Scenarios(s.ID)), "revision", "revisions"))
		}
	}
	return nil
}
