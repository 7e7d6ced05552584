package generator

import (
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

// scenario is scenario n of a module, which is number i of its course.
func (s *site) scenario(m *course.Module, n, i int) *render.Scenario {
	c := m.Scenarios[n]
	p := &render.Scenario{
		Page: s.authored("scenario", c.Page, m.Course.Page, m.Page), ID: c.Scenario.ID, Revision: c.Revision, Module: s.link(c.Address, m.Page),
		Minutes: c.Front.Minutes, Objectives: c.Objectives, ContentNote: c.Front.ContentNote,
		Introduction: c.Introduction(), Start: c.Start,
	}
	p.Navigation = s.navigation[m]
	if p.Assessed = c.Scenario.Mode == quiz.Assessed; p.Assessed {
		p.Scenes = publicScenes(c)
	} else {
		p.Scenes = practiceScenes(c)
	}
	previous := s.link(c.Address, m.Page)
	switch {
	case n > 0:
		previous = s.link(c.Address, m.Scenarios[n-1].Page)
	case len(m.Lessons) > 0:
		previous = s.link(c.Address, m.Lessons[len(m.Lessons)-1].Page)
	}
	p.Previous = &previous
	if n+1 < len(m.Scenarios) {
		next := s.link(c.Address, m.Scenarios[n+1].Page)
		p.Next = &next
	} else {
		p.Next = s.afterModule(m, i, c.Address)
	}
	return p
}

// publicScenes are made of what the scenario publishes and of nothing else:
// neither Scenario.Scenes nor Source may be read here.
func publicScenes(c *course.Scenario) []render.Scene {
	var scenes []render.Scene
	for _, scene := range c.Scenes {
		out := render.Scene{ID: scene.ID, Title: scene.Title, Text: c.SceneText(scene.ID)}
		for _, choice := range scene.Choices {
			out.Choices = append(out.Choices, render.SceneChoice{ID: choice.ID, Text: c.ChoiceText(scene.ID, choice.ID), To: choice.To})
		}
		scenes = append(scenes, out)
	}
	return scenes
}

// practiceScenes stand in the order in which they were written, with feedback.
func practiceScenes(c *course.Scenario) []render.Scene {
	written := c.Scenario
	ids, titles := map[string]string{}, map[string]string{}
	for _, scene := range written.Scenes {
		ids[scene.ID], titles[scene.ID] = quiz.SceneID(written.ID, scene.Title, scene.Text), scene.Title
	}
	var scenes []render.Scene
	for i, scene := range written.Scenes {
		out := render.Scene{ID: ids[scene.ID], Title: scene.Title, Text: c.SceneText(ids[scene.ID]), Ending: string(scene.Ending)}
		for k, choice := range scene.Choices {
			id := quiz.ChoiceID(written.ID, out.ID, choice.Text)
			out.Choices = append(out.Choices, render.SceneChoice{ID: id, Text: c.ChoiceText(out.ID, id), To: ids[choice.To], ToTitle: titles[choice.To], Feedback: c.Feedback(i, k)})
		}
		scenes = append(scenes, out)
	}
	return scenes
}

func (s *site) scenarioCards(m *course.Module, folder string) []render.ScenarioCard {
	var cards []render.ScenarioCard
	for _, c := range m.Scenarios {
		cards = append(cards, render.ScenarioCard{
			Link: s.link(folder, c.Page), ID: c.Scenario.ID, Description: c.Front.Description, Minutes: c.Front.Minutes, Assessed: c.Scenario.Mode == quiz.Assessed,
		})
	}
	return cards
}
