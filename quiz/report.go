package quiz

import (
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
)

// below is a path that goes on.
func below(path []any, further ...any) []any { return append(slices.Clip(path), further...) }

// reportAt reports what is wrong in a part of the input: path leads to it.
func reportAt(report diag.Report, path ...any) diag.Report {
	return func(m diag.Message, further ...any) { report(m, below(path, further...)...) }
}

// reportIn reports what is wrong in one of a bank's tables: kind says which it is by
// its ID, and path where it stands.
func reportIn(report diag.Report, kind diag.Kind, id string, path ...any) diag.Report {
	return func(m diag.Message, further ...any) { report(kind.With(id, m), below(path, further...)...) }
}

// reportRepeats reports a text that is missing or was there before. seen holds the
// earlier ones by their folded form; what is the name of such a thing.
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

// reportPlaced takes one thing that is wrong, at a place in the text.
type reportPlaced func(at diag.Fault, m diag.Message)
