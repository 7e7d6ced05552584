package quiz

import "github.com/coursemark/coursemark/internal/diag"

// The exported kinds are those whose hint package markdown replaces: questions of a lesson
// are written in CommonMark, and their hints must show that instead of TOML.

// inQuestion, inGap, inAnswer and inTask say where in a bank something is wrong.
var (
	inQuestion = diag.Kind{What: "question %q: %s"}
	inGap      = diag.Kind{What: "gap %q: %s"}
	inAnswer   = diag.Kind{What: "answer %d: %s"} // counted from 1
	inTask     = diag.Kind{What: "task %q: %s"}
)

// The head of a bank.
var (
	bankIDUnusable = diag.Kind{
		Code: "bank-id-unusable",
		What: "the bank's id %q cannot be used",
		Hint: "use lowercase letters, digits and hyphens, for example verbal-de-escalation",
	}
	bankWithoutTitle = diag.Kind{
		Code: "bank-without-title",
		What: "the bank has no title",
		Hint: `write title = "…" at the head of the file`,
	}
	bankModeUnknown = diag.Kind{
		Code: "bank-mode-unknown",
		What: "mode %q is not known",
		Hint: `mode is "assessed" (it counts, and its answer keys stay private) or "practice"`,
	}
	exposureUnknown = diag.Kind{
		Code: "bank-exposure-unknown",
		What: "exposure %q is not known",
		Hint: `exposure is "private" or "public"`,
	}
	passMarkOutOfRange = diag.Kind{
		Code: "bank-pass-mark-out-of-range",
		What: "pass_mark must lie between 0 and 100",
		Hint: "it is a percentage",
	}
	bankWithoutQuestions = diag.Kind{
		Code: "bank-without-questions",
		What: "the bank has no questions",
		Hint: "add a [[questions]] table",
	}
	tooManyQuestions = diag.Kind{
		Code: "bank-too-many-questions",
		What: "the bank has %d questions; at most %d",
		Hint: "split it into several banks",
	}
	limitNegative = diag.Kind{
		Code: "bank-limit-negative",
		What: "%s cannot be negative",
		Hint: "write a number above 0, or delete it",
	}
	limitTooLarge = diag.Kind{
		Code: "bank-limit-too-large",
		What: "%s is %d; at most %d",
		Hint: "write a smaller number, or delete it",
	}
	monthsAlone = diag.Kind{
		Code: "bank-months-without-attempts",
		What: "attempts_months is set without attempts",
		Hint: "say how many attempts count in that time: attempts = 3",
	}
)

// Keys that have no meaning in a bank for practice.
var (
	practiceNotCounted = diag.Kind{
		Code: "bank-practice-not-counted",
		What: "the bank is for practice, which has no %s",
		Hint: "delete it: practice is never counted",
	}
	practiceAsksAll = diag.Kind{
		Code: "bank-practice-asks-all",
		What: "the bank is for practice, which has no %s",
		Hint: "delete it: practice asks every question of the bank",
	}
	practiceHasNoDraw = diag.Kind{
		Code: "bank-practice-has-no-draw",
		What: "the bank is for practice, which has no %s",
		Hint: "delete all [[draw]] tables: practice asks every question of the bank",
	}
	practiceIsPublic = diag.Kind{
		Code: "bank-practice-is-public",
		What: "the bank is for practice, which has no %s",
		Hint: "delete it: the answers of practice are on the site",
	}
	practiceHasNoHistory = diag.Kind{
		Code: "bank-practice-has-no-history",
		What: "the bank is for practice, which has no %s",
		Hint: "delete its [[questions.history]] tables: they are for item analysis of assessments",
	}
	practiceHasNoCorrections = diag.Kind{
		Code: "bank-practice-has-no-corrections",
		What: "the bank is for practice, which has no %s",
		Hint: "delete its [[questions.corrections]] tables: a changed answer key in practice needs no correction",
	}
)

// What a form is drawn from.
var (
	drawNamesNotOne = diag.Kind{
		Code: "bank-draw-names-not-one",
		What: "a draw names exactly one pool, indicator or competency",
		Hint: `write one of pool = "…", indicator = "…" or competency = "…"`,
	}
	unknownPool = diag.Kind{
		Code: "bank-draw-pool-unknown",
		What: "no question is in the pool %q",
		Hint: "%[2]s",
	}
	unknownIndicator = diag.Kind{
		Code: "bank-draw-indicator-unknown",
		What: "no question has the indicator %q",
		Hint: "%[2]s",
	}
	drawOfNone = diag.Kind{
		Code: "bank-draw-of-none",
		What: "a draw takes at least one question",
		Hint: "write count = 8",
	}
	drawTooMany = diag.Kind{
		Code: "bank-draw-too-large",
		What: "the draw takes %d questions but only %d can be drawn",
		Hint: "lower the count or write more questions",
	}
	drawTooManyOfRest = diag.Kind{
		Code: "bank-draw-larger-than-rest",
		What: "the draw takes %d questions but only %d can be drawn; %d more belong to narrower draws",
		Hint: "lower the count or write more questions",
	}
	drawnTwice = diag.Kind{
		Code: "bank-question-in-two-draws",
		What: "question %q can be drawn by draw %d and by draw %d",
		Hint: "a question belongs to one draw: use pools, or give the question indicators of only one of the two",
	}
	neverDrawn = diag.Kind{
		Code: "bank-question-in-no-draw",
		What: "question %q is in no draw, so nobody is ever asked it",
		Hint: "give it a pool or an indicator that a [[draw]] names",
	}
)

