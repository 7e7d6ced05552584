package generator

import (
	"bytes"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/project"
)

// build builds a project and fails the test on faults.
func build(t testing.TB, o Options) Report {
	t.Helper()
	o.Version = "test"
	report, faults := Build(t.Context(), o)
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	return report
}

// refused builds a project that must not build, and returns what is said.
func refused(t testing.TB, o Options) string {
	t.Helper()
	o.Version = "test"
	_, faults := Build(t.Context(), o)
	if !faults.Failed() {
		t.Fatal("the build succeeded")
	}
	return rendered(faults)
}

// contents reads all files below a folder.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		rest, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rest)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func same(t *testing.T, what string, a, b map[string]string) {
	t.Helper()
	for name := range b {
		if _, ok := a[name]; !ok {
			t.Errorf("%s: %s is new", what, name)
		}
	}
	for name, content := range a {
		if other, ok := b[name]; !ok {
			t.Errorf("%s: %s is missing", what, name)
		} else if other != content {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

func read(t testing.TB, dir, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func replace(t testing.TB, dir, name, old, with string) {
	t.Helper()
	content := read(t, dir, name)
	if !strings.Contains(content, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	put(t, dir, name, strings.Replace(content, old, with, 1))
}

func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	first := build(t, Options{Dir: dir})
	if first.Written == 0 || first.Kit != project.KitFile || !slices.Equal(first.Keys, []string{"talk.ndjson"}) {
		t.Errorf("first build: %+v", first)
	}
	site, kit, keys := contents(t, filepath.Join(dir, "public")), read(t, dir, project.KitFile),
		read(t, dir, "answerkeys/talk.ndjson")
	again := build(t, Options{Dir: dir})
	if again.Written != 0 || again.Deleted != 0 || len(again.Keys) != 0 || again.Unchanged != first.Written {
		t.Errorf("second build: %+v", again)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	other := sound(t)
	build(t, Options{Dir: other})
	same(t, "one processor, another folder", site, contents(t, filepath.Join(other, "public")))
	if kit != read(t, other, project.KitFile) || keys != read(t, other, "answerkeys/talk.ndjson") {
		t.Error("kit or keys differ")
	}
	for name, content := range preview(t, Options{Dir: other}) {
		if site[name] != content {
			t.Errorf("the preview differs in %s", name)
		}
	}
}

// HR counts hours by what the kit says of the modules; a word that changes makes
// another version.
func TestModulesOfTheKit(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	var bundler assets.Bundler
	modules := func() []project.Module {
		t.Helper()
		build(t, Options{Dir: dir, bundler: &bundler})
		kit, faults := Kit(t.Context(), Options{Dir: dir, Version: "test", bundler: &bundler})
		if faults.Failed() {
			t.Fatal(rendered(faults))
		}
		if string(kit) != read(t, dir, project.KitFile) {
			t.Error("build writes another kit")
		}
		p, faults := project.OpenKit("kit.zip", bytes.NewReader(kit), int64(len(kit)))
		if faults.Failed() {
			t.Fatal(rendered(faults))
		}
		modules, faults := p.LoadModules()
		if faults.Len() > 0 || len(modules) == 0 {
			t.Fatalf("%v %s", modules, rendered(faults))
		}
		return modules
	}
	before := modules()
	if m := before[0]; m.Path != "talk/listen" || m.Course != "Talk" || m.Title != "Listen" {
		t.Errorf("%+v", m)
	}
	put(t, dir, "content/talk/01-listen/03-more.md", "+++\ntitle = \"More\"\nminutes = 7\n+++\nMore words.\n")
	if after := modules(); after[0].Version == before[0].Version || after[0].Path != before[0].Path ||
		after[0].Minutes != before[0].Minutes+7 {
		t.Errorf("%+v", after[0])
	}

	// Its pages name the version: whoever has read them to the end hands it in.
	version := func() string {
		t.Helper()
		v := modules()[0].Version
		if page := read(t, dir, "public/talk/listen/more/index.html"); !strings.Contains(page,
			`data-address="talk/listen" data-title="Listen" data-version="`+v+`"`) {
			t.Errorf("the lesson does not name %s\n%s", v, page)
		}
		return v
	}
	was := version()
	for _, step := range []struct {
		file, text string
		same       bool
	}{
		{"content/talk/01-listen/03-more.md", "+++\ntitle = \"More\"\nminutes = 7\n+++\nOther words.\n", false},
		{"content/talk/01-listen/03-more.md", "+++\ntitle = \"Even more\"\nminutes = 7\n+++\nOther words.\n", false},
		{"content/talk/01-listen/03-more.md",
			"+++\ntitle = \"Even more\"\nminutes = 7\n+++\nOther words.\n:::instructor\nA note.\n:::\n", true},
		{"content/talk/01-listen/03-more.md",
			"+++\ntitle = \"Even more\"\nminutes = 7\n+++\nOther words.\n\n:::include{file=\"shared.md\"}\n:::\n", false},
		{"content/_includes/shared.md", "Shared again.\n", false},
	} {
		if strings.Contains(step.text, "include") {
			put(t, dir, "content/_includes/shared.md", "Shared.\n")
		}
		put(t, dir, step.file, step.text)
		now := version()
		if (now == was) != step.same {
			t.Errorf("%s with %q: version %s after %s", step.file, step.text, now, was)
		}
		was = now
	}
}

// preview makes all files of a site from a session.
func preview(t testing.TB, o Options) map[string]string {
	t.Helper()
	o.Version = "test"
	s, faults := Open(o)
	if s == nil {
		t.Fatal(rendered(faults))
	}
	defer s.Close()
	site, faults := s.Load(t.Context(), nil)
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	return made(t, site)
}

// made makes all files of a site.
func made(t testing.TB, site *Site) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, f := range site.Files() {
		var b strings.Builder
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		files[f.Name] = b.String()
	}
	return files
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	put(t, dir, "content/talk/01-listen/02-draft.md",
		"+++\ntitle = \"A lesson to come\"\ndraft = true\n+++\nNot yet.\n")
	build(t, Options{Dir: dir, Drafts: true, Output: filepath.Join(dir, "preview")})
	if !strings.Contains(read(t, dir, "preview/talk/listen/draft/index.html"), "Not yet.") {
		t.Error("the draft was not built")
	}
	for _, name := range []string{"answerkeys", project.KitFile, "public"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("a build with drafts wrote %s", name)
		}
	}
	build(t, Options{Dir: dir})
	for name, content := range contents(t, filepath.Join(dir, "public")) {
		if strings.Contains(name, "draft") || strings.Contains(content, "Not yet.") ||
			strings.Contains(content, "A lesson to come") {
			t.Errorf("the draft is in %s", name)
		}
	}
}

func TestFrozen(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	before := list(t, dir)
	const want = `answerkeys/talk.ndjson: the key archive would change, and this build is frozen
  hint: run coursemark build on your own machine and commit answerkeys/, so that no answer key exists only on a build server
`
	if got := refused(t, Options{Dir: dir, Frozen: true}); got != want {
		t.Errorf("got\n%s", got)
	}
	if after := list(t, dir); after != before {
		t.Errorf("a frozen build wrote\n%s", after)
	}
	if _, faults := Check(t.Context(), Options{Dir: dir, Frozen: true}); !strings.Contains(rendered(faults), "frozen") {
		t.Error("check does not report it")
	}
	build(t, Options{Dir: dir})
	build(t, Options{Dir: dir, Frozen: true})
	// A merge leaves the lines unsorted: that is no change.
	lines := strings.Split(strings.TrimSpace(read(t, dir, "answerkeys/talk.ndjson")), "\n")
	slices.Reverse(lines)
	put(t, dir, "answerkeys/talk.ndjson", strings.Join(lines, "\n")+"\n")
	if _, faults := Check(t.Context(), Options{Dir: dir, Frozen: true}); faults.Failed() {
		t.Error(rendered(faults))
	}
}

func TestChangedKey(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	build(t, Options{Dir: dir})
	old := read(t, dir, "answerkeys/talk.ndjson")
	site := contents(t, filepath.Join(dir, "public"))
	replace(t, dir, "quiz/banks/talk.toml", "text     = \"One\"\ncorrect  = true\n", "text     = \"One\"\n")
	replace(t, dir, "quiz/banks/talk.toml", "text     = \"All\"\n", "text     = \"All\"\ncorrect  = true\n")
	said := refused(t, Options{Dir: dir})
	revision := regexp.MustCompile(`r1-[a-z2-7]{32}`).FindString(said)
	if want := `quiz/banks/talk.toml:8:14: the key of question "who-speaks" differs from the one published with the same text`; !strings.HasPrefix(said, want) || revision == "" {
		t.Fatalf("got\n%s", said)
	}
	if read(t, dir, "answerkeys/talk.ndjson") != old {
		t.Error("the archive changed")
	}
	same(t, "refused build", site, contents(t, filepath.Join(dir, "public")))
	replace(t, dir, "quiz/banks/talk.toml", "prompt     = \"Who speaks?\"\n",
		"prompt     = \"Who speaks?\"\ncorrections = [{ revisions = [\""+revision+
			"\"], date = 2026-06-01, reason = \"All of them do\", change = \"key\" }]\n")
	report := build(t, Options{Dir: dir})
	now := read(t, dir, "answerkeys/talk.ndjson")
	for line := range strings.Lines(old) {
		if !strings.Contains(now, line) {
			t.Errorf("the archive lost %s", line)
		}
	}
	if !strings.Contains(now, "All of them do") || !slices.Equal(report.Keys, []string{"talk.ndjson"}) {
		t.Errorf("the correction is not archived: %+v\n%s", report, now)
	}
	same(t, "corrected key", site, contents(t, filepath.Join(dir, "public")))
}

func TestOutputFolders(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	put(t, dir, "public/photos.txt", "mine")
	if said := refused(t, Options{Dir: dir}); !strings.Contains(said, "public") {
		t.Errorf("somebody else's folder: %s", said)
	}
	if _, err := os.Stat(filepath.Join(dir, project.KitFile)); err == nil {
		t.Error("a refused build wrote the kit")
	}
	if err := os.Remove(filepath.Join(dir, "public", "photos.txt")); err != nil {
		t.Fatal(err)
	}
	build(t, Options{Dir: dir})
	put(t, dir, "public/photos.txt", "mine")
	put(t, dir, "public/talk/notes.txt", "mine too")
	replace(t, dir, "content/talk/01-listen/01-first.md", "Text.", "Other text.")
	// Written: the lesson, and its module's page of practice, which name the module's version.
	if report := build(t, Options{Dir: dir}); report.Foreign != 2 || report.Written != 2 {
		t.Errorf("report %+v", report)
	}
	if read(t, dir, "public/photos.txt") != "mine" || read(t, dir, "public/talk/notes.txt") != "mine too" {
		t.Error("foreign files were touched")
	}
	if said := refused(t, Options{Dir: dir,
		Output: filepath.Join(dir, "coursemark.toml", "site")}); !strings.Contains(said,
		"the output folder cannot be created") {
		t.Errorf("a file for a folder: %s", said)
	}
}

func TestSiteParts(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	put(t, dir, "content/talk/02-speak/_index.md",
		"+++\ntitle = \"Speak\"\nprerequisites = [\"01-listen\"]\naliases = [\"/old/speak/\"]\n+++\nAs shown [@a].\n")
	put(t, dir, "content/talk/02-speak/02-late.md",
		"+++\ntitle = \"Late\"\nslug = \"renamed\"\n+++\n[back](01-early/index.md#head) [home](../../_index.md)\n")
	put(t, dir, "content/talk/02-speak/01-early/index.md",
		"+++\ntitle = \"Early\"\nobjectives = [\"Say *it*\"]\n+++\n## Head\n\n![A dot](dot.gif) [@a]\n")
	put(t, dir, "content/talk/02-speak/01-early/dot.gif",
		"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
	put(t, dir, "content/references.bib", "@book{a, author = {B, C}, title = {T}, year = 2000}\n")
	build(t, Options{Dir: dir})
	site := contents(t, filepath.Join(dir, "public"))
	for _, c := range []struct{ file, part string }{
		{"index.html", `href="talk/index.html"`},
		{"talk/speak/early/index.html", `<img src="dot.gif" alt="A dot" width="1" height="1" decoding="async">`},
		{"talk/speak/early/index.html", `<li id="ref-a">`},
		{"talk/speak/early/index.html", `<li>Say <em>it</em></li>`},
		{"talk/speak/early/dot.gif", "GIF89a"},
		{"talk/speak/renamed/index.html",
			`<a href="../early/index.html#head">back</a> <a href="../../../index.html">home</a>`},
		{"talk/speak/index.html", `<li id="ref-a">`},
		{"old/speak/index.html", `content="0; url=../../talk/speak/index.html"`},
		{"talk/listen/first/index.html", `href="../assessment/index.html"`},
		{"my-progress/index.html", `href="../talk/speak/early/index.html"`},
	} {
		if !strings.Contains(site[c.file], c.part) {
			t.Errorf("%s lacks %s\n%s", c.file, c.part, site[c.file])
		}
	}
	deadLinks(t, site)
}

var (
	reference = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	idOf      = regexp.MustCompile(` id="([^"]*)"`)
)

// deadLinks follows every link inside a site, also to IDs, and finds IDs that
// stand on a page twice.
func deadLinks(t *testing.T, site map[string]string) {
	t.Helper()
	ids := map[string]map[string]bool{}
	for name, content := range site {
		ids[name] = map[string]bool{}
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range idOf.FindAllStringSubmatch(content, -1) {
			if ids[name][m[1]] {
				t.Errorf("%s has the ID %q twice", name, m[1])
			}
			ids[name][m[1]] = true
		}
	}
	for name, content := range site {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range reference.FindAllStringSubmatch(content, -1) {
			target, id, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			if regexp.MustCompile(`^[a-z]+:`).MatchString(target) {
				continue
			}
			file := name
			if target != "" {
				unescaped, err := url.PathUnescape(target)
				if err != nil {
					t.Errorf("%s links to %s, which is no address", name, m[1])
				}
				file = path.Join(path.Dir(name), unescaped)
			}
			if _, ok := site[file]; !ok {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			} else if id != "" && !ids[file][id] {
				t.Errorf("%s links to %s, which has no such ID", name, m[1])
			}
		}
	}
}

// The shipped curriculum builds, without a dead link.
func TestShippedProject(t *testing.T) {
	t.Parallel()
	site := preview(t, Options{Dir: ".."})
	deadLinks(t, site)
}
