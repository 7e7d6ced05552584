package layouts

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// A file that the pattern for embedding leaves out would silently be missing from every site.
func TestFilesAreThoseOfTheFolder(t *testing.T) {
	want := filesOf(t, os.DirFS("."))
	want = slices.DeleteFunc(want, func(name string) bool { return path.Ext(name) == ".go" })
	got := filesOf(t, Files)
	if !slices.Equal(got, want) {
		t.Errorf("embedded are\n%s\nand in the folder are\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestThePlayerIsModulesAndNoTests(t *testing.T) {
	player, err := fs.Sub(Files, "player")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range filesOf(t, player) {
		if path.Ext(name) != ".js" || strings.Contains(name, "test") {
			t.Errorf("player/%s is no module of the player", name)
		}
	}
}

func filesOf(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
