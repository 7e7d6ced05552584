package run

import (
	"context"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
)

// Inputs are what a matrix is made from: files as they are named on a command line.
type Inputs struct {
	Keys
	Results  []string          // files, folders and zips; "-" is standard input
	Sheets   map[string]string // the file of each of HR's sheets, by sheets.Sheet.Name
	Dates    sheets.DateOrder  // of day and month in these sheets
	AsOf     string            // 2006-01-02; "" = today
	Staff    []string          // only these staff IDs; empty = all
	Team     string            // only this team
	Previous string            // matrix.json of an earlier run, to list what changed
}

// Grade grades, and writes the output that was requested. If the faults hold no error,
// the result is complete and they are notices.
func (r Run) Grade(ctx context.Context, in Inputs, out Output) (Result, diag.List) {
	m, faults := r.Matrix(ctx, in)
	if faults.Failed() {
		return Result{}, faults
	}
	last, more := out.readCarried(m.AsOf)
	faults.Append(more)
	if faults.Failed() {
		return Result{}, faults
	}
	result, wrong := out.write(m, last.rows)
	if wrong != nil {
		return Result{}, diag.ListOf(*wrong)
	}
	if len(last.rows) > 0 {
		result.CarriedFrom = last.from
	}
	faults.Append(result.writeLists(in.Sheets["decisions"]))
	return result, faults
}

// Matrix grades without writing anything.
func (r Run) Matrix(ctx context.Context, in Inputs) (*gradebook.Matrix, diag.List) {
	o, faults := in.Keys.open()
	defer o.close()
	options := grading.Options{Projects: o.projects, Inputs: o.inputs, Skip: o.skip, Results: in.Results,
		Stdin: r.Stdin,
		Dates: in.Dates, AsOf: in.AsOf, Now: r.Now, Staff: in.Staff, Team: in.Team, Tool: r.Tool}
	faults.Append(in.readSheets(&options))
	var previous *gradebook.Matrix
	if in.Previous != "" && len(o.projects) > 0 {
		m, input, info, more := readMatrix(in.Previous, o.projects[0].Config.Site.ID)
		faults.Append(more)
		previous, options.Inputs, options.Skip = m, append(options.Inputs, input), append(options.Skip, info)
	}
	if faults.Failed() {
		return nil, faults
	}
	progress := r.watch("grading")
	options.Progress = progress.Step
	m, more := grading.Grade(ctx, options)
	progress.Done()
	faults.Append(more)
	if !faults.Failed() && previous != nil {
		m.Compare(previous)
	}
	return m, faults
}

// readSheets reads HR's sheets.
func (in Inputs) readSheets(o *grading.Options) (faults diag.List) {
	o.Sheets = sheets.Given{}
	for _, sheet := range sheets.All() {
		name := in.Sheets[sheet.Name]
		if name == "" {
			continue
		}
		d, wrong := readDocument(name, sheet.MaxSize)
		if wrong != nil {
			faults.Add(wrong.In(shownAs(name)))
			continue
		}
		o.Sheets[sheet.Name], o.Skip = d.Document, append(o.Skip, d.info)
	}
	return faults
}