// What a bank says about a question of any type.
var (
	questionIDUnusable = diag.Kind{
		Code: "question-id-unusable",
		What: "question %d: the id %q cannot be used",
		Hint: "use lowercase letters, digits and hyphens, for example one-voice",
	}
	questionIDTaken = diag.Kind{
		Code: "question-id-taken",
		What: "the question id %q was used before, for question %d",
		Hint: "IDs are unique in a bank and never reused",
	}
	questionWithoutIndicators = diag.Kind{
		Code: "question-without-indicators",
		What: "question %q has no indicators",
		Hint: `say what it tests: indicators = ["…"], with indicators of the framework`,
	}
	hintsInAssessment = diag.Kind{
		Code: "question-hints-in-assessment",
		What: "question %q has hints, but the bank is assessed",
		Hint: "hints are for practice; delete them",
	}
	hintEmpty = diag.Kind{
		Code: "question-hint-empty",
		What: "hint %d is empty",
		Hint: "write a hint that helps to find the answer, or delete it",
	}
	criticalInPool = diag.Kind{
		Code: "question-critical-in-pool",
		What: "question %q is critical and in a pool",
		Hint: "a critical question is in every form and is never drawn; delete its pool",
	}
	typeUnknown  = diag.Kind{Code: "question-type-unknown", What: "type %q is not known", Hint: "%[2]s"}
	typeIsOfTask = diag.Kind{
		Code: "question-type-of-task",
		What: "type %q is not known",
		Hint: "it is not scored: in a bank, write it as a [[tasks]] table; in a lesson, use :::reflect",
	}
	pointsNegative = diag.Kind{
		Code: "question-points-negative",
		What: "points must be a number above 0",
		Hint: "write points = 1, or delete it",
	}
	scoringOfNone = diag.Kind{
		Code: "question-scoring-misplaced",
		What: "questions of type %q have only one scoring rule",
		Hint: "delete scoring; these types have several rules: %[2]s",
	}
	scoringUnknown = diag.Kind{
		Code: "question-scoring-unknown",
		What: "scoring %q is not known for type %q",
		Hint: "%[3]s",
	}
	changeUnknown = diag.Kind{
		Code: "question-history-change-unknown",
		What: "change %q is not known",
		Hint: `change is "editorial" (same question) or "substantive" (another question)`,
	}

	// NoPrompt says that the question asks nothing.
	NoPrompt = diag.Kind{
		Code: "question-without-prompt",
		What: "the prompt is missing",
		Hint: `write prompt = """…"""`,
	}
)

// Keys of another type of question. The argument is the type that the question has.
var (
	optionsMisplaced = diag.Kind{
		Code: "question-options-misplaced",
		What: "a question of type %q has no options",
		Hint: "use [[questions.pairs]] for match, [[questions.answers]] for number and text, " +
			"[[questions.gaps]] for cloze",
	}
	pairsMisplaced = diag.Kind{
		Code: "question-pairs-misplaced",
		What: "a question of type %q has no pairs",
		Hint: `they are for type = "match"`,
	}
	gapsMisplaced = diag.Kind{
		Code: "question-gaps-misplaced",
		What: "a question of type %q has no gaps",
		Hint: `they are for type = "cloze"`,
	}
	answersMisplaced = diag.Kind{
		Code: "question-answers-misplaced",
		What: "a question of type %q has no answers",
		Hint: `they are for type = "number" and type = "text"; write choices as [[questions.options]]`,
	}
	unitMisplaced = diag.Kind{
		Code: "question-unit-misplaced",
		What: "a question of type %q has no unit",
		Hint: `it is for type = "number", and for the gaps of type = "cloze"`,
	}
	exactMisplaced = diag.Kind{
		Code: "question-exact-misplaced",
		What: "exact has no meaning in a question of type %q",
		Hint: `it is for type = "text", and for the gaps of type = "cloze"`,
	}
)

