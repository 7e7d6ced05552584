// Package course loads a project into one typed model and holds everything
// against everything: pages, banks, framework, references. What it returns
// without faults can be published.
package course

import (
	"context"
	"html/template"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Options are what a Loader takes from its caller.
type Options struct {
	Drafts bool      // also what is marked as a draft
	Today  time.Time // for review_by; zero: it is not checked

	// Word, Question and Instructor are handed to the renderer of markdown. The sums
	// stand for what the functions give: while a sum stays, so does all that was
	// rendered with it.
	Word                 func(key string) string
	Question             func(*markdown.Question) (template.HTML, error)
	WordSum, PracticeSum string
	Instructor           bool // for a Loader, always the same
	// Facts says that the pages are to be reviewed; always the same too.
	Facts bool
}

// Model is a project that was loaded and checked.
type Model struct {
	Config     project.Config
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
	Unused     []string // files under content/ that belong to no page; where Facts were asked for
}

// Page is a page that an author wrote.
type Page struct {
	File    string // from the project's folder: content/…
	Address string // of its folder in the site; "" for the home page
	Front   Front
	Body    *markdown.Page

	Objectives []template.HTML // of the front matter

	text   *text
	lesson bool
	kept   *kept
}

// Path is the page's file in the site.
func (p *Page) Path() string { return path.Join(p.Address, "index.html") }

// Course is a folder of modules.
type Course struct {
	*Page
	Modules []*Module
}

// Minutes is the sum over the course's modules.
func (c *Course) Minutes() int {
	sum := 0
	for _, m := range c.Modules {
		sum += m.Minutes()
	}
	return sum
}

// Module is a folder of lessons, with an assessment where it names a bank.
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

// ID is the module's key of progress: its address.
func (m *Module) ID() string { return m.Address }

// AssessmentAddress is the folder of the module's assessment in the site.
func (m *Module) AssessmentAddress() string { return path.Join(m.Address, assessmentFolder) }

// PracticeAddress is the folder of the module's practice questions in the site.
func (m *Module) PracticeAddress() string { return path.Join(m.Address, practiceFolder) }

// Practises tells whether the module has practice questions.
func (m *Module) Practises() bool {
	return len(m.Practice) > 0 || slices.ContainsFunc(m.Lessons, func(l *Lesson) bool { return len(l.Body.Questions) > 0 })
}

// Minutes is what the front matter says, or the sum over the lessons.
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

// Version identifies what the module's pages say to learners: it changes with
// every word, also of a text that they include, and with no trainer's note.
func (m *Module) Version() string {
	texts := []string{"coursemark-module/1", string(m.kept.front), string(m.Body.Sum[:])}
	for _, l := range m.Lessons {
		texts = append(texts, l.Address, string(l.kept.front), string(l.Body.Sum[:]))
	}
	sum := quiz.Digest(texts...)
	return "m1-" + quiz.Base32(sum[:])[:10]
}

// Lesson is a page of a module.
type Lesson struct {
	*Page
	Module *Module
}

// ID is the lesson's key of progress and the bank of its practice questions: its
// address.
func (l *Lesson) ID() string { return l.Address }

// Bank is a quiz bank with its texts rendered.
type Bank struct {
	*quiz.Published
	Module *Module // whose assessment it is, or whose practice; nil where none asks it

	texts map[string]*markdown.QuestionTexts // by public question ID
	tasks map[string]template.HTML           // prompts, by public ID
}

// Texts returns the rendered texts of a question, by its public ID. Nobody may
// change them.
func (b *Bank) Texts(question string) *markdown.QuestionTexts { return b.texts[question] }

// TaskPrompt returns the rendered prompt of a task, by its public ID.
func (b *Bank) TaskPrompt(task string) template.HTML { return b.tasks[task] }

// File is a local file that is copied into the site.
type File struct {
	Source  string // from the project's folder
	Address string // in the site
	Width   int    // of a smaller picture; 0: the file as it is
}

// Alias is an address under which a page was known before.
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

// loader holds what is known while a project is loaded.
type loader struct {
	*Loader
	ctx     context.Context
	project *project.Project
	options Options
	model   *Model
	faults  diag.List

	pages   map[string]*Page    // by file; also drafts that are left out
	inOrder []*Page             // the same, by file
	reread  []string            // files that were read this time
	left    map[*Page]bool      // drafts that are left out
	folders map[string]string   // address of a folder under content/
	claims  map[string]claimed  // addresses in small letters
	modules map[string]*Module  // by folder under content/; also drafts
	played  map[*Page]*Scenario // also drafts
	broken  map[string]bool     // files that have faults already
	files   *files
	known   map[string]bool  // indicators of the framework
	terms   map[string]*Term // by ID
}

// take adds faults and remembers which files have any.
func (l *loader) take(found diag.List) {
	if found.Len() == 0 {
		return // nearly always
	}
	for _, f := range found.Sorted() {
		if f.Severity == diag.Error {
			l.broken[f.File] = true
		}
	}
	l.faults.Append(found)
}

// render renders the pages that are not rendered yet, in parallel.
func (l *loader) render() {
	renderer := markdown.New(markdown.Options{
		Word: l.options.Word, Question: l.options.Question, References: l.works, Glossary: l.glossary.names,
		Instructor: l.options.Instructor, Facts: l.options.Facts,
	})
	l.files = &files{loader: l}
	var all, work []*Page
	for _, p := range l.sorted() {
		if l.left[p] || p.text.body < 0 {
			continue
		}
		all = append(all, p)
		if !l.holds(p) {
			work = append(work, p)
		}
	}
	l.parallel(len(work), func(i int) {
		if p := work[i]; p.text.read(l.project, p.File) {
			l.renderPage(p, renderer)
		}
	})
	for _, p := range all {
		p.Body, p.Objectives = p.kept.body, p.kept.objectives
		if s := l.played[p]; s != nil && p.kept.scenario != nil {
			s.parsed = p.kept.scenario
		}
		if p.Body == nil { // stopped
			p.Body = &markdown.Page{}
		}
		l.take(p.kept.found)
	}
	rendered := make(map[string]bool, len(work))
	for _, p := range work {
		rendered[p.File] = true
	}
	for _, file := range l.reread { // one without a text is not rendered, and has no headings any more
		rendered[file] = true
	}
	for _, p := range all {
		if l.moved || rendered[p.File] || slices.ContainsFunc(p.Body.Links, func(link markdown.Link) bool { return rendered[link.File] }) {
			p.kept.linked = l.links(p)
		}
		l.faults.Append(p.kept.linked)
	}
	l.model.Files = l.files.used(all)
	l.renderBanks(renderer)
	l.definitions(renderer)
	l.unused(all)
}

// links finds links of a page to headings that other pages do not have.
func (l *loader) links(p *Page) (faults diag.List) {
	for _, link := range p.Body.Links {
		target := l.pages[link.File]
		if target == nil || target.Body == nil || target.Body.HasID(link.Fragment) {
			continue
		}
		f := link.At
		f.What = "there is no heading #" + link.Fragment + " in " + target.File
		f.Hint = diag.DidYouMean(link.Fragment, target.Body.IDs())
		faults.Add(f)
	}
	return faults
}

// parallel runs work on as many pages at once as there are processors.
func (l *loader) parallel(n int, do func(i int)) {
	var group errgroup.Group
	workers := min(n, runtime.GOMAXPROCS(0))
	for w := range workers {
		group.Go(func() error {
			for i := w; i < n && l.ctx.Err() == nil; i += workers {
				do(i)
			}
			return nil
		})
	}
	_ = group.Wait() // no worker fails: faults are collected
}

// pageHref gives the way from one page to another.
func (l *loader) pageHref(from *Page, file string) (string, markdown.Problem) {
	target := l.pages[file]
	switch {
	case target == nil:
		return "", markdown.Problem{What: "there is no page " + file, Hint: l.tree.suggest(file)}
	case l.left[target]:
		return "", markdown.Problem{What: file + " is a draft and left out", Hint: "take draft = true out of its front matter, or build with --drafts"}
	}
	return Relative(from.Address, target.Path()), markdown.Problem{}
}

// Relative gives the way from a folder of the site to a file, both from the
// site's root.
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
