package competence

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

// framework is a small one: knowledge to level 1, simulation to 3, practice to 4.
func framework(t testing.TB, rule string) *standards.Framework {
	t.Helper()
	if rule == "" {
		rule = `demands = [["quiz"], ["simulation", "practice"]]
banks = ["talk"]`
	}
	src := `id = "X"
version = "1"
title = "X"
[[levels]]
ordinal = 0
label = "not yet"
[[levels]]
ordinal = 1
label = "knows"
[[levels]]
ordinal = 2
label = "knows how"
[[levels]]
ordinal = 3
label = "shows how"
[[levels]]
ordinal = 4
label = "does"
[[evidence]]
kind = "quiz"
label = "Quiz"
max_level = 1
min_items = 4
cuts = [{ level = 1, percent = 80 }]
[[evidence]]
kind = "vignette"
max_level = 2
min_items = 4
cuts = [{ level = 1, percent = 60 }, { level = 2, percent = 80 }]
[[evidence]]
kind = "simulation"
max_level = 3
min_items = 1
cuts = [{ level = 1, percent = 40 }, { level = 2, percent = 60 }, { level = 3, percent = 80 }]
[[evidence]]
kind = "practice"
max_level = 4
min_items = 1
cuts = [{ level = 1, percent = 40 }, { level = 2, percent = 60 }, { level = 3, percent = 75 }, { level = 4, percent = 90 }]
[validity]
months = 12
window_days = 90
[[domains]]
id = "d"
title = "D"
[[competencies]]
id = "C"
domain = "d"
title = "C"
[[competencies.indicators]]
id = "C-1"
text = "one"
scope = "person"
[[competencies.indicators]]
id = "C-2"
text = "two"
scope = "person"
[[competencies.indicators]]
id = "C-T"
text = "team"
scope = "team"
[competencies.rule]
` + rule + `
[[roles]]
id = "nurse"
title = "Nurse"
[[roles.requires]]
competency = "C"
level = 1
due_within_days = 30
[[roles]]
id = "lead"
title = "Lead"
[[roles.requires]]
competency = "C"
level = 3
due_within_days = 90
supervised_ok = true
`
	f, faults := standards.Parse("x.toml", []byte(src))
	for _, fault := range faults.Sorted() {
		// A role may ask for more than a rule under test can show.
		if !strings.Contains(fault.What, "shows at most") {
			t.Fatal(fault)
		}
	}
	return f
}

// attempt is a submission of right and wrong answers at the bank "talk".
func attempt(id, date string, right, wrong int) *Submission {
	return attemptAt("talk", id, date, right, wrong)
}

func attemptAt(bank, id, date string, right, wrong int) *Submission {
	at, _ := time.Parse(time.DateOnly, date)
	s := &Submission{ID: id, Staff: "H1", Date: date, At: at, Bank: bank, Ordinal: 1, Source: id + ".json"}
	for n := range right + wrong {
		item := Item{Question: &Question{Bank: bank, ID: fmt.Sprintf("q%d", n), Indicators: []string{"C-1", "C-2"},
			KeySHA256: "k"}, Max: 1}
		if n < right {
			item.Points, item.Right = 1, true
		}
		s.Items = append(s.Items, item)
	}
	return s
}

// observed is an observation with ratings of 4 each.
func observed(kind standards.Kind, date string, ratings ...float64) *Submission {
	at, _ := time.Parse(time.DateOnly, date)
	s := &Submission{ID: "O-" + string(kind) + date, Staff: "H1", Date: date, At: at, Kind: kind, Competency: "C",
		Assessor: "A. Nurse"}
	for n, rating := range ratings {
		id := fmt.Sprintf("C-%d", n+1)
		s.Items = append(s.Items, Item{Question: &Question{ID: id, Indicators: []string{id}}, Points: rating, Max: 4,
			Right: rating == 4})
	}
	return s
}

func with(s *Submission, change func(*Submission)) *Submission {
	change(s)
	return s
}

