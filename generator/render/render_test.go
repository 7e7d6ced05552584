package render

import (
	"bytes"
	"flag"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/coursemark/coursemark/layouts"
)

var update = flag.Bool("update", false, "write the golden files anew")

func shipped(t testing.TB) *Renderer {
	t.Helper()
	words, faults := LoadWords(layouts.Files, "en")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	r, faults := New(layouts.Files, words, kinds())
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return r
}

// kinds are the kinds of page under test.
func kinds() []Kind {
	return []Kind{
		{Name: "home", Template: "home", Page: &Home{}}, {Name: "course", Template: "course", Page: &Course{}},
		{Name: "module", Template: "module", Page: &Module{}}, {Name: "lesson", Template: "lesson", Page: &Lesson{}},
		{Name: "scenario", Template: "scenario", Page: &Scenario{}},
		{Name: "assessed-scenario", Template: "scenario", Words: []string{"assessment"}, Page: &Scenario{}},
		{
			Name:     "assessment",
			Template: "assessment",
			Page:     &Assessment{},
		}, {Name: "progress", Template: "progress", Page: &Progress{}},
		{Name: "practice", Template: "practice", Words: []string{"lesson"}, Page: &PracticePage{}},
		{Name: "glossary", Template: "glossary", Page: &Glossary{}}, {Name: "role", Template: "role", Page: &Role{}},
		{Name: "bibliography", Template: "bibliography", Page: &Bibliography{}},
	}
}

func site() *Site {
	return &Site{
		ID: "harbour", Title: "Harbour House", Organisation: "Harbour House <NHS>", Language: "en",
		Version: "coursemark 0.1.0",
		BaseURL: "https://training.example.org/", Support: "help@example.org",
		HandIn: HandIn{
			Contact: "Ana in Human Resources",
			Link:    "mailto:hr@example.org?subject=Results",
			ReplyBy: "within five working days",
		},
		Courses:  []Link{{Title: "Safety", Href: "safety/index.html"}},
		Progress: "my-progress/index.html",
	}
}

func page(kind, path, title string) Page {
	return Page{
		Site: site(), Kind: kind, Path: path, Root: strings.Repeat("../", strings.Count(path, "/")), Title: title,
		Description: "About " + title + ".",
		Body:        "<p>Body of the page.</p>", Stylesheet: "assets/style.0.css", Script: "assets/player.0.js",
	}
}

func lessonPage(r *Renderer) (*Lesson, error) {
	nav, err := r.Navigation(&Navigation{
		Module: Link{Title: "Words", Href: "../index.html"},
		Lessons: []LessonCard{
			{Link: Link{Title: "One", Href: "../one/index.html"}, ID: "safety/words/one"},
			{Link: Link{Title: "Two", Href: "../two/index.html"}, ID: "safety/words/two"},
		},
		Assessment: &AssessmentCard{Link: Link{Title: "Words", Href: "../assessment/index.html"}, Bank: "words"},
	})
	if err != nil {
		return nil, err
	}
	l := &Lesson{
		Page: page(
			"lesson",
			"safety/words/two/index.html",
			"Two & more",
		), ID: "safety/words/two", Module: Link{Title: "Words", Href: "../index.html"},
		Minutes: 1, Objectives: []template.HTML{"Say <em>no</em>"}, Number: 2, Of: 2,
		Assessment: &Link{Title: "Words", Href: "../assessment/index.html"},
		References: []Reference{{ID: "ref-anthony2000", HTML: "Anthony, W. A. (2000)."}},
	}
	l.Navigation = MarkCurrent(nav, "data-lesson", l.ID)
	l.Breadcrumbs = []Link{{Title: "Home", Href: "../../../index.html"}}
	l.Previous = &Link{Title: "One", Href: "../one/index.html"}
	l.Contents = []Heading{{2, "why", "Why"}, {3, "how", "How"}, {2, "then", "Then"}}
	return l, nil
}

