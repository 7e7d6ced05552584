package inbox

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// shownAs returns how a path is shown: as typed, but never where the machine keeps it.
func shownAs(typed string) string {
	clean := filepath.Clean(typed)
	if filepath.IsLocal(clean) && clean != "." {
		return verdict.Printable(filepath.ToSlash(clean))
	}
	if clean == "." || clean == ".." {
		return ""
	}
	return verdict.Printable(filepath.Base(clean))
}

// ownOutput matches the names of files that gradebook writes; none of them can hold
// results.
var ownOutput = regexp.MustCompile(`^((matrix|items|decisions|record-).*\.xlsx|(matrix|suspicions|gaps|evidence|exceptions|training-hours|received).*\.csv|(matrix|record-).*\.html|received\.csv\.(lock|tmp))$`)

// clutter recognises files that a system, Office or gradebook left behind; "" = none of
// them.
func clutter(name string) verdict.Code {
	switch base := strings.ToLower(path.Base(name)); {
	case base == "desktop.ini" || base == "thumbs.db" || base == "ehthumbs.db":
		return verdict.WindowsFile
	case base == ".ds_store" || strings.HasPrefix(base, "._"):
		return verdict.MacOSFile
	case strings.HasPrefix(base, "~$"):
		return verdict.OfficeFile
	case strings.HasPrefix(base, ".gradebook-") && strings.HasSuffix(base, ".tmp"):
		return verdict.UnfinishedFile
	case ownOutput.MatchString(base):
		return verdict.EarlierOutput
	}
	return ""
}

// conflictName is how OneDrive (the computer's name after the file's), Dropbox,
// Nextcloud and Google Drive name copies.
var conflictName = regexp.MustCompile(`-(desktop|laptop)-[0-9a-z]{6,8}(-\d+)?\.|conflicted copy|conflict(ing)? copy|conflicterende kopie|copia en conflicto|\(conflict\)|\[conflict\]`)

// conflictCopy returns a note about a copy that OneDrive and the like make when two
// people, or two computers, change one file. It may be the only one that is whole,
// and is read like any other.
func conflictCopy(name string) verdict.Note {
	if conflictName.MatchString(strings.ToLower(path.Base(name))) {
		return verdict.ConflictCopy.With()
	}
	return verdict.Note{}
}

func isMailName(name string) bool { return strings.EqualFold(path.Ext(name), ".eml") }

// isListName reports whether a file has one results file on each line, by its name.
func isListName(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".ndjson" || ext == ".jsonl"
}

func hasDriveLetter(name string) bool {
	return len(name) > 1 && name[1] == ':' && unicode.IsLetter(rune(name[0]))
}
