package course

import (
	"strings"
	"testing"

	"github.com/coursemark/coursemark/internal/diag"
)

func TestParsePage(t *testing.T) {
	for _, c := range []struct{ name, source, title, body, fault string }{
		{"plain", "+++\ntitle = \"A\"\n+++\nBody\n", "A", "Body\n", ""},
		{"CR LF and byte order mark", "\xef\xbb\xbf+++\r\ntitle = \"A\"\r\n+++\r\nBody\r\n", "A", "Body\n", ""},
		{"old line ends", "+++\rtitle = \"A\"\r+++\rBody\r", "A", "Body\n", ""},
		{"blanks behind the fences", "+++ \ntitle = \"A\"\n+++\t\nBody", "A", "Body", ""},
		{"plus signs in the text", "+++\ntitle = \"A\"\n+++\nBody\n+++\n", "A", "Body\n+++\n", ""},
		{"no text", "+++\ntitle = \"A\"\n+++", "A", "", ""},
		{"empty file", "", "", "", "the page has no front matter"},
		{"UTF-16", "\xff\xfe+\x00", "", "", "the file is UTF-16"},
		{"invalid UTF-8", "+++\ntitle = \"A\"\n+++\n\xff\n", "", "", "a byte that is not UTF-8"},
		{"wrong type", "+++\ntitle = 3\n+++\n", "", "", `"title" is a number; it must be a text`},
		{"minutes", "+++\ntitle = \"A\"\nminutes = -1\n+++\n", "A", "", "minutes = -1"},
	} {
		p := parsePage("content/a.md", []byte(c.source))
		faults := p.faults
		if c.fault != "" {
			err := faults.Err()
			if err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if faults.Failed() || p.front.Title != c.title || string(p.text[p.body:]) != c.body {
			t.Errorf("%s: %q, %v", c.name, p.front.Title, faults.Err())
		}
	}
	p := parsePage("content/a.md", []byte("+++\ntitle = \"A\"\n\nmintes = 3\n+++\nx"))
	f := p.faults.Sorted()
	if len(f) != 1 || f[0].Pos != (diag.Pos{Line: 4, Column: 1}) || f[0].Hint != `did you mean "minutes"?` ||
		p.front.Title != "A" {
		t.Errorf("a misspelt key: %+v", f)
	}
}

func FuzzFrontMatter(f *testing.F) {
	f.Add("+++\ntitle = \"A\"\n+++\nBody\n")
	f.Add("+++\ntitle = “A”\nroles = [1, \"x\"]\n+++")
	f.Add("---\na: b\n---\n")
	f.Fuzz(func(t *testing.T, source string) {
		p := parsePage("content/a.md", []byte(source))
		if p.body > len(p.text) {
			t.Error("the text begins behind its end")
		}
		if !p.faults.Failed() && p.front.Title == "" {
			t.Error("a page without a title and without a fault")
		}
		for _, fault := range p.faults.Sorted() {
			_ = fault.String()
		}
	})
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ folder, file, want string }{
		{"", "index.html", "index.html"},
		{"", "a/index.html", "a/index.html"},
		{"a/b", "a/b/index.html", "index.html"},
		{"a/b/c", "a/b/d/index.html", "../d/index.html"},
		{"a/b/c", "index.html", "../../../index.html"},
		{"a/b/c", "a/b/index.html", "../index.html"},
		{"a/bb", "a/b/index.html", "../b/index.html"},
	} {
		if got := Relative(c.folder, c.file); got != c.want {
			t.Errorf("Relative(%q, %q) = %q", c.folder, c.file, got)
		}
	}
}

func TestLeftovers(t *testing.T) {
	names := map[string]bool{"01-first.md": true, "plan.md": true}
	for name, is := range map[string]bool{
		"01-first.md": false, "plan-B.md": false, "plan-LAPTOP-7AB2.md": true, "other-LAPTOP.md": false,
		"plan (2).md":    true,
		"plan - Copy.md": true, "~$plan.docx": true, "plan.md~": true, "plan.md.txt": true, "plan.bak": true,
		"plan.png": false,
		"plan (Ann's conflicted copy 2026-01-02).md": true, "plan.markdown": true,
	} {
		if reason, left := leftover(name, names); left != is {
			t.Errorf("%s: %q", name, reason)
		}
	}
}
