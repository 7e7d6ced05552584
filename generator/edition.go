package generator

import (
	"path/filepath"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
)

// editionFile lies in every trainer's edition, so that neither edition is ever
// written over the other. The learner's site has nothing that tells it from one
// of a project without notes.
const editionFile = "trainers-edition.txt"

const editionHint = "give the trainer's edition a folder of its own, which is not published: coursemark build --instructor trainers"

// checkInstructor refuses a folder that learners get to see.
func (o Options) checkInstructor() diag.List {
	var faults diag.List
	if strings.TrimSpace(o.Output) == "" {
		faults.Add(diag.Fault{What: "the trainer's edition needs a folder", Hint: editionHint})
		return faults
	}
	site, err := filepath.Abs(filepath.Join(o.Dir, outputFolder))
	if err != nil {
		return faults // told where the folder is opened
	}
	output, err := filepath.Abs(o.Output)
	if err != nil {
		return faults
	}
	if rest, err := filepath.Rel(site, output); err == nil && filepath.IsLocal(rest) {
		faults.Add(diag.Fault{File: filepath.ToSlash(filepath.Clean(o.Output)), What: "the trainer's edition would lie in the learner's site", Hint: editionHint})
	}
	return faults
}

// otherEdition finds the edition that is not the one to be written. A folder
// without a manifest is refused or taken by publish.
func otherEdition(out afero.Fs, name string, instructor bool) *diag.Fault {
	if there, err := afero.Exists(out, "manifest.json"); err != nil || !there {
		return nil
	}
	trainers, err := afero.Exists(out, editionFile)
	switch {
	case err != nil || trainers == instructor:
		return nil
	case instructor:
		return &diag.Fault{File: name, What: "the folder holds a learner's site", Hint: editionHint}
	}
	return &diag.Fault{File: name, What: "the folder holds the trainer's edition", Hint: "build the learner's site into another folder, or delete this one"}
}
