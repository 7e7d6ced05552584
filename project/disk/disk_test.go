package disk

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/files"
)

func open(t *testing.T) (*Disk, string) {
	t.Helper()
	dir := t.TempDir()
	d, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, dir
}

func read(t *testing.T, d *Disk, name string) string {
	t.Helper()
	content, err := afero.ReadFile(d, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryMethodReachesTheDisk(t *testing.T) {
	d, dir := open(t)
	must(t, d.Mkdir("a", 0o755))
	must(t, d.MkdirAll("a/b/c", 0o755))
	must(t, d.MkdirAll("a/b/c", 0o755))
	if err := d.Mkdir("a", 0o755); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Mkdir of an existing folder: %v", err)
	}

	f, err := d.Create("a/b/c/one.txt")
	must(t, err)
	if f.Name() != "a/b/c/one.txt" {
		t.Errorf("an open file tells its place on this machine: %s", f.Name())
	}
	_, err = io.WriteString(f, "one")
	must(t, err)
	must(t, f.Close())
	if on, _ := os.ReadFile(filepath.Join(dir, "a", "b", "c", "one.txt")); string(on) != "one" {
		t.Errorf("on disk: %q", on)
	}

	must(t, afero.WriteFile(d, "a/two.txt", []byte("two"), 0o600))
	must(t, d.Rename("a/two.txt", "a/b/c/one.txt"))
	if got := read(t, d, "a/b/c/one.txt"); got != "two" {
		t.Errorf("after Rename over a file: %q", got)
	}

	when := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	must(t, d.Chtimes("a/b/c/one.txt", when, when))
	info, err := d.Stat("a/b/c/one.txt")
	must(t, err)
	if !info.ModTime().Equal(when) || info.Size() != 3 {
		t.Errorf("Stat: %v, %d bytes", info.ModTime(), info.Size())
	}
	if runtime.GOOS != "windows" {
		must(t, d.Chmod("a/b/c/one.txt", 0o640))
		info, err = d.Stat("a/b/c/one.txt")
		must(t, err)
		if info.Mode().Perm() != 0o640 {
			t.Errorf("Chmod: %v", info.Mode())
		}
		must(t, d.Chown("a/b/c/one.txt", os.Getuid(), os.Getgid()))
	}

	var seen []string
	must(t, afero.Walk(d, "", func(name string, _ fs.FileInfo, err error) error {
		seen = append(seen, filepath.ToSlash(name))
		return err
	}))
	if want := []string{"", "a", "a/b", "a/b/c", "a/b/c/one.txt"}; !slices.Equal(seen, want) {
		t.Errorf("Walk: %q", seen)
	}

	if err := d.Remove("a"); err == nil {
		t.Error("Remove took a folder that is not empty")
	}
	must(t, d.Remove("a/b/c/one.txt"))
	must(t, d.RemoveAll("a"))
	must(t, d.RemoveAll("a"))
	if _, err := d.Stat("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after RemoveAll: %v", err)
	}
	if d.Name() != "disk" {
		t.Error(d.Name())
	}
}

func TestErrorsNameTheFileAsTheCallerDid(t *testing.T) {
	d, dir := open(t)
	_, err := d.Open("content/missing.md")
	if got, want := err.Error(), "open content/missing.md: no such file or directory"; runtime.GOOS != "windows" &&
		got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := d.Rename("missing", "x"); strings.Contains(err.Error(), dir) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Rename: %v", err)
	}
}

// Nothing leads out: neither a name nor a link, by whatever method.
func TestNothingLeadsOut(t *testing.T) {
	d, dir := open(t)
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret.txt")
	must(t, os.WriteFile(secret, []byte("secret"), 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "inside.txt"), []byte("inside"), 0o644))
	links := map[string]string{
		"to-folder": outside,
		"to-file":   secret,
		"relative":  filepath.Join("..", filepath.Base(filepath.Dir(outside)), filepath.Base(outside)),
		"dangling":  filepath.Join(outside, "new.txt"),
		"fine":      "inside.txt",
	}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	if got := read(t, d, "fine"); got != "inside" {
		t.Errorf("a link inside the folder: %q", got)
	}

	names := []string{
		"../x", "a/../../x", "..", filepath.ToSlash(secret), filepath.ToSlash(outside),
		"to-folder/secret.txt", "to-folder/new.txt", "relative/secret.txt",
	}
	through := append(slices.Clone(names), "to-file", "dangling")
	refused := func(what, name string, err error) {
		t.Helper()
		if err == nil {
			t.Errorf("%s(%q) was let through", what, name)
		}
	}
	for _, name := range through {
		_, err := d.Open(name)
		refused("Open", name, err)
		_, err = d.Create(name)
		refused("Create", name, err)
		_, err = d.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
		refused("OpenFile", name, err)
		_, err = d.Stat(name)
		refused("Stat", name, err)
		refused("Chmod", name, d.Chmod(name, 0o777))
		refused("Chtimes", name, d.Chtimes(name, time.Now(), time.Now()))
		refused("Chown", name, d.Chown(name, os.Getuid(), os.Getgid()))
		_, err = d.Lock(name)
		refused("Lock", name, err)
	}
	for _, name := range names {
		refused("Mkdir", name, d.Mkdir(name, 0o755))
		refused("MkdirAll", name, d.MkdirAll(name+"/y", 0o755))
		refused("Remove", name, d.Remove(name))
		refused("RemoveAll", name, d.RemoveAll(name))
		refused("Rename from", name, d.Rename(name, "moved"))
		refused("Rename to", name, d.Rename("inside.txt", name))
		refused("Replace", name, files.Replace(d, name, []byte("x")))
	}

	// What deletes or replaces a link leaves its target alone.
	must(t, files.Replace(d, "to-file", []byte("mine")))
	must(t, d.RemoveAll("to-folder"))
	if got, _ := os.ReadFile(secret); string(got) != "secret" {
		t.Errorf("the file outside now holds %q", got)
	}
	if listing, _ := os.ReadDir(outside); len(listing) != 1 {
		t.Errorf("the folder outside now holds %v", listing)
	}
}

const holdLock = "COURSEMARK_TEST_HOLD_LOCK"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdLock); dir != "" {
		d, err := Open(dir)
		if err == nil {
			_, err = d.Lock("build.lock")
		}
		fmt.Println(err)
		time.Sleep(time.Minute)
		return
	}
	os.Exit(m.Run())
}

func TestLockIsFreedByTheEndOfItsHolder(t *testing.T) {
	d, dir := open(t)
	holder := exec.Command(os.Args[0])
	holder.Env = append(os.Environ(), holdLock+"="+dir)
	pipe, err := holder.StdoutPipe()
	must(t, err)
	must(t, holder.Start())
	line, err := bufio.NewReader(pipe).ReadString('\n')
	must(t, err)
	if line != "<nil>\n" {
		t.Fatalf("the other process: %s", line)
	}

	_, err = d.Lock("build.lock")
	want := fmt.Sprintf("build.lock: another coursemark is running in this folder (process %d)\n  hint: wait until it finishes or stop it, then try again", holder.Process.Pid)
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	must(t, holder.Process.Kill())
	_ = holder.Wait()

	unlock, err := d.Lock("build.lock")
	must(t, err)
	var locked *Locked
	if _, err := d.Lock("build.lock"); !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Errorf("a second lock in one process: %v", err)
	}
	unlock()
	again, err := d.Lock("build.lock")
	must(t, err)
	again()
}
