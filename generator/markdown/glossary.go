package markdown

import (
	"maps"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// GlossaryFile holds the terms.
const GlossaryFile = "content/glossary.toml"

// Glossary knows by which names a term may be called.
type Glossary struct {
	ids   map[string]string // by name, folded
	known map[string]bool   // IDs
	names []string

	// Unread says that the file could not be read to its end: which terms it has is
	// not known.
	Unread bool
}

// Add enters a term and returns its ID; "" where the name is taken.
func (g *Glossary) Add(name string) (id string) {
	base := "term--" + slug(name)
	id = base
	for n := 2; g.known[id]; n++ { // C and C++ have the same letters
		id = base + "-" + strconv.Itoa(n)
	}
	if !g.Alias(id, name) {
		return ""
	}
	return id
}

// Alias enters another name of a term. It reports whether the name was free.
func (g *Glossary) Alias(id, name string) bool {
	if _, taken := g.ids[quiz.Fold(name)]; taken {
		return false
	}
	if g.ids == nil {
		g.ids, g.known = map[string]string{}, map[string]bool{}
	}
	g.ids[quiz.Fold(name)] = id
	g.known[id] = true
	g.names = append(g.names, name)
	return true
}

// Find returns the ID of a term by any of its names.
func (g *Glossary) Find(name string) (id string, ok bool) {
	id, ok = g.ids[quiz.Fold(name)]
	return id, ok
}

// Equal reports whether two glossaries know the same terms by the same names.
func (g *Glossary) Equal(other *Glossary) bool {
	return slices.Equal(g.names, other.names) && maps.Equal(g.ids, other.ids)
}

// Names are all names of all terms.
func (g *Glossary) Names() []string { return g.names }

// find returns the ID of a term by any of its names, or what to say where there
// is none. Where the file could not be read, every name counts as known, and
// its ID is "".
func (g *Glossary) find(name string) (id string, _ diag.Message, known bool) {
	if id, ok := g.Find(name); ok || g.Unread {
		return id, diag.Message{}, true
	}
	if len(g.names) == 0 {
		return "", noTerms.With(name), false
	}
	return "", unknownTerm.With(name, diag.Suggest(name, g.names)), false
}
