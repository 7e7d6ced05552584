package generator

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/layouts"
)

// language returns a small project with every part of the authoring language.
func language(t testing.TB) string {
	t.Helper()
	dir := sound(t)
	lay(t, filepath.Join("testdata", "language"), dir)
	replace(t, dir, "coursemark.toml", "git_dates = true", "git_dates = false")
	return dir
}

func TestLanguageOfAWholeProject(t *testing.T) {
	t.Parallel()
	dir := language(t)
	report, faults := Build(t.Context(), Options{Dir: dir, Version: "test"})
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	if report.Pages != 14 {
		t.Errorf("%d pages", report.Pages)
	}
	site := contents(t, filepath.Join(dir, "public"))
	for _, c := range []struct{ file, part string }{
		{"talk/speak/words/index.html",
			`<a class="term" href="../../../glossary/index.html#term--peer-support" aria-describedby="term--peer-support">peer worker</a>`},
		{"talk/speak/words/index.html", `<dd id="term--peer-support">Help from somebody`},
		{"talk/speak/words/index.html", `<h3 id="your-rights">`},
		{"talk/speak/words/index.html", `<h2 id="notes">Notes</h2>`},
		{"talk/speak/index.html", `Take this first: <a href="../listen/index.html">Listen</a>`},
		{"talk/speak/index.html", `<dd id="term--recovery">`},
		{"talk/speak/index.html", `Last changed <time datetime="2026-11-02">`},
		{"talk/speak/index.html", `To be reviewed by <time datetime="2027-11-01">`},
		{"glossary/index.html", `<dt id="term--peer-support"><dfn>peer support</dfn> <span class="meta">also: peer worker, peer support worker</span>`},
		{"glossary/index.html", `see <a class="term" href="#term--recovery">recovery</a>`},
		{"glossary/index.html", `On these pages: <a href="../talk/speak/words/index.html">Words</a>`},
		{"bibliography/index.html", `Cited on: <a href="../talk/speak/words/index.html">Words</a>`},
		{"index.html", `<a href="roles/nurse/index.html">Nurse</a>`},
		{"index.html", `<a href="glossary/index.html">Glossary</a>`},
		{"roles/nurse/index.html", `<h1>Nurse</h1>`},
		{"talk/speak/room/index.html", ` srcset="room-480.`},
	} {
		if !strings.Contains(site[c.file], c.part) {
			t.Errorf("%s lacks %s\n%s", c.file, c.part, site[c.file])
		}
	}
	deadLinks(t, site)
}

// No byte of the learner's site gives a trainer's note away: a project without
// the notes has the same site.
func TestTrainersNotesLeaveNoTrace(t *testing.T) {
	t.Parallel()
	with, without := language(t), language(t)
	lesson := "content/talk/02-speak/01-words.md"
	text, err := os.ReadFile(filepath.Join(without, filepath.FromSlash(lesson)))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), ":::instructor")
	_, after, found := strings.Cut(rest, ":::\n:::\n")
	if !found {
		t.Fatal("the sample has no note")
	}
	put(t, without, lesson, before+after)
	if err := os.Remove(filepath.Join(without, "content/talk/02-speak/secret.png")); err != nil {
		t.Fatal(err)
	}
	build(t, Options{Dir: with})
	build(t, Options{Dir: without})
	site := contents(t, filepath.Join(with, "public"))
	same(t, "without the notes", contents(t, filepath.Join(without, "public")), site)
	for name, content := range site {
		if strings.Contains(content, "XYZZY") || strings.Contains(name, "secret") {
			t.Errorf("%s gives the note away", name)
		}
	}
	kits := [2]string{}
	for i, dir := range []string{with, without} {
		kit, err := os.ReadFile(filepath.Join(dir, "grading-kit.zip"))
		if err != nil {
			t.Fatal(err)
		}
		kits[i] = string(kit)
	}
	if kits[0] != kits[1] {
		t.Error("the kits differ")
	}
}

