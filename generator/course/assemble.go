package course

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// maxPageSize bounds a page's file; markdown.MaxSize bounds its text.
const maxPageSize = 4 << 20

// references reads content/references.bib.
func (l *loader) references() {
	l.works = &markdown.References{}
	l.model.References = l.works
	info, ok := l.tree.files[bibFile]
	if !ok {
		return
	}
	if info.Size() > maxPageSize {
		l.faults.Add(diag.Fault{File: bibFile, What: "the file is too large", Hint: "keep only the works that are cited"})
		return
	}
	source, err := afero.ReadFile(l.project.Files, bibFile)
	if err != nil {
		l.faults.Add(diag.Fault{File: bibFile, What: "the file cannot be read", Hint: err.Error()})
		return
	}
	works, found := markdown.ParseReferences(bibFile, source)
	l.take(found)
	l.works, l.model.References = works, works
}

var translation = regexp.MustCompile(`\.[a-z]{2,3}(-[A-Za-z]{2,4})?\.md$`)

// readPages reads the files of all pages, in parallel.
func (l *loader) readPages() {
	var paths []string
	for file := range l.tree.files {
		switch name := path.Base(file); {
		case !strings.HasSuffix(name, ".md"), isFragment(file):
		case translation.MatchString(name):
			l.faults.Add(diag.Fault{File: file, What: "translations are not available in this version", Hint: "move the file out of content/ for now"})
		default:
			paths = append(paths, file)
		}
	}
	slices.Sort(paths)
	pages := make([]*Page, len(paths))
	found := make([]diag.List, len(paths))
	l.parallel(len(paths), func(i int) {
		pages[i] = &Page{File: paths[i], text: &text{body: -1}}
		if size := l.tree.files[paths[i]].Size(); size > maxPageSize {
			found[i].Add(diag.Fault{File: paths[i], What: fmt.Sprintf("the file has %d KB; at most %d KB are read", size>>10, maxPageSize>>10), Hint: "split it into several lessons"})
			return
		}
		source, err := afero.ReadFile(l.project.Files, paths[i])
		if err != nil {
			found[i].Add(diag.Fault{File: paths[i], What: "the file cannot be read", Hint: diag.Plain(err)})
			return
		}
		pages[i], found[i] = parsePage(paths[i], source)
	})
	for i, p := range pages {
		if p == nil {
			continue
		}
		l.take(found[i])
		p.Body = &markdown.Page{}
		l.pages[p.File] = p
	}
}

// assemble puts pages into courses and modules, orders them and gives them
// their addresses.
func (l *loader) assemble() {
	l.claim(assetsFolder, "the site's own files", nil)
	l.claim(ProgressFolder, "the page about one's own progress", nil)
	l.claimLists()
	l.folders[contentDir] = ""
	home := l.pages[path.Join(contentDir, indexFile)]
	if home == nil && len(l.tree.files) > 0 {
		l.faults.Add(diag.Fault{File: path.Join(contentDir, indexFile), What: "the home page is missing", Hint: frontHint})
	}
	if home == nil {
		home = &Page{File: path.Join(contentDir, indexFile), Body: &markdown.Page{}, text: &text{body: -1}}
	}
	l.model.Home = home
	l.claim("", home.File, home)
	l.stray(contentDir, indexFile)
	for _, name := range l.tree.folders[contentDir] {
		if c := l.course(path.Join(contentDir, name)); c != nil {
			l.model.Courses = append(l.model.Courses, c)
		}
	}
	slices.SortStableFunc(l.model.Courses, func(a, b *Course) int { return byOrder(a.Page, b.Page) })
	for _, c := range l.model.Courses {
		l.model.Modules = append(l.model.Modules, c.Modules...)
	}
	l.aliases()
}

// stray reports pages that lie where none are read.
func (l *loader) stray(dir string, wanted ...string) {
	for _, name := range l.tree.names[dir] {
		file := path.Join(dir, name)
		if l.pages[file] == nil || slices.Contains(wanted, name) {
			continue
		}
		l.faults.Add(diag.Fault{File: file, What: "a page that belongs to no module", Hint: "lessons lie in content/<course>/<module>/; a course and a module have one page of their own, " + indexFile})
		delete(l.pages, file)
	}
}

// index gives the page of a folder that is a course or module.
func (l *loader) index(dir, what string) *Page {
	if p := l.pages[path.Join(dir, indexFile)]; p != nil {
		return p
	}
	if !l.tree.hasPages(dir) {
		return nil // pictures and the like
	}
	l.faults.Add(diag.Fault{File: path.Join(dir, indexFile), What: fmt.Sprintf("the %s has no page of its own", what), Hint: frontHint})
	return nil
}

func (l *loader) course(dir string) *Course {
	page := l.index(dir, "course")
	if page == nil {
		return nil
	}
	c := &Course{Page: page}
	l.address(page, dir, "")
	l.leaveOut(page, false)
	l.stray(dir, indexFile)
	for _, name := range l.tree.folders[dir] {
		if m := l.module(path.Join(dir, name), c); m != nil && !l.left[m.Page] {
			c.Modules = append(c.Modules, m)
		}
	}
	slices.SortStableFunc(c.Modules, func(a, b *Module) int { return byOrder(a.Page, b.Page) })
	if l.left[page] {
		return nil
	}
	return c
}