// What can be chosen: options of a question or of a gap.
var (
	textMissing = diag.Kind{
		Code: "question-text-missing",
		What: "%s %d has no text",
		Hint: "write it, or delete the whole %[1]s",
	}
	textTwice = diag.Kind{
		Code: "question-text-twice",
		What: "%s %d has the same text as %s %d",
		Hint: "a learner could not tell them apart",
	}
	optionWorthTwice = diag.Kind{
		Code: "question-option-worth-twice",
		What: "option %d has both correct and fraction",
		Hint: "keep one of them",
	}
	fractionOutOfRange = diag.Kind{
		Code: "question-fraction-out-of-range",
		What: "option %d: fraction must lie between -1 and 1",
		Hint: "1 earns all of the points; -1 takes as many away",
	}
	everyOptionRight = diag.Kind{
		Code: "question-every-option-right",
		What: "every option is right",
		Hint: "add an option that is wrong",
	}
	notTrueAndFalse = diag.Kind{
		Code: "question-not-true-and-false",
		What: "a true/false question has exactly the options True and False",
		Hint: `write "True" and "False", with a capital T and F; the site shows them in the reader's language`,
	}

	// TooFewOptions says that there is nothing to choose from.
	TooFewOptions = diag.Kind{
		Code: "question-too-few-options",
		What: "it has fewer than two options",
		Hint: "add [[questions.options]] tables with text, correct and feedback",
	}

	// OptionWithoutFeedback says that an option does not say why it is right or wrong.
	OptionWithoutFeedback = diag.Kind{
		Code: "question-option-without-feedback",
		What: "option %d has no feedback",
		Hint: "say in a sentence why it is right or wrong",
	}

	// NoRightOption says that no option is marked as the right one.
	NoRightOption = diag.Kind{
		Code: "question-without-right-option",
		What: "no option is right",
		Hint: "set correct = true on the right one",
	}

	// SeveralRightOptions says that a question with one right option has several.
	SeveralRightOptions = diag.Kind{
		Code: "question-several-right-options",
		What: "%d options are right",
		Hint: `a question of type %[2]q has one right option; several right ones need type = "multiple"`,
	}

	// SeveralRightInGap says that a gap has several right options.
	SeveralRightInGap = diag.Kind{
		Code: "question-several-right-in-gap",
		What: "%d options are right",
		Hint: "one option fits a gap; another may have a fraction of the points, fraction = 0.5",
	}
)

// What is to be matched, and what is to be put in order.
var (
	pairAddsKnownOption = diag.Kind{
		Code: "question-pair-adds-known-option",
		What: "pair %d has no stem and repeats the option of pair %d",
		Hint: "a pair without a stem is for an option that belongs to no stem",
	}
	pairWithoutOption = diag.Kind{
		Code: "question-pair-without-option",
		What: "pair %d has no option",
		Hint: `write option = "…"`,
	}
	optionsNearlySame = diag.Kind{
		Code: "question-options-nearly-the-same",
		What: "pair %d has nearly the same option as pair %d",
		Hint: "a learner could not tell them apart; write both exactly alike",
	}
	optionFitsNone = diag.Kind{
		Code: "question-option-fits-none",
		What: "pair %d uses the option of pair %d, which has no stem",
		Hint: "delete the pair without a stem, or change its option",
	}
	tooManyPairs = diag.Kind{
		Code: "question-too-many-pairs",
		What: "it has %d stems and %d options; at most %d of each",
		Hint: "split it into two questions",
	}
	tooManyItems = diag.Kind{
		Code: "question-too-many-items",
		What: "there are %d things to put in order; at most %d",
		Hint: "ask about fewer of them",
	}
	itemWithWorth = diag.Kind{
		Code: "question-item-with-worth",
		What: "option %d has correct or fraction, which order questions do not use",
		Hint: "delete it: in an order question, write the options in the right order",
	}
	noItemFeedback = diag.Kind{
		Code: "question-no-item-feedback",
		What: "no option has feedback",
		Hint: "say for at least one of them why it belongs in its place",
	}

	// TooFewStems says that there is at most one thing to match.
	TooFewStems = diag.Kind{
		Code: "question-too-few-stems",
		What: "it has fewer than two stems",
		Hint: "add [[questions.pairs]] tables with stem, option and feedback",
	}

	// TooFewToMatch says that there is but one option to match stems with.
	TooFewToMatch = diag.Kind{
		Code: "question-too-few-to-match",
		What: "it has fewer than two options",
		Hint: "with one option there is nothing to match",
	}

	// NoPairFeedback says that no pair says why its two belong together.
	NoPairFeedback = diag.Kind{
		Code: "question-no-pair-feedback",
		What: "no pair has feedback",
		Hint: "say for at least one pair why the two belong together",
	}

	// TooFewItems says that there is too little to put in order.
	TooFewItems = diag.Kind{
		Code: "question-too-few-items",
		What: "there are fewer than %d things to put in order",
		Hint: "add [[questions.options]] tables with text and feedback, in the right order",
	}
)

