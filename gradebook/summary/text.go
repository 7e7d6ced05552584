package summary

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// text builds a summary.
type text struct{ strings.Builder }

func (t *text) linef(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

// table aligns cells that are separated by tabs.
func (t *text) table(align uint, rows func(row func(format string, args ...any))) {
	w := tabwriter.NewWriter(t, 0, 0, 2, ' ', align)
	rows(func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) })
	_ = w.Flush() // into memory
}

func (t *text) notices(notices []string) {
	if len(notices) > 0 {
		t.linef("\nPlease note:")
	}
	for _, n := range notices {
		t.linef("  - %s", n)
	}
	t.linef("")
}
