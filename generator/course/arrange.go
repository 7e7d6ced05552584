package course

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

// arranger puts pages into their places.
type arranger struct {
	*plan
	tree   *tree
	drafts bool // include drafts
}

// arrange sorts pages into courses and modules and gives them their addresses.
func arrange(src *sources, drafts bool) *plan {
	a := &arranger{tree: src.tree, drafts: drafts, plan: &plan{
		modules: map[string]*Module{}, byFile: make(map[string]*Page, len(src.pages)), scenarios: map[*Page]*Scenario{},
		addresses: make(addresses, len(src.pages)), folders: map[string]string{contentDir: ""},
	}}
	// One allocation for all: one per page costs more in garbage collection than all the rest.
	pages := make([]Page, len(src.pages))
	for i, file := range src.pages {
		pages[i] = Page{File: file.path, Front: &file.front, Body: &noBody, source: file}
		a.byFile[file.path] = &pages[i]
	}
	a.reserve(src)
	a.arrangeHome()
	for _, name := range a.tree.folders[contentDir] {
		if c := a.course(path.Join(contentDir, name)); c != nil {
			a.courses = append(a.courses, c)
		}
	}
	slices.SortStableFunc(a.courses, func(x, y *Course) int { return byOrder(x.Page, y.Page) })
	for i := range pages {
		if p := &pages[i]; a.byFile[p.File] == p {
			a.pages = append(a.pages, p)
		}
	}
	a.enterAliases()
	for _, m := range a.modules {
		a.resolvePrerequisites(m)
	}
	return a.plan
}

// noBody is what a page has until it is rendered.
var noBody markdown.Page

// reserve claims the addresses of the pages that no author writes.
func (a *arranger) reserve(src *sources) {
	a.claim(assetsFolder, "the site's own files", nil)
	a.claim(ProgressFolder, "the page about one's own progress", nil)
	if _, ok := a.tree.files[markdown.GlossaryFile]; ok {
		a.claim(GlossaryFolder, "the glossary's page", nil)
	}
	if _, ok := a.tree.files[bibFile]; ok {
		a.claim(WorksFolder, "the page of works cited", nil)
	}
	if len(src.framework.Roles) > 0 {
		a.claim(rolesFolder, "the pages of the roles", nil)
	}
	for _, r := range src.framework.Roles {
		a.claim(roleAddress(r.ID), "the page of the role "+r.ID, nil)
	}
}

func (a *arranger) arrangeHome() {
	file := path.Join(contentDir, indexFile)
	a.home = a.byFile[file]
	if a.home == nil {
		if len(a.tree.files) > 0 {
			a.faults.Add(noHomePage.With().In(file))
		}
		a.home = &Page{File: file, Front: &Front{}, Body: &noBody, source: &pageFile{path: file, body: -1}}
	}
	a.claim("", a.home.File, a.home)
	a.refuseOthers(contentDir, indexFile)
}

// refuseOthers reports all pages but one of a folder that can hold only that one.
func (a *arranger) refuseOthers(dir, wanted string) {
	for _, name := range a.tree.names[dir] {
		file := path.Join(dir, name)
		if a.byFile[file] != nil && name != wanted {
			a.faults.Add(strayPage.With(indexFile).In(file))
			delete(a.byFile, file)
		}
	}
}

// index returns the page of a folder that is a course or module; nil if it has
// none.
func (a *arranger) index(dir string, missing diag.Kind) *Page {
	file := path.Join(dir, indexFile)
	page := a.byFile[file]
	if page == nil && a.tree.hasPages(dir) { // otherwise it only holds pictures and the like
		a.faults.Add(missing.With().In(file))
	}
	return page
}

