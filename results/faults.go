package results

import (
	"errors"

	"github.com/coursemark/coursemark/internal/diag"
)

// These kinds say why a file or a record cannot be used, in words for HR. Readers return
// them as a diag.Fault without a place.

const (
	askForFile     = "ask the person for the file that My progress downloads: results-….json"
	askAgain       = "ask the person to download it again from My progress"
	askForOriginal = "ask for the original file"
)

// Files.
var (
	fileTooLarge = diag.Kind{
		Code: "results-too-large",
		What: "the file has %d MB; a results file has at most %d MB",
		Hint: "this is probably not a results file; " + askAgain,
	}
	fileEmpty  = diag.Kind{Code: "results-empty", What: "the file is empty", Hint: askAgain}
	notResults = diag.Kind{
		Code: "results-other-json",
		What: "the file is JSON, but not a results file",
		Hint: askForFile,
	}
	notJSON       = diag.Kind{Code: "results-not-json", What: "the file is not a results file", Hint: askForFile}
	formatUnknown = diag.Kind{
		Code: "results-format-unknown",
		What: "the file has the format %q, which this version does not know",
		Hint: "use a newer gradebook",
	}
	tooManyRecords = diag.Kind{
		Code: "results-too-many-records",
		What: "the file has %d records; at most %d are read",
		Hint: "put the results of each person in a file of their own",
	}
	notUTF8 = diag.Kind{
		Code: "results-not-utf8",
		What: "the file is not UTF-8 text",
		Hint: "it was converted or damaged in transit; " + askForOriginal + " as an attachment",
	}
	tooDeep = diag.Kind{
		Code: "results-too-deep",
		What: "the file is nested more than %d deep",
		Hint: "this is not a results file",
	}
	textAfter = diag.Kind{
		Code: "results-text-after",
		What: "there is more text after the end of the results",
		Hint: "the file was edited or two were joined; " + askForOriginal,
	}
	nameTwice = diag.Kind{
		Code: "results-name-twice",
		What: "a name occurs twice in the same JSON object",
		Hint: "the player never writes this: the file was edited; " + askForOriginal,
	}
	cutOff = diag.Kind{
		Code: "results-cut-off",
		What: "the file ends too early",
		Hint: "it was cut off in transit; ask for it again as an attachment",
	}
	damagedAt = diag.Kind{
		Code: "results-damaged-at",
		What: "the file is damaged at byte %d, or is not a results file",
		Hint: "it was edited, or changed in transit; " + askAgain,
	}
	damaged    = diag.Kind{Code: "results-damaged", What: "the file is damaged", Hint: askAgain}
	noRecord   = diag.Kind{Code: "record-malformed", What: "the record is not of the form {kind, id, bytes}"}
	noRecordID = diag.Kind{Code: "record-id-unusable", What: "the record has no usable id"}
	recordSize = diag.Kind{Code: "record-too-large", What: "the record is larger than %d KB"}
	notBase64  = diag.Kind{
		Code: "record-not-base64",
		What: "the record's bytes are not base64: the file was damaged in transit",
	}
)

// Attempts.
var (
	notAnAttempt         = diag.Kind{Code: "attempt-malformed", What: "the record does not have the form of an attempt"}
	attemptFormatUnknown = diag.Kind{
		Code: "attempt-format-unknown",
		What: "the attempt has the format %q, which this version does not know",
	}
	attemptOfOtherID    = diag.Kind{Code: "attempt-of-other-id", What: "the attempt's id is not the record's"}
	ordinalUnusable     = diag.Kind{Code: "attempt-number-unusable", What: "the attempt's number cannot be used"}
	attemptWithoutStaff = diag.Kind{
		Code: "attempt-without-staff",
		What: "the attempt has no staff ID in canonical form",
	}
	attemptTooLong = diag.Kind{
		Code: "attempt-too-long",
		What: "the attempt has more responses or events than a sitting can have",
	}
	startUnreadable = diag.Kind{Code: "attempt-start-unreadable", What: "the time of starting cannot be read"}
	endUnreadable   = diag.Kind{Code: "attempt-end-unreadable", What: "the time of handing in cannot be read"}
	endBeforeStart  = diag.Kind{Code: "attempt-end-before-start", What: "it was handed in before it was started"}
	notAnEvent      = diag.Kind{
		Code: "attempt-log-malformed",
		What: "the event log holds something that is not an event",
	}
	eventAfterEnd = diag.Kind{Code: "attempt-log-goes-on", What: "the event log goes on after handing in"}
	logWithoutEnd = diag.Kind{
		Code: "attempt-log-without-end",
		What: "the event log does not end with handing in",
	}
	responseNotJSON = diag.Kind{
		Code: "attempt-response-not-json",
		What: "a response is not JSON",
	}

	// The event log was altered, or written for another person, attempt or bank.
	chainBroken = diag.Kind{
		Code: "attempt-chain-broken",
		What: "the event log does not fit its seal: the file was altered after the player wrote it",
	}

	// An answer is not the one that the log records.
	answerAltered = diag.Kind{
		Code: "attempt-answer-altered",
		What: "an answer differs from the event log: the file was altered after the player wrote it",
	}
)