// What can be typed: answers of a question or of a gap.
var (
	noNumberAnswers = diag.Kind{
		Code: "question-without-number-answers",
		What: "it has no answers",
		Hint: "add [[questions.answers]] tables with value, tolerance, correct and feedback",
	}
	noTextAnswers = diag.Kind{
		Code: "question-without-text-answers",
		What: "it has no answers",
		Hint: "add [[questions.answers]] tables with text, correct and feedback",
	}
	answerHidden = diag.Kind{
		Code: "question-answer-hidden",
		What: "answer %d already matches everything that this answer matches",
		Hint: "the first answer that matches counts: put the narrower one first",
	}
	answerWorthTwice = diag.Kind{
		Code: "question-answer-worth-twice",
		What: "it has both correct and fraction",
		Hint: "keep one of them",
	}
	answerFractionOutOfRange = diag.Kind{
		Code: "question-answer-fraction-out-of-range",
		What: "fraction must lie between 0 and 1",
		Hint: "a wrong answer is worth 0, a right one 1",
	}

	notANumber = diag.Kind{
		Code: "question-answer-not-a-number",
		What: "%s is not a number",
		Hint: "write value and tolerance, or min and max",
	}
	textOfNumber = diag.Kind{
		Code: "question-answer-text-of-number",
		What: "a number question has no text answers",
		Hint: "write value and tolerance, or min and max",
	}
	noValue = diag.Kind{
		Code: "question-answer-without-value",
		What: "it has neither a value nor a range",
		Hint: "write value and tolerance, or min and max",
	}
	valueAndRange = diag.Kind{
		Code: "question-answer-value-and-range",
		What: "it has both a value and a range",
		Hint: "write value and tolerance, or min and max",
	}
	rangeWithTolerance = diag.Kind{
		Code: "question-answer-range-with-tolerance",
		What: "a range has no tolerance",
		Hint: "make the range as wide as you mean it to be, and delete the tolerance",
	}
	rangeReversed = diag.Kind{
		Code: "question-answer-range-reversed",
		What: "the range ends before it begins",
		Hint: "min is the smaller of the two",
	}
	toleranceNegative = diag.Kind{
		Code: "question-answer-tolerance-negative",
		What: "tolerance cannot be negative",
		Hint: "tolerance is how far off an answer may be",
	}
	toleranceUnknown = diag.Kind{
		Code: "question-answer-tolerance-unknown",
		What: "tolerance_type %q is not known",
		Hint: "%[2]s",
	}

	numberOfText = diag.Kind{
		Code: "question-answer-number-of-text",
		What: "a text question has no numbers",
		Hint: `write text = "…", or ask with type = "number"`,
	}
	answerWithoutText = diag.Kind{
		Code: "question-answer-without-text",
		What: "it has no text",
		Hint: `write text = "…"; * stands for any characters`,
	}
	everyAnswerRight = diag.Kind{
		Code: "question-every-answer-right",
		What: "every answer is right",
		Hint: "write more than * : a learner could type anything",
	}
	answerTooLong = diag.Kind{
		Code: "question-answer-too-long",
		What: "it is longer than %d characters",
		Hint: "nobody can type that",
	}

	// AnswerWithoutFeedback says that an answer does not say why it is right or wrong.
	AnswerWithoutFeedback = diag.Kind{
		Code: "question-answer-without-feedback",
		What: "it has no feedback",
		Hint: "say in a sentence why it is right or wrong",
	}

	// NoRightAnswer says that no answer is marked as the right one.
	NoRightAnswer = diag.Kind{
		Code: "question-without-right-answer",
		What: "no answer is right",
		Hint: "set correct = true on the right one",
	}
)

// Gaps in a text.
var (
	gapWithoutEnd = diag.Kind{
		Code: "question-gap-without-end",
		What: "{{ begins a gap that has no end",
		Hint: `write {{name}} on one line, or \{{ where two braces are meant`,
	}
	noGaps = diag.Kind{
		Code: "question-without-gaps",
		What: "the prompt has no gaps",
		Hint: "write {{name}} where something is to be filled in",
	}
	tooManyGaps = diag.Kind{
		Code: "question-too-many-gaps",
		What: "the prompt has %d gaps; at most %d",
		Hint: "split it into two questions",
	}
	gapTwice = diag.Kind{
		Code: "question-gap-twice",
		What: "the gap %q is in the prompt twice",
		Hint: "each gap is filled separately: give the second one another name",
	}
	gapDescribedTwice = diag.Kind{
		Code: "question-gap-described-twice",
		What: "the gap %q is described twice",
		Hint: "delete one of the two, or give it another name",
	}
	gapNotInPrompt = diag.Kind{
		Code: "question-gap-not-in-prompt",
		What: "the prompt has no gap %q",
		Hint: "write {{%[1]s}} where it belongs, or delete it",
	}
	gapNameUnusable = diag.Kind{
		Code: "question-gap-name-unusable",
		What: "the name cannot be used",
		Hint: "use lowercase letters, digits and hyphens, for example {{distance}}",
	}
	weightOutOfRange = diag.Kind{
		Code: "question-gap-weight-out-of-range",
		What: "weight must be above 0 and at most %d",
		Hint: "2 makes the gap count twice as much as others; leave weight out where all gaps count the same",
	}
	gapOptionsAndAnswers = diag.Kind{
		Code: "question-gap-options-and-answers",
		What: "it has both options and answers",
		Hint: "options are chosen, answers are typed: keep one of the two",
	}
	gapUnitMisplaced = diag.Kind{
		Code: "question-gap-unit-misplaced",
		What: "what is chosen has no unit",
		Hint: "write the unit in the options, or in the text after the gap",
	}
	gapExactMisplaced = diag.Kind{
		Code: "question-gap-exact-misplaced",
		What: "exact is only for gaps in which words are typed",
		Hint: "delete it",
	}

	// GapNotDescribed says that nothing says what fills a gap of the prompt.
	GapNotDescribed = diag.Kind{
		Code: "question-gap-not-described",
		What: "the gap %q is not described",
		Hint: "add a [[questions.gaps]] table with name = %[1]q and its options or answers",
	}

	// GapEmpty says that a gap has neither options nor answers.
	GapEmpty = diag.Kind{
		Code: "question-gap-empty",
		What: "it has neither options nor answers",
		Hint: "add [[questions.gaps.options]] to choose from, or [[questions.gaps.answers]] for what may be " +
			"typed",
	}
)

