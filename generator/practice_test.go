package generator

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/generator/assets"
)

// practising returns a project with a bank for practice and questions in lessons of
// two modules.
func practising(t testing.TB) string {
	t.Helper()
	dir := sound(t)
	lay(t, filepath.Join("testdata", "practice"), dir)
	return dir
}

const listenPage, speakPage = "talk/listen/practice/index.html", "talk/speak/practice/index.html"

func TestPracticePages(t *testing.T) {
	t.Parallel()
	dir := practising(t)
	report, faults := Build(t.Context(), Options{Dir: dir, Version: "test"})
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	if report.Questions != 2 || len(report.Keys) != 1 {
		t.Errorf("practice is counted or archived: %+v", report)
	}
	site := contents(t, filepath.Join(dir, "public"))
	for _, c := range []struct{ file, part string }{
		{listenPage, `<h2>More to try</h2>`},
		{listenPage, `What do you say <strong>first</strong>?`},
		{listenPage, "<summary>Hint 2</summary>\n<p>It is shorter than you think.</p>"},
		{listenPage, `<div data-explanation><p>Who knows <em>whom</em> he talks to`},
		{listenPage, `2 ± 0.5`},
		{listenPage, `<h2>From the lesson <a href="../first/index.html">First</a></h2>`},
		{listenPage, `Do you listen?`},
		{speakPage, `<h2>From the lesson <a href="../words/index.html">Words</a></h2>`},
		{speakPage, `<summary>Hint 1</summary>`},
		{speakPage, `src="../room/`},
		{speakPage, `<a href="../room/index.html#look">the room</a>`},
		{speakPage, `<a href="../words/index.html">the last lesson</a>`},
		{speakPage, `<summary>Hint 1</summary>
<p>Stretch out <em>both</em> arms.</p>`},
		{speakPage, `than <a href="../room/index.html#look">she</a> does`},
		{speakPage, `aria-label="Gap 2 of 3, after: You stand … away and speak"`},
		{listenPage, `aria-label="Gap 2 of 2, after: speaks to him; the others stand"`},
		{listenPage, `<span class="answer-gap">Gap 2: </span>2 to 4</p><div class="answer-feedback"><p>Near enough to help.</p></div>`},
		{listenPage, `<summary>Hint 1</summary>
<p>How many faces can he look at?</p>`},
		{"talk/speak/index.html", `<a href="practice/index.html">Go to the practice questions</a>`},
		{"talk/speak/words/index.html",
			`<a href="../practice/index.html" data-practice-of="talk/speak">Practice questions</a>`},
		{"talk/speak/words/index.html", `data-practice-page="talk/speak/practice/index.html"`},
		{speakPage, `data-practice-of="talk/speak" aria-current="page"`},
		{"my-progress/index.html", `<a href="../talk/listen/practice/index.html" data-practice-page>`},
	} {
		if !strings.Contains(site[c.file], c.part) {
			t.Errorf("%s lacks %s", c.file, c.part)
		}
	}
	for _, question := range []string{"Who speaks?", "Who waits?"} { // of the assessed bank
		if strings.Contains(site[listenPage], question) {
			t.Errorf("the practice page asks %q", question)
		}
	}
	if n := strings.Count(site[speakPage], "data-practice="); n != 5 {
		t.Errorf("%d questions", n)
	}
	links(t, site)
}

// links follows every relative link and picture of a site.
func links(t *testing.T, site map[string]string) {
	t.Helper()
	for file, content := range site {
		if !strings.HasSuffix(file, ".html") {
			continue
		}
		for _, m := range regexp.MustCompile(` (?:href|src)="([^":#]+)(?:#([^"]*))?"`).FindAllStringSubmatch(content, -1) {
			target := path.Join(path.Dir(file), m[1])
			if _, ok := site[target]; !ok {
				t.Errorf("%s links to %s, which is not there", file, target)
			}
			if m[2] != "" && !strings.Contains(site[target], ` id="`+m[2]+`"`) {
				t.Errorf("%s links to %s#%s, which is not there", file, target, m[2])
			}
		}
	}
}

