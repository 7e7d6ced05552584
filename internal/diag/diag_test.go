package diag

import (
	"strings"
	"testing"
)

// at is a fault at a byte offset of a source text.
func at(file string, source []byte, offset int, what, hint string) Fault {
	return Kind{What: what, Hint: hint}.With().At(file, source, offset)
}

func TestRendering(t *testing.T) {
	for name, c := range map[string]struct {
		fault Fault
		want  string
	}{
		"whole": {at("a.md", []byte("one\ntwo three\n"), 8, "wrong", "do this\nand that"),
			"a.md:2:5: wrong\n    2 | two three\n      |     ^\n  hint: do this\n        and that\n"},
		"wide characters": {at("a.md", []byte("日本🙂x"), len("日本🙂"), "wrong", ""),
			"a.md:1:4: wrong\n    1 | 日本🙂x\n      |       ^\n"},
		"tabs": {at("a.md", []byte("\tx"), 1, "wrong", ""), "a.md:1:2: wrong\n    1 |  x\n      |  ^\n"},
		"terminal codes": {at("a.md", []byte("\x1b[31mx\u202ey"), 0, "wrong", ""),
			"a.md:1:1: wrong\n    1 | \ufffd[31mx\ufffdy\n      | ^\n"},
		"whole file": {Fault{File: "a.md", What: "missing"}, "a.md: missing\n"},
		"notice":     {Fault{File: "a.md", Severity: Notice, What: "old"}, "a.md: notice: old\n"},
	} {
		if got := c.fault.String(); got != c.want {
			t.Errorf("%s: got\n%q\nwant\n%q", name, got, c.want)
		}
	}
}

func TestLongLinesAreCutAroundTheFault(t *testing.T) {
	line := strings.Repeat("a", 300) + "X" + strings.Repeat("b", 300)
	text := at("a.md", []byte(line), 300, "wrong", "").String()
	lines := strings.Split(text, "\n")
	if len(lines[1]) > 130 || lines[1][strings.Index(lines[2], "^")+2] != 'X' {
		t.Errorf("the caret does not stand under the X:\n%s", text)
	}
}

func TestSorted(t *testing.T) {
	var l List
	l.Add(Fault{File: "b", What: "x"}, Fault{File: "a", Pos: Pos{2, 1}, What: "x"},
		Fault{File: "a", Pos: Pos{1, 9}, What: "x"}, Fault{File: "b", What: "x"})
	var got []string
	for _, f := range l.Sorted() {
		got = append(got, f.Error())
	}
	if strings.Join(got, " | ") != "a:1:9: x | a:2:1: x | b: x" {
		t.Error(got)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "weight", "objectives", "nurse"}
	for typed, want := range map[string]string{"tilte": "title", "objective": "objectives", "Nurse": "nurse",
		"banana": "", "x": ""} {
		if got := Nearest(typed, known); got != want {
			t.Errorf("%q: %q instead of %q", typed, got, want)
		}
	}
}
