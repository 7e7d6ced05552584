package ledger

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

const resultsText = `{
 "format": "coursemark-results/1",
 "site": "ward",
 "player": "p",
 "records": [
  {
   "kind": "attempt",
   "id": "aaaaaaaaaaaaaaaaaaaaaaaaaa",
   "bytes": "e30gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
  }
 ]
}`

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

// readAll reads one file as the only result.
func readAll(t testing.TB, name string, src []byte) *Received {
	t.Helper()
	return readWith(t, name, src,
		Options{Intake: intake.Options{Site: "ward", Location: time.UTC, Now: time.Now(), Archive: quiz.NewArchive(),
			Roster: &sheets.Roster{}}})
}

// readWith reads one file, and holds what became of it to the count equations.
func readWith(t testing.TB, name string, src []byte, o Options) *Received {
	t.Helper()
	o.Inbox.Names = []string{filepath.Join(t.TempDir(), name)}
	if err := os.WriteFile(o.Inbox.Names[0], src, 0o644); err != nil {
		t.Fatal(err)
	}
	received, faults := Read(t.Context(), o)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []verdict.Count{received.Files, received.Records} {
		if c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Fatalf("%+v", c)
		}
	}
	return received
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
	if len(received.Exceptions) != 1 || received.Exceptions[0].Reason != "unreadable" ||
		received.Files != (verdict.Count{In: 1, Quarantined: 1}) {
		t.Errorf("%+v", received)
	}
}

