package generator

import (
	"fmt"
	"html/template"
	"path"
	"slices"

	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

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

func (s *Site) assessmentLink(m *course.Module, folder string) render.Link {
	page := path.Join(m.AssessmentAddress(), "index.html")
	return render.Link{Title: s.renderer.Word("assessment"), Href: course.Relative(folder, page)}
}

func (s *Site) assessmentCard(m *course.Module, folder string) *render.AssessmentCard {
	b := m.Assessment.Bank
	link := s.assessmentLink(m, folder)
	link.Title = b.Title
	return &render.AssessmentCard{
		Link: link, Bank: b.ID, Questions: m.Assessment.FormSize(), PassMark: b.PassMark, Attempts: b.Attempts,
	}
}

func (s *Site) scenarioCards(m *course.Module, folder string) []render.ScenarioCard {
	var cards []render.ScenarioCard
	for _, c := range m.Scenarios {
		cards = append(cards, render.ScenarioCard{
			Link: s.link(folder, c.Page), ID: c.Scenario.ID, Description: c.Front.Description,
			Minutes: c.Front.Minutes, Assessed: c.Scenario.Mode == quiz.Assessed,
		})
	}
	return cards
}

// partLink links to a page of practice questions; part is its number in the module.
func (s *Site) partLink(p practicePage, folder string, part int) render.Link {
	title := s.renderer.Word("practice_questions")
	if part > 1 {
		title = fmt.Sprintf("%s (%d)", title, part)
	}
	return render.Link{Title: title, Href: course.Relative(folder, path.Join(p.address, "index.html"))}
}

// practiceParts returns links to all pages of a module's practice questions.
func (s *Site) practiceParts(m *course.Module, folder string) []render.Link {
	var links []render.Link
	for n, p := range s.practice[m]() {
		links = append(links, s.partLink(p, folder, n+1))
	}
	return links
}

// practiceLink returns a link to the first of them, or nil if the module has no practice.
func (s *Site) practiceLink(m *course.Module, folder string) *render.Link {
	if links := s.practiceParts(m, folder); len(links) > 0 {
		return &links[0]
	}
	return nil
}

// practised returns how many practice questions a module has.
func (s *Site) practised(m *course.Module) int {
	n := 0
	for _, p := range s.practice[m]() {
		for _, g := range p.groups {
			n += len(g.questions)
		}
	}
	return n
}

// practiceOf returns the path of the page of practice questions that includes those of
// a lesson; "" if none does.
func (s *Site) practiceOf(m *course.Module, l *course.Lesson) string {
	for _, p := range s.practice[m]() {
		if slices.ContainsFunc(p.groups, func(g practiceGroup) bool { return g.lesson == l }) {
			return path.Join(p.address, "index.html")
		}
	}
	return ""
}

// neighbours returns links to what comes before and after a lesson or scenario.
func (s *Site) neighbours(m *course.Module, p *course.Page) (previous, next *render.Link) {
	pages := m.Pages()
	n := slices.Index(pages, p)
	previous = s.linkTo(p.Address, pages[n-1])
	if n+1 < len(pages) {
		return previous, s.linkTo(p.Address, pages[n+1])
	}
	return previous, s.afterModule(m, p.Address)
}

// afterModule returns a link to what comes after the lessons and scenarios of a module:
// its assessment, or the next module; nil if there is neither.
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

// renderNavigation renders the list of a module's pages. All its pages show the
// same bytes, so it is done once.
func (s *Site) renderNavigation(m *course.Module) (template.HTML, error) {
	folder := path.Join(m.Address, "page") // any folder as deep as the pages that show it
	n := &render.Navigation{Module: render.Link{Title: m.Front.Title, Href: "../index.html"}, Address: m.Address}
	if !s.shared.Preview { // in a preview, every change of a page would reload the others
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
