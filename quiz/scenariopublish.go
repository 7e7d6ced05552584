package quiz

import (
	"cmp"
	"slices"
)

// PublishedScenario is a scenario as learners may see it, without points and
// feedback.
type PublishedScenario struct {
	Scenario *Scenario
	Revision string
	Start    string           // ID of the first scene
	Scenes   []PublishedScene // by ID
}

// PublishedScene is a scene as learners may see it.
type PublishedScene struct {
	ID      string
	Title   string
	Text    string            // CommonMark
	Choices []PublishedChoice // by ID

	// Source is the scene as written: for the archive and for practice, and never
	// for a page of an assessed scenario.
	Source *Scene
}

// PublishedChoice is a choice as learners may see it.
type PublishedChoice struct {
	ID   string
	Text string // CommonMark
	To   string // ID of the scene

	Source *Choice // as PublishedScene.Source
}

// Publish derives the public part of a scenario that Check found no fault in.
func (s *Scenario) Publish() *PublishedScenario {
	p := &PublishedScenario{Scenario: s}
	ids := map[string]string{}
	for i := range s.Scenes {
		scene := &s.Scenes[i]
		ids[scene.ID] = SceneID(s.ID, scene.Title, scene.Text)
		if i == 0 {
			p.Start = ids[scene.ID]
		}
	}
	for i := range s.Scenes {
		scene := &s.Scenes[i]
		p.Scenes = append(p.Scenes, PublishedScene{
			ID: ids[scene.ID], Title: Normalise(scene.Title), Text: Normalise(scene.Text), Source: scene,
			Choices: scene.publishChoices(s.ID, ids),
		})
	}
	slices.SortFunc(p.Scenes, func(a, b PublishedScene) int { return cmp.Compare(a.ID, b.ID) })
	parts := []string{s.ID, Normalise(s.Introduction), p.Start}
	for _, scene := range p.Scenes {
		parts = append(parts, "scene", scene.ID, scene.Title, scene.Text)
		for _, c := range scene.Choices {
			parts = append(parts, "choice", c.ID, c.Text, c.To)
		}
	}
	p.Revision = scenarioRevision.of(parts...)
	return p
}

// publishChoices publishes the choices of a scene, sorted by ID. ids holds the public IDs
// of scenes by the authored ones.
func (scene *Scene) publishChoices(scenario string, ids map[string]string) (choices []PublishedChoice) {
	for k := range scene.Choices {
		c := &scene.Choices[k]
		id := ChoiceID(scenario, ids[scene.ID], c.Text)
		choices = append(choices, PublishedChoice{ID: id, Text: Normalise(c.Text), To: ids[c.To], Source: c})
	}
	slices.SortFunc(choices, func(a, b PublishedChoice) int { return cmp.Compare(a.ID, b.ID) })
	return choices
}