func judge(t testing.TB, f *standards.Framework, asOf string, p Person, submissions ...*Submission) ([]Cell,
	[]Evidence) {
	t.Helper()
	r, err := NewRules(f, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return r.Judge(p, submissions)
}

// level writes a cell's level for tables: - is none.
func level(c Cell) string {
	if c.Level == nil {
		return "-"
	}
	return fmt.Sprint(*c.Level)
}

func TestCell(t *testing.T) {
	nurse := Person{ID: "H1", Roles: []string{"nurse"}, Start: "2026-01-01"}
	lead := Person{ID: "H1", Roles: []string{"lead"}, Start: "2026-01-01"}
	nobody := Person{ID: "H1"}
	const quizOnly = `demands = [["quiz"]]
banks = ["talk", "more"]
`
	override := func(policy string) string { return quizOnly + "[competencies.rule.kinds.quiz]\n" + policy }
	for _, test := range []struct {
		name        string
		rule        string
		person      Person
		asOf        string // 2026-06-15 where empty
		submissions []*Submission
		// level status cause validFrom..expires
		want string
	}{
		{"nothing yet", "", nurse, "", nil, "- not-yet not-attempted .."},
		{"nothing yet, and only an observation can show it", `demands = [["practice"]]`, lead, "", nil,
			"- not-yet observation-missing .."},
		{"quiz passed: 4 of 5 is 80%, and the cut is half-open", "", nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 4, 1)}, "1 current  2026-02-01..2027-02-01"},
		{"quiz failed: 7 of 9 is 77.8%", "", nurse, "", []*Submission{attempt("a", "2026-02-01", 7, 2)},
			"0 not-yet failed .."},
		{"three items where four are needed", "", nurse, "", []*Submission{attempt("a", "2026-02-01", 3, 0)},
			"- not-yet insufficient-evidence .."},
		{"quiz alone for a role that needs observation", "", lead, "", []*Submission{attempt("a", "2026-02-01", 5, 0)},
			"1 not-yet observation-missing 2026-02-01..2027-02-01"},
		{"observation alone: knowledge is missing", "", lead, "",
			[]*Submission{observed("practice", "2026-02-01", 4, 4)}, "- not-yet knowledge-missing .."},
		{"both: validity runs from the earlier", "", lead, "",
			[]*Submission{attempt("a", "2026-03-01", 5, 0), observed("practice", "2026-02-01", 4, 4)},
			"4 current  2026-02-01..2027-02-01"},
		{"observed at 62.5%: knows how", "", lead, "",
			[]*Submission{attempt("a", "2026-03-01", 5, 0), observed("practice", "2026-02-01", 3, 2)},
			"2 not-yet failed 2026-02-01..2027-02-01"},
		{"a simulation shows level 3 at most", "", lead, "",
			[]*Submission{attempt("a", "2026-03-01", 5, 0), observed("simulation", "2026-02-01", 4, 4)},
			"3 current  2026-02-01..2027-02-01"},
		{"the later of two kinds that both do holds longer", "", lead, "",
			[]*Submission{attempt("a", "2026-03-01", 5, 0), observed("simulation", "2025-09-01", 4, 4),
				observed("practice", "2026-02-01", 4, 4)}, "4 current  2026-02-01..2027-02-01"},
		{"the latest observation of a kind counts", "", lead, "",
			[]*Submission{attempt("a", "2026-03-01", 5, 0), observed("practice", "2026-02-01", 4, 4),
				observed("practice", "2026-05-01", 2, 2)}, "1 not-yet failed 2026-03-01..2027-03-01"},
		{"not required, but there is evidence", "", nobody, "", []*Submission{attempt("a", "2026-02-01", 5, 0)},
			"1 not-required  2026-02-01..2027-02-01"},
		{"several roles: the highest level", "",
			Person{ID: "H1", Roles: []string{"nurse", "lead"}, Start: "2026-01-01"}, "",
			[]*Submission{attempt("a", "2026-02-01", 5, 0)}, "1 not-yet observation-missing 2026-02-01..2027-02-01"},
		{"the requirement is met by the quiz, whatever becomes of the observation", "", nurse, "",
			[]*Submission{attempt("a", "2026-03-01", 5, 0), observed("practice", "2025-06-20", 4, 4)},
			"4 current  2026-03-01..2027-03-01"},
		{"and when that has expired, level 1 is left", "", nurse, "2026-06-20",
			[]*Submission{attempt("a", "2026-03-01", 5, 0), observed("practice", "2025-06-20", 4, 4)},
			"1 current  2026-03-01..2027-03-01"},

		{"current up to the day before the window", "", nurse, "2026-11-02",
			[]*Submission{attempt("a", "2026-02-01", 5, 0)}, "1 current  2026-02-01..2027-02-01"},
		{"expiring within the window of 90 days", "", nurse, "2026-11-03",
			[]*Submission{attempt("a", "2026-02-01", 5, 0)}, "1 expiring  2026-02-01..2027-02-01"},
		{"the last day", "", nurse, "2027-01-31", []*Submission{attempt("a", "2026-02-01", 5, 0)},
			"1 expiring  2026-02-01..2027-02-01"},
		{"expired: the level stays and is not met", "", nurse, "2027-02-01",
			[]*Submission{attempt("a", "2026-02-01", 5, 0)}, "1 expired expired 2026-02-01..2027-02-01"},
		{"the quiz expired, the observation did not", "", lead, "2027-02-15",
			[]*Submission{attempt("a", "2026-02-01", 5, 0), observed("practice", "2026-05-01", 4, 4)},
			"4 expired expired 2026-02-01..2027-02-01"},
		{"the observation expired and the level it takes was never reached", "", lead, "2027-02-15",
			[]*Submission{attempt("a", "2026-05-01", 5, 0), observed("practice", "2026-02-01", 3, 2)},
			"1 not-yet expired 2026-05-01..2027-05-01"},
		{"evidence after the as-of date does not count", "", nurse, "2026-01-31",
			[]*Submission{attempt("a", "2026-02-01", 5, 0)}, "- not-yet not-attempted .."},

		{"latest: a later failure replaces a pass", override(`attempts = "latest"`), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 5, 0), attempt("b", "2026-03-01", 3, 2)}, "0 not-yet failed .."},
		{"best", override("attempts = \"best\"\nreason = \"r\""), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 5, 0), attempt("b", "2026-03-01", 3, 2)},
			"1 current  2026-02-01..2027-02-01"},
		{"best: an expired best gives way to one that still holds", override("attempts = \"best\"\nreason = \"r\""),
			nurse, "2027-02-15", []*Submission{attempt("a", "2026-02-01", 5, 0), attempt("b", "2026-03-01", 4, 1)},
			"1 expiring  2026-03-01..2027-03-01"},
		{"first", override(`attempts = "first"`), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 3, 2), attempt("b", "2026-03-01", 5, 0)}, "0 not-yet failed .."},
		{"first: a new cycle begins when the window opens", override(`attempts = "first"`), nurse, "2026-12-15",
			[]*Submission{attempt("a", "2026-02-01", 3, 2), attempt("b", "2026-11-03", 5, 0)},
			"1 current  2026-11-03..2027-11-03"},
		// (60 + 100) / 2 = 80
		{"average of 60% and 100%", override(`attempts = "average"`), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 3, 2), attempt("b", "2026-03-01", 5, 0)},
			"1 current  2026-02-01..2027-02-01"},
		// Without the cut-off it would be (20 + 80) / 2 = 50.
		{"average ignores what lies before the last expiry", override(`attempts = "average"`), nurse, "2026-06-15",
			[]*Submission{attempt("a", "2025-02-01", 1, 4), attempt("b", "2026-02-01", 4, 1)},
			"1 current  2026-02-01..2027-02-01"},
		{"average on the day before it would be ignored", override(`attempts = "average"`), nurse, "2026-01-31",
			[]*Submission{attempt("a", "2025-02-01", 1, 4), attempt("b", "2026-01-31", 4, 1)}, "0 not-yet failed .."},
		// 0.65·100 + 0.35·(40 + 60)/2 = 82.5
		{"decaying, default weight", override(`attempts = "decaying"`), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 2, 3), attempt("b", "2026-03-01", 3, 2),
				attempt("c", "2026-04-01", 5, 0)}, "1 current  2026-02-01..2027-02-01"},
		// 0.5·100 + 0.5·50 = 75
		{"decaying, weight 0.5", override("attempts = \"decaying\"\nweight = 0.5"), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 2, 3), attempt("b", "2026-03-01", 3, 2),
				attempt("c", "2026-04-01", 5, 0)}, "0 not-yet failed .."},
		{"decaying, a single attempt", override(`attempts = "decaying"`), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 4, 1)}, "1 current  2026-02-01..2027-02-01"},
		{"n-mastery: one of two", override("attempts = \"n-mastery\"\nn = 2\nmastery = 80"), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 5, 0), attempt("b", "2026-03-01", 3, 2)},
			"- not-yet insufficient-evidence .."},
		{"n-mastery: two of three", override("attempts = \"n-mastery\"\nn = 2\nmastery = 80"), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 5, 0), attempt("b", "2026-03-01", 3, 2),
				attempt("c", "2026-04-01", 4, 1)}, "1 current  2026-02-01..2027-02-01"},

		// Latest of each bank: (4 + 2) of (4 + 3) = 85.7%; neither alone has enough where 6 are needed.
		{"banks are pooled, and policies apply to each", override("min_items = 6"), nurse, "",
			[]*Submission{attempt("a", "2026-02-01", 4, 0), attemptAt("more", "b", "2026-03-01", 2, 1)},
			"1 current  2026-02-01..2027-02-01"},
		{"a bank that the rule does not name is no evidence", quizOnly, nurse, "",
			[]*Submission{attemptAt("other", "b", "2026-03-01", 9, 0)}, "- not-yet not-attempted .."},

		{"a critical question that is not fully right", "", nurse, "",
			[]*Submission{with(attempt("a", "2026-02-01", 9, 1),
				func(s *Submission) { s.Items[9].Question.Critical = true })}, "0 not-yet critical-failed .."},
		{"a critical question of an attempt that was replaced", "", nurse, "",
			[]*Submission{with(attempt("a", "2026-02-01", 9, 1),
				func(s *Submission) { s.Items[9].Question.Critical = true }), attempt("b", "2026-03-01", 9, 1)},
			"1 current  2026-03-01..2027-03-01"},
		{"a critical question keeps observation from counting", "", lead, "",
			[]*Submission{with(attempt("a", "2026-02-01", 9, 1),
				func(s *Submission) { s.Items[9].Question.Critical = true }), observed("practice", "2026-03-01", 4, 4)},
			"0 not-yet critical-failed .."},
		{"best prefers an attempt without a critical failure", override("attempts = \"best\"\nreason = \"r\""), nurse,
			"", []*Submission{with(attempt("a", "2026-02-01", 9, 1),
				func(s *Submission) { s.Items[9].Question.Critical = true }), attempt("b", "2026-03-01", 8, 2)},
			"1 current  2026-03-01..2027-03-01"},
		{"a void critical question is right", "", nurse, "",
			[]*Submission{with(attempt("a", "2026-02-01", 9, 1), func(s *Submission) {
				s.Items[9].Question.Critical, s.Items[9].Max, s.Items[9].Right = true, 0, true
			})}, "1 current  2026-02-01..2027-02-01"},
		// 4 of 5 without the void question, 4 of 6 with it.
		{"a void question leaves the denominator", "", nurse, "",
			[]*Submission{with(attempt("a", "2026-02-01", 4, 2), func(s *Submission) { s.Items[5].Max = 0 })},
			"1 current  2026-02-01..2027-02-01"},
		{"and the number of items", "", nurse, "", []*Submission{with(attempt("a", "2026-02-01", 4, 0),
			func(s *Submission) { s.Items[3].Points, s.Items[3].Max = 0, 0 })}, "- not-yet insufficient-evidence .."},

		// C-2: 1 of 4 in the items that carry it alone.
		{"a mandatory indicator below its percentage caps the level", `demands = [["practice"]]
mandatory = [{ indicator = "C-2", percent = 50, cap = 1 }]`, lead, "",
			[]*Submission{with(observed("practice", "2026-02-01", 4, 1),
				func(s *Submission) { s.Items[0].Points, s.Items[0].Max = 12, 12 })},
			"1 not-yet mandatory-unmet 2026-02-01..2027-02-01"},
		{"a mandatory indicator at its percentage", `demands = [["practice"]]
mandatory = [{ indicator = "C-2", percent = 50, cap = 1 }]`, lead, "",
			[]*Submission{with(observed("practice", "2026-02-01", 4, 2),
				func(s *Submission) { s.Items[0].Points, s.Items[0].Max = 12, 12 })},
			"3 current  2026-02-01..2027-02-01"},
		{"a mandatory indicator that nothing asked about", `demands = [["practice"]]
mandatory = [{ indicator = "C-2", percent = 50, cap = 0 }]`, lead, "",
			[]*Submission{observed("practice", "2026-02-01", 4)}, "4 current  2026-02-01..2027-02-01"},

		{"awaiting confirmation", `demands = [["practice"]]`, lead, "",
			[]*Submission{with(observed("practice", "2026-02-01", 4), func(s *Submission) { s.Awaiting = true })},
			"- pending awaiting-confirmation .."},
		{"a vignette bank shows level 2 at most", `demands = [["vignette"]]
banks = ["talk"]`, nurse, "", []*Submission{attempt("a", "2026-02-01", 5, 0)}, "2 current  2026-02-01..2027-02-01"},

		// Done 2026-01-31 expires on the last of February 2027 plus… 13 months later: 2027-02-28.
		{"calendar months", "demands = [[\"practice\"]]\n[competencies.rule.validity]\nmonths = 13", lead, "",
			[]*Submission{observed("practice", "2026-01-31", 4)}, "4 current  2026-01-31..2027-02-28"},
		// First: 2025-03-01 + 12 = 2026-03-01. Renewed on 2026-02-01, inside the 90 days: 2026-03-01 + 12.
		{"expiry mode: renewed inside the window",
			"demands = [[\"practice\"]]\n[competencies.rule.validity]\nmode = \"expiry\"", lead, "",
			[]*Submission{observed("practice", "2025-03-01", 4), observed("practice", "2026-02-01", 4)},
			"4 current  2026-02-01..2027-03-01"},
		{"expiry mode: overdue", "demands = [[\"practice\"]]\n[competencies.rule.validity]\nmode = \"expiry\"", lead,
			"", []*Submission{observed("practice", "2025-03-01", 4), observed("practice", "2026-03-02", 4)},
			"4 current  2026-03-02..2027-03-02"},
		{"expiry mode: before the window opens",
			"demands = [[\"practice\"]]\n[competencies.rule.validity]\nmode = \"expiry\"", lead, "",
			[]*Submission{observed("practice", "2025-03-01", 4), observed("practice", "2025-11-01", 4)},
			"4 current  2025-11-01..2026-11-01"},
		{"fixed mode: the first base date at least the window away",
			"demands = [[\"practice\"]]\n[competencies.rule.validity]\nmode = \"fixed\"\nbase_date = 2024-01-01", lead,
			"", []*Submission{observed("practice", "2026-02-01", 4)}, "4 current  2026-02-01..2027-01-01"},
		{"fixed mode: too near to the next",
			"demands = [[\"practice\"]]\n[competencies.rule.validity]\nmode = \"fixed\"\nbase_date = 2026-08-01\nmonths = 6", lead, "", []*Submission{observed("practice", "2026-05-04", 4)}, "4 current  2026-05-04..2027-02-01"},
		{"fixed mode: just far enough",
			"demands = [[\"practice\"]]\n[competencies.rule.validity]\nmode = \"fixed\"\nbase_date = 2026-08-01\nmonths = 6", lead, "2026-05-03", []*Submission{observed("practice", "2026-05-03", 4)}, "4 expiring  2026-05-03..2026-08-01"},
	} {
		t.Run(test.name, func(t *testing.T) {
			asOf := test.asOf
			if asOf == "" {
				asOf = "2026-06-15"
			}
			cells, _ := judge(t, framework(t, test.rule), asOf, test.person, test.submissions...)
			if len(cells) != 1 {
				t.Fatalf("%d cells", len(cells))
			}
			c := cells[0]
			if got := fmt.Sprintf("%s %s %s %s..%s", level(c), c.Status, c.Cause, c.ValidFrom,
				c.Expires); got != test.want {
				t.Errorf("got  %s\nwant %s\n%+v", got, test.want, c)
			}
			if met := c.Status == Current || c.Status == Expiring; c.Met != met {
				t.Errorf("status %s, met %v", c.Status, c.Met)
			}
			if (c.Cause == "") != (c.Met || c.Required == 0) || c.Cause != "" && c.Cause != CriticalFailed &&
				c.Cause != MandatoryUnmet && len(c.MissingKinds) == 0 {
				t.Errorf("cause %q, missing %q", c.Cause, c.MissingKinds)
			}
			// Order of arrival never matters.
			for range 3 {
				shuffled := slices.Clone(test.submissions)
				rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
				if again, _ := judge(t, framework(t, test.rule), asOf, test.person,
					shuffled...); !reflect.DeepEqual(again, cells) {
					t.Errorf("another order gave %+v", again)
				}
			}
		})
	}
}

