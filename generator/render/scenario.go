package render

import "html/template"

// Scenario is a scenario's page. Where it is assessed, it holds nothing that
// says what a choice is worth, and its scenes and choices are in the order of
// their IDs.
type Scenario struct {
	Page
	ID           string
	Revision     string
	Module       Link
	Minutes      int
	Objectives   []template.HTML
	ContentNote  string
	Assessed     bool
	Public       bool // assessed: the organisation lets the points be found elsewhere
	Introduction template.HTML
	Start        string // ID of the first scene
	Scenes       []Scene

	// Of an assessed one. The page advises by them; the gradebook says which attempts
	// count.
	Attempts       int // 0 = no limit
	AttemptsMonths int // in which they are counted; 0 = until the result can be renewed
	CoolingOffDays int // before the next attempt; 0 = no wait
}

// Scene is a scene of a scenario.
type Scene struct {
	ID      string
	Title   string
	Text    template.HTML
	Ending  string `try:"good|mixed|poor|"` // of practice; "" where it goes on
	Choices []SceneChoice
}

// SceneChoice is a choice of a scene.
type SceneChoice struct {
	ID       string
	Text     template.HTML
	To       string // ID of the scene that it leads to
	ToTitle  string
	Feedback template.HTML // of practice
	Mark     string        `try:"helped|fair|missed|harmed|critical"` // of practice
}
