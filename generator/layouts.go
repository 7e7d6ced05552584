package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/layouts"
	"github.com/coursemark/coursemark/project"
)

// Layout is a file of the theme, and who serves it.
type Layout struct {
	Path      string `json:"path"`      // from layouts/
	Project   bool   `json:"project"`   // the project's own file serves it
	Overrides bool   `json:"overrides"` // and takes the place of one of the theme
}

// Layouts lists the files of the theme that a project's site is made with, by
// path: the project's own first choice, and the theme's for the rest.
func Layouts(dir string) ([]Layout, diag.List) {
	p, faults := project.Open(dir)
	if p == nil {
		return nil, faults
	}
	defer p.Close()
	list, found := layoutsOf(p)
	faults.Append(found)
	return list, faults
}

// layoutFolders are those that the theme is read from, with the extension of their files.
func layoutFolders(theme map[string]bool) map[string]string {
	folders := map[string]string{"report": ""}
	for name := range theme {
		if folder := path.Dir(name); folder != "report" {
			folders[folder] = path.Ext(name)
		}
	}
	return folders
}

func layoutsOf(p *project.Project) ([]Layout, diag.List) {
	var faults diag.List
	theme := map[string]bool{}
	err := fs.WalkDir(layouts.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			theme[name] = true
		}
		return err
	})
	if err != nil {
		faults.Add(diag.Fault{File: "layouts", What: "the theme cannot be read: " + err.Error()})
	}
	var list []Layout
	own, folders := map[string]bool{}, layoutFolders(theme)
	for _, name := range ownLayouts(p, &faults) {
		folder, ending := path.Dir(name), path.Ext(name)
		if name == "embed.go" {
			continue // the project is this repository
		}
		wanted, known := folders[folder]
		if !known || wanted != "" && ending != wanted {
			faults.Add(diag.Fault{File: "layouts/" + name, Severity: diag.Notice, What: "the file serves nothing", Hint: nearestLayout(name, theme)})
			continue
		}
		own[name] = true
		list = append(list, Layout{Path: name, Project: true, Overrides: theme[name]})
	}
	for name := range theme {
		if !own[name] {
			list = append(list, Layout{Path: name})
		}
	}
	slices.SortFunc(list, func(a, b Layout) int { return strings.Compare(a.Path, b.Path) })
	return list, faults
}

// ownLayouts lists the files of the project's layouts/, without what editors
// leave behind.
func ownLayouts(p *project.Project, faults *diag.List) []string {
	var names []string
	files := p.OwnLayouts()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.Count(name, "/") > 3:
			return fs.SkipDir
		case name != "." && strings.HasPrefix(d.Name(), "."), strings.HasPrefix(d.Name(), "~$"), strings.HasSuffix(d.Name(), "~"):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir():
			names = append(names, name)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		faults.Add(diag.Fault{File: "layouts", What: "the folder cannot be read", Hint: diag.Plain(err)})
	}
	return names
}

func nearestLayout(name string, theme map[string]bool) string {
	var known []string
	for file := range theme {
		if path.Base(file) == path.Base(name) {
			return fmt.Sprintf("did you mean layouts/%s?", file)
		}
		known = append(known, file)
	}
	if near := diag.Nearest(name, known); near != "" {
		return fmt.Sprintf("did you mean layouts/%s?", near)
	}
	return "the theme is read from layouts/templates/*.html, styles/*.css, player/*/*.js, words/*.toml and report/"
}
