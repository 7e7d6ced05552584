package bibliography

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/internal/diag"
)

const testBib = `% Works
@article{richmond2012, author = {Richmond, Janet S. and Berlin, Jon S. and Ng, Anthony T.}, title = {Verbal De-escalation}, journal = {West J Emerg Med}, year = 2012, pages = {17--25}}
@article{sowers2005, author = {Sowers, Wesley}, title = {Transforming systems of care}, journal = "Community Mental Health Journal", year = {2005}}
@misc{cfr482, author = {{Centers for Medicare and Medicaid Services}}, title = {Patient's rights}}
@misc{cfr483, author = {{Centers for Medicare and Medicaid Services}}, title = {Orders}}
@book{two2001, author = {Mu{\~n}oz, Ana and G\"odel, Kurt}, title = {Two}, year = {2001}}
@misc{who2019, author = {{World Health Organization}}, title = {One}, year = {2019}}
`

// rendered returns faults as people read them.
func rendered(faults diag.List) string {
	var b strings.Builder
	for _, f := range faults.Sorted() {
		b.WriteString(f.String())
	}
	return b.String()
}

func FuzzReferences(f *testing.F) {
	f.Add([]byte(testBib))
	f.Add([]byte("@string{x = \"a\" # {b}}\n@article{a, author = x # { and } # x, title = {{T}}}"))
	f.Add([]byte("@article{a, title = {unclosed"))
	f.Fuzz(func(t *testing.T, source []byte) {
		refs, faults := Parse("references.bib", source)
		for _, key := range refs.Keys() {
			if html := string(refs.HTML(key)); strings.Contains(html, "<script") {
				t.Errorf("%s", html)
			}
			_ = refs.Label(key)
		}
		_ = rendered(faults)
		_ = refs.Sorted(refs.Keys())
	})
}

func TestReferences(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"missing title and author", "@book{a, year = 2000}\n",
			"r.bib:1:1: the work \"a\" has neither author nor editor\n    1 | @book{a, year = 2000}\n      | ^\n  hint: write author = {Surname, Given name and Surname, Given name}, or author = {{Name of the organisation}}\n" +
				"r.bib:1:1: the work \"a\" has no title\n    1 | @book{a, year = 2000}\n      | ^\n  hint: write title = {…}\n"},
		{"misspelt field", "@book{a,\n  author = {A, B},\n  titel = {T}, title = {T}}\n",
			"r.bib:3:3: unknown field \"titel\"\n    3 |   titel = {T}, title = {T}}\n      |   ^\n  hint: did you mean \"title\"?\n"},
		{"missing comma", "@book{a,\n  author = {A, B}\n  title = {T}}\n@book{b, author = {C}, title = {D}}",
			"r.bib:3:3: a comma is missing in \"a\"\n    3 |   title = {T}}\n      |   ^\n  hint: write fields as name = {value}, with commas between them\n"},
		{"unclosed value", "@book{a,\n  author = {A, B,\n  title = {T}\n}\n",
			"r.bib:1:1: the entry \"a\" is never closed\n    1 | @book{a,\n      | ^\n  hint: every { needs a }\n"},
		{"unclosed quote", "@book{a,\n  author = \"A, B,\n  title = {T}\n}\n",
			"r.bib:2:3: the value of \"author\" in \"a\" is never closed\n    2 |   author = \"A, B,\n      |   ^\n  hint: every { needs a }\n"},
		{"key twice", "@book{a, author = {A}, title = {T}}\n@book{a, author = {A}, title = {T}}\n",
			"r.bib:2:7: the key \"a\" is already used above\n    2 | @book{a, author = {A}, title = {T}}\n      |       ^\n  hint: give every work a key of its own\n"},
	} {
		_, faults := Parse("r.bib", []byte(c.source))
		if got := rendered(faults); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	refs, faults := Parse("r.bib", bytes.ReplaceAll([]byte(testBib), []byte("\n"), []byte("\r\n")))
	if faults.Len() > 0 || len(refs.Keys()) != 6 {
		t.Errorf("CR LF: %s %v", rendered(faults), refs.Keys())
	}
	if got := refs.HTML("two2001"); got != "Muñoz, A., &amp; Gödel, K. (2001). <cite>Two</cite>." {
		t.Errorf("two authors: %s", got)
	}
	if got := fmt.Sprint(refs.Sorted([]string{"sowers2005", "cfr483", "richmond2012", "cfr482",
		"cfr482"})); got != "[cfr482 cfr483 richmond2012 sowers2005]" {
		t.Errorf("sorted %s", got)
	}
}

// TeX in a bibliography becomes plain text.
func TestTeX(t *testing.T) {
	for tex, want := range map[string]string{
		`{R}ecovery in {NHS} wards`: "Recovery in NHS wards",
		`Mu{\~n}oz`:                 "Muñoz",
		`G\"odel`:                   "Gödel",
		`Fran\c{c}ois`:              "François",
		`\O rsted, Stra\ss e`:       "Ø rsted, Straß e",
		`17--25`:                    "17–25",
		`a---b`:                     "a–b",
		"``Voices'' and 'noise'":    "“Voices” and ’noise’",
		`R\&D, 10\% of \{x\}`:       "R&D, 10% of {x}",
		"no~break":                  "no\u00a0break",
		"two\n\t lines":             "two lines",
		`\unknown x`:                "unknown x",
		`end\`:                      `end\`,
	} {
		if got := text(tex); got != want {
			t.Errorf("%q: %q, not %q", tex, got, want)
		}
	}
}

// A year with a comma is shown as a whole.
func TestYears(t *testing.T) {
	refs, faults := Parse("r.bib",
		[]byte("@book{a, author = {A}, title = {T}, year = {Spring, 2001}}\n@book{b, author = {B}, title = {T}}\n"))
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	for key, want := range map[string]string{"a": "A. (Spring, 2001). <cite>T</cite>.",
		"b": "B. (n.d.). <cite>T</cite>."} {
		if got := refs.HTML(key); string(got) != want {
			t.Errorf("%s: %s", key, got)
		}
	}
}
