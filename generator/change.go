package generator

import (
	"path/filepath"
	"strings"

	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/project"
)

// Root is a file, or a folder with everything in it, that a site is made from. It need
// not exist.
type Root struct {
	Path string
	part part
}

// part is a part of a project that can be read by itself.
type part int

const (
	configPart part = iota
	contentPart
	bankPart
	frameworkPart
	layoutPart
	keyPart
)

// Roots returns the places to watch. A change of the configuration can change them.
func (s *Session) Roots() []Root {
	f := s.project.Folders()
	in := func(name string) string { return filepath.Join(f.Project, name) }
	return []Root{
		{in(project.ConfigFile), configPart}, {in("content"), contentPart}, {f.Banks, bankPart},
		{filepath.Join(in("standards"), "frameworks"), frameworkPart}, {in("layouts"), layoutPart}, {f.Keys, keyPart},
	}
}

// change says what may have changed since the last time.
type change struct {
	course.Changed
	config, layouts, templates, assets, keys bool
}

// everything says that anything may have changed.
func everything() change {
	return change{Changed: course.Everything(), config: true, layouts: true, templates: true, assets: true, keys: true}
}

// classify finds out which parts of the project changed files and folders belong to.
func (s *Session) classify(names []string) change {
	if names == nil || s.stale {
		return everything()
	}
	c := change{Changed: course.Changed{Content: []string{}}}
	for _, root := range s.Roots() {
		for _, name := range names {
			if rest, ok := relativePath(root.Path, name); ok {
				c.add(root.part, rest)
			}
		}
	}
	if c.config { // the folders that it names may be others now
		content := c.Content
		c = everything()
		c.Content = content
	}
	return c
}

// relativePath returns the path from a root to a file or folder in it. For a folder above
// the root, which came or went with everything in it, that is ".", the root itself. ok is
// false if the two are unrelated.
func relativePath(root, name string) (rest string, ok bool) {
	if rest, err := filepath.Rel(root, name); err == nil && filepath.IsLocal(rest) {
		return filepath.ToSlash(rest), true
	}
	above, err := filepath.Rel(name, root)
	return ".", err == nil && filepath.IsLocal(above)
}

// add notes a change of a part.
func (c *change) add(p part, rest string) {
	switch p {
	case configPart:
		c.config = true
	case contentPart:
		c.Content = append(c.Content, strings.TrimSuffix("content/"+rest, "/."))
	case bankPart:
		c.Banks = true
	case frameworkPart:
		c.Framework = true
	case keyPart:
		c.keys = true
	case layoutPart:
		first, _, _ := strings.Cut(rest, "/")
		c.layouts = true
		c.templates = c.templates || first == "." || first == "templates" || first == "words"
		c.assets = c.assets || first == "." || first == "styles" || first == "player"
	}
}
