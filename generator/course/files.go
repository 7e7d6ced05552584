package course

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

// maxFileSize bounds a file that is copied into the site.
const maxFileSize = 200 << 20

// files resolves the local files that pages refer to. It is safe for concurrent
// use.
type files struct {
	loader *loader
	mu     sync.Mutex
	known  map[string]found // by source
}

// found is what was found out about a local file.
type found struct {
	asset   markdown.Asset // with addresses in the site
	problem *markdown.Problem
	notice  *diag.Fault
}

func fileKinds() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".txt", ".csv", ".mp3", ".m4a", ".mp4", ".webm", ".vtt"}
}

// from gives the function that resolves a page's files.
func (f *files) from(p *Page) func(file string) (markdown.Asset, *markdown.Problem) {
	return func(file string) (markdown.Asset, *markdown.Problem) {
		a, problem := f.resolve(file)
		if problem != nil {
			return a, problem
		}
		a.Href = reference(p.Address, a.Href)
		a.Variants = slices.Clone(a.Variants)
		for i := range a.Variants {
			a.Variants[i].Href = reference(p.Address, a.Variants[i].Href)
		}
		return a, nil
	}
}

// reference is the way from a folder of the site to a file, as an address: names
// of files may hold what means something else there.
func reference(folder, file string) string {
	parts := strings.Split(Relative(folder, file), "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/")
}

func (f *files) resolve(file string) (markdown.Asset, *markdown.Problem) {
	tree := f.loader.tree
	info, ok := tree.files[file]
	switch {
	case !strings.HasPrefix(file, contentDir+"/"):
		return markdown.Asset{}, &markdown.Problem{What: "the file " + file + " lies outside content/", Hint: "put it beside the text that shows it"}
	case !ok:
		if _, folder := tree.names[file]; folder {
			return markdown.Asset{}, &markdown.Problem{What: file + " is a folder", Hint: "name the file of the page: " + path.Join(path.Base(file), tree.page(file))}
		}
		return markdown.Asset{}, &markdown.Problem{What: "there is no file " + file, Hint: tree.suggest(file)}
	case !slices.Contains(fileKinds(), strings.ToLower(path.Ext(file))):
		return markdown.Asset{}, &markdown.Problem{What: fmt.Sprintf("files that end in %q are not published", path.Ext(file)), Hint: "published are " + strings.Join(fileKinds(), " ")}
	case info.Size() > maxFileSize:
		return markdown.Asset{}, &markdown.Problem{What: fmt.Sprintf("the file %s has %d MB; at most %d MB are published", file, info.Size()>>20, maxFileSize>>20), Hint: "make it smaller"}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.known[file]
	if !ok {
		known = f.look(file, info.Size())
		f.known[file] = known
	}
	return known.asset, known.problem
}

// look finds out what the site needs to know about a file.
func (f *files) look(file string, size int64) found {
	look := found{asset: markdown.Asset{Href: f.loader.fileAddress(file)}}
	if !images.Is(file) {
		return look
	}
	fail := func(what, hint string) found {
		look.problem = &markdown.Problem{What: what, Hint: hint}
		return look
	}
	if size > images.MaxSize {
		return fail(fmt.Sprintf("the picture %s has %d MB; at most %d MB are taken", path.Base(file), size>>20, images.MaxSize>>20), "make it smaller: 2000 pixels of width are plenty for a page")
	}
	content, err := afero.ReadFile(f.loader.project.Files, file)
	if err != nil {
		return fail("the file "+file+" cannot be read", diag.Plain(err))
	}
	info, err := images.Inspect(file, content)
	if problem := (*images.Problem)(nil); errors.As(err, &problem) {
		return fail(problem.What, problem.Hint)
	}
	look.asset.Width, look.asset.Height = info.Width, info.Height
	if widths := info.Widths(); len(widths) > 0 {
		stem := strings.TrimSuffix(look.asset.Href, path.Ext(file))
		for _, w := range widths {
			look.asset.Variants = append(look.asset.Variants, markdown.Variant{Href: fmt.Sprintf("%s-%d.%s%s", stem, w, images.Fingerprint(content)[:10], strings.ToLower(path.Ext(file))), Width: w})
		}
	}
	if info.Located {
		look.notice = &diag.Fault{File: file, Severity: diag.Notice, What: "this photograph tells where it was taken", Hint: "in Windows: Properties, Details, Remove Properties and Personal Information"}
	}
	return look
}

// readText reads a fragment or captions.
func (f *files) readText(file string) ([]byte, *markdown.Problem) {
	info, ok := f.loader.tree.files[file]
	switch {
	case !ok:
		return nil, &markdown.Problem{What: "there is no file " + file, Hint: f.loader.tree.suggest(file)}
	case info.Size() > maxPageSize:
		return nil, &markdown.Problem{What: fmt.Sprintf("the file %s has %d KB; at most %d KB are read", file, info.Size()>>10, maxPageSize>>10), Hint: "cut it into several"}
	}
	source, err := afero.ReadFile(f.loader.project.Files, file)
	if err != nil {
		return nil, &markdown.Problem{What: "the file " + file + " cannot be read", Hint: diag.Plain(err)}
	}
	if bytes.HasPrefix(source, []byte("\xff\xfe")) || bytes.HasPrefix(source, []byte("\xfe\xff")) || !utf8.Valid(source) {
		return nil, &markdown.Problem{What: "the file " + file + " is not UTF-8", Hint: `in Notepad: Save as…, Encoding "UTF-8"`}
	}
	return plainText(source), nil
}

// page is the file that a link to a folder means.
func (t *tree) page(dir string) string {
	if slices.Contains(t.names[dir], bundleFile) {
		return bundleFile
	}
	return indexFile
}

// fileAddress is where a file lies in the site: beside the page of its folder.
func (l *loader) fileAddress(file string) string {
	rest := path.Base(file)
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if address, ok := l.folders[dir]; ok {
			return path.Join(address, rest)
		}
		if dir == contentDir || dir == "." {
			return rest
		}
		rest = path.Join(path.Base(dir), rest)
	}
}

// used lists the files that pages refer to, with the smaller pictures that go
// with them, and tells what was noticed about them.
func (f *files) used(pages []*Page) []File {
	seen := map[string]bool{}
	var list []File
	for _, p := range pages {
		for _, source := range p.Body.Files {
			if seen[source] {
				continue
			}
			seen[source] = true
			known := f.known[source]
			list = append(list, File{Source: source, Address: known.asset.Href})
			for _, v := range known.asset.Variants {
				list = append(list, File{Source: source, Address: v.Href, Width: v.Width})
			}
			if known.notice != nil {
				f.loader.faults.Add(*known.notice)
			}
		}
	}
	slices.SortFunc(list, func(a, b File) int { return strings.Compare(a.Address, b.Address) })
	return list
}
