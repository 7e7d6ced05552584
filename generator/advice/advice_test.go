package advice

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// bankOf writes a bank of single questions: each is a prompt, its right option
// and its wrong ones.
func bankOf(t *testing.T, questions ...[]string) *quiz.Bank {
	t.Helper()
	var b strings.Builder
	b.WriteString("id = \"b\"\ntitle = \"B\"\nmodule = \"m\"\nmode = \"assessed\"\n")
	for i, q := range questions {
		b.WriteString(
			"[[questions]]\nid = \"q" + string(
				rune('a'+i),
			) + "\"\ntype = \"single\"\nindicators = [\"I\"]\nprompt = '''" + q[0] + "'''\n",
		)
		for k, o := range q[1:] {
			b.WriteString("[[questions.options]]\ntext = '''" + o + "'''\nfeedback = \"f\"\n")
			if k == 0 {
				b.WriteString("correct = true\n")
			}
		}
	}
	bank, faults := quiz.ParseBank("b.toml", []byte(b.String()))
	if faults.Failed() {
		t.Fatal(faults.Err())
	}
	return bank
}

func TestQuestions(t *testing.T) {
	for name, c := range map[string]struct {
		question []string
		want     string // "" = nothing
	}{
		"sound": {[]string{"Sam paces at the desk. What do you say first?",
			"“Waiting is hard. Would a quieter seat help?”", "“Please sit down now, you are upsetting everyone.”",
			"Nothing: he will calm down by himself"}, ""},
		"longest is right": {[]string{"What helps?",
			"One colleague speaks slowly and leaves two arm’s lengths of room between them", "A loud voice",
			"A closed door"}, "by far the longest"},
		"all of the above": {[]string{"What helps?", "All of the above", "A quiet voice", "More room"},
			"refers to the others"},
		"negative": {[]string{"Sam is upset. Which of these does not help?", "A threat", "A seat",
			"A pause"}, `asked with "not"`},
		"negative, seen": {[]string{"Sam is upset. Which of these does **not** help?", "A threat", "A seat",
			"A pause"}, ""},
		"not before the stem": {[]string{"Sam does not want to sit. What do you offer?", "A walk", "A threat",
			"A form"}, ""},
		"article": {[]string{"What Sam needs is an", "advocate", "nurse", "doctor"}, `ends with "an"`},
		"echo": {[]string{"What is meant by a graded crisis agreement?",
			"A crisis agreement with graded steps", "A list of medicines", "A form for the ward"}, "repeats words"},
		"giving words back": {[]string{"“I am stuck between floors,” says Sam. What do you say?",
			"“Stuck between floors.”", "“It will pass.”", "“Many people feel so.”"}, ""},
		"absolutes": {[]string{"When is force used?", "Where someone is about to be hurt",
			"Always when somebody shouts", "Never, whatever happens"}, "every wrong option"},
	} {
		var found []string
		for _, f := range Questions(bankOf(t, c.question)) {
			found = append(found, f.What)
			if f.Severity != diag.Notice || f.Pos.Line == 0 || f.Hint == "" {
				t.Errorf("%s: %v has no place, no hint or is no notice", name, f)
			}
		}
		if got := strings.Join(found, "; "); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", name, got, c.want)
		}
	}
}

func TestGaps(t *testing.T) {
	const source = `id = "bank"
title = "Bank"
module = "c/m"
mode = "assessed"
[[questions]]
id = "gaps"
type = "cloze"
indicators = ["I"]
prompt = "Sam needs an {{who}}, and you stay {{how}}. You say {{word}}."
[[questions.gaps]]
name = "who"
options = [{ text = "advocate", correct = true, feedback = "f" }, { text = "nurse", feedback = "f" }]
[[questions.gaps]]
name = "how"
options = [{ text = "near, in the corner of his eye", correct = true, feedback = "f" }, { text = "away", feedback = "f" }, { text = "none of these", feedback = "f" }]
[[questions.gaps]]
name = "word"
answers = [{ text = "calm*", correct = true, feedback = "f" }]
`
	bank, faults := quiz.ParseBank("bank.toml", []byte(source))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range Questions(bank) {
		found = append(found, f.String())
	}
	all := strings.Join(found, "\n")
	for _, want := range []string{`bank.toml:9:10: notice: question "gaps": gap "who": the text before the options ends with "an"`, `bank.toml:15:`, `gap "how": the option "none of these" refers to the others`, `gap "how": the right option is by far the longest`} {
		if !strings.Contains(all, want) {
			t.Errorf("found\n%s\nand not %s", all, want)
		}
	}
	if len(found) != 3 {
		t.Errorf("found %d:\n%s", len(found), all)
	}
}

func TestNearDuplicates(t *testing.T) {
	b := bankOf(
		t,
		[]string{
			"Sam is shouting at the desk and nobody answers him. What do you do first?",
			"Go to him",
			"Call the guard",
			"Wait",
		},
		[]string{
			"Kim would like to know what became of her letter. What do you tell her?",
			"What you know",
			"Nothing",
			"To wait",
		},
		[]string{
			"Sam is shouting at the desk and nobody answers. What do you do first?",
			"Go to him",
			"Call the guard",
			"Wait",
		},
	)
	found := Questions(b)
	if len(found) != 1 || !strings.Contains(found[0].What, `"qc": nearly the same as question "qa"`) {
		t.Errorf("found %v", found)
	}
}

