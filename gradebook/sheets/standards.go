package sheets

import (
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Graded returns the competency with an ID or title, if people are graded on it, or why
// not.
func Graded(f *standards.Framework, name string) (*standards.Competency, verdict.Note) {
	c, names := findCompetency(f, name)
	switch {
	case c == nil:
		return nil, verdict.UnknownCompetency.With(verdict.Clip(name), diag.Suggest(name, names))
	case c.Rule == nil:
		return nil, verdict.NotGraded.With(c.ID)
	}
	return c, verdict.Note{}
}

// Personal returns the indicator with an ID, if it says something about a person, or why
// not.
func Personal(c *standards.Competency, name string) (*standards.Indicator, verdict.Note) {
	indicator, names := findIndicator(c, name)
	switch {
	case indicator == nil:
		return nil, verdict.UnknownIndicator.With(verdict.Clip(name), c.ID, diag.Suggest(name, names))
	case indicator.Scope != standards.Person:
		return nil, verdict.NotPersonal.With(indicator.ID, indicator.Scope)
	}
	return indicator, verdict.Note{}
}

func findCompetency(f *standards.Framework, name string) (*standards.Competency, []string) {
	var names []string
	for i := range f.Competencies {
		c := &f.Competencies[i]
		if strings.EqualFold(c.ID, name) || quiz.Fold(c.Title) == quiz.Fold(name) {
			return c, nil
		}
		names = append(names, c.ID)
	}
	return nil, names
}

func findIndicator(c *standards.Competency, name string) (*standards.Indicator, []string) {
	var names []string
	for i := range c.Indicators {
		if strings.EqualFold(c.Indicators[i].ID, name) {
			return &c.Indicators[i], nil
		}
		names = append(names, c.Indicators[i].ID)
	}
	return nil, names
}

// roleNames finds roles by ID or title, whatever the case.
type roleNames struct {
	byName map[string]string
	names  []string // to suggest
}

func rolesOf(f *standards.Framework) roleNames {
	r := roleNames{byName: map[string]string{}}
	for _, role := range f.Roles {
		r.byName[quiz.Fold(role.Title)] = role.ID
	}
	for _, role := range f.Roles {
		r.byName[quiz.Fold(role.ID)] = role.ID
		name := role.Title
		if name == "" {
			name = role.ID
		}
		r.names = append(r.names, name)
	}
	return r
}

func (r roleNames) find(name string) (string, bool) {
	id, ok := r.byName[quiz.Fold(name)]
	if !ok {
		id, ok = r.byName[quiz.Fold(strings.ReplaceAll(name, " ", "-"))]
	}
	return id, ok
}

// nearest returns the role that a title most probably means, however different it is: by
// its words, then by its letters. It is only a suggestion.
func (r roleNames) nearest(title string) string {
	words := strings.Fields(quiz.Fold(title))
	best, bestWords, bestDistance := "", -1, 0
	for _, name := range r.names {
		common := 0
		for _, w := range strings.Fields(quiz.Fold(name)) {
			if len(w) > 2 && slices.ContainsFunc(words,
				func(o string) bool { return o == w || len(w) > 4 && strings.HasPrefix(o, w) }) {
				common++
			}
		}
		distance := diag.Distance(quiz.Fold(title), quiz.Fold(name))
		if common > bestWords || common == bestWords && distance < bestDistance {
			best, bestWords, bestDistance = name, common, distance
		}
	}
	return best
}
