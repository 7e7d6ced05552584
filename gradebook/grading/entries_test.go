package grading_test

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// otherKinds adds to the fixture's framework what records of other kinds are
// evidence of. demands are those of its only competency.
func otherKinds(f *fixture, demands string) {
	f.t.Helper()
	f.write("standards/frameworks/x.toml", strings.NewReplacer("[validity]", `[[evidence]]
kind = "written"
max_level = 2
min_items = 1
cuts = [{ level = 1, percent = 50 }, { level = 2, percent = 75 }]
[[evidence]]
kind = "rating"
max_level = 0
[validity]`, `demands = [["quiz"], ["practice"]]`, "demands = "+demands).Replace(framework))
}

// head begins an entry; what tells entries of one person apart.
func head(staff, at, what string) results.Header {
	return results.Header{ID: results.AttemptID(sha256.Sum256([]byte(staff + at + what))), Site: "ward", Staff: staff,
		Name: "Typed", Lang: "en", At: at + "T10:00:00+01:00"}
}

func sawPractice(observer, subject, day string, ratings ...float64) *results.Observation {
	o := &results.Observation{Header: head(observer, day, "saw"+subject), Subject: subject, Competency: "C",
		MaxRating: 2, ObservedOn: day, Method: "practice", Setting: "ward round"}
	for i, r := range ratings {
		o.Ratings = append(o.Ratings, results.IndicatorRating{Indicator: fmt.Sprintf("C-%d", i+1), Rating: r})
	}
	return o
}

func (f *fixture) entries(list ...results.Entry) []byte {
	f.t.Helper()
	file := &results.File{Site: "ward", Player: "test"}
	for _, e := range list {
		r, err := results.EntryRecord(e)
		f.check(err)
		file.Records = append(file.Records, r)
	}
	b, err := file.Encode()
	f.check(err)
	return b
}

func document(path, content string) sheets.Document {
	return sheets.Document{Path: path, Content: []byte(content)}
}

func rows[T any](all iter.Seq2[int, *T]) (out []*T) {
	for _, row := range all {
		out = append(out, row)
	}
	return out
}

// observed lists observations: observer, whether they count, flags and identity.
func observed(m *gradebook.Matrix) []string {
	out := []string{}
	for _, e := range m.Evidence.All() {
		if e.Method != "" {
			out = append(out, fmt.Sprintf("%s by %s counts %v, %s, %s", e.Staff, e.Assessor, e.Counts, e.Identity,
				strings.Trim(fmt.Sprint(e.Flags), "[]")))
		}
	}
	return out
}

const register = "assessor_id,name,competency,from,until\nH0003,Cas,C,2026-01-01,2026-12-31\n"

