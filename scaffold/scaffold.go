// Package scaffold lays down what authors begin with: whole projects, courses,
// modules, lessons, banks and roles. It never writes over a file.
package scaffold

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
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
// gives the files it wrote, sorted.
func Init(dir string, s Start) ([]string, diag.List) {
	var faults diag.List
	if err := os.MkdirAll(dir, 0o755); err != nil {
		faults.Add(diag.Fault{File: dir, What: "the folder cannot be made", Hint: diag.Plain(err)})
		return nil, faults
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		faults.Add(diag.Fault{File: dir, What: "the folder cannot be read", Hint: diag.Plain(err)})
		return nil, faults
	}
	for _, e := range entries {
		if !slices.Contains([]string{".git", ".gitignore", ".gitattributes", "README.md", "LICENSE", ".DS_Store", "desktop.ini"}, e.Name()) {
			faults.Add(diag.Fault{File: dir, What: fmt.Sprintf("the folder is not empty: it holds %s", e.Name()), Hint: "name a new folder: coursemark init my-courses"})
			return nil, faults
		}
	}
	files, err := s.files()
	if err != nil {
		faults.Add(diag.Fault{File: dir, What: "the new project cannot be put together: " + err.Error()})
		return nil, faults
	}
	written, err := lay(dir, files)
	if err != nil {
		faults.Add(diag.Fault{File: dir, What: "the project cannot be written", Hint: diag.Plain(err)})
	}
	return written, faults
}

// files gives what a new project holds.
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
	config, err := fill("config.toml.tmpl", map[string]string{"ID": freshID(s.Title), "Title": s.Title, "Organisation": s.Organisation, "TimeZone": zone})
	files["coursemark.toml"] = config
	return files, err
}

// freshID gives a site its ID: draws and results are told apart by it, so that no
// two sites may share one.
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
// gives the names of what it wrote, sorted.
func lay(dir string, files map[string][]byte) (written []string, err error) {
	root, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return written, err
		}
		f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return written, err
		}
		_, err = f.Write(files[name])
		if err := errors.Join(err, f.Close()); err != nil {
			return written, err
		}
		written = append(written, name)
	}
	return written, nil
}

// fill fills a template in. TOML strings are quoted by it, so that no title can
// break a file.
func fill(name string, data any) ([]byte, error) {
	t, err := template.New(path.Base(name)).Funcs(template.FuncMap{"quote": quote, "text": text}).ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, data)
	return b.Bytes(), err
}

// quote writes a basic string of TOML.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// text writes a string of TOML over several lines where it has several.
func text(s string) string {
	if !strings.Contains(s, "\n") {
		return quote(s)
	}
	inner := quote(s)
	inner = inner[1 : len(inner)-1]
	return "\"\"\"\n" + strings.ReplaceAll(strings.ReplaceAll(inner, `\n`, "\n"), `"""`, `""\"`) + "\"\"\""
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
