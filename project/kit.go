package project

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/quiz"
)

// KitFile is the usual name of the grading kit.
const KitFile = "grading-kit.zip"

const kitFormat = "coursemark-kit/1"

// Bounds of a kit.
const (
	maxKitFiles = 10_000
	maxKitSize  = 1 << 30 // unpacked
)

type kitJSON struct {
	Format string `json:"format"`
	Site   string `json:"site"`
	MadeBy string `json:"made_by"`
}

// Kit returns the bytes of the project's grading kit: what HR needs to grade, with
// the layout of a project, and the list of its modules. The same project has the
// same bytes.
func (p *Project) Kit(madeBy string, modules []Module) ([]byte, error) {
	head, err := json.Marshal(kitJSON{kitFormat, p.Config.Site.ID, madeBy})
	if err != nil {
		return nil, err
	}
	list, err := encodeModules(modules)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"kit.json": append(head, '\n'), ModulesFile: list}
	take := func(from afero.Fs, dir, ending string) error {
		entries, err := afero.ReadDir(from, ".")
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.IsDir() || !strings.HasSuffix(e.Name(), ending) || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") {
				continue
			}
			src, err := afero.ReadFile(from, e.Name())
			if err != nil {
				return err
			}
			files[path.Join(dir, e.Name())] = src
		}
		return nil
	}
	config, err := afero.ReadFile(p.Files, ConfigFile)
	if err != nil {
		return nil, err
	}
	files[ConfigFile] = config
	err = errors.Join(take(p.Banks, "quiz/banks", ".toml"), take(p.Keys, "answerkeys", ".ndjson"),
		take(afero.NewBasePathFs(p.Files, "standards/frameworks"), "standards/frameworks", ".toml"))
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		// A fixed date, the earliest that a zip can hold: the bytes depend on
		// the contents alone.
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

// OpenKit opens a grading kit as a project.
func OpenKit(name string, source io.ReaderAt, size int64) (*Project, diag.List) {
	var faults diag.List
	refuse := func(m diag.Message) (*Project, diag.List) {
		faults.Add(m.In(name))
		return nil, faults
	}
	z, err := zip.NewReader(source, size)
	if err != nil {
		return refuse(kitIsNoZip.With())
	}
	if len(z.File) > maxKitFiles {
		return refuse(kitTooMany.With(len(z.File), maxKitFiles))
	}
	files := afero.NewMemMapFs()
	left := int64(maxKitSize)
	for _, f := range z.File {
		clean := path.Clean(f.Name)
		if strings.HasSuffix(f.Name, "/") || !wanted(clean) {
			continue
		}
		limit := int64(tomlfile.MaxSize)
		if strings.HasSuffix(clean, ".ndjson") {
			limit = quiz.MaxArchiveSize
		}
		r, err := f.Open()
		if err != nil {
			return refuse(kitUnreadable.With(clean))
		}
		src, err := io.ReadAll(io.LimitReader(r, min(limit, left)+1))
		_ = r.Close()
		if err != nil {
			return refuse(kitDamaged.With(clean))
		}
		if int64(len(src)) > min(limit, left) {
			return refuse(kitTooLarge.With(clean))
		}
		left -= int64(len(src))
		if err := afero.WriteFile(files, clean, src, 0o600); err != nil {
			return refuse(kitNotUnpacked.With(err))
		}
	}
	var head kitJSON
	src, err := afero.ReadFile(files, "kit.json")
	if err != nil || json.Unmarshal(src, &head) != nil || head.Format != kitFormat {
		return refuse(zipIsNoKit.With())
	}
	p, more := load(name, files)
	faults.Append(more)
	if p == nil {
		return nil, faults
	}
	p.Banks = afero.NewBasePathFs(files, "quiz/banks")
	p.Keys = afero.NewBasePathFs(files, "answerkeys")
	return p, faults
}

// wanted reports which files of a kit are read; every other name, also one that
// leads out of the kit, is passed over.
func wanted(name string) bool {
	dir, file := path.Split(name)
	switch dir {
	case "":
		return file == "kit.json" || file == ConfigFile || file == ModulesFile
	case "quiz/banks/", "standards/frameworks/":
		return strings.HasSuffix(file, ".toml")
	case "answerkeys/":
		return strings.HasSuffix(file, ".ndjson")
	}
	return false
}