// An observation that somebody handed in under an ID that they typed is worth
// nothing by itself.
func TestObservationRecordsAwaitConfirmation(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	otherKinds(f, `[["practice"]]`)
	f.handIn("cas.json", f.entries(sawPractice("H0003", "H0001", "2026-02-01", 2, 2),
		sawPractice("H0003", "H0002", "2026-02-02", 2, 1)))

	m := f.grade()
	if got, want := reasons(m),
		[]string{"awaiting-confirmation unregistered-observer cas.json H0001",
			"awaiting-confirmation unregistered-observer cas.json H0002"}; !slices.Equal(got, want) ||
		len(m.Cases) != 2 {
		t.Errorf("without a register: %q, %d cases", got, len(m.Cases))
	}
	if level, status := cellOf(t, m, "H0001"); level != "-" || status != "pending" {
		t.Errorf("without a register: level %s, %s", level, status)
	}
	if m.Counts.Records != (verdict.Count{In: 2, Quarantined: 2}) {
		t.Errorf("%+v", m.Counts.Records)
	}
	// HR stands in for one of them.
	one := decide(slices.DeleteFunc(m.Cases, func(c sheets.Case) bool { return c.Staff != "H0001" }), "confirm,")
	m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = one })
	if got, want := observed(m),
		[]string{"H0001 by Typed (H0003) counts true, self-declared, DECIDED SELF-DECLARED",
			"H0002 by Typed (H0003) counts false, self-declared, SELF-DECLARED"}; !slices.Equal(got, want) {
		t.Errorf("one confirmed: %q", got)
	}

	// The register alone is not enough: the ID was typed.
	registered := func(o *grading.Options) { o.Sheets["assessors"] = document("assessors.csv", register) }
	m = f.gradeWith(registered)
	if got := reasons(m); len(m.Cases) != 1 || len(got) != 2 ||
		!strings.HasPrefix(got[0], "awaiting-confirmation unconfirmed-observer") {
		t.Errorf("registered: %q, %d cases", got, len(m.Cases))
	}
	// One decision holds for the assessor's whole file, also under another name.
	whole := decide(m.Cases, "confirm,")
	m = f.gradeWith(func(o *grading.Options) { registered(o); o.Sheets["decisions"] = whole })
	if got, want := observed(m),
		[]string{"H0001 by Typed (H0003), registered for C from 2026-01-01 until 2026-12-31 counts true, self-declared, DECIDED SELF-DECLARED", "H0002 by Typed (H0003), registered for C from 2026-01-01 until 2026-12-31 counts true, self-declared, DECIDED SELF-DECLARED"}; !slices.Equal(got, want) {
		t.Errorf("confirmed: %q", got)
	}
	if level, status := cellOf(t, m, "H0001"); level != "2" || status != "current" ||
		m.Counts.Records != (verdict.Count{In: 2, Accepted: 2}) {
		t.Errorf("level %s, %s, %+v", level, status, m.Counts.Records)
	}
	if e := m.Evidence.At(0); e.RecordID == "" || e.Receipt == "" || e.AttemptID != "" || e.Setting != "ward round" ||
		e.Date != "2026-02-01" {
		t.Errorf("%+v", e)
	}
	if got := reasons(m); !slices.Equal(got, []string{"decided unconfirmed-observer cas.json H0001"}) {
		t.Errorf("%q", got)
	}
	// The next file holds all of this and one more: only that one is new.
	f.handIn("a-later.json",
		f.entries(sawPractice("H0003", "H0001", "2026-02-01", 2, 2), sawPractice("H0003", "H0002", "2026-02-02", 2, 1),
			sawPractice("H0003", "H0001", "2026-05-05", 1, 1)))
	m = f.gradeWith(func(o *grading.Options) { registered(o); o.Sheets["decisions"] = whole })
	counting := 0
	for _, e := range m.Evidence.All() {
		if e.Counts {
			counting++
		}
	}
	if counting != 2 || len(m.Cases) != 1 ||
		m.Counts.Records != (verdict.Count{In: 5, Accepted: 2, Duplicate: 2, Quarantined: 1}) {
		t.Errorf("%d count, %d cases, %+v, %q", counting, len(m.Cases), m.Counts.Records, reasons(m))
	}
}

func TestNobodyConfirmsTheirOwnObservation(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	otherKinds(f, `[["practice"]]`)
	early := sawPractice("H0003", "H0002", "2026-02-01", 2)
	early.ObservedOn = "2026-06-16"
	f.handIn("cas.json", f.entries(sawPractice("H0003", "H0001", "2026-02-01", 2, 2),
		sawPractice("H0003", "H0003", "2026-02-03", 2, 2), early, sawPractice("H0002", "H0001", "2026-03-01", 2)))
	registered := func(o *grading.Options) { o.Sheets["assessors"] = document("assessors.csv", register) }
	m := f.gradeWith(registered)
	want := []string{"awaiting-confirmation unconfirmed-observer cas.json H0001",
		"awaiting-confirmation own-observation cas.json H0003", "quarantined future-date cas.json H0002",
		"awaiting-confirmation unregistered-observer cas.json H0001"}
	if got := reasons(m); !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	cases := slices.DeleteFunc(slices.Clone(m.Cases),
		func(c sheets.Case) bool { return c.Problem != "unconfirmed observer" })
	for by, counts := range map[string]bool{"Cas": false, "Ann": false, "H0001": false, "Eve": true} {
		d := decide(cases, "confirm,")
		d.Content = []byte(strings.Replace(string(d.Content), "Eve", by, 1))
		m := f.gradeWith(func(o *grading.Options) { registered(o); o.Sheets["decisions"] = d })
		if got := slices.ContainsFunc(rows(m.Evidence.All()),
			func(e *competence.Evidence) bool { return e.Counts }); got != counts {
			t.Errorf("confirmed by %s: counts %v, %q", by, got, reasons(m))
		}
	}
}

