package generator

import (
	"bytes"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/generator/render"
)

// helloPage is a page of a kind that only this test has.
type helloPage struct {
	render.Page
	Names []string
}

// A new kind of page is a row with its builder, a template and perhaps a script:
// nothing else knows of it.
func TestANewKindOfPageIsARow(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	put(t, dir, "layouts/templates/hello.html",
		`{{define "main"}}<h1>{{.Title}}</h1>{{range .Names}}<p>Hello, {{.}}</p>{{end}}{{end}}`)
	put(t, dir, "layouts/player/pages/hello.js", "document.title = \"Hello\";\n")
	s, faults := Open(Options{Dir: dir, Version: "test"})
	if s == nil {
		t.Fatal(rendered(faults))
	}
	defer s.Close()
	s.theme.kinds = append(s.theme.kinds, kind{
		Kind: render.Kind{Name: "hello", Template: "hello", Page: &helloPage{}}, script: "hello",
		styles: []string{"cards"},
		files: func(s *Site) []File {
			return []File{s.generatedPage("hello", themeSource, func() (render.Document, error) {
				return &helloPage{Page: s.page("hello", "hello", "Greetings", ""), Names: []string{"Ana", "Sam"}}, nil
			})}
		},
	})
	site, faults := s.Load(t.Context(), nil)
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	page, ok := site.File("hello/index.html")
	if !ok {
		t.Fatal("the site has no such page")
	}
	var b bytes.Buffer
	if err := page.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`data-kind="hello"`, "<h1>Greetings</h1>", "<p>Hello, Sam</p>", "assets/hello.",
		"assets/cards."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
}

// A template is tried on a made-up page of its kind, so that a field that no page has
// is found before any page is made.
func TestTheTemplateOfANewKindIsTried(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	put(t, dir, "layouts/templates/hello.html", "{{define \"main\"}}\n{{range .Names}}{{.First}}{{end}}{{end}}")
	s, _ := Open(Options{Dir: dir, Version: "test"})
	defer s.Close()
	s.theme.kinds = append(s.theme.kinds, kind{
		Kind: render.Kind{Name: "hello", Template: "hello", Page: &helloPage{}}, script: reading,
		files: func(*Site) []File { return nil },
	})
	if _, faults := s.Load(t.Context(), nil); !strings.Contains(rendered(faults), "layouts/templates/hello.html:2:") {
		t.Error(rendered(faults))
	}
}
