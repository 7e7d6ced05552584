package sheets

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// decisionsSheet holds what somebody decided about open cases. gradebook adds the
// cases; HR writes the decisions.
func decisionsSheet() Sheet {
	return Sheet{Name: "decisions", File: "decisions", MaxSize: maxSheet,
		About: "what was decided about open cases", Laid: "optional: fills by itself when something needs your decision",
		Help:    "decisions.xlsx of an earlier run, with what was decided about open cases",
		columns: decisionsColumns(),
		form: &form{
			top: true,
			intro: []string{
				"A row for each case that waits for a decision; gradebook adds them. The same cases stand on the sheet Exceptions of the matrix.",
				"Fill in the tinted columns. A row decides only with a reason, a name and a date. Nobody decides about their own results.",
				"What you wrote stays when cases are added. A case that is over, and about which nothing was written, goes.",
			},
			example: [][]string{{
				"c-abcdefghijkl", "results/scan0017.json", "1", "OO417", "unknown staff", "the staff ID is not in the roster", "count-as 00417",
				"count-as", "00417", "wrote the letter O for a zero; confirmed by phone", "A. Person", "2026-11-20",
			}},
		},
		after: []string{"roster"},
		read: func(d *Desk, doc Document) (faults diag.List) {
			d.Decisions, faults = intake.ReadDecisions(doc.Path, doc.Content, d.Roster, d.options.Dates, d.options.Today)
			return faults
		},
	}
}

func decisionsColumns() []Column {
	return []Column{
		{Name: "case", Aliases: []string{"case key", "zaak", "caso"},
			Header: "case", Width: 16, Ours: true,
			Prompt: "Names the case, the same in every run. Leave it as it is."},
		{Name: "file", Aliases: []string{"bestand", "archivo", "fichero"},
			Header: "file", Width: 26, Wrap: true, Ours: true,
			Prompt: "The file that it is about."},
		{Name: "record", Aliases: []string{"registro"},
			Header: "record", Width: 14, Wrap: true, Ours: true,
			Prompt: "Which record or row of the file."},
		{Name: "staff", Aliases: []string{"staff as typed", "medewerker", "personal"},
			Header: "staff", Width: 12, Ours: true,
			Prompt: "The staff ID as it was typed."},
		{Name: "problem", Aliases: []string{"probleem", "problema"},
			Header: "problem", Width: 18, Wrap: true, Ours: true,
			Prompt: "Why it is not counted, in a word."},
		{Name: "what", Aliases: []string{"description", "wat", "descripción"},
			Header: "what", Width: 44, Wrap: true, Ours: true,
			Prompt: "Why it is not counted, in a sentence."},
		{Name: "proposal", Aliases: []string{"voorstel", "propuesta"},
			Header: "proposal", Width: 34, Wrap: true, Ours: true,
			Prompt: "What may be meant. It is never applied by itself."},
		{Name: "decision", Aliases: []string{"decided", "besluit", "beslissing", "decisión"},
			Header: "decision", Width: 15, Choices: only("count-as", "accept-stale", "confirm", "reject"),
			Prompt: "count-as: the results of an unknown staff ID are those of staff_id. accept-stale: score " +
				"what can be scored. confirm: the observation, or the attempt over a limit, counts. reject: it stays out. Empty: open."},
		{Name: "staff_id", Aliases: []string{"count as", "personeelsnummer", "medewerkernummer", "número de empleado", "id empleado"},
			Header: "staff_id", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "For count-as: the ID of the roster."},
		{Name: "reason", Aliases: []string{"why", "reden", "motivering", "motivo", "razón"},
			Header: "reason", Width: 34, Wrap: true,
			Prompt: "Why. Without a reason nothing is decided."},
		{Name: "decided_by", Aliases: []string{"by", "who", "besloten door", "beslist door", "door", "decidido por", "por"},
			Header: "decided_by", Width: 20,
			Prompt: "Who decided: a name."},
		{Name: "decided_on", Aliases: []string{"date", "on", "decision date", "datum", "besloten op", "fecha", "decidido el"},
			Header: "decided_on", Width: 14, Kind: spreadsheet.Day,
			Prompt: "The day of the decision."},
	}
}
