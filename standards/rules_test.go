package standards

import (
	"os"
	"strings"
	"testing"
)

// A rule that demands a quiz and cases says which bank is which.
func TestVignettes(t *testing.T) {
	const file = "frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const demands, banks = `demands   = [["quiz"], ["simulation", "practice"]]`, `banks     = ["verbal-de-escalation"]`
	if !strings.Contains(string(src), demands) || !strings.Contains(string(src), banks) {
		t.Fatal("the shipped rule reads otherwise now: change this test with it")
	}
	for _, test := range []struct{ name, demands, banks, want string }{
		{"as shipped", demands, banks, ""},
		{"both, and each named", `demands = [["quiz"], ["vignette"], ["practice"]]`,
			`banks = ["verbal-de-escalation", "cases"]` + "\nvignettes = [\"cases\"]", ""},
		{"which is which?", `demands = [["quiz"], ["vignette"], ["practice"]]`,
			`banks = ["verbal-de-escalation", "cases"]`, "does not say which of its banks are which"},
		{"nothing left for the quiz", `demands = [["quiz"], ["vignette"], ["practice"]]`,
			`banks = ["cases"]` + "\nvignettes = [\"cases\"]", "does not say which of its banks are which"},
		{"misspelt", `demands = [["quiz"], ["vignette"], ["practice"]]`,
			`banks = ["verbal-de-escalation", "cases"]` + "\nvignettes = [\"case\"]",
			`"case" is named under vignettes, but not under banks`},
		{"scenarios, and each named", `demands = [["quiz"], ["scenario"], ["practice"]]`,
			`banks = ["verbal-de-escalation", "lobby"]` + "\nscenarios = [\"lobby\"]", ""},
		{"a scenario that is not named", `demands = [["quiz"], ["scenario"], ["practice"]]`,
			`banks = ["verbal-de-escalation", "lobby"]`, "demands a scenario but names none"},
		{"nothing but scenarios for the quiz", `demands = [["quiz"], ["scenario"], ["practice"]]`,
			`banks = ["lobby"]` + "\nscenarios = [\"lobby\"]", "all of its banks are evidence of another kind"},
		{"a scenario not among the banks", `demands = [["quiz"], ["scenario"], ["practice"]]`,
			`banks = ["verbal-de-escalation", "lobby"]` + "\nscenarios = [\"loby\"]",
			`"loby" is named under scenarios, but not under banks`},
		{"both kinds at once", `demands = [["quiz"], ["vignette", "scenario"], ["practice"]]`,
			`banks = ["verbal-de-escalation", "lobby"]` + "\nvignettes = [\"lobby\"]\nscenarios = [\"lobby\"]",
			"is named under vignettes, and again under scenarios"},
		{"not demanded", demands, `banks = ["verbal-de-escalation", "cases"]` + "\nvignettes = [\"cases\"]",
			"names vignettes, but demands none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(strings.Replace(string(src), demands, test.demands, 1), banks, test.banks, 1)
			_, faults := Parse(file, []byte(changed))
			err := faults.Err()
			if test.want == "" && err != nil || test.want != "" &&
				(err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "hint: ")) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// A scenario is scored as one whole: a least number of items means nothing.
func TestScenarioHasNoItems(t *testing.T) {
	const file = "frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(src), `kind      = "scenario"`)
	f, faults := Parse(file,
		[]byte(head+`kind      = "scenario"`+strings.Replace(rest, "min_items = 1", "min_items = 8", 1)))
	if err := faults.Err(); err == nil || !strings.Contains(err.Error(), "min_items has no meaning for a scenario") {
		t.Errorf("%v", err)
	}
	for _, m := range f.Defaults() {
		if m.Kind == Scenario && m.MinItems != 1 {
			t.Errorf("%+v", m)
		}
	}
}
