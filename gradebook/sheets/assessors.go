package sheets

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// assessorsSheet is the register of who may observe what, and when.
func assessorsSheet() Sheet {
	return Sheet{Name: "assessors", File: "assessors", MaxSize: maxSheet,
		About:   "who may observe",
		Help:    "register of assessors, .xlsx or .csv, with the columns assessor_id, name, competency, from, until",
		columns: assessorsColumns(),
		form: &form{
			intro: []string{
				"A row for each person who may observe others. While this table is empty, nobody's qualification is checked.",
				"As soon as it names one person, observations by anybody else await confirmation.",
			},
			example: [][]string{{"00418", "Another Example", "{competency}", "2026-01-01", "2027-12-31", "assessor course, January 2026"}},
			lists:   competencyList,
		},
		read: func(d *Desk, doc Document) (faults diag.List) {
			d.Assessors, faults = intake.ReadAssessors(doc.Path, doc.Content, d.options.Framework, d.options.Dates)
			return faults
		},
	}
}

func assessorsColumns() []Column {
	return []Column{
		{Name: "assessor_id", Aliases: []string{
			"observer_id", "staff_id", "staff number", "employee number", "personeelsnummer",
			"medewerkernummer", "beoordelaar id", "id beoordelaar", "observator id",
			"número de empleado", "id evaluador", "id del evaluador", "id observador", "id",
		},
			Header: "Assessor ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. The staff ID, as it stands under Observer ID in the observations."},
		{Name: "name", Aliases: []string{
			"assessor", "assessor name", "observer", "observer name", "naam", "beoordelaar",
			"naam beoordelaar", "nombre", "evaluador", "evaluadora", "observador",
			"nombre del evaluador",
		},
			Header: "Name", Width: 28,
			Prompt: "For people who read this table."},
		{Name: "competency", Aliases: []string{
			"competencies", "competency_id", "competentie", "competenties", "bekwaamheid",
			"competencia", "competencias",
		},
			Header: "Competency", Width: 26,
			Prompt: "Which competencies the person may observe: IDs of the standards, separated by ;. Empty = all."},
		{Name: "from", Aliases: []string{
			"start", "start date", "valid from", "qualified on", "qualified from", "vanaf",
			"van", "startdatum", "bevoegd vanaf", "gekwalificeerd op", "desde",
			"fecha de inicio", "válido desde",
		},
			Header: "From", Width: 14, Kind: spreadsheet.Day,
			Prompt: "First day of the qualification; empty = always."},
		{Name: "until", Aliases: []string{
			"to", "end", "end date", "valid until", "expires", "tot", "tot en met", "t/m",
			"einddatum", "bevoegd tot", "geldig tot", "hasta", "fecha de fin", "válido hasta",
		},
			Header: "Until", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Last day of the qualification; empty = without end."},
		{Name: "note", Aliases: []string{
			"notes", "qualification", "remark", "opmerking", "kwalificatie", "nota",
			"cualificación", "observaciones",
		},
			Header: "Note", Width: 40,
			Prompt: "Which qualification, by whom."},
	}
}
