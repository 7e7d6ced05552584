package grading_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

func (f *fixture) items(change func(*grading.ItemOptions)) *gradebook.ItemReport {
	f.t.Helper()
	o := grading.ItemOptions{Projects: []*project.Project{f.kit()}, Results: []string{f.results}, Now: f.now,
		Tool: "gradebook test"}
	if change != nil {
		change(&o)
	}
	r, faults := grading.Items(f.t.Context(), o)
	f.check(faults.Err())
	if c := r.Records; c.In != c.Accepted+c.Duplicate+c.Quarantined {
		f.t.Errorf("%+v", c)
	}
	return r
}

// lineages returns the items of a question, in order.
func lineages(r *gradebook.ItemReport, question string) []gradebook.ItemFigures {
	var out []gradebook.ItemFigures
	for _, i := range r.Banks[0].Items {
		if i.Question == question {
			out = append(out, i)
		}
	}
	return out
}

func optionOf(t *testing.T, i gradebook.ItemFigures, text string) gradebook.ItemOption {
	t.Helper()
	for _, o := range i.Options {
		if o.Text == text {
			return o
		}
	}
	t.Fatalf("%s has no option %q", i.Question, text)
	return gradebook.ItemOption{}
}

// everything makes the bank ask all its questions, so that its form is fixed.
func everything(bank string) string {
	return strings.Replace(bank, "count = 5", "count = 6", 1)
}

func TestItemsOfAFixedForm(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.publish(everything(bankText()))
	q1, q2 := f.public("q1"), f.public("q2")
	// Seven people who know 0 to 6 questions; whoever knows more chooses the disputed
	// option of q1, which the key calls wrong. The last leaves q2 blank.
	for n := range 7 {
		staff := fmt.Sprintf("H%04d", n)
		f.handIn(staff+".json", f.file(f.sit(staff, 1, "2026-02-01", func(question string, place int) string {
			switch {
			case question == q1 && n >= 3:
				return "disputed"
			case question == q1:
				return "right"
			case question == q2 && n == 6:
				return ""
			case question == q2 || place >= 1000:
				return "right"
			case place < 6-n:
				return "wrong"
			}
			return "right"
		})))
	}
	r := f.items(nil)
	if len(r.Banks) != 1 || r.Banks[0].Attempts != 7 || len(r.Banks[0].Items) != 7 || len(r.Banks[0].Forms) != 1 {
		t.Fatalf("%+v", r.Banks)
	}
	form := r.Banks[0].Forms[0]
	if !form.Figures.Fixed || form.Figures.Items != 7 || form.Figures.CIC == nil || form.Figures.SE == nil ||
		!form.Present || form.From != "2026-02-01" {
		t.Errorf("%+v", form)
	}
	bad := lineages(r, "q1")[0]
	if !slices.Equal(bad.Flags, []itemstats.Flag{itemstats.NegativeDiscrimination, itemstats.FewAnswers}) ||
		bad.Band != itemstats.AboutRight {
		t.Errorf("%q %s", bad.Flags, bad.Band)
	}
	if want := `those who chose "disputed 1" do better on the rest than those who chose right: is it right as well, or is the key wrong? (with 7 answers this can be chance)`; bad.Hint != want {
		t.Errorf("%s", bad.Hint)
	}
	if o := optionOf(t, bad, "disputed 1"); o.Chosen != 4 || o.Offered != 7 || o.Fraction != 0 ||
		bad.Options[0].Text != "right 1" || bad.Options[0].Chosen != 3 {
		t.Errorf("%+v", bad.Options)
	}
	if o := optionOf(t, bad, "wrong 1"); o.Chosen != 0 || o.MeanRest != nil {
		t.Errorf("%+v", o)
	}
	blank := lineages(r, "q2")[0]
	if blank.Figures.Blanks != 1 || *blank.Figures.Facility != 600.0/7 || optionOf(t, blank, "right 2").Offered != 7 ||
		optionOf(t, blank, "right 2").Chosen != 6 {
		t.Errorf("%+v", blank)
	}
	must := lineages(r, "must")[0]
	if !must.Critical || *must.Figures.Facility != 100 || must.Figures.Discrimination != nil ||
		must.Band != itemstats.SuspiciouslyHigh || slices.Contains(must.Flags, itemstats.VeryLowFacility) {
		t.Errorf("%+v", must)
	}
	for _, text := range []string{"right a", "right b"} {
		if o := optionOf(t, must, text); o.Chosen != 7 {
			t.Errorf("%+v", o)
		}
	}
	if !slices.Equal(must.Competencies, []string{"C"}) || !slices.Equal(must.Indicators, []string{"C-1", "C-2"}) {
		t.Errorf("%q %q", must.Competencies, must.Indicators)
	}
	if weak := r.Weakest(3); len(weak) != 3 || weak[0].Item.Question != "q1" {
		t.Errorf("%+v", weak)
	}
	for _, want := range []string{"it contains answers: for trainers only", "7 of 7 items have fewer than 30 answers",
		"no roster was given"} {
		if !strings.Contains(strings.Join(r.Notices, "\n"), want) {
			t.Errorf("no notice %q in %q", want, r.Notices)
		}
	}
}

