package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// sample writes a small project.
func sample(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"coursemark.toml":                  "[site]\nid = \"demo\"\ntitle = \"Demo\"\n",
		"standards/frameworks/demo.toml":   "id = \"D\"\nversion = \"1\"\ntitle = \"Demo\"\n[[levels]]\nordinal = 0\nlabel = \"a\"\n[[levels]]\nordinal = 1\nlabel = \"b\"\n",
		"content/_index.md":                "+++\ntitle = \"Welcome\"\n+++\nHello.\n",
		"content/talk/_index.md":           "+++\ntitle = \"Talk\"\n+++\n",
		"content/talk/01-listen/_index.md": "+++\ntitle = \"Listen\"\n+++\n",
		"content/talk/01-listen/01-one.md": "+++\ntitle = \"One\"\n+++\nText. See [here](https://example.org/).\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func call(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(""), &out, &err)
	return status, out.String(), err.String()
}

func TestCommandLine(t *testing.T) {
	dir := sample(t)
	for _, c := range []struct {
		args           []string
		status         int
		stdout, stderr string // contained
	}{
		{[]string{"version"}, 0, "coursemark 0.1.0\n", ""},
		{[]string{"--help"}, 0, "coursemark build", ""},
		{[]string{"build", "--help"}, 0, "--frozen", ""},
		{[]string{"check", "--project", dir}, 0, "checked 5 pages", ""},
		{[]string{"check", "--json", "--project", dir}, 0, `"pages": 5`, ""},
		{[]string{"build", "--project", dir}, 0, "grading-kit.zip  to HR and to nobody else", ""},
		{[]string{"buidl"}, 2, "", "hint: did you mean: coursemark build"},
		{[]string{"publish"}, 2, "", "hint: commands are build, check, clean"},
		{[]string{"build", "--draft"}, 2, "", "hint: did you mean: coursemark build --drafts"},
		{[]string{"build", "--ouput=x"}, 2, "", "hint: did you mean: coursemark build --output=x"},
		{[]string{"build", "--instructor", "x", "-o", "y"}, 2, "", "leave out --output"},
		{[]string{"build", "-z"}, 2, "", "coursemark build has --drafts, --frozen"},
		{[]string{"build", dir}, 2, "", "--project " + dir},
		{[]string{"serve", "--port", "x"}, 2, "", `invalid argument "x"`},
		{[]string{"serve", "--port", "70000"}, 2, "", "--port 70000 is not a port"},
		{[]string{"check", "--strict", "--project", dir}, 1, "", "01-one.md:4:11: the link"},
		{[]string{"check", "--format", "xml", "--project", dir}, 2, "", "there are text, json and github"},
		{[]string{"check", "--format", "github", "--project", dir}, 0, "::notice file=content/talk/01-listen/01-one.md,line=4,col=11::the link", ""},
		{[]string{"list"}, 0, "coursemark list coverage", ""},
		{[]string{"list", "drafts", "--project", dir}, 0, "", "no drafts"},
		{[]string{"list", "readability", "--project", dir}, 0, "content/talk/01-listen/01-one.md", "1 lesson, 0 above"},
		{[]string{"list", "layouts", "--project", dir}, 0, "templates/lesson.html", ", 0 of them your own"},
		{[]string{"list", "orphans", "--json", "--project", dir}, 0, "[]", ""},
		{[]string{"new", "lesson", "Two", "--project", dir}, 0, "content/talk/01-listen/02-two.md", "--drafts"},
		{[]string{"list", "drafts", "--project", dir}, 0, "02-two.md  Two", "1 draft"},
		{[]string{"new", "lesson"}, 2, "", "coursemark new lesson"},
		{[]string{"new", "bank", "Bank", "--from", "nowhere.xlsx", "--project", dir}, 1, "", "nowhere.xlsx: the spreadsheet cannot be read"},
		{[]string{"schema"}, 0, "bank\nconfig\nframework\nglossary\nfront-matter\n", ""},
		{[]string{"schema", "bank"}, 0, `"additionalProperties": false`, ""},
		{[]string{"schema", "bnak"}, 2, "", "there are bank, config"},
		{[]string{"clean", "--project", dir}, 0, "; the grading kit as well", ""},
		{[]string{"clean", "--project", dir}, 0, "public: 0 files deleted", ""},
		{[]string{"build", "--project", dir}, 0, "built 5 pages", ""},
		{[]string{"check", "--project", filepath.Join(dir, "content")}, 1, "", "this is not a Coursemark project"},
		{[]string{"check", "--json", "--project", filepath.Join(dir, "content")}, 1, `"severity": "error"`, ""},
	} {
		status, stdout, stderr := call(t, c.args...)
		if status != c.status || !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%q: status %d\n%s\n%s", c.args, status, stdout, stderr)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "public", "index.html")); err != nil {
		t.Error(err)
	}
}

