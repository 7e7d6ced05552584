package tomlfile

import (
	"strings"
	"testing"

	"github.com/coursemark/coursemark/internal/diag"
)

type sample struct {
	ID        string `toml:"id"`
	Count     int    `toml:"count"`
	Questions []struct {
		ID      string   `toml:"id"`
		Tags    []string `toml:"tags"`
		Options []struct {
			Text    string `toml:"text"`
			Correct bool   `toml:"correct"`
		} `toml:"options"`
		Cuts []struct {
			Level int `toml:"level"`
		} `toml:"cuts"`
	} `toml:"questions"`
}

func render(t *testing.T, src string) string {
	t.Helper()
	var s sample
	_, faults := Decode("bank.toml", []byte(src), &s)
	var b strings.Builder
	for _, f := range faults.Sorted() {
		b.WriteString(f.String())
	}
	return b.String()
}

func TestFaultsArePlacedAndAllAtOnce(t *testing.T) {
	got := render(t, `id = "x"
coutn = 3

[[questions]]
id = "a"
tags = "one"

[[questions]]
id = 7
[[questions.options]]
text = "T"
[[questions.options]]
texxt = "U"
correct = "yes"
`)
	want := `bank.toml:2:1: unknown key "coutn"
    2 | coutn = 3
      | ^
  hint: did you mean "count"?
bank.toml:6:8: "tags" is a text; it must be a list
    6 | tags = "one"
      |        ^
  hint: write tags = ["…", "…"]
bank.toml:9:6: "id" is a number; it must be a text
    9 | id = 7
      |      ^
  hint: write id = "…", in quotes
bank.toml:13:1: unknown key "texxt" in [options]
   13 | texxt = "U"
      | ^
  hint: did you mean "text"?
bank.toml:14:11: "correct" is a text; it must be true or false
   14 | correct = "yes"
      |           ^
  hint: write correct = true, without quotes
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestWordProcessorSlips(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"curly quotes":       {"id = “x”\n", `curly quotes`},
		"non-breaking space": {"id\u00a0= \"x\"\n", `non-breaking space`},
		"UTF-16":             {"\xff\xfei\x00", `UTF-16`},
		"Windows-1252":       {"id = \"caf\xe9\"\n", "not UTF-8"},
	} {
		if got := render(t, c.src); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q does not mention %q", name, got, c.want)
		}
	}
}

func TestSemanticFaultsFindTheirPlace(t *testing.T) {
	src := `id = "x"
[[questions]]
id = "a"
tags = ["one", "two"]
cuts = [{ level = 1 }, { level = 2 }]
[[questions]]
id = "b"
[[questions.options]]
text = "T"
`
	var s sample
	f, faults := Decode("bank.toml", []byte(src), &s)
	if faults.Len() > 0 {
		t.Fatal(faults.Err())
	}
	for _, c := range []struct {
		want string
		path []any
	}{
		{"bank.toml:4:16: w", []any{"questions", 0, "tags", 1}},
		{"bank.toml:5:34: w", []any{"questions", 0, "cuts", 1, "level"}},
		{"bank.toml:9:8: w", []any{"questions", 1, "options", 0, "text"}},
		{"bank.toml:6:3: w", []any{"questions", 1, "missing"}},
	} {
		if got := f.Fault(diag.Kind{What: "w"}.With(), c.path...).Error(); got != c.want {
			t.Errorf("%v: got %s, want %s", c.path, got, c.want)
		}
	}
}

func TestDeepFilesAreRefusedAtOnce(t *testing.T) {
	for name, src := range map[string]string{
		"lists":         "id = " + strings.Repeat("[", 1<<20),
		"inline tables": "id = " + strings.Repeat("{a = ", 1<<20),
		"dotted names":  strings.Repeat("a.", 1<<20) + "a = 1",
	} {
		if got := render(t, src); !strings.Contains(got, "nested more than 32 deep") {
			t.Errorf("%s: %.200q", name, got)
		}
	}
	if got := render(t, "id = \"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\" # [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\ncount = 3\n"); got != "" {
		t.Errorf("brackets in a string: %s", got)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("id = \"x\"\n[[questions]]\nid = \"a\"\n"))
	f.Add([]byte("a.b.c = {d = [1, {e = 2}]}\n[x]\n[[x.y]]\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		var s sample
		file, _ := Decode("x.toml", src, &s)
		file.Fault(diag.Kind{What: "w"}.With(), "questions", 0, "id")
	})
}
