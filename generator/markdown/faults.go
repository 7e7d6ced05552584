package markdown

import "github.com/coursemark/coursemark/internal/diag"

// Faults of any text.
var (
	textTooLarge = diag.Kind{Code: "page-too-large", What: "the text is %d KB; the limit is %d KB",
		Hint: "split it into several lessons"}
	textNotUTF8 = diag.Kind{Code: "page-not-utf8", What: "a byte that is not UTF-8",
		Hint: `save the file as UTF-8; in Notepad: Save as…, Encoding "UTF-8"`}
	tooManyMarks = diag.Kind{Code: "page-too-many-marks", What: "too many %q in one paragraph",
		Hint: "split the paragraph with blank lines"}
	tooManyMarkers = diag.Kind{Code: "page-too-many-markers", What: "more than %d quotes or lists begin on one line",
		Hint: "start each of them on a line of its own"}
	notRendered = diag.Kind{Code: "page-not-rendered", What: "the text cannot be rendered: %s"}
)

// Raw HTML. The argument is the name of a tag.
var (
	rawHTML = diag.Kind{Code: "page-raw-html", What: "raw HTML is not allowed", Hint: htmlHint}
	rawTag  = diag.Kind{Code: "page-raw-html", What: "raw HTML is not allowed: <%s>", Hint: htmlHint}
	rawRule = diag.Kind{Code: "page-raw-html", What: "raw HTML is not allowed: <%s>",
		Hint: "for a line across the page, write *** on a line of its own"}
	rawImage = diag.Kind{Code: "page-raw-html", What: "raw HTML is not allowed: <%s>",
		Hint: "for an image, write ![what it shows](file.png)"}
	rawLink = diag.Kind{Code: "page-raw-html", What: "raw HTML is not allowed: <%s>",
		Hint: "for a link, write [words](address)"}
	htmlOfTag       = map[string]diag.Kind{"hr": rawRule, "img": rawImage, "a": rawLink}
	unknownFootnote = diag.Kind{Code: "page-unknown-footnote", What: "the footnote [^%s] is missing",
		Hint: "write it on a line of its own: [^%[1]s]: the note"}
	unknownAlert = diag.Kind{Code: "page-unknown-alert", What: "unknown alert %q", Hint: "%[2]s"}
	strayHint    = diag.Kind{Code: "page-stray-hint", What: "a hint outside a question",
		Hint: "put it between the prompt of a question and its options; for a note to the reader write > [!TIP]"}
	unknownLanguage = diag.Kind{Code: "page-unknown-code-language",
		What: "the code language %q is not known, so the code is not coloured",
		Hint: "write text, or no language at all, for anything that is not code"}
	misspeltLanguage = diag.Kind{Code: "page-unknown-code-language",
		What: "the code language %q is not known, so the code is not coloured",
		Hint: "%[2]s"}
)

const htmlHint = "markdown has its own marks: **bold**, *italics*, lists, tables, :::callout; write &lt; for a plain <"

// Headings.
var (
	headingAttribute = diag.Kind{Code: "page-heading-attribute", What: "a heading cannot have %q",
		Hint: "a heading can only be given an ID: ## Heading {#short-name}"}
	headingEmpty = diag.Kind{Code: "page-heading-empty", What: "a heading without words",
		Hint: "delete the # or write the heading"}
	headingFirstLevel = diag.Kind{Code: "page-heading-first-level", What: "a first-level heading",
		Hint: "start with ##: the page's title is in the front matter"}
	headingUnusableID = diag.Kind{Code: "page-heading-id", What: "the heading's ID %q cannot be used",
		Hint: "use letters, digits and hyphens"}
	headingTwice = diag.Kind{Code: "page-heading-id-twice", What: "the ID %q appears twice on this page",
		Hint: "give one of the two headings another ID in {#…}"}
)

