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

// typed is what people typed into the last workbook.
type typed struct {
	from    string // "" = there is no such workbook
	entries workbook.TypedRows
}

// lastEntries reads the workbook that was named, or else the last one in the output
// folder. What cannot be read is a fault where it was named. Where it was found it is
// a notice, because that workbook is left as it is and nothing is lost.
func (o Output) lastEntries(asOf string) (typed, diag.List) {
	name := cmp.Or(o.Carry, lastWorkbook(o.Target, asOf))
	if name == "" {
		return typed{}, diag.List{}
	}
	entries, fault := readEntries(name)
	if fault == nil {
		return typed{name, entries}, diag.List{}
	}
	if o.Carry == "" {
		*fault = fault.Notice()
	}
	return typed{}, one(*fault)
}

func readEntries(name string) (workbook.TypedRows, *diag.Fault) {
	d, wrong := readDocument(name, maxWorkbook)
	if wrong != nil {
		fault := notCarried.With(*wrong).In(shownAs(name))
		return nil, &fault
	}
	entries, err := workbook.ReadTyped(d.Path, d.Content)
	if err == nil {
		return entries, nil
	}
	fault := diag.Fault{File: d.Path}
	_ = errors.As(err, &fault) // by place and hint, where it has them
	unread := notCarried.With(entriesUnreadable.With(cmp.Or(fault.What, err.Error()), fault.Hint)).AtPlaceOf(fault)
	return nil, &unread
}

// lastWorkbook finds the workbook that the next one follows: of those that bear
// its name, with or without a date, the one that was changed last. Whether somebody
// typed into it makes no difference: it may hold what was carried over into it.
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

// latestFirst lists the files of a folder that bear such a name.
func latestFirst(dir string, named *regexp.Regexp) []fs.FileInfo {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // a new folder; whatever else it is shows where it is written to
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

// isExtract reports whether a matrix is of some of the staff: its workbook does not
// hold what was typed about the others.
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
