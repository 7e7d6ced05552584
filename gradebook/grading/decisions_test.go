package grading_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// gradeWith grades with further tables on the desk.
func (f *fixture) gradeWith(change func(o *grading.Options), args ...string) *gradebook.Matrix {
	f.t.Helper()
	if args == nil {
		args = []string{f.results}
	}
	o := grading.Options{Projects: []*project.Project{f.kit()}, Results: args,
		Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: []byte(f.roster)}}, AsOf: f.asOf,
		Now: f.now, Tool: "gradebook test"}
	if f.seen != "" {
		o.Sheets["observations"] = sheets.Document{Path: "observations.csv", Content: []byte(f.seen)}
	}
	change(&o)
	m, faults := grading.Grade(f.t.Context(), o)
	f.check(faults.Err())
	balanced(f.t, m)
	return m
}

// decide writes a table of decisions: what HR would fill in beside the case.
func decide(cases []sheets.Case, decisions ...string) sheets.Document {
	var b strings.Builder
	b.WriteString("case,decision,staff_id,reason,decided_by,decided_on\n")
	for i, c := range cases {
		if i < len(decisions) && decisions[i] != "" {
			fmt.Fprintf(&b, "%s,%s,called her,Eve,2026-06-01\n", c.ID, decisions[i])
		}
	}
	return sheets.Document{Path: "decisions.csv", Content: []byte(b.String())}
}

func TestCountAs(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H001", 1, "2026-02-01", wrongs(1))))
	f.handIn("b.json", f.file(f.sit("X99", 1, "2026-02-01", right)))
	m := f.grade()
	if len(m.Cases) != 2 || m.Cases[0].Proposal != "count-as H0001 (Ann)" ||
		m.Cases[1].Proposal != "nobody in the roster has an ID like this" {
		t.Fatalf("%+v", m.Cases)
	}
	table := decide(m.Cases, "count-as,H0001", "reject,")
	m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = table })
	e := m.Evidence.At(0)
	if m.Evidence.Len() != 1 || e.Staff != "H0001" || e.Raw != 5 || !slices.Contains(e.Flags, "DECIDED") ||
		e.Note != "handed in as H001; decided by Eve on 2026-06-01: called her" {
		t.Errorf("%+v", m.Evidence)
	}
	var got []string
	for _, e := range m.Exceptions {
		got = append(got, string(e.Verdict)+" "+e.Staff+": "+e.What)
	}
	want := []string{`decided H0001: the staff ID "H001" is not in the roster; counted as H0001; decided by Eve on 2026-06-01: called her`,
		`decided X99: the staff ID "X99" is not in the roster; rejected, decided by Eve on 2026-06-01: called her`}
	if !slices.Equal(got, want) || len(m.Cases) != 0 {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if m.Counts.Records != (verdict.Count{In: 2, Accepted: 1, Quarantined: 1}) {
		t.Errorf("%+v", m.Counts)
	}
	if level, status := cellOf(t, m, "H0001"); level != "1" || status != "current" {
		t.Errorf("level %s, %s", level, status)
	}
	// The file under another name is the same case; the person concerned does not
	// decide; a decision that does not fit is not applied.
	f.results = filepath.Join(t.TempDir(), "results")
	f.handIn("renamed (1).json", f.file(f.sit("H001", 1, "2026-02-01", wrongs(1))))
	if m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = table }); m.Evidence.Len() != 1 {
		t.Errorf("%q", reasons(m))
	}
	for change, want := range map[string]string{"Eve/Ann": "own-decision",
		"count-as/confirm": "decision-does-not-fit"} {
		old, with, _ := strings.Cut(change, "/")
		other := table
		other.Content = bytes.ReplaceAll(table.Content, []byte(old), []byte(with))
		m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = other })
		if got := reasons(m); m.Evidence.Len() != 0 || len(m.Cases) != 1 ||
			!slices.ContainsFunc(got,
				func(r string) bool { return strings.HasPrefix(r, "quarantined "+want+" decisions.csv") }) {
			t.Errorf("%s: %q", change, got)
		}
	}
}