func TestItemsCountFirstAttempts(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 2, "2026-03-01", right), f.sit("H0001", 1, "2026-02-01", wrongs(9))))
	f.handIn("b.json", f.file(f.sit("H0002", 1, "2026-02-01", wrongs(9))))
	f.handIn("b again.json", f.file(f.sit("H0002", 1, "2026-02-01", wrongs(9))))
	f.handIn("c.json", f.file(f.sit("H0003", 2, "2026-03-01", right))) // the first was never handed in
	f.handIn("d.json", f.file(f.sit("X9", 1, "2026-02-01", wrongs(9))))

	r := f.items(nil)
	if b := r.Banks[0]; b.Attempts != 3 || b.Later != 2 || *b.Forms[0].Figures.Mean != 100.0/6 {
		t.Errorf("%d attempts, %d later, mean %v", b.Attempts, b.Later, *b.Forms[0].Figures.Mean)
	}
	notices := strings.Join(r.Notices, "\n")
	for _, want := range []string{"first attempts only: 2 later ones are left out",
		"later attempts of one person were received, but not the first"} {
		if !strings.Contains(notices, want) {
			t.Errorf("no %q in %s", want, notices)
		}
	}
	r = f.items(func(o *grading.ItemOptions) { o.AllAttempts = true })
	if b := r.Banks[0]; b.Attempts != 5 || b.Later != 0 {
		t.Errorf("%d attempts, %d later", b.Attempts, b.Later)
	}
	// With a roster only those on it.
	r = f.items(func(o *grading.ItemOptions) {
		o.Roster = sheets.Document{Path: "roster.csv", Content: []byte(f.roster)}
	})
	if b := r.Banks[0]; b.Attempts != 2 ||
		!slices.ContainsFunc(r.Refused,
			func(x gradebook.Refused) bool { return x.Reason == "unknown-staff" && x.Count == 1 }) {
		t.Errorf("%d attempts; %+v", b.Attempts, r.Refused)
	}
}

// withHistory adds history to the first question.
func withHistory(bank string, entries ...string) string {
	history := ""
	for i, e := range entries {
		revision, change, _ := strings.Cut(e, " ")
		history += fmt.Sprintf("[[questions.history]]\nrevision = %q\nchange = %q\ndate = 2026-03-%02d\nreason = \"r\"\n", revision, change, i+1)
	}
	head, tail, _ := strings.Cut(bank, "[[questions]]\nid = \"q2\"")
	return head + history + "[[questions]]\nid = \"q2\"" + tail
}

