package verdict

// Reasons why something was not counted, and remarks on what was. The comment beside
// each names its arguments, in order.

// Files that came in and were not opened, or not read as results (package inbox).
const (
	Unreadable       Code = "unreadable"            // the system's words
	UnreadableEntry  Code = "unreadable/permission" // the system's words
	UnreadableEnd    Code = "unreadable/end"        // the system's words
	DamagedMember    Code = "unreadable/zip-damaged"
	ChangedWhileRead Code = "unreadable/changed"
	NotAFile         Code = "unreadable/not-a-file"
	LockedMember     Code = "unreadable/password"
	PartCutOff       Code = "unreadable/part-cut-off"
	PartNotBase64    Code = "unreadable/part-base64"
	PartNotQuoted    Code = "unreadable/part-quoted-printable"
	EncryptedMail    Code = "unreadable/encrypted-mail"
	OutlookMail      Code = "unreadable/outlook-mail"

	TooLarge              Code = "too-large"                // megabytes, and how many are read
	TooLargeInside        Code = "too-large/results"        // megabytes that are read
	TooLargeStandardInput Code = "too-large/standard-input" // megabytes that are read
	TooLargeZip           Code = "too-large/zip"            // megabytes, and how many are read
	TooManyFiles          Code = "too-large/run"            // files
	TooManyLines          Code = "too-large/lines"          // lines
	TooManyParts          Code = "too-large/mail"           // parts
	TooManyPasted         Code = "too-large/pasted"         // results files

	SystemFolder    Code = "not-results/macos-folder"
	SystemMember    Code = "not-results/macos-member"
	WindowsFile     Code = "not-results/windows"
	MacOSFile       Code = "not-results/macos"
	OfficeFile      Code = "not-results/office"
	UnfinishedFile  Code = "not-results/unfinished"
	EarlierOutput   Code = "not-results/earlier-output"
	EarlierRecord   Code = "not-results/earlier-record"
	EarlierMatrix   Code = "not-results/earlier-matrix"
	LinkedFolder    Code = "not-results/linked-folder"
	OtherInput      Code = "not-results/other-input"
	MailPicture     Code = "not-results/picture"
	MailSignature   Code = "not-results/signature"
	MailCard        Code = "not-results/appointment"
	KitAmongResults Code = "not-results/kit"

	LeadsOut        Code = "unsafe-path/link"
	NameLeadsOut    Code = "unsafe-path/name"
	NameTwice       Code = "unsafe-path/twice"
	ZipListsTooMuch Code = "zip-bomb/list"  // files
	ZipRatio        Code = "zip-bomb/ratio" // times
	ZipFull         Code = "zip-bomb/share" // megabytes
	ZipInItself     Code = "nested-zip/itself"
	ZipTooDeep      Code = "nested-zip/zip"  // containers around it
	MailTooDeep     Code = "nested-zip/mail" // containers around it
	ConflictCopy    Code = "conflict-copy"

	EmptyFile       Code = "no-records/empty-file"
	EmptyZip        Code = "no-records/empty-zip"
	EmptyMail       Code = "no-records/empty-mail"
	NothingHandedIn Code = "no-records/nothing-handed-in"

	DamagedZip         Code = "malformed/zip"
	OfficeDocument     Code = "malformed/office"
	OldOfficeDocument  Code = "malformed/old-office"
	GzipArchive        Code = "malformed/gzip"
	PDFDocument        Code = "malformed/pdf"
	WebPage            Code = "malformed/web-page"
	SealedFile         Code = "malformed/sealed"
	MailHead           Code = "malformed/mail-head"
	MailNested         Code = "malformed/mail-nested"
	MailCutOff         Code = "malformed/mail-cut-off"
	PastedWithoutStart Code = "malformed/pasted"
	PastedBroken       Code = "malformed/broken-lines"
)

