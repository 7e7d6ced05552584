package desk

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/terminal"
)

// program is a run of the gradebook that says what it does on the console.
type program struct {
	run.Run
	console *terminal.Console
}

func (p program) sayf(format string, args ...any) {
	p.console.Say(fmt.Sprintf(format, args...) + "\n")
}

// list names files with a remark on each.
func (p program) list(lines []remark) {
	var listed strings.Builder
	table := tabwriter.NewWriter(&listed, 0, 0, 3, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(table, "  %s\t%s\n", terminal.Clean(l.file), l.text)
	}
	_ = table.Flush() // into memory
	p.console.Say(listed.String())
}
