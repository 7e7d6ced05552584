package words

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/count"
)

// reason is the words of a code: what is wrong, and what to do. Both are formats over
// the code's arguments, which need not use them all. say is there for words that a
// format cannot make.
type reason struct {
	what, hint string
	say        func(args []string) (what, hint string)
}

// Hints that several reasons share.
const (
	askAgain = "ask the person to download the results again from My progress and to send that file unopened"
	askKit   = "ask the trainer for the grading kit of this date or later, and name it with --kit as well"

	askTrainer  = "keep the file and show it to the trainer: the site never writes this by itself"
	askAltered  = "ask the person for the file as the site wrote it; if this is that file, talk it over and have the assessment taken again"
	askRegister = "add the qualification to %[2]s if there is one, have a registered assessor observe, or confirm the observation in decisions.xlsx"

	writeMinutes = "write a number such as 90 under minutes, or 1.5 under hours; at most 1,000 hours are taken for one piece of training"
	nothingToDo  = "nothing to do; to undo it, empty the decision and grade again"
)

// reasons are the words of each reason, formats over its arguments.
var reasons = map[verdict.Code]reason{
	// Files that came in and were not opened, or not read as results (package inbox).
	verdict.Unreadable: {
		what: "it cannot be read: %s",
		hint: "check that the file is complete and not open elsewhere",
	},
	verdict.UnreadableEntry: {
		what: "it cannot be read: %s",
		hint: "ask the owner of the folder for permission to read it",
	},
	verdict.UnreadableEnd: {
		what: "it cannot be read to its end: %s",
		hint: "check that the file is complete and not open elsewhere",
	},
	verdict.DamagedMember: {
		what: "it cannot be read: the zip is damaged",
		hint: "check that the file is complete and not open elsewhere",
	},
	verdict.ChangedWhileRead: {
		what: "it cannot be read: the file changed while it was read",
		hint: "check that the file is complete and not open elsewhere",
	},
	verdict.NotAFile: {what: "it is not an ordinary file", hint: "put results files into the folder"},
	verdict.LockedMember: {
		what: "it is protected with a password inside the zip",
		hint: "unpack the zip and name the folder",
	},
	verdict.PartCutOff: {
		what: "this part of the mail is damaged: it ends too early",
		hint: "ask for the mail once more, or for the file by itself",
	},
	verdict.PartNotBase64: {
		what: "this part of the mail is damaged: its base64 cannot be read",
		hint: "ask for the mail once more, or for the file by itself",
	},
	verdict.PartNotQuoted: {
		what: "this part of the mail is damaged: its quoted-printable text cannot be read",
		hint: "ask for the mail once more, or for the file by itself",
	},
	verdict.EncryptedMail: {
		what: "the mail is encrypted",
		hint: "open it in the mail program, and save the attachment from there",
	},
	verdict.OutlookMail: {
		what: "the mail was sent in a format that only Outlook reads",
		hint: "open it in Outlook and save the attachment from there",
	},
	verdict.TooLarge: {
		what: "it has %s MB; a results file has at most %s MB",
		hint: "this is probably not a results file; ask the person to download it again from My progress",
	},
	verdict.TooLargeInside: {
		what: "it has more than %s MB",
		hint: "this is probably not a results file; ask the person to download it again from My progress",
	},
	verdict.TooLargeStandardInput: {
		what: "more than %s MB were piped in",
		hint: "save it as a file and name that; one results file a line in a file called .ndjson may be of any size",
	},
	verdict.TooLargeZip: {
		what: "the zip has %s MB; at most %s MB are read",
		hint: "unpack it and name the folder",
	},
	verdict.TooManyFiles: {what: "more than %s files in one run", hint: "grade them in parts"},
	verdict.TooManyLines: {
		what: "it has more than %s lines",
		hint: "save it as a file called .ndjson, and name that by itself",
	},
	verdict.TooManyParts: {
		what: "the mail has more than %s parts; the rest was not read",
		hint: "ask for the files by themselves",
	},
	verdict.TooManyPasted:  {what: "it holds more than %s results files", hint: "divide it into smaller files"},
	verdict.SystemFolder:   {what: "a folder that macOS adds to zips"},
	verdict.SystemMember:   {what: "a file that macOS adds to zips"},
	verdict.WindowsFile:    {what: "a file that Windows keeps in folders"},
	verdict.MacOSFile:      {what: "a file that macOS keeps in folders"},
	verdict.OfficeFile:     {what: "a file that Office keeps while a document is open"},
	verdict.UnfinishedFile: {what: "a file that an interrupted run of gradebook left behind"},
	verdict.EarlierOutput:  {what: "a file that an earlier run wrote"},
	verdict.EarlierRecord:  {what: "a record that an earlier run wrote"},
	verdict.EarlierMatrix:  {what: "the matrix of an earlier run"},
	verdict.LinkedFolder: {
		what: "a link to a folder, which is not followed",
		hint: "name that folder itself",
	},
	verdict.OtherInput:      {what: "the file is used for something else in this run"},
	verdict.MailPicture:     {what: "a picture or sound in a mail"},
	verdict.MailSignature:   {what: "the signature of a mail"},
	verdict.MailCard:        {what: "an appointment or a business card in a mail"},
	verdict.KitAmongResults: {what: "a grading kit, not results", hint: "name it with --kit"},
	verdict.LeadsOut: {
		what: "it is a link that leads out of the folder, or nowhere",
		hint: "put the file itself into the folder",
	},
	verdict.NameLeadsOut: {
		what: "its name in the zip leads out of the zip",
		hint: "no ordinary program writes this: ask who made the zip, and for the file itself",
	},
	verdict.NameTwice: {
		what: "the zip holds two files of this name; the first one was read",
		hint: "ask who made the zip, and for the files themselves",
	},
	verdict.ZipListsTooMuch: {
		what: "the zip lists more than %s files",
		hint: "unpack it and name the folder",
	},
	verdict.ZipRatio: {
		what: "it unpacks to more than %s times its size, as no results file does",
		hint: "ask who made the zip, and for the file itself",
	},
	verdict.ZipFull: {
		what: "the files before it in the zip already fill the %s MB that are unpacked at most",
		hint: "unpack the zip and name the folder",
	},
	verdict.ZipInItself: {
		what: "the zip contains itself",
		hint: "no ordinary program writes this: ask who made the zip, and for the files themselves",
	},
	verdict.ZipTooDeep: {
		what: "it is a zip inside %s others, and is not opened",
		hint: "unpack it and name the file or folder",
	},
	verdict.MailTooDeep: {
		what: "it is a mail inside %s others, and is not opened",
		hint: "unpack it and name the file or folder",
	},
	verdict.ConflictCopy: {
		what: "it has the name of a copy that OneDrive, Dropbox or the like makes when two computers change one file; it was read like any other",
		hint: "nothing to do; a record that comes in twice counts once",
	},
	verdict.EmptyFile: {what: "there is nothing in the file", hint: "ask what was meant to be in it"},
	verdict.EmptyZip:  {what: "the zip holds no files", hint: "ask what was meant to be in it"},
	verdict.EmptyMail: {
		what: "the mail holds no results: no results file is attached, and the text contains no results",
		hint: "ask the person for a mail with the file that My progress downloads",
	},
	verdict.NothingHandedIn: {
		what: "it is a results file, but nothing was handed in with it",
		hint: "ask the person to finish an assessment, hand it in and download the results then",
	},
	verdict.DamagedZip: {
		what: "the zip is damaged or is not a zip",
		hint: "ask for it again, or for the files inside it",
	},
	verdict.OfficeDocument: {
		what: "it is an Office document, not a results file",
		hint: "ask the person for the file that My progress downloads: results-….json; rosters and observations have options of their own",
	},
	verdict.OldOfficeDocument: {
		what: "it is an old Office document or a mail saved by Outlook as .msg",
		hint: "open the mail in Outlook and save the attachment by itself, or drag the mail out as .eml",
	},
	verdict.GzipArchive: {
		what: "it is a gzip archive; unpack it",
		hint: "ask the person for the file that My progress downloads: results-….json",
	},
	verdict.PDFDocument: {
		what: "it is a PDF",
		hint: "ask the person for the file that My progress downloads: results-….json",
	},
	verdict.WebPage: {
		what: "it is a web page or XML: somebody saved the page instead of the results",
		hint: "ask the person for the file that My progress downloads: results-….json",
	},
	verdict.SealedFile: {
		what: "it is sealed, which this version cannot open",
		hint: "ask the person for the file that My progress downloads: results-….json",
	},
	verdict.MailHead: {
		what: "the mail cannot be read: its head is damaged",
		hint: "ask for the attachment itself, or forward the mail and save it again",
	},
	verdict.MailNested: {
		what: "the parts of the mail are nested too deep",
		hint: "no ordinary program writes this: ask for the file by itself",
	},
	verdict.MailCutOff: {
		what: "the mail ends too early, or its parts are damaged",
		hint: "ask for the mail once more, or for the file by itself",
	},
	verdict.PastedWithoutStart: {
		what: "this text holds results, but their beginning is missing or their quotation marks were changed",
		hint: "a mail program did this: ask the person to send the file itself as an attachment",
	},
	verdict.PastedBroken: {
		what: "a mail program broke the results into lines in a place where they cannot be joined again without guessing",
		hint: "ask the person to send the file itself as an attachment, or to paste the text once more into a new mail",
	},

	// Records (package intake).
	verdict.Malformed:        {say: sayMalformed},
	verdict.MalformedAnswer:  {what: "question %q: %s", hint: askTrainer},
	verdict.MalformedPath:    {what: "%s", hint: askTrainer},
	verdict.MalformedLog:     {what: "the event log holds something that is not an event", hint: askAgain},
	verdict.Altered:          {say: sayAltered},
	verdict.NoReadableRecord: {what: "none of its records can be read", hint: askAgain},
	verdict.StepGone: {
		what: "a step in the event log is missing from the path: the file was altered after the player wrote it",
		hint: askAltered,
	},
	verdict.QuestionTwice: {what: "question %q is in it twice", hint: askTrainer},
	verdict.UnknownBank: {
		what: "neither a quiz bank nor a scenario %q is in the grading kit",
		hint: askKit,
	},
	verdict.UnknownRevision: {
		what: "revision %s of the quiz bank %q is not in the grading kit; it was handed in on %s",
		hint: askKit,
	},
	verdict.UnknownKey: {
		what: "the answer key of question %q in its revision %s is not in the grading kit",
		hint: askKit,
	},
	verdict.NoKeys: {
		what: "none of its questions has an answer key in the grading kit: it was accepted, but there is nothing to score it by",
		hint: askKit,
	},
	verdict.NoWordings: {
		what: "revision %s of the quiz bank %q is not in the grading kit, and neither is the wording of any of its questions: it was accepted, but there is nothing to score it by",
		hint: askKit,
	},
	verdict.UnknownScenarioRevision: {
		what: "revision %s of the scenario %q is not in the grading kit; it was handed in on %s",
		hint: askKit,
	},
	verdict.UnscorableScenario: {
		what: "what can be earned in the scenario %q cannot be worked out under these standards",
		hint: "show it to the trainer: fewer of its choices with points should lead back to earlier scenes",
	},
	verdict.ForeignQuestion: {what: "question %q does not belong to this quiz bank", hint: askTrainer},
	verdict.ForeignScene:    {what: "scene %q is not where the scenario begins", hint: askTrainer},
	verdict.ForeignOption: {
		what: "question %q was answered with an option that the question does not have",
		hint: askTrainer,
	},
	verdict.ForeignOptionShown: {
		what: "question %q: an option was shown that the question does not have",
		hint: askTrainer,
	},
	verdict.ScenarioOption: {
		what: "a scenario shows no options except the choices of its scenes",
		hint: askTrainer,
	},
	verdict.ForeignChoice: {
		what: "the path makes a choice that its scene does not have",
		hint: askTrainer,
	},
	verdict.WrongDraw: {
		what: "question %q was not drawn for %s, attempt %s",
		hint: "another person's form, or an altered staff ID or number: ask for the file as the site wrote it",
	},
	verdict.WrongQuestionRevision: {
		what: "question %q was answered in a wording that this revision of the quiz bank does not have",
		hint: askTrainer,
	},
	verdict.WrongScenarioRevision: {
		what: "the scenario was walked in a wording that is not the one the attempt names",
		hint: askTrainer,
	},
	verdict.UnknownKind: {
		what: "records of kind %q are unknown to this version",
		hint: "keep the file: a newer gradebook can read it",
	},
	verdict.OtherSite: {
		what: "it was made on the site %q; this is %q",
		hint: "grade it with the grading kit of that site",
	},
	verdict.HandedInLater: {
		what: "it says that it was handed in on %s, which is in the future",
		hint: "the clock of that computer is wrong: have it set right and the assessment taken again, or grade after that date",
	},
	verdict.HandedInEarly: {
		what: "it says that it was handed in on %s",
		hint: "the clock of that computer is wrong: have it set right and the assessment taken again",
	},
	verdict.ObservedLater: {
		what: "the observation is dated %s, which is in the future",
		hint: "ask the observer for the day, and for a new observation",
	},
	verdict.UnknownStaff:      {say: sayUnknownStaff},
	verdict.UnknownCompetency: {say: sayUnknownCompetency},
	verdict.UnknownIndicator:  {say: sayUnknownIndicator},
	verdict.NotGraded: {
		what: "%s has no rule in the standards: nobody is graded on it",
		hint: "it belongs in the self-assessment of the agency",
	},
	verdict.NotPersonal: {
		what: "the indicator %s is a duty of the %s and says nothing about a person",
		hint: "it belongs in the self-assessment of the agency",
	},
	verdict.RecordReview: {
		what: "a review of records is not yet a kind of evidence under these standards",
		hint: "it counts once a rule for it is adopted; what was seen directly is practice or simulation",
	},

	// Records compared with one another (package ledger).
	verdict.DuplicateRecord:   {what: "the same record was read before, from %s"},
	verdict.DuplicateFile:     {what: "the same file was read before: %s"},
	verdict.DuplicateOfRow:    {what: "the same observation is in %s"},
	verdict.DuplicateOfRecord: {what: "the same observation is in another record of %s"},
	verdict.EarlierState: {
		what: "an earlier state of the same attempt; the later one was read from %s",
	},
	verdict.Divergent: {
		what: "the same record came in with other contents, in %s",
		hint: "ask the person which of the two the site wrote for them; reject the other one in decisions.xlsx, or leave it out, and grade again",
	},
	verdict.DivergentRejected: {
		what: "another version of it was preferred",
		hint: "empty the decision if this one is to count",
	},
	verdict.IDOfAnother: {
		what: "the same record came in under another staff ID, in %s",
		hint: "one of the two was copied: talk it over with both people, then reject the copy in decisions.xlsx, or leave it out, and grade again",
	},
	verdict.IDOfAnotherRejected: {
		what: "another version of it was preferred",
		hint: "empty the decision if this one is to count",
	},
	verdict.RatedTwice: {
		what: "%s is rated differently in row %s, for the same observation or written answer",
		hint: "ask the observer which rating stands, and delete the other row",
	},
	verdict.RatedTwiceInTable: {
		what: "the same observation is in %s with other ratings; the table counts",
		hint: "ask the observer which ratings stand, and correct the table",
	},
	verdict.RatedTwiceInRecord: {
		what: "the same observation is in another record of %s with other ratings",
		hint: "ask the observer which ratings stand, and reject the other in decisions.xlsx, or write the observation into the table",
	},
	verdict.OwnObservation: {
		what: "the observer is the person observed",
		hint: "somebody else has to observe, or to confirm what was seen; it does not count until then",
	},
	verdict.NoAssessors: {
		what: "the observation was handed in under the ID of %s, and there is no register of assessors that names them",
		hint: "keep a register of assessors (--assessors), or confirm the observation in decisions.xlsx",
	},
	verdict.UnconfirmedObserver: {
		what: "it was handed in under the ID of the assessor %s, which somebody typed",
		hint: "ask that person whether the file is theirs, and confirm it in decisions.xlsx: one decision holds for all of their observations in the file",
	},
	verdict.MarkOfAnother: {
		what: "the written answer %s is by %s in %s, but the row says %s in %s",
		hint: "correct staff_id, competency or record",
	},
	verdict.NoSuchRecord: {
		what: "no written answer %q was handed in by %s, as far as the files at hand show",
		hint: "add the file that holds it, or correct the record: its ID, or the receipt",
	},
	verdict.AttemptTooSoon: {say: sayAttemptTooSoon},
	verdict.AttemptTooMany: {say: sayAttemptTooMany},

	// Rows of sheets (package sheets).
	verdict.NoStaffID: {
		what: "the row has no usable staff ID",
		hint: "write the ID of the person who was observed",
	},
	verdict.NoAssessorID: {
		what: "the row has no usable staff ID",
		hint: "write the ID of the person who observes, as it is written in observer_id",
	},
	verdict.NoTraineeID: {
		what: "the row has no usable staff ID",
		hint: "write the ID of the person who was trained",
	},
	verdict.NoRosterID:        {say: sayNoRosterID},
	verdict.LongRosterID:      {say: sayLongRosterID},
	verdict.UnknownStaffInRow: {say: sayUnknownStaffInRow},
	verdict.ShortYear: {
		what: "the %s %q has a year of two figures",
		hint: "write the year in full, or the date as 2026-11-30",
	},
	verdict.AmbiguousDate: {
		what: "the %s %q can be read in two ways, and is not guessed",
		hint: "write it as 2026-11-30, or as a date in Excel; or say with --dates dmy or --dates mdy whether the day or the month comes first",
	},
	verdict.NumberNoDate: {
		what: "the %s %q is a number that does not mean a plausible date",
		hint: "write it as 2026-11-30, or give the column the format of a date in Excel and save it again",
	},
	verdict.UnreadableDate: {
		what: "the %s %q cannot be understood",
		hint: "write it as 2026-11-30, or as a date in Excel",
	},
	verdict.EndlessYear: {
		what: "the %s %q has the year %s, which systems write for \"no end\"",
		hint: "leave the cell empty if there is no such date",
	},
	verdict.EmptyYear: {
		what: "the %s %q has the year %s, which Excel and other systems show for an empty or damaged date",
		hint: "correct it, or leave the cell empty if there is no such date",
	},
	verdict.ImpossibleYear: {
		what: "the %s %q has the year %s, which must be a mistake",
		hint: "correct it, or leave the cell empty if there is no such date",
	},
	verdict.NotInCalendar: {
		what: "the %s %q is not in the calendar",
		hint: "correct it; it is written 2026-11-30, year, month and day",
	},
	verdict.NoDate: {
		what: "the row has no date",
		hint: "write it as 2026-11-30, or as a date in Excel",
	},
	verdict.NoObservationDate: {
		what: "the row has no date of observation",
		hint: "write it as 2026-11-30, or as a date in Excel",
	},
	verdict.EndBeforeStart: {
		what: "%s ended on %s, before the start on %s; the end is left out",
		hint: "correct the dates",
	},
	verdict.UntilBeforeFrom: {
		what: "%s is registered until %s, before %s; the row does not count",
		hint: "correct the dates",
	},
	verdict.FutureObservation: {
		what: "the observation is dated %s, which is in the future",
		hint: "correct the date",
	},
	verdict.FutureTraining: {
		what: "the training is dated %s, which is in the future",
		hint: "correct the date",
	},
	verdict.FutureDecision: {
		what: "the decision is dated %s, which is in the future",
		hint: "correct the date",
	},
	verdict.NoRole:       {say: sayNoRole},
	verdict.NoRoleColumn: {say: sayNoRoleColumn},
	verdict.TitleWithoutRole: {
		what: "the job title %q has no role",
		hint: "write one, or none; the nearest role is %[2]q",
	},
	verdict.UnknownRole: {say: sayUnknownRole},
	verdict.UnknownTitle: {
		what: "the job title %q of %s is neither in %s nor in the standards; nothing is required of the person for it",
		hint: "give the title a row in %[3]s; the nearest role is %[4]q",
	},
	verdict.UnknownRoleOfTitle: {say: sayUnknownRoleOfTitle},
	verdict.NoTitle: {
		what: "the row has no job title",
		hint: "write the title as it is in the roster",
	},
	verdict.TitleTwice: {
		what: "the job title %q is in row %s with other roles; that row was used",
		hint: "give every title one row; several roles are separated by ;",
	},
	verdict.StaffIDTwice: {
		what: "the staff ID %q is in row %s as well, for %s; that row was used",
		hint: "give every person an ID of their own; if both rows are about one person, write the same name in both",
	},
	verdict.PostTwice: {
		what: "the staff ID %q is in row %s as well, in the same role at the same time; that row was used",
		hint: "delete one of the rows; somebody who changed roles has a row for each role, with start and end",
	},
	verdict.SameName:          {say: saySameName},
	verdict.RegisteredFor:     {say: func(a []string) (what, hint string) { return registered(a), "" }},
	verdict.ObserverWithoutID: {say: sayObserverWithoutID},
	verdict.UnregisteredObserver: {
		what: "the observer %s is not in the register of assessors",
		hint: askRegister,
	},
	verdict.UnqualifiedObserver: {
		what: "the observer %[1]s is not registered for %[3]s",
		hint: askRegister,
	},
	verdict.UnqualifiedThen:             {say: sayUnqualifiedThen},
	verdict.UnknownCompetencyOfAssessor: {say: sayUnknownCompetencyOfAssessor},
	verdict.BadRating: {
		what: "the rating %q is not a number from 0 to %s",
		hint: "write the rating on the scale of the standards, or name the top of yours in max_rating",
	},
	verdict.BadMaxRating: {
		what: "the highest rating %q is not a number above 0",
		hint: "write the top of the scale that was used, or leave it empty",
	},
	verdict.UnknownMethod: {
		what: "the method %q is not known",
		hint: "write practice, simulation, record review or written",
	},
	verdict.NoObserver: {
		what: "the row names no observer",
		hint: "write who observed: observer_id or observer_name",
	},
	verdict.NoRecord: {
		what: "the row marks a written answer but does not say which",
		hint: "write the ID or the receipt of the written answer into the column record; gradebook inspect shows both",
	},
	verdict.DuplicateRating:   {what: "the same rating is in row %s"},
	verdict.DuplicateTraining: {what: "the same training is in row %s"},
	verdict.MinutesDiffer: {
		what: "the same training is in row %s with other minutes",
		hint: "delete the row that is wrong; if they are two parts of one day, give each its own type or certificate",
	},
	verdict.NoCourse: {
		what: "the row has no course",
		hint: "write what the training was called",
	},
	verdict.NoMinutes: {
		what: "the row has neither minutes nor hours",
		hint: "write how long the training took, in minutes or in hours",
	},
	verdict.BadMinutes: {what: "%q is not a number of minutes", hint: writeMinutes},
	verdict.BadHours:   {what: "%q is not a number of hours", hint: writeMinutes},
	verdict.UnknownCase: {
		what: "the row has a decision, but no case",
		hint: "the case is the ID in the first column; leave it as it was written",
	},
	verdict.UnknownDecision: {
		what: "the decision %q is not known",
		hint: "write count-as, accept-stale, confirm or reject, or leave it empty",
	},
	verdict.IncompleteDecision: {say: sayIncompleteDecision},
	verdict.CountAsNobody: {
		what: "the decision count-as names no staff_id, and was not applied",
		hint: "write the ID of the roster that the results belong to",
	},
	verdict.CountAsUnknown: {say: sayCountAsUnknown},
	verdict.ContradictingDecisions: {
		what: "rows %s and %s decide differently about one case; neither was applied",
		hint: "delete the row that is wrong",
	},
	verdict.OwnDecision: {
		what: "%s decided about results of their own; it was not applied",
		hint: "somebody else has to decide",
	},
	verdict.DecisionDoesNotFit: {say: sayDecisionDoesNotFit},
	verdict.NoSuchCase: {
		what: "the case %s does not come up in this run: its file is not there, or the problem is solved",
		hint: "nothing to do; the row may be deleted",
	},
}