// The same observation as rows of the table and as records: it counts once.
func TestOneObservationCountsOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	otherKinds(f, `[["practice"]]`)
	f.seen = "staff_id,competency,indicator,rating,method,observed_on,observer_id,observer_name\nH0001,C,C-1,2,practice,2026-02-01,H0003,Cas\nH0001,C,C-2,1,practice,2026-02-01,H0003,Cas\n" +
		"H0003,C,C-1,2,practice,2026-03-01,H0002,Bob\n"
	again := sawPractice("H0003", "H0002", "2026-03-02", 2, 2)
	again.ID = head("x", "y", "z").ID
	other := sawPractice("H0003", "H0002", "2026-03-05", 2, 2)
	differs := sawPractice("H0003", "H0002", "2026-03-05", 2, 0)
	differs.ID = head("x", "y", "w").ID
	f.handIn("cas.json", f.entries(sawPractice("H0003", "H0001", "2026-02-01", 2, 1),
		sawPractice("H0003", "H0002", "2026-03-02", 2, 2), again, other, differs))
	m := f.grade()
	want := []string{"duplicate duplicate cas.json H0001", "awaiting-confirmation unregistered-observer cas.json H0002",
		"duplicate duplicate cas.json H0002", "quarantined rated-twice cas.json H0002",
		"quarantined rated-twice cas.json H0002"}
	if got := reasons(m); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	// Bob observed Cas and Cas Bob within a month: one by the table, one by a record.
	if got, want := observed(m),
		[]string{"H0001 by Cas (H0003) counts true, imported-by-hr, ",
			"H0002 by Typed (H0003) counts false, self-declared, RECIPROCAL SELF-DECLARED",
			"H0003 by Bob (H0002) counts true, imported-by-hr, RECIPROCAL"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	// The table is what HR vouches for: another rating in a record does not shake it.
	f.handIn("cas.json", f.entries(sawPractice("H0003", "H0001", "2026-02-01", 2, 2)))
	m = f.grade()
	if got := reasons(m); !slices.Equal(got, []string{"quarantined rated-twice cas.json H0001"}) {
		t.Errorf("%q", got)
	}
	if level, _ := cellOf(t, m, "H0001"); level != "2" {
		t.Errorf("level %s", level)
	}
}

func written(staff, day string) *results.Written {
	return &results.Written{Header: head(staff, day, "wrote"), Competency: "C", Indicators: []string{"C-1", "C-2"},
		Task: "Describe it.", Text: "I did this.\n=SUM(A1)"}
}

