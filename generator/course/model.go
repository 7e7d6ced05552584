package course

import (
	"html/template"
	"path"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Model is a project whose parts are connected. It can be published if Load found no
// errors.
type Model struct {
	Home       *Page
	Courses    []*Course
	Modules    []*Module // of all courses, in their order
	Banks      []*Bank   // by file name
	Framework  *standards.Framework
	References *bibliography.References
	Terms      []*Term  // of the glossary, by title
	Works      []*Work  // that pages cite, by author
	Roles      []*Role  // of the framework
	Files      []File   // local files that pages show or link to, by address
	Aliases    []Alias  // by address
	Unused     []string // files under content/ that belong to no page; only with Options.Facts
}

// Page is a page that an author wrote.
type Page struct {
	File    string // from the project's folder: content/…
	Address string // of its folder in the site; "" for the home page
	Front   *Front
	Body    *markdown.Page

	Objectives []template.HTML // of the front matter

	source   *pageFile
	rendered *renderedPage // nil if it has no text, or is omitted
	lesson   bool
	omitted  bool // it is a draft, or lies in one, and drafts are left out
}

// Path returns the page's file in the site.
func (p *Page) Path() string { return path.Join(p.Address, "index.html") }

// Course is a folder of modules.
type Course struct {
	*Page
	Modules []*Module
}

// Minutes returns the sum over the course's modules.
func (c *Course) Minutes() int {
	sum := 0
	for _, m := range c.Modules {
		sum += m.Minutes()
	}
	return sum
}

// Module is a folder of lessons, with an assessment if it names a bank.
type Module struct {
	*Page
	Course     *Course
	Lessons    []*Lesson
	Scenarios  []*Scenario
	Assessment *Bank     // nil without one
	Practice   []*Bank   // for practice, by file name
	Citations  []string  // keys of the works that its pages cite, sorted for a list
	Roles      []string  // titles
	Terms      []*Term   // that its pages name, by title
	Before     []*Module // its prerequisites

	folder string // under content/
}

// ID returns the module's address, by which the player keeps progress.
func (m *Module) ID() string { return m.Address }

// AssessmentAddress returns the folder of the module's assessment in the site.
func (m *Module) AssessmentAddress() string { return path.Join(m.Address, assessmentFolder) }

// PracticeAddress returns the folder of the module's practice questions in the site.
func (m *Module) PracticeAddress() string { return path.Join(m.Address, practiceFolder) }

// Practises reports whether the module has practice questions.
func (m *Module) Practises() bool {
	asks := func(l *Lesson) bool { return len(l.Body.Questions) > 0 }
	return len(m.Practice) > 0 || slices.ContainsFunc(m.Lessons, asks)
}

// Minutes returns what the front matter says, or else the sum over lessons and scenarios.
func (m *Module) Minutes() int {
	if m.Front.Minutes > 0 {
		return m.Front.Minutes
	}
	sum := 0
	for _, l := range m.Lessons {
		sum += l.Front.Minutes
	}
	for _, s := range m.Scenarios {
		sum += s.Front.Minutes
	}
	return sum
}

// Version identifies what the module's pages say to learners. It changes with every word,
// including texts that the pages include, but not with trainer's notes.
func (m *Module) Version() string {
	texts := []string{"coursemark-module/1", string(m.rendered.front), string(m.Body.Sum[:])}
	for _, l := range m.Lessons {
		texts = append(texts, l.Address, string(l.rendered.front), string(l.Body.Sum[:]))
	}
	sum := quiz.Digest(texts...)
	return "m1-" + quiz.Base32(sum[:])[:10]
}

// Lesson is a page of a module.
type Lesson struct {
	*Page
	Module *Module
}

// ID returns the lesson's address, by which the player keeps progress. It is also the
// bank ID of its practice questions.
func (l *Lesson) ID() string { return l.Address }

// Bank is a quiz bank with its texts rendered.
type Bank struct {
	*quiz.Published
	Module *Module // that asks it, as its assessment or as practice; nil if none does

	texts   map[string]*markdown.QuestionTexts // by public question ID
	tasks   map[string]template.HTML           // prompts, by public ID
	prompts []string                           // of an assessed bank, folded for comparison
}

// Texts returns the rendered texts of a question, by its public ID. They must not be
// changed.
func (b *Bank) Texts(question string) *markdown.QuestionTexts { return b.texts[question] }

// TaskPrompt returns the rendered prompt of a task, by its public ID.
func (b *Bank) TaskPrompt(task string) template.HTML { return b.tasks[task] }

// Scenario is a branching conversation of a module.
type Scenario struct {
	*Page
	*quiz.PublishedScenario
	Module *Module

	parsed  *markdown.Scenario
	scenes  map[string]template.HTML          // by ID
	choices map[[2]string]markdown.ChoiceHTML // by ID of scene and choice
}

// Introduction is the rendered text before the first scene.
func (s *Scenario) Introduction() template.HTML { return s.parsed.IntroductionHTML }

// SceneText returns the rendered text of a scene, by its published ID.
func (s *Scenario) SceneText(scene string) template.HTML { return s.scenes[scene] }

// ChoiceText returns the rendered text of a choice, by published IDs.
func (s *Scenario) ChoiceText(scene, choice string) template.HTML {
	return s.choices[[2]string{scene, choice}].Text
}

// Feedback returns the rendered feedback of a choice, by published IDs. It must not
// be used if the scenario is assessed.
func (s *Scenario) Feedback(scene, choice string) template.HTML {
	return s.choices[[2]string{scene, choice}].Feedback
}

// Assessed returns the indicators that an assessed scenario has points for; nil for
// practice.
func (s *Scenario) Assessed() []string {
	if s.Front.Mode != quiz.Assessed {
		return nil
	}
	return s.Indicators()
}

// Indicators returns the indicators that choices of the scenario have points for.
func (s *Scenario) Indicators() []string {
	points := map[string]bool{}
	for _, scene := range s.parsed.Scenes {
		for _, c := range scene.Choices {
			for id := range c.Points {
				points[id] = true
			}
		}
	}
	return sortedKeys(points)
}

// Term is an entry of the glossary.
type Term struct {
	ID         string // of its entry on the glossary's page
	Title      string
	Aliases    []string
	SeeAlso    []*Term
	Definition template.HTML // with links to other entries of the page
	Plain      template.HTML // without links
	Pages      []*Page       // that name it, in the order of the site

	source string // its definition as written
	index  int    // in the file

	related bool // whether another definition names it
}

// Work is a work of the bibliography.
type Work struct {
	Key   string
	Pages []*Page // that cite it, in the order of the site
}

// Role is a role of the framework, with the modules that lead to its competencies.
type Role struct {
	*standards.Role
	Address string // of its page's folder
	Needs   []Need
	Also    []*Module // meant for the role, but not leading to its needs
}

// Path returns the role's file in the site.
func (r *Role) Path() string { return path.Join(r.Address, "index.html") }

// Minutes returns the sum over the modules that the role needs, each counted once.
func (r *Role) Minutes() int {
	sum := 0
	counted := map[*Module]bool{}
	for _, n := range r.Needs {
		for _, m := range n.Modules {
			if !counted[m] {
				counted[m] = true
				sum += m.Minutes()
			}
		}
	}
	return sum
}

// Need is a competency that a role requires.
type Need struct {
	standards.Requirement
	Competency *standards.Competency
	Level      standards.Level
	Modules    []*Module // that lead to it, in the order of the site
}

// File is a local file that is copied into the site.
type File struct {
	Source  string // from the project's folder
	Address string // in the site
	Width   int    // of a smaller picture, in pixels; 0 for the file itself
}

// Alias is a former address of a page.
type Alias struct {
	Address string // a folder in the site
	Page    *Page
}

// Folders of the site that no page can have.
const (
	assessmentFolder = "assessment"
	practiceFolder   = "practice"
	assetsFolder     = "assets"
	ProgressFolder   = "my-progress"
	GlossaryFolder   = "glossary"
	WorksFolder      = "bibliography"
	rolesFolder      = "roles"
)

// Pages returns all pages that authors wrote, in the order of the site.
func (m *Model) Pages() []*Page {
	pages := []*Page{m.Home}
	for _, c := range m.Courses {
		pages = append(pages, c.Page)
		for _, module := range c.Modules {
			pages = append(pages, module.Pages()...)
		}
	}
	return pages
}

// Pages returns the module's own page and those of its lessons and scenarios.
func (m *Module) Pages() []*Page {
	pages := []*Page{m.Page}
	for _, lesson := range m.Lessons {
		pages = append(pages, lesson.Page)
	}
	for _, scenario := range m.Scenarios {
		pages = append(pages, scenario.Page)
	}
	return pages
}

// TermsOf returns the terms that some pages name, by title.
func (m *Model) TermsOf(pages ...*Page) []*Term {
	named := map[string]bool{}
	for _, p := range pages {
		for _, id := range p.Body.Terms {
			named[id] = true
		}
	}
	if len(named) == 0 {
		return nil
	}
	var terms []*Term
	for _, t := range m.Terms {
		if named[t.ID] {
			terms = append(terms, t)
		}
	}
	return terms
}

// Relative returns the relative path from a folder of the site to a file. Both are given
// from the site's root.
func Relative(folder, file string) string {
	var from []string
	if folder != "" {
		from = strings.Split(folder, "/")
	}
	to := strings.Split(file, "/")
	same := 0
	for same < len(from) && same < len(to)-1 && from[same] == to[same] {
		same++
	}
	return strings.Repeat("../", len(from)-same) + strings.Join(to[same:], "/")
}
