// Package diag describes faults that people can fix: where, what, and how to fix it.
//
// Every loader collects all the faults of its input in a List and goes on; a
// command prints them sorted, at once. Rendering for a terminal is here too, so
// that a fault reads the same wherever it is shown.
package diag

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Severity says whether a fault stops the work.
type Severity int

const (
	Error  Severity = iota // the command ends with status 1
	Notice                 // only shown; an error under --strict
)

// Pos is a place in a file: line and column count from 1, columns in
// characters (runes). A zero Line means the file as a whole.
type Pos struct {
	Line, Column int
}

// Fault is one thing that is wrong with an input.
type Fault struct {
	File     string // slash-separated, relative to the project or as typed
	Pos      Pos
	Severity Severity
	Code     Code   // of its kind
	Args     []any  // arguments of its kind's formats
	What     string // in English: one line, lower case, no full stop
	Hint     string // how to mend it; may be empty
	Excerpt  string // the source line at Pos, without its line end; may be empty
}

// Error renders the first line of the fault: file:line:col: what.
func (f Fault) Error() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File)
		if f.Pos.Line > 0 {
			fmt.Fprintf(&b, ":%d", f.Pos.Line)
			if f.Pos.Column > 0 {
				fmt.Fprintf(&b, ":%d", f.Pos.Column)
			}
		}
		b.WriteString(": ")
	}
	if f.Severity == Notice {
		b.WriteString("notice: ")
	}
	b.WriteString(f.What)
	return b.String()
}

// String renders the whole fault: the first line, the excerpt with a caret and
// the hint.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.Error())
	b.WriteByte('\n')
	b.WriteString(f.Snippet())
	if f.Hint != "" {
		b.WriteString("  hint: ")
		b.WriteString(strings.ReplaceAll(f.Hint, "\n", "\n        "))
		b.WriteByte('\n')
	}
	return b.String()
}

// Snippet renders the excerpt with a caret under the column; "" if there is no excerpt.
func (f Fault) Snippet() string {
	if f.Excerpt == "" || f.Pos.Line == 0 {
		return ""
	}
	line, caret := excerpt(f.Excerpt, f.Pos.Column)
	gutter := fmt.Sprintf("%5d", f.Pos.Line)
	snippet := gutter + " | " + line + "\n"
	if f.Pos.Column > 0 {
		snippet += strings.Repeat(" ", len(gutter)) + " | " + caret + "^\n"
	}
	return snippet
}

// excerptWidth is how much of a long source line is shown.
const excerptWidth = 100

// excerpt cuts a source line around the column and returns the blanks that put a
// caret under it. Wide characters (CJK, emoji) take two cells; tabs become one
// space; other control characters are shown as U+FFFD so that a hostile file
// cannot steer the terminal.
func excerpt(line string, column int) (shown, blanks string) {
	runes := []rune(line)
	start := 0
	if column-1 > excerptWidth*3/4 {
		start = min(column-1-excerptWidth/2, len(runes))
	}
	var out, pad strings.Builder
	if start > 0 {
		out.WriteString("…")
		pad.WriteByte(' ')
	}
	for i := start; i < len(runes) && i < start+excerptWidth; i++ {
		r := runes[i]
		switch {
		case r == '\t':
			r = ' '
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || isBidiControl(r):
			r = utf8.RuneError
		}
		out.WriteRune(r)
		if i < column-1 {
			pad.WriteString(strings.Repeat(" ", cells(r)))
		}
	}
	if len(runes) > start+excerptWidth {
		out.WriteString("…")
	}
	return out.String(), pad.String()
}

func isBidiControl(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// cells returns how many terminal columns a character takes.
func cells(r rune) int {
	switch {
	case r >= 0x300 && r <= 0x36f, r == 0x200d, r >= 0xfe00 && r <= 0xfe0f:
		return 0
	case r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// List collects faults. The zero value is ready to use; it is not safe for
// concurrent use: workers collect their own and Add them up.
type List struct {
	faults []Fault
}

// ListOf returns a list of faults.
func ListOf(faults ...Fault) List { return List{faults} }

// Add adds faults to the list.
func (l *List) Add(faults ...Fault) { l.faults = append(l.faults, faults...) }

// Append adds all faults of another list.
func (l *List) Append(other List) { l.faults = append(l.faults, other.faults...) }

// Len returns the number of errors and notices.
func (l *List) Len() int { return len(l.faults) }

// Failed reports whether there is at least one error.
func (l *List) Failed() bool {
	return slices.ContainsFunc(l.faults, func(f Fault) bool { return f.Severity == Error })
}

// Sorted returns the faults by file, line, column and text, without repeats.
func (l *List) Sorted() []Fault {
	sorted := slices.Clone(l.faults)
	slices.SortStableFunc(sorted, func(a, b Fault) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if c := a.Pos.Line - b.Pos.Line; c != 0 {
			return c
		}
		if c := a.Pos.Column - b.Pos.Column; c != 0 {
			return c
		}
		return strings.Compare(a.What, b.What)
	})
	return slices.CompactFunc(sorted, Fault.same)
}

// same reports whether two faults would be shown alike.
func (f Fault) same(other Fault) bool {
	return f.File == other.File && f.Pos == other.Pos && f.Severity == other.Severity && f.Code == other.Code &&
		f.What == other.What && f.Hint == other.Hint
}

// Err returns nil where nothing failed, and otherwise an error that renders all faults.
func (l *List) Err() error {
	if !l.Failed() {
		return nil
	}
	return Failure{l.Sorted()}
}

// Failure is a list of faults as an error.
type Failure struct{ Faults []Fault }

func (f Failure) Error() string {
	lines := make([]string, len(f.Faults))
	for i, fault := range f.Faults {
		lines[i] = strings.TrimRight(fault.String(), "\n")
	}
	return strings.Join(lines, "\n")
}

// PosAt turns a byte offset into line and column.
func PosAt(source []byte, offset int) Pos {
	offset = max(0, min(offset, len(source)))
	before := source[:offset]
	line := 1 + bytes.Count(before, []byte{'\n'})
	start := bytes.LastIndexByte(before, '\n') + 1
	return Pos{Line: line, Column: 1 + utf8.RuneCount(before[start:])}
}

// Line returns the text of a line (counted from 1) without its end.
func Line(source []byte, line int) string {
	rest := source
	for i := 1; i < line; i++ {
		_, after, found := bytes.Cut(rest, []byte{'\n'})
		if !found {
			return ""
		}
		rest = after
	}
	text, _, _ := bytes.Cut(rest, []byte{'\n'})
	return strings.TrimRight(string(text), "\r")
}