// Links.
var (
	linkInSummary = diag.Kind{Code: "page-link-in-summary", What: "a link in the title of a details box",
		Hint: "put the link inside the box: a click on the title opens it"}
	citationInLink = diag.Kind{Code: "page-citation-in-link", What: "a citation inside a link",
		Hint: "put it after the link: a citation is itself a link"}
	linkEmpty = diag.Kind{Code: "page-link-empty", What: "a link without words",
		Hint: "write words that say where it leads: [words](file.md)"}
	linkNowhere = diag.Kind{Code: "page-link-nowhere", What: "a link that leads nowhere",
		Hint: "write a file name or an address: [words](file.md)"}
	linkScheme = diag.Kind{Code: "page-link-scheme", What: "the link %q cannot be followed",
		Hint: "addresses begin with https://, http://, mailto: or tel:"}
	linkSchemeOrFile = diag.Kind{Code: "page-link-scheme", What: "the link %q cannot be followed",
		Hint: "addresses begin with https://, http://, mailto: or tel:; link to a page of the course by its " +
			"file: ../other-module/01-lesson.md"}
	linkBackslash = diag.Kind{Code: "page-link-backslash", What: "the link %q has backslashes",
		Hint: "use / on Windows too: %[2]s"}
	linkAbsolute = diag.Kind{Code: "page-link-absolute", What: "the link %q begins with /",
		Hint: "write the path from this file: ../other-module/01-lesson.md"}
	linkUnreadable = diag.Kind{Code: "page-link-unreadable", What: "the link %q is not an address",
		Hint: "write %%25 for %% in links"}
	unknownFragment = diag.Kind{Code: "page-unknown-heading", What: "there is no heading #%s on this page",
		Hint: "%[2]s"}
)

// Images.
var (
	imageAttributes = diag.Kind{Code: "page-image-attributes", What: "an image cannot have settings in { }",
		Hint: "delete them: the size comes from the file, and an image is never wider than the text"}
	imageWithoutWords = diag.Kind{Code: "page-image-without-words", What: "an image without a description",
		Hint: "describe it for people who cannot see it: ![A quiet corner by the window](%[1]s)"}
	imageElsewhere = diag.Kind{Code: "page-image-elsewhere", What: "an image from another site",
		Hint: "put the file next to the text: the course is also read offline, and other sites should not learn " +
			"who reads it"}
	imageWithoutFile = diag.Kind{Code: "page-image-without-file", What: "an image without a file",
		Hint: "write ![words](picture.png)"}
)

// What a text that is read on its own cannot have: a question or a scene.
var (
	imageHere = diag.Kind{Code: "page-image-here", What: "images cannot be used here yet",
		Hint: "describe in words what the image shows"}
	linkHere = diag.Kind{Code: "page-link-here", What: "the link %q leads to another file",
		Hint: "a %[2]s is read on its own: link only to web addresses (https://…)"}
	headingHere = diag.Kind{Code: "page-heading-here", What: "a %s cannot have a heading",
		Hint: "write the line in **bold**"}
	termHere = diag.Kind{Code: "page-term-here", What: "a question cannot have glossary terms",
		Hint: "write the words without :term[ ]: a question is read on its own"}
	severalParagraphs = diag.Kind{Code: "page-several-paragraphs", What: "the text has more than one paragraph",
		Hint: "make it one paragraph"}
)

// Terms and citations.
var (
	unknownTerm = diag.Kind{Code: "page-unknown-term", What: "the term %q is not in " + GlossaryFile, Hint: "%[2]s"}
	noTerms     = diag.Kind{Code: "page-unknown-term", What: "the term %q is not in " + GlossaryFile,
		Hint: "add it to " + GlossaryFile + ":\n[[terms]]\nterm = \"%[1]s\"\ndefinition = \"…\""}
	termUnreadable = diag.Kind{Code: "page-term-unreadable", What: "this term is not understood",
		Hint: "write :term[peer support] on one line, with a term from " + GlossaryFile}
	citationOpen = diag.Kind{Code: "page-citation-open", What: "this citation is not closed on its line",
		Hint: citationHint}
	citationUnreadable = diag.Kind{Code: "page-citation-unreadable", What: "this citation is not understood",
		Hint: citationHint}
	unknownWork = diag.Kind{Code: "page-unknown-work", What: "the work %q is not in content/references.bib",
		Hint: "%[2]s"}
	noWorks = diag.Kind{Code: "page-unknown-work", What: "the work %q is not in content/references.bib",
		Hint: "add the work to content/references.bib"}
)