// Reason says why something was not counted, and what to do about it.
func Reason(n verdict.Note) (what, hint string) {
	r := reasons[n.Code]
	if r.say != nil {
		return r.say(append(n.Args, make([]string, mostArgs)...)[:max(len(n.Args), mostArgs)])
	}
	return fill(r.what, n.Args), fill(r.hint, n.Args)
}

// mostArgs is how many arguments the words of a code may use without checking how many
// there are: missing ones are "".
const mostArgs = 6

// Explain fills in the words of exceptions.
func Explain(exceptions []verdict.Exception) {
	for i := range exceptions {
		e := &exceptions[i]
		e.What, e.Hint = Reason(verdict.Note{Code: e.Code, Args: e.Args})
		for _, n := range e.Notes {
			e.What += "; " + Note(n)
		}
		if e.Verdict == verdict.Decided {
			e.Hint = nothingToDo
		}
	}
}

// either lists what may be meant: "a", "a or b".
func either(list []string) string { return strings.Join(nonEmpty(list), " or ") }

// nonEmpty returns the texts that are not empty.
func nonEmpty(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// suggestion says what was probably meant, or lists what there is: the arguments
// that Code.With makes of a diag.Suggestion.
func suggestion(args []string) string {
	known := nonEmpty(args[1:])
	switch {
	case args[0] != "":
		return fmt.Sprintf("did you mean %q?", args[0])
	case len(known) > 0:
		return "known are " + strings.Join(known, ", ")
	}
	return ""
}

func sayMalformed(a []string) (what, hint string) { return a[0], cmp.Or(a[1], askAgain) }

func sayAltered(a []string) (what, hint string) { return a[0], cmp.Or(a[1], askAltered) }

func sayUnknownStaff(a []string) (what, hint string) {
	what = fmt.Sprintf("the staff ID %q is not in the roster", a[0])
	if near := either(a[1:]); near != "" {
		return what, "did the person mean " + near +
			"? if so, count it as that one in decisions.xlsx; otherwise add this ID to the roster"
	}
	return what, "add the person to the roster, or ask who handed this in"
}

func sayUnknownStaffInRow(a []string) (what, hint string) {
	return fmt.Sprintf("the staff ID %q is not in the roster", a[0]), correctID(a[1:])
}

func sayCountAsUnknown(a []string) (what, hint string) {
	return fmt.Sprintf("the staff ID %q to count as is not in the roster", a[0]), correctID(a[1:])
}

func correctID(near []string) string {
	if ids := either(near); ids != "" {
		return "did you mean " + ids + "?"
	}
	return "add the person to the roster, or correct the ID"
}

func sayUnknownCompetency(a []string) (what, hint string) {
	return fmt.Sprintf("the competency %q is not in the standards", a[0]), suggestion(a[1:])
}

func sayUnknownCompetencyOfAssessor(a []string) (what, hint string) {
	return fmt.Sprintf("the competency %q of %s is not in the standards", a[0], a[1]), suggestion(a[2:])
}

func sayUnknownIndicator(a []string) (what, hint string) {
	return fmt.Sprintf("the indicator %q does not belong to %s", a[0], a[1]), suggestion(a[2:])
}

const confirmAttempt = "to make it count anyway, confirm it in decisions.xlsx; otherwise there is nothing to do"

func sayAttemptTooSoon(a []string) (what, hint string) {
	what = fmt.Sprintf("attempt %s at %q was begun on %s, less than %s after the one of %s", a[0], a[1], a[2],
		period(a[3], "day"), a[4])
	if a[5] != "" {
		what += "; begun from " + a[5] + " on, it would count"
	}
	return what, confirmAttempt
}

func sayAttemptTooMany(a []string) (what, hint string) {
	most, _ := strconv.Atoi(a[3]) // ours
	what = fmt.Sprintf("attempt %s at %q of %s is one too many: no more than %d %s", a[0], a[1], a[2], most,
		count.Form(most, "counts", "count"))
	if a[4] != "0" {
		what += " in " + period(a[4], "month")
	}
	if a[5] != "" {
		what += ", and the next one can from " + a[5]
	}
	return what, confirmAttempt
}

// period is "a day", "3 days".
func period(n, unit string) string {
	if n == "1" {
		return "a " + unit
	}
	return n + " " + unit + "s"
}

func sayNoRosterID(a []string) (what, hint string) {
	return strings.TrimSuffix("the row has no staff ID: "+a[0], ": "), "write the ID that the person types on the site"
}

func sayLongRosterID(a []string) (what, hint string) {
	return strings.TrimSuffix("the staff ID is longer than 64 characters: "+a[0], ": "),
		"write the ID that the person types on the site"
}

func sayNoRole(a []string) (what, hint string) {
	return a[0] + " has no role; nothing is required of the person",
		"write a role of the standards: " + strings.Join(nonEmpty(a[1:]), ", ")
}

func sayNoRoleColumn(a []string) (what, hint string) {
	hint = `call the column "role"`
	if a[0] != "" {
		hint = fmt.Sprintf("is it the column %q? call it %q", a[0], "role")
	}
	return `the roster has no column "role": nothing is required of anybody`, hint
}

func sayUnknownRole(a []string) (what, hint string) {
	return fmt.Sprintf("the role %q of %s is not in the standards; nothing is required of the person for it", a[0],
		a[1]), suggestion(a[2:])
}

func sayUnknownRoleOfTitle(a []string) (what, hint string) {
	return fmt.Sprintf("the role %q for the job title %q is not in the standards", a[0], a[1]),
		fmt.Sprintf("the nearest role is %q; known are %s", a[2], strings.Join(nonEmpty(a[3:]), ", "))
}

func saySameName(a []string) (what, hint string) {
	return fmt.Sprintf("%s is in the roster under %s staff IDs: %s", a[0], a[1], strings.Join(nonEmpty(a[2:]), ", ")),
		"if they are different people, there is nothing to do; if it is one person, keep one ID in the roster, " +
			"and in decisions.xlsx count what comes in under the other as that one"
}

func sayObserverWithoutID(a []string) (what, hint string) {
	what = fmt.Sprintf("the observer %s has no ID in the row, and the register of assessors goes by IDs", a[0])
	if a[2] != "" {
		return what, fmt.Sprintf("write the ID of the observer in observer_id: the register has %s for this name", a[2])
	}
	return what, "write the ID of the observer in observer_id; " + fill(askRegister, a)
}

func sayUnqualifiedThen(a []string) (what, hint string) {
	return fmt.Sprintf("the observer %s is %s, and observed on %s", a[0], registered(a[3:]), a[2]), fill(askRegister, a)
}

// registered says for which competencies, from when and until when somebody is
// registered as an assessor: the three arguments. "" as the first is all competencies.
func registered(a []string) string {
	text := "registered for " + cmp.Or(a[0], "all competencies")
	if a[1] != "" {
		text += " from " + a[1]
	}
	if a[2] != "" {
		text += " until " + a[2]
	}
	return text
}

func sayIncompleteDecision(a []string) (what, hint string) {
	return fmt.Sprintf("the decision %s has no %s, and was not applied", a[0],
			strings.Join(nonEmpty(a[1:]), " and no ")),
		"fill in the reason, who decided and on which date"
}

func sayDecisionDoesNotFit(a []string) (what, hint string) {
	return fmt.Sprintf("the decision %s does not fit a case of %s; it was not applied", a[0], Spaced(a[1])),
		"possible decisions: " + strings.Join(nonEmpty(a[2:]), ", ")
}
