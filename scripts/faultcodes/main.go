// Command faultcodes lists every kind of fault in docs/formats/faults.md, from the
// declarations in the source:
//
//	go run ./scripts/faultcodes
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/coursemark/coursemark/internal/files"
)

// page is the list, from the root of the repository.
const page = "docs/formats/faults.md"

func main() {
	source, err := read(".")
	if err == nil {
		err = files.Replace(files.OS(), filepath.FromSlash(page), source.page())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
