package course

import (
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
	"github.com/coursemark/coursemark/internal/sourcetext"
	"github.com/coursemark/coursemark/project/disk"
)

// maxFileSize bounds a file that is copied into the site.
const maxFileSize = 200 << 20

// attachments are the files that pages show, link to or include. What is found out
// about them is kept. It is safe for concurrent use.
type attachments struct {
	tree    *tree
	folders map[string]string // address of a folder under content/

	mu     sync.Mutex
	assets map[string]*assetFile // by path
	texts  map[string]*textFile  // likewise
}

// assetFile is what was found out about a file that pages show or link to. It
// never changes: a page keeps it, and compares it with the present one to find out
// whether it must be rendered again.
type assetFile struct {
	info    fs.FileInfo
	asset   markdown.Asset // with addresses in the site
	problem diag.Message
	notice  *diag.Fault
}

// textFile is a fragment or captions, likewise.
type textFile struct {
	info    fs.FileInfo
	text    []byte
	problem diag.Message
}

// fileKinds are the endings of the files that are published.
func fileKinds() []string {
	return []string{
		".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg",
		".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".txt", ".csv",
		".mp3", ".m4a", ".mp4", ".webm", ".vtt",
	}
}

// forget drops what is known about changed files, even if size and time are the same.
func (a *attachments) forget(changed []string) {
	if a.assets == nil {
		a.assets, a.texts = map[string]*assetFile{}, map[string]*textFile{}
	}
	for _, name := range changed {
		delete(a.assets, name)
		delete(a.texts, name)
	}
}

// asset returns a file that a page shows or links to, or why it cannot. Without an
// assetFile, the problem follows from the name alone.
func (a *attachments) asset(file string) (*assetFile, diag.Message) {
	info, exists := a.tree.files[file]
	ending := strings.ToLower(path.Ext(file))
	switch {
	case !strings.HasPrefix(file, contentDir+"/"):
		return nil, outsideContent.With(file)
	case !exists && a.tree.has(file):
		return nil, isFolder.With(file, path.Join(path.Base(file), a.tree.page(file)))
	case !exists:
		return nil, markdown.NoSuchFile.With(file, a.tree.suggest(file))
	case !slices.Contains(fileKinds(), ending):
		return nil, notPublished.With(path.Ext(file), strings.Join(fileKinds(), " "))
	case info.Size() > maxFileSize:
		return nil, fileTooLarge.With(file, info.Size()>>20, maxFileSize>>20)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	address := a.address(file)
	known := a.assets[file]
	if known == nil || !sameFile(known.info, info) || known.asset.Href != address {
		known = a.inspect(file, info, address)
		a.assets[file] = known
	}
	return known, known.problem
}

// inspect finds out what the site needs to know about a file.
func (a *attachments) inspect(file string, info fs.FileInfo, address string) *assetFile {
	found := &assetFile{info: info, asset: markdown.Asset{Href: address}}
	if !images.Is(file) {
		// A link may lead out of the project, or a program may hold the file open.
		f, err := a.tree.disk.Open(file)
		if err != nil {
			found.problem = notOpened(file, err)
			return found
		}
		_ = f.Close() // only to see whether it opens
		return found
	}
	found.problem = a.inspectPicture(file, found)
	return found
}

// inspectPicture finds out how large a picture is, and which smaller ones to make.
func (a *attachments) inspectPicture(file string, found *assetFile) (problem diag.Message) {
	if size := found.info.Size(); size > images.MaxSize {
		return pictureTooLarge.With(path.Base(file), size>>20, images.MaxSize>>20)
	}
	content, err := afero.ReadFile(a.tree.disk, file)
	if err != nil {
		return notOpened(file, err)
	}
	info, err := images.Inspect(file, content)
	if failure := (*images.Problem)(nil); errors.As(err, &failure) {
		return failure.Message
	}
	asset := &found.asset
	asset.Width, asset.Height = info.Width, info.Height
	for _, w := range info.Widths() {
		stem := strings.TrimSuffix(asset.Href, path.Ext(file))
		name := fmt.Sprintf("%s-%d.%s%s", stem, w, images.Fingerprint(content)[:10], strings.ToLower(path.Ext(file)))
		asset.Variants = append(asset.Variants, markdown.Variant{Href: name, Width: w})
	}
	if info.Located {
		notice := placeInPhotograph.With().In(file).Notice()
		found.notice = &notice
	}
	return problem
}

// notOpened says why a file cannot be read.
func notOpened(file string, err error) diag.Message {
	if errors.Is(err, disk.ErrOutside) {
		return linkOutOfProject.With(file)
	}
	return unreadableAttachment.With(file, diag.Plain(err))
}

// text returns a fragment or captions, or why it cannot.
func (a *attachments) text(file string) (*textFile, diag.Message) {
	info, exists := a.tree.files[file]
	if !exists {
		return nil, markdown.NoSuchFile.With(file, a.tree.suggest(file))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	known := a.texts[file]
	if known == nil || !sameFile(known.info, info) {
		known = a.readText(file, info)
		a.texts[file] = known
	}
	return known, known.problem
}

func (a *attachments) readText(file string, info fs.FileInfo) *textFile {
	t := &textFile{info: info}
	if size := info.Size(); size > maxPageSize {
		t.problem = textTooLarge.With(file, size>>10, maxPageSize>>10)
		return t
	}
	source, err := afero.ReadFile(a.tree.disk, file)
	switch {
	case err != nil:
		t.problem = unreadableAttachment.With(file, diag.Plain(err))
	case sourcetext.Detect(source) == sourcetext.UTF16, !utf8.Valid(source):
		t.problem = textNotUTF8.With(file)
	default:
		t.text = sourcetext.Lines(sourcetext.Open(source))
	}
	return t
}

// address returns where a file lies in the site: beside the page of its folder.
func (a *attachments) address(file string) string {
	rest := path.Base(file)
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if address, ok := a.folders[dir]; ok {
			return path.Join(address, rest)
		}
		if dir == contentDir || dir == "." {
			return rest
		}
		rest = path.Join(path.Base(dir), rest)
	}
}

// seenFrom returns the asset with addresses relative to a folder of the site.
func (f *assetFile) seenFrom(folder string) markdown.Asset {
	asset := f.asset
	asset.Href = reference(folder, asset.Href)
	asset.Variants = slices.Clone(asset.Variants)
	for i := range asset.Variants {
		asset.Variants[i].Href = reference(folder, asset.Variants[i].Href)
	}
	return asset
}

// reference returns the relative path from a folder of the site to a file as a URL: file
// names may contain characters that mean something else there.
func reference(folder, file string) string {
	parts := strings.Split(Relative(folder, file), "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/")
}
