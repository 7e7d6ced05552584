package quiz

import (
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
)

// extend returns a longer path, in memory of its own.
func extend(path []any, further ...any) []any { return append(slices.Clip(path), further...) }

// reportAt returns a report for a part of the input: its paths begin at path.
func reportAt(report diag.Report, path ...any) diag.Report {
	return func(m diag.Message, further ...any) { report(m, extend(path, further...)...) }
}

// reportIn returns a report for one of a bank's tables: its paths begin at path, and kind
// puts the table's ID before each message.
func reportIn(report diag.Report, kind diag.Kind, id string, path ...any) diag.Report {
	return func(m diag.Message, further ...any) { report(kind.With(id, m), extend(path, further...)...) }
}

// reportRepeats reports a text that is missing or repeats an earlier one. seen holds the
// earlier texts by their folded form; what names the thing in the fault.
func reportRepeats(seen map[string]int, i int, what, text string, report diag.Report, path ...any) {
	folded := Fold(text)
	if folded == "" {
		report(textMissing.With(what, i+1), path...)
	} else if first, ok := seen[folded]; ok {
		report(textTwice.With(what, i+1, what, first+1), path...)
	} else {
		seen[folded] = i
	}
}

// placedReport takes one thing that is wrong, at the place of another fault.
type placedReport func(at diag.Fault, m diag.Message)
