package competence_test

import (
	"testing"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
)

// What a level rests on, as words say it of what is found here.
func TestWhy(t *testing.T) {
	f := competence.Ward(t, "")
	lead := competence.Person{ID: "H1", Roles: []string{"lead"}, Start: "2026-01-01"}
	for _, test := range []struct {
		asOf        string
		submissions []*competence.Submission
		want        string
	}{
		{"2026-03-15", nil, "no level can be given: nothing has been received yet; level 3, shows how, is required by 2026-04-01; not shown: quiz, and simulation or practice."},
		{"2026-03-15", []*competence.Submission{competence.AttemptAt("a", "2026-02-01", 10, 2)},
			"level 1, knows: Quiz (Talking): 10 of 12 points over 12 questions, 83.3% on 2026-02-01 (cut 80%); level 3, shows how, is required by 2026-04-01; not shown: simulation or practice; borderline: 83.3% of n=12, cut 80%."},
		{"2026-06-15", []*competence.Submission{competence.AttemptAt("a", "2026-02-01", 12, 0),
			competence.ObservedAs("practice", "2026-03-01", 4, 3)},
			"level 3, shows how: Quiz (Talking): 12 of 12 points over 12 questions, 100% on 2026-02-01 (cut 80%), and practice: 7 of 8 points over 2 indicators, 87.5% on 2026-03-01 (cut 75%); it holds until 2027-02-01."},
		{"2026-06-15", []*competence.Submission{competence.AttemptAt("a", "2026-02-01", 12, 0),
			competence.ObservedAs("practice", "2026-03-01", 4, 4)},
			"level 4, does: Quiz (Talking): 12 of 12 points over 12 questions, 100% on 2026-02-01 (cut 80%), and practice: 8 of 8 points over 2 indicators, 100% on 2026-03-01 (cut 90%); the required level 3 holds until 2027-02-01."},
		{"2027-02-01", []*competence.Submission{competence.AttemptAt("a", "2026-02-01", 12, 0),
			competence.ObservedAs("practice", "2026-03-01", 4, 3)},
			"level 3, shows how: Quiz (Talking): 12 of 12 points over 12 questions, 100% on 2026-02-01 (cut 80%), and practice: 7 of 8 points over 2 indicators, 87.5% on 2026-03-01 (cut 75%); it expired on 2027-02-01; level 3, shows how, is required by 2027-02-01; not shown: quiz."},
		{"2026-03-15", []*competence.Submission{competence.AttemptAt("a", "2026-02-01", 3, 0)},
			"no level can be given: Quiz (Talking): 3 of 3 points over 3 questions, 100% on 2026-02-01, too few for a level (at least 4 are needed); level 3, shows how, is required by 2026-04-01; not shown: quiz, and simulation or practice."},
	} {
		rules, err := competence.NewRules(f, test.asOf)
		if err != nil {
			t.Fatal(err)
		}
		cells, _ := rules.Judge(lead, test.submissions)
		words.New(words.About{
			Standards: f, AsOf: test.asOf, Modules: map[string]words.Module{"talk": {Title: "Talking"}},
		}).Complete(&cells[0])
		if cells[0].Why != test.want {
			t.Errorf("got  %s\nwant %s", cells[0].Why, test.want)
		}
	}
}
