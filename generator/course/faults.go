package course

import (
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// Words around another message, which say where it belongs.
var (
	inQuestion   = diag.Kind{What: "question %q: %s"}
	inTask       = diag.Kind{What: "task %q: %s"}
	inDefinition = diag.Kind{What: "the definition of %q: %s"}
	notRead      = diag.Kind{What: "the file is not read: %s"}
)

// Proposals, as arguments of hints.
var (
	proposal          = diag.Kind{What: "%s"}
	newBank           = diag.Kind{What: "create one with coursemark new bank"}
	proposalOrNewBank = diag.Kind{What: "%s; or create a new one with coursemark new bank"}
	nameModuleFolder  = diag.Kind{What: "name the folder under content/: module = %q"}
	nameTheFile       = diag.Kind{What: "name the file: %s"}
	capitalsMatter    = diag.Kind{What: `upper and lower case matter on web servers: the file is called "%s"`}
	liesElsewhere     = diag.Kind{What: "there is %s; links are relative to the file that contains them"}
	noSuchFileIn      = diag.Kind{What: "links are relative to the file that contains them; there is no such file in %s"}
)

// Files and folders under content/.
var (
	stopped        = diag.Kind{Code: "content-stopped", What: "stopped before everything was read"}
	noContent      = diag.Kind{Code: "content-missing", What: "the folder is missing", Hint: contentHint}
	tooMuchContent = diag.Kind{Code: "content-too-much", What: "there are too many files, or folders nested too deep",
		Hint: contentHint}
	unreadableFolder = diag.Kind{Code: "content-unreadable-folder", What: "the folder cannot be read", Hint: "%[1]s"}
	unreadableFile   = diag.Kind{Code: "content-unreadable", What: "the file cannot be read", Hint: "%[1]s"}
	worksTooLarge    = diag.Kind{Code: "content-works-too-large", What: "the file is too large",
		Hint: "keep only the works that are cited"}
	noTranslations = diag.Kind{Code: "content-translation", What: "translations are not available in this version",
		Hint: "move the file out of content/ for now"}
	unusedFragment = diag.Kind{Code: "content-unused-fragment", What: "no page includes this fragment",
		Hint: `write :::include{file="…"} where it belongs, or delete it`}

	lockOfWord = diag.Kind{Code: "content-lock-of-word", What: "Word keeps it while a document is open",
		Hint: "close the document"}
	editorBackup = diag.Kind{Code: "content-editor-backup", What: "an editor left it as a backup",
		Hint: "delete it unless you still need something in it"}
	endsInTxt = diag.Kind{Code: "content-ends-in-txt", What: "its name ends in .md.txt",
		Hint: "Notepad added .txt; rename it to %[1]s"}
	endsInMarkdown = diag.Kind{Code: "content-ends-in-markdown", What: "the names of pages end in .md",
		Hint: "rename it to %[1]s"}
	secondCopy = diag.Kind{
		Code: "content-second-copy", What: "it is a second copy of %s",
		Hint: "file synchronisation keeps two copies when two people change a file: copy what is missing into the other one, then delete this one",
	}
)

// Where pages lie, and their addresses.
var (
	noHomePage   = diag.Kind{Code: "content-no-home", What: "the home page is missing", Hint: frontHint}
	noCoursePage = diag.Kind{Code: "content-no-course-page", What: "the course has no page of its own", Hint: frontHint}
	noModulePage = diag.Kind{Code: "content-no-module-page", What: "the module has no page of its own", Hint: frontHint}
	strayPage    = diag.Kind{
		Code: "content-stray-page", What: "this page belongs to no module",
		Hint: "lessons lie in content/<course>/<module>/; a course and a module have one page of their own, %[1]s",
	}
	folderInModule = diag.Kind{
		Code: "content-folder-in-module", What: "this folder in a module contains pages",
		Hint: "a lesson in a folder of its own is called %[1]s; other lessons lie in the module's folder itself",
	}

	badName = diag.Kind{Code: "address-bad-name", What: "the name %q cannot be part of an address",
		Hint: `use lowercase letters, digits and hyphens: rename it, or write slug = "%[2]s" in the front matter`}
	badSlug = diag.Kind{Code: "address-bad-slug", What: "the name %q cannot be part of an address",
		Hint: "use lowercase letters, digits and hyphens"}
	reservedName = diag.Kind{Code: "address-reserved-name", What: "Windows does not allow a file named %q",
		Hint: "choose another name"}
	addressTaken         = diag.Kind{Code: "address-taken", What: "the address %s/ is taken by %s", Hint: renameHint}
	addressDiffersInCase = diag.Kind{Code: "address-differs-in-case",
		What: "the address %s/ differs from that of %s only in upper and lower case", Hint: renameHint}
	practiceAddressTaken = diag.Kind{Code: "address-of-practice",
		What: "the address %s/ is that of the module's practice questions",
		Hint: "rename the file, or give it a slug in its front matter"}
	badAlias = diag.Kind{Code: "address-bad-alias", What: "the alias %q is not an address of this site",
		Hint: `write the folder that the page had, from the site's root: "/old-course/old-module/"`}
	aliasTaken = diag.Kind{Code: "address-alias-taken", What: "the alias %q is the address of %s",
		Hint: "an alias is an address that no page has any more"}
)

const (
	contentHint = "courses lie in content/<course>/<module>/<lesson>.md"
	frontHint   = "a page begins with\n+++\ntitle = \"…\"\n+++"
	renameHint  = "rename one of the files, or give one a slug in its front matter"
	utf8Hint    = `in Notepad: Save as…, Encoding "UTF-8"`
)

// Front matter.
var (
	pageTooLarge = diag.Kind{Code: "front-file-too-large", What: "the file is %d KB; the limit is %d KB",
		Hint: "split it into several lessons"}
	pageUTF16   = diag.Kind{Code: "front-utf16", What: "the file is UTF-16, not UTF-8", Hint: utf8Hint}
	pageNotUTF8 = diag.Kind{Code: "front-not-utf8", What: "a byte that is not UTF-8", Hint: utf8Hint}
	noFront     = diag.Kind{Code: "front-missing", What: "the page has no front matter", Hint: frontHint}
	frontIsYAML = diag.Kind{Code: "front-yaml", What: "the front matter is YAML; here it is TOML",
		Hint: `write +++ instead of ---, and title = "…" instead of title: …`}
	frontWithoutEnd = diag.Kind{Code: "front-open", What: "the front matter is not closed",
		Hint: "end it with a line +++"}
	noTitle = diag.Kind{Code: "front-no-title", What: "the page has no title",
		Hint: `write title = "…" in the front matter`}
	badMinutes = diag.Kind{Code: "front-bad-minutes", What: "minutes = %d is not a usable reading time",
		Hint: "write a whole number of minutes, for example minutes = 15"}

	belongsToModule = diag.Kind{Code: "front-key-of-module", What: "%q belongs to a module",
		Hint: "move it into the %[2]s of the module's folder"}
	belongsToScenario = diag.Kind{Code: "front-key-of-scenario", What: "%q belongs to a scenario",
		Hint: "delete it; a scenario is a file whose name ends in %[2]s"}
	unknownRole = diag.Kind{Code: "front-unknown-role", What: "the role %q is not in the framework",
		Hint: "%[2]s"}
	reviewOverdue = diag.Kind{Code: "front-review-overdue", What: "the page was due for review by %s",
		Hint: "read it again, then set review_by to the next date"}

	unknownPrerequisite = diag.Kind{Code: "front-unknown-prerequisite", What: "the prerequisite %q is not a module",
		Hint: "%[2]s"}
	ownPrerequisite = diag.Kind{Code: "front-own-prerequisite", What: "the module is its own prerequisite",
		Hint: "delete it from the list"}
	circularPrerequisites = diag.Kind{Code: "front-circular-prerequisites", What: "prerequisites form a circle: %s",
		Hint: "remove one of them; otherwise nobody can begin"}

	quizIsNoBank    = diag.Kind{Code: "front-unknown-quiz", What: "there is no bank %q", Hint: "%[2]s"}
	quizForPractice = diag.Kind{Code: "front-quiz-for-practice", What: "the bank %q is for practice",
		Hint: `an assessment needs mode = "assessed" in the bank; practice is shown on a page of its own, without this line`}
	quizOfOtherModule = diag.Kind{
		Code: "front-quiz-of-other-module", What: "the bank %q belongs to the module %q",
		Hint: "a bank assesses one module: write module = %[3]q in the bank, or name another bank here",
	}
)

// needs is a circle of prerequisites: each module needs the next.
type needs []string

// String puts the circle into words.
func (n needs) String() string { return strings.Join(n, " needs ") }

// Links and files that pages refer to.
var (
	noSuchPage   = diag.Kind{Code: "link-no-page", What: "there is no page %s", Hint: "%[2]s"}
	leadsToDraft = diag.Kind{Code: "link-to-draft", What: "%s is a draft and is left out",
		Hint: "remove draft = true from its front matter, or build with --drafts"}
	noSuchHeading  = diag.Kind{Code: "link-no-heading", What: "there is no heading #%s in %s", Hint: "%[3]s"}
	outsideContent = diag.Kind{Code: "link-outside-content", What: "the file %s lies outside content/",
		Hint: "put it beside the text that shows it"}
	isFolder = diag.Kind{Code: "link-to-folder", What: "%s is a folder",
		Hint: "name the file of the page: %[2]s"}
	notPublished = diag.Kind{Code: "link-not-published", What: "files that end in %q are not published",
		Hint: "these are published: %[2]s"}
	fileTooLarge = diag.Kind{Code: "link-file-too-large", What: "the file %s is %d MB; the limit is %d MB",
		Hint: "make it smaller"}
	pictureTooLarge = diag.Kind{Code: "link-picture-too-large",
		What: "the picture %s is %d MB; the limit is %d MB",
		Hint: "make it smaller: 2000 pixels of width are plenty for a page"}
	textTooLarge = diag.Kind{Code: "link-text-too-large", What: "the file %s is %d KB; the limit is %d KB",
		Hint: "split it into several files"}
	textNotUTF8          = diag.Kind{Code: "link-text-not-utf8", What: "the file %s is not UTF-8", Hint: utf8Hint}
	unreadableAttachment = diag.Kind{Code: "link-unreadable", What: "the file %s cannot be read", Hint: "%[2]s"}
	linkOutOfProject     = diag.Kind{Code: "link-out-of-project", What: "the file %s cannot be read",
		Hint: "it is a link that leads out of the project: put the file itself there"}
	placeInPhotograph = diag.Kind{Code: "link-place-in-photograph", What: "this photograph says where it was taken",
		Hint: "in Windows: Properties, Details, Remove Properties and Personal Information"}
)

// The glossary.
var (
	glossaryTooLarge = diag.Kind{Code: "glossary-too-large", What: "the file is too large",
		Hint: "at most %[1]d MB are read"}
	tooManyTerms = diag.Kind{Code: "glossary-too-many-terms",
		What: "the glossary has %d terms; at most %d are read", Hint: "keep the terms that readers of the course need"}
	termWithoutName = diag.Kind{Code: "glossary-no-name", What: "this term has no name",
		Hint: `write term = "peer support", without brackets`}
	termWithoutDefinition = diag.Kind{Code: "glossary-no-definition", What: "the term %q has no definition",
		Hint: `write definition = "…", a sentence or two`}
	termTwice = diag.Kind{Code: "glossary-term-twice", What: "the term %q is in the glossary twice",
		Hint: "keep one of the two, and list other words for it as its aliases"}
	emptyTermAlias = diag.Kind{Code: "glossary-empty-alias", What: "this alias is empty or contains brackets",
		Hint: "delete it"}
	termAliasTaken = diag.Kind{Code: "glossary-alias-taken", What: "the alias %q is already the name of a term",
		Hint: "a name can mean only one term: delete it from one of the two"}
	unknownTerm = diag.Kind{Code: "glossary-unknown-term", What: "the term %q is not in the glossary",
		Hint: "%[2]s"}
	termSeesItself = diag.Kind{Code: "glossary-sees-itself", What: "the term %q refers to itself",
		Hint: "delete it from see_also"}
	unusedTerm = diag.Kind{Code: "glossary-unused-term", What: "no page names the term %q",
		Hint: "write :term[%[1]s] where it is explained or first used"}
)

// What banks, questions, tasks and scenarios refer to.
var (
	unknownIndicator = diag.Kind{Code: "framework-unknown-indicator", What: "the indicator %q is not in the framework",
		Hint: "%[2]s"}
	unknownCompetency = diag.Kind{Code: "framework-unknown-competency",
		What: "the competency %q is not in the framework", Hint: "%[2]s"}
	unknownModule = diag.Kind{Code: "bank-unknown-module", What: "there is no module %q under content/",
		Hint: "%[2]s"}
	bankNotAsked = diag.Kind{Code: "bank-not-asked", What: "no module asks the bank %q",
		Hint: "write quiz = %[1]q in the front matter of %[2]s"}
	publicBank = diag.Kind{Code: "bank-public", What: "the answers of %q can be found outside the site",
		Hint: publicHint}
	questionPractised = diag.Kind{Code: "question-practised", What: "question %q is also asked in practice, at %s",
		Hint: "practice shows the answer: reword one of the two"}

	taskNotGraded = diag.Kind{Code: "task-not-graded", What: "nobody is graded on %q: it has no rule",
		Hint: "name a competency with a rule"}
	notOfPersons = diag.Kind{Code: "task-not-of-persons", What: "the indicator %q says nothing about a person",
		Hint: "it is a duty of a team or an agency; name indicators of persons"}
	otherCompetency = diag.Kind{Code: "task-other-competency", What: "the indicator %q does not belong to %s",
		Hint: "a text is evidence of only one competency: ask for two texts, or leave the indicator out"}
	writtenNotDemanded = diag.Kind{
		Code: "task-written-not-demanded", What: "no level of %q depends on a written answer",
		Hint: `somebody has to read and mark every one: write demands = [["quiz"], ["written"]] in its rule, or ask with type = "reflection"`,
	}

	scenarioIDTaken = diag.Kind{Code: "scenario-id-taken", What: "the id %q is that of %s",
		Hint: "scenarios and quiz banks share one set of ids, and each has its own"}
	scenarioIndicators = diag.Kind{Code: "scenario-indicators",
		What: "a scenario names its indicators after its choices, not here",
		Hint: "delete the line; write {ROS-COE-A=2} after the choice that shows it"}
	scenePractised = diag.Kind{Code: "scenario-scene-practised", What: "this scene is also used in practice, at %s",
		Hint: "practice shows what its choices are worth: reword one of the two"}
	publicScenario = diag.Kind{Code: "scenario-public", What: "the points of %q can be found outside the site",
		Hint: publicHint}
)

const publicHint = `its exposure is "public", and results say so; docs/formats/bank.md describes private banks`

// Rules of competencies, and what the framework leaves open.
var (
	ruleOfNoBank = diag.Kind{Code: "rule-unknown-bank",
		What: "the rule of %q counts the bank %q, which does not exist", Hint: "%[3]s"}
	ruleOfPracticeBank = diag.Kind{Code: "rule-practice-bank",
		What: "the rule of %q counts the bank %q, which is for practice",
		Hint: "practice never counts: name an assessed one, or remove it from the rule"}
	ruleOfPracticeScenario = diag.Kind{Code: "rule-practice-scenario",
		What: "the rule of %q counts the scenario %q, which is for practice",
		Hint: "practice never counts: name an assessed one, or remove it from the rule"}
	bankAmongScenarios = diag.Kind{Code: "rule-bank-among-scenarios",
		What: "%q is named under scenarios, but it is a quiz bank", Hint: "remove it from scenarios"}
	scenarioAmongBanks = diag.Kind{Code: "rule-scenario-among-banks",
		What: "%q is a scenario, and the rule of %q does not say so", Hint: "write scenarios = [%[1]q] as well"}
	scenarioWithoutPoints = diag.Kind{
		Code: "rule-scenario-without-points", What: "no choice in the scenario %q has points for %s",
		Hint: "give its choices points for indicators of the competency, or remove it from the rule",
	}
	mandatoryNotAsked = diag.Kind{
		Code: "rule-mandatory-not-asked",
		What: "the indicator %q is mandatory, but nothing guarantees that a form asks about it",
		Hint: "give it a pool and a [[draw]] of its own in the bank, or a critical question, or remove it from mandatory",
	}
	tooFewItems = diag.Kind{Code: "rule-too-few-items",
		What: "a form of %s is guaranteed only %d of the %d questions on %q that its rule needs", Hint: itemsHint}
	tooFewItemsTogether = diag.Kind{
		Code: "rule-too-few-items-together",
		What: "forms of %s together are guaranteed only %d of the %d questions on %q that its rule needs",
		Hint: itemsHint,
	}

	notAdopted = diag.Kind{Code: "framework-not-adopted",
		What: "nobody has adopted the framework: its cuts and periods are printed as PROVISIONAL",
		Hint: "once a named person has adopted them, write adopted_by and adopted_on"}
	cutsOfNobody = diag.Kind{Code: "framework-cuts-of-nobody", What: "nobody is named as having set these cuts: %s",
		Hint: "write set_by, set_on and method in their provenance once somebody has set them"}
	notTaught = diag.Kind{Code: "coverage-not-taught", What: "%d of %d indicators are not taught by any lesson: %s",
		Hint: "name what a lesson teaches in its front matter: indicators = […]"}
	notTested = diag.Kind{
		Code: "coverage-not-tested",
		What: "%d of %d indicators about persons are not tested by any question, scenario or written answer: %s",
		Hint: "name what a question tests in indicators = […]; observation can show them too",
	}
)

const itemsHint = "raise the count of a [[draw]] for that competency, or lower min_items in the framework"
