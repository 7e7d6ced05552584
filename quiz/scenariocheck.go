package quiz

import (
	"cmp"
	"maps"
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
)

// Check returns everything that is wrong with a scenario on its own: its front matter,
// scenes and choices, where they lead, and what can be earned on the way. competencyOf
// returns the competency of an indicator, or "".
func (s *Scenario) Check(competencyOf func(indicator string) string) diag.List {
	var faults diag.List
	s.checkFront(func(m diag.Message, path ...any) { faults.Add(s.File.Fault(m, path...)) })
	report := func(at diag.Fault, m diag.Message) { faults.Add(m.AtPlaceOf(at)) }
	switch {
	case len(s.Scenes) == 0:
		faults.Add(noScenes.With().In(s.File.Name))
	case len(s.Scenes) > MaxScenes:
		report(s.Scenes[MaxScenes].At, tooManyScenes.With(MaxScenes))
	case s.checkScenes(report) && s.checkWays(report) && !faults.Failed():
		s.checkTotals(competencyOf, report)
	}
	return faults
}

func (s *Scenario) checkFront(report diag.Report) {
	switch {
	case s.ID == "":
		report(scenarioWithoutID.With(), "id")
	case !slugPattern.MatchString(s.ID):
		report(scenarioIDUnusable.With(s.ID), "id")
	}
	switch {
	case s.Mode == "":
		report(scenarioWithoutMode.With(), "mode")
	case s.Mode != Assessed && s.Mode != Practice:
		report(scenarioModeUnknown.With(string(s.Mode)), "mode")
	}
	if s.Exposure != Private && s.Exposure != Public {
		report(exposureUnknown.With(string(s.Exposure)), "exposure")
	}
	if s.Mode == Practice && len(s.Corrections) > 0 {
		report(practiceScenarioCorrected.With(), "corrections")
	}
	if s.Mode == Practice && s.Limits != (Limits{}) {
		report(practiceScenarioLimited.With(), "mode")
	} else {
		s.Limits.check(report)
	}
	checkCorrections(s.Corrections, scenarioRevision, report)
}

// checkScenes checks each scene and choice, and returns whether every choice leads to a
// scene.
func (s *Scenario) checkScenes(report placedReport) (linked bool) {
	linked = true
	scenes := &knownScenes{byID: map[string]*Scene{}, byWords: map[string]*Scene{}}
	for i := range s.Scenes {
		linked = scenes.add(&s.Scenes[i], report) && linked
	}
	for i := range s.Scenes {
		linked = s.Scenes[i].checkChoices(scenes, report) && linked
	}
	return linked
}

// knownScenes are the scenes of a scenario that were checked so far.
type knownScenes struct {
	byID, byWords map[string]*Scene
	ids           []string // as written
}

// add reports what is wrong with a scene on its own and compared with earlier ones, and
// adds it to them. It returns false where choices cannot lead to it or out of it.
func (known *knownScenes) add(scene *Scene, report placedReport) (linked bool) {
	first, taken := known.byID[scene.ID]
	switch {
	case scene.ID == "":
	case !slugPattern.MatchString(scene.ID):
		report(scene.At, sceneNameUnusable.With(scene.ID))
	case taken:
		report(scene.At, sceneTaken.With(scene.ID, first.At.Pos.Line))
	default:
		known.byID[scene.ID] = scene
		known.ids = append(known.ids, scene.ID)
	}
	words := Fold(scene.Title) + "\n" + Fold(scene.Text)
	switch same := known.byWords[words]; {
	case Normalise(scene.Text) == "":
		report(scene.At, sceneSaysNothing.With(scene.ID))
	case same != nil && same.ID != "":
		report(scene.At, scenesAlike.With(scene.ID, same.ID))
	default:
		known.byWords[words] = scene
	}
	scene.checkEnding(report)
	return scene.ID != "" && len(scene.Choices) <= MaxChoices
}

func (scene *Scene) checkEnding(report placedReport) {
	switch {
	case len(scene.Choices) == 0 && scene.Ending == "":
		report(scene.At, sceneLeadsNowhere.With(scene.ID, cmp.Or(scene.ID, "home")))
	case len(scene.Choices) > 0 && scene.Ending != "":
		report(scene.At, endWithChoices.With(scene.ID))
	case len(scene.Choices) > MaxChoices:
		report(scene.At, tooManyChoices.With(scene.ID, MaxChoices))
	}
	endings := []string{string(GoodEnd), string(MixedEnd), string(PoorEnd)}
	if ending := string(scene.Ending); ending != "" && !slices.Contains(endings, ending) {
		report(scene.At, endUnknown.With(ending, diag.Suggest(ending, endings)))
	}
}

// checkChoices reports what is wrong with the choices of a scene, and returns whether each
// leads to a scene.
func (scene *Scene) checkChoices(scenes *knownScenes, report placedReport) (linked bool) {
	linked = true
	texts := map[string]bool{}
	for k := range scene.Choices {
		c := &scene.Choices[k]
		if scenes.byID[c.To] == nil {
			linked = false
			if c.To != "" {
				report(c.ToAt, sceneUnknown.With(c.To, diag.Suggest(c.To, scenes.ids)))
			}
		}
		folded := Fold(c.Text)
		if texts[folded] {
			report(c.At, choicesAlike.With())
		}
		texts[folded] = true
		c.check(report)
	}
	return linked
}

// check reports what is wrong with a choice on its own.
func (c *Choice) check(report placedReport) {
	if Normalise(c.Text) == "" {
		report(c.At, choiceWordless.With())
	}
	if Normalise(c.Feedback) == "" {
		report(c.At, choiceWithoutFeedback.With())
	}
	fails := false
	for _, indicator := range slices.Sorted(maps.Keys(c.Points)) {
		switch p := c.Points[indicator]; {
		case p < -MaxScenePoints || p > MaxScenePoints:
			report(c.At, choicePointsOutOfRange.With(p, indicator, MaxScenePoints))
		case p < 0:
			fails = true
		case p > 0 && c.Critical:
			report(c.At, criticalEarns.With(indicator))
		}
	}
	if c.Critical && !fails {
		report(c.At, criticalFailsNothing.With())
	}
}
