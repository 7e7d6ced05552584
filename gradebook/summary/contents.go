package summary

import (
	"fmt"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// Contents says what a file holds.
func Contents(c run.Contents) string {
	t := &text{}
	switch {
	case c.Matrix != nil:
		t.matrix(c.File, c.Matrix)
	case c.Kit != nil:
		t.kit(c.File, c.Kit)
	case c.Results != nil:
		t.results(c)
	}
	return t.String()
}

func (t *text) matrix(file string, m *gradebook.Matrix) {
	t.linef("%s is a competency matrix of %s as of %s, by %s.", file, m.Site, m.AsOf, m.Tool)
	t.linef("  %s, %s, %s.", count.Of(len(m.Staff), "person", "people"),
		count.Of(m.Evidence.Len(), "piece of evidence", "pieces of evidence"),
		count.Of(len(m.Exceptions), "exception", "exceptions"))
}

func (t *text) kit(file string, k *run.Kit) {
	t.linef("%s is the grading kit of the site %q (%s): keep it as you keep an exam paper.", file, k.Config.Site.ID,
		k.Config.Site.Title)
	t.linef("  standards: %s %s, %s", k.Framework.ID, k.Framework.Version, k.Framework.Title)
	revisions := func(n int) string { return count.Of(n, "revision", "revisions") }
	for _, b := range k.Banks {
		t.linef("  quiz bank %q (%s): %s, %s with keys", b.ID, b.Title, b.Mode,
			revisions(len(k.Archive.Snapshots(b.ID))))
	}
	for _, m := range k.Modules {
		for _, s := range m.Scenarios {
			t.linef("  scenario %q (%s): assessed, %s with keys", s.ID, s.Title,
				revisions(len(k.Archive.Scenarios(s.ID))))
		}
	}
}

func (t *text) results(c run.Contents) {
	t.linef("%s is a results file of the site %q with %s.", c.File, c.Results.Site,
		count.Of(len(c.Results.Records), "record", "records"))
	for i, r := range c.Results.Records {
		if r.Err != nil {
			t.linef("  %d. cannot be used: %v", i+1, r.Err)
			continue
		}
		t.linef("  %d. %s; receipt %s", i+1, record(r), results.Receipt(r.Bytes))
		if e, err := results.ParseEntry(r); err == nil {
			t.writtenAnswer(e, c.Banks)
		}
	}
}

// writtenAnswer shows a written answer in full, for the person who marks it, with the
// rubric of its task if one of the banks has it.
func (t *text) writtenAnswer(e results.Entry, banks []*quiz.Bank) {
	w, ok := e.(*results.Written)
	if !ok {
		return
	}
	t.indented(w.Task + "\n\n" + w.Text)
	for _, b := range banks {
		if b.ID != w.Bank {
			continue
		}
		if task := b.Task(w.Question); task != nil {
			t.linef("     Rubric, for the assessor alone:")
			t.indented(quiz.Normalise(task.Rubric))
			return
		}
	}
}

func (t *text) indented(paragraphs string) {
	for line := range strings.Lines(paragraphs) {
		t.linef("     %s", strings.TrimRight(line, "\r\n"))
	}
}

// Receipts says which records a receipt names.
func Receipts(r run.Receipts) string {
	t := &text{}
	if !r.Sought {
		t.linef("%s was read correctly: its check character is right. It names a record, but proves neither that it came in nor what it scores.", r.Receipt)
		t.linef("To see which record it is, name results after it: gradebook inspect %s results", r.Receipt)
	}
	for _, f := range r.Found {
		t.linef("%s is in %s: %s.", r.Receipt, f.Path, record(f.Record))
	}
	return t.String()
}

// record describes a record of any kind.
func record(r results.Record) string {
	if r.Kind != results.KindAttempt {
		return entry(r)
	}
	a, err := results.ParseAttempt(r)
	if err != nil {
		return fmt.Sprintf("an attempt that cannot be used: %v", err)
	}
	who := handedIn(a.Staff, a.Name, a.Submitted)
	if path := intake.PathOf(a); path != nil {
		return fmt.Sprintf("attempt %d at the scenario %q %s, %s; its log is intact", a.Ordinal, a.Bank, who,
			words.Path(path))
	}
	return fmt.Sprintf("attempt %d at %q %s, %d of %s answered; its log is intact", a.Ordinal, a.Bank, who, answered(a),
		count.Of(len(a.Responses), "question", "questions"))
}

func answered(a *results.Attempt) (n int) {
	for _, r := range a.Responses {
		if len(r.Response) > 0 && string(r.Response) != "null" {
			n++
		}
	}
	return n
}

// entry describes a record that is not an attempt. A reflection belongs to its writer:
// nothing of it is shown.
func entry(r results.Record) string {
	e, err := results.ParseEntry(r)
	switch {
	case results.UnknownKind(err):
		return r.Kind + ", which this version does not know"
	case err != nil:
		return fmt.Sprintf("a record of kind %s that cannot be used: %v", r.Kind, err)
	}
	h := e.Head()
	return entryOf(e) + " " + handedIn(h.Staff, h.Name, h.At)
}

func entryOf(e results.Entry) string {
	switch e := e.(type) {
	case *results.Observation:
		return fmt.Sprintf("an observation of %s in %s on %s (%s, %s)", e.Subject, e.Competency, e.ObservedOn, e.Method,
			count.Of(len(e.Ratings), "indicator", "indicators"))
	case *results.Written:
		return fmt.Sprintf("a written answer in %s, record %s,", e.Competency, e.ID)
	case *results.Rating:
		return "a self-rating in " + e.Competency
	case *results.Completion:
		return fmt.Sprintf("the module %q (%s), read to its end", e.Module, e.Version)
	case *results.Reflection:
		return "a reflection that the person chose to share, which is theirs,"
	case *results.PracticeLog:
		return count.Of(e.Answered, "question", "questions") + " of practice"
	}
	return ""
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
