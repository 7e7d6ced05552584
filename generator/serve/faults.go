package serve

import "github.com/coursemark/coursemark/internal/diag"

// Faults and notes of the preview.
var (
	notListening = diag.Kind{
		Code: "preview-not-listening", What: "nothing can be served on %s, port %d: %s",
		Hint: "choose another port with --port 8080, or another address of this computer with --bind",
	}
	portTaken   = diag.Kind{Code: "preview-port-taken", What: "port %d is in use, so the preview is on port %d"}
	notWatching = diag.Kind{Code: "preview-not-watching",
		What: "the system cannot watch the files (%s), so they are checked twice a second"}
	pageNotMade = diag.Kind{Code: "preview-page-not-made", What: "the page cannot be made: %s"}
)
