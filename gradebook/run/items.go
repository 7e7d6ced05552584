package run

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
)

// ItemInputs are what an item analysis is made from.
type ItemInputs struct {
	Keys
	Results     []string // as in Inputs
	Roster      string   // "" = everybody's attempts count
	AllAttempts bool     // later attempts count too
}

// ItemResult is an item analysis and where it was written.
type ItemResult struct {
	Report   *gradebook.ItemReport
	Workbook string
	Kept     string // another workbook of that name, left as it is; "" = there was none
}

// Items analyses items, and writes the workbook: target is its name, or its folder.
func (r Run) Items(ctx context.Context, in ItemInputs, target string) (ItemResult, diag.List) {
	if !strings.EqualFold(filepath.Ext(target), ".xlsx") {
		target = filepath.Join(target, "items.xlsx")
	}
	report, faults := r.itemReport(ctx, in, target)
	if faults.Failed() {
		return ItemResult{}, faults
	}
	result, wrong := writeItems(report, target)
	if wrong != nil {
		return ItemResult{}, diag.ListOf(*wrong)
	}
	return result, faults
}

func (r Run) itemReport(ctx context.Context, in ItemInputs, target string) (*gradebook.ItemReport, diag.List) {
	o, faults := in.Keys.open()
	defer o.close()
	options := grading.ItemOptions{Projects: o.projects, Inputs: o.inputs, Skip: o.skip, Results: in.Results,
		Stdin:       r.Stdin,
		AllAttempts: in.AllAttempts, Now: r.Now, Tool: r.Tool}
	if in.Roster != "" {
		d, wrong := readDocument(in.Roster, sheets.Named("roster").MaxSize)
		if wrong != nil {
			faults.Add(wrong.In(shownAs(in.Roster)))
		}
		options.Roster, options.Skip = d.Document, append(options.Skip, d.info)
	}
	if info, err := os.Stat(target); err == nil {
		options.Skip = append(options.Skip, info) // the workbook of an earlier run, beside the results
	}
	if faults.Failed() {
		return nil, faults
	}
	progress := r.watch("reading")
	defer progress.Done()
	options.Progress = progress.Step
	report, more := grading.Items(ctx, options)
	faults.Append(more)
	return report, faults
}

// writeItems writes the workbook. One that is there already may hold a trainer's notes:
// it is left alone, and the new one gets the date in its name.
func writeItems(r *gradebook.ItemReport, target string) (ItemResult, *diag.Fault) {
	bad := func(kind diag.Kind, file string, err error) (ItemResult, *diag.Fault) {
		fault := kind.With(diag.Plain(err)).In(filepath.ToSlash(file))
		return ItemResult{}, &fault
	}
	var book bytes.Buffer
	if err := workbook.WriteItems(&book, r); err != nil {
		return bad(fileNotWritten, target, err)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return bad(folderNotMade, filepath.Dir(target), err)
	}
	files.Sweep(filepath.Dir(target))
	result, exists, err := placeItems(r, target, book.Bytes())
	if err == nil && !exists {
		err = writeFile(result.Workbook, book.Bytes())
	}
	if err != nil {
		return bad(fileNotWritten, target, err)
	}
	return result, nil
}

// placeItems finds a name under which nothing is overwritten. exists reports whether
// this very workbook is there already.
func placeItems(r *gradebook.ItemReport, target string, book []byte) (result ItemResult, exists bool, err error) {
	result.Report = r
	for base := range names(strings.TrimSuffix(target, filepath.Ext(target)), r.Date) {
		result.Workbook = base + ".xlsx"
		old, err := os.ReadFile(result.Workbook)
		switch {
		case err != nil && errors.Is(err, fs.ErrNotExist):
			return result, false, nil
		case err != nil:
			return result, false, err
		case bytes.Equal(old, book):
			return result, true, nil
		case result.Kept == "":
			result.Kept = result.Workbook
		}
	}
	return result, false, errNoName
}
