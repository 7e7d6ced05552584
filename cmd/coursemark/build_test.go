package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/coursemark/coursemark/project/disk"
)

// site reads all files of the built site.
func site(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := filepath.Join(dir, "public")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		rest, _ := filepath.Rel(root, name)
		files[filepath.ToSlash(rest)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func edit(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, "content", "talk", "01-listen", "01-one.md")
	if err := os.WriteFile(file,
		[]byte("+++\ntitle = \"One\"\n+++\nOther text. "+strings.Repeat("More words. ", 20_000)+"\n"),
		0o644); err != nil {
		t.Fatal(err)
	}
}

// Who builds while another build is at work is told so, and nothing is touched.
func TestSecondBuild(t *testing.T) {
	dir := sample(t)
	if status, _, stderr := call(t, "build", "--project", dir); status != exitFine {
		t.Fatal(stderr)
	}
	before := site(t, dir)
	edit(t, dir)
	project, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer project.Close()
	unlock, err := project.Lock(".coursemark/lock")
	if err != nil {
		t.Fatal(err)
	}
	status, _, stderr := call(t, "build", "--project", dir)
	if status != exitFaults || !strings.Contains(stderr, "another coursemark is running in this project (process ") ||
		!strings.Contains(stderr, "hint: wait until it finishes") {
		t.Errorf("%d\n%s", status, stderr)
	}
	if !maps.Equal(before, site(t, dir)) {
		t.Error("the site was touched")
	}
	if status, _, stderr := call(t, "check", "--project", dir); status != exitFine {
		t.Errorf("check writes nothing and needs no lock: %s", stderr)
	}
	unlock()

	// Of many at once each is done or refused, and the site is whole.
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			var out, err bytes.Buffer
			if status := run(t.Context(), []string{"build", "--project", dir}, strings.NewReader(""), &out,
				&err); status != exitFine && !strings.Contains(err.String(), "another coursemark") {
				t.Errorf("%d\n%s", status, err.String())
			}
		})
	}
	all.Wait()
	if !strings.Contains(site(t, dir)["talk/listen/one/index.html"], "Other text.") {
		t.Error("nobody built the site")
	}
}

// What is written stops somewhere, as on a full disk: the last site stays, whole.
func TestDiskThatFills(t *testing.T) {
	if dir := os.Getenv("COURSEMARK_TEST_FULL"); dir != "" {
		os.Exit(run(t.Context(), []string{"build", "--project", dir}, strings.NewReader(""), os.Stdout, os.Stderr))
	}
	if runtime.GOOS == "windows" {
		t.Skip("the size of files is limited by a shell")
	}
	dir := sample(t)
	if status, _, stderr := call(t, "build", "--project", dir); status != exitFine {
		t.Fatal(stderr)
	}
	before := site(t, dir)
	edit(t, dir)
	// 100 KB, in blocks of 512 bytes: enough for all but the long lesson.
	cmd := exec.Command("sh", "-c", `ulimit -f 200 && exec "$0" -test.run '^TestDiskThatFills$'`, os.Args[0])
	cmd.Env = append(os.Environ(), "COURSEMARK_TEST_FULL="+dir)
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitFaults ||
		!strings.Contains(string(said), "public/talk/listen/one/index.html: cannot be written") ||
		!strings.Contains(string(said), "  hint: make sure that the disk has room") {
		t.Errorf("%v\n%s", err, said)
	}
	if !maps.Equal(before, site(t, dir)) {
		t.Error("the site was touched")
	}
	if status, _, stderr := call(t, "build", "--project", dir); status != exitFine {
		t.Errorf("with room again: %s", stderr)
	}
	if !strings.Contains(site(t, dir)["talk/listen/one/index.html"], "Other text.") {
		t.Error("the site is as it was")
	}
}