const citationHint = "write [@key], [@key, p. 12] or [@one; @two] on one line, with keys from content/references.bib"

// The line that opens a box, or the answers of a gap. The first argument is the
// name of the box.
var (
	tooManyBoxes = diag.Kind{Code: "page-box-too-deep", What: "boxes nested more than %d deep",
		Hint: "close the outer ones first"}
	strayEnd    = diag.Kind{Code: "page-box-stray-end", What: "this ::: closes nothing", Hint: boxHint}
	boxNameless = diag.Kind{Code: "page-box-nameless", What: "the name of the box is missing",
		Hint: boxHint}
	boxHardSpace = diag.Kind{Code: "page-box-nameless", What: "the name of the box is missing",
		Hint: "a word processor put a non-breaking space after the colons: type an ordinary space instead"}
	unknownBox   = diag.Kind{Code: "page-unknown-box", What: "unknown box %q", Hint: "%[2]s"}
	unlikeBox    = diag.Kind{Code: "page-unknown-box", What: "unknown box %q", Hint: "boxes are %[2]s"}
	boxNotClosed = diag.Kind{Code: "page-box-not-closed", What: "the box %q is never closed",
		Hint: "end it with a line of three colons, :::"}
	boxHead = diag.Kind{Code: "page-box-line", What: "the rest of this line is not understood",
		Hint: `write it like :::name[Title]{key="value"}; everything but the name is optional`}
	gapHead = diag.Kind{Code: "page-box-line", What: "the rest of this line is not understood",
		Hint: `write it like - distance {type="number" unit="metres"}`}
	curlyQuotes = diag.Kind{Code: "page-box-curly-quotes", What: "the rest of this line is not understood",
		Hint: `use straight quotes, "…", instead of curly ones`}
	hardSpace = diag.Kind{Code: "page-box-hard-space", What: "the rest of this line is not understood",
		Hint: "a word processor put a non-breaking space in this line: type an ordinary space instead"}
	attributeTwice = diag.Kind{Code: "page-attribute-twice", What: "%q appears twice here",
		Hint: "delete one of the two"}
	videoAutoplay = diag.Kind{Code: "page-autoplay", What: "a %q box cannot have %q",
		Hint: "delete it: a video that starts by itself startles people and drowns out screen readers"}
	boxWithoutID = diag.Kind{Code: "page-unknown-attribute", What: "a %q box cannot have %q",
		Hint: "to link to the box, put a heading with an ID inside it: ### Title {#short-name}"}
	noAttributes = diag.Kind{Code: "page-unknown-attribute", What: "a %q box cannot have %q",
		Hint: "delete the text in { }"}
	boxAttribute = diag.Kind{Code: "page-unknown-attribute", What: "a %q box cannot have %q", Hint: "%[3]s"}
	itsAttribute = diag.Kind{Code: "page-unknown-attribute", What: "a %s cannot have %q",
		Hint: "%[3]s"} // of a question or gap
)

const boxHint = "a box opens with a line such as :::callout[Title] and closes with a line of three colons"

