package course

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// maxPageSize bounds a page's file; markdown.MaxSize bounds its text.
const maxPageSize = 4 << 20

func (l *loader) readReferences(info fs.FileInfo, exists bool) (*bibliography.References, diag.List) {
	var faults diag.List
	if !exists {
		return &bibliography.References{}, faults
	}
	if info.Size() > maxPageSize {
		faults.Add(diag.Fault{File: bibFile, What: "the file is too large", Hint: "keep only the works that are cited"})
		return &bibliography.References{}, faults
	}
	source, err := afero.ReadFile(l.project.Files, bibFile)
	if err != nil {
		faults.Add(diag.Fault{File: bibFile, What: "the file cannot be read", Hint: diag.Plain(err)})
		return &bibliography.References{}, faults
	}
	return bibliography.Parse(bibFile, source)
}

var translation = regexp.MustCompile(`\.[a-z]{2,3}(-[A-Za-z]{2,4})?\.md$`)

// readPages reads the files of the pages that are not known yet, in parallel.
func (l *loader) readPages(changed []string) {
	if l.tree.changed {
		l.paths, l.fragments = l.paths[:0], l.fragments[:0]
		for file := range l.tree.files {
			switch {
			case !strings.HasSuffix(file, ".md"):
			case isFragment(file):
				l.fragments = append(l.fragments, file)
			default:
				l.paths = append(l.paths, file)
			}
		}
		slices.Sort(l.paths)
		for file := range l.read {
			if l.tree.files[file] == nil {
				delete(l.read, file)
			}
		}
	}
	var work []string
	if changed == nil || l.tree.changed {
		for _, file := range l.paths {
			if k := l.read[file]; k == nil || !same(k.info, l.tree.files[file]) {
				work = append(work, file)
			}
		}
	}
	for _, file := range changed {
		if l.read[file] != nil && !slices.Contains(work, file) {
			work = append(work, file)
		}
	}
	l.reread = work
	fresh := make([]*kept, len(work))
	l.parallel(len(work), func(i int) { fresh[i] = l.readPage(work[i]) })
	for i, k := range fresh {
		if k == nil {
			delete(l.read, work[i]) // stopped
			continue
		}
		l.read[work[i]] = k
	}
	pages := make([]Page, len(l.paths)) // in one piece: one a page would cost the collector more than all that follows
	for i, file := range l.paths {
		k := l.read[file]
		if k == nil {
			continue
		}
		l.take(k.parse)
		if k.page.text == nil {
			continue // not a page of this version
		}
		p := &pages[i]
		*p = k.page
		p.kept, p.Body = k, &noBody
		l.pages[file] = p
	}
}

// noBody is what a page has until it is rendered.
var noBody markdown.Page

// readPage reads the file of a page.
func (l *loader) readPage(file string) *kept {
	k := &kept{info: l.tree.files[file]}
	refuse := func(f diag.Fault) *kept {
		f.File = file
		k.parse.Add(f)
		return k
	}
	if translation.MatchString(path.Base(file)) {
		return refuse(diag.Fault{What: "translations are not available in this version", Hint: "move the file out of content/ for now"})
	}
	k.page = Page{File: file, text: &text{body: -1}}
	if size := k.info.Size(); size > maxPageSize {
		return refuse(diag.Fault{What: fmt.Sprintf("the file has %d KB; at most %d KB are read", size>>10, maxPageSize>>10), Hint: "split it into several lessons"})
	}
	source, err := afero.ReadFile(l.project.Files, file)
	if err != nil {
		return refuse(diag.Fault{What: "the file cannot be read", Hint: diag.Plain(err)})
	}
	page, found := parsePage(file, source)
	k.page, k.parse = *page, found
	return k
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
		home = &Page{File: path.Join(contentDir, indexFile), Body: &noBody, text: &text{body: -1}}
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
		p.lesson = true
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

// named is a page's part of its address, and what is wrong with it.
type named struct{ name, what, hint string }

// nameOf gives a page the part of its address that its folder or file has.
func nameOf(p *Page, file string) named {
	n := named{name: project.Slug(path.Base(file))}
	written := p.Front.Slug != ""
	if written {
		n.name = p.Front.Slug
	}
	switch {
	case !slug.MatchString(n.name):
		n.what = fmt.Sprintf("the name %q cannot be part of an address", n.name)
		n.hint = "use small letters, digits and hyphens"
		if !written {
			n.hint += fmt.Sprintf(`: rename it, or write slug = "%s" in the front matter`, sluggish(n.name))
		}
	case reserved.MatchString(n.name):
		n.what, n.hint = fmt.Sprintf("Windows cannot hold a file of the name %q", n.name), "choose another name"
	}
	if n.what != "" {
		n.name = cmp.Or(sluggish(n.name), "page")
	}
	return n
}

// address gives a page the address that its folder or file has.
func (l *loader) address(p *Page, file, above string) {
	if p.kept.named.name == "" {
		p.kept.named = nameOf(p, file)
	}
	n := p.kept.named
	if n.what != "" {
		if p.Front.Slug != "" {
			l.faults.Add(p.fault(n.what, n.hint, "slug"))
		} else {
			l.faults.Add(diag.Fault{File: file, What: n.what, Hint: n.hint})
		}
	}
	p.Address = path.Join(above, n.name)
	if !strings.HasSuffix(file, ".md") {
		l.folders[file] = p.Address
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
	for _, p := range l.sorted() {
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
			l.claims[key] = claimed{p.File, address}
			l.model.Aliases = append(l.model.Aliases, Alias{address, p})
		}
	}
	slices.SortFunc(l.model.Aliases, func(a, b Alias) int { return strings.Compare(a.Address, b.Address) })
}
