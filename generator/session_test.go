package generator

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/generator/assets"
)

// editor changes a project at random, as a trainer would over some weeks.
type editor struct {
	t      *testing.T
	dir    string
	random *rand.Rand
	count  int
	mended map[string]string // what a broken file held before
	mode   string            // of the scenario
}

// lay lays down a project with every part of the authoring language.
func (e *editor) lay() {
	lay(e.t, filepath.Join("testdata", "sound"), e.dir)
	lay(e.t, filepath.Join("testdata", "language"), e.dir)
	put(e.t, e.dir, "coursemark.toml", read(e.t, filepath.Join("testdata", "sound"), "coursemark.toml"))
	e.write(rightsFile, read(e.t, e.dir, rightsFile)+"\n:::include{file=\"inner.md\"}\n:::\n")
	e.write(innerFile, "A note that two pages share [@anthony1993].\n")
	e.write("content/talk/02-speak/_beside.md", "Beside the page.\n\n:::include{file=\"inner.md\"}\n:::\n")
	e.edit("content/talk/02-speak/02-room/index.md",
		func(s string) string { return s + "\n:::include{file=\"../_beside.md\"}\n:::\n" })
	names := map[string]string{}
	order := []string{"lobby", "quarrel", "room", "held", "home"}
	for _, id := range order {
		names[id] = id
	}
	e.write(deskFile, scenarioText(e.mode, names, order, e.random))
}

const (
	rightsFile    = "content/_includes/rights.md"
	innerFile     = "content/_includes/inner.md"
	frameworkFile = "standards/frameworks/demo.toml"
)

func (e *editor) pick(list []string) string { return list[e.random.IntN(len(list))] }

// files lists the files below a folder with an ending.
func (e *editor) files(below, ending string) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(contents(e.t, filepath.Join(e.dir, filepath.FromSlash(below))))) {
		if strings.HasSuffix(name, ending) {
			list = append(list, path.Join(below, name))
		}
	}
	return list
}

func (e *editor) at(name string) string { return filepath.Join(e.dir, filepath.FromSlash(name)) }

func (e *editor) write(name, content string) []string {
	put(e.t, e.dir, name, content)
	return []string{name}
}

func (e *editor) remove(name string) []string {
	if err := os.RemoveAll(e.at(name)); err != nil {
		e.t.Fatal(err)
	}
	return []string{name}
}

func (e *editor) exists(name string) bool {
	_, err := os.Stat(e.at(name))
	return err == nil
}

func (e *editor) edit(name string, change func(string) string) []string {
	if !e.exists(name) {
		return []string{}
	}
	old := read(e.t, e.dir, name)
	put(e.t, e.dir, name, change(old))
	return []string{name}
}

// lessonText is a lesson that links to others, cites and asks.
func (e *editor) lessonText() string {
	e.count++
	pages := slices.DeleteFunc(e.files("content", ".md"), func(f string) bool {
		return strings.HasPrefix(path.Base(f), "_") && path.Base(f) != "_index.md" ||
			strings.HasPrefix(f, "content/_includes/")
	})
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"Lesson %d\"\nminutes = %d\n+++\n## Part %d\n\nWords %d.\n", e.count,
		e.random.IntN(30), e.random.IntN(4), e.random.IntN(1000))
	if e.random.IntN(2) == 0 {
		fmt.Fprintf(&b, "\nSee [another](%s).\n", relative("content/talk/01-listen", e.pick(pages)))
	}
	if e.random.IntN(3) == 0 {
		b.WriteString("\nAs shown [@anthony1993].\n")
	}
	if e.random.IntN(3) == 0 {
		fmt.Fprintf(&b, "\n:::question{type=\"single\" indicators=\"D-1\"}\nWhat of %d?\n- [x] This\n  > Yes.\n- [ ] That\n  > No.\n:::\n", e.random.IntN(1000))
	}
	if e.random.IntN(3) == 0 {
		fmt.Fprintf(&b, "\n:::include{file=%q}\n:::\n", e.pick([]string{"rights.md", "inner.md"}))
	}
	if e.random.IntN(3) == 0 {
		b.WriteString("\nThis is :term[recovery], as a :term[peer worker] says.\n\n### Of :term[peer support]\n")
	}
	if e.random.IntN(4) == 0 {
		b.WriteString("\n:::instructor\nOf :term[recovery] [@deegan1996].\n:::\n")
	}
	if e.random.IntN(3) == 0 {
		b.WriteString("\n:::callout\nLook.\n:::\n\n![A dot](dot.gif)\n")
	}
	return b.String()
}

