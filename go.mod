module github.com/coursemark/coursemark

go 1.26.0

require (
	github.com/BurntSushi/toml v1.6.0 // decodes the TOML that trainers write, with positions of syntax errors; MIT, last release 2025-12
	github.com/alecthomas/chroma/v2 v2.27.0 // colours code while the site is built, so that no page loads a script for it; MIT, 2026-06
	github.com/evanw/esbuild v0.28.2 // bundles styles and player without Node, so that a trainer can override one module; MIT, 2026-08
	github.com/fsnotify/fsnotify v1.10.1 // is told by the system which files change, for the live preview; BSD-3, 2026-05
	github.com/go-json-experiment/json v1.27.2 // reads JSON from outside: refuses duplicate names, which encoding/json takes; the coming encoding/json/v2; BSD-3, 2026-11
	github.com/gofrs/flock v0.13.2 // the lock of a build on every system, freed when the process is killed; BSD-3, 2026-11
	github.com/pelletier/go-toml/v2 v2.4.3 // its syntax tree gives the position of every key for faults that only we can see; MIT, 2026-07
	github.com/rogpeppe/go-internal v1.16.0 // tests only: testscript runs the commands as people type them, from files that can be read without Go; BSD-3, 2026-07
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests only: holds our files to the schemas of docs/formats; Apache-2.0
	github.com/spf13/afero v1.15.0 // one file system for disk, memory and kits; Apache-2.0, 2025-09
	github.com/spf13/cobra v1.10.2 // commands, help and completion as people know them; Apache-2.0, 2025-12
	github.com/xuri/excelize/v2 v2.11.1 // reads and streams XLSX with tables, charts and conditional formats; BSD-3, 2026-11
	github.com/yuin/goldmark v1.8.7 // CommonMark with an extensible syntax tree and positions; MIT, 2026-10
	golang.org/x/image v0.44.0 // scales pictures well, and reads the size of WebP; BSD-3, the Go project
	golang.org/x/sync v0.24.0 // errgroup; BSD-3, the Go project
	golang.org/x/term v0.47.0 // is this a terminal?; BSD-3, the Go project
	golang.org/x/text v0.43.0 // Unicode normal forms, case folding, widths, old encodings; BSD-3, the Go project
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // was this started by a double-click? (Windows); what cobra itself uses; Apache-2.0
	github.com/spf13/pflag v1.0.9 // the flags of cobra, to propose the one that was meant; BSD-3, 2025-09
	golang.org/x/sys v0.49.0 // switches the Windows console to escape sequences; BSD-3, the Go project
)

require (
	github.com/bmatcuk/doublestar/v4 v4.10.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/cpuguy83/go-md2man/v2 v2.0.6 // indirect
	github.com/dlclark/regexp2/v2 v2.2.1 // indirect
	github.com/fatih/color v1.19.0 // indirect
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/mattn/go-runewidth v0.0.21 // indirect
	github.com/mattn/go-shellwords v1.0.12 // indirect
	github.com/rhysd/actionlint v1.7.12 // indirect
	github.com/richardlehane/mscfb v1.0.9 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/robfig/cron/v3 v3.0.1 // indirect
	github.com/russross/blackfriday/v2 v2.1.0 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/xuri/efp v0.0.3-0.20260924042702-217b81952dec // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	go.yaml.in/yaml/v4 v4.0.0-rc.3 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

// Part of make check.
tool (
	github.com/rhysd/actionlint/cmd/actionlint // checks the workflows of .github; MIT, 2026-03
	honnef.co/go/tools/cmd/staticcheck // finds what vet does not; MIT, 2026-10
)

// An npm package brings Go code along.
ignore ./test/browser/node_modules
