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
		if err != nil || r.StatusCode != c.status || r.Header.Get("Content-Type") != c.kind ||
			r.Header.Get("Cache-Control") != "no-store" || !strings.Contains(string(body), c.part) {
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