// Trainer's notes, boxes to reflect and checklists.
var (
	noteInBlock = diag.Kind{Code: "page-note-in-block", What: "a trainer's note inside a list or quote",
		Hint: "start its lines at the left margin"}
	boxOutsideLesson = diag.Kind{Code: "page-box-outside-lesson", What: "a %q box cannot be used on this page",
		Hint: "move it to a lesson"}
	reflectLines = diag.Kind{Code: "page-reflect-lines", What: "lines %q is not a number from 1 to %d",
		Hint: `write lines="6", or leave it out`}
	reflectEmpty = diag.Kind{Code: "page-reflect-empty", What: "a reflect box without a prompt",
		Hint: "write the prompt between the opening line and the closing :::"}
	reflectID = diag.Kind{Code: "page-reflect-id", What: "the id %q cannot be used",
		Hint: "use lowercase letters, digits and hyphens, for example first-meeting"}
	checklistNumbered = diag.Kind{Code: "page-checklist-numbered", What: "a numbered item in a checklist",
		Hint: "write - [ ] before each item instead of a number"}
	checklistBoxless = diag.Kind{Code: "page-checklist-boxless", What: "this item has no checkbox",
		Hint: "write - [ ] before it"}
	checklistTicked = diag.Kind{Code: "page-checklist-ticked", What: "this item is ticked already",
		Hint: "write - [ ]: the reader ticks it"}
	checklistEmpty = diag.Kind{Code: "page-checklist-empty", What: "a checklist without items",
		Hint: "list them below the opening line:\n- [ ] Phone is charged"}
)

// Figures and videos.
var (
	figureWithoutImage = diag.Kind{Code: "page-figure-without-image", What: "a figure without an image",
		Hint: "put the image below the opening line, with a description for people who cannot see it:\n" +
			"![A table with two chairs by a window](room.jpg)"}
	figureWithoutCaption = diag.Kind{Code: "page-figure-without-caption", What: "a figure without a caption",
		Hint: "write it in brackets: :::figure[Two chairs of one height]"}
	figureSecondImage = diag.Kind{Code: "page-figure-second-image", What: "a figure with more than one image",
		Hint: "give each image a figure of its own"}
	videoWithoutTitle = diag.Kind{Code: "page-video-without-title", What: "a video without a title",
		Hint: "say in brackets what it shows: :::video[Giving space]{…}"}
	videoWithoutTranscript = diag.Kind{Code: "page-video-without-transcript", What: "a video without a transcript",
		Hint: `below the opening line, write what is said and shown, or name a fragment: transcript="_space.md"; ` +
			`some people read instead of watching`}
	videoWithoutFile = diag.Kind{Code: "page-video-without-file", What: "a video without a file",
		Hint: `write src="space.mp4"`}
	videoWithoutCaptions = diag.Kind{Code: "page-video-without-captions", What: "a video without captions",
		Hint: `write captions="space.vtt": people who cannot hear the video need them, and so do people who have to ` +
			`watch it without sound`}
	videoLanguage = diag.Kind{Code: "page-video-language", What: "%q is not a language code",
		Hint: `write language="en"`}
	videoElsewhere = diag.Kind{Code: "page-video-elsewhere", What: "a video on another site",
		Hint: "put the file next to the text, or link to the page it is on: the course is also used offline, and " +
			"other sites should not learn who watches what"}
	mediaEnding = diag.Kind{Code: "page-media-ending", What: "%q cannot be used for %s",
		Hint: "use a file whose name ends in %[3]s"}
	captionsUnwritten = diag.Kind{Code: "page-captions-not-written", What: "the captions cannot be written: %s"}
)

// Files of captions.
var (
	captionsTooLarge = diag.Kind{Code: "captions-too-large", What: "the file is %d KB; the limit is %d KB",
		Hint: "an hour of captions is about 100 KB"}
	notWebVTT = diag.Kind{Code: "captions-not-webvtt", What: "these are not captions in WebVTT",
		Hint: "write WEBVTT on the first line, and leave the next line empty"}
	isSRT = diag.Kind{Code: "captions-srt", What: "these are not captions in WebVTT",
		Hint: "this is SRT: put WEBVTT and an empty line at the top, and change the commas in the times to full stops"}
	captionBackwards = diag.Kind{Code: "captions-backwards", What: "this caption ends before it begins",
		Hint: "write the earlier time first"}
	captionOrder = diag.Kind{Code: "captions-order", What: "this caption begins before the one above it",
		Hint: "put captions in the order in which they appear"}
	tooManyCaptions = diag.Kind{Code: "captions-too-many", What: "more than %d captions",
		Hint: "split the video into several"}
	captionTimes = diag.Kind{Code: "captions-times", What: "the times of this caption are not understood",
		Hint: "write 00:01.000 --> 00:04.500, or with hours 00:00:01.000 --> 00:00:04.500"}
	noCaptions = diag.Kind{Code: "captions-none", What: "there are no captions in this file",
		Hint: "write them below the first line:\n00:01.000 --> 00:04.500\nSam, I am Ines. I would like to help."}
)

