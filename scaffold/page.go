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

// Kind is what New lays down.
type Kind string

const (
	Course   Kind = "course"
	Module   Kind = "module"
	Lesson   Kind = "lesson"
	Scenario Kind = "scenario"
)

// New lays a page down and gives its file, from the project's folder. in is the
// course of a module, or the module of a lesson or scenario: its folder or the
// name of it without the number; "" where there is only one.
func New(dir string, kind Kind, title, in string) (string, diag.List) {
	p, faults := project.Open(dir)
	if p == nil || faults.Failed() {
		return "", faults
	}
	defer p.Close()
	fault := func(what, hint string) (string, diag.List) {
		faults.Add(diag.Fault{What: what, Hint: hint})
		return "", faults
	}
	if strings.TrimSpace(title) == "" {
		return fault("the title is missing", fmt.Sprintf("coursemark new %s \"Its title\"", kind))
	}
	folders, err := contents(p.Files)
	if err != nil {
		return fault("content/ cannot be read", diag.Plain(err))
	}
	parent := ""
	switch kind {
	case Module:
		parent, err = choose(folders.courses, in, "course", "coursemark new course \"Its title\"")
	case Lesson, Scenario:
		parent, err = choose(folders.modules, in, "module", "coursemark new module \"Its title\"")
	}
	if found := (diag.Fault{}); errors.As(err, &found) {
		faults.Add(found)
		return "", faults
	}
	name := Slug(title)
	taken := folders.names(parent)
	if slices.ContainsFunc(taken, func(n string) bool { return project.Slug(strings.TrimSuffix(n, ".scenario.md")) == name }) {
		return fault(fmt.Sprintf("there is a %s called %q already in %s", kind, name, path.Join("content", parent)), "choose another title; nothing was written")
	}
	file := path.Join("content", parent, name, "_index.md")
	switch kind {
	case Module:
		file = path.Join("content", parent, number(taken)+name, "_index.md")
	case Lesson:
		file = path.Join("content", parent, number(taken)+name+".md")
	case Scenario:
		file = path.Join("content", parent, number(taken)+name+".scenario.md")
	}
	source, err := fill("new/"+string(kind)+".md.tmpl", map[string]string{"ID": name, "Title": strings.TrimSpace(title)})
	if err != nil {
		return fault(err.Error(), "")
	}
	written, err := lay(dir, map[string][]byte{file: source})
	if err != nil {
		return fault(file+" cannot be written", diag.Plain(err))
	}
	if len(written) == 0 {
		return fault(file+" is there already", "choose another title; nothing was written")
	}
	return file, faults
}

// tree is the part of content/ that new pages go into.
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

// names lists what a folder under content/ holds beside its own page.
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

// number gives the prefix that puts a name behind those that are there.
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

// choose finds the folder that somebody means by its path, its last part, or that
// part without its number.
func choose(known []string, in, what, make string) (string, error) {
	in = strings.Trim(strings.TrimPrefix(strings.ReplaceAll(in, `\`, "/"), "content/"), "/")
	switch {
	case len(known) == 0:
		return "", diag.Fault{What: fmt.Sprintf("there is no %s yet to put it into", what), Hint: make}
	case in == "" && len(known) == 1:
		return known[0], nil
	case in == "":
		return "", diag.Fault{What: fmt.Sprintf("there are %d %ss, and it is not said which", len(known), what), Hint: "name one with --in: " + strings.Join(known, ", ")}
	}
	var found []string
	for _, k := range known {
		if k == in {
			return k, nil
		}
		if path.Base(k) == in || project.Slug(path.Base(k)) == in || project.Address(k) == in {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", diag.Fault{What: fmt.Sprintf("there is no %s %q", what, in), Hint: diag.DidYouMean(in, known)}
	}
	return "", diag.Fault{What: fmt.Sprintf("%q is the name of %d %ss", in, len(found), what), Hint: "name one of them in full: " + strings.Join(found, ", ")}
}
