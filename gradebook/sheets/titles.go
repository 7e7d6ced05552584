package sheets

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
)

// titlesSheet says which roles of the standards HR's own job titles stand for.
func titlesSheet() Sheet {
	return Sheet{Name: "titles", File: "titles", MaxSize: maxSheet,
		About:   "which role belongs to which job title",
		Help:    "job titles and the roles they stand for, .xlsx or .csv, with the columns title, role",
		columns: titlesColumns(),
		form: &form{
			intro: []string{
				"Only needed where the roster holds job titles of your own and not the roles of the standards.",
				"A row for each job title. A title that is not listed here and is no role stands on the sheet Exceptions.",
			},
			example: [][]string{{"Registered nurse, nights", "{role}"}},
			lists:   roleList,
		},
		read: func(d *Desk, doc Document) (faults diag.List) {
			d.Titles, faults = intake.ReadTitles(doc.Path, doc.Content, d.options.Framework)
			return faults
		},
	}
}

func titlesColumns() []Column {
	return []Column{
		{Name: "title", Aliases: []string{
			"job title", "job", "position", "function", "functie", "functietitel", "functienaam",
			"titel", "puesto", "puesto de trabajo", "cargo", "título", "función", "categoría",
			"categoría profesional",
		},
			Header: "Title", Width: 34,
			Prompt: "The job title, as it stands in the roster."},
		{Name: "role", Aliases: []string{"roles", "role id", "role of the standards", "rol", "rollen", "rol id", "papel"},
			Header: "Role", Width: 28, Choices: roleTitles, Free: true,
			Prompt: "The role in the standards. Several roles of one person are separated by ;"},
		{Name: "note", Aliases: []string{"notes", "remark", "opmerking", "toelichting", "nota", "observaciones"}},
	}
}