func TestValidityNeverEnds(t *testing.T) {
	f := framework(t, `demands = [["practice"]]`)
	f.Validity.Months = 0
	cells, _ := judge(t, f, "2046-01-01", Person{ID: "H1", Roles: []string{"lead"}},
		observed("practice", "2020-01-01", 4))
	if c := cells[0]; c.Status != Current || c.Expires != "" {
		t.Errorf("%+v", c)
	}
}

func TestAddMonths(t *testing.T) {
	for _, test := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2026-10-31", 1, "2026-11-30"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-02-28", 1, "2026-03-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-05-15", 600, "2076-05-15"},
	} {
		if got := AddMonths(test.from, test.months); got != test.want {
			t.Errorf("%s and %d months: %s, want %s", test.from, test.months, got, test.want)
		}
	}
}

func TestBorderline(t *testing.T) {
	k := standards.Measure{MaxLevel: 1, Cuts: []standards.Cut{{Level: 1, Percent: 80}}}
	// √(0.8·0.2/12) = 11.547%: from 68.45 to 91.55 of 12.
	for _, test := range []struct {
		percent float64
		n       int
		want    float64
	}{
		{100 * 10.0 / 12, 12, 80},
		{91.5, 12, 80},
		{91.6, 12, 0},
		{68.5, 12, 80},
		{68.4, 12, 0},
		// √(0.16/100) = 4%
		{84, 100, 80},
		{84.1, 100, 0},
	} {
		if got := nearCut(k, test.percent, test.n); got != test.want {
			t.Errorf("%v%% of %d: %v, want %v", test.percent, test.n, got, test.want)
		}
	}
}

