package competence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/standards"
)

func TestSeveralKinds(t *testing.T) {
	lead := Person{ID: "H1", Roles: []string{"lead"}, Start: "2026-01-01"}
	rated := "demands = [[\"rating\"], [\"quiz\"], [\"practice\"]]\nbanks = [\"talk\"]"
	both := "demands = [[\"quiz\"], [\"vignette\"], [\"practice\"]]\nbanks = [\"talk\", \"cases\"]\nvignettes = [\"cases\"]"
	for _, test := range []struct {
		name        string
		rule        string
		submissions []*Submission
		want        string
	}{
		{"a quiz and cases: each bank is evidence of its own kind", both,
			[]*Submission{attempt("a", "2026-02-01", 5, 0), attemptAt("cases", "b", "2026-02-02", 5, 0)},
			"2 not-yet observation-missing [practice] quiz 1, vignette 2"},
		{"cases alone do not stand in for the quiz", both, []*Submission{attemptAt("cases", "b", "2026-02-02", 5, 0)},
			"- not-yet not-attempted [quiz practice] vignette 2"},
		{"the quiz alone does not stand in for cases", both, []*Submission{attempt("a", "2026-02-01", 5, 0)},
			"1 not-yet not-attempted [vignette practice] quiz 1"},
		{"all three", both, []*Submission{attempt("a", "2026-02-01", 5, 0), attemptAt("cases", "b", "2026-02-02", 5, 0),
			observed("practice", "2026-03-01", 4, 4)}, "4 current  [] quiz 1, vignette 2, practice 4"},
		{"a bank with public answers", "demands = [[\"quiz\"]]\nbanks = [\"talk\"]\nrefuse_public = true",
			[]*Submission{with(attempt("a", "2026-02-01", 5, 0), func(s *Submission) { s.PublicBank = true })},
			"- not-yet not-attempted [quiz] "},
		{"and a private one", "demands = [[\"quiz\"], [\"practice\"]]\nbanks = [\"talk\"]\nrefuse_public = true",
			[]*Submission{attempt("a", "2026-02-01", 5, 0)}, "1 not-yet observation-missing [practice] quiz 1"},
		{"written work that nobody marked is pending, not 0", `demands = [["written"]]`,
			[]*Submission{with(observed("written", "2026-02-01", 0, 0), func(s *Submission) { s.Unmarked = true })},
			"- pending awaiting-marking [written] "},
		{"and marked", `demands = [["written"], ["practice"]]`, []*Submission{observed("written", "2026-02-01", 4, 3)},
			"2 not-yet observation-missing [practice] written 2"},
		{"an assessed scenario shows level 2 at most", `demands = [["scenario"], ["practice"]]`,
			[]*Submission{observed("scenario", "2026-02-01", 4, 4)},
			"2 not-yet observation-missing [practice] scenario 2"},
		{"a bank that is named as a scenario",
			"demands = [[\"quiz\"], [\"scenario\"], [\"practice\"]]\nbanks = [\"talk\", \"lobby\"]\nscenarios = [\"lobby\"]", []*Submission{attempt("a", "2026-02-01", 5, 0), attemptAt("lobby", "b", "2026-02-02", 5, 0)}, "2 not-yet observation-missing [practice] quiz 1, scenario 2"},
		{"a self-rating that is demanded and not there", rated,
			[]*Submission{attempt("a", "2026-02-01", 5, 0), observed("practice", "2026-03-01", 4, 4)},
			"0 not-yet self-rating-missing [rating] quiz 1, practice 4"},
		{"what else is missing weighs more", rated, []*Submission{attempt("a", "2026-02-01", 5, 0)},
			"0 not-yet observation-missing [rating practice] quiz 1"},
		{"and with it", rated, []*Submission{attempt("a", "2026-02-01", 5, 0), observed("practice", "2026-03-01", 4, 4),
			selfRating("2026-03-02")}, "4 current  [] quiz 1, practice 4, rating 0"},
		{"a self-rating alone shows nothing", rated, []*Submission{selfRating("2026-03-02")},
			"- not-yet not-attempted [quiz practice] rating 0"},
		{"one that nobody demands does no harm", `demands = [["practice"]]`,
			[]*Submission{observed("practice", "2026-03-01", 4, 4), selfRating("2026-03-02")},
			"4 current  [] practice 4, rating 0"},
		{"an old self-rating expires like other evidence", rated,
			[]*Submission{attempt("a", "2026-02-01", 5, 0), observed("practice", "2026-03-01", 4, 4),
				selfRating("2025-03-02")}, "4 expired expired [rating] quiz 1, practice 4, rating 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := framework(t, "")
			f.Evidence = append(f.Evidence, standards.KindRule{Kind: standards.Rating, MinItems: 1})
			for _, kind := range []standards.Kind{standards.Written, standards.Scenario} {
				f.Evidence = append(f.Evidence, standards.KindRule{Kind: kind, MaxLevel: 2, MinItems: 1,
					Cuts: []standards.Cut{{Level: 1, Percent: 60}, {Level: 2, Percent: 80}}})
			}
			rule, faults := standards.Parse("x.toml",
				[]byte("[[competencies]]\nid = \"C\"\n[competencies.rule]\n"+test.rule+"\n"))
			if rule.Competencies == nil {
				t.Fatal(faults.Err())
			}
			f.Competencies[0].Rule = rule.Competencies[0].Rule
			cells, evidence := judge(t, f, "2026-06-15", lead, test.submissions...)
			c := cells[0]
			var kinds []string
			for _, k := range c.Kinds {
				kinds = append(kinds, fmt.Sprintf("%s %d", k.Kind, *k.Level))
			}
			if got := fmt.Sprintf("%s %s %s %v %s", level(c), c.Status, c.Cause, missing(c),
				strings.Join(kinds, ", ")); got != test.want {
				t.Errorf("got  %s\nwant %s\n%+v", got, test.want, c)
			}
			if len(evidence) != len(test.submissions) {
				t.Errorf("%d pieces of evidence from %d submissions", len(evidence), len(test.submissions))
			}
			for _, e := range evidence {
				if !e.Counts && e.Notes == nil {
					t.Errorf("nothing says why %s does not count", e.ID)
				}
			}
		})
	}
}

