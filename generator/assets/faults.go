package assets

import "github.com/coursemark/coursemark/internal/diag"

// What can be wrong with styles and scripts.
var (
	bundlerSays = diag.Kind{Code: "layout-not-bundled", What: "%s", Hint: "%[2]s"} // both in esbuild's words; its own ID is the third argument
	notImported = diag.Kind{Code: "layout-not-imported", What: "%q cannot be imported", Hint: "%[2]s"}
	noSuchFile  = diag.Kind{Code: "layout-no-file", What: "there is no file layouts/%s", Hint: "%[2]s"}
)

// What an import could have meant, as an argument of a hint.
var (
	nearImport  = diag.Kind{What: `did you mean "./%s"?`}
	howToImport = diag.Kind{What: "an import names a file of layouts/, relative to the importing one; coursemark list layouts names them all"}
)
