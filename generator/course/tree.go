package course

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

const (
	contentDir = "content"
	indexFile  = "_index.md" // of a course or module
	bundleFile = "index.md"  // of a lesson in a folder of its own
	bibFile    = contentDir + "/references.bib"
)

// Bounds of a project.
const (
	maxDepth = 12
	maxFiles = 200_000
)

// tree lists the files and folders under content/, without what editors leave behind.
type tree struct {
	disk    afero.Fs               // the project's folder
	files   map[string]fs.FileInfo // by path from the project's folder
	folders map[string][]string    // names of the folders in each folder
	names   map[string][]string    // names of the files in each folder
	faults  map[string]diag.List   // of each folder
	changed bool                   // a file or folder came or went since the last time
}

// scanTree lists content/. If a tree is known, it only looks again at what changed; nil
// means that anything may have changed.
func scanTree(before *tree, disk afero.Fs, changed []string) *tree {
	if before != nil && changed != nil && len(before.files) > 0 {
		before.disk, before.changed = disk, false
		for _, name := range changed {
			before.rescan(name)
		}
		return before
	}
	t := &tree{
		disk: disk, files: map[string]fs.FileInfo{}, folders: map[string][]string{},
		names: map[string][]string{}, faults: map[string]diag.List{},
	}
	if _, err := disk.Stat(contentDir); errors.Is(err, fs.ErrNotExist) {
		t.fault(contentDir, noContent.With().In(contentDir))
	} else {
		t.scan(contentDir, 0)
	}
	t.changed = before == nil || !maps.EqualFunc(before.names, t.names, slices.Equal) ||
		!maps.EqualFunc(before.folders, t.folders, slices.Equal)
	return t
}

func (t *tree) fault(dir string, f diag.Fault) {
	found := t.faults[dir]
	found.Add(f)
	t.faults[dir] = found
}

// scan lists a folder and all folders in it.
func (t *tree) scan(dir string, depth int) {
	entries, err := afero.ReadDir(t.disk, dir)
	if err != nil {
		t.fault(dir, unreadableFolder.With(diag.Plain(err)).In(dir))
		return
	}
	if depth > maxDepth || len(t.files) > maxFiles {
		t.fault(dir, tooMuchContent.With().In(dir))
		return
	}
	siblings := map[string]bool{}
	for _, e := range entries {
		siblings[e.Name()] = true
	}
	t.names[dir] = nil
	for _, e := range entries {
		t.enter(dir, e, siblings, depth)
	}
}

// enter records an entry of a folder.
func (t *tree) enter(dir string, e fs.FileInfo, siblings map[string]bool, depth int) {
	name := e.Name()
	file := path.Join(dir, name)
	reason, isLeftover := leftover(name, siblings)
	switch {
	case strings.HasPrefix(name, "."):
	case e.IsDir():
		t.folders[dir] = append(t.folders[dir], name)
		if !t.has(file) {
			t.scan(file, depth+1)
		}
	case isLeftover:
		t.fault(dir, notRead.With(reason).In(file).Notice())
	case e.Mode().IsRegular(), e.Mode()&fs.ModeSymlink != 0:
		t.files[file] = e
		t.names[dir] = append(t.names[dir], name)
	}
}

// rescan looks again at a file or folder that came, went or changed.
func (t *tree) rescan(name string) {
	dir := path.Dir(name)
	for dir != "." && !t.has(dir) {
		name, dir = dir, path.Dir(dir) // not a known folder either
	}
	t.drop(name) // a folder may have been replaced by another of the same name
	if dir == "." {
		dir = contentDir
	}
	folders, names := t.folders[dir], t.names[dir]
	for _, n := range names {
		delete(t.files, path.Join(dir, n))
	}
	t.folders[dir] = nil
	delete(t.faults, dir)
	t.scan(dir, strings.Count(dir, "/"))
	for _, n := range folders {
		if !slices.Contains(t.folders[dir], n) {
			t.drop(path.Join(dir, n))
		}
	}
	t.changed = t.changed || !slices.Equal(folders, t.folders[dir]) || !slices.Equal(names, t.names[dir])
}