func TestTrainersEdition(t *testing.T) {
	t.Parallel()
	dir := language(t)
	trainers := filepath.Join(t.TempDir(), "trainers")
	report, faults := Build(t.Context(), Options{Dir: dir, Output: trainers, Instructor: true, Version: "test"})
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	if !report.Instructor || report.Kit != "" || len(report.Keys) > 0 {
		t.Errorf("report %+v", report)
	}
	for _, name := range []string{"answerkeys/talk.ndjson", "grading-kit.zip"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	site := contents(t, trainers)
	page := site["talk/speak/words/index.html"]
	for _, part := range []string{"XYZZY", "Trainer’s edition", `class="box box-instructor"`, "../secret.png"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	deadLinks(t, site)

	build(t, Options{Dir: dir})
	public := contents(t, filepath.Join(dir, "public"))
	for name, o := range map[string]Options{
		"over the learner's site":   {Dir: dir, Output: filepath.Join(dir, "public"), Instructor: true},
		"inside the learner's site": {Dir: dir, Output: filepath.Join(dir, "public", "trainers"), Instructor: true},
		"without a folder":          {Dir: dir, Instructor: true},
		"a learner's site over it":  {Dir: dir, Output: trainers},
	} {
		if _, faults := Build(t.Context(), o); !faults.Failed() {
			t.Errorf("%s: no fault", name)
		}
	}
	elsewhere := filepath.Join(t.TempDir(), "site")
	build(t, Options{Dir: dir, Output: elsewhere})
	if _, faults := Build(t.Context(),
		Options{Dir: dir, Output: elsewhere, Instructor: true}); !strings.Contains(rendered(faults),
		"contains a learner's site") {
		t.Errorf("over a learner's site elsewhere: %s", rendered(faults))
	}
	same(t, "the learner's site", public, contents(t, filepath.Join(dir, "public")))
	same(t, "the trainer's edition", site, contents(t, trainers))
}

// A picture is encoded once; the same picture in a fresh project has the same
// bytes.
func TestPicturesAreCached(t *testing.T) {
	t.Parallel()
	dir := language(t)
	build(t, Options{Dir: dir})
	cache := filepath.Join(dir, ".coursemark", "cache", "images")
	entries, err := os.ReadDir(cache)
	if err != nil || len(entries) != 4 {
		t.Fatal(entries, err)
	}
	var first os.FileInfo
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(cache, e.Name()), long, long); err != nil {
			t.Fatal(err)
		}
	}
	site := contents(t, filepath.Join(dir, "public"))
	if err := os.RemoveAll(filepath.Join(dir, "public")); err != nil {
		t.Fatal(err)
	}
	build(t, Options{Dir: dir})
	for _, e := range entries {
		if first, err = os.Stat(filepath.Join(cache, e.Name())); err != nil || !first.ModTime().Equal(long) {
			t.Errorf("%s was encoded again", e.Name())
		}
	}
	same(t, "from the cache", site, contents(t, filepath.Join(dir, "public")))
	for _, e := range entries { // a damaged cache is made again
		if err := os.WriteFile(filepath.Join(cache, e.Name()), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, "public")); err != nil {
		t.Fatal(err)
	}
	build(t, Options{Dir: dir})
	same(t, "from a damaged cache", site, contents(t, filepath.Join(dir, "public")))
	for name, content := range site {
		m := regexp.MustCompile(`room-(\d+)\.[0-9a-f]{10}\.jpg$`).FindStringSubmatch(name)
		if m == nil {
			continue
		}
		picture, err := jpeg.DecodeConfig(strings.NewReader(content))
		if err != nil || fmt.Sprint(picture.Width) != m[1] && content != site["talk/speak/room/room.jpg"] {
			t.Errorf("%s is %d wide, %v", name, picture.Width, err)
		}
	}
}

func TestDatesFromGit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git here")
	}
	repository := t.TempDir()
	dir := filepath.Join(repository, "training course") // the project need not be the repository
	lay(t, language(t), dir)
	replace(t, dir, "coursemark.toml", "git_dates = false", "git_dates = true")
	page := func() string {
		t.Helper()
		_, faults := Build(t.Context(), Options{Dir: dir, Version: "test"})
		if faults.Failed() {
			t.Fatal(rendered(faults))
		}
		if faults.Len() > 0 {
			return rendered(faults)
		}
		return contents(t, filepath.Join(dir, "public"))["talk/speak/words/index.html"]
	}
	if got := page(); !strings.Contains(got,
		"coursemark.toml: notice: git_dates is on, but the project's folder is not in a git repository that can be read") {
		t.Error(got)
	}
	git := func(when string, args ...string) {
		t.Helper()
		command := exec.Command("git",
			append([]string{"-c", "user.name=A", "-c", "user.email=a@example.org", "-C", repository}, args...)...)
		command.Env = append(os.Environ(), "GIT_COMMITTER_DATE="+when, "GIT_AUTHOR_DATE="+when)
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %s", err, out)
		}
	}
	git("", "init", "-q")
	if got := page(); !strings.Contains(got, "nothing is committed yet") {
		t.Error(got)
	}
	git("2026-03-01T12:00:00Z", "add", ".")
	git("2026-03-01T12:00:00Z", "commit", "-qm", "one")
	replace(t, dir, "content/talk/02-speak/01-words.md", "## First words", "## Very first words")
	git("2026-04-02T23:30:00Z", "commit", "-qam", "two")
	if got := page(); !strings.Contains(got, `Last changed <time datetime="2026-04-02">`) {
		t.Error(got)
	}
	replace(t, dir, "coursemark.toml", `title = "Demo"`, "title = \"Demo\"\ntime_zone = \"Europe/Amsterdam\"")
	if got := page(); !strings.Contains(got, `Last changed <time datetime="2026-04-03">`) {
		t.Error("the day is that of the project's time zone")
	}
	room := contents(t, filepath.Join(dir, "public"))["talk/speak/room/index.html"]
	if !strings.Contains(room, `Last changed <time datetime="2026-03-01">`) {
		t.Error("another page has its own day")
	}
}

