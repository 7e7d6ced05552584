package course

import (
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

func renderedFaults(faults diag.List) string {
	var b strings.Builder
	for _, f := range faults.Sorted() {
		b.WriteString(f.String())
	}
	return b.String()
}

const circle = `[[terms]]
term = "C"
definition = "See :term[C++]."
see_also = ["C++"]
[[terms]]
term = "C++"
definition = "See :term[C] and :term[C++]."
aliases = ["see plus"]
see_also = ["C"]
`

// Definitions that refer to each other in a circle are rendered each by itself.
func TestGlossaryInACircle(t *testing.T) {
	g := &glossaryFile{names: &markdown.Glossary{}}
	g.parse([]byte(circle))
	terms := g.terms
	if g.faults.Len() > 0 || len(terms) != 2 {
		t.Fatal(renderedFaults(g.faults))
	}
	if terms[0].ID == terms[1].ID || terms[0].SeeAlso[0] != terms[1] || terms[1].SeeAlso[0] != terms[0] {
		t.Errorf("%+v %+v", terms[0], terms[1])
	}
	r := markdown.New(markdown.Options{Glossary: g.names})
	start := time.Now()
	html, found := r.Definition(terms[0].source, func(id string) string { return "#" + id })
	if len(found) > 0 || string(html) != `See <a class="term" href="#term--c-2">C++</a>.` ||
		time.Since(start) > time.Minute {
		t.Error(html, found)
	}
}

func FuzzGlossary(f *testing.F) {
	f.Add([]byte(circle))
	f.Add([]byte("[[terms]]\nterm = \"a\"\ndefinition = \"*b\"\naliases = [\"a\", \"[x]\"]\nsee_also = [\"a\"]\n"))
	f.Add([]byte("terms = 3"))
	f.Fuzz(func(t *testing.T, source []byte) {
		g := &glossaryFile{names: &markdown.Glossary{}}
		g.parse(source)
		_ = renderedFaults(g.faults)
		ids := map[string]bool{}
		r := markdown.New(markdown.Options{Glossary: g.names})
		for _, term := range g.terms {
			if ids[term.ID] {
				t.Errorf("two terms are %s", term.ID)
			}
			ids[term.ID] = true
			if _, ok := g.names.Find(term.Title); !ok {
				t.Errorf("%q is not found", term.Title)
			}
			html, _ := r.Definition(term.source, func(id string) string { return "#" + id })
			if strings.Contains(string(html), "<script") {
				t.Error(html)
			}
			_ = g.toml.Fault(unusedTerm.With("x"), "terms", term.index, "definition").String()
		}
	})
}
