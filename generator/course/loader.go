package course

import (
	"context"
	"crypto/sha256"
	"hash/maphash"
	"html/template"
	"io/fs"
	"path"
	"slices"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Loader loads a project again and again. Reading and rendering, which cost
// nearly all, are done for what changed; everything is held against everything
// each time. A page keeps beside its HTML what it was given from elsewhere, and is
// rendered anew where that would differ now: there is no list of who depends on
// whom that could be wrong.
//
// The zero value is ready to use, by one caller at a time. Models that it gave
// before stay as they were.
type Loader struct {
	tree      *tree
	paths     []string         // of all pages, sorted
	fragments []string         // that pages include
	read      map[string]*kept // by file
	works     *bibliography.References
	workList  diag.List
	places    uint64 // stands for the address of every page
	moved     bool   // an address or a file is another than the last time
	seed      maphash.Seed

	assets   map[string]*keptFile // by source
	texts    map[string]*keptText // likewise
	glossary *keptGlossary

	framework      *standards.Framework
	frameworkFound diag.List
	banks          []*quiz.Bank
	banksFound     diag.List
	keptBanks      map[*quiz.Bank]*keptBank
}

// Changed says what may differ from the last time.
type Changed struct {
	Content   []string // files and folders, from the project's folder
	Banks     bool
	Framework bool
}

// kept is what is known of a page's file, and the page as it was rendered last.
type kept struct {
	info  fs.FileInfo
	page  Page // as it was parsed
	parse diag.List

	body       *markdown.Page     // nil: not rendered
	scenario   *markdown.Scenario // of a scenario; its body is empty
	objectives []template.HTML
	front      []byte // sum of its front matter
	found      diag.List
	linked     diag.List // of links to headings of other pages
	folded     []string  // the prompts of its practice questions, as they are compared

	named  named
	proved *provedScenario

	// What it was rendered with.
	address              string
	lesson               bool
	given                []given
	wordSum, practiceSum string
	works                *bibliography.References
	names                *markdown.Glossary
}

// given is what a page was told about something outside of it.
type given struct {
	what    wanted
	file    string
	href    string // of a page
	asset   *keptFile
	text    *keptText
	problem markdown.Problem
}

// wanted is what a page asks for by the name of a file.
type wanted int

const (
	aPage wanted = iota
	anAsset
	aText // that becomes part of it
)

// keptBank is a bank with what was derived from it.
type keptBank struct {
	wordSum    string
	texts      map[string]*markdown.QuestionTexts // by public question ID
	tasks      map[string]template.HTML           // prompts, by public ID
	textsFound diag.List
	folded     []string

	framework    *standards.Framework
	published    *quiz.Published
	publishFound diag.List
}

// Load reads a project and checks it; changed nil means that anything may differ
// from the last time. All faults are found at once; the Model is whole only where
// the list did not fail.
func (k *Loader) Load(ctx context.Context, p *project.Project, o Options, changed *Changed) (*Model, diag.List) {
	l := &loader{
		Loader: k, ctx: ctx, project: p, options: o, model: &Model{Config: p.Config},
		pages: make(map[string]*Page, len(k.paths)), left: map[*Page]bool{}, folders: map[string]string{}, claims: make(map[string]claimed, len(k.paths)),
		modules: map[string]*Module{}, played: map[*Page]*Scenario{}, broken: map[string]bool{},
	}
	if k.read == nil {
		k.read, k.seed = map[string]*kept{}, maphash.MakeSeed()
		k.assets, k.texts = map[string]*keptFile{}, map[string]*keptText{}
		k.keptBanks = map[*quiz.Bank]*keptBank{}
		changed = nil
	}
	if changed == nil {
		changed = &Changed{Banks: true, Framework: true}
	} else if changed.Content == nil {
		changed.Content = []string{}
	}
	if changed.Framework {
		k.framework, k.frameworkFound = p.LoadFramework()
	}
	if changed.Banks {
		k.banks, k.banksFound = p.LoadBanks()
	}
	l.take(k.frameworkFound)
	l.model.Framework = k.framework
	l.take(k.banksFound)
	l.known = map[string]bool{}
	for _, id := range l.indicators() {
		l.known[id] = true
	}
	for _, name := range changed.Content { // whatever its size and time may say
		delete(k.assets, name)
		delete(k.texts, name)
	}
	l.scan(changed.Content)
	if ctx.Err() == nil {
		l.references(changed.Content)
		l.readGlossary(changed.Content)
		l.readPages(changed.Content)
		l.assemble()
		l.frontMatter()
		l.settlePlaces(changed.Content)
		l.render()
	}
	if ctx.Err() == nil {
		l.publishBanks()
		l.publishScenarios()
		l.claimPractice()
		l.crossCheck()
		l.lists()
		if o.Facts {
			l.model.Unused = l.unusedFiles()
		}
	}
	if err := ctx.Err(); err != nil {
		l.faults.Add(diag.Fault{What: "stopped before everything was read"})
		*k = Loader{} // half of it may be missing
	}
	return l.model, l.faults
}

// sorted gives the pages in the order of their files, once no stray ones are among
// them.
func (l *loader) sorted() []*Page {
	if l.inOrder == nil {
		l.inOrder = make([]*Page, 0, len(l.pages))
		for _, file := range l.paths {
			if p := l.pages[file]; p != nil {
				l.inOrder = append(l.inOrder, p)
			}
		}
	}
	return l.inOrder
}

// settlePlaces finds out whether what pages were told about others may differ
// from the last time. The text of a page alone changes nothing of it.
func (l *loader) settlePlaces(changed []string) {
	var sum uint64
	var h maphash.Hash
	h.SetSeed(l.seed)
	for _, p := range l.sorted() {
		h.Reset()
		_, _ = h.WriteString(p.File)
		_ = h.WriteByte(0)
		_, _ = h.WriteString(p.Address)
		if l.left[p] {
			_ = h.WriteByte(1)
		}
		sum = sum*31 + h.Sum64()
	}
	l.moved = l.tree.changed || sum != l.places || changed == nil ||
		slices.ContainsFunc(changed, func(name string) bool { return l.read[name] == nil })
	l.places = sum
}

// holds tells whether a page may stay as it was rendered.
func (l *loader) holds(p *Page) bool {
	k := p.kept
	switch {
	case k.body == nil, k.address != p.Address, k.lesson != p.lesson, k.wordSum != l.options.WordSum:
		return false
	case k.practiceSum != l.options.PracticeSum && k.body.Uses.Practice:
		return false
	case k.works != l.works && k.body.Uses.Works:
		return false
	case k.names != l.glossary.names && k.body.Uses.Terms:
		return false
	case !l.moved:
		return true
	}
	return !slices.ContainsFunc(k.given, func(g given) bool { return l.give(p, g.what, g.file) != g })
}

// give answers what a page asks about something outside of it.
func (l *loader) give(to *Page, what wanted, file string) given {
	g := given{what: what, file: file}
	switch what {
	case anAsset:
		g.asset, g.problem = l.files.resolve(file)
	case aText:
		g.text, g.problem = l.files.text(file)
	default:
		g.href, g.problem = l.pageHref(to, file)
	}
	return g
}

// renderPage renders a page and keeps what it was rendered with.
func (l *loader) renderPage(p *Page, renderer *markdown.Renderer) {
	k := p.kept
	k.given = nil
	ask := func(what wanted, file string) (given, *markdown.Problem) {
		g := l.give(p, what, file)
		k.given = append(k.given, g)
		if g.problem.What != "" {
			return g, &markdown.Problem{What: g.problem.What, Hint: g.problem.Hint}
		}
		return g, nil
	}
	source := markdown.Source{
		File: p.File, Text: p.text.bytes, Body: p.text.body, Glossary: Relative(p.Address, path.Join(GlossaryFolder, "index.html")),
		Page: func(file string) (string, *markdown.Problem) {
			g, problem := ask(aPage, file)
			return g.href, problem
		},
		Asset: func(file string) (markdown.Asset, *markdown.Problem) {
			g, problem := ask(anAsset, file)
			if problem != nil {
				return markdown.Asset{}, problem
			}
			return g.asset.seenFrom(p), nil
		},
		ReadText: func(file string) ([]byte, *markdown.Problem) {
			g, problem := ask(aText, file)
			if problem != nil {
				return nil, problem
			}
			return g.text.text, nil
		},
	}
	if p.lesson {
		source.Bank = p.Address
	}
	if p.isScenario() {
		k.body = &markdown.Page{}
		k.scenario, k.found = renderer.Scenario(source)
	} else {
		k.body, k.found = renderer.Page(source)
	}
	front := sha256.Sum256(p.text.bytes[:p.text.body])
	k.front = front[:]
	p.text.bytes = nil // the page holds on to nothing that is not needed any more
	k.objectives = nil
	for i, objective := range p.Front.Objectives {
		html, found := renderer.Inline(objective)
		k.objectives = append(k.objectives, html)
		for _, m := range found {
			k.found.Add(p.fault(m.What(), m.Hint(), "objectives", i))
		}
	}
	k.folded = nil
	for _, q := range k.body.Questions {
		k.folded = append(k.folded, quiz.Fold(q.Shown()))
	}
	k.address, k.lesson, k.works, k.names = p.Address, p.lesson, l.works, l.glossary.names
	k.wordSum, k.practiceSum = l.options.WordSum, l.options.PracticeSum
}

// read brings the text back where it was let go of. It tells whether there is one.
func (t *text) read(p *project.Project, file string) bool {
	if t.bytes != nil {
		return true
	}
	source, err := afero.ReadFile(p.Files, file)
	if err != nil || len(source) > maxPageSize {
		return false // the next look at the folder tells why
	}
	page, _ := parsePage(file, source)
	t.bytes, t.body = page.text.bytes, page.text.body
	return t.body >= 0
}

// references reads content/references.bib, where it may have changed.
func (l *loader) references(changed []string) {
	info, ok := l.tree.files[bibFile]
	if l.works == nil || !ok || concerns(changed, bibFile) {
		l.works, l.workList = l.readReferences(info, ok)
	}
	l.take(l.workList)
	l.model.References = l.works
}

// concerns tells whether a file may be among what changed.
func concerns(changed []string, file string) bool {
	return changed == nil || slices.Contains(changed, file) || slices.Contains(changed, path.Dir(file))
}

// same tells whether a file is as it was.
func same(a, b fs.FileInfo) bool {
	return a != nil && b != nil && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}