// relative is a link between two files of content/ two folders deep.
func relative(folder, file string) string {
	rest, err := filepath.Rel(filepath.FromSlash(folder), filepath.FromSlash(file))
	if err != nil {
		panic(err)
	}
	return filepath.ToSlash(rest)
}

// step changes something and names the files and folders that a watcher would.
func (e *editor) step() (what string, changed []string) {
	e.count++
	n := e.count
	lessons := slices.DeleteFunc(e.files("content/talk/01-listen", ".md"),
		func(f string) bool { return strings.HasSuffix(f, "_index.md") })
	line := func(s string) func(string) string { return func(old string) string { return old + "\n" + s + "\n" } }
	replaced := func(old, with string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, with, 1) }
	}
	switch kind := e.random.IntN(40); {
	case kind < 3:
		return "text", e.edit(e.pick(lessons), line(fmt.Sprintf("More words %d.", n)))
	case kind == 3:
		return "title", e.edit(e.pick(e.files("content", ".md")), replaced(`title = "`, fmt.Sprintf(`title = "%d `, n)))
	case kind == 4:
		return "heading", e.edit(e.pick(lessons), replaced("## Part", "## Section"))
	case kind == 5:
		return "link to a heading", e.edit(e.pick(lessons), line("[there](01-first.md#part-1)"))
	case kind < 8:
		name := fmt.Sprintf("content/talk/01-listen/%02d-l%d.md", 10+e.random.IntN(80), n)
		put(e.t, e.dir, name, e.lessonText())
		return "new lesson", []string{name}
	case kind == 8 && len(lessons) > 2:
		name := e.pick(lessons)
		if err := os.Remove(e.at(name)); err != nil {
			e.t.Fatal(err)
		}
		return "deleted lesson", []string{name}
	case kind == 9:
		name := e.pick(lessons)
		to := fmt.Sprintf("content/talk/01-listen/%02d-renamed%d.md", 10+e.random.IntN(80), n)
		if err := os.Rename(e.at(name), e.at(to)); err != nil {
			e.t.Fatal(err)
		}
		return "renamed lesson", []string{name, to}
	case kind == 10:
		return "draft", e.edit(e.pick(lessons), func(s string) string {
			if strings.Contains(s, "draft = true\n") {
				return strings.Replace(s, "draft = true\n", "", 1)
			}
			return strings.Replace(s, "+++\n", "+++\ndraft = true\n", 1)
		})
	case kind == 11:
		return "bank", e.edit("quiz/banks/talk.toml", replaced("Who", fmt.Sprintf("Who %d", n)))
	case kind == 12:
		return "key", e.edit("quiz/banks/talk.toml", func(s string) string {
			return strings.NewReplacer("\"One\"\ncorrect  = true\n", "\"One\"\n", "\"All\"\n",
				"\"All\"\ncorrect  = true\n").Replace(s)
		})
	case kind == 13:
		name := e.pick(append(lessons, "quiz/banks/talk.toml", "coursemark.toml", "standards/frameworks/demo.toml"))
		if old, broken := e.mended[name]; broken {
			delete(e.mended, name)
			put(e.t, e.dir, name, old)
			return "mended", []string{name}
		}
		e.mended[name] = read(e.t, e.dir, name)
		if e.random.IntN(2) == 0 {
			return "broken", e.edit(name, func(string) string { return "" })
		}
		return "broken", e.edit(name, replaced("title", "titel"))
	case kind == 14:
		for name, old := range e.mended {
			put(e.t, e.dir, name, old)
			delete(e.mended, name)
			return "mended", []string{name}
		}
		return "nothing", []string{}
	case kind == 15:
		works := ""
		for i, key := range []string{"anthony1993", "deegan1996", "other"} {
			if e.random.IntN(12) > 0 {
				works += fmt.Sprintf("@book{%s, author = {Able, A.}, title = {Of Waiting %d}, year = %d}\n", key, n,
					1990+(n+i)%30)
			}
		}
		return "works", e.write("content/references.bib", works)
	case kind == 16:
		name := "layouts/words/en.toml"
		put(e.t, e.dir, name, fmt.Sprintf("[templates]\nbox_callout = \"Look %d\"\nmodule = \"Chapter %d\"\n", n, n))
		return "words", []string{name}
	case kind == 17:
		name := "layouts/templates/partials.html"
		source, err := os.ReadFile(filepath.Join("..", "layouts", "templates", "partials.html"))
		if err != nil {
			e.t.Fatal(err)
		}
		put(e.t, e.dir, name, strings.Replace(string(source), `class="practice"`,
			fmt.Sprintf(`class="practice n%d"`, n), 1))
		return "template", []string{name}
	case kind == 18:
		if err := os.RemoveAll(e.at("layouts")); err != nil {
			e.t.Fatal(err)
		}
		return "theme gone", []string{"layouts"}
	case kind == 19:
		put(e.t, e.dir, "layouts/styles/tokens.css", fmt.Sprintf(":root { --paper: #%06d; }\n", n))
		return "style", []string{"layouts/styles/tokens.css"}
	case kind == 20:
		size := byte(1 + n%9)
		put(e.t, e.dir, "content/talk/01-listen/dot.gif",
			"GIF89a"+string([]byte{size, 0, size, 0})+
				"\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
		return "picture", []string{"content/talk/01-listen/dot.gif"}
	case kind == 21:
		name := fmt.Sprintf("content/talk/%02d-m%d", 2+e.random.IntN(5), n)
		put(e.t, e.dir, name+"/_index.md",
			fmt.Sprintf("+++\ntitle = \"Module %d\"\naliases = [\"/old/%d/\"]\n+++\n", n, n))
		put(e.t, e.dir, name+"/01-a.md", "+++\ntitle = \"A\"\n+++\n[first](../01-listen/01-first.md)\n")
		return "new module", []string{name}
	case kind == 22:
		modules := slices.DeleteFunc(e.files("content/talk", "/01-a.md"), func(string) bool { return false })
		if len(modules) == 0 {
			return "nothing", []string{}
		}
		name := path.Dir(e.pick(modules))
		if e.random.IntN(2) == 0 {
			if err := os.RemoveAll(e.at(name)); err != nil {
				e.t.Fatal(err)
			}
			return "module gone", []string{name}
		}
		to := fmt.Sprintf("content/talk/%02d-moved%d", 2+e.random.IntN(5), n)
		if err := os.Rename(e.at(name), e.at(to)); err != nil {
			e.t.Fatal(err)
		}
		return "module renamed", []string{name, to}
	case kind == 23:
		return "slug", e.edit(e.pick(lessons), func(s string) string {
			if strings.Contains(s, "slug = ") {
				return s
			}
			return strings.Replace(s, "+++\n", fmt.Sprintf("+++\nslug = \"s%d\"\n", n), 1)
		})
	}
	return e.stepOfLanguage()
}

