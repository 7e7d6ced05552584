package generator

import (
	"context"
	"path/filepath"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// Session keeps a project loaded, so that loading it again costs what changed. It
// is for one caller at a time; the Sites that it gives stay as they are and are
// safe for concurrent use. Nothing is ever written.
type Session struct {
	options Options
	project *project.Project
	retired []*project.Project // that a Site which is still shown may read from
	opened  diag.List
	fresh   bool // it was opened just now
	loader  course.Loader

	renderer *render.Renderer
	theme    diag.List // of templates and words
	assets   assets.Assets
	bundled  diag.List

	archive  *quiz.Archive // as its files are
	archived diag.List
	recorded *quiz.Archive // with what the site is about to ask
	proofs   map[*quiz.Published]diag.List
}

// Open opens a project; nil where there is none.
func Open(o Options) (*Session, diag.List) {
	p, faults := project.Open(o.Dir)
	if p == nil {
		return nil, faults
	}
	return &Session{options: o, project: p, opened: faults, fresh: true}, faults
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
	config, templates, assets, keys bool
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
		c.config, c.templates, c.assets, c.Banks, c.keys = true, true, true, true, true
	}
	s.fresh = false
	var faults diag.List
	faults.Append(s.opened)
	theme := s.project.Theme()
	var bundling sync.WaitGroup
	if all || c.assets {
		minify := s.options.Minify || s.project.Config.Output.Minify
		bundling.Go(func() { s.assets, s.bundled = assets.Bundle(theme, minify) })
	}
	if all || c.templates {
		words, found := render.LoadWords(theme, s.project.Config.Site.DefaultLanguage)
		s.theme = found
		s.renderer, found = render.New(theme, words)
		s.theme.Append(found)
	}
	faults.Append(s.theme)
	options := course.Options{Drafts: s.options.Drafts, Today: s.options.Today, Word: s.renderer.Word, WordSum: s.renderer.WordSum()}
	if !s.theme.Failed() {
		options.Practice, options.PracticeSum = s.renderer.Practice, s.renderer.PracticeSum()
	}
	reload := &c.Changed
	if all {
		reload = nil
	}
	model, found := s.loader.Load(ctx, s.project, options, reload)
	faults.Append(found)
	bundling.Wait()
	faults.Append(s.bundled)
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

// prove holds the questions of a site against the archive of keys. What was proved
// before is not proved again.
func (s *Session) prove(site *Site) diag.List {
	var faults diag.List
	s.recorded = s.archive.Clone()
	before := s.proofs
	s.proofs = map[*quiz.Published]diag.List{}
	for _, b := range site.asked() {
		found, known := before[b.Published]
		if !known {
			found = s.recorded.Record(b.Published)
		}
		s.proofs[b.Published] = found
		faults.Append(found)
	}
	return faults
}
