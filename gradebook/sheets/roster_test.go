package sheets

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

func TestRoster(t *testing.T) {
	src := `Staff-ID;Full name; JOB title ;Ward;Start date;End;E-mail
h 0001;Ann;nurse;North;2026-01-05;;ann@example.org
H0002;Bob;Peer specialist; ;2026-01-05 00:00;2026-06-30;
H0003;Cas;NURSE ; team-manager;2026-01-05;
h0001;Ann again;nurse;;;
;Nobody;nurse;;;
H0004;Dee;Nurs;;;
H0005;Eve;;;03/04/2026;;
H0006;Fay;reception;;2026-05-01;2026-04-01;
`
	src = strings.Replace(src, "NURSE ; team-manager;2026-01-05;", `"NURSE ; team-manager";;2026-01-05;`, 1)
	r, faults := ReadRoster("roster.csv", []byte(src), shipped(t))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	want := []Member{
		{competence.Person{ID: "H0001", Roles: []string{"nurse"}, Start: "2026-01-05"}, "Ann", "North"},
		{competence.Person{ID: "H0002", Roles: []string{"peer-specialist"}, Start: "2026-01-05", End: "2026-06-30"},
			"Bob", ""},
		{competence.Person{ID: "H0003", Roles: []string{"nurse", "team-manager"}, Start: "2026-01-05"}, "Cas", ""},
		{competence.Person{ID: "H0004"}, "Dee", ""},
		{competence.Person{ID: "H0005"}, "Eve", ""},
		{competence.Person{ID: "H0006", Roles: []string{"reception"}, Start: "2026-05-01"}, "Fay", ""},
	}
	if !reflect.DeepEqual(r.Members, want) {
		t.Errorf("got  %+v\nwant %+v", r.Members, want)
	}
	if got, want := lines(r.Exceptions),
		[]string{"5: quarantined duplicate-staff-id H0001", "6: quarantined no-staff-id",
			"7: quarantined unknown-role H0004", "8: quarantined no-role H0005", "8: quarantined bad-date H0005",
			"9: quarantined bad-date H0006"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	words.Explain(r.Exceptions)
	if hint := r.Exceptions[2].Hint; hint != `did you mean "Nurse"?` {
		t.Errorf("hint %q", hint)
	}
	if faults.Len() != 1 || faults.Sorted()[0].Severity != diag.Notice {
		t.Errorf("%v", faults.Sorted())
	}
}

func TestRosterWithoutRoles(t *testing.T) {
	r, faults := ReadRoster("roster.csv", []byte("staff_id,Rle\nH0001,nurse\nH0002,nurse\n"), shipped(t))
	if len(r.Members) != 2 || !slices.Equal(lines(r.Exceptions), []string{": quarantined no-role"}) {
		t.Errorf("%+v %q", r.Members, lines(r.Exceptions))
	}
	list := faults.Sorted()
	if len(list) != 1 || list[0].String() != "roster.csv: notice: the roster has no column \"role\"\n  hint: is it the column \"Rle\"? call it \"role\"\n" {
		t.Errorf("%v", list)
	}
}

func TestRosterFaults(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"Name,Role\nAnn,nurse\n",
			"roster.csv: the roster has no column \"staff_id\"; its columns are Name, Role\n  hint: call the column with the staff IDs \"staff_id\": the IDs that people type on the site"},
		{"staff_id,role\n", "roster.csv: the roster names nobody\n  hint: add a row for each member of staff"},
	} {
		_, faults := ReadRoster("roster.csv", []byte(test.src), shipped(t))
		if err := faults.Err(); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

// A workbook whose dates are dates, and whose slips are the usual ones.
func TestRosterDatesOfAWorkbook(t *testing.T) {
	var b bytes.Buffer
	err := spreadsheet.Write(&b, spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{{
		Name: "Staff",
		Columns: []spreadsheet.Column{{Header: "Staff ID"}, {Header: "Role"}, {Header: "Start", Kind: spreadsheet.Day},
			{Header: "End", Kind: spreadsheet.Day}},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			_ = yield([]spreadsheet.Cell{spreadsheet.Text("H1"), spreadsheet.Text("nurse"),
				spreadsheet.Date("2026-01-05"), spreadsheet.Date("9999-12-31")}) &&
				yield([]spreadsheet.Cell{spreadsheet.Text("H2"), spreadsheet.Text("nurse"), spreadsheet.Number(1),
					spreadsheet.Text("30/11/2026")})
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
	want := []string{"H1 2026-01-05 ", "H2  2026-11-30",
		`2: the end "9999-12-31" has the year 9999, which systems write for "no end"; it is left out / leave the cell empty if there is no such date`,
		`3: the start "1900-01-01" has the year 1900, which Excel and other systems show for an empty or damaged date; it is left out / correct it, or leave the cell empty if there is no such date`}
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
		{"in the first role", "H1,Ann,nurse,North,2024-01-01,2026-03-31\nH1,Ann,team-manager,South,2026-04-01,\n",
			"2026-03-31", "[nurse] North 2024-01-01  active", nil},
		{"in the second role", "H1,Ann,nurse,North,2024-01-01,2026-03-31\nH1,Ann,team-manager,South,2026-04-01,\n",
			"2026-04-01", "[team-manager] South 2024-01-01  active", nil},
		{"rows in another order", "H1,Ann,team-manager,South,2026-04-01,\nH1,Ann,nurse,North,2024-01-01,2026-03-31\n",
			"2026-04-01", "[team-manager] South 2024-01-01  active", nil},
		{"both roles", "H1,Ann,nurse,North,2024-01-01,\nH1,Ann,team-manager,South,2026-04-01,\n", "2026-05-01",
			"[nurse team-manager] South 2024-01-01  active", nil},
		{"away between", "H1,Ann,nurse,North,2024-01-01,2024-12-31\nH1,Ann,nurse,South,2026-04-01,\n", "2025-06-01",
			"[nurse] North 2024-01-01 2024-12-31 left", nil},
		{"back again", "H1,Ann,nurse,North,2024-01-01,2024-12-31\nH1,Ann,nurse,South,2026-04-01,\n", "2026-05-01",
			"[nurse] South 2026-04-01  active", nil},
		{"not there yet", "H1,Ann,nurse,North,2026-04-01,2026-05-01\nH1,Ann,team-manager,South,2026-05-02,\n",
			"2026-03-01", "[nurse] North 2026-04-01  not-started", nil},
		{"twice the same", "H1,Ann,nurse,North,2024-01-01,\nH1,Ann,nurse,North,2024-01-01,\n", "2026-05-01",
			"[nurse] North 2024-01-01  active", []string{"3: quarantined duplicate-staff-id H1"}},
		{"two people", "H1,Ann,nurse,North,2024-01-01,2024-12-31\nH1,Bob,team-manager,South,2026-04-01,\n",
			"2024-05-01", "[nurse] North 2024-01-01 2024-12-31 active",
			[]string{"3: quarantined duplicate-staff-id H1"}},
		{"one name twice", "H1,Ann Lee,nurse,North,2024-01-01,\nH9,ann  lee,nurse,North,2024-01-01,\n", "2026-05-01",
			"[nurse] North 2024-01-01  active", []string{"3: note same-name H9"}},
	} {
		r, faults := RosterOptions{Framework: shipped(t), AsOf: test.asOf}.Read("roster.csv", []byte(head+test.rows))
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		m := r.Members[0]
		if got := fmt.Sprintf("%v %s %s %s %s", m.Roles, m.Team, m.Start, m.End,
			m.StatusOn(test.asOf)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if got := lines(r.Exceptions); !slices.Equal(got, test.exceptions) && len(got)+len(test.exceptions) > 0 {
			t.Errorf("%s: %q", test.name, got)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"00123", "00124", "H0012", "H0013", "H-77", "NURSE1"}
	for typed, want := range map[string]string{
		"123":     "00123",             // Excel stripped the zeros
		"H012":    "H0012",             // and people do
		"HO012":   "H0012 H0013",       // the letter O
		"H77":     "H-77",              // a hyphen
		"H0021":   "H0012 H0013",       // two digits changed places
		"ZZZZZZZ": "",                  //
		"H0012":   "H0012 H0013 00123", //
	} {
		got := Nearest(typed, known)
		if typed == "H0012" {
			got = got[:1]
			want = "H0012"
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %s", typed, got, want)
		}
	}
}

func FuzzRoster(f *testing.F) {
	framework := shipped(f)
	f.Add([]byte("staff_id,name,role,team,start,end\nH0001,Ann,nurse;reception,North,2026-01-05,\n,,,,,\n"))
	f.Add([]byte("staff id;start\n1;2026-13-45\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		r, _ := ReadRoster("roster.csv", src, framework)
		for i, m := range r.Members {
			if m.ID == "" || !r.Has(m.ID) || i > 0 && r.Members[i-1].ID >= m.ID {
				t.Errorf("%+v", r.Members)
			}
		}
	})
}
