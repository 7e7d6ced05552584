package sheets

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// trainingSheet is HR's own list of training from elsewhere.
func trainingSheet() Sheet {
	return Sheet{Name: "training", File: "training", MaxSize: maxSheet,
		About:   "training from elsewhere",
		Help:    "training from elsewhere, .xlsx or .csv, with the columns staff_id, course, date, minutes, and others",
		columns: trainingColumns(),
		form: &form{
			intro: []string{
				"A row for each training of a person, with its minutes or hours. They stand on the sheet Training hours and in the person's record.",
				"Modules of the training site need no row: they are counted by themselves, with the minutes that their authors planned.",
			},
			example: [][]string{{"00417", "Trauma-informed care, day 1", "2026", "2026-04-09", "workshop", "360", "Example Academy", "registered psychologist", "EA-2026-0117", ""}},
		},
		after: []string{"roster", "decisions"},
		read: func(d *Desk, doc Document) (faults diag.List) {
			o := intake.TrainingOptions{Roster: d.Roster, Today: d.options.Today, Decisions: d.Decisions, Dates: d.options.Dates}
			d.Training, faults = o.Read(doc.Path, doc.Content)
			return faults
		},
	}
}

func trainingColumns() []Column {
	return []Column{
		{Name: "staff_id", Aliases: []string{
			"staff no", "staff number", "employee_id", "employee number", "personeelsnummer",
			"medewerkernummer", "stamnummer", "número de empleado", "id de empleado",
			"id empleado", "código de empleado", "legajo", "staff", "medewerker", "empleado",
		},
			Header: "Staff ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. The person who was trained. Zeros at the front count."},
		{Name: "course", Aliases: []string{
			"training", "title", "course title", "activity", "cursus", "opleiding", "scholing",
			"titel", "curso", "formación", "capacitación", "título",
		},
			Header: "Course", Width: 34,
			Prompt: "Required. What the training was called."},
		{Name: "version", Aliases: []string{"edition", "versie", "editie", "versión", "edición"},
			Header: "Version", Width: 12,
			Prompt: "Edition of the course, where there is one."},
		{Name: "date", Aliases: []string{
			"completed on", "completion date", "date completed", "day", "datum", "afgerond op",
			"datum afronding", "fecha", "fecha de finalización", "completado el",
		},
			Header: "Date", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Required. The day on which it was completed."},
		{Name: "type", Aliases: []string{"kind", "form", "soort", "vorm", "type scholing", "tipo", "modalidad"},
			Header: "Type", Width: 16,
			Prompt: "Workshop, e-learning, conference, supervision, in your own words."},
		{Name: "minutes", Aliases: []string{
			"min", "duration in minutes", "minuten", "duur in minuten", "minutos",
			"duración en minutos",
		},
			Header: "Minutes", Width: 10, Kind: spreadsheet.Decimal,
			Prompt: "Required. How long it took, in minutes. In place of it you can have a column Hours."},
		{Name: "hours", Aliases: []string{
			"hrs", "duration", "contact hours", "uren", "duur", "aantal uren", "horas",
			"duración", "número de horas",
		}},
		{Name: "provider", Aliases: []string{
			"organisation", "organization", "given by", "trainer", "aanbieder", "instelling",
			"gegeven door", "proveedor", "entidad", "impartido por",
		},
			Header: "Provider", Width: 28,
			Prompt: "Who gave it."},
		{Name: "presenter", Aliases: []string{
			"presenter qualification", "qualification of the presenter",
			"presenter's qualification", "kwalificatie docent", "kwalificatie van de docent",
			"docent", "cualificación del ponente", "ponente", "docente",
		},
			Header: "Presenter's qualification", Width: 28,
			Prompt: "What qualifies whoever presented it. Reviewers ask for it."},
		{Name: "certificate", Aliases: []string{
			"certificate id", "certificate no", "certificate number", "certificaat",
			"certificaatnummer", "certificado", "número de certificado", "id del certificado",
		},
			Header: "Certificate ID", Width: 18, Kind: spreadsheet.Literal,
			Prompt: "Number of the certificate."},
		{Name: "note", Aliases: []string{"notes", "remark", "opmerking", "toelichting", "nota", "observaciones"},
			Header: "Note", Width: 40,
			Prompt: "Nothing about patients."},
	}
}
