package project

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
)

// KitFile is the usual name of the grading kit.
const KitFile = "grading-kit.zip"

const (
	kitFormat = "coursemark-kit/1"
	headFile  = "kit.json"
)

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

// Kit returns the project's grading kit as a zip: what HR needs to grade, laid out like a
// project, and the list of its modules. The same project always gives the same bytes.
func (p *Project) Kit(madeBy string, modules []Module) ([]byte, error) {
	head, err := json.Marshal(kitJSON{kitFormat, p.Config.Site.ID, madeBy})
	if err != nil {
		return nil, err
	}
	list, err := encodeModules(modules)
	if err != nil {
		return nil, err
	}
	config, err := afero.ReadFile(p.Files, ConfigFile)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{headFile: append(head, '\n'), ModulesFile: list, ConfigFile: config}
	frameworks := afero.NewBasePathFs(p.Files, frameworkDir)
	err = errors.Join(
		pack(files, p.Banks, bankDir, ".toml"), pack(files, p.Keys, keyDir, ".ndjson"),
		pack(files, frameworks, frameworkDir, ".toml"),
	)
	if err != nil {
		return nil, err
	}
	return zipFiles(files)
}

// pack adds the files of a folder that have an ending.
func pack(into map[string][]byte, from afero.Fs, dir, ending string) error {
	entries, err := afero.ReadDir(from, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || !strings.HasSuffix(name, ending) || strings.HasPrefix(name, ".") ||
			strings.HasPrefix(name, "~$") {
			continue
		}
		content, err := afero.ReadFile(from, name)
		if err != nil {
			return err
		}
		into[path.Join(dir, name)] = content
	}
	return nil
}

// zipFiles packs files into a zip whose bytes depend only on their contents: sorted by
// name, with one fixed date, the earliest that a zip can hold.
func zipFiles(files map[string][]byte) ([]byte, error) {
	earliest := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		head := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: earliest}
		w, err := z.CreateHeader(head)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// OpenKit opens a grading kit as a project.
func OpenKit(name string, source io.ReaderAt, size int64) (*Project, diag.List) {
	var faults diag.List
	files, problem, ok := unpack(source, size)
	if !ok {
		faults.Add(problem.In(name))
		return nil, faults
	}
	var head kitJSON
	src, err := afero.ReadFile(files, headFile)
	if err != nil || json.Unmarshal(src, &head) != nil || head.Format != kitFormat {
		faults.Add(zipIsNoKit.With().In(name))
		return nil, faults
	}
	p, more := load(name, files)
	faults.Append(more)
	if p == nil {
		return nil, faults
	}
	p.Banks, p.Keys = afero.NewBasePathFs(files, bankDir), afero.NewBasePathFs(files, keyDir)
	return p, faults
}

// unpack reads a kit into memory, within bounds.
func unpack(source io.ReaderAt, size int64) (files afero.Fs, problem diag.Message, ok bool) {
	z, err := zip.NewReader(source, size)
	if err != nil {
		return nil, kitIsNoZip.With(), false
	}
	if len(z.File) > maxKitFiles {
		return nil, kitTooMany.With(len(z.File), maxKitFiles), false
	}
	files = afero.NewMemMapFs()
	left := int64(maxKitSize)
	for _, f := range z.File {
		clean := path.Clean(f.Name)
		if strings.HasSuffix(f.Name, "/") || !isKitFile(clean) {
			continue
		}
		content, problem, ok := unpackFile(f, clean, left)
		if !ok {
			return nil, problem, false
		}
		left -= int64(len(content))
		if err := afero.WriteFile(files, clean, content, 0o600); err != nil {
			return nil, kitNotUnpacked.With(err), false
		}
	}
	return files, problem, true
}

// unpackFile reads a file of a kit. left is how many bytes the kit may still unpack to.
func unpackFile(f *zip.File, name string, left int64) (content []byte, problem diag.Message, ok bool) {
	limit := min(sizeLimit(name), left)
	r, err := f.Open()
	if err != nil {
		return nil, kitUnreadable.With(name), false
	}
	content, err = io.ReadAll(io.LimitReader(r, limit+1))
	_ = r.Close() // it was only read
	switch {
	case err != nil:
		return nil, kitDamaged.With(name), false
	case int64(len(content)) > limit:
		return nil, kitTooLarge.With(name), false
	}
	return content, problem, true
}

// isKitFile reports whether a file of a kit is read. Any other is skipped, including one
// whose name leads out of the kit.
func isKitFile(name string) bool {
	dir, file := path.Split(name)
	switch dir {
	case "":
		return file == headFile || file == ConfigFile || file == ModulesFile
	case bankDir + "/", frameworkDir + "/":
		return strings.HasSuffix(file, ".toml")
	case keyDir + "/":
		return strings.HasSuffix(file, ".ndjson")
	}
	return false
}
