package quiz

import (
	"bytes"
	"encoding/hex"
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
		t.Errorf("%s changed: everything that was published with the old algorithm could no longer be graded", name)
	}
}

func TestVectorsDigest(t *testing.T) {
	type vector struct {
		Parts  []string `json:"parts"`
		SHA256 string   `json:"sha256"`
		Base32 string   `json:"base32"`
	}
	var out []vector
	for _, parts := range [][]string{{}, {""}, {"a"}, {"ab", ""}, {"a", "b"}, {"", "ab"}, {"één", "日本語", "🙂"}} {
		sum := Digest(parts...)
		out = append(out, vector{parts, hex.EncodeToString(sum[:]), Base32(sum[:])})
	}
	golden(t, "digest.json", out)
}

func TestVectorsIdentity(t *testing.T) {
	type option struct {
		Text string `json:"text"`
		ID   string `json:"id"`
	}
	type vector struct {
		Bank     string   `json:"bank"`
		Question string   `json:"question"`
		Type     Type     `json:"type"`
		Prompt   string   `json:"prompt"`
		Public   string   `json:"public"`
		Revision string   `json:"rev"`
		Options  []option `json:"options"` // in published order
	}
	var out []vector
	for _, q := range []Question{
		{ID: "one-voice", Type: Single, Prompt: "Who speaks?\r\n",
			Options: []Option{{Text: "One person", Correct: true}, {Text: "Everybody"}, {Text: " Nobody\n"}}},
		{ID: "one-voice", Type: Single, Prompt: "Who speaks?",
			Options: []Option{{Text: "Nobody"}, {Text: "Everybody"}, {Text: "One person"}}},
		{ID: "exits", Type: TrueFalse, Prompt: "Both need a clear exit.",
			Options: []Option{{Text: "True", Correct: true}, {Text: "False"}}},
		{ID: "accents", Type: Multiple, Prompt: "Cafe\u0301?",
			Options: []Option{{Text: "Caf\u00e9", Correct: true}, {Text: "日本語"}}},
	} {
		p := q.Publish("sample-bank")
		v := vector{"sample-bank", q.ID, q.Type, q.Prompt, p.ID, p.Revision, nil}
		for _, o := range p.Options {
			v.Options = append(v.Options, option{o.Source.Text, o.ID})
		}
		out = append(out, v)
	}
	if out[0].Revision != out[1].Revision {
		t.Error("a revision depends on the order, the key or the white space at the ends")
	}
	golden(t, "identity.json", out)
}

func TestVectorsDraw(t *testing.T) {
	type vector struct {
		Site     string   `json:"site"`
		Revision string   `json:"bank_rev"`
		Staff    string   `json:"staff"`
		Ordinal  int      `json:"ordinal"`
		Groups   []Group  `json:"groups"`
		Form     []string `json:"form"`
	}
	ids := func(n int, prefix string) []string {
		var out []string
		for i := range n {
			out = append(out, PublicID(prefix, string(rune('a'+i))))
		}
		return out
	}
	groups := []Group{{2, ids(2, "critical")}, {8, ids(20, "main")}, {2, ids(9, "other")}}
	var out []vector
	for _, staff := range []string{"H0001", "H0002", "00123", "Ü-7", "日本"} {
		for ordinal := 1; ordinal <= 3; ordinal++ {
			out = append(out, vector{"recovery-demo", "b1-aaaa", staff, ordinal, groups,
				Draw("recovery-demo", "b1-aaaa", staff, ordinal, groups)})
		}
	}
	out = append(out, vector{"s", "b1-b", "X", 1, []Group{}, []string{}})
	golden(t, "draw.json", out)
}

func TestDrawIsFairAndComplete(t *testing.T) {
	members := []string{"a", "b", "c", "d", "e"}
	groups := []Group{{Count: 1, Questions: []string{"z"}}, {Count: 2, Questions: members}}
	counts, firsts := map[string]int{}, map[string]int{}
	const n = 20_000
	for i := range n {
		form := Draw("site", "b1-x", string(rune('A'+i%26))+string(rune('A'+i/26%26))+string(rune('A'+i/676)),
			1, groups)
		if len(form) != 3 {
			t.Fatalf("a form of %d questions", len(form))
		}
		seen := map[string]bool{}
		for _, id := range form {
			if seen[id] {
				t.Fatalf("%v holds a question twice", form)
			}
			seen[id] = true
			counts[id]++
		}
		firsts[form[0]]++
	}
	if counts["z"] != n {
		t.Errorf("the fixed question stood in %d of %d forms", counts["z"], n)
	}
	for _, id := range members {
		if share := float64(counts[id]) / n; share < 0.38 || share > 0.42 {
			t.Errorf("question %s stood in %.3f of the forms; 0.4 expected", id, share)
		}
	}
	if share := float64(firsts["z"]) / n; share < 0.31 || share > 0.36 {
		t.Errorf("the fixed question came first in %.3f of the forms; a third expected", share)
	}
}
