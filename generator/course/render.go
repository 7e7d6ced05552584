package course

import (
	"context"
	"crypto/sha256"
	"hash/maphash"
	"path"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// pageRenderings keeps the pages as they were last rendered.
type pageRenderings struct {
	pages       map[*pageFile]*renderedPage
	attachments attachments
	places      places
}

// places is a checksum of the addresses of all pages, to find out whether any moved. The
// zero value is ready to use.
type places struct {
	sum  uint64
	seed maphash.Seed
}

// moved reports whether replies about other files may differ from the last time. They do
// not if only the texts of pages changed.
func (s *places) moved(src *sources, p *plan) bool {
	if s.seed == (maphash.Seed{}) {
		s.seed = maphash.MakeSeed()
	}
	before := s.sum
	s.sum = 0
	var h maphash.Hash
	h.SetSeed(s.seed)
	for _, page := range p.pages {
		h.Reset()
		_, _ = h.WriteString(page.File)
		_ = h.WriteByte(0)
		_, _ = h.WriteString(page.Address)
		if page.omitted {
			_ = h.WriteByte(1)
		}
		s.sum = s.sum*31 + h.Sum64()
	}
	return src.changed == nil || src.tree.changed || s.sum != before ||
		slices.ContainsFunc(src.changed, func(name string) bool { return !src.isPage(name) })
}

// isPage reports whether a file was read as a page.
func (s *sources) isPage(path string) bool {
	_, is := slices.BinarySearchFunc(s.pages, path, func(p *pageFile, path string) int {
		return strings.Compare(p.path, path)
	})
	return is
}

// pageRenderer renders pages. It is safe for concurrent use.
type pageRenderer struct {
	markdown *markdown.Renderer
	basis    basis
	files    *attachments
	pages    map[string]*Page // by file
	moved    bool
}

// render renders the pages whose rendering is missing or outdated, in parallel.
func (r *pageRenderings) render(
	ctx context.Context, src *sources, p *plan, b basis, m *markdown.Renderer,
) (faults diag.List) {
	r.attachments.tree, r.attachments.folders = src.tree, p.folders
	r.attachments.forget(src.changed)
	renderer := &pageRenderer{
		markdown: m, files: &r.attachments, pages: p.byFile, basis: b,
		moved: r.places.moved(src, p),
	}
	before := r.pages
	r.pages = make(map[*pageFile]*renderedPage, len(p.pages))
	var work []*Page
	for _, page := range p.pages {
		if page.omitted || page.source.body < 0 {
			continue
		}
		if page.rendered = before[page.source]; page.rendered == nil || !renderer.isCurrent(page) {
			work = append(work, page)
		}
	}
	parallel(ctx, len(work), func(i int) { work[i].rendered = renderer.render(work[i]) })
	for _, page := range p.pages {
		k := page.rendered
		if k == nil {
			continue // omitted, without a text, or stopped
		}
		r.pages[page.source] = k
		page.Body, page.Objectives = k.body, k.objectives
		if s := p.scenarios[page]; s != nil {
			s.parsed = k.scenario
		}
		faults.Append(k.faults)
	}
	return faults
}

// isCurrent reports whether the rendering of a page is still right.
func (r *pageRenderer) isCurrent(p *Page) bool {
	was, uses := &p.rendered.conditions, p.rendered.body.Uses
	switch {
	case was.address != p.Address, was.lesson != p.lesson, was.basis.wordSum != r.basis.wordSum,
		uses.Practice && was.basis.practiceSum != r.basis.practiceSum,
		uses.Works && was.basis.references != r.basis.references,
		uses.Terms && was.basis.names != r.basis.names:
		return false
	case !r.moved:
		return true
	}
	return !slices.ContainsFunc(was.replies, func(g reply) bool { return !r.answer(p, g.kind, g.file).same(g) })
}

// answer replies to what a page asks about something outside it.
func (r *pageRenderer) answer(to *Page, kind request, file string) reply {
	g := reply{kind: kind, file: file}
	switch kind {
	case assetRequest:
		g.asset, g.problem = r.files.asset(file)
	case textRequest:
		g.text, g.problem = r.files.text(file)
	default:
		g.href, g.problem = r.href(to, file)
	}
	return g
}

// href returns the relative path from one page to another.
func (r *pageRenderer) href(from *Page, file string) (href string, problem diag.Message) {
	to := r.pages[file]
	switch {
	case to == nil:
		return "", noSuchPage.With(file, r.files.tree.suggest(file))
	case to.omitted:
		return "", leadsToDraft.With(file)
	}
	return Relative(from.Address, to.Path()), problem
}

// render renders a page; nil if its text can no longer be read.
func (r *pageRenderer) render(p *Page) *renderedPage {
	text, body, ok := p.source.takeText(r.files.tree.disk)
	if !ok {
		return nil
	}
	k := &renderedPage{conditions: conditions{address: p.Address, lesson: p.lesson, basis: r.basis}}
	source := r.source(p, &k.conditions)
	source.Text, source.Body = text, body
	if p.isScenario() {
		k.body = &markdown.Page{}
		k.scenario, k.faults = r.markdown.Scenario(source)
	} else {
		k.body, k.faults = r.markdown.Page(source)
	}
	front := sha256.Sum256(text[:body])
	k.front = front[:]
	for i, objective := range p.Front.Objectives {
		html, found := r.markdown.Inline(objective)
		k.objectives = append(k.objectives, html)
		for _, m := range found {
			k.faults.Add(p.source.fault(m, "objectives", i))
		}
	}
	for _, q := range k.body.Questions {
		k.prompts = append(k.prompts, quiz.Fold(q.Shown()))
	}
	return k
}

// source returns what the text of a page is rendered with. The replies that the page gets
// are noted in its conditions.
func (r *pageRenderer) source(p *Page, noted *conditions) markdown.Source {
	ask := func(kind request, file string) (reply, *diag.Message) {
		g := r.answer(p, kind, file)
		noted.replies = append(noted.replies, g)
		if g.problem.What() != "" {
			return g, &g.problem
		}
		return g, nil
	}
	source := markdown.Source{
		File: p.File, Glossary: Relative(p.Address, path.Join(GlossaryFolder, "index.html")),
		Page: func(file string) (string, *diag.Message) {
			g, problem := ask(pageRequest, file)
			return g.href, problem
		},
		Asset: func(file string) (markdown.Asset, *diag.Message) {
			g, problem := ask(assetRequest, file)
			if problem != nil {
				return markdown.Asset{}, problem
			}
			return g.asset.seenFrom(p.Address), nil
		},
		ReadText: func(file string) ([]byte, *diag.Message) {
			g, problem := ask(textRequest, file)
			if problem != nil {
				return nil, problem
			}
			return g.text.text, nil
		},
	}
	if p.lesson {
		source.Bank = p.Address
	}
	return source
}

// used returns the files that pages refer to, with the smaller sizes of pictures, and
// notices about them.
func (r *pageRenderings) used(pages []*Page) (files []File, notices diag.List) {
	seen := map[string]bool{}
	for _, p := range pages {
		for _, source := range p.Body.Files {
			if seen[source] {
				continue
			}
			seen[source] = true
			known := r.attachments.assets[source]
			files = append(files, File{Source: source, Address: known.asset.Href})
			for _, v := range known.asset.Variants {
				files = append(files, File{Source: source, Address: v.Href, Width: v.Width})
			}
			if known.notice != nil {
				notices.Add(*known.notice)
			}
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Address, b.Address) })
	return files, notices
}
