package generator

import (
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// asked is a bank or scenario that counts, and how it is archived.
type asked struct {
	id        string
	published any // a pointer, the same one while it says the same
	record    func(*quiz.Archive) diag.List
}

// asked are the banks and scenarios of the site that count.
func (s *Site) asked() []asked {
	var list []asked
	for _, b := range s.model.Banks {
		if b.Module != nil && b.Revision != "" && b.Bank.Mode == quiz.Assessed {
			record := func(a *quiz.Archive) diag.List { return a.Record(b.Published) }
			list = append(list, asked{b.Bank.ID, b.Published, record})
		}
	}
	for _, m := range s.model.Modules {
		for _, c := range m.Scenarios {
			if c.PublishedScenario != nil && c.Scenario.Mode == quiz.Assessed {
				record := func(a *quiz.Archive) diag.List { return a.RecordScenario(c.PublishedScenario) }
				list = append(list, asked{c.Scenario.ID, c.PublishedScenario, record})
			}
		}
	}
	return list
}
