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

// Session keeps a project loaded, so that loading it again costs what changed. It
// is for one caller at a time; the Sites that it returns stay as they are and are
// safe for concurrent use. Nothing is written, except smaller pictures into the
// project's cache by a Site that is no preview.
type Session struct {
	options Options
	project *project.Project
	opened  diag.List
	retired []*project.Project // that a Site which is still shown may read from
	fresh   bool               // the project was opened just now
	stale   bool               // nothing that was loaded holds any more
	loader  course.Loader
	theme   theme
	keys    keyring
	dates   dates
}

// theme is what pages are shown with.
type theme struct {
	kinds    []kind
	renderer *render.Renderer
	faults   diag.List // of templates and words
	unused   diag.List // files that serve nothing
	bundler  *assets.Bundler
	assets   assets.Assets
	bundled  diag.List
}

// keyring is the archive of answer keys, held against what the site asks.
type keyring struct {
	archive  *quiz.Archive // as its files are
	faults   diag.List
	recorded *quiz.Archive     // with what the site is about to ask; nil: not recorded
	proofs   map[any]diag.List // by what is asked, as it is published
}

// dates are the days of the last change, by file; only where the project asks.
type dates struct {
	days   map[string]string
	faults diag.List
}

// Open opens a project; nil where there is none.
func Open(o Options) (*Session, diag.List) {
	p, faults := project.Open(o.Dir)
	if p == nil {
		return nil, faults
	}
	s := &Session{options: o, project: p, opened: faults, fresh: true, stale: true}
	s.theme.kinds, s.theme.bundler = kinds(), cmp.Or(o.bundler, &assets.Bundler{})
	return s, faults
}

// Close lets go of the project. Sites can still be read, but for the files that
// are copied as they are.
func (s *Session) Close() {
	s.retire()
	_ = s.project.Close() // it was only read
}

func (s *Session) retire() {
	for _, p := range s.retired {
		_ = p.Close() // it was only read
	}
	s.retired = nil
}

// Load loads the project and proves it. changed names the files and folders that
// may differ from the last time, as the system writes them; nil means that
// anything may. The Site is to be shown only where the list did not fail.
func (s *Session) Load(ctx context.Context, changed []string) (*Site, diag.List) {
	c := s.sort(changed)
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
	if c.config && s.project.Config.Output.GitDates { // a commit while a session lasts is seen by the next
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
		faults.Append(s.keys.prove(site))
	}
	if !c.config && !faults.Failed() {
		s.retire()
	}
	return site, faults
}

// reopen opens the project again, unless it was opened just now. It reports whether
// there is still one.
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

// bundle begins to bundle scripts and styles, where they may have changed. They are
// there after wait.
func (s *Session) bundle(c change) (wait func()) {
	var bundling sync.WaitGroup
	if c.assets {
		t, files := &s.theme, s.project.Theme()
		minify := s.options.Minify || s.project.Config.Output.Minify
		bundling.Go(func() { t.assets, t.bundled = t.bundler.Bundle(files, wantedAssets(t.kinds), minify) })
	}
	return bundling.Wait
}

// loadTheme reads templates and words, where they may have changed.
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

// courseOptions are what the course is loaded with.
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

// prove records what a site asks in the archive of keys. What was proved before is
// not proved again.
func (k *keyring) prove(site *Site) diag.List {
	var faults diag.List
	k.recorded = k.archive.Clone()
	before := k.proofs
	k.proofs = map[any]diag.List{}
	for _, a := range site.asked() {
		found, known := before[a.published]
		if !known {
			found = a.record(k.recorded)
		}
		k.proofs[a.published] = found
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
	s.shared = s.sharedBy(from.options)
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

// sharedBy is what every page shows of the site.
func (s *Site) sharedBy(o Options) render.Site {
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
