package generator

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/afero"
	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/generator/publish"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// Site is one version of a site. Its pages are made when they are asked for.
type Site struct {
	model    *course.Model
	renderer *render.Renderer
	assets   assets.Assets
	shared   render.Site
	project  *project.Project

	navigation map[*course.Module]func() (template.HTML, error)
	practice   map[*course.Module]func() []practicePage
	files      func() map[string]File
	scaler     *images.Scaler
	dates      map[string]string // of the last change, by file; only on request
}

func newSite(from *Session, model *course.Model) *Site {
	c := from.project.Config
	s := &Site{
		model: model, renderer: from.renderer, assets: from.assets, project: from.project, scaler: from.scaler, dates: from.dates,
		shared: render.Site{
			ID: c.Site.ID, Title: c.Site.Title, Organisation: c.Site.Organisation, Language: c.Site.DefaultLanguage,
			Version: "coursemark " + from.options.Version, BaseURL: c.Site.BaseURL, Support: c.Site.Support, Preview: from.options.Preview,
			HandIn:   render.HandIn{Contact: c.HandIn.Contact, Link: c.HandIn.Link, ReplyBy: c.HandIn.ReplyBy},
			Progress: path.Join(course.ProgressFolder, "index.html"), Instructor: from.options.Instructor,
		},
		navigation: make(map[*course.Module]func() (template.HTML, error), len(model.Modules)),
		practice:   make(map[*course.Module]func() []practicePage, len(model.Modules)),
	}
	if len(model.Terms) > 0 {
		s.shared.Lists = append(s.shared.Lists, render.Link{Title: s.renderer.Word("glossary"), Href: glossaryPage})
	}
	if len(model.Works) > 0 {
		s.shared.Lists = append(s.shared.Lists, render.Link{Title: s.renderer.Word("bibliography"), Href: worksPage})
	}
	for _, k := range model.Courses {
		s.shared.Courses = append(s.shared.Courses, render.Link{Title: k.Front.Title, Href: k.Path()})
	}
	for _, m := range model.Modules {
		s.navigation[m] = sync.OnceValues(func() (template.HTML, error) { return s.renderNavigation(m) })
		s.practice[m] = sync.OnceValue(func() []practicePage { return practicePages(m) })
	}
	s.files = sync.OnceValue(func() map[string]File {
		list := s.Files()
		index := make(map[string]File, len(list))
		for _, f := range list {
			index[f.Name] = f
		}
		return index
	})
	return s
}

// asked is a bank or scenario that counts, and how it is archived.
type asked struct {
	id        string
	published any // a pointer, the same one while it says the same
	record    func(*quiz.Archive) diag.List
}

// asked gives what the site asks.
func (s *Site) asked() []asked {
	var list []asked
	for _, b := range s.model.Banks {
		if b.Module != nil && b.Revision != "" && b.Bank.Mode == quiz.Assessed {
			list = append(list, asked{b.Bank.ID, b.Published, func(a *quiz.Archive) diag.List { return a.Record(b.Published) }})
		}
	}
	for _, m := range s.model.Modules {
		for _, c := range m.Scenarios {
			if c.PublishedScenario != nil && c.Scenario.Mode == quiz.Assessed {
				list = append(list, asked{c.Scenario.ID, c.PublishedScenario, func(a *quiz.Archive) diag.List { return a.RecordScenario(c.PublishedScenario) }})
			}
		}
	}
	return list
}

// File is a file of the site.
type File struct {
	Name   string   // from the site's root, slash-separated
	Page   bool     // it links to other files
	Source string   // the author's file, for faults
	Copied bool     // it is the author's file, byte for byte
	shows  []string // authors' files that it shows or links to
	render func(w io.Writer) error
}

// Write writes the file's content.
func (f File) Write(w io.Writer) error { return f.render(w) }

// File gives a file by its name.
func (s *Site) File(name string) (file File, ok bool) {
	file, ok = s.files()[name]
	return file, ok
}

