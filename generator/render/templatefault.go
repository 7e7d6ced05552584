package render

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// templateError matches the errors of html/template:
// "template: NAME:LINE[:COLUMN]: [executing "…" at <…>: ]TEXT".
var templateError = regexp.MustCompile(
	`^(?:html/)?template: ?([^:]*):(\d+)(?::(\d+))?: (?:executing "[^"]*" at <.*?>: )?(.*)$`)

// templateFault turns an error of a template into a fault at its place.
func templateFault(sources map[string][]byte, err error) diag.Fault {
	text, _, _ := strings.Cut(html.UnescapeString(err.Error()), "\n")
	m := templateError.FindStringSubmatch(text)
	if m == nil {
		return templateFails.With(text).In("layouts/templates")
	}
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	if column > 0 {
		column++ // counted from 0 there
	}
	return templateFails.With(m[4]).AtPos("layouts/"+m[1], sources[m[1]], diag.Pos{Line: line, Column: column})
}