func TestFaultsAreTold(t *testing.T) {
	dir := sample(t)
	if err := os.WriteFile(filepath.Join(dir, "content", "talk", "01-listen", "01-one.md"), []byte("+++\ntitle = \"One\"\n+++\n[x](gone.md)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"build", "check"} {
		status, stdout, stderr := call(t, name, "--project", dir)
		want := "content/talk/01-listen/01-one.md:4:1: there is no page content/talk/01-listen/gone.md\n    4 | [x](gone.md)\n      | ^\n"
		if status != 1 || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%s: %d\n%s\n%s", name, status, stdout, stderr)
		}
	}
}

// The site is there until the command is ended, and nothing is written.
func TestServe(t *testing.T) {
	dir := sample(t)
	t.Chdir(dir)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--port", "0"}, strings.NewReader(""), in, io.Discard)
		_ = in.Close()
	}()
	var printed strings.Builder
	buffer := make([]byte, 512)
	var address string
	for address == "" {
		n, err := out.Read(buffer)
		if err != nil {
			t.Fatalf("%v after %s", err, printed.String())
		}
		printed.Write(buffer[:n])
		address = regexp.MustCompile(`http://localhost:\d+`).FindString(printed.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	for _, c := range []struct {
		path   string
		status int
		kind   string
		part   string
	}{
		{"/", 200, "text/html; charset=utf-8", "Welcome"},
		{"/talk/listen/one/", 200, "text/html; charset=utf-8", "Text."},
		{"/talk/listen/one", 200, "text/html; charset=utf-8", "Text."},
		{"/nothing", 404, "text/html; charset=utf-8", "no such page"},
	} {
		r, err := http.Get(address + c.path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil || r.StatusCode != c.status || r.Header.Get("Content-Type") != c.kind || r.Header.Get("Cache-Control") != "no-store" || !strings.Contains(string(body), c.part) {
			t.Errorf("%s: %d %v %v", c.path, r.StatusCode, r.Header, err)
		}
	}
	stop()
	select {
	case status := <-ended:
		if status != 0 {
			t.Errorf("status %d", status)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("serve does not end")
	}
	for _, name := range []string{"public", "answerkeys", "grading-kit.zip"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("serve wrote %s", name)
		}
	}
}

// TestCleanLeavesWhatIsNotOurs: a stranger's file and one of ours that somebody
// changed outlive it.
func TestCleanLeavesWhatIsNotOurs(t *testing.T) {
	dir := sample(t)
	if status, _, stderr := call(t, "build", "--project", dir); status != 0 {
		t.Fatal(stderr)
	}
	public := filepath.Join(dir, "public")
	for name, content := range map[string]string{"CNAME": "learn.example.org", "talk/index.html": "changed by hand"} {
		if err := os.WriteFile(filepath.Join(public, filepath.FromSlash(name)), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if status, stdout, stderr := call(t, "clean", "--project", dir); status != 0 {
		t.Fatal(stdout, stderr)
	}
	var left []string
	_ = filepath.WalkDir(public, func(path string, e os.DirEntry, _ error) error {
		if !e.IsDir() {
			name, _ := filepath.Rel(public, path)
			left = append(left, filepath.ToSlash(name))
		}
		return nil
	})
	if got := strings.Join(left, " "); got != "CNAME talk/index.html" {
		t.Errorf("left: %s", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "content", "_index.md")); err != nil {
		t.Error(err)
	}
}

func TestInitThenBuild(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ours")
	if status, stdout, stderr := call(t, "init", dir, "--title", "Ours", "--organisation", "Riverbend"); status != 0 || !strings.Contains(stdout, "coursemark serve") {
		t.Fatal(stdout, stderr)
	}
	if status, stdout, stderr := call(t, "build", "--frozen=false", "--project", dir); status != 0 {
		t.Fatal(stdout, stderr)
	}
	if status, _, stderr := call(t, "init", dir); status != 1 || !strings.Contains(stderr, "the folder is not empty") {
		t.Errorf("a project was laid over another: %s", stderr)
	}
}

func TestManualPages(t *testing.T) {
	dir := t.TempDir()
	if status, _, stderr := call(t, "man", "-o", dir); status != 0 {
		t.Fatal(stderr)
	}
	page, err := os.ReadFile(filepath.Join(dir, "coursemark-check.1"))
	if err != nil || !strings.Contains(string(page), `--external`) {
		t.Errorf("the page of check: %v\n%s", err, page)
	}
}
