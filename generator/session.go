package generator

import (
	"cmp"
	"context"
	"html/template"
	"path/filepath"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// Session keeps a project loaded, so that loading it again costs what changed. It
// is for one caller at a time; the Sites that it gives stay as they are and are
// safe for concurrent use. Nothing is written, except smaller pictures into the
// project's cache by a Site that is no preview.
type Session struct {
	options Options
	project *project.Project
	retired []*project.Project // that a Site which is still shown may read from
	opened  diag.List
	fresh   bool // it was opened just now
	loader  course.Loader
	kinds   []kind

	renderer *render.Renderer
	theme    diag.List // of templates and words
	layouts  diag.List // of files that serve nothing
	scaler   *images.Scaler
	dates    map[string]string // of the last change, by file; only on request
	dated    diag.List
	bundler  *assets.Bundler
	assets   assets.Assets
	bundled  diag.List

	archive  *quiz.Archive // as its files are
	archived diag.List
	recorded *quiz.Archive     // with what the site is about to ask
	proofs   map[any]diag.List // by what is asked, as it is published
}

// Open opens a project; nil where there is none.
func Open(o Options) (*Session, diag.List) {
	p, faults := project.Open(o.Dir)
	if p == nil {
		return nil, faults
	}
	return &Session{options: o, project: p, opened: faults, fresh: true, kinds: kinds(), bundler: cmp.Or(o.bundler, &assets.Bundler{})}, faults
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

// Root is a place on disk that a site is made of: a file, or a folder with all in
// it. It need not exist.
type Root struct {
	Path string
	part part
}

// part is a part of a project that is read by itself.
type part int

const (
	configPart part = iota
	contentPart
	bankPart
	frameworkPart
	layoutPart
	keyPart
)

// Roots are the places to watch. They may be others once the configuration has
// changed.
func (s *Session) Roots() []Root {
	f := s.project.Folders()
	in := func(name string) string { return filepath.Join(f.Project, name) }
	return []Root{
		{in(project.ConfigFile), configPart}, {in("content"), contentPart}, {f.Banks, bankPart},
		{filepath.Join(in("standards"), "frameworks"), frameworkPart}, {in("layouts"), layoutPart}, {f.Keys, keyPart},
	}
}

// change is what may differ from the last time.
type change struct {
	course.Changed
	config, layouts, templates, assets, keys bool
}

// sort tells which parts of the project some files and folders belong to.
func (s *Session) sort(names []string) change {
	var c change
	for _, root := range s.Roots() {
		for _, name := range names {
			rest, err := filepath.Rel(root.Path, name)
			if err != nil || !filepath.IsLocal(rest) {
				// A folder above, that came or went with all that is in it?
				if above, err := filepath.Rel(name, root.Path); err != nil || !filepath.IsLocal(above) {
					continue
				}
				rest = "."
			}
			rest = filepath.ToSlash(rest)
			first, _, _ := strings.Cut(rest, "/")
			switch root.part {
			case configPart:
				c.config = true
			case contentPart:
				c.Content = append(c.Content, strings.TrimSuffix("content/"+rest, "/."))
			case bankPart:
				c.Banks = true
			case frameworkPart:
				c.Framework = true
			case keyPart:
				c.keys = true
			case layoutPart:
				c.layouts = true
				c.templates = c.templates || first == "." || first == "templates" || first == "words"
				c.assets = c.assets || first == "." || first == "styles" || first == "player"
			}
		}
	}
	return c
}

// Load loads the project and proves it. changed names the files and folders that
// may differ from the last time, as the system writes them; nil means that
// anything may. The Site is to be shown only where the list did not fail.
func (s *Session) Load(ctx context.Context, changed []string) (*Site, diag.List) {
	all := changed == nil || s.renderer == nil
	c := s.sort(changed)
	if (all || c.config) && !s.fresh {
		p, faults := project.Open(s.options.Dir)
		if s.opened = faults; p == nil {
			s.renderer = nil // nothing holds any more until it is back
			return nil, faults
		}
		s.retired = append(s.retired, s.project)
		s.project = p
		c.config, c.layouts, c.templates, c.assets, c.Banks, c.keys = true, true, true, true, true, true
	}
	s.fresh = false
	var faults diag.List
	faults.Append(s.opened)
	theme := s.project.Theme()
	var bundling sync.WaitGroup
	if all || c.assets {
		minify := s.options.Minify || s.project.Config.Output.Minify
		bundling.Go(func() { s.assets, s.bundled = s.bundler.Bundle(theme, wantedAssets(s.kinds), minify) })
	}
	if all || c.templates {
		words, found := render.LoadWords(theme, s.project.Config.Site.DefaultLanguage)
		s.theme = found
		s.renderer, found = render.New(theme, words, renderKinds(s.kinds))
		s.theme.Append(found)
	}
	faults.Append(s.theme)
	if all || c.layouts {
		_, s.layouts = layoutsOf(s.project)
	}
	faults.Append(s.layouts)
	options := course.Options{Drafts: s.options.Drafts, Today: s.options.Today, Word: s.renderer.Word, WordSum: s.renderer.WordSum(), Instructor: s.options.Instructor, Facts: s.options.Advise}
	if !s.theme.Failed() {
		renderer := s.renderer
		options.PracticeSum = renderer.PracticeSum()
		options.Question = func(q *markdown.Question) (template.HTML, error) {
			p := practiceQuestion(q.Bank, &q.Question, q.Texts)
			p.Number, p.Shown = q.Number, s.options.Instructor
			return renderer.Practice(p)
		}
	}
	reload := &c.Changed
	if all {
		reload = nil
	}
	model, found := s.loader.Load(ctx, s.project, options, reload)
	faults.Append(found)
	bundling.Wait()
	faults.Append(s.bundled)
	if all || c.config {
		s.scaler, s.dates, s.dated = newScaler(s.project), nil, diag.List{}
		if s.project.Config.Output.GitDates { // a commit while a session lasts is seen by the next
			s.dates, s.dated = gitDates(ctx, s.options.Dir, s.project.Location)
		}
	}
	faults.Append(s.dated)
	site := newSite(s, model)
	if all || c.keys {
		s.archive, s.archived = s.project.LoadArchive()
		s.proofs = nil
	}
	faults.Append(s.archived)
	if !s.archived.Failed() {
		faults.Append(s.prove(site))
	}
	if !c.config && !faults.Failed() {
		s.retire()
	}
	return site, faults
}

// prove holds what a site asks against the archive of keys. What was proved
// before is not proved again.
func (s *Session) prove(site *Site) diag.List {
	var faults diag.List
	s.recorded = s.archive.Clone()
	before := s.proofs
	s.proofs = map[any]diag.List{}
	for _, a := range site.asked() {
		found, known := before[a.published]
		if !known {
			found = a.record(s.recorded)
		}
		s.proofs[a.published] = found
		faults.Append(found)
	}
	return faults
}
