package spreadsheet

import (
	"iter"
	"slices"
)

// Form is a table that people fill in, with a page that explains it. The table
// comes first, because the first sheet of a workbook is the one that is read.
type Form struct {
	Table    Sheet // what its columns' prompts say stands on the page too
	Intro    []string
	Examples [][]string // shown on the page, never in the table
	Lists    []Sheet    // further sheets, to look up what may be written
}

// blankRows is how many rows of an empty form are laid out. Pasting more makes
// the table longer.
const blankRows = 400

// Blank returns the rows of a table that nobody has written in yet.
func Blank() iter.Seq[[]Cell] {
	return func(yield func([]Cell) bool) {
		for range blankRows {
			if !yield(nil) {
				return
			}
		}
	}
}

// Sheets returns the sheets of a workbook with this form.
func (f Form) Sheets() []Sheet {
	return slices.Concat([]Sheet{f.Table, f.page()}, f.Lists)
}

func (f Form) page() Sheet {
	page := Sheet{Name: "Read me", Page: true, Columns: []Column{{Header: "The sheet " + f.Table.Name, Width: 18}}}
	const forSentences = 8
	for len(page.Columns) < forSentences {
		page.Columns = append(page.Columns, Column{Width: 16})
	}
	var rows [][]Cell
	line := func(cells ...Cell) { rows = append(rows, cells) }
	for _, s := range f.Intro {
		line(Text(s))
	}
	line()
	line(Text("Columns").As(Heading))
	for _, c := range f.Table.Columns {
		line(Text(c.Header).As(Strong), Text(c.Prompt))
	}
	line()
	heading := "An example, which is shown here only and is never read"
	if len(f.Examples) > 1 {
		heading = "Examples, which are shown here only and are never read"
	}
	line(Text(heading).As(Heading))
	// One below the other: side by side, what is long would be cut off.
	for i, c := range f.Table.Columns {
		cells := []Cell{Text(c.Header).As(Strong)}
		for _, example := range f.Examples {
			if i < len(example) {
				cells = append(cells, Text(example[i]), Cell{})
			}
		}
		line(cells...)
	}
	line()
	line(Text("Back to the table").As(Heading))
	line(Link(f.Table.Name, f.Table.Name))
	page.Rows = slices.Values(rows)
	return page
}
