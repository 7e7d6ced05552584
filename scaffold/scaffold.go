// Package scaffold lays down what authors begin with: whole projects, courses,
// modules, lessons, banks and roles. It never writes over a file.
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

// Init lays a new project down in a folder, which is made where it is not there
// and otherwise must be empty, but for what a version control keeps there. It
// returns the files it wrote, sorted.
func Init(dir string, s Start) ([]string, diag.List) {
	var faults diag.List
	report := func(m diag.Message) { faults.Add(m.In(dir)) }
	if !emptyFolder(dir, report) {
		return nil, faults
	}
	files, err := s.files()
	if err != nil {
		report(projectNotAssembled.With(err.Error()))
		return nil, faults
	}
	written, err := lay(dir, files)
	if err != nil {
		report(projectNotWritten.With(diag.Plain(err)))
	}
	return written, faults
}

// emptyFolder makes the folder of a new project, and reports whether it is empty.
func emptyFolder(dir string, report func(diag.Message)) bool {
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

// files are what a new project holds, by name.
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

// freshID is an ID for a new site. Draws and results name it, so that no two sites may
// share one.
func freshID(title string) string {
	var random [5]byte
	_, _ = rand.Read(random[:]) // it never fails
	name := Slug(title)
	if len(name) > 30 {
		name = strings.Trim(name[:30], "-")
	}
	return name + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))
}

// lay writes files that are not there yet; those that are stay as they are. It
// returns the names of what it wrote, sorted.
func lay(dir string, contents map[string][]byte) (written []string, err error) {
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

// fill fills a template in. TOML strings are quoted by it, so that no title can
// break a file.
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

// Slug turns a title into a name for files and addresses: small letters, digits
// and hyphens; accents go.
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
