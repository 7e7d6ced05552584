package words

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// notes are the words of each note on evidence, formats over its arguments.
var notes = map[verdict.Code]string{
	verdict.Remark:              "%s",
	verdict.HandedInAs:          "handed in as %s",
	verdict.DecidedBy:           "decided by %s on %s: %s",
	verdict.OtherVersion:        "another version of it was rejected",
	verdict.QuestionsMissing:    "%s of %s questions are not in the file and count as blank",
	verdict.ReceiptUnknown:      "receipt unknown",
	verdict.ClockAhead:          "received on %s, before the %s of the computer on which it was handed in: that clock was ahead",
	verdict.MarkedOn:            "marked on %s",
	verdict.ObservedEachOther:   "%s observed %s in the same competency on %s",
	verdict.AwaitsConfirmation:  "awaits confirmation by somebody other than the person",
	verdict.AwaitsMarking:       "awaits marking by an assessor",
	verdict.PublicBankRefused:   "anybody can look up the answers of this bank, and the rule refuses such banks",
	verdict.DatedLater:          "dated after the as-of date",
	verdict.KindNotDemanded:     "this kind of evidence is not demanded for the competency",
	verdict.PersonLeft:          "left before the as-of date",
	verdict.PersonNotYetStarted: "starts after the as-of date",
}

// Note says a note on evidence.
func Note(n verdict.Note) string { return fill(notes[n.Code], n.Args) }

// Notes say several in one line; "" for none.
func Notes(list []verdict.Note) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = Note(n)
	}
	return strings.Join(texts, "; ")
}

// fill puts arguments into a format, which need not use them all.
func fill(format string, args []string) string {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a
	}
	if n := strings.Count(format, "%s"); n < len(values) {
		values = values[:n]
	}
	return fmt.Sprintf(format, values...)
}
