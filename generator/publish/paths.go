package publish

import (
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/internal/diag"
)

// unportable returns why a path is not possible on every system, or not in the output
// folder. A site is built on one computer, copied to a USB stick, and opened on another.
func unportable(name string) (fault diag.Fault, bad bool) {
	if !fs.ValidPath(name) || name == "." {
		return notAPath.With(name).In(""), true
	}
	switch first, _, _ := strings.Cut(fold(name), "/"); {
	case fold(name) == manifestName, first == stagingDir, first == ".git":
		return reservedByUs.With().In(name), true
	}
	for part := range strings.SplitSeq(name, "/") {
		forbidden := strings.IndexFunc(part, notOnWindows)
		switch {
		case forbidden >= 0:
			return windowsForbids.With([]rune(part[forbidden:])[0]).In(name), true
		case strings.HasSuffix(part, "."), strings.HasSuffix(part, " "):
			return windowsDrops.With(part).In(name), true
		case reserved(part):
			return windowsDevice.With(part).In(name), true
		}
	}
	return fault, false
}

// notOnWindows reports whether Windows forbids a character in names.
func notOnWindows(r rune) bool {
	return r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*\`, r)
}

// reserved reports whether a name is that of a device on Windows, with any extension and
// in any case, as in aux.html.
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

// fold returns the same string for names that are the same on some system: Windows and
// macOS ignore case, and macOS also how accents are composed.
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

// isHarmless reports whether a file may be in an output folder before the first build.
// People and systems put such files there; they do not make the folder somebody else's.
func isHarmless(name string) bool {
	switch name {
	case ".git", ".gitignore", ".gitkeep", ".gitattributes", ".nojekyll", ".well-known", "CNAME", // hosts
		".DS_Store", "Thumbs.db", "desktop.ini": // file managers
		return true
	}
	return false
}

// clash returns the fault of a name that differs from another only in case or accents.
func clash(name string, from *node) diag.Fault {
	if from.claimed {
		first, second := min(name, from.name), max(name, from.name)
		return differsInCase.With(first).In(second)
	}
	return differsFromLying.With(from.name).In(name)
}
