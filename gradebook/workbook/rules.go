package workbook

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// percent writes a percentage without needless digits.
func percent(p float64) string { return strconv.FormatFloat(p, 'f', -1, 64) + "%" }

// cutsText says which percentage gives which level.
func (b *book) cutsText(r standards.KindRule) string {
	if len(r.Cuts) == 0 {
		return "no cuts: never counts towards a level"
	}
	parts := make([]string, len(r.Cuts))
	for i, c := range r.Cuts {
		parts[i] = fmt.Sprintf("from %s %s", percent(c.Percent), b.level(c.Level))
	}
	return strings.Join(parts, ", ")
}

// provenance says who set cuts, when and how; without a name they are provisional.
func provenance(p standards.Provenance) string {
	method := ""
	if p.Method != "" {
		method = " (" + p.Method + ")"
	}
	if p.SetBy == "" {
		return "PROVISIONAL: set by nobody yet" + method
	}
	when := ""
	if !p.SetOn.IsZero() {
		when = " on " + p.SetOn.Format("2006-01-02")
	}
	return "set by " + p.SetBy + when + method
}

// policyText says which attempts count.
func policyText(r standards.KindRule) string {
	switch r.Attempts {
	case standards.Best:
		return "the best of the attempts received counts (reason: " + r.Reason + ")"
	case standards.First:
		return "the first attempt received counts"
	case standards.Average:
		return "the mean of the attempts received since the last expiry counts"
	case standards.Decaying:
		return fmt.Sprintf("the latest attempt received counts for %s, the mean of the earlier ones for the rest", percent(100*r.Weight))
	case standards.NMastery:
		return fmt.Sprintf("the mean of the attempts received at or above %s counts, once there are %d", percent(r.Mastery), r.N)
	}
	return "the latest attempt received counts"
}

func (b *book) validityText(v standards.Validity) string {
	if v.Months == 0 {
		return "does not expire"
	}
	period := count(v.Months, "month", "months")
	window := fmt.Sprintf("; shown as expiring for the last %s", count(v.WindowDays, "day", "days"))
	switch v.Mode {
	case standards.Expiry:
		return period + " from the earlier expiry if renewed in time, otherwise from the evidence" + window
	case standards.Fixed:
		return fmt.Sprintf("until the next of the fixed dates, every %s from %s", period, v.BaseDate.Format("2006-01-02")) + window
	}
	return period + " from the earliest evidence that counts" + window
}

// kindsOf gives the kinds that a rule names, in its order.
func kindsOf(r *standards.Rule) []standards.Kind {
	var out []standards.Kind
	for _, demand := range r.Demands {
		out = append(out, demand...)
	}
	return out
}

// standards lists every competency and below it its indicators, as the framework
// states them, with the rule by which levels are given; the sources come last.
func (b *book) standards() spreadsheet.Sheet {
	cite := map[string]string{}
	for _, c := range b.std.Citations {
		cite[c.ID] = strings.TrimSpace(c.Body + " " + c.Edition)
	}
	source := func(id string) string { return cmp.Or(cite[id], id) }
	required := map[string][]string{}
	for _, r := range b.std.Roles {
		for _, q := range r.Requires {
			required[q.Competency] = append(required[q.Competency], b.role(r.ID)+": "+b.level(q.Level))
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
			for i := range b.std.Competencies {
				c := &b.std.Competencies[i]
				sources := make([]string, len(c.Citations))
				for k, id := range c.Citations {
					sources[k] = source(id)
				}
				texts := [13]string{"competency", c.ID, c.Title, c.Statement, "", strings.Join(sources, "\n"), "not graded", "", "", "", "", strings.Join(required[c.ID], "\n"), b.domain(c.Domain)}
				if r := c.Rule; r != nil {
					texts[6] = upper(b.demands(r))
					var cuts []string
					for _, kind := range kindsOf(r) {
						if k, ok := b.std.Kind(c, kind); ok {
							cuts = append(cuts, fmt.Sprintf("%s: %s; %s", b.kind(string(kind)), b.cutsText(k), provenance(k.Provenance)))
						}
					}
					texts[7] = strings.Join(cuts, "\n")
					var mandatory []string
					for _, m := range r.Mandatory {
						mandatory = append(mandatory, fmt.Sprintf("%s at least %s, else at most %s", m.Indicator, percent(m.Percent), b.level(m.Cap)))
					}
					texts[8] = strings.Join(mandatory, "\n")
					texts[9] = upper(b.validityText(b.std.ValidityOf(c)))
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
					for k, s := range [13]string{"indicator", ind.ID, c.Title, text, string(ind.Scope), source(ind.Source), "", "", "", "", "", "", b.domain(c.Domain)} {
						row[k] = spreadsheet.Text(s)
					}
					if !yield(row) {
						return
					}
				}
			}
			for _, c := range b.std.Citations {
				clear(row)
				row[0], row[1], row[3], row[5] = spreadsheet.Text("source"), spreadsheet.Text(c.ID), spreadsheet.Text(c.Reference), spreadsheet.Text(source(c.ID))
				if !yield(row) {
					return
				}
			}
		},
	}
}
