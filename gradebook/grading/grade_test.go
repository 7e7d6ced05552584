package grading_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

func TestAccepted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("ann.json", f.file(f.sit("H0001", 1, "2026-02-01", wrongs(1))))
	m := f.grade()
	if level, status := cellOf(t, m, "H0001"); level != "1" || status != "current" {
		t.Errorf("level %s, %s", level, status)
	}
	e := m.Evidence.At(0)
	// Five drawn and the critical one: 5 of 6.
	if e.Raw != 5 || e.Max != 6 || e.Items != 6 || e.Percent != 83.333333 || e.Date != "2026-02-01" ||
		e.Receipt == "" || e.Source != "results/ann.json" || e.Identity != "self-declared" {
		t.Errorf("%+v", e)
	}
	if !slices.Equal(e.Flags, []verdict.Flag{verdict.TypedID}) {
		t.Errorf("flags %q", e.Flags)
	}
	if len(m.Exceptions) != 0 || m.Counts.Files.Accepted != 1 || m.Counts.Records.Accepted != 1 {
		t.Errorf("%+v %q", m.Counts, reasons(m))
	}
	if m.Staff[0].Required != 1 || m.Staff[0].Met != 1 || m.Staff[1].Met != 0 || m.Cells.Len() != 3 {
		t.Errorf("%+v", m.Staff)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		do   func(f *fixture)
		want []string // exceptions
		says string   // in the first one's words or hint
	}{
		{"a file twice", func(f *fixture) {
			file := f.file(f.sit("H0001", 1, "2026-02-01", right))
			f.handIn("a.json", file)
			f.handIn("b.json", file)
		}, []string{"duplicate duplicate b.json H0001"}, "read before: results/a.json"},
		{"a cumulative file", func(f *fixture) {
			first, second := f.sit("H0001", 1, "2026-02-01", wrongs(3)), f.sit("H0001", 2, "2026-03-01", right)
			f.handIn("a.json", f.file(first))
			f.handIn("b.json", f.file(first, second))
		}, []string{"duplicate duplicate b.json H0001"}, "from results/a.json"},
		{"diverging copies of one attempt", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", wrongs(3))
			f.handIn("a.json", f.file(a))
			b := f.sit("H0001", 1, "2026-02-01", right)
			f.handIn("b.json", f.file(b))
		}, []string{"quarantined divergent a.json H0001", "quarantined divergent b.json H0001"},
			"came in with other contents"},
		{"an attempt under another ID", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			f.handIn("a.json", f.file(a))
			a.Staff = "H0002"
			relog(a)
			f.handIn("b.json", f.file(a))
		}, []string{"quarantined id-of-another a.json H0001", "quarantined id-of-another b.json H0002"},
			"under another staff ID"},
		{"an attempt carried on", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", wrongs(1))
			f.handIn("a.json", f.file(a))
			last := a.Responses[0]
			a.Responses[0].Response = jsontext.Value("null")
			a.Log = append(a.Log[:len(a.Log)-1], fmt.Sprintf(`{"e":"answer","q":%q,"r":null}`, last.Question),
				`{"e":"submit"}`)
			f.handIn("b.json", f.file(a))
		}, []string{"duplicate extended a.json H0001"}, "the later one was read from results/b.json"},
		{"Excel stripped the zeros", func(f *fixture) {
			f.roster = "staff_id,role\n00123,nurse\n"
			f.handIn("a.json", f.file(f.sit("123", 1, "2026-02-01", right)))
		}, []string{"quarantined unknown-staff a.json 123"}, "did the person mean 00123?"},
		{"an altered answer", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", wrongs(3))
			better := f.sit("H0001", 1, "2026-02-01", right)
			a.Responses = better.Responses
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined altered a.json H0001"}, "an answer differs from the event log"},
		{"an altered copy beside the original", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", wrongs(3))
			f.handIn("a.json", f.file(a))
			a.Responses = f.sit("H0001", 1, "2026-02-01", right).Responses
			f.handIn("b.json", f.file(a))
		}, []string{"quarantined altered b.json H0001"}, "an answer differs from the event log"},
		{"an altered log", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			record, err := a.Record()
			f.check(err)
			record.Bytes = bytes.Replace(record.Bytes, []byte(`"head":"`), []byte(`"head":"0`), 1)
			f.handIn("a.json", f.encode("ward", record))
		}, []string{"quarantined altered a.json"}, "does not fit its seal"},
		{"another person's form", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			for ordinal := 2; ; ordinal++ { // a form that leaves out another question
				b := f.sit("H0001", ordinal, "2026-02-01", right)
				if asked(a) != asked(b) {
					a.Responses = b.Responses
					break
				}
			}
			relog(a)
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined wrong-draw a.json H0001"}, "was not drawn for H0001, attempt 1"},
		{"a question of nowhere", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			a.Responses[0].Question = "aaaaaaaaaa"
			relog(a)
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined foreign-question a.json H0001"}, ""},
		{"a question twice", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			a.Responses = append(a.Responses, a.Responses[0])
			relog(a)
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined question-twice a.json H0001"}, ""},
		{"an option of nowhere", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			for i := range a.Responses {
				if !f.keys[a.Responses[i].Question].Critical {
					a.Responses[i].Response = jsontext.Value(`{"choice":"aaaaaaaaaa"}`)
				}
			}
			relog(a)
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined foreign-option a.json H0001"}, ""},
		{"a wording of another revision", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			a.Responses[0].Revision = "r1-" + strings.Repeat("a", 32)
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined wrong-question-revision a.json H0001"}, ""},
		{"an unknown bank", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			a.Bank = "other"
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined unknown-bank a.json H0001"}, "grading kit of this date or later"},
		{"an unknown revision", func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			a.BankRevision = "b1-" + strings.Repeat("a", 32)
			f.handIn("a.json", f.file(a))
		}, []string{"quarantined unknown-revision a.json H0001"}, "handed in on 2026-02-01"},
		{"another site", func(f *fixture) {
			record, err := f.sit("H0001", 1, "2026-02-01", right).Record()
			f.check(err)
			f.handIn("a.json", f.encode("elsewhere", record))
		}, []string{"quarantined other-site a.json H0001"}, `on the site "elsewhere"; this is "ward"`},
		{"the day after tomorrow", func(f *fixture) {
			f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-06-17", right)))
		}, []string{"quarantined future-date a.json H0001"}, "in the future"},
		{"a computer without a clock", func(f *fixture) {
			f.handIn("a.json", f.file(f.sit("H0001", 1, "1980-01-01", right)))
		}, []string{"quarantined implausible-date a.json H0001"}, ""},
		{"the years 1900 and 9999", func(f *fixture) {
			f.handIn("a.json", f.file(f.sit("H0001", 1, "1900-01-01", right)))
			f.handIn("b.json", f.file(f.sit("H0001", 2, "9999-12-31", right)))
		}, []string{"quarantined implausible-date a.json H0001", "quarantined future-date b.json H0001"}, ""},
		{"an unknown kind", func(f *fixture) {
			f.handIn("a.json", f.encode("ward", results.Record{Kind: "poem", ID: "x", Bytes: []byte("roses")}))
		}, []string{"quarantined unknown-kind a.json"}, `kind "poem"`},
		{"one bad record beside a good one", func(f *fixture) {
			good, err := f.sit("H0001", 1, "2026-02-01", right).Record()
			f.check(err)
			f.handIn("a.json", f.encode("ward", good, results.Record{Kind: "attempt", ID: "bad", Bytes: []byte("{}")}))
		}, []string{"quarantined malformed a.json"}, ""},
		{"damaged base64", func(f *fixture) {
			f.handIn("a.json", []byte(`{"format":"coursemark-results/1","site":"ward","player":"x","records":[{"kind":"attempt","id":"x","bytes":"!!"}]}`))
		}, []string{"quarantined malformed a.json"}, "damaged in transit"},
		{"names that stand twice", func(f *fixture) {
			f.handIn("a.json", []byte(`{"format":"coursemark-results/1","site":"ward","site":"ward","records":[]}`))
		}, []string{"quarantined malformed a.json"}, "occurs twice in the same JSON object"},
		{"names that stand twice inside a record", func(f *fixture) {
			record, err := f.sit("H0001", 1, "2026-02-01", right).Record()
			f.check(err)
			record.Bytes = bytes.Replace(record.Bytes, []byte(`{"format"`), []byte(`{"staff":"H0002","format"`), 1)
			f.handIn("a.json", f.encode("ward", record))
		}, []string{"quarantined malformed a.json"}, "occurs twice"},
		{"not results at all", func(f *fixture) {
			f.handIn("empty.json", nil)
			f.handIn("page.html", []byte("<!doctype html><title>My progress</title>"))
			f.handIn("no-records.json",
				[]byte(`{"format":"coursemark-results/1","site":"ward","player":"x","records":[]}`))
			f.handIn("notes.txt", []byte("call Ann"))
			f.handIn("matrix.json", []byte(`{"format":"coursemark-matrix/1"}`))
			f.handIn("Desktop.ini", []byte("x"))
			f.handIn(".DS_Store", []byte("x"))
			f.handIn("~$roster.xlsx", []byte("x"))
			f.handIn("__MACOSX/x.json", []byte("x"))
		}, []string{"passed-over not-results .DS_Store", "passed-over not-results Desktop.ini",
			"passed-over not-results __MACOSX", "quarantined malformed empty.json",
			"passed-over not-results matrix.json", "quarantined no-records no-records.json",
			"quarantined malformed notes.txt", "quarantined malformed page.html",
			"passed-over not-results ~$roster.xlsx"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			test.do(f)
			m := f.grade()
			if got := reasons(m); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if len(m.Exceptions) > 0 && test.says != "" {
				e := m.Exceptions[0]
				if !strings.Contains(e.What+"\n"+e.Hint, test.says) {
					t.Errorf("%q / %q does not say %q", e.What, e.Hint, test.says)
				}
			}
			if carried := m.Evidence.Len() == 1 &&
				slices.Contains(m.Evidence.At(0).Flags, "EXTENDED"); carried != (test.name == "an attempt carried on") {
				t.Errorf("evidence %+v", m.Evidence)
			}
			for _, e := range m.Exceptions {
				if e.What == "" || e.Verdict == "quarantined" && e.Hint == "" {
					t.Errorf("an exception without words or without a way out: %+v", e)
				}
				if strings.Contains(e.What+e.Hint+e.File, f.results) {
					t.Errorf("%+v shows where the machine keeps its files", e)
				}
			}
		})
	}
}

func (f *fixture) encode(site string, records ...results.Record) []byte {
	f.t.Helper()
	b, err := (&results.File{Site: site, Player: "test", Records: records}).Encode()
	f.check(err)
	return b
}

func asked(a *results.Attempt) string {
	var ids []string
	for _, r := range a.Responses {
		ids = append(ids, r.Question)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// Whoever leaves out what they got wrong does not shrink the denominator.
func TestDroppedAnswersStayInTheDenominator(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.sit("H0001", 1, "2026-02-01", wrongs(2))
	whole := slices.Clone(a.Responses)
	a.Responses = slices.DeleteFunc(a.Responses, func(r results.Response) bool {
		return strings.Contains(string(r.Response), f.option(whole[0].Question, "wrong")) ||
			r.Question == whole[0].Question || r.Question == whole[1].Question
	})
	left := len(a.Responses)
	relog(a)
	f.handIn("a.json", f.file(a))
	m := f.grade()
	e := m.Evidence.At(0)
	if left == 6 || e.Max != 6 || e.Items != 6 || !slices.Contains(e.Flags, "ANSWERS-MISSING") ||
		e.Raw > float64(left) {
		t.Errorf("%d answers left: %+v", left, e)
	}
}

func TestCriticalQuestion(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", func(_ string, place int) string {
		if place == 1000 {
			return "right a" // half of it
		}
		return "right"
	})))
	m := f.grade()
	c := m.Cells.At(0)
	if c.Cause != "critical-failed" || *c.Level != 0 || m.Evidence.At(0).Percent < 91 {
		t.Errorf("%+v", c)
	}
}

func TestStaleRevisionIsGradedByItsOwnKey(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	old := f.sit("H0001", 1, "2026-02-01", right)
	oldRevision := f.bank.Revision
	f.publish(strings.ReplaceAll(bankText(), "Question 1?", "Question one, reworded?"))
	if f.bank.Revision == oldRevision {
		t.Fatal("the revision did not change")
	}
	f.handIn("a.json", f.file(old))
	f.handIn("b.json", f.file(f.sit("H0002", 1, "2026-02-01", right)))
	m := f.grade()
	if len(m.Exceptions) != 0 || m.Evidence.Len() != 2 {
		t.Fatalf("%q", reasons(m))
	}
	if e := m.Evidence.At(0); e.Percent != 100 || !slices.Contains(e.Flags, "STALE-REVISION") ||
		e.BankRevision != oldRevision {
		t.Errorf("old: %+v", e)
	}
	if e := m.Evidence.At(1); e.Percent != 100 || slices.Contains(e.Flags, "STALE-REVISION") {
		t.Errorf("new: %+v", e)
	}
}

// Every question's key moves from "right" to "disputed": those who answered
// before keep their points, and those who chose the disputed option gain them.
func TestCorrectedKeyHarmsNobody(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	everyone := map[string]answers{"H0001": right, "H0002": func(_ string, place int) string {
		if place == 1000 {
			return "right"
		}
		return "disputed"
	}}
	for staff, choose := range everyone {
		f.handIn(staff+".json", f.file(f.sit(staff, 1, "2026-02-01", choose)))
	}
	m := f.grade()
	if m.Evidence.At(0).Raw != 6 || m.Evidence.At(1).Raw != 1 {
		t.Fatalf("before: %v and %v", m.Evidence.At(0).Raw, m.Evidence.At(1).Raw)
	}
	corrected := bankText()
	for i := 1; i <= 6; i++ {
		revision := f.keys[f.public(fmt.Sprintf("q%d", i))].Revision
		corrected = strings.Replace(corrected, fmt.Sprintf("text = \"right %d\"\ncorrect = true", i),
			fmt.Sprintf("text = \"right %d\"", i), 1)
		corrected = strings.Replace(corrected, fmt.Sprintf("text = \"disputed %d\"\nfeedback = \"no\"\n", i),
			fmt.Sprintf("text = \"disputed %d\"\ncorrect = true\nfeedback = \"no\"\n[[questions.corrections]]\nrevisions = [%q]\ndate = 2026-03-01\nreason = \"wrong key\"\nchange = \"key\"\n", i, revision), 1)
	}
	f.publish(corrected)
	f.handIn("late.json", f.file(f.sit("H0003", 1, "2026-03-01", func(_ string, place int) string { return "right" })))
	m = f.grade()
	if a, b := m.Evidence.At(0), m.Evidence.At(1); a.Raw != 6 || b.Raw != 6 ||
		!slices.Contains(b.Flags, "CORRECTED-KEY") || slices.Contains(a.Flags, "CORRECTED-KEY") {
		t.Errorf("after: %+v\n%+v", a, b)
	}
	// Handed in on the day of the correction: the new key, by which "right" is wrong.
	if c := m.Evidence.At(2); c.Raw != 1 {
		t.Errorf("late: %+v", c)
	}
}

func TestVoidQuestionLeavesTheDenominator(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.sit("H0001", 1, "2026-02-01", right)
	var drawn string // the authored ID of a question that was drawn
	for _, r := range a.Responses {
		if key := f.keys[r.Question]; !key.Critical {
			drawn = key.Question
		}
	}
	a = f.sit("H0001", 1, "2026-02-01", func(question string, place int) string {
		if question == f.public(drawn) {
			return "wrong"
		}
		return "right"
	})
	f.handIn("a.json", f.file(a))
	if e := f.grade().Evidence.At(0); e.Raw != 5 || e.Max != 6 {
		t.Fatalf("before: %+v", e)
	}
	end := strings.TrimPrefix(drawn, "q")
	f.publish(strings.Replace(bankText(), fmt.Sprintf("text = \"disputed %s\"\nfeedback = \"no\"\n", end),
		fmt.Sprintf("text = \"disputed %s\"\nfeedback = \"no\"\n[[questions.corrections]]\nrevisions = [%q]\ndate = 2026-03-01\nreason = \"faulty\"\nchange = \"void-drop\"\n", end, f.keys[f.public(drawn)].Revision), 1))
	if e := f.grade().Evidence.At(0); e.Raw != 5 || e.Max != 5 || e.Items != 5 ||
		!slices.Contains(e.Flags, "CORRECTED-KEY") {
		t.Errorf("after: %+v", e)
	}
}

func TestOrdinals(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right), f.sit("H0001", 3, "2026-04-01", right)))
	f.handIn("b.json", f.file(f.sit("H0002", 1, "2026-02-01", right), f.sit("H0002", 1, "2026-03-01", right)))
	m := f.grade()
	var got []string
	for _, e := range m.Evidence.All() {
		got = append(got, fmt.Sprintf("%s %d %v", e.Staff, e.Attempt, e.Flags))
	}
	want := []string{"H0001 1 [SELF-DECLARED]", "H0001 3 [ORDINAL-GAP SELF-DECLARED]",
		"H0002 1 [ORDINAL-REPEAT SELF-DECLARED]", "H0002 1 [ORDINAL-REPEAT SELF-DECLARED]"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestDatesAreThoseOfTheSite(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.sit("H0001", 1, "2026-02-01", right)
	a.Started, a.Submitted = "2026-02-01T15:00:00-08:00", "2026-02-01T15:20:00-08:00" // 00:20 on the 2nd in Amsterdam
	f.handIn("a.json", f.file(a))
	if e := f.grade().Evidence.At(0); e.Date != "2026-02-02" || e.Expires != "2027-02-02" || e.HandedIn != a.Submitted {
		t.Errorf("%+v", e)
	}
}

func TestAttemptsThatNoRuleNames(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.write("standards/frameworks/x.toml",
		strings.NewReplacer(`demands = [["quiz"], ["practice"]]`, `demands = [["practice"]]`, "banks = [\"talk\"]\n",
			"").Replace(framework))
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	m := f.grade()
	if want := `accepted attempts at the quiz bank "talk" (1) are evidence of nothing: no rule of the standards names it`; !slices.Contains(m.Notices, want) || m.Evidence.Len() != 0 {
		t.Errorf("%q", m.Notices)
	}
}

func TestObservations(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.seen = `staff_id,competency,indicator,rating,max_rating,method,observed_on,observer_id,observer_name
H0003,C,C-1,2,,practice,2026-03-01,H0001,Ann
H0003,C,C-2,3,4,practice,2026-03-01,H0001,Ann
H0002,C,C-1,2,,practice,2026-03-01,H0002,Bob
H0001,C,C-1,2,,record review,2026-03-01,H0003,Cas
`
	f.handIn("a.json", f.file(f.sit("H0003", 1, "2026-02-01", right)))
	m := f.grade()
	// 2 of 2 and 3 of 4: 5 of 6 is 83.3%, above 75.
	if level, status := cellOf(t, m, "H0003"); level != "2" || status != "current" {
		t.Errorf("level %s, %s", level, status)
	}
	if got, want := reasons(m),
		[]string{"awaiting-confirmation own-observation observations.csv H0002",
			"awaiting-confirmation record-review observations.csv H0001"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if _, status := cellOf(t, m, "H0002"); status != "not-yet" {
		t.Errorf("status %s", status)
	}
}

func TestRosterWithoutIDs(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.roster = "Name;Job\nAnn;nurse\n"
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	_, err := f.tryGrade()
	const want = `roster.csv: the roster has no column "staff_id"; its columns are Name, Job
  hint: call the column with the staff IDs "staff_id": the IDs that people type on the site`
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func TestHugeFileIsRefusedBySize(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many seconds")
	}
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	big, err := os.Create(filepath.Join(f.results, "big.json"))
	f.check(err)
	f.check(big.Truncate(200 << 20))
	f.check(big.Close())
	var m *gradebook.Matrix
	allocated := testing.Benchmark(func(b *testing.B) {
		for range b.N {
			m = f.grade()
		}
	}).AllocedBytesPerOp()
	if got := reasons(m); !slices.Equal(got, []string{"quarantined too-large big.json"}) || m.Counts.Files.In != 2 {
		t.Errorf("%q", got)
	}
	if allocated > 50<<20 {
		t.Errorf("%d MB were allocated", allocated>>20)
	}
	if want := "it has 200 MB; a results file has at most 32 MB"; m.Exceptions[0].What != want {
		t.Errorf("%q", m.Exceptions[0].What)
	}
}

func TestZips(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ann, bob := f.file(f.sit("H0001", 1, "2026-02-01", right)), f.file(f.sit("H0002", 1, "2026-02-01", right))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, content []byte) {
		w, err := z.Create(name)
		f.check(err)
		_, err = w.Write(content)
		f.check(err)
	}
	put("ward/ann.json", ann)
	put("../bob.json", bob)
	put("/etc/bob.json", bob)
	put(`C:\bob.json`, bob)
	put(`..\bob.json`, bob)
	put("ward/ANN.json", bob)
	put("__MACOSX/._ann.json", []byte("x"))
	put("ward/Thumbs.db", []byte("x"))
	put("inner.zip", []byte("PK\x03\x04"))
	put("bomb.json", bytes.Repeat([]byte(" "), 20<<20))
	f.check(z.Close())
	f.handIn("all.zip", b.Bytes())
	f.handIn("broken.zip", b.Bytes()[:b.Len()/2])
	m := f.grade()
	want := []string{"quarantined unsafe-path all.zip/../bob.json", "quarantined unsafe-path all.zip/../bob.json",
		"quarantined unsafe-path all.zip/C:/bob.json", "passed-over not-results all.zip/__MACOSX/._ann.json",
		"quarantined zip-bomb all.zip/bomb.json",
		"quarantined unsafe-path all.zip/etc/bob.json", "quarantined malformed all.zip/inner.zip",
		"quarantined unsafe-path all.zip/ward/ANN.json", "passed-over not-results all.zip/ward/Thumbs.db",
		"quarantined malformed broken.zip"}
	if got := reasons(m); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if m.Evidence.Len() != 1 || m.Evidence.At(0).Source != "results/all.zip/ward/ann.json" {
		t.Errorf("%+v", m.Evidence)
	}
}

func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	outside := filepath.Join(f.t.TempDir(), "bob.json")
	f.check(os.WriteFile(outside, f.file(f.sit("H0002", 1, "2026-02-01", right)), 0o644))
	if err := os.Symlink(outside, filepath.Join(f.results, "bob.json")); err != nil {
		t.Skip("no links here")
	}
	f.handIn("inside/ann.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	f.check(os.Symlink("inside", filepath.Join(f.results, "loop")))
	m := f.grade()
	if got := reasons(m); !slices.Equal(got,
		[]string{"quarantined unsafe-path bob.json", "passed-over not-results loop"}) ||
		m.Counts.Records.Accepted != 1 {
		t.Errorf("%q", got)
	}
}

// The same input gives the same bytes, in whatever order it is named and found.
// Along the way the count equation is held for many mixtures.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	var paths []string
	var files [][]byte
	for i := range 40 {
		staff := fmt.Sprintf("H000%d", rnd.IntN(4)+1)
		a := f.sit(staff, rnd.IntN(3)+1, "2026-02-01", wrongs(rnd.IntN(4)))
		file := f.file(a)
		switch rnd.IntN(8) {
		case 0:
			file = f.file(a, f.sit(staff, rnd.IntN(3)+1, fmt.Sprintf("2026-0%d-01", rnd.IntN(9)+1), right))
		case 1:
			file = file[:rnd.IntN(len(file))]
		case 2:
			file = bytes.Replace(file, []byte("A"), []byte("B"), 3)
		case 3:
			if len(files) > 0 {
				file = files[rnd.IntN(len(files))]
			}
		}
		files = append(files, file)
		name := fmt.Sprintf("%02d.json", i)
		f.handIn(name, file)
		paths = append(paths, filepath.Join(f.results, name))
	}
	var first []byte
	for range 5 {
		m := f.grade(paths...)
		b, err := encode(m)
		f.check(err)
		if first == nil {
			first = b
			if m.Counts.Files.In != 40 || m.Counts.Records.Accepted == 0 || m.Counts.Records.Duplicate == 0 ||
				m.Counts.Records.Quarantined == 0 || m.Counts.Files.Quarantined == 0 {
				t.Errorf("a poor mixture: %+v", m.Counts)
			}
		}
		if !bytes.Equal(b, first) {
			t.Fatal("another order gave another matrix")
		}
		rnd.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
	}
	for range 20 {
		some := paths[:rnd.IntN(len(paths))+1]
		m := f.grade(some...) // balanced
		if m.Counts.Files.In != len(some) {
			t.Errorf("%d files named, %d counted", len(some), m.Counts.Files.In)
		}
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	m := f.grade()
	b, err := encode(m)
	f.check(err)
	var out map[string]any
	f.check(json.Unmarshal(b, &out))
	for _, name := range []string{"exceptions", "evidence", "cells", "staff", "inputs", "notices", "notice_codes"} {
		if _, ok := out[name].([]any); !ok {
			t.Errorf("%s is not a list: %v", name, out[name])
		}
	}
	if !strings.Contains(m.Notices[0], "PROVISIONAL") {
		t.Errorf("%q", m.Notices)
	}
}

// What is said in English goes by the codes beside it: a program can say the same in
// another language.
func TestCodesSayWhatTheSentencesSay(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("ann.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	old := f.grade()
	f.check(os.Remove(filepath.Join(f.results, "ann.json")))
	f.handIn("bob.json", f.file(f.sit("H0002", 1, "2026-02-01", right)))
	now := f.grade()
	old.AsOf = "2026-07-01" // a later one: there is something to say about it
	now.Compare(old)
	b, err := encode(now)
	f.check(err)
	m, faults := gradebook.ReadMatrix("matrix.json", bytes.NewReader(b), "ward")
	f.check(faults.Err())
	if got := words.Notices(m.NoticeCodes); len(got) < 4 || !slices.Equal(got, m.Notices) {
		t.Errorf("got  %q\nwant %q", got, m.Notices)
	}
	kinds := map[gradebook.ChangeKind]bool{}
	for _, c := range m.Changes {
		kinds[c.Kind] = true
		if got := words.Changes(c.Reasons); got != c.Why || string(c.Kind) != c.Reasons[0].Code.Reason() {
			t.Errorf("%s: got %q, want %q", c.Kind, got, c.Why)
		}
	}
	if !kinds[gradebook.NewEvidence] || !kinds[gradebook.EvidenceGone] {
		t.Errorf("%v", kinds)
	}
	for _, e := range m.Evidence.All() {
		if got := words.Notes(e.Notes); got != e.Note {
			t.Errorf("%s: got %q, want %q", e.ID, got, e.Note)
		}
	}
}

func TestChoosingStaff(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	f.handIn("b.json", f.file(f.sit("H0002", 1, "2026-02-01", right)))
	f.handIn("c.json", f.file(f.sit("H0002", 1, "2026-02-01", wrongs(1))))
	o := grading.Options{Projects: projects(f), Results: []string{f.results},
		Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: []byte(f.roster)}}, AsOf: f.asOf,
		Now: f.now, Staff: []string{"h0001"}}
	m, faults := grading.Grade(t.Context(), o)
	f.check(faults.Err())
	if len(m.Staff) != 1 || m.Cells.Len() != 1 || len(m.Exceptions) != 0 {
		t.Errorf("%+v %q", m.Staff, reasons(m))
	}
	o.Staff, o.Team = nil, "south"
	m, faults = grading.Grade(t.Context(), o)
	f.check(faults.Err())
	if len(m.Staff) != 2 || len(m.Exceptions) != 2 {
		t.Errorf("%+v %q", m.Staff, reasons(m))
	}
	o.Staff, o.Team = []string{"H01"}, ""
	_, faults = grading.Grade(t.Context(), o)
	if err := faults.Err(); err == nil || !strings.Contains(err.Error(), "did you mean H0001") {
		t.Errorf("%v", err)
	}
}

