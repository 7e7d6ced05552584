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

// Cleaned says what Clean took away.
type Cleaned struct {
	Output  string `json:"output"`
	Deleted int    `json:"deleted"`
	Foreign int    `json:"foreign"` // files in the output folder that stayed: they are not ours, or were changed
	Kit     bool   `json:"kit"`     // the grading kit was deleted
}

// Clean deletes what builds made and can make again: the site, the grading kit
// and what builds remember. Keys, content and what others put into the output
// folder stay.
func Clean(o Options) (Cleaned, diag.List) {
	p, faults := project.Open(o.Dir)
	if p == nil {
		return Cleaned{}, faults
	}
	defer p.Close()
	name, output := outputOf(o)
	done := Cleaned{Output: name}
	unlock, err := lock(p.Files, o.Dir)
	if err != nil {
		faults.Add(diskFault(notLocked, stateFolder, err))
		return done, faults
	}
	defer unlock()
	out, err := disk.Open(output)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		faults.Add(diskFault(outputNotOpened, name, err))
		return done, faults
	default:
		defer out.Close()
		publication, err := publish.Begin(out, afero.NewBasePathFs(p.Files, stateFolder), name)
		if err != nil {
			faults.Append(failureOf(name, err))
			return done, faults
		}
		summary, err := publication.Clean()
		if err != nil {
			faults.Append(failureOf(name, err))
			return done, faults
		}
		done.Deleted, done.Foreign = summary.Deleted, summary.Foreign
		_ = os.Remove(output) // where nothing is left in it
	}
	if err := p.Files.Remove(project.KitFile); err == nil {
		done.Kit = true
	} else if !errors.Is(err, fs.ErrNotExist) {
		faults.Add(diskFault(kitNotDeleted, project.KitFile, err))
	}
	entries, err := afero.ReadDir(p.Files, stateFolder)
	if err != nil {
		return done, faults
	}
	for _, e := range entries {
		if at := filepath.ToSlash(filepath.Join(stateFolder, e.Name())); at != lockFile {
			if err := p.Files.RemoveAll(at); err != nil {
				faults.Add(diskFault(notDeleted, at, err))
			}
		}
	}
	return done, faults
}
