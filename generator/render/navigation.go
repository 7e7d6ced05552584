package render

import (
	"html/template"
	"strings"
)

// Navigation is the list of a module's pages that each of them shows next to its text.
// It is rendered once and shared: every Href is relative to a page one folder below
// the module's.
type Navigation struct {
	Module     Link
	Address    string // of the module in the site
	Version    string // of the module
	Lessons    []LessonCard
	Scenarios  []ScenarioCard
	Practice   *Link // its page of practice questions
	Assessment *AssessmentCard
}

// MarkCurrent returns shared navigation with one entry marked as the current page: the
// entry whose attribute has that ID.
func MarkCurrent(navigation template.HTML, attribute, id string) template.HTML {
	entry := attribute + `="` + template.HTMLEscapeString(id) + `"`
	return template.HTML(strings.Replace(string(navigation), entry, entry+` aria-current="page"`, 1))
}
