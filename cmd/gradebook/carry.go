package main

import (
	"cmp"
	"errors"
	"fmt"
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

// carried is what people typed into the last workbook.
type carried struct {
	from    string // "" = nothing was found
	entries workbook.Entries
}

// carry reads the workbook that --carry names, or else the last one in the output
// folder. What cannot be read is a fault where it was named; found by itself it is
// a notice, because that workbook is left as it is and nothing is lost.
func (f gradeFlags) carry(asOf string) (carried, diag.List) {
	var faults diag.List
	name := f.carryFrom
	if name == "" {
		name = lastWorkbook(f.output, asOf)
	}
	if name == "" {
		return carried{}, faults
	}
	document, _, fault := readDocument(name)
	if fault == nil {
		entries, err := workbook.ReadEntries(document.Path, document.Content)
		if err == nil {
			return carried{name, entries}, faults
		}
		fault = &diag.Fault{}
		if !errors.As(err, fault) {
			*fault = diag.Fault{File: document.Path, What: err.Error()}
		}
	}
	fault.What = "what was typed into this workbook is not carried over: " + fault.What
	if f.carryFrom == "" {
		fault.Severity = diag.Notice
	}
	faults.Add(*fault)
	return carried{}, faults
}

// lastWorkbook finds the workbook that the next one follows: of those that bear
// its name, with or without a date, the one that was changed last. Whether somebody
// typed into it makes no difference: it may hold what was carried over into it.
func lastWorkbook(target, asOf string) string {
	dir, stem := folderAndName(target)
	stem = strings.TrimSuffix(stem, "-"+asOf)
	named := regexp.MustCompile(`(?i)^` + regexp.QuoteMeta(stem) + `(-\d{4}-\d\d-\d\d)?(-\d+)?\.xlsx$`)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "" // a new folder, or told where it is written to
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
	for _, info := range found {
		name := filepath.Join(dir, info.Name())
		if !isExtract(strings.TrimSuffix(name, filepath.Ext(name)) + ".json") {
			return name
		}
	}
	return ""
}

// isExtract tells whether a matrix is of some of the staff: its workbook has not
// what was typed about the others.
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

// sheetsAsked checks the names of the sheets that --sheets asks for.
func sheetsAsked(list string) ([]string, error) {
	var out []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		if !slices.ContainsFunc(workbook.OnRequest(), func(s string) bool { return strings.EqualFold(s, name) }) {
			return nil, usageError{fmt.Sprintf("--sheets %q is not known", name), someOf("--sheets", name, workbook.OnRequest())}
		}
		out = append(out, name)
	}
	return out, nil
}
