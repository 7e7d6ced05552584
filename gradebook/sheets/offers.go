package sheets

import (
	"iter"

	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// What the standards offer for a sheet. Without standards they offer nothing.

func roleTitles(f *standards.Framework) (titles []string) {
	if f == nil {
		return nil
	}
	for _, r := range f.Roles {
		title := r.Title
		if title == "" {
			title = r.ID
		}
		titles = append(titles, title)
	}
	return titles
}

func gradedCompetencies(f *standards.Framework) (ids []string) {
	if f == nil {
		return nil
	}
	for _, c := range f.Competencies {
		if c.Rule != nil {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func only(choices ...string) func(*standards.Framework) []string {
	return func(*standards.Framework) []string { return choices }
}

// observable yields the indicators that can be observed of a person.
func observable(f *standards.Framework) iter.Seq2[*standards.Competency, *standards.Indicator] {
	return func(yield func(*standards.Competency, *standards.Indicator) bool) {
		for i := range f.Competencies {
			c := &f.Competencies[i]
			for k := range c.Indicators {
				if c.Rule != nil && c.Indicators[k].Scope == standards.Person && !yield(c, &c.Indicators[k]) {
					return
				}
			}
		}
	}
}

// Sheets to look up what may be written.

func roleList(f *standards.Framework) []spreadsheet.Sheet {
	return []spreadsheet.Sheet{{
		Name:    "Roles",
		Columns: []spreadsheet.Column{{Header: "Role", Width: 30}, {Header: "ID in the standards", Width: 24}},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, r := range f.Roles {
				if !yield([]spreadsheet.Cell{spreadsheet.Text(r.Title), spreadsheet.Text(r.ID)}) {
					return
				}
			}
		},
	}}
}

func competencyList(f *standards.Framework) []spreadsheet.Sheet {
	return []spreadsheet.Sheet{{
		Name:    "Competencies",
		Columns: []spreadsheet.Column{{Header: "Competency", Width: 18}, {Header: "Title", Width: 50}},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, c := range f.Competencies {
				if c.Rule != nil && !yield([]spreadsheet.Cell{spreadsheet.Text(c.ID), spreadsheet.Text(c.Title)}) {
					return
				}
			}
		},
	}}
}

func indicatorList(f *standards.Framework) []spreadsheet.Sheet {
	return []spreadsheet.Sheet{{
		Name: "Indicators",
		Columns: []spreadsheet.Column{
			{Header: "Competency", Width: 18}, {Header: "Title", Width: 34, Wrap: true},
			{Header: "Indicator", Width: 16}, {Header: "What it says", Width: 90, Wrap: true},
		},
		Identity: 1,
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for c, i := range observable(f) {
				row := []spreadsheet.Cell{spreadsheet.Text(c.ID), spreadsheet.Text(c.Title), spreadsheet.Text(i.ID),
					spreadsheet.Text(i.Text)}
				if !yield(row) {
					return
				}
			}
		},
	}}
}
