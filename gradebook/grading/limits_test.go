package grading_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// limited is the bank with keys at its head.
func limited(keys string) string {
	return strings.Replace(bankText(), "mode = \"assessed\"\n", "mode = \"assessed\"\n"+keys+"\n", 1)
}

// sitAll hands in an attempt for each day; "2026-01-08/2026-01-07" was begun the day
// before it was handed in.
func (f *fixture) sitAll(staff string, days ...string) []*results.Attempt {
	f.t.Helper()
	var out []*results.Attempt
	for i, day := range days {
		day, begun, other := strings.Cut(day, "/")
		a := f.sit(staff, i+1, day, right)
		if other {
			a.Started = begun + a.Started[len(begun):]
		}
		f.handIn(fmt.Sprintf("%s-%d.json", staff, i), f.file(a))
		out = append(out, a)
	}
	return out
}

// held lists everybody's attempts in order of time with what holds them back.
func held(m *gradebook.Matrix) []string {
	out := []string{}
	for _, e := range m.Evidence.All() {
		line := e.Date
		for _, flag := range e.Flags {
			if flag == verdict.OverLimit || flag == verdict.TooSoon || flag == verdict.ByDecision {
				line += " " + string(flag)
			}
		}
		out = append(out, line)
	}
	return out
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		keys string
		days []string
		want []string
	}{
		"no limit": {"attempts = 0", []string{"2026-01-10", "2026-01-11", "2026-01-12"},
			[]string{"2026-01-10", "2026-01-11", "2026-01-12"}},
		// Twelve months of validity, shown as expiring for 90 days: an attempt of
		// 10 January 2025 can be renewed from 12 October on, and stands in nobody's
		// way from then on.
		"until renewal": {"attempts = 2",
			[]string{"2025-01-10", "2025-01-20", "2025-02-01", "2025-10-11", "2025-10-12"},
			[]string{"2025-01-10", "2025-01-20", "2025-02-01 OVER-LIMIT", "2025-10-11 OVER-LIMIT", "2025-10-12"}},
		"in three months": {"attempts = 1\nattempts_months = 3",
			[]string{"2025-11-30", "2026-02-27", "2026-02-28"},
			[]string{"2025-11-30", "2026-02-27 OVER-LIMIT", "2026-02-28"}},
		"a week of rest": {"cooling_off_days = 7", []string{"2026-01-10", "2026-01-16", "2026-01-17"},
			[]string{"2026-01-10", "2026-01-16 TOO-SOON", "2026-01-17"}},
		"begun in the week": {"cooling_off_days = 7",
			[]string{"2026-01-10", "2026-01-19/2026-01-16", "2026-01-20/2026-01-17"},
			[]string{"2026-01-10", "2026-01-19 TOO-SOON", "2026-01-20"}},
		"begun side by side": {"cooling_off_days = 1", []string{"2026-01-10", "2026-01-12/2026-01-10"},
			[]string{"2026-01-10", "2026-01-12 TOO-SOON"}},
		"too soon uses up no attempt": {"attempts = 2\ncooling_off_days = 7",
			[]string{"2026-01-10", "2026-01-11", "2026-01-20", "2026-02-20"},
			[]string{"2026-01-10", "2026-01-11 TOO-SOON", "2026-01-20", "2026-02-20 OVER-LIMIT"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.publish(limited(c.keys))
			f.sitAll("H0001", c.days...)
			f.handIn("other.json", f.file(f.sit("H0002", 1, "2024-01-01",
				right))) // another's attempts are in nobody's way
			m := f.grade()
			got := held(m)
			if got = got[:len(got)-1]; !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			// Nothing is quarantined, each has its case, and its words say when it would count.
			over := 0
			for _, line := range c.want {
				if strings.Contains(line, " ") {
					over++
				}
			}
			if n := len(c.days) + 1; m.Counts.Records != (verdict.Count{In: n, Accepted: n}) ||
				len(m.Exceptions) != over || len(m.Cases) != over {
				t.Errorf("%+v %q %+v", m.Counts.Records, reasons(m), m.Cases)
			}
			for _, e := range m.Evidence.All() {
				if held := slices.Contains(e.Flags, verdict.OverLimit) ||
					slices.Contains(e.Flags, verdict.TooSoon); held && (e.Counts || e.Note == "") {
					t.Errorf("%+v", e)
				}
			}
		})
	}
}