// A hint belongs to no question: it neither renames nor rewords one.
func TestHintsChangeNoQuestion(t *testing.T) {
	t.Parallel()
	dir := practising(t)
	ids := regexp.MustCompile(`data-practice="[^"]*" data-revision="[^"]*"`)
	of := func() string {
		build(t, Options{Dir: dir})
		site := contents(t, filepath.Join(dir, "public"))
		return strings.Join(ids.FindAllString(site[speakPage]+site[listenPage], -1), "\n")
	}
	before := of()
	replace(t, dir, "content/talk/02-speak/01-words.md", "> Two of them leave room.", "> Another hint.")
	replace(t, dir, "quiz/banks/listen-practice.toml", `"Stretch out your arms."`, `"Another hint."`)
	if after := of(); after != before || before == "" {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// A bank of any size is spread over pages that stay in their budget, each question
// on one of them; the questions of a lesson stay together.
func TestLargePracticeBank(t *testing.T) {
	t.Parallel()
	dir := practising(t)
	var b strings.Builder
	b.WriteString("id = \"many\"\ntitle = \"Many\"\nmodule = \"talk/02-speak\"\nmode = \"practice\"\n")
	for i := range 150 {
		fmt.Fprintf(&b, "[[questions]]\nid = \"q-%d\"\ntype = \"single\"\nindicators = [\"D-1\"]\nprompt = %q\nhints = [%q]\n", i, gibberish(i, 30)+" What now?", gibberish(i+1, 12))
		for k := range 4 {
			fmt.Fprintf(&b, "[[questions.options]]\ntext = %q\nfeedback = %q\n", gibberish(7*i+k, 9),
				gibberish(11*i+k, 20))
			if k == i%4 {
				b.WriteString("correct = true\n")
			}
		}
	}
	put(t, dir, "quiz/banks/many.toml", b.String())
	build(t, Options{Dir: dir})
	site := contents(t, filepath.Join(dir, "public"))
	seen, pages := map[string]string{}, 0
	for name, content := range site {
		if !strings.HasPrefix(name, "talk/speak/practice") {
			continue
		}
		pages++
		for _, m := range regexp.MustCompile(`data-practice="([^"]*)"`).FindAllStringSubmatch(content, -1) {
			if seen[m[1]] != "" {
				t.Errorf("%s stands on %s and %s", m[1], seen[m[1]], name)
			}
			seen[m[1]] = name
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write([]byte(content))
		_ = w.Close()
		t.Logf("%s: %d bytes, %d gz", name, len(content), packed.Len())
		if packed.Len() > 30<<10 {
			t.Errorf("%s has %d bytes gz", name, packed.Len())
		}
	}
	if pages < 3 || len(seen) != 155 {
		t.Errorf("%d questions on %d pages", len(seen), pages)
	}
	links(t, site)
	for _, lesson := range []string{"words", "room"} {
		content := site["talk/speak/"+lesson+"/index.html"]
		page := regexp.MustCompile(`data-practice-page="([^"]*)"`).FindStringSubmatch(content)
		for _, m := range regexp.MustCompile(`data-practice="([^"]*)"`).FindAllStringSubmatch(content, -1) {
			if page == nil || seen[m[1]] != page[1] {
				t.Errorf("%s names %v; its question %s stands on %s", lesson, page, m[1], seen[m[1]])
			}
		}
	}
}

// gibberish returns words that a compressor finds as hard as English.
func gibberish(seed, words int) string {
	syllables := []string{"ba", "den", "li", "or", "mu", "stra", "ke", "vin", "to", "ral", "es", "qui", "pon", "ha",
		"gre", "sy", "um", "fel", "dro", "ni"}
	var b strings.Builder
	state := uint32(seed)*2654435761 + 1
	for range words {
		for range 2 {
			state = state*1664525 + 1013904223
			b.WriteString(syllables[state>>16%uint32(32)%uint32(len(syllables))])
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String()) + fmt.Sprint(seed)
}

// A lesson whose text another includes asks the same question once.
func TestIncludedQuestionStandsOnce(t *testing.T) {
	t.Parallel()
	dir := practising(t)
	put(t, dir, "content/_includes/ask.md",
		":::question{type=\"truefalse\" indicators=\"D-1\"}\nRoom helps.\n- [x] True\n  > Yes.\n- [ ] False\n  > It does.\n:::\n")
	for _, lesson := range []string{"03-one", "04-two"} {
		put(t, dir, "content/talk/02-speak/"+lesson+".md",
			"+++\ntitle = \""+lesson+"\"\n+++\n:::include{file=\"../../_includes/ask.md\"}\n:::\n")
	}
	build(t, Options{Dir: dir})
	if n := strings.Count(contents(t, filepath.Join(dir, "public"))[speakPage], "Room helps."); n != 1 {
		t.Errorf("it stands there %d times", n)
	}
}

func TestPracticeFaults(t *testing.T) {
	t.Parallel()
	var bundler assets.Bundler
	for _, c := range []struct{ file, old, with, want string }{
		{"quiz/banks/talk.toml", "prompt     = \"Who speaks?\"", "prompt = \"Who speaks?\"\nhints = [\"One.\"]",
			`quiz/banks/talk.toml:12:10: question "who-speaks" has hints, but the bank is assessed`},
		{"quiz/banks/listen-practice.toml", `"Stretch out your arms."`, `" "`, `question "arms": hint 1 is empty`},
		{"quiz/banks/listen-practice.toml", `"Stretch out your arms."`, `"<b>x</b>"`,
			`question "arms": raw HTML is not allowed`},
		{"quiz/banks/listen-practice.toml", `"Yes. Then he knows whom he talks to."`, `"<i>Yes</i>"`,
			`question "first-word": raw HTML is not allowed`},
		{"content/talk/02-speak/01-words.md", "> [!HINT]\n> Two of them leave room.", "> [!HINT]",
			"content/talk/02-speak/01-words.md:13:1: the hint is empty"},
		{"content/talk/02-speak/01-words.md", "## Try them", "> [!HINT]\n> Here?",
			"content/talk/02-speak/01-words.md:5:1: a hint outside a question"},
		{"content/talk/02-speak/01-words.md", "  > Yes: it says go on.", "  > [!HINT]\n  > Yes.",
			"a hint outside a question"},
		{"content/talk/02-speak/01-words.md", "> [!HINT]\n> Two", "> [!HINTS]\n> Two", `unknown alert "HINTS"`},
		{"content/talk/02-speak/01-words.md", "title = \"Words\"", "title = \"Words\"\nslug = \"practice\"",
			"content/talk/02-speak/01-words.md: the address talk/speak/practice/ is that of the module's practice questions"},
		{"content/talk/02-speak/02-room/index.md", "Stretch out", "{{room}}: stretch out",
			"content/talk/02-speak/02-room/index.md:31:3: a gap in a hint"},
		{"quiz/banks/listen-practice.toml", `"Nobody can follow that."`, `"<b>x</b>"`,
			`question "who-does-what": raw HTML is not allowed`},
		{"quiz/banks/listen-practice.toml", "metres back.", "metres `{{back}}`.",
			`question "who-does-what": a gap where nothing can be filled in`},
		{"quiz/banks/listen-practice.toml", "name = \"place\"\n",
			"name = \"place\"\n[[questions.gaps.options]]\ntext = \"One\"\n",
			`gap "place": it has both options and answers`},
		{"quiz/banks/listen-practice.toml", "tolerance = 0.5\ncorrect",
			"tolerance = 0.5\n[[questions.options]]\ntext = \"One\"\n[[questions.answers]]\nvalue = 3\ncorrect",
			`question "arms"`},
		{"quiz/banks/listen-practice.toml", "text     = \"Your name\"",
			"text = \"Your name\"\n[[questions.answers]]\nvalue = 3\n[[questions.options]]\ntext = \"Mine\"",
			`question "first-word"`},
	} {
		dir := practising(t)
		replace(t, dir, c.file, c.old, c.with)
		_, faults := Check(t.Context(), Options{Dir: dir, Version: "test", bundler: &bundler})
		if got := rendered(faults); !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%s\nwant %s", c.with, got, c.want)
		}
	}
}

func TestTrainersSeeAnswersOfPracticePages(t *testing.T) {
	t.Parallel()
	dir := practising(t)
	out := filepath.Join(t.TempDir(), "trainers")
	build(t, Options{Dir: dir, Instructor: true, Output: out})
	if n := strings.Count(contents(t, out)[speakPage], "box-instructor"); n != 5 {
		t.Errorf("%d answers stand open", n)
	}
}
