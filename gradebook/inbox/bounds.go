package inbox

import (
	"path"
	"strings"

	"github.com/coursemark/coursemark/results"
)

// Bounds of files inside other files.
const (
	maxDepth     = 3         // a zip in a mail in a zip
	maxContainer = 64 << 20  // of a zip inside another, or a mail
	maxNested    = 256 << 20 // that the containers in one file unpack to
	maxEntries   = 20_000    // of a container
	maxLines     = 100_000   // of a list that is not a file by itself
	maxFiles     = 2_000_000 // of a run
)

// sizeLimit returns how large a file may be, in bytes: one that holds others may be larger.
func sizeLimit(name string) int64 {
	if isMailName(name) || strings.EqualFold(path.Ext(name), ".zip") {
		return maxContainer
	}
	return results.MaxFileSize
}
