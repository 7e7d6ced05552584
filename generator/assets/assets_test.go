package assets

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/coursemark/coursemark/layouts"
)

func compressed(t *testing.T, b []byte) int {
	t.Helper()
	var buffer bytes.Buffer
	w := gzip.NewWriter(&buffer)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Len()
}

// wanted returns all scripts of the shipped theme and some of its styles.
func wanted(t testing.TB) Wanted {
	t.Helper()
	w := Wanted{Styles: []string{"boxes", "cards", "scenario", "types"}}
	scripts, err := fs.Glob(layouts.Files, "player/pages/*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	for _, script := range scripts {
		w.Scripts = append(w.Scripts, strings.TrimSuffix(path.Base(script), ".js"))
	}
	return w
}

func TestShippedStaysInBudget(t *testing.T) {
	for _, minify := range []bool{false, true} {
		a, faults := new(Bundler).Bundle(layouts.Files, wanted(t), minify)
		if faults.Len() > 0 {
			t.Fatalf("%v", faults.Sorted())
		}
		style := compressed(t, a.Stylesheet.Bytes)
		t.Logf("minify=%v: stylesheet %d (%d gz)", minify, len(a.Stylesheet.Bytes), style)
		if style > 8<<10 {
			t.Errorf("minify=%v: stylesheet %d bytes gz (at most 8 KB)", minify, style)
		}
		for kind, script := range a.Scripts {
			size := compressed(t, script.Bytes)
			t.Logf("minify=%v: script of %s pages %d (%d gz)", minify, kind, len(script.Bytes), size)
			if size > 25<<10 {
				t.Errorf("minify=%v: script of %s pages %d bytes gz (at most 25 KB)", minify, kind, size)
			}
		}
	}
}

func TestNamesFollowTheBytes(t *testing.T) {
	one, _ := new(Bundler).Bundle(layouts.Files, wanted(t), false)
	two, _ := new(Bundler).Bundle(layouts.Files, wanted(t), false)
	if one.Scripts["lesson"].Path != two.Scripts["lesson"].Path ||
		!bytes.Equal(one.Scripts["lesson"].Bytes, two.Scripts["lesson"].Bytes) ||
		one.Stylesheet.Path != two.Stylesheet.Path {
		t.Error("the same theme has other assets")
	}
	changed, faults := new(Bundler).Bundle(overlay(t, "styles/main.css", "body { color: red }\n"), wanted(t), false)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if changed.Stylesheet.Path == one.Stylesheet.Path || changed.Scripts["lesson"].Path != one.Scripts["lesson"].Path {
		t.Errorf("a changed stylesheet: %s and %s", changed.Stylesheet.Path, changed.Scripts["lesson"].Path)
	}
	if !strings.HasPrefix(one.Scripts["lesson"].Path, "assets/lesson.") ||
		!strings.HasSuffix(one.Scripts["lesson"].Path, ".js") {
		t.Errorf("script path %s", one.Scripts["lesson"].Path)
	}
}

func TestAProjectOverridesOneModule(t *testing.T) {
	a, faults := new(
		Bundler,
	).Bundle(overlay(t, timeModule, shippedTime(t)+"\nwindow.addEventListener(\"overridden\", () => {});\n"),
		wanted(t), false)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(a.Scripts["lesson"].Bytes, []byte("overridden")) {
		t.Error("the override is not in the script")
	}
}

func TestNothingTellsOfTheSource(t *testing.T) {
	a, _ := new(Bundler).Bundle(layouts.Files, wanted(t), false)
	for _, word := range []string{"sourceMappingURL", "import(", "innerHTML", "// "} {
		if bytes.Contains(a.Scripts["lesson"].Bytes, []byte(word)) {
			t.Errorf("the script holds %q", word)
		}
	}
}

func TestFaultsHavePlaces(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"syntax": {timeModule, "export const a = 1;\n\tlet é = = 2;\n",
			`layouts/player/lib/time.js:2:10: unexpected "="`},
		"missing file": {timeModule, "import \"./nothing.js\";\n" + shippedTime(t),
			"layouts/player/lib/time.js:1:8: there is no file layouts/player/lib/nothing.js"},
		"package": {timeModule, "import x from \"lodash\";\n" + shippedTime(t),
			`layouts/player/lib/time.js:1:15: "lodash" cannot be imported`},
		"missing export": {timeModule, strings.Replace(shippedTime(t), "export const now", "const now", 1),
			`no matching export in "layouts:player/lib/time.js" for import "now"`},
		"css": {"styles/main.css", "@import \"./nothing.css\";\n",
			"layouts/styles/main.css:1:9: there is no file layouts/styles/nothing.css"},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := new(Bundler).Bundle(overlay(t, test.file, test.text), wanted(t), false)
			err := faults.Err()
			if err == nil {
				t.Fatal("no fault")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got\n%s\nwant\n%s", err, test.want)
			}
		})
	}
}

// A bundler that has bundled other themes, with and without faults, makes what a new one makes.
func TestRememberedIsAsNew(t *testing.T) {
	var bundler Bundler
	broken := overlay(t, timeModule, "import \"./nothing.js\";\n"+shippedTime(t))
	for i, c := range []struct {
		theme  fs.FS
		minify bool
	}{
		{layouts.Files, false}, {layouts.Files, false}, {layouts.Files, true}, {layouts.Files, false},
		{overlay(t, "styles/tokens.css", ":root { color: red }"), false},
		{overlay(t, "styles/tokens.css", ":root { color: blue }"), false},
		{overlay(t, "styles/nobody.css", "{"), false}, {overlay(t, "player/questions/choice.js", "}"), false},
		{layouts.Files, false},
		{broken, false}, {overlay(t, "player/lib/nothings.js", ""), false}, {broken, false}, {fstest.MapFS{}, false},
		{layouts.Files, false},
	} {
		want, expected := new(Bundler).Bundle(c.theme, wanted(t), c.minify)
		got, faults := bundler.Bundle(c.theme, wanted(t), c.minify)
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(faults.Sorted(), expected.Sorted()) {
			t.Errorf(
				"theme %d: other assets than of a new bundler, or other faults:\n%v\nexpected\n%v",
				i,
				faults.Err(),
				expected.Err(),
			)
		}
	}
}

// An unchanged theme is only read.
func TestSameThemeIsBundledOnce(t *testing.T) {
	var bundler Bundler
	first, _ := bundler.Bundle(layouts.Files, wanted(t), false)
	second, _ := bundler.Bundle(
		overlay(t, "styles/nobody.css", "a {}"),
		wanted(t),
		false,
	) // of the same files, and one that nobody imports
	if &first.Stylesheet.Bytes[0] != &second.Stylesheet.Bytes[0] {
		t.Error("it was bundled again")
	}
}

// timeModule is a module that scripts import.
const timeModule = "player/lib/time.js"

// shippedTime returns its text.
func shippedTime(t *testing.T) string {
	t.Helper()
	text, err := layouts.Files.ReadFile(timeModule)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// overlay returns the shipped theme with one file replaced.
func overlay(t *testing.T, name, text string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(layouts.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := fs.ReadFile(layouts.Files, path)
		out[path] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out[name] = &fstest.MapFile{Data: []byte(text)}
	return out
}