func TestOneFileOfTheThemeIsOverridden(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	time, err := layouts.Files.ReadFile("player/lib/time.js")
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "layouts/player/lib/time.js", string(time)+"\nwindow.addEventListener(\"OURS\", () => {});\n")
	put(t, dir, "layouts/styles/tokens.css", ":root { --ours: red; }")
	put(t, dir, "layouts/templates/ours.html", "{{define \"ours\"}}x{{end}}")
	build(t, Options{Dir: dir})
	site := contents(t, filepath.Join(dir, "public"))
	var script, style bool
	for name, content := range site {
		script = script || strings.HasSuffix(name, ".js") && strings.Contains(content, "OURS") &&
			strings.Contains(content, "mountPractice")
		style = style || strings.HasSuffix(name, ".css") && strings.Contains(content, "--ours") &&
			strings.Contains(content, ".box")
	}
	if !script || !style {
		t.Errorf("script %v, style %v", script, style)
	}
	list, faults := Layouts(dir)
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	got := map[string]string{}
	for _, l := range list {
		got[l.Path] = fmt.Sprint(l.Project, l.Overrides)
	}
	for file, want := range map[string]string{
		"player/lib/time.js": "true true", "styles/tokens.css": "true true", "templates/ours.html": "true false",
		"templates/home.html": "false false", "words/en.toml": "false false", "report/report.css": "false false",
	} {
		if got[file] != want {
			t.Errorf("%s: %q, want %q", file, got[file], want)
		}
	}
}

// Bad input is a fault that says what is wrong, and the last good site stays.
func TestBadContent(t *testing.T) {
	t.Parallel()
	dir := language(t)
	var bundler assets.Bundler
	build(t, Options{Dir: dir, bundler: &bundler})
	good := contents(t, filepath.Join(dir, "public"))
	outside := filepath.Join(t.TempDir(), "outside.png")
	put(t, filepath.Dir(outside), "outside.png", "secret of another folder")
	const front = "+++\ntitle = \"Third\"\n+++\n"
	lesson := "content/talk/02-speak/03-third.md"
	for _, c := range []struct{ name, text, want string }{
		{"50 MB of markdown", front + strings.Repeat("word ", 10<<20), "the file is 51200 KB; the limit is 4096 KB"},
		{"ten thousand boxes in each other", front + strings.Repeat(":::callout\n", 10_000),
			"boxes nested more than 32 deep"},
		{"a picture behind a link out of the project", front + "![x](out.png)\n",
			"03-third.md:4:1: the file content/talk/02-speak/out.png cannot be read"},
		{"a document behind a link out of the project", front + "[x](out.pdf)\n",
			"03-third.md:4:1: the file content/talk/02-speak/out.pdf cannot be read"},
		{"a fragment behind a link out of the project", front + ":::include{file=\"_out.md\"}\n:::\n",
			"03-third.md:4:18: the file content/talk/02-speak/_out.md cannot be read"},
		{"bytes that are not UTF-8", front + "x\xffy\n", "03-third.md:4:2: a byte that is not UTF-8"},
		{"a fragment that is not UTF-8", front + ":::include{file=\"latin.md\"}\n:::\n",
			"content/_includes/latin.md is not UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			put(t, dir, lesson, c.text)
			put(t, dir, "content/_includes/latin.md", "caf\xe9")
			for _, link := range []string{"out.png", "out.pdf", "_out.md"} {
				name := filepath.Join(dir, "content/talk/02-speak", link)
				_ = os.Remove(name)
				if err := os.Symlink(outside, name); err != nil {
					t.Skip("no symbolic links here")
				}
			}
			start := time.Now()
			_, faults := Build(t.Context(), Options{Dir: dir, Version: "test", bundler: &bundler})
			if !strings.Contains(rendered(faults), c.want) || strings.Contains(rendered(faults), outside) {
				t.Errorf("got\n%s", rendered(faults))
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("it took %v", took)
			}
			same(t, "the last good site", good, contents(t, filepath.Join(dir, "public")))
		})
	}
}

// Names that mean something in addresses, and names of many scripts.
func TestNamesOfPictures(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 600, 20)), nil); err != nil {
		t.Fatal(err)
	}
	names := []string{"50% off, #1.jpg", "zaal ümlaut.jpg", "部屋.jpg", "it's.jpg"}
	var text strings.Builder
	for _, n := range names {
		put(t, dir, "content/talk/01-listen/"+n, b.String())
		fmt.Fprintf(&text, "![A room](<%s>)\n\n", strings.NewReplacer("%", "%25", "#", "%23").Replace(n))
	}
	put(t, dir, "content/talk/01-listen/02-second.md", "+++\ntitle = \"Second\"\n+++\n"+text.String())
	build(t, Options{Dir: dir})
	site := contents(t, filepath.Join(dir, "public"))
	deadLinks(t, site)
	page := site["talk/listen/second/index.html"]
	if got := strings.Count(page, "srcset="); got != len(names) {
		t.Errorf("%d pictures have smaller ones:\n%s", got, page)
	}
	for _, set := range regexp.MustCompile(`srcset="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		for part := range strings.SplitSeq(set[1], ", ") {
			if !regexp.MustCompile(`^[^ ,#]+ \d+w$`).MatchString(part) {
				t.Errorf("%q in a srcset", part)
			}
		}
	}
}
