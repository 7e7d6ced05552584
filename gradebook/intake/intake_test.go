package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// shipped is the framework that the repository ships.
func shipped(t testing.TB) *standards.Framework {
	t.Helper()
	const file = "../../standards/frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := standards.Parse(file, src)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

func lines(exceptions []verdict.Exception) []string {
	out := []string{}
	for _, e := range exceptions {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s: %s %s %s", e.Record, e.Verdict, e.Reason, e.Staff)))
	}
	return out
}

func TestRoster(t *testing.T) {
	src := `Staff-ID;Full name; JOB title ;Ward;Start date;End;E-mail
h 0001;Ann;nurse;North;2026-01-05;;ann@example.org
H0002;Bob;Peer specialist; ;2026-01-05 00:00;2026-06-30;
H0003;Cas;NURSE ; team-manager;2026-01-05;
h0001;Ann again;nurse;;;
;Nobody;nurse;;;
H0004;Dee;Nurs;;;
H0005;Eve;;;03/04/2026;;
H0006;Fay;reception;;2026-05-01;2026-04-01;
`
	src = strings.Replace(src, "NURSE ; team-manager;2026-01-05;", `"NURSE ; team-manager";;2026-01-05;`, 1)
	r, faults := ReadRoster("roster.csv", []byte(src), shipped(t))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	want := []Member{
		{competence.Person{ID: "H0001", Roles: []string{"nurse"}, Start: "2026-01-05"}, "Ann", "North"},
		{competence.Person{ID: "H0002", Roles: []string{"peer-specialist"}, Start: "2026-01-05", End: "2026-06-30"}, "Bob", ""},
		{competence.Person{ID: "H0003", Roles: []string{"nurse", "team-manager"}, Start: "2026-01-05"}, "Cas", ""},
		{competence.Person{ID: "H0004"}, "Dee", ""},
		{competence.Person{ID: "H0005"}, "Eve", ""},
		{competence.Person{ID: "H0006", Roles: []string{"reception"}, Start: "2026-05-01"}, "Fay", ""},
	}
	if !reflect.DeepEqual(r.Members, want) {
		t.Errorf("got  %+v\nwant %+v", r.Members, want)
	}
	if got, want := lines(r.Exceptions), []string{"5: quarantined duplicate-staff-id H0001", "6: quarantined no-staff-id", "7: quarantined unknown-role H0004", "8: quarantined no-role H0005", "8: quarantined bad-date H0005", "9: quarantined bad-date H0006"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	words.Explain(r.Exceptions)
	if hint := r.Exceptions[2].Hint; hint != `did you mean "Nurse"?` {
		t.Errorf("hint %q", hint)
	}
	if faults.Len() != 1 || faults.Sorted()[0].Severity != diag.Notice {
		t.Errorf("%v", faults.Sorted())
	}
}

func TestRosterWithoutRoles(t *testing.T) {
	r, faults := ReadRoster("roster.csv", []byte("staff_id,Rle\nH0001,nurse\nH0002,nurse\n"), shipped(t))
	if len(r.Members) != 2 || !slices.Equal(lines(r.Exceptions), []string{": quarantined no-role"}) {
		t.Errorf("%+v %q", r.Members, lines(r.Exceptions))
	}
	list := faults.Sorted()
	if len(list) != 1 || list[0].String() != "roster.csv: notice: the roster has no column \"role\"\n  hint: is it the column \"Rle\"? call it \"role\"\n" {
		t.Errorf("%v", list)
	}
}

func TestRosterFaults(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"Name,Role\nAnn,nurse\n", "roster.csv: the roster has no column \"staff_id\"; its columns are Name, Role\n  hint: call the column with the staff IDs \"staff_id\": the IDs that people type on the site"},
		{"staff_id,role\n", "roster.csv: the roster names nobody\n  hint: give it a row for each member of staff"},
	} {
		_, faults := ReadRoster("roster.csv", []byte(test.src), shipped(t))
		if err := faults.Err(); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func TestObservationRows(t *testing.T) {
	f := shipped(t)
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name,role\nH0001,Ann,nurse\nH0002,Bob,nurse\n"), f)
	src := `staff_id,competency,indicator,rating,max_rating,method,observed_on,observer_id,observer_name,setting,note
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,ward,calm
h0001,De-escalation,ros-coe-7,"3,5",,Practice,2026-04-01,H0002,Bob,ward,
H0001,ROS-DEESC,ROS-COE-A,6,10,practice,2026-04-02,,B. Visitor,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,ward,again
H0001,ROS-DEESC,ROS-COE-6,3,,simulation,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,2,,simulation,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0001,Ann,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,,ann,,
H0009,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESK,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-TIP-1,4,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,5,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,80%,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,01/04/2026,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-07-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,record review,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,hearsay,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,,,,
H0001,ROS-SERVICE,ROS-DES-1,4,,practice,2026-04-01,H0002,Bob,,
`
	o, faults := ObservationOptions{Framework: f, Roster: roster, Today: "2026-06-15"}.Read("o.csv", []byte(src))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	want := []string{"5: duplicate duplicate H0001", "6: quarantined rated-twice H0001", "7: quarantined rated-twice H0001", "8: awaiting-confirmation own-observation H0001", "9: awaiting-confirmation own-observation H0001",
		"10: quarantined unknown-staff H0009", "11: quarantined unknown-competency H0001", "12: quarantined unknown-indicator H0001", "13: quarantined bad-rating H0001", "14: quarantined bad-rating H0001",
		"15: quarantined bad-date H0001", "16: quarantined future-date H0001", "17: awaiting-confirmation record-review H0001", "18: quarantined unknown-method H0001", "19: quarantined no-observer H0001", "20: quarantined not-graded H0001"}
	if got := lines(o.Exceptions); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if o.Rows != (verdict.Count{In: 19, Accepted: 3, Duplicate: 1, Quarantined: 15}) {
		t.Errorf("%+v", o.Rows)
	}
	var counted []string
	for _, s := range o.Sittings {
		if s.Awaiting {
			continue
		}
		line := fmt.Sprintf("%s %s %s %s:", s.Date, s.Kind, s.Assessor, s.Setting)
		for _, i := range s.Items {
			line += fmt.Sprintf(" %s %v/%v", i.Question.ID, i.Points, i.Max)
		}
		counted = append(counted, line)
	}
	if want := []string{"2026-04-01 practice Bob (H0002) ward: ROS-COE-6 4/4 ROS-COE-7 3.5/4", "2026-04-02 practice B. Visitor : ROS-COE-A 6/10"}; !slices.Equal(counted, want) {
		t.Errorf("got  %q\nwant %q", counted, want)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"00123", "00124", "H0012", "H0013", "H-77", "NURSE1"}
	for typed, want := range map[string]string{
		"123":     "00123",             // Excel stripped the zeros
		"H012":    "H0012",             // and people do
		"HO012":   "H0012 H0013",       // the letter O
		"H77":     "H-77",              // a hyphen
		"H0021":   "H0012 H0013",       // two digits changed places
		"ZZZZZZZ": "",                  //
		"H0012":   "H0012 H0013 00123", //
	} {
		got := Nearest(typed, known)
		if typed == "H0012" {
			got = got[:1]
			want = "H0012"
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %s", typed, got, want)
		}
	}
}

// A zip may claim anything about itself.
func TestZipThatListsMillions(t *testing.T) {
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	end[10], end[11] = 0xff, 0xff
	if _, err := openZip(bytes.NewReader(end), 22, maxZipEntries); err == nil || !strings.Contains(err.Error(), string(verdict.ZipListsTooMuch)) {
		t.Errorf("%v", err)
	}
	// A directory of 30 MB, whatever the end record says of its length.
	big := append(make([]byte, 30<<20), end...)
	big[len(big)-12], big[len(big)-11] = 1, 0
	if _, err := openZip(bytes.NewReader(big), int64(len(big)), maxZipEntries); err == nil {
		t.Error("it was opened")
	}
}

func TestZipEntryThatLiesAboutItsSize(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("a.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte("x"), 4096)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	src := b.Bytes()
	at := bytes.LastIndex(src, []byte("PK\x01\x02"))
	src[at+24], src[at+25] = 16, 0 // uncompressed size
	received := readAll(t, "lie.zip", src)
	if len(received.Exceptions) != 1 || received.Exceptions[0].Reason != "unreadable" || received.Files != (verdict.Count{In: 1, Quarantined: 1}) {
		t.Errorf("%+v", received)
	}
}

// readAll reads one file as the only result, from memory.
func readAll(t testing.TB, name string, src []byte) *Received {
	t.Helper()
	shelf := &shelf{}
	if strings.HasSuffix(name, ".zip") {
		shelf.unzip(bytes.NewReader(src), name, int64(len(src)))
	} else {
		shelf.add(source{path: name, read: func() ([]byte, error) { return src, nil }, allow: allowance{maxNested, maxZipEntries}})
	}
	return readBy(t, shelf, Options{Site: "ward", Location: time.UTC, Now: time.Now(), Archive: quiz.NewArchive(), Roster: &Roster{}})
}

// readBy reads what is on a shelf, and holds it to the count equations.
func readBy(t testing.TB, shelf *shelf, o Options) *Received {
	t.Helper()
	g := newGrader(o)
	l := newLedger(shelf, g.questions)
	for i, s := range shelf.sources {
		l.take(place{source: uint32(i)}, g.open(s))
	}
	received := l.close(o)
	for _, c := range []verdict.Count{received.Files, received.Records} {
		if c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Fatalf("%+v", c)
		}
	}
	return received
}

func FuzzRecord(f *testing.F) {
	a := &results.Attempt{ID: strings.Repeat("a", 26), Site: "ward", Bank: "talk", BankRevision: "b1-x", Ordinal: 1, Staff: "H1", Started: "2026-01-01T00:00:00Z", Submitted: "2026-01-01T00:00:00Z", Log: []string{`{"e":"start"}`, `{"e":"submit"}`}}
	record, err := a.Record()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record.Bytes)
	f.Add([]byte(`{"format":"coursemark-attempt/1","responses":[{"question":"q","response":{"choice":1}}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		file := &results.File{Site: "ward", Records: []results.Record{{Kind: results.KindAttempt, ID: strings.Repeat("a", 26), Bytes: src}, {Kind: results.KindAttempt, ID: strings.Repeat("a", 26), Bytes: record.Bytes}}}
		encoded, err := file.Encode()
		if err != nil {
			t.Skip()
		}
		if received := readAll(t, "a.json", encoded); received.Records.In > 2 {
			t.Errorf("%+v", received)
		}
		readAll(t, "b.json", src)
	})
}

func FuzzZip(f *testing.F) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"a.json", "../b.json", "d/"} {
		if _, err := z.Create(name); err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, src []byte) { readAll(t, "a.zip", src) })
}

func FuzzRoster(f *testing.F) {
	framework := shipped(f)
	f.Add([]byte("staff_id,name,role,team,start,end\nH0001,Ann,nurse;reception,North,2026-01-05,\n,,,,,\n"))
	f.Add([]byte("staff id;start\n1;2026-13-45\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		r, _ := ReadRoster("roster.csv", src, framework)
		for i, m := range r.Members {
			if m.ID == "" || !r.Has(m.ID) || i > 0 && r.Members[i-1].ID >= m.ID {
				t.Errorf("%+v", r.Members)
			}
		}
	})
}

func FuzzObservations(f *testing.F) {
	framework := shipped(f)
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name,role\nH0001,Ann,nurse\n"), framework)
	f.Add([]byte("staff_id,competency,indicator,rating,max_rating,method,observed_on,observer_id\nH0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002\nH0001,ROS-DEESC,ROS-COE-6,NaN,1e308,practice,2026-04-01,H0002\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		o, _ := ObservationOptions{Framework: framework, Roster: roster, Today: "2026-06-15"}.Read("o.csv", src)
		if c := o.Rows; c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Errorf("%+v", c)
		}
		for _, s := range o.Sittings {
			for _, i := range s.Items {
				if i.Max <= 0 || i.Points < 0 || i.Points > i.Max {
					t.Errorf("%+v", i)
				}
			}
		}
	})
}
