package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/internal/diag"
)

// project is a lesson with files around it.
type project map[string]string

func (p project) source(body string) Source {
	s := testSource(body)
	s.ReadText = func(file string) ([]byte, *diag.Message) {
		text, ok := p[file]
		if !ok {
			return nil, noFile(file)
		}
		return []byte(text), nil
	}
	s.Asset = func(file string) (Asset, *diag.Message) {
		name := file[strings.LastIndexByte(file, '/')+1:]
		if _, ok := p[file]; ok || name == "plan.png" || name == "talk.mp4" {
			return Asset{Href: "../" + name, Width: 640, Height: 480}, nil
		}
		return Asset{}, noFile(file)
	}
	s.Glossary = "../../glossary/index.html"
	return s
}

func testFiles() project {
	return project{
		"content/_includes/rights.md":      "## Rights\n\nAsk. See [the first](../course/module/01-first.md).\n",
		"content/_includes/broken.md":      "Fine.\n\n:::calout\nx\n:::\n",
		"content/_includes/a.md":           "a\n\n:::include{file=\"b.md\"}\n:::\n",
		"content/_includes/b.md":           "b\n\n:::include{file=\"a.md\"}\n:::\n",
		"content/_includes/code.md":        "```\nnever closed\n",
		"content/_includes/front.md":       "+++\ntitle = \"x\"\n+++\ntext\n",
		"content/course/module/_beside.md": "Beside.\n",
		"content/course/module/talk.vtt":   "WEBVTT\n\n00:00.000 --> 00:01.500\nHello </script>\nthere\n\n01:00:02.000 --> 01:00:03.000 line:0\nEnd\n",
		"content/course/module/talk.srt":   "1\n00:00:00,000 --> 00:00:01,500\nHello\n",
		"content/course/module/srt.vtt":    "1\n00:00:00,000 --> 00:00:01,500\nHello\n",
		"content/course/module/wrong.vtt":  "WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n\n00:0x --> 3\nx\n",
	}
}

func languageRenderer(t testing.TB, instructor bool) *Renderer {
	g := &Glossary{}
	id := g.Add("peer support")
	g.Alias(id, "peer worker")
	g.Add("recovery")
	o := newTestRenderer(t).options
	o.Glossary, o.Instructor = g, instructor
	return New(o)
}

func TestLanguage(t *testing.T) {
	r, files := languageRenderer(t, false), testFiles()
	cases(t, "language", func(body string) string {
		page, faults := r.Page(files.source(body))
		if faults.Len() > 0 {
			t.Errorf("faults in\n%s\n%v", body, rendered(faults))
		}
		return string(page.HTML)
	})
}

func TestLanguageFaults(t *testing.T) {
	r, files := languageRenderer(t, false), testFiles()
	cases(t, "language-faults", func(body string) string {
		_, faults := r.Page(files.source(body))
		if faults.Len() == 0 {
			t.Errorf("no fault in\n%s", body)
		}
		return rendered(faults)
	})
}

// A learner's page is, byte for byte, that of a text without the notes, including the
// numbers of headings, questions, footnotes and tables.
func TestNotesLeaveNoTrace(t *testing.T) {
	const note = `:::instructor[Secret]
## Again

Text[^1] with :term[recovery], [@sowers2005], ![secret](plan.png) and [a link](01-first.md#secret).

| a | b |
|---|---|
| 1 | 2 |

:::checklist
- [ ] Ring the bell
:::

:::question{type="single"}
Secret?
- [x] a
  > yes
- [ ] b
  > no
:::

[^1]: A secret note.
:::
`
	const body = `:::callout[Box]
%s
inside
:::

%s
## Again

Text[^2] with :term[recovery].

| a | b |
|---|---|
| 1 | 2 |

:::checklist
- [ ] Ring the bell
:::

:::question{type="single"}
Open?
- [x] a
  > yes
- [ ] b
  > no
:::

[^2]: An open note.

%s`
	files := testFiles()
	with := fmt.Sprintf(
		body,
		strings.ReplaceAll(strings.ReplaceAll(note, "[^1]", "[^x]"), "Secret?", "Deep secret?"),
		note,
		"",
	)
	with = strings.Replace(
		with,
		":::checklist\n- [ ] Ring the bell\n:::\n\n:::question{type=\"single\"}\nDeep",
		":::question{type=\"single\"}\nDeep",
		1,
	)
	without := fmt.Sprintf(body, "", "", "")
	learner := languageRenderer(t, false)
	got, faults := learner.Page(files.source(with))
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	want, faults := learner.Page(files.source(without))
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	if got.HTML != want.HTML {
		t.Errorf("got\n%s\nwant\n%s", got.HTML, want.HTML)
	}
	if g, w := fmt.Sprint(got.Headings, got.Citations, got.Files, len(got.Links), len(got.Questions), got.Terms,
		got.Styles), fmt.Sprint(want.Headings, want.Citations, want.Files, len(want.Links), len(want.Questions),
		want.Terms, want.Styles); g != w {
		t.Errorf("facts %s, want %s", g, w)
	}
	trainers, faults := languageRenderer(t, true).Page(files.source(with))
	if faults.Len() > 0 || strings.Count(string(trainers.HTML), "box-instructor") != 2 ||
		len(trainers.Questions) != 3 ||
		len(trainers.Files) == 0 {
		t.Errorf("the trainer's edition: %s\n%s", rendered(faults), trainers.HTML)
	}
}

