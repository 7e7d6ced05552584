package generator

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/layouts"
	"github.com/coursemark/coursemark/project"
)

// Layout is a file of the theme, and where it comes from.
type Layout struct {
	Path      string `json:"path"`      // from layouts/
	Project   bool   `json:"project"`   // the project's own file is used
	Overrides bool   `json:"overrides"` // and it replaces a file of the theme
}

// Layouts lists the theme files that a project's site is made with, by path: the
// project's own where it has one, and otherwise those that are shipped.
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

// layoutFolders returns the folders that the theme is read from, with the extension of
// their files; "" means any.
func layoutFolders(theme map[string]bool) map[string]string {
	folders := map[string]string{"report": ""}
	for name := range theme {
		if folder := path.Dir(name); folder != "report" {
			folders[folder] = path.Ext(name)
		}
	}
	return folders
}

// layoutsOf lists the files of the theme, and reports those of the project that nothing
// uses.
func layoutsOf(p *project.Project) ([]Layout, diag.List) {
	theme, faults := shippedLayouts()
	var list []Layout
	own, folders := map[string]bool{}, layoutFolders(theme)
	for _, name := range ownLayouts(p, &faults) {
		if name == "embed.go" {
			continue // the project is this repository
		}
		extension, known := folders[path.Dir(name)]
		if !known || extension != "" && path.Ext(name) != extension {
			faults.Add(layoutServesNothing.With(nearestLayout(name, theme)).In("layouts/" + name).Notice())
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

// shippedLayouts returns the files of the theme that is embedded in the command.
func shippedLayouts() (names map[string]bool, faults diag.List) {
	names = map[string]bool{}
	err := fs.WalkDir(layouts.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names[name] = true
		}
		return err
	})
	if err != nil {
		faults.Add(themeNotRead.With(err).In("layouts"))
	}
	return names, faults
}

// ownLayouts lists the files in the project's layouts/, without what editors leave
// behind.
func ownLayouts(p *project.Project, faults *diag.List) []string {
	var names []string
	files := p.OwnLayouts()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.Count(name, "/") > 3:
			return fs.SkipDir
		case name != "." && strings.HasPrefix(d.Name(), "."), strings.HasPrefix(d.Name(), "~$"),
			strings.HasSuffix(d.Name(), "~"):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir():
			names = append(names, name)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		faults.Add(layoutsNotRead.With(diag.Plain(err)).In("layouts"))
	}
	return names
}

// nearestLayout suggests which file of the theme may be meant.
func nearestLayout(name string, theme map[string]bool) diag.Message {
	known := slices.Sorted(maps.Keys(theme))
	for _, file := range known {
		if path.Base(file) == path.Base(name) {
			return nearLayout.With(file)
		}
	}
	if near := diag.Nearest(name, known); near != "" {
		return nearLayout.With(near)
	}
	return themeFolders.With()
}