// NoSuchFile is what Source.Asset and Source.ReadText return if there is no file of
// that name. The arguments are the name and a hint.
var NoSuchFile = diag.Kind{Code: "link-no-file", What: "there is no file %s", Hint: "%[2]s"}

// Includes.
var (
	includeInBlock = diag.Kind{Code: "include-in-block", What: "an include inside a list, quote or code",
		Hint: "start its line at the left margin"}
	fragmentCodeOpen = diag.Kind{Code: "include-code-open", What: "the code in this fragment is never closed",
		Hint: "close it with a line %[1]s"}
	includeNotEmpty = diag.Kind{Code: "include-not-empty", What: "an include that is not closed on the next line",
		Hint: "close it with a line of three colons:\n:::include{file=\"rights.md\"}\n:::"}
	includeTitle = diag.Kind{Code: "include-title", What: "an include cannot have a title",
		Hint: "delete the text in [ ]: the fragment has its own headings"}
	includeNameless = diag.Kind{Code: "include-nameless", What: "this include names no file",
		Hint: `write :::include{file="rights.md"}; fragments are in ` + IncludesFolder + "/"}
	includeHere = diag.Kind{Code: "include-here", What: "an include cannot be used here",
		Hint: "write the text itself"}
	tooManyIncludes = diag.Kind{Code: "include-too-many", What: "more than %d includes on one page",
		Hint: "write some of the texts on the page itself"}
	includeBackslash = diag.Kind{Code: "include-backslash", What: "the name \"%s\" has backslashes",
		Hint: "use / on Windows too: %[2]s"}
	includeNotMarkdown = diag.Kind{Code: "include-not-markdown", What: "%q is not markdown",
		Hint: "a fragment's name ends in .md"}
	includesPage     = diag.Kind{Code: "include-page", What: "%q is a page, not a fragment", Hint: fragmentPlaces}
	includesInCircle = diag.Kind{Code: "include-circle", What: "the includes go round in a circle: %s",
		Hint: "remove one of them"}
	includesTooDeep = diag.Kind{Code: "include-too-deep", What: "includes nested more than %d deep",
		Hint: "include the innermost fragment directly"}
	noSuchFragment      = diag.Kind{Code: "include-no-file", What: "there is no file %s", Hint: fragmentPlaces}
	fragmentFrontMatter = diag.Kind{Code: "include-front-matter", What: "a fragment cannot have front matter",
		Hint: "delete the lines from the first %[1]s to the second"}
)

const fragmentPlaces = "fragments are in " + IncludesFolder + "/, or next to the page with a name that begins with _"

