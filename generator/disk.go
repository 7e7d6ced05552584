package generator

import (
	"bytes"
	"errors"
	"path/filepath"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/project/disk"
)

// lockProject keeps two builds of one project from running at the same time.
func lockProject(files afero.Fs, dir string) (unlock func(), err error) {
	if err := files.MkdirAll(stateFolder, 0o755); err != nil {
		return nil, err
	}
	root, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	release, err := root.Lock(lockFile)
	if err != nil {
		_ = root.Close()
		return nil, err
	}
	return func() { release(); _ = root.Close() }, nil
}

// outputOf returns the output folder: its name in faults, and its path on disk.
func outputOf(o Options) (name, output string) {
	if o.Output == "" {
		return outputFolder, filepath.Join(o.Dir, outputFolder)
	}
	return filepath.ToSlash(filepath.Clean(o.Output)), o.Output
}

// replaceIfChanged writes a file so that it survives a power cut. A file that already
// holds the same bytes is left alone.
func replaceIfChanged(to afero.Fs, name string, content []byte) error {
	if old, err := afero.ReadFile(to, name); err == nil && bytes.Equal(old, content) {
		return nil
	}
	return files.Replace(to, name, content)
}

// faultsOf returns an error of writing the site as faults. Some errors carry their own.
func faultsOf(file string, err error) (faults diag.List) {
	var failure diag.Failure
	var picture *images.Problem
	switch {
	case errors.As(err, &failure):
		faults.Add(failure.Faults...)
	case errors.As(err, &picture):
		faults.Add(picture.In(file))
	default:
		faults.Add(diskFault(siteNotWritten, file, err))
	}
	return faults
}

// diskFault returns a fault about what the operating system refused. The argument of
// kind is the reason.
func diskFault(kind diag.Kind, file string, err error) diag.Fault {
	var locked *disk.Locked
	switch {
	case errors.As(err, &locked) && locked.PID > 0:
		return lockedBy.With(locked.PID).In(locked.Name)
	case errors.As(err, &locked):
		return lockedByOther.With().In(locked.Name)
	}
	return kind.With(diag.Plain(err)).In(file)
}
