package generator

import (
	"cmp"
	"context"
	"html/template"
	"path"
	"sync"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// Session keeps a project loaded, so that loading it again only costs what changed.
// Only one caller may use it at a time. The Sites that it returns never change and are
// safe for concurrent use. Nothing is written, except smaller pictures into the
// project's cache by a Site that is not a preview.
type Session struct {
	options Options
	project *project.Project
	opened  diag.List
	retired []*project.Project // opened before; a Site that is still shown may read from them
	fresh   bool               // the project has just been opened
	stale   bool               // nothing that was loaded can be relied on
	loader  course.Loader
	theme   theme
	keys    keyring
	dates   dates
}

// theme holds what pages are rendered with: templates, words, styles and scripts.
type theme struct {
	kinds    []kind
	renderer *render.Renderer
	faults   diag.List // of templates and words
	unused   diag.List // files in layouts/ that nothing uses
	bundler  *assets.Bundler
	assets   assets.Assets
	bundled  diag.List
}

// keyring is the archive of answer keys, compared with what the site asks.
type keyring struct {
	archive  *quiz.Archive // as read from its files
	faults   diag.List
	recorded *quiz.Archive     // with what the site asks added; nil if the archive could not be read
	checked  map[any]diag.List // faults by keySource.published
}

// dates are the days of the last change by file, if the project shows them.
type dates struct {
	days   map[string]string
	faults diag.List
}

// Open opens a project. The Session is nil if the folder holds none.
func Open(o Options) (*Session, diag.List) {
	p, faults := project.Open(o.Dir)
	if p == nil {
		return nil, faults
	}
	s := &Session{options: o, project: p, opened: faults, fresh: true, stale: true}
	s.theme.kinds, s.theme.bundler = kinds(), cmp.Or(o.bundler, &assets.Bundler{})
	return s, faults
}

// Close closes the project. Sites can still be read, except for files that are copied
// unchanged.
func (s *Session) Close() {
	s.retire()
	_ = s.project.Close() // it was only read
}

// retire closes the projects that were opened before the present one.
func (s *Session) retire() {
	for _, p := range s.retired {
		_ = p.Close() // it was only read
	}
	s.retired = nil
}

// Load loads the project and checks it. changed names the files and folders that may
// have changed since the last time, as the operating system writes them; nil means that
// anything may have. Show the Site only if the list of faults did not fail.
func (s *Session) Load(ctx context.Context, changed []string) (*Site, diag.List) {
	c := s.classify(changed)
	if c.config && !s.reopen() {
		return nil, s.opened
	}
	s.fresh, s.stale = false, false
	var faults diag.List
	faults.Append(s.opened)
	wait := s.bundle(c)
	s.loadTheme(c)
	faults.Append(s.theme.faults)
	faults.Append(s.theme.unused)
	model, found := s.loader.Load(ctx, s.project, s.courseOptions(), c.Changed)
	faults.Append(found)
	wait()
	faults.Append(s.theme.bundled)
	if c.config && s.project.Config.Output.GitDates { // a commit made later is seen by the next session
		s.dates.days, s.dates.faults = gitDates(ctx, s.options.Dir, s.project.Location)
	}
	faults.Append(s.dates.faults)
	site := newSite(s, model)
	if c.keys {
		s.keys = keyring{}
		s.keys.archive, s.keys.faults = s.project.LoadArchive()
	}
	faults.Append(s.keys.faults)
	if !s.keys.faults.Failed() {
		faults.Append(s.keys.record(site))
	}
	if !c.config && !faults.Failed() {
		s.retire()
	}
	return site, faults
}

// reopen opens the project again, unless it has just been opened. It reports whether
// there still is one.
func (s *Session) reopen() bool {
	s.dates = dates{}
	if s.fresh {
		return true
	}
	p, faults := project.Open(s.options.Dir)
	if s.opened = faults; p == nil {
		s.stale = true
		return false
	}
	s.retired = append(s.retired, s.project)
	s.project = p
	return true
}

// bundle starts bundling scripts and styles, if they may have changed. They are ready
// when wait returns.
func (s *Session) bundle(c change) (wait func()) {
	var bundling sync.WaitGroup
	if c.assets {
		t, files := &s.theme, s.project.Theme()
		minify := s.options.Minify || s.project.Config.Output.Minify
		bundling.Go(func() { t.assets, t.bundled = t.bundler.Bundle(files, wantedAssets(t.kinds), minify) })
	}
	return bundling.Wait
}

// loadTheme reads templates and words, if they may have changed.
func (s *Session) loadTheme(c change) {
	t, files := &s.theme, s.project.Theme()
	if c.templates {
		var words render.Words
		var found diag.List
		words, t.faults = render.LoadWords(files, s.project.Config.Site.DefaultLanguage)
		t.renderer, found = render.New(files, words, renderKinds(t.kinds))
		t.faults.Append(found)
	}
	if c.layouts {
		_, t.unused = layoutsOf(s.project)
	}
}

// courseOptions returns the options that the course is loaded with.
func (s *Session) courseOptions() course.Options {
	renderer, instructor := s.theme.renderer, s.options.Instructor
	o := course.Options{
		Drafts: s.options.Drafts, Today: s.options.Today, Instructor: instructor, Facts: s.options.Advise,
		Word: renderer.Word, WordSum: renderer.WordSum(),
	}
	if !s.theme.faults.Failed() {
		o.PracticeSum = renderer.PracticeSum()
		o.Question = func(q *markdown.Question) (template.HTML, error) {
			p := practiceQuestion(q.Bank, &q.Question, q.Texts)
			p.Number, p.Shown = q.Number, instructor
			return renderer.Practice(p)
		}
	}
	return o
}

// record adds what a site asks to a copy of the key archive, and reports answer keys
// that changed without being declared. What was checked before is not checked again.
func (k *keyring) record(site *Site) diag.List {
	var faults diag.List
	k.recorded = k.archive.Clone()
	before := k.checked
	k.checked = map[any]diag.List{}
	for _, a := range site.keySources() {
		found, known := before[a.published]
		if !known {
			found = a.record(k.recorded)
		}
		k.checked[a.published] = found
		faults.Append(found)
	}
	return faults
}

func newSite(from *Session, model *course.Model) *Site {
	s := &Site{
		model: model, kinds: from.theme.kinds, renderer: from.theme.renderer, assets: from.theme.assets,
		project: from.project, scaler: newScaler(from.project), dates: from.dates.days,
		navigation: make(map[*course.Module]func() (template.HTML, error), len(model.Modules)),
		practice:   make(map[*course.Module]func() []practicePage, len(model.Modules)),
	}
	s.shared = s.siteData(from.options)
	for _, m := range model.Modules {
		s.navigation[m] = sync.OnceValues(func() (template.HTML, error) { return s.renderNavigation(m) })
		s.practice[m] = sync.OnceValue(func() []practicePage { return practicePagesOf(m) })
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

// siteData returns what every page shows of the site.
func (s *Site) siteData(o Options) render.Site {
	c := s.project.Config
	shared := render.Site{
		ID: c.Site.ID, Title: c.Site.Title, Organisation: c.Site.Organisation, Language: c.Site.DefaultLanguage,
		Version: "coursemark " + o.Version, BaseURL: c.Site.BaseURL, Support: c.Site.Support, Preview: o.Preview,
		HandIn:   render.HandIn{Contact: c.HandIn.Contact, Link: c.HandIn.Link, ReplyBy: c.HandIn.ReplyBy},
		Progress: path.Join(course.ProgressFolder, "index.html"), Instructor: o.Instructor,
	}
	if len(s.model.Terms) > 0 {
		shared.Lists = append(shared.Lists, render.Link{Title: s.renderer.Word("glossary"), Href: glossaryPage})
	}
	if len(s.model.Works) > 0 {
		shared.Lists = append(shared.Lists, render.Link{Title: s.renderer.Word("bibliography"), Href: worksPage})
	}
	for _, k := range s.model.Courses {
		shared.Courses = append(shared.Courses, render.Link{Title: k.Front.Title, Href: k.Path()})
	}
	return shared
}
