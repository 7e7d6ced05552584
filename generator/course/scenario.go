package course

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// scenarioEnding is how the name of a scenario's file ends.
const scenarioEnding = ".scenario.md"

func (p *Page) isScenario() bool { return strings.HasSuffix(p.File, scenarioEnding) }

// Scenario is a branching conversation of a module.
type Scenario struct {
	*Page
	*quiz.PublishedScenario
	Module *Module

	parsed  *markdown.Scenario
	scenes  map[string]template.HTML          // by ID
	choices map[[2]string]markdown.ChoiceHTML // by ID of scene and choice
}

// Introduction is the rendered text before the first scene.
func (s *Scenario) Introduction() template.HTML { return s.parsed.IntroductionHTML }

// SceneText gives the rendered text of a scene, by its published ID.
func (s *Scenario) SceneText(scene string) template.HTML { return s.scenes[scene] }

// ChoiceText gives the rendered text of a choice, by published IDs.
func (s *Scenario) ChoiceText(scene, choice string) template.HTML {
	return s.choices[[2]string{scene, choice}].Text
}

// Feedback gives the rendered feedback of a choice, by published IDs. It must not
// be asked for where the scenario is assessed.
func (s *Scenario) Feedback(scene, choice string) template.HTML {
	return s.choices[[2]string{scene, choice}].Feedback
}

