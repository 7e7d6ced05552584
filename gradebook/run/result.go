package run

import (
	"github.com/coursemark/coursemark/gradebook"
)

// Result is what a run graded and wrote. Files are named as they were opened.
type Result struct {
	Matrix      *gradebook.Matrix
	Workbook    string   // "" = not asked for
	MatrixFile  string   // matrix.json
	Others      []string // the page and the tables
	Kept        string   // somebody's workbook of that name, left as it is; "" = there was none
	CarriedFrom string   // workbook from which typed values were carried over; "" = there were none
	Decisions   string   // the table of open cases; "" = there is none
	Suspicions  string   // the list of suspicions; "" = there is none
	Lists       []string // of these two, what this run wrote
}