func TestWrittenAnswersAreMarked(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	otherKinds(f, `[["written"]]`)
	w := written("H0001", "2026-02-01")
	f.handIn("ann.json", f.entries(w))
	m := f.grade()
	if level, status := cellOf(t, m, "H0001"); level != "-" || status != "pending" ||
		m.Cells.At(0).Cause != competence.AwaitingMarking || m.Counts.Records.Accepted != 1 {
		t.Errorf("unmarked: %s %s %s %+v", level, status, m.Cells.At(0).Cause, m.Counts.Records)
	}
	if b, err := encode(m); err != nil || strings.Contains(string(b), "I did this") {
		t.Error("the text stands in matrix.json", err)
	}
	r, err := results.EntryRecord(w)
	f.check(err)
	const columns = "staff_id,competency,indicator,rating,method,observed_on,observer_id,observer_name,record\n"
	for name, c := range map[string]struct {
		rows           string
		level, status  string
		why            []string
		assessors      bool
		accepted, kept int
	}{
		"by its ID": {"H0001,C,C-1,2,written,2026-02-10,H0003,Cas," + w.ID +
			"\nH0001,C,C-2,1,written,2026-02-10,H0003,Cas," + w.ID, "2", "current", []string{}, true, 2, 0},
		"by its receipt": {"H0001,C,C-1,1,written,2026-02-10,H0003,Cas," +
			strings.ToLower(results.Receipt(r.Bytes)), "1", "not-yet", []string{}, false, 1, 0},
		"nothing": {"H0001,C,C-1,0,written,2026-02-10,H0003,Cas," + w.ID, "0", "not-yet", []string{},
			false, 1, 0},
		"another's": {"H0002,C,C-1,2,written,2026-02-10,H0003,Cas," + w.ID, "-", "pending",
			[]string{"quarantined mark-of-another observations.csv H0002"}, false, 0, 1},
		"one that is not here": {"H0001,C,C-1,2,written,2026-02-10,H0003,Cas,abc", "-", "pending",
			[]string{"quarantined no-such-record observations.csv H0001"}, false, 0, 1},
		"of no record": {"H0001,C,C-1,2,written,2026-02-10,H0003,Cas,", "-", "pending",
			[]string{"quarantined no-record observations.csv H0001"}, false, 0, 1},
		"by themselves": {"H0001,C,C-1,2,written,2026-02-10,H0001,Ann," + w.ID, "-", "pending",
			[]string{"awaiting-confirmation own-observation observations.csv H0001"}, false, 0, 1},
		"by somebody unknown": {"H0001,C,C-1,2,written,2026-02-10,H0002,Bob," + w.ID, "-", "pending",
			[]string{"awaiting-confirmation unregistered-observer observations.csv H0001"}, true, 0, 1},
		"by two who differ": {"H0001,C,C-1,2,written,2026-02-10,H0003,Cas," + w.ID +
			"\nH0001,C,C-1,1,written,2026-02-11,H0002,Bob," + w.ID, "-", "pending",
			[]string{"quarantined rated-twice observations.csv H0001",
				"quarantined rated-twice observations.csv H0001"}, false, 0, 2},
	} {
		f.seen = columns + c.rows + "\n"
		m := f.gradeWith(func(o *grading.Options) {
			if c.assessors {
				o.Sheets["assessors"] = document("assessors.csv", register)
			}
		})
		level, status := cellOf(t, m, "H0001")
		if got := reasons(m); level != c.level || status != c.status && c.level != "1" && c.level != "0" ||
			!slices.Equal(got, c.why) {
			t.Errorf("marked %s: level %s, %s, %q", name, level, status, got)
		}
		if m.Counts.Observations != (verdict.Count{In: c.accepted + c.kept, Accepted: c.accepted,
			Quarantined: c.kept}) {
			t.Errorf("marked %s: %+v", name, m.Counts.Observations)
		}
	}
}

func TestSelfRating(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	otherKinds(f, `[["rating"], ["practice"]]`)
	f.seen = "staff_id,competency,indicator,rating,method,observed_on,observer_id\nH0001,C,C-1,2,practice,2026-02-01,H0003\nH0002,C,C-1,2,practice,2026-02-01,H0003\n"
	f.handIn("ann.json", f.entries(&results.Rating{Header: head("H0001", "2026-02-05", "me"), Competency: "C",
		Rating: 1, MaxRating: 4}))
	m := f.grade()
	if level, status := cellOf(t, m, "H0001"); level != "2" || status != "current" {
		t.Errorf("rated: %s %s", level, status)
	}
	if level, status := cellOf(t, m, "H0002"); level == "2" || status != "not-yet" {
		t.Errorf("not rated: %s %s", level, status)
	}
	for _, e := range m.Evidence.All() {
		if e.Kind == "rating" && (!e.Counts || e.Max != 0 || e.Level != nil || e.Date != "2026-02-05") {
			t.Errorf("%+v", e)
		}
	}
}

