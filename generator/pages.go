package generator

import (
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/render"
)

func (s *Site) homePages() []File {
	return []File{s.authoredPage(s.model.Home, func() (render.Document, error) { return s.home(), nil })}
}

func (s *Site) home() *render.Home {
	m := s.model
	h := &render.Home{Page: s.pageOf("home", m.Home)}
	if h.Title == "" {
		h.Title = s.shared.Title
	}
	h.References = s.references(m.Home.Body.Citations)
	for _, r := range m.Roles {
		h.Roles = append(h.Roles, render.Link{Title: r.Title, Href: r.Path()})
	}
	for _, c := range m.Courses {
		h.Courses = append(h.Courses, render.CourseCard{
			Link: s.link("", c.Page), Description: c.Front.Description, Modules: len(c.Modules), Minutes: c.Minutes(),
		})
	}
	return h
}

func (s *Site) coursePages() (files []File) {
	for _, c := range s.model.Courses {
		files = append(files, s.authoredPage(c.Page, func() (render.Document, error) { return s.course(c), nil }))
	}
	return files
}

func (s *Site) course(c *course.Course) *render.Course {
	p := &render.Course{Page: s.pageOf("course", c.Page)}
	p.References = s.references(c.Body.Citations)
	for _, m := range c.Modules {
		p.Modules = append(p.Modules, s.moduleCard(m, c.Address))
	}
	if len(c.Modules) > 0 {
		p.Next = s.linkTo(c.Address, c.Modules[0].Page)
	}
	return p
}

func (s *Site) modulePages() (files []File) {
	for _, m := range s.model.Modules {
		files = append(files, s.authoredPage(m.Page, func() (render.Document, error) { return s.module(m), nil }))
	}
	return files
}

func (s *Site) module(m *course.Module) *render.Module {
	p := &render.Module{
		Page: s.pageOf("module", m.Page, m.Course.Page), ID: m.ID(), Minutes: m.Minutes(), Objectives: m.Objectives,
		Roles: m.Roles, ContentNote: m.Front.ContentNote,
	}
	for _, l := range m.Lessons {
		p.Lessons = append(p.Lessons, s.lessonCard(l, m.Address))
	}
	p.Scenarios = s.scenarioCards(m, m.Address)
	p.Practice, p.Practised = s.practiceLink(m, m.Address), s.practised(m)
	if m.Assessment != nil {
		p.Assessment = s.assessmentCard(m, m.Address)
	}
	p.References = s.references(m.Citations)
	p.Terms = s.terms(m.Terms, m.Address)
	for _, before := range m.Before {
		p.Before = append(p.Before, s.link(m.Address, before.Page))
	}
	p.Indicators = s.indicators(m.Front.Indicators)
	if len(m.Lessons) > 0 {
		p.Next = s.linkTo(m.Address, m.Lessons[0].Page)
	}
	return p
}

// indicators returns the indicators with the IDs, and the competencies they belong to.
func (s *Site) indicators(ids []string) (list []render.Indicator) {
	for _, id := range ids {
		for _, c := range s.model.Framework.Competencies {
			for _, i := range c.Indicators {
				if i.ID == id {
					list = append(list, render.Indicator{ID: id, Text: i.Text, Competency: c.Title})
				}
			}
		}
	}
	return list
}

func (s *Site) lessonPages() (files []File) {
	for _, m := range s.model.Modules {
		for n := range m.Lessons {
			build := func() (render.Document, error) { return s.lesson(m, n) }
			files = append(files, s.authoredPage(m.Lessons[n].Page, build))
		}
	}
	return files
}

// lesson builds the page of lesson n of a module.
func (s *Site) lesson(m *course.Module, n int) (*render.Lesson, error) {
	l := m.Lessons[n]
	navigation, err := s.navigation[m]()
	if err != nil {
		return nil, err
	}
	p := &render.Lesson{
		Page: s.pageOf("lesson", l.Page, m.Course.Page, m.Page), ID: l.ID(), Module: s.link(l.Address, m.Page),
		Minutes: l.Front.Minutes, Objectives: l.Objectives, Number: n + 1, Of: len(m.Lessons),
	}
	p.Navigation = render.MarkCurrent(navigation, "data-lesson", p.ID)
	p.Practice = s.practiceOf(m, l)
	p.References = s.references(l.Body.Citations)
	p.Terms = s.terms(s.model.TermsOf(l.Page), l.Address)
	p.Previous, p.Next = s.neighbours(m, l.Page)
	if m.Assessment != nil && n+1 == len(m.Lessons) && len(m.Scenarios) == 0 {
		p.Assessment = p.Next
	}
	return p, nil
}

func (s *Site) progressPages() []File {
	build := func() (render.Document, error) { return s.progress(), nil }
	return []File{s.generatedPage(course.ProgressFolder, themeSource, build)}
}

func (s *Site) progress() *render.Progress {
	p := &render.Progress{Page: s.page("progress", course.ProgressFolder, s.renderer.Word("my_progress"), "")}
	for _, m := range s.model.Modules {
		p.Modules = append(p.Modules, s.moduleCard(m, course.ProgressFolder))
		for _, l := range m.Lessons {
			p.Lessons = append(p.Lessons, s.lessonCard(l, course.ProgressFolder))
		}
	}
	return p
}
