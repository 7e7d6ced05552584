package generator

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/render"
)

// Pages that no author wrote.
const (
	glossaryPage = course.GlossaryFolder + "/index.html"
	worksPage    = course.WorksFolder + "/index.html"
)

// page fills in what all pages have in common. folder is where the page lies.
func (s *Site) page(name, folder, title, description string, above ...*course.Page) render.Page {
	k := s.kinds[slices.IndexFunc(s.kinds, func(k kind) bool { return k.Name == name })]
	p := render.Page{
		Site: &s.shared, Kind: name, Path: path.Join(folder, "index.html"), Title: title, Description: description,
		Stylesheet: s.assets.Stylesheet.Path, Script: s.assets.Scripts[k.script].Path,
	}
	s.addStyles(&p, k.styles...)
	if folder != "" {
		p.Root = strings.Repeat("../", strings.Count(folder, "/")+1)
		p.Breadcrumbs = append(p.Breadcrumbs,
			render.Link{Title: s.shared.Title, Href: course.Relative(folder, "index.html")})
	}
	for _, a := range above {
		p.Breadcrumbs = append(p.Breadcrumbs, s.link(folder, a))
	}
	return p
}

// addStyles adds further stylesheets to a page, each once.
func (s *Site) addStyles(p *render.Page, styles ...string) {
	for _, style := range styles {
		if file := s.assets.Styles[style].Path; !slices.Contains(p.Extra, file) {
			p.Extra = append(p.Extra, file)
		}
	}
}

// pageOf fills in what all pages that authors wrote have in common.
func (s *Site) pageOf(kind string, page *course.Page, above ...*course.Page) render.Page {
	p := s.page(kind, page.Address, page.Front.Title, page.Front.Description, above...)
	p.Body = page.Body.HTML
	if s.shared.Instructor && len(page.Body.Questions) > 0 {
		s.addStyles(&p, "boxes") // answers are shown in a box
	}
	s.addStyles(&p, page.Body.Styles...)
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

func (s *Site) linkTo(folder string, to *course.Page) *render.Link {
	link := s.link(folder, to)
	return &link
}

func (s *Site) links(folder string, pages []*course.Page) []render.Link {
	var list []render.Link
	for _, p := range pages {
		link := s.link(folder, p)
		if link.Title == "" {
			link.Title = s.shared.Title // the home page may have none of its own
		}
		list = append(list, link)
	}
	return list
}

// references returns the works that are cited, by author.
func (s *Site) references(cited []string) []render.Reference {
	var list []render.Reference
	for _, key := range s.model.References.Sorted(cited) {
		list = append(list, render.Reference{ID: bibliography.ID(key), HTML: s.model.References.HTML(key)})
	}
	return list
}

// terms returns the entries of terms for a page, with definitions that have no links:
// these would lead to entries that the page may not have.
func (s *Site) terms(terms []*course.Term, folder string) []render.Term {
	var list []render.Term
	for _, t := range terms {
		link := render.Link{Title: t.Title, Href: course.Relative(folder, glossaryPage) + "#" + t.ID}
		list = append(list, render.Term{ID: t.ID, Link: link, Definition: t.Plain})
	}
	return list
}

// changed returns the day of a page's last change: the one its author wrote, or else
// that of its last commit if the project shows such dates.
func (s *Site) changed(p *course.Page) string {
	if day := date(p.Front.Lastmod); day != "" {
		return day
	}
	return s.dates[p.File]
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
