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

// lock keeps two builds of one project from meeting.
func lock(files afero.Fs, dir string) (unlock func(), err error) {
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

// outputOf is the output folder: as faults call it, and as the system does.
func outputOf(o Options) (name, output string) {
	if o.Output == "" {
		return outputFolder, filepath.Join(o.Dir, outputFolder)
	}
	return filepath.ToSlash(filepath.Clean(o.Output)), o.Output
}

// keep writes a file so that it survives a power cut. What holds the same bytes
// already is left as it is.
func keep(to afero.Fs, name string, content []byte) error {
	if old, err := afero.ReadFile(to, name); err == nil && bytes.Equal(old, content) {
		return nil
	}
	return files.Replace(to, name, content)
}

// failureOf is an error of writing the site as faults: some errors hold their own.
func failureOf(file string, err error) (faults diag.List) {
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

// diskFault is what the system refused. kind has the reason for its argument.
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
