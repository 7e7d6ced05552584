package markdown

import (
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

const testBib = `% Works
@article{richmond2012, author = {Richmond, Janet S. and Berlin, Jon S. and Ng, Anthony T.}, title = {Verbal De-escalation}, journal = {West J Emerg Med}, year = 2012, pages = {17--25}}
@article{sowers2005, author = {Sowers, Wesley}, title = {Transforming systems of care}, journal = "Community Mental Health Journal", year = {2005}}
@misc{cfr482, author = {{Centers for Medicare and Medicaid Services}}, title = {Patient's rights}}
@misc{cfr483, author = {{Centers for Medicare and Medicaid Services}}, title = {Orders}}
@book{two2001, author = {Mu{\~n}oz, Ana and G\"odel, Kurt}, title = {Two}, year = {2001}}
@misc{who2019, author = {{World Health Organization}}, title = {One}, year = {2019}}
`

// newTestRenderer returns a renderer that writes a line for each option of a question.
func newTestRenderer(t testing.TB) *Renderer {
	refs, faults := bibliography.Parse("content/references.bib", []byte(testBib))
	if faults.Failed() {
		t.Fatal(faults.Err())
	}
	return New(Options{
		References: refs,
		Word: func(key string) string {
			if key == "box_keypoints" {
				return "Key points"
			}
			return ""
		},
		Question: func(q *Question) (template.HTML, error) {
			var b strings.Builder
			fmt.Fprintf(&b, "<practice %d %s %s>\n%s", q.Number, quiz.PublicID(q.Bank, q.ID), q.Type, q.Texts.Prompt)
			for i, part := range q.Parts(q.Bank) {
				a := q.Texts.Answers[i]
				text := a.Text
				if part.StemID != "" {
					text = a.Stem + " → " + text
				}
				fmt.Fprintf(&b, "<option %s %v>%s | %s\n", part.ID, part.Right, text, a.Feedback)
			}
			b.WriteString("</practice>\n")
			return template.HTML(b.String()), nil
		},
	})
}

func noFile(file string) *diag.Message {
	m := NoSuchFile.With(file, "")
	return &m
}

func noPage(file string) *diag.Message {
	m := diag.Kind{
		Code: "test-no-page",
		What: "there is no page %s",
		Hint: `did you mean "03-the-conversation.md"?`,
	}.With(
		file,
	)
	return &m
}

// testSource returns a lesson between two others.
func testSource(body string) Source {
	const front = "+++\ntitle = \"A lesson\"\n+++\n"
	return Source{
		File: "content/course/module/02-lesson.md", Text: []byte(front + body), Body: len(front),
		Bank: "course/module/lesson",
		Page: func(file string) (string, *diag.Message) {
			if file == "content/course/module/01-first.md" {
				return "../first/index.html", nil
			}
			return "", noPage(file)
		},
		Asset: func(file string) (Asset, *diag.Message) {
			if file == "content/course/module/plan.png" {
				return Asset{Href: "../plan.png", Width: 640, Height: 480}, nil
			}
			return Asset{}, noFile(file)
		},
	}
}

// cases runs the named cases in a file and compares the results with the .golden file
// next to it. If COURSEMARK_UPDATE is set, it writes the .golden file.
func cases(t *testing.T, name string, result func(body string) string) {
	source, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range strings.Split("\n"+string(source), "\n== ")[1:] {
		title, body, _ := strings.Cut(c, " ==\n")
		fmt.Fprintf(&out, "== %s ==\n%s", title, result(body+"\n"))
	}
	golden := filepath.Join("testdata", name+".golden")
	if os.Getenv("COURSEMARK_UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got, expected := strings.Split("\n"+out.String(), "\n== "), strings.Split("\n"+string(want), "\n== ")
	for i := range max(len(got), len(expected)) {
		if i >= len(got) || i >= len(expected) {
			t.Fatalf("%s: %d cases, %d expected", name, len(got)-1, len(expected)-1)
		}
		if got[i] != expected[i] {
			t.Errorf("%s: got\n%s\nexpected\n%s", name, got[i], expected[i])
		}
	}
}

func TestRendering(t *testing.T) {
	r := newTestRenderer(t)
	for _, name := range []string{"containers", "text", "citations", "questions"} {
		t.Run(name, func(t *testing.T) {
			cases(t, name, func(body string) string {
				page, faults := r.Page(testSource(body))
				if faults.Len() > 0 {
					t.Errorf("faults in\n%s\n%v", body, rendered(faults))
				}
				return string(page.HTML)
			})
		})
	}
}

func rendered(faults diag.List) string {
	var b strings.Builder
	for _, f := range faults.Sorted() {
		b.WriteString(f.String())
	}
	return b.String()
}

// Every fault is asserted as people read it: place, excerpt, hint.
func TestFaults(t *testing.T) {
	r := newTestRenderer(t)
	cases(t, "faults", func(body string) string {
		_, faults := r.Page(testSource(body))
		if !faults.Failed() {
			t.Errorf("no fault in\n%s", body)
		}
		return rendered(faults)
	})
}

func TestPageFacts(t *testing.T) {
	r := newTestRenderer(t)
	page, faults := r.Page(testSource(`## One

See [the first](01-first.md#aims) and ![a plan](plan.png), [@sowers2005], [@richmond2012; @sowers2005].

:::callout
### Boxed
:::

### Two
`))
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	if got := fmt.Sprint(page.Headings); got != "[{2 one One false} {3 boxed Boxed true} {3 two Two false}]" {
		t.Errorf("headings %s", got)
	}
	if got := fmt.Sprint(page.Citations, page.Files, page.HasID("two"),
		page.HasID("three")); got != "[sowers2005 richmond2012] [content/course/module/plan.png] true false" {
		t.Errorf("facts %s", got)
	}
	if len(page.Links) != 1 || page.Links[0].File != "content/course/module/01-first.md" ||
		page.Links[0].Fragment != "aims" ||
		page.Links[0].At.Pos != (diag.Pos{Line: 6, Column: 5}) {
		t.Errorf("links %+v", page.Links)
	}
	for _, part := range []string{`<a href="../first/index.html#aims">`,
		`<img src="../plan.png" alt="a plan" width="640" height="480" decoding="async">`} {
		if !strings.Contains(string(page.HTML), part) {
			t.Errorf("%s is not in\n%s", part, page.HTML)
		}
	}
}

func TestPrompts(t *testing.T) {
	r := newTestRenderer(t)
	for _, c := range []struct{ name, source, want, fault string }{
		{"paragraphs", "A *man* shouts.\r\n\r\nWhat do you do?\n",
			"<p>A <em>man</em> shouts.</p>\n<p>What do you do?</p>", ""},
		{"list", "1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>", ""},
		{"citations are text", "As [@sowers2005]", "<p>As [@sowers2005]</p>", ""},
		{"containers are text", ":::callout\nx\n:::", "<p>:::callout\nx\n:::</p>", ""},
		{"web address", "[x](https://example.org/)", `<p><a href="https://example.org/" rel="noopener">x</a></p>`, ""},
		{"raw HTML", "a <b>b</b>", "", "raw HTML is not allowed"},
		{"image", "![x](x.png)", "", "images cannot be used here yet"},
		{"file", "[x](x.md)", "", `the link "x.md" leads to another file`},
		{"heading", "## x", "", "a question cannot have a heading"},
	} {
		html, found := r.Prompt(c.source)
		if c.fault != "" {
			if !strings.Contains(fmt.Sprint(found), c.fault) {
				t.Errorf("%s: %s", c.name, fmt.Sprint(found))
			}
		} else if string(html) != c.want || len(found) > 0 {
			t.Errorf("%s: %q, %s", c.name, html, fmt.Sprint(found))
		}
	}
	for _, c := range []struct{ name, source, want, fault string }{
		{"gaps", "A {{1}}, *a {{2}}* and [{{3}}](https://example.org/).", "", ""},
		{"gaps in blocks", "- {{1}}\n- {{2}}\n\n> {{3}}", "", ""},
		{"no gap", `\{{1}} {{1}} {x}`, `<p>{{1}} <span data-gap="1"></span> {x}</p>`, ""},
		{"a gap in code", "{{1}} `{{2}}`", "", "a gap where nothing can be filled in"},
		{"a gap in an address", "{{1}} [x](https://example.org/{{2}})", "", "a gap where nothing can be filled in"},
		{"raw HTML", `{{1}} <span data-gap="2"></span>`, "", "raw HTML is not allowed"},
	} {
		html, found := r.cloze(c.source)
		gaps := len(quiz.GapsIn(c.source))
		switch {
		case c.fault != "":
			if !strings.Contains(fmt.Sprint(found), c.fault) {
				t.Errorf("%s: %s", c.name, fmt.Sprint(found))
			}
		case len(found) > 0,
			strings.Count(string(html), "<span data-gap=") != gaps,
			c.want != "" && string(html) != c.want:
			t.Errorf("%s: %q, %s", c.name, html, fmt.Sprint(found))
		}
	}
	for _, c := range []struct{ name, source, want string }{
		{"plain", " The person’s *own* ", "The person’s <em>own</em>"},
		{"looks like a list", "1. Ask her", "1. Ask her"},
		{"looks like a heading", "# Ask her", "# Ask her"},
		{"looks like a quote", "> Ask her", "&gt; Ask her"},
		{"looks like code", "    Ask her", "Ask her"},
	} {
		if html, found := r.Inline(c.source); string(html) != c.want || len(found) > 0 {
			t.Errorf("inline, %s: %q, %s", c.name, html, fmt.Sprint(found))
		}
	}
	if _, found := r.Inline("one\n\ntwo"); !strings.Contains(fmt.Sprint(found), "more than one paragraph") {
		t.Errorf("two paragraphs: %s", fmt.Sprint(found))
	}
}

// One renderer serves all workers, and their pages do not mix.
func TestParallel(t *testing.T) {
	r := newTestRenderer(t)
	var wait sync.WaitGroup
	for w := range 8 {
		wait.Go(func() {
			for i := range 50 {
				body := fmt.Sprintf("## H %d %d\n\n:::callout[T%d]\n[@sowers2005] %d\n:::\n", w, i, w, i)
				page, faults := r.Page(testSource(body))
				want := fmt.Sprintf(
					"<h2 id=\"h-%d-%d\">H %d %d</h2>\n<div class=\"box box-callout\">\n<p class=\"box-title\"><span>T%d</span></p>\n<p><a class=\"citation\" href=\"#ref-sowers2005\">(Sowers, 2005)</a> %d</p>\n</div>\n",
					w,
					i,
					w,
					i,
					w,
					i,
				)
				if string(page.HTML) != want || faults.Len() > 0 {
					t.Errorf("got %s", page.HTML)
					return
				}
			}
		})
	}
	wait.Wait()
}

// Texts that are built to exhaust a parser are rendered or refused quickly.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	r := newTestRenderer(t)
	n := 50_000
	for name, body := range map[string]string{
		"quotes":          strings.Repeat(">", n),
		"lists":           strings.Repeat("- ", n),
		"numbers":         strings.Repeat("1. ", n),
		"brackets":        strings.Repeat("[", n),
		"bracket pairs":   strings.Repeat("[a](", n),
		"images":          strings.Repeat("![", n),
		"emphasis":        strings.Repeat("*a ", n),
		"emphasis pairs":  strings.Repeat("*a_ ", n),
		"stars":           strings.Repeat("*", n),
		"code":            strings.Repeat("`a``", n/2),
		"boxes":           strings.Repeat(":::callout\n", 2_000),
		"boxes and ends":  strings.Repeat(":::callout\n", 40) + strings.Repeat(":::\n", 40),
		"alerts":          strings.Repeat("> [!NOTE]\n", n/2),
		"citations":       strings.Repeat("[@a;", n),
		"footnotes":       strings.Repeat("[^1]", 2_000) + "\n\n[^1]: x",
		"tables":          strings.Repeat("|a", 2_000) + "\n" + strings.Repeat("|-", 2_000) + "\n",
		"deep lists":      deepLists(400),
		"headings":        strings.Repeat("## a\n", 2_000),
		"attributes":      "## a {" + strings.Repeat("a=[", n) + "\n",
		"too much":        strings.Repeat("word ", MaxSize/4),
		"html":            strings.Repeat("<a ", n),
		"references":      strings.Repeat("[a]: x\n", 2_000),
		"definition":      strings.Repeat("a\n: b\n", 2_000),
		"question":        ":::question{type=\"single\"}\n" + strings.Repeat("- [ ] a\n", 1_000) + ":::\n",
		"nul":             strings.Repeat("\x00", n),
		"not utf-8":       "abc\xff",
		"nothing at all":  "",
		"only blanks":     strings.Repeat(" \n", n),
		"entities":        strings.Repeat("&amp;", n),
		"autolinks":       strings.Repeat("<http://a>", 2_000),
		"long languages":  strings.Repeat("~~~"+strings.Repeat("x*", 1000)+"\n~~~\n", 200),
		"unclosed fences": strings.Repeat("```\n", n),
	} {
		start := time.Now()
		r.Page(testSource(body))
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		} else if took > time.Second/4 {
			t.Logf("%s took %v", name, took)
		}
	}
}

