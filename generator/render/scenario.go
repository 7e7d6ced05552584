package render

import "html/template"

// Scenario is a scenario's page. If the scenario is assessed, the page does not say what
// a choice is worth, and scenes and choices are in the order of their IDs.
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

	// If it is assessed. The page gives advice from these limits; the gradebook decides
	// which attempts count.
	Attempts       int // 0 = no limit
	AttemptsMonths int // in which they are counted; 0 = until the result can be renewed
	CoolingOffDays int // before the next attempt; 0 = no wait
}

// Scene is a scene of a scenario.
type Scene struct {
	ID      string
	Title   string
	Text    template.HTML
	Ending  string `try:"good|mixed|poor|"` // practice only; "" if the scene goes on
	Choices []SceneChoice
}

// SceneChoice is a choice of a scene.
type SceneChoice struct {
	ID       string
	Text     template.HTML
	To       string // ID of the scene that it leads to
	ToTitle  string
	Feedback template.HTML // practice only
	Mark     string        `try:"helped|fair|missed|harmed|critical"` // practice only
}
