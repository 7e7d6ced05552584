package project

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/quiz"
)

// lay writes files into a fresh folder and gives its path.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const config = "[site]\nid = \"demo\"\ntitle = \"Demo\"\ntime_zone = \"Europe/Amsterdam\"\n"

func TestFaultsOfTheConfiguration(t *testing.T) {
	for name, c := range map[string]struct{ config, want string }{
		"misspelt key": {strings.Replace(config, "title", "titel", 1),
			"coursemark.toml:3:1: unknown key \"titel\" in [site]\n    3 | titel = \"Demo\"\n      | ^\n  hint: did you mean \"title\"?"},
		"site id": {strings.Replace(config, `"demo"`, `"My Site"`, 1),
			`coursemark.toml:2:6: the site's id "My Site" cannot be used`},
		"time zone": {strings.Replace(config, "Amsterdam", "Amsterdarn", 1),
			`coursemark.toml:4:13: the time zone "Europe/Amsterdarn" is not known`},
		"hand-in link": {config + "[hand_in]\nlink = \"javascript:alert(1)\"\n",
			`coursemark.toml:6:8: the hand-in link "javascript:alert(1)" is not an address`},
		"codes": {config + "[results]\ncodes = \"sometimes\"\n",
			`coursemark.toml:6:9: codes "sometimes" is not known`},
		"not built yet": {config + "[results]\ncodes = \"required\"\n",
			"enrolment codes are not available in this version"},
	} {
		p, faults := Open(lay(t, map[string]string{ConfigFile: c.config}))
		if err := faults.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got\n%v", name, err)
		}
		if p != nil {
			_ = p.Close()
		}
	}
	_, faults := Open(t.TempDir())
	if err := faults.Err(); err == nil || !strings.Contains(err.Error(), "this is not a Coursemark project") {
		t.Error(err)
	}
}

func TestShippedProject(t *testing.T) {
	p, faults := Open("..")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	banks, faults := p.LoadBanks()
	if err := faults.Err(); err != nil || len(banks) == 0 {
		t.Error(len(banks), err)
	}
	if _, faults := p.LoadFramework(); faults.Failed() {
		t.Error(faults.Err())
	}
	archive, faults := p.LoadArchive()
	if faults.Failed() || len(archive.Snapshots(banks[0].ID)) == 0 {
		t.Error("no archive", faults.Err())
	}
	if _, err := fs.Stat(p.Theme(), "words/en.toml"); err != nil {
		t.Error(err)
	}
}

func TestFoldersOutsideTheProject(t *testing.T) {
	private := lay(t, map[string]string{"a.toml": "id = \"a\"\n"})
	dir := lay(t, map[string]string{ConfigFile: config + "[banks]\ndir = '" + private + "'\n"})
	p, faults := Open(dir)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	banks, _ := p.LoadBanks()
	if len(banks) != 1 || banks[0].ID != "a" {
		t.Errorf("%+v", banks)
	}
}

func TestLeftoversArePassedOver(t *testing.T) {
	p, faults := Open(lay(t,
		map[string]string{ConfigFile: config, "quiz/banks/~$a.toml": "x", "quiz/banks/.hidden.toml": "x",
			"quiz/banks/b.toml.txt": "x", "quiz/banks/notes.md": "x"}))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	banks, faults := p.LoadBanks()
	if len(banks) != 0 || faults.Len() != 1 ||
		!strings.Contains(faults.Sorted()[0].String(), "quiz/banks/b.toml.txt: notice: the file is not read") {
		t.Errorf("%d banks, %v", len(banks), faults.Sorted())
	}
}

func TestThemeIsOverriddenFileByFile(t *testing.T) {
	p, faults := Open(lay(t,
		map[string]string{ConfigFile: config, "layouts/words/en.toml": "ours", "layouts/styles/extra.css": "ours"}))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	theme := p.Theme()
	if src, err := fs.ReadFile(theme, "words/en.toml"); err != nil || string(src) != "ours" {
		t.Errorf("%q %v", src, err)
	}
	entries, err := fs.ReadDir(theme, "styles")
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if err != nil || len(names) < 2 || !strings.Contains(strings.Join(names, " "), "extra.css") {
		t.Errorf("%v %v", names, err)
	}
}