func scenarioPage(assessed bool) *Scenario {
	s := &Scenario{
		Page: page(
			"scenario",
			"safety/words/desk/index.html",
			"At the desk",
		), ID: "desk", Revision: "s1-x", Module: Link{Title: "Words", Href: "../index.html"},
		Minutes: 10, Objectives: []template.HTML{"Wait"}, ContentNote: "Someone shouts.", Assessed: assessed,
		Introduction: "<p>Sam waits.</p>", Start: "aaaa",
		Scenes: []Scene{
			{
				ID:      "aaaa",
				Title:   "Lobby & desk",
				Text:    "<p>Sam shouts.</p>",
				Choices: []SceneChoice{{ID: "cccc", Text: "Give <em>space</em>", To: "bbbb"}},
			},
			{ID: "bbbb", Title: "Home", Text: "<p>Sam goes home.</p>"},
		},
	}
	if assessed {
		s.Kind, s.Attempts, s.Public = "assessed-scenario", 2, true
	} else {
		s.Scenes[0].Choices[0].ToTitle, s.Scenes[0].Choices[0].Feedback, s.Scenes[0].Choices[0].Mark = "Home",
			"<p>Room helps.</p>", "helped"
		s.Scenes[1].Ending = "good"
	}
	return s
}

// goldens are renderings that must not change unnoticed.
func goldens(r *Renderer) map[string]func(io.Writer) error {
	card := ModuleCard{
		Link: Link{
			Title: "Words",
			Href:  "words/index.html",
		}, ID: "safety/words", Description: "What to say.", Minutes: 90, Lessons: 2,
		Roles: []string{
			"Nurse",
			"Reception",
		}, Assessment: &Link{Title: "Words", Href: "words/assessment/index.html"}, Bank: "words",
		Scenarios: []ScenarioCard{
			{Link: Link{Title: "At the desk", Href: "words/desk/index.html"}, ID: "desk", Assessed: true},
		},
	}
	lessons := []LessonCard{
		{Link: Link{Title: "One", Href: "one/index.html"}, ID: "safety/words/one", Description: "First.", Minutes: 15},
	}
	fragment := func(html template.HTML, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			if err != nil {
				return err
			}
			_, err := io.WriteString(w, string(html))
			return err
		}
	}
	return map[string]func(io.Writer) error{
		"home": func(w io.Writer) error {
			return r.Render(
				w,
				&Home{
					Page: page("home", "index.html", "Welcome"),
					Courses: []CourseCard{
						{
							Link:        Link{Title: "Safety", Href: "safety/index.html"},
							Description: "Calm.",
							Modules:     1,
							Minutes:     90,
						},
					},
				},
			)
		},
		"course": func(w io.Writer) error {
			return r.Render(
				w,
				&Course{Page: page("course", "safety/index.html", "Safety"), Modules: []ModuleCard{card}},
			)
		},
		"module": func(w io.Writer) error {
			return r.Render(w, &Module{
				Page: page(
					"module",
					"safety/words/index.html",
					"Words",
				), ID: "safety/words", Minutes: 90, Objectives: []template.HTML{"Say no"},
				Roles: []string{"Nurse"}, ContentNote: "Mentions force.", Lessons: lessons,
				Assessment: &AssessmentCard{
					Link:      Link{Href: "assessment/index.html"},
					Bank:      "words",
					Questions: 12,
					PassMark:  72.5,
					Attempts:  3,
				},
				References: []Reference{{ID: "ref-anthony2000", HTML: "Anthony, W. A. (2000)."}},
				Indicators: []Indicator{{"ROS-1", "Keeps calm.", "Calm"}},
			})
		},
		"lesson": func(w io.Writer) error {
			l, err := lessonPage(r)
			if err != nil {
				return err
			}
			return r.Render(w, l)
		},
		"scenario":          func(w io.Writer) error { return r.Render(w, scenarioPage(false)) },
		"scenario-assessed": func(w io.Writer) error { return r.Render(w, scenarioPage(true)) },
		"assessment": func(w io.Writer) error {
			return r.Render(w, &Assessment{
				Page: page(
					"assessment",
					"safety/words/assessment/index.html",
					"Words",
				), Bank: "words", Revision: "b1-x", Module: Link{Title: "Words", Href: "../index.html"},
				PassMark: 80, Attempts: 3, AttemptsMonths: 12, CoolingOffDays: 7, Asked: 2,
				Groups: []Group{{2, []string{"aaaa", "bbbb"}}},
				Questions: []Question{
					{
						ID:       "aaaa",
						Revision: "r1-a",
						Type:     "single",
						Prompt:   "<p>Sam shouts.</p>\n<p>What do <em>you</em> do?</p>\n",
						Options:  []Option{{"o1", "Wait"}, {"o2", "<p>Shout</p>"}},
					},
					{
						ID:       "bbbb",
						Revision: "r1-b",
						Type:     "multiple",
						Prompt:   "<p>Which?</p>",
						Options:  []Option{{"o3", "A"}, {"o4", "B"}},
					},
					{
						ID:       "cccc",
						Revision: "r1-c",
						Type:     "match",
						Prompt:   "<p>What belongs together?</p>",
						Options:  []Option{{"o5", "<em>Wait</em> &amp; see"}, {"o6", "Go"}},
						Stems:    []Option{{"s1", "Shouting"}, {"s2", "Silence"}},
					},
					{
						ID:       "dddd",
						Revision: "r1-d",
						Type:     "order",
						Prompt:   "<p>In which order?</p>",
						Options:  []Option{{"o7", "First"}, {"o8", "Then"}},
					},
					{ID: "eeee", Revision: "r1-e", Type: "number", Prompt: "<p>How far?</p>", Unit: "arms' lengths"},
					{ID: "ffff", Revision: "r1-f", Type: "text", Prompt: "<p>What is it called?</p>"},
					{ID: "gggg", Revision: "r1-g", Type: "cloze", Pieces: []Piece{
						{
							"<p>It is ",
							&Gap{
								ID:      "g1",
								Type:    "single",
								Options: []Option{{"o9", "<em>calm</em> &amp; safe"}, {"o0", "loud"}},
								Number:  1,
								Of:      1,
								Before:  "It is",
							},
						},
						{" here.</p>", nil},
					}},
				},
				Tasks: []Task{
					{
						ID:         "gggg",
						Revision:   "t1-g",
						Type:       "rating",
						Prompt:     "<p>How sure are you?</p>",
						Competency: "C",
						Steps:      []Step{{1, "not & yet"}, {2, ""}},
					},
					{
						ID:         "hhhh",
						Revision:   "t1-h",
						Type:       "written",
						Prompt:     "<p>Think back.</p>\n<p>What did you say?</p>",
						Competency: "C",
						Indicators: []string{"I"},
						MinWords:   20,
						MaxWords:   90,
					},
					{ID: "iiii", Revision: "t1-i", Type: "reflection", Prompt: "<p>What stays with you?</p>"},
				},
			})
		},
		"progress": func(w io.Writer) error {
			return r.Render(
				w,
				&Progress{
					Page:    page("progress", "my-progress/index.html", "My progress"),
					Modules: []ModuleCard{card},
					Lessons: lessons,
				},
			)
		},
		"practice-single": fragment(r.Practice(&Practice{
			Question: Question{
				ID:       "qqqq",
				Revision: "r1-7e0c38209d",
				Type:     "single",
				Prompt:   "<p>Which?</p>",
				Number:   3,
				Options:  []Option{{"o1", "This"}, {"o2", "That"}},
			},
			Key:     `{"type":"single"}`,
			Answers: []Answer{{"o1", "This", true, "<p>Yes.</p>", 0}, {"o2", "That", false, "<p>No.</p>", 0}},
		})),
		"practice-multiple": fragment(r.Practice(&Practice{
			Question: Question{
				ID:       "qqqq",
				Revision: "r1-7e0c38209d",
				Type:     "multiple",
				Prompt:   "<ul><li>a list</li></ul>",
				Number:   1,
				Options:  []Option{{"o1", "This"}},
			},
			Key:     `{"type":"multiple"}`,
			Answers: []Answer{{"o1", "This", true, "<p>Yes.</p>", 0}},
		})),
		"practice-match": fragment(r.Practice(&Practice{
			Question: Question{
				ID:       "qqqq",
				Revision: "r1-7e0c38209d",
				Type:     "match",
				Prompt:   "<p>What belongs together?</p>",
				Number:   1,
				Options:  []Option{{"o1", "Wait"}, {"o2", "Go"}, {"o3", "Run"}},
				Stems:    []Option{{"s1", "Shouting"}, {"s2", "Silence"}},
			},
			Key: `{"type":"match"}`,
			Answers: []Answer{
				{"s1", "Shouting → Wait", true, "<p>Yes.</p>", 0},
				{"s2", "Silence → Go", true, "", 0},
				{"o3", "Run", false, "No.", 0},
			},
		})),
		"practice-order": fragment(r.Practice(&Practice{
			Question: Question{
				ID:       "qqqq",
				Revision: "r1-7e0c38209d",
				Type:     "order",
				Prompt:   "<p>In which order?</p>",
				Number:   1,
				Options:  []Option{{"o1", "Then"}, {"o2", "First"}},
			},
			Key:     `{"type":"order"}`,
			Answers: []Answer{{"o2", "First", true, "<p>Yes.</p>", 0}, {"o1", "Then", true, "", 0}},
		})),
		"practice-number": fragment(r.Practice(&Practice{
			Question: Question{
				ID:       "qqqq",
				Revision: "r1-7e0c38209d",
				Type:     "number",
				Prompt:   "<p>How far?</p>",
				Number:   1,
				Unit:     "m",
			},
			Key:     `{"type":"number"}`,
			Answers: []Answer{{"0", "2 ± 0.5", true, "<p>Yes.</p>", 0}},
		})),
		"practice-cloze": fragment(r.Practice(&Practice{
			Question: Question{
				ID:       "qqqq",
				Revision: "r1-7e0c38209d",
				Type:     "cloze",
				Number:   1,
				Unit:     "m",
				Pieces: []Piece{
					{
						"<p>Sam is &amp; stays <em>upset</em>.</p>\n<p>Stand ",
						&Gap{ID: "g1", Type: "number", Unit: "m", Number: 1, Of: 3, Before: "Stand"},
					},
					{
						" away, speak ",
						&Gap{
							ID:      "g2",
							Type:    "single",
							Options: []Option{{"o1", "<em>lower</em>"}, {"o2", "louder"}},
							Number:  2,
							Of:      3,
							Before:  "Stand … away, speak",
						},
					},
					{".</p>\n<ul><li>", &Gap{ID: "g3", Type: "text", Number: 3, Of: 3}}, {"</li></ul>", nil},
				},
			},
			Key: `{"type":"cloze"}`,
			Answers: []Answer{
				{"g1 0", "2 ± 0.5", true, "<p>Yes.</p>", 1},
				{"g2 o1", "<em>lower</em>", true, "<p>Yes.</p>", 2},
				{"g2 o2", "louder", false, "<p>No.</p>", 2},
				{"g3 0", "calm*", true, "<p>Yes.</p>", 3},
			},
		})),
	}
}

