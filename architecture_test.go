package coursemark_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/coursemark/coursemark/"

// allowed says which packages of this repository each package may import: the
// table of docs/ARCHITECTURE.md. Data flows one way; the two commands share the
// packages at the bottom and nothing else.
var allowed = map[string][]string{
	"internal/count":                {},
	"internal/diag":                 {},
	"internal/files":                {},
	"internal/sourcetext":           {},
	"internal/version":              {},
	"internal/tomlfile":             {"internal/diag", "internal/sourcetext"},
	"internal/spreadsheet":          {"internal/diag", "internal/sourcetext", "internal/spool"},
	"internal/spreadsheet/xlsxtest": {},
	"internal/terminal":             {"internal/diag"},
	"internal/commandline":          {"internal/diag"},
	"internal/spool":                {},

	"layouts":      {},
	"quiz":         {"internal/diag", "internal/tomlfile"},
	"standards":    {"internal/diag", "internal/tomlfile"},
	"results":      {"quiz"},
	"project/disk": {},
	"project":      {"internal/diag", "internal/tomlfile", "layouts", "project/disk", "quiz", "standards"},

	"generator/markdown": {"internal/diag", "quiz"},
	"generator/course":   {"internal/diag", "internal/tomlfile", "project", "quiz", "standards", "generator/images", "generator/markdown"},
	"generator/images":   {},
	"generator/assets":   {"internal/diag"},
	"generator/render":   {"internal/diag", "internal/tomlfile", "layouts", "quiz"},
	"generator/publish":  {"internal/diag"},
	"generator/advice":   {"internal/diag", "quiz", "generator/markdown"},
	"generator/schema":   {"internal/tomlfile", "project", "quiz", "standards", "generator/course", "generator/markdown"},
	"generator": {"internal/diag", "internal/files", "layouts", "project", "project/disk", "quiz", "standards",
		"generator/assets", "generator/course", "generator/images", "generator/markdown", "generator/publish", "generator/render", "generator/advice"},
	"generator/serve": {"internal/diag", "generator"},

	"scaffold": {"internal/diag", "internal/files", "internal/spreadsheet", "project", "project/disk", "quiz"},

	"gradebook/intake":     {"internal/diag", "internal/spool", "internal/spreadsheet", "project/disk", "quiz", "results", "standards", "gradebook/competence", "gradebook/verdict"},
	"gradebook/verdict":    {"quiz"},
	"gradebook/competence": {"quiz", "standards", "gradebook/verdict"},
	"gradebook/itemstats":  {},
	"gradebook":            {"internal/diag", "internal/spool", "quiz", "standards", "gradebook/competence", "gradebook/intake", "gradebook/itemstats", "gradebook/verdict"},
	"gradebook/grading":    {"internal/diag", "internal/spool", "project", "quiz", "results", "standards", "gradebook", "gradebook/competence", "gradebook/intake", "gradebook/itemstats", "gradebook/verdict"},
	"gradebook/words":      {"standards", "gradebook", "gradebook/competence", "gradebook/intake", "gradebook/verdict"},
	"gradebook/report":     {"internal/diag", "internal/spreadsheet", "layouts", "results", "standards", "gradebook", "gradebook/competence", "gradebook/intake", "gradebook/verdict", "gradebook/words"},
	"gradebook/desk":       {"internal/diag", "internal/spreadsheet", "internal/terminal", "project", "standards", "gradebook", "gradebook/intake"},
	"gradebook/workbook":   {"internal/spreadsheet", "standards", "gradebook", "gradebook/competence", "gradebook/intake", "gradebook/itemstats", "gradebook/verdict", "gradebook/words"},

	"gradebook/corpus": {"project", "quiz", "results"},

	"cmd/coursemark": {"", "internal/commandline", "internal/diag", "internal/terminal", "project", "project/disk", "generator", "generator/advice", "generator/schema", "generator/serve", "scaffold", "internal/version"},
	"cmd/gradebook":  {"internal/commandline", "internal/diag", "internal/terminal", "project", "project/disk", "quiz", "results", "gradebook", "gradebook/competence", "gradebook/desk", "gradebook/grading", "gradebook/intake", "gradebook/itemstats", "gradebook/report", "gradebook/verdict", "gradebook/words", "gradebook/workbook", "internal/files", "internal/version"},

	"scripts/dist":               {"internal/spreadsheet", "project", "generator"},
	"docs/formats":               {}, // tests of the schemas
	"examples/hospital/generate": {"project", "quiz", "results", "standards"},
}

// sole says which packages alone may import a library, so that replacing one
// touches one place.
var sole = map[string][]string{
	"github.com/yuin/goldmark":     {"generator/markdown", "scripts/dist"},
	"github.com/alecthomas/chroma": {"generator/markdown"},
	"golang.org/x/image":           {"generator/images"},
	"github.com/evanw/esbuild":     {"generator/assets"},
	"github.com/fsnotify/fsnotify": {"generator/serve"},
	"html/template":                {"generator", "gradebook/report"},
	"github.com/xuri/excelize":     {"internal/spreadsheet"},
	"github.com/BurntSushi/toml":   {"internal/tomlfile"},
	"github.com/pelletier/go-toml": {"internal/tomlfile"},
	"github.com/gofrs/flock":       {"project/disk"},
	"golang.org/x/term":            {"internal/terminal"},
	"github.com/spf13/cobra":       {"cmd", "internal/commandline"},
	// It takes duplicate names without a word, so it may write JSON and not
	// read it; what comes from outside is read by go-json-experiment.
	"encoding/json": {"internal/terminal", "generator/render", "cmd/coursemark"},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	seen := map[string]bool{}
	for {
		var p struct {
			ImportPath    string
			Imports, Deps []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		if p.ImportPath+"/" == module {
			continue // the shipped project: it imports nothing of ours
		}
		seen[name] = true
		may, known := allowed[name]
		if !known {
			t.Errorf("package %s is not in the table", name)
		}
		for _, imported := range p.Imports {
			if ours, ok := strings.CutPrefix(imported+"/", module); ok {
				if !slices.Contains(may, strings.TrimSuffix(ours, "/")) {
					t.Errorf("%s may not import %s", name, ours)
				}
				continue
			}
			for library, only := range sole {
				within := func(folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }
				if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.ContainsFunc(only, within) {
					t.Errorf("%s may not import %s: only %v", name, imported, only)
				}
			}
		}
		linked := func(library string) bool {
			return slices.ContainsFunc(p.Deps, func(d string) bool { return strings.HasPrefix(d, library) })
		}
		if name == "cmd/gradebook" && (linked("github.com/yuin/goldmark") || linked("github.com/evanw/esbuild")) {
			t.Error("the gradebook links goldmark or esbuild")
		}
		// The command reads banks from spreadsheets; building sites knows none.
		if name == "generator" && linked("github.com/xuri/excelize") {
			t.Error("the generator links excelize")
		}
	}
	for name := range allowed {
		if !seen[name] {
			t.Errorf("the table names %s, which does not exist", name)
		}
	}
}