// A fault inside a note is reported when the learner's site is built, once and at its
// place.
func TestFaultsInNotes(t *testing.T) {
	_, faults := languageRenderer(t, false).Page(testFiles().source(":::instructor\n[x](nowhere.md)\n:::\n"))
	if got := faults.Sorted(); len(got) != 1 || got[0].Pos != (diag.Pos{Line: 5, Column: 1}) {
		t.Error(rendered(faults))
	}
}

func TestIncludesKeepPlacesAndLinks(t *testing.T) {
	r, files := languageRenderer(t, false), testFiles()
	page, faults := r.Page(
		files.source(
			"One\n:::include{file=\"rights.md\"}\n:::\nTwo\n\n:::include{file=\"_beside.md\"}\n:::\n\n## Rights\n",
		),
	)
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	if got := fmt.Sprint(page.IDs(),
		page.Fragments); got != "[rights rights-2] [content/_includes/rights.md content/course/module/_beside.md]" {
		t.Error(got)
	}
	if !strings.Contains(string(page.HTML), `href="../first/index.html"`) {
		t.Errorf("a link of a fragment is relative to the fragment:\n%s", page.HTML)
	}
	_, faults = r.Page(files.source("One\n\n:::include{file=\"broken.md\"}\n:::\n\n:::wrng\n:::\n"))
	var places []string
	for _, f := range faults.Sorted() {
		places = append(places, fmt.Sprintf("%s:%d:%d", f.File, f.Pos.Line, f.Pos.Column))
	}
	if want := []string{"content/_includes/broken.md:3:1", "content/course/module/02-lesson.md:9:1"}; !slices.Equal(
		places,
		want,
	) {
		t.Errorf("places %v, want %v", places, want)
	}
}

// Includes and captions that are built to exhaust the reader are read or refused quickly.
func TestHostileLanguage(t *testing.T) {
	r := languageRenderer(t, false)
	many := strings.Repeat(":::include{file=\"x.md\"}\n:::\n", 400)
	files := project{
		"content/_includes/x.md": strings.Repeat(":::include{file=\"y.md\"}\n:::\n", 400),
		"content/_includes/y.md": strings.Repeat("word ", 10_000),
	}
	for name, body := range map[string]string{
		"includes that multiply": many,
		"unclosed includes":      strings.Repeat(":::include{file=\"x.md\"}\n", 20_000),
		"comments":               strings.Repeat("<!--\n", 20_000),
		"terms":                  strings.Repeat(":term[recovery] ", 20_000),
		"marks of terms":         strings.Repeat(":term[", 600) + "x",
		"notes":                  strings.Repeat(":::instructor\nx\n:::\n", 4_000),
		"notes in notes":         strings.Repeat(":::instructor\n", 30) + strings.Repeat(":::\n", 30),
		"ten thousand boxes":     strings.Repeat(":::callout\n", 10_000),
		"checklist":              ":::checklist\n" + strings.Repeat("- [ ] a\n", 4_000) + ":::\n",
		"code":                   "```go\n" + strings.Repeat("((((\"", 5_000) + "\n```\n",
		"much code":              strings.Repeat("```go\nx := 1\n```\n\n", 3_000),
		"code of many languages": strings.Repeat("```nolanguage\nx\n```\n\n", 3_000),
	} {
		start := time.Now()
		r.Page(files.source(body))
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %v", name, took)
		} else if took > time.Second/4 {
			t.Logf("%s took %v", name, took)
		}
	}
}

