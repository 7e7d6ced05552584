package sheets

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
)

func trainingRoster(t testing.TB) *Roster {
	t.Helper()
	roster, faults := ReadRoster("roster.csv", []byte("staff_id,name,role\n00123,Ann,nurse\nH0002,Bob,nurse\n"),
		shipped(t))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return roster
}

// The same table as an English, a Dutch and a Spanish office keep it.
func TestTrainingInThreeLanguages(t *testing.T) {
	var first []Training
	for _, table := range []string{
		"Staff number,Course title,Edition,Date completed,Kind,Hours,Given by,Presenter's qualification,Certificate number,Remark\n00123,Trauma-informed care,2026,2026-04-01,workshop,1.5,Academy,psychologist,A-7,good\n",
		"Personeelsnummer;Cursus;Versie;Afgerond op;Soort;Minuten;Aanbieder;Kwalificatie docent;Certificaatnummer;Toelichting\n00123;Trauma-informed care;2026;1 april 2026;workshop;90;Academy;psychologist;A-7;good\n",
		"Número de empleado\tCurso\tEdición\tFecha de finalización\tModalidad\tHoras\tProveedor\tCualificación del ponente\tNúmero de certificado\tObservaciones\n00123\tTrauma-informed care\t2026\t1 de abril de 2026\tworkshop\t1,5\tAcademy\tpsychologist\tA-7\tgood\n",
	} {
		got, faults := TrainingOptions{Roster: trainingRoster(t), Today: "2026-06-15"}.Read("training.csv",
			[]byte(table))
		if err := faults.Err(); err != nil || len(got.Exceptions) > 0 || len(got.List) != 1 {
			t.Fatalf("%v %+v", err, got)
		}
		got.List[0].FileSHA256 = ""
		if want := (Training{Staff: "00123", Date: "2026-04-01", Course: "Trauma-informed care", Version: "2026",
			Type: "workshop", Minutes: 90, Provider: "Academy", Presenter: "psychologist", Certificate: "A-7",
			Notes:  []verdict.Note{verdict.Remark.With("good")},
			Source: "training.csv"}); !reflect.DeepEqual(got.List[0], want) {
			t.Errorf("%+v", got.List[0])
		}
		if first != nil && !reflect.DeepEqual(first, got.List) {
			t.Errorf("%+v", got.List)
		}
		first = got.List
	}
}

func TestTrainingRows(t *testing.T) {
	const table = `staff_id,course,date,type,minutes,hours
00123,A,2026-04-01,,60,
00123, a ,2026-04-01,,60,
00123,A,2026-04-01,evening,30,
H0002,B,2026-04-02,,60,
H0002,B,2026-04-02,,90,
,A,2026-04-01,,60,
00123,,2026-04-01,,60,
00123,A,03/04/2026,,60,
00123,A,,,60,
00123,A,2027-01-01,,60,
00123,C,2026-04-01,,,
00123,D,2026-04-01,,-5,
00123,E,2026-04-01,,,1001
00123,F,2026-04-01,,lots,2
123,G,2026-04-01,,60,
00123,H,2026-04-01,,,"0,5"
`
	got, faults := TrainingOptions{Roster: trainingRoster(t), Today: "2026-06-15"}.Read("training.csv", []byte(table))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	want := []string{"3: duplicate duplicate 00123", "5: quarantined minutes-differ H0002",
		"6: quarantined minutes-differ H0002", "7: quarantined no-staff-id", "8: quarantined no-course 00123",
		"9: quarantined bad-date 00123", "10: quarantined bad-date 00123",
		"11: quarantined future-date 00123", "12: quarantined no-minutes 00123", "13: quarantined bad-minutes 00123",
		"14: quarantined bad-minutes 00123", "15: quarantined bad-minutes 00123", "16: quarantined unknown-staff 123"}
	if lines := lines(got.Exceptions); !slices.Equal(lines, want) {
		t.Errorf("%q", lines)
	}
	var list []string
	for _, tr := range got.List {
		list = append(list, fmt.Sprint(tr.Course, " ", tr.Type, " ", tr.Minutes))
	}
	if !slices.Equal(list, []string{"A course 60", "A evening 30", "H course 30"}) ||
		got.Rows != (verdict.Count{In: 16, Accepted: 3, Duplicate: 1, Quarantined: 12}) {
		t.Errorf("%q %+v", list, got.Rows)
	}
	words.Explain(got.Exceptions)
	for _, e := range got.Exceptions {
		if e.What == "" || e.Verdict != verdict.Duplicate && e.Hint == "" ||
			(e.Case != "") != (e.Reason == "unknown-staff") {
			t.Errorf("%+v", e)
		}
	}
	// A row of somebody unknown is counted as whom HR says.
	i := slices.IndexFunc(got.Exceptions, func(e verdict.Exception) bool { return e.Case != "" })
	decisions, faults := ReadDecisions("decisions.csv",
		[]byte("case,decision,staff_id,reason,decided_by,decided_on\n"+got.Exceptions[i].Case+
			",count-as,00123,zeros lost,Eve,2026-05-01\n"), trainingRoster(t), DatesUnstated, "2026-06-15")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	got, _ = TrainingOptions{Roster: trainingRoster(t), Today: "2026-06-15", Decisions: decisions}.Read("training.csv",
		[]byte(table))
	if !slices.ContainsFunc(got.List, func(tr Training) bool {
		return tr.Course == "G" && tr.Staff == "00123" && strings.Contains(words.Notes(tr.Notes), "decided by Eve")
	}) || !slices.Contains(lines(got.Exceptions), "16: decided unknown-staff 00123") {
		t.Errorf("%+v", got.List)
	}
	_, faults = TrainingOptions{Roster: trainingRoster(t)}.Read("training.csv", []byte("staff_id,course,date,minuts\n"))
	if err := faults.Err(); err == nil ||
		!strings.Contains(err.Error(), `neither a column "minutes" nor a column "hours"`) ||
		!strings.Contains(err.Error(), "minuts") {
		t.Error(err)
	}
}

func FuzzTraining(f *testing.F) {
	roster := trainingRoster(f)
	f.Add([]byte("staff_id,course,date,minutes\n00123,A,2026-04-01,60\n00123,A,2026-04-01,NaN\n"))
	f.Add([]byte("Personeelsnummer;Cursus;Datum;Uren\n00123;A;1 april 2026;1e9\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		got, _ := TrainingOptions{Roster: roster, Today: "2026-06-15"}.Read("training.csv", src)
		if c := got.Rows; c.In != c.Accepted+c.Duplicate+c.Quarantined || c.Accepted != len(got.List) {
			t.Errorf("%+v, %d in the list", c, len(got.List))
		}
		for _, tr := range got.List {
			if !roster.Has(tr.Staff) || tr.Minutes < 1 || tr.Minutes > maxMinutes || tr.Date == "" ||
				tr.Date > "2026-06-15" || tr.Course == "" {
				t.Errorf("%+v", tr)
			}
		}
	})
}