// Records (package intake).
const (
	Malformed               Code = "malformed"        // what is wrong and what to do about it, in the words of package results
	MalformedAnswer         Code = "malformed/answer" // the question, and what is wrong
	MalformedPath           Code = "malformed/path"   // what is wrong
	MalformedLog            Code = "malformed/log"
	Altered                 Code = "altered" // what is wrong and what to do about it, in the words of package results
	NoReadableRecord        Code = "malformed/records"
	StepGone                Code = "altered/step"
	QuestionTwice           Code = "question-twice"       // the question
	UnknownBank             Code = "unknown-bank"         // the bank
	UnknownRevision         Code = "unknown-revision"     // the revision, the bank, the day
	UnknownKey              Code = "unknown-revision/key" // the question, its revision
	NoKeys                  Code = "unknown-revision/no-keys"
	NoWordings              Code = "unknown-revision/no-wordings" // the revision, the bank
	UnknownScenarioRevision Code = "unknown-scenario-revision"    // the revision, the scenario, the day
	UnscorableScenario      Code = "unscorable-scenario"          // the scenario
	ForeignQuestion         Code = "foreign-question"             // the question
	ForeignScene            Code = "foreign-question/scene"       // the scene
	ForeignOption           Code = "foreign-option"               // the question
	ForeignOptionShown      Code = "foreign-option/shown"         // the question
	ScenarioOption          Code = "foreign-option/scenario"
	ForeignChoice           Code = "foreign-option/choice"
	WrongDraw               Code = "wrong-draw"              // the question, the staff ID, the attempt
	WrongQuestionRevision   Code = "wrong-question-revision" // the question
	WrongScenarioRevision   Code = "wrong-question-revision/scenario"
	UnknownKind             Code = "unknown-kind"                   // the kind
	OtherSite               Code = "other-site"                     // its site, this site
	HandedInLater           Code = "future-date/handed-in"          // the date
	HandedInEarly           Code = "implausible-date"               // the date
	ObservedLater           Code = "future-date/observation-record" // the date
	UnknownStaff            Code = "unknown-staff"                  // the staff ID, IDs like it
	UnknownCompetency       Code = "unknown-competency"             // the name, names like it
	UnknownIndicator        Code = "unknown-indicator"              // the name, the competency, names like it
	NotGraded               Code = "not-graded"                     // the competency
	NotPersonal             Code = "not-personal"                   // the indicator, whose duty it is
	RecordReview            Code = "record-review"
)

// Records compared with one another (package ledger).
const (
	DuplicateRecord     Code = "duplicate/record"             // the file
	DuplicateFile       Code = "duplicate/file"               // the file
	DuplicateOfRow      Code = "duplicate/observation-row"    // the sheet
	DuplicateOfRecord   Code = "duplicate/observation-record" // the file
	EarlierState        Code = "extended"                     // the file
	Divergent           Code = "divergent"                    // the file
	DivergentRejected   Code = "divergent/rejected"
	IDOfAnother         Code = "id-of-another" // the file
	IDOfAnotherRejected Code = "id-of-another/rejected"
	RatedTwice          Code = "rated-twice"        // the indicator, the row
	RatedTwiceInTable   Code = "rated-twice/table"  // the sheet
	RatedTwiceInRecord  Code = "rated-twice/record" // the file
	OwnObservation      Code = "own-observation"
	NoAssessors         Code = "unregistered-observer/no-register" // the observer
	UnconfirmedObserver Code = "unconfirmed-observer"              // the observer
	MarkOfAnother       Code = "mark-of-another"                   // the record; its staff ID and competency; those in the row
	NoSuchRecord        Code = "no-such-record"                    // the record, the staff ID
	// The attempt, the bank, the day it was begun, the days between two, the day of the one
	// before, and the day from which it would count or "".
	AttemptTooSoon Code = "too-soon"
	// The attempt, the bank, its day, how many count, in how many months or 0, and the day
	// from which another counts or "".
	AttemptTooMany Code = "over-limit"
)

