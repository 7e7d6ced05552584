package intake

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
)

func TestDates(t *testing.T) {
	for _, test := range []struct {
		order DateOrder
		text  string
		want  string // the date, or the code of what is wrong with it
	}{
		{DatesUnstated, "2026-11-30", "2026-11-30"}, {DatesUnstated, "2026-11-30 14:05", "2026-11-30"}, {DatesUnstated, "2026-11-30T00:00:00Z", "2026-11-30"}, {DatesUnstated, "2026/11/30", "2026-11-30"},
		{DatesUnstated, "2026-2-1", "2026-02-01"}, {DatesUnstated, "", ""}, {DatesUnstated, "30 november 2026", "2026-11-30"}, {DatesUnstated, "30-nov-2026", "2026-11-30"}, {DatesUnstated, "Nov 30, 2026", "2026-11-30"},
		{DatesUnstated, "5 mrt. 2026", "2026-03-05"}, {DatesUnstated, "30 de noviembre de 2026", "2026-11-30"}, {DatesUnstated, "1 enero 2026", "2026-01-01"}, {DatesUnstated, "2nd May 2026", "2026-05-02"},
		{DatesUnstated, "03/04/2026", "bad-date/ambiguous"}, {DatesUnstated, "30-11-2026", "bad-date/ambiguous"},
		{DayFirst, "03/04/2026", "2026-04-03"}, {DayFirst, "30.11.2026", "2026-11-30"}, {DayFirst, "11/30/2026", "bad-date/calendar"}, {DayFirst, "2026-11-30", "2026-11-30"}, {DayFirst, "30-11-2026 14:05", "2026-11-30"},
		{MonthFirst, "03/04/2026", "2026-03-04"}, {MonthFirst, "30/11/2026", "bad-date/calendar"}, {DayFirst, "03/04/26", "bad-date/short-year"},
		{DatesUnstated, "2026-02-30", "bad-date/calendar"}, {DatesUnstated, "32873", "bad-date/number"}, {DatesUnstated, "73416", "bad-date/number"}, {DatesUnstated, "2026", "bad-date/number"}, {DatesUnstated, "999999", "bad-date/number"}, {DatesUnstated, "soon", "bad-date/unreadable"},
		{DatesUnstated, "32874", "1990-01-01"}, {DatesUnstated, "46356", "2026-11-30"}, {MonthFirst, "46356.75", "2026-11-30"}, {DatesUnstated, "46356,5", "2026-11-30"}, {DatesUnstated, "73415", "2100-12-31"}, {DatesUnstated, "0", "bad-date/number"}, {DatesUnstated, "-46356", "bad-date/unreadable"},
		{DatesUnstated, "1900-01-01", "bad-date/empty"}, {DatesUnstated, "9999-12-31", "bad-date/no-end"},
		{DayFirst, "31/12/9999", "bad-date/no-end"}, {DatesUnstated, "1026-11-30", "bad-date/year"}, {DatesUnstated, "2062-13-01", "bad-date/calendar"},
	} {
		got, err := test.order.read(test.text)
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q %s: %q, want %q", test.text, test.order, got, test.want)
		}
	}
}