// Two texts whose hashes are the same by chance, which almost nobody will ever see.
var (
	optionIDsClash = diag.Kind{
		Code: "question-option-ids-clash",
		What: "two options have the same ID",
		Hint: "reword one of them",
	}
	stemIDsClash = diag.Kind{
		Code: "question-stem-ids-clash",
		What: "two stems have the same ID",
		Hint: "reword one of them",
	}
	gapIDsClash = diag.Kind{
		Code: "question-gap-ids-clash",
		What: "gap %d has the same ID as another gap, or two of its options have the same ID",
		Hint: "reword the text before the gap, or its options",
	}
	publicIDsClash = diag.Kind{
		Code: "question-public-ids-clash",
		What: "question %q has the same public ID as another",
		Hint: "choose another id",
	}
)

// Tasks.
var (
	tooManyTasks = diag.Kind{
		Code: "task-too-many",
		What: "the bank has %d tasks; at most %d",
		Hint: "every attempt asks all of them: keep the most important ones",
	}
	taskIDUnusable = diag.Kind{
		Code: "task-id-unusable",
		What: "task %d: the id %q cannot be used",
		Hint: "use lowercase letters, digits and hyphens, for example how-sure",
	}
	taskIDTaken = diag.Kind{
		Code: "task-id-taken",
		What: "the id was used before",
		Hint: "IDs of questions and tasks are unique in a bank and never reused",
	}
	taskInPractice = diag.Kind{
		Code: "task-in-practice",
		What: "the bank is for practice, and practice has no tasks",
		Hint: "to ask readers to think something over, use :::reflect in a lesson",
	}
	taskTypeUnknown    = diag.Kind{Code: "task-type-unknown", What: "type %q is not known", Hint: "%[2]s"}
	taskTypeOfQuestion = diag.Kind{
		Code: "task-type-of-question",
		What: "type %q is not known",
		Hint: "questions with an answer key belong in [[questions]] tables",
	}
	taskWithoutPrompt = diag.Kind{
		Code: "task-without-prompt",
		What: "the prompt is missing",
		Hint: `write prompt = """…"""`,
	}

	competencyMisplaced = diag.Kind{
		Code: "task-competency-misplaced",
		What: "a task of type %q has no competency",
		Hint: "delete it: a reflection is not evidence of a competency",
	}
	indicatorsMisplaced = diag.Kind{
		Code: "task-indicators-misplaced",
		What: "a task of type %q has no indicators",
		Hint: `they are for type = "written"; a self-rating names its competency`,
	}
	ofRatingMisplaced = diag.Kind{
		Code: "task-rating-key-misplaced",
		What: "a task of type %q has no %s",
		Hint: `it is for type = "rating"`,
	}
	ofWrittenMisplaced = diag.Kind{
		Code: "task-written-key-misplaced",
		What: "a task of type %q has no %s",
		Hint: `it is for type = "written"`,
	}
	rubricMisplaced = diag.Kind{
		Code: "task-rubric-misplaced",
		What: "a task of type %q has no rubric",
		Hint: `it is for type = "written": other tasks are not marked`,
	}

	writtenWithoutCompetency = diag.Kind{
		Code: "task-written-without-competency",
		What: "it names no competency",
		Hint: `say what the text shows: competency = "…" or indicators = ["…"]`,
	}
	ratingWithoutCompetency = diag.Kind{
		Code: "task-rating-without-competency",
		What: "it names no competency",
		Hint: `say what people rate themselves in: competency = "…"`,
	}
	taskWithoutRubric = diag.Kind{
		Code: "task-without-rubric",
		What: "it has no rubric",
		Hint: `write rubric = """…""": what the assessor looks for; it is never published`,
	}
	wordsOutOfRange = diag.Kind{
		Code: "task-words-out-of-range",
		What: "%s must lie between 0 and %d",
		Hint: "it is advice for the writer; write 0 for no advice",
	}
	wordsReversed = diag.Kind{
		Code: "task-words-reversed",
		What: "min_words is more than max_words",
		Hint: "min_words is the smaller of the two",
	}
	scaleOutOfRange = diag.Kind{
		Code: "task-scale-out-of-range",
		What: "max_rating must lie between %d and %d",
		Hint: "max_rating is the top of a scale that begins at 1",
	}
	labelsDoNotFit = diag.Kind{
		Code: "task-labels-do-not-fit",
		What: "there are %d labels for %d steps",
		Hint: "write one label for each step, the lowest first, or no labels",
	}
)

