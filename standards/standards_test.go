package standards

import (
	"fmt"
	"os"
	"testing"
)

func TestShippedFramework(t *testing.T) {
	const file = "frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := Parse(file, src)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	items := 0
	for _, c := range f.Competencies {
		items += len(c.Indicators)
	}
	if items != 123 || len(f.Competencies) != 12 || len(f.Roles) != 8 || len(f.Levels) != 5 {
		t.Errorf("%d indicators, %d competencies, %d roles, %d levels", items, len(f.Competencies), len(f.Roles),
			len(f.Levels))
	}
	groups := map[string][]string{
		"DES": append(numbers("", 17), "A", "B", "C", "D"),
		"OUT": append(numbers("", 7), numbers("F", 8)...),
		"LDR": append(numbers("", 13), numbers("T", 10)...),
		"CON": append(numbers("", 8), "A", "B", "C"),
		"CUL": append(numbers("", 6), "A", "B"),
		"ADV": append(numbers("", 6), "A", "B", "C"),
		"COE": append(numbers("", 14), "A", "B", "C", "D"),
		"TRN": append(numbers("", 7), "A"),
		"TIP": numbers("", 10),
	}
	of := f.CompetencyOf()
	for group, items := range groups {
		for _, item := range items {
			if id := "ROS-" + group + "-" + item; of(id) == "" {
				t.Errorf("the source item %s is no indicator", id)
			}
		}
	}
	if f.Adopted() {
		t.Error("the shipped framework claims that somebody adopted it")
	}
}

func numbers(prefix string, n int) []string {
	var out []string
	for i := 1; i <= n; i++ {
		out = append(out, fmt.Sprintf("%s%d", prefix, i))
	}
	return out
}

func FuzzParse(f *testing.F) {
	src, err := os.ReadFile("frameworks/recovery-oriented-services.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src[:2000])
	f.Add([]byte("id = \"X\"\n[[competencies]]\n[competencies.rule]\ndemands = [[\"quiz\"]]\n[competencies.rule.kinds.quiz]\nmin_items = 3\n"))
	f.Fuzz(func(t *testing.T, src []byte) { Parse("x.toml", src) })
}
