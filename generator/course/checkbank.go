package course

import (
	"cmp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// checkBanks finds banks and modules that do not name each other as they should.
func (c *checker) checkBanks() {
	folders := sortedKeys(c.plan.modules)
	for _, folder := range folders {
		if m := c.plan.modules[folder]; m.Front.Quiz != "" && !m.omitted {
			c.checkQuiz(m)
		}
	}
	for _, bank := range c.Banks {
		b, m := bank.Bank, c.plan.moduleOf(bank.Bank)
		// If a bank could not be read to its end, its module may simply not have been read.
		if m == nil && (b.Module != "" || bank.Revision != "") {
			c.faults.Add(b.File.Fault(unknownModule.With(b.Module, moduleProposal(b.Module, folders)), "module"))
		}
		if b.Mode != quiz.Assessed {
			continue
		}
		if m != nil && !m.omitted && m.Front.Quiz == "" {
			c.faults.Add(b.File.Fault(bankNotAsked.With(b.ID, m.File), "id").Notice())
		}
		if b.Exposure == quiz.Public {
			c.faults.Add(b.File.Fault(publicBank.With(b.ID), "exposure").Notice())
		}
	}
	c.checkExposure()
}

// checkExposure finds assessed scenarios whose points are public.
func (c *checker) checkExposure() {
	for _, m := range c.Modules {
		for _, s := range m.Scenarios {
			if s.PublishedScenario == nil {
				continue
			}
			if w := s.Scenario; w.Mode == quiz.Assessed && w.Exposure == quiz.Public {
				c.faults.Add(w.File.Fault(publicScenario.With(w.ID), "exposure").Notice())
			}
		}
	}
}

// checkQuiz checks the bank that a module names.
func (c *checker) checkQuiz(m *Module) {
	id := m.Front.Quiz
	bank := c.bank(id)
	fault := func(f diag.Message) { c.faults.Add(m.source.fault(f, "quiz")) }
	switch {
	case bank == nil:
		fault(quizIsNoBank.With(id, c.bankProposal(id)))
	case bank.Bank.Mode == quiz.Practice:
		fault(quizForPractice.With(id))
	case c.plan.moduleOf(bank.Bank) != m:
		fault(quizOfOtherModule.With(id, bank.Bank.Module, m.folder))
	}
}

// bank returns the bank with an ID; nil if no bank has it.
func (m *Model) bank(id string) *Bank {
	i := slices.IndexFunc(m.Banks, func(b *Bank) bool { return b.Bank.ID == id })
	if i < 0 {
		return nil
	}
	return m.Banks[i]
}

// bankProposal suggests which bank may be meant, or how to create it.
func (m *Model) bankProposal(id string) diag.Message {
	var ids []string
	for _, b := range m.Banks {
		ids = append(ids, b.Bank.ID)
	}
	slices.Sort(ids)
	known := diag.Suggest(id, ids)
	switch {
	case known.Nearest() != "":
		return proposal.With(known)
	case len(ids) > 0:
		return proposalOrNewBank.With(known)
	}
	return newBank.With()
}

// moduleProposal suggests which module a bank may mean.
func moduleProposal(name string, folders []string) diag.Message {
	for _, folder := range folders {
		if project.Address(folder) == strings.Trim(name, "/") {
			return nameModuleFolder.With(folder)
		}
	}
	return proposal.With(diag.Suggest(name, folders))
}

// checkReferences checks the indicators and competencies that a bank names.
func checkReferences(b *quiz.Bank, f *standards.Framework) (faults diag.List) {
	names := vocabularyOf(f)
	if len(names.known) == 0 {
		return faults
	}
	for i, q := range b.Questions {
		for k, id := range q.Indicators {
			if fault, unknown := names.unknownIndicator(id); unknown {
				faults.Add(b.File.Fault(inQuestion.With(q.ID, fault), "questions", i, "indicators", k))
			}
		}
	}
	for i := range b.Tasks {
		t := &taskCheck{bank: b, index: i, task: &b.Tasks[i], framework: f, names: names}
		t.check()
		faults.Append(t.faults)
	}
	for i, draw := range b.Draws {
		if draw.Competency != "" && !slices.Contains(names.competencies, draw.Competency) {
			fault := unknownCompetency.With(draw.Competency, diag.Suggest(draw.Competency, names.competencies))
			faults.Add(b.File.Fault(fault, "draw", i, "competency"))
		}
	}
	return faults
}

// taskCheck checks the indicators and the competency that a task names: the gradebook
// refuses answers about something that nobody is graded on.
type taskCheck struct {
	bank      *quiz.Bank
	index     int
	task      *quiz.Task
	framework *standards.Framework
	names     *vocabulary
	faults    diag.List
}

func (t *taskCheck) fault(m diag.Message, path ...any) diag.Fault {
	return t.bank.File.Fault(inTask.With(t.task.ID, m), append([]any{"tasks", t.index}, path...)...)
}

func (t *taskCheck) check() {
	competency := t.checkIndicators()
	if competency == "" {
		return
	}
	c := t.framework.Competency(competency)
	switch {
	case c == nil:
		known := diag.Suggest(competency, t.names.competencies)
		t.faults.Add(t.fault(unknownCompetency.With(competency, known), "competency"))
	case c.Rule == nil:
		t.faults.Add(t.fault(taskNotGraded.With(competency), "competency"))
	case t.task.Type == quiz.Written && !t.framework.Settle(c).Wants(standards.Written):
		t.faults.Add(t.fault(writtenNotDemanded.With(competency), "type").Notice())
	}
}

// checkIndicators checks the indicators of a task, and returns its competency.
func (t *taskCheck) checkIndicators() (competency string) {
	of, ofPersons := t.framework.CompetencyOf(), t.framework.PersonCompetencyOf()
	competency = t.task.Competency
	for i, id := range t.task.Indicators {
		fault, unknown := t.names.unknownIndicator(id)
		switch {
		case unknown:
			t.faults.Add(t.fault(fault, "indicators", i))
		case ofPersons(id) == "":
			t.faults.Add(t.fault(notOfPersons.With(id), "indicators", i))
		case competency != "" && of(id) != competency:
			t.faults.Add(t.fault(otherCompetency.With(id, competency), "indicators", i))
		}
		competency = cmp.Or(competency, of(id))
	}
	return competency
}