// Whoever changes roles is measured by the role of the date, and what it asks
// for is due from the start in that role.
func TestRolesChange(t *testing.T) {
	spans := []Span{{"nurse", "2024-01-01", "2026-03-31"}, {"lead", "2026-04-01", ""}}
	for _, test := range []struct {
		name  string
		spans []Span
		asOf  string
		want  string
	}{
		{"before the change", spans, "2026-03-31", "[nurse] level 1 by 2024-01-31, supervised false"},
		{"on the day", spans, "2026-04-01", "[lead] level 3 by 2026-06-30, supervised true"},
		{"long after", spans, "2026-07-01", "[lead] level 3 by 2026-06-30, supervised false"},
		{"a contract that follows on does not begin anew",
			[]Span{{"nurse", "2024-01-01", "2025-12-31"}, {"nurse", "2026-01-01", ""}}, "2026-06-15",
			"[nurse] level 1 by 2024-01-31, supervised false"},
		{"one after a break does", []Span{{"nurse", "2024-01-01", "2025-06-30"}, {"nurse", "2026-01-01", ""}},
			"2026-06-15", "[nurse] level 1 by 2026-01-31, supervised false"},
		{"two roles at once: the higher level",
			[]Span{{"nurse", "2024-01-01", ""}, {"lead", "2026-05-01", "2026-12-31"}}, "2026-06-15",
			"[lead] level 3 by 2026-07-30, supervised true"},
		{"and when the second ends", []Span{{"nurse", "2024-01-01", ""}, {"lead", "2026-05-01", "2026-12-31"}},
			"2027-01-01", "[nurse] level 1 by 2024-01-31, supervised false"},
		{"without a start the person's own", []Span{{"nurse", "", ""}}, "2026-06-15",
			"[nurse] level 1 by 2023-12-31, supervised false"},
		{"an agency nurse between two contracts",
			[]Span{{"nurse", "2026-01-01", "2026-02-28"}, {"nurse", "2026-09-01", ""}}, "2026-06-15", "no cell"},
	} {
		t.Run(test.name, func(t *testing.T) {
			cells, _ := judge(t, framework(t, ""), test.asOf, Person{ID: "H1", Start: "2023-12-01", Spans: test.spans})
			got := "no cell"
			if len(cells) > 0 {
				c := cells[0]
				got = fmt.Sprintf("%v level %d by %s, supervised %v", c.RequiredBy, c.Required, c.Due, c.Supervised)
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// What holds a level down is told with its figures.
func TestCaps(t *testing.T) {
	cells, _ := judge(t, framework(t,
		"demands = [[\"practice\"]]\nmandatory = [{ indicator = \"C-2\", percent = 50, cap = 1 }]"), "2026-06-15",
		Person{ID: "H1", Roles: []string{"lead"}},
		with(observed("practice", "2026-02-01", 4, 1),
			func(s *Submission) { s.Items[0].Points, s.Items[0].Max = 12, 12 }))
	if got := fmt.Sprintf("%+v", cells[0].Caps); got != "[{Indicator:C-2 Percent:25 Need:50 Level:1}]" {
		t.Error(got)
	}
}

// selfRating is one as intake hands it on: it was done, and holds no points.
func selfRating(date string) *Submission {
	return with(observed(standards.Rating, date), func(s *Submission) {
		s.Items = []Item{{Question: &Question{ID: "C", Indicators: []string{"C-1", "C-2"}}}}
	})
}

// missing are the demands that are not shown, the kinds of each joined.
func missing(c Cell) []string {
	var out []string
	for _, kinds := range c.MissingKinds {
		names := make([]string, len(kinds))
		for i, kind := range kinds {
			names[i] = string(kind)
		}
		out = append(out, strings.Join(names, " or "))
	}
	return out
}
