// Package render turns pages into HTML: typed page structs, the templates and interface
// words of a theme, and the checks of both. It is the contract between the generator
// and a theme's templates.
package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"slices"
	"text/template/parse"

	"github.com/coursemark/coursemark/internal/diag"
)

// Renderer turns pages into HTML. It is safe for concurrent use.
type Renderer struct {
	words     Words
	pages     map[string]*template.Template // by kind
	fragments *template.Template
	player    map[string]template.HTML // words for the player, by kind

	wordSum, practiceSum string
}

// New reads the templates of a theme: templates/*.html of the shipped layouts, overlaid
// by those of the project. It tries each template on made-up pages, so that faults in
// templates are found here and not in the middle of a build.
func New(theme fs.FS, words Words, kinds []Kind) (*Renderer, diag.List) {
	r := &Renderer{words: words, pages: map[string]*template.Template{}, player: map[string]template.HTML{}}
	t := &templates{
		theme: theme, kinds: kinds, base: template.New("").Funcs(r.functions()),
		sources: map[string][]byte{}, pages: map[string]*template.Template{},
	}
	for _, kind := range kinds {
		encoded, err := json.Marshal(words.player(kind)) // sorted keys; <, > and & are escaped
		if err != nil {
			t.faults.Add(wordsUnwritten.With(err.Error()).In("layouts/" + sourceWords))
		}
		r.player[kind.Name] = jsonScript("words", encoded)
	}
	t.load()
	r.fragments = t.base
	for _, kind := range kinds {
		r.pages[kind.Name] = t.pages[kind.Template]
	}
	r.wordSum, r.practiceSum = sums(words, t.shared())
	if t.faults.Failed() {
		return r, t.faults
	}
	if t.check(words); t.faults.Failed() {
		return r, t.faults
	}
	t.each(func(tree *parse.Tree) { r.settleWords(tree.Root) })
	r.try(kinds, func(err error) { t.faults.Add(templateFault(t.sources, err)) })
	return r, t.faults
}

// sums returns the values of WordSum and PracticeSum.
func sums(words Words, sources map[string][]byte) (word, practice string) {
	h := sha256.New()
	table := words.tables[templateTable]
	for _, key := range slices.Sorted(maps.Keys(table)) {
		fmt.Fprintf(h, "%q %q\n", key, table[key])
	}
	fmt.Fprintf(h, "%q\n", words.Language) // it decides on plurals
	word = string(h.Sum(nil))
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		fmt.Fprintf(h, "%q %q\n", name, sources[name])
	}
	return word, string(h.Sum(nil))
}

// WordSum returns a hash of all the words that Word can return.
func (r *Renderer) WordSum() string { return r.wordSum }

// PracticeSum returns a hash of everything but the question that the result of Practice
// depends on.
func (r *Renderer) PracticeSum() string { return r.practiceSum }

// jsonScript returns the element that holds data for a page's script.
func jsonScript(id string, data []byte) template.HTML {
	return template.HTML(`<script type="application/json" id="` + id + `">` + string(data) + `</script>`)
}

// Render renders a page of any kind.
func (r *Renderer) Render(w io.Writer, page Document) error {
	kind := page.common().Kind
	if r.pages[kind] == nil {
		return fmt.Errorf("there is no kind of page %q", kind)
	}
	return r.pages[kind].ExecuteTemplate(w, "base", page)
}

// Navigation renders the list of a module's pages, which they share. MarkCurrent marks
// the entry of a page.
func (r *Renderer) Navigation(n *Navigation) (template.HTML, error) {
	return r.fragment("navigation", n)
}

// Practice renders a practice question for a lesson's body.
func (r *Renderer) Practice(p *Practice) (template.HTML, error) {
	return r.fragment("practice", p)
}

// Word returns a word of the table for templates, or "". It is for markup that is made
// elsewhere.
func (r *Renderer) Word(key string) string { return r.words.tables[templateTable][key] }

func (r *Renderer) fragment(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := r.fragments.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}