// restoreArchive is the hint for an archive that coursemark build cannot have written.
const restoreArchive = "coursemark build writes the archive; restore the file from version control"

// Corrections of published keys, and the archive of keys.
var (
	correctionChangeUnknown = diag.Kind{
		Code: "correction-change-unknown",
		What: "change %q is not known",
		Hint: `change is "key", "void-drop" or "void-full"`,
	}
	correctionWithoutDate = diag.Kind{
		Code: "correction-without-date",
		What: "the correction has no date",
		Hint: "write date = 2026-06-01",
	}
	correctionWithoutReason = diag.Kind{
		Code: "correction-without-reason",
		What: "the correction has no reason",
		Hint: `write reason = "…": it is shown to people whose level changes`,
	}
	correctionOfNothing = diag.Kind{
		Code: "correction-of-nothing",
		What: "the correction names no revision",
		Hint: `write revisions = ["%[1]s…"]; the archive in answerkeys/ lists them`,
	}
	notARevision = diag.Kind{
		Code: "revision-malformed",
		What: "%q is not a %s revision",
		Hint: "a revision looks like %[3]s and 32 letters and digits; the archive in answerkeys/ lists them",
	}

	questionNeverPublished = diag.Kind{
		Code: "correction-of-unpublished-question",
		What: "question %q was never published as revision %s",
		Hint: "the archive in answerkeys/ lists its revisions",
	}
	scenarioNeverPublished = diag.Kind{
		Code: "correction-of-unpublished-scenario",
		What: "the scenario was never published as revision %[2]s",
		Hint: "the archive in answerkeys/ lists its revisions",
	}
	optionGone = diag.Kind{
		Code: "correction-option-gone",
		What: "option %q of revision %s is not in the present question",
		Hint: "restore the option to make this correction, then change the question again",
	}
	choiceGone = diag.Kind{
		Code: "correction-choice-gone",
		What: "choice %q of revision %s is not in the present scenario",
		Hint: "restore the choice to make this correction, then change the scenario again",
	}
	questionKeyDiffers = diag.Kind{
		Code: "question-key-changed",
		What: "the key of question %q differs from the one published with the same text",
		Hint: "people were graded by the old key: say why it changes, with\n[[questions.corrections]]\n" +
			"revisions = [%[2]q]\ndate = …\nreason = \"…\"\nchange = \"key\"",
	}
	scenarioPointsDiffer = diag.Kind{
		Code: "scenario-points-changed",
		What: "the points of scenario %q differ from those published with the same text",
		Hint: "people were graded by the old points: say why they change, with\n[[corrections]]\n" +
			"revisions = [%[2]q]\ndate = …\nreason = \"…\"\nchange = \"key\"",
	}

	archiveTooLarge = diag.Kind{
		Code: "archive-too-large",
		What: "the archive has %d MB; at most %d MB are read",
		Hint: restoreArchive,
	}
	archiveLineBroken = diag.Kind{
		Code: "archive-line-broken",
		What: "this is not a line of a key archive: %s", // in the decoder's words
		Hint: restoreArchive,
	}
	archiveLineNewer = diag.Kind{
		Code: "archive-line-newer",
		What: "this is not a line of a key archive: unknown kind %q",
		Hint: "a newer version of Coursemark wrote it: use the newest coursemark and gradebook",
	}
	archiveConflict = diag.Kind{
		Code: "archive-merge-conflict",
		What: "a merge conflict was left in the archive",
		Hint: "delete the marker lines and keep the lines of both sides; with merge=union in .gitattributes, " +
			"Git does this by itself",
	}
	archiveTwoKeys = diag.Kind{
		Code: "archive-two-keys",
		What: "%q has two different keys for revision %s",
		Hint: restoreArchive,
	}
	archiveDrawTooLarge = diag.Kind{
		Code: "archive-draw-too-large",
		What: "bank revision %s draws more questions than it has",
		Hint: restoreArchive,
	}
	archiveSceneCount = diag.Kind{
		Code: "archive-scene-count",
		What: "scenario %q has %d scenes; 1 to %d are possible",
		Hint: restoreArchive,
	}
	archiveStartUnknown = diag.Kind{
		Code: "archive-start-unknown",
		What: "scenario %q does not say where it begins, or has a scene twice",
		Hint: restoreArchive,
	}
	archiveTooManyChoices = diag.Kind{
		Code: "archive-too-many-choices",
		What: "a scene of scenario %q has %d choices; at most %d",
		Hint: restoreArchive,
	}
	archiveChoiceLeadsNowhere = diag.Kind{
		Code: "archive-choice-leads-nowhere",
		What: "a choice of scenario %q leads to a scene that the scenario does not have",
		Hint: restoreArchive,
	}
	archivePointsOutOfRange = diag.Kind{
		Code: "archive-points-out-of-range",
		What: "a choice of scenario %q has %d points; -%[3]d to %[3]d are possible",
		Hint: restoreArchive,
	}
)

