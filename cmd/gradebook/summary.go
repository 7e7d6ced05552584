package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
)

// figures is what a run found, in short.
type figures struct {
	AsOf         string         `json:"as_of"`
	Staff        int            `json:"staff"`
	Active       int            `json:"active"`
	Competencies int            `json:"competencies"`
	Required     int            `json:"required"`
	Met          int            `json:"met"`
	Gaps         int            `json:"gaps"`
	Causes       map[string]int `json:"causes"`
	Expired      int            `json:"expired"`
	Expiring     int            `json:"expiring"`
	Counts       verdict.Counts `json:"counts"`
	Reasons      []reason       `json:"reasons"`
	Notices      []string       `json:"notices"`
	Previous     string         `json:"previous,omitempty"`
	Changes      map[string]int `json:"changes,omitempty"`
	Workbook     string         `json:"workbook,omitempty"`
	Matrix       string         `json:"matrix"`
	Files        []string       `json:"files,omitempty"` // the others that were written
	Decisions    string         `json:"decisions,omitempty"`
	OpenCases    int            `json:"open_cases"`
	Suspicions   string         `json:"suspicions,omitempty"`
	Kept         string         `json:"kept,omitempty"`
}

type reason struct {
	Verdict verdict.Verdict `json:"verdict"`
	Reason  string          `json:"reason"`
	Count   int             `json:"count"`
	Example string          `json:"example"`
}