// What is no evidence is accepted all the same, and a reflection stays its
// writer's.
func TestOtherRecordsAreAccepted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	reflection := &results.Reflection{Header: head("H0001", "2026-02-05", "thought"), Page: "calm/01-talk/02-after",
		Text: "I was afraid."}
	log := &results.PracticeLog{Header: head("H0001", "2026-02-05", "practised"), Page: "calm/01-talk/02-after",
		Answered: 7}
	strange := &results.PracticeLog{Header: head("X99", "2026-02-05", "practised"), Page: "calm", Answered: 1}
	f.handIn("ann.json", f.entries(reflection, log, reflection, strange,
		&results.Rating{Header: head("H0001", "2026-02-05", "me"), Competency: "Q", Rating: 1, MaxRating: 4}))
	m := f.grade()
	if m.Counts.Records != (verdict.Count{In: 5, Accepted: 2, Duplicate: 1, Quarantined: 2}) || m.Evidence.Len() != 0 {
		t.Errorf("%+v, %+v", m.Counts.Records, m.Evidence)
	}
	if got, want := reasons(m),
		[]string{"duplicate duplicate ann.json H0001", "quarantined unknown-staff ann.json X99",
			"quarantined unknown-competency ann.json H0001"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if p := m.Staff[0]; p.Reflections != 1 || p.PracticeLogs != 1 {
		t.Errorf("%+v", p)
	}
	b, err := encode(m)
	if err != nil || strings.Contains(string(b), "afraid") || strings.Contains(string(b), "02-after") {
		t.Error("what was thought over stands in matrix.json", err)
	}
}

// Records that are too many for memory are settled as a few are.
func TestManyOtherRecordsAreSettledAsFewAre(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	otherKinds(f, `[["rating"], ["written", "practice"]]`)
	w := written("H0001", "2026-02-01")
	f.seen = "staff_id,competency,indicator,rating,method,observed_on,observer_id,observer_name,record\nH0001,C,C-1,2,written,2026-02-10,H0003,Cas," + w.ID + "\nH0003,C,C-1,2,practice,2026-03-01,H0001,Ann,\n"
	again := sawPractice("H0003", "H0002", "2026-03-02", 2, 2)
	again.ID = head("x", "y", "z").ID
	f.handIn("cas.json", f.entries(sawPractice("H0003", "H0001", "2026-03-05", 2, 2),
		sawPractice("H0003", "H0002", "2026-03-02", 2, 2), again, w,
		&results.Rating{Header: head("H0001", "2026-02-05", "me"), Competency: "C", Rating: 1, MaxRating: 4},
		&results.Completion{Header: head("H0001", "2026-02-06", "read"), Module: "calm/talk", Title: "Talking",
			Version: "m1-abcdefghij"}))
	registered := func(o *grading.Options) {
		o.Sheets["assessors"] = document("assessors.csv", register+"H0001,Ann,C,2026-01-01,2026-12-31\n")
	}
	confirmed := decide(f.gradeWith(registered).Cases, "confirm,")
	grade := func() *gradebook.Matrix {
		return f.gradeWith(func(o *grading.Options) { registered(o); o.Sheets["decisions"] = confirmed })
	}
	few := grade()
	if got, want := observed(few),
		[]string{"H0001 by Typed (H0003), registered for C from 2026-01-01 until 2026-12-31 counts true, self-declared, DECIDED RECIPROCAL SELF-DECLARED", "H0002 by Typed (H0003), registered for C from 2026-01-01 until 2026-12-31 counts true, self-declared, DECIDED SELF-DECLARED", "H0003 by Ann (H0001), registered for C from 2026-01-01 until 2026-12-31 counts true, imported-by-hr, RECIPROCAL"}; !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	const files, inEach = 10, 900
	for n := range files {
		var logs []results.Entry
		for i := range inEach {
			logs = append(logs, &results.PracticeLog{Header: head("H0002", "2026-02-05", fmt.Sprint(n, i)),
				Page: "calm", Answered: 1})
		}
		f.handIn(fmt.Sprintf("%d.json", n), f.entries(logs...)) // before cas.json in the order of paths
	}
	many := grade()
	if many.Staff[1].PracticeLogs != files*inEach || many.Counts.Records.In != few.Counts.Records.In+files*inEach {
		t.Errorf("%+v %+v", many.Staff[1], many.Counts.Records)
	}
	if !slices.Equal(reasons(many), reasons(few)) {
		t.Errorf("%q, not %q", reasons(many), reasons(few))
	}
	for name, pair := range map[string][2]any{
		"evidence": {rows(many.Evidence.All()), rows(few.Evidence.All())},
		"cells":    {rows(many.Cells.All()), rows(few.Cells.All())},
		"training": {rows(many.Training.All()), rows(few.Training.All())},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) || reflect.ValueOf(pair[0]).Len() == 0 {
			t.Errorf("the %s differ", name)
		}
	}
}