// limitCase is a case of quiz/testdata/vectors/limits.json: what the gradebook makes
// of the attempts of one learner and of the next one, begun and handed in at a
// moment, and what the page advises then. The player's tests read it too. The page
// differs on purpose where the case says why.
type limitCase struct {
	Name        string      `json:"name"`
	Zone        string      `json:"zone"` // of the site
	Here        string      `json:"here"` // of the learner; absent = as the site
	Limits      quiz.Limits `json:"limits"`
	ValidMonths *int        `json:"valid_months"` // of results, by the standards; absent = 12
	Attempts    []struct {
		Begun     string `json:"begun"`     // absent = when it was handed in
		On        string `json:"on"`        // handed in: a day, for about its noon, or a moment
		Received  string `json:"received"`  // by HR's register
		Elsewhere bool   `json:"elsewhere"` // on a computer that the page knows nothing of
		Held      string `json:"held"`      // the flag, where it does not count
	} `json:"attempts"`
	Next      string `json:"next"`
	Gradebook struct {
		Held string `json:"held"`
		From string `json:"from"` // the first day on which an attempt counts; "" = none, or today
	} `json:"gradebook"`
	Page struct {
		Counts bool   `json:"counts"`
		Left   *int   `json:"left"` // attempts; absent = as many as one likes
		From   string `json:"from"`
	} `json:"page"`
	Differs string `json:"differs"`
}

// moment is a moment, or about noon of a day.
func moment(text string) string {
	if len(text) > len(time.DateOnly) {
		return text
	}
	return text + "T12:00:00+01:00"
}

func TestLimitCases(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("../../quiz/testdata/vectors/limits.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []limitCase
	if err := json.Unmarshal(src, &cases, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			agree := (c.Gradebook.Held == "") == c.Page.Counts && c.Gradebook.From == c.Page.From
			if agree != (c.Differs == "") {
				t.Errorf("the page and the gradebook differ, and no reason is written down; or they agree, and one is: %q", c.Differs)
			}
			f := newFixture(t)
			f.now = time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC)
			f.write("coursemark.toml",
				strings.Replace(config, "Europe/Amsterdam", cmp.Or(c.Zone, "Europe/Amsterdam"), 1))
			if c.ValidMonths != nil {
				f.write("standards/frameworks/x.toml",
					strings.Replace(framework, "months = 12", fmt.Sprintf("months = %d", *c.ValidMonths), 1))
			}
			f.publish(limited(fmt.Sprintf("attempts = %d\nattempts_months = %d\ncooling_off_days = %d",
				c.Limits.Attempts, c.Limits.AttemptsMonths, c.Limits.CoolingOffDays)))

			// The next attempt of one learner is at the moment of the case, of two others
			// a minute before the day from which on it counts, and a minute into it.
			type nextOne struct{ at, held string }
			next := map[string]nextOne{"H0001": {c.Next, c.Gradebook.Held}}
			if c.Gradebook.From != "" {
				zone, err := time.LoadLocation(cmp.Or(c.Zone, "Europe/Amsterdam"))
				f.check(err)
				day, err := time.ParseInLocation(time.DateOnly, c.Gradebook.From, zone)
				f.check(err)
				next["H0002"] = nextOne{day.Add(-time.Minute).Format(time.RFC3339), "either flag"}
				next["H0003"] = nextOne{day.Add(time.Minute).Format(time.RFC3339), ""}
			}
			register := "file_sha256,record_sha256,received_on,name\n"
			want := map[string]string{} // flags, by attempt ID
			for staff, last := range next {
				ordinal := 0
				add := func(begun, submitted, received, flag string) {
					ordinal++
					a := f.sit(staff, ordinal, "2026-01-01", right)
					a.Started, a.Submitted = moment(begun), moment(submitted)
					content := f.file(a)
					f.handIn(fmt.Sprintf("%s-%d.json", staff, ordinal), content)
					want[a.ID] = flag
					if received != "" {
						record, err := a.Record()
						f.check(err)
						register += fmt.Sprintf("%x,%x,%s,x.json\n", sha256.Sum256(content),
							sha256.Sum256(record.Bytes), received)
					}
				}
				for _, a := range c.Attempts {
					add(cmp.Or(a.Begun, a.On), a.On, a.Received, a.Held)
				}
				add(last.at, last.at, "", last.held)
			}
			m := f.gradeWith(func(o *grading.Options) {
				o.Sheets["register"] = sheets.Document{Path: "received.csv", Content: []byte(register)}
			})
			seen := 0
			for _, e := range m.Evidence.All() {
				seen++
				got := ""
				for _, flag := range e.Flags {
					if flag == verdict.OverLimit || flag == verdict.TooSoon {
						got = string(flag)
					}
				}
				if flag := want[e.AttemptID]; got != flag && (got == "" || flag != "either flag") {
					t.Errorf("%s, attempt of %s: %q, not %q", e.Staff, e.HandedIn, got, flag)
				}
				if e.Staff != "H0001" || e.HandedIn != c.Next || got == "" {
					continue
				}
				if said := strings.HasSuffix(e.Note, " from "+c.Gradebook.From) ||
					strings.HasSuffix(e.Note,
						" from "+c.Gradebook.From+" on, it would count"); said != (c.Gradebook.From != "") || !said &&
					strings.Contains(e.Note, " from ") {
					t.Errorf("HR reads %q", e.Note)
				}
			}
			if seen != len(want) {
				t.Errorf("%d of %d attempts: %q", seen, len(want), reasons(m))
			}
		})
	}
}

