package results

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

var update = flag.Bool("update", false, "write the shared vectors again")

// golden compares v with a vector file that the browser's tests read too.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	got, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndent(" "))
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := filepath.Join("testdata", "vectors", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s changed: files that were handed in before could no longer be read", name)
	}
}

func TestVectorsChain(t *testing.T) {
	type vector struct {
		Site, Revision, Staff, Attempt string
		Log                            []string
		Head                           string
	}
	var out []vector
	for _, log := range [][]string{{}, {`{"e":"start"}`},
		{`{"e":"start"}`, `{"e":"answer","q":"abcdefghij","r":{"choice":"klmnopqrst"}}`, `{"e":"submit"}`}, {"日本 🙂"}} {
		v := vector{"recovery-demo", "b1-aaaa", "H0001", "abcdefghijklmnopqrstuvwxyz", log, ""}
		v.Head = Chain(v.Site, v.Revision, v.Staff, v.Attempt, v.Log)
		out = append(out, v)
	}
	golden(t, "chain.json", out)
}

func TestVectorsReceipt(t *testing.T) {
	type vector struct{ Record, Receipt string }
	var out []vector
	for _, record := range []string{"", "{}", `{"format":"coursemark-attempt/1"}`, "日本"} {
		out = append(out, vector{record, Receipt([]byte(record))})
	}
	golden(t, "receipt.json", out)
}

func TestVectorsStaff(t *testing.T) {
	type vector struct{ Typed, Canonical string }
	var out []vector
	for _, typed := range []string{"H0001", " h 0001 ", "00123", "e\u0301-7", "\u00e9-7", "a\u00a0b\tc", "日本",
		"zero\u200bwidth", "", "   ",
		"1234567890123456789012345678901234567890123456789012345678901234",
		"12345678901234567890123456789012345678901234567890123456789012345"} {
		out = append(out, vector{typed, CanonicalStaffID(typed)})
	}
	golden(t, "staff.json", out)
}

func TestReceiptCatchesSlips(t *testing.T) {
	receipt := Receipt([]byte("record"))
	for i, c := range receipt {
		if c == '-' {
			continue
		}
		wrong := []byte(receipt)
		wrong[i] = crockford[(bytes.IndexByte([]byte(crockford), wrong[i])+5)%32]
		if _, err := ReadReceipt(string(wrong)); err == nil {
			t.Errorf("%s was taken for right instead of %s", wrong, receipt)
		}
	}
	for _, typed := range []string{receipt, "  " + receipt, string(bytes.ToLower([]byte(receipt))),
		string(bytes.ReplaceAll([]byte(receipt), []byte("-"), nil)),
		string(bytes.ReplaceAll([]byte(receipt), []byte("0"), []byte("o")))} {
		if got, err := ReadReceipt(typed); err != nil || got != receipt {
			t.Errorf("%q read as %q, %v", typed, got, err)
		}
	}
}
