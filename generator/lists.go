package generator

import (
	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/generator/render"
)

func (s *Site) glossaryPages() []File {
	if len(s.model.Terms) == 0 {
		return nil
	}
	build := func() (render.Document, error) { return s.glossary(), nil }
	return []File{s.generatedPage(course.GlossaryFolder, markdown.GlossaryFile, build)}
}

func (s *Site) glossary() *render.Glossary {
	g := &render.Glossary{Page: s.page("glossary", course.GlossaryFolder, s.renderer.Word("glossary"), "")}
	for _, t := range s.model.Terms {
		entry := render.Term{
			ID: t.ID, Link: render.Link{Title: t.Title}, Definition: t.Definition, Aliases: t.Aliases,
			Pages: s.links(course.GlossaryFolder, t.Pages),
		}
		for _, other := range t.SeeAlso {
			entry.SeeAlso = append(entry.SeeAlso, render.Link{Title: other.Title, Href: "#" + other.ID})
		}
		g.Terms = append(g.Terms, entry)
	}
	return g
}

func (s *Site) bibliographyPages() []File {
	if len(s.model.Works) == 0 {
		return nil
	}
	build := func() (render.Document, error) { return s.bibliography(), nil }
	return []File{s.generatedPage(course.WorksFolder, themeSource, build)}
}

func (s *Site) bibliography() *render.Bibliography {
	b := &render.Bibliography{Page: s.page("bibliography", course.WorksFolder, s.renderer.Word("bibliography"), "")}
	for _, w := range s.model.Works {
		b.Works = append(b.Works, render.Work{
			Reference: render.Reference{ID: bibliography.ID(w.Key), HTML: s.model.References.HTML(w.Key)},
			Pages:     s.links(course.WorksFolder, w.Pages),
		})
	}
	return b
}

func (s *Site) rolePages() (files []File) {
	for _, r := range s.model.Roles {
		build := func() (render.Document, error) { return s.role(r), nil }
		files = append(files, s.generatedPage(r.Address, s.model.Framework.File.Name, build))
	}
	return files
}

func (s *Site) role(r *course.Role) *render.Role {
	p := &render.Role{Page: s.page("role", r.Address, r.Title, ""), Note: r.Note, Minutes: r.Minutes()}
	cards := func(modules []*course.Module) []render.ModuleCard {
		var list []render.ModuleCard
		for _, m := range modules {
			card := s.moduleCard(m, r.Address)
			card.Roles = nil // this page is for one of them
			list = append(list, card)
		}
		return list
	}
	for _, n := range r.Needs {
		p.Needs = append(p.Needs, render.Need{
			ID: n.Competency.ID, Title: n.Competency.Title, Statement: n.Competency.Statement,
			Level: n.Level.Label, DueWithinDays: n.DueWithinDays, Modules: cards(n.Modules),
		})
	}
	p.Also = cards(r.Also)
	return p
}
