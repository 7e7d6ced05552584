package intake

import (
	"bytes"
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