// Practice questions of lessons.
var (
	questionElsewhere = diag.Kind{Code: "page-question-elsewhere", What: "a question cannot be on this page",
		Hint: "move it to a lesson: practice questions belong there"}
	questionNested = diag.Kind{Code: "page-question-nested", What: "a question inside a question",
		Hint: "close the first one with ::: before the second begins"}
	questionTitle = diag.Kind{Code: "page-question-title", What: "a question cannot have a title",
		Hint: `write :::question{type="single" indicators="…"} and the prompt below it`}
	questionTypeless = diag.Kind{Code: "page-question-typeless", What: "the question has no type",
		Hint: `write :::question{type="single" indicators="…"}; types are %[1]s`}
	questionIsTask = diag.Kind{Code: "page-question-is-task", What: "a question of type %q cannot be in a lesson",
		Hint: "use :::reflect for something to think over; self-ratings and written answers belong in an " +
			"assessed bank"}
	questionPoints = diag.Kind{Code: "page-question-points", What: "points %q is not a number above 0",
		Hint: `write points="1" or leave it out: practice is not counted`}
	questionID = diag.Kind{Code: "page-question-id", What: "the question's id %q cannot be used",
		Hint: "use lowercase letters, digits and hyphens, for example one-voice"}
	questionTwice = diag.Kind{Code: "page-question-twice", What: "this question appears twice on the page",
		Hint: "reword its prompt, or give one of the two an id of its own"}
	questionNotRendered = diag.Kind{Code: "page-question-not-rendered", What: "the question cannot be rendered: %s"}
	hintEmpty           = diag.Kind{Code: "page-hint-empty", What: "the hint is empty",
		Hint: "write the hint below the line > [!HINT], or delete that line"}
	textAfterAnswers = diag.Kind{Code: "page-question-text-after", What: "text after the options of a question",
		Hint: "put it above the options, or below the ::: that ends the question"}
	answerBoxless = diag.Kind{Code: "page-answer-boxless", What: "this option has no checkbox",
		Hint: "write - [ ] before a wrong option and - [x] before a right one"}
	notARange = diag.Kind{Code: "page-answer-no-number", What: "%q is neither a number nor a range",
		Hint: "write it as 2, 2 ± 0.5, 2 ± 10 %%, 2 ×÷ 1.5, 1.5 to 2.5, 2 or more, or 2 or less"}
	exactUnreadable = diag.Kind{Code: "page-question-exact", What: "exact %q is neither true nor false",
		Hint: `write exact="true" if capital letters matter, or leave it out`}
)

// Questions whose answers are not in the form of their type. The first argument is
// how to write them.
var (
	questionAnswerless = diag.Kind{Code: "page-question-answerless", What: "the question has no options",
		Hint: "%[1]s"}
	orderNotNumbered = diag.Kind{Code: "page-order-not-numbered",
		What: "an order question needs a numbered list without boxes",
		Hint: "%[1]s"}
	gapAnswerless = diag.Kind{Code: "page-gap-answerless", What: "this item is not a gap with a list of answers",
		Hint: "%[1]s"}
)

// How to write questions in lessons: hints that replace those of package quiz.
var (
	howToPrompt       = diag.Kind{What: "write the prompt between the line :::question and the options"}
	howToMarkRight    = diag.Kind{What: "mark the right one with - [x]"}
	howToMarkWrong    = diag.Kind{What: "only one option can be right: mark the others with - [ ]"}
	howToExplain      = diag.Kind{What: "say in a quote below it why it is right or wrong:\n  > …"}
	howToExplainPairs = diag.Kind{What: "say in a third column why the two belong together, for at least one pair"}

	rehinted = diag.Kind{What: "%s", Hint: "%[2]s"} // another fault, with one of these hints
)

// Gaps.
var (
	strayGap = diag.Kind{Code: "page-stray-gap", What: "a gap where nothing can be filled in",
		Hint: "put gaps in running text, not in code or in the address of a link"}
	gapInHint    = diag.Kind{Code: "page-gap-in-hint", What: "a gap in a hint", Hint: gapsInText}
	gapInAnswers = diag.Kind{Code: "page-gap-in-answers", What: "a gap inside the answers of a gap", Hint: gapsInText}
	gapType      = diag.Kind{Code: "page-gap-type", What: "a gap cannot have the type %q", Hint: "%[2]s"}
	gapWeight    = diag.Kind{Code: "page-gap-weight", What: "weight %q is not a number",
		Hint: `write weight="2", or leave it out if all gaps count the same`}
	gapUnit = diag.Kind{Code: "page-gap-unit", What: "a gap of type %q cannot have a unit",
		Hint: `write type="number", or put the unit in the text after the gap`}
)

const gapsInText = `put gaps in the text above the list; write \{{ for two plain braces`