// stepOfLanguage changes something that pages of the authoring language are made
// of.
func (e *editor) stepOfLanguage() (what string, changed []string) {
	n := e.count
	replaced := func(old, with string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, with, 1) }
	}
	switch e.random.IntN(16) {
	case 0:
		return "fragment", e.write(rightsFile,
			fmt.Sprintf("### Your rights %d\n\nBring a :term[peer worker].\n\n:::include{file=\"inner.md\"}\n:::\n", n))
	case 1:
		return "fragment in a fragment", e.write(innerFile, e.pick([]string{
			fmt.Sprintf("Words %d [@deegan1996].\n", n), fmt.Sprintf("Of :term[recovery], %d.\n", n),
			fmt.Sprintf("See [there](../talk/01-listen/01-first.md), %d.\n", n),
			"Of :term[something else].\n", ":::include{file=\"rights.md\"}\n:::\n",
		}))
	case 2:
		if name := e.pick([]string{rightsFile, innerFile}); e.exists(name) {
			return "fragment gone", e.remove(name)
		}
		return "fragment back", append(e.write(rightsFile, "Your rights.\n"), e.write(innerFile, "Words.\n")...)
	case 3:
		return "definition", e.edit("content/glossary.toml",
			replaced("A *peer worker*", fmt.Sprintf("A *peer worker* %d", n)))
	case 4:
		return "new term", e.edit("content/glossary.toml", func(s string) string {
			return s + fmt.Sprintf("\n[[terms]]\nterm = \"word %d\"\ndefinition = \"See :term[recovery].\"\nsee_also = [\"recovery\"]\n", n)
		})
	case 5:
		return "alias", e.edit("content/glossary.toml",
			e.pickEdit(replaced(`"peer worker", `, ""),
				replaced(`aliases    = [`, fmt.Sprintf(`aliases    = ["alias %d", `, n)),
				replaced(`"recovery"`, fmt.Sprintf(`"recovery %d"`, n))))
	case 6:
		if e.exists("content/glossary.toml") && e.random.IntN(2) == 0 {
			return "glossary gone", e.remove("content/glossary.toml")
		}
		return "glossary back", e.write("content/glossary.toml",
			read(e.t, filepath.Join("testdata", "language"), "content/glossary.toml"))
	case 7:
		if !e.exists(deskFile) {
			return "nothing", []string{}
		}
		return "scenario", e.edit(deskFile,
			e.pickEdit(replaced("Sam has waited", fmt.Sprintf("Sam has waited %d", n)),
				replaced("This is told of room", fmt.Sprintf("This %d is told of room", n)),
				replaced("Argue with Sam", fmt.Sprintf("Argue %d with Sam", n)), replaced("D-1=", "D-1=1"),
				replaced("(#home)", "(#nowhere)"), replaced("minutes = 5", "minutes = 7")))
	case 8:
		if !e.exists(deskFile) {
			return "nothing", []string{}
		}
		return "scenario's mode",
			e.edit(deskFile, e.pickEdit(replaced(`"practice"`, `"assessed"`), replaced(`"assessed"`, `"practice"`),
				replaced(`id = "desk"`, `id = "talk"`)))
	case 9:
		width := 100 + 300*e.random.IntN(5)
		picture := image.NewGray(image.Rect(0, 0, width, 20))
		picture.Set(n%width, n%20, color.White)
		var b bytes.Buffer
		file := "content/talk/02-speak/02-room/plan.png"
		if e.random.IntN(2) == 0 {
			file = "content/talk/02-speak/02-room/room.jpg"
			if err := jpeg.Encode(&b, picture, nil); err != nil {
				e.t.Fatal(err)
			}
		} else if err := png.Encode(&b, picture); err != nil {
			e.t.Fatal(err)
		}
		return "picture", e.write(file, b.String())
	case 10:
		return "captions", e.write("content/talk/02-speak/02-room/space.vtt", e.pick([]string{
			fmt.Sprintf("WEBVTT\n\n00:00.000 --> 00:02.000\nI have time, %d.\n", n), "no captions\n",
		}))
	case 11:
		part := e.pick([]string{"boxes", "code", "lists", "scenario", "taking"})
		return "style of some pages", e.write("layouts/styles/"+part+".css", fmt.Sprintf(".x%d { color: red; }\n", n))
	case 12:
		return "role", e.edit(frameworkFile, func(s string) string {
			return s + fmt.Sprintf("\n[[roles]]\nid = \"role-%d\"\ntitle = \"Role %d\"\nrequires = [{ competency = \"D-TALK\", level = 1 }]\n", n, n)
		})
	case 13:
		return "indicator", e.edit(frameworkFile, e.pickEdit(
			replaced("[[roles]]", fmt.Sprintf("[[competencies.indicators]]\nid = \"D-N%d\"\ntext = \"New\"\nscope = \"person\"\n\n[[roles]]", n)),
			replaced(`"Waits"`, fmt.Sprintf(`"Waits %d"`, n)),
			replaced(`title = "Nurse"`, fmt.Sprintf(`title = "Nurse %d"`, n)), replaced(`"D-2"`, `"D-3"`)))
	case 14:
		modules := slices.DeleteFunc(e.files("content/talk", "/_index.md"),
			func(f string) bool { return f == "content/talk/_index.md" })
		line := e.pick([]string{`roles = ["nurse"]`, `prerequisites = ["01-listen"]`, `indicators = ["D-2"]`,
			"review_by = 2030-01-01", "lastmod = 2026-01-01", fmt.Sprintf("objectives = [\"Wait %d\"]", n)})
		return "front matter", e.edit(e.pick(modules), func(s string) string {
			key, _, _ := strings.Cut(line, " ")
			if strings.Contains(s, key) {
				return s
			}
			return strings.Replace(s, "+++\n", "+++\n"+line+"\n", 1)
		})
	default:
		return "configuration", e.edit("coursemark.toml", replaced("title = \"", fmt.Sprintf("title = \"%d ", n)))
	}
}

