package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/summary"
	"github.com/coursemark/coursemark/internal/diag"
)

// grade grades the folder and writes the records.
func (p program) grade(ctx context.Context, f folder) diag.List {
	if missing := f.ready(); missing.Failed() {
		return missing
	}
	p.receive(ctx, &f)
	in, remarks := f.inputs()
	p.sayf("These files are read:")
	p.list(remarks)
	for _, name := range f.open {
		p.sayf("\n%s is open in Excel: changes that were not saved there are not seen here.", name)
	}
	p.sayf("")
	out, faults := p.output(f, &in)
	if faults.Failed() {
		return faults
	}
	result, faults := p.Grade(ctx, in, out)
	if faults.Failed() {
		return faults
	}
	p.console.Faults(faults.Sorted()) // notices
	p.console.Say(summary.Grade(result, "start gradebook again"))
	p.record(f, result)
	return diag.List{}
}

// ready creates the folder for results, and returns what is missing before anything can
// be graded.
func (f *folder) ready() (missing diag.List) {
	if f.isEmpty(f.sheets["roster"]) {
		missing.Add(rosterEmpty.With().In(f.sheets["roster"]))
	}
	if len(f.kits) == 0 {
		missing.Add(kitMissing.With().In(kitFile))
	}
	if !f.hasResults() {
		missing.Append(f.makeResults())
	}
	return missing
}

// receive adds to the register of receipt, if there is one. A damaged one is reported,
// and the matrix is made without it.
func (p program) receive(ctx context.Context, f *folder) {
	name := f.sheets["register"]
	if name == "" {
		return
	}
	receipt, faults := p.Receive(ctx, f.path(name), "", f.paths(f.results))
	if faults.Failed() {
		p.console.Faults(faults.Sorted())
		f.sheets["register"] = ""
		f.unread = append(f.unread,
			remark{name, "see above; rename it, and put an empty file with this name in its place to begin a new register"})
	} else {
		p.console.Say(summary.Receipt(receipt))
	}
	p.sayf("")
}

// output decides where to write, and which earlier matrix to compare with.
func (p program) output(f folder, in *run.Inputs) (run.Output, diag.List) {
	kit, faults := run.OpenKit(in.Kits[0])
	if faults.Failed() {
		return run.Output{}, faults
	}
	defer func() { _ = kit.Close() }() // read only
	today := p.Now.In(kit.Location).Format(time.DateOnly)
	if previous := f.previous(today, kit.Config.Site.ID); previous != "" {
		in.Previous = f.path(previous)
		p.sayf("Changes are listed since %s.\n", previous)
	}
	return run.Output{Target: f.path("matrix-" + today + ".xlsx"), Formats: run.DefaultFormats()}, faults
}

// record writes everybody's record if there is a folder for them. Failures are reported
// and stop nothing: the matrix is complete without the records.
func (p program) record(f folder, result run.Result) {
	if f.records == "" {
		return
	}
	p.sayf("")
	records, faults := p.WriteRecords(result.Matrix, nil, f.path(f.records))
	p.console.Say(summary.Records(records))
	p.console.Faults(faults.Sorted())
}

// inputs says which file is read for what, in values and in words.
func (f folder) inputs() (in run.Inputs, remarks []remark) {
	in.Results, in.Sheets = f.paths(f.results), map[string]string{}
	for i, k := range f.kits {
		what := "the grading kit: answer keys and standards"
		if i > 0 {
			what = "an older grading kit: more answer keys"
		}
		in.Kits = append(in.Kits, f.path(k.name))
		remarks = append(remarks, remark{k.name, what})
	}
	unread := f.unread
	for _, s := range sheets.All() {
		name, misnamed := f.sheets[s.Name], f.misnamed[s.Name]
		switch {
		case name == "" && misnamed != "":
			unread = append(unread, remark{misnamed, fmt.Sprintf("if it is meant to be read, name it %s.xlsx", s.File)})
		case name == "":
		case s.FilledIn() && f.isEmpty(name):
			remarks = append(remarks, remark{name, "skipped: it is still empty"})
		default:
			in.Sheets[s.Name] = f.path(name)
			remarks = append(remarks, remark{name, s.About})
		}
	}
	for _, name := range f.results {
		remarks = append(remarks, remark{name, aboutResults(name)})
	}
	for _, r := range unread {
		remarks = append(remarks, remark{r.file, "NOT read: " + r.text})
	}
	return in, remarks
}

func aboutResults(name string) string {
	if strings.EqualFold(name, resultsFolder) {
		return "the folder of results"
	}
	return "results, beside the folder"
}
