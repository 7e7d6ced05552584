package grading

import (
	"cmp"
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// ItemOptions say whose answers to analyse, and by which keys.
type ItemOptions struct {
	Projects []*project.Project // as in Options
	Results  []string           // files, folders and zips, as typed; "-" is Stdin
	Stdin    io.Reader
	Skip     []os.FileInfo
	Roster   sheets.Document // without a path everybody's attempts count
	Inputs   []verdict.Input // what the caller read by itself, such as kits
	// AllAttempts takes later attempts as well. People who have met a question
	// before answer it differently, and those who take a quiz often count often.
	AllAttempts bool
	Now         time.Time
	Tool        string // name and version of the program
	Progress    func(done, total int)
}

// Items reads what came in as Grade does, and analyses the items of all banks.
// Marks are those of grading: by the answer key of each revision, with its corrections.
func Items(ctx context.Context, o ItemOptions) (*gradebook.ItemReport, diag.List) {
	rules, faults := loadRules(o.Projects)
	if faults.Failed() {
		return nil, faults
	}
	received, more := o.read(ctx, rules)
	faults.Append(more)
	histories, more := readHistories(o.Projects[0], rules)
	faults.Append(more)
	if faults.Failed() {
		return nil, faults
	}
	byBank := map[string][]*competence.Submission{}
	for bank := range histories {
		byBank[bank] = nil // its items are listed even if nobody has taken it
	}
	for s := range received.Submissions() {
		if s.Bank != "" && s.Path == nil { // a path through a scenario answers no items
			byBank[s.Bank] = append(byBank[s.Bank], s)
		}
	}
	if err := received.Err(); err != nil {
		faults.Add(ledger.NoRoom(err))
		return nil, faults
	}
	r, missingFirsts := o.report(received), 0
	for _, bank := range slices.Sorted(maps.Keys(byBank)) {
		counted := byBank[bank]
		if !o.AllAttempts {
			firsts, missing := firstAttempts(counted)
			counted, missingFirsts = firsts, missingFirsts+missing
		}
		figures := itemBank{id: bank, rules: rules, history: histories[bank]}.analyse(counted)
		figures.Later = len(byBank[bank]) - len(counted)
		r.Banks = append(r.Banks, figures)
	}
	r.NoticeCodes = itemNotices(r, o, missingFirsts)
	r.Notices = words.Notices(r.NoticeCodes)
	return r, faults
}

// read reads the roster and the results.
func (o ItemOptions) read(ctx context.Context, rules rules) (*ledger.Received, diag.List) {
	first := o.Projects[0]
	options := ledger.Options{
		Inbox: inbox.Options{Names: o.Results, Stdin: o.Stdin, Skip: o.Skip, Progress: o.Progress},
		Intake: intake.Options{Site: first.Config.Site.ID, Location: first.Location, Now: o.Now, Answers: true,
			Archive: rules.archive, Newest: rules.newest, Framework: rules.framework},
	}
	if o.Roster.Path != "" {
		roster, faults := sheets.ReadRoster(o.Roster.Path, o.Roster.Content, rules.framework)
		if faults.Failed() {
			return nil, faults
		}
		options.Intake.Roster = roster
	}
	return ledger.Read(ctx, options)
}

// report returns the report without its banks.
func (o ItemOptions) report(received *ledger.Received) *gradebook.ItemReport {
	first := o.Projects[0]
	site := first.Config.Site
	r := &gradebook.ItemReport{ContainsAnswers: true, Site: site.ID, Organisation: site.Organisation,
		TimeZone: site.TimeZone,
		Date:     o.Now.In(first.Location).Format(time.DateOnly), Tool: o.Tool, AllAttempts: o.AllAttempts,
		Files: received.Files, Records: received.Records, Refused: refusals(received.Exceptions),
		Inputs: slices.Clone(o.Inputs)}
	if o.Roster.Path != "" {
		r.Inputs = append(r.Inputs, sheets.Given{"roster": o.Roster}.Inputs()...)
	}
	for _, in := range received.Inputs.All() {
		r.Inputs = append(r.Inputs, *in)
	}
	return r
}

// firstAttempts returns everybody's first attempt at a bank, and how many people's first
// attempt was not received although later ones were. All submissions are of that bank.
func firstAttempts(submissions []*competence.Submission) ([]*competence.Submission, int) {
	first := map[string]*competence.Submission{}
	people := map[string]bool{}
	for _, s := range submissions {
		people[s.Staff] = true
		if s.Ordinal != 1 {
			continue
		}
		// Two first attempts: somebody used two computers. The earlier is the first.
		if old := first[s.Staff]; old == nil || cmp.Or(s.At.Compare(old.At), cmp.Compare(s.ID, old.ID)) < 0 {
			first[s.Staff] = s
		}
	}
	var out []*competence.Submission
	for _, s := range submissions {
		if first[s.Staff] == s {
			out = append(out, s)
		}
	}
	return out, len(people) - len(out)
}

// refusals counts exceptions by verdict and reason.
func refusals(exceptions []verdict.Exception) []gradebook.Refused {
	count := map[gradebook.Refused]int{}
	for _, e := range exceptions {
		count[gradebook.Refused{Verdict: e.Verdict, Reason: e.Reason}]++
	}
	var out []gradebook.Refused
	for r, n := range count {
		r.Count = n
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b gradebook.Refused) int {
		return cmp.Or(cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}

// itemNotices returns what a reader should know before believing a figure.
func itemNotices(r *gradebook.ItemReport, o ItemOptions, missingFirsts int) []verdict.Note {
	out := []verdict.Note{verdict.ContainsAnswers.With()}
	add := func(n int, note verdict.Note) {
		if n > 0 {
			out = append(out, note)
		}
	}
	items, few, undeclared, later := 0, 0, 0, 0
	for _, b := range r.Banks {
		later += b.Later
		for _, i := range b.Items {
			if i.Figures.N == 0 {
				continue
			}
			items++
			if i.Figures.N < itemstats.SmallSample {
				few++
			}
			if i.Undeclared {
				undeclared++
			}
		}
	}
	if r.Files.In == 0 {
		out = append(out, verdict.NothingCameIn.With())
	}
	add(few, verdict.FewAnswers.With(few, items, itemstats.SmallSample))
	if o.AllAttempts {
		out = append(out, verdict.AllAttempts.With())
	} else {
		add(later, verdict.LaterLeftOut.With(later))
		add(missingFirsts, verdict.FirstMissing.With(missingFirsts))
	}
	if o.Roster.Path == "" {
		out = append(out, verdict.EverybodyCounted.With())
	}
	add(undeclared, verdict.RevisionsUndeclared.With(undeclared))
	return out
}
