package render

import "html/template"

// Home is the front page.
type Home struct {
	Page
	Courses    []CourseCard
	Roles      []Link
	References []Reference // cited on this page
}

// Course is a course's page.
type Course struct {
	Page
	Modules    []ModuleCard
	References []Reference // cited on this page
}

// Module is a module's page.
type Module struct {
	Page
	ID          string
	Minutes     int
	Objectives  []template.HTML
	Roles       []string
	ContentNote string
	Lessons     []LessonCard
	Scenarios   []ScenarioCard
	Practice    *Link // its page of practice questions
	Practised   int   // how many there are
	Assessment  *AssessmentCard
	References  []Reference // cited by the module and its lessons
	Indicators  []Indicator
	Before      []Link // modules that come before it
	Terms       []Term // that it and its lessons name
}

// AssessedScenarios counts the module's scenarios that are assessed.
func (m *Module) AssessedScenarios() int {
	n := 0
	for _, s := range m.Scenarios {
		if s.Assessed {
			n++
		}
	}
	return n
}

// Indicator is what a module teaches towards.
type Indicator struct{ ID, Text, Competency string }
