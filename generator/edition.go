package generator

import (
	"path/filepath"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
)

// editionFile marks the folder of a trainer's edition, so that neither edition is ever
// written over the other. Nothing marks the learner's site, so that it is the same as that
// of a project without notes.
const editionFile = "trainers-edition.txt"

// checkInstructor refuses an output folder that learners can see.
func (o Options) checkInstructor() diag.List {
	var faults diag.List
	if strings.TrimSpace(o.Output) == "" {
		faults.Add(editionWithoutFolder.With().In(""))
		return faults
	}
	site, err := filepath.Abs(filepath.Join(o.Dir, outputFolder))
	if err != nil {
		return faults // reported where the folder is opened
	}
	output, err := filepath.Abs(o.Output)
	if err != nil {
		return faults
	}
	if rest, err := filepath.Rel(site, output); err == nil && filepath.IsLocal(rest) {
		faults.Add(editionInSite.With().In(filepath.ToSlash(filepath.Clean(o.Output))))
	}
	return faults
}

// otherEdition reports whether a folder holds the edition that is not to be written.
// Package publish decides about a folder without a manifest.
func otherEdition(out afero.Fs, instructor bool) (fault diag.Message, other bool) {
	if there, err := afero.Exists(out, "manifest.json"); err != nil || !there {
		return fault, false
	}
	trainers, err := afero.Exists(out, editionFile)
	switch {
	case err != nil || trainers == instructor:
		return fault, false
	case instructor:
		return holdsLearnersSite.With(), true
	}
	return holdsTrainersEdition.With(), true
}