// The same roster and observations, as an English, a Dutch and a Spanish office
// keep them.
func TestSheetsInThreeLanguages(t *testing.T) {
	f := shipped(t)
	for language, test := range map[string]struct{ roster, seen, assessors, titles, decisions string }{
		"English": {"Employee number,Full name,Job title,Ward,Hire date,Leaving date\n00123,Ann,Nurse,North,2026-01-05,\nH2,Bob,Nurse,North,2026-01-05,\n",
			"Staff number;Competency;Indicator;Score;Out of;Method;Date observed;Assessor ID;Assessor;Location;Remarks\n00123;ROS-DEESC;ROS-COE-6;4;;practice;2026-04-01;H2;Bob;ward;calm\n",
			"Observer ID,Assessor,Competencies,Valid from,Valid until\nH2,Bob,all,2026-01-01,\n", "Job title,Role\nNurse,nurse\n", "Case,Decision,Count as,Why,By,Decision date\nc-1,count as,00123,typo,Eve,2026-05-01\n"},
		"Dutch": {"Personeelsnummer;Medewerker;Functie;Afdeling;Datum in dienst;Datum uit dienst\n00123;Ann;Nurse;North;5 januari 2026;\nH2;Bob;Nurse;North;5 januari 2026;\n",
			"Personeelsnummer;Competentie;Indicator;Beoordeling;Maximale score;Methode;Observatiedatum;ID beoordelaar;Beoordelaar;Locatie;Opmerking\n00123;ROS-DEESC;ROS-COE-6;4;;praktijk;1 april 2026;H2;Bob;ward;calm\n",
			"Personeelsnummer;Beoordelaar;Competentie;Bevoegd vanaf;Bevoegd tot\nH2;Bob;alle;1-jan-2026;\n", "Functietitel;Rol\nNurse;nurse\n", "Zaak;Besluit;Personeelsnummer;Reden;Besloten door;Besloten op\nc-1;tel als;00123;typo;Eve;1 mei 2026\n"},
		"Spanish": {"Número de empleado\tNombre y apellidos\tCategoría profesional\tUnidad\tFecha de alta\tFecha de baja\n00123\tAnn\tNurse\tNorth\t5 de enero de 2026\t\nH2\tBob\tNurse\tNorth\t5 de enero de 2026\t\n",
			"Número de empleado\tCompetencia\tIndicador\tPuntuación\tMáximo\tMétodo\tFecha de observación\tID observador\tObservador\tLugar\tComentarios\n00123\tROS-DEESC\tROS-COE-6\t4\t\tpráctica\t1 de abril de 2026\tH2\tBob\tward\tcalm\n",
			"ID evaluador\tEvaluador\tCompetencia\tDesde\tHasta\nH2\tBob\ttodas\t1 de enero de 2026\t\n", "Puesto de trabajo\tRol\nNurse\tnurse\n", "Caso\tDecisión\tNúmero de empleado\tMotivo\tDecidido por\tFecha\nc-1\tcontar como\t00123\ttypo\tEve\t1 de mayo de 2026\n"},
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
			if want := (Member{competence.Person{ID: "00123", Roles: []string{"nurse"}, Start: "2026-01-05"}, "Ann", "North"}); !reflect.DeepEqual(roster.Members[0], want) || len(roster.Exceptions) > 0 {
				t.Errorf("%+v %q", roster.Members[0], lines(roster.Exceptions))
			}
			assessors, faults := ReadAssessors("assessors.csv", []byte(test.assessors), f, DatesUnstated)
			if err := faults.Err(); err != nil || len(assessors.Exceptions) > 0 {
				t.Fatal(err, assessors.Exceptions)
			}
			seen, faults := ObservationOptions{Framework: f, Roster: roster, Today: "2026-06-15", Assessors: assessors}.Read("seen.csv", []byte(test.seen))
			if err := faults.Err(); err != nil || len(seen.Sittings) != 1 || len(seen.Exceptions) > 0 {
				t.Fatal(err, lines(seen.Exceptions))
			}
			if s := seen.Sittings[0]; s.Date != "2026-04-01" || s.Assessor != "Bob (H2), registered for all competencies from 2026-01-01" || s.Setting != "ward" || words.Notes(s.Notes) != "calm" || s.Awaiting {
				t.Errorf("%+v", s)
			}
			decisions, faults := ReadDecisions("decisions.csv", []byte(test.decisions), roster, DatesUnstated, "2026-06-15")
			if d := decisions.byCase["c-1"]; faults.Err() != nil || d == nil || d.action != countAs || d.staff != "00123" || words.Note(d.note(verdict.DecidedBy)) != "decided by Eve on 2026-05-01: typo" {
				t.Errorf("%v %+v %q", faults.Err(), d, lines(decisions.Exceptions()))
			}
		})
	}
}

