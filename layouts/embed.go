// Package layouts holds the default theme: templates, styles, the player (the
// code that runs in the browser) and the interface's words. A project overrides
// any of these files by a file of the same name in its own layouts folder.
// report/ holds the gradebook's pages.
package layouts

import "embed"

// Files is the default theme. The two patterns of the player take every module
// and leave out the tests that stand beside them (*.test.js).
//
//go:embed templates/*.html styles/*.css words/*.toml player/*[^t].js player/*[^s]t.js player/pages/*.js report/*
var Files embed.FS
