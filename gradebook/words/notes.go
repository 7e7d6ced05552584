package words

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// notes are the words of each note on evidence, formats over its arguments.
var notes = map[verdict.Code]string{
	verdict.Remark:                 "%s",
	verdict.HandedInAs:             "handed in as %s",
	verdict.DecidedBy:              "decided by %s on %s: %s",
	verdict.OtherVersion:           "another version of it was rejected",
	verdict.QuestionsMissing:       "%s of %s questions are not in the file and count as blank",
	verdict.CountedAs:              "counted as %s",
	verdict.RejectedBy:             "rejected, decided by %s on %s: %s",
	verdict.CountsBy:               "it counts, decided by %s on %s: %s",
	verdict.ConfirmedBySubject:     "who confirmed it is the person observed",
	verdict.FileConfirmedBySubject: "who confirmed the file is the person observed",
	verdict.PartlyMarked:           "%s of %s questions are in a wording whose answer key is there; the others count as blank",
	verdict.LeftOut:                "it is left out",
	verdict.RowNotCounted:          "the row does not count",
	verdict.ModuleRead:             "module, read to its end",
	verdict.ModuleAssessed:         "module, by its assessment",
	verdict.NoPlannedMinutes:       "the grading kit plans no minutes for this module",
	verdict.OtherModuleVersion:     "another version than the grading kit's, whose minutes these are",
	verdict.ReceiptUnknown:         "receipt unknown",
	verdict.ClockAhead:             "received on %s, before the %s of the computer on which it was handed in: that clock was ahead",
	verdict.MarkedOn:               "marked on %s",
	verdict.ObservedEachOther:      "%s observed %s in the same competency on %s",
	verdict.AwaitsConfirmation:     "awaits confirmation by somebody other than the person",
	verdict.AwaitsMarking:          "awaits marking by an assessor",
	verdict.PublicBankRefused:      "anybody can look up the answers of this bank, and the rule refuses such banks",
	verdict.DatedLater:             "dated after the as-of date",
	verdict.KindNotDemanded:        "this kind of evidence is not demanded for the competency",
	verdict.PersonLeft:             "left before the as-of date",
	verdict.PersonNotYetStarted:    "starts after the as-of date",
}

// Note says a note on evidence, which can also be the reason why it does not count.
func Note(n verdict.Note) string {
	if format, ok := notes[n.Code]; ok {
		return fill(format, n.Args)
	}
	what, _ := Reason(n)
	return what
}

// Notes say several in one line; "" for none.
func Notes(list []verdict.Note) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = Note(n)
	}
	return strings.Join(texts, "; ")
}

// fill formats arguments. The format need not use them all; if there are too few, as
// in a file that somebody changed, the missing ones are "".
func fill(format string, args []string) string {
	verbs := strings.Count(format, "%")
	values := make([]any, max(len(args), verbs, mostArgs))
	for i := range values {
		if values[i] = ""; i < len(args) {
			values[i] = args[i]
		}
	}
	if !strings.Contains(format, "%[") {
		values = values[:verbs]
	} else if verbs == 0 {
		return format
	}
	return fmt.Sprintf(format, values...)
}
