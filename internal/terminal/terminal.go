// Package terminal is the one place that prints. Results go to standard output;
// faults, notices and progress go to standard error, so that a pipe carries
// results alone. Colour and progress appear on a terminal only, and never where
// NO_COLOR is set.
package terminal

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/term"

	"github.com/coursemark/coursemark/internal/diag"
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

// Notef writes a remark to standard error.
func (c *Console) Notef(format string, args ...any) {
	fmt.Fprintf(c.err, format, args...)
}

// Faults prints faults in the given order and says how many there are.
func (c *Console) Faults(faults []diag.Fault) {
	if c.json {
		c.faultsJSON(faults)
		return
	}
	errors, notices := 0, 0
	for _, f := range faults {
		text := f.String()
		first, rest, _ := strings.Cut(text, "\n")
		if c.colour {
			tint := "\x1b[1;31m"
			if f.Severity == diag.Notice {
				tint = "\x1b[1;33m"
			}
			first = tint + Clean(first) + "\x1b[0m"
		} else {
			first = Clean(first)
		}
		fmt.Fprintf(c.err, "%s\n%s", first, rest)
		if f.Severity == diag.Notice {
			notices++
		} else {
			errors++
		}
	}
	if errors+notices > 0 {
		fmt.Fprintf(c.err, "%s, %s\n", Count(errors, "fault", "faults"), Count(notices, "notice", "notices"))
	}
}

func (c *Console) faultsJSON(faults []diag.Fault) {
	type fault struct {
		File     string `json:"file"`
		Line     int    `json:"line,omitempty"`
		Column   int    `json:"column,omitempty"`
		Severity string `json:"severity"`
		What     string `json:"what"`
		Hint     string `json:"hint,omitempty"`
	}
	list := []fault{}
	for _, f := range faults {
		severity := "error"
		if f.Severity == diag.Notice {
			severity = "notice"
		}
		list = append(list, fault{f.File, f.Pos.Line, f.Pos.Column, severity, f.What, f.Hint})
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(list) // standard output is closed: there is nobody to tell
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

// Count writes a number with its noun: "1 fault", "2 faults".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Annotations prints faults as workflow commands of GitHub Actions, which shows
// them at their lines of a pull request.
func (c *Console) Annotations(faults []diag.Fault) {
	value := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, f := range faults {
		kind := "error"
		if f.Severity == diag.Notice {
			kind = "notice"
		}
		var at []string
		if f.File != "" {
			at = append(at, "file="+property.Replace(f.File))
		}
		if f.Pos.Line > 0 {
			at = append(at, fmt.Sprintf("line=%d", f.Pos.Line))
		}
		if f.Pos.Column > 0 {
			at = append(at, fmt.Sprintf("col=%d", f.Pos.Column))
		}
		text := f.What
		if f.Hint != "" {
			text += "\nhint: " + f.Hint
		}
		fmt.Fprintf(c.out, "::%s %s::%s\n", kind, strings.Join(at, ","), value.Replace(text))
	}
}

// Progress shows how far a task is, on a terminal and only once it has taken a
// second. It is safe for concurrent use.
type Progress struct {
	console *Console
	label   string
	start   time.Time

	mu    sync.Mutex
	shown time.Time
	drawn bool
}

// Progress begins a task.
func (c *Console) Progress(label string) *Progress {
	return &Progress{console: c, label: label, start: time.Now()}
}

// Step tells that done of total parts are done; total 0 is an unknown total.
func (p *Progress) Step(done, total int) {
	if !p.console.live {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.start) < time.Second || now.Sub(p.shown) < 100*time.Millisecond {
		return
	}
	p.shown, p.drawn = now, true
	if total > 0 {
		const width = 30
		full := min(width, width*done/total)
		fmt.Fprintf(p.console.err, "\r%s [%s%s] %d of %d", p.label, strings.Repeat("#", full), strings.Repeat(".", width-full), done, total)
		return
	}
	fmt.Fprintf(p.console.err, "\r%s %d", p.label, done)
}

// Done wipes the progress line.
func (p *Progress) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.console.err, "\r\x1b[K")
	}
}