func figuresOf(m *gradebook.Matrix, out output) figures {
	f := figures{AsOf: m.AsOf, Staff: len(m.Staff), Causes: map[string]int{}, Counts: m.Counts, Notices: m.Notices,
		Workbook: filepath.ToSlash(out.workbook), Matrix: filepath.ToSlash(out.matrix), Kept: filepath.ToSlash(out.kept)}
	for _, p := range m.Staff {
		if p.Status == competence.Active {
			f.Active++
		}
		f.Required += p.Required
		f.Met += p.Met
	}
	f.Gaps = f.Required - f.Met
	f.Previous = m.Previous
	for _, name := range out.others {
		f.Files = append(f.Files, filepath.ToSlash(name))
	}
	for _, c := range m.Changes {
		if f.Changes == nil {
			f.Changes = map[string]int{}
		}
		f.Changes[string(c.Kind)]++
	}
	competencies := map[string]bool{}
	for _, c := range m.Cells.All() {
		if c.Required > 0 {
			competencies[c.Competency] = true
		}
		if c.Cause != "" {
			f.Causes[string(c.Cause)]++
		}
		switch c.Status {
		case competence.Expired:
			f.Expired++
		case competence.Expiring:
			f.Expiring++
		}
	}
	f.Competencies = len(competencies)
	type key struct {
		verdict verdict.Verdict
		reason  string
	}
	at := map[key]int{}
	for _, e := range m.Exceptions {
		k := key{e.Verdict, e.Reason}
		i, ok := at[k]
		if !ok {
			i = len(f.Reasons)
			at[k] = i
			f.Reasons = append(f.Reasons, reason{Verdict: e.Verdict, Reason: e.Reason, Example: e.File + ": " + e.What})
		}
		f.Reasons[i].Count++
	}
	slices.SortStableFunc(f.Reasons, func(a, b reason) int {
		return cmp.Or(cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return f
}

// summaryJSON prints the figures for programs, with every file that was written
// and the notices that people see on standard error.
func summaryJSON(console *terminal.Console, m *gradebook.Matrix, out output, beside besides, notices []diag.Fault) error {
	f := figuresOf(m, out)
	f.Decisions, f.OpenCases, f.Suspicions = filepath.ToSlash(beside.decisions), beside.open, filepath.ToSlash(beside.suspicions)
	f.Files = append(f.Files, beside.written...)
	f.Notices = slices.Clone(f.Notices)
	for _, n := range notices {
		n.Severity = diag.Error // the list says what they are
		f.Notices = append(f.Notices, n.Error())
	}
	b, err := json.Marshal(f, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	console.Printf("%s\n", b)
	return nil
}

func summary(console *terminal.Console, m *gradebook.Matrix, out output) {
	f := figuresOf(m, out)
	var b strings.Builder
	provisional := ""
	if !m.Framework.Adopted {
		provisional = ", PROVISIONAL"
	}
	fmt.Fprintf(&b, "Competency matrix as of %s, by %s %s%s\n\n", m.AsOf, m.Framework.ID, m.Framework.Version, provisional)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(name string, n int, remark string) { fmt.Fprintf(t, "  %s\t%d\t%s\n", name, n, remark) }
	remark := ""
	if f.Active < f.Staff {
		remark = terminal.Count(f.Staff-f.Active, "of them has left or not started", "of them have left or not started")
	}
	row("staff", f.Staff, remark)
	row("competencies", f.Competencies, "that somebody is required to have")
	row("required", f.Required, "levels, over all staff")
	row("met", f.Met, percent(f.Met, f.Required))
	var causes []string
	for _, c := range slices.Sorted(maps.Keys(f.Causes)) {
		causes = append(causes, fmt.Sprintf("%d %s", f.Causes[c], words.Cause(competence.Cause(c))))
	}
	row("gaps", f.Gaps, strings.Join(causes, ", "))
	row("expired", f.Expired, "")
	row("expiring", f.Expiring, "")
	if f.Previous != "" {
		var kinds []string
		for _, k := range slices.Sorted(maps.Keys(f.Changes)) {
			kinds = append(kinds, fmt.Sprintf("%d %s", f.Changes[k], strings.ReplaceAll(k, "-", " ")))
		}
		row("changes", len(m.Changes), strings.TrimSuffix("since "+f.Previous+": "+strings.Join(kinds, ", "), ": "))
	}
	_ = t.Flush() // into memory
	b.WriteString("\n")
	t = tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\tin\taccepted\tduplicate\tquarantined\t\n")
	for _, c := range []struct {
		name string
		verdict.Count
	}{{"files", f.Counts.Files}, {"records", f.Counts.Records}, {"observed", f.Counts.Observations}, {"trained", f.Counts.Training}} {
		if c.In > 0 || c.name == "files" || c.name == "records" {
			fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t\n", c.name, c.In, c.Accepted, c.Duplicate, c.Quarantined)
		}
	}
	_ = t.Flush()
	var settled, uncounted []reason
	for _, r := range f.Reasons {
		if r.Verdict == verdict.Noted || r.Verdict == verdict.Decided {
			settled = append(settled, r)
		} else {
			uncounted = append(uncounted, r)
		}
	}
	list := func(head string, reasons []reason) {
		if len(reasons) == 0 {
			return
		}
		b.WriteString("\n" + head + ":\n")
		t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		for _, r := range reasons {
			fmt.Fprintf(t, "  %d\t%s\t%s\t%s\n", r.Count, words.Spaced(r.Verdict), words.Spaced(r.Reason), short(r.Example))
		}
		_ = t.Flush() // into memory
	}
	list("Not counted (the sheet Exceptions says what to do about each)", uncounted)
	list("Decided, or with a word about it (on the sheet Exceptions as well)", settled)
	if len(f.Notices) > 0 {
		b.WriteString("\nTo know:\n")
		for _, n := range f.Notices {
			fmt.Fprintf(&b, "  - %s\n", n)
		}
	}
	b.WriteString("\n")
	if f.Kept != "" {
		fmt.Fprintf(&b, "%s was edited, or was not written by this program, and was left as it is.\n", f.Kept)
	}
	written := append(f.Files, f.Matrix)
	if f.Workbook != "" {
		written = append([]string{f.Workbook}, written...)
	}
	fmt.Fprintf(&b, "Wrote %s.\n", listed(written))
	if f.Workbook != "" {
		fmt.Fprintf(&b, "Open %s in Excel or LibreOffice and begin with the sheet Read me.\n", filepath.Base(out.workbook))
	}
	for line := range strings.Lines(b.String()) {
		console.Printf("%s\n", terminal.Clean(strings.TrimRight(line, " \n")))
	}
}

func percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return fmt.Sprintf("%d%%", 100*part/whole)
}

func short(s string) string {
	const most = 100
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