// course arranges a folder of content/; nil if it is not a course, or is left out.
func (a *arranger) course(dir string) *Course {
	page := a.index(dir, noCoursePage)
	if page == nil {
		return nil
	}
	c := &Course{Page: page}
	a.place(page, dir, "")
	a.omitDraft(page, false)
	a.refuseOthers(dir, indexFile)
	for _, name := range a.tree.folders[dir] {
		if m := a.module(path.Join(dir, name), c); m != nil && !m.omitted {
			c.Modules = append(c.Modules, m)
		}
	}
	slices.SortStableFunc(c.Modules, func(x, y *Module) int { return byOrder(x.Page, y.Page) })
	if page.omitted {
		return nil
	}
	return c
}

// module arranges a folder of a course; nil if it is not a module.
func (a *arranger) module(dir string, c *Course) *Module {
	page := a.index(dir, noModulePage)
	if page == nil {
		return nil
	}
	m := &Module{Page: page, Course: c, folder: strings.TrimPrefix(dir, contentDir+"/")}
	a.modules[m.folder] = m
	a.place(page, dir, c.Address)
	a.omitDraft(page, c.omitted)
	if page.Front.Quiz != "" && !page.omitted {
		a.claim(m.AssessmentAddress(), "the module's assessment", page)
	}
	for _, name := range a.tree.names[dir] {
		if p := a.byFile[path.Join(dir, name)]; p != nil && name != indexFile {
			a.part(m, p, path.Join(dir, name))
		}
	}
	for _, name := range a.tree.folders[dir] {
		a.bundle(m, path.Join(dir, name))
	}
	slices.SortStableFunc(m.Lessons, func(x, y *Lesson) int { return byOrder(x.Page, y.Page) })
	slices.SortStableFunc(m.Scenarios, func(x, y *Scenario) int { return byOrder(x.Page, y.Page) })
	return m
}

// bundle arranges a folder of a module: a lesson with its files.
func (a *arranger) bundle(m *Module, dir string) {
	if p := a.byFile[path.Join(dir, bundleFile)]; p != nil {
		a.part(m, p, dir)
		a.refuseOthers(dir, bundleFile)
	} else if a.tree.hasPages(dir) {
		a.faults.Add(folderInModule.With(bundleFile).In(dir))
	}
}

// part arranges a lesson or scenario of a module. file is the file or folder that gives it its name.
func (a *arranger) part(m *Module, p *Page, file string) {
	a.place(p, file, m.Address)
	a.omitDraft(p, m.omitted)
	if p.isScenario() {
		s := &Scenario{Page: p, Module: m, parsed: &markdown.Scenario{}}
		a.scenarios[p] = s
		if !p.omitted {
			m.Scenarios = append(m.Scenarios, s)
		}
		return
	}
	p.lesson = true
	if !p.omitted {
		m.Lessons = append(m.Lessons, &Lesson{Page: p, Module: m})
	}
}

// omitDraft leaves out a draft, and what lies in one: above says that the course or module
// is left out.
func (a *arranger) omitDraft(p *Page, above bool) {
	p.omitted = !a.drafts && (p.Front.Draft || above)
}

// resolvePrerequisites finds the modules that come before one. The names of those
// that do not exist are reported by checkPrerequisites.
func (a *arranger) resolvePrerequisites(m *Module) {
	for _, name := range m.Front.Prerequisites {
		if before := a.prerequisite(m, name); before != nil && before != m && !before.omitted {
			m.Before = append(m.Before, before)
		}
	}
}

// byOrder sorts by weight, or by the number before the name, then by name.
func byOrder(a, b *Page) int {
	return cmp.Or(cmp.Compare(a.weight(), b.weight()), strings.Compare(a.File, b.File))
}

func (p *Page) weight() int {
	if p.Front.Weight != 0 {
		return p.Front.Weight
	}
	name := path.Base(p.File)
	if name == indexFile || name == bundleFile {
		name = path.Base(path.Dir(p.File))
	}
	end := 0
	for end < len(name) && name[end] >= '0' && name[end] <= '9' && end < 9 {
		end++
	}
	n, err := strconv.Atoi(name[:end])
	if err != nil {
		return 1 << 30 // without a number: last
	}
	return n
}