func TestKit(t *testing.T) {
	p, faults := Open("..")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	modules := []Module{{Path: "a/b", Course: "A", Title: "B", Version: "m1-abcdefghij", Minutes: 45,
		Scenarios: []Scenario{{ID: "desk", Path: "a/b/desk", Title: "At the desk", Revision: "s1-a",
			Limits: quiz.Limits{Attempts: 3, CoolingOffDays: 7}}}}}
	kit, err := p.Kit("coursemark test", modules)
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Kit("coursemark test", modules)
	if err != nil || !bytes.Equal(kit, again) {
		t.Error("the same project gives another kit", err)
	}
	k, faults := OpenKit("grading-kit.zip", bytes.NewReader(kit), int64(len(kit)))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	banks, faults := k.LoadBanks()
	if faults.Failed() || len(banks) == 0 {
		t.Error(faults.Err())
	}
	if got, faults := k.LoadModules(); faults.Len() > 0 || !reflect.DeepEqual(got, modules) {
		t.Errorf("%+v %v", got, faults)
	}
	archive, _ := k.LoadArchive()
	ours, _ := p.LoadArchive()
	want, _ := ours.Encode(banks[0].ID)
	if got, _ := archive.Encode(banks[0].ID); !bytes.Equal(got, want) {
		t.Error("the kit's archive is not the project's")
	}
	if k.Config.Site.ID != p.Config.Site.ID || k.Location.String() != p.Location.String() {
		t.Error("the kit's configuration is not the project's")
	}
}

func TestHostileKits(t *testing.T) {
	pack := func(files map[string]string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, text := range files {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = w.Write([]byte(text))
		}
		_ = z.Close()
		return b.Bytes()
	}
	head := `{"format":"coursemark-kit/1","site":"demo","made_by":"x"}`
	for name, c := range map[string]struct {
		kit  []byte
		want string
	}{
		"not a zip":   {[]byte("hello"), "the grading kit is not a zip file"},
		"another zip": {pack(map[string]string{"a.txt": "x"}), "this zip is not a grading kit"},
		"bomb": {pack(map[string]string{"kit.json": head, ConfigFile: config,
			"quiz/banks/a.toml": strings.Repeat(" ", 9<<20)}), "quiz/banks/a.toml in the grading kit is too large"},
		"no config": {pack(map[string]string{"kit.json": head}), "this is not a Coursemark project"},
	} {
		_, faults := OpenKit("kit.zip", bytes.NewReader(c.kit), int64(len(c.kit)))
		if err := faults.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ok := pack(map[string]string{"kit.json": head, ConfigFile: config, "../quiz/banks/a.toml": "id = \"a\"",
		"/quiz/banks/b.toml": "id = \"b\""})
	k, faults := OpenKit("kit.zip", bytes.NewReader(ok), int64(len(ok)))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if banks, _ := k.LoadBanks(); len(banks) != 0 {
		t.Errorf("a path that leads out of the kit was read: %v", banks)
	}
}

// In a project's folder the list is that of the kit which was built there. One that
// cannot be read keeps nobody from grading.
func TestModulesOfAFolder(t *testing.T) {
	p, faults := Open("..")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	kit, err := p.Kit("coursemark test", []Module{{Path: "a/b", Title: "B", Minutes: 30}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		files  map[string]string
		want   int
		notice string
	}{
		"nothing built yet": {nil, 0, ""},
		"built":             {map[string]string{KitFile: string(kit)}, 30, ""},
		"a damaged kit":     {map[string]string{KitFile: "PK"}, 0, "the list of modules cannot be read"},
		"another format": {map[string]string{ModulesFile: `{"format":"coursemark-modules/2"}`}, 0,
			"the list of modules cannot be read"},
		"a name twice": {map[string]string{ModulesFile: `{"format":"coursemark-modules/1","format":"coursemark-modules/1"}`}, 0, "the list of modules cannot be read"},
		"a century":    {map[string]string{ModulesFile: `{"format":"coursemark-modules/1","modules":[{"path":"a","minutes":52560000}]}`}, 0, "are not valid"},
	} {
		files := afero.NewMemMapFs()
		for file, content := range c.files {
			if err := afero.WriteFile(files, file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		modules, found := (&Project{Files: files}).LoadModules()
		said := ""
		for _, fault := range found.Sorted() {
			said += fault.What
		}
		minutes := 0
		for _, m := range modules {
			minutes += m.Minutes
		}
		if minutes != c.want || found.Failed() || (c.notice == "") != (said == "") ||
			!strings.Contains(said, c.notice) {
			t.Errorf("%s: %+v %q", name, modules, said)
		}
	}
}

func TestAddress(t *testing.T) {
	for folder, want := range map[string]string{"de-escalation/05-verbal-de-escalation": "de-escalation/verbal-de-escalation", "a/02_b.md": "a/b", "2026-review": "review", "05-": "05-"} {
		if got := Address(folder); got != want {
			t.Errorf("%s: %s instead of %s", folder, got, want)
		}
	}
}
