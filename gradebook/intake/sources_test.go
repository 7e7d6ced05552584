package intake

import (
	"bytes"
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
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

func TestMend(t *testing.T) {
	want, err := results.Parse([]byte(resultsText))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ text, refused string }{
		"as it is":             {resultsText, ""},
		"with words behind":    {resultsText + "\n}\nThanks {", ""},
		"broken in base64":     {strings.ReplaceAll(resultsText, "ICAg", "IC\r\nAg"), ""},
		"broken and quoted":    {strings.ReplaceAll(strings.ReplaceAll(resultsText, "ICAg", "IC\nAg"), "\n", "\n> > "), ""},
		"broken with blanks":   {strings.Replace(resultsText, "ICAg", "IC \n  Ag", 1), ""},
		"hard blanks":          {strings.ReplaceAll(resultsText, "\n ", "\n\u00a0"), ""},
		"broken in a name":     {strings.Replace(resultsText, `"player"`, "\"pla\nyer\"", 1), "malformed/broken-lines"},
		"broken in a text":     {strings.Replace(resultsText, `"ward"`, "\"wa\nrd\"", 1), "malformed/broken-lines"},
		"base64 of a text":     {strings.Replace(resultsText, `"aaaaaaaaaaaaaaaaaaaaaaaaaa"`, "\"aaaaaaaaaaaaaaaa\naaaaaaaaaa\"", 1), "malformed/broken-lines"},
		"something is missing": {strings.Replace(resultsText, "ICAg", "IC\nA", 1), "malformed/broken-lines"},
	} {
		got, r := mend([]byte(test.text))
		if test.refused != "" {
			if string(r.Code) != test.refused {
				t.Errorf("%s: %v %s", name, r, got)
			}
			continue
		}
		file, err := results.Parse(got)
		if err != nil || !bytes.Equal(file.Records[0].Bytes, want.Records[0].Bytes) {
			t.Errorf("%s: %v %v\n%s", name, err, r, got)
		}
	}
}

// A zip that holds itself is opened no further than any other.
func TestZipThatContainsItself(t *testing.T) {
	src := source{path: "q.zip", sum: "abc", trail: []string{"abc"}, depth: 1}
	if _, r := src.members([]byte("PK\x03\x04")); r.Code != verdict.ZipInItself {
		t.Errorf("%+v", r)
	}
}

func TestConflictCopies(t *testing.T) {
	for name, want := range map[string]bool{"results-h0012.json": false, "results-h0012 (1).json": false, "results-h0012-DESKTOP-8G7K2LQ.json": true, "results-LAPTOP-1A2B3C4D.json": true,
		"results (Ann's conflicted copy 2026-02-01).json": true, "results (conflict).json": true, "results-h0012 (Anns conflicterende kopie 2026).json": true, "desktop-results.json": false} {
		if got := !conflictCopy("x/" + name).IsZero(); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestShares(t *testing.T) {
	members := []source{{path: "a.zip"}, {path: "b.json"}, {path: "c"}, {path: "d.zip", verdict: verdict.Quarantined}}
	share(members, allowance{1000, 10})
	var got []string
	for _, m := range members {
		got = append(got, fmt.Sprint(m.allow))
	}
	if want := []string{"{500 5}", "{0 0}", "{500 5}", "{0 0}"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
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
		if found, r := mend(src); r.IsZero() && len(found) > len(src) {
			t.Error("mending added something")
		}
	})
}

func FuzzLines(f *testing.F) {
	f.Add([]byte(strings.ReplaceAll(resultsText, "\n", "") + "\n\n{}\n"))
	f.Fuzz(func(t *testing.T, src []byte) { readAll(t, "a.ndjson", src) })
}

func FuzzDecisions(f *testing.F) {
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name\nH0001,Ann\n"), shipped(f))
	f.Add([]byte("case,decision,staff_id,reason,decided_by,decided_on,x\nc-1,count-as,H0001,typo,Eve,2026-05-01,y\nc-2,,,,,,\n"))
	f.Add([]byte("case;decision\nc-1;reject\n;\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, faults := ReadDecisions("d.csv", src, roster, DayFirst, "2026-06-15")
		for key, found := range d.byCase {
			if found.reason == "" || found.by == "" || found.on == "" || found.action == countAs && !roster.Has(found.staff) || key == "" {
				t.Errorf("%+v", found)
			}
		}
		d.Exceptions()
		if faults.Failed() || !bytes.Contains(src, []byte("c-1")) {
			return
		}
		// Nothing that was typed is lost when it is merged; writing is slow, and
		// left to few of them.
		if len(src) < 200 {
			if _, err := (CaseBook{AsOf: "2026-05-01", Existing: src}).Merge([]Case{{Key: "c-1"}}); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzTitles(f *testing.F) {
	framework := shipped(f)
	roles := rolesOf(framework)
	f.Add([]byte("title,role\nStaff nurse,nurse\nPorter,none\nstaff NURSE,reception\n,nurse\nCook,\n"))
	f.Add([]byte("Functietitel;Rol\nVerpleegkundige;nurse;\n\"\";x\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		titles, faults := ReadTitles("titles.csv", src, framework)
		if faults.Failed() && len(titles.roles) > 0 {
			t.Error("a sheet that was refused has titles")
		}
		for title, held := range titles.roles {
			for _, role := range held {
				if id, ok := roles.find(role); title == "" || !ok || id != role {
					t.Errorf("%q is %q", title, held)
				}
			}
		}
	})
}

func FuzzAssessors(f *testing.F) {
	framework := shipped(f)
	f.Add([]byte("assessor_id,name,competency,from,until\nH0001,Ann,ROS-DEESC;,2026-01-01,\nH0001,Ann,all,,45231\nH0002,,x,9999-12-31,\n"))
	f.Add([]byte("Beoordelaar ID;Vanaf;Tot\nH1;2026-02-01;2026-01-01\n;;\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		a, faults := ReadAssessors("assessors.csv", src, framework, MonthFirst)
		if faults.Failed() && len(a.byID) > 0 {
			t.Error("a register that was refused has assessors")
		}
		for id, held := range a.byID {
			for _, q := range held {
				if id == "" || q.from != "" && q.until != "" && q.until < q.from || q.competency != "" && framework.Competency(q.competency) == nil {
					t.Errorf("%q: %+v", id, q)
				}
				on := cmp.Or(q.from, q.until, "2026-06-15")
				if _, why := a.qualified(id, "", cmp.Or(q.competency, "ROS-DEESC"), on); !why.IsZero() {
					t.Errorf("%q on %s: %+v", id, on, why)
				}
			}
		}
	})
}

func FuzzRegister(f *testing.F) {
	f.Add([]byte(registerHeader + "\n" + strings.Repeat("a", 64) + ",,2026-11-23,\"a\"\"b\"\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		r, faults := ReadRegister("r.csv", src)
		if faults.Failed() {
			return
		}
		grown, _ := r.Add([]Arrival{{Path: "x", SHA256: strings.Repeat("b", 64)}}, "2026-11-23")
		if !bytes.HasPrefix(grown, src) {
			t.Error("a line was changed")
		}
		if _, faults := ReadRegister("r.csv", grown); faults.Failed() {
			t.Error(faults.Err())
		}
	})
}