// Shown stands for the pictures and other files that a page shows, as they lie on
// the disk now: the page's own bytes do not tell of them.
func (s *Site) Shown(f File) string {
	var b strings.Builder
	for _, name := range f.shows {
		if info, err := s.project.Files.Stat(name); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}

// Open opens an author's file that is copied as it is.
func (s *Site) Open(f File) (afero.File, error) { return s.project.Files.Open(f.Source) }

// scripts are the site's scripts, by the kind of page.
func (s *Site) scripts() []assets.Asset {
	var list []assets.Asset
	for _, kind := range slices.Sorted(maps.Keys(s.assets.Scripts)) {
		list = append(list, s.assets.Scripts[kind])
	}
	return list
}

// sheets are the site's stylesheets: that of all pages, then those of some.
func (s *Site) sheets() []assets.Asset {
	list := []assets.Asset{s.assets.Stylesheet}
	for _, part := range slices.Sorted(maps.Keys(s.assets.Parts)) {
		list = append(list, s.assets.Parts[part])
	}
	return list
}

// Stylesheets gives the names of the site's stylesheets, always in the same order.
func (s *Site) Stylesheets() []string {
	var names []string
	for _, a := range s.sheets() {
		names = append(names, a.Path)
	}
	return names
}

// write renders the whole site and hands each file over.
func (s *Site) write(ctx context.Context, put func(name string, class publish.Class, content []byte) error) (Report, diag.List) {
	var faults diag.List
	files := s.Files()
	var (
		group errgroup.Group
		mu    sync.Mutex
		next  atomic.Int64
		size  atomic.Int64
		stop  atomic.Bool
	)
	fail := func(f File, err error) {
		mu.Lock()
		defer mu.Unlock()
		addError(&faults, f.Source, err)
	}
	for range min(len(files), runtime.GOMAXPROCS(0)) {
		group.Go(func() error {
			var b bytes.Buffer // one a worker: a page is handed over before the next is made
			for !stop.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					break
				}
				f := files[i]
				b.Reset()
				if err := f.render(&b); err != nil {
					fail(f, err)
					continue
				}
				size.Add(int64(b.Len()))
				class := publish.Asset
				if f.Page {
					class = publish.Page
				}
				if err := put(f.Name, class, b.Bytes()); err != nil {
					fail(f, err)
					stop.Store(true) // a disk that fails once fails again
				}
			}
			return nil
		})
	}
	_ = group.Wait() // faults are collected
	if ctx.Err() != nil {
		faults.Add(diag.Fault{What: "stopped before the site was complete", Hint: "the site is as it was before"})
	}
	report := Report{Bytes: size.Load()}
	for _, f := range files {
		if f.Page {
			report.Pages++
		} else {
			report.Files++
		}
	}
	for _, b := range s.model.Banks {
		if b.Module != nil && b.Bank.Mode == quiz.Assessed {
			report.Questions += len(b.Questions)
		}
	}
	return report, faults
}

// Files lists the files of the site.
func (s *Site) Files() []File {
	m := s.model
	var files []File
	page := func(name, source string, render func(w io.Writer) error) {
		files = append(files, File{Name: name, Page: true, Source: source, render: render})
	}
	authored := func(p *course.Page, render func(w io.Writer) error) {
		files = append(files, File{Name: p.Path(), Page: true, Source: p.File, shows: p.Body.Files, render: render})
	}
	for _, a := range append(s.scripts(), s.sheets()...) {
		files = append(files, File{Name: a.Path, Source: "layouts", render: func(w io.Writer) error { _, err := w.Write(a.Bytes); return err }})
	}
	for _, f := range m.Files {
		// A preview shows the picture itself in its smaller sizes too: they look the
		// same, take long to make, and would have to be kept somewhere.
		scaled := f.Width > 0 && !s.shared.Preview
		files = append(files, File{Name: f.Address, Source: f.Source, Copied: !scaled, render: func(w io.Writer) error {
			content, err := afero.ReadFile(s.project.Files, f.Source)
			if err == nil && scaled {
				content, err = s.scaler.Scaled(f.Source, content, f.Width)
			}
			if err == nil {
				_, err = w.Write(content)
			}
			return err
		}})
	}
	authored(m.Home, func(w io.Writer) error { return s.renderer.Home(w, s.home()) })
	page(s.shared.Progress, "layouts", func(w io.Writer) error { return s.renderer.Progress(w, s.progress()) })
	for _, c := range m.Courses {
		authored(c.Page, func(w io.Writer) error { return s.renderer.Course(w, s.course(c)) })
		for i, module := range c.Modules {
			authored(module.Page, func(w io.Writer) error { return s.renderer.Module(w, s.module(module)) })
			for n, lesson := range module.Lessons {
				authored(lesson.Page, func(w io.Writer) error {
					l, err := s.lesson(module, n, i)
					if err != nil {
						return err
					}
					return s.renderer.Lesson(w, l)
				})
			}
			for n, scenario := range module.Scenarios {
				authored(scenario.Page, func(w io.Writer) error {
					p, err := s.scenario(module, n, i)
					if err != nil {
						return err
					}
					return s.renderer.Scenario(w, p)
				})
			}
			for n, part := range s.practice[module]() {
				page(path.Join(part.address, "index.html"), part.source, func(w io.Writer) error {
					p, err := s.practicePage(module, n, i)
					if err != nil {
						return err
					}
					return s.renderer.PracticePage(w, p)
				})
			}
			if b := module.Assessment; b != nil {
				page(path.Join(module.AssessmentAddress(), "index.html"), b.Bank.File.Name, func(w io.Writer) error { return s.renderer.Assessment(w, s.assessment(module)) })
			}
		}
	}
	s.lists(page)
	files = append(files, File{Name: storePage, Source: "layouts", render: s.store})
	if s.shared.Instructor {
		files = append(files, File{Name: editionFile, Source: "layouts", render: func(w io.Writer) error {
			_, err := io.WriteString(w, s.renderer.Word("instructor_edition")+"\n")
			return err
		}})
	}
	for _, a := range m.Aliases {
		page(path.Join(a.Address, "index.html"), a.Page.File, func(w io.Writer) error { return s.alias(w, a) })
	}
	return files
}

