package course

import (
	"errors"
	"fmt"
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

// tree is what lies under content/, without what editors leave behind.
type tree struct {
	files   map[string]fs.FileInfo // by path from the project's folder
	folders map[string][]string    // names of the folders in each folder
	names   map[string][]string    // names of the files in each folder
	faults  map[string]diag.List   // of each folder
	changed bool                   // a file or folder came or went since the last time
}

// scan lists content/, or of a tree that is known what changed in it: nil means
// that anything may have.
func (l *loader) scan(changed []string) {
	if l.tree == nil || changed == nil || len(l.tree.files) == 0 {
		before := l.tree
		l.tree = &tree{files: map[string]fs.FileInfo{}, folders: map[string][]string{}, names: map[string][]string{}, faults: map[string]diag.List{}}
		if _, err := l.project.Files.Stat(contentDir); errors.Is(err, fs.ErrNotExist) {
			l.faults.Add(diag.Fault{File: contentDir, What: "the folder is missing", Hint: "courses lie in content/<course>/<module>/<lesson>.md"})
		} else {
			l.tree.scan(l.project.Files, contentDir, 0)
		}
		l.tree.changed = before == nil || !maps.EqualFunc(before.names, l.tree.names, slices.Equal) || !maps.EqualFunc(before.folders, l.tree.folders, slices.Equal)
	} else {
		l.tree.changed = false
		for _, name := range changed {
			l.tree.rescan(l.project.Files, name)
		}
	}
	for _, found := range l.tree.faults {
		l.faults.Append(found)
	}
}

func (t *tree) scan(files afero.Fs, dir string, depth int) {
	var faults diag.List
	defer func() {
		if faults.Len() > 0 {
			t.faults[dir] = faults
		}
	}()
	entries, err := afero.ReadDir(files, dir)
	if err != nil {
		faults.Add(diag.Fault{File: dir, What: "the folder cannot be read", Hint: diag.Plain(err)})
		return
	}
	if depth > maxDepth || len(t.files) > maxFiles {
		faults.Add(diag.Fault{File: dir, What: "the content has too many files or folders in each other", Hint: "courses lie in content/<course>/<module>/<lesson>.md"})
		return
	}
	names := map[string]bool{}
	for _, e := range entries {
		names[e.Name()] = true
	}
	t.names[dir] = nil
	for _, e := range entries {
		name := e.Name()
		file := path.Join(dir, name)
		if strings.HasPrefix(name, ".") {
			continue
		}
		if e.IsDir() {
			t.folders[dir] = append(t.folders[dir], name)
			if !t.has(file) {
				t.scan(files, file, depth+1)
			}
			continue
		}
		if what, hint := leftover(name, names); what != "" {
			faults.Add(diag.Fault{File: file, Severity: diag.Notice, What: "the file is not read: " + what, Hint: hint})
			continue
		}
		if !e.Mode().IsRegular() && e.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		t.files[file] = e
		t.names[dir] = append(t.names[dir], name)
	}
}

// rescan looks again at a file or folder that came, went or changed.
func (t *tree) rescan(files afero.Fs, name string) {
	dir := path.Dir(name)
	for dir != "." && !t.has(dir) {
		name, dir = dir, path.Dir(dir) // a folder that is not known either
	}
	t.drop(name) // a folder may be another one of the same name
	if dir == "." {
		dir = contentDir
	}
	folders, names := t.folders[dir], t.names[dir]
	for _, n := range names {
		delete(t.files, path.Join(dir, n))
	}
	t.folders[dir] = nil
	delete(t.faults, dir)
	t.scan(files, dir, strings.Count(dir, "/"))
	for _, n := range folders {
		if !slices.Contains(t.folders[dir], n) {
			t.drop(path.Join(dir, n))
		}
	}
	t.changed = t.changed || !slices.Equal(folders, t.folders[dir]) || !slices.Equal(names, t.names[dir])
}

// has tells whether a folder is known.
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

// leftover tells why a file is none of the author's pages; "" where it may be.
func leftover(name string, names map[string]bool) (what, hint string) {
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	switch {
	case strings.HasPrefix(name, "~$"):
		return "Word keeps it while a document is open", "close the document"
	case strings.HasSuffix(name, "~"), extension == ".bak", extension == ".tmp", extension == ".orig", extension == ".swp":
		return "an editor left it as a backup", "delete it if nothing in it is missed"
	case strings.HasSuffix(name, ".md.txt"):
		return "its name ends in .md.txt", "Notepad added .txt; rename it to " + strings.TrimSuffix(name, ".txt")
	case extension == ".docx", extension == ".doc", extension == ".odt", extension == ".markdown", extension == ".mdx":
		if extension == ".markdown" || extension == ".mdx" {
			return "pages end in .md", "rename it to " + stem + ".md"
		}
		return "", ""
	case extension != ".md":
		return "", ""
	}
	for _, pattern := range []*regexp.Regexp{conflictSuffix, copySuffix} {
		if m := pattern.FindStringSubmatch(stem); m != nil && names[m[1]+".md"] {
			return "it is a second copy of " + m[1] + ".md", "a synchroniser makes one where two people changed a file: bring over what is missed, and delete it"
		}
	}
	return "", ""
}

// isFragment tells whether a file is one that pages include, and no page itself.
func isFragment(file string) bool {
	name := path.Base(file)
	return strings.HasPrefix(file, markdown.IncludesFolder+"/") || strings.HasPrefix(name, "_") && name != indexFile
}

// hasPages tells whether there is a page anywhere in a folder.
func (t *tree) hasPages(dir string) bool {
	if slices.ContainsFunc(t.names[dir], func(n string) bool { return strings.HasSuffix(n, ".md") && !isFragment(path.Join(dir, n)) }) {
		return true
	}
	return slices.ContainsFunc(t.folders[dir], func(n string) bool { return t.hasPages(path.Join(dir, n)) })
}

// suggest proposes the file that a broken reference meant.
func (t *tree) suggest(file string) string {
	dir, name := path.Split(file)
	dir = path.Clean(dir)
	if path.Ext(name) == "" {
		for _, ending := range []string{".md", "/" + bundleFile, "/" + indexFile} {
			if _, ok := t.files[file+ending]; ok {
				return "name the file: " + name + ending
			}
		}
	}
	for _, n := range t.names[dir] {
		if strings.EqualFold(n, name) {
			return `capital and small letters matter on web servers: the file is "` + n + `"`
		}
	}
	if near := diag.Nearest(name, t.names[dir]); near != "" {
		return `did you mean "` + near + `"?`
	}
	var elsewhere []string
	for f := range t.files {
		if path.Base(f) == name && name != indexFile && name != bundleFile {
			elsewhere = append(elsewhere, f)
		}
	}
	slices.Sort(elsewhere)
	if len(elsewhere) > 0 {
		return "there is " + elsewhere[0] + "; links are relative to the file they stand in"
	}
	var pages []string
	for _, n := range t.names[dir] {
		if path.Ext(n) == path.Ext(name) {
			pages = append(pages, n)
		}
	}
	if len(pages) == 0 {
		return fmt.Sprintf("links are relative to the file they stand in; there is no such file in %s", dir)
	}
	return diag.DidYouMean(name, pages)
}
