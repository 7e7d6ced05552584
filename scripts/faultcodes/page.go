package main

import (
	"fmt"
	"slices"
	"strings"
)

const pageHead = `# Fault codes

Everything that Coursemark finds wrong with a project, a sheet or another file has a code. A code keeps its meaning in every version and language: programs go by it, and not by the words, which may change.

With ` + "`--json`" + ` faults are a list on standard output. ` + "`args`" +
	` are what the words are filled with, in a fixed order for each code; ` + "`line`" + ` and ` + "`column`" +
	` (in characters, from 1) are absent where the fault is one of the file as a whole. A build or a check that succeeds prints its report instead, with such a list under ` + "`notices`" + `. With ` + "`--format github`" + ` the code is the title of the annotation.

` + "```json" + `
[{"file": "content/talk/one.md", "line": 4, "column": 1, "severity": "error", "code": "…", "args": ["…"], "what": "…", "hint": "…"}]
` + "```" + `

In the tables below an ellipsis stands for what differs from case to case; a code with several wordings has them below each other. This page is made from the source by ` + "`go run ./scripts/faultcodes`" + `; a test compares.
`

// page is docs/formats/faults.md.
func (s *source) page() []byte {
	var b strings.Builder
	b.WriteString(pageHead)
	kinds := s.byCode()
	var folders []string
	for _, k := range kinds {
		if !slices.Contains(folders, k.folder) {
			folders = append(folders, k.folder)
		}
	}
	slices.Sort(folders)
	for _, folder := range folders {
		fmt.Fprintf(&b, "\n## `%s`\n\n| Code | What it says | Hint |\n|---|---|---|\n", folder)
		last := ""
		for _, k := range kinds {
			if k.folder != folder {
				continue
			}
			code := "`" + k.code + "`"
			if k.code == last {
				code = ""
			}
			last = k.code
			fmt.Fprintf(&b, "| %s | %s | %s |\n", code, cell(k.what), cell(k.hint))
		}
	}
	return []byte(b.String())
}

// cell is a format in a table of markdown.
func cell(format string) string {
	if format == "" {
		return ""
	}
	return strings.NewReplacer("|", `\|`, "\n", "<br>", "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]",
		`\]`).Replace(shown(format))
}