// Scenarios.
var (
	sceneLevel = diag.Kind{Code: "scene-heading-level",
		What: "a heading in a scenario that is not second-level",
		Hint: "start each scene with a second-level heading and a name: ## Lobby {#lobby}"}
	strayChoice = diag.Kind{Code: "scene-stray-choice", What: "a link to a scene that is not a choice",
		Hint: "make it a choice: an item of the list at the end of the scene that begins with the link"}
	textAfterChoices = diag.Kind{Code: "scene-text-after-choices", What: "text after the choices of a scene",
		Hint: "put it above the choices, or start a new scene: ## Lobby {#lobby}"}
	feedbackAfterChoices = diag.Kind{Code: "scene-feedback-after-choices", What: "text after the choices of a scene",
		Hint: "if it is feedback, indent its lines by two spaces to make it part of the choice:\n" +
			"- [Give space, speak slowly](#space)\n  > One voice and more room lower arousal."}
	choicesApart = diag.Kind{Code: "scene-choices-apart", What: "text after the choices of a scene",
		Hint: "start every choice with a hyphen, and put no other text between them"}
	sceneAttribute = diag.Kind{Code: "scene-attribute", What: "a scene cannot have %q",
		Hint: `a scene can only be given a name and an end: ## Home {#home end="good"}`}
	sceneBraces = diag.Kind{Code: "scene-braces", What: "the text in { } is not understood",
		Hint: `write {#home}, or {#home end="good"}: the name first, the end in straight quotes`}
	sceneCurlyQuotes = diag.Kind{Code: "scene-curly-quotes", What: "the text in { } is not understood",
		Hint: `use straight quotes instead of curly ones: end="good"`}
	sceneNameless = diag.Kind{Code: "scene-nameless", What: "the scene has no name",
		Hint: "give it one, so that choices can lead to it: ## Lobby {#lobby}"}
	sceneUntitled = diag.Kind{Code: "scene-untitled", What: "the scene has no heading",
		Hint: "write a few words: ## Lobby {#lobby}"}
	noChoice = diag.Kind{Code: "choice-none", What: "this item is not a choice",
		Hint: "a choice is a link to its scene, its points, and feedback in a quote below it:\n" +
			"- [Give space, speak slowly](#space) {ROS-COE-A=2}\n  > One voice and more room lower arousal."}
	choiceNowhere = diag.Kind{Code: "choice-nowhere", What: "the choice leads to %q, which is not a scene",
		Hint: "write the name of a scene in this file: (#space)"}
	onlyFeedback = diag.Kind{Code: "choice-only-feedback", What: "only feedback can follow a choice",
		Hint: "write feedback as a quote; what happens next belongs in the scene that the choice leads to:\n" +
			"  > One voice and more room lower arousal."}
	onlyPoints = diag.Kind{Code: "choice-only-points", What: "only points can follow the link of a choice",
		Hint: "put the words inside the brackets: [Give space, **slowly**](#space) {ROS-COE-A=2}"}
	pointsUnreadable = diag.Kind{Code: "choice-points-unreadable",
		What: "the text after the choice is not understood",
		Hint: "write the points in one pair of braces: {ROS-COE-A=2 ROS-TIP-9=1 critical}; words belong inside " +
			"the brackets of the link"}
	pointsDash = diag.Kind{Code: "choice-points-dash", What: "the points %q are not understood",
		Hint: "a word processor turned the minus into a dash: type a hyphen, ROS-COE-A=-1"}
	pointsNumber = diag.Kind{Code: "choice-points-number", What: "the points %q are not understood",
		Hint: "write an indicator and a whole number without spaces: ROS-COE-A=2 or ROS-COE-A=-1"}
	pointsWord = diag.Kind{Code: "choice-points-word", What: "%q is not understood",
		Hint: "write points as an indicator and a whole number without spaces: ROS-COE-A=2; the only other word is " +
			"critical"}
	pointsMisspelt = diag.Kind{Code: "choice-points-word", What: "%q is not understood", Hint: "%[2]s"}
	pointsZero     = diag.Kind{Code: "choice-points-zero", What: "the points %q have no effect",
		Hint: "delete them"}
	pointsTwice = diag.Kind{Code: "choice-points-twice", What: "points for %s appear twice here", Hint: "add them up"}
)