// A bank is reported once if always choosing the longest option beats chance.
func TestTakingTheLongest(t *testing.T) {
	words := strings.Fields(
		"amber birch cedar delta ember fjord grove heath inlet jetty knoll larch maple north otter plain",
	)
	var away, fair [][]string
	for i, w := range words {
		away = append(away, []string{"Where is " + w + "?", w + " is right over there", w + " is here", w + " is lost"})
		q := []string{"Where is " + w + "?", w + " is here", w + " is right over there", w + " is lost"}
		if i%3 == 0 {
			q[1], q[2] = q[2], q[1]
		}
		fair = append(fair, q)
	}
	isFound := func(questions [][]string) bool {
		return slices.ContainsFunc(
			Questions(bankOf(t, questions...)),
			func(f diag.Fault) bool { return strings.Contains(f.What, "always choosing the longest") },
		)
	}
	if !isFound(away) || isFound(fair) {
		t.Errorf("given away: found %v; fair: found %v", isFound(away), isFound(fair))
	}
}

// There is no advice on the shipped banks.
func TestShippedBanks(t *testing.T) {
	const dir = "../../quiz/banks"
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		t.Fatal("no banks", err)
	}
	for _, e := range entries {
		source, err := os.ReadFile(dir + "/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		bank, _ := quiz.ParseBank(e.Name(), source)
		for _, f := range Questions(bank) {
			t.Error(f)
		}
	}
}

func factsOf(t *testing.T, source string) *markdown.Facts {
	t.Helper()
	page, faults := markdown.New(markdown.Options{Facts: true}).
		Page(markdown.Source{File: "a.md", Text: []byte(source)})
	if faults.Failed() {
		t.Fatal(faults.Err())
	}
	return page.Facts
}

func TestPage(t *testing.T) {
	found := Page("a.md", factsOf(t, `## One

#### Too deep

See [here](https://example.org/a), [the guideline on crisis plans](https://example.org/b) and <https://example.org/c>.

![photo](seat.png) ![Two chairs at an angle, the door in view](b.png)
`))
	var lines []string
	for _, f := range found {
		lines = append(lines, f.Error())
	}
	want := []string{
		"a.md:3:1: notice: the heading skips a level: #### below ##",
		`a.md:5:5: notice: the link "here" does not say where it leads`,
		`a.md:5:95: notice: the link "https://example.org/c" does not say where it leads`,
		`a.md:7:1: notice: the description "photo" does not describe the picture`,
	}
	if !slices.Equal(lines, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestReadability(t *testing.T) {
	// 10 words in 2 sentences, 3 of them long: 5 + 30.
	r := Readability(
		factsOf(
			t,
			"Nurses listened carefully to him. He said what helped **greatly**.\n\n## Unreasonably complicated headings\n",
		),
	)
	if r.Words != 10 || r.PerSentence != 5 || r.LIX != 5+30 {
		t.Errorf("%+v", r)
	}
	hard := strings.Repeat(
		"Multidisciplinary considerations notwithstanding, organisational implementation presupposes comprehensive interprofessional collaboration throughout heterogeneous environments and jurisdictions which themselves necessitate institutional transformation. ",
		12,
	)
	found := Page("a.md", factsOf(t, hard))
	if len(found) != 1 || !strings.Contains(found[0].What, "hard to read: LIX") {
		t.Errorf("found %v", found)
	}
}

// TestExternal asks a real server.
func TestExternal(t *testing.T) {
	asked := map[string]int{}
	mux := http.NewServeMux()
	var mu sync.Mutex
	count := func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked[r.Method+" "+r.URL.Path]++
	}
	mux.HandleFunc("/fine", count)
	mux.HandleFunc("/gone", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/nohead", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
	mux.HandleFunc("/robots", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/fine", http.StatusMovedPermanently)
	})
	mux.HandleFunc(
		"/login",
		func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/fine", http.StatusFound) },
	)
	mux.HandleFunc(
		"/circle",
		func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle", http.StatusFound) },
	)
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	server := httptest.NewServer(mux)
	defer server.Close()
	source := ""
	for _, p := range []string{"fine", "fine#part", "gone", "nohead", "robots", "moved", "login", "circle", "slow",
		"ignored/x"} {
		source += "[to " + p + "](" + server.URL + "/" + p + ")\n\n"
	}
	source += "[to nobody](http://127.0.0.1:1/)\n\n[by mail](mailto:a@example.org)\n"
	found := Links{
		Timeout: 300 * time.Millisecond,
		Ignore:  []string{server.URL + "/ignored"},
	}.External(
		context.Background(),
		[]*markdown.Facts{factsOf(t, source)},
	)
	slices.SortFunc(found, func(a, b diag.Fault) int { return a.Pos.Line - b.Pos.Line })
	var lines []string
	for _, f := range found {
		lines = append(lines, strings.ReplaceAll(f.Error(), server.URL, ""))
	}
	want := []string{
		"a.md:5:1: notice: /gone no longer exists (410)",
		"a.md:11:1: notice: /moved has moved for good",
		"a.md:15:1: notice: /circle does not answer: too many redirects",
		"a.md:17:1: notice: /slow did not answer within 300ms",
	}
	if len(lines) != 5 || !slices.Equal(lines[:4], want) ||
		!strings.Contains(lines[4], "a.md:21:1: notice: http://127.0.0.1:1/ does not answer") {
		t.Errorf("found\n%s", strings.Join(lines, "\n"))
	}
	if asked["HEAD /fine"] > 3 { // once directly, twice through redirects
		t.Errorf("asked more than once: %v", asked)
	}
}
