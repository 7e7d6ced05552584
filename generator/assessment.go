package generator

import (
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

func (s *Site) assessmentPages() (files []File) {
	for _, m := range s.model.Modules {
		if m.Assessment != nil {
			build := func() (render.Document, error) { return s.assessment(m), nil }
			files = append(files, s.generatedPage(m.AssessmentAddress(), m.Assessment.Bank.File.Name, build))
		}
	}
	return files
}

// assessment builds the page of a module's assessment only from what the bank publishes:
// neither Bank.Questions nor Source must be read here.
func (s *Site) assessment(m *course.Module) *render.Assessment {
	b, folder := m.Assessment, m.AssessmentAddress()
	p := &render.Assessment{
		Page: s.page("assessment", folder, b.Bank.Title, "", m.Course.Page, m.Page),
		Bank: b.Bank.ID, Revision: b.Revision, Module: s.link(folder, m.Page), PassMark: b.Bank.PassMark,
		Attempts: b.Bank.Attempts, AttemptsMonths: b.Bank.AttemptsMonths, CoolingOffDays: b.Bank.CoolingOffDays,
		Asked: b.FormSize(), Public: b.Bank.Exposure == quiz.Public,
	}
	for _, g := range b.Groups {
		p.Groups = append(p.Groups, render.Group{Count: g.Count, Questions: g.Questions})
	}
	for _, q := range b.Questions {
		s.addStyles(&p.Page, markdown.QuestionStyles(q.Type)...)
		p.Questions = append(p.Questions, question(&q, b.Texts(q.ID)))
	}
	for _, t := range b.Tasks {
		s.addStyles(&p.Page, "tasks")
		p.Tasks = append(p.Tasks, task(&t, b))
	}
	if pages := m.Pages(); len(pages) > 1 {
		p.Previous = s.linkTo(folder, pages[len(pages)-1])
	}
	return p
}

func task(t *quiz.PublishedTask, of *course.Bank) render.Task {
	task := render.Task{
		ID: t.ID, Revision: t.Revision, Type: string(t.Type), Prompt: of.TaskPrompt(t.ID),
		Competency: t.Competency, Indicators: t.Indicators, MinWords: t.MinWords, MaxWords: t.MaxWords,
	}
	for n := range t.MaxRating {
		step := render.Step{Number: n + 1}
		if len(t.Labels) > 0 {
			step.Words = t.Labels[n]
		}
		task.Steps = append(task.Steps, step)
	}
	return task
}