func TestItemsByLineage(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	q1 := f.public("q1")
	bank := func(n int) string {
		text := everything(bankText())
		if n > 0 {
			text = strings.Replace(text, `"Question 1?"`, fmt.Sprintf(`"Question 1, wording %d?"`, n), 1)
		}
		if n >= 2 {
			text = strings.Replace(text, `"disputed 1"`, `"disputed 1, in other words"`, 1)
		}
		return text
	}
	var revisions []string
	entries := []string{}
	staff := 0
	sit := func(choose answers) {
		staff++
		id := fmt.Sprintf("H%04d", staff)
		f.handIn(id+".json", f.file(f.sit(id, 1, "2026-02-01", choose)))
	}
	disputed := func(question string, place int) string {
		if question == q1 {
			return "disputed"
		}
		return "right"
	}
	for n, change := range []string{"editorial", "editorial", "substantive", "editorial", ""} {
		f.publish(withHistory(bank(n), entries...))
		revisions = append(revisions, f.keys[q1].Revision)
		sit(right)
		sit(disputed)
		entries = append(entries, f.keys[q1].Revision+" "+change)
	}
	r := f.items(nil)
	items := lineages(r, "q1")
	if len(items) != 2 {
		t.Fatalf("%d items", len(items))
	}
	// In the order of the bank, what it asks now first.
	now, before := items[0], items[1]
	if !now.Present || before.Present || now.Undeclared || before.Undeclared {
		t.Errorf("present %t, %t; undeclared %t, %t", now.Present, before.Present, now.Undeclared, before.Undeclared)
	}
	if !slices.Equal(before.Revisions, revisions[:3]) || !slices.Equal(now.Revisions, revisions[3:]) {
		t.Errorf("%q and %q of %q", before.Revisions, now.Revisions, revisions)
	}
	if before.Figures.N != 6 || now.Figures.N != 4 || *before.Figures.Facility != 50 {
		t.Errorf("%+v, %+v", before.Figures, now.Figures)
	}
	// An option that was reworded is counted among those who were offered it.
	old, reworded := optionOf(t, before, "disputed 1"), optionOf(t, before, "disputed 1, in other words")
	if old.Offered != 4 || old.Chosen != 2 || old.Present || reworded.Offered != 2 || reworded.Chosen != 1 ||
		!reworded.Present || optionOf(t, before, "right 1").Offered != 6 {
		t.Errorf("%+v", before.Options)
	}
	// The other questions did not change.
	if other := lineages(r, "q2"); len(other) != 1 || other[0].Figures.N != 10 {
		t.Errorf("%+v", other)
	}
	if len(r.Banks[0].Forms) != 5 {
		t.Errorf("%d revisions of the bank", len(r.Banks[0].Forms))
	}

	// A change that no history declares joins nothing.
	f.publish(withHistory(bank(5), entries[:len(entries)-1]...))
	r = f.items(nil)
	items = lineages(r, "q1")
	undeclared := 0
	for _, i := range items {
		if i.Undeclared {
			undeclared++
			if !slices.Equal(i.Revisions, revisions[4:]) || i.Figures.N != 2 {
				t.Errorf("%+v", i)
			}
		}
	}
	if len(items) != 3 || undeclared != 1 ||
		!strings.Contains(strings.Join(r.Notices, "\n"), "one revision of a question is in no [[questions.history]]") {
		t.Errorf("%d items, %d undeclared; %q", len(items), undeclared, r.Notices)
	}
}

func TestItemsThatAreVoidLeaveTheForm(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.publish(everything(bankText()))
	q1 := f.public("q1")
	for n := range 4 {
		staff := fmt.Sprintf("H%04d", n)
		f.handIn(staff+".json", f.file(f.sit(staff, 1, "2026-02-01", wrongs(n))))
	}
	revision := f.keys[q1].Revision
	correction := fmt.Sprintf("[[questions.corrections]]\nrevisions = [%q]\ndate = 2026-05-01\nreason = \"faulty\"\nchange = \"void-drop\"\n", revision)
	f.publish(strings.Replace(everything(bankText()), "[[questions]]\nid = \"q2\"",
		correction+"[[questions]]\nid = \"q2\"", 1))
	r := f.items(nil)
	void := lineages(r, "q1")[0]
	if void.Figures.N != 0 || !void.Void || r.Banks[0].Forms[0].Figures.Items != 6 ||
		!r.Banks[0].Forms[0].Figures.Fixed {
		t.Errorf("%+v\n%+v", void, r.Banks[0].Forms)
	}
}

func TestItemsWithoutAttempts(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("note.txt", []byte("nothing"))
	r := f.items(nil)
	if b := r.Banks[0]; b.Attempts != 0 || len(b.Items) != 7 || len(b.Forms) != 0 ||
		b.Items[0].Hint != "nobody has been asked it yet" || b.Items[0].Figures.Facility != nil {
		t.Errorf("%+v", b)
	}
	if weak := r.Weakest(3); weak != nil {
		t.Errorf("%+v", weak)
	}
}