// Where nothing expires, a limit is for ever; where competencies differ, the first
// that can be renewed decides.
func TestLimitWithoutExpiry(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.publish(limited("attempts = 1"))
	f.write("standards/frameworks/x.toml", strings.Replace(framework, "months = 12", "months = 0", 1))
	f.sitAll("H0001", "2020-01-10", "2026-01-10")
	if got := held(f.grade()); !slices.Equal(got, []string{"2020-01-10", "2026-01-10 OVER-LIMIT"}) {
		t.Errorf("%q", got)
	}
}

// HR lets an attempt count. What it shows then is marked, and what comes after is
// held against it.
func TestLimitIsLifted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.publish(limited("attempts = 1\nattempts_months = 12"))
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-01-10", wrongs(4))))
	f.handIn("b.json", f.file(f.sit("H0001", 2, "2026-02-10", right)))
	f.handIn("c.json", f.file(f.sit("H0001", 3, "2026-03-10", right)))
	m := f.grade()
	if level, _ := cellOf(t, m, "H0001"); level != "0" || len(m.Cases) != 2 {
		t.Fatalf("level %s; %+v", level, m.Cases)
	}
	want := sheets.Case{ID: m.Cases[0].ID, File: "results/b.json", Record: m.Cases[0].Record, Staff: "H0001",
		Problem: "over limit",
		What:    `attempt 2 at "Talking" of 2026-02-10 is one too many: no more than 1 counts in 12 months, and the next one can from 2027-01-10`, Proposal: "confirm, if it should count anyway"}
	if m.Cases[0] != want {
		t.Errorf("%+v", m.Cases[0])
	}
	if got := reasons(m); !slices.Equal(got,
		[]string{"set-aside over-limit b.json H0001", "set-aside over-limit c.json H0001"}) {
		t.Errorf("%q", got)
	}
	text := strings.Join(strings.Fields(report.Explain(m, "H0001", "C").Text()), " ")
	if !strings.Contains(text,
		"Marked OVER-LIMIT, SELF-DECLARED. Why it does not count: attempt 2 at \"Talking\" of 2026-02-10 is one too many") {
		t.Error(text)
	}
	var book bytes.Buffer
	f.check(workbook.Write(&book, m, workbook.Options{}))
	tables, err := spreadsheet.ReadTables("matrix.xlsx", book.Bytes(),
		func(header []string) bool { return slices.Contains(header, "Verdict") })
	f.check(err)
	if len(tables) != 1 || len(tables[0].Rows) != 2 || tables[0].Rows[0].Cells[0] != "set aside" {
		t.Errorf("%+v", tables)
	}

	first := m
	table := decide(m.Cases, "confirm,", "reject,")
	m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = table })
	if got := held(m); !slices.Equal(got,
		[]string{"2026-01-10", "2026-02-10 DECIDED OVER-LIMIT", "2026-03-10 OVER-LIMIT"}) {
		t.Errorf("%q", got)
	}
	if level, _ := cellOf(t, m, "H0001"); level != "1" || len(m.Cases) != 0 {
		t.Errorf("level %s; %+v", level, m.Cases)
	}
	// Two stand where one counts: the next can when the later of them is old enough.
	for _, e := range m.Evidence.All() {
		if e.Attempt == 3 && !strings.Contains(e.Note, "the next one can from 2027-02-10") {
			t.Error(e.Note)
		}
	}
	if got := reasons(m); !slices.Equal(got,
		[]string{"decided over-limit b.json H0001", "decided over-limit c.json H0001"}) ||
		!strings.HasSuffix(m.Exceptions[0].What, "; it counts, decided by Eve on 2026-06-01: called her") {
		t.Errorf("%q %+v", got, m.Exceptions)
	}
	if list := gradebook.Changes(first, m); len(list) != 1 || list[0].Kind != gradebook.Decided {
		t.Errorf("%+v", list)
	}
	// A limit that is new takes away what counted, and the changes say so.
	f.publish(bankText())
	free := f.grade()
	f.publish(limited("attempts = 1\nattempts_months = 12"))
	if list := gradebook.Changes(free, f.grade()); len(list) != 1 ||
		!strings.Contains(list[0].Why, `is one too many: no more than 1 counts in 12 months`) {
		t.Errorf("%+v", list)
	}
	// Nobody decides about their own attempt.
	own := table
	own.Content = bytes.ReplaceAll(table.Content, []byte("Eve"), []byte("Ann"))
	if m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = own }); len(m.Cases) != 1 ||
		!slices.ContainsFunc(reasons(m),
			func(r string) bool { return strings.HasPrefix(r, "quarantined own-decision") }) {
		t.Errorf("%q", reasons(m))
	}
}

