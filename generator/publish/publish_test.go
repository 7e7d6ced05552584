package publish

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project/disk"
)

// onDisk returns an output folder and a state folder on the disk.
func onDisk(t testing.TB) (out, state afero.Fs, dir string) {
	t.Helper()
	dir = t.TempDir()
	open := func() afero.Fs {
		d, err := disk.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		return d
	}
	d, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, open(), dir
}

// everywhere runs a test in memory and on the disk.
func everywhere(t *testing.T, test func(t *testing.T, out, state afero.Fs)) {
	t.Run("memory", func(t *testing.T) { test(t, afero.NewMemMapFs(), afero.NewMemMapFs()) })
	t.Run("disk", func(t *testing.T) {
		out, state, _ := onDisk(t)
		test(t, out, state)
	})
}

func write(t testing.TB, to afero.Fs, name, content string) {
	t.Helper()
	if err := afero.WriteFile(to, name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestVersionsFollowEachOther(t *testing.T) {
	everywhere(t, func(t *testing.T, out, state afero.Fs) {
		var before version
		for seed := range uint64(6) {
			site := generate(seed/2, 4, 6) // each twice
			got := mustPublish(t, out, state, site)
			var want Summary
			for name, content := range site {
				if old, had := before[name]; had && bytes.Equal(old, content) {
					want.Unchanged++
				} else {
					want.Written++
					want.Bytes += int64(len(content))
				}
			}
			for name := range before {
				if _, stays := site[name]; !stays {
					want.Deleted++
				}
			}
			if got != want {
				t.Errorf("version %d: got %+v, want %+v", seed, got, want)
			}
			if err := errors.Join(exactly(out, state, site), crawl(out, site)); err != nil {
				t.Errorf("version %d: %v", seed, err)
			}
			before = site
		}
	})
}

// counting counts the files that are opened for reading or writing.
type counting struct {
	afero.Fs
	mu            sync.Mutex
	read, written int
}

func (c *counting) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	c.mu.Lock()
	if flag&(os.O_WRONLY|os.O_RDWR) != 0 {
		c.written++
	}
	c.mu.Unlock()
	return c.Fs.OpenFile(name, flag, perm)
}

func (c *counting) Open(name string) (afero.File, error) {
	c.mu.Lock()
	if len(filepath.Ext(name)) > 1 {
		c.read++
	}
	c.mu.Unlock()
	return c.Fs.Open(name)
}

func TestWhatIsUnchangedIsNeitherReadNorWritten(t *testing.T) {
	everywhere(t, func(t *testing.T, out, state afero.Fs) {
		site := generate(1, 3, 5)
		mustPublish(t, out, state, site)
		watched := &counting{Fs: out}
		mustPublish(t, watched, state, site)
		if watched.written != 0 || watched.read != 1 { // the manifest
			t.Errorf("read %d, wrote %d", watched.read, watched.written)
		}

		// A file with a new time is read once.
		now := time.Now().Add(time.Hour)
		if err := out.Chtimes(startPage, now, now); err != nil {
			t.Fatal(err)
		}
		for _, reads := range []int{2, 1} {
			watched = &counting{Fs: out}
			if got := mustPublish(t, watched, state, site); got.Written != 0 || watched.read != reads {
				t.Errorf("%+v, read %d, want %d", got, watched.read, reads)
			}
		}

		// Without the remembered times, everything is read and nothing is written.
		watched = &counting{Fs: out}
		if got := mustPublish(t, watched, afero.NewMemMapFs(), site); got.Written != 0 || watched.read != 1+len(site) {
			t.Errorf("%+v, read %d", got, watched.read)
		}
	})
}

func TestManifest(t *testing.T) {
	out := afero.NewMemMapFs()
	mustPublish(t, out, afero.NewMemMapFs(), version{
		"index.html":     []byte("start"),
		"a/b\u00e9.html": nil,
	})
	got, _ := afero.ReadFile(out, "manifest.json")
	want := `{"format":"coursemark-manifest/1","files":[
{"path":"a/bé.html","size":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
{"path":"index.html","size":5,"sha256":"cced28c6dc3f99c2396a5eaad732bf6b28142335892b1cd0e6af6cdb53f5ccfa"}
]}
`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// Faults are compared in full, as people read them.
func TestFaults(t *testing.T) {
	site := version{
		"index.html":   []byte("start"),
		"a/index.html": []byte("a"),
		"old.html":     []byte("old"),
		"assets/x.css": []byte("x"),
	}
	tests := []struct {
		name    string
		prepare func(t *testing.T, out afero.Fs)
		put     []string // path=content
		want    string
	}{
		{
			name:    "edited, and still wanted",
			prepare: func(t *testing.T, out afero.Fs) { write(t, out, "a/index.html", "by hand") },
			put:     []string{"index.html=start", "a/index.html=new"},
			want: "public/a/index.html: was changed by hand since the last build\n" +
				"  hint: copy what you want to keep into the content folder, delete this file, and build again",
		},
		{
			name:    "edited, while its page stays the same",
			prepare: func(t *testing.T, out afero.Fs) { write(t, out, "a/index.html", "by hand") },
			put:     []string{"index.html=start", "a/index.html=a"},
			want: "public/a/index.html: was changed by hand since the last build\n" +
				"  hint: copy what you want to keep into the content folder, delete this file, and build again",
		},
		{
			name:    "edited, and no longer wanted",
			prepare: func(t *testing.T, out afero.Fs) { write(t, out, "old.html", "by hand") },
			put:     []string{"index.html=changed", "a/index.html=a"},
			want: "public/old.html: was changed by hand since the last build\n" +
				"  hint: copy what you want to keep into the content folder, delete this file, and build again",
		},
		{
			name: "all at once",
			prepare: func(t *testing.T, out afero.Fs) {
				write(t, out, "a/index.html", "by hand")
				write(t, out, "b/index.html", "foreign")
			},
			put: []string{
				"index.html=changed",
				"a/index.html=a",
				"b/index.html=b",
				"aux.html=x",
				"a/x?.html=x",
				"trailing./x.html=x",
			},
			want: "public/a/index.html: was changed by hand since the last build\n" +
				"  hint: copy what you want to keep into the content folder, delete this file, and build again\n" +
				"public/a/x?.html: Windows does not allow '?' in a name\n" +
				"  hint: give it another name or slug\n" +
				"public/aux.html: Windows reserves the name \"aux.html\" for a device\n" +
				"  hint: give it another name or slug\n" +
				"public/b/index.html: something that Coursemark did not write has a name that the site needs\n" +
				"  hint: move it out of the output folder, or choose another folder with -o, and build again\n" +
				"public/trailing./x.html: Windows drops the dot or space at the end of \"trailing.\"\n" +
				"  hint: give it another name or slug",
		},
		{
			name:    "a foreign file where a folder is needed",
			prepare: func(t *testing.T, out afero.Fs) { write(t, out, "notes", "foreign") },
			put:     []string{"index.html=start", "notes/index.html=n", "notes/b/index.html=n"},
			want: "public/notes: something that Coursemark did not write has a name that the site needs\n" +
				"  hint: move it out of the output folder, or choose another folder with -o, and build again",
		},
		{
			name: "a file that becomes a folder, a folder that becomes a file",
			put:  []string{"index.html=start", "old.html/index.html=n", "a=n"},
			want: "public/a: is a folder, and the site needs a file of this name\n" +
				"  hint: move it out of the output folder, or delete it, and build again\n" +
				"public/old.html: is a file of the last version, and the site needs a folder of this name\n" +
				"  hint: delete it and build again",
		},
		{
			name: "wanted as file and folder",
			put:  []string{"index.html=start", "n=1", "n/x.html=2", "m/x.html=2", "m=1"},
			want: "public/m: is wanted both as a file and as a folder\n" +
				"  hint: give one of the two another name\n" +
				"public/n: is wanted both as a file and as a folder\n" +
				"  hint: give one of the two another name",
		},
		{
			name: "wanted twice",
			put:  []string{"index.html=start", "n.html=1", "n.html=1", "m.html=1", "m.html=2"},
			want: "public/m.html: is wanted twice, with different content\n" +
				"  hint: give one of the two another name",
		},
		{
			name: "differs only in case or composition",
			put: []string{
				"index.html=start",
				"intro/a.html=1",
				"Intro/b.html=2",
				"caf\u00e9.html=1",
				"cafe\u0301.html=2",
			},
			want: "public/caf\u00e9.html: differs from \"cafe\u0301.html\" only in capitals or accents\n" +
				"  hint: on Windows and macOS they are the same name: give one of them another name\n" +
				"public/intro: differs from \"Intro\" only in capitals or accents\n" +
				"  hint: on Windows and macOS they are the same name: give one of them another name",
		},
		{
			name:    "differs only in case from what is already there",
			prepare: func(t *testing.T, out afero.Fs) { write(t, out, "README.html", "foreign") },
			put:     []string{"index.html=start", "readme.html=1", "A/index.html=2", "A/more.html=2"},
			want: "public/A: differs only in capitals or accents from \"a\", which is already there\n" +
				"  hint: on Windows and macOS they are the same name: delete \"a\" and build again\n" +
				"public/readme.html: differs only in capitals or accents from \"README.html\", which is already there\n" +
				"  hint: on Windows and macOS they are the same name: delete \"README.html\" and build again",
		},
		{
			name: "leaves the folder",
			put:  []string{"index.html=start", "../x.html=1", "/etc/x=1", "a//b=1", "=1", ".=1"},
			want: "public: \"\" is not a path inside this folder\n" +
				"  hint: write it relative to the site, with / between folders\n" +
				"public: \".\" is not a path inside this folder\n" +
				"  hint: write it relative to the site, with / between folders\n" +
				"public: \"../x.html\" is not a path inside this folder\n" +
				"  hint: write it relative to the site, with / between folders\n" +
				"public: \"/etc/x\" is not a path inside this folder\n" +
				"  hint: write it relative to the site, with / between folders\n" +
				"public: \"a//b\" is not a path inside this folder\n" +
				"  hint: write it relative to the site, with / between folders",
		},
		{
			name: "names that are kept",
			put:  []string{"index.html=start", "Manifest.json=1", ".git/config=1", ".coursemark-staging/1=1"},
			want: "public/.coursemark-staging/1: this name is reserved for Coursemark\n" +
				"  hint: give the file another name\n" +
				"public/.git/config: this name is reserved for Coursemark\n" +
				"  hint: give the file another name\n" +
				"public/Manifest.json: this name is reserved for Coursemark\n" +
				"  hint: give the file another name",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, out, state afero.Fs) {
				mustPublish(t, out, state, site)
				if test.prepare != nil {
					write(t, out, "foreign.txt", "x")
					if err := out.MkdirAll("b", 0o755); err != nil {
						t.Fatal(err)
					}
					test.prepare(t, out)
				}
				before := filesIn(out)
				p, err := Begin(out, state, "public")
				if err != nil {
					t.Fatal(err)
				}
				for _, put := range test.put {
					name, content, _ := strings.Cut(put, "=")
					if err := p.Put(name, classOf(name), []byte(content)); err != nil {
						t.Errorf("Put(%s): %v", name, err)
					}
				}
				_, err = p.Commit()
				if err == nil || err.Error() != test.want {
					t.Errorf("got:\n%v\nwant:\n%s", err, test.want)
				}
				if !maps.EqualFunc(filesIn(out), before, bytes.Equal) {
					t.Error("the folder was changed")
				}
			})
		})
	}
}

