package project

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// ModulesFile is the kit's list of modules.
const ModulesFile = "modules.json"

const (
	modulesFormat = "coursemark-modules/1"
	maxModules    = 8 << 20 // bytes
)

// Module is what HR needs to know about a module to count hours of training.
type Module struct {
	Path    string `json:"path"` // address in the site
	Course  string `json:"course"`
	Title   string `json:"title"`
	Version string `json:"version"` // changes with every word of its pages
	Minutes int    `json:"minutes"` // planned by the author; 0 if not stated

	Scenarios []Scenario `json:"scenarios,omitempty"` // that are assessed
}

// Scenario is what HR needs to know about an assessed scenario apart from its answer
// keys, because the gradebook reads no markdown.
type Scenario struct {
	ID       string      `json:"id"`
	Path     string      `json:"path"` // address in the site
	Title    string      `json:"title"`
	Revision string      `json:"rev"` // current
	Limits   quiz.Limits `json:"limits"`
}

type modulesJSON struct {
	Format  string   `json:"format"`
	Modules []Module `json:"modules"`
}

func encodeModules(modules []Module) ([]byte, error) {
	if modules == nil {
		modules = []Module{}
	}
	b, err := json.Marshal(modulesJSON{modulesFormat, modules}, jsontext.WithIndent(" "))
	return append(b, '\n'), err
}

// LoadModules reads the list of modules: in a grading kit its own, and in a project's
// folder that of the kit that the last build wrote there. Without such a list, as in kits
// of the first version, there are no modules.
func (p *Project) LoadModules() ([]Module, diag.List) {
	var faults diag.List
	name := ModulesFile
	src, err := readBounded(p.Files, ModulesFile, maxModules)
	if errors.Is(err, fs.ErrNotExist) {
		name = KitFile
		src, err = modulesOfKit(p.Files)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, faults
	}
	var list modulesJSON
	if err == nil {
		if err = json.Unmarshal(src, &list); err != nil || list.Format != modulesFormat {
			err = errors.New("it is not a list of modules of this version")
		}
	}
	if err != nil {
		// No score depends on it.
		faults.Add(modulesUnread.With(diag.Plain(err)).In(name).Notice())
		return nil, faults
	}
	for i, m := range list.Modules {
		if m.Path == "" || m.Minutes < 0 || m.Minutes > 60_000 {
			faults.Add(badMinutes.With(m.Path).In(name).Notice())
			list.Modules[i].Minutes = 0
		}
		for k, s := range m.Scenarios {
			if s.ID == "" || !s.Limits.Sound() {
				faults.Add(badLimits.With(s.ID).In(name).Notice())
				m.Scenarios[k].Limits = quiz.Limits{}
			}
		}
	}
	return list.Modules, faults
}

func modulesOfKit(files afero.Fs) ([]byte, error) {
	kit, err := readBounded(files, KitFile, maxKitSize)
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(kit), int64(len(kit)))
	if err != nil {
		return nil, err
	}
	f, err := z.Open(ModulesFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxModules+1))
	if err == nil && len(src) > maxModules {
		err = errors.New("it is too large")
	}
	return src, err
}
