package quiz

import (
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
)

// Scenario is a branching conversation as written: scenes, and choices that lead
// from one to another. docs/formats/scenario.md specifies it.
type Scenario struct {
	ID           string
	Title        string
	Module       string // folder under content/
	Mode         Mode
	Exposure     Exposure
	Introduction string  // CommonMark, may be empty
	Scenes       []Scene // as written; it begins with the first
	Corrections  []Correction
	Limits       Limits

	File *tomlfile.File // the front matter, for the positions of faults
}

// Scene is a situation and the choices in it.
type Scene struct {
	ID      string // authored; "" where it is missing, which the parser has reported
	Title   string // plain text
	Text    string // CommonMark
	Ending  Ending // "" where it goes on
	Choices []Choice

	At diag.Fault // where its heading stands
}

// Ending says how a scenario ends with a scene.
type Ending string

const (
	GoodEnd  Ending = "good"
	MixedEnd Ending = "mixed"
	PoorEnd  Ending = "poor"
)

// Choice is one of the things that can be done in a scene.
type Choice struct {
	Text     string         // CommonMark, one paragraph
	To       string         // authored ID of the scene it leads to; "" where it is missing, as above
	Points   map[string]int // by indicator; never 0
	Critical bool           // fails the competencies of its indicators, whatever the sum
	Feedback string         // CommonMark

	At   diag.Fault // where it stands
	ToAt diag.Fault // where the scene's name stands
}

// Total returns the points of the choice for all indicators together.
func (c *Choice) Total() int { return sum(c.Points) }

func sum(points map[string]int) int {
	n := 0
	for _, p := range points {
		n += p
	}
	return n
}

// Bounds of a scenario, well above what anybody writes by hand.
const (
	MaxScenes      = 100
	MaxChoices     = 8   // of a scene
	MaxScenePoints = 100 // of a choice for an indicator, either way
)
