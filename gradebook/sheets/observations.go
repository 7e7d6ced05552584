package sheets

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// observationsSheet holds what assessors saw, and the marks of written answers.
func observationsSheet() Sheet {
	return Sheet{Name: "observations", File: "observations", MaxSize: maxSheet,
		About:   "what was observed at work and in simulations",
		Help:    "observations, .xlsx or .csv",
		columns: observationsColumns(),
		form: &form{
			intro: []string{
				"A row for each indicator that somebody rated. Rows of one person, competency, method, date and observer are one observation.",
				"What people observed of themselves does not count.",
			},
			example: [][]string{{"00417", "{competency}", "{indicator}", "3", "", "practice", "2026-05-12", "00418", "Another Example", "Ward Alder", "", ""}},
			lists:   indicatorList,
		},
		after: []string{"roster", "assessors", "decisions"},
		read: func(d *Desk, doc Document) (faults diag.List) {
			o := intake.ObservationOptions{Framework: d.options.Framework, Roster: d.Roster, Today: d.options.Today,
				Assessors: d.Assessors, Decisions: d.Decisions, Dates: d.options.Dates}
			d.Observations, faults = o.Read(doc.Path, doc.Content)
			return faults
		},
	}
}

func observationsColumns() []Column {
	return []Column{
		{Name: "staff_id", Aliases: []string{
			"staff no", "staff number", "employee_id", "employee number", "subject_id",
			"personeelsnummer", "medewerkernummer", "stamnummer", "número de empleado",
			"id de empleado", "id empleado", "código de empleado", "legajo", "staff", "subject",
			"medewerker", "empleado",
		},
			Header: "Staff ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. The person who was observed."},
		{Name: "competency", Aliases: []string{"competency_id", "competentie", "bekwaamheid", "competencia"},
			Header: "Competency", Width: 18, Choices: gradedCompetencies,
			Prompt: "Required. Its ID in the standards."},
		{Name: "indicator", Aliases: []string{"indicator_id", "indicador"},
			Header: "Indicator", Width: 16,
			Prompt: "Required. Its ID in the standards."},
		{Name: "rating", Aliases: []string{
			"score", "mark", "beoordeling", "cijfer", "waardering", "puntuación", "calificación",
			"valoración", "nota",
		},
			Header: "Rating", Width: 10, Kind: spreadsheet.Decimal,
			Prompt: "Required. From 0 to the top of the scale of the standards, or to Max rating."},
		{Name: "max_rating", Aliases: []string{"max", "out of", "maximum", "maximale score", "máximo", "puntuación máxima"},
			Header: "Max rating", Width: 12, Kind: spreadsheet.Decimal,
			Prompt: "The top of your own scale; empty = that of the standards."},
		{Name: "method", Aliases: []string{"kind", "how", "methode", "wijze", "método", "modo"},
			Header: "Method", Width: 14, Choices: only("practice", "simulation", "written"),
			Prompt: "Required. practice = at work; simulation = role play or simulated situation; written = " +
				"marks of a written answer."},
		{Name: "observed_on", Aliases: []string{
			"date", "observed", "observation date", "date observed", "datum", "observatiedatum",
			"geobserveerd op", "datum observatie", "fecha", "fecha de observación",
			"observado el",
		},
			Header: "Observed on", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Required. The day."},
		{Name: "observer_id", Aliases: []string{
			"assessor_id", "observer staff id", "id beoordelaar", "beoordelaar id",
			"observator id", "personeelsnummer beoordelaar", "id observador",
			"id del observador", "id evaluador",
		},
			Header: "Observer ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "The staff ID of the observer; this or the name is required."},
		{Name: "observer_name", Aliases: []string{
			"observer", "assessor", "assessor_name", "beoordelaar", "naam beoordelaar",
			"observator", "observador", "observadora", "evaluador", "evaluadora",
			"nombre del observador",
		},
			Header: "Observer name", Width: 26,
			Prompt: "Who observed."},
		{Name: "setting", Aliases: []string{"place", "location", "setting", "plaats", "locatie", "lugar", "entorno", "ubicación"},
			Header: "Setting", Width: 22,
			Prompt: "Where."},
		{Name: "record", Aliases: []string{
			"record_id", "receipt", "written answer", "kwitantie", "ontvangstbewijs",
			"schriftelijk antwoord", "registro", "recibo", "respuesta escrita",
		},
			Header: "Record", Width: 22,
			Prompt: "Only for written: the ID or the receipt of the written answer. gradebook inspect shows both."},
		{Name: "note", Aliases: []string{
			"notes", "comment", "remark", "remarks", "opmerking", "opmerkingen", "toelichting",
			"comentario", "comentarios", "observaciones",
		},
			Header: "Note", Width: 40,
			Prompt: "Nothing about patients."},
	}
}