func deepLists(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", 2*i) + "- a\n")
	}
	return b.String()
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	values = regexp.MustCompile(`"[^"]*"`)
	acts   = regexp.MustCompile(`(?i)^<script|\s(on\w+|style)\s*=`)
	runs   = regexp.MustCompile(`(?i)\s(href|src)="\s*(javascript|data|vbscript):`)
)

// active returns the first thing in HTML that would run in a browser, or "". The words
// of texts and descriptions do not count.
func active(html string) string {
	for _, tag := range tags.FindAllString(html, -1) {
		if bad := runs.FindString(tag); bad != "" {
			return bad
		}
		if bad := acts.FindString(values.ReplaceAllString(tag, `""`)); bad != "" {
			return bad
		}
	}
	return ""
}

func TestActive(t *testing.T) {
	for html, want := range map[string]bool{
		"<p>0 onclick=</p>": false, `<img alt="a onclick=b">`: false, `<a href="x.html">`: false,
		"<script>": true, `<p onclick="a">`: true, `<p style="a">`: true, `<a href="JavaScript:a">`: true,
	} {
		if (active(html) != "") != want {
			t.Errorf("%s: %q", html, active(html))
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add("{{{}}")
	files, _ := filepath.Glob("testdata/*.txt")
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(source), "\n== ") {
			f.Add(c)
		}
	}
	r := newTestRenderer(f)
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 4<<10 {
			return
		}
		page, faults := r.Page(testSource(body))
		again, _ := r.Page(testSource(body))
		if page.HTML != again.HTML {
			t.Error("the same text gives two pages")
		}
		if bad := active(string(page.HTML)); bad != "" && !faults.Failed() {
			t.Errorf("%q in %s", bad, page.HTML)
		}
		for _, fault := range faults.Sorted() {
			if fault.Pos.Line < 1 || fault.Pos.Column < 1 {
				t.Errorf("a fault without a place: %v", fault)
			}
			_ = fault.String()
		}
		_, _ = r.Prompt(body)
		question := quiz.Question{Type: quiz.Cloze, Prompt: body}
		if html, found := r.cloze(question.Shown()); len(found) == 0 &&
			strings.Count(string(html), "<span data-gap=") != len(quiz.GapsIn(body)) {
			t.Errorf("%q lost a gap: %s", body, html)
		}
		_, _ = r.Inline(body)
	})
}

// A prompt is split at its gaps. Each gap has the words before it in its paragraph.
func TestPieces(t *testing.T) {
	r := newTestRenderer(t)
	q := &quiz.Question{
		ID:     "q",
		Type:   quiz.Cloze,
		Prompt: "Sam is & stays *upset*.\n\nStand {{far}} away, speak {{low}}.\n\n- {{last}}",
		Gaps:   []quiz.Gap{{Name: "far"}, {Name: "low"}, {Name: "last"}},
	}
	pieces := r.Question("bank", q, func(m diag.Message, path ...any) { t.Error(m, path) }).Pieces()
	want := []Piece{
		{
			"<p>Sam is &amp; stays <em>upset</em>.</p>\n<p>Stand ",
			1,
			"Stand",
		}, {" away, speak ", 2, "Stand … away, speak"},
		{".</p>\n<ul>\n<li>", 3, ""}, {"</li>\n</ul>", 0, ""},
	}
	if !slices.Equal(pieces, want) {
		t.Errorf("%+v", pieces)
	}
}