// A revision that no kit has: nothing is gained by leaving out what is unknown.
func TestAcceptStale(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.sit("H0001", 1, "2026-02-01", right)
	other := f.sit("H0002", 1, "2026-02-01", right)
	odd := f.sit("H0003", 1, "2026-02-01", right)
	a.BankRevision, other.BankRevision, odd.BankRevision = "b1-"+strings.Repeat("a", 32), "b1-"+strings.Repeat("b", 32),
		"b1-"+strings.Repeat("c", 32)
	a.Responses[0].Revision = "r1-" + strings.Repeat("a", 32) // a wording that is lost
	for i := range odd.Responses {
		odd.Responses[i].Revision = "r1-" + strings.Repeat("a", 32)
	}
	critical := slices.IndexFunc(other.Responses, func(r results.Response) bool { return f.keys[r.Question].Critical })
	other.Responses = slices.Delete(other.Responses, critical, critical+1)
	for _, x := range []*results.Attempt{a, other, odd} {
		relog(x)
		f.handIn(x.Staff+".json", f.file(x))
	}
	m := f.grade()
	if got := reasons(m); len(m.Cases) != 3 ||
		m.Cases[0].Proposal != "a newer grading kit is the better way; otherwise accept-stale" {
		t.Fatalf("%q %+v", got, m.Cases)
	}
	m = f.gradeWith(func(o *grading.Options) {
		o.Sheets["decisions"] = decide(m.Cases, "accept-stale,", "accept-stale,", "accept-stale,")
	})
	if got, want := reasons(m),
		[]string{"decided unknown-revision H0001.json H0001", "decided unknown-revision H0002.json H0002",
			"quarantined unknown-revision H0003.json H0003"}; !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	e := m.Evidence.At(0)
	if e.Raw != 5 || e.Max != 6 || !slices.Contains(e.Flags, "DECIDED") ||
		!slices.Contains(e.Flags, "STALE-REVISION") ||
		!strings.HasPrefix(e.Note,
			"5 of 6 questions are in a wording whose answer key is there; the others count as blank; decided by Eve") {
		t.Errorf("%+v", e)
	}
	// The critical question was cut out: it counts, blank, and fails.
	if e := m.Evidence.At(1); e.Raw != 5 || e.Max != 6 || !slices.Contains(e.Flags, "CRITICAL-FAILED") ||
		!slices.Contains(e.Flags, "ANSWERS-MISSING") {
		t.Errorf("%+v", e)
	}
	if !strings.Contains(m.Exceptions[2].What, "it was accepted, but there is nothing to score it by") {
		t.Errorf("%+v", m.Exceptions[2])
	}
}

// Of two versions of one attempt, or two names on it, one can be rejected.
func TestRejectedVersion(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", wrongs(1))))
	f.handIn("b.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	copied := f.sit("H0002", 1, "2026-02-01", right)
	f.handIn("c.json", f.file(copied))
	copied.Staff = "H0003"
	relog(copied)
	f.handIn("d.json", f.file(copied))
	m := f.grade()
	if got := reasons(m); !slices.Equal(got,
		[]string{"quarantined divergent a.json H0001", "quarantined divergent b.json H0001",
			"quarantined id-of-another c.json H0002", "quarantined id-of-another d.json H0003"}) {
		t.Fatalf("%q", got)
	}
	if m.Suspicions[0].Flag != "ID-OF-ANOTHER" || len(m.Suspicions) != 2 {
		t.Errorf("%+v", m.Suspicions)
	}
	table := decide(m.Cases, "", "reject,", "", "reject,")
	m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = table })
	if got := reasons(m); !slices.Equal(got,
		[]string{"decided divergent b.json H0001", "decided id-of-another d.json H0003"}) || m.Evidence.Len() != 2 {
		t.Errorf("%q %+v", got, m.Evidence)
	}
	for _, e := range m.Evidence.All() {
		if !slices.Contains(e.Flags, "DECIDED") ||
			e.Note != "another version of it was rejected; decided by Eve on 2026-06-01: called her" ||
			e.Staff == "H0001" && e.Raw != 5 {
			t.Errorf("%+v", e)
		}
	}
	// It stays out where the other one is gone.
	m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = table }, filepath.Join(f.results, "b.json"))
	if got := reasons(m); !slices.Equal(got,
		[]string{"decided divergent b.json H0001", "note no-such-case decisions.csv"}) || m.Evidence.Len() != 0 {
		t.Errorf("%q %+v", got, m.Evidence)
	}
}

func TestDecidedObservation(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.seen = "staff_id,competency,indicator,rating,method,observed_on,observer_id,observer_name\nH003,C,C-1,2,practice,2026-03-01,H0001,Ann\nH003,C,C-2,2,practice,2026-03-01,H0001,Ann\n"
	m := f.grade()
	if len(m.Cases) != 1 || len(m.Exceptions) != 2 { // one observation, two rows
		t.Fatalf("%+v", m.Cases)
	}
	m = f.gradeWith(func(o *grading.Options) { o.Sheets["decisions"] = decide(m.Cases, "count-as,H0003") })
	if e := m.Evidence.At(0); m.Evidence.Len() != 1 || e.Staff != "H0003" || e.Raw != 4 ||
		!slices.Contains(e.Flags, "DECIDED") || m.Counts.Observations.Accepted != 2 {
		t.Errorf("%+v %q", e, reasons(m))
	}
}

