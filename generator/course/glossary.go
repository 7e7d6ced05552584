package course

import (
	"cmp"
	"html/template"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/quiz"
)

// maxTerms bounds a glossary: every page that names terms looks into it.
const maxTerms = 5000

// Glossary is content/glossary.toml as written.
type Glossary struct {
	Terms []GlossaryTerm `toml:"terms"`
}

// GlossaryTerm is a term as written.
type GlossaryTerm struct {
	Term       string   `toml:"term"`
	Definition string   `toml:"definition"`
	Aliases    []string `toml:"aliases"`
	SeeAlso    []string `toml:"see_also"`
}

// glossaryFile is content/glossary.toml as it was read last.
type glossaryFile struct {
	names  *markdown.Glossary // the same pointer while it says the same
	toml   *tomlfile.File     // nil if there is no glossary
	terms  []*Term            // by title; models get copies
	faults diag.List
}

// read reads and parses the file.
func (g *glossaryFile) read(disk afero.Fs, info fs.FileInfo) {
	if info.Size() > tomlfile.MaxSize {
		g.faults.Add(glossaryTooLarge.With(tomlfile.MaxSize >> 20).In(markdown.GlossaryFile))
		return
	}
	content, err := afero.ReadFile(disk, markdown.GlossaryFile)
	if err != nil {
		g.faults.Add(unreadableFile.With(diag.Plain(err)).In(markdown.GlossaryFile))
		return
	}
	g.parse(content)
	g.names.Unread = g.faults.Failed() && len(g.terms) == 0
	slices.SortFunc(g.terms, func(a, b *Term) int {
		return cmp.Or(strings.Compare(quiz.Fold(a.Title), quiz.Fold(b.Title)), a.index-b.index)
	})
}

// parse reads the terms, and enters their names.
func (g *glossaryFile) parse(content []byte) {
	var source Glossary
	g.toml, g.faults = tomlfile.Decode(markdown.GlossaryFile, content, &source)
	if len(source.Terms) > maxTerms {
		g.faults.Add(tooManyTerms.With(len(source.Terms), maxTerms).In(markdown.GlossaryFile))
		return
	}
	byID := map[string]*Term{}
	for i := range source.Terms {
		if t := g.term(&source.Terms[i], i); t != nil {
			g.terms = append(g.terms, t)
			byID[t.ID] = t
		}
	}
	for _, t := range g.terms {
		g.seeAlso(t, source.Terms[t.index].SeeAlso, byID)
	}
}

// report adds a fault of the term with an index in the file.
func (g *glossaryFile) report(term int, m diag.Message, path ...any) {
	g.faults.Add(g.toml.Fault(m, append([]any{"terms", term}, path...)...))
}

// term enters a term under its names; nil if it has no name of its own.
func (g *glossaryFile) term(source *GlossaryTerm, index int) *Term {
	title := strings.TrimSpace(source.Term)
	if title == "" || strings.ContainsAny(title, "[]\n") {
		g.report(index, termWithoutName.With(), "term")
		return nil
	}
	if strings.TrimSpace(source.Definition) == "" {
		g.report(index, termWithoutDefinition.With(title), "definition")
	}
	id := g.names.Add(title)
	if id == "" {
		g.report(index, termTwice.With(title), "term")
		return nil
	}
	t := &Term{ID: id, Title: title, source: source.Definition, index: index}
	for k, alias := range source.Aliases {
		alias = strings.TrimSpace(alias)
		switch {
		case alias == "", strings.ContainsAny(alias, "[]\n"):
			g.report(index, emptyTermAlias.With(), "aliases", k)
		case !g.names.Alias(id, alias):
			g.report(index, termAliasTaken.With(alias), "aliases", k)
		default:
			t.Aliases = append(t.Aliases, alias)
		}
	}
	return t
}

// seeAlso resolves the terms that a term refers to.
func (g *glossaryFile) seeAlso(t *Term, names []string, byID map[string]*Term) {
	for k, name := range names {
		id, known := g.names.Find(name)
		switch {
		case !known:
			g.report(t.index, unknownTerm.With(name, diag.Suggest(name, g.names.Names())), "see_also", k)
		case id == t.ID:
			g.report(t.index, termSeesItself.With(t.Title), "see_also", k)
		case byID[id] != nil && !slices.Contains(t.SeeAlso, byID[id]):
			t.SeeAlso = append(t.SeeAlso, byID[id])
		}
	}
}

// definitions are the rendered definitions of a glossary.
type definitions struct {
	of     *glossaryFile
	html   map[string]definition // by the term's ID
	named  map[string]bool       // IDs of terms that other definitions name
	faults diag.List
}

// definition is a rendered definition, with links to other terms and without.
type definition struct{ linked, plain template.HTML }

func renderDefinitions(g *glossaryFile, r *markdown.Renderer) *definitions {
	d := &definitions{of: g, html: make(map[string]definition, len(g.terms)), named: map[string]bool{}}
	for _, t := range g.terms {
		linked, found := r.Definition(t.source, func(id string) string {
			if id == t.ID {
				return "" // a link to itself
			}
			d.named[id] = true
			return "#" + id
		})
		for _, m := range found {
			d.faults.Add(g.toml.Fault(inDefinition.With(t.Title, m), "terms", t.index, "definition"))
		}
		plain, _ := r.Definition(t.source, func(string) string { return "" })
		d.html[t.ID] = definition{linked, plain}
	}
	return d
}

// terms returns the terms with their definitions, as copies for a model.
func (d *definitions) terms() []*Term {
	byID := make(map[string]*Term, len(d.of.terms))
	own := make([]*Term, len(d.of.terms))
	for i, t := range d.of.terms {
		copied := *t
		copied.Definition, copied.Plain, copied.related = d.html[t.ID].linked, d.html[t.ID].plain, d.named[t.ID]
		own[i], byID[t.ID] = &copied, &copied
	}
	for _, t := range own {
		t.SeeAlso = slices.Clone(t.SeeAlso)
		for i, other := range t.SeeAlso {
			t.SeeAlso[i] = byID[other.ID]
		}
	}
	return own
}
