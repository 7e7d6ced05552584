package run

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Contents are what a file holds: a matrix, a kit, or results.
type Contents struct {
	File    string // as shown
	Matrix  *gradebook.Matrix
	Kit     *Kit
	Results *results.File
	Banks   []*quiz.Bank // of the keys that were named: they have the rubrics of tasks
}

// Kit is what a grading kit holds.
type Kit struct {
	Config    project.Config
	Framework *standards.Framework
	Banks     []*quiz.Bank
	Modules   []project.Module
	Archive   *quiz.Archive
}

// Inspect looks into one file, and scores nothing. keys may be empty.
func Inspect(name string, keys Keys) (Contents, diag.List) {
	c := Contents{File: shownAs(name)}
	banks, faults := keys.banks()
	if faults.Failed() {
		return c, faults
	}
	c.Banks = banks
	f, info, wrong := openFile(name, notInspectedFolder)
	if wrong != nil {
		return c, diag.ListOf(wrong.In(c.File))
	}
	defer f.Close()
	const headSize = 64
	head := make([]byte, headSize)
	n, _ := f.ReadAt(head, 0) // a shorter file is what it is
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("PK")):
		c.Kit, faults = readKit(c.File, f, info.Size())
	case bytes.Contains(head, []byte(`"`+gradebook.MatrixFamily)):
		c.Matrix, faults = gradebook.ReadMatrix(c.File, f, "")
	default:
		c.Results, faults = readResults(c.File, f, info.Size())
	}
	return c, faults
}

func readResults(shown string, f io.Reader, size int64) (*results.File, diag.List) {
	if size > results.MaxFileSize {
		return nil, diag.ListOf(tooLargeForResults.With(size>>20, int64(results.MaxFileSize)>>20).In(shown))
	}
	content, err := io.ReadAll(f)
	if err != nil {
		return nil, diag.ListOf(fileUnreadable.With(diag.Plain(err)).In(shown))
	}
	parsed, err := results.Parse(content)
	if err != nil {
		var fault diag.Fault
		_ = errors.As(err, &fault) // Parse returns nothing else
		fault.File = shown
		return nil, diag.ListOf(fault)
	}
	return parsed, diag.List{}
}

func readKit(shown string, f *os.File, size int64) (*Kit, diag.List) {
	if isOffice(f, size) {
		return nil, diag.ListOf(officeDocument.With().In(shown))
	}
	p, faults := project.OpenKit(shown, f, size)
	if p == nil {
		return nil, diag.ListOf(notAKit.With().In(shown))
	}
	defer func() { _ = p.Close() }() // read only
	k := &Kit{Config: p.Config}
	for _, load := range []func() diag.List{
		func() (more diag.List) { k.Archive, more = p.LoadArchive(); return },
		func() (more diag.List) { k.Banks, more = p.LoadBanks(); return },
		func() (more diag.List) { k.Framework, more = p.LoadFramework(); return },
		func() (more diag.List) { k.Modules, more = p.LoadModules(); return },
	} {
		faults.Append(load())
	}
	return k, faults
}

func isOffice(f *os.File, size int64) bool {
	z, err := zip.NewReader(f, size)
	return err == nil && slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" })
}

// Receipts are a receipt and the records that it names.
type Receipts struct {
	Receipt string // as it is printed
	Sought  bool   // there were results to look for it in
	Found   []intake.Found
}

// FindReceipt looks for the records that a receipt names, as somebody typed it. Without
// results it says only whether it was read correctly.
func (r Run) FindReceipt(ctx context.Context, typed string, in []string) (Receipts, diag.List) {
	receipt, err := results.ReadReceipt(typed)
	if err != nil {
		return Receipts{}, diag.ListOf(notAReceipt.With(typed, err).In(""))
	}
	if len(in) == 0 {
		return Receipts{Receipt: receipt}, diag.List{}
	}
	progress := r.watch("looking")
	found, records, faults := intake.Find(ctx, inbox.Options{Names: in, Stdin: r.Stdin, Progress: progress.Step},
		receipt)
	progress.Done()
	if !faults.Failed() && len(found) == 0 {
		faults.Add(receiptUnknown.With(receipt, count.Of(records, "record", "records")).In(""))
	}
	return Receipts{receipt, true, found}, faults
}
