package run

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// ReadMatrix reads the matrix.json of an earlier run. If keys are named, the matrix gets
// the standards and modules that matrix.json does not hold.
func ReadMatrix(name string, keys Keys) (*gradebook.Matrix, diag.List) {
	o, faults := keys.open()
	defer o.close()
	m, _, _, more := readMatrix(name, "")
	faults.Append(more)
	if !faults.Failed() && !keys.None() {
		faults.Append(grading.Attach(m, o.projects))
	}
	if faults.Failed() {
		return nil, faults
	}
	return m, faults
}

// readMatrix reads a matrix.json, which may be larger than memory; site is as in
// gradebook.ReadMatrix.
func readMatrix(name, site string) (*gradebook.Matrix, verdict.Input, os.FileInfo, diag.List) {
	f, info, wrong := openFile(name, matrixIsFolder)
	if wrong != nil {
		return nil, verdict.Input{}, nil, diag.ListOf(wrong.In(shownAs(name)))
	}
	defer f.Close()
	hash := sha256.New()
	m, faults := gradebook.ReadMatrix(shownAs(name), io.TeeReader(f, hash), site)
	return m, verdict.Input{Path: shownAs(name), Role: "previous", SHA256: hex.EncodeToString(hash.Sum(nil))},
		info, faults
}