// pickEdit picks one of some edits.
func (e *editor) pickEdit(edits ...func(string) string) func(string) string {
	return edits[e.random.IntN(len(edits))]
}

// What is changed reaches the pages that it is part of, also where they do not show
// it by themselves.
func TestChangesReachPages(t *testing.T) {
	t.Parallel()
	var bundler assets.Bundler
	const lesson = "content/talk/01-listen/07-own.md"
	own := func(text string) string { return "+++\ntitle = \"Own\"\n+++\n" + text + "\n" }
	room := "talk/speak/room/index.html"
	for name, c := range map[string]struct {
		text           string // of a lesson
		file, old, new string // the change
		page, part     string // what is to be seen then
		fault          string // or reported
	}{
		"fragment of a fragment": {"", innerFile, "A note", "Another note", "talk/speak/words/index.html",
			"Another note", ""},
		"fragment beside a page": {"", "content/talk/02-speak/_beside.md", "Beside", "Right beside", room,
			"Right beside", ""},
		"captions": {"", "content/talk/02-speak/02-room/space.vtt", "WEBVTT", "VTT", "", "",
			"space.vtt"},
		"definition": {"", "content/glossary.toml", "Living a life", "Leading a life",
			"talk/speak/index.html", "Leading a life", ""},
		"definition on its page": {"", "content/glossary.toml", "Living a life", "Leading a life",
			"glossary/index.html", "Leading a life", ""},
		"term in a heading alone": {own("## Of :term[peer support worker]"), "content/glossary.toml",
			`, "peer support worker"`, "", "", "", "07-own.md:4:7: the term"},
		"term in a note alone": {own(":::instructor\nOf :term[peer support worker].\n:::"), "content/glossary.toml",
			`, "peer support worker"`, "", "", "", "07-own.md:5:4: the term"},
		"work in a note alone": {own(":::instructor\nSee [@deegan1996].\n:::"), "content/references.bib",
			"deegan1996", "deegan1997", "", "", "07-own.md:5:6:"},
		"work": {"", "content/references.bib", "{1993}", "{1994}", "talk/speak/index.html",
			"1994", ""},
		"work on its page": {"", "content/references.bib", "{1993}", "{1994}", "bibliography/index.html",
			"1994", ""},
		"scenario": {"", deskFile, "told of room", "said of room", "talk/listen/desk/index.html",
			"said of room", ""},
		"scenario's title": {"", deskFile, "At the desk", "At the door", "talk/listen/index.html",
			"At the door", ""},
		"scenario's way": {"", deskFile, "(#home)", "(#nowhere)", "", "", "02-desk.scenario.md"},
		"indicator of a scenario": {"", frameworkFile, `"D-2"`, `"D-9"`, "", "",
			`the indicator "D-2" is not in the framework`},
		"role": {"", frameworkFile, `title = "Nurse"`, `title = "Key nurse"`,
			"roles/nurse/index.html", "<h1>Key nurse</h1>", ""},
		"role on a module": {"", frameworkFile, `title = "Nurse"`, `title = "Key nurse"`,
			"talk/speak/index.html", "Key nurse", ""},
		"indicator":       {"", frameworkFile, `"Listens"`, `"Hears"`, "talk/speak/index.html", "Hears", ""},
		"smaller picture": {"", "content/talk/02-speak/02-room/room.jpg", "", "", room, "", ""},
		"style of some pages": {"", "layouts/styles/boxes.css", "", ".box { color: red; }\n",
			"talk/speak/words/index.html", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := &editor{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(1, 1)), mode: "practice"}
			e.lay()
			if c.text != "" {
				e.write(lesson, c.text)
			}
			s, faults := Open(Options{Dir: e.dir, Version: "test", bundler: &bundler})
			if s == nil {
				t.Fatal(rendered(faults))
			}
			defer s.Close()
			site, faults := s.Load(t.Context(), nil)
			if faults.Failed() {
				t.Fatal(rendered(faults))
			}
			before := made(t, site)
			switch {
			case strings.HasSuffix(c.file, ".jpg"):
				var b bytes.Buffer
				if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 700, 40)), nil); err != nil {
					t.Fatal(err)
				}
				e.write(c.file, b.String())
			case c.old == "":
				e.write(c.file, c.new)
			default:
				replace(t, e.dir, c.file, c.old, c.new)
			}
			site, faults = s.Load(t.Context(), []string{e.at(c.file)})
			if c.fault != "" {
				if !strings.Contains(rendered(faults), c.fault) || !faults.Failed() {
					t.Errorf("the faults lack %q:\n%s", c.fault, rendered(faults))
				}
				return
			}
			if faults.Failed() {
				t.Fatal(rendered(faults))
			}
			after := made(t, site)
			if after[c.page] == before[c.page] || !strings.Contains(after[c.page], c.part) {
				t.Errorf("%s lacks %q", c.page, c.part)
			}
			same(t, name, preview(t, Options{Dir: e.dir, bundler: &bundler}), after)
		})
	}
}

