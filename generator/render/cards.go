package render

import (
	"html/template"
	"strings"
)

// CourseCard shows a course on the front page.
type CourseCard struct {
	Link
	Description string
	Modules     int
	Minutes     int
}

// ModuleCard shows a module on its course's page.
type ModuleCard struct {
	Link
	ID          string // "course/module" without number prefixes: a key of progress
	Description string
	Minutes     int
	Lessons     int
	Roles       []string // titles
	Practice    []Link   // its pages of practice questions
	Assessment  *Link
	Bank        string         // ID, "" without an assessment
	Scenarios   []ScenarioCard // the assessed ones
}

// Asked returns the IDs of everything that the module assesses, its bank and scenarios, separated by spaces.
func (c ModuleCard) Asked() string {
	var ids []string
	if c.Bank != "" {
		ids = append(ids, c.Bank)
	}
	for _, s := range c.Scenarios {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

// LessonCard shows a lesson on its module's page.
type LessonCard struct {
	Link
	ID          string // "course/module/lesson": a key of progress
	Description string
	Minutes     int
}

// ScenarioCard shows a scenario in lists of a module's pages.
type ScenarioCard struct {
	Link
	ID          string
	Description string
	Minutes     int
	Assessed    bool
}

// AssessmentCard shows an assessment on its module's page.
type AssessmentCard struct {
	Link
	Bank      string
	Questions int // asked
	PassMark  float64
	Attempts  int
}

// Reference is an entry of a page's list of works.
type Reference struct {
	ID   string // the fragment that citations link to
	HTML template.HTML
}