// Rows of sheets (package sheets).
const (
	NoStaffID         Code = "no-staff-id"
	NoAssessorID      Code = "no-staff-id/assessor"
	NoTraineeID       Code = "no-staff-id/training"
	NoRosterID        Code = "no-staff-id/roster"   // the name or ""
	LongRosterID      Code = "no-staff-id/too-long" // the name or ""
	UnknownStaffInRow Code = "unknown-staff/row"    // the staff ID, IDs like it
	ShortYear         Code = "bad-date/short-year"  // the column, the text
	AmbiguousDate     Code = "bad-date/ambiguous"   // the column, the text
	NumberNoDate      Code = "bad-date/number"      // the column, the text
	UnreadableDate    Code = "bad-date/unreadable"  // the column, the text
	EndlessYear       Code = "bad-date/no-end"      // the column, the text, the year
	EmptyYear         Code = "bad-date/empty"       // the column, the text, the year
	ImpossibleYear    Code = "bad-date/year"        // the column, the text, the year
	NotInCalendar     Code = "bad-date/calendar"    // the column, the text
	NoDate            Code = "bad-date/none"
	NoObservationDate Code = "bad-date/no-observation"
	EndBeforeStart    Code = "bad-date/end-before-start"  // the staff ID, the end, the start
	UntilBeforeFrom   Code = "bad-date/until-before-from" // the staff ID, until, from
	FutureObservation Code = "future-date/observation"    // the date
	FutureTraining    Code = "future-date/training"       // the date
	FutureDecision    Code = "future-date/decision"       // the date

	NoRole             Code = "no-role"                // the staff ID, some roles
	NoRoleColumn       Code = "no-role/column"         // the column that is probably meant, or ""
	TitleWithoutRole   Code = "no-role/title"          // the job title, the nearest role
	UnknownRole        Code = "unknown-role"           // the role, the staff ID, roles like it
	UnknownTitle       Code = "unknown-role/job-title" // the job title, the staff ID, the sheet of titles, the nearest role
	UnknownRoleOfTitle Code = "unknown-role/title"     // the role, the job title, the nearest role, the roles
	NoTitle            Code = "no-title"
	TitleTwice         Code = "title-twice"             // the job title, the row
	StaffIDTwice       Code = "duplicate-staff-id"      // the staff ID, the row, the name there
	PostTwice          Code = "duplicate-staff-id/post" // the staff ID, the row
	SameName           Code = "same-name"               // the name, how many IDs, some of them
	// What qualifies an observer: the competency or "" for all, from and until or "".
	RegisteredFor        Code = "registered-for"
	ObserverWithoutID    Code = "unregistered-observer/no-id" // the observer, the register, the ID it has for the name or ""
	UnregisteredObserver Code = "unregistered-observer"       // the observer, the register
	UnqualifiedObserver  Code = "unqualified-observer"        // the observer, the register, the competency
	// The observer, the register, the date; and the competency, from and until, each or "".
	UnqualifiedThen             Code = "unqualified-observer/date"
	UnknownCompetencyOfAssessor Code = "unknown-competency/assessor" // the name, the staff ID, names like it
	BadRating                   Code = "bad-rating"                  // the rating, the highest
	BadMaxRating                Code = "bad-rating/max"              // the highest rating
	UnknownMethod               Code = "unknown-method"              // the method
	NoObserver                  Code = "no-observer"
	NoRecord                    Code = "no-record"
	DuplicateRating             Code = "duplicate/rating"   // the row
	DuplicateTraining           Code = "duplicate/training" // the row
	MinutesDiffer               Code = "minutes-differ"     // the row
	NoCourse                    Code = "no-course"
	NoMinutes                   Code = "no-minutes"
	BadMinutes                  Code = "bad-minutes"       // the text
	BadHours                    Code = "bad-minutes/hours" // the text

	UnknownCase            Code = "unknown-case"
	UnknownDecision        Code = "unknown-decision"    // the decision
	IncompleteDecision     Code = "incomplete-decision" // the decision, the columns that are empty
	CountAsNobody          Code = "incomplete-decision/count-as"
	CountAsUnknown         Code = "unknown-staff/count-as"  // the staff ID, IDs like it
	ContradictingDecisions Code = "contradicting-decisions" // the rows
	OwnDecision            Code = "own-decision"            // who decided
	DecisionDoesNotFit     Code = "decision-does-not-fit"   // the decision, the reason, the decisions that are possible
	NoSuchCase             Code = "no-such-case"            // the case
)