// After every one of many edits, what a session makes is what a new one makes: the
// same faults, or the same site byte for byte. COURSEMARK_EDITS makes it longer.
func TestSessionIsAsNew(t *testing.T) {
	t.Parallel()
	edits := 50
	if testing.Short() {
		edits = 10
	}
	if n, err := strconv.Atoi(os.Getenv("COURSEMARK_EDITS")); err == nil {
		edits = n
	}
	var bundler assets.Bundler
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dir := t.TempDir()
			e := &editor{t: t, dir: dir, random: rand.New(rand.NewPCG(seed, 7)), mended: map[string]string{},
				mode: "practice"}
			if seed == 1 {
				e.mode = "assessed"
			}
			e.lay()
			build(t, Options{Dir: dir, bundler: &bundler}) // so that there are keys to hold questions against
			o := Options{Dir: dir, Version: "test", Drafts: seed == 1, Instructor: seed == 2, bundler: &bundler}
			s, faults := Open(o)
			if s == nil {
				t.Fatal(rendered(faults))
			}
			defer s.Close()
			s.Load(t.Context(), nil)
			sound, kinds := 0, map[string]int{}
			for i := range edits {
				what, names := e.step()
				for e.random.IntN(4) == 0 { // several at once
					also, more := e.step()
					what, names = what+", "+also, append(names, more...)
				}
				kinds[what]++
				changed := []string{}
				for _, name := range names {
					changed = append(changed, e.at(name))
				}
				if e.random.IntN(20) == 0 {
					changed = nil // nobody knows what changed
				}
				site, faults := s.Load(t.Context(), changed)
				fresh, expected := Open(o)
				if fresh == nil {
					t.Fatal(rendered(expected))
				}
				want, expected := fresh.Load(t.Context(), nil)
				if rendered(faults) != rendered(expected) {
					t.Fatalf("edit %d (%s): the faults are\n%s\nand of a new session\n%s", i, what, rendered(faults),
						rendered(expected))
				}
				if !expected.Failed() {
					sound++
					same(t, fmt.Sprintf("edit %d (%s)", i, what), made(t, want), made(t, site))
				}
				fresh.Close()
				if t.Failed() {
					t.FailNow()
				}
				if expected.Failed() && i%2 == 1 { // otherwise faults pile up
					changed = e.restore()
					s.Load(t.Context(), changed)
				}
			}
			if edits >= 50 && sound < edits/4 {
				t.Errorf("only %d of %d edits left a sound project", sound, edits)
			}
			t.Logf("%d of %d edits left a sound project; %d kinds", sound, edits, len(kinds))
		})
	}
}

// restore brings the project back to a sound one, and names all that may differ.
func (e *editor) restore() []string {
	e.mended = map[string]string{}
	for _, name := range []string{"content", "quiz", "standards", "layouts"} {
		if err := os.RemoveAll(e.at(name)); err != nil {
			e.t.Fatal(err)
		}
	}
	e.lay()
	return []string{e.at("content"), e.at("quiz"), e.at("standards"), e.at("layouts"), e.at("coursemark.toml")}
}
