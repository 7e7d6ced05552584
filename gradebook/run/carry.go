package run

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/diag"
)

// maxWorkbook bounds a workbook that is read as a whole, in bytes.
const maxWorkbook = 64 << 20

// carried is what people typed into an earlier workbook.
type carried struct {
	from string // "" = there is no such workbook
	rows workbook.TypedRows
}

// readCarried reads the workbook that was named, or else the last one in the output
// folder. One that cannot be read is a fault if it was named, and a notice if it was
// only found: that workbook is left as it is, so that nothing is lost.
func (o Output) readCarried(asOf string) (carried, diag.List) {
	name := cmp.Or(o.Carry, lastWorkbook(o.Target, asOf))
	if name == "" {
		return carried{}, diag.List{}
	}
	rows, fault := readTyped(name)
	if fault == nil {
		return carried{name, rows}, diag.List{}
	}
	if o.Carry == "" {
		*fault = fault.Notice()
	}
	return carried{}, diag.ListOf(*fault)
}

func readTyped(name string) (workbook.TypedRows, *diag.Fault) {
	d, wrong := readDocument(name, maxWorkbook)
	if wrong != nil {
		fault := notCarried.With(*wrong).In(shownAs(name))
		return nil, &fault
	}
	rows, err := workbook.ReadTyped(d.Path, d.Content)
	if err == nil {
		return rows, nil
	}
	var fault diag.Fault
	_ = errors.As(err, &fault) // ReadTyped returns nothing else
	fault = notCarried.Around(fault)
	return nil, &fault
}

// lastWorkbook returns the workbook that the new one follows: of those with its name,
// with or without a date, the one that was changed last. It need not have been typed
// into: it may hold what was carried over into it.
func lastWorkbook(target, asOf string) string {
	dir, stem := folderAndName(target)
	stem = strings.TrimSuffix(stem, "-"+asOf)
	named := regexp.MustCompile(`(?i)^` + regexp.QuoteMeta(stem) + `(-\d{4}-\d\d-\d\d)?(-\d+)?\.xlsx$`)
	for _, info := range latestFirst(dir, named) {
		name := filepath.Join(dir, info.Name())
		if !isExtract(strings.TrimSuffix(name, filepath.Ext(name)) + ".json") {
			return name
		}
	}
	return ""
}

// latestFirst lists the files of a folder whose names match, the latest first.
func latestFirst(dir string, named *regexp.Regexp) []fs.FileInfo {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // a new folder; any other error shows when it is written to
	}
	var found []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && named.MatchString(e.Name()) {
			found = append(found, info)
		}
	}
	slices.SortFunc(found, func(x, y fs.FileInfo) int {
		return cmp.Or(y.ModTime().Compare(x.ModTime()), strings.Compare(y.Name(), x.Name()))
	})
	return found
}

// isExtract reports whether a matrix shows only some of the staff: its workbook does
// not hold what was typed about the others.
func isExtract(matrix string) bool {
	f, err := os.Open(matrix)
	if err != nil {
		return false
	}
	defer f.Close()
	var m struct {
		Narrowed bool `json:"narrowed"`
	}
	return json.UnmarshalRead(f, &m) == nil && m.Narrowed
}
