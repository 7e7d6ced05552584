package course

import (
	"cmp"
	"fmt"
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

// Term is an entry of the glossary.
type Term struct {
	ID         string // of its entry on the glossary's page
	Title      string
	Aliases    []string
	SeeAlso    []*Term
	Definition template.HTML // with links to other entries of the page
	Plain      template.HTML // without
	Pages      []*Page       // that name it, in the order of the site

	source string
	index  int
	named  bool // by a page or another definition
}

// Glossary is content/glossary.toml as written.
type Glossary struct {
	Terms []struct {
		Term       string   `toml:"term"`
		Definition string   `toml:"definition"`
		Aliases    []string `toml:"aliases"`
		SeeAlso    []string `toml:"see_also"`
	} `toml:"terms"`
}

// keptGlossary is content/glossary.toml as it was read last.
type keptGlossary struct {
	names        *markdown.Glossary // the same one while it says the same
	file         *tomlfile.File
	terms        []*Term // by title; models get copies
	found        diag.List
	defined      bool // definitions are rendered
	definedFound diag.List
}

// readGlossary reads content/glossary.toml, where it may have changed.
func (l *loader) readGlossary(changed []string) {
	info, ok := l.tree.files[markdown.GlossaryFile]
	if before := l.glossary; before == nil || ok != (before.file != nil) || concerns(changed, markdown.GlossaryFile) {
		l.glossary = l.parseGlossary(info, ok)
		if before != nil && before.names.Equal(l.glossary.names) {
			l.glossary.names = before.names
		}
	}
	l.take(l.glossary.found)
}

func (l *loader) parseGlossary(info fs.FileInfo, exists bool) *keptGlossary {
	k := &keptGlossary{names: &markdown.Glossary{}}
	if !exists {
		return k
	}
	if info.Size() > tomlfile.MaxSize {
		k.found.Add(diag.Fault{File: markdown.GlossaryFile, What: "the file is too large", Hint: fmt.Sprintf("at most %d MB are read", tomlfile.MaxSize>>20)})
		return k
	}
	content, err := afero.ReadFile(l.project.Files, markdown.GlossaryFile)
	if err != nil {
		k.found.Add(diag.Fault{File: markdown.GlossaryFile, What: "the file cannot be read", Hint: diag.Plain(err)})
		return k
	}
	k.terms, k.file, k.found = parseGlossary(content, k.names)
	k.names.Unread = k.found.Failed() && len(k.terms) == 0
	slices.SortFunc(k.terms, func(a, b *Term) int {
		return cmp.Or(strings.Compare(quiz.Fold(a.Title), quiz.Fold(b.Title)), a.index-b.index)
	})
	return k
}

// parseGlossary reads the terms, and enters their names into a glossary.
// Definitions may name each other in any direction: each is rendered by itself.
func parseGlossary(content []byte, into *markdown.Glossary) ([]*Term, *tomlfile.File, diag.List) {
	var source Glossary
	file, faults := tomlfile.Decode(markdown.GlossaryFile, content, &source)
	var terms []*Term
	if len(source.Terms) > maxTerms {
		faults.Add(diag.Fault{File: markdown.GlossaryFile, What: fmt.Sprintf("the glossary has %d terms; at most %d are read", len(source.Terms), maxTerms), Hint: "keep the terms that readers of the course need"})
		return nil, file, faults
	}
	names := map[string]bool{}
	seen := make([][]string, 0, len(source.Terms))
	for i, s := range source.Terms {
		fault := func(what, hint string, path ...any) {
			faults.Add(file.FaultText(what, hint, append([]any{"terms", i}, path...)...))
		}
		title := strings.TrimSpace(s.Term)
		if title == "" || strings.ContainsAny(title, "[]\n") {
			fault("a term without a name", `write term = "peer support"; it has no brackets`, "term")
			continue
		}
		if strings.TrimSpace(s.Definition) == "" {
			fault(fmt.Sprintf("the term %q has no definition", title), `write definition = "…", a sentence or two`, "definition")
		}
		id := into.Add(title)
		if id == "" {
			fault(fmt.Sprintf("the term %q stands in the glossary twice", title), "keep one of the two; other words for it are its aliases", "term")
			continue
		}
		names[quiz.Fold(title)] = true
		t := &Term{ID: id, Title: title, source: s.Definition, index: i}
		for k, name := range s.Aliases {
			name = strings.TrimSpace(name)
			if name == "" || strings.ContainsAny(name, "[]\n") {
				fault("an alias without words", "delete it", "aliases", k)
			} else if into.Alias(id, name) {
				t.Aliases = append(t.Aliases, name)
			} else {
				fault(fmt.Sprintf("the alias %q is a name of a term already", name), "a name means one term: delete it from one of the two", "aliases", k)
			}
		}
		terms = append(terms, t)
		seen = append(seen, s.SeeAlso)
	}
	byID := map[string]*Term{}
	for _, t := range terms {
		byID[t.ID] = t
	}
	for i, t := range terms {
		for k, name := range seen[i] {
			fault := func(what, hint string) { faults.Add(file.FaultText(what, hint, "terms", t.index, "see_also", k)) }
			id, ok := into.Find(name)
			switch {
			case !ok:
				fault(fmt.Sprintf("the term %q is not in the glossary", name), diag.DidYouMean(name, into.Names()))
			case id == t.ID:
				fault(fmt.Sprintf("the term %q refers to itself", t.Title), "delete it from see_also")
			case byID[id] != nil && !slices.Contains(t.SeeAlso, byID[id]):
				t.SeeAlso = append(t.SeeAlso, byID[id])
			}
		}
	}
	return terms, file, faults
}

// definitions renders the definitions, where that is not done, and gives the model
// its terms.
func (l *loader) definitions(r *markdown.Renderer) {
	k := l.glossary
	if !k.defined {
		k.define(r)
	}
	l.take(k.definedFound)
	l.terms = make(map[string]*Term, len(k.terms))
	for _, t := range k.terms {
		own := *t
		l.terms[t.ID] = &own
		l.model.Terms = append(l.model.Terms, &own)
	}
	for _, t := range l.model.Terms {
		t.SeeAlso = slices.Clone(t.SeeAlso)
		for i, other := range t.SeeAlso {
			t.SeeAlso[i] = l.terms[other.ID]
		}
	}
}

func (k *keptGlossary) define(r *markdown.Renderer) {
	k.defined = true
	byID := make(map[string]*Term, len(k.terms))
	for _, t := range k.terms {
		byID[t.ID] = t
	}
	for _, t := range k.terms {
		html, found := r.Definition(t.source, func(id string) string {
			if id == t.ID {
				return "" // a link to itself
			}
			if other := byID[id]; other != nil {
				other.named = true
			}
			return "#" + id
		})
		t.Definition = html
		for _, m := range found {
			k.definedFound.Add(k.file.Fault(inDefinition.With(t.Title, m), "terms", t.index, "definition"))
		}
		t.Plain, _ = r.Definition(t.source, func(string) string { return "" })
	}
}

// unused tells which terms and fragments no page has.
func (l *loader) unused(pages []*Page) {
	included := map[string]bool{}
	for _, p := range pages {
		for _, id := range p.Body.Mentions {
			l.terms[id].named = true
		}
		for _, f := range p.Body.Fragments {
			included[f] = true
		}
	}
	if len(l.left) > 0 || l.faults.Failed() {
		return // what is left out, or could not be read, may have them
	}
	for _, t := range l.model.Terms {
		if !t.named {
			l.faults.Add(l.glossary.file.NoticeText(fmt.Sprintf("no page names the term %q", t.Title), "write :term["+t.Title+"] where it is explained or first used", "terms", t.index, "term"))
		}
	}
	for _, file := range l.fragments {
		if !included[file] {
			l.faults.Add(diag.Fault{File: file, Severity: diag.Notice, What: "no page includes this fragment", Hint: `write :::include{file="…"} where it belongs, or delete it`})
		}
	}
}