func TestGolden(t *testing.T) {
	r := shipped(t)
	for name, render := range goldens(r) {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := render(&got); err != nil {
				t.Fatal(err)
			}
			// The player's words are those of words/en.toml; here they would only
			// make every change of a word a change of every golden.
			text := regexp.MustCompile(`(?s)(id="words">).*?(</script>)`).ReplaceAllString(got.String(), "$1{}$2")
			file := filepath.Join("testdata", "golden", name+".html")
			if *update {
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if text != string(want) {
				t.Errorf("the page is not %s; if it is meant so, run go test ./generator/render -update", file)
			}
		})
	}
}

const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; connect-src 'none'; require-trusted-types-for 'script'; trusted-types coursemark`

func TestEveryPage(t *testing.T) {
	for name, render := range goldens(shipped(t)) {
		if strings.HasPrefix(name, "practice") {
			continue
		}
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if !strings.Contains(text, `<meta http-equiv="Content-Security-Policy" content="`+policy+`">`) {
			t.Errorf("%s: the content security policy is not the agreed one", name)
		}
		for pattern, what := range map[string]string{
			`\sstyle=`:             "a style attribute",
			`<style`:               "a style element",
			`\son[a-z]+=`:          "an event handler",
			`<script>`:             "an inline script",
			`<!--`:                 "a comment",
			`ZgotmplZ`:             "an address that the template engine refused",
			`(href|src)="/`:        "an absolute path: it would not work from a folder",
			`(?s)<h1.*<h1`:         "two h1",
			`\{\{|&lt;no value|%!`: "an unfilled placeholder",
			`<NHS>`:                "unescaped text",
		} {
			if what != "" && regexp.MustCompile(pattern).MatchString(text) {
				t.Errorf("%s holds %s", name, what)
			}
		}
		for _, must := range []string{`<html lang="en" dir="ltr">`, `class="skip"`, `<main id="main"`, `<h1>`,
			`<header class="site-header">`, `<footer`} {
			if !strings.Contains(text, must) {
				t.Errorf("%s lacks %s", name, must)
			}
		}
	}
}