// renderNavigation renders the list of a module's pages. All its pages show the
// same bytes, so it is done once.
func (s *Site) renderNavigation(m *course.Module) (template.HTML, error) {
	n := &render.Navigation{Module: render.Link{Title: m.Front.Title, Href: "../index.html"}, Address: m.Address}
	if !s.shared.Preview { // there, a page would be loaded again for every word of another
		n.Version = m.Version()
	}
	for _, l := range m.Lessons {
		n.Lessons = append(n.Lessons, s.lessonCard(l, path.Join(m.Address, "page")))
	}
	n.Scenarios = s.scenarioCards(m, path.Join(m.Address, "page"))
	n.Practice = s.practiceLink(m, path.Join(m.Address, "page"))
	if m.Assessment != nil {
		n.Assessment = s.assessmentCard(m, path.Join(m.Address, "page"))
	}
	html, err := s.renderer.Navigation(n)
	if err != nil {
		return "", fmt.Errorf("the navigation of %s: %w", m.File, err)
	}
	return html, nil
}

// page fills in what all pages have in common. folder is the page's own.
func (s *Site) page(kind, folder, title, description string, above ...*course.Page) render.Page {
	p := render.Page{
		Site: &s.shared, Kind: kind, Path: path.Join(folder, "index.html"), Title: title, Description: description,
		Stylesheet: s.assets.Stylesheet.Path, Script: s.assets.Script(kind).Path,
	}
	switch kind {
	case "home", "course", "module", "role":
		p.Extra = append(p.Extra, s.assets.Parts["cards"].Path)
	}
	switch kind {
	case "assessment", "progress":
		p.Extra = append(p.Extra, s.assets.Parts["taking"].Path)
	case "scenario":
		p.Extra = append(p.Extra, s.assets.Parts["transcript"].Path, s.assets.Parts["scenario"].Path)
	case "assessed-scenario":
		p.Extra = append(p.Extra, s.assets.Parts["taking"].Path, s.assets.Parts["transcript"].Path)
	case "glossary", "bibliography", "role":
		p.Extra = append(p.Extra, s.assets.Parts["lists"].Path)
	}
	if folder != "" {
		p.Root = strings.Repeat("../", strings.Count(folder, "/")+1)
		p.Breadcrumbs = append(p.Breadcrumbs, render.Link{Title: s.shared.Title, Href: course.Relative(folder, "index.html")})
	}
	for _, a := range above {
		p.Breadcrumbs = append(p.Breadcrumbs, s.link(folder, a))
	}
	return p
}

// authored is page for one that an author wrote.
func (s *Site) authored(kind string, page *course.Page, above ...*course.Page) render.Page {
	p := s.page(kind, page.Address, page.Front.Title, page.Front.Description, above...)
	p.Body = page.Body.HTML
	parts := page.Body.Parts
	if s.shared.Instructor && len(page.Body.Questions) > 0 && !slices.Contains(parts, "boxes") {
		parts = append([]string{"boxes"}, parts...) // the answers stand in one
	}
	for _, part := range parts {
		p.Extra = append(p.Extra, s.assets.Parts[part].Path)
	}
	p.Changed, p.ReviewBy = s.changed(page), date(page.Front.ReviewBy)
	for _, h := range page.Body.Headings {
		if !h.Boxed && (h.Level == 2 || h.Level == 3) {
			p.Contents = append(p.Contents, render.Heading{Level: h.Level, ID: h.ID, Text: h.Text})
		}
	}
	return p
}

