package generator

import (
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// keySource is an assessed bank or scenario, whose answer keys are archived.
type keySource struct {
	id        string
	published any // a pointer, which stays the same while what is published does
	record    func(*quiz.Archive) diag.List
}

// keySources lists the assessed banks and scenarios of the site.
func (s *Site) keySources() []keySource {
	var list []keySource
	for _, b := range s.model.Banks {
		if b.Module != nil && b.Revision != "" && b.Bank.Mode == quiz.Assessed {
			record := func(a *quiz.Archive) diag.List { return a.Record(b.Published) }
			list = append(list, keySource{b.Bank.ID, b.Published, record})
		}
	}
	for _, m := range s.model.Modules {
		for _, c := range m.Scenarios {
			if c.PublishedScenario != nil && c.Scenario.Mode == quiz.Assessed {
				record := func(a *quiz.Archive) diag.List { return a.RecordScenario(c.PublishedScenario) }
				list = append(list, keySource{c.Scenario.ID, c.PublishedScenario, record})
			}
		}
	}
	return list
}