func TestTheSameBytesAlsoInParallel(t *testing.T) {
	r := shipped(t)
	again := shipped(t)
	want := map[string][]byte{}
	for name, render := range goldens(r) {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		want[name] = b.Bytes()
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for name, render := range goldens(again) {
				var b bytes.Buffer
				if err := render(&b); err != nil {
					t.Error(err)
				}
				if !bytes.Equal(b.Bytes(), want[name]) {
					t.Errorf("%s differs", name)
				}
			}
		})
	}
	group.Wait()
}

func TestALessonMarksItselfInTheSharedNavigation(t *testing.T) {
	r := shipped(t)
	l, err := lessonPage(r)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Render(&b, l); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), `aria-current="page"`); got != 1 {
		t.Errorf("%d entries are marked as current", got)
	}
	if !strings.Contains(b.String(), `data-lesson="safety/words/two" aria-current="page"`) {
		t.Error("the lesson's own entry is not marked")
	}
}

func TestObjectivesAreListedOnce(t *testing.T) {
	r := shipped(t)
	l, err := lessonPage(r)
	if err != nil {
		t.Fatal(err)
	}
	l.Body = `<div class="box box-objectives"><p class="box-title">Aims</p></div>`
	var b bytes.Buffer
	if err := r.Render(&b, l); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "box-objectives"); got != 1 {
		t.Errorf("%d lists of objectives", got)
	}
}

