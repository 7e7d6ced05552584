package course

import "github.com/coursemark/coursemark/internal/diag"

// Words around what is wrong with a text: they say which one.
var (
	inQuestion   = diag.Kind{What: "question %q: %s"}
	inTask       = diag.Kind{What: "task %q: %s"}
	inDefinition = diag.Kind{What: "the definition of %q: %s"}
)
