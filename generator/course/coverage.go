package course

import (
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Coverage is where an indicator of the framework is taught and tested.
type Coverage struct {
	ID         string          `json:"id"`
	Competency string          `json:"competency"`
	Scope      standards.Scope `json:"scope"`
	Text       string          `json:"text"`
	Lessons    []string        `json:"lessons"`    // files that teach it
	Practice   int             `json:"practice"`   // questions for practice
	Assessed   int             `json:"assessed"`   // questions of banks that modules ask
	EveryForm  int             `json:"every_form"` // how many of them every form of these banks is guaranteed
	Scenarios  int             `json:"scenarios"`  // assessed, with points for it
	Written    int             `json:"written"`    // written answers about it, or about all of its competency
	Observable bool            `json:"observable"` // the competency's rule takes observations
}

// OfPersons reports whether the indicator is about a person, not a team or an agency.
func (c *Coverage) OfPersons() bool { return c.Scope == standards.Person }

// Taught reports whether a lesson teaches the indicator.
func (c *Coverage) Taught() bool { return len(c.Lessons) > 0 }

// Tested reports whether what learners hand in can show the indicator.
func (c *Coverage) Tested() bool { return c.Assessed+c.Scenarios+c.Written > 0 }

// Coverage returns where the indicators of the framework are taught and tested, in
// its order. Indicators that others replaced are left out.
func (m *Model) Coverage() []Coverage {
	byID := map[string]*Coverage{}
	list := []Coverage{}
	for i := range m.Framework.Competencies {
		list = append(list, coverageOf(&m.Framework.Competencies[i], m.Framework)...)
	}
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	count := func(ids []string, of func(*Coverage) *int) {
		for _, id := range ids {
			if c := byID[id]; c != nil {
				*of(c)++
			}
		}
	}
	for _, module := range m.Modules {
		module.cover(byID, count)
	}
	for _, b := range m.Banks {
		if b.Module != nil && b.Bank.Mode == quiz.Assessed {
			b.cover(m.Framework, byID, count)
		}
	}
	return list
}

// coverageOf lists the indicators of a competency, not yet with what covers them.
func coverageOf(c *standards.Competency, f *standards.Framework) (list []Coverage) {
	rule := f.Settle(c)
	observable := rule != nil && slices.ContainsFunc(rule.Wanted(), standards.Kind.Observed)
	for _, i := range c.Indicators {
		if i.ReplacedBy == "" {
			list = append(list, Coverage{
				ID: i.ID, Competency: c.ID, Scope: i.Scope, Text: i.Text, Lessons: []string{}, Observable: observable,
			})
		}
	}
	return list
}

// counter adds one to the number that of returns for each indicator.
type counter func(indicators []string, of func(*Coverage) *int)

// cover enters what a module teaches, and what it asks for practice and in scenarios.
func (m *Module) cover(byID map[string]*Coverage, count counter) {
	practice := func(c *Coverage) *int { return &c.Practice }
	for _, lesson := range m.Lessons {
		for _, id := range lesson.Front.Indicators {
			if c := byID[id]; c != nil {
				c.Lessons = append(c.Lessons, lesson.File)
			}
		}
		for _, q := range lesson.Body.Questions {
			count(q.Indicators, practice)
		}
	}
	for _, b := range m.Practice {
		for _, q := range b.Bank.Questions {
			count(q.Indicators, practice)
		}
	}
	for _, s := range m.Scenarios {
		count(s.Assessed(), func(c *Coverage) *int { return &c.Scenarios })
	}
}

// cover enters what an assessed bank asks. Of its tasks only written answers
// count: self-ratings and reflections show nothing.
func (b *Bank) cover(f *standards.Framework, byID map[string]*Coverage, count counter) {
	for _, q := range b.Bank.Questions {
		count(q.Indicators, func(c *Coverage) *int { return &c.Assessed })
	}
	for id, n := range b.Guaranteed(func(indicator string) string { return indicator }) {
		if c := byID[id]; c != nil {
			c.EveryForm += n
		}
	}
	for _, t := range b.Bank.Tasks {
		if t.Type != quiz.Written {
			continue
		}
		about := t.Indicators
		if c := f.Competency(t.Competency); len(about) == 0 && c != nil {
			for _, i := range c.Indicators {
				about = append(about, i.ID)
			}
		}
		count(about, func(c *Coverage) *int { return &c.Written })
	}
}

// checkCoverage finds indicators that are taught nowhere, and those of persons that
// are tested nowhere.
func (c *checker) checkCoverage() {
	var untaught, untested []string
	all, ofPersons := c.Coverage(), 0
	for _, i := range all {
		if !i.Taught() {
			untaught = append(untaught, i.ID)
		}
		if !i.OfPersons() {
			continue
		}
		ofPersons++
		if !i.Tested() {
			untested = append(untested, i.ID)
		}
	}
	c.reportGaps(notTaught, untaught, len(all))
	c.reportGaps(notTested, untested, ofPersons)
}

// reportGaps reports missing indicators, and names the first ones.
func (c *checker) reportGaps(kind diag.Kind, missing []string, all int) {
	if len(missing) == 0 {
		return
	}
	const most = 8
	list := strings.Join(missing[:min(most, len(missing))], ", ")
	if len(missing) > most {
		list += ", …"
	}
	c.faults.Add(c.Framework.File.Fault(kind.With(len(missing), all, list), "competencies").Notice())
}
