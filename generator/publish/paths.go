package publish

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/internal/diag"
)

// unportable tells what keeps a path from lying on every system, or from lying
// in the output folder at all. A site is built on one computer, copied to a USB
// stick, and opened on another.
func unportable(name string) (fault diag.Fault, bad bool) {
	if !fs.ValidPath(name) || name == "." {
		return diag.Fault{What: fmt.Sprintf("%q is not a path inside this folder", name),
			Hint: "write it relative to the site, with / between folders"}, true
	}
	refuse := func(what, hint string) (diag.Fault, bool) {
		return diag.Fault{File: name, What: what, Hint: hint}, true
	}
	switch first, _, _ := strings.Cut(fold(name), "/"); {
	case fold(name) == manifestName, first == stagingDir, first == ".git":
		return refuse("is a name that Coursemark keeps for itself", "give the file another name")
	}
	for part := range strings.SplitSeq(name, "/") {
		if i := strings.IndexFunc(part, notOnWindows); i >= 0 {
			return refuse(fmt.Sprintf("Windows allows no %q in a name", []rune(part[i:])[0]), "give it another name or slug")
		}
		if strings.HasSuffix(part, ".") || strings.HasSuffix(part, " ") {
			return refuse(fmt.Sprintf("Windows drops the dot or space at the end of %q", part), "give it another name or slug")
		}
		if reserved(part) {
			return refuse(fmt.Sprintf("Windows keeps the name %q for a device", part), "give it another name or slug")
		}
	}
	return fault, false
}

func notOnWindows(r rune) bool {
	return r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*\`, r)
}

// reserved tells whether Windows takes a name for a device: with any extension
// and in any case, as in aux.html.
func reserved(part string) bool {
	if len(part) < 3 || !strings.ContainsRune("acnplACNPL", rune(part[0])) {
		return false
	}
	base, _, _ := strings.Cut(part, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, base) {
		return true
	}
	port, isCom := strings.CutPrefix(base, "COM")
	if !isCom {
		var isLpt bool
		if port, isLpt = strings.CutPrefix(base, "LPT"); !isLpt {
			return false
		}
	}
	return strings.Contains("0123456789¹²³", port) && len([]rune(port)) == 1
}

// fold makes equal what some system takes for one name: Windows and macOS in
// case, macOS also in how accents are composed.
func fold(name string) string {
	plain := true
	for i := range len(name) {
		if c := name[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return name
	}
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
}

// mayLie tells of the files that people and systems keep in an output folder
// before a first build: they do not make it somebody else's.
func mayLie(name string) bool {
	switch name {
	case ".git", ".gitignore", ".gitkeep", ".gitattributes", ".nojekyll", ".well-known", "CNAME", // hosts
		".DS_Store", "Thumbs.db", "desktop.ini": // file managers
		return true
	}
	return false
}

func edited(name string) diag.Fault {
	return diag.Fault{File: name, What: "was changed by hand since the last build",
		Hint: "copy what you want to keep into the content folder, delete this file, and build again"}
}

func inTheWay(name string) diag.Fault {
	return diag.Fault{File: name, What: "something that Coursemark did not write lies where the site needs this name",
		Hint: "move it out of the output folder, or choose another folder with -o, and build again"}
}

func folderInTheWay(name string) diag.Fault {
	return diag.Fault{File: name, What: "is a folder, and the site needs a file of this name",
		Hint: "move it out of the output folder, or delete it, and build again"}
}

func fileInTheWay(name string) diag.Fault {
	return diag.Fault{File: name, What: "is a file of the last version, and the site needs a folder of this name",
		Hint: "delete it and build again"}
}

func fileAndFolder(name string) diag.Fault {
	return diag.Fault{File: name, What: "is wanted both as a file and as a folder",
		Hint: "give one of the two another name"}
}

func differsInCase(name string, from *node) diag.Fault {
	if from.claimed {
		first, second := min(name, from.name), max(name, from.name)
		return diag.Fault{File: second, What: fmt.Sprintf("differs from %q only in capitals or accents", first),
			Hint: "Windows and macOS take the two for one: give one of them another name"}
	}
	return diag.Fault{File: name, What: fmt.Sprintf("differs only in capitals or accents from %q, which lies there", from.name),
		Hint: fmt.Sprintf("Windows and macOS take the two for one: delete %q and build again", from.name)}
}