// What is in memory while a text with much in it is read does not grow with it.
func TestPastedTextIsLinear(t *testing.T) {
	var before, after runtime.MemStats
	text := []byte("x" + strings.Repeat(`{"format":"coursemark-results/1`, 200_000))
	runtime.ReadMemStats(&before)
	received := readAll(t, "a.txt", text)
	runtime.ReadMemStats(&after)
	if received.Files != (verdict.Count{In: 1, Quarantined: 1}) || received.Exceptions[0].Reason != "too-large" {
		t.Errorf("%+v", received.Files)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 200<<20 {
		t.Errorf("%d MB", allocated>>20)
	}
}

func FuzzRecord(f *testing.F) {
	a := &results.Attempt{ID: strings.Repeat("a", 26), Site: "ward", Bank: "talk", BankRevision: "b1-x", Ordinal: 1,
		Staff: "H1", Started: "2026-01-01T00:00:00Z", Submitted: "2026-01-01T00:00:00Z",
		Log: []string{`{"e":"start"}`, `{"e":"submit"}`}}
	record, err := a.Record()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record.Bytes)
	f.Add([]byte(`{"format":"coursemark-attempt/1","responses":[{"question":"q","response":{"choice":1}}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		file := &results.File{Site: "ward",
			Records: []results.Record{{Kind: results.KindAttempt, ID: strings.Repeat("a", 26), Bytes: src},
				{Kind: results.KindAttempt, ID: strings.Repeat("a", 26), Bytes: record.Bytes}}}
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

func FuzzMail(f *testing.F) {
	f.Add([]byte("From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/json; name=a.json\r\nContent-Transfer-Encoding: base64\r\n\r\ne30=\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: b\r\n\r\nhi\r\n--x--\r\n"))
	f.Add([]byte("Subject: =?utf-8?q?a?=\r\nContent-Type: text/html\r\n\r\n<p>" + resultsText))
	f.Add([]byte("Content-Transfer-Encoding: quoted-printable\r\n\r\n=7B" + resultsText[1:]))
	f.Fuzz(func(t *testing.T, src []byte) { readAll(t, "a.eml", src) })
}

func FuzzPasted(f *testing.F) {
	f.Add([]byte("Hi\n> " + strings.ReplaceAll(resultsText, "\n", "\n> ")))
	f.Add([]byte(resultsText + resultsText))
	f.Add([]byte("\xff\xfe{\x00\"\x00"))
	f.Fuzz(func(t *testing.T, src []byte) {
		readAll(t, "a.txt", src)
		if found, _, _ := inbox.Mend(src); len(found) > len(src) {
			t.Error("mending added something")
		}
	})
}

func FuzzLines(f *testing.F) {
	f.Add([]byte(strings.ReplaceAll(resultsText, "\n", "") + "\n\n{}\n"))
	f.Fuzz(func(t *testing.T, src []byte) { readAll(t, "a.ndjson", src) })
}

// Whatever an entry holds: every record is counted once, and what counts for
// somebody has an owner, a day and points within their bounds.
func FuzzEntry(f *testing.F) {
	framework := shipped(f)
	roster, _ := sheets.ReadRoster("roster.csv", []byte("staff_id,name,role\nH0001,Ann,nurse\nH0002,Bob,nurse\n"),
		framework)
	assessors, _ := sheets.ReadAssessors("assessors.csv", []byte("assessor_id,competency\nH0002,all\n"), framework,
		sheets.DatesUnstated)
	head := results.Header{ID: "abcdefghijklmnopqrstuvwxyz", Site: "ward", Staff: "H0002", Lang: "en",
		At: "2026-03-01T10:00:00Z"}
	for _, e := range []results.Entry{
		&results.Observation{Header: head, Subject: "H0001", Competency: "ROS-DEESC",
			Ratings: []results.IndicatorRating{{Indicator: "ROS-COE-6", Rating: 3}}, MaxRating: 4,
			ObservedOn: "2026-02-28", Method: "simulation"},
		&results.Written{Header: head, Competency: "ROS-DEESC", Indicators: []string{"ROS-COE-6"}, Task: "t",
			Text: "x"},
		&results.Rating{Header: head, Competency: "ROS-DEESC", Rating: 1, MaxRating: 4},
		&results.Completion{Header: head, Module: "a/b", Version: "m1"},
		&results.Reflection{Header: head, Page: "a/b", Text: "x"},
		&results.PracticeLog{Header: head, Page: "a/b", Answered: 3},
	} {
		r, err := results.EntryRecord(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(r.Kind, r.Bytes, []byte("staff_id,competency,indicator,rating,method,observed_on,observer_id,record\nH0001,ROS-DEESC,ROS-COE-6,3,simulation,2026-02-28,H0002,\nH0002,ROS-DEESC,ROS-COE-6,3,written,2026-03-02,H0001,abcdefghijklmnopqrstuvwxyz\n"))
	}
	f.Fuzz(func(t *testing.T, kind string, src, rows []byte) {
		table, _ := sheets.ObservationOptions{Framework: framework, Roster: roster, Today: "2026-06-15",
			Assessors: assessors}.Read("o.csv", rows)
		file := &results.File{Site: "ward"}
		for range 2 { // the second is a duplicate, whatever the first is
			file.Records = append(file.Records, results.Record{Kind: kind, ID: head.ID, Bytes: src})
		}
		encoded, err := file.Encode()
		if err != nil {
			t.Skip()
		}
		received := readWith(t, "a.json", encoded,
			Options{Observations: table, Assessors: assessors, Intake: intake.Options{Site: "ward", Location: time.UTC,
				Now: time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC), Archive: quiz.NewArchive(), Roster: roster,
				Framework: framework}})
		if received.Files.In == 1 && received.Records.In != len(file.Records) && received.Records.In != 0 {
			t.Errorf("%d records became %+v", len(file.Records), received.Records)
		}
		if c := table.Rows; c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Errorf("%+v", c)
		}
		for s := range received.Submissions() {
			if !roster.Has(s.Staff) || s.Date == "" || s.Competency == "" {
				t.Errorf("%+v", s)
			}
			if observed := s.Kind == standards.Practice || s.Kind == standards.Simulation; observed && s.Record != "" &&
				!s.Awaiting {
				t.Errorf("an observation counts that nobody confirmed: %+v", s)
			}
			for _, i := range s.Items {
				if i.Points < 0 || i.Points > i.Max {
					t.Errorf("%+v", i)
				}
			}
		}
		for _, m := range roster.Members {
			_, activities := received.Of(m.ID)
			for _, a := range activities {
				if a.Staff != m.ID || a.Date == "" {
					t.Errorf("%+v", a)
				}
			}
		}
	})
}