func TestPreviewMayConnectToItsServer(t *testing.T) {
	p := page("home", "index.html", "Welcome")
	p.Site.Preview = true
	var b bytes.Buffer
	if err := shipped(t).Render(&b, &Home{Page: p}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "connect-src 'self';") {
		t.Error("the preview's policy forbids connections")
	}
}

func TestSplitPrompt(t *testing.T) {
	for name, test := range map[string]struct {
		prompt template.HTML
		want   Prompt
	}{
		"one paragraph": {"<p>Which?</p>\n", Prompt{"", "Which?", ""}},
		"a case and a question": {"<p>Sam shouts.</p>\n<p>What now?</p>\n",
			Prompt{"<p>Sam shouts.</p>", "What now?", ""}},
		"a list and a question": {"<ul>\n<li><p>a</p></li>\n</ul>\n<p>Which?</p>",
			Prompt{"<ul>\n<li><p>a</p></li>\n</ul>", "Which?", ""}},
		"a question and a list": {"<p>Which?</p>\n<ul>\n<li>a</li>\n</ul>\n",
			Prompt{"", "Which?", "<ul>\n<li>a</li>\n</ul>"}},
		"a quotation at the end": {"<p>Read:</p>\n<blockquote>\n<p>x</p>\n</blockquote>",
			Prompt{"", "Read:", "<blockquote>\n<p>x</p>\n</blockquote>"}},
		"a list alone": {"<ul><li>a</li></ul>", Prompt{"<ul><li>a</li></ul>", "", ""}},
		"plain text":   {"Which?", Prompt{"", "Which?", ""}},
		"an image first": {"<p><img src=\"a.png\" alt=\"\"></p>\n<p>Which?</p>",
			Prompt{"<p><img src=\"a.png\" alt=\"\"></p>", "Which?", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := splitPrompt(test.prompt); got != test.want {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{"en": "ltr", "ar": "rtl", "fa-IR": "rtl", "he": "rtl", "nl": "ltr",
		"": "ltr"} {
		if got := direction(lang); got != want {
			t.Errorf("direction(%q) = %q", lang, got)
		}
	}
}

// overlay returns the shipped theme with some files replaced.
func overlay(t *testing.T, files map[string]string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(layouts.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := fs.ReadFile(layouts.Files, path)
		out[path] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestFaultsOfAProjectsTemplates(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"syntax": {"{{define \"main\"}}\n<p>{{.Title</p>\n{{end}}", "layouts/templates/home.html:2: "},
		"unknown word": {"{{define \"main\"}}\n<h1>{{word \"corses\"}}</h1>{{end}}",
			"layouts/templates/home.html:2:12: there is no word \"corses\"\n    2 | <h1>{{word \"corses\"}}</h1>{{end}}\n      |            ^\n  hint: did you mean \"courses\"?"},
		"unknown plural": {"{{define \"main\"}}{{count \"tables\" 3}}{{end}}",
			`layouts/templates/home.html:1:26: there is no word "tables_other"`},
		"unknown field": {"{{define \"main\"}}\n<h1>{{.Titel}}</h1>{{end}}",
			"layouts/templates/home.html:2:7: can't evaluate field Titel"},
		"no main": {"{{define \"mian\"}}{{end}}", `"main"`},
	} {
		t.Run(name, func(t *testing.T) {
			theme := overlay(t, map[string]string{"templates/home.html": test.text})
			words, faults := LoadWords(theme, "en")
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			_, faults = New(theme, words, kinds())
			err := faults.Err()
			if err == nil {
				t.Fatal("no fault")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got\n%s\nwant\n%s", err, test.want)
			}
		})
	}
}

func TestAProjectOverridesOneTemplateAndOneWord(t *testing.T) {
	theme := overlay(t, map[string]string{
		"templates/home.html": "{{define \"main\"}}<h1>Ours: {{word \"courses\"}}</h1>{{end}}",
		"words/en.toml":       "[templates]\ncourses = \"Trainings\"\n",
	})
	words, faults := LoadWords(theme, "en")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	r, faults := New(theme, words, kinds())
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Render(&b, &Home{Page: page("home", "index.html", "Welcome")}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "<h1>Ours: Trainings</h1>") {
		t.Error("the override is not on the page")
	}
}

func TestWords(t *testing.T) {
	load := func(lang, text string) (Words, error) {
		words, faults := LoadWords(overlay(t, map[string]string{"words/" + lang + ".toml": text}), lang)
		return words, faults.Err()
	}
	t.Run("another language, with its plural forms", func(t *testing.T) {
		w, err := load(
			"pl",
			"[templates]\nminutes_one = \"{count} minuta\"\nminutes_few = \"{count} minuty\"\nminutes_many = \"{count} minut\"\n",
		)
		if err != nil {
			t.Fatal(err)
		}
		for n, want := range map[int]string{1: "1 minuta", 3: "3 minuty", 5: "5 minut", 22: "22 minuty"} {
			if got, err := w.count("minutes", n); err != nil || got != want {
				t.Errorf("%d: %q, %v", n, got, err)
			}
		}
		if got, err := w.word("next"); err != nil || got != "Next" {
			t.Errorf("what is not translated: %q, %v", got, err)
		}
	})
	t.Run("a region takes its language's words", func(t *testing.T) {
		words, faults := LoadWords(
			overlay(t, map[string]string{"words/nl.toml": "[templates]\nnext = \"Volgende\"\n"}),
			"nl-BE",
		)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		if got, _ := words.word("next"); got != "Volgende" {
			t.Errorf("got %q", got)
		}
	})
	for name, test := range map[string]struct{ text, want string }{
		"unknown word": {"[templates]\nnxt = \"x\"\n",
			"layouts/words/nl.toml:2:1: unknown word \"nxt\" in [templates]\n    2 | nxt = \"x\"\n      | ^\n  hint: did you mean \"next\"?"},
		"unknown table": {"[template]\nnext = \"x\"\n", `unknown table [template]`},
		"unknown placeholder": {"[player]\nnot_you = \"Not {stuff}?\"\n",
			`the word "not_you" has an unknown placeholder, {stuff}`},
		"a number": {"[player]\nnot_you = 3\n", "it must be a text"},
		"not TOML": {"[player\n", "this is not TOML"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load("nl", test.text)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestEveryWordOfTheTemplatesIsUsed(t *testing.T) {
	words, faults := LoadWords(layouts.Files, "en")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	files, err := fs.Glob(layouts.Files, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := fs.ReadFile(layouts.Files, f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	for key := range words.tables["templates"] {
		if strings.HasPrefix(key, "box_") || strings.HasPrefix(key, "alert_") ||
			slices.Contains([]string{"table", "captions", "transcript", "glossary", "bibliography"}, key) {
			continue // titles that packages generator and markdown use
		}
		if !strings.Contains(all.String(), `"`+key+`"`) &&
			!strings.Contains(all.String(), `count "`+pluralStem(key)+`"`) {
			t.Errorf("no template uses the word %q", key)
		}
	}
}

func TestPlayersWordsCannotEndTheirScript(t *testing.T) {
	theme := overlay(
		t,
		map[string]string{"words/en.toml": "[player]\nnot_you = \"</script><script>alert(1)</script>\"\n"},
	)
	words, faults := LoadWords(theme, "en")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	r, faults := New(theme, words, kinds())
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Render(&b, &Home{Page: page("home", "index.html", "Welcome")}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>alert") {
		t.Error("a word ended the script element")
	}
}

func BenchmarkLesson(b *testing.B) {
	r := shipped(b)
	l, err := lessonPage(r)
	if err != nil {
		b.Fatal(err)
	}
	l.Body = template.HTML(strings.Repeat("<p>A paragraph of ordinary length, as lessons have them.</p>\n", 150))
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Render(io.Discard, l); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleRenderer_Practice() {
	words, _ := LoadWords(layouts.Files, "en")
	r, _ := New(layouts.Files, words, kinds())
	html, _ := r.Practice(
		&Practice{Question: Question{ID: "q", Type: "single", Prompt: "<p>Who speaks?</p>", Number: 1}},
	)
	fmt.Println(strings.Contains(string(html), "<legend>Who speaks?</legend>"))
	// Output: true
}
