package standards

import "github.com/coursemark/coursemark/internal/diag"

// What can be wrong with a framework as a whole.
var (
	badFrameworkID = diag.Kind{Code: "framework-id", What: "the framework's id %q cannot be used",
		Hint: "use letters, digits and hyphens"}
	noTitle = diag.Kind{Code: "framework-without-title", What: "the framework needs a version and a title",
		Hint: `write version = "2026.1" and title = "…"`}
	halfAdopted = diag.Kind{Code: "framework-half-adopted", What: "adopted_by and adopted_on belong together",
		Hint: "name the person and the date, or leave both out: then all cuts are printed as PROVISIONAL"}
	badCitationID = diag.Kind{Code: "framework-citation-id", What: "the citation id %q is missing or used twice",
		Hint: "give every citation an id of its own"}
	unknownCitation = diag.Kind{Code: "framework-unknown-citation", What: "the citation %q is not in this file",
		Hint: "%[2]s"}
	badID = diag.Kind{Code: "framework-id-unusable", What: "the %s id %q cannot be used",
		Hint: "use letters, digits and hyphens"}
	usedID = diag.Kind{Code: "framework-id-used", What: "the %s id %q is already used for a %s",
		Hint: "IDs are unique and never reused"}
)

// Levels of the scale. The arguments name the level, or the top of the scale.
var (
	shortScale = diag.Kind{Code: "framework-short-scale", What: "the scale needs at least two levels",
		Hint: "add [[levels]] tables with ordinal, id, label and descriptor"}
	badOrdinal = diag.Kind{Code: "framework-level-order", What: "level %q has the ordinal %d; it should be %d",
		Hint: "list the levels in ascending order from 0"}
	noLabel = diag.Kind{Code: "framework-level-without-label", What: "a level has no label",
		Hint: `write label = "…"`}
	badMaxLevel = diag.Kind{Code: "framework-max-level", What: "max_level %d is not a level of the scale",
		Hint: "levels are 0 to %[2]d"}
	badCap = diag.Kind{Code: "framework-cap", What: "cap is not a level of the scale",
		Hint: "levels are 0 to %[1]d"}
	badRequiredLevel = diag.Kind{Code: "framework-required-level", What: "level %d is not a level above 0 of the scale",
		Hint: "a role can require levels 1 to %[2]d"}
)

// Kinds of evidence and how they are judged.
var (
	unknownKind = diag.Kind{Code: "framework-unknown-kind", What: "%q is not a kind of evidence", Hint: "%[2]s"}
	kindMissing = diag.Kind{Code: "framework-kind-not-declared",
		What: "the kind of evidence %q is not declared in this file", Hint: "%[2]s"}
	itemsOfScenario = diag.Kind{Code: "framework-scenario-min-items", What: "min_items has no meaning for a scenario",
		Hint: "a scenario is scored as one whole; delete min_items"}
	unknownPolicy = diag.Kind{Code: "framework-unknown-attempts", What: "the attempt policy %q is not known",
		Hint: "%[2]s"}
	bestNoReason = diag.Kind{Code: "framework-best-without-reason", What: `the attempt policy "best" needs a reason`,
		Hint: `write reason = "…": anybody who tries often enough passes by luck`}
	masteryOpen = diag.Kind{Code: "framework-mastery-open", What: `the attempt policy "n-mastery" needs n and mastery`,
		Hint: "write n = 2 and mastery = 80"}
	badCut = diag.Kind{Code: "framework-cut",
		What: "a cut needs a level of the scale above 0 and a percentage above 0, up to 100",
		Hint: "write cuts = [{ level = 1, percent = 80 }]"}
	cutOrder = diag.Kind{Code: "framework-cut-order", What: "cuts must ascend in both level and percentage",
		Hint: "a higher level needs a higher percentage"}
)

// How long levels hold.
var (
	noBaseDate = diag.Kind{Code: "framework-without-base-date", What: "validity of mode fixed needs a base_date",
		Hint: "write base_date = 2026-01-01"}
	unknownMode = diag.Kind{Code: "framework-validity-mode", What: "the validity mode %q is not known",
		Hint: "mode is completion, expiry or fixed"}
	badPeriod = diag.Kind{Code: "framework-validity-period", What: "months or window_days is out of range",
		Hint: "months is 0 to 600, window_days 0 to 3650"}
)