func (l *loader) module(dir string, c *Course) *Module {
	page := l.index(dir, "module")
	if page == nil {
		return nil
	}
	m := &Module{Page: page, Course: c, folder: strings.TrimPrefix(dir, contentDir+"/")}
	l.modules[m.folder] = m
	l.address(page, dir, c.Address)
	l.leaveOut(page, l.left[c.Page])
	if page.Front.Quiz != "" && !l.left[page] {
		l.claim(m.AssessmentAddress(), "the module's assessment", page)
	}
	add := func(p *Page, name string) {
		l.address(p, name, m.Address)
		l.leaveOut(p, l.left[page])
		if p.isScenario() {
			l.addScenario(m, p)
			return
		}
		p.text.lesson = true
		if !l.left[p] {
			m.Lessons = append(m.Lessons, &Lesson{Page: p, Module: m})
		}
	}
	for _, name := range l.tree.names[dir] {
		if p := l.pages[path.Join(dir, name)]; p != nil && name != indexFile {
			add(p, path.Join(dir, name))
		}
	}
	for _, name := range l.tree.folders[dir] {
		folder := path.Join(dir, name)
		if p := l.pages[path.Join(folder, bundleFile)]; p != nil {
			add(p, folder)
			l.stray(folder, bundleFile)
		} else if l.tree.hasPages(folder) {
			l.faults.Add(diag.Fault{File: folder, What: "a folder with pages in a module", Hint: "a lesson in a folder of its own is called " + bundleFile + "; other lessons lie in the module's folder itself"})
		}
	}
	slices.SortStableFunc(m.Lessons, func(a, b *Lesson) int { return byOrder(a.Page, b.Page) })
	slices.SortStableFunc(m.Scenarios, func(a, b *Scenario) int { return byOrder(a.Page, b.Page) })
	return m
}

// leaveOut notes a draft; what lies in a draft is one too.
func (l *loader) leaveOut(p *Page, above bool) {
	if !l.options.Drafts && (p.Front.Draft || above) {
		l.left[p] = true
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

type claimed struct {
	what    string
	address string
}

var (
	slug     = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}\p{M}]+([-_.][\p{Ll}\p{Lo}\p{N}\p{M}]+)*$`)
	reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)
)

// address gives a page the address that its folder or file has.
func (l *loader) address(p *Page, file, above string) {
	name := project.Slug(path.Base(file))
	written := p.Front.Slug != ""
	if written {
		name = p.Front.Slug
	}
	what, hint := "", ""
	switch {
	case !slug.MatchString(name):
		what = fmt.Sprintf("the name %q cannot be part of an address", name)
		hint = "use small letters, digits and hyphens"
		if !written {
			hint += fmt.Sprintf(`: rename it, or write slug = "%s" in the front matter`, sluggish(name))
		}
	case reserved.MatchString(name):
		what, hint = fmt.Sprintf("Windows cannot hold a file of the name %q", name), "choose another name"
	}
	if what != "" {
		if written {
			l.faults.Add(p.fault(what, hint, "slug"))
		} else {
			l.faults.Add(diag.Fault{File: file, What: what, Hint: hint})
		}
		name = cmp.Or(sluggish(name), "page")
	}
	p.Address = path.Join(above, name)
	folder := file
	if strings.HasSuffix(file, ".md") {
		folder = ""
	}
	if folder != "" {
		l.folders[folder] = p.Address
	}
	l.claim(p.Address, p.File, p)
}

// sluggish makes a name that can be part of an address out of any.
func sluggish(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !slug.MatchString(string(r)) }), "-")
}

// claim enters an address. Two that differ in case only are one: Windows and
// macOS keep them in one folder.
func (l *loader) claim(address, what string, p *Page) bool {
	key := strings.ToLower(address)
	first, taken := l.claims[key]
	if !taken {
		l.claims[key] = claimed{what, address}
		return true
	}
	said := fmt.Sprintf("the address %s/ is taken by %s", address, first.what)
	if address != first.address {
		said = fmt.Sprintf("the address %s/ differs from that of %s in capitals only", address, first.what)
	}
	hint := "rename one of the files, or give one a slug in its front matter"
	if p != nil && p.Front.Slug != "" {
		l.faults.Add(p.fault(said, hint, "slug"))
	} else {
		l.faults.Add(diag.Fault{File: what, What: said, Hint: hint})
	}
	return false
}

var alias = regexp.MustCompile(`^/?([^/\\?#:*"<>|]+/)*[^/\\?#:*"<>|]+/?$`)

// aliases enters the addresses that pages had before.
func (l *loader) aliases() {
	for _, file := range sortedKeys(l.pages) {
		p := l.pages[file]
		if l.left[p] {
			continue
		}
		for i, a := range p.Front.Aliases {
			address := path.Clean(strings.Trim(a, "/"))
			address = strings.TrimSuffix(address, "/index.html")
			if !alias.MatchString(a) || address == "." || strings.HasPrefix(address, "..") || strings.HasSuffix(address, ".html") {
				l.faults.Add(p.fault(fmt.Sprintf("the alias %q is not an address of this site", a), `write the folder that the page had, from the site's root: "/old-course/old-module/"`, "aliases", i))
				continue
			}
			key := strings.ToLower(address)
			if first, taken := l.claims[key]; taken {
				l.faults.Add(p.fault(fmt.Sprintf("the alias %q is the address of %s", a, first.what), "an alias is an address that no page has any more", "aliases", i))
				continue
			}
			l.claims[key] = claimed{file, address}
			l.model.Aliases = append(l.model.Aliases, Alias{address, p})
		}
	}
	slices.SortFunc(l.model.Aliases, func(a, b Alias) int { return strings.Compare(a.Address, b.Address) })
}
