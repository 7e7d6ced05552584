package spreadsheet

import (
	"slices"
	"testing"
)

func TestFindColumns(t *testing.T) {
	known := []Known{{"staff_id", []string{"Personeelsnummer", "Medewerker"}}, {"name", []string{"Naam", "Medewerker"}},
		{"role", []string{"Función"}}, {"team", nil}}
	table := Table{Header: []string{" Medewerker ", "personeels-nummer", "FUNCION", "", "Ward", "Name"}}
	columns := table.Find(known)
	row := Row{Cells: []string{"Ann", " 00417 ", "nurse"}}
	for name, want := range map[string]string{"staff_id": "00417", "name": "", "role": "nurse", "team": ""} {
		if got := columns.Cell(row, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !columns.Has("name") || columns.Has("team") {
		t.Error("its own name comes before all others, and what is absent is absent")
	}
	if got := columns.Others(); !slices.Equal(got, []int{0, 4}) {
		t.Errorf("%v", got)
	}
	// Without a column of that name, the other names are tried in their order.
	columns = Table{Header: []string{"Medewerker", "Personeelsnummer"}}.Find(known)
	if row := (Row{Cells: []string{"Ann", "00417"}}); columns.Cell(row, "name") != "Ann" ||
		columns.Cell(row, "staff_id") != "00417" {
		t.Errorf("%+v", columns)
	}
}
