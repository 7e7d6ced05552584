package serve

import "github.com/coursemark/coursemark/internal/diag"

// What the person at the keyboard should know.
var (
	notListening = diag.Kind{
		Code: "preview-not-listening", What: "nothing can be served on %s, port %d: %s",
		Hint: "coursemark serve --port 8080 takes another port, --bind another address of this computer",
	}
	portTaken   = diag.Kind{Code: "preview-port-taken", What: "port %d is taken; this is port %d"}
	notWatching = diag.Kind{Code: "preview-not-watching", What: "the system cannot watch the files (%s): they are looked at twice a second instead"}
	pageNotMade = diag.Kind{Code: "preview-page-not-made", What: "the page cannot be made: %s"}
)