// FuzzComposed looks for notes that leave a trace, and for faults placed outside their
// file, in pages with an include.
func FuzzComposed(f *testing.F) {
	f.Add("One\n:::include{file=\"x.md\"}\n:::\n", "text\n")
	f.Add(":::instructor\nSECRET\n:::\n:::include{file=\"x.md\"}\n:::\n", ":::instructor\nSECRET\n:::\n## A {#b}\n")
	f.Add("```\n:::include{file=\"x.md\"}\n:::\n```\n<!--\n:::include{file=\"x.md\"}\n-->\n", "```\n")
	f.Add("- :::instructor\n  SECRET\n  :::\n> :::instructor\n> SECRET\n", ":::\n")
	f.Add(":::video[x]{transcript=\"x.md\" src=\"a.mp4\" captions=\"talk.vtt\"}\n:::\n", ":::\n")
	f.Add(
		":::figure[A :term[recovery]]{credit=\"<x>\"}\n![x](plan.png)\n:::\n:::reflect\n:term[peer support]\n:::\n",
		"",
	)
	r := languageRenderer(f, false)
	f.Fuzz(func(t *testing.T, body, fragment string) {
		if len(body)+len(fragment) > 8<<10 {
			return
		}
		files := testFiles()
		files["content/_includes/x.md"] = fragment
		page, faults := r.Page(files.source(body))
		for _, fault := range faults.Sorted() {
			if fault.Pos.Line < 1 || fault.Pos.Column < 1 || fault.File == "" {
				t.Errorf("a fault without a place: %v", fault)
			}
			_ = fault.String()
		}
		if faults.Failed() {
			return
		}
		if strings.Contains(string(page.HTML), "box-instructor") {
			t.Errorf("a note in\n%s", page.HTML)
		}
		for _, bad := range []string{"javascript:", " style=", " onclick=", "autoplay"} {
			if strings.Contains(strings.ToLower(string(page.HTML)), bad) &&
				!strings.Contains(strings.ToLower(body+fragment), strings.TrimSpace(bad)) {
				t.Errorf("%q in %s", bad, page.HTML)
			}
		}
	})
}

// FuzzHead looks for an attribute whose recorded place is not that of its value.
func FuzzHead(f *testing.F) {
	for _, s := range []string{`figure[A [b] c]{credit="x"}`, `video{src="a" captions=""}`, "callout[", `x{a="b"`,
		"include\u00a0{file=\"x\"}", `question{type=“single”}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		h := parseHead(line)
		for name, value := range h.attributes {
			if at := h.places[name]; at > len(line) || !strings.HasPrefix(line[at:], value) {
				t.Errorf("%q is not at %d of %q", value, at, line)
			}
		}
		for _, p := range h.problems {
			if p.at < 0 || p.at > len(line) {
				t.Errorf("%d is outside %q", p.at, line)
			}
		}
	})
}

func FuzzCaptions(f *testing.F) {
	for _, s := range testFiles() {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		cues, faults := parseCaptions("x.vtt", source)
		if !faults.Failed() && len(cues) == 0 {
			t.Error("neither captions nor a fault")
		}
		for _, c := range cues {
			if !faults.Failed() && !(c.To > c.From && c.From >= 0) {
				t.Errorf("cue %+v", c)
			}
		}
		_ = rendered(faults)
	})
}

// Texts that were written for other tools have line breaks in cells, settings after
// images, and hundreds of tags.
func TestFromElsewhere(t *testing.T) {
	r := newTestRenderer(t)
	page, faults := r.Page(testSource("| A |\n|---|\n| one<br>two<BR/>three |\n"))
	if faults.Len() > 0 || !strings.Contains(string(page.HTML), "one<br>\ntwo<br>\nthree") {
		t.Errorf("%v\n%s", faults.Sorted(), page.HTML)
	}
	_, faults = r.Page(testSource(strings.Repeat("<span>a</span> <br class=\"x\"> <hr>\n\n", 50)))
	var messages []string
	for _, f := range faults.Sorted() {
		messages = append(messages, f.What)
	}
	if got := strings.Join(messages,
		"; "); got != "raw HTML is not allowed: <span>; raw HTML is not allowed: <br>; raw HTML is not allowed: <hr>" {
		t.Errorf("faults: %s", got)
	}
	_, faults = r.Page(testSource("![Two chairs](https://example.org/a.png){width=\"80%\"}\n"))
	if !strings.Contains(faults.Err().Error(), "an image cannot have settings in { }") {
		t.Errorf("faults: %v", faults.Sorted())
	}
}
