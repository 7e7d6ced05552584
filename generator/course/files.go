package course

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
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
}

// keptFile is what was found out about a local file. It is never changed: pages
// hold on to it to know whether they were made of what is there now.
type keptFile struct {
	info    fs.FileInfo
	asset   markdown.Asset // with addresses in the site
	problem markdown.Problem
	notice  *diag.Fault
}

// keptText is a fragment or captions, likewise.
type keptText struct {
	info    fs.FileInfo
	text    []byte
	problem markdown.Problem
}

func fileKinds() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".txt", ".csv", ".mp3", ".m4a", ".mp4", ".webm", ".vtt"}
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

// seenFrom gives an asset with addresses as a page writes them.
func (k *keptFile) seenFrom(p *Page) markdown.Asset {
	a := k.asset
	a.Href = reference(p.Address, a.Href)
	a.Variants = slices.Clone(a.Variants)
	for i := range a.Variants {
		a.Variants[i].Href = reference(p.Address, a.Variants[i].Href)
	}
	return a
}

// resolve gives what a page may show or link to. A problem without a file is one
// of the name alone.
func (f *files) resolve(file string) (*keptFile, markdown.Problem) {
	tree := f.loader.tree
	info, ok := tree.files[file]
	switch {
	case !strings.HasPrefix(file, contentDir+"/"):
		return nil, markdown.Problem{What: "the file " + file + " lies outside content/", Hint: "put it beside the text that shows it"}
	case !ok:
		if _, folder := tree.names[file]; folder {
			return nil, markdown.Problem{What: file + " is a folder", Hint: "name the file of the page: " + path.Join(path.Base(file), tree.page(file))}
		}
		return nil, markdown.Problem{What: "there is no file " + file, Hint: tree.suggest(file)}
	case !slices.Contains(fileKinds(), strings.ToLower(path.Ext(file))):
		return nil, markdown.Problem{What: fmt.Sprintf("files that end in %q are not published", path.Ext(file)), Hint: "published are " + strings.Join(fileKinds(), " ")}
	case info.Size() > maxFileSize:
		return nil, markdown.Problem{What: fmt.Sprintf("the file %s has %d MB; at most %d MB are published", file, info.Size()>>20, maxFileSize>>20), Hint: "make it smaller"}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	address := f.loader.fileAddress(file)
	known := f.loader.assets[file]
	if known == nil || !same(known.info, info) || known.asset.Href != address {
		known = f.look(file, info, address)
		f.loader.assets[file] = known
	}
	return known, known.problem
}

// look finds out what the site needs to know about a file.
func (f *files) look(file string, at fs.FileInfo, address string) *keptFile {
	look := &keptFile{info: at, asset: markdown.Asset{Href: address}}
	fail := func(what, hint string) *keptFile {
		look.problem = markdown.Problem{What: what, Hint: hint}
		return look
	}
	if !images.Is(file) {
		// A link may lead out of the project, and a file may be held by a program.
		f, err := f.loader.project.Files.Open(file)
		if err != nil {
			return fail("the file "+file+" cannot be read", plainly(err))
		}
		_ = f.Close() // it was only tried
		return look
	}
	if size := at.Size(); size > images.MaxSize {
		return fail(fmt.Sprintf("the picture %s has %d MB; at most %d MB are taken", path.Base(file), size>>20, images.MaxSize>>20), "make it smaller: 2000 pixels of width are plenty for a page")
	}
	content, err := afero.ReadFile(f.loader.project.Files, file)
	if err != nil {
		return fail("the file "+file+" cannot be read", plainly(err))
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

// plainly is an error of the system for authors.
func plainly(err error) string {
	if strings.Contains(err.Error(), "escapes") {
		return "it is a link that leads out of the project: put the file itself there"
	}
	return diag.Plain(err)
}

// text gives a fragment or captions.
func (f *files) text(file string) (*keptText, markdown.Problem) {
	info, ok := f.loader.tree.files[file]
	if !ok {
		return nil, markdown.Problem{What: "there is no file " + file, Hint: f.loader.tree.suggest(file)}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	known := f.loader.texts[file]
	if known == nil || !same(known.info, info) {
		known = f.readText(file, info)
		f.loader.texts[file] = known
	}
	return known, known.problem
}

func (f *files) readText(file string, info fs.FileInfo) *keptText {
	k := &keptText{info: info}
	if size := info.Size(); size > maxPageSize {
		k.problem = markdown.Problem{What: fmt.Sprintf("the file %s has %d KB; at most %d KB are read", file, size>>10, maxPageSize>>10), Hint: "cut it into several"}
		return k
	}
	source, err := afero.ReadFile(f.loader.project.Files, file)
	switch {
	case err != nil:
		k.problem = markdown.Problem{What: "the file " + file + " cannot be read", Hint: diag.Plain(err)}
	case bytes.HasPrefix(source, []byte("\xff\xfe")), bytes.HasPrefix(source, []byte("\xfe\xff")), !utf8.Valid(source):
		k.problem = markdown.Problem{What: "the file " + file + " is not UTF-8", Hint: `in Notepad: Save as…, Encoding "UTF-8"`}
	default:
		k.text = plainText(source)
	}
	return k
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
			known := f.loader.assets[source]
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
