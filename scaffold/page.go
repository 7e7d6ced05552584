package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// Kind is a kind of page that New writes.
type Kind string

const (
	Course   Kind = "course"
	Module   Kind = "module"
	Lesson   Kind = "lesson"
	Scenario Kind = "scenario"
)

// New writes a page and returns its file, relative to the project's folder. in names the
// course of a module, or the module of a lesson or scenario, by its folder with or without
// the number; "" where there is only one.
func New(dir string, kind Kind, title, in string) (string, diag.List) {
	p, faults := project.Open(dir)
	if p == nil || faults.Failed() {
		return "", faults
	}
	defer p.Close()
	report := func(m diag.Message) { faults.Add(m.In("")) }
	title = strings.TrimSpace(title)
	if title == "" {
		report(titleMissing.With(string(kind)))
		return "", faults
	}
	name := Slug(title)
	file, ok := freeFile(p.Files, kind, name, in, report)
	if !ok {
		return "", faults
	}
	template := "new/" + string(kind) + ".md.tmpl"
	source, err := fill(template, map[string]string{"ID": name, "Title": title})
	if err != nil {
		report(templateBroken.With(template, err.Error()))
		return "", faults
	}
	written, err := writeNew(dir, map[string][]byte{file: source})
	switch {
	case err != nil:
		report(fileNotWritten.With(file, diag.Plain(err)))
	case len(written) == 0:
		report(fileTaken.With(file))
	default:
		return file, faults
	}
	return "", faults
}

// freeFile returns the file for a new page, which does not exist yet.
func freeFile(files afero.Fs, kind Kind, name, in string, report func(diag.Message)) (string, bool) {
	folders, err := contents(files)
	if err != nil {
		report(contentUnreadable.With(diag.Plain(err)))
		return "", false
	}
	parent, ok := "", true
	switch kind {
	case Module:
		parent, ok = choose(folders.courses, in, Course, report)
	case Lesson, Scenario:
		parent, ok = choose(folders.modules, in, Module, report)
	}
	if !ok {
		return "", false
	}
	taken := folders.names(parent)
	same := func(n string) bool { return project.Slug(strings.TrimSuffix(n, ".scenario.md")) == name }
	if slices.ContainsFunc(taken, same) {
		report(nameTaken.With(string(kind), name, path.Join("content", parent)))
		return "", false
	}
	return path.Join("content", parent, kind.file(name, number(taken))), true
}

// file returns the name of a page in its folder. number sorts it after the others.
func (k Kind) file(name, number string) string {
	switch k {
	case Module:
		return path.Join(number+name, "_index.md")
	case Lesson:
		return number + name + ".md"
	case Scenario:
		return number + name + ".scenario.md"
	}
	return path.Join(name, "_index.md")
}

// tree is the courses and modules of content/, which new pages go into.
type tree struct {
	files            afero.Fs
	courses, modules []string // folders under content/
}

func contents(files afero.Fs) (tree, error) {
	t := tree{files: files}
	courses, err := folders(files, "content")
	if err != nil {
		return t, err
	}
	for _, c := range courses {
		t.courses = append(t.courses, c)
		modules, err := folders(files, path.Join("content", c))
		if err != nil {
			return t, err
		}
		for _, m := range modules {
			if _, err := files.Stat(path.Join("content", c, m, "_index.md")); err == nil {
				t.modules = append(t.modules, path.Join(c, m))
			}
		}
	}
	return t, nil
}

func folders(files afero.Fs, dir string) ([]string, error) {
	entries, err := afero.ReadDir(files, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "_") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// names returns the names in a folder under content/, except the folder's own page.
func (t tree) names(folder string) []string {
	entries, err := afero.ReadDir(t.files, path.Join("content", folder))
	if err != nil {
		return nil // it is not there yet
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); !strings.HasPrefix(n, "_") && !strings.HasPrefix(n, ".") {
			names = append(names, n)
		}
	}
	return names
}

var ordering = regexp.MustCompile(`^([0-9]+)[-_]`)

// number returns the prefix that sorts a name after those that exist.
func number(names []string) string {
	last := 0
	for _, n := range names {
		if m := ordering.FindStringSubmatch(n); m != nil {
			if k, err := strconv.Atoi(m[1]); err == nil {
				last = max(last, k)
			}
		}
	}
	return fmt.Sprintf("%02d-", last+1)
}

// choose returns the folder that in names by its path, its last part, or that part without
// its number. kind says what the folder is of.
func choose(known []string, in string, kind Kind, report func(diag.Message)) (string, bool) {
	in = strings.Trim(strings.TrimPrefix(strings.ReplaceAll(in, `\`, "/"), "content/"), "/")
	var found []string
	for _, k := range known {
		if k == in {
			return k, true
		}
		if in == "" || path.Base(k) == in || project.Slug(path.Base(k)) == in || project.Address(k) == in {
			found = append(found, k)
		}
	}
	all := strings.Join(found, ", ")
	switch {
	case len(known) == 0:
		report(noPlace.With(string(kind)))
	case len(found) == 1:
		return found[0], true
	case in == "":
		report(placeOpen.With(string(kind), all))
	case len(found) == 0:
		report(placeUnknown.With(string(kind), in, diag.Suggest(in, known)))
	default:
		report(placeTwice.With(string(kind), in, all))
	}
	return "", false
}
