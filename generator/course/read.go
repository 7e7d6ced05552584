package course

import (
	"context"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/afero"
	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// sources are the texts of a project, each parsed by itself and not yet connected.
type sources struct {
	tree       *tree
	pages      []*pageFile // by file
	fragments  []string    // files that pages include
	glossary   *glossaryFile
	references *bibliography.References
	framework  *standards.Framework
	banks      []*quiz.Bank
	changed    []string // what may have changed under content/; nil means anything
	faults     diag.List
}

// Changed says what may have changed since the last time.
type Changed struct {
	Content   []string // files and folders, from the project's folder; nil means anything
	Banks     bool
	Framework bool
}

// Everything says that anything may have changed.
func Everything() Changed { return Changed{Banks: true, Framework: true} }

// reader reads the texts of a project, and keeps those whose files did not change.
type reader struct {
	tree      *tree
	paths     []string // of all pages, sorted
	fragments []string
	pages     map[string]*pageFile // by path
	works     *worksFile
	glossary  *glossaryFile

	framework       *standards.Framework
	frameworkFaults diag.List
	banks           []*quiz.Bank
	bankFaults      diag.List
}

// read reads what may have changed since the last time.
func (r *reader) read(ctx context.Context, p *project.Project, c Changed) *sources {
	if r.pages == nil {
		r.pages, c = map[string]*pageFile{}, Everything()
	}
	if c.Framework {
		r.framework, r.frameworkFaults = p.LoadFramework()
	}
	if c.Banks {
		r.banks, r.bankFaults = p.LoadBanks()
	}
	r.tree = scanTree(r.tree, p.Files, c.Content)
	r.readWorks(c.Content)
	r.readGlossary(c.Content)
	r.listPages()
	r.readPages(ctx, c.Content)
	return r.sources(c.Content)
}

// sources collects what was read.
func (r *reader) sources(changed []string) *sources {
	s := &sources{
		tree: r.tree, pages: make([]*pageFile, 0, len(r.paths)), fragments: r.fragments, glossary: r.glossary,
		references: r.works.references, framework: r.framework, banks: r.banks, changed: changed,
	}
	for _, found := range r.tree.faults {
		s.faults.Append(found)
	}
	for _, found := range []diag.List{r.frameworkFaults, r.bankFaults, r.works.faults, r.glossary.faults} {
		s.faults.Append(found)
	}
	for _, path := range r.paths {
		page := r.pages[path]
		if page == nil {
			continue // stopped
		}
		s.faults.Append(page.faults)
		if !page.foreign {
			s.pages = append(s.pages, page)
		}
	}
	return s
}

// listPages finds the files of pages and fragments again, if any came or went.
func (r *reader) listPages() {
	if !r.tree.changed {
		return
	}
	r.paths, r.fragments = r.paths[:0], nil
	for file := range r.tree.files {
		switch {
		case !strings.HasSuffix(file, ".md"):
		case isFragment(file):
			r.fragments = append(r.fragments, file)
		default:
			r.paths = append(r.paths, file)
		}
	}
	slices.Sort(r.paths)
	for file := range r.pages {
		if r.tree.files[file] == nil {
			delete(r.pages, file)
		}
	}
}

// readPages reads the page files that are new or changed, in parallel.
func (r *reader) readPages(ctx context.Context, changed []string) {
	var work []string
	if changed == nil || r.tree.changed {
		for _, path := range r.paths {
			if page := r.pages[path]; page == nil || !sameFile(page.info, r.tree.files[path]) {
				work = append(work, path)
			}
		}
	}
	for _, path := range changed { // even if size and time are the same
		if r.pages[path] != nil && !slices.Contains(work, path) {
			work = append(work, path)
		}
	}
	fresh := make([]*pageFile, len(work))
	parallel(ctx, len(work), func(i int) { fresh[i] = r.readPage(work[i]) })
	for i, page := range fresh {
		if page == nil {
			delete(r.pages, work[i]) // stopped
			continue
		}
		r.pages[work[i]] = page
	}
}

var translation = regexp.MustCompile(`\.[a-z]{2,3}(-[A-Za-z]{2,4})?\.md$`)

// readPage reads the file of a page.
func (r *reader) readPage(file string) *pageFile {
	info := r.tree.files[file]
	refuse := func(m diag.Message) *pageFile {
		page := &pageFile{path: file, info: info, body: -1}
		page.faults.Add(m.In(file))
		return page
	}
	if translation.MatchString(path.Base(file)) {
		page := refuse(noTranslations.With())
		page.foreign = true
		return page
	}
	if size := info.Size(); size > maxPageSize {
		return refuse(pageTooLarge.With(size>>10, maxPageSize>>10))
	}
	source, err := afero.ReadFile(r.tree.disk, file)
	if err != nil {
		return refuse(unreadableFile.With(diag.Plain(err)))
	}
	page := parsePage(file, source)
	page.info = info
	return page
}

// worksFile is content/references.bib as it was read last.
type worksFile struct {
	references *bibliography.References
	faults     diag.List
}

// readWorks reads content/references.bib, if it may have changed.
func (r *reader) readWorks(changed []string) {
	info, exists := r.tree.files[bibFile]
	if r.works != nil && exists && !concerns(changed, bibFile) {
		return
	}
	r.works = &worksFile{references: &bibliography.References{}}
	if !exists {
		return
	}
	if info.Size() > maxPageSize {
		r.works.faults.Add(worksTooLarge.With().In(bibFile))
		return
	}
	source, err := afero.ReadFile(r.tree.disk, bibFile)
	if err != nil {
		r.works.faults.Add(unreadableFile.With(diag.Plain(err)).In(bibFile))
		return
	}
	r.works.references, r.works.faults = bibliography.Parse(bibFile, source)
}

// readGlossary reads content/glossary.toml, if it may have changed.
func (r *reader) readGlossary(changed []string) {
	info, exists := r.tree.files[markdown.GlossaryFile]
	before := r.glossary
	if before != nil && exists == (before.toml != nil) && !concerns(changed, markdown.GlossaryFile) {
		return
	}
	r.glossary = &glossaryFile{names: &markdown.Glossary{}}
	if exists {
		r.glossary.read(r.tree.disk, info)
	}
	if before != nil && before.names.Equal(r.glossary.names) {
		r.glossary.names = before.names
	}
}

// concerns reports whether a file may be among those that changed.
func concerns(changed []string, file string) bool {
	return changed == nil || slices.Contains(changed, file) || slices.Contains(changed, path.Dir(file))
}

// sameFile reports whether a file has the same size and time as before.
func sameFile(a, b fs.FileInfo) bool {
	return a != nil && b != nil && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// parallel calls do for 0 to n-1 on all processors, and stops early once the context is
// done.
func parallel(ctx context.Context, n int, do func(i int)) {
	var group errgroup.Group
	workers := min(n, runtime.GOMAXPROCS(0))
	for w := range workers {
		group.Go(func() error {
			for i := w; i < n && ctx.Err() == nil; i += workers {
				do(i)
			}
			return nil
		})
	}
	_ = group.Wait() // no worker fails: faults are collected
}
