package grading_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
)

// Each case grades, changes one thing, grades again and lists what changed.
func TestChanges(t *testing.T) {
	t.Parallel()
	start := func(f *fixture) {
		f.handIn("ann.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
		f.handIn("bob.json", f.file(f.sit("H0002", 1, "2026-02-01", wrongs(3))))
	}
	for _, test := range []struct {
		name   string
		before func(f *fixture)
		then   func(f *fixture)
		want   []string
	}{
		{"nothing", start, func(*fixture) {}, nil},
		{"new evidence", start, func(f *fixture) {
			f.handIn("bob2.json", f.file(f.sit("H0002", 2, "2026-03-01", right)))
		}, []string{`H0002 C new-evidence 0 not-yet -> 1 current: new evidence: quiz "talk", attempt 2 of 2026-03-01 (results/bob2.json)`}},
		{"the key was corrected", start, func(f *fixture) {
			f.publish(corrected(f, "2026-05-01"))
		}, []string{`H0002 C regrade 0 not-yet -> 1 current: regraded by corrected keys: quiz "talk", attempt 1 of 2026-02-01 (results/bob.json), 6 of 6 points, before 3 of 6`}},
		{"a file is gone", start, func(f *fixture) {
			f.check(os.Remove(filepath.Join(f.results, "ann.json")))
		}, []string{`H0001 C evidence-gone 1 current -> - not-yet: evidence that counted before does not count in this run, or was not handed to it: quiz "talk", attempt 1 of 2026-02-01 (results/ann.json)`}},
		{"a diverging copy came in", start, func(f *fixture) {
			a := f.sit("H0001", 1, "2026-02-01", right)
			a.Responses = f.sit("H0001", 1, "2026-02-01", wrongs(1)).Responses
			relog(a)
			f.handIn("copy.json", f.file(a))
		}, []string{`H0001 C evidence-gone 1 current -> - not-yet: evidence that counted before does not count in this run, or was not handed to it: quiz "talk", attempt 1 of 2026-02-01 (results/ann.json), quarantined: the same record came in with other contents, in results/copy.json`}},
		{"the cut was raised", func(f *fixture) {
			f.handIn("ann.json", f.file(f.sit("H0001", 1, "2026-02-01", wrongs(1))))
		}, func(f *fixture) {
			f.write("standards/frameworks/x.toml",
				strings.NewReplacer("percent = 80", "percent = 90", `version = "1"`,
					`version = "2"`).Replace(framework))
		}, []string{`H0001 C rule-change 1 current -> 0 not-yet: the rule of the competency changed (standards 2, before 1)`}},
		{"only time went by", start, func(f *fixture) { f.asOf = "2026-12-15" },
			[]string{`H0001 C expiry 1 current -> 1 expiring: it expires on 2027-02-01, which is near now`}},
		{"and more time", start, func(f *fixture) { f.asOf = "2027-02-01" },
			[]string{`H0001 C expiry 1 current -> 1 expired: it expired on 2027-02-01`,
				`H0002 C expiry 0 not-yet -> - not-yet: evidence expired: quiz "talk", attempt 1 of 2026-02-01 (results/bob.json), expired on 2027-02-01`}},
		{"another role", start, func(f *fixture) {
			f.roster = strings.Replace(f.roster, "Ann,nurse", "Ann,Team lead", 1)
		}, []string{`H0001 C role-change 1 current -> 1 not-yet: the person's roles changed from nurse to lead: level 2 is required, before level 1`}},
		{"the role asks for more", start, func(f *fixture) {
			f.write("standards/frameworks/x.toml",
				strings.Replace(framework, "level = 1\ndue_within_days = 30", "level = 2\ndue_within_days = 30", 1))
		}, []string{
			`H0001 C requirement-change 1 current -> 1 not-yet: the standards ask something else of the same roles: level 2 is required, before level 1`,
			`H0002 C requirement-change 0 not-yet -> 0 not-yet: the standards ask something else of the same roles: level 2 is required, before level 1`}},
		{"joined and left", start, func(f *fixture) {
			f.roster = strings.Replace(f.roster, "H0002,Bob", "H0009,Bob", 1)
			f.roster = strings.Replace(f.roster, "start\n", "start,end\n", 1)
			f.roster = strings.Replace(f.roster, "H0001,Ann,nurse,North,2026-01-01",
				"H0001,Ann,nurse,North,2026-01-01,2026-06-01", 1)
		}, []string{
			`H0001  left -  -> - : left on 2026-06-01`,
			`H0002  left -  -> - : no longer in the roster`,
			`H0009  joined -  -> - : not in the earlier matrix; in the roster now, since 2026-01-01`}},
		{"two reasons at once", start, func(f *fixture) {
			f.handIn("bob2.json", f.file(f.sit("H0002", 2, "2026-03-01", right)))
			f.write("standards/frameworks/x.toml", strings.Replace(framework, "percent = 80", "percent = 85", 1))
		}, []string{`H0002 C new-evidence 0 not-yet -> 1 current: new evidence: quiz "talk", attempt 2 of 2026-03-01 (results/bob2.json); the rule of the competency changed`}},
		{"an observation was confirmed", func(f *fixture) {
			start(f)
			f.seen = "staff_id,competency,indicator,rating,method,observed_on,observer_id\nH0001,C,C-1,2,practice,2026-03-01,H0001\n"
		}, func(f *fixture) {
			f.seen = strings.Replace(f.seen, ",H0001\n", ",H0003\n", 1)
		}, []string{`H0001 C new-evidence 1 current -> 2 current: new evidence: practice of 2026-03-01 (observations.csv)`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			test.before(f)
			old := f.grade()
			test.then(f)
			if f.asOf > "2026-06-15" {
				f.now = f.now.AddDate(1, 0, 0)
			}
			m := f.grade()
			// Through the file, as the next run gets it.
			b, err := encode(old)
			f.check(err)
			read, faults := gradebook.ReadMatrix("matrix.json", bytes.NewReader(b), "ward")
			f.check(faults.Err())
			m.Compare(read)
			if got := changes(m); strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if m.Previous != "2026-06-15" {
				t.Errorf("previous %q", m.Previous)
			}
		})
	}
}

// corrected makes "wrong" the right answer of every drawn question: whoever
// answered "right" before the date keeps the points.
func corrected(f *fixture, date string) string {
	bank := bankText()
	for i := 1; i <= 6; i++ {
		revision := f.keys[f.public(fmt.Sprintf("q%d", i))].Revision
		bank = strings.Replace(bank, fmt.Sprintf("text = \"right %d\"\ncorrect = true", i),
			fmt.Sprintf("text = \"right %d\"", i), 1)
		bank = strings.Replace(bank, fmt.Sprintf("text = \"wrong %d\"\nfeedback = \"no\"\n", i),
			fmt.Sprintf("text = \"wrong %d\"\ncorrect = true\nfeedback = \"no\"\n[[questions.corrections]]\nrevisions = [%q]\ndate = %s\nreason = \"wrong key\"\nchange = \"key\"\n", i, revision, date), 1)
	}
	return bank
}

func changes(m *gradebook.Matrix) []string {
	level := func(n *int) string {
		if n == nil {
			return "-"
		}
		return fmt.Sprint(*n)
	}
	var out []string
	for _, c := range m.Changes {
		out = append(out, fmt.Sprintf("%s %s %s %s %s -> %s %s: %s", c.Staff, c.Competency, c.Kind, level(c.OldLevel),
			c.OldStatus, level(c.NewLevel), c.NewStatus, c.Why))
	}
	return out
}

// A matrix of one team says nothing of those who are not in it.
func TestChangesOfANarrowedMatrix(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("ann.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	old, now := f.grade(), f.grade()
	now.Staff, now.Narrowed = now.Staff[:1], true
	now.Compare(old)
	if len(now.Changes) != 0 || !strings.Contains(strings.Join(now.Notices, "\n"), "only some of the staff") {
		t.Errorf("%q %q", changes(now), now.Notices)
	}
}

// No difference of a level goes without a line, whatever caused it.
func TestEveryChangeIsListed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("ann.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	old, now := f.grade(), f.grade()
	zero := 0
	now.Cells.At(0).Level, now.Cells.At(0).Met, now.Cells.At(0).Status = &zero, false, competence.NotYet
	now.Tool = "gradebook 2"
	now.Compare(old)
	if got := strings.Join(changes(now),
		"\n"); got != "H0001 C unexplained 1 current -> 0 not-yet: the two matrices do not say why; they were made by gradebook test and gradebook 2" {
		t.Error(got)
	}
}

func TestReadMatrix(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("ann.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	b, err := encode(f.grade())
	f.check(err)
	good := string(b)
	for _, test := range []struct {
		name, from, to string
		want           string
	}{
		{"as it is", "", "", ""},
		{"a name that stands twice", `"site": "ward"`, `"site": "ward", "site": "ward"`,
			"matrix.json: a name occurs twice in the same JSON object (at byte "},
		{"cut off", good[len(good)/2:], "", "matrix.json: it is not JSON, or is cut off (at byte "},
		{"another site", `"site": "ward"`, `"site": "other"`,
			`matrix.json: it is the matrix of the site "other"; this site is "ward"`},
		{"a later format", "coursemark-matrix/1", "coursemark-matrix/2",
			`matrix.json: its format is "coursemark-matrix/2"; this program reads coursemark-matrix/1`},
		{"results", good, `{"format":"coursemark-results/1","site":"ward"}`,
			`matrix.json: it is not a matrix.json: its format is "coursemark-results/1"`},
		{"nothing", good, "", "matrix.json: it is not JSON, or is cut off (at byte 0)"},
		{"null", good, "null", "matrix.json: it is not a matrix.json: it names no format"},
		{"a workbook", good, "PK\x03\x04", "matrix.json: it is a workbook, not a matrix.json"},
		{"a number for a text", `"organisation": "Hospital"`, `"organisation": 5`,
			"matrix.json: the value at /organisation does not belong there"},
		{"no date", `"as_of": "2026-06-15"`, `"as_of": "15-06-2026"`, `matrix.json: as_of: "15-06-2026" is not a date`},
		{"a person twice", `"id": "H0002"`, `"id": "H0001"`, "matrix.json: staff H0001 has no ID, or occurs twice"},
		{"a strange status", `"status": "active"`, `"status": "asleep"`,
			`matrix.json: staff H0001: the status "asleep" is not known`},
		{"bytes that are no text", `"organisation": "Hospital"`, "\"organisation\": \"\xff\"",
			"matrix.json: it is not JSON, or is cut off (at byte "},
		{"a text without end", `"organisation": "Hospital"`, `"organisation": "` + strings.Repeat("x", 20<<20) + `"`,
			"matrix.json: it holds more than a matrix.json does"},
		{"evidence of nobody", `"staff": "H0001",
      "competency": "C",
      "indicators"`, `"staff": "H0009",
      "competency": "C",
      "indicators"`, "matrix.json: H0001, C rests on the evidence E-"},
		{"a cell of nobody", `"staff": "H0003",
      "competency": "C",
      "level"`, `"staff": "H0009",
      "competency": "C",
      "level"`, "matrix.json: H0009, C: this person is not among the staff"},
		{"cells that are no list", `"cells": [`, `"cells": 5, "more": [`,
			"matrix.json: the value at /cells does not belong there"},
		{"a deep one", good, strings.Repeat(`{"a":`, 20000), "matrix.json: it is not JSON, or is cut off (at byte "},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := strings.Replace(good, test.from, test.to, 1)
			m, faults := gradebook.ReadMatrix("matrix.json", strings.NewReader(src), "ward")
			err := faults.Err()
			switch {
			case test.want == "" && (err != nil || m.Cells.Len() != 3):
				t.Errorf("%v", err)
			case test.want != "" && (err == nil || m != nil || !strings.HasPrefix(err.Error(), test.want) ||
				!strings.Contains(err.Error(), "\n  hint: ")):
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

func FuzzMatrix(f *testing.F) {
	x := newFixture(f)
	x.handIn("ann.json", x.file(x.sit("H0001", 1, "2026-02-01", right)))
	now := x.grade()
	b, err := encode(now)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"format":"coursemark-matrix/1","site":"ward","as_of":"2026-01-01","staff":[{"id":"A","status":"active"}],"cells":[{"staff":"A","competency":"C","status":"current"}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		m, faults := gradebook.ReadMatrix("matrix.json", bytes.NewReader(src), "")
		if (m == nil) != faults.Failed() {
			t.Fatalf("%v", faults.Err())
		}
		if m == nil {
			return
		}
		again, err := encode(m)
		if err != nil {
			t.Fatal(err)
		}
		if _, faults := gradebook.ReadMatrix("matrix.json", bytes.NewReader(again), ""); faults.Failed() {
			t.Fatalf("what was read cannot be read again: %v", faults.Err())
		}
		if list := gradebook.Changes(m, m); len(list) != 0 {
			t.Fatalf("a matrix differs from itself: %+v", list)
		}
		for _, c := range gradebook.Changes(m, now) {
			if c.Why == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}
