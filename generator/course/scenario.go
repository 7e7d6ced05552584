package course

import (
	"cmp"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// scenarioEnding is how the name of a scenario's file ends.
const scenarioEnding = ".scenario.md"

func (p *Page) isScenario() bool { return strings.HasSuffix(p.File, scenarioEnding) }

// publishScenarios checks all scenarios and derives what each publishes. Scenarios and
// banks share one set of IDs.
func (m *Model) publishScenarios(banks []*quiz.Bank, unsound map[string]bool) (faults diag.List) {
	taken := map[string]string{} // file by ID
	for _, b := range banks {
		taken[b.ID] = b.File.Name
	}
	for _, module := range m.Modules {
		for _, s := range module.Scenarios {
			if s.source.toml == nil || s.rendered == nil {
				continue // its faults are reported
			}
			first, again := taken[s.Front.ID]
			if again && s.Front.ID != "" {
				faults.Add(s.source.fault(scenarioIDTaken.With(s.Front.ID, first), "id"))
			}
			taken[s.Front.ID] = s.File
			faults.Append(s.publish(m.Framework, again || unsound[s.File]))
		}
	}
	return faults
}

// publish derives what a scenario publishes, if it is sound.
func (s *Scenario) publish(f *standards.Framework, unsound bool) diag.List {
	p := s.rendered.examined
	if p == nil || p.framework != f || p.folder != s.Module.folder {
		p = s.examine(f)
		s.rendered.examined = p
	}
	if unsound || p.faults.Failed() {
		return p.faults
	}
	if p.published == nil {
		p.publish(s.parsed)
	}
	s.PublishedScenario, s.scenes, s.choices = p.published, p.scenes, p.choices
	return p.faults
}

// examine finds what is wrong with a scenario.
func (s *Scenario) examine(f *standards.Framework) *examinedScenario {
	front := s.Front
	p := &examinedScenario{framework: f, folder: s.Module.folder, written: &quiz.Scenario{
		ID: front.ID, Title: front.Title, Module: s.Module.folder, Mode: front.Mode,
		Exposure: cmp.Or(front.Exposure, quiz.Private), Introduction: s.parsed.Introduction,
		Scenes: s.parsed.Scenes, Corrections: front.Corrections, File: s.source.toml,
		Limits: quiz.Limits{
			Attempts: front.Attempts, AttemptsMonths: front.AttemptsMonths, CoolingOffDays: front.CoolingOffDays,
		},
	}}
	p.faults.Append(p.written.Check(f.CompetencyOf()))
	if len(front.Indicators) > 0 {
		p.faults.Add(s.source.toml.FaultAtKey(scenarioIndicators.With(), "indicators"))
	}
	known := vocabularyOf(f)
	for _, scene := range p.written.Scenes {
		for _, c := range scene.Choices {
			for _, id := range sortedKeys(c.Points) {
				if fault, ok := known.unknownIndicator(id); ok {
					p.faults.Add(fault.AtPlaceOf(c.At))
				}
			}
		}
	}
	return p
}
