package sheets

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// rosterSheet says who works here.
func rosterSheet() Sheet {
	return Sheet{Name: "roster", File: "roster", Required: true, MaxSize: maxSheet,
		About: "who works here, in which role", Laid: "who works here: fill this in first",
		Help:    "roster, .xlsx or .csv, with the columns staff_id, name, role, team, start, end",
		columns: rosterColumns(),
		form: &form{
			intro: []string{
				"A row for each member of staff. Paste the list from your staff system, or type it.",
				"Rows and columns may stand in any order; columns that are not named here are passed over.",
			},
			example: [][]string{
				{"00417", "Example Person", "{role}", "Ward Alder", "2026-01-05", ""},
				{"00418", "Another Example", "{role}", "Ward Birch", "2024-09-02", "2026-10-31"},
			},
			lists: roleList,
		},
		after: []string{"titles"},
		read: func(d *Desk, doc Document) (faults diag.List) {
			o := intake.RosterOptions{Framework: d.options.Framework, Titles: d.Titles, Dates: d.options.Dates, AsOf: d.options.AsOf}
			d.Roster, faults = o.Read(doc.Path, doc.Content)
			return faults
		},
	}
}

func rosterColumns() []Column {
	return []Column{
		{Name: "staff_id", Aliases: []string{
			"staff no", "staff number", "employee_id", "employee no", "employee number",
			"personnel number", "personnel no", "badge number", "personeelsnummer",
			"personeelsnr", "medewerkernummer", "medewerkersnummer", "medewerker id",
			"stamnummer", "número de empleado", "num empleado", "nº empleado", "id de empleado",
			"id empleado", "código de empleado", "número de personal", "legajo", "staff",
			"employee", "id", "medewerker", "empleado",
		},
			Header: "Staff ID", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "Required. What the person types on the training site. Zeros at the front count."},
		{Name: "name", Aliases: []string{
			"staff name", "employee name", "full name", "naam", "volledige naam",
			"naam medewerker", "medewerker", "nombre", "nombre completo", "nombre y apellidos",
			"apellidos y nombre", "employee", "empleado",
		},
			Header: "Name", Width: 28,
			Prompt: "As it shall stand in the matrix."},
		{Name: "role", Aliases: []string{
			"roles", "job role", "job title", "title", "job", "position", "function", "rol",
			"rollen", "functie", "functietitel", "functienaam", "beroep", "puesto",
			"puesto de trabajo", "cargo", "función", "categoría", "categoría profesional",
		},
			Header: "Role", Width: 24, Choices: roleTitles, Free: true,
			Prompt: "The role in the standards. Several roles of one person are separated by ;"},
		{Name: "team", Aliases: []string{
			"ward", "unit", "department", "team name", "afdeling", "teamnaam", "eenheid",
			"dienst", "equipo", "unidad", "departamento", "servicio", "planta",
		},
			Header: "Team", Width: 20,
			Prompt: "Ward or department, as it shall stand in the matrix."},
		{Name: "start", Aliases: []string{
			"start date", "started", "start_on", "from", "hired", "hire date", "date of hire",
			"in dienst", "datum in dienst", "indiensttreding", "startdatum", "begindatum",
			"ingangsdatum", "vanaf", "van", "fecha de inicio", "inicio", "fecha de alta", "alta",
			"fecha de ingreso", "fecha de incorporación", "desde",
		},
			Header: "Start", Width: 14, Kind: spreadsheet.Day,
			Prompt: "First day of work. What is due counts from it."},
		{Name: "end", Aliases: []string{
			"end date", "ended", "end_on", "until", "to", "left", "leaving date",
			"termination date", "uit dienst", "datum uit dienst", "einddatum", "tot",
			"tot en met", "t/m", "fecha de fin", "fecha fin", "fin", "fecha de baja", "baja",
			"hasta",
		},
			Header: "End", Width: 14, Kind: spreadsheet.Day,
			Prompt: "Last day of work; empty while the person works here."},
		{Name: "email", Aliases: []string{"e-mail", "mail", "e-mailadres", "correo", "correo electrónico"}},
	}
}
