package generator

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/internal/diag"
)

// lay copies a folder of testdata over a project.
func lay(t testing.TB, from, project string) {
	t.Helper()
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "expected.txt" {
			return err
		}
		rest, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		put(t, project, filepath.ToSlash(rest), string(content))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// put writes a file of a project.
func put(t testing.TB, project, name, content string) {
	t.Helper()
	file := filepath.Join(project, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sound returns a small project without faults.
func sound(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	lay(t, filepath.Join("testdata", "sound"), dir)
	return dir
}

func rendered(faults diag.List) string {
	var b strings.Builder
	for _, f := range faults.Sorted() {
		b.WriteString(f.String())
	}
	return b.String()
}

func TestSoundProject(t *testing.T) {
	t.Parallel()
	report, faults := Check(t.Context(), Options{Dir: sound(t), Version: "test"})
	if faults.Len() > 0 {
		t.Fatal(rendered(faults))
	}
	if report.Pages != 8 || report.Questions != 2 {
		t.Errorf("report %+v", report)
	}
}

// A folder of testdata/broken holds what makes the sound project a broken one,
// and in expected.txt all that check then says. COURSEMARK_UPDATE writes it.
func TestBrokenProjects(t *testing.T) {
	t.Parallel()
	var bundler assets.Bundler
	folders, err := filepath.Glob(filepath.Join("testdata", "broken", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatal(err, folders)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			dir := sound(t)
			lay(t, folder, dir)
			_, faults := Check(t.Context(), Options{Dir: dir, Version: "test", bundler: &bundler})
			got := rendered(faults)
			expected := filepath.Join(folder, "expected.txt")
			if os.Getenv("COURSEMARK_UPDATE") != "" {
				if err := os.WriteFile(expected, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nexpected\n%s", got, want)
			}
			if strings.Contains(got, dir) || strings.Contains(got, "testdata") {
				t.Errorf("a path of this machine:\n%s", got)
			}
			before := list(t, dir)
			if _, faults := Build(t.Context(), Options{Dir: dir, Version: "test", bundler: &bundler}); faults.Failed() {
				if after := list(t, dir); after != before {
					t.Errorf("a build with faults changed the project:\n%s\nbefore\n%s", after, before)
				}
			}
		})
	}
}

// list names the files of a project, without the lock.
func list(t testing.TB, dir string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(filepath.ToSlash(name), stateFolder+"/") {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, "\n")
}

// What people answer at several banks of one kind is pooled, so that the least number
// of items is that of all their forms together.
func TestItemsOfSeveralBanksAreAdded(t *testing.T) {
	t.Parallel()
	dir := sound(t)
	lay(t, filepath.Join("testdata", "broken", "too-few-together"), dir)
	framework := filepath.Join(dir, "standards", "frameworks", "demo.toml")
	text, err := os.ReadFile(framework)
	if err != nil {
		t.Fatal(err)
	}
	enough := strings.Replace(string(text), "min_items = 4", "min_items = 3", 1)
	if err := os.WriteFile(framework, []byte(enough), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, faults := Check(t.Context(), Options{Dir: dir, Version: "test"}); faults.Failed() {
		t.Error(rendered(faults))
	}
}
