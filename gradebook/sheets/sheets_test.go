package sheets

import (
	"os"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// shipped is the framework that the repository ships.
func shipped(t testing.TB) *standards.Framework {
	t.Helper()
	const file = "../../standards/frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := standards.Parse(file, src)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// Whoever fills in an empty sheet as its example shows has no row that is not read.
func TestExamplesCanBeRead(t *testing.T) {
	f := shipped(t)
	given := Given{}
	for _, s := range All() {
		book, ok := s.Blank(f, spreadsheet.Properties{})
		if !ok || s.Name == "decisions" { // whose cases come up in no run
			continue
		}
		var table strings.Builder
		for i, c := range book.Sheets[0].Columns {
			table.WriteString(map[bool]string{true: ";"}[i > 0] + c.Header)
		}
		for _, row := range s.form.examples(f) {
			table.WriteString("\n" + strings.Join(row, ";"))
		}
		given[s.Name] = Document{Path: s.File + ".csv", Content: []byte(table.String())}
	}
	d, faults := Read(given, Options{Framework: f, AsOf: "2026-06-15", Today: "2026-06-15"})
	if err := faults.Err(); err != nil || len(d.Exceptions()) > 0 {
		t.Fatalf("%v %+v", err, d.Exceptions())
	}
	if len(d.Roster.Members) != 2 || len(d.Observations.Sittings) != 1 || d.Observations.Sittings[0].Awaiting || len(given) != 5 {
		t.Errorf("%+v %+v", d.Roster.Members, d.Observations.Sittings)
	}
	if tr := d.Training.List[0]; tr.Minutes != 360 || tr.Presenter == "" || tr.Certificate == "" || tr.Provider == "" || tr.Version == "" {
		t.Errorf("%+v", tr)
	}
}
