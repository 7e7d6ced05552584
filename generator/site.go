package generator

import (
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/project"
)

// Site is one version of a site. A page is made when it is written.
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

// kind is a kind of page: what its pages are rendered with, and which pages of it a
// site has. To add a kind, add a row to kinds and a builder; its template, its words and
// perhaps its own script lie in layouts/.
type kind struct {
	render.Kind
	script string   // player/pages/SCRIPT.js
	styles []string // styles/STYLE.css, beside the stylesheet of every page
	files  func(s *Site) []File
}

// practicePage is a page of a module's practice questions.
type practicePage struct {
	address string // of its folder; all are as deep as lessons are
	source  string // the author's file with its first question
	groups  []practiceGroup
}

// practiceGroup holds the questions of one lesson, or of a bank.
type practiceGroup struct {
	bank      *course.Bank
	lesson    *course.Lesson // nil for a bank
	questions []*render.Practice
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

// Shown returns a text that changes when a picture or another file that a page shows
// changes on disk, which the page's own bytes do not tell.
func (s *Site) Shown(f File) string {
	var b strings.Builder
	for _, name := range f.shows {
		if info, err := s.project.Files.Stat(name); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}

// Open opens an author's file that is copied unchanged.
func (s *Site) Open(f File) (afero.File, error) { return s.project.Files.Open(f.Source) }

// themeSource is the file that faults name for what the theme produces.
const themeSource = "layouts"

// authoredPage is the file of a page that an author wrote.
func (s *Site) authoredPage(p *course.Page, build func() (render.Document, error)) File {
	return File{Name: p.Path(), Page: true, Source: p.File, shows: p.Body.Files, render: s.rendering(build)}
}

// generatedPage is the file of a page that no author wrote, in a folder of the site.
// source is the file that faults name.
func (s *Site) generatedPage(folder, source string, build func() (render.Document, error)) File {
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
