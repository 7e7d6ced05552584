package inbox

import (
	"bytes"
	"fmt"
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
		"as it is":          {resultsText, ""},
		"with words behind": {resultsText + "\n}\nThanks {", ""},
		"broken in base64":  {strings.ReplaceAll(resultsText, "ICAg", "IC\r\nAg"), ""},
		"broken and quoted": {strings.ReplaceAll(strings.ReplaceAll(resultsText, "ICAg", "IC\nAg"), "\n",
			"\n> > "), ""},
		"broken with blanks": {strings.Replace(resultsText, "ICAg", "IC \n  Ag", 1), ""},
		"hard blanks":        {strings.ReplaceAll(resultsText, "\n ", "\n\u00a0"), ""},
		"broken in a name":   {strings.Replace(resultsText, `"player"`, "\"pla\nyer\"", 1), "malformed/broken-lines"},
		"broken in a text":   {strings.Replace(resultsText, `"ward"`, "\"wa\nrd\"", 1), "malformed/broken-lines"},
		"base64 of a text": {strings.Replace(resultsText, `"aaaaaaaaaaaaaaaaaaaaaaaaaa"`,
			"\"aaaaaaaaaaaaaaaa\naaaaaaaaaa\"", 1), "malformed/broken-lines"},
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
	for name, want := range map[string]bool{"results-h0012.json": false, "results-h0012 (1).json": false,
		"results-h0012-DESKTOP-8G7K2LQ.json": true, "results-LAPTOP-1A2B3C4D.json": true,
		"results (Ann's conflicted copy 2026-02-01).json": true, "results (conflict).json": true,
		"results-h0012 (Anns conflicterende kopie 2026).json": true, "desktop-results.json": false} {
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

// A zip may claim anything about itself.
func TestZipThatListsMillions(t *testing.T) {
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	end[10], end[11] = 0xff, 0xff
	if _, err := openZip(bytes.NewReader(end), 22, maxEntries); err == nil ||
		!strings.Contains(err.Error(), string(verdict.ZipListsTooMuch)) {
		t.Errorf("%v", err)
	}
	// A directory of 30 MB, whatever the end record says of its length.
	big := append(make([]byte, 30<<20), end...)
	big[len(big)-12], big[len(big)-11] = 1, 0
	if _, err := openZip(bytes.NewReader(big), int64(len(big)), maxEntries); err == nil {
		t.Error("it was opened")
	}
}
