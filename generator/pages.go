package generator

import (
	"fmt"
	"html/template"
	"path"
	"slices"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/render"
)

func (s *Site) homePages() []File {
	return []File{s.authored(s.model.Home, func() (render.Document, error) { return s.home(), nil })}
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
		files = append(files, s.authored(c.Page, func() (render.Document, error) { return s.course(c), nil }))
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
		files = append(files, s.authored(m.Page, func() (render.Document, error) { return s.module(m), nil }))
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

// indicators are those of some IDs, with the competencies that they belong to.
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
			files = append(files, s.authored(m.Lessons[n].Page, func() (render.Document, error) { return s.lesson(m, n) }))
		}
	}
	return files
}

// lesson is lesson n of a module.
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

// neighbours are what comes before and after a lesson or scenario of a module.
func (s *Site) neighbours(m *course.Module, p *course.Page) (previous, next *render.Link) {
	pages := m.Pages()
	n := slices.Index(pages, p)
	previous = s.linkTo(p.Address, pages[n-1])
	if n+1 < len(pages) {
		return previous, s.linkTo(p.Address, pages[n+1])
	}
	return previous, s.afterModule(m, p.Address)
}

// afterModule is what comes after the lessons and scenarios of a module: its
// assessment, the next module, or nothing.
func (s *Site) afterModule(m *course.Module, folder string) *render.Link {
	if m.Assessment != nil {
		next := s.assessmentLink(m, folder)
		return &next
	}
	modules := m.Course.Modules
	if n := slices.Index(modules, m); n+1 < len(modules) {
		return s.linkTo(folder, modules[n+1].Page)
	}
	return nil
}

func (s *Site) progressPages() []File {
	return []File{s.made(course.ProgressFolder, themeSource, func() (render.Document, error) { return s.progress(), nil })}
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

// pageOf is page for one that an author wrote.
func (s *Site) pageOf(kind string, page *course.Page, above ...*course.Page) render.Page {
	p := s.page(kind, page.Address, page.Front.Title, page.Front.Description, above...)
	p.Body = page.Body.HTML
	if s.shared.Instructor && len(page.Body.Questions) > 0 {
		s.addStyles(&p, "boxes") // the answers stand in one
	}
	s.addStyles(&p, page.Body.Styles...)
	p.Changed, p.ReviewBy = s.changed(page), date(page.Front.ReviewBy)
	for _, h := range page.Body.Headings {
		if !h.Boxed && (h.Level == 2 || h.Level == 3) {
			p.Contents = append(p.Contents, render.Heading{Level: h.Level, ID: h.ID, Text: h.Text})
		}
	}
	return p
}

// renderNavigation renders the list of a module's pages. All its pages show the
// same bytes, so it is done once.
func (s *Site) renderNavigation(m *course.Module) (template.HTML, error) {
	folder := path.Join(m.Address, "page") // as deep as those that show it
	n := &render.Navigation{Module: render.Link{Title: m.Front.Title, Href: "../index.html"}, Address: m.Address}
	if !s.shared.Preview { // there, a page would be loaded again for every word of another
		n.Version = m.Version()
	}
	for _, l := range m.Lessons {
		n.Lessons = append(n.Lessons, s.lessonCard(l, folder))
	}
	n.Scenarios = s.scenarioCards(m, folder)
	n.Practice = s.practiceLink(m, folder)
	if m.Assessment != nil {
		n.Assessment = s.assessmentCard(m, folder)
	}
	html, err := s.renderer.Navigation(n)
	if err != nil {
		return "", fmt.Errorf("the navigation of %s: %w", m.File, err)
	}
	return html, nil
}

func (s *Site) link(folder string, to *course.Page) render.Link {
	return render.Link{Title: to.Front.Title, Href: course.Relative(folder, to.Path())}
}

func (s *Site) linkTo(folder string, to *course.Page) *render.Link {
	link := s.link(folder, to)
	return &link
}

func (s *Site) moduleCard(m *course.Module, folder string) render.ModuleCard {
	card := render.ModuleCard{
		Link: s.link(folder, m.Page), ID: m.ID(), Description: m.Front.Description, Minutes: m.Minutes(),
		Lessons: len(m.Lessons), Roles: m.Roles, Practice: s.practiceParts(m, folder),
	}
	if m.Assessment != nil {
		link := s.assessmentLink(m, folder)
		card.Assessment, card.Bank = &link, m.Assessment.Bank.ID
	}
	for _, c := range s.scenarioCards(m, folder) {
		if c.Assessed {
			card.Scenarios = append(card.Scenarios, c)
		}
	}
	return card
}

func (s *Site) lessonCard(l *course.Lesson, folder string) render.LessonCard {
	return render.LessonCard{
		Link: s.link(folder, l.Page), ID: l.ID(), Description: l.Front.Description, Minutes: l.Front.Minutes,
	}
}

// references are the works of some citations, by author.
func (s *Site) references(cited []string) []render.Reference {
	var list []render.Reference
	for _, key := range s.model.References.Sorted(cited) {
		list = append(list, render.Reference{ID: bibliography.ID(key), HTML: s.model.References.HTML(key)})
	}
	return list
}
