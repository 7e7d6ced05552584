package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// standards lists every competency and below it its indicators, as the framework
// states them, with the rule by which levels are given; the sources come last.
func (b *book) standards() spreadsheet.Sheet {
	cite := map[string]string{}
	for _, c := range b.Standards.Citations {
		cite[c.ID] = strings.TrimSpace(c.Body + " " + c.Edition)
	}
	source := func(id string) string { return cmp.Or(cite[id], id) }
	required := map[string][]string{}
	for _, r := range b.Standards.Roles {
		for _, q := range r.Requires {
			required[q.Competency] = append(required[q.Competency], b.Role(r.ID)+": "+b.Level(q.Level))
		}
	}
	columns := []spreadsheet.Column{
		{Header: "Entry", Width: 12},
		{Header: "ID", Width: 15},
		{Header: "Competency", Width: 20, Wrap: true},
		{Header: "Statement, indicator or reference", Width: 50, Wrap: true},
		{Header: "Duty of", Width: 8},
		{Header: "Source", Width: 30, Wrap: true},
		{Header: "Evidence demanded", Width: 24, Wrap: true, Shade: 1},
		{Header: "Cuts, and who set them", Width: 40, Wrap: true, Shade: 1},
		{Header: "Mandatory", Width: 22, Wrap: true, Shade: 1},
		{Header: "Validity", Width: 22, Wrap: true, Shade: 1},
		{Header: "Assessor", Width: 28, Wrap: true, Shade: 1},
		{Header: "Required of", Width: 28, Wrap: true, Shade: 1},
		{Header: "Domain", Width: 18, Wrap: true},
	}
	return spreadsheet.Sheet{
		Name:     sheetStandards,
		Columns:  columns,
		Identity: 2,
		Top:      true,
		Tab:      "3B5266",
		Empty:    "No standards were given.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for i := range b.Standards.Competencies {
				c := &b.Standards.Competencies[i]
				sources := make([]string, len(c.Citations))
				for k, id := range c.Citations {
					sources[k] = source(id)
				}
				texts := [13]string{"competency", c.ID, c.Title, c.Statement, "", strings.Join(sources, "\n"), "not graded", "", "", "", "", strings.Join(required[c.ID], "\n"), b.Domain(c.Domain)}
				if r := b.Rule(c.ID); r != nil {
					texts[6] = words.Upper(strings.Join(slices.DeleteFunc([]string{b.Demands(r), b.Banks(r), refuses(r)}, func(s string) bool { return s == "" }), "\n"))
					var cuts []string
					for _, kind := range r.Wanted() {
						if m, ok := r.Measure(kind); ok {
							cuts = append(cuts, fmt.Sprintf("%s: %s; %s", b.Kind(kind), b.Cuts(m), words.Provenance(m.Provenance)))
						}
					}
					texts[7] = strings.Join(cuts, "\n")
					var mandatory []string
					for _, m := range r.Mandatory {
						mandatory = append(mandatory, b.Mandatory(m))
					}
					texts[8] = strings.Join(mandatory, "\n")
					texts[9] = words.Upper(words.Validity(r.Validity))
					texts[10] = r.Assessor
				}
				for k, s := range texts {
					row[k] = spreadsheet.Text(s).As(spreadsheet.Plain)
					if k < 4 {
						row[k] = row[k].As(spreadsheet.Strong)
					}
				}
				if !yield(row) {
					return
				}
				for _, ind := range c.Indicators {
					text := ind.Text
					if ind.ReplacedBy != "" {
						text += " (replaced by " + ind.ReplacedBy + ")"
					}
					for k, s := range [13]string{"indicator", ind.ID, c.Title, text, string(ind.Scope), source(ind.Source), "", "", "", "", "", "", b.Domain(c.Domain)} {
						row[k] = spreadsheet.Text(s)
					}
					if !yield(row) {
						return
					}
				}
			}
			for _, c := range b.Standards.Citations {
				clear(row)
				row[0], row[1], row[3], row[5] = spreadsheet.Text("source"), spreadsheet.Text(c.ID), spreadsheet.Text(c.Reference), spreadsheet.Text(source(c.ID))
				if !yield(row) {
					return
				}
			}
		},
	}
}

func refuses(r *standards.Settled) string {
	if r.RefusePublic {
		return words.RefusePublic
	}
	return ""
}
