package markdown

import (
	"maps"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// GlossaryFile defines the terms.
const GlossaryFile = "content/glossary.toml"

// Glossary holds the names of terms. Its zero value is an empty glossary.
type Glossary struct {
	ids   map[string]string // by quiz.Fold of the name
	known map[string]bool   // IDs
	names []string

	// Unread means that the file could not be read to its end, so that it may have
	// more terms.
	Unread bool
}

// Add adds a term and returns its ID; "" if the name is taken.
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

// Alias adds another name of a term. It reports whether the name was free.
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

// Equal reports whether two glossaries have the same terms with the same names.
func (g *Glossary) Equal(other *Glossary) bool {
	return slices.Equal(g.names, other.names) && maps.Equal(g.ids, other.ids)
}

// Names returns all names of all terms.
func (g *Glossary) Names() []string { return g.names }

// find is Find with a fault for an unknown name. If the file could not be read, every
// name counts as known, with the ID "".
func (g *Glossary) find(name string) (id string, _ diag.Message, known bool) {
	if id, ok := g.Find(name); ok || g.Unread {
		return id, diag.Message{}, true
	}
	if len(g.names) == 0 {
		return "", noTerms.With(name), false
	}
	return "", unknownTerm.With(name, diag.Suggest(name, g.names)), false
}
