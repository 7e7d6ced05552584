package verdict

import "slices"

// Notes on evidence: what a reader should know about it, or why it does not count. The
// comment beside each names its arguments, or explains it.
const (
	Remark                 Code = "remark"               // in somebody's own words
	HandedInAs             Code = "handed-in-as"         // the staff ID that was typed
	DecidedBy              Code = "decided-by"           // who, when, why
	OtherVersion           Code = "other-version"        // another version of the record was rejected
	QuestionsMissing       Code = "questions-missing"    // how many, of how many
	CountedAs              Code = "counted-as"           // the staff ID that it was decided to count it as
	RejectedBy             Code = "rejected-by"          // who, when, why
	CountsBy               Code = "counts-by"            // who, when, why
	ConfirmedBySubject     Code = "confirmed-by-subject" // who confirmed it is the person observed
	FileConfirmedBySubject Code = "file-confirmed-by-subject"
	PartlyMarked           Code = "partly-marked" // how many questions, of how many
	LeftOut                Code = "left-out"      // a date that does not count
	RowNotCounted          Code = "row-not-counted"
	ModuleRead             Code = "module-read"          // minutes count because it was read to its end
	ModuleAssessed         Code = "module-assessed"      // minutes count because its assessment was taken
	NoPlannedMinutes       Code = "no-planned-minutes"   // the kit plans none for a module
	OtherModuleVersion     Code = "other-module-version" // the minutes are those of the kit's version
	ReceiptUnknown         Code = "receipt-unknown"      // the register does not list the file
	ClockAhead             Code = "clock-ahead"          // day of receipt, later day by the learner's clock
	MarkedOn               Code = "marked-on"            // the day
	ObservedEachOther      Code = "observed-each-other"  // who observed whom when
	AwaitsConfirmation     Code = "awaits-confirmation"  // somebody other than the person has to confirm it
	AwaitsMarking          Code = "awaits-marking"       // an assessor has to mark it
	PublicBankRefused      Code = "public-bank-refused"  // the rule refuses banks whose answers are public
	DatedLater             Code = "dated-later"          // than the as-of date
	KindNotDemanded        Code = "kind-not-demanded"    // by the rule of the competency
	PersonLeft             Code = "person-left"          // before the as-of date
	PersonNotYetStarted    Code = "person-not-started"   // on the as-of date
)

// Add appends notes, except for empty ones and those that are there already.
func Add(notes []Note, more ...Note) []Note {
	for _, n := range more {
		if !n.IsZero() && !slices.ContainsFunc(notes, n.Equal) {
			notes = append(notes, n)
		}
	}
	return notes
}

// Has reports whether a code is among notes.
func Has(notes []Note, code Code) bool {
	return slices.ContainsFunc(notes, func(n Note) bool { return n.Code == code })
}