// Competencies and indicators. The first argument is the ID.
var (
	competencyNoTitle = diag.Kind{Code: "framework-competency-without-title", What: "competency %q has no title",
		Hint: `write title = "…"`}
	unknownDomain = diag.Kind{Code: "framework-unknown-domain", What: "the domain %q is not in this file",
		Hint: "%[2]s"}
	indicatorText = diag.Kind{Code: "framework-indicator-without-text", What: "indicator %q has no text",
		Hint: `write text = "…"`}
	unknownScope = diag.Kind{Code: "framework-scope", What: "indicator %q: scope %q is not known",
		Hint: "scope is person, team or agency: whose duty is it?"}
)

// Rules. The first argument of most is the ID of the competency.
var (
	ruleOfNobody = diag.Kind{Code: "framework-rule-without-person",
		What: "competency %q has a rule but no indicator of scope person",
		Hint: "people are graded on person-scope indicators only; delete the rule"}
	noDemands = diag.Kind{Code: "framework-rule-without-demands", What: "the rule of %q demands no evidence",
		Hint: `write demands = [["quiz"]]`}
	sameCeiling = diag.Kind{Code: "framework-demands-alike",
		What: "two demands of %q can show the same highest level, %d",
		Hint: "demands stack by their highest level; put kinds that replace each other into one list"}
	noBanks = diag.Kind{Code: "framework-rule-without-banks", What: "the rule of %q demands a quiz but names no bank",
		Hint: `write banks = ["…"]`}
	notAmongBanks = diag.Kind{Code: "framework-bank-not-listed", What: "%q is named under %s, but not under banks",
		Hint: "%[3]s"}
	twoKinds = diag.Kind{Code: "framework-bank-of-two-kinds", What: "%q is named under %s, and again under %s",
		Hint: "its questions are evidence of one kind; name it once"}
	notDemanded = diag.Kind{Code: "framework-kind-not-demanded", What: "the rule of %q names %s, but demands none",
		Hint: "add %[3]q to demands, or leave %[2]s out"}
	noScenarios = diag.Kind{Code: "framework-rule-without-scenarios",
		What: "the rule of %q demands a scenario but names none",
		Hint: `write scenarios = ["…"], and the same under banks`}
	whichBanks = diag.Kind{Code: "framework-quiz-or-cases",
		What: "the rule of %q demands a quiz and a vignette, but does not say which of its banks are which",
		Hint: `write vignettes = ["…"] with the banks whose questions describe cases; the others are the quiz`}
	noQuizBank = diag.Kind{Code: "framework-rule-without-quiz",
		What: "the rule of %q demands a quiz, but all of its banks are evidence of another kind",
		Hint: "name the bank of the quiz under banks as well"}
	mandatoryElsewhere = diag.Kind{Code: "framework-mandatory-elsewhere",
		What: "the mandatory indicator %q does not belong to %q", Hint: "%[3]s"}
	mandatoryOfNobody = diag.Kind{Code: "framework-mandatory-scope",
		What: "the mandatory indicator %q is not of scope person", Hint: "take it out of mandatory"}
)

// Roles. The arguments are the role and the competency that it requires.
var (
	unknownRequired = diag.Kind{Code: "framework-role-unknown-competency",
		What: "role %q requires the unknown competency %q", Hint: "%[3]s"}
	requiredTwice = diag.Kind{Code: "framework-role-twice", What: "role %q requires %q twice",
		Hint: "keep the requirement with the higher level"}
	requiredOfNobody = diag.Kind{Code: "framework-role-without-person",
		What: "role %q requires %q, which has no indicator of scope person",
		Hint: "duties of a team or an agency belong in the agency's self-assessment"}
	requiredUngraded = diag.Kind{Code: "framework-role-without-rule", What: "role %q requires %q, which has no rule",
		Hint: "add [competencies.rule]"}
	outOfReach = diag.Kind{Code: "framework-role-out-of-reach",
		What: "role %q requires level %[3]d of %[2]q, but its evidence shows at most %[4]d",
		Hint: "add a kind of evidence with a higher max_level to its demands"}
)
