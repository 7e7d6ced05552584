// Package summary says in plain text and in JSON what a run did.
package summary

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
)

// Grade says what was graded and written. again says how to grade with the decisions
// about open cases.
func Grade(r run.Result, again string) string {
	t := &text{}
	f := figuresOf(r)
	t.carried(r)
	t.heading(r)
	t.levels(r, f)
	t.counts(f.Counts)
	t.reasons(f.Reasons)
	t.notices(f.Notices)
	t.written(r)
	t.lists(r, again)
	return t.String()
}

func (t *text) carried(r run.Result) {
	if r.CarriedFrom == "" {
		return
	}
	whose := ""
	if r.Matrix.Narrowed {
		whose = ", as far as it is about the people in this one"
	}
	t.linef("What people typed into %s was carried over%s.\n", filepath.ToSlash(r.CarriedFrom), whose)
}

func (t *text) heading(r run.Result) {
	provisional := ""
	if !r.Matrix.Framework.Adopted {
		provisional = ", PROVISIONAL"
	}
	t.linef("Competency matrix as of %s, by %s %s%s\n", r.Matrix.AsOf, r.Matrix.Framework.ID,
		r.Matrix.Framework.Version, provisional)
}

func (t *text) levels(r run.Result, f Figures) {
	t.table(0, func(row func(string, ...any)) {
		line := func(name string, n int, remark string) { row("  %s\t%d\t%s", name, n, remark) }
		line("staff", f.Staff, inactive(f))
		line("competencies", f.Competencies, "that somebody is required to have")
		line("required", f.Required, "levels, over all staff")
		line("met", f.Met, percent(f.Met, f.Required))
		line("gaps", f.Gaps, tally(f.Causes, func(c string) string { return words.Cause(competence.Cause(c)) }))
		line("expired", f.Expired, "")
		line("expiring", f.Expiring, "")
		if f.Previous != "" {
			kinds := tally(f.Changes, words.Spaced[string])
			line("changes", len(r.Matrix.Changes), strings.TrimSuffix("since "+f.Previous+": "+kinds, ": "))
		}
	})
	t.linef("")
}

func inactive(f Figures) string {
	if f.Active == f.Staff {
		return ""
	}
	return count.Of(f.Staff-f.Active, "of them has left or not started", "of them have left or not started")
}

// tally lists counts by what they count, in the order of the codes.
func tally(counts map[string]int, name func(code string) string) string {
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[code], name(code)))
	}
	return strings.Join(parts, ", ")
}

func percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return fmt.Sprintf("%d%%", 100*part/whole)
}

func (t *text) counts(c verdict.Counts) {
	t.table(tabwriter.AlignRight, func(row func(string, ...any)) {
		line := func(name string, c verdict.Count) {
			row("%s\t%d\t%d\t%d\t%d\t", name, c.In, c.Accepted, c.Duplicate, c.Quarantined)
		}
		row("\tin\taccepted\tduplicate\tquarantined\t")
		line("files", c.Files)
		line("records", c.Records)
		if c.Observations.In > 0 {
			line("observed", c.Observations)
		}
		if c.Training.In > 0 {
			line("trained", c.Training)
		}
	})
}

func (t *text) reasons(all []reason) {
	var settled, uncounted []reason
	for _, r := range all {
		if r.Verdict == verdict.Noted || r.Verdict == verdict.Decided {
			settled = append(settled, r)
		} else {
			uncounted = append(uncounted, r)
		}
	}
	t.exceptions("Not counted (the sheet Exceptions says what to do about each)", uncounted)
	t.exceptions("Decided, or counted with a remark (on the sheet Exceptions too)", settled)
}

func (t *text) exceptions(head string, reasons []reason) {
	if len(reasons) == 0 {
		return
	}
	t.linef("\n%s:", head)
	t.table(0, func(row func(string, ...any)) {
		for _, r := range reasons {
			row("  %d\t%s\t%s\t%s", r.Count, words.Spaced(r.Verdict), words.Spaced(r.Reason), short(r.Example))
		}
	})
}

// short cuts an example to what fits on a line.
func short(s string) string {
	const most = 100
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func (t *text) written(r run.Result) {
	if r.Kept != "" {
		t.linef("%s was edited, or was not written by this program, and was left as it is.", filepath.ToSlash(r.Kept))
	}
	var names []string
	for _, name := range slices.Concat([]string{r.Workbook}, r.Others, []string{r.MatrixFile}) {
		if name != "" {
			names = append(names, filepath.ToSlash(name))
		}
	}
	t.linef("Wrote %s.", count.List(names))
	if r.Workbook != "" {
		t.linef("Open %s in Excel or LibreOffice and begin with the sheet Read me.", filepath.Base(r.Workbook))
	}
}

func (t *text) lists(r run.Result, again string) {
	if open := len(r.Matrix.Cases); r.Decisions != "" && open > 0 {
		cases := count.Of(open, "case is open", "cases are open")
		t.linef("%s: %s. Fill in what is decided, by whom, when and why, and %s.", filepath.ToSlash(r.Decisions),
			cases, again)
	}
	if r.Suspicions != "" && len(r.Matrix.Suspicions) > 0 {
		t.linef("%s: answers that look copied. It is for HR alone, proves nothing, and is not in the workbook.",
			filepath.ToSlash(r.Suspicions))
	}
}
