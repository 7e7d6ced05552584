package project

import "github.com/coursemark/coursemark/internal/diag"

// Files and folders of a project.
var (
	folderNotOpened = diag.Kind{Code: "project-not-opened", What: "the project's folder cannot be opened",
		Hint: "%[1]s"}
	notAProject = diag.Kind{
		Code: "project-missing", What: "the file is missing: this is not a Coursemark project",
		Hint: "run the command in the folder that holds " + ConfigFile + ", or name that folder with --project",
	}
	configuredFolderNotOpened = diag.Kind{Code: "config-folder-not-opened",
		What: "the folder %q of [%s] cannot be opened", Hint: "%[3]s"}
	unreadableFolder = diag.Kind{Code: "project-unreadable-folder", What: "the folder cannot be read",
		Hint: "%[1]s"}
	unreadableFile = diag.Kind{Code: "project-unreadable", What: "the file cannot be read", Hint: "%[1]s"}
	endsInTxt      = diag.Kind{Code: "project-ends-in-txt",
		What: "the file is not read: its name ends in %s", Hint: "Notepad added .txt; rename it to %[2]s"}
	tooLarge = diag.Kind{What: "it is %d MB; the limit is %d MB"} // a reason why a file cannot be read
)

// Banks and frameworks, seen together.
var (
	bankIDTaken = diag.Kind{Code: "bank-id-taken", What: "the bank id %q is already used in %s",
		Hint: "IDs are unique and never reused"}
	noFramework = diag.Kind{Code: "framework-missing", What: "the project has no standards framework",
		Hint: "put one into %[1]s; docs/formats/framework.md describes it"}
	twoFrameworks = diag.Kind{Code: "framework-twice", What: "the project has more than one framework",
		Hint: "grading against several frameworks is not available in this version: keep one"}
)

// The configuration.
var (
	badSiteID = diag.Kind{Code: "config-bad-site-id", What: "the site's id %q cannot be used",
		Hint: "use lowercase letters, digits and hyphens; it never changes once staff have begun"}
	noSiteTitle = diag.Kind{Code: "config-no-title", What: "the site has no title",
		Hint: `write title = "…" under [site]`}
	unknownTimeZone = diag.Kind{Code: "config-unknown-time-zone", What: "the time zone %q is not known",
		Hint: `use a name such as "Europe/Amsterdam" or "America/Chicago"`}
	badBaseURL = diag.Kind{Code: "config-bad-base-url", What: "base_url %q is not an address",
		Hint: `write base_url = "https://training.example.org/"`}
	badHandInLink = diag.Kind{Code: "config-bad-hand-in-link", What: "the hand-in link %q is not an address",
		Hint: `write link = "mailto:training@example.org" or an https address`}
	unknownCodes = diag.Kind{Code: "config-unknown-codes", What: "codes %q is not known",
		Hint: `codes is "required", "optional" or "off"`}
	codesNotYet = diag.Kind{Code: "config-codes-not-yet", What: "enrolment codes are not available in this version",
		Hint: `write codes = "off"`}
	sealingNotYet = diag.Kind{Code: "config-sealing-not-yet",
		What: "sealed results are not available in this version",
		Hint: "delete recipients; nothing is sealed until then"}
	timingsNotYet = diag.Kind{Code: "config-timings-not-yet",
		What: "timings of single answers are not available in this version", Hint: "write timings = false"}
)

// Grading kits.
var (
	kitIsNoZip = diag.Kind{Code: "kit-not-a-zip", What: "the grading kit is not a zip file", Hint: kitHint}
	kitTooMany = diag.Kind{Code: "kit-too-many-files", What: "the grading kit holds %d files; at most %d are read",
		Hint: kitHint}
	kitUnreadable  = diag.Kind{Code: "kit-unreadable", What: "%s in the grading kit cannot be read", Hint: kitHint}
	kitDamaged     = diag.Kind{Code: "kit-damaged", What: "%s in the grading kit is damaged", Hint: kitHint}
	kitTooLarge    = diag.Kind{Code: "kit-too-large", What: "%s in the grading kit is too large", Hint: kitHint}
	kitNotUnpacked = diag.Kind{Code: "kit-not-unpacked", What: "the grading kit cannot be unpacked: %s", Hint: kitHint}
	zipIsNoKit     = diag.Kind{Code: "kit-other-zip", What: "this zip is not a grading kit", Hint: kitHint}
)

const kitHint = "ask the trainer for the file " + KitFile + " that coursemark build writes"

// The kit's list of modules. No score depends on it.
var (
	modulesUnread = diag.Kind{
		Code: "kit-modules-unread",
		What: "the list of modules cannot be read, so that planned minutes of training and limits of scenarios are not known: %s",
		Hint: "run coursemark build again, or ask the trainer for the grading kit of this date",
	}
	badMinutes = diag.Kind{Code: "kit-bad-minutes", What: "the minutes of the module %q are not valid",
		Hint: "run coursemark build again"}
	badLimits = diag.Kind{Code: "kit-bad-limits", What: "the limits of the scenario %q are not valid",
		Hint: "run coursemark build again"}
)