func TestDueAndSupervised(t *testing.T) {
	f := framework(t, "")
	for _, test := range []struct {
		roles      []string
		start      string
		asOf       string
		due        string
		supervised bool
	}{
		{[]string{"lead"}, "2026-01-01", "2026-04-01", "2026-04-01", true},
		{[]string{"lead"}, "2026-01-01", "2026-04-02", "2026-04-01", false},
		{[]string{"nurse"}, "2026-01-01", "2026-01-02", "2026-01-31", false},
		{[]string{"lead", "nurse"}, "2026-01-01", "2026-01-02", "2026-04-01", true},
		{[]string{"lead"}, "", "2026-01-02", "", false},
	} {
		cells, _ := judge(t, f, test.asOf, Person{ID: "H1", Roles: test.roles, Start: test.start})
		if c := cells[0]; c.Due != test.due || c.Supervised != test.supervised {
			t.Errorf("%v on %s: due %q, supervised %v", test.roles, test.asOf, c.Due, c.Supervised)
		}
	}
}

func TestLeaversHaveNoCells(t *testing.T) {
	f := framework(t, "")
	for _, p := range []Person{
		{ID: "H1", Roles: []string{"nurse"}, End: "2026-06-14"},
		{ID: "H1", Roles: []string{"nurse"}, Start: "2026-06-16"},
	} {
		cells, evidence := judge(t, f, "2026-06-15", p, attempt("a", "2026-02-01", 5, 0))
		if len(cells) != 0 || len(evidence) != 1 || evidence[0].Counts || evidence[0].Notes == nil {
			t.Errorf("%d cells, evidence %+v", len(cells), evidence)
		}
	}
	cells, _ := judge(t, f, "2026-06-15", Person{ID: "H1", Roles: []string{"nurse"}, End: "2026-06-15"})
	if len(cells) != 1 {
		t.Error("the last day does not count")
	}
}

