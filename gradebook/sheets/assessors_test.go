package sheets

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
)

func TestAssessors(t *testing.T) {
	f := shipped(t)
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name,role\nH1,Ann,nurse\nH2,Bob,nurse\nH3,Cas,nurse\n"), f)
	assessors, faults := ReadAssessors("assessors.csv",
		[]byte("assessor_id,name,competency,from,until\nH2,Bob,ROS-DEESC,2026-01-01,2026-06-30\nH1,Ann,,,\n,Nobody,,,\nH3,Cas,ROS-DEESK,,\nH3,Cas,,2026-02-30,\n"), f, DatesUnstated)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if got, want := lines(assessors.Exceptions),
		[]string{"4: quarantined no-staff-id", "5: quarantined unknown-competency H3",
			"6: quarantined bad-date H3"}; !slices.Equal(got, want) {
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
	for _, s := range seen.Submissions {
		got = append(got, fmt.Sprintf("%s %s by %s %v awaiting=%v %s", s.Staff, s.Date, assessor(s), s.Flags,
			s.Awaiting, words.Notes(s.Notes)))
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
	want = []string{"4: decided unqualified-observer H1", "5: decided unregistered-observer H1",
		"6: awaiting-confirmation unregistered-observer H1", "7: awaiting-confirmation own-observation H1",
		"3: quarantined own-decision"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if seen.Rows != (verdict.Count{In: 6, Accepted: 3, Quarantined: 3}) {
		t.Errorf("%+v", seen.Rows)
	}
	confirmed := 0
	for _, s := range seen.Submissions {
		if slices.Contains(s.Flags, verdict.ByDecision) && !s.Awaiting &&
			words.Notes(s.Notes) == "decided by Eve on 2026-07-02: I was there" {
			confirmed++
		}
	}
	if confirmed != 1 {
		t.Errorf("%d confirmed", confirmed)
	}
}

func FuzzAssessors(f *testing.F) {
	framework := shipped(f)
	f.Add([]byte("assessor_id,name,competency,from,until\nH0001,Ann,ROS-DEESC;,2026-01-01,\nH0001,Ann,all,,45231\nH0002,,x,9999-12-31,\n"))
	f.Add([]byte("Beoordelaar ID;Vanaf;Tot\nH1;2026-02-01;2026-01-01\n;;\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		a, faults := ReadAssessors("assessors.csv", src, framework, MonthFirst)
		if faults.Failed() && len(a.byID) > 0 {
			t.Error("a register that was refused has assessors")
		}
		for id, held := range a.byID {
			for _, q := range held {
				if id == "" || q.from != "" && q.until != "" && q.until < q.from || q.competency != "" &&
					framework.Competency(q.competency) == nil {
					t.Errorf("%q: %+v", id, q)
				}
				on := cmp.Or(q.from, q.until, "2026-06-15")
				if _, why := a.Qualified(id, "", cmp.Or(q.competency, "ROS-DEESC"), on); !why.IsZero() {
					t.Errorf("%q on %s: %+v", id, on, why)
				}
			}
		}
	})
}
