package generator

import "github.com/coursemark/coursemark/internal/diag"

var (
	stopped = diag.Kind{Code: "site-stopped", What: "stopped before the site was complete", Hint: "the site is as it was before"}
)