func TestEvidence(t *testing.T) {
	f := framework(t, "")
	first := with(attempt("first", "2026-02-01", 3, 2),
		func(s *Submission) { s.Flags = []verdict.Flag{verdict.PublicBank} })
	second := attempt("second", "2026-03-01", 5, 0)
	later := attempt("later", "2026-07-01", 5, 0)
	cells, evidence := judge(t, f, "2026-06-15", Person{ID: "H1", Roles: []string{"nurse"}}, later, second, first)
	if len(evidence) != 3 {
		t.Fatalf("%d pieces of evidence", len(evidence))
	}
	a, b, c := evidence[0], evidence[1], evidence[2]
	if a.AttemptID != "first" || a.Counts || a.SupersededBy != b.ID || *a.Level != 0 || a.Percent != 60 ||
		a.Raw != 3 || a.Max != 5 || a.Items != 5 || a.Cut != 80 || a.Flags[0] != "PUBLIC-BANK" {
		t.Errorf("first %+v", a)
	}
	if !b.Counts || b.SupersededBy != "" || *b.Level != 1 || b.ValidFrom != "2026-03-01" ||
		b.Expires != "2027-03-01" || !slices.Equal(b.Indicators, []string{"C-1", "C-2"}) {
		t.Errorf("second %+v", b)
	}
	if c.Counts || c.SupersededBy != "" || c.Notes == nil {
		t.Errorf("later %+v", c)
	}
	if !slices.Equal(cells[0].Evidence, []string{b.ID}) || cells[0].KeysSHA256 == "" || cells[0].RuleSHA256 == "" {
		t.Errorf("cell %+v", cells[0])
	}
	if got := EvidenceID("H1", "C", "quiz", "second"); got != b.ID || len(got) != 12 {
		t.Errorf("evidence ID %s", got)
	}
}
