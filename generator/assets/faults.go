package assets

import "github.com/coursemark/coursemark/internal/diag"

// Faults of styles and scripts.
var (
	bundlerSays = diag.Kind{Code: "layout-not-bundled", What: "%s",
		Hint: "%[2]s"} // esbuild's words; the third argument is its ID
	notImported = diag.Kind{Code: "layout-not-imported", What: "%q cannot be imported", Hint: "%[2]s"}
	noSuchFile  = diag.Kind{Code: "layout-no-file", What: "there is no file layouts/%s", Hint: "%[2]s"}
)

// What an import may have meant, as an argument of a hint.
var (
	nearImport  = diag.Kind{What: `did you mean "./%s"?`}
	howToImport = diag.Kind{What: "import a file of layouts/ by its path from the importing file; coursemark list " +
		"layouts shows them all"}
)
