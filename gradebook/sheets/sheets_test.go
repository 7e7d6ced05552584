package sheets

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// shipped is the framework that the repository ships.
func shipped(t testing.TB) *standards.Framework {
	t.Helper()
	const file = "../../standards/frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := standards.Parse(file, src)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// Whoever fills in an empty sheet as its example shows has no row that is not read.
func TestExamplesCanBeRead(t *testing.T) {
	f := shipped(t)
	given := Given{}
	for _, s := range All() {
		book, ok := s.Blank(f, spreadsheet.Properties{})
		if !ok || s.Name == "decisions" { // whose cases come up in no run
			continue
		}
		var table strings.Builder
		for i, c := range book.Sheets[0].Columns {
			table.WriteString(map[bool]string{true: ";"}[i > 0] + c.Header)
		}
		for _, row := range s.form.examples(f) {
			table.WriteString("\n" + strings.Join(row, ";"))
		}
		given[s.Name] = Document{Path: s.File + ".csv", Content: []byte(table.String())}
	}
	d, faults := Read(given, Options{Framework: f, AsOf: "2026-06-15", Today: "2026-06-15"})
	if err := faults.Err(); err != nil || len(d.Exceptions()) > 0 {
		t.Fatalf("%v %+v", err, d.Exceptions())
	}
	if len(d.Roster.Members) != 2 || len(d.Observations.Submissions) != 1 || d.Observations.Submissions[0].Awaiting ||
		len(given) != 5 {
		t.Errorf("%+v %+v", d.Roster.Members, d.Observations.Submissions)
	}
	if tr := d.Training.List[0]; tr.Minutes != 360 || tr.Presenter == "" || tr.Certificate == "" || tr.Provider == "" ||
		tr.Version == "" {
		t.Errorf("%+v", tr)
	}
}

func lines(exceptions []verdict.Exception) []string {
	out := []string{}
	for _, e := range exceptions {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s: %s %s %s", e.Record, e.Verdict, e.Reason, e.Staff)))
	}
	return out
}

// The same roster and observations, as an English, a Dutch and a Spanish office
// keep them.
func TestSheetsInThreeLanguages(t *testing.T) {
	f := shipped(t)
	for language, test := range map[string]struct{ roster, seen, assessors, titles, decisions string }{
		"English": {"Employee number,Full name,Job title,Ward,Hire date,Leaving date\n00123,Ann,Nurse,North,2026-01-05,\nH2,Bob,Nurse,North,2026-01-05,\n",
			"Staff number;Competency;Indicator;Score;Out of;Method;Date observed;Assessor ID;Assessor;Location;Remarks\n00123;ROS-DEESC;ROS-COE-6;4;;practice;2026-04-01;H2;Bob;ward;calm\n",
			"Observer ID,Assessor,Competencies,Valid from,Valid until\nH2,Bob,all,2026-01-01,\n",
			"Job title,Role\nNurse,nurse\n",
			"Case,Decision,Count as,Why,By,Decision date\nc-1,count as,00123,typo,Eve,2026-05-01\n"},
		"Dutch": {"Personeelsnummer;Medewerker;Functie;Afdeling;Datum in dienst;Datum uit dienst\n00123;Ann;Nurse;North;5 januari 2026;\nH2;Bob;Nurse;North;5 januari 2026;\n",
			"Personeelsnummer;Competentie;Indicator;Beoordeling;Maximale score;Methode;Observatiedatum;ID beoordelaar;Beoordelaar;Locatie;Opmerking\n00123;ROS-DEESC;ROS-COE-6;4;;praktijk;1 april 2026;H2;Bob;ward;calm\n",
			"Personeelsnummer;Beoordelaar;Competentie;Bevoegd vanaf;Bevoegd tot\nH2;Bob;alle;1-jan-2026;\n",
			"Functietitel;Rol\nNurse;nurse\n",
			"Zaak;Besluit;Personeelsnummer;Reden;Besloten door;Besloten op\nc-1;tel als;00123;typo;Eve;1 mei 2026\n"},
		"Spanish": {"Número de empleado\tNombre y apellidos\tCategoría profesional\tUnidad\tFecha de alta\tFecha de baja\n00123\tAnn\tNurse\tNorth\t5 de enero de 2026\t\nH2\tBob\tNurse\tNorth\t5 de enero de 2026\t\n",
			"Número de empleado\tCompetencia\tIndicador\tPuntuación\tMáximo\tMétodo\tFecha de observación\tID observador\tObservador\tLugar\tComentarios\n00123\tROS-DEESC\tROS-COE-6\t4\t\tpráctica\t1 de abril de 2026\tH2\tBob\tward\tcalm\n",
			"ID evaluador\tEvaluador\tCompetencia\tDesde\tHasta\nH2\tBob\ttodas\t1 de enero de 2026\t\n",
			"Puesto de trabajo\tRol\nNurse\tnurse\n",
			"Caso\tDecisión\tNúmero de empleado\tMotivo\tDecidido por\tFecha\nc-1\tcontar como\t00123\ttypo\tEve\t1 de mayo de 2026\n"},
	} {
		t.Run(language, func(t *testing.T) {
			titles, faults := ReadTitles("titles.csv", []byte(test.titles), f)
			if err := faults.Err(); err != nil || len(titles.Exceptions) > 0 {
				t.Fatal(err, titles.Exceptions)
			}
			roster, faults := RosterOptions{Framework: f, Titles: titles}.Read("roster.csv", []byte(test.roster))
			if err := faults.Err(); err != nil || faults.Len() > 0 {
				t.Fatal(err, faults.Sorted())
			}
			if want := (Member{competence.Person{ID: "00123", Roles: []string{"nurse"}, Start: "2026-01-05"}, "Ann",
				"North"}); !reflect.DeepEqual(roster.Members[0], want) || len(roster.Exceptions) > 0 {
				t.Errorf("%+v %q", roster.Members[0], lines(roster.Exceptions))
			}
			assessors, faults := ReadAssessors("assessors.csv", []byte(test.assessors), f, DatesUnstated)
			if err := faults.Err(); err != nil || len(assessors.Exceptions) > 0 {
				t.Fatal(err, assessors.Exceptions)
			}
			seen, faults := ObservationOptions{Framework: f, Roster: roster, Today: "2026-06-15",
				Assessors: assessors}.Read("seen.csv", []byte(test.seen))
			if err := faults.Err(); err != nil || len(seen.Submissions) != 1 || len(seen.Exceptions) > 0 {
				t.Fatal(err, lines(seen.Exceptions))
			}
			if s := seen.Submissions[0]; s.Date != "2026-04-01" ||
				assessor(s) != "Bob (H2), registered for all competencies from 2026-01-01" || s.Setting != "ward" ||
				words.Notes(s.Notes) != "calm" || s.Awaiting {
				t.Errorf("%+v", s)
			}
			decisions, faults := ReadDecisions("decisions.csv", []byte(test.decisions), roster, DatesUnstated,
				"2026-06-15")
			if d := decisions.byCase["c-1"]; faults.Err() != nil || d == nil || d.action != CountAs ||
				d.Staff != "00123" || words.Note(d.Note(verdict.DecidedBy)) != "decided by Eve on 2026-05-01: typo" {
				t.Errorf("%v %+v %q", faults.Err(), d, lines(decisions.Exceptions()))
			}
		})
	}
}

// assessor is the assessor of an observation as the matrix shows it.
func assessor(s *competence.Submission) string {
	return strings.TrimSuffix(s.Assessor+", "+words.Note(s.Qualified), ", ")
}
