// Package terminal is the one place that prints. Results go to standard output;
// faults, notices and progress go to standard error, so that a pipe carries
// results alone. Colour and progress appear on a terminal only, and never where
// NO_COLOR is set.
package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// Console prints for one run of a command.
type Console struct {
	out, err io.Writer
	colour   bool
	live     bool // standard error is a terminal: progress may be drawn
	json     bool
}

// New returns a console over the two streams. With asJSON faults are printed as
// one JSON array on standard output instead.
func New(stdout, stderr io.Writer, asJSON bool) *Console {
	c := &Console{out: stdout, err: stderr, json: asJSON}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) && escapes(f) {
		c.live = true
		c.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	return c
}

// Printf writes a result.
func (c *Console) Printf(format string, args ...any) {
	fmt.Fprintf(c.out, format, args...)
}

// Say writes a text as a result, line by line, without blanks at their ends and
// without what could steer a terminal.
func (c *Console) Say(text string) {
	for line := range strings.Lines(text) {
		c.Printf("%s\n", Clean(strings.TrimRight(line, " \n")))
	}
}

// Notef writes a remark to standard error.
func (c *Console) Notef(format string, args ...any) {
	fmt.Fprintf(c.err, format, args...)
}

// Clean replaces what could steer a terminal.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
