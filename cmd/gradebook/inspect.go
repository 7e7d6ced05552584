package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/results"
)

func (a *app) inspectCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "inspect FILE",
		Short: "Say in plain words what is in a file",
		Long: `inspect says what a results file, a grading kit or a matrix.json holds. It scores
nothing: without keys it shows what was handed in, when, and under which receipt.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{"name one file", "gradebook inspect results-h0012.json"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.inspect(args[0]) },
	}
}

func (a *app) inspect(name string) error {
	console := terminal.New(a.stdout, a.stderr, false)
	say := func(format string, args ...any) {
		console.Printf("%s\n", terminal.Clean(fmt.Sprintf(format, args...)))
	}
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
		say("  %s, %s, %s.", terminal.Count(len(m.Staff), "person", "people"), terminal.Count(len(m.Evidence), "piece of evidence", "pieces of evidence"), terminal.Count(len(m.Exceptions), "exception", "exceptions"))
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
			inspectEntry(say, i+1, r)
		default:
			attempt, err := results.ParseAttempt(r)
			if err != nil {
				say("  %d. an attempt that cannot be used: %v", i+1, err)
				continue
			}
			answered := 0
			for _, response := range attempt.Responses {
				if len(response.Response) > 0 && string(response.Response) != "null" {
					answered++
				}
			}
			say("  %d. attempt %d at %q by %s (name as typed: %s), handed in on %s; %d of %d questions answered; its log is whole; receipt %s",
				i+1, attempt.Ordinal, attempt.Bank, attempt.Staff, attempt.Name, attempt.Submitted, answered, len(attempt.Responses), results.Receipt(r.Bytes))
		}
	}
	return nil
}

// inspectEntry tells of a record that is no attempt. A written answer is shown
// whole, for whoever marks it; a reflection is its writer's.
func inspectEntry(say func(string, ...any), n int, r results.Record) {
	e, err := results.ParseEntry(r)
	switch {
	case errors.Is(err, results.ErrUnknownKind):
		say("  %d. %s, which this version does not know; receipt %s", n, r.Kind, results.Receipt(r.Bytes))
		return
	case err != nil:
		say("  %d. a record of kind %s that cannot be used: %v", n, r.Kind, err)
		return
	}
	h := e.Head()
	by := fmt.Sprintf("by %s (name as typed: %s), handed in on %s; receipt %s", h.Staff, h.Name, h.At, results.Receipt(r.Bytes))
	switch e := e.(type) {
	case *results.Observation:
		say("  %d. an observation of %s in %s on %s (%s, %s) %s", n, e.Subject, e.Competency, e.ObservedOn, e.Method, terminal.Count(len(e.Ratings), "indicator", "indicators"), by)
	case *results.Written:
		say("  %d. a written answer in %s, record %s, %s", n, e.Competency, h.ID, by)
		for line := range strings.Lines(e.Task + "\n\n" + e.Text) {
			say("     %s", strings.TrimRight(line, "\r\n"))
		}
	case *results.Rating:
		say("  %d. a self-rating in %s %s", n, e.Competency, by)
	case *results.Completion:
		say("  %d. the module %q (%s) was read to its end %s", n, e.Module, e.Version, by)
	case *results.Reflection:
		say("  %d. a reflection that the person chose to share, which is theirs, %s", n, by)
	case *results.PracticeLog:
		say("  %d. %s of practice %s", n, terminal.Count(e.Answered, "question", "questions"), by)
	}
}

func inspectKit(say func(string, ...any), shown string, f *os.File, size int64) error {
	p, faults := project.OpenKit(shown, f, size)
	if p == nil {
		return fail(diag.Fault{File: shown, What: "it is a zip, but not a grading kit", Hint: "gradebook grade reads a zip with results; a workbook opens in Excel"})
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
