package course

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// unusedFiles lists the files under content/ that belong to no page.
func (l *loader) unusedFiles() []string {
	used := map[string]bool{}
	for _, f := range l.model.Files {
		used[f.Source] = true
	}
	for _, p := range l.pages {
		if p.Body != nil {
			for _, file := range p.Body.Noted {
				used[file] = true
			}
		}
	}
	var out []string
	for _, file := range slices.Sorted(maps.Keys(l.tree.files)) {
		switch path.Ext(file) {
		case ".md", ".bib", ".toml":
			continue // read as what they are, or reported
		}
		if !used[file] && !strings.HasPrefix(path.Base(file), ".") {
			out = append(out, file)
		}
	}
	return out
}