// TestItemsOfTheSampleHospital reads the sample as a trainer does and holds every
// figure to itemstats/testdata/itemstats.py, which gets the answers from the files
// by another way than the program's.
func TestItemsOfTheSampleHospital(t *testing.T) {
	t.Parallel()
	p, faults := project.Open("../..")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	roster, err := os.ReadFile("../../examples/hospital/roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	const folder = "../../examples/hospital/results"
	r, faults := grading.Items(t.Context(),
		grading.ItemOptions{Projects: []*project.Project{p}, Results: []string{folder},
			Roster: sheets.Document{Path: "roster.csv", Content: roster},
			Now:    time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), Tool: "gradebook test"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	// The sample holds attempts at this bank alone.
	r.Banks = slices.DeleteFunc(r.Banks, func(b gradebook.ItemBank) bool { return b.ID != "verbal-de-escalation" })
	if len(r.Banks) != 1 {
		t.Fatalf("%d banks", len(r.Banks))
	}
	bank := r.Banks[0]
	if bank.Attempts < 30 || len(bank.Forms) < 2 {
		t.Fatalf("%d attempts, %d revisions", bank.Attempts, len(bank.Forms))
	}
	// The reworded question is one item in two wordings.
	reworded := lineages(r, "apology-before-explanation")
	if len(reworded) != 1 || len(reworded[0].Revisions) != 2 || reworded[0].Undeclared {
		t.Errorf("%+v", reworded)
	}
	for _, i := range bank.Items {
		if i.Undeclared || i.Void {
			t.Errorf("%s: undeclared %t, void %t", i.Question, i.Undeclared, i.Void)
		}
		chosen := 0
		for _, o := range i.Options {
			chosen += o.Chosen
		}
		if n := i.Figures.N - i.Figures.Blanks; i.Type != quiz.Multiple && chosen != n || i.Type == quiz.Multiple &&
			chosen < n {
			t.Errorf("%s: %d choices by %d people", i.Question, chosen, n)
		}
		if i.Figures.EffectiveWeight != nil {
			t.Errorf("%s has an effective weight, but forms are drawn", i.Question)
		}
	}

	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: the figures are not computed a second time")
	}
	file := filepath.Join(t.TempDir(), "responses.json")
	matrix, attempts := responses(t, p, folder, string(roster), bank)
	if attempts != bank.Attempts {
		t.Errorf("%d first attempts in the files, %d analysed", attempts, bank.Attempts)
	}
	if err := os.WriteFile(file, matrix, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "../itemstats/testdata/itemstats.py", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]itemstats.Analysis
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	expected := map[string]itemstats.Item{}
	for _, i := range want["hospital"].Items {
		expected[i.ID] = i
	}
	compare := func(what string, got, want *float64) {
		t.Helper()
		if (got == nil) != (want == nil) || got != nil && !(math.Abs(*got-*want) <= 1e-9*math.Max(1, math.Abs(*want))) {
			t.Errorf("%s: got %s, want %s", what, shown(got), shown(want))
		}
	}
	for _, i := range bank.Items {
		w, ok := expected[i.Public]
		if !ok != (i.Figures.N == 0) {
			t.Errorf("%s: n %d", i.Question, i.Figures.N)
		}
		if !ok {
			continue
		}
		g := i.Figures
		if g.N != w.N || g.Blanks != w.Blanks || len(i.Options) != len(w.Options) {
			t.Errorf("%s: n %d, want %d; blanks %d, want %d; options %d, want %d", i.Question, g.N, w.N, g.Blanks,
				w.Blanks, len(i.Options), len(w.Options))
		}
		compare(i.Question+" facility", g.Facility, w.Facility)
		compare(i.Question+" SD", g.SD, w.SD)
		compare(i.Question+" discrimination", g.Discrimination, w.Discrimination)
		compare(i.Question+" efficiency", g.Efficiency, w.Efficiency)
		compare(i.Question+" intended weight", g.IntendedWeight, w.IntendedWeight)
		compare(i.Question+" blank", g.BlankMeanRest, w.BlankMeanRest)
		for _, o := range w.Options {
			k := slices.IndexFunc(i.Options, func(x gradebook.ItemOption) bool { return x.ID == o.ID })
			if k < 0 || i.Options[k].Chosen != o.Chosen || i.Options[k].Offered != o.Offered {
				t.Errorf("%s: option %s is not %+v", i.Question, o.ID, o)
				continue
			}
			compare(i.Question+" mean of the other marks", i.Options[k].MeanRest, o.MeanRest)
		}
	}
}

func shown(f *float64) string {
	if f == nil {
		return "nothing"
	}
	return fmt.Sprint(*f)
}

// responses writes the first attempts of a folder for the script: files are opened
// here, and not through package intake.
func responses(t *testing.T, p *project.Project, folder, roster string, bank gradebook.ItemBank) ([]byte, int) {
	t.Helper()
	archive, faults := p.LoadArchive()
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	type item struct {
		Max     float64  `json:"max"`
		Options []string `json:"options"`
	}
	items := map[string]item{}
	for _, i := range bank.Items {
		row := item{Max: i.Points}
		for _, o := range i.Options {
			row.Options = append(row.Options, o.ID)
		}
		items[i.Public] = row
	}
	attempts := []map[string][]any{}
	seen := map[string]bool{}
	for _, e := range entries {
		src, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := results.Parse(src)
		if err != nil {
			continue
		}
		for _, record := range parsed.Records {
			a, err := results.ParseAttempt(record)
			if err != nil || a.Ordinal != 1 || a.Bank != bank.ID || seen[a.ID] ||
				!strings.Contains(roster, "\n"+a.Staff+",") {
				continue
			}
			snapshot := archive.Snapshot(a.BankRevision)
			if snapshot == nil {
				continue
			}
			seen[a.ID] = true
			given := map[string]results.Response{}
			for _, r := range a.Responses {
				given[r.Question] = r
			}
			form := map[string][]any{}
			for _, question := range quiz.Draw(a.Site, a.BankRevision, a.Staff, 1, snapshot.Groups) {
				key, amendments := archive.Key(a.Bank, question, snapshot.Revisions[question])
				response, err := quiz.ParseResponse(key.Type, given[question].Response)
				if err != nil {
					t.Fatal(err)
				}
				mark, err := quiz.Grade(key, amendments, a.Submitted[:10], response)
				if err != nil {
					t.Fatal(err)
				}
				form[question] = nil
				if response != nil {
					form[question] = []any{mark.Points}
					for _, o := range append(slices.Clone(response.Choices), response.Choice) {
						if o != "" {
							form[question] = append(form[question], o)
						}
					}
				}
			}
			attempts = append(attempts, form)
		}
	}
	b, err := json.Marshal(map[string]any{"hospital": map[string]any{"items": items, "attempts": attempts}},
		json.FormatNilSliceAsNull(true))
	if err != nil {
		t.Fatal(err)
	}
	return b, len(attempts)
}

// A wrong option of a gap is measured against who filled that gap rightly: what was
// right in an easier gap says nothing of it.
func TestAttractiveOfGaps(t *testing.T) {
	t.Parallel()
	option := func(text string, gap int, fraction float64, chosen int, mean float64) gradebook.ItemOption {
		return gradebook.ItemOption{Option: itemstats.Option{Chosen: chosen, MeanRest: &mean}, Text: text, Gap: gap,
			Fraction: fraction}
	}
	i := gradebook.ItemFigures{Options: []gradebook.ItemOption{
		option("Gap 1: right", 1, 1, 40, 0.2), option("Gap 1: wrong", 1, 0, 40, 0.1),
		option("Gap 2: right", 2, 1, 10, 0.9), option("Gap 2: wrong", 2, 0, 40, 0.5),
	}}
	if o := i.Attractive(); o != nil {
		t.Errorf("%s attracts nobody who knows", o.Text)
	}
	i.Options[1] = option("Gap 1: wrong", 1, 0, 40, 0.3)
	if o := i.Attractive(); o == nil || o.Text != "Gap 1: wrong" {
		t.Errorf("%+v", o)
	}
}