// has reports whether a folder is known.
func (t *tree) has(dir string) bool {
	_, known := t.names[dir]
	return known
}

// drop forgets a folder and all that is in it.
func (t *tree) drop(dir string) {
	if !t.has(dir) {
		return
	}
	for _, n := range t.names[dir] {
		delete(t.files, path.Join(dir, n))
	}
	for _, n := range t.folders[dir] {
		t.drop(path.Join(dir, n))
	}
	delete(t.names, dir)
	delete(t.folders, dir)
	delete(t.faults, dir)
	t.changed = true
}

var (
	conflictSuffix = regexp.MustCompile(`^(.+?)-[A-Z][A-Z0-9]+(-[A-Z0-9]+)*$`)
	copySuffix     = regexp.MustCompile(`^(.+?)( \([0-9]+\)| - [Cc]opy.*| \(.*conflicted copy.*\)|\.sync-conflict-.*)$`)
)

// leftover reports whether a file was left behind by a program, and why it is skipped.
func leftover(name string, siblings map[string]bool) (reason diag.Message, is bool) {
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	switch {
	case strings.HasPrefix(name, "~$"):
		return lockOfWord.With(), true
	case strings.HasSuffix(name, "~"), slices.Contains([]string{".bak", ".tmp", ".orig", ".swp"}, extension):
		return editorBackup.With(), true
	case strings.HasSuffix(name, ".md.txt"):
		return endsInTxt.With(strings.TrimSuffix(name, ".txt")), true
	case extension == ".markdown", extension == ".mdx":
		return endsInMarkdown.With(stem + ".md"), true
	case extension != ".md":
		return diag.Message{}, false
	}
	for _, pattern := range []*regexp.Regexp{conflictSuffix, copySuffix} {
		if m := pattern.FindStringSubmatch(stem); m != nil && siblings[m[1]+".md"] {
			return secondCopy.With(m[1] + ".md"), true
		}
	}
	return diag.Message{}, false
}

// isFragment reports whether a file is one that pages include, rather than a page.
func isFragment(file string) bool {
	name := path.Base(file)
	return strings.HasPrefix(file, markdown.IncludesFolder+"/") || strings.HasPrefix(name, "_") && name != indexFile
}

// hasPages reports whether there is a page anywhere in a folder.
func (t *tree) hasPages(dir string) bool {
	isPage := func(name string) bool { return strings.HasSuffix(name, ".md") && !isFragment(path.Join(dir, name)) }
	if slices.ContainsFunc(t.names[dir], isPage) {
		return true
	}
	return slices.ContainsFunc(t.folders[dir], func(n string) bool { return t.hasPages(path.Join(dir, n)) })
}

// page returns the name of the file that a link to a folder means.
func (t *tree) page(dir string) string {
	if slices.Contains(t.names[dir], bundleFile) {
		return bundleFile
	}
	return indexFile
}

// suggest proposes the file that a broken reference may mean.
func (t *tree) suggest(file string) diag.Message {
	dir, name := path.Split(file)
	dir = path.Clean(dir)
	if path.Ext(name) == "" {
		for _, ending := range []string{".md", "/" + bundleFile, "/" + indexFile} {
			if _, ok := t.files[file+ending]; ok {
				return nameTheFile.With(name + ending)
			}
		}
	}
	for _, n := range t.names[dir] {
		if strings.EqualFold(n, name) {
			return capitalsMatter.With(n)
		}
	}
	if known := diag.Suggest(name, t.names[dir]); known.Nearest() != "" {
		return proposal.With(known)
	}
	if other := t.elsewhere(name); other != "" {
		return liesElsewhere.With(other)
	}
	var alike []string
	for _, n := range t.names[dir] {
		if path.Ext(n) == path.Ext(name) {
			alike = append(alike, n)
		}
	}
	if len(alike) == 0 {
		return noSuchFileIn.With(dir)
	}
	return proposal.With(diag.Suggest(name, alike))
}

// elsewhere returns the first file with the name in any folder; "" if no folder has it.
func (t *tree) elsewhere(name string) string {
	var found []string
	for f := range t.files {
		if path.Base(f) == name && name != indexFile && name != bundleFile {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return slices.Min(found)
}