// A workbook whose dates are dates, and whose slips are the usual ones.
func TestRosterDatesOfAWorkbook(t *testing.T) {
	var b bytes.Buffer
	err := spreadsheet.Write(&b, spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{{
		Name:    "Staff",
		Columns: []spreadsheet.Column{{Header: "Staff ID"}, {Header: "Role"}, {Header: "Start", Kind: spreadsheet.Day}, {Header: "End", Kind: spreadsheet.Day}},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			_ = yield([]spreadsheet.Cell{spreadsheet.Text("H1"), spreadsheet.Text("nurse"), spreadsheet.Date("2026-01-05"), spreadsheet.Date("9999-12-31")}) &&
				yield([]spreadsheet.Cell{spreadsheet.Text("H2"), spreadsheet.Text("nurse"), spreadsheet.Number(1), spreadsheet.Text("30/11/2026")})
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	r, faults := RosterOptions{Framework: shipped(t), Dates: DayFirst}.Read("roster.xlsx", b.Bytes())
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range r.Members {
		got = append(got, m.ID+" "+m.Start+" "+m.End)
	}
	words.Explain(r.Exceptions)
	for _, e := range r.Exceptions {
		got = append(got, e.Record+": "+e.What+" / "+e.Hint)
	}
	want := []string{"H1 2026-01-05 ", "H2  2026-11-30", `2: the end "9999-12-31" has the year 9999, which systems write for "no end"; it is left out / leave it empty where there is none`,
		`3: the start "1900-01-01" has the year 1900, which Excel and other systems show for an empty or damaged date; it is left out / correct it, or leave it empty where there is none`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRoleChanges(t *testing.T) {
	const head = "staff_id,name,role,team,start,end\n"
	for _, test := range []struct {
		name, rows, asOf string
		want             string // roles, team, start, end, status
		exceptions       []string
	}{
		{"in the first role", "H1,Ann,nurse,North,2024-01-01,2026-03-31\nH1,Ann,team-manager,South,2026-04-01,\n", "2026-03-31", "[nurse] North 2024-01-01  active", nil},
		{"in the second role", "H1,Ann,nurse,North,2024-01-01,2026-03-31\nH1,Ann,team-manager,South,2026-04-01,\n", "2026-04-01", "[team-manager] South 2024-01-01  active", nil},
		{"rows in another order", "H1,Ann,team-manager,South,2026-04-01,\nH1,Ann,nurse,North,2024-01-01,2026-03-31\n", "2026-04-01", "[team-manager] South 2024-01-01  active", nil},
		{"both roles", "H1,Ann,nurse,North,2024-01-01,\nH1,Ann,team-manager,South,2026-04-01,\n", "2026-05-01", "[nurse team-manager] South 2024-01-01  active", nil},
		{"away between", "H1,Ann,nurse,North,2024-01-01,2024-12-31\nH1,Ann,nurse,South,2026-04-01,\n", "2025-06-01", "[nurse] North 2024-01-01 2024-12-31 left", nil},
		{"back again", "H1,Ann,nurse,North,2024-01-01,2024-12-31\nH1,Ann,nurse,South,2026-04-01,\n", "2026-05-01", "[nurse] South 2026-04-01  active", nil},
		{"not there yet", "H1,Ann,nurse,North,2026-04-01,2026-05-01\nH1,Ann,team-manager,South,2026-05-02,\n", "2026-03-01", "[nurse] North 2026-04-01  not-started", nil},
		{"twice the same", "H1,Ann,nurse,North,2024-01-01,\nH1,Ann,nurse,North,2024-01-01,\n", "2026-05-01", "[nurse] North 2024-01-01  active", []string{"3: quarantined duplicate-staff-id H1"}},
		{"two people", "H1,Ann,nurse,North,2024-01-01,2024-12-31\nH1,Bob,team-manager,South,2026-04-01,\n", "2024-05-01", "[nurse] North 2024-01-01 2024-12-31 active", []string{"3: quarantined duplicate-staff-id H1"}},
		{"one name twice", "H1,Ann Lee,nurse,North,2024-01-01,\nH9,ann  lee,nurse,North,2024-01-01,\n", "2026-05-01", "[nurse] North 2024-01-01  active", []string{"3: note same-name H9"}},
	} {
		r, faults := RosterOptions{Framework: shipped(t), AsOf: test.asOf}.Read("roster.csv", []byte(head+test.rows))
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		m := r.Members[0]
		if got := fmt.Sprintf("%v %s %s %s %s", m.Roles, m.Team, m.Start, m.End, m.StatusOn(test.asOf)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if got := lines(r.Exceptions); !slices.Equal(got, test.exceptions) && len(got)+len(test.exceptions) > 0 {
			t.Errorf("%s: %q", test.name, got)
		}
	}
}

func TestTitles(t *testing.T) {
	f := shipped(t)
	titles, faults := ReadTitles("titles.xlsx", []byte("title;role\nSenior charge nurse;\"nurse; team-manager\"\nVolunteer;none\nPorter;porter\nCook;\nSenior charge nurse;nurse\n"), f)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if got, want := lines(titles.Exceptions), []string{"4: quarantined unknown-role", "5: quarantined no-role", "6: quarantined title-twice"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	r, _ := RosterOptions{Framework: f, Titles: titles}.Read("roster.csv", []byte("staff_id,job title\nH1,senior CHARGE nurse\nH2,Volunteer\nH3,Nurse\nH4,Night nurse (bank)\n"))
	var got []string
	for _, m := range r.Members {
		got = append(got, fmt.Sprint(m.ID, m.Roles))
	}
	words.Explain(r.Exceptions)
	for _, e := range r.Exceptions {
		got = append(got, e.What+" / "+e.Hint)
	}
	want := []string{"H1[nurse team-manager]", "H2[]", "H3[nurse]", "H4[]", `the job title "Night nurse (bank)" of H4 is neither in titles.xlsx nor in the standards; nothing is required of the person for it / give the title a row in titles.xlsx; the nearest role is "Nurse"`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAssessors(t *testing.T) {
	f := shipped(t)
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name,role\nH1,Ann,nurse\nH2,Bob,nurse\nH3,Cas,nurse\n"), f)
	assessors, faults := ReadAssessors("assessors.csv", []byte("assessor_id,name,competency,from,until\nH2,Bob,ROS-DEESC,2026-01-01,2026-06-30\nH1,Ann,,,\n,Nobody,,,\nH3,Cas,ROS-DEESK,,\nH3,Cas,,2026-02-30,\n"), f, DatesUnstated)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if got, want := lines(assessors.Exceptions), []string{"4: quarantined no-staff-id", "5: quarantined unknown-competency H3", "6: quarantined bad-date H3"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	const src = `staff_id,competency,indicator,rating,method,observed_on,observer_id,observer_name
H1,ROS-DEESC,ROS-COE-6,4,practice,2026-04-01,H2,Bob
H2,ROS-DEESC,ROS-COE-6,4,practice,2026-04-21,H1,Ann
H1,ROS-DEESC,ROS-COE-6,4,practice,2026-07-01,H2,Bob
H1,ROS-DEESC,ROS-COE-6,4,practice,2026-04-01,H3,Cas
H1,ROS-DEESC,ROS-COE-6,4,practice,2026-04-01,,Bob
H1,ROS-DEESC,ROS-COE-6,4,practice,2026-04-01,H1,Ann
`
	o := ObservationOptions{Framework: f, Roster: roster, Today: "2026-08-01", Assessors: assessors}
	seen, faults := o.Read("seen.csv", []byte(src))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range seen.Sittings {
		got = append(got, fmt.Sprintf("%s %s by %s %v awaiting=%v %s", s.Staff, s.Date, s.Assessor, s.Flags, s.Awaiting, words.Notes(s.Notes)))
	}
	words.Explain(seen.Exceptions)
	for _, e := range seen.Exceptions {
		got = append(got, e.Record+": "+string(e.Verdict)+": "+e.What+" / "+e.Hint)
	}
	const way = "add the qualification to assessors.csv if there is one, have a registered assessor observe, or confirm the observation in decisions.xlsx"
	want := []string{
		"H1 2026-04-01 by Bob [] awaiting=true ",
		"H1 2026-04-01 by Bob (H2), registered for ROS-DEESC from 2026-01-01 until 2026-06-30 [RECIPROCAL] awaiting=false H1 observed H2 in the same competency on 2026-04-21",
		"H1 2026-04-01 by Ann (H1) [] awaiting=true ",
		"H1 2026-04-01 by Cas (H3) [] awaiting=true ",
		"H1 2026-07-01 by Bob (H2) [] awaiting=true ",
		"H2 2026-04-21 by Ann (H1), registered for all competencies [RECIPROCAL] awaiting=false H2 observed H1 in the same competency on 2026-04-01",
		"4: awaiting-confirmation: the observer Bob (H2) is registered for ROS-DEESC from 2026-01-01 until 2026-06-30, and observed on 2026-07-01 / " + way,
		"5: awaiting-confirmation: the observer Cas (H3) is not in the register of assessors / " + way,
		"6: awaiting-confirmation: the observer Bob has no ID in the row, and the register of assessors goes by IDs / write the ID of the observer in observer_id: the register has H2 for this name",
		"7: awaiting-confirmation: the observer is the person observed / somebody else has to observe, or to confirm what was seen; it does not count until then",
	}
	// The order of one day's observations is that of their IDs.
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if seen.Rows != (verdict.Count{In: 6, Accepted: 2, Quarantined: 4}) {
		t.Errorf("%+v", seen.Rows)
	}

	// Somebody stands in for one of them; the person observed cannot.
	keys := map[string]string{}
	words.Explain(seen.Exceptions)
	for _, e := range seen.Exceptions {
		keys[e.Record] = e.Case
	}
	table := fmt.Sprintf("case,decision,reason,decided_by,decided_on\n%s,confirm,I was there,Eve,2026-07-02\n%s,confirm,I know it,ann,2026-07-02\n%s,reject,too late,Eve,2026-07-02\n", keys["5"], keys["7"], keys["4"])
	o.Decisions, _ = ReadDecisions("decisions.csv", []byte(table), roster, DatesUnstated, "2026-08-01")
	seen, _ = o.Read("seen.csv", []byte(src))
	got = lines(slices.Concat(seen.Exceptions, o.Decisions.Exceptions()))
	want = []string{"4: decided unqualified-observer H1", "5: decided unregistered-observer H1", "6: awaiting-confirmation unregistered-observer H1", "7: awaiting-confirmation own-observation H1", "3: quarantined own-decision"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if seen.Rows != (verdict.Count{In: 6, Accepted: 3, Quarantined: 3}) {
		t.Errorf("%+v", seen.Rows)
	}
	confirmed := 0
	for _, s := range seen.Sittings {
		if slices.Contains(s.Flags, verdict.ByDecision) && !s.Awaiting && words.Notes(s.Notes) == "decided by Eve on 2026-07-02: I was there" {
			confirmed++
		}
	}
	if confirmed != 1 {
		t.Errorf("%d confirmed", confirmed)
	}
}

func TestRegister(t *testing.T) {
	a, b, c := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64)
	first := []Arrival{{Path: "ann.json", SHA256: a, Records: []string{b}}, {Path: "=x.pdf", SHA256: c, Problem: verdict.PDFDocument.With()}, {Path: "locked", Problem: verdict.Unreadable.With("locked")}}
	r, _ := ReadRegister("received.csv", nil)
	content, added := r.Add(first, "2026-11-23")
	want := registerHeader + "\n" + a + "," + b + ",2026-11-23,ann.json\n" + c + ",,2026-11-23,'=x.pdf\n"
	if string(content) != want || added != (Added{2, 1, 0}) {
		t.Errorf("%s%+v", content, added)
	}
	// The same again, on an earlier day: nothing changes.
	r, faults := ReadRegister("received.csv", content)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if again, added := r.Add(first, "2026-11-20"); string(again) != want || added != (Added{0, 0, 1}) {
		t.Errorf("%s%+v", again, added)
	}
	// The record in a newer file is written down, and keeps its first date.
	later, _ := r.Add([]Arrival{{Path: "ann (1).json", SHA256: strings.Repeat("d", 64), Records: []string{b, c}}}, "2026-11-01")
	r, faults = ReadRegister("received.csv", later)
	if err := faults.Err(); err != nil || r.first[b] != "2026-11-23" || r.first[c] != "2026-11-01" || bytes.Count(later, []byte("\n")) != 5 {
		t.Errorf("%v %v\n%s", err, r.first, later)
	}
	const hint = "\n  hint: it is written by gradebook receive alone: fetch the last good copy of it from the backup, or start a new register beside it"
	for src, want := range map[string]string{
		"file_sha256;record_sha256;received_on;name\n":                 `received.csv:1: the register of receipt does not begin with the line "file_sha256,record_sha256,received_on,name"; it was probably saved by Excel, which changes its dates` + hint,
		string(content[:len(content)-3]):                               "received.csv: the register of receipt ends in the middle of a line" + hint,
		registerHeader + "\n" + a + "," + b + ",23-11-2026,ann.json\n": `received.csv:2: the register of receipt has the date "23-11-2026" in this line, which is not written as 2026-11-30` + hint,
		registerHeader + "\n" + a + ",short,2026-11-23,ann.json\n":     "received.csv:2: the register of receipt has something other than a SHA-256 in this line" + hint,
		registerHeader + "\n" + a + "\n":                               "received.csv:2: the register of receipt cannot be read in this line" + hint,
	} {
		if _, faults := ReadRegister("received.csv", []byte(src)); faults.Err() == nil || faults.Err().Error() != want {
			t.Errorf("got  %v\nwant %s", faults.Err(), want)
		}
	}
}

func TestDecisionsThatDoNotHold(t *testing.T) {
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name\nH0001,Ann\n"), shipped(t))
	const src = `case,decision,staff_id,reason,decided_by,decided_on
c-1,count-as,H0001,,Eve,2026-05-01
c-2,count-as,,typo,Eve,2026-05-01
c-3,count-as,H001,typo,Eve,2026-05-01
c-4,perhaps,,typo,Eve,2026-05-01
c-5,reject,,typo,,
c-6,reject,,typo,Eve,2027-05-01
c-7,reject,,typo,Eve,01/05/2026
,reject,,typo,Eve,2026-05-01
c-8,reject,,typo,Eve,2026-05-01
c-8,confirm,,typo,Eve,2026-05-01
c-9,,,,,
c-10,reject,,old,Eve,2026-05-01
`
	d, faults := ReadDecisions("decisions.csv", []byte(src), roster, DatesUnstated, "2026-06-15")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	exceptions := d.Exceptions()
	words.Explain(exceptions)
	for _, e := range exceptions {
		got = append(got, fmt.Sprintf("%s %s: %s / %s", e.Record, e.Verdict, e.What, e.Hint))
	}
	want := []string{
		"2 quarantined: the decision count-as has no reason, and was not applied / fill in the reason, who decided and on which date",
		"3 quarantined: the decision count-as names no staff_id, and was not applied / write the ID of the roster that the results belong to",
		`4 quarantined: the staff ID "H001" to count as is not in the roster / did you mean H0001?`,
		`5 quarantined: the decision "perhaps" is not known / write count-as, accept-stale, confirm or reject, or leave it empty`,
		"6 quarantined: the decision reject has no decided_by and no decided_on, and was not applied / fill in the reason, who decided and on which date",
		"7 quarantined: the decision is dated 2027-05-01, which is still to come / correct the date",
		`8 quarantined: the decided on "01/05/2026" can be read in two ways, and is not guessed / write it as 2026-11-30, or as a date in Excel; or say with --dates dmy or --dates mdy which of day and month stands first`,
		"9 quarantined: the row has a decision, but no case / the case is the ID in the first column, as it was written",
		"10 quarantined: rows 10 and 11 decide differently about one case; neither was applied / delete the one that does not hold",
		"13 note: the case c-10 does not come up in this run: its file is not there, or the trouble is over / nothing to do; the row may be deleted",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What people typed survives every further run, with columns of their own.
func TestCasesAreMerged(t *testing.T) {
	open := []Case{{"c-1", "a.json", "x", "H001", "unknown staff", "what", "count-as H0001"}, {"c-2", "b.json", "", "", "malformed", "=what", "ask"}}
	book := CaseBook{Organisation: "Hospital", Tool: "test", AsOf: "2026-05-01"}
	first, err := book.Merge(open)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := book.Merge(open); err != nil || !bytes.Equal(first, again) {
		t.Errorf("%v: other bytes", err)
	}
	book.Existing = first
	if same, err := book.Merge(open); err != nil || same != nil {
		t.Errorf("%v: it was written anew", err)
	}
	// HR adds a column, decides c-1, and keeps the table as CSV.
	typed := []byte("case;file;record;staff;problem;what;proposal;decision;staff_id;reason;decided_by;decided_on;Asked\nc-1;a.json;x;H001;unknown staff;what;count-as H0001;count-as;00123;typo;Eve;2026-05-02;\nc-2;b.json;;;malformed;=what;ask;;;;;;by phone\nc-0;old.json;;;malformed;what;ask;reject;;old;Eve;2026-01-02;\n")
	rows := func(src []byte) []string {
		table, err := spreadsheet.ReadTable("decisions.xlsx", src)
		if err != nil {
			t.Fatal(err)
		}
		out := []string{strings.Join(table.Header, "|")}
		for _, r := range table.Rows {
			out = append(out, strings.Join(r.Cells, "|"))
		}
		return out
	}
	const head = "case|file|record|staff|problem|what|proposal|decision|staff_id|reason|decided_by|decided_on"
	book.Existing = typed
	merged, err := book.Merge([]Case{open[1], {"c-3", "c.json", "", "", "malformed", "what", "ask"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{head + "|Asked", "c-1|a.json|x|H001|unknown staff|what|count-as H0001|count-as|00123|typo|Eve|2026-05-02|", "c-2|b.json|||malformed|=what|ask||||||by phone", "c-0|old.json|||malformed|what|ask|reject||old|Eve|2026-01-02|", "c-3|c.json|||malformed|what|ask||||||"}
	if got := rows(merged); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// It is still a form: a page explains it, and the columns offer their choices.
	sheets := xlsxtest.Open(t, merged)
	table, page := sheets.Sheet(t, "Decisions"), sheets.Sheet(t, "Read me")
	if sheets.Sheets[0] != table || !strings.Contains(table.XML, `type="list"`) || !strings.Contains(table.XML, "accept-stale") || !strings.Contains(table.XML, `<col min="6" max="6" width="44"`) {
		t.Errorf("%.1500s", table.XML)
	}
	explained := map[string]bool{}
	for _, cell := range page.Cells {
		explained[cell.Text] = true
	}
	for _, want := range []string{"decided_by", "Who decided: a name.", "Asked", "c-abcdefghijkl"} {
		if !explained[want] {
			t.Errorf("the page does not say %q", want)
		}
	}
	// Decided in a file elsewhere: taken over into the one beside the workbook.
	book.Existing, book.Given = first, typed
	merged, err = book.Merge(open)
	if err != nil {
		t.Fatal(err)
	}
	want = []string{head, "c-1|a.json|x|H001|unknown staff|what|count-as H0001|||||", "c-2|b.json|||malformed|=what|ask|||||", "c-0|old.json|||malformed|what|ask|reject||old|Eve|2026-01-02"}
	want[1] = "c-1|a.json|x|H001|unknown staff|what|count-as H0001|count-as|00123|typo|Eve|2026-05-02"
	if got := rows(merged); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
