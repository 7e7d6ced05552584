package generator

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/publish"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/project/disk"
)

// Cleaned says what Clean deleted.
type Cleaned struct {
	Output  string `json:"output"`
	Deleted int    `json:"deleted"`
	Foreign int    `json:"foreign"` // files left in the output folder: no build wrote them, or they were changed since
	Kit     bool   `json:"kit"`     // the grading kit was deleted
}

// Clean deletes what builds made and can make again: the site, the grading kit and the
// state folder. Answer keys, content and other people's files in the output folder stay.
func Clean(o Options) (Cleaned, diag.List) {
	p, faults := project.Open(o.Dir)
	if p == nil {
		return Cleaned{}, faults
	}
	defer p.Close()
	name, output := outputOf(o)
	done := Cleaned{Output: name}
	unlock, err := lockProject(p.Files, o.Dir)
	if err != nil {
		faults.Add(diskFault(notLocked, stateFolder, err))
		return done, faults
	}
	defer unlock()
	faults.Append(cleanOutput(p, name, output, &done))
	if faults.Failed() {
		return done, faults
	}
	if err := p.Files.Remove(project.KitFile); err == nil {
		done.Kit = true
	} else if !errors.Is(err, fs.ErrNotExist) {
		faults.Add(diskFault(kitNotDeleted, project.KitFile, err))
	}
	faults.Append(cleanState(p))
	return done, faults
}

// cleanOutput deletes the site.
func cleanOutput(p *project.Project, name, output string, done *Cleaned) (faults diag.List) {
	out, err := disk.Open(output)
	if errors.Is(err, fs.ErrNotExist) {
		return faults
	}
	if err != nil {
		faults.Add(diskFault(outputNotOpened, name, err))
		return faults
	}
	defer out.Close()
	publication, err := publish.Begin(out, afero.NewBasePathFs(p.Files, stateFolder), name)
	if err != nil {
		return faultsOf(name, err)
	}
	summary, err := publication.Clean()
	if err != nil {
		return faultsOf(name, err)
	}
	done.Deleted, done.Foreign = summary.Deleted, summary.Foreign
	_ = os.Remove(output) // it fails if files are left in it, as it should
	return faults
}

// cleanState empties the state folder, except for the lock, which this command holds.
func cleanState(p *project.Project) (faults diag.List) {
	entries, err := afero.ReadDir(p.Files, stateFolder)
	if err != nil {
		return faults // there is nothing
	}
	for _, e := range entries {
		at := filepath.ToSlash(filepath.Join(stateFolder, e.Name()))
		if at == lockFile {
			continue
		}
		if err := p.Files.RemoveAll(at); err != nil {
			faults.Add(diskFault(notDeleted, at, err))
		}
	}
	return faults
}
