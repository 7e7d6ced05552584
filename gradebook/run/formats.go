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

// DefaultFormats are written where nobody asks for others.
func DefaultFormats() []Format { return []Format{XLSX, JSON} }

// defaultName is what workbook and matrix are called in a folder.
const defaultName = "matrix"

// page is a file beside the workbook and matrix.json.
type page struct {
	table  string // what it holds, where the format has a file for each table
	ending string
	write  func(io.Writer) error
}

// pages makes what a format consists of.
func pages(m *gradebook.Matrix, format Format) (out []page) {
	switch format {
	case HTML:
		out = append(out, page{ending: ".html", write: func(w io.Writer) error {
			content, err := report.HTML(m)
			if err != nil {
				return err
			}
			_, err = w.Write(content)
			return err
		}})
	case CSV:
		for _, t := range report.CSV(m) {
			out = append(out, page{t.Name, ".csv", t.Write})
		}
	}
	return out
}

// at names the file; base is the path of matrix.json without its ending. A table bears
// the name of the matrix too, unless that is the one that everybody's has.
func (p page) at(base string) string {
	switch {
	case p.table == "" || p.table == "matrix":
		return base + p.ending
	case filepath.Base(base) == defaultName:
		return strings.TrimSuffix(base, defaultName) + p.table + p.ending
	}
	return base + "-" + p.table + p.ending
}
