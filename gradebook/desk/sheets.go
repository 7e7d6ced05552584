package desk

import (
	"bytes"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/standards"
)

// template is a sheet for HR to fill in, as a workbook.
type template struct {
	base    string // its file name without .xlsx
	what    string
	content []byte
}

// templates makes the sheets that a first run lays down. With a kit they offer its
// roles, competencies and indicators.
func templates(kit *project.Project, tool string) ([]template, diag.List) {
	var framework *standards.Framework
	properties := spreadsheet.Properties{Application: tool}
	if kit != nil {
		f, broken := kit.LoadFramework()
		if broken.Failed() {
			return nil, broken
		}
		framework, properties.Organisation = f, kit.Config.Site.Organisation
	}
	var out []template
	var faults diag.List
	for _, s := range sheets.All() {
		book, ok := s.Blank(framework, properties)
		if !ok {
			continue
		}
		var b bytes.Buffer
		if err := spreadsheet.Write(&b, book); err != nil {
			faults.Add(sheetNotMade.With(err).In(s.File + ".xlsx"))
		}
		out = append(out, template{s.File, s.Offer(), b.Bytes()})
	}
	return out, faults
}
