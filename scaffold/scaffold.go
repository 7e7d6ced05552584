// Package scaffold creates what authors begin with: whole projects, courses, modules,
// lessons, scenarios, banks and roles. It never overwrites a file; a role is appended to
// the framework.
package scaffold

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/base32"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/project/disk"
)

//go:embed all:templates
var templates embed.FS

// Start says what a new project is.
type Start struct {
	Title        string
	Organisation string
	TimeZone     string // IANA; "" for UTC
	// From holds the files of the project that is copied: content/, quiz/banks/,
	// standards/frameworks/, answerkeys/. Nil: a small example with explanations.
	From fs.FS
}

// Init writes a new project to a folder and returns the files that it wrote, sorted. It
// creates the folder where necessary; an existing one must be empty, except for files such
// as README.md and those of version control.
func Init(dir string, s Start) ([]string, diag.List) {
	var faults diag.List
	report := func(m diag.Message) { faults.Add(m.In(dir)) }
	if !createFolder(dir, report) {
		return nil, faults
	}
	files, err := s.files()
	if err != nil {
		report(projectNotAssembled.With(err.Error()))
		return nil, faults
	}
	written, err := writeNew(dir, files)
	if err != nil {
		report(projectNotWritten.With(diag.Plain(err)))
	}
	return written, faults
}

// createFolder creates the folder of a new project where it does not exist, and returns
// whether a project can be written to it.
func createFolder(dir string, report func(diag.Message)) bool {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		report(projectFolderNotMade.With(diag.Plain(err)))
		return false
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		report(projectFolderUnreadable.With(diag.Plain(err)))
		return false
	}
	ignored := []string{".git", ".gitignore", ".gitattributes", "README.md", "LICENSE", ".DS_Store", "desktop.ini"}
	for _, e := range entries {
		if !slices.Contains(ignored, e.Name()) {
			report(projectFolderNotEmpty.With(e.Name()))
			return false
		}
	}
	return true
}

// files returns the files of a new project by name.
func (s Start) files() (map[string][]byte, error) {
	from := s.From
	if from == nil {
		bare, err := fs.Sub(templates, "templates/bare")
		if err != nil {
			return nil, err
		}
		from = bare
	}
	files := map[string][]byte{}
	err := fs.WalkDir(from, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(from, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, source := range map[string]string{".gitattributes": "gitattributes", ".gitignore": "gitignore"} {
		if files[name], err = templates.ReadFile("templates/" + source); err != nil {
			return nil, err
		}
	}
	zone := s.TimeZone
	if zone == "" {
		zone = "UTC"
	}
	config, err := fill("config.toml.tmpl", map[string]string{
		"ID": freshID(s.Title), "Title": s.Title, "Organisation": s.Organisation, "TimeZone": zone,
	})
	files["coursemark.toml"] = config
	return files, err
}

// freshID returns an ID for a new site. Draws and results name the site by it, so it is
// partly random: no two sites may share one.
func freshID(title string) string {
	var random [5]byte
	_, _ = rand.Read(random[:]) // it never fails
	name := Slug(title)
	if len(name) > 30 {
		name = strings.Trim(name[:30], "-")
	}
	return name + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))
}

// writeNew writes those files that do not exist yet and returns their names, sorted. It
// leaves existing files alone.
func writeNew(dir string, contents map[string][]byte) (written []string, err error) {
	root, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return written, err
		}
		switch err := files.Create(root, name, contents[name]); {
		case errors.Is(err, fs.ErrExist):
		case err != nil:
			return written, err
		default:
			written = append(written, name)
		}
	}
	return written, nil
}

// fill fills in a template. Templates quote TOML strings with the function quote, so that no
// title can break a file.
func fill(name string, data any) ([]byte, error) {
	quoting := template.FuncMap{"quote": tomlfile.Quote}
	t, err := template.New(path.Base(name)).Funcs(quoting).ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, data)
	return b.Bytes(), err
}

// Slug returns a name for files and addresses made from a title: lowercase letters, digits and
// hyphens, without accents.
func Slug(title string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		default:
			hyphen = true
		}
	}
	if b.Len() == 0 {
		return "new-" + strconv.FormatInt(time.Now().Unix()%100_000, 10)
	}
	return b.String()
}
