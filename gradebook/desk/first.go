package desk

import (
	"errors"
	"io/fs"
	"os"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/project"
)

// firstRun lays down what HR fills in, and says what to do. What is there already is
// left as it is.
func (p program) firstRun(f folder) diag.List {
	kit, faults := f.kit()
	if faults.Failed() {
		return faults
	}
	if kit != nil {
		defer func() { _ = kit.Close() }() // read only
	}
	laid, faults := p.layDownSheets(f, kit)
	if faults.Failed() {
		return faults
	}
	if f.sheets["received"] == "" && files.Create(files.OS(), f.path(registerFile), nil) == nil {
		laid = append(laid, remark{registerFile, "the register of what came in when; gradebook keeps it, do not change it"})
	}
	if f.records == "" && os.Mkdir(f.path(recordsFolder), 0o755) == nil {
		laid = append(laid, remark{recordsFolder, "a folder for a printable page on each person; delete it if you want none"})
	}
	if !f.hasResults() {
		if err := os.Mkdir(f.path(resultsFolder), 0o755); err != nil {
			return one(folderNotMade.With(diag.Plain(err)).In(resultsFolder))
		}
		laid = append(laid, remark{resultsFolder, "an empty folder for the files that staff hand in"})
	}
	p.sayf("There is no roster here yet, so this is the first time. These were laid down for you:")
	p.list(laid)
	p.nextSteps(kit == nil)
	return diag.List{}
}

// kit opens the newest grading kit; nil where there is none.
func (f folder) kit() (*project.Project, diag.List) {
	if len(f.kits) == 0 {
		return nil, diag.List{}
	}
	return run.OpenKit(f.path(f.kits[0].name))
}

// layDownSheets writes the sheets that are not there yet.
func (p program) layDownSheets(f folder, kit *project.Project) (laid []remark, faults diag.List) {
	templates, faults := templates(kit, p.Tool)
	if faults.Failed() {
		return nil, faults
	}
	for _, t := range templates {
		name := t.base + ".xlsx"
		if f.sheets[t.base] != "" {
			continue
		}
		switch err := files.Create(files.OS(), f.path(name), t.content); {
		case errors.Is(err, fs.ErrExist):
		case err != nil:
			return laid, one(sheetNotLaidDown.With(diag.Plain(err)).In(name))
		default:
			laid = append(laid, remark{name, t.what})
		}
	}
	return laid, faults
}

func (p program) nextSteps(withoutKit bool) {
	steps := []string{"Open roster.xlsx in Excel, write or paste a row for each member of staff, and save it."}
	if withoutKit {
		steps = append(steps, "Ask the trainer for the grading kit ("+kitFile+") and put it into this folder, as it is.")
	}
	steps = append(steps, "Put the files that staff hand in into the folder "+resultsFolder+", with whatever names they came.",
		"Start gradebook again. It writes a workbook with the competency matrix.")
	p.sayf("\nWhat to do next:")
	for i, step := range steps {
		p.sayf("  %d. %s", i+1, step)
	}
	p.sayf("\nThe other sheets are optional; each has a page that explains it.")
}
