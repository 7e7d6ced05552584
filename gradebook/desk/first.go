package desk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/standards"
)

// firstRun creates the sheets that HR fills in, and says what to do. What is there
// already is left as it is.
func (p program) firstRun(f folder) diag.List {
	kit, faults := f.openKit()
	if faults.Failed() {
		return faults
	}
	if kit != nil {
		defer func() { _ = kit.Close() }() // read only
	}
	created, faults := p.createSheets(f, kit)
	if faults.Failed() {
		return faults
	}
	register := sheets.Named("register")
	name := register.File + ".csv"
	if f.sheets[register.Name] == "" && files.Create(files.OS(), f.path(name), nil) == nil {
		created = append(created,
			remark{name, "the register of what came in when; gradebook keeps it, do not change it"})
	}
	if f.records == "" && os.Mkdir(f.path(recordsFolder), 0o755) == nil {
		created = append(created,
			remark{recordsFolder, "a folder for a printable page on each person; delete it if you want none"})
	}
	if !f.hasResults() {
		if faults := f.makeResults(); faults.Failed() {
			return faults
		}
		created = append(created, remark{resultsFolder, "an empty folder for the files that staff hand in"})
	}
	p.sayf("There is no roster here yet, so this is the first time. These were created for you:")
	p.list(created)
	p.nextSteps(kit == nil)
	return diag.List{}
}

// openKit opens the newest grading kit; nil if the folder has no kit.
func (f folder) openKit() (*project.Project, diag.List) {
	if len(f.kits) == 0 {
		return nil, diag.List{}
	}
	return run.OpenKit(f.path(f.kits[0].name))
}

// createSheets writes the empty sheets that are not there yet. With a kit they offer its
// roles, competencies and indicators.
func (p program) createSheets(f folder, kit *project.Project) (created []remark, faults diag.List) {
	var framework *standards.Framework
	properties := spreadsheet.Properties{Application: p.Tool}
	if kit != nil {
		framework, faults = kit.LoadFramework()
		properties.Organisation = kit.Config.Site.Organisation
	}
	for _, s := range sheets.All() {
		book, fillable := s.Blank(framework, properties)
		if faults.Failed() || !fillable || f.sheets[s.Name] != "" {
			continue
		}
		name := s.File + ".xlsx"
		switch err := createSheet(f.path(name), book); {
		case errors.Is(err, fs.ErrExist):
		case err != nil:
			faults.Add(sheetNotWritten.With(diag.Plain(err)).In(name))
		default:
			created = append(created, remark{name, s.Offer()})
		}
	}
	return created, faults
}

func createSheet(name string, book spreadsheet.Workbook) error {
	var b bytes.Buffer
	if err := spreadsheet.Write(&b, book); err != nil {
		return err
	}
	return files.Create(files.OS(), name, b.Bytes())
}

func (p program) nextSteps(withoutKit bool) {
	steps := []string{"Open roster.xlsx in Excel, write or paste a row for each member of staff, and save it."}
	if withoutKit {
		steps = append(steps, "Ask the trainer for the grading kit ("+kitFile+
			") and put it into this folder, as it is.")
	}
	steps = append(steps, "Put the files that staff hand in into the folder "+resultsFolder+
		", with whatever names they came.",
		"Start gradebook again. It writes a workbook with the competency matrix.")
	p.sayf("\nWhat to do next:")
	for i, step := range steps {
		p.sayf("  %d. %s", i+1, step)
	}
	p.sayf("\nThe other sheets are optional; each has a page that explains it.")
}
