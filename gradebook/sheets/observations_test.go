package sheets

import (
	"fmt"
	"slices"
	"testing"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

func TestObservationRows(t *testing.T) {
	f := shipped(t)
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name,role\nH0001,Ann,nurse\nH0002,Bob,nurse\n"), f)
	src := `staff_id,competency,indicator,rating,max_rating,method,observed_on,observer_id,observer_name,setting,note
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,ward,calm
h0001,De-escalation,ros-coe-7,"3,5",,Practice,2026-04-01,H0002,Bob,ward,
H0001,ROS-DEESC,ROS-COE-A,6,10,practice,2026-04-02,,B. Visitor,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,ward,again
H0001,ROS-DEESC,ROS-COE-6,3,,simulation,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,2,,simulation,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0001,Ann,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,,ann,,
H0009,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESK,ROS-COE-6,4,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-TIP-1,4,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,5,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,80%,,practice,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,01/04/2026,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-07-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,record review,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,hearsay,2026-04-01,H0002,Bob,,
H0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,,,,
H0001,ROS-SERVICE,ROS-DES-1,4,,practice,2026-04-01,H0002,Bob,,
`
	o, faults := ObservationOptions{Framework: f, Roster: roster, Today: "2026-06-15"}.Read("o.csv", []byte(src))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	want := []string{"5: duplicate duplicate H0001", "6: quarantined rated-twice H0001",
		"7: quarantined rated-twice H0001", "8: awaiting-confirmation own-observation H0001",
		"9: awaiting-confirmation own-observation H0001",
		"10: quarantined unknown-staff H0009", "11: quarantined unknown-competency H0001",
		"12: quarantined unknown-indicator H0001", "13: quarantined bad-rating H0001",
		"14: quarantined bad-rating H0001",
		"15: quarantined bad-date H0001", "16: quarantined future-date H0001",
		"17: awaiting-confirmation record-review H0001", "18: quarantined unknown-method H0001",
		"19: quarantined no-observer H0001", "20: quarantined not-graded H0001"}
	if got := lines(o.Exceptions); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if o.Rows != (verdict.Count{In: 19, Accepted: 3, Duplicate: 1, Quarantined: 15}) {
		t.Errorf("%+v", o.Rows)
	}
	var counted []string
	for _, s := range o.Submissions {
		if s.Awaiting {
			continue
		}
		line := fmt.Sprintf("%s %s %s %s:", s.Date, s.Kind, s.Assessor, s.Setting)
		for _, i := range s.Items {
			line += fmt.Sprintf(" %s %v/%v", i.Question.ID, i.Points, i.Max)
		}
		counted = append(counted, line)
	}
	if want := []string{"2026-04-01 practice Bob (H0002) ward: ROS-COE-6 4/4 ROS-COE-7 3.5/4",
		"2026-04-02 practice B. Visitor : ROS-COE-A 6/10"}; !slices.Equal(counted, want) {
		t.Errorf("got  %q\nwant %q", counted, want)
	}
}

func FuzzObservations(f *testing.F) {
	framework := shipped(f)
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name,role\nH0001,Ann,nurse\n"), framework)
	f.Add([]byte("staff_id,competency,indicator,rating,max_rating,method,observed_on,observer_id\nH0001,ROS-DEESC,ROS-COE-6,4,,practice,2026-04-01,H0002\nH0001,ROS-DEESC,ROS-COE-6,NaN,1e308,practice,2026-04-01,H0002\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		o, _ := ObservationOptions{Framework: framework, Roster: roster, Today: "2026-06-15"}.Read("o.csv", src)
		if c := o.Rows; c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Errorf("%+v", c)
		}
		for _, s := range o.Submissions {
			for _, i := range s.Items {
				if i.Max <= 0 || i.Points < 0 || i.Points > i.Max {
					t.Errorf("%+v", i)
				}
			}
		}
	})
}
