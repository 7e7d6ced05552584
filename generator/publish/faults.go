package publish

import "github.com/coursemark/coursemark/internal/diag"

// Faults of names in the new site. The fault's file is the name.
var (
	notAPath = diag.Kind{Code: "publish-not-a-path", What: "%q is not a path inside this folder",
		Hint: "write it relative to the site, with / between folders"}
	reservedByUs = diag.Kind{Code: "publish-reserved-name", What: "this name is reserved for Coursemark",
		Hint: "give the file another name"}
	windowsForbids = diag.Kind{Code: "publish-windows-forbids", What: "Windows does not allow %q in a name",
		Hint: nameHint}
	windowsDrops = diag.Kind{Code: "publish-windows-drops", What: "Windows drops the dot or space at the end of %q",
		Hint: nameHint}
	windowsDevice = diag.Kind{Code: "publish-windows-device", What: "Windows reserves the name %q for a device",
		Hint: nameHint}

	wantedTwice = diag.Kind{Code: "publish-wanted-twice", What: "is wanted twice, with different content",
		Hint: otherNameHint}
	fileAndFolder = diag.Kind{Code: "publish-file-and-folder", What: "is wanted both as a file and as a folder",
		Hint: otherNameHint}
	differsInCase = diag.Kind{Code: "publish-differs-in-case", What: "differs from %q only in capitals or accents",
		Hint: "on Windows and macOS they are the same name: give one of them another name"}
	differsFromLying = diag.Kind{Code: "publish-differs-from-lying",
		What: "differs only in capitals or accents from %q, which is already there",
		Hint: "on Windows and macOS they are the same name: delete %[1]q and build again"}
)

// Faults of what is already in the output folder.
var (
	edited = diag.Kind{
		Code: "publish-edited", What: "was changed by hand since the last build",
		Hint: "copy what you want to keep into the content folder, delete this file, and build again",
	}
	inTheWay = diag.Kind{
		Code: "publish-in-the-way", What: "something that Coursemark did not write has a name that the site needs",
		Hint: "move it out of the output folder, or choose another folder with -o, and build again",
	}
	folderInTheWay = diag.Kind{
		Code: "publish-folder-in-the-way", What: "is a folder, and the site needs a file of this name",
		Hint: "move it out of the output folder, or delete it, and build again",
	}
	fileInTheWay = diag.Kind{
		Code: "publish-file-in-the-way",
		What: "is a file of the last version, and the site needs a folder of this name",
		Hint: "delete it and build again",
	}
	foreignFolder = diag.Kind{
		Code: "publish-foreign-folder", What: "holds files that Coursemark did not write: %s",
		Hint: "choose another folder with -o, or empty this one",
	}
	damagedManifest = diag.Kind{
		Code: "publish-damaged-manifest", What: "is damaged, so Coursemark cannot tell which files it wrote",
		Hint: "empty the output folder and build again",
	}
	otherManifest = diag.Kind{
		Code: "publish-other-manifest", What: "was written by another version of Coursemark (%s)",
		Hint: "use that version, or empty the output folder and build again",
	}
	hostileManifest = diag.Kind{
		Code: "publish-hostile-manifest", What: "lists %q, which Coursemark does not write",
		Hint: "empty the output folder and build again",
	}
	otherJournal = diag.Kind{
		Code: "publish-other-journal", What: "a publication by another version of Coursemark (%s) was interrupted",
		Hint: "build once with that version, or empty the output folder and build again",
	}
)

// Faults of the file system. The argument is its reason.
var (
	unreadable   = diag.Kind{Code: "publish-unreadable", What: "cannot be read: %s", Hint: diskHint}
	unwritable   = diag.Kind{Code: "publish-unwritable", What: "cannot be written: %s", Hint: diskHint}
	stagingStays = diag.Kind{Code: "publish-staging-stays",
		What: "was left by an earlier build and cannot be deleted: %s", Hint: diskHint}
	journalUnwritable = diag.Kind{Code: "publish-journal-unwritable",
		What: "the journal of the publication cannot be written: %s", Hint: diskHint}
	journalUnreadable = diag.Kind{Code: "publish-journal-unreadable",
		What: "the journal of an interrupted publication cannot be read: %s", Hint: diskHint}
	journalStays = diag.Kind{Code: "publish-journal-stays",
		What: "the journal of an interrupted publication cannot be deleted: %s", Hint: diskHint}
	unfinished = diag.Kind{
		Code: "publish-unfinished", What: "only part of the new version is in place: %s",
		Hint: "every page works; close the program that has the file open or make room on the disk, then build again to finish",
	}
)

const (
	nameHint      = "give it another name or slug"
	otherNameHint = "give one of the two another name"
	diskHint      = "make sure that the disk has room and that you may write to the folder; the site has not changed"
)
