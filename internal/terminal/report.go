package terminal

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/diag"
)

// Faults prints faults in the given order and says how many there are.
func (c *Console) Faults(faults []diag.Fault) {
	if c.json {
		c.faultsJSON(faults)
		return
	}
	errors, notices := 0, 0
	for _, f := range faults {
		first, rest, _ := strings.Cut(f.String(), "\n")
		fmt.Fprintf(c.err, "%s\n%s", c.tinted(Clean(first), f.Severity), rest)
		if f.Severity == diag.Notice {
			notices++
		} else {
			errors++
		}
	}
	if errors+notices > 0 {
		fmt.Fprintf(c.err, "%s, %s\n", count.Of(errors, "fault", "faults"), count.Of(notices, "notice", "notices"))
	}
}

// tinted is a line in the colour of its severity, where colours are shown.
func (c *Console) tinted(line string, s diag.Severity) string {
	switch {
	case !c.colour:
		return line
	case s == diag.Notice:
		return "\x1b[1;33m" + line + "\x1b[0m"
	}
	return "\x1b[1;31m" + line + "\x1b[0m"
}

// FaultJSON is a fault as --json prints it; docs/formats/faults.md describes it.
type FaultJSON struct {
	File     string    `json:"file"`
	Line     int       `json:"line,omitempty"`
	Column   int       `json:"column,omitempty"`
	Severity string    `json:"severity"`
	Code     diag.Code `json:"code,omitempty"`
	Args     []any     `json:"args,omitempty"`
	What     string    `json:"what"`
	Hint     string    `json:"hint,omitempty"`
}

// ListJSON returns faults as --json prints them.
func ListJSON(faults []diag.Fault) []FaultJSON {
	list := []FaultJSON{}
	for _, f := range faults {
		list = append(list, FaultJSON{
			f.File, f.Pos.Line, f.Pos.Column, severity(f), f.Code, values(f.Args), f.What, f.Hint,
		})
	}
	return list
}

func (c *Console) faultsJSON(faults []diag.Fault) {
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(ListJSON(faults)) // standard output is closed: there is nobody to report it to
}

func severity(f diag.Fault) string {
	if f.Severity == diag.Notice {
		return "notice"
	}
	return "error"
}

// values are arguments of a fault as JSON has them: what is neither a number, a text, a
// list of texts nor a suggestion is written as its words.
func values(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case string, bool, int, int64, float64, []string, diag.Suggestion:
			out[i] = a
		default:
			out[i] = fmt.Sprint(a)
		}
	}
	return out
}

// Annotations prints faults as workflow commands of GitHub Actions, which shows them
// at their lines of a pull request, with their code as the title.
func (c *Console) Annotations(faults []diag.Fault) {
	value := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, f := range faults {
		var properties []string
		add := func(name, content string) {
			if content != "" && content != "0" {
				properties = append(properties, name+"="+property.Replace(content))
			}
		}
		add("file", f.File)
		add("line", fmt.Sprint(f.Pos.Line))
		add("col", fmt.Sprint(f.Pos.Column))
		add("title", string(f.Code))
		text := f.What
		if f.Hint != "" {
			text += "\nhint: " + f.Hint
		}
		fmt.Fprintf(c.out, "::%s %s::%s\n", severity(f), strings.Join(properties, ","), value.Replace(text))
	}
}