// Scenarios on their own.
var (
	scenarioWithoutID = diag.Kind{
		Code: "scenario-without-id",
		What: "the scenario has no id",
		Hint: `write id = "angry-at-the-desk" in the front matter: lowercase letters, digits and hyphens, never ` +
			`used for anything else`,
	}
	scenarioIDUnusable = diag.Kind{
		Code: "scenario-id-unusable",
		What: "the scenario's id %q cannot be used",
		Hint: `write id = "angry-at-the-desk" in the front matter: lowercase letters, digits and hyphens, never ` +
			`used for anything else`,
	}
	scenarioWithoutMode = diag.Kind{
		Code: "scenario-without-mode",
		What: "the scenario has no mode",
		Hint: `write mode = "practice" (never counts, feedback is shown) or mode = "assessed" (counts, ` +
			`feedback and points stay private)`,
	}
	scenarioModeUnknown = diag.Kind{
		Code: "scenario-mode-unknown",
		What: "mode %q is not known",
		Hint: `write mode = "practice" (never counts, feedback is shown) or mode = "assessed" (counts, ` +
			`feedback and points stay private)`,
	}
	practiceScenarioCorrected = diag.Kind{
		Code: "scenario-practice-corrected",
		What: "a scenario for practice has no key to correct",
		Hint: "delete [[corrections]]",
	}
	practiceScenarioLimited = diag.Kind{
		Code: "scenario-practice-limited",
		What: "a scenario for practice has no limits",
		Hint: "delete attempts, attempts_months and cooling_off_days: practice is never counted",
	}
	noScenes = diag.Kind{
		Code: "scenario-without-scenes",
		What: "the scenario has no scenes",
		Hint: "a scene begins with ## Lobby {#lobby}, says what happens, and ends with a list of choices:\n" +
			"- [Give space, speak slowly](#space) {ROS-COE-A=2}\n  > One voice and more room lower arousal.",
	}
	tooManyScenes = diag.Kind{
		Code: "scenario-too-many-scenes",
		What: "the scenario has more than %d scenes",
		Hint: "split it into two scenarios",
	}

	sceneNameUnusable = diag.Kind{
		Code: "scenario-scene-name-unusable",
		What: "the scene's name %q cannot be used",
		Hint: "use lowercase letters, digits and hyphens: {#lobby}",
	}
	sceneTaken = diag.Kind{
		Code: "scenario-scene-taken",
		What: "there is another scene #%s, in line %d",
		Hint: "change one of the two in its {#…}",
	}
	sceneSaysNothing = diag.Kind{
		Code: "scenario-scene-says-nothing",
		What: "the scene #%s says nothing",
		Hint: "say below the heading what happens",
	}
	scenesAlike = diag.Kind{
		Code: "scenario-scenes-alike",
		What: "the scene #%s reads the same as #%s",
		Hint: "a reader could not tell them apart: reword one of them, or lead both choices to the same scene",
	}
	sceneLeadsNowhere = diag.Kind{
		Code: "scenario-scene-leads-nowhere",
		What: "the scene #%s has no choices and is not an end",
		Hint: `end it with a list of choices, or say how it ends: {#%[2]s end="good"}, "mixed" or "poor"`,
	}
	endWithChoices = diag.Kind{
		Code: "scenario-end-with-choices",
		What: "the scene #%s is an end and has choices",
		Hint: `delete the choices, or delete end="…" in its heading`,
	}
	tooManyChoices = diag.Kind{
		Code: "scenario-too-many-choices",
		What: "the scene #%s has more than %d choices",
		Hint: "delete some: two to four are enough",
	}
	endUnknown = diag.Kind{Code: "scenario-end-unknown", What: "the end %q is not known", Hint: "%[2]s"}

	sceneUnknown = diag.Kind{Code: "scenario-scene-unknown", What: "there is no scene #%s", Hint: "%[2]s"}
	choicesAlike = diag.Kind{
		Code: "scenario-choices-alike",
		What: "another choice of this scene has the same text",
		Hint: "a reader could not tell them apart",
	}
	choiceWordless = diag.Kind{
		Code: "scenario-choice-without-words",
		What: "the choice has no words",
		Hint: "say what the person does: [Give space, speak slowly](#space)",
	}
	choiceWithoutFeedback = diag.Kind{
		Code: "scenario-choice-without-feedback",
		What: "the choice has no feedback",
		Hint: "say in a quote below it what it leads to, and why:\n  > One voice and more room lower arousal.",
	}
	choicePointsOutOfRange = diag.Kind{
		Code: "scenario-points-out-of-range",
		What: "%d points for %s",
		Hint: "points lie between -%[3]d and %[3]d; 2, 1 and -1 are usual",
	}
	criticalEarns = diag.Kind{
		Code: "scenario-critical-earns",
		What: "a critical choice earns points for %s",
		Hint: "a choice that fails a competency cannot count for it: delete the points or critical",
	}
	criticalFailsNothing = diag.Kind{
		Code: "scenario-critical-fails-nothing",
		What: "a critical choice names no indicator that it fails",
		Hint: "add an indicator with points below 0: {ROS-COE-A=-1 critical}",
	}
)

