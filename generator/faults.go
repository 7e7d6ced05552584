package generator

import "github.com/coursemark/coursemark/internal/diag"

const diskHint = "check that the disk has room and that you may write to the folder"

// What the operating system refused. The argument is the reason it gave.
var (
	notLocked     = diag.Kind{Code: "site-not-locked", What: "the project cannot be locked: %s", Hint: diskHint}
	outputNotMade = diag.Kind{Code: "site-output-not-made", What: "the output folder cannot be created: %s",
		Hint: diskHint}
	outputNotOpened = diag.Kind{Code: "site-output-not-opened", What: "the output folder cannot be opened: %s",
		Hint: diskHint}
	siteNotWritten = diag.Kind{Code: "site-not-written", What: "the site cannot be written: %s", Hint: diskHint}
	keysNotRead    = diag.Kind{Code: "site-keys-not-read", What: "the key archive cannot be read: %s", Hint: diskHint}
	keysNotWritten = diag.Kind{Code: "site-keys-not-written",
		What: "the key archive cannot be written, so the site was left unchanged: %s", Hint: diskHint}
	keysNotEncoded = diag.Kind{Code: "site-keys-not-encoded", What: "the key archive cannot be written: %s"}
	kitNotMade     = diag.Kind{Code: "site-kit-not-made", What: "the grading kit cannot be created: %s",
		Hint: diskHint}
	kitNotWritten = diag.Kind{Code: "site-kit-not-written",
		What: "the grading kit cannot be written; the site is up to date: %s", Hint: diskHint}
	kitNotDeleted = diag.Kind{Code: "site-kit-not-deleted", What: "the grading kit cannot be deleted: %s",
		Hint: diskHint}
	notDeleted = diag.Kind{Code: "site-not-deleted", What: "cannot be deleted: %s", Hint: diskHint}
)

// What stops a build.
var (
	stopped = diag.Kind{Code: "site-stopped", What: "stopped before the site was complete",
		Hint: "the site was left unchanged"}
	lockedBy = diag.Kind{Code: "site-locked-by",
		What: "another coursemark is running in this project (process %d)",
		Hint: "wait until it finishes or stop it, then try again"}
	lockedByOther = diag.Kind{Code: "site-locked", What: "another coursemark is running in this project",
		Hint: "wait until it finishes or stop it, then try again"}
	keysFrozen = diag.Kind{
		Code: "site-keys-frozen", What: "the key archive would change, and this build is frozen",
		Hint: "run coursemark build on your own machine and commit %[1]s/, so that no answer key exists only on a build server",
	}
)

// The trainer's edition.
var (
	editionWithoutFolder = diag.Kind{Code: "site-edition-without-folder", What: "the trainer's edition needs a folder",
		Hint: editionHint}
	editionInSite = diag.Kind{Code: "site-edition-in-site",
		What: "the trainer's edition would end up inside the learner's site", Hint: editionHint}
	holdsLearnersSite = diag.Kind{Code: "site-holds-learners-site", What: "the folder contains a learner's site",
		Hint: editionHint}
	holdsTrainersEdition = diag.Kind{Code: "site-holds-trainers-edition",
		What: "the folder contains the trainer's edition",
		Hint: "build the learner's site in another folder, or delete this one"}
)

const editionHint = "give the trainer's edition a folder of its own, which is not published: coursemark build --instructor trainers"

// Why pages have no dates, inside withoutDates.
var (
	withoutDates = diag.Kind{What: "git_dates is on, but %s",
		Hint: "pages show no date of their last change; lastmod in a page's front matter sets one"}
	gitMissing       = diag.Kind{Code: "site-git-missing", What: "git is not installed here"}
	gitNotRun        = diag.Kind{Code: "site-git-not-run", What: "git cannot be run: %s"}
	gitTooSlow       = diag.Kind{Code: "site-git-too-slow", What: "git took longer than %v"}
	nothingCommitted = diag.Kind{Code: "site-git-nothing-committed", What: "nothing is committed yet"}
	noRepository     = diag.Kind{Code: "site-git-no-repository",
		What: "the project's folder is not in a git repository that can be read"}
	gitNotUnderstood = diag.Kind{Code: "site-git-not-understood", What: "git's output cannot be understood: %s"}
)

// The theme.
var (
	themeNotRead        = diag.Kind{Code: "layout-theme-not-read", What: "the theme cannot be read: %s"}
	layoutsNotRead      = diag.Kind{Code: "layout-folder-not-read", What: "the folder cannot be read", Hint: "%[1]s"}
	layoutServesNothing = diag.Kind{Code: "layout-serves-nothing", What: "nothing uses this file", Hint: "%[1]s"}
)

// Which file of the theme may be meant, as an argument of a hint.
var (
	nearLayout   = diag.Kind{What: "did you mean layouts/%s?"}
	themeFolders = diag.Kind{What: "the theme is read from layouts/templates/*.html, styles/*.css, player/*/*.js, words/*.toml and report/"}
)
