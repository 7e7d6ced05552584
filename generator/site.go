package generator

import (
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// Site is one version of a site. Its pages are made when they are asked for.
type Site struct {
	model    *course.Model
	kinds    []kind
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

// asked is a bank or scenario that counts, and how it is archived.
type asked struct {
	id        string
	published any // a pointer, the same one while it says the same
	record    func(*quiz.Archive) diag.List
}

// asked are the banks and scenarios of the site that count.
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

// File returns a file by its name.
func (s *Site) File(name string) (file File, ok bool) {
	file, ok = s.files()[name]
	return file, ok
}

// Shown stands for the pictures and other files that a page shows, as they lie on
// the disk now: the page's own bytes say nothing of them.
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

// Stylesheets returns the names of the site's stylesheets, always in the same order.
func (s *Site) Stylesheets() []string {
	var names []string
	for _, a := range s.stylesheets() {
		names = append(names, a.Path)
	}
	return names
}

// stylesheets are that of all pages, then those of some.
func (s *Site) stylesheets() []assets.Asset {
	list := []assets.Asset{s.assets.Stylesheet}
	for _, name := range slices.Sorted(maps.Keys(s.assets.Styles)) {
		list = append(list, s.assets.Styles[name])
	}
	return list
}

// Files lists the files of the site.
func (s *Site) Files() []File {
	files := slices.Concat(s.assetFiles(), s.copiedFiles())
	for _, k := range s.kinds {
		files = append(files, k.files(s)...)
	}
	return append(files, s.hiddenFiles()...)
}

// assetFiles are the scripts and stylesheets.
func (s *Site) assetFiles() (files []File) {
	list := s.stylesheets()
	for _, name := range slices.Sorted(maps.Keys(s.assets.Scripts)) {
		list = append(list, s.assets.Scripts[name])
	}
	for _, a := range list {
		files = append(files, File{Name: a.Path, Source: themeSource, render: func(w io.Writer) error {
			_, err := w.Write(a.Bytes)
			return err
		}})
	}
	return files
}

// themeSource is where faults place what the theme makes.
const themeSource = "layouts"

// copiedFiles are the authors' pictures and other files. A preview shows a picture
// itself in its smaller sizes too: they look the same, take long to make, and would
// have to be kept somewhere.
func (s *Site) copiedFiles() (files []File) {
	for _, f := range s.model.Files {
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
	return files
}

// authored is the file of a page that an author wrote.
func (s *Site) authored(p *course.Page, build func() (render.Document, error)) File {
	return File{Name: p.Path(), Page: true, Source: p.File, shows: p.Body.Files, render: s.rendering(build)}
}

// made is the file of a page that the site makes by itself in a folder. source is
// where faults place it.
func (s *Site) made(folder, source string, build func() (render.Document, error)) File {
	return File{Name: path.Join(folder, "index.html"), Page: true, Source: source, render: s.rendering(build)}
}

func (s *Site) rendering(build func() (render.Document, error)) func(w io.Writer) error {
	return func(w io.Writer) error {
		page, err := build()
		if err != nil {
			return err
		}
		return s.renderer.Render(w, page)
	}
}

// hiddenFiles are those that no page links to.
func (s *Site) hiddenFiles() []File {
	files := []File{{Name: storePage, Source: themeSource, render: s.store}}
	if s.shared.Instructor {
		files = append(files, File{Name: editionFile, Source: themeSource, render: func(w io.Writer) error {
			_, err := io.WriteString(w, s.renderer.Word("instructor_edition")+"\n")
			return err
		}})
	}
	for _, a := range s.model.Aliases {
		files = append(files, File{
			Name: path.Join(a.Address, "index.html"), Page: true, Source: a.Page.File,
			render: func(w io.Writer) error { return s.alias(w, a) },
		})
	}
	return files
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
`, template.HTMLEscapeString(s.shared.Language), template.HTMLEscapeString(s.shared.Title),
		template.HTMLEscapeString(s.assets.Scripts[store].Path), template.HTMLEscapeString(s.shared.ID))
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
