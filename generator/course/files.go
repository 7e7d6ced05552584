package course

import (
	"fmt"
	"image"
	_ "image/gif" // the formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/generator/markdown"
)

// maxFileSize bounds a file that is copied into the site.
const maxFileSize = 200 << 20

// files resolves the local files that pages refer to. It is safe for concurrent
// use.
type files struct {
	loader *loader
	mu     sync.Mutex
}

func fileKinds() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".txt", ".csv", ".mp3", ".m4a", ".mp4", ".webm", ".vtt"}
}

// resolve gives a file, with its address from the site's root.
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
	address := f.loader.fileAddress(file)
	if k, ok := f.loader.assets[file]; ok && same(k.info, info) && k.asset.Href == address {
		return k.asset, nil
	}
	a := markdown.Asset{Href: address}
	if r, err := f.loader.project.Files.Open(file); err == nil {
		if c, _, err := image.DecodeConfig(r); err == nil {
			a.Width, a.Height = c.Width, c.Height
		}
		_ = r.Close()
	}
	f.loader.assets[file] = keptAsset{info, a}
	return a, nil
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

// used lists the files that pages refer to.
func (f *files) used(pages []*Page) []File {
	seen := map[string]bool{}
	var list []File
	for _, p := range pages {
		for _, source := range p.Body.Files {
			if !seen[source] {
				seen[source] = true
				list = append(list, File{source, f.loader.assets[source].asset.Href})
			}
		}
	}
	slices.SortFunc(list, func(a, b File) int { return strings.Compare(a.Address, b.Address) })
	return list
}
