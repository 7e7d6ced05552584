package generator

import (
	"math"
	"slices"

	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

func (s *Site) practisedScenarioPages() []File { return s.scenarioPages("scenario", false) }

func (s *Site) assessedScenarioPages() []File { return s.scenarioPages("assessed-scenario", true) }

func (s *Site) scenarioPages(kind string, assessed bool) (files []File) {
	for _, m := range s.model.Modules {
		for _, c := range m.Scenarios {
			if (c.Front.Mode == quiz.Assessed) == assessed {
				build := func() (render.Document, error) { return s.scenario(kind, c) }
				files = append(files, s.authoredPage(c.Page, build))
			}
		}
	}
	return files
}

func (s *Site) scenario(kind string, c *course.Scenario) (*render.Scenario, error) {
	m := c.Module
	navigation, err := s.navigation[m]()
	if err != nil {
		return nil, err
	}
	p := &render.Scenario{
		Page: s.pageOf(kind, c.Page, m.Course.Page, m.Page),
		ID:   c.Scenario.ID, Revision: c.Revision, Module: s.link(c.Address, m.Page),
		Minutes: c.Front.Minutes, Objectives: c.Objectives, ContentNote: c.Front.ContentNote,
		Introduction: c.Introduction(), Start: c.Start,
	}
	attribute := "data-scenario"
	if p.Assessed = c.Scenario.Mode == quiz.Assessed; p.Assessed {
		limits := c.Scenario.Limits
		attribute = "data-bank"
		p.Scenes, p.Public = publicScenes(c), c.Scenario.Exposure == quiz.Public
		p.Attempts, p.AttemptsMonths, p.CoolingOffDays = limits.Attempts, limits.AttemptsMonths, limits.CoolingOffDays
	} else {
		p.Scenes = practiceScenes(c)
	}
	p.Navigation = render.MarkCurrent(navigation, attribute, p.ID)
	p.Previous, p.Next = s.neighbours(m, c.Page)
	return p, nil
}

// publicScenes returns the scenes only as the scenario publishes them: neither
// Scenario.Scenes nor Source must be read here.
func publicScenes(c *course.Scenario) []render.Scene {
	var scenes []render.Scene
	for _, scene := range c.Scenes {
		out := render.Scene{ID: scene.ID, Title: scene.Title, Text: c.SceneText(scene.ID)}
		for _, choice := range scene.Choices {
			text := c.ChoiceText(scene.ID, choice.ID)
			out.Choices = append(out.Choices, render.SceneChoice{ID: choice.ID, Text: text, To: choice.To})
		}
		scenes = append(scenes, out)
	}
	return scenes
}

// practiceScenes returns the scenes in the order in which they were written, with
// feedback, and with how each choice compares with the others of its scene. Choices stay
// in the order of their IDs, because authors tend to write the best one first.
func practiceScenes(c *course.Scenario) []render.Scene {
	titles := map[string]string{}
	for _, scene := range c.Scenes {
		titles[scene.ID] = scene.Title
	}
	scenes := make([]render.Scene, len(c.Scenes))
	for n, scene := range publicScenes(c) {
		for k := range scene.Choices {
			choice := &scene.Choices[k]
			choice.ToTitle, choice.Feedback = titles[choice.To], c.Feedback(scene.ID, choice.ID)
		}
		source := c.Scenes[n].Source
		for k := range scene.Choices {
			scene.Choices[k].Mark = mark(source, c.Scenes[n].Choices[k].Source)
		}
		scene.Ending = string(source.Ending)
		written := slices.IndexFunc(c.Scenario.Scenes, func(s quiz.Scene) bool { return s.ID == source.ID })
		scenes[written] = scene
	}
	return scenes
}

// mark sums up a choice for practice: whether it helped as much as any choice of its
// scene, helped less, did not help, or did harm. That tells less than its points, and is
// all that a debrief needs.
func mark(scene *quiz.Scene, choice *quiz.Choice) string {
	best := math.MinInt
	for i := range scene.Choices {
		best = max(best, scene.Choices[i].Total())
	}
	switch total := choice.Total(); {
	case choice.Critical:
		return "critical"
	case total == best:
		return "helped"
	case total > 0:
		return "fair"
	case total == 0:
		return "missed"
	}
	return "harmed"
}
