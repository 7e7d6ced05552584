package sheets

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/words"
)

func TestTitles(t *testing.T) {
	f := shipped(t)
	titles, faults := ReadTitles("titles.xlsx",
		[]byte("title;role\nSenior charge nurse;\"nurse; team-manager\"\nVolunteer;none\nPorter;porter\nCook;\nSenior charge nurse;nurse\n"), f)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if got, want := lines(titles.Exceptions),
		[]string{"4: quarantined unknown-role", "5: quarantined no-role",
			"6: quarantined title-twice"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	r, _ := RosterOptions{Framework: f, Titles: titles}.Read("roster.csv",
		[]byte("staff_id,job title\nH1,senior CHARGE nurse\nH2,Volunteer\nH3,Nurse\nH4,Night nurse (bank)\n"))
	var got []string
	for _, m := range r.Members {
		got = append(got, fmt.Sprint(m.ID, m.Roles))
	}
	words.Explain(r.Exceptions)
	for _, e := range r.Exceptions {
		got = append(got, e.What+" / "+e.Hint)
	}
	want := []string{"H1[nurse team-manager]", "H2[]", "H3[nurse]", "H4[]",
		`the job title "Night nurse (bank)" of H4 is neither in titles.xlsx nor in the standards; nothing is required of the person for it / give the title a row in titles.xlsx; the nearest role is "Nurse"`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func FuzzTitles(f *testing.F) {
	framework := shipped(f)
	roles := rolesOf(framework)
	f.Add([]byte("title,role\nStaff nurse,nurse\nPorter,none\nstaff NURSE,reception\n,nurse\nCook,\n"))
	f.Add([]byte("Functietitel;Rol\nVerpleegkundige;nurse;\n\"\";x\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		titles, faults := ReadTitles("titles.csv", src, framework)
		if faults.Failed() && len(titles.roles) > 0 {
			t.Error("a sheet that was refused has titles")
		}
		for title, held := range titles.roles {
			for _, role := range held {
				if id, ok := roles.find(role); title == "" || !ok || id != role {
					t.Errorf("%q is %q", title, held)
				}
			}
		}
	})
}