// Entries.
var (
	kindUnknown    = diag.Kind{Code: "record-kind-unknown", What: "this version does not know this kind of record"}
	entryMalformed = diag.Kind{
		Code: "entry-malformed",
		What: "the record does not have the form of a record of kind %s",
	}
	entryFormatUnknown = diag.Kind{
		Code: "entry-format-unknown",
		What: "the record has the format %q, which this version does not know",
	}
	entryOfOtherID    = diag.Kind{Code: "entry-of-other-id", What: "the id inside the record is not the record's"}
	entryWithoutStaff = diag.Kind{
		Code: "entry-without-staff",
		What: "the record has no staff ID in canonical form",
	}
	entryUndated = diag.Kind{Code: "entry-time-unreadable", What: "the time of handing in cannot be read"}
	textTooLong  = diag.Kind{Code: "entry-text-too-long", What: "the %s has more than %d characters"}
	noPage       = diag.Kind{Code: "entry-without-page", What: "the record names no page of the site"}

	nobodyObserved = diag.Kind{
		Code: "observation-of-nobody",
		What: "the observation does not say who was observed, by a staff ID in canonical form",
	}
	observationOfNone = diag.Kind{
		Code: "observation-without-competency",
		What: "the observation names no competency",
	}
	ratingsOutOfRange = diag.Kind{
		Code: "observation-ratings-out-of-range",
		What: "the observation rates %d indicators; 1 to %d are possible",
	}
	scaleUnusable = diag.Kind{
		Code: "observation-scale-unusable",
		What: "the top of the scale is not a number above 0",
	}
	methodUnknown      = diag.Kind{Code: "observation-method-unknown", What: "the method %q is not known"}
	observedOnUnusable = diag.Kind{
		Code: "observation-day-unreadable",
		What: "the day of the observation cannot be read",
	}
	indicatorRatedTwice = diag.Kind{
		Code: "observation-indicator-twice",
		What: "the indicator %q is missing or rated twice",
	}
	ratingOutOfRange = diag.Kind{
		Code: "observation-rating-out-of-range",
		What: "the rating of %s is not a number from 0 to %v",
	}

	writtenOfNone = diag.Kind{
		Code: "written-without-competency",
		What: "the written answer names no competency",
	}
	writtenOfTooMany = diag.Kind{
		Code: "written-too-many-indicators",
		What: "the written answer names %d indicators; at most %d are possible",
	}
	writtenEmpty         = diag.Kind{Code: "written-empty", What: "the written answer is empty"}
	selfRatingOfNone     = diag.Kind{Code: "rating-without-competency", What: "the self-rating names no competency"}
	selfRatingOutOfRange = diag.Kind{
		Code: "rating-out-of-range",
		What: "the self-rating is not a whole number from 1 to the top of its scale",
	}
	completionOfNone = diag.Kind{
		Code: "completion-without-version",
		What: "the record does not say which version of the module was read",
	}
	practiceCountOutOfRange = diag.Kind{
		Code: "practice-count-out-of-range",
		What: "the number of practised questions cannot be used",
	}
)

// Receipts.
var (
	notInReceipt    = diag.Kind{Code: "receipt-character-unknown", What: "%q does not occur in a receipt"}
	receiptLength   = diag.Kind{Code: "receipt-length", What: "a receipt has 17 characters, not %d"}
	receiptMistyped = diag.Kind{
		Code: "receipt-mistyped",
		What: "a character of the receipt is wrong: the check character does not fit",
	}
)

// refused returns, as an error, why a file or a record cannot be used.
func refused(k diag.Kind, args ...any) error { return k.With(args...).In("") }

// Altered reports whether an attempt was refused because it was altered after the
// player wrote it.
func Altered(err error) bool { return is(err, chainBroken) || is(err, answerAltered) }

// UnknownKind reports whether a record was refused because this version knows no
// record of its kind.
func UnknownKind(err error) bool { return is(err, kindUnknown) }

func is(err error, k diag.Kind) bool {
	var f diag.Fault
	return errors.As(err, &f) && f.Code == k.Code
}