func TestReceipts(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	register := "file_sha256,record_sha256,received_on,name\n"
	for i, day := range []string{"2026-02-01", "2026-02-01", "2026-12-24"} { // the last clock is ahead
		a := f.sit(fmt.Sprintf("H000%d", i+1), 1, day, right)
		f.handIn(a.Staff+".json", f.file(a))
		record, err := a.Record()
		f.check(err)
		sum := sha256.Sum256(record.Bytes)
		if i != 1 {
			register += fmt.Sprintf("%064d,%s,2026-02-0%d,x.json\n", i, hex.EncodeToString(sum[:]), i+3)
		}
	}
	m := f.gradeWith(func(o *grading.Options) {
		o.Sheets["register"] = sheets.Document{Path: "received.csv", Content: []byte(register)}
	})
	var got []string
	for _, e := range m.Evidence.All() {
		got = append(got, fmt.Sprintf("%s %s received %q: %s", e.Staff, e.Date, e.FirstReceived, e.Note))
	}
	want := []string{`H0001 2026-02-01 received "2026-02-03": `, `H0002 2026-02-01 received "": receipt unknown`,
		`H0003 2026-02-05 received "2026-02-05": received on 2026-02-05, before the 2026-12-24 of the computer on which it was handed in: that clock was ahead`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if notice := "2 of 3 records are in the register of receipt, and count from the day of handing in or of receipt, whichever is earlier; the receipt of the others is unknown"; !slices.Contains(m.Notices, notice) {
		t.Errorf("%q", m.Notices)
	}
	if m.Inputs.At(1).Role != "register" {
		t.Errorf("%+v", m.Inputs)
	}
}

// A bank without a draw gives everybody the same form, and a file can be copied.
func TestSuspicions(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.publish(strings.Replace(bankText(), "count = 5", "count = 6", 1))
	// Answers by question: the forms differ in order alone.
	some := func(question string, _ int) string {
		if question == f.public("q1") || question == f.public("q2") {
			return "wrong"
		}
		return "right"
	}
	a := f.sit("H0001", 1, "2026-02-01", some)
	b := f.sit("H0002", 1, "2026-02-01", some) // the same second
	c := f.sit("H0003", 1, "2026-02-02", some) // another day
	for _, x := range []*results.Attempt{a, b, c} {
		f.handIn(x.Staff+".json", f.file(x))
	}
	m := f.grade()
	var got []string
	for _, s := range m.Suspicions {
		got = append(got, fmt.Sprintf("%d %s %s %d", s.Group, s.Flag, s.Staff, s.Mistakes))
	}
	if want := []string{"1 COPY-SUSPECTED H0001 2", "1 COPY-SUSPECTED H0002 2"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	encoded, err := encode(m)
	f.check(err)
	if strings.Contains(string(encoded), "COPY-SUSPECTED") || strings.Contains(string(encoded), "uspicion") {
		t.Error("matrix.json holds a suspicion")
	}
	list := ledger.EncodeSuspicions(m.Suspicions)
	if !ledger.IsSuspicions(list) ||
		!strings.Contains(string(list),
			"1,COPY-SUSPECTED,H0002,Bob,talk,"+b.ID+
				",2026-02-01T09:00:00+01:00,2026-02-01T09:20:00+01:00,2,results/H0002.json,") {
		t.Errorf("%s", list)
	}
	if ledger.IsSuspicions(append(bytes.ReplaceAll(list, []byte(","), []byte(";")), "talked to both"...)) ||
		ledger.IsSuspicions(append(list, "1,talked,to,both,,,,,,,yes\n"...)) {
		t.Error("what somebody wrote into would be written over")
	}
	// Equal answers alone are information.
	f.results = filepath.Join(t.TempDir(), "results")
	f.handIn("a.json", f.file(a))
	f.handIn("c.json", f.file(c))
	if m = f.grade(); len(m.Suspicions) != 2 || m.Suspicions[0].Flag != "SAME-ANSWERS" {
		t.Errorf("%+v", m.Suspicions)
	}
	// And none where everything is right.
	f.results = filepath.Join(t.TempDir(), "results")
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2026-02-01", right)))
	f.handIn("c.json", f.file(f.sit("H0003", 1, "2026-02-02", right)))
	if m = f.grade(); len(m.Suspicions) != 0 {
		t.Errorf("%+v", m.Suspicions)
	}
}

func TestRoleInForce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.roster = "staff_id,name,role,team,start,end\nH0001,Ann,nurse,North,2026-01-01,2026-03-31\nH0001,Ann,Team lead,North,2026-04-01,\n"
	for asOf, want := range map[string]string{"2026-03-31": "[nurse] 1 2026-01-31",
		"2026-04-01": "[lead] 2 2026-05-31"} {
		m := f.gradeWith(func(o *grading.Options) { o.AsOf = asOf })
		if got := fmt.Sprintf("%v %d %s", m.Staff[0].Roles, m.Cells.At(0).Required, m.Cells.At(0).Due); got != want {
			t.Errorf("%s: %s, want %s", asOf, got, want)
		}
	}
}

// Decisions, receipts and wrappings leave the same bytes, in whatever order files
// are named.
func TestOrderDoesNotMatterWithDecisions(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	rnd := rand.New(rand.NewPCG(3, 4))
	register := "file_sha256,record_sha256,received_on,name\n"
	var paths []string
	for i := range 24 {
		a := f.sit([]string{"H0001", "H001", "H0002", "HX"}[rnd.IntN(4)], rnd.IntN(2)+1, "2026-02-01",
			wrongs(rnd.IntN(3)))
		file := f.file(a)
		record, err := a.Record()
		f.check(err)
		if rnd.IntN(2) == 0 {
			register += fmt.Sprintf("%064d,%x,2026-02-0%d,x.json\n", i, sha256.Sum256(record.Bytes), rnd.IntN(5)+1)
		}
		name := fmt.Sprintf("%02d.json", i)
		switch rnd.IntN(5) {
		case 0:
			name, file = fmt.Sprintf("%02d.zip", i),
				zipOf(t, entry{"in.zip", zipOf(t, entry{"a.json", file})},
					entry{"b.eml", mailOf(entry{"c.json", f.file(f.sit("H0003", i%3+1, "2026-02-01", right))})})
		case 1:
			name, file = fmt.Sprintf("%02d.eml", i), textMail("Hi\r\n"+string(file))
		case 2:
			name, file = fmt.Sprintf("%02d.txt", i),
				[]byte("Hi\n"+wrapped(file, 50, "> ")+"\n"+string(f.file(f.sit("H0003", 1, "2026-02-01", wrongs(i%2)))))
		}
		f.handIn(name, file)
		paths = append(paths, filepath.Join(f.results, name))
	}
	open := f.grade(paths...).Cases
	words := make([]string, len(open))
	for i := range words {
		words[i] = []string{"count-as,H0001", "reject,", ""}[rnd.IntN(3)]
	}
	table := decide(open, words...)
	var first []byte
	for range 6 {
		m := f.gradeWith(func(o *grading.Options) {
			o.Sheets["decisions"], o.Sheets["register"] = table,
				sheets.Document{Path: "received.csv", Content: []byte(register)}
		}, paths...)
		b, err := encode(m)
		f.check(err)
		b = fmt.Appendf(b, "%+v %+v", m.Cases, m.Suspicions)
		if first == nil {
			first = b
			if m.Counts.Records.Accepted == 0 || m.Counts.Records.Duplicate == 0 || m.Counts.Records.Quarantined == 0 ||
				len(m.Cases) == 0 || !strings.Contains(string(b), `"decided"`) {
				t.Errorf("a poor mixture: %+v", m.Counts)
			}
		}
		if !bytes.Equal(b, first) {
			t.Fatal("another order gave another matrix")
		}
		rnd.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
	}
}

// The kit has the bank revision, but lost the key of one question.
func TestAcceptWhereAKeyIsLost(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.sit("H0001", 1, "2026-02-01", right)
	f.handIn("a.json", f.file(a))
	encoded, err := f.archive.Encode("talk")
	f.check(err)
	var kept []string
	for line := range strings.Lines(string(encoded)) {
		if !strings.Contains(line, `"kind":"question"`) ||
			!strings.Contains(line, `"public":"`+a.Responses[0].Question+`"`) {
			kept = append(kept, line)
		}
	}
	archive := quiz.NewArchive()
	faults := archive.Read("talk.ndjson", []byte(strings.Join(kept, "")))
	f.check(faults.Err())
	f.write("answerkeys/talk.ndjson", strings.Join(kept, ""))
	m := f.gradeWith(func(o *grading.Options) { o.Projects = projects(f) })
	if got := reasons(m); !slices.Equal(got, []string{"quarantined unknown-revision a.json H0001"}) {
		t.Fatalf("%q", got)
	}
	m = f.gradeWith(func(o *grading.Options) {
		o.Projects, o.Sheets["decisions"] = projects(f), decide(m.Cases, "accept-stale,")
	})
	if e := m.Evidence.At(0); m.Evidence.Len() != 1 || e.Raw != 5 || e.Max != 6 ||
		!slices.Contains(e.Flags, "DECIDED") {
		t.Errorf("%+v %q", e, reasons(m))
	}
}