// Assessed lists the indicators that a scenario which counts has points for.
func (s *Scenario) Assessed() []string {
	if s.Front.Mode != quiz.Assessed {
		return nil
	}
	points := map[string]bool{}
	for _, scene := range s.parsed.Scenes {
		for _, c := range scene.Choices {
			for id := range c.Points {
				points[id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(points))
}

// addScenario makes a page a scenario of a module.
func (l *loader) addScenario(m *Module, p *Page) {
	s := &Scenario{Page: p, Module: m, parsed: &markdown.Scenario{}}
	l.played[p] = s
	if !l.left[p] {
		m.Scenarios = append(m.Scenarios, s)
	}
}

// onlyScenarios reports keys that mean something for scenarios alone.
func (l *loader) onlyScenarios(p *Page) {
	only := func(key string, written bool) {
		if written {
			l.faults.Add(p.text.toml.FaultTextAtKey(fmt.Sprintf("%q belongs to a scenario", key), "delete it; a scenario is a file whose name ends in "+scenarioEnding, key))
		}
	}
	only("id", p.Front.ID != "")
	only("mode", p.Front.Mode != "")
	only("exposure", p.Front.Exposure != "")
	only("corrections", len(p.Front.Corrections) > 0)
	only("attempts", p.Front.Attempts != 0)
	only("attempts_months", p.Front.AttemptsMonths != 0)
	only("cooling_off_days", p.Front.CoolingOffDays != 0)
}

// publishScenarios proves all scenarios and derives what of each is public.
func (l *loader) publishScenarios() {
	taken := map[string]string{} // IDs, and by which file
	for _, b := range l.banks {
		taken[b.ID] = b.File.Name
	}
	for _, m := range l.model.Modules {
		for _, s := range m.Scenarios {
			if s.text.toml == nil || s.text.body < 0 {
				continue // its faults are told
			}
			if first, ok := taken[s.Front.ID]; ok && s.Front.ID != "" {
				l.take1(s.fault(fmt.Sprintf("the id %q is that of %s", s.Front.ID, first), "scenarios and quiz banks share one set of ids, and each has its own", "id"))
			}
			taken[s.Front.ID] = s.File
			l.publishScenario(m, s)
		}
	}
	if !l.faults.Failed() {
		l.sameScenes()
	}
}

// provedScenario is a scenario with what was derived from it.
type provedScenario struct {
	framework *standards.Framework
	folder    string // of its module
	written   *quiz.Scenario
	found     diag.List

	published *quiz.PublishedScenario // nil: not yet
	scenes    map[string]template.HTML
	choices   map[[2]string]markdown.ChoiceHTML
}

func (l *loader) publishScenario(m *Module, s *Scenario) {
	k := s.kept.proved
	if k == nil || k.framework != l.framework || k.folder != m.folder {
		k = l.proveScenario(m, s)
		s.kept.proved = k
	}
	l.take(k.found)
	if l.broken[s.File] {
		return
	}
	if k.written.Mode == quiz.Assessed && k.written.Exposure == quiz.Public {
		l.faults.Add(k.written.File.NoticeText(fmt.Sprintf("the points of %q can be found outside the site", k.written.ID), `its exposure is "public", and results say so; docs/formats/bank.md describes private banks`, "exposure"))
	}
	if k.published == nil {
		k.publish(s.parsed)
	}
	s.PublishedScenario, s.scenes, s.choices = k.published, k.scenes, k.choices
}

// proveScenario finds what is wrong with a scenario.
func (l *loader) proveScenario(m *Module, s *Scenario) *provedScenario {
	k := &provedScenario{framework: l.framework, folder: m.folder, written: &quiz.Scenario{
		ID: s.Front.ID, Title: s.Front.Title, Module: m.folder, Mode: s.Front.Mode, Exposure: cmp.Or(s.Front.Exposure, quiz.Private),
		Introduction: s.parsed.Introduction, Scenes: s.parsed.Scenes, Corrections: s.Front.Corrections, File: s.text.toml,
		Limits: quiz.Limits{Attempts: s.Front.Attempts, AttemptsMonths: s.Front.AttemptsMonths, CoolingOffDays: s.Front.CoolingOffDays},
	}}
	k.found.Append(k.written.Check(l.framework.CompetencyOf()))
	if len(s.Front.Indicators) > 0 {
		k.found.Add(s.text.toml.FaultTextAtKey("a scenario names its indicators behind its choices", "delete the line; write {ROS-COE-A=2} behind the choice that shows it", "indicators"))
	}
	for _, scene := range k.written.Scenes {
		for _, c := range scene.Choices {
			for _, id := range slices.Sorted(maps.Keys(c.Points)) {
				if len(l.known) > 0 && !l.known[id] {
					f := c.At
					f.What, f.Hint = fmt.Sprintf("the indicator %q is not in the framework", id), diag.DidYouMean(id, l.indicators())
					k.found.Add(f)
				}
			}
		}
	}
	return k
}

func (k *provedScenario) publish(parsed *markdown.Scenario) {
	k.published = k.written.Publish()
	k.scenes, k.choices = map[string]template.HTML{}, map[[2]string]markdown.ChoiceHTML{}
	for i, scene := range k.written.Scenes {
		id := quiz.SceneID(k.written.ID, scene.Title, scene.Text)
		k.scenes[id] = parsed.HTML[i].Text
		for n, c := range scene.Choices {
			k.choices[[2]string{id, quiz.ChoiceID(k.written.ID, id, c.Text)}] = parsed.HTML[i].Choices[n]
		}
	}
}

// sameScenes finds scenes of assessed scenarios that are practised as well:
// their feedback would be published.
func (l *loader) sameScenes() {
	words := func(s quiz.Scene) string {
		all := []string{quiz.Fold(s.Text)}
		for _, c := range s.Choices {
			all = append(all, quiz.Fold(c.Text))
		}
		slices.Sort(all[1:])
		return strings.Join(all, "\n")
	}
	each := func(mode quiz.Mode, do func(quiz.Scene)) {
		for _, m := range l.model.Modules {
			for _, s := range m.Scenarios {
				for _, scene := range s.Scenario.Scenes {
					if s.Scenario.Mode == mode && len(scene.Choices) > 1 {
						do(scene)
					}
				}
			}
		}
	}
	practised := map[string]quiz.Scene{}
	each(quiz.Practice, func(s quiz.Scene) { practised[words(s)] = s })
	each(quiz.Assessed, func(s quiz.Scene) {
		if other, ok := practised[words(s)]; ok {
			f := s.At
			f.What, f.Hint = fmt.Sprintf("this scene is practised as well, at %s:%d", other.At.File, other.At.Pos.Line), "practice shows what its choices are worth: word one of the two otherwise"
			l.faults.Add(f)
		}
	})
}
