package run

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/report"
)

// Format is a form in which a matrix is written.
type Format string

// The formats. matrix.json is always written: the next run compares with it, and it
// vouches for the other files.
const (
	XLSX Format = "xlsx"
	JSON Format = "json"
	CSV  Format = "csv"
	HTML Format = "html"
)

// Formats lists the formats.
func Formats() []Format { return []Format{XLSX, JSON, CSV, HTML} }

// DefaultFormats lists the formats that are written unless others are requested.
func DefaultFormats() []Format { return []Format{XLSX, JSON} }

// defaultName is what the workbook and the matrix are called in a folder.
const defaultName = "matrix"

// export is a file beside the workbook and matrix.json: a page or a table.
type export struct {
	table  string // its name, if the format has a file for each table
	ending string
	write  func(io.Writer) error
}

// exports returns the files that a format consists of.
func exports(m *gradebook.Matrix, format Format) (out []export) {
	switch format {
	case HTML:
		out = append(out, export{ending: ".html", write: func(w io.Writer) error {
			content, err := report.HTML(m)
			if err != nil {
				return err
			}
			_, err = w.Write(content)
			return err
		}})
	case CSV:
		for _, t := range report.CSV(m) {
			out = append(out, export{t.Name, ".csv", t.Write})
		}
	}
	return out
}

// path returns where the file is written; base is the path of matrix.json without its
// ending. The name of a table begins with that of the matrix, unless that is the default.
func (e export) path(base string) string {
	switch {
	case e.table == "" || e.table == "matrix":
		return base + e.ending
	case filepath.Base(base) == defaultName:
		return strings.TrimSuffix(base, defaultName) + e.table + e.ending
	}
	return base + "-" + e.table + e.ending
}