func (s *Site) link(folder string, to *course.Page) render.Link {
	return render.Link{Title: to.Front.Title, Href: course.Relative(folder, to.Path())}
}

func (s *Site) home() *render.Home {
	m := s.model
	h := &render.Home{Page: s.authored("home", m.Home)}
	if h.Title == "" {
		h.Title = s.shared.Title
	}
	h.References = s.references(m.Home.Body.Citations)
	for _, r := range m.Roles {
		h.Roles = append(h.Roles, render.Link{Title: r.Title, Href: r.Path()})
	}
	for _, c := range m.Courses {
		h.Courses = append(h.Courses, render.CourseCard{Link: s.link("", c.Page), Description: c.Front.Description, Modules: len(c.Modules), Minutes: c.Minutes()})
	}
	return h
}

func (s *Site) course(c *course.Course) *render.Course {
	p := &render.Course{Page: s.authored("course", c.Page)}
	p.References = s.references(c.Body.Citations)
	for _, m := range c.Modules {
		p.Modules = append(p.Modules, s.moduleCard(m, c.Address))
	}
	if len(c.Modules) > 0 {
		next := s.link(c.Address, c.Modules[0].Page)
		p.Next = &next
	}
	return p
}

func (s *Site) module(m *course.Module) *render.Module {
	p := &render.Module{
		Page: s.authored("module", m.Page, m.Course.Page), ID: m.ID(), Minutes: m.Minutes(), Objectives: m.Objectives,
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
	for _, id := range m.Front.Indicators {
		for _, c := range s.model.Framework.Competencies {
			for _, i := range c.Indicators {
				if i.ID == id {
					p.Indicators = append(p.Indicators, render.Indicator{ID: id, Text: i.Text, Competency: c.Title})
				}
			}
		}
	}
	if len(m.Lessons) > 0 {
		next := s.link(m.Address, m.Lessons[0].Page)
		p.Next = &next
	}
	return p
}

// lesson is lesson n of a module, which is number i of its course.
func (s *Site) lesson(m *course.Module, n, i int) (_ *render.Lesson, err error) {
	l := m.Lessons[n]
	p := &render.Lesson{
		Page: s.authored("lesson", l.Page, m.Course.Page, m.Page), ID: l.ID(), Module: s.link(l.Address, m.Page),
		Minutes: l.Front.Minutes, Objectives: l.Objectives, Number: n + 1, Of: len(m.Lessons),
	}
	if p.Navigation, err = s.navigation[m](); err != nil {
		return nil, err
	}
	p.Practice = s.practiceOf(m, l)
	p.References = s.references(l.Body.Citations)
	p.Terms = s.terms(s.model.TermsOf(l.Page), l.Address)
	previous := s.link(l.Address, m.Page)
	if n > 0 {
		previous = s.link(l.Address, m.Lessons[n-1].Page)
	}
	p.Previous = &previous
	switch {
	case n+1 < len(m.Lessons):
		next := s.link(l.Address, m.Lessons[n+1].Page)
		p.Next = &next
	case len(m.Scenarios) > 0:
		next := s.link(l.Address, m.Scenarios[0].Page)
		p.Next = &next
	default:
		p.Next = s.afterModule(m, i, l.Address)
		if m.Assessment != nil {
			p.Assessment = p.Next
		}
	}
	return p, nil
}

// afterModule is what comes after the lessons and scenarios of a module, which is
// number i of its course: its assessment, the next module, or nothing.
func (s *Site) afterModule(m *course.Module, i int, folder string) *render.Link {
	switch {
	case m.Assessment != nil:
		next := s.assessmentLink(m, folder)
		return &next
	case i+1 < len(m.Course.Modules):
		next := s.link(folder, m.Course.Modules[i+1].Page)
		return &next
	}
	return nil
}

// assessment is made of what the bank publishes and of nothing else: neither
// Bank.Questions nor Source may be read here.
func (s *Site) assessment(m *course.Module) *render.Assessment {
	b := m.Assessment
	folder := m.AssessmentAddress()
	p := &render.Assessment{
		Page: s.page("assessment", folder, b.Bank.Title, "", m.Course.Page, m.Page),
		Bank: b.Bank.ID, Revision: b.Revision, Module: s.link(folder, m.Page),
		PassMark: b.Bank.PassMark, Attempts: b.Bank.Attempts, AttemptsMonths: b.Bank.AttemptsMonths, CoolingOffDays: b.Bank.CoolingOffDays, Asked: b.FormSize(), Public: b.Bank.Exposure == quiz.Public,
	}
	for _, g := range b.Groups {
		p.Groups = append(p.Groups, render.Group{Count: g.Count, Questions: g.Questions})
	}
	for _, q := range b.Questions {
		if !q.Type.Choosing() && !slices.Contains(p.Extra, s.assets.Parts["types"].Path) {
			p.Extra = append(p.Extra, s.assets.Parts["types"].Path)
		}
		p.Questions = append(p.Questions, question(&q, b.Texts(q.ID)))
	}
	for _, t := range b.Tasks {
		task := render.Task{
			ID: t.ID, Revision: t.Revision, Type: string(t.Type), Prompt: b.TaskPrompt(t.ID),
			Competency: t.Competency, Indicators: t.Indicators, MinWords: t.MinWords, MaxWords: t.MaxWords,
		}
		for n := range t.MaxRating {
			step := render.Step{Number: n + 1}
			if len(t.Labels) > 0 {
				step.Words = t.Labels[n]
			}
			task.Steps = append(task.Steps, step)
		}
		p.Tasks = append(p.Tasks, task)
	}
	if len(p.Tasks) > 0 {
		p.Extra = append(p.Extra, s.assets.Parts["tasks"].Path)
	}
	switch {
	case len(m.Scenarios) > 0:
		previous := s.link(folder, m.Scenarios[len(m.Scenarios)-1].Page)
		p.Previous = &previous
	case len(m.Lessons) > 0:
		previous := s.link(folder, m.Lessons[len(m.Lessons)-1].Page)
		p.Previous = &previous
	}
	return p
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
	return render.LessonCard{Link: s.link(folder, l.Page), ID: l.ID(), Description: l.Front.Description, Minutes: l.Front.Minutes}
}

func (s *Site) assessmentLink(m *course.Module, folder string) render.Link {
	return render.Link{Title: s.renderer.Word("assessment"), Href: course.Relative(folder, path.Join(m.AssessmentAddress(), "index.html"))}
}

func (s *Site) assessmentCard(m *course.Module, folder string) *render.AssessmentCard {
	b := m.Assessment
	link := s.assessmentLink(m, folder)
	link.Title = b.Bank.Title
	return &render.AssessmentCard{Link: link, Bank: b.Bank.ID, Questions: b.FormSize(), PassMark: b.Bank.PassMark, Attempts: b.Bank.Attempts}
}

// references gives the works of some citations, by author.
func (s *Site) references(cited []string) []render.Reference {
	var list []render.Reference
	for _, key := range s.model.References.Sorted(cited) {
		list = append(list, render.Reference{ID: bibliography.ID(key), HTML: s.model.References.HTML(key)})
	}
	return list
}

// storePage keeps what learners do, for all pages, in browsers that give each local
// file a store of its own (layouts/player/store/relay.js names it). Nobody reads it.
const storePage = "store.html"

func (s *Site) store(w io.Writer) error {
	_, err := fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="robots" content="noindex">
<title>%s</title>
<script defer src="%s"></script>
</head>
<body data-site="%s"></body>
</html>
`, template.HTMLEscapeString(s.shared.Language), template.HTMLEscapeString(s.shared.Title), template.HTMLEscapeString(s.assets.Script("store").Path), template.HTMLEscapeString(s.shared.ID))
	return err
}

// alias writes the page that sends old bookmarks on.
func (s *Site) alias(w io.Writer, a course.Alias) error {
	href := template.HTMLEscapeString(course.Relative(a.Address, a.Page.Path()))
	title := template.HTMLEscapeString(a.Page.Front.Title)
	_, err := fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<title>%s</title>
<meta http-equiv="refresh" content="0; url=%s">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<p><a href="%s">%s</a></p>
</body>
</html>
`, template.HTMLEscapeString(s.shared.Language), title, href, href, title)
	return err
}
