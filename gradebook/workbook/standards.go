package workbook

import (
	"cmp"
	"fmt"
	"iter"
	"strings"

	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// standardRow is a row of Standards: a competency, one of its indicators, or a source.
type standardRow struct {
	competency *standards.Competency // nil for a source
	indicator  *standards.Indicator  // nil for the competency itself
	source     *standards.Citation   // nil for the others
	rule       *standards.Settled    // only in the row of a competency that is graded
}

// standards lists every competency and below it its indicators, as the framework
// states them, with the rule by which levels are given; the sources come last.
func (b *book) standards() spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: sheetStandards, Identity: 2, Top: true, Tab: "3B5266",
		Empty: "No standards were given."}
	return spreadsheet.Lay(s, append(b.standardFields(), b.ruleFields()...), b.standardRows())
}

func (b *book) standardRows() iter.Seq[standardRow] {
	return func(yield func(standardRow) bool) {
		for i := range b.Standards.Competencies {
			c := &b.Standards.Competencies[i]
			if !yield(standardRow{competency: c, rule: b.Rule(c.ID)}) {
				return
			}
			for k := range c.Indicators {
				if !yield(standardRow{competency: c, indicator: &c.Indicators[k]}) {
					return
				}
			}
		}
		for i := range b.Standards.Citations {
			if !yield(standardRow{source: &b.Standards.Citations[i]}) {
				return
			}
		}
	}
}

// standardFields say what the framework states.
func (b *book) standardFields() []spreadsheet.Field[standardRow] {
	cite := map[string]string{}
	for _, c := range b.Standards.Citations {
		cite[c.ID] = strings.TrimSpace(c.Body + " " + c.Edition)
	}
	source := func(id string) string { return cmp.Or(cite[id], id) }
	fields := []spreadsheet.Field[standardRow]{
		spreadsheet.Line("Entry", 12, standardRow.kind),
		spreadsheet.Line("ID", 15, standardRow.id),
		spreadsheet.Wrapped("Competency", 20, func(e standardRow) string {
			if e.competency == nil {
				return ""
			}
			return e.competency.Title
		}),
		spreadsheet.Wrapped("Statement, indicator or reference", 50, standardRow.text),
	}
	for i, f := range fields { // a competency stands out from its indicators
		fields[i].Show = func(e standardRow) spreadsheet.Cell {
			if e.competency != nil && e.indicator == nil {
				return f.Show(e).As(spreadsheet.Strong)
			}
			return f.Show(e)
		}
	}
	return append(fields,
		spreadsheet.Line("Duty of", 8, func(e standardRow) string {
			if e.indicator == nil {
				return ""
			}
			return string(e.indicator.Scope)
		}),
		spreadsheet.Wrapped("Source", 30, func(e standardRow) string { return e.sources(source) }))
}

func (e standardRow) kind() string {
	switch {
	case e.source != nil:
		return "source"
	case e.indicator != nil:
		return "indicator"
	}
	return "competency"
}

func (e standardRow) id() string {
	switch {
	case e.source != nil:
		return e.source.ID
	case e.indicator != nil:
		return e.indicator.ID
	}
	return e.competency.ID
}

func (e standardRow) text() string {
	switch {
	case e.source != nil:
		return e.source.Reference
	case e.indicator == nil:
		return e.competency.Statement
	case e.indicator.ReplacedBy != "":
		return e.indicator.Text + " (replaced by " + e.indicator.ReplacedBy + ")"
	}
	return e.indicator.Text
}

// sources are the works that a row rests on, one a line.
func (e standardRow) sources(name func(id string) string) string {
	switch {
	case e.source != nil:
		return name(e.source.ID)
	case e.indicator != nil:
		return name(e.indicator.Source)
	}
	names := make([]string, len(e.competency.Citations))
	for i, id := range e.competency.Citations {
		names[i] = name(id)
	}
	return strings.Join(names, "\n")
}

// ruleFields say how levels are found, and which roles require them.
func (b *book) ruleFields() []spreadsheet.Field[standardRow] {
	required := map[string][]string{}
	for _, r := range b.Standards.Roles {
		for _, q := range r.Requires {
			required[q.Competency] = append(required[q.Competency], b.Role(r.ID)+": "+b.Level(q.Level))
		}
	}
	rule := func(header string, width float64, say func(*standards.Settled) string) spreadsheet.Field[standardRow] {
		return spreadsheet.Wrapped(header, width, func(e standardRow) string {
			if e.rule == nil {
				return ""
			}
			return say(e.rule)
		}).Shaded(1)
	}
	return []spreadsheet.Field[standardRow]{
		spreadsheet.Wrapped("Evidence demanded", 24, b.evidenceDemanded).Shaded(1),
		rule("Cuts, and who set them", 40, b.allCuts),
		rule("Mandatory", 22, b.allMandatory),
		rule("Validity", 22, func(r *standards.Settled) string { return words.Upper(words.Validity(r.Validity)) }),
		rule("Assessor", 28, func(r *standards.Settled) string { return r.Assessor }),
		spreadsheet.Wrapped("Required of", 28, func(e standardRow) string {
			if e.kind() != "competency" {
				return ""
			}
			return strings.Join(required[e.competency.ID], "\n")
		}).Shaded(1),
		spreadsheet.Wrapped("Domain", 18, func(e standardRow) string {
			if e.competency == nil {
				return ""
			}
			return b.Domain(e.competency.Domain)
		}),
	}
}

// evidenceDemanded says which evidence a competency demands, of which banks.
func (b *book) evidenceDemanded(e standardRow) string {
	switch {
	case e.rule != nil:
		return words.Upper(b.Evidences(e.rule))
	case e.kind() == "competency":
		return "not graded"
	}
	return ""
}

// allCuts lists the cuts of each kind that a rule demands, one a line.
func (b *book) allCuts(r *standards.Settled) string {
	var lines []string
	for _, kind := range r.Wanted() {
		if m, ok := r.Measure(kind); ok {
			lines = append(lines, fmt.Sprintf("%s: %s; %s", b.Kind(kind), b.Cuts(m), words.Provenance(m.Provenance)))
		}
	}
	return strings.Join(lines, "\n")
}

func (b *book) allMandatory(r *standards.Settled) string {
	lines := make([]string, len(r.Mandatory))
	for i, m := range r.Mandatory {
		lines[i] = b.Mandatory(m)
	}
	return strings.Join(lines, "\n")
}