// A record's base64 that is cut short never takes others with it.
func TestOneBadFileNeverStopsABatch(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for i := range 20 {
		f.handIn(fmt.Sprintf("bad%d.json", i),
			[]byte(`{"format":"coursemark-results/1","records":[{"kind":"attempt","id":"x`+
				base64.StdEncoding.EncodeToString([]byte{byte(i)})))
	}
	f.handIn("good.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	m := f.grade()
	if m.Counts.Files.Quarantined != 20 || m.Counts.Files.Accepted != 1 {
		t.Errorf("%+v", m.Counts)
	}
}

// An archive that lacks a revision is mended by naming an older kit as well.
func TestSeveralKits(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	older := f.kit()
	f.archive = quiz.NewArchive() // as if the key archive had been lost
	f.publish(strings.ReplaceAll(bankText(), "Question 1?", "Question one, reworded?"))
	newer := f.kit()
	o := grading.Options{Projects: []*project.Project{newer}, Results: []string{f.results},
		Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: []byte(f.roster)}}, AsOf: f.asOf,
		Now: f.now}
	m, faults := grading.Grade(t.Context(), o)
	f.check(faults.Err())
	if got := reasons(m); !slices.Equal(got, []string{"quarantined unknown-revision a.json H0001"}) {
		t.Errorf("%q", got)
	}
	o.Projects = append(o.Projects, older)
	m, faults = grading.Grade(t.Context(), o)
	f.check(faults.Err())
	if len(m.Exceptions) != 0 || m.Evidence.At(0).Percent != 100 ||
		!slices.Contains(m.Evidence.At(0).Flags, "STALE-REVISION") {
		t.Errorf("%q %+v", reasons(m), m.Evidence)
	}
	f.write("coursemark.toml", strings.Replace(config, `"ward"`, `"elsewhere"`, 1))
	o.Projects[1] = f.kit()
	_, faults = grading.Grade(t.Context(), o)
	if err := faults.Err(); err == nil || !strings.Contains(err.Error(), `the kit is for the site "elsewhere"`) {
		t.Errorf("%v", err)
	}
}