// Ways through a scenario, and what can be earned on them.
var (
	noEnd = diag.Kind{
		Code: "scenario-without-end",
		What: "the scenario has no end",
		Hint: `write a scene without choices and say how it ends: ## Later that day {#later end="good"}`,
	}
	sceneUnreachable = diag.Kind{
		Code: "scenario-scene-unreachable",
		What: "no choice leads to the scene #%s",
		Hint: "let a choice lead to it, or delete it; the scenario begins with its first scene",
	}
	noWayOut = diag.Kind{
		Code: "scenario-no-way-out",
		What: "from the scene #%s no end can be reached",
		Hint: "let one of its choices lead towards an end: everybody must be able to finish",
	}
	scenarioTangled = diag.Kind{
		Code: "scenario-tangled",
		What: "the scenario's loops are too tangled to prove its points",
		Hint: "let fewer choices with points lead back to earlier scenes",
	}
	assessedWithoutPoints = diag.Kind{
		Code: "scenario-assessed-without-points",
		What: "the scenario is assessed, but no choice has points",
		Hint: "write after the choices what they show: {ROS-COE-A=2}",
	}
	nothingToEarn = diag.Kind{
		Code: "scenario-nothing-to-earn",
		What: "nothing can be earned for %s: the best path has %s",
		Hint: "give a good choice points for one of its indicators",
	}
	noBestForAll = diag.Kind{
		Code: "scenario-no-best-for-all",
		What: "no path is the best for %s at once",
		Hint: "the best single path earns %[2]s, but the best paths for each competency add up to %[3]d: doing " +
			"well in one would mean failing another; let equally good ways earn the same",
	}
	everyPathTheSame = diag.Kind{
		Code: "scenario-every-path-the-same",
		What: "every path has the same points for %s",
		Hint: "it cannot tell people apart: let a choice that misses the indicator earn less",
	}
	poorerNeeded = diag.Kind{
		Code: "scenario-poorer-choice-needed",
		What: "without this poorer choice nobody could finish",
		Hint: "the better choice is %[1]q: let it lead to where an end can be reached",
	}
	poorerPays = diag.Kind{
		Code: "scenario-poorer-choice-pays",
		What: "this poorer choice pays: with it a path can reach %s, with better ones only %d",
		Hint: "the better choice is %[3]q, with %[4]s compared with %[5]d: give it more points, or let the detour " +
			"earn less or cost more; people who come back to a scene can earn points by another choice there too",
	}
	criticalNeeded = diag.Kind{
		Code: "scenario-critical-needed",
		What: "the best path cannot do without a critical choice",
		Hint: "nobody could earn the most and meet the competency: add a good choice that is not critical",
	}
)

// Responses that cannot be marked. Each is returned as an error, which is a diag.Fault
// without a place.
var (
	typeNotScored = diag.Kind{Code: "response-type-unknown", What: "questions of type %q cannot be scored"}
	responseForm  = diag.Kind{
		Code: "response-malformed",
		What: "the response to a question of type %q must look like %s", // JSON
	}
	chosenTwice  = diag.Kind{Code: "response-option-twice", What: "an option is chosen twice"}
	matchedTwice = diag.Kind{Code: "response-stem-twice", What: "a stem is answered twice"}
	filledTwice  = diag.Kind{Code: "response-gap-twice", What: "a gap is filled twice"}
	notEveryItem = diag.Kind{Code: "response-order-incomplete", What: "the order does not have every item exactly once"}

	pathForm = diag.Kind{
		Code: "response-path-malformed",
		What: `the response to a scenario must look like {"path": [choice, …]}`,
	}
	pathTooLong    = diag.Kind{Code: "response-path-too-long", What: "the path has %d steps; at most %d"}
	stepBackTooFar = diag.Kind{Code: "response-path-back-too-far", What: "the path steps back from the first scene"}
)

// refused returns, as an error, why a response cannot be marked or a line of an archive
// cannot be read.
func refused(k diag.Kind, args ...any) error { return k.With(args...).In("") }