func TestFolderOfSomebodyElse(t *testing.T) {
	everywhere(t, func(t *testing.T, out, state afero.Fs) {
		site := version{"index.html": []byte("start"), ".well-known/security.txt": []byte("x")}
		for _, name := range []string{"Thesis.docx", "photos/1.jpg", "photos/2.jpg", "b.txt", "c.txt", "manifest.json",
			".gitignore"} {
			if dir := filepath.Dir(name); dir != "." {
				if err := out.MkdirAll(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			write(t, out, name, "{}")
		}
		before := filesIn(out)
		_, err := publish(out, state, site)
		want := "public: holds files that Coursemark did not write: Thesis.docx, b.txt, c.txt and 2 more\n" +
			"  hint: choose another folder with -o, or empty this one"
		if err == nil || err.Error() != want {
			t.Errorf("got %v", err)
		}
		var failure diag.Failure
		if !errors.As(err, &failure) {
			t.Errorf("no diag.Failure: %T", err)
		}
		if !maps.EqualFunc(filesIn(out), before, bytes.Equal) {
			t.Error("the folder was changed")
		}
	})
}

func TestForeignFilesAreLeftAlone(t *testing.T) {
	everywhere(t, func(t *testing.T, out, state afero.Fs) {
		for _, name := range []string{".git/config", ".well-known/x", ".gitignore", ".gitkeep", "CNAME", ".nojekyll"} {
			_ = out.MkdirAll(filepath.Dir(name), 0o755)
			write(t, out, name, "mine")
		}
		mustPublish(t, out, state, generate(1, 3, 4))
		_ = out.MkdirAll("course/module-0/page-1", 0o755)
		_ = out.MkdirAll("course/empty", 0o755)
		foreign := []string{"course/module-0/page-1/notes.txt", "course/notes.txt", "assets/logo.png"}
		for _, name := range foreign {
			write(t, out, name, "mine")
		}
		for seed := range uint64(4) {
			if got := mustPublish(t, out, state, generate(seed, 3, 4)); got.Foreign != len(foreign)+1 { // .well-known/x
				t.Errorf("%d foreign files", got.Foreign)
			}
		}
		mustPublish(t, out, state, version{"index.html": []byte("all else is deleted")})
		found := filesIn(out)
		for _, name := range append(foreign, ".git/config", "CNAME", ".well-known/x") {
			if string(found[name]) != "mine" {
				t.Errorf("%s is now %q", name, found[name])
			}
		}
		want := []string{
			".git/config",
			".gitignore",
			".gitkeep",
			".nojekyll",
			".well-known/x",
			"CNAME",
			"assets/logo.png",
			"course/empty/",
			"course/module-0/page-1/notes.txt",
			"course/notes.txt",
			"index.html",
			"manifest.json",
		}
		if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, want) {
			t.Errorf("left are %q", got)
		}
	})
}

// Changes by others while the build runs are noticed too.
func TestChangedWhileBuilding(t *testing.T) {
	everywhere(t, func(t *testing.T, out, state afero.Fs) {
		site := version{"index.html": []byte("start"), "a/index.html": []byte("a"), "old.html": []byte("old")}
		mustPublish(t, out, state, site)
		p, err := Begin(out, state, "public")
		if err != nil {
			t.Fatal(err)
		}
		if err := putAll(p, version{"index.html": []byte("start"), "a/index.html": []byte("new"),
			"a/new.html": []byte("new")}); err != nil {
			t.Fatal(err)
		}
		write(t, out, "a/index.html", "by hand")
		write(t, out, "a/new.html", "foreign")
		write(t, out, "old.html", "by hand")
		_, err = p.Commit()
		var failure diag.Failure
		if !errors.As(err, &failure) || len(failure.Faults) != 3 {
			t.Errorf("got %v", err)
		}
		if got := filesIn(out); string(got["a/new.html"]) != "foreign" || string(got["a/index.html"]) != "by hand" ||
			len(got) != 5 {
			t.Errorf("the folder was changed: %v", slices.Sorted(maps.Keys(got)))
		}
	})
}

func TestLinksAreForeign(t *testing.T) {
	out, state, dir := onDisk(t)
	site := version{"index.html": []byte("start"), "a/index.html": []byte("a"), "b.html": []byte("b")}
	mustPublish(t, out, state, site)
	elsewhere := t.TempDir()
	if err := os.Rename(filepath.Join(dir, "a"), filepath.Join(elsewhere, "a")); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(filepath.Join(dir, "b.html"))
	if err := errors.Join(os.Symlink(filepath.Join(elsewhere, "a"), filepath.Join(dir, "a")),
		os.Symlink("index.html", filepath.Join(dir, "b.html"))); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	site["a/index.html"], site["b.html"] = []byte("changed"), []byte("changed")
	_, err := publish(out, state, site)
	var failure diag.Failure
	if !errors.As(err, &failure) || len(failure.Faults) != 2 {
		t.Errorf("got %v", err)
	}
	if got, _ := os.ReadFile(filepath.Join(elsewhere, "a", "index.html")); string(got) != "a" {
		t.Errorf("the file elsewhere is now %q", got)
	}
	// A file that is no longer wanted is no longer ours, and stays.
	mustPublish(t, out, state, version{"index.html": []byte("start")})
	if got, _ := os.ReadFile(filepath.Join(elsewhere, "a", "index.html")); string(got) != "a" {
		t.Errorf("the file elsewhere is now %q", got)
	}
}

func TestManifestThatCannotBeTrusted(t *testing.T) {
	for content, want := range map[string]string{
		`{"format":"coursemark-manifest/1","files":[`:   "public/manifest.json: is damaged, so Coursemark cannot tell which files it wrote\n  hint: empty the output folder and build again",
		`{"format":"coursemark-manifest/2","files":[]}`: "public/manifest.json: was written by another version of Coursemark (coursemark-manifest/2)\n  hint: use that version, or empty the output folder and build again",
		`{"format":"coursemark-manifest/1","files":[{"path":"../x","size":0,"sha256":"` + strings.Repeat("00", 32) +
			`"}]}`: "public/manifest.json: lists \"../x\", which Coursemark does not write\n  hint: empty the output folder and build again",
	} {
		out := afero.NewMemMapFs()
		write(t, out, manifestName, content)
		if _, err := Begin(out, afero.NewMemMapFs(), "public"); err == nil || err.Error() != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

func TestAbandon(t *testing.T) {
	everywhere(t, func(t *testing.T, out, state afero.Fs) {
		site := generate(1, 3, 4)
		mustPublish(t, out, state, site)
		p, err := Begin(out, state, "public")
		if err != nil {
			t.Fatal(err)
		}
		if err := putAll(p, generate(2, 3, 4)); err != nil {
			t.Fatal(err)
		}
		p.Abandon()
		p.Abandon()
		if err := exactly(out, state, site); err != nil {
			t.Error(err)
		}
		if err := p.Put("x.html", Page, nil); err == nil {
			t.Error("Put after Abandon")
		}
		if _, err := p.Commit(); err == nil {
			t.Error("Commit after Abandon")
		}
	})
}

// The remembered times of two output folders of a project do not mix.
func TestSeveralOutputFolders(t *testing.T) {
	state := afero.NewMemMapFs()
	one, two := afero.NewMemMapFs(), afero.NewMemMapFs()
	for range 2 {
		for name, out := range map[string]afero.Fs{"public": one, "usb": two} {
			p, err := Begin(out, state, name)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Put("index.html", Page, []byte(name)); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Commit(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(filesIn(state)); n != 2 {
		t.Errorf("%d files of state", n)
	}
}

// full is a disk with room for a number of bytes.
type full struct {
	afero.Fs
	mu   sync.Mutex
	room int
}

func (f *full) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	opened, err := f.Fs.OpenFile(name, flag, perm)
	return &fullFile{opened, f}, err
}

type fullFile struct {
	afero.File
	disk *full
}

func (f *fullFile) Write(content []byte) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	n := min(len(content), f.disk.room)
	f.disk.room -= n
	n, err := f.File.Write(content[:n])
	if err == nil && n < len(content) {
		err = &fs.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	return n, err
}

func TestDiskFull(t *testing.T) {
	everywhere(t, func(t *testing.T, out, state afero.Fs) {
		site, next := generate(1, 3, 4), generate(2, 3, 4)
		mustPublish(t, out, state, site)
		total := 0
		for _, content := range next {
			total += len(content)
		}
		failures := 0
		for room := 0; room < 2*total; room += 997 {
			outFull, stateFull := &full{Fs: out, room: room}, &full{Fs: state, room: room}
			_, err := publish(outFull, stateFull, next)
			if err == nil {
				break
			}
			failures++
			if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "public") ||
				!strings.Contains(err.Error(), "no space left on device\n  hint: ") {
				t.Fatalf("room for %d: %v", room, err)
			}
			if err := exactly(out, state, site); err != nil {
				t.Fatalf("room for %d: %v", room, err)
			}
		}
		if failures < 10 {
			t.Errorf("only %d failures", failures)
		}
		if err := exactly(out, state, next); err != nil {
			t.Error(err)
		}
	})
}

func TestUnwritable(t *testing.T) {
	out, state, dir := onDisk(t)
	site := generate(1, 2, 3)
	mustPublish(t, out, state, site)
	_, err := publish(afero.NewReadOnlyFs(out), state, generate(2, 2, 3))
	want := "public/.coursemark-staging: was left by an earlier build and cannot be deleted: operation not permitted\n  hint: make sure that the disk has room and that you may write to the folder; the site has not changed"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if runtime.GOOS != "windows" && os.Getuid() != 0 { // root may write anywhere
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		_, err := publish(out, state, generate(2, 2, 3))
		if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "public") {
			t.Errorf("got %v", err)
		}
		_ = os.Chmod(dir, 0o755)
	}
	if err := exactly(out, state, site); err != nil {
		t.Error(err)
	}
}

// Random histories of new versions, abandoned builds and changes by other people.
func TestRandomHistories(t *testing.T) {
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 7))
		out, state := afero.NewMemMapFs(), afero.NewMemMapFs()
		current := version{}
		for step := range 12 {
			next := generate(random.Uint64N(5), 1+random.IntN(4), 1+random.IntN(6))
			switch random.IntN(6) {
			case 0: // the state folder is lost
				state = afero.NewMemMapFs()
			case 1: // somebody deletes a file
				for name := range current {
					_ = out.Remove(name)
					delete(current, name)
					break
				}
			case 2: // a power cut leaves a file empty
				for name := range current {
					write(t, out, name, "")
					break
				}
			case 3: // a build that is abandoned
				if p, err := Begin(out, state, "public"); err != nil {
					t.Fatal(err)
				} else if err := putAll(p, next); err != nil {
					t.Fatal(err)
				} else {
					p.Abandon()
				}
				continue
			case 4: // an edit
				name := random.IntN(len(current) + 1)
				for edited := range current {
					if name--; name > 0 {
						continue
					}
					was := current[edited]
					write(t, out, edited, "by hand")
					if _, err := publish(out, state, next); err == nil {
						t.Fatalf("history %d, step %d: the edit of %s was lost", seed, step, edited)
					}
					write(t, out, edited, string(was))
					break
				}
			}
			mustPublish(t, out, state, next)
			if err := errors.Join(exactly(out, state, next), crawl(out, next)); err != nil {
				t.Fatalf("history %d, step %d: %v", seed, step, err)
			}
			current = maps.Clone(next)
		}
	}
}
