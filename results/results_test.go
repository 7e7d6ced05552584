package results

import (
	"bytes"
	"encoding/base64"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

func sample(change func(a *Attempt)) Record {
	a := &Attempt{
		ID: "abcdefghijklmnopqrstuvwxyz", Site: "site", Bank: "bank", BankRevision: "b1-x", Ordinal: 1, Staff: "H0001",
		Lang:    "en",
		Started: "2026-11-23T09:15:02+01:00", Submitted: "2026-11-23T09:41:40+01:00",
		Responses: []Response{{"aaaaaaaaaa", "r1-x", []string{"bbbbbbbbbb", "cccccccccc"},
			jsontext.Value(`{"choice":"bbbbbbbbbb"}`)}, {"dddddddddd", "r1-y", nil, jsontext.Value("null")}},
		Log: []string{`{"e":"start"}`, `{"e":"answer","q":"aaaaaaaaaa","r":{"choice":"cccccccccc"}}`,
			`{"e":"answer","q":"aaaaaaaaaa","r":{"choice":"bbbbbbbbbb"}}`, `{"e":"submit"}`},
	}
	r, err := a.Record()
	if err != nil {
		panic(err)
	}
	if change != nil {
		// Changed after the log was sealed, as somebody with an editor would.
		change(a)
		a.Format = AttemptFormat
		r.Bytes = encode(a)
	}
	return r
}

func encode(a *Attempt) []byte {
	head := a.Head
	r, _ := a.Record()
	return bytes.Replace(r.Bytes, []byte(a.Head), []byte(head), 1)
}

func TestFileRoundTrip(t *testing.T) {
	f := &File{Site: "site", Player: "p", Records: []Record{sample(nil)}}
	src, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(src)
	if err != nil || len(got.Records) != 1 || !bytes.Equal(got.Records[0].Bytes, f.Records[0].Bytes) ||
		got.Site != "site" {
		t.Fatalf("%+v %v", got, err)
	}
	if a, err := ParseAttempt(got.Records[0]); err != nil || a.Staff != "H0001" || len(a.Responses) != 2 {
		t.Errorf("%+v %v", a, err)
	}
}

func TestFilesThatAreNotResults(t *testing.T) {
	whole, _ := (&File{Site: "s", Records: []Record{sample(nil)}}).Encode()
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"empty":      {nil, "the file is empty"},
		"truncated":  {whole[:len(whole)/2], "the file ends too early"},
		"text":       {[]byte("Week 48"), "the file is not a results file"},
		"other JSON": {[]byte(`{"a":1}`), "the file is JSON, but not a results file"},
		"a list":     {[]byte(`[1]`), "the file is JSON, but not a results file"},
		"newer": {[]byte(`{"format":"coursemark-results/2","records":[]}`),
			`the file has the format "coursemark-results/2", which this version does not know`},
		"duplicate name": {[]byte(`{"format":"coursemark-results/1","format":"x"}`),
			"a name occurs twice in the same JSON object"},
		"two files": {append(whole, whole...), "there is more text after the end of the results"},
		"not UTF-8": {[]byte("{\"a\":\"\xff\"}"), "the file is not UTF-8 text"},
		"deep":      {[]byte(strings.Repeat("[", 20_000)), "the file is nested more than 64 deep"},
		"large":     {make([]byte, MaxFileSize+1), "the file has 32 MB; a results file has at most 32 MB"},
	} {
		_, err := Parse(c.src)
		var f diag.Fault
		if !errors.As(err, &f) || f.What != c.want || f.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Parse(append([]byte("\xef\xbb\xbf"), whole...)); err != nil {
		t.Errorf("a byte order mark: %v", err)
	}
}

func TestOneBadRecordLeavesTheOthers(t *testing.T) {
	good := sample(nil)
	src := `{"format":"coursemark-results/1","site":"s","player":"p","records":[{"kind":"attempt","id":"x","bytes":"%%"},{"kind":"attempt","bytes":"e30="},7,
	{"kind":"attempt","id":"` + good.ID + `","bytes":"` + base64.StdEncoding.EncodeToString(good.Bytes) + `"}]}`
	f, err := Parse([]byte(src))
	if err != nil || len(f.Records) != 4 {
		t.Fatalf("%+v %v", f, err)
	}
	for i, want := range []bool{true, true, true, false} {
		if (f.Records[i].Err != nil) != want {
			t.Errorf("record %d: %v", i, f.Records[i].Err)
		}
	}
	if _, err := ParseAttempt(f.Records[3]); err != nil {
		t.Error(err)
	}
}

func TestAlteredAttempts(t *testing.T) {
	for name, c := range map[string]struct {
		change func(a *Attempt)
		want   string
	}{
		"another answer": {func(a *Attempt) { a.Responses[0].Response = jsontext.Value(`{"choice":"cccccccccc"}`) },
			answerAltered.What},
		"an answer made blank": {func(a *Attempt) { a.Responses[0].Response = jsontext.Value("null") },
			answerAltered.What},
		"another person": {func(a *Attempt) { a.Staff = "H0002" }, chainBroken.What},
		"another attempt": {func(a *Attempt) { a.ID = "zbcdefghijklmnopqrstuvwxyz" },
			"the attempt's id is not the record's"},
		"another bank": {func(a *Attempt) { a.BankRevision = "b1-y" }, chainBroken.What},
		"log edited":   {func(a *Attempt) { a.Log[1] = `{"e":"answer"}` }, chainBroken.What},
		"handed in too early": {func(a *Attempt) { a.Submitted = "2026-11-23T07:00:00Z" },
			"it was handed in before it was started"},
		"no time": {func(a *Attempt) { a.Submitted = "yesterday" },
			"the time of handing in cannot be read"},
		"small letters": {func(a *Attempt) { a.Staff = "h0001" },
			"the attempt has no staff ID in canonical form"},
	} {
		if _, err := ParseAttempt(sample(c.change)); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A question that is gone altogether is not altered: the gradebook counts
	// it as blank.
	if a, err := ParseAttempt(sample(func(a *Attempt) { a.Responses = a.Responses[1:] })); err != nil ||
		len(a.Responses) != 1 {
		t.Error(err)
	}
}

func TestExtends(t *testing.T) {
	short := &Attempt{Log: []string{"start", "a", `{"e":"submit"}`}}
	longer := &Attempt{Log: []string{"start", "a", "b", `{"e":"submit"}`}}
	fork := &Attempt{Log: []string{"start", "c", "b", `{"e":"submit"}`}}
	if !longer.Extends(short) || short.Extends(longer) || fork.Extends(short) || short.Extends(short) {
		t.Error("a longer log of the same sitting extends a shorter one, and nothing else does")
	}
}

func FuzzParse(f *testing.F) {
	whole, _ := (&File{Site: "s", Records: []Record{sample(nil)}}).Encode()
	f.Add(whole)
	f.Add([]byte(`{"format":"coursemark-results/1","records":[{}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := Parse(src)
		if err != nil {
			return
		}
		for _, r := range file.Records {
			if r.Err == nil {
				_, _ = ParseAttempt(r)
			}
		}
	})
}

func FuzzParseAttempt(f *testing.F) {
	r := sample(nil)
	f.Add(r.Bytes)
	f.Fuzz(func(t *testing.T, src []byte) {
		a, err := ParseAttempt(Record{Kind: KindAttempt, ID: r.ID, Bytes: src})
		if err == nil && Chain(a.Site, a.BankRevision, a.Staff, a.ID, a.Log) != a.Head {
			t.Error("a broken chain passed")
		}
	})
}

// Decoding in one go takes and refuses what a walk over the tokens before it would,
// in the same words.
func FuzzDecode(f *testing.F) {
	for _, src := range []string{`{"site":"a","records":[{"id":"x"}]}`, `{"site":"a","site":"b"}`,
		`{"x":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `}`, `{"x":"` + strings.Repeat("[", 70) + `"}`,
		`{"x":"\"[[","y":"\\"}`, `{"site":1}`, `{} {}`, `{"site":"`, "{\"site\":\"\xff\"}", "", "null",
		`{"records":null}`, strings.Repeat(`{"a":`, 100)} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var got, want fileJSON
		err := checkJSON(src)
		if err == nil {
			err = json.Unmarshal(src, &want)
		}
		now := decode(src, &got)
		switch {
		case (now == nil) != (err == nil), err != nil && now.Error() != err.Error():
			t.Fatalf("%q: %v, not %v", src, now, err)
		case err == nil && !reflect.DeepEqual(got, want):
			t.Fatalf("%q: %+v, not %+v", src, got, want)
		}
	})
}
