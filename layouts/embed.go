// Package layouts holds the default theme: templates, styles, the player (the
// code that runs in the browser) and the interface's words. A project overrides
// any of these files by a file of the same name in its own layouts folder.
// report/ holds the gradebook's pages.
package layouts

import "embed"

// Files is the default theme. The player is embedded whole: its tests are in test/player.
//
//go:embed player report styles/*.css templates/*.html words/*.toml
var Files embed.FS
