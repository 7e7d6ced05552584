package coursemark_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// What each package may import stands in the tables of docs/ARCHITECTURE.md, and
// nowhere else. To add, move or widen a package, edit its row there: where a row is
// wrong this test prints the row as it should be.

const (
	module   = "github.com/coursemark/coursemark"
	document = "docs/ARCHITECTURE.md"
)

// goPackage is a package of this repository as go list describes it.
type goPackage struct {
	ImportPath    string
	Imports, Deps []string
}

// folder is where the package lies, from the root; "." is the root.
func (p goPackage) folder() string {
	return path.Clean("." + strings.TrimPrefix(p.ImportPath, module))
}

// ours are the folders of this repository's packages that it imports, sorted.
func (p goPackage) ours() (folders []string) {
	for _, imported := range p.Imports {
		if imported == module || strings.HasPrefix(imported, module+"/") {
			folders = append(folders, goPackage{ImportPath: imported}.folder())
		}
	}
	slices.Sort(folders)
	return folders
}

func (p goPackage) links(library string) bool {
	return slices.ContainsFunc(p.Deps, func(d string) bool { return within(d, library) })
}

// within reports whether a package is the one of that path or lies below it.
func within(name, parent string) bool { return name == parent || strings.HasPrefix(name, parent+"/") }

func packages(t *testing.T) map[string]goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]goPackage{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		found[p.folder()] = p
	}
}

// table returns the cells of the table below a heading, without its head.
func table(t *testing.T, heading string) (rows [][]string) {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no section %q", document, heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	for line := range strings.Lines(section) {
		if cells := strings.Split(strings.TrimSpace(line), "|"); len(cells) > 2 && cells[0] == "" {
			for i, c := range cells {
				cells[i] = strings.TrimSpace(c)
			}
			rows = append(rows, cells[1:len(cells)-1])
		}
	}
	return rows[2:] // the names of the columns, and the line below them
}

// names are the packages that a cell lists.
func names(cell string) (list []string) {
	for name := range strings.SplitSeq(cell, ",") {
		if name = strings.Trim(name, " `/"); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// shorter is how the table calls each package: by the last part of its folder, or by
// the whole where two packages share that.
func shorter(all map[string]goPackage) func(folder string) string {
	count := map[string]int{}
	for folder := range all {
		count[path.Base(folder)]++
	}
	return func(folder string) string {
		if folder != "." && count[path.Base(folder)] == 1 {
			return path.Base(folder)
		}
		return folder
	}
}

// Data flows one way; the two commands share the packages at the bottom and nothing
// else. An allowance that nobody uses is as wrong as a missing one.
func TestImports(t *testing.T) {
	all := packages(t)
	short := shorter(all)
	may := map[string][]string{}
	for _, row := range table(t, "Where things are") {
		for _, folder := range names(row[0]) {
			if row[1] == "" { // a folder without Go
				continue
			}
			if _, found := all[folder]; !found {
				t.Errorf("%s has a row for %s, which is no package", document, folder)
			}
			may[folder] = names(row[3])
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(all)) {
		var uses []string
		for _, imported := range all[folder].ours() {
			uses = append(uses, short(imported))
		}
		slices.Sort(uses)
		allowed, found := may[folder]
		switch slices.Sort(allowed); {
		case !found:
			t.Errorf("%s has no row for `%s/`; the last cell would be: %s", document, folder, strings.Join(uses, ", "))
		case !slices.Equal(uses, allowed):
			t.Errorf("%s: the row of `%s/` does not say what it imports; if it may, the last cell is: %s", document,
				folder, strings.Join(uses, ", "))
		}
	}
}

// A library that one package alone imports can be replaced in one place.
func TestLibraries(t *testing.T) {
	all := packages(t)
	for _, row := range table(t, "Libraries with one door") {
		library, used := strings.Trim(row[0], "`"), map[string]bool{}
		for _, folder := range slices.Sorted(maps.Keys(all)) {
			if !slices.ContainsFunc(all[folder].Imports, func(i string) bool { return within(i, library) }) {
				continue
			}
			door := doorOf(folder, names(row[1]))
			if used[door] = true; door == "" {
				t.Errorf("%s imports %s, which only %s may", folder, library, row[1])
			}
		}
		for _, door := range names(row[1]) {
			if !used[door] {
				t.Errorf("%s: %s may import %s and does not", document, door, library)
			}
		}
	}
}

// doorOf returns the entry of a list that allows a folder: its name, or "parent/…";
// "" where none does.
func doorOf(folder string, doors []string) string {
	for _, door := range doors {
		if parent, all := strings.CutSuffix(door, "/…"); folder == door || all && within(folder, parent) {
			return door
		}
	}
	return ""
}

// What no table of imports shows: which halves of the program meet nowhere, and what
// each command must not carry along.
func TestHalvesStayApart(t *testing.T) {
	for folder, p := range packages(t) {
		for _, library := range []string{"github.com/yuin/goldmark", "github.com/evanw/esbuild",
			module + "/generator"} {
			if within(folder, "gradebook") || folder == "cmd/gradebook" {
				if p.links(library) {
					t.Errorf("%s links %s", folder, library)
				}
			}
		}
		// The command reads banks from spreadsheets; building sites knows none.
		for _, library := range []string{"github.com/xuri/excelize", module + "/gradebook"} {
			if within(folder, "generator") && p.links(library) {
				t.Errorf("%s links %s", folder, library)
			}
		}
	}
}