// Effective dates decide: a clock that was ahead does not make an attempt later
// than HR received it. Neither do names of files, nor who else is asked for.
func TestLimitsGoByEffectiveDates(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.publish(limited("cooling_off_days = 7"))
	days := []string{"2026-05-01", "2026-05-20", "2026-05-23"}
	attempts := f.sitAll("H0001", days...)
	if got := held(f.grade()); !slices.Equal(got, []string{"2026-05-01", "2026-05-20", "2026-05-23 TOO-SOON"}) {
		t.Errorf("%q", got)
	}
	record, err := attempts[1].Record()
	f.check(err)
	received := fmt.Appendf(nil, "file_sha256,record_sha256,received_on,name\n%x,%x,2026-05-10,b.json\n",
		sha256.Sum256(f.file(attempts[1])), sha256.Sum256(record.Bytes))
	m := f.gradeWith(func(o *grading.Options) {
		o.Sheets["register"] = sheets.Document{Path: "received.csv", Content: received}
	})
	if got := held(m); !slices.Equal(got, []string{"2026-05-01", "2026-05-10", "2026-05-23"}) {
		t.Errorf("received earlier: %q", got)
	}
	f.results = filepath.Join(t.TempDir(), "results")
	for i, a := range attempts {
		f.handIn(fmt.Sprintf("%c.json", 'z'-i), f.file(a))
	}
	m = f.gradeWith(func(o *grading.Options) { o.Staff = []string{"H0001"} })
	if got := held(m); !slices.Equal(got, []string{"2026-05-01", "2026-05-20", "2026-05-23 TOO-SOON"}) {
		t.Errorf("under other names: %q", got)
	}
}

// A scenario's limits come with the list of modules of the kit.
func TestLimitsOfScenarios(t *testing.T) {
	t.Parallel()
	w := newWalks(t)
	w.limits = quiz.Limits{Attempts: 1, AttemptsMonths: 6}
	w.handIn("a.json", w.file(w.walk("H0001", 1, "2026-02-01", w.path("Threaten")),
		w.walk("H0001", 2, "2026-03-01", w.path("Step back", "Ask"))))
	m := w.grade()
	if got := walked(m, "D"); !slices.Equal(got,
		[]string{"scenario H0001 1 0/1 0 true", "scenario H0001 2 1/1 2 false OVER-LIMIT"}) || len(m.Cases) != 1 {
		t.Errorf("%q %+v", got, m.Cases)
	}
	if want := `attempt 2 at "At the desk" of 2026-03-01 is one too many: no more than 1 counts in 6 months, and the next one can from 2026-08-01`; m.Cases[0].What != want {
		t.Error(m.Cases[0].What)
	}
	m = w.grade(func(o *grading.Options) { o.Sheets["decisions"] = decide(m.Cases, "confirm,") })
	if got := walked(m, "D"); !slices.Equal(got,
		[]string{"scenario H0001 1 0/1 0 false", "scenario H0001 2 1/1 2 true DECIDED OVER-LIMIT"}) {
		t.Errorf("%q", got)
	}
}

// Item analysis looks at first attempts, whatever counts later.
func TestItemsDoNotAskForLimits(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.publish(limited("attempts = 1"))
	f.sitAll("H0001", "2026-01-10", "2026-01-11")
	r, faults := grading.Items(t.Context(),
		grading.ItemOptions{Projects: projects(f), Results: []string{f.results},
			Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)})
	f.check(faults.Err())
	if r.Banks[0].Attempts != 1 || r.Banks[0].Later != 1 {
		t.Errorf("%+v", r.Banks[0])
	}
}
